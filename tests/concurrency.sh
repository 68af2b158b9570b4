#!/usr/bin/env bash
# Usage: bash tests/concurrency.sh
# Every schedule of threads around deciding and reserving, with the lock that SECURITY.md asks of a service and without it:
# how many there are, and how many faults of a service without it are found.
set -euo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT

cargo test --locked --test concurrency -- --nocapture >"$log" 2>&1 || { tail -n 40 "$log" >&2; exit 1; }
# What a test prints may stand behind the name of another.
lines=$(grep -oE 'concurrency: .*' "$log")
schedules=$(grep -oE '[0-9]+ schedules' <<<"$lines" | awk '{ sum += $1 } END { print sum }')
requests=$(grep -oE '[0-9]+ requests of [0-9]+ threads' <<<"$lines")
# Each fault of a service without the lock is a test that has to end in its panic.
faults=$(grep -rh '^#\[should_panic(expected = ' tests/concurrency | wc -l)
found=$(grep -- '- should panic' "$log" | grep -vc '\.\.\. ignored' || true)
sed 's/^concurrency: //' <<<"$lines"
# Over the limit, twice, a reservation lost, a release lost.
[ "$faults" -ge 4 ] || { echo "only $faults faults of a service without the lock are looked for" >&2; exit 1; }
[ "$found" -eq "$faults" ] || { echo "without the lock $found of $faults faults are found" >&2; exit 1; }
echo "concurrency: $schedules schedules, $requests, 0 faults; without the lock $found of $faults faults found"
