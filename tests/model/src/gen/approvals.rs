//! Approvals that hold, repeat and are void for every reason, at instants that matter.
use super::making::{Stamp, Style, approval};
use super::plan::Plan;
use super::rng::Rng;
use super::world::{REQUESTERS, schemes};
use crate::input::Payout;
use crate::policy::Policy;
use crate::sign::Scheme;
use crate::value::{instant, print_instant};
use serde_json::Value;

pub fn approvals(rng: &mut Rng, p: &Plan, policy: &Policy, payout: &Payout) -> Vec<Value> {
    let mut out = Vec::new();
    let initiator = payout.initiator.as_str();
    if policy.person(initiator).is_some() && rng.chance(if p.friendly { 97 } else { 75 }) {
        out.push(valid(rng, p, policy, payout, initiator, "request"));
    }
    let eager = if p.friendly { 92 } else { rng.pick(&[30, 60, 85]) };
    for who in &p.approvers {
        if rng.chance(eager) {
            out.push(valid(rng, p, policy, payout, who, "approve"));
        }
        if rng.chance(if p.friendly { 2 } else { 12 }) {
            out.push(valid(rng, p, policy, payout, who, "reject"));
        }
    }
    if policy.person(initiator).is_some() && rng.chance(if p.friendly { 1 } else { 3 }) {
        out.push(valid(rng, p, policy, payout, initiator, "reject"));
    }
    for _ in 0..rng.pick(&[0, 0, 1, 2, 3]) {
        out.push(faulty(rng, p, policy, payout));
    }
    for _ in 0..rng.pick(&[0, 0, 1, 2]) {
        out.extend(bridge(rng, p, policy, payout, &out));
    }
    if !out.is_empty() && rng.chance(8) {
        let again = rng.pick(&out);
        out.push(again);
    }
    // Repeats: the same person again, perhaps over the same instants with another key.
    if rng.chance(25) {
        let who = rng.pick(&p.approvers);
        let verdict = rng.pick(&["approve", "approve", "reject"]);
        if verdict == "approve" || !p.friendly {
            out.push(valid(rng, p, policy, payout, who, verdict));
        }
    }
    if rng.chance(1) {
        let who = rng.pick(&p.approvers);
        for i in 0..rng.between(7, 8) {
            let at = Stamp {
                signed: payout.submitted_at + i,
                expires: Some(payout.submitted_at + 7200),
                received: payout.submitted_at + i,
            };
            let (scheme, holder) = rng.pick(&schemes(who));
            out.push(approval(policy, payout, who, &holder, scheme, "approve", &at, Style::default()));
        }
    }
    for i in (1..out.len()).rev() {
        let j = rng.below(i + 1);
        out.swap(i, j);
    }
    out
}

fn style(rng: &mut Rng) -> Style {
    Style { high: rng.chance(40), der: rng.chance(40), prefix: rng.chance(40), head: rng.below(16) as u8 }
}

fn received(rng: &mut Rng, p: &Plan) -> i64 {
    let early = p.submitted + rng.between(0, 30);
    let t = match rng.below(20) {
        0..9 => early,
        9..13 => p.at - rng.pick(&p.delays).1 + rng.edge(),
        13..15 => p.expiry() - rng.pick(&p.delays).1 + rng.edge(),
        15 => p.at + rng.pick(&[0, p.skew.1, p.skew.1 + if p.friendly { 0 } else { 1 }]),
        16 => p.submitted - p.skew.1,
        _ => p.submitted + rng.between(0, 7200),
    };
    // Hardly ever from the future, hardly ever before the payout.
    if t > p.at + p.skew.1 + 1 || t < p.submitted - p.skew.1 { early } else { t }
}

fn stamp(rng: &mut Rng, p: &Plan, verdict: &str) -> Stamp {
    let received = received(rng, p);
    let signed = match rng.below(12) {
        0 => received + p.skew.1,
        1 => p.submitted - p.skew.1,
        _ => (received - rng.between(0, 50)).max(p.submitted - p.skew.1),
    }
    .min(received + p.skew.1);
    let longest = signed + p.approval_ttl.1;
    let expires = match rng.below(20) {
        0..14 => longest,
        14 => p.at,
        15 => p.at + 1,
        16 => received + rng.between(1, 40_000),
        17 if !p.friendly => longest + 1,
        18 if !p.friendly => signed + rng.pick(&[0, 1]),
        _ => longest - rng.between(0, 3600),
    };
    let expires = if p.friendly && expires <= p.at && rng.chance(70) { longest } else { expires };
    Stamp { signed, expires: (verdict == "approve").then_some(expires), received }
}

fn valid(rng: &mut Rng, p: &Plan, policy: &Policy, payout: &Payout, who: &str, verdict: &str) -> Value {
    let (scheme, holder) = rng.pick(&schemes(who));
    let at = stamp(rng, p, verdict);
    approval(policy, payout, who, &holder, scheme, verdict, &at, style(rng))
}

/// An approval received just when another ends, by its expiry or by a rejection: the stretch breaks, or just does not.
fn bridge(rng: &mut Rng, p: &Plan, policy: &Policy, payout: &Payout, out: &[Value]) -> Option<Value> {
    let ends = |one: &Value| {
        let key = match one["verdict"].as_str()? {
            "approve" => "expires_at",
            "reject" => "received_at",
            _ => return None,
        };
        Some((instant(one[key].as_str()?).ok()?, one["signer"].as_str()?.to_string()))
    };
    let all: Vec<(i64, String)> = out.iter().filter_map(ends).filter(|(t, _)| *t <= p.at && *t > p.submitted).collect();
    if all.is_empty() {
        return None;
    }
    let (end, whose) = rng.pick(&all);
    let who = if rng.chance(50) && p.approvers.iter().any(|a| *a == whose) {
        whose
    } else {
        rng.pick(&p.approvers).to_string()
    };
    let received = end + rng.edge();
    let (scheme, holder) = rng.pick(&schemes(&who));
    let at = Stamp { signed: received, expires: Some(received + p.approval_ttl.1), received };
    Some(approval(policy, payout, &who, &holder, scheme, "approve", &at, style(rng)))
}

/// Something is wrong with it.
fn faulty(rng: &mut Rng, p: &Plan, policy: &Policy, payout: &Payout) -> Value {
    let who = rng.pick(&p.approvers);
    let verdict = rng.pick(&["approve", "approve", "reject", "request"]);
    let (scheme, holder) = rng.pick(&schemes(who));
    let mut at = stamp(rng, p, verdict);
    let style = style(rng);
    match rng.below(12) {
        0 => approval(policy, payout, "mallory", "mallory", Scheme::Ecdsa, verdict, &at, style),
        1 => approval(policy, payout, who, "mallory", scheme, verdict, &at, style),
        2 => {
            // A key of somebody else.
            let other = rng.pick(&p.approvers);
            let (scheme, holder) = rng.pick(&schemes(other));
            approval(policy, payout, who, &holder, scheme, verdict, &at, style)
        }
        3 => {
            let mut one = approval(policy, payout, who, &holder, scheme, verdict, &at, style);
            let text = one["signature"].as_str().unwrap().to_string();
            one["signature"] = match rng.below(4) {
                0 => text[..text.len() - 2].into(),
                1 => format!("{text}00").into(),
                2 => "zz".into(),
                _ => text.to_uppercase().into(),
            };
            one
        }
        4 | 5 => {
            // Signed over something else.
            let mut one = approval(policy, payout, who, &holder, scheme, verdict, &at, style);
            match rng.below(3) {
                0 => one["signed_at"] = print_instant(at.signed + 1).into(),
                1 if verdict == "approve" => one["expires_at"] = print_instant(at.expires.unwrap() - 1).into(),
                _ => {
                    let mut other = payout.clone();
                    other.id = "po-other".to_string();
                    one = approval(policy, &other, who, &holder, scheme, verdict, &at, style);
                }
            }
            one
        }
        6 => {
            at.signed = p.submitted - p.skew.1 - 1;
            approval(policy, payout, who, &holder, scheme, verdict, &at, style)
        }
        7 => {
            at.received = p.at + p.skew.1 + rng.pick(&[0, 1, 1000]);
            approval(policy, payout, who, &holder, scheme, verdict, &at, style)
        }
        8 => {
            at.signed = at.received + p.skew.1 + rng.pick(&[0, 1]);
            at.expires = at.expires.map(|_| at.signed + rng.pick(&[p.approval_ttl.1, p.approval_ttl.1 + 1, 0, 1]));
            approval(policy, payout, who, &holder, scheme, verdict, &at, style)
        }
        9 => valid(rng, p, policy, payout, who, "request"),
        10 if policy.requesters.contains_key("shop") => {
            let requester = rng.pick(&REQUESTERS);
            valid(rng, p, policy, payout, requester, verdict)
        }
        _ => {
            if policy.person(&payout.initiator).is_some() {
                valid(rng, p, policy, payout, &payout.initiator, "approve")
            } else {
                valid(rng, p, policy, payout, who, "approve")
            }
        }
    }
}
