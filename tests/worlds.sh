#!/usr/bin/env bash
# Usage: bash tests/worlds.sh [POLICIES]
# Every case of the small world, engine against model: all 1,448 policies, at least 100 million evaluations, in a release
# build and on every core. With a number, so many policies only. It asks as well what answers say of themselves, of
# EXPLAIN_POLICIES policies (48 if not said), each at five ledgers; `tests/explanations.sh` asks that of all.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/judge.sh
# Each thread keeps more of the small pieces that an answer is made of, where the allocator is glibc's.
export GLIBC_TUNABLES=glibc.malloc.tcache_count=127
printed=$(WORLDS_POLICIES=${1:-1448} WORLDS_THREADS=$(nproc) EXPLAIN_POLICIES=${EXPLAIN_POLICIES:-48} \
  cargo test --release --locked --quiet --test worlds -- --nocapture) || { echo "$printed" >&2; exit 1; }
grep -E '^(worlds|explanations|test result)' <<<"$printed"
[ "$#" -gt 0 ] || judge_worlds "$(grep '^worlds: ' <<<"$printed")" 100000000
