//! As many people as a policy may have, and as many approvals of theirs as are read, each really signed.

use std::sync::LazyLock;

use countersign::{Case, Instant, Policy, ReceivedApproval, Scheme, Verdict};
use serde_json::json;

use super::bounds::payout;
use crate::signer::Signer;

/// As many approvers as there may be.
const APPROVERS: usize = 128;

/// With so many requesters, eight of each verdict of each of them are more than are read.
const REQUESTERS: usize = 43;

/// A policy of 64 alternatives, and approvals under it in the order in which people sign them: everybody's approvals
/// first, then everybody's requests, and then everybody rejects.
pub struct Crowd {
    pub policy: Policy,
    pub approvals: Vec<ReceivedApproval>,
}

pub static CROWD: LazyLock<Crowd> = LazyLock::new(|| {
    let policy = Policy::parse(&policy(64)).expect("as much as is read");
    let approvals = approvals(&policy, 24 * (APPROVERS + REQUESTERS));
    Crowd { policy, approvals }
});

/// A policy whose rule has so many alternatives of eight terms each, and a delay.
pub fn policy(alternatives: usize) -> String {
    let kept = |kind: &str, name: &str, place: usize| {
        format!("[{kind}.{name}]\nkeys = [\"{}\"]\n", signer(name, place).key_text())
    };
    let people: String = (0..APPROVERS + REQUESTERS)
        .map(|place| kept(if place < APPROVERS { "approvers" } else { "requesters" }, &person(place), place))
        .collect();
    let group = |group: usize| {
        let people: Vec<String> = (16 * group..16 * group + 16).map(|place| format!("\"{}\"", person(place))).collect();
        format!("group-{group} = [{}]\n", people.join(", "))
    };
    let groups: String = (0..8).map(group).collect();
    let terms: Vec<String> = (0..8).map(|group| format!("1 of group-{group}")).collect();
    let quorum = vec![format!("({})", terms.join(" and ")); alternatives].join(" or ");
    format!(
        "schema = 1\nrealm = \"acme-prod\"\nname = \"crowd\"\nversion = 1\nwallets = [\"hot-1\"]\npayout_ttl = \"72h\"\n\
         approval_ttl = \"60h\"\nclock_skew = \"2m\"\npayload = \"optional\"\n[assets.BTC]\nchain = \"bitcoin\"\n\
         decimals = 8\n{people}[groups]\n{groups}[[rules]]\nname = \"base\"\nassets = \"any\"\nwallets = \"any\"\n\
         to = \"any\"\ninitiators = \"unsigned\"\napprove = \"{quorum}\"\nveto = \"{quorum}\"\ndelay = \"1h\"\n\
         [[limits]]\nname = \"day\"\nmax = \"9 BTC per 24h\"\n[[limits]]\nname = \"fee\"\nmax_fee = \"unlimited\"\n"
    )
}

/// The first so many of everybody's approvals.
pub fn approvals(policy: &Policy, count: usize) -> Vec<ReceivedApproval> {
    let payout = payout();
    let case = Case::open(policy, &payout, &[]).expect("nothing is wrong with it");
    (0..count).map(|number| approval(&case, number)).collect()
}

/// Each is received a second after the one before, and no two are equal.
fn approval(case: &Case<'_>, number: usize) -> ReceivedApproval {
    let (place, round) = (number % (APPROVERS + REQUESTERS), number / (APPROVERS + REQUESTERS));
    let verdict = [Verdict::Approve, Verdict::Request, Verdict::Reject][round / 8];
    let at = |seconds: usize| {
        let first = Instant::parse("2026-11-22T10:05:00Z").unwrap();
        Instant::from_unix(first.unix() + u64::try_from(seconds).unwrap()).unwrap()
    };
    let expires_at = (verdict == Verdict::Approve).then(|| at(24 * 3600 + round));
    let (name, signer) = (person(place), signer(&person(place), place));
    let statement = case.statement(verdict, &name, at(round), expires_at).expect("its asset is known");
    let mut approval = json!({"signer": name, "key": signer.key_text(), "verdict": verdict, "signed_at": at(round),
        "signature": signer.sign(statement.as_str().as_bytes()), "received_at": at(number)});
    if let Some(expires_at) = expires_at {
        approval["expires_at"] = json!(expires_at);
    }
    serde_json::from_value(approval).unwrap()
}

fn person(place: usize) -> String {
    format!("person-{place}")
}

fn signer(name: &str, place: usize) -> Signer {
    Signer::named(name, Scheme::ALL[place % 4])
}
