#!/usr/bin/env bash
# Usage: bash tests/explanations.sh [POLICIES]
# What answers say of themselves, checked by doing it, at every point of the small world: all 1,448 policies, each at all
# of its 55 ledgers, in a release build and on every core: more than half an hour on two. With a smaller number, so many
# policies, each at five ledgers.
set -euo pipefail
cd "$(dirname "$0")/.."
# Each thread keeps more of the small pieces that an answer is made of, where the allocator is glibc's.
export GLIBC_TUNABLES=glibc.malloc.tcache_count=127
EXPLAIN_POLICIES=${1:-all} EXPLAIN_THREADS=$(nproc) \
  cargo test --release --locked --quiet --test worlds explain:: -- --nocapture | grep -E '^(explanations|test result)'
