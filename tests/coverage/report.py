#!/usr/bin/env python3
"""Usage: report.py EXPORT LIST [--write]

Reads what `llvm-cov export` wrote of the deciding modules, says which lines and branches no test reached, and compares
them with the list of those that have a reason. Exits 1 if one that was not reached is not listed, or one that is listed
was reached. With `--write` prints the entries that are missing, ready for the list and for a reason.

A branch is either outcome of a condition (`if`, `else`, `&&`, `||`, a guard, a `let … else`), and every piece of code
that starts within a line: an arm of a `match`, a closure, the way out of a `?`.
"""
import collections
import json
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DECIDING = ("policy", "payout", "approval", "ledger", "price", "decide")


def main():
    export, listed_in = sys.argv[1], sys.argv[2]
    files = json.load(open(export))["data"][0]["files"]
    totals = collections.Counter()
    missed = collections.Counter()
    places = {}
    seen = set()
    for file in files:
        path = os.path.relpath(file["filename"], ROOT)
        parts = path.split(os.sep)
        if parts[0] != "src" or parts[1] not in DECIDING or path.endswith("_tests.rs"):
            continue
        seen.add(parts[1])
        source = open(os.path.join(ROOT, path), encoding="utf-8").read().split("\n")
        for kind, number, text, reached in [*lines(file, source), *branches(file, source), *pieces(file, source)]:
            totals[kind] += 1
            if not reached:
                entry = (path, kind, text)
                missed[entry] += 1
                places.setdefault(entry, []).append(number)
    if seen != set(DECIDING):
        sys.exit(f"the export tells nothing of {sorted(set(DECIDING) - seen)}")

    listed = reasons(listed_in)
    unlisted = missed - listed
    reached = listed - missed
    for entry, count in sorted(unlisted.items()):
        if "--write" in sys.argv:
            print("\n".join([": ".join(entry)] * count))
        else:
            print(f"not reached and not listed: {': '.join(entry)} ({', '.join(map(str, places[entry]))})")
    for entry, count in sorted(reached.items()):
        print(f"listed and reached, or no longer there: {': '.join(entry)}")
    kept = [sum(count for (_, kind, _), count in missed.items() if kind in kinds) for kinds in (("line",), BRANCHES)]
    all_lines, all_branches = totals["line"], sum(totals[kind] for kind in BRANCHES)
    if not unlisted and not reached:
        print(
            f"coverage: {all_lines - kept[0]:,} of {all_lines:,} lines, {all_branches - kept[1]:,} of {all_branches:,} "
            f"branches of the deciding modules; the other {kept[0]} lines and {kept[1]} branches have a listed reason"
        )
    sys.exit(1 if unlisted or reached else 0)


BRANCHES = ("never true", "never false", "never run")


def lines(file, source):
    """Each line with code on it, and whether it ran: as llvm-cov's own reports count."""
    by_line = collections.defaultdict(list)
    for segment in file["segments"]:
        by_line[segment[0]].append(segment)
    wrapped = None
    for number in range(min(by_line, default=1), max(by_line, default=0) + 1):
        here = by_line.get(number, [])
        starts = [s for s in here if s[3] and s[4] and not s[5]]
        skipped = bool(here) and not here[0][3] and here[0][4]
        mapped = not skipped and ((wrapped and wrapped[3]) or starts) or any(s[3] and s[4] for s in here)
        if mapped:
            count = max([wrapped[2] if wrapped else 0] + [s[2] for s in starts])
            yield "line", number, source[number - 1].strip(), count > 0
        if here:
            wrapped = here[-1]


def branches(file, source):
    """Both outcomes of each condition, whatever instance of a generic function met them."""
    outcomes = collections.defaultdict(lambda: [0, 0])
    for start_line, start, end_line, end, met, unmet, *_ in file["branches"]:
        outcomes[start_line, start, end_line, end][0] += met
        outcomes[start_line, start, end_line, end][1] += unmet
    for (line, start, end_line, end), (met, unmet) in sorted(outcomes.items()):
        condition = within(source, line, start, end_line, end)
        yield "never true", line, condition, met > 0
        yield "never false", line, condition, unmet > 0


def pieces(file, source):
    """Each piece of code that starts on a line that ran without it: on others the line tells."""
    ran = {number: reached for _, number, _, reached in lines(file, source)}
    first = set()
    for number, column, count, has_count, entry, gap in file["segments"]:
        if not (has_count and entry) or gap:
            continue
        alone = number not in first
        first.add(number)
        if alone and source[number - 1][: column - 1].strip() == "":
            continue
        if count == 0 and not ran.get(number):
            continue
        yield "never run", number, f"{source[number - 1].strip()} @ {source[number - 1][column - 1:].strip()}", count > 0


def within(source, line, start, end_line, end):
    if line == end_line:
        return f"{source[line - 1].strip()} @ {source[line - 1][start - 1 : end - 1]}"
    return f"{source[line - 1].strip()} @ {source[line - 1][start - 1 :].strip()}"


def reasons(path):
    """The listed entries. Each stands under the reason for it, a line that begins with `#`, with no empty line between."""
    entries = collections.Counter()
    reason = False
    for line in open(path, encoding="utf-8").read().split("\n"):
        if line.startswith("#"):
            reason = len(line) > 20
        elif not line.strip():
            reason = False
        else:
            if not reason:
                sys.exit(f"no reason stands above `{line}`")
            parts = line.split(": ", 2)
            if len(parts) != 3:
                sys.exit(f"`{line}` is not FILE: KIND: TEXT")
            entries[tuple(parts)] += 1
    return entries


if __name__ == "__main__":
    main()
