//! What each fuzz target asks of any bytes: one function a target, shared by `fuzz/` and the tests.
//!
//! Each answers whether the bytes were accepted, so that a test can tell that its seeds reach the inside.
#![allow(dead_code, reason = "every fuzz target uses its own part of it")]

use countersign::{
    Answer, Case, Chain, Check, CheckStatus, Decision, Destination, Instant, Key, Ledger, LedgerEntry, LedgerHeader,
    Payout, Policy, Problems, Quote, Quotes, ReceivedApproval, SignedApproval, Verdict,
};
use serde::{Serialize, de::DeserializeOwned};

/// The policy that payouts, ledgers and decisions are read under.
pub const POLICY: &str = include_str!("policy.toml");

/// A policy loads, or says why with places that are in its text.
pub fn policy(bytes: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(bytes) else { return false };
    let read = Policy::parse(text);
    assert_eq!(read.as_ref().err(), Policy::parse(text).as_ref().err(), "equal texts have equal problems");
    explained(text, read.map(drop))
}

/// A quorum loads inside a policy, or says why.
pub fn quorum(bytes: &[u8]) -> bool {
    let Ok(quorum) = str::from_utf8(bytes) else { return false };
    let written = serde_json::to_string(quorum).unwrap();
    let text = POLICY.replacen("\"2 of ops and 1 of risk\"", &written, 1);
    assert_ne!(text, POLICY.replacen("\"2 of ops and 1 of risk\"", "", 1));
    explained(&text, Policy::parse(&text).map(drop))
}

/// A payout is written as it was read, and can be brought before the policy or is refused.
pub fn payout(bytes: &[u8]) -> bool {
    let policy = Policy::parse(POLICY).unwrap();
    round_trip::<Payout>(bytes).is_some_and(|payout| Case::open(&policy, &payout, &[]).is_ok())
}

/// An approval, stamped or not, is written as it was read, and never both.
pub fn approval(bytes: &[u8]) -> bool {
    let (received, signed) = (round_trip::<ReceivedApproval>(bytes), round_trip::<SignedApproval>(bytes));
    assert!(received.is_none() || signed.is_none(), "an approval is stamped or it is not");
    received.is_some() || signed.is_some()
}

/// A quote is written as it was read, and verifies or does not.
pub fn quote(bytes: &[u8]) -> bool {
    let policy = Policy::parse(POLICY).unwrap();
    round_trip::<Quote>(bytes).is_some_and(|quote| Quotes::verify(&policy, &[quote]).is_ok())
}

/// A snapshot opens whole or not at all, and opens again, as it was, from what it writes.
pub fn ledger(bytes: &[u8]) -> bool {
    let policy = Policy::parse(POLICY).unwrap();
    let Some(ledger) = str::from_utf8(bytes).ok().and_then(|text| snapshot(&policy, text)) else { return false };
    let lines: Vec<String> = ledger.entries().map(written).collect();
    let text =
        format!("{}\n{}", written(&ledger.header()), lines.iter().map(|line| format!("{line}\n")).collect::<String>());
    let again = snapshot(&policy, &text).expect("what was written can be read");
    assert_eq!(ledger.digest(), again.digest());
    for cut in 0..lines.len() {
        let text = format!("{}\n{}", written(&ledger.header()), lines[..cut].join("\n"));
        assert!(snapshot(&policy, &text).is_none(), "a snapshot cut short is no snapshot");
    }
    true
}

/// Two payouts, a line each, have one statement only if they are one payout.
pub fn statement(bytes: &[u8]) -> bool {
    let policy = Policy::parse(POLICY).unwrap();
    let mut lines = bytes.splitn(2, |byte| *byte == b'\n');
    let mut next = || serde_json::from_slice::<Payout>(lines.next()?).ok();
    let (Some(one), Some(other)) = (next(), next()) else { return false };
    let (Ok(one), Ok(other)) = (Case::open(&policy, &one, &[]), Case::open(&policy, &other, &[])) else { return false };
    let says =
        |case: &Case| case.statement(Verdict::Approve, "alice", Instant::parse("2026-11-22T10:05:00Z").unwrap(), None);
    let (Some(first), Some(second)) = (says(&one), says(&other)) else { return false };
    assert_eq!(first == second, one.payout() == other.payout(), "{first}\n{second}");
    assert!(
        first.as_str().len() <= 640 && first.as_str().bytes().all(|byte| byte == b'\n' || (32..127).contains(&byte))
    );
    true
}

/// A signature text, after its key text, holds for one message at most.
pub fn signature(bytes: &[u8]) -> bool {
    let Some((key, signature)) = str::from_utf8(bytes).ok().and_then(|text| text.split_once('\n')) else {
        return false;
    };
    let Ok(key) = Key::parse(key) else { return false };
    let holds = key.verify(b"countersign fuzz\n", signature).is_ok();
    assert!(key.verify(b"countersign fuzz.\n", signature).is_err(), "nobody signed this");
    holds
}

/// An address, after its chain's name, prints as text that is read as the same address.
pub fn address(bytes: &[u8]) -> bool {
    let Some((chain, address)) = str::from_utf8(bytes).ok().and_then(|text| text.split_once('\n')) else {
        return false;
    };
    let Ok(chain) = Chain::parse(chain) else { return false };
    assert_eq!(Chain::parse(chain.as_str()).as_ref(), Ok(&chain));
    let Ok(read) = Destination::new(chain.clone(), address, None) else { return false };
    let printed = read.address().to_string();
    assert_eq!(Destination::new(chain, &printed, None).as_ref(), Ok(&read), "`{printed}`");
    true
}

/// A case, as `batch` reads one, is answered: allowed with every check met, or not and said why.
pub fn decide(bytes: &[u8]) -> bool {
    let Ok(asked) = serde_json::from_slice::<Asked>(bytes) else { return false };
    let policy = Policy::parse(POLICY).unwrap();
    let Some(ledger) = snapshot(&policy, &asked.ledger) else { return false };
    let Ok(quotes) = Quotes::verify(&policy, &asked.prices) else { return false };
    let Ok(case) = Case::open(&policy, &asked.payout, &asked.approvals) else { return false };
    let decision = case.decide(&ledger, &quotes, asked.at);
    let statuses: Vec<CheckStatus> = decision.checks().iter().map(Check::status).collect();
    let worst = match decision.verdict() {
        Answer::Allow => CheckStatus::Met,
        Answer::Wait => CheckStatus::Wait,
        Answer::Deny => CheckStatus::Fail,
    };
    assert!(statuses.contains(&worst), "the verdict is explained");
    assert!(worst != CheckStatus::Met || statuses.iter().all(|status| *status == CheckStatus::Met));
    assert!(worst == CheckStatus::Fail || !statuses.contains(&CheckStatus::Fail));
    assert_eq!(written(&decision), written(&case.decide(&ledger, &quotes, asked.at)), "equal inputs give equal bytes");
    reserved_once(decision, ledger, &case, &quotes, asked.at);
    true
}

#[derive(serde::Deserialize)]
struct Asked {
    payout: Payout,
    approvals: Vec<ReceivedApproval>,
    ledger: String,
    #[serde(default)]
    prices: Vec<Quote>,
    at: Instant,
}

/// What was allowed can be reserved, is then allowed as reserved, and never again as new.
fn reserved_once(decision: Decision<'_>, mut ledger: Ledger, case: &Case, quotes: &Quotes, at: Instant) {
    let Some(permit) = decision.into_permit() else { return };
    ledger.reserve(permit).expect("the ledger is the one decided on");
    assert_eq!(case.decide(&ledger, quotes, at).verdict(), Answer::Deny);
    assert_eq!(case.decide_reserved(&ledger, quotes, at).verdict(), Answer::Allow);
}

fn explained(text: &str, read: Result<(), Problems>) -> bool {
    let Err(problems) = read else { return true };
    assert!(problems.len() > 0);
    for problem in &problems {
        assert!(text.get(problem.span()).is_some(), "{problem:?}");
        assert!(!problem.message().is_empty() && !problem.help().is_empty());
    }
    false
}

fn snapshot(policy: &Policy, text: &str) -> Option<Ledger> {
    let mut lines = text.strip_suffix('\n')?.split('\n');
    let header: LedgerHeader = serde_json::from_str(lines.next()?).ok()?;
    let entries: Option<Vec<LedgerEntry>> = lines.map(|line| serde_json::from_str(line).ok()).collect();
    Ledger::open(policy, &header, entries?).ok()
}

fn round_trip<T: Serialize + DeserializeOwned + PartialEq + core::fmt::Debug>(bytes: &[u8]) -> Option<T> {
    let read: T = serde_json::from_slice(bytes).ok()?;
    let again: T = serde_json::from_str(&written(&read)).expect("what was written can be read");
    assert_eq!(again, read);
    Some(read)
}

fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}
