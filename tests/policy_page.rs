//! Every example of the page on the policy language: policies load, fragments load behind the whole policy, and what is
//! signed, sent and kept is what the library reads and writes.
#![allow(clippy::unwrap_used, reason = "what a test does not find fails it")]

use countersign::analyze::Inspection;
use countersign::{
    Case, Instant, Ledger, LedgerEntry, LedgerHeader, Name, Payout, Policy, Quotes, ReceivedApproval, Scheme, Verdict,
    quote_statement,
};
use signer::Signer;

#[path = "support/signer.rs"]
mod signer;

const PAGE: &str = include_str!("../policies/README.md");

/// The texts of the page's blocks of one kind, as in `toml fragment`.
fn blocks(kind: &str) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut open: Option<bool> = None;
    for line in PAGE.lines() {
        match (line.strip_prefix("```"), open) {
            (Some(_), Some(_)) => open = None,
            (Some(found), None) => {
                open = Some(found == kind);
                if found == kind {
                    blocks.push(String::new());
                }
            }
            (None, Some(true)) => blocks.last_mut().unwrap().extend([line, "\n"]),
            (None, _) => {}
        }
    }
    blocks
}

fn policy() -> Policy {
    let [whole] = blocks("toml").try_into().unwrap();
    Policy::parse(&whole).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The block that begins with these words.
fn block_that_begins(kind: &str, start: &str) -> String {
    blocks(kind).into_iter().find(|block| block.starts_with(start)).unwrap()
}

fn payout() -> Payout {
    serde_json::from_str(&block_that_begins("json", "{\"id\"")).unwrap()
}

#[test]
fn every_fragment_loads_behind_the_whole_policy() {
    let [whole] = blocks("toml").try_into().unwrap();
    let fragments = blocks("toml fragment");
    assert!(fragments.len() >= 7);
    for fragment in fragments {
        if let Err(problems) = Policy::parse(&format!("{whole}\n{fragment}")) {
            panic!("{problems}\n{fragment}");
        }
    }
}

#[test]
fn every_claim_shown_holds() {
    let [whole] = blocks("toml").try_into().unwrap();
    let fragments = blocks("toml fragment").into_iter().filter(|fragment| fragment.contains("[[claims]]"));
    let mut held = 0;
    for fragment in fragments {
        let at = Instant::parse("2026-11-23T10:00:00Z").unwrap();
        let inspection = Inspection::of(&format!("{whole}\n{fragment}"), at).unwrap();
        for claim in inspection.claims() {
            assert!(claim.holds(), "{claim:?}");
            held += 1;
        }
    }
    assert!(held >= 3, "{held}");
}

#[test]
fn the_statement_shown_is_what_alice_signs_and_her_approval_holds() {
    let (policy, payout) = (policy(), payout());
    let line = block_that_begins("json", "{\"signer\":\"alice\"");
    let approval: ReceivedApproval = serde_json::from_str(&line).unwrap();
    let case = Case::open(&policy, &payout, &[approval]).unwrap();
    let at = |text| Instant::parse(text).unwrap();
    let expires = Some(at("2026-11-24T10:05:00Z"));
    let statement = case.statement(Verdict::Approve, "alice", at("2026-11-23T10:05:00Z"), expires).unwrap();
    assert_eq!(block_that_begins("text", "countersign payout"), statement.as_str());
    let signature = Signer::named("alice", Scheme::Ecdsa).sign(statement.as_str().as_bytes());
    let decision = case.decide(&Ledger::new(&policy), &Quotes::none(), at("2026-11-23T10:06:00Z"));
    let outcome = decision.approvals().first().unwrap();
    assert_eq!(outcome.code().as_str(), "holds", "its signature is {signature}");
}

#[test]
fn the_quote_shown_is_what_a_feed_signs() {
    let policy = policy();
    let key = Signer::named("feed-1", Scheme::Ecdsa).key_text();
    let quoted = Instant::parse("2026-11-23T10:00:00Z").unwrap();
    let text = quote_statement(&policy, &Name::parse("BTC").unwrap(), "101234.5", quoted, &key).unwrap();
    assert_eq!(block_that_begins("text", "countersign quote"), text);
}

#[test]
fn the_ledger_shown_is_the_whole_policys() {
    let policy = policy();
    let block = block_that_begins("json", "{\"ledger\"");
    let mut lines = block.lines();
    let header: LedgerHeader = serde_json::from_str(lines.next().unwrap()).unwrap();
    let entries: Vec<LedgerEntry> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    let ledger = Ledger::open(&policy, &header, entries).unwrap();
    let decision = Case::open(&policy, &payout(), &[]).unwrap().decide(
        &ledger,
        &Quotes::none(),
        Instant::parse("2026-11-23T10:06:00Z").unwrap(),
    );
    let version = decision.checks().iter().find(|check| check.name() == "version").unwrap();
    assert_eq!(version.code().as_str(), "current", "the policy's sha256 is {}", policy.digest());
}
