#!/usr/bin/env bash
# Usage: bash tests/differential.sh [CASES] [SEED]
# Generated cases, engine against model, in a release build; from 40,000 cases on the table has a cell for every pair of
# constructs too.
set -euo pipefail
cd "$(dirname "$0")/.."
DIFFERENTIAL_CASES=${1:-40000} DIFFERENTIAL_SEED=${2:-1} \
  cargo test --release --locked --quiet --test differential -- --nocapture | grep -E '^(differential|construct|[a-z ]+  +[0-9]+ |test result)'
