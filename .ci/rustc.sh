#!/bin/sh
# Usage: RUSTC_WORKSPACE_WRAPPER=.ci/rustc.sh cargo test …
# Compiles a test of the library without optimization, and all else as it is: what the test asks about is in the library,
# which is optimized as always. So the tests take hardly longer to run, and a sixth of the time to build. `outside` reads
# thousands of cases by itself, and what is built for release stays as it is.
tests='' optimized='' before=''
for word; do
  case $before:$word in
    --crate-name:outside) optimized=never ;;
    *:--test) tests=yes ;;
    *:opt-level=2) optimized=${optimized:-yes} ;;
  esac
  before=$word
done
[ "$tests:$optimized" != yes:yes ] || set -- "$@" -C opt-level=0
exec "$@"
