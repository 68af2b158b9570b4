//! Inputs as large as they may be and larger, of a shape and a size that the bytes choose: work and answers stay within
//! what the input gives cause for.
//!
//! Counted here: how often the engine asks for a ledger line, how many lines an answer has and how long it is. Time and
//! memory of each input are bounded by `-timeout` and `-rss_limit_mb` in `fuzz/targets.txt`, where no other process that
//! keeps the machine busy can turn a test red.

use std::cell::Cell;
use std::iter;

use countersign::{Case, Digest, Instant, Ledger, LedgerEntry, Payout, Policy, Quotes, ReceivedApproval};
use serde_json::json;

use super::common::{Bytes, LOADED, POLICY, explained, written};

/// A shape, and its sizes: at most so much is accepted, and the fuzzer goes up to so much.
type Shape = (fn(usize) -> bool, usize);
const SHAPES: [Shape; 10] = [
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
];

/// The first byte chooses the shape, the next three its size.
pub fn bounds(bytes: &[u8]) -> bool {
    let bytes = &mut Bytes(bytes);
    let (shape, most) = bytes.pick(&SHAPES);
    let size = (bytes.below(256) << 16) | bytes.below(1 << 16);
    shape(1 + size % most)
}

fn loads(text: &str) -> bool {
    explained(text, Policy::parse(text).map(drop))
}

fn with_quorum(quorum: &str) -> String {
    POLICY.replacen("2 of ops and 1 of risk", quorum, 1)
}

fn nested_arrays(depth: usize) -> bool {
    assert!(!loads(&format!("wallets = {}{}\n{POLICY}", "[".repeat(depth), "]".repeat(depth))));
    assert!(!loads(&format!("wallets = {}", "{a=".repeat(depth))));
    true
}

fn nested_parentheses(depth: usize) -> bool {
    let quorum = format!("{}2 of ops{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(loads(&with_quorum(&quorum)), depth <= 16, "nested {depth} deep");
    true
}

/// Each pair doubles the alternatives: six of them make 64.
fn alternatives(pairs: usize) -> bool {
    let ops = POLICY.replacen(
        "ops   = [\"alice\", \"bob\", \"carol\"]",
        "ops   = [\"alice\", \"bob\", \"carol\", \"frank\"]",
        1,
    );
    let quorum = vec!["(1 of ops or 1 of ops)"; pairs].join(" and ");
    let text = ops.replacen("2 of ops and 1 of risk", &quorum, 1);
    assert_eq!(loads(&text), pairs <= 4, "of four people at most four seats");
    let any = vec!["1 of ops"; pairs].join(" or ");
    assert_eq!(loads(&with_quorum(&any)), pairs <= 64, "{pairs} alternatives");
    true
}

fn terms(count: usize) -> bool {
    let quorum = vec!["1 of ops"; count].join(" and ");
    assert_eq!(loads(&with_quorum(&quorum)), count <= 3, "of three people at most three seats");
    true
}

fn payout() -> Payout {
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

fn decided(approvals: &[ReceivedApproval], ledger: &Ledger) -> Option<(usize, usize, usize)> {
    let payout = payout();
    let case = Case::open(&LOADED, &payout, approvals).ok()?;
    let decision = case.decide(ledger, &Quotes::none(), Instant::parse("2026-11-22T12:00:00Z").unwrap());
    Some((decision.approvals().len(), decision.checks().len(), written(&decision).len()))
}

fn approvals(count: usize) -> bool {
    let many: Vec<ReceivedApproval> = (0..count).map(approval).collect();
    let answer = decided(&many, &Ledger::new(&LOADED));
    assert_eq!(answer.is_some(), count <= 4_096, "{count} approvals");
    let Some((listed, checks, bytes)) = answer else { return true };
    assert_eq!(listed, count);
    // Each is listed once, and no check has a line for it.
    assert!(checks <= 40 && bytes <= 8_000 + 300 * count, "{checks} checks, {bytes} bytes");
    true
}

fn duplicates(count: usize) -> bool {
    let many = vec![approval(0); count];
    let (listed, _, bytes) = decided(&many, &Ledger::new(&LOADED)).expect("one of them is read");
    assert!(listed == 1 && bytes <= 8_000, "{listed} of {count} listed in {bytes} bytes");
    true
}

fn entries(count: usize) -> bool {
    let entry = |place| format!("{{ chain = \"xrpl\", address = \"r{place}\" }}");
    let list: Vec<String> = (0..count).map(entry).collect();
    let text = format!("{POLICY}\n[lists.long]\nentries = [{}]\n", list.join(", "));
    assert_eq!(loads(&text), count <= 100_000, "{count} entries");
    true
}

fn ledger_lines(count: usize) -> bool {
    let (asked, entries) = (Cell::new(0), (0..count).map(ledger_line));
    let header = |entries: usize| {
        let digest: Digest = LOADED.digest();
        let header =
            json!({"ledger": "acme-prod/fuzz", "entries": entries, "policy": {"version": 1, "sha256": digest}});
        serde_json::from_value(header).unwrap()
    };
    let ledger =
        Ledger::open(&LOADED, &header(count), entries.inspect(|_| asked.set(asked.get() + 1))).expect("it is whole");
    assert_eq!((ledger.len(), asked.get()), (count, count), "each line is asked for once");
    let (_, checks, bytes) = decided(&[], &ledger).unwrap();
    assert!(checks <= 40 && bytes <= 8_000, "{checks} checks, {bytes} bytes: the ledger is not told line by line");
    let twice = iter::repeat_with(|| ledger_line(0)).inspect(|_| asked.set(asked.get() + 1));
    asked.set(0);
    assert!(Ledger::open(&LOADED, &header(count), twice).is_err());
    assert_eq!(asked.get(), 2, "what is refused is not read on: this one has no end");
    true
}

fn ledger_line(place: usize) -> LedgerEntry {
    let entry = json!({"payout": format!("old-{place}"), "wallet": "hot-2", "amount": "1 XRP", "initiator": "alice",
        "to": format!("r{}", place % 97), "at": "2026-11-22T09:00:00Z", "value": "0.5 USD", "state": "paid"});
    serde_json::from_value(entry).unwrap()
}

fn nested_json(depth: usize) -> bool {
    for open in ["[", "{\"id\":", "[{\"a\":"] {
        assert!(serde_json::from_str::<Payout>(&open.repeat(depth)).is_err());
        assert!(serde_json::from_str::<Payout>(&format!("{{\"id\":\"a\",\"note\":{}", open.repeat(depth))).is_err());
    }
    true
}

fn unknown_keys(count: usize) -> bool {
    let keys: String = (0..count).map(|place| format!("key-{place} = {place}\n")).collect();
    let text = format!("{keys}{POLICY}");
    let problems = Policy::parse(&text).expect_err("an unknown key is refused");
    assert_eq!(problems.len(), count.min(1_000), "one problem a key, and no more than anybody reads");
    assert!(!loads(&text));
    true
}
