//! SPEC section 6: which approvals hold, and section 7: since when the quorums have been met.
use crate::input::{Approval, Payout};
use crate::policy::{Person, Policy};
use crate::sign::signed;
use crate::statement::{Signing, statement};
use std::collections::BTreeSet;

/// An approval and whose it is, or what is wrong with its signature.
pub type Seen<'a> = (&'a Approval, Result<&'a Person, &'static str>);

pub struct Judged<'a> {
    pub a: &'a Approval,
    by: Option<&'a Person>,
    /// Every reason that applies, in the order asked; empty: it holds.
    pub reasons: Vec<&'static str>,
    pub repeat: bool,
}

impl Judged<'_> {
    pub fn holds(&self, verdict: &str) -> bool {
        self.reasons.is_empty() && self.a.verdict == verdict
    }

    pub fn status(&self) -> (&'static str, &'static str) {
        match self.reasons.first() {
            Some(reason) => ("void", reason),
            None if self.repeat => ("repeat", "repeat"),
            None => ("holds", "holds"),
        }
    }

    fn seat(&self) -> u128 {
        self.by.map_or(0, |person| person.seat)
    }
}

/// The part of judging that no instant changes.
pub fn see<'a>(policy: &'a Policy, payout: &Payout, approvals: &'a [Approval]) -> Vec<Seen<'a>> {
    approvals.iter().map(|a| (a, signer(policy, payout, a))).collect()
}

fn signer<'a>(policy: &'a Policy, payout: &Payout, a: &Approval) -> Result<&'a Person, &'static str> {
    let person = policy.person(&a.signer).ok_or("unknown-signer")?;
    let by = Signing { verdict: &a.verdict, signer: &a.signer, signed: a.signed_at, expires: a.expires_at };
    let text = || statement(policy, payout, payout.money.as_ref().unwrap(), &by);
    signed(person, &a.key, &a.signature, text).map(|()| person)
}

pub fn judge_all<'a>(policy: &Policy, payout: &Payout, seen: &[Seen<'a>], now: i64) -> Vec<Judged<'a>> {
    let judge = |(a, by): &Seen<'a>| {
        let reasons = by.map_or_else(|bad| vec![bad], |person| reasons(policy, payout, a, person, now));
        Judged { a, by: by.ok(), reasons, repeat: false }
    };
    let mut all: Vec<Judged> = seen.iter().map(judge).collect();
    let rejecters: BTreeSet<&String> = all.iter().filter(|j| j.holds("reject")).map(|j| &j.a.signer).collect();
    for one in &mut all {
        if one.a.verdict == "approve" && one.by.is_some() && rejecters.contains(&one.a.signer) {
            one.reasons.push("rejected");
        }
    }
    // "approvals by signer, verdict, then as above": "the least (received_at, signed_at, key, signature) counts".
    all.sort_by_key(|Judged { a, .. }| {
        (&a.signer, &a.verdict, a.received_at, a.signed_at, &a.key, &a.signature, a.expires_at)
    });
    for i in 0..all.len() {
        let (a, holds) = (all[i].a, all[i].holds(&all[i].a.verdict));
        all[i].repeat = holds && all[..i].iter().any(|e| e.a.signer == a.signer && e.holds(&a.verdict));
    }
    all
}

/// "An approval **holds** unless one of these, asked in this order, says why not" (`rejected` is asked by the caller).
fn reasons(policy: &Policy, payout: &Payout, a: &Approval, person: &Person, now: i64) -> Vec<&'static str> {
    let skew = policy.clock_skew;
    let asked = match a.verdict.as_str() {
        "reject" => vec![("inactive", !person.active(a.received_at))],
        "request" => vec![
            ("not-initiator", a.signer != payout.initiator),
            ("future", a.received_at > now + skew),
            ("inactive", !person.active(now)),
        ],
        _ => {
            let expires_at = a.expires_at.unwrap();
            vec![
                ("early", a.signed_at < payout.submitted_at - skew),
                ("future", a.signed_at > a.received_at + skew || a.received_at > now + skew),
                ("lifetime", expires_at <= a.signed_at || expires_at > a.signed_at + policy.approval_ttl),
                ("expired", now >= expires_at),
                ("inactive", !person.active(now)),
                ("requester", !policy.approvers.contains_key(&a.signer)),
                ("initiator", !may_approve(policy, payout, &a.signer)),
            ]
        }
    };
    asked.into_iter().filter(|(_, yes)| *yes).map(|(reason, _)| reason).collect()
}

/// "`initiator` (of this payout, unless the policy permits it)".
pub fn may_approve(policy: &Policy, payout: &Payout, who: &str) -> bool {
    policy.initiator_may_approve || who != payout.initiator
}

/// The approvers of whom some approval of this verdict holds.
pub fn who(all: &[Judged], verdict: &str) -> u128 {
    all.iter().filter(|j| j.holds(verdict)).fold(0, |people, j| people | j.seat())
}

/// Whether the payout's initiator has said so.
pub fn initiator_says(all: &[Judged], payout: &Payout, verdict: &str) -> bool {
    all.iter().any(|j| j.holds(verdict) && j.a.signer == payout.initiator)
}

/// The people whose approval stood at instant `t`: "an `approve` that is void for no other reason than `expired`,
/// `inactive` or `rejected`, repeats included, counts in it from received_at to expires_at while its signer is active and
/// before their reject"; "a received_at later than now counts as now".
pub fn standing_at(all: &[Judged], t: i64, now: i64) -> u128 {
    let received = |j: &Judged| j.a.received_at.min(now) <= t;
    let rejected = all.iter().filter(|j| j.holds("reject") && received(j)).fold(0, |people, j| people | j.seat());
    let stands = |j: &&Judged| {
        j.a.verdict == "approve"
            && j.reasons.iter().all(|reason| ["expired", "inactive", "rejected"].contains(reason))
            && received(j)
            && j.a.expires_at.is_some_and(|end| t < end)
            && j.by.is_some_and(|person| person.active(t))
    };
    all.iter().filter(stands).fold(0, |people, j| people | j.seat()) & !rejected
}

/// "a `request` that holds from received_at".
pub fn requested_at(all: &[Judged], t: i64, now: i64) -> bool {
    all.iter().any(|j| j.holds("request") && j.a.received_at.min(now) <= t)
}

/// Every instant up to now at which something of the above may change.
pub fn turning_points(all: &[Judged], now: i64) -> BTreeSet<i64> {
    let mut out = BTreeSet::from([now]);
    for j in all {
        out.insert(j.a.received_at);
        out.extend(j.a.expires_at);
        out.extend(j.by.and_then(|person| person.active_from));
        out.extend(j.by.and_then(|person| person.active_until));
    }
    out.retain(|t| *t <= now);
    out
}
