//! `diff`: what an auditor reads of a changed showcase, and what a machine can replay.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "what a test does not find fails it")]

#[path = "support/copies.rs"]
mod copies;
#[path = "../../tests/support/signer.rs"]
mod signer;
mod support;

use copies::{Edit, LOOSENED, TIGHTENED};
use countersign::Scheme;
use serde_json::Value;
use signer::Signer;
use support::{Desk, Run, is_as_committed};

/// Compares a showcase with a copy in which one text is another.
fn ask(desk: &Desk, (name, from, to, _): Edit, more: &str) -> Run {
    let path = format!("{}/../policies/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let old = std::fs::read_to_string(path).unwrap();
    assert!(old.contains(from), "{name}: {from}");
    desk.write("new.toml", old.replacen(from, to, 1));
    desk.write("old.toml", old);
    desk.run(&format!("diff old.toml new.toml --at 2026-11-23T10:00:00Z {more}"))
}

/// The same without the policies' digests, which a remark changes.
fn without_digests(shown: &str) -> String {
    let line = |line: &str| match line.rsplit_once(' ') {
        Some((before, digest)) if digest.len() == 64 => format!("{before} SHA-256\n"),
        _ => format!("{line}\n"),
    };
    shown.lines().map(line).collect()
}

#[test]
fn every_showcase_against_a_loosened_and_a_tightened_copy_is_answered_in_words_for_people() {
    for edit in LOOSENED.into_iter().chain(TIGHTENED) {
        let (name, .., way) = edit;
        let desk = Desk::new(&format!("{name}-{way}"));
        let run = ask(&desk, edit, "");
        assert_eq!((run.exit, run.err.as_str()), (0, ""), "{name}");
        assert!(run.out.starts_with(&format!("{way}: ")), "{name}: {}", run.out);
        is_as_committed(&format!("diff_files/{name}-{way}.txt"), &without_digests(&run.out));
    }
}

#[test]
fn a_gate_lets_through_what_is_no_looser() {
    let desk = Desk::new("gate");
    assert_eq!(ask(&desk, LOOSENED[5], "--deny looser").exit, 1);
    assert_eq!(ask(&desk, TIGHTENED[5], "--deny looser").exit, 0);
    let same = ("minimal", "\"any-payout\"", "\"every-payout\"", "same");
    let run = ask(&desk, same, "--deny looser");
    assert!(run.exit == 0 && run.out.starts_with("same: "), "{}", run.out);
}

/// What is looser in some way is not let through, nor what may be.
#[test]
fn a_gate_stops_what_is_mixed_and_what_is_unclear() {
    let desk = Desk::new("gate-mixed");
    let mixed = ("hot-wallet", "\"2 of ops and 1 of risk\"", "\"2 of risk and 1 of ops\"", "mixed");
    for (more, exit) in [("--deny looser", 1), ("", 0)] {
        let run = ask(&desk, mixed, more);
        assert!(run.exit == exit && run.out.starts_with("mixed: "), "{more}: {}", run.out);
    }
    // Two that have more approvers together than are compared.
    let text = |names: std::ops::Range<usize>| {
        let person = |number: usize| {
            let name = format!("p{number}");
            format!("\n[approvers.{name}]\nkeys = [\"{}\"]\n", Signer::named(&name, Scheme::Ecdsa).key_text())
        };
        support::MINIMAL.to_owned() + &names.map(person).collect::<String>()
    };
    desk.write("old.toml", text(0..63));
    desk.write("new.toml", text(63..126));
    for (more, exit) in [("--deny looser", 1), ("", 0)] {
        let run = desk.run(&format!("diff old.toml new.toml --at 2026-11-23T10:00:00Z {more}"));
        assert!(run.exit == exit && run.out.starts_with("unclear: "), "{more}: {}", run.out);
    }
}

/// What is proven is proven of names over one ledger: who takes over a name, or starts another ledger, is stopped.
#[test]
fn a_gate_stops_other_keys_and_another_ledger() {
    let desk = Desk::new("handed-over");
    let one = "ecdsa:03d65f60a8d1f26f58cb159e5bf34d2a72a71a048dea7d356efc1155d83089447e";
    let other = "ecdsa:039d38db37f32414c1a645a9d7dd545e291f4232313699eb0855d8b54792be1ad4";
    let realm = ("minimal", "realm        = \"example\"", "realm        = \"elsewhere\"", "same");
    let name = ("minimal", "name         = \"minimal\"", "name         = \"other\"", "same");
    for edit in [("minimal", one, other, "same"), realm, name] {
        let run = ask(&desk, edit, "--deny looser");
        assert!(run.out.starts_with("same: ") && run.out.contains("\nbut keys of people"), "{}", run.out);
        assert_eq!(run.exit, 1, "{}", run.out);
        assert_eq!(ask(&desk, edit, "").exit, 0);
    }
}

/// Two of three feeds said so two minutes before.
#[test]
fn what_is_shown_is_worth_what_the_given_quotes_say() {
    let desk = Desk::new("quoted");
    desk.write("quotes.jsonl", include_str!("diff_files/quotes.jsonl"));
    let edit = LOOSENED[3];
    let run = ask(&desk, edit, "--prices quotes.jsonl");
    assert!(run.out.starts_with("looser: "), "{}", run.out);
    let said = "\n                  feed-1 and feed-2 quote BTC at 87000 at 2026-11-23T09:58:00Z\n";
    assert!(run.out.contains(said), "{}", run.out);
    assert!(!ask(&desk, edit, "").out.contains("87000"));
    let run = ask(&desk, edit, "--prices nowhere.jsonl");
    assert!(run.exit == 2 && run.err.contains("nowhere.jsonl"), "{}", run.err);
}

#[test]
fn in_json_every_example_has_all_that_it_takes_to_replay_it() {
    let desk = Desk::new("json");
    let run = ask(&desk, LOOSENED[5], "--format json");
    let report: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["change"], "looser");
    assert_eq!(report["less"]["status"], "nothing");
    let example = &report["more"]["examples"][0];
    for key in ["payout", "approvals", "ledger", "quotes", "at", "because", "up_to", "others"] {
        assert!(!example[key].is_null(), "{key} of {example}");
    }
    assert_eq!(example["up_to"]["amount"], "1 BTC");
    assert_eq!(report["changes"][0]["kind"], "rule");
}

/// Somebody of a long name who is asked for nothing: without them a statement has room for a few bytes more.
#[test]
fn a_gate_stops_what_only_the_new_policy_could_read() {
    let desk = Desk::new("gate-shorter");
    let key = Signer::named("bartholomew", Scheme::Ecdsa).key_text();
    let long: &str = format!("[approvers.bartholomew]\nkeys = [\"{key}\"]\n\n[groups]").leak();
    let longer = ("minimal", "[groups]", long, "same");
    let run = ask(&desk, longer, "--deny looser");
    assert!(run.exit == 0 && run.out.starts_with("same: "), "{}", run.out);
    let run = desk.run("diff new.toml old.toml --at 2026-11-23T10:00:00Z --deny looser");
    assert!(run.exit == 1 && run.out.starts_with("same: ") && run.out.contains("\nNot compared: "), "{}", run.out);
}

#[test]
fn what_cannot_be_read_is_not_compared() {
    let desk = Desk::new("usage");
    desk.write("broken.toml", "schema = 1\n");
    for (arguments, word) in [
        ("policy.toml broken.toml", "broken.toml"),
        ("policy.toml nowhere.toml", "nowhere.toml"),
        ("policy.toml", "NEW"),
        ("- -", "standard input"),
    ] {
        let run = desk.run(&format!("diff {arguments}"));
        assert_eq!((run.exit, run.out.as_str()), (2, ""), "{arguments}");
        assert!(run.err.contains(word), "{arguments}: {}", run.err);
    }
}
