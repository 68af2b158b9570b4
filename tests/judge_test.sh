#!/usr/bin/env bash
# Usage: bash tests/judge_test.sh
# Gives each function of tests/judge.sh figures that a run may pass with, and beside them some that none may.
set -euo pipefail
cd "$(dirname "$0")"
source judge.sh
file=$(mktemp)
trap 'rm -f "$file"' EXIT
asked=0

# Runs the words behind the first, which is what they have to come to: `passes`, or a part of why they are refused.
expect() {
  local wanted=$1 status=0 said
  shift
  said=$("$@" 2>&1) || status=$?
  asked=$((asked + 1))
  case $wanted in
    passes) [ "$status" -eq 0 ] && ! grep -q '^refused: ' <<<"$said" && return ;;
    *) [ "$status" -ne 0 ] && grep -qF "refused: $wanted" <<<"$said" && return ;;
  esac
  echo "$*: \`$wanted\` expected, and it ended with $status: $said" >&2
  exit 1
}

# A run of the mode with these figures in place of good ones.
of() {
  local mode=$1
  shift
  judge_mutants "mode=$mode" all=1000 left=980 wanted=980 caught=700 endless=3 missed=0 unviable=280 cut=0 "$@"
}
for mode in all changed share ci; do
  expect passes of $mode
  expect '1 changes were missed' of $mode missed=1 caught=699
  expect '21 of 1000 excluded' of $mode left=979 wanted=979 caught=699
  expect 'nothing was tried' of $mode caught=0 endless=0 unviable=0
  expect 'nothing was tried' of $mode caught=0 endless=0
  expect 'there is nothing to change' of $mode all=0 left=0 wanted=0 caught=0 endless=0 unviable=0
done
for mode in all share ci; do
  expect 'no change was chosen' of $mode wanted=0 caught=0 endless=0 unviable=0
done
for mode in all changed share; do
  expect '979 of 980 were reached' of $mode caught=699
  expect '979 of 980 were reached' of $mode caught=699 cut=1
done
expect passes of changed wanted=0 caught=0 endless=0 unviable=0
expect passes of changed wanted=2 caught=0 endless=0 unviable=2
for mode in all ci; do
  expect 'nothing was tried' of $mode caught=0 endless=0 unviable=980
done
# The time may be up, but not before one was caught, or shown to every test: what was cut short may be missed.
expect passes of ci caught=1 endless=0 unviable=0 cut=2
expect 'nothing was tried' of ci caught=0 endless=0 unviable=1 cut=2
expect 'nothing was tried' of ci caught=0 endless=0 unviable=0 cut=980
expect 'nothing was tried' of ci caught=0 endless=0 unviable=1
expect '1 changes were missed' of ci caught=1 endless=0 missed=1 unviable=0 cut=2

worlds='worlds: 9 policies, 100000000 evaluations (1 allow, 1 wait), 5 neighbours (1 excepted: no-anchor), 0 disagreements'
expect passes judge_worlds "$worlds" 100000000
expect '100000000 evaluations without a disagreement are fewer than 100000001' judge_worlds "$worlds" 100000001
expect 'no evaluations without a disagreement' judge_worlds "${worlds/, 0 dis/, 10 dis}" 100
expect 'no evaluations without a disagreement' judge_worlds '' 100

printf '%s\n' 'outside: A, b: 7 read' 'outside: C: 1 asked, 1 refused' 'outside: C: 2 skipped, for they are none' >"$file"
expect passes judge_outside "$file" 'A, b' C
expect 'no case of D was asked' judge_outside "$file" 'A, b' C D
echo 'outside: D: 3 skipped, for want of time' >>"$file"
expect 'no case of D was asked' judge_outside "$file" 'A, b' C D
echo 'outside: C: 3 skipped' >>"$file"
expect '1 skips without a reason' judge_outside "$file" 'A, b' C

printf '%s\n' '#29 INITED cov: 9' 'stat::number_of_executed_units: 30' >"$file"
expect passes judge_fuzz round 0 "$file"
expect 'round ended with 77' judge_fuzz round 77 "$file"
echo '#29 INITED cov: 9' >"$file"
expect 'round has counted nothing' judge_fuzz round 0 "$file"
echo 'stat::number_of_executed_units: 0' >>"$file"
expect 'round has counted nothing' judge_fuzz round 0 "$file"
echo 'stat::number_of_executed_units: 30' >"$file"
expect 'round asked none of its seeds' judge_fuzz round 0 "$file"
echo 'no such file' >"$file"
expect 'round ended with 127' judge_fuzz round 127 "$file"
expect 'round asked none of its seeds' judge_fuzz round 0 "$file"

printf '%s\n' 'round found 7' 'quote seeds 0' >"$file"
expect passes judge_canaries 2 "$file"
expect '2 results of 3 targets' judge_canaries 3 "$file"
expect '2 results of 1 targets' judge_canaries 1 "$file"
for how in missed broken unbuilt; do
  printf '%s\n' 'round found 7' "quote $how 60" >"$file"
  expect '1 planted faults were not found' judge_canaries 2 "$file"
done
: >"$file"
expect '0 results of 2 targets' judge_canaries 2 "$file"
expect 'no target was chosen' judge_canaries 0 "$file"

printf '%s\n' '3000 the tests' '600 all else' >"$file"
expect passes judge_time 3600 3600 "$file"
expect '3601 s are more than 3600; the longest: 3000 the tests; 600 all else' judge_time 3601 3600 "$file"

echo "judgements: $asked, each as expected"
