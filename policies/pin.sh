#!/usr/bin/env bash
# Usage: policies/pin.sh    after an edit of a policy here: writes anew what holds its bytes or what is printed of it
set -euo pipefail
cd "$(dirname "$0")/.."

pinned() {
    sha256sum README.md policies/README.md policies/example/*.jsonl cli/tests/{coalitions,diff,exposure}_files/*.txt \
        cli/tests/data/findings/*.txt
}
before=$(pinned)
export WRITE_REPORTS=1
# The example's approvals are signed first: what the README shows rests on them.
cargo test --quiet -p countersign-cli --test example
passed=true
cargo test --quiet -p countersign-cli --no-fail-fast --test coalitions --test diff --test exposure --test findings --test readme \
    || passed=false
after=$(pinned)
written=$(diff <(echo "$before") <(echo "$after") | grep -c '^>' || true)
echo "pin: $(echo "$after" | wc -l) files are pinned to the policies, $written written anew: read the difference"
$passed
