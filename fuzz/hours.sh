#!/usr/bin/env bash
# Usage: bash fuzz/hours.sh [HOURS] [TARGET…]
# Every target in turn (or those named), on every core, for so many hours in all (1; 0.25 is fifteen minutes). Corpora stay
# in target/fuzz/work/corpora, so that the next run goes on from there; `MINIMISE=1` makes them as small as they can be
# first. What is found is named, and has its place in fuzz/found/TARGET/, where every `cargo test` asks it again.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
hours=${1:-1}
shift || true
chosen=("$@")
[ ${#chosen[@]} -gt 0 ] || mapfile -t chosen < <(targets)
seconds=$(awk -v hours="$hours" -v targets="${#chosen[@]}" -v cores="$(nproc)" \
  'BEGIN { seconds = int(hours * 3600 * cores / targets); print seconds < 1 ? 1 : seconds }')

search() {
  local target=$1 corpus=$work/corpora/$1 found=$work/found/$1 log=$work/hours/$1.log options folders=()
  mkdir -p "$corpus" "$found"
  for kind in seeds found; do
    [ -d "$root/fuzz/$kind/$target" ] && folders+=("$root/fuzz/$kind/$target")
  done
  mapfile -t options < <(limits "$target")
  if [ "${MINIMISE:-0}" = 1 ]; then
    rm -rf "$corpus.small" && mkdir "$corpus.small"
    "$(program "$target")" -merge=1 "$corpus.small" "$corpus" "${options[@]}" >"$log" 2>&1
    rm -r "$corpus" && mv "$corpus.small" "$corpus"
  fi
  "$(program "$target")" "$corpus" "${folders[@]}" "${options[@]}" -max_total_time="$seconds" -print_final_stats=1 \
    -artifact_prefix="$found/" >"$log" 2>&1 || echo "FOUND: $target, see $log and $found"
  echo "$target: $(executions "$log") executions in $seconds s, $(find "$corpus" -type f | wc -l) inputs kept"
}

build "$root" >&2
mkdir -p "$work/hours"
export -f search limits program executions
export root builds triple work seconds
printf '%s\n' "${chosen[@]}" | xargs -P "$(nproc)" -I '{}' bash -c 'search "$1"' _ '{}'

asked=0 crashes=0
for target in "${chosen[@]}"; do
  ran=$(executions "$work/hours/$target.log")
  asked=$((asked + ${ran:-0}))
  crashes=$((crashes + $(find "$work/found/$target" -type f ! -name 'slow-unit-*' | wc -l)))
done
echo "fuzz: ${#chosen[@]} targets, $seconds s each, $asked executions, $crashes crashes"
[ "$crashes" = 0 ]
