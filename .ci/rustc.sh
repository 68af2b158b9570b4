#!/bin/sh
# Usage: RUSTC_WORKSPACE_WRAPPER=.ci/rustc.sh cargo test …
# Compiles a test of the library without optimization, and all else as it is: what the test asks about is in the library,
# which is optimized as always. So the tests take hardly longer to run, and a sixth of the time to build. What is built for
# release stays as it is.
tests='' optimized=''
for word; do
  case $word in
    --test) tests=yes ;;
    opt-level=2) optimized=yes ;;
  esac
done
[ "$tests$optimized" != yesyes ] || set -- "$@" -C opt-level=0
exec "$@"
