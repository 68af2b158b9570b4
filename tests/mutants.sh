#!/usr/bin/env bash
# Usage: bash tests/mutants.sh [all | changed BASE | share K/N | ci BASE SECONDS]
# Changes the library in one place at a time (cargo-mutants) and asks the tests whether they notice. `all` takes hours, on
# as many cores as WORKERS says (1), and goes on where it was stopped: what was found of a file of the sources stands until
# the file changes, or `target/mutants` is deleted. `changed` takes what differs from where the work left the commit BASE,
# `share` every N-th from the K-th on, counted from 0, and `ci` what changed and then a share that another day's run takes
# up, in so many seconds.
#
# Each mutant is shown to a few tests first and to more only if those let it pass: the conformance kit notices two of
# three, and what tells people of a decision is noticed by the tests of answers. A copy of the working tree is mutated.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly root=$PWD work=$PWD/target/mutants shares=20

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
  [ -z "${seconds:-}" ] || clock=(timeout --signal INT "$((seconds > SECONDS ? seconds - SECONDS : 1))")
  (cd "$tree" && PROPTEST_CASES=${PROPTEST_CASES:-64} CARGO_TARGET_DIR=$build \
    ${clock[@]+"${clock[@]}"} cargo mutants --package countersign --in-place --output "$out" --colors never \
    --baseline skip --no-times "${profile[@]/#/--cargo-arg=}" "${tests[@]}" "$@" >"$out.log" 2>&1) || status=$?
  for kind in caught timeout unviable; do
    cat "$out/mutants.out/$kind.txt" >>"$out/$kind.txt" 2>/dev/null || true
  done
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

# The mutants that these options choose, each round about those that the round before let pass; `--in FILE` those of a file.
try() {
  local first=kit second=answers name list files
  examine 'src/**/*.rs'
  without_analyses
  if [ "$1" = --in ]; then
    examine "$2"
    if [[ "$2" =~ ^src/($wordy)\.rs$ ]]; then first=answers second=kit; fi
    shift 2
  fi
  rm -rf "$out" && mkdir -p "$out" && touch "$out"/{caught,missed,timeout,unviable}.txt
  list=$first[@] && mutate "${!list}" -- "$@"
  for list in own "$second" more rest analyses claims; do
    [ -z "${late:-}" ] && [ -s "$out/open.txt" ] || break
    [ "$list" != analyses ] || whole
    local names=()
    # By name: `--iterate` would choose another share.
    while IFS= read -r name; do
      names+=(--re "^$(sed 's/[][\\.*^$(){}?+|]/\\&/g' <<<"$name")\$")
    done <"$out/open.txt"
    mapfile -t files < <(cut -d : -f 1 "$out/open.txt" | sort -u)
    examine "${files[@]}"
    list=$list[@] && mutate "${!list}" -- "${names[@]}"
  done
  # What the time cut short was not asked of every test, and is not known to be missed.
  [ -n "${late:-}" ] || cat "$out/open.txt" >"$out/missed.txt"
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

# Nothing where the commit is not known here, as in a shallow clone.
changed() {
  local base
  if ! base=$(git merge-base "$1" HEAD 2>/dev/null); then
    echo "mutants: nothing is known here of $1, so the share alone"
    return
  fi
  git diff "$base" -- src >"$work/changed.diff"
  if [ -s "$work/changed.diff" ]; then try --in-diff "$work/changed.diff"; fi
  keep changed
}
share() {
  try --shard "$1" --sharding round-robin
  keep share
}
keep() {
  [ -d "$out" ] || return 0
  rm -rf "$work/now/$1" && mkdir -p "$work/now" && mv "$out" "$work/now/$1"
}

list() { cargo mutants --list --package countersign "$@"; }
count() { cat /dev/null "$@" | sort -u | wc -l; }

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
    export slot
    xargs -P "${WORKERS:-1}" --process-slot-var=slot -I '{}' bash "$0" --one '{}' <"$work/files.txt"
    results=()
    while IFS= read -r file; do results+=("$(kept "$file")"); done <"$work/files.txt"
    ;;
  changed | share | ci)
    copy
    baseline "${kit[@]}" "${answers[@]}"
    [ "$mode" != ci ] || seconds=${3:?seconds}
    [ "$mode" = share ] || changed "${2:?a commit}"
    [ "$mode" != share ] || share "${2:?K/N}"
    # By the day, and so every mutant within three weeks.
    [ "$mode" != ci ] || [ -n "${late:-}" ] || share "$(($(date +%s) / 86400 % shares))/$shares"
    results=("$work"/now/*)
    ;;
  *) sed -n '2p' "$0" >&2 && exit 2 ;;
esac

all=$(list --no-config --exclude 'src/analyze/**' | sort -u | wc -l) left=$(list | sort -u | wc -l)
of() { for result in "${results[@]}"; do for kind in "$@"; do echo "$result/$kind.txt"; done; done; }
mapfile -t those < <(of caught timeout) && caught=$(count "${those[@]}")
mapfile -t those < <(of timeout) && endless=$(count "${those[@]}")
mapfile -t those < <(of unviable) && unviable=$(count "${those[@]}")
mapfile -t those < <(of missed) && missed=$(count "${those[@]}") && cat "${those[@]}" | sort -u
[ -z "${late:-}" ] || echo "mutants: the $seconds seconds were up before all were tried"
echo "mutants: $((caught + missed)) tried, $caught caught ($endless timeouts), $missed missed," \
  "$unviable do not build, $((all - left)) excluded" \
  "($(awk "BEGIN { printf \"%.1f\", 100 * ($all - $left) / $all }") %)"
# A run that tried nothing shows nothing, unless nothing has changed.
[ "$missed" -eq 0 ] && { [ "$caught" -gt 0 ] || [ "$mode" = changed ]; }
[ "$mode" != all ] || [ $((caught + missed + unviable)) -eq "$left" ]
