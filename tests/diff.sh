#!/usr/bin/env bash
# Usage: bash tests/diff.sh [PAIRS]
# So many random pairs of the small world's policies (10,000 if not said), compared and held against every case of both:
# never tighter or same where a case differs, never looser without an example that replays, unclear in at most 1 %. Of
# the first 1,000 it fails as well where an example has more people or a less round amount than it needs, and it says of
# how many that is so.
set -euo pipefail
cd "$(dirname "$0")/.."
printed=$(DIFF_PAIRS=${1:-10000} cargo test --release --locked --quiet --test diff -- --nocapture of_pairs 2>&1) ||
  { echo "$printed" >&2 && exit 1; }
grep -oE 'diff: ([0-9]+ pairs|of [0-9]+ examples).*' <<<"$printed"
