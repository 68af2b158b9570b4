//! Every naughty string in every string of a scenario file, key and value.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::naughty::BLNS;

use crate::files::SCENARIOS;
use crate::is_harmless;
use crate::naughty::{amount, id, name, note, price};
use crate::support::{Desk, MINIMAL};

/// What becomes of a scenario file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Refused,
    /// The payout is not paid, as was expected.
    Failed,
    Passed,
}

use Fate::{Failed, Passed, Refused};

/// What is written, what it is written as, and what becomes of it.
type Place = (&'static str, &'static str, fn(&str) -> Fate);

/// What of the file is written anew, with `@` for the string wherever it stands, and what becomes of it then.
const PLACES: &[Place] = &[
    ("schema = 1", "schema = 1\n@ = 1", refused),
    ("\"policy.toml\"", "@", refused),
    ("\"it happens\"", "@", |text| if (1..=200).contains(&text.chars().count()) { Passed } else { Refused }),
    ("start = 2026-11-23T10:00:00Z", "start = @", refused),
    ("start = 2026-11-23T10:00:00Z", "start = 2026-11-23T10:00:00Z\n@ = 1", refused),
    ("\"po-1\"", "@", |text| if id(text) { Passed } else { Refused }),
    ("\"main\"", "@", of_nobody),
    ("\"0.1 BTC\"", "@", of_no_asset),
    ("\"bc1qf2dwt9czkhvjvsnl25gujws2pq3lk059sf54uw\"", "@", refused),
    ("\"0.0001 BTC\"", "@", of_no_asset),
    ("initiator = \"alice\"", "initiator = @", of_nobody),
    ("\"invoice 1\"", "@", |text| if note(text) { Passed } else { Refused }),
    ("note = ", "tag = @\nnote = ", refused),
    ("note = ", "payload_sha256 = @\nnote = ", refused),
    ("note = ", "submitted = @\nnote = ", refused),
    ("note = ", "@ = ", refused),
    ("at = \"1m\"", "at = @", refused),
    ("payout = \"po-1\"", "payout = @", refused),
    ("[\"alice\"]", "[@]", refused),
    ("[\"bob\", \"carol\"]", "[\"bob\", \"carol\", @]", refused),
    ("expires = ", "reject = [@]\nexpires = ", refused),
    ("\"1h\"", "@", refused),
    ("expires = ", "@ = ", refused),
    ("expect = ", "quotes = [{ asset = @, price = \"1\", by = [\"alice\"] }]\nexpect = ", refused),
    ("expect = ", "quotes = [{ asset = \"BTC\", price = @, by = [\"alice\"] }]\nexpect = ", |text| {
        if price(text) { Passed } else { Refused }
    }),
    ("expect = ", "quotes = [{ asset = \"BTC\", price = \"1\", by = [@] }]\nexpect = ", refused),
    ("expect = ", "quotes = [{ asset = \"BTC\", price = \"1\", @ = [\"alice\"] }]\nexpect = ", refused),
    ("\"allow\"", "@", refused),
    ("\"covered\"", "@", |_| Failed),
    ("\"met\"", "@", refused),
    ("\"paid\"", "@", refused),
];

fn refused(_: &str) -> Fate {
    Refused
}

/// A wallet or an initiator that the policy does not name.
fn of_nobody(text: &str) -> Fate {
    if name(text) { Failed } else { Refused }
}

/// An amount in an asset that the policy does not name.
fn of_no_asset(text: &str) -> Fate {
    if amount(text) { Failed } else { Refused }
}

#[test]
fn every_string_of_a_scenario_file_takes_of_the_naughty_ones_what_its_field_takes() {
    let next = AtomicUsize::new(0);
    let files: Vec<[usize; 3]> = thread::scope(|scope| {
        let work = |worker: usize| {
            let desk = Desk::new(&format!("scenario-fields-{worker}"));
            let prices = "[prices]\ncurrency = \"USD\"\ndecimals = 2\nfeeds = \"1 of owners\"\nmax_age = \"10m\"\n";
            desk.write("policy.toml", format!("{MINIMAL}\n{prices}"));
            let mut files = [0; 3];
            while let Some(place) = PLACES.get(next.fetch_add(1, Ordering::Relaxed)) {
                write_and_play(&desk, place, &mut files);
            }
            files
        };
        let threads = thread::available_parallelism().map_or(1, Into::into);
        let threads: Vec<_> = (0..threads).map(|worker| scope.spawn(move || work(worker))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let [refused, failed, passed] = [0, 1, 2].map(|fate| files.iter().map(|files| files[fate]).sum::<usize>());
    println!(
        "outside: naughty strings: {} files of scenarios, of {} strings in {} places: {passed} passed, for they are names \
         or text, {failed} failed, for nothing has such a name, {refused} refused",
        refused + failed + passed,
        BLNS.len(),
        PLACES.len()
    );
}

/// Every string in one place, by what becomes of it.
fn write_and_play(desk: &Desk, (old, new, fate): &Place, files: &mut [usize; 3]) {
    assert!(SCENARIOS.contains(old), "{old}");
    for (count, expected) in files.iter_mut().zip([Refused, Failed, Passed]) {
        let strings: Vec<&str> = BLNS.iter().copied().filter(|string| fate(string) == expected).collect();
        let text = |string: &str| SCENARIOS.replace(old, &new.replace('@', &spelled(string)));
        let names: Vec<String> = (0..strings.len()).map(|place| format!("scenario-{place}-.toml")).collect();
        for (name, string) in names.iter().zip(&strings) {
            desk.write(name, text(string));
        }
        play(desk, old, &names, &strings, expected);
        *count += strings.len();
    }
}

/// All files at once: each meets the same fate, and is told of.
fn play(desk: &Desk, old: &str, names: &[String], strings: &[&str], expected: Fate) {
    if names.is_empty() {
        return;
    }
    for format in ["text", "json"] {
        let words: Vec<&str> =
            ["test", "--format", format].into_iter().chain(names.iter().map(String::as_str)).collect();
        let run = desk.feed_words(&words, "");
        assert!(is_harmless(&run.out) && is_harmless(&run.err), "{old}: {expected:?}");
        let exit = match expected {
            Passed => 0,
            Failed => 1,
            Refused => 2,
        };
        let all = names.len();
        let summary = match expected {
            Passed => format!("\n{all} scenarios in {all} files: {all} passed, 0 failed\n"),
            Failed => format!("\n{all} scenarios in {all} files: 0 passed, {all} failed\n"),
            Refused => String::new(),
        };
        assert_eq!(run.exit, exit, "{old}: {}\n{}", run.out, run.err);
        assert!(
            format == "json" || run.out.contains(&summary.replace("1 scenarios in 1 files", "1 scenario in 1 file"))
        );
        // A policy that is there and is none is told of by its own name.
        let is_told = |name: &str| run.out.contains(name) || run.err.contains(name) || old == "\"policy.toml\"";
        for (name, string) in names.iter().zip(strings) {
            assert!(is_told(name), "{old}: {string:?} is {expected:?}");
        }
    }
}

/// A TOML string.
fn spelled(text: &str) -> String {
    serde_json::to_string(text).unwrap().replace('\u{7f}', "\\u007f")
}
