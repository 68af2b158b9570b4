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

# Searches with one target; fails where it did not run to its end, whatever the reason.
search() {
  local target=$1 corpus=$work/corpora/$1 found=$work/found/$1 log=$work/hours/$1.log options folders=() status=0 refused=0
  mkdir -p "$corpus" "$found"
  for kind in seeds found; do
    [ -d "$root/fuzz/$kind/$target" ] && folders+=("$root/fuzz/$kind/$target")
  done
  mapfile -t options < <(limits "$target")
  if [ "${MINIMISE:-0}" = 1 ]; then
    rm -rf "$corpus.small" && mkdir "$corpus.small"
    if "$(program "$target")" -merge=1 "$corpus.small" "$corpus" "${options[@]}" >"$log.merge" 2>&1; then
      rm -r "$corpus" && mv "$corpus.small" "$corpus"
    else
      rm -r "$corpus.small"
      refuse "what $target keeps was not made smaller, and stands as it was: see $log.merge"
    fi
  fi
  "$(program "$target")" "$corpus" "${folders[@]}" "${options[@]}" -max_total_time="$seconds" -print_final_stats=1 \
    -artifact_prefix="$found/" >"$log" 2>&1 || status=$?
  echo "$target: $(executions "$log") executions in $seconds s, $(find "$corpus" -type f | wc -l) inputs kept"
  find "$found" -type f ! -name 'slow-unit-*' -exec echo 'FOUND: {}' ';'
  judge_fuzz "$target" "$status" "$log" || refuse "see $log"
  return "$refused"
}

copy
build >&2
mkdir -p "$work/hours"
export -f search limits program executions judge_fuzz refuse
export root builds triple work seconds
failed=0
printf '%s\n' "${chosen[@]}" | xargs -P "$(nproc)" -I '{}' bash -c 'search "$1"' _ '{}' || failed=1

asked=0 crashes=0
for target in "${chosen[@]}"; do
  ran=$(executions "$work/hours/$target.log")
  asked=$((asked + ${ran:-0}))
  crashes=$((crashes + $(find "$work/found/$target" -type f ! -name 'slow-unit-*' | wc -l)))
done
echo "fuzz: ${#chosen[@]} targets, $seconds s each, $asked executions, $crashes crashes"
[ "$failed" = 0 ] && [ "$crashes" = 0 ]
