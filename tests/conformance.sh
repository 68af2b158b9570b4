#!/usr/bin/env bash
# Usage: bash tests/conformance.sh
# Every case of the conformance kit through the tool's `batch`, and how many there are of each section and answer.
set -euo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT

cargo test --locked --quiet --test conformance -- --nocapture >"$log" 2>&1 || { tail -n 40 "$log" >&2; exit 1; }
# What a test prints may stand behind the name of another.
grep -oE '(section-[a-z0-9-]+|known-failures): [0-9]+ cases$' "$log"
grep -oE 'conformance: .*' "$log"
