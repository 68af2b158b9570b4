#!/usr/bin/env bash
# Usage: bash tests/mutants.sh [all | changed BASE | share K/N | ci BASE SECONDS]
# Changes the library in one place at a time (cargo-mutants) and asks the tests whether they notice. `all` takes hours on
# two cores. `changed` takes what differs from where the work left the commit BASE, `share` every N-th from the K-th on,
# counted from 0, and `ci` what changed and then a share that another day's run takes up, in so many seconds.
#
# The kit and the reports of problems come first, since they are quick and notice most; the rest of the library's tests
# are asked about what these let pass. A copy of the working tree is mutated, in target/mutants.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly root=$PWD work=$PWD/target/mutants shares=60
build=${CARGO_TARGET_DIR:-$root/target}

first=(--test kit --test problems)
# Without the comparisons with the model and the schedules of threads, which take minutes.
rest=(--lib)
for file in tests/*.rs tests/*/main.rs; do
  name=${file#tests/} name=${name%/main.rs} name=${name%.rs}
  case $name in
    kit | problems | worlds | differential | concurrency) ;;
    *) rest+=(--test "$name") ;;
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

# One run of cargo-mutants: options, then `--` and the tests to ask.
mutate() {
  local status=0 clock=()
  [ -z "${seconds:-}" ] || clock=(timeout --signal INT "$((seconds > SECONDS ? seconds - SECONDS : 1))")
  # No debug information in the package itself: writing it is what takes the time. What is linked stays as ever.
  (cd "$work/tree" && PROPTEST_CASES=${PROPTEST_CASES:-64} CARGO_TARGET_DIR=$build \
    ${clock[@]+"${clock[@]}"} cargo mutants --package countersign --in-place --output "$work" --colors never \
    --minimum-test-timeout 20 --cargo-arg=--config=profile.dev.package.countersign.debug=false "$@") || status=$?
  for kind in caught timeout unviable; do
    cat "$work/mutants.out/$kind.txt" >>"$work/$kind.txt" 2>/dev/null || true
  done
  case $status in
    0 | 2 | 3) ;;        # all noticed, some not, some without an end
    124 | 130) late=1 ;; # the time is up
    *) exit "$status" ;;
  esac
}

# The mutants that these options choose: the quick tests, then the others about those that were not noticed.
try() {
  mutate "$@" -- "${first[@]}"
  if [ -z "${late:-}" ] && [ -s "$work/mutants.out/missed.txt" ]; then
    mutate "$@" --iterate -- "${rest[@]}"
    # What the time did not reach in the second round is not known to be missed.
    cat "$work/mutants.out/missed.txt" >>"$work/missed.txt"
  fi
  rm -rf "$work/mutants.out"
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
all=$(list --no-config) left=$(list)
caught=$(count "$work"/{caught,timeout}.txt) missed=$(count "$work/missed.txt")
cat "$work/missed.txt"
[ -z "${late:-}" ] || echo "mutants: the $seconds seconds were up before all were tried"
echo "mutants: $((caught + missed)) tried, $caught caught ($(count "$work/timeout.txt") timeouts), $missed missed," \
  "$(count "$work/unviable.txt") do not build, $((all - left)) excluded" \
  "($(awk "BEGIN { printf \"%.1f\", 100 * ($all - $left) / $all }") %)"
# A run that tried nothing shows nothing, unless nothing has changed.
[ "$missed" -eq 0 ] && { [ "$caught" -gt 0 ] || [ "${1:-all}" = changed ]; }
