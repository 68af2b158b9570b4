#!/usr/bin/env bash
# Usage: bash tests/coverage.sh
# Which lines and branches of the modules that decide do the library's own tests reach? Each one that none reaches has to
# stand in tests/coverage/uncovered.txt under its reason, and nothing else may stand there.
# It needs python3, and llvm-profdata and llvm-cov of LLVM 19 or later: `apt-get install llvm-19`, or
# `rustup component add llvm-tools`; or LLVM_PROFDATA and LLVM_COV in the environment.
set -euo pipefail
cd "$(dirname "$0")/.."
# In steps: or else what is small is built into the tests that call it, where nobody counts.
export CARGO_INCREMENTAL=1

tool() {
  local name version
  for name in "$(rustc --print sysroot)"/lib/rustlib/*/bin/"$1" "$1"-{24,23,22,21,20,19} "$1"; do
    name=$(command -v "$name") || continue
    version=$("$name" --version | sed -n 's/.*LLVM version \([0-9]*\).*/\1/p')
    [ "${version:-0}" -ge 19 ] && echo "$name" && return
  done
  echo "no $1 of LLVM 19 or later: \`apt-get install llvm-19\` or \`rustup component add llvm-tools\`" >&2
  return 1
}
profdata=${LLVM_PROFDATA:-$(tool llvm-profdata)}
cov=${LLVM_COV:-$(tool llvm-cov)}

# The tests that ask about decisions, and what asks of policies. Laws, small worlds and the analyses take far longer and
# reach nothing more.
names=(answers boundaries bybit claim_grammar corners differential edges invariants lints phemex problems records refusals regressions)
tests=(--lib "${names[@]/#/--test=}")
slow=(--skip size::)

out=$PWD/target/coverage
rm -rf "$out"
mkdir -p "$out"
RUSTC_WORKSPACE_WRAPPER=$PWD/tests/coverage/rustc.sh LLVM_PROFILE_FILE=/dev/null \
  cargo test --locked --package countersign "${tests[@]}" --no-run 2>"$out/build.log" || { cat "$out/build.log" >&2; exit 1; }
objects=()
while read -r binary; do
  LLVM_PROFILE_FILE="$out/%m.profraw" "$binary" --quiet "${slow[@]}" >"$out/tests.log" 2>&1 || { cat "$out/tests.log" >&2; exit 1; }
  objects+=(--object "$binary")
done < <(sed -n 's/^ *Executable .* (\(.*\))$/\1/p' "$out/build.log")
[ "${#objects[@]}" -eq $((2 * ${#tests[@]})) ] || { echo 'not every test was built and run' >&2; exit 1; }

"$profdata" merge --sparse "$out"/*.profraw -o "$out/all.profdata"
"$cov" export --skip-functions --skip-expansions --instr-profile "$out/all.profdata" "${objects[@]:1}" \
  --sources "$PWD"/src/{policy,payout,approval,ledger,price,decide} >"$out/export.json"
python3 tests/coverage/report.py "$out/export.json" tests/coverage/uncovered.txt
