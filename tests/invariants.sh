#!/usr/bin/env bash
# Usage: bash tests/invariants.sh
# Holds docs/INVARIANTS.md to the tree, and counts what it says: how many invariants, the tests that show them, and the
# planted faults that turn these tests red (`tests/faults.sh` plants them).
set -euo pipefail
cd "$(dirname "$0")/.."

cargo test --locked --quiet --test invariants >/dev/null
shown=$(sed -n 's/^- `\(.*\)` catches \(.*\)$/\1\t\2/p' docs/INVARIANTS.md)
echo "invariants: $(grep -c '^## I-' docs/INVARIANTS.md), shown by $(cut -f 1 <<<"$shown" | sort -u | wc -l) tests," \
  "which catch $(cut -f 2 <<<"$shown" | grep -oE '`[^`]+`' | sort -u | wc -l) planted faults"
