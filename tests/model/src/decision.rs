//! SPEC section 7: what the checks come to, and the JSON of it.
use crate::decide::Check;
use crate::judge::Judged;
use crate::policy::Policy;
use crate::scope::Case;
use crate::value::print_instant;
use serde_json::{Value, json};

pub struct Decision<'a> {
    pub verdict: &'static str,
    /// Of a deny.
    pub is_final: bool,
    /// Of a wait.
    pub not_before: Option<i64>,
    pub checks: Vec<Check>,
    pub judged: &'a [Judged<'a>],
}

/// "Any `fail`: **deny**. Else any `wait`: **wait**. Else **allow**." "`not_before` of a `wait` is the latest `until` if every
/// waiting check has one".
pub fn conclude<'a>(policy: &Policy, checks: Vec<Check>, judged: &'a [Judged<'a>]) -> Decision<'a> {
    let any = |status: &str| checks.iter().any(|c| c.status == status);
    let (fails, waits) = (any("fail"), any("wait"));
    let untils: Option<Vec<i64>> = checks.iter().filter(|c| c.status == "wait").map(|c| c.until).collect();
    Decision {
        verdict: match (fails, waits) {
            (true, _) => "deny",
            (_, true) => "wait",
            _ => "allow",
        },
        is_final: fails && Case::is_final(policy, &checks),
        not_before: untils.filter(|_| !fails).and_then(|all| all.into_iter().max()),
        checks,
        judged,
    }
}

impl Decision<'_> {
    /// What is absent is left out.
    pub fn json(&self) -> Value {
        let check = |c: &Check| {
            let mut one = json!({ "check": c.name, "status": c.status, "code": c.code });
            if let Some(until) = c.until {
                one["until"] = print_instant(until).into();
            }
            one
        };
        let approval = |j: &Judged| {
            let (status, code) = j.status();
            json!({ "signer": j.a.signer, "key": j.a.key, "verdict": j.a.verdict, "status": status, "code": code })
        };
        let checks: Vec<Value> = self.checks.iter().map(check).collect();
        let approvals: Vec<Value> = self.judged.iter().map(approval).collect();
        let mut out = json!({ "verdict": self.verdict, "checks": checks, "approvals": approvals });
        if self.verdict == "deny" {
            out["final"] = self.is_final.into();
        }
        if let Some(t) = self.not_before {
            out["not_before"] = print_instant(t).into();
        }
        out
    }
}
