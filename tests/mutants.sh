#!/usr/bin/env bash
# Usage: bash tests/mutants.sh [all | changed BASE | share K/N | ci BASE SECONDS]
# Changes the library in one place at a time (cargo-mutants) and asks the tests whether they notice. `all` takes hours on
# two cores. `changed` takes what differs from where the work left the commit BASE, `share` every N-th from the K-th on,
# counted from 0, and `ci` what changed and then a share that another day's run takes up, in so many seconds.
#
# The kit and the reports of problems come first, since they are quick and notice three of four; then the tests that notice
# most of the others, and then the rest of the library's tests. A copy of the working tree is mutated, in target/mutants.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly root=$PWD work=$PWD/target/mutants shares=60
build=${CARGO_TARGET_DIR:-$root/target}

quick=()
for package in countersign countersign-model; do
  quick+=("--cargo-arg=--config=profile.dev.package.$package.debug=false")
  quick+=("--cargo-arg=--config=profile.dev.package.$package.opt-level=0")
done

# Options of cargo itself: those of its tests alone would have every test built for every mutant.
first=(--cargo-arg=--test={kit,problems})
second=(--cargo-arg=--test={answers,boundaries,refusals,regressions})
# Without the comparisons with the model and the schedules of threads, which take minutes.
rest=(--cargo-arg=--lib)
for file in tests/*.rs tests/*/main.rs; do
  name=${file#tests/} name=${name%/main.rs} name=${name%.rs}
  case $name in
    kit | problems | answers | boundaries | refusals | regressions | worlds | differential | concurrency) ;;
    *) rest+=("--cargo-arg=--test=$name") ;;
  esac
done

# The working tree as it is, without what git ignores.
copy() {
  rm -rf "$work" && mkdir -p "$work/tree"
  git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
    [ ! -e "$file" ] || printf '%s\0' "$file"
  done | tar --null -T - -cf - | tar -xf - -C "$work/tree"
  touch "$work"/{caught,missed,timeout,unviable}.txt
}

# One run of cargo-mutants.
mutate() {
  local status=0 clock=()
  [ -z "${seconds:-}" ] || clock=(timeout --signal INT "$((seconds > SECONDS ? seconds - SECONDS : 1))")
  # What is compiled again for each is compiled as quickly as can be, and so is the model, which is not asked.
  (cd "$work/tree" && PROPTEST_CASES=${PROPTEST_CASES:-64} CARGO_TARGET_DIR=$build \
    ${clock[@]+"${clock[@]}"} cargo mutants --package countersign --in-place --output "$work" --colors never \
    --minimum-test-timeout 20 "${quick[@]}" "$@") || status=$?
  for kind in caught timeout unviable; do
    cat "$work/mutants.out/$kind.txt" >>"$work/$kind.txt" 2>/dev/null || true
  done
  case $status in
    0 | 2 | 3) ;;        # all noticed, some not, some without an end
    124 | 130) late=1 ;; # the time is up
    *) exit "$status" ;;
  esac
}

# The mutants that these options choose, each round about those that the round before let pass.
try() {
  mutate "$@" "${first[@]}"
  again "${second[@]}"
  again "${rest[@]}"
  # What the time cut short was not asked of every test, and is not known to be missed.
  [ -n "${late:-}" ] || cat "$work/mutants.out/missed.txt" >>"$work/missed.txt" 2>/dev/null || true
  rm -rf "$work/mutants.out"*
}

# By name: `--iterate` would choose another share.
again() {
  local names=() name
  if [ -n "${late:-}" ] || [ ! -s "$work/mutants.out/missed.txt" ]; then return 0; fi
  while IFS= read -r name; do
    names+=(--re "^$(sed 's/[][\\.*^$(){}?+|]/\\&/g' <<<"$name")\$")
  done <"$work/mutants.out/missed.txt"
  mutate "${names[@]}" "$@"
}

share() { try --shard "$1" --sharding round-robin; }

# Nothing where the commit is not known here, as in a shallow clone.
changed() {
  local base
  if ! base=$(git merge-base "$1" HEAD 2>/dev/null); then
    echo "mutants: nothing is known here of $1, so the share alone"
    return
  fi
  git diff "$base" -- src >"$work/changed.diff"
  if [ -s "$work/changed.diff" ]; then try --in-diff "$work/changed.diff"; fi
}

count() { sort -u "$@" | wc -l; }

case ${1:-all} in
  all) copy && try ;;
  changed) copy && changed "${2:?a commit}" ;;
  share) copy && share "${2:?K/N}" ;;
  ci)
    seconds=${3:?seconds}
    copy && changed "${2:?a commit}"
    # By the day, and so every mutant within two months.
    [ -n "${late:-}" ] || share "$(($(date +%s) / 86400 % shares))/$shares"
    ;;
  *) sed -n '2p' "$0" >&2 && exit 2 ;;
esac

list() { cargo mutants --list --package countersign "$@" | wc -l; }
all=$(list --no-config --exclude 'src/analyze/**') left=$(list)
caught=$(count "$work"/{caught,timeout}.txt) missed=$(count "$work/missed.txt")
cat "$work/missed.txt"
[ -z "${late:-}" ] || echo "mutants: the $seconds seconds were up before all were tried"
echo "mutants: $((caught + missed)) tried, $caught caught ($(count "$work/timeout.txt") timeouts), $missed missed," \
  "$(count "$work/unviable.txt") do not build, $((all - left)) excluded" \
  "($(awk "BEGIN { printf \"%.1f\", 100 * ($all - $left) / $all }") %)"
# A run that tried nothing shows nothing, unless nothing has changed.
[ "$missed" -eq 0 ] && { [ "$caught" -gt 0 ] || [ "${1:-all}" = changed ]; }
