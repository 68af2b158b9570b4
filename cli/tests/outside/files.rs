//! Every naughty string as the name and as the contents of every file that a command reads.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::naughty::BLNS;
use serde_json::{Value, json};

use crate::is_harmless;
use crate::support::{Desk, MINIMAL, NOW, PAYOUT, Run, secret};

/// Commands with `@` for a file, and the file that belongs there.
const READERS: [(&str, &str); 25] = [
    ("check -- @", "policy.toml"),
    ("test -- @", "scenarios.toml"),
    ("batch -- @", "batch.jsonl"),
    ("decide --payout=payout.json --approvals=approvals.jsonl --ledger=ledger.jsonl --at=NOW -- @", "policy.toml"),
    ("decide --payout=@ --approvals=approvals.jsonl --ledger=ledger.jsonl --at=NOW policy.toml", "payout.json"),
    ("decide --payout=payout.json --approvals=@ --ledger=ledger.jsonl --at=NOW policy.toml", "approvals.jsonl"),
    ("decide --payout=payout.json --approvals=approvals.jsonl --ledger=@ --at=NOW policy.toml", "ledger.jsonl"),
    (
        "decide --payout=payout.json --approvals=approvals.jsonl --ledger=ledger.jsonl --prices=@ --at=NOW policy.toml",
        "prices.jsonl",
    ),
    ("coalitions --at=NOW -- @", "policy.toml"),
    ("coalitions --prices=@ --at=NOW policy.toml", "prices.jsonl"),
    ("exposure --stolen=1 --within=1h --at=NOW -- @", "policy.toml"),
    ("exposure --stolen=1 --within=1h --ledger=@ --at=NOW policy.toml", "ledger.jsonl"),
    ("exposure --stolen=1 --within=1h --prices=@ --at=NOW policy.toml", "prices.jsonl"),
    ("diff --at=NOW -- @ policy.toml", "policy.toml"),
    ("diff --at=NOW -- policy.toml @", "policy.toml"),
    ("diff --prices=@ --at=NOW policy.toml policy.toml", "prices.jsonl"),
    ("statement --payout=payout.json --signer=alice --verdict=request --signed-at=NOW -- @", "policy.toml"),
    ("statement --payout=@ --signer=alice --verdict=request --signed-at=NOW policy.toml", "payout.json"),
    ("sign --payout=payout.json --signer=alice --verdict=request --signed-at=NOW --key-file=key -- @", "policy.toml"),
    ("sign --payout=@ --signer=alice --verdict=request --signed-at=NOW --key-file=key policy.toml", "payout.json"),
    ("sign --payout=payout.json --signer=alice --verdict=request --signed-at=NOW --key-file=@ policy.toml", "key"),
    ("verify --payout=payout.json --approval=approval.json --at=NOW -- @", "policy.toml"),
    ("verify --payout=@ --approval=approval.json --at=NOW policy.toml", "payout.json"),
    ("verify --payout=payout.json --approval=@ --at=NOW policy.toml", "approval.json"),
    ("ledger new -- @", "policy.toml"),
];

/// What a scenario file says, for a policy beside it.
pub const SCENARIOS: &str = r#"schema = 1
policy = "policy.toml"
[[scenario]]
name = "it happens"
start = 2026-11-23T10:00:00Z
[[scenario.payouts]]
id = "po-1"
wallet = "main"
amount = "0.1 BTC"
to = "bc1qf2dwt9czkhvjvsnl25gujws2pq3lk059sf54uw"
fee = "0.0001 BTC"
initiator = "alice"
note = "invoice 1"
[[scenario.steps]]
at = "1m"
payout = "po-1"
request = ["alice"]
approve = ["bob", "carol"]
expires = "1h"
expect = "allow"
checks = { "covered" = "met" }
mark = "paid"
"#;

#[derive(Default)]
struct Tally {
    contents: usize,
    names: usize,
    absent: usize,
    skipped: usize,
}

#[test]
fn every_file_that_a_command_reads_has_its_row() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/command");
    // What is called a path among the arguments of a command; `--svg` is written, not read.
    let paths = |command: &str| {
        let text = std::fs::read_to_string(folder.join(command).with_extension("rs")).unwrap();
        let is_path = |line: &&str| line.contains(": ") && line.ends_with(',') && line.contains("PathBuf");
        text.lines().filter(is_path).filter(|line| !line.trim().starts_with("svg:")).count()
    };
    for file in std::fs::read_dir(&folder).unwrap() {
        let file = file.unwrap().path();
        let command = file.file_stem().unwrap().to_str().unwrap();
        // `sign` says its words as `statement` does.
        let read = paths(command) + if command == "sign" { paths("statement") } else { 0 };
        let rows = READERS.iter().filter(|(row, _)| row.split(' ').next() == Some(command)).count();
        assert_eq!(rows, read, "`{command}` reads so many files");
    }
}

#[test]
fn every_naughty_string_is_a_files_name_and_its_contents_and_harms_no_terminal() {
    let next = AtomicUsize::new(0);
    let tallies: Vec<Tally> = thread::scope(|scope| {
        let work = || {
            let mut tally = Tally::default();
            while let Some(place) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|place| *place < READERS.len()) {
                ask(&desk_of(place), place, &mut tally);
            }
            tally
        };
        let threads = thread::available_parallelism().map_or(1, Into::into);
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let sum = |of: fn(&Tally) -> usize| tallies.iter().map(of).sum::<usize>();
    let (contents, names) = (sum(|tally| tally.contents), sum(|tally| tally.names));
    let (absent, readers) = (sum(|tally| tally.absent), READERS.len());
    println!(
        "outside: naughty strings: {} files for {readers} readers, {names} of them named so, and {absent} names of nothing",
        contents + names + absent
    );
    println!("outside: naughty strings: {} skipped, for no argument holds a NUL", sum(|tally| tally.skipped));
}

fn desk_of(place: usize) -> Desk {
    let desk = Desk::new(&format!("naughty-{place}"));
    desk.write("prices.jsonl", "");
    desk.write("scenarios.toml", SCENARIOS);
    desk.write("key", secret("alice"));
    let signed = "sign policy.toml --payout payout.json --signer alice --verdict request --key-file key";
    desk.write("approval.json", desk.run(&format!("{signed} --signed-at {NOW}")).out);
    let payout: Value = serde_json::from_str(PAYOUT).unwrap();
    let ledger = desk.read("ledger.jsonl");
    let case = json!({
        "name": "x", "policy": MINIMAL, "payout": payout, "approvals": [], "ledger": ledger, "at": NOW,
    });
    desk.write("batch.jsonl", format!("{case}\n"));
    desk
}

fn ask(desk: &Desk, reader: usize, tally: &mut Tally) {
    let (command, good) = READERS[reader];
    let run = |path: &str| run(desk, command, path);
    let expected = run(good).exit;
    assert_ne!(expected, 2, "{command}: what is good is answered");
    for (place, string) in BLNS.iter().enumerate() {
        // As its name, where it can be one, and as its contents: of no policy, no record and no scenario.
        let is_name = !string.is_empty() && !string.contains(['/', '\0']) && string.len() <= 255;
        let is_name = is_name && !matches!(*string, "-" | "." | "..");
        let name = if is_name { string } else { "contents" };
        desk.write(name, string);
        let is_read = run(name);
        let is_answered = good == "batch.jsonl" && is_read.exit == 0 && !is_read.out.contains("\"verdict\"");
        let is_empty = string.trim().is_empty()
            && Path::new(good).extension().is_some_and(|end| end == "jsonl")
            && is_read.exit == expected;
        assert!(is_read.exit == 2 || is_answered || is_empty, "{command}: {string:?}: {is_read:?}");
        tally.contents += 1;
        // What is good is read under such a name too: each is asked of a third of the readers.
        if is_name && (place + reader).is_multiple_of(3) {
            desk.write(name, desk.read(good));
            assert_eq!(run(name).exit, expected, "{command}: {string:?}");
            tally.names += 1;
        }
        std::fs::remove_file(desk.folder.join(name)).unwrap();
        if string.contains('\0') {
            tally.skipped += 1;
            continue;
        }
        // What cannot be a name is one of nothing; `check` is asked for each.
        if *string != "-" && (reader == 0 || !is_name) {
            assert_eq!(run(&format!("absent/{string}")).exit, 2, "{command}: {string:?}");
            tally.absent += 1;
        }
    }
}

/// Runs a command with a path as it is, and holds that whatever it says is harmless.
fn run(desk: &Desk, command: &str, path: &str) -> Run {
    let words = command.replace("NOW", NOW);
    let words = words.split(' ').map(|word| word.replacen('@', path, 1));
    let mut tool = Command::new(env!("CARGO_BIN_EXE_countersign"));
    let output = tool.args(words).current_dir(&desk.folder).output().unwrap();
    let run = Run {
        exit: output.status.code().expect("no signal ended it"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    assert!(is_harmless(&run.out) && is_harmless(&run.err), "{command}: {path:?}: {run:?}");
    run
}
