#!/usr/bin/env bash
# Usage: bash tests/bits.sh [APPROVALS]
# Flips every bit of every signed field and of the signature of so many approvals of each scheme (200), one at a time, and
# compares the statements of 20,000 pairs of payouts that differ in one field: in a release build and on every core.
set -euo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT

BITS_APPROVALS=${1:-200} BITS_PAIRS=20000 BITS_THREADS=$(nproc) \
  cargo test --release --locked --quiet --test bits -- --nocapture >"$log" 2>&1 || { tail -n 40 "$log" >&2; exit 1; }
grep '^caught ' "$log"
grep -q '^test result: ok. 2 passed' "$log" || { cat "$log" >&2; exit 1; }
bits=$(sed -n 's/^bits: \(.*\) (.*/\1/p' "$log")
more=$(sed -n 's/^bits: .* (\(.*\))$/\1/p' "$log")
pairs=$(sed -n 's/^pairs: //p' "$log")
[ -n "$bits" ] && [ -n "$pairs" ] || { echo 'the tests print no figures' >&2; exit 1; }
echo "$more"
echo "bits: $bits; $pairs"
