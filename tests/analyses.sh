#!/usr/bin/env bash
# Usage: bash tests/analyses.sh [CASES [exact]]
# Who can release what of so many generated policies of eight to ten people (300 if not said) and of all policies of the
# small world, against every set of people; and, unless only that is asked for, how long the tool takes over every analysis
# of every showcase policy, at most 2 s, and of two of 1,000 rules and 100 people, at most 60 s and with a bound: a plain one,
# and one with all that a rule can say. All in a release build.
set -euo pipefail
cd "$(dirname "$0")/.."
run() {
  local printed
  printed=$("$@" 2>&1) || { tail -n 200 <<<"$printed" >&2 && exit 1; }
  grep -E '^(analyses|coalitions|large): ' <<<"$printed"
}
export COALITION_CASES=${1:-300}
run cargo test --release --locked --quiet --test coalitions -- --nocapture crowds:: generated::in_the_small_world
[ "${2:-}" = exact ] || run cargo test --release --locked --quiet --package countersign-cli --test timings -- --ignored --nocapture --test-threads 1
