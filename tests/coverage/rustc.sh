#!/bin/sh
# Usage: RUSTC_WORKSPACE_WRAPPER=tests/coverage/rustc.sh cargo test …
# Compiles the workspace's own crates so that they count what they run, lines and branches; dependencies stay as they are.
# Branches are counted by an option that only an unstable compiler takes, or one that is told to. Tests are not what is
# asked about, and are built as fast as can be.
tests=''
for word; do
  [ "$word" != --test ] || tests='-C opt-level=0'
done
# shellcheck disable=SC2086 # none, or two words
RUSTC_BOOTSTRAP=1 exec "$@" -C instrument-coverage -Z coverage-options=branch $tests
