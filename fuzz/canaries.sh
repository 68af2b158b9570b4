#!/usr/bin/env bash
# Usage: bash fuzz/canaries.sh [TARGET…]
# Does each target find a fault? One is planted for each in the copy that is built (`canaries/TARGET.txt`: a file, the exact
# text in it, and what stands there instead); the target starts from its committed seeds and has 60 seconds to find it.
# The next one is built while the last one searches.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
most=60
logs=$work/canaries
chosen=("$@")
[ ${#chosen[@]} -gt 0 ] || mapfile -t chosen < <(targets)

# A part of a canary's file: behind the line `# NAME` and before the next such line.
part() { awk -v name="# $2" '/^# (in|from|to)$/ { inside = ($0 == name); next } inside' "$root/fuzz/canaries/$1.txt"; }

plant() {
  local target=$1 file from to text
  file=$(part "$target" in) from=$(part "$target" from) to=$(part "$target" to)
  text=$(cat "$root/$file")
  local without=${text//"$from"/}
  if [ -z "$from" ] || [ $((${#text} - ${#without})) -ne ${#from} ]; then
    echo "$target: what it replaces does not stand once in $file" >&2
    return 1
  fi
  printf '%s\n' "${text/"$from"/"$to"}" >"$tree/$file"
}

# Searches with a program in which a fault is planted; writes how it went to $logs/TARGET.result.
search() {
  local target=$1 options corpus=$logs/$1.corpus started=$SECONDS
  mapfile -t options < <(limits "$target")
  rm -rf "$corpus" && mkdir "$corpus"
  local how=missed
  if ! "$logs/$target.program" "$root/fuzz/seeds/$target" "${options[@]}" -runs=0 -artifact_prefix="$logs/$target-" \
    >"$logs/$target.log" 2>&1; then
    how=seeds
  elif started=$SECONDS && ! "$logs/$target.program" "$corpus" "$root/fuzz/seeds/$target" "${options[@]}" -max_total_time=$most \
    -print_final_stats=1 -seed=1 -artifact_prefix="$logs/$target-" >>"$logs/$target.log" 2>&1; then
    how=found
  fi
  # A fault is found by an assertion or a limit, not by a program that does not start.
  [ $how = missed ] || grep -qE 'panicked at|libFuzzer: (timeout|out-of-memory)' "$logs/$target.log" || how=broken
  echo "$target $how $((SECONDS - started))" >"$logs/$target.result"
  rm -rf "$corpus" "$logs/$target.program"
}

rm -rf "$logs" && mkdir -p "$logs"
copy
for target in "${chosen[@]}"; do
  file=$(part "$target" in)
  if plant "$target" && build "$target" >"$logs/$target.build" 2>&1; then
    cp "$(program "$target")" "$logs/$target.program"
    wait
    search "$target" &
  else
    [ ! -f "$logs/$target.build" ] || tail -n 20 "$logs/$target.build" >&2
    echo "$target unbuilt 0" >"$logs/$target.result"
  fi
  # Written anew, so that it is newer than what was built of the fault.
  cat "$root/$file" >"$tree/$file"
done
wait

cat "$logs"/*.result >"$logs/results"
awk '{ printf "%-18s %s after %d s\n", $1, $2, $3 }' "$logs/results"
judge_canaries "${#chosen[@]}" "$logs/results"
