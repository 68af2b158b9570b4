# What the long checks and `.ci/run` conclude of their figures; sourced, never run. `tests/judge_test.sh` gives each
# function figures that no run may pass with.

# Says why a run is refused.
refuse() {
  echo "refused: $*" >&2
  refused=1
}

# The closing line of `tests/mutants.sh`, out of so many changes: `all` there are, `left` when those with a reason are
# excluded, `wanted` of them in this run; `caught` (`endless` of them by the clock of a test), `missed`, `unviable` that do not
# build, `cut` that some tests let pass before the time was up and that others were not asked about.
judge_mutants() {
  local mode all left wanted caught endless missed unviable cut refused=0
  local "$@"
  local tried=$((caught + missed)) excluded=$((all - left))
  local reached=$((tried + unviable))
  echo "mutants: $tried of $wanted tried, $caught caught ($endless timeouts), $missed missed, $unviable do not build," \
    "$cut cut short, $((wanted - reached - cut)) not reached, $excluded excluded" \
    "($(awk "BEGIN { printf \"%.1f\", 100 * $excluded / ($all > 0 ? $all : 1) }") %)"
  [ "$missed" -eq 0 ] || refuse "$missed changes were missed"
  [ "$all" -gt 0 ] || refuse 'there is nothing to change'
  [ $((100 * excluded)) -le $((2 * all)) ] || refuse "$excluded of $all excluded is more than 2 %"
  # The time may be up: what was not reached is said. But a run in which no change was caught, or let pass by every test,
  # shows nothing, unless none was there that builds; of all, and of what a clock chose from all, some does.
  [ "$wanted" -gt 0 ] || [ "$mode" = changed ] || refuse 'no change was chosen'
  [ "$tried" -gt 0 ] || { [ "$mode" != all ] && [ "$mode" != ci ] && [ "$wanted" -eq "$unviable" ]; } ||
    refuse 'nothing was tried'
  [ "$reached" -eq "$wanted" ] || [ "$mode" = ci ] || refuse "$reached of $wanted were reached"
  return "$refused"
}

# How many evaluations of the small world there must be: `judge_worlds LINE LEAST`, the line as the test prints it.
judge_worlds() {
  local refused=0 points
  points=$(sed -n 's/^worlds: [0-9]* policies, \([0-9]*\) evaluations .* 0 disagreements$/\1/p' <<<"$1")
  [ "${points:-0}" -ge "$2" ] || refuse "${points:-no} evaluations without a disagreement are fewer than $2"
  return "$refused"
}

# Others' cases by collection, out of the lines `outside: COLLECTION: NUMBER …` that tests print: `judge_outside FILE
# COLLECTION…`. Each collection has to be there, and each skip has to say why: `NUMBER skipped, for …`.
judge_outside() {
  local refused=0 file=$1 collection number said='' skips explained
  shift
  for collection in "$@"; do
    number=$(count_outside "$file" 0 "$collection")
    [ "$number" -gt 0 ] || refuse "no case of $collection was asked"
    said+="${said:+; }$collection $number"
  done
  echo "outside: $said; $(count_outside "$file" 1 '') skipped, each kind with its reason"
  skips=$(grep -c '^outside: .* skipped' "$file" || true)
  explained=$(grep -cE '^outside: [^:]*: [0-9]+ skipped, for .' "$file" || true)
  [ "$skips" -eq "$explained" ] || refuse "$((skips - explained)) skips without a reason"
  return "$refused"
}

# The sum of one collection's cases or, with 1, of its skips; of all collections without a name.
count_outside() {
  awk -F ': ' -v skipped="$2" -v collection="$3" '
    $1 == "outside" && (collection == "" || $2 == collection) && ($3 ~ /^[0-9]+ skipped/) == skipped { sum += $3 }
    END { print sum + 0 }' "$1"
}

# Whether one fuzz target ran: `judge_fuzz TARGET STATUS LOG`, how its program ended and what it wrote. It has to have asked
# its seeds, counted what it asked, and ended by itself.
judge_fuzz() {
  local refused=0 ran
  ran=$(executions "$3")
  grep -q INITED "$3" || refuse "$1 asked none of its seeds"
  [ "${ran:-0}" -gt 0 ] || refuse "$1 has counted nothing that it asked"
  [ "$2" -eq 0 ] || refuse "$1 ended with $2"
  return "$refused"
}

# The number of inputs that a run of libFuzzer asked, from its log.
executions() { sed -n 's/^stat::number_of_executed_units: *//p' "$1"; }

# The closing line of `fuzz/canaries.sh`: `judge_canaries TARGETS FILE`, how many were chosen, and the file with a line
# `TARGET HOW SECONDS` for each: `found`, or `seeds` where one of those was enough.
judge_canaries() {
  local refused=0 results found
  results=$(grep -c . "$2" || true)
  found=$(grep -cE '^[^ ]+ (found|seeds) [0-9]+$' "$2" || true)
  awk -v found="$found" '
    $2 == "seeds" { seeds++ }
    ($2 == "found" || $2 == "seeds") && $3 >= most { most = $3; slowest = $1 }
    END {
      printf "canaries: %d targets, %d found (slowest: %s %d s; %d by a seed already), %d missed\n",
        NR, found, slowest, most, seeds, NR - found
    }' "$2"
  [ "$found" -eq "$results" ] || refuse "$((results - found)) planted faults were not found"
  [ "$results" -eq "$1" ] || refuse "$results results of $1 targets"
  [ "$1" -gt 0 ] || refuse 'no target was chosen'
  return "$refused"
}

# The steps of a run, the longest first, and whether it took too long: `judge_time SECONDS MOST FILE`, the file with a line
# `SECONDS STEP` for each.
judge_time() {
  local refused=0
  echo 'seconds of each step:'
  sort -rn "$3" | sed 's/^\([0-9]*\) /\1\t/'
  [ "$1" -le "$2" ] || refuse "$1 s are more than $2; the longest: $(sort -rn "$3" | head -n 3 | paste -s -d ';' | sed 's/;/; /g')"
  return "$refused"
}
