#!/usr/bin/env bash
# Usage: bash fuzz/smoke.sh [SECONDS]
# Every target replays its seeds and everything found so far, and then searches for so many seconds (5); on every core.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
seconds=${1:-5}

smoke() {
  local target=$1 corpus=$work/smoke/$1 log=$work/smoke/$1.log options folders=() status=0
  rm -rf "$corpus" && mkdir -p "$corpus"
  for kind in seeds found; do
    [ -d "$root/fuzz/$kind/$target" ] && folders+=("$root/fuzz/$kind/$target")
  done
  mapfile -t options < <(limits "$target")
  "$(program "$target")" "$corpus" "${folders[@]}" "${options[@]}" -max_total_time="$seconds" -print_final_stats=1 \
    -artifact_prefix="$work/smoke/$target-" >"$log" 2>&1 || status=$?
  judge_fuzz "$target" "$status" "$log" || { tail -n 40 "$log" >&2; return 1; }
}

copy
build >&2
rm -rf "$work/smoke" && mkdir -p "$work/smoke"
export -f smoke limits program executions judge_fuzz refuse
export root builds triple work seconds
failed=0
targets | xargs -P "$(nproc)" -I '{}' bash -c 'smoke "$1" || { echo "FAILED: $1"; exit 1; }' _ '{}' || failed=1

asked=0 seeds=0
for target in $(targets); do
  ran=$(executions "$work/smoke/$target.log")
  asked=$((asked + ${ran:-0}))
  for kind in seeds found; do
    [ ! -d "$root/fuzz/$kind/$target" ] || seeds=$((seeds + $(find -L "$root/fuzz/$kind/$target" -type f | wc -l))) # some are links to policies
  done
done
crashes=$(find "$work/smoke" -maxdepth 1 -type f -regex '.*-\(crash\|timeout\|oom\)-[0-9a-f]*' | wc -l)
echo "fuzz: $(targets | wc -l) targets, $seeds seeds, $asked executions, $crashes crashes"
[ "$failed" = 0 ] && [ "$crashes" = 0 ]
