#!/usr/bin/env bash
# Usage: bash tests/differential.sh [CASES] [SEED]
# Generated cases, engine against model, in a release build and on every core. From 20,000 cases on the table is one of
# construct by construct by verdict, and fails where a cell is empty.
set -euo pipefail
cd "$(dirname "$0")/.."
DIFFERENTIAL_CASES=${1:-20000} DIFFERENTIAL_SEED=${2:-1} \
  cargo test --release --locked --quiet --test differential -- --nocapture | grep -E '^(differential|construct|[a-z ]+  +[0-9]+ |test result)'
