//! SPEC section 7: what the checks come to, and the JSON of it.
use crate::decide::{Check, Status, first_checks};
use crate::input::{Ledger, Payout, Quote};
use crate::judge::Judged;
use crate::policy::Policy;
use crate::scope::Case;
use crate::value::{YEAR_10000, print_instant};
use serde_json::{Map, Value, json};

#[derive(Debug)]
pub struct Decision<'a> {
    pub verdict: &'static str,
    /// Of a deny.
    pub is_final: bool,
    /// Of a wait.
    pub not_before: Option<i64>,
    pub checks: Vec<Check>,
    pub judged: &'a [Judged],
}

/// "an unknown asset … ends the evaluation here".
pub fn unread(policy: &Policy, payout: &Payout) -> Decision<'static> {
    conclude(policy, first_checks(policy, payout), &[])
}

/// Of a payout whose asset is known.
pub fn decide<'a>(
    policy: &'a Policy,
    payout: &'a Payout,
    judged: &'a [Judged],
    ledger: &'a Ledger,
    quotes: &'a [Quote],
    now: i64,
    reserved: bool,
) -> Decision<'a> {
    let money = payout.money.as_ref().expect("its asset is known");
    let expiry = payout.submitted_at + policy.payout_ttl;
    let case = Case { policy, payout, money, ledger, quotes, judged, now, reserved, expiry };
    conclude(policy, case.checks(), judged)
}

/// "Any `fail`: **deny**. Else any `wait`: **wait**. Else **allow**." "`not_before` of a `wait` is the latest `until` if every
/// waiting check has one". "Sums of instants may pass 9999; an `until` that does is left out."
fn conclude<'a>(policy: &Policy, mut checks: Vec<Check>, judged: &'a [Judged]) -> Decision<'a> {
    for check in &mut checks {
        check.until = check.until.filter(|t| *t < YEAR_10000);
    }
    let any = |status: Status| checks.iter().any(|c| c.status == status);
    let (fails, waits) = (any(Status::Fail), any(Status::Wait));
    let untils: Option<Vec<i64>> = checks.iter().filter(|c| c.status == Status::Wait).map(|c| c.until).collect();
    Decision {
        verdict: if fails {
            "deny"
        } else if waits {
            "wait"
        } else {
            "allow"
        },
        is_final: fails && Case::is_final(policy, &checks),
        not_before: untils.filter(|_| !fails).and_then(|all| all.into_iter().max()),
        checks,
        judged,
    }
}

impl Decision<'_> {
    pub fn json(&self) -> Value {
        let mut out = Map::new();
        out.insert("verdict".into(), self.verdict.into());
        if self.verdict == "deny" {
            out.insert("final".into(), self.is_final.into());
        }
        if let Some(t) = self.not_before {
            out.insert("not_before".into(), print_instant(t).into());
        }
        let print = |c: &Check| {
            let mut one = json!({ "check": c.name, "status": c.status.word(), "code": c.code });
            if let Some(until) = c.until {
                one["until"] = print_instant(until).into();
            }
            one
        };
        out.insert("checks".into(), self.checks.iter().map(print).collect());
        let print = |j: &Judged| {
            let (status, code) = j.status();
            json!({ "signer": j.a.signer, "key": j.a.key, "verdict": j.a.verdict, "status": status, "code": code })
        };
        out.insert("approvals".into(), self.judged.iter().map(print).collect());
        Value::Object(out)
    }
}
