#!/usr/bin/env bash
# Usage: bash tests/outside.sh [LOG]
# Cases that others collected, each through the real parser or verifier, and how many of each collection: signatures,
# addresses, TOML, JSON, naughty strings. What is skipped is counted beside its reason. With LOG, what all tests printed when
# they ran and passed with RUST_TEST_NOCAPTURE=1, they are counted and not run again.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/judge.sh
log=$(mktemp)
trap 'rm -f "$log" "$log.lines"' EXIT

if [ "$#" -gt 0 ]; then
  cat "$1" >"$log"
else
  cargo test --locked --quiet --test outside --test signatures --test address_vectors -- --nocapture >"$log" 2>&1 ||
    { tail -n 40 "$log" >&2; exit 1; }
fi
# What a test prints may stand behind the name of another.
grep -oE 'outside: .*' "$log" >"$log.lines"
sed 's/^outside: //' "$log.lines"
judge_outside "$log.lines" 'Wycheproof, SHA-256' 'Wycheproof, Bitcoin' 'BIP-173 and BIP-350' 'EIP-55, list' 'EIP-55, flips' \
  Base58Check 'Bitcoin Core' toml-test JSON 'naughty strings'
