//! SPEC section 6: which approvals hold, and section 7: since when the quorums have been met.
use crate::input::{Approval, Payout};
use crate::policy::Policy;
use crate::sign::{signature_text, verifies};
use crate::statement::{Signing, statement};
use std::collections::BTreeSet;

#[derive(Debug, Clone)]
pub struct Judged {
    pub a: Approval,
    /// Every reason that applies, in the order asked; empty: it holds.
    pub reasons: Vec<&'static str>,
    pub repeat: bool,
}

impl Judged {
    pub fn holds(&self) -> bool {
        self.reasons.is_empty()
    }

    pub fn status(&self) -> (&'static str, &'static str) {
        match self.reasons.first() {
            Some(reason) => ("void", reason),
            None if self.repeat => ("repeat", "repeat"),
            None => ("holds", "holds"),
        }
    }

    /// "an `approve` that is void for no other reason than `expired`, `inactive` or `rejected`, repeats included".
    pub fn counts_in_stretch(&self) -> bool {
        self.a.verdict == "approve" && self.reasons.iter().all(|r| ["expired", "inactive", "rejected"].contains(r))
    }

    /// "the least (received_at, signed_at, key, signature) counts".
    fn order(&self) -> (i64, i64, String, String, Option<i64>) {
        (self.a.received_at, self.a.signed_at, self.a.key.clone(), self.a.signature.clone(), self.a.expires_at)
    }
}

/// An approval and what is wrong with its signature, if something is.
#[derive(Debug, Clone)]
pub struct Seen {
    pub a: Approval,
    pub bad: Option<&'static str>,
}

/// The part of judging that no instant changes.
pub fn see(policy: &Policy, payout: &Payout, approvals: &[Approval]) -> Vec<Seen> {
    approvals.iter().map(|a| Seen { a: a.clone(), bad: bad_signature(policy, payout, a) }).collect()
}

pub fn judge_all(policy: &Policy, payout: &Payout, seen: &[Seen], now: i64) -> Vec<Judged> {
    let judge = |s: &Seen| Judged { a: s.a.clone(), reasons: reasons(policy, payout, s, now), repeat: false };
    let mut all: Vec<Judged> = seen.iter().map(judge).collect();
    let rejecters: BTreeSet<String> = who(&all, "reject");
    for one in &mut all {
        let signed = !["unknown-signer", "unknown-key", "malformed-signature", "bad-signature"]
            .iter()
            .any(|r| one.reasons.contains(r));
        if one.a.verdict == "approve" && signed && rejecters.contains(&one.a.signer) {
            one.reasons.push("rejected");
        }
    }
    all.sort_by_key(|j| (j.a.signer.clone(), j.a.verdict.clone(), j.order()));
    for i in 0..all.len() {
        let earlier =
            all[..i].iter().any(|e| e.holds() && e.a.signer == all[i].a.signer && e.a.verdict == all[i].a.verdict);
        all[i].repeat = all[i].holds() && earlier;
    }
    all
}

/// The signers of whom some approval of this verdict holds.
pub fn who(all: &[Judged], verdict: &str) -> BTreeSet<String> {
    all.iter().filter(|j| j.holds() && j.a.verdict == verdict).map(|j| j.a.signer.clone()).collect()
}

/// "An approval **holds** unless one of these, asked in this order, says why not" (`rejected` is asked by the caller).
fn reasons(policy: &Policy, payout: &Payout, seen: &Seen, now: i64) -> Vec<&'static str> {
    let (Some(person), None) = (policy.person(&seen.a.signer), seen.bad) else {
        return vec![seen.bad.unwrap_or("unknown-signer")];
    };
    let a = &seen.a;
    let skew = policy.clock_skew;
    let mut out = Vec::new();
    let mut ask = |reason: &'static str, yes: bool| {
        if yes {
            out.push(reason);
        }
    };
    match a.verdict.as_str() {
        "reject" => ask("inactive", !person.active(a.received_at)),
        "request" => {
            ask("not-initiator", a.signer != payout.initiator);
            ask("future", a.received_at > now + skew);
            ask("inactive", !person.active(now));
        }
        _ => {
            let expires_at = a.expires_at.unwrap();
            ask("early", a.signed_at < payout.submitted_at - skew);
            ask("future", a.signed_at > a.received_at + skew || a.received_at > now + skew);
            ask("lifetime", expires_at <= a.signed_at || expires_at > a.signed_at + policy.approval_ttl);
            ask("expired", now >= expires_at);
            ask("inactive", !person.active(now));
            ask("requester", !policy.approvers.contains_key(&a.signer));
            ask("initiator", !may_approve(policy, payout, &a.signer));
        }
    }
    out
}

/// "`initiator` (of this payout, unless the policy permits it)".
pub fn may_approve(policy: &Policy, payout: &Payout, who: &str) -> bool {
    policy.initiator_may_approve || who != payout.initiator
}

fn bad_signature(policy: &Policy, payout: &Payout, a: &Approval) -> Option<&'static str> {
    let Some(person) = policy.person(&a.signer) else { return Some("unknown-signer") };
    let Some((_, key)) = person.keys.iter().find(|(text, _)| *text == a.key) else { return Some("unknown-key") };
    let Some(parts) = signature_text(key.scheme, &a.signature) else { return Some("malformed-signature") };
    let by = Signing { verdict: &a.verdict, signer: &a.signer, signed: a.signed_at, expires: a.expires_at };
    let text = statement(policy, payout, payout.money.as_ref().unwrap(), &by);
    if verifies(key, &text, &parts) { None } else { Some("bad-signature") }
}

/// The people whose approval stood at instant `t`: "counts in it from received_at to expires_at while its signer is active
/// and before their reject"; "a received_at later than now counts as now".
pub fn standing_at(policy: &Policy, all: &[Judged], t: i64, now: i64) -> BTreeSet<String> {
    let received = |j: &Judged| j.a.received_at.min(now);
    let rejected =
        |who: &str| all.iter().any(|j| j.holds() && j.a.verdict == "reject" && j.a.signer == who && received(j) <= t);
    all.iter()
        .filter(|j| j.counts_in_stretch())
        .filter(|j| received(j) <= t && t < j.a.expires_at.unwrap())
        .filter(|j| policy.approvers[&j.a.signer].active(t) && !rejected(&j.a.signer))
        .map(|j| j.a.signer.clone())
        .collect()
}

/// "a `request` that holds from received_at".
pub fn requested_at(all: &[Judged], t: i64, now: i64) -> bool {
    all.iter().any(|j| j.holds() && j.a.verdict == "request" && j.a.received_at.min(now) <= t)
}

/// Every instant up to now at which something of the above may change.
pub fn turning_points(policy: &Policy, all: &[Judged], now: i64) -> BTreeSet<i64> {
    let mut out = BTreeSet::from([now]);
    for j in all {
        out.insert(j.a.received_at);
        out.extend(j.a.expires_at);
        if let Some(person) = policy.person(&j.a.signer) {
            out.extend(person.active_from);
            out.extend(person.active_until);
        }
    }
    out.retain(|t| *t <= now);
    out
}
