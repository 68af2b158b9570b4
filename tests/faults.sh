#!/usr/bin/env bash
# Usage: bash tests/faults.sh [all | NAME… | random N | always-deny | --table]
# Plants faults of tests/faults/*.toml in a copy of the tree, one at a time, and requires that the tests they name turn
# red: all of them, those named, N by chance (FAULTS_SEED repeats a choice), or the engine that denies everything, of
# which each invariant of docs/INVARIANTS.md must notice. What is asked for may stand together: `random 3 always-deny`.
# `--table` writes the table of tests/faults/README.md anew. Needs Python 3.11.
set -euo pipefail
cd "$(dirname "$0")/.."
exec python3 tests/faults/plant.py "${@:-all}"
