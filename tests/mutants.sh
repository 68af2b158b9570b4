#!/usr/bin/env bash
# Usage: bash tests/mutants.sh [all | changed BASE | share K/N | named MUTANT… | ci BASE SECONDS]
# Changes the library in one place at a time (cargo-mutants) and asks the tests whether they notice. `all` takes hours, on
# as many cores as WORKERS says (1), and goes on where it was stopped: what was found of a file of the sources stands until
# the file changes, or `target/mutants` is deleted. `changed` takes what differs from where the work left the commit BASE,
# `share` every N-th from the K-th on, counted from 0, `named` those so named, as a run prints them.
#
# `ci` tries for so many seconds as many as it gets to: by turns one of what changed since BASE, by chance, and one of all
# others, which stand in one mixed order of which every commit begins a little further on than the one before. The number of
# commits is the place and the chance (or MUTANTS_SEED), so that a run can be repeated. The closing line says how many were
# not reached, and the lines above it which ones some tests let pass before the time was up: `named` asks all tests about them.
#
# It fails where one is missed, where none was caught or shown to every test though there was something to try, and where
# more than 2 % are excluded (`tests/judge.sh`).
#
# Each mutant is shown to a few tests first and to more only if those let it pass: the conformance kit notices two of
# three, and what tells people of a decision is noticed by the tests of answers. A copy of the working tree is mutated.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly root=$PWD work=$PWD/target/mutants
source tests/judge.sh
shopt -s nullglob

# Where there is a clock, so few go through every round before the next few begin: or else what the quick tests let pass
# would never come before the others.
readonly few=6

# What is built for every mutant is built as quickly as can be.
profile=(--config=profile.dev{,.package.countersign,.package.countersign-model}.debug=false)
profile+=(--config=profile.dev.package.countersign{,-model}.opt-level=0)

# The rounds, by the names of tests; `lib` are those within the library.
kit=(kit)
own=(lib)
answers=(answers problems regressions)
more=(claim_grammar boundaries edges records refusals bybit signatures addresses address_vectors chains destinations invariants)
# What asks of a policy, for what is read of a policy and asked by nobody else.
analyses=(lints)
claims=(claims)
# What takes a minute or more; without the comparisons with the model, the schedules of threads and what uses the analyses.
rest=()
for file in tests/*.rs tests/*/main.rs; do
  name=${file#tests/} name=${name%/main.rs} name=${name%.rs}
  case " ${kit[*]} ${answers[*]} ${more[*]} worlds differential concurrency " in *" $name "*) continue ;; esac
  grep -rq 'countersign::analyze' "${file%/main.rs}" || rest+=("$name")
done

# In these the words of answers are made.
wordy='decide/(case|check|decision|edges|reach|checks/words)|domain/address_fault|key/key_fault|ledger/acts|policy/(problem|suggest)'

# Whoever works in a place of its own has a tree and what is built of it.
place() { tree=$work/tree${1:+-$1} out=$work/out${1:+-$1} build=${CARGO_TARGET_DIR:-$work/build}${1:+-$1}; }

# The working tree as it is, without what git ignores; as new files, since what was built of a mutant that a stop left there
# would pass for what is built of an older file.
copy() {
  rm -rf "$tree" && mkdir -p "$tree"
  git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
    [ ! -e "$file" ] || printf '%s\0' "$file"
  done | tar --null -T - -cf - | tar -xmf - -C "$tree"
}

# Nothing that decides may use `analyze` (`tests/architecture`), and without it a build takes half as long.
whole() { cat "$root/src/lib.rs" >"$tree/src/lib.rs"; }
without_analyses() { grep -vx 'pub mod analyze;' "$root/src/lib.rs" >"$tree/src/lib.rs"; }

# Without a change the tests have to pass, or else every mutant would count as noticed.
baseline() {
  [ "$1" = "${analyses[0]}" ] && whole || without_analyses
  (cd "$tree" && PROPTEST_CASES=${PROPTEST_CASES:-64} CARGO_TARGET_DIR=$build \
    cargo test --quiet --package countersign "${profile[@]}" --lib "${@/#/--test=}" >"$out.baseline" 2>&1) ||
    { cat "$out.baseline" >&2; echo 'mutants: the tests fail without a change' >&2; exit 1; }
}

# One run of cargo-mutants: the tests' names, `--`, and the options that choose mutants.
mutate() {
  local status=0 clock=() tests=()
  while [ "$1" != -- ]; do
    # Options of cargo itself: those of its tests alone would have every test built for every mutant.
    [ "$1" = lib ] && tests+=(--cargo-arg=--lib) || tests+=("--cargo-arg=--test=$1")
    shift
  done
  shift
  case "${tests[*]}" in
    *test=claims) tests+=(--timeout 1200) ;; # what is slow would pass for what is noticed
    *' '*' '*' '*) tests+=(--timeout 600) ;;
    *) tests+=(--timeout 60) ;;
  esac
  [ -z "${until:-}" ] || clock=(timeout --signal INT "$((until > SECONDS ? until - SECONDS : 1))")
  (cd "$tree" && PROPTEST_CASES=${PROPTEST_CASES:-64} CARGO_TARGET_DIR=$build \
    ${clock[@]+"${clock[@]}"} cargo mutants --package countersign --in-place --output "$out" --colors never \
    --baseline skip --no-times "${profile[@]/#/--cargo-arg=}" "${tests[@]}" "$@" >"$out.log" 2>&1) || status=$?
  for kind in caught timeout unviable; do
    cat "$out/mutants.out/$kind.txt" >>"$out/$kind.txt" 2>/dev/null || true
  done
  cat "$out/mutants.out/missed.txt" >>"$out/passed.txt" 2>/dev/null || true
  # `--re` leaves some in that were noticed before.
  cat "$out/mutants.out/missed.txt" 2>/dev/null | grep -vxFf <(cat "$out"/{caught,timeout}.txt) >"$out/open.txt" || true
  case $status in
    0 | 2 | 3) ;;        # all noticed, some not, some without an end
    124) late=1 ;;       # the time is up
    *) tail -n 40 "$out.log" >&2; exit "$status" ;;
  esac
}

# Only mutants in these files: `--file` would add to those that the configuration names, and `--re` leaves some in.
examine() {
  local globs
  globs=$(printf '"%s", ' "$@")
  sed "s#^examine_globs = .*#examine_globs = [${globs%, }]#" "$root/.cargo/mutants.toml" >"$tree/.cargo/mutants.toml"
}

# The options that choose the mutants named in a file, and of the files theirs alone.
choose() {
  local name files
  chosen=()
  while IFS= read -r name; do
    chosen+=(--re "^$(sed 's/[][\\.*^$(){}?+|]/\\&/g' <<<"$name")\$")
  done <"$1"
  mapfile -t files < <(cut -d : -f 1 "$1" | sort -u)
  examine "${files[@]}"
}

# The mutants of a file of the sources (`--in FILE`), or those that a file names (`--named FILE`): each round is about those
# that the round before let pass.
try() {
  local first=kit second=answers list kind named=
  without_analyses
  case $1 in
    --in)
      chosen=() && examine "$2"
      if [[ "$2" =~ ^src/($wordy)\.rs$ ]]; then first=answers second=kit; fi
      ;;
    --named) named=$2 && choose "$named" ;;
  esac
  rm -rf "$out" && mkdir -p "$out" && touch "$out"/{caught,missed,timeout,unviable,passed,cut}.txt
  list=$first[@] && mutate "${!list}" -- ${chosen[@]+"${chosen[@]}"}
  start_clock
  for list in own "$second" more rest analyses claims; do
    [ -z "${late:-}" ] && [ -s "$out/open.txt" ] || break
    [ "$list" != analyses ] || whole
    choose "$out/open.txt"
    list=$list[@] && mutate "${!list}" -- "${chosen[@]}"
    start_clock
  done
  # What the time cut short was not asked of every test, and is not known to be missed.
  if [ -z "${late:-}" ]; then
    cat "$out/open.txt" >"$out/missed.txt"
  else
    grep -vxFf <(cat "$out"/{caught,timeout}.txt) "$out/passed.txt" | sort -u >"$out/cut.txt" || true
  fi
  # `--re` leaves some in that were not chosen.
  [ -z "$named" ] || for kind in caught missed timeout unviable cut; do
    grep -xFf "$named" "$out/$kind.txt" >"$out/of.txt" || true
    mv "$out/of.txt" "$out/$kind.txt"
  done
}

# The seconds of `ci` are counted from the first change on that was noticed, so that a slow machine has tried one too.
start_clock() {
  [ -n "${seconds:-}" ] && [ -z "${until:-}" ] || return 0
  ! grep -qxFf "$named" "$out"/{caught,timeout}.txt || until=$((SECONDS + seconds))
}

# What is kept of a file of the sources, and of which text of it.
kept() { echo "$work/files/${1//\//-}.$(sha256sum <"$1" | cut -c 1-16)"; }

one() {
  local kept
  place "${slot:-}"
  kept=$(kept "$1")
  [ ! -d "$kept" ] || return 0
  try --in "$1"
  mkdir -p "$work/files" && rm -rf "$work/files/${1//\//-}".* && mv "$out" "$kept"
  echo "$1: $(wc -l <"$kept/caught.txt") caught, $(wc -l <"$kept/timeout.txt") without an end," \
    "$(wc -l <"$kept/unviable.txt") do not build, $(wc -l <"$kept/missed.txt") missed"
}

list() { cargo mutants --list --package countersign "$@"; }
count() { cat /dev/null "$@" | sort -u | wc -l; }

# The names of what changed; fails where the commit is not known here, as in a shallow clone.
changed() {
  local base
  base=$(git merge-base "$1" HEAD 2>/dev/null) || return
  git diff "$base" -- src >"$work/changed.diff" || return
  [ ! -s "$work/changed.diff" ] || list --in-diff "$work/changed.diff" || exit
}

# The lines of a file by chance: by which, the second word says.
by_chance() {
  LC_ALL=C awk -v seed="$2" 'BEGIN { srand(seed) } { printf "%.9f\t%s\n", rand(), $0 }' "$1" | LC_ALL=C sort -n | cut -f 2-
}

# The lines of a file in one mixed order, from a place on that goes round with every commit.
by_turns() {
  local many first
  many=$(wc -l <"$1")
  first=$((many > 0 ? seed * few % many : 0))
  by_chance "$1" 1 | sed -n "$((first + 1)),\$p"
  by_chance "$1" 1 | head -n "$first"
}

keep() {
  mkdir -p "$work/now" && mv "$out" "$work/now/$1"
}

if [ "${1:-}" = --one ]; then
  one "$2"
  exit
fi

mode=${1:-all}
place ''
mkdir -p "$work" && rm -rf "$work/now"
case $mode in
  all)
    for slot in $(seq 0 $((${WORKERS:-1} - 1))); do place "$slot" && copy; done
    baseline "${kit[@]}" "${answers[@]}" "${more[@]}" "${rest[@]}"
    baseline "${analyses[@]}" "${claims[@]}"
    list --json | sed -n 's/^ *"file": "\(.*\)",$/\1/p' | sort -u >"$work/files.txt"
    list >"$work/wanted.txt"
    export slot
    xargs -P "${WORKERS:-1}" --process-slot-var=slot -I '{}' bash "$0" --one '{}' <"$work/files.txt"
    results=()
    while IFS= read -r file; do results+=("$(kept "$file")"); done <"$work/files.txt"
    ;;
  changed | share | named)
    case $mode in
      changed) changed "${2:?a commit}" >"$work/wanted.txt" || { echo "mutants: nothing is known here of $2" >&2; exit 1; } ;;
      share) list --shard "${2:?K/N}" --sharding round-robin >"$work/wanted.txt" ;;
      named) printf '%s\n' "${@:2}" >"$work/wanted.txt" ;;
    esac
    if [ -s "$work/wanted.txt" ]; then
      copy
      baseline "${kit[@]}" "${answers[@]}"
      try --named "$work/wanted.txt"
      keep whole
    fi
    results=("$work"/now/*)
    ;;
  ci)
    seed=${MUTANTS_SEED:-$(git rev-list --count HEAD)}
    list >"$work/wanted.txt"
    changed "${2:?a commit}" >"$work/changed.txt" || echo "mutants: nothing is known here of $2, so all others alone"
    grep -vxFf "$work/changed.txt" "$work/wanted.txt" >"$work/others.txt" || true
    paste -d '\n' <(by_chance "$work/changed.txt" "$seed") <(by_turns "$work/others.txt") | grep . >"$work/queue.txt"
    copy
    baseline "${kit[@]}" "${answers[@]}"
    seconds=${3:?seconds} begun=0
    while [ "$SECONDS" -lt "${until:-$((SECONDS + 1))}" ] && [ "$begun" -lt "$(wc -l <"$work/queue.txt")" ]; do
      sed -n "$((begun + 1)),$((begun + few))p" "$work/queue.txt" >"$work/next.txt"
      try --named "$work/next.txt"
      keep "$begun"
      begun=$((begun + few))
    done
    echo "chosen by the seed $seed, for $seconds seconds; $(wc -l <"$work/changed.txt") changes are of what differs from $2"
    results=("$work"/now/*)
    ;;
  *) sed -n '2p' "$0" >&2 && exit 2 ;;
esac

of() { for result in ${results[@]+"${results[@]}"}; do for kind in "$@"; do echo "$result/$kind.txt"; done; done; }
count_of() { local those && mapfile -t those < <(of "$@") && count ${those[@]+"${those[@]}"}; }
show() { local those && mapfile -t those < <(of "$1") && cat /dev/null ${those[@]+"${those[@]}"} | sort -u | sed "s/^/$2/"; }
show missed 'missed: '
[ "$mode" != ci ] || show cut 'cut short: '
judge_mutants "mode=$mode" \
  "all=$(list --no-config --exclude 'src/analyze/**' | sort -u | wc -l)" "left=$(list | sort -u | wc -l)" \
  "wanted=$(count "$work/wanted.txt")" "caught=$(count_of caught timeout)" "endless=$(count_of timeout)" \
  "missed=$(count_of missed)" "unviable=$(count_of unviable)" \
  "cut=$([ "$mode" = ci ] && count_of cut || echo 0)"
