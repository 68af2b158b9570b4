"""Plants faults, one at a time, and requires that the tests they name turn red. Usage: see tests/faults.sh."""

import json
import os
import pathlib
import random
import re
import subprocess
import sys
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "faults"
INVARIANTS = ROOT / "docs" / "INVARIANTS.md"
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve() / "faults"
TREE, BUILD = TARGET / "tree", TARGET / "build"
ALWAYS_DENY = "always-deny"
LONGEST = 600  # seconds that one test may run

# One fault costs the library and a test binary or two: nothing is debugged, and the library is built as fast as can be.
PROFILE = ["profile.dev.package.countersign.opt-level=0", "profile.dev.package.countersign-model.opt-level=1"]


def faults():
    """Every fault, by the test binaries it needs, so that what is built is built again as little as can be."""
    found = []
    for path in sorted(HERE.glob("*.toml")):
        found += tomllib.loads(path.read_text())["fault"]
    ids = [fault["id"] for fault in found]
    if len(set(ids)) != len(ids):
        sys.exit("two faults have one id")
    return sorted(found, key=lambda fault: (binaries(fault["tests"]), fault["id"]))


def binaries(tests):
    return sorted({test.split("::", 1)[0] for test in tests})


def in_tree(fault):
    """The text of its file with the fault in it."""
    path = TREE / fault["file"]
    text = path.read_text()
    count = text.count(fault["right"])
    if count != 1:
        sys.exit(f"{fault['id']}: what is right stands {count} times in {fault['file']}")
    return path, text, text.replace(fault["right"], fault["wrong"])


def copy():
    """The files of the tree, those that are not committed yet included; what is alike keeps its time."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    wanted = {name for name in names.stdout.decode().split("\0") if name and (ROOT / name).is_file()}
    for path in TREE.rglob("*"):
        if path.is_file() and str(path.relative_to(TREE)) not in wanted:
            path.unlink()
    for name in wanted:
        to, bytes_ = TREE / name, (ROOT / name).read_bytes()
        if not to.is_file() or to.read_bytes() != bytes_:
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(bytes_)


def build(names):
    """The executable of each test binary; none if it does not compile, and why."""
    command = ["cargo", "test", "--package", "countersign", "--locked", "--no-run", "--message-format=json"]
    command += [word for setting in PROFILE for word in ("--config", setting)]
    command += [word for name in names for word in (["--lib"] if name == "lib" else ["--test", name])]
    env = os.environ | {"CARGO_TARGET_DIR": str(BUILD), "CARGO_PROFILE_DEV_DEBUG": "0"}
    done = subprocess.run(command, cwd=TREE, env=env, capture_output=True, text=True)
    if done.returncode != 0:
        messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        errors = [m["message"]["rendered"] for m in messages if m["reason"] == "compiler-message"]
        return None, "".join(errors) + done.stderr
    found = {}
    for line in done.stdout.splitlines():
        message = json.loads(line) if line.startswith("{") else {}
        if message.get("reason") == "compiler-artifact" and message["profile"]["test"] and message["executable"]:
            is_lib = "test" not in message["target"]["kind"]
            found["lib" if is_lib else message["target"]["name"]] = message["executable"]
    return found, ""


def run(executables, tests):
    """Of each test whether it passed; none where it did not end."""
    results = {}
    for binary in binaries(tests):
        names = [test.split("::", 1)[1] for test in tests if test.startswith(binary + "::")]
        env = os.environ | {"CARGO_MANIFEST_DIR": str(TREE)}
        command = [executables[binary], "--exact", *names]
        try:
            done = subprocess.run(command, cwd=TREE, env=env, capture_output=True, text=True, timeout=LONGEST, errors="replace")
        except subprocess.TimeoutExpired:
            continue
        for name, found in re.findall(r"^test (\S+)(?: - should panic)? \.\.\. .*?(ok|FAILED)$", done.stdout, re.M):
            results[f"{binary}::{name}"] = found == "ok"
        # What a test prints may stand between its name and its end: the list of failures says it again.
        for name in re.findall(r"^    (\S+)$", done.stdout.rpartition("failures:")[2], re.M):
            if name in names:
                results[f"{binary}::{name}"] = False
        said = re.search(r"test result: \w+\. (\d+) passed; (\d+) failed", done.stdout)
        if said and int(said[2]) == 0 and int(said[1]) == len(names):
            results |= {f"{binary}::{name}": True for name in names}
    return results


def baseline(tests):
    """Without a fault every named test passes."""
    started = time.monotonic()
    executables, why = build(binaries(tests))
    if executables is None:
        sys.exit(f"without a fault it does not compile\n{why}")
    found = run(executables, tests)
    bad = [f"{test}: {'no such test' if test not in found else 'fails'}" for test in tests if not found.get(test)]
    if bad:
        sys.exit("without a fault\n" + "\n".join(bad))
    print(f"without a fault {len(tests)} tests pass ({time.monotonic() - started:.0f} s)", flush=True)


def plant(fault, tests):
    """What each test says of the fault; none if it does not compile."""
    path, right, wrong = in_tree(fault)
    path.write_text(wrong)
    try:
        executables, why = build(binaries(tests))
        return (None, why) if executables is None else (run(executables, tests), "")
    finally:
        path.write_text(right)


def kill(chosen):
    """Plants each; gives the number that survived."""
    started, survived = time.monotonic(), 0
    for fault in chosen:
        began = time.monotonic()
        found, why = plant(fault, fault["tests"])
        red = [] if found is None else [test for test in fault["tests"] if found.get(test) is False]
        if red == fault["tests"]:
            said = "killed"
        else:
            survived += 1
            green = [test for test in fault["tests"] if test not in red]
            said = f"DOES NOT COMPILE\n{why}" if found is None else "SURVIVED " + ", ".join(
                test + ("" if test in found else " (did not end)") for test in green
            )
        print(f"{fault['id']}: {said} ({time.monotonic() - began:.0f} s)", flush=True)
    seconds = time.monotonic() - started
    print(f"{seconds:.0f} s, {seconds / max(1, len(chosen)):.1f} s a fault")
    print(f"faults: {len(chosen)} planted, {len(chosen) - survived} killed, {survived} survived", flush=True)
    return survived


def invariants():
    """Of each invariant that is not reserved the tests that show it, as the page says."""
    found = {}
    for section in re.split(r"^## ", INVARIANTS.read_text(), flags=re.M)[1:]:
        if section.startswith("I-") and "**Reserved.**" not in section:
            found[section.split(" ", 1)[0]] = re.findall(r"^- `(\w+(?:::\w+)+)` ", section, re.M)
    return found


def first_asked(shown):
    """Of each invariant the tests in as few test binaries as have one of every invariant: few are built, and most notice."""
    left, chosen = set(shown), set()
    while left:
        def shows(binary):
            return sum(binary in binaries(shown[invariant]) for invariant in left)

        best = max(sorted({binary for tests in shown.values() for binary in binaries(tests)}), key=shows)
        chosen.add(best)
        left = {invariant for invariant in left if best not in binaries(shown[invariant])}
    return {invariant: [test for test in tests if binaries([test])[0] in chosen] for invariant, tests in shown.items()}


def deny(fault):
    """An engine that denies everything fails a test of every invariant; gives the number that it does not."""
    shown, asked, noticed = invariants(), {}, {}
    # Where none of the first notices, all the others are asked.
    for tests_of in (first_asked(shown), shown):
        tests_of = {invariant: tests for invariant, tests in tests_of.items() if invariant not in noticed}
        tests = sorted({test for tests in tests_of.values() for test in tests} - set(asked))
        if not tests:
            continue
        baseline(tests)
        found, why = plant(fault, tests)
        if found is None:
            sys.exit(f"{fault['id']} does not compile\n{why}")
        asked |= {test: found.get(test) for test in tests}
        for invariant, named in tests_of.items():
            red = [test for test in named if asked.get(test) is False]
            if red:
                noticed[invariant] = red
    for invariant, named in shown.items():
        red = noticed.get(invariant, [])
        of = sum(test in asked for test in named)
        print(f"{invariant}: {len(red)} of {of} asked fail" + (f", as {red[0]}" if red else ": HELD IN VAIN"))
    unmoved = len(shown) - len(noticed)
    if unmoved:
        print(f"{ALWAYS_DENY}: {unmoved} of {len(shown)} invariants do not notice", flush=True)
    else:
        print(f"{ALWAYS_DENY}: fails a test of each of {len(shown)} invariants", flush=True)
    return unmoved


def table(every):
    """Writes which test kills which fault."""
    path = HERE / "README.md"
    rows = [
        f"| `{fault['id']}` | `{fault['file']}` | {', '.join(fault['invariants'])} | "
        + ", ".join(f"`{test}`" for test in fault["tests"]) + " |\n"
        for fault in sorted(every, key=lambda fault: (fault["file"], fault["id"]))
        if fault["id"] != ALWAYS_DENY
    ]
    head, _, _ = path.read_text().partition("| fault | planted in |")
    head += "| fault | planted in | invariants | killed by |\n|---|---|---|---|\n"
    path.write_text(head + "".join(rows))
    print(f"table: {len(rows)} faults")


def main(words):
    every = faults()
    by_id = {fault["id"]: fault for fault in every}
    ordinary = [fault for fault in every if fault["id"] != ALWAYS_DENY]
    chosen, denies = [], False
    words = list(words)
    if words == ["--table"]:
        return table(every)
    TREE.mkdir(parents=True, exist_ok=True)
    copy()
    for fault in every:
        in_tree(fault)
    while words:
        word = words.pop(0)
        if word == "all":
            chosen = ordinary
        elif word == ALWAYS_DENY:
            denies = True
        elif word == "random":
            seed = os.environ.get("FAULTS_SEED") or str(random.SystemRandom().randrange(10**9))
            chosen += random.Random(seed).sample(ordinary, int(words.pop(0)))
            print(f"FAULTS_SEED={seed}")
        elif word in by_id:
            chosen.append(by_id[word])
        else:
            sys.exit(f"there is no fault `{word}`")
    chosen = [fault for fault in ordinary if fault in chosen]
    if chosen:
        baseline(sorted({test for fault in chosen for test in fault["tests"]}))
    missed = kill(chosen) if chosen else 0
    missed += deny(by_id[ALWAYS_DENY]) if denies else 0
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
