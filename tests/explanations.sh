#!/usr/bin/env bash
# Usage: bash tests/explanations.sh [POLICIES]
# What answers say of themselves, checked by doing it, on the small world: all 1,448 policies, each at all of its 55
# ledgers, in a release build and on every core: more than half an hour on two. With a smaller number, so many policies,
# each at five ledgers.
#
# The reasons, what cures them, `final`, the people who are needed and the delay are asked at every point of these. Of
# the others only a part, even then: `missing` at two of the four instants; `until` and `not_before` where no vote comes
# in or ends meanwhile; what is left of the window at the last two instants, with a fifth of the votes; the request
# and what a payout is (its wallet, asset and fee, that a rule covers it, the policy's version) where nothing has left
# before; the amount for the largest of the four, at one instant, two ledgers and 13 of 81 votes.
set -euo pipefail
cd "$(dirname "$0")/.."
# Each thread keeps more of the small pieces that an answer is made of, where the allocator is glibc's.
export GLIBC_TUNABLES=glibc.malloc.tcache_count=127
EXPLAIN_POLICIES=${1:-all} EXPLAIN_THREADS=$(nproc) \
  cargo test --release --locked --quiet --test worlds explain:: -- --nocapture | grep -E '^(explanations|test result)'
