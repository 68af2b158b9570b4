//! Inputs as large as they may be and larger, of a shape and a size that the bytes choose: work and answers stay within
//! what the input gives cause for.
//!
//! Counted here: how much memory the engine asks for, in pieces and in bytes, for an input and for one of half its size;
//! how often it asks for a ledger line; how many lines an answer has and how long it is. Time and memory of each input are
//! bounded by `-timeout` and `-rss_limit_mb` in `fuzz/targets.txt`, where no other process that keeps the machine busy can
//! turn a test red.

use std::cell::Cell;
use std::iter;

use allocation_counter::{AllocationInfo as Steps, measure};
use countersign::{ApprovalCode, Case, Digest, Instant, Ledger, LedgerEntry, Payout, Policy, Quotes, ReceivedApproval};
use serde_json::json;

use super::common::{Bytes, LOADED, POLICY, explained, written};
use super::crowd::{self, CROWD};

/// A shape, and its sizes: at most so much is accepted, and the fuzzer goes up to so much. What it answers: whether it
/// was accepted, and what was counted.
type Shape = (fn(usize) -> (bool, Steps), usize);
const SHAPES: [Shape; 12] = [
    (nested_arrays, 100_000),
    (nested_parentheses, 10_000),
    (alternatives, 64),
    (approvals, 4_100),
    (duplicates, 20_000),
    (entries, 100_001),
    (ledger_lines, 20_000),
    (nested_json, 100_000),
    (unknown_keys, 20_000),
    (terms, 2_000),
    (known_approvals, 4_100),
    (decided_alternatives, 64),
];

/// The first byte chooses the shape, the next three its size.
pub fn bounds(bytes: &[u8]) -> bool {
    let bytes = &mut Bytes(bytes);
    let (shape, most) = bytes.pick(&SHAPES);
    let size = 1 + ((bytes.below(256) << 16) | bytes.below(1 << 16)) % most;
    let ((_, half), (is_accepted, whole)) = (shape(size.div_ceil(2)), shape(size));
    no_faster_than_the_input(size, half.count_total, whole.count_total);
    no_faster_than_the_input(size, half.bytes_total, whole.bytes_total);
    is_accepted
}

/// Twice the input takes at most two and a half times the steps; that so few are more is no matter.
fn no_faster_than_the_input(size: usize, half: u64, whole: u64) {
    assert!(2 * whole <= 5 * half + 20_000, "{whole} steps for {size}, {half} for half of it");
}

/// What a call answers, and the memory that it asked for.
fn counted<T>(call: impl FnOnce() -> T) -> (T, Steps) {
    let mut answer = None;
    let steps = measure(|| answer = Some(call()));
    (answer.expect("it was called"), steps)
}

fn loads(text: &str) -> (bool, Steps) {
    let (read, steps) = counted(|| Policy::parse(text).map(drop));
    (explained(text, read), steps)
}

fn with_quorum(quorum: &str) -> String {
    POLICY.replacen("2 of ops and 1 of risk", quorum, 1)
}

fn nested_arrays(depth: usize) -> (bool, Steps) {
    let (is_loaded, mut steps) = loads(&format!("wallets = {}{}\n{POLICY}", "[".repeat(depth), "]".repeat(depth)));
    let (is_other_loaded, more) = loads(&format!("wallets = {}", "{a=".repeat(depth)));
    assert!(!is_loaded && !is_other_loaded);
    steps += more;
    (true, steps)
}

fn nested_parentheses(depth: usize) -> (bool, Steps) {
    let quorum = format!("{}2 of ops{}", "(".repeat(depth), ")".repeat(depth));
    let (is_loaded, steps) = loads(&with_quorum(&quorum));
    assert_eq!(is_loaded, depth <= 16, "nested {depth} deep");
    (true, steps)
}

/// Each pair doubles the alternatives: six of them make 64, and no more are ever made.
fn alternatives(pairs: usize) -> (bool, Steps) {
    let ops = POLICY.replacen(
        "ops   = [\"alice\", \"bob\", \"carol\"]",
        "ops   = [\"alice\", \"bob\", \"carol\", \"frank\"]",
        1,
    );
    let doubled = |pairs: usize| {
        let quorum = vec!["(1 of ops or 1 of ops)"; pairs].join(" and ");
        loads(&ops.replacen("2 of ops and 1 of risk", &quorum, 1))
    };
    let ((is_loaded, steps), (_, most)) = (doubled(pairs), doubled(6));
    assert_eq!(is_loaded, pairs <= 4, "of four people at most four seats");
    no_faster_than_the_input(pairs, most.count_total, steps.count_total);
    no_faster_than_the_input(pairs, most.bytes_total, steps.bytes_total);
    let any = vec!["1 of ops"; pairs].join(" or ");
    let (is_loaded, steps) = loads(&with_quorum(&any));
    assert_eq!(is_loaded, pairs <= 64, "{pairs} alternatives");
    (true, steps)
}

fn terms(count: usize) -> (bool, Steps) {
    let quorum = vec!["1 of ops"; count].join(" and ");
    let (is_loaded, steps) = loads(&with_quorum(&quorum));
    assert_eq!(is_loaded, count <= 3, "of three people at most three seats");
    (true, steps)
}

pub fn payout() -> Payout {
    let payout = json!({"id": "po-1", "wallet": "hot-1", "amount": "0.05 BTC", "initiator": "payout-bot",
        "to": "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "submitted_at": "2026-11-22T10:00:00Z"});
    serde_json::from_value(payout).unwrap()
}

fn approval(place: usize) -> ReceivedApproval {
    let signer = if place < 8 { "alice".into() } else { format!("nobody-{}", place / 8) };
    let key = LOADED.keys_of("alice")[0].as_str();
    let signature = format!("{place:0128x}");
    let approval = json!({"signer": signer, "key": key, "verdict": "reject", "signature": signature,
        "signed_at": "2026-11-22T10:05:00Z", "received_at": "2026-11-22T10:05:00Z"});
    serde_json::from_value(approval).unwrap()
}

/// How many approvals an answer lists, how many of them somebody known has really signed, how many checks it has, and
/// how long it is.
struct Size {
    listed: usize,
    signed: usize,
    checks: usize,
    bytes: usize,
}

/// What is decided under a policy of a payout, if its approvals are read.
fn decided(policy: &Policy, approvals: &[ReceivedApproval], ledger: &Ledger) -> (Option<Size>, Steps) {
    let payout = payout();
    counted(|| {
        let case = Case::open(policy, &payout, approvals).ok()?;
        let decision = case.decide(ledger, &Quotes::none(), Instant::parse("2026-11-22T12:00:00Z").unwrap());
        let signed = decision.approvals().iter().filter(|one| is_signed(one.code())).count();
        let (listed, checks) = (decision.approvals().len(), decision.checks().len());
        Some(Size { listed, signed, checks, bytes: written(&decision).len() })
    })
}

fn is_signed(code: ApprovalCode) -> bool {
    use ApprovalCode::{BadSignature, MalformedSignature, UnknownKey, UnknownSigner};
    ![UnknownSigner, UnknownKey, MalformedSignature, BadSignature].contains(&code)
}

fn approvals(count: usize) -> (bool, Steps) {
    let many: Vec<ReceivedApproval> = (0..count).map(approval).collect();
    are_listed(&LOADED, &many, 0)
}

/// Every signature is verified, and holds.
fn known_approvals(count: usize) -> (bool, Steps) {
    are_listed(&CROWD.policy, &CROWD.approvals[..count], count)
}

/// Each is listed once, so many of them signed, and no check has a line for it.
fn are_listed(policy: &Policy, many: &[ReceivedApproval], expected: usize) -> (bool, Steps) {
    let count = many.len();
    let (size, steps) = decided(policy, many, &Ledger::new(policy));
    assert_eq!(size.is_some(), count <= 4_096, "{count} approvals");
    let Some(Size { listed, signed, checks, bytes }) = size else { return (true, steps) };
    assert_eq!((listed, signed), (count, expected));
    assert!(checks <= 40 && bytes <= 8_000 + 300 * count, "{checks} checks, {bytes} bytes");
    (true, steps)
}

/// So many alternatives of eight terms each, of which nobody who has signed meets one.
fn decided_alternatives(count: usize) -> (bool, Steps) {
    let text = crowd::policy(count);
    let (policy, mut steps) = counted(|| Policy::parse(&text).expect("so many are read"));
    let (size, more) = decided(&policy, &crowd::approvals(&policy, 64), &Ledger::new(&policy));
    steps += more;
    let Size { listed, signed, checks, .. } = size.expect("so few are read");
    assert_eq!((listed, signed), (64, 64));
    assert!(checks <= 40, "{checks} checks");
    (true, steps)
}

fn duplicates(count: usize) -> (bool, Steps) {
    let many = vec![approval(0); count];
    let (size, steps) = decided(&LOADED, &many, &Ledger::new(&LOADED));
    let Size { listed, bytes, .. } = size.expect("one of them is read");
    assert!(listed == 1 && bytes <= 8_000, "{listed} of {count} listed in {bytes} bytes");
    (true, steps)
}

fn entries(count: usize) -> (bool, Steps) {
    let entry = |place| format!("{{ chain = \"xrpl\", address = \"r{place}\" }}");
    let list: Vec<String> = (0..count).map(entry).collect();
    let text = format!("{POLICY}\n[lists.long]\nentries = [{}]\n", list.join(", "));
    let (is_loaded, steps) = loads(&text);
    assert_eq!(is_loaded, count <= 100_000, "{count} entries");
    (true, steps)
}

fn ledger_lines(count: usize) -> (bool, Steps) {
    let lines: Vec<LedgerEntry> = (0..count).map(ledger_line).collect();
    let asked = Cell::new(0);
    let header = |entries: usize| {
        let digest: Digest = LOADED.digest();
        let header =
            json!({"ledger": "acme-prod/fuzz", "entries": entries, "policy": {"version": 1, "sha256": digest}});
        serde_json::from_value(header).unwrap()
    };
    let whole = header(count);
    let entries = lines.into_iter().inspect(|_| asked.set(asked.get() + 1));
    let (ledger, mut steps) = counted(|| Ledger::open(&LOADED, &whole, entries).expect("it is whole"));
    assert_eq!((ledger.len(), asked.get()), (count, count), "each line is asked for once");
    let (size, more) = decided(&LOADED, &[], &ledger);
    let Size { checks, bytes, .. } = size.expect("nothing is too much of it");
    assert!(checks <= 40 && bytes <= 8_000, "{checks} checks, {bytes} bytes: the ledger is not told line by line");
    let twice = iter::repeat_with(|| ledger_line(0)).inspect(|_| asked.set(asked.get() + 1));
    asked.set(0);
    assert!(Ledger::open(&LOADED, &whole, twice).is_err());
    assert_eq!(asked.get(), 2, "what is refused is not read on: this one has no end");
    steps += more;
    (true, steps)
}

fn ledger_line(place: usize) -> LedgerEntry {
    let entry = json!({"payout": format!("old-{place}"), "wallet": "hot-2", "amount": "1 XRP", "initiator": "alice",
        "to": format!("r{}", place % 97), "at": "2026-11-22T09:00:00Z", "value": "0.5 USD", "state": "paid"});
    serde_json::from_value(entry).unwrap()
}

fn nested_json(depth: usize) -> (bool, Steps) {
    let mut all = Steps::default();
    for open in ["[", "{\"id\":", "[{\"a\":"] {
        for text in [open.repeat(depth), format!("{{\"id\":\"a\",\"note\":{}", open.repeat(depth))] {
            let (read, steps) = counted(|| serde_json::from_str::<Payout>(&text));
            assert!(read.is_err());
            all += steps;
        }
    }
    (true, all)
}

fn unknown_keys(count: usize) -> (bool, Steps) {
    let keys: String = (0..count).map(|place| format!("key-{place} = {place}\n")).collect();
    let text = format!("{keys}{POLICY}");
    let problems = Policy::parse(&text).expect_err("an unknown key is refused");
    assert_eq!(problems.len(), count.min(1_000), "one problem a key, and no more than anybody reads");
    let (is_loaded, steps) = loads(&text);
    assert!(!is_loaded);
    (true, steps)
}
