//! Whole cases: decided, and what the decision says of itself is tried.

use countersign::{
    Answer, ApprovalCode, ApprovalStatus, Case, Check, CheckCode, CheckStatus, Decision, Instant, Ledger, Payout,
    Quote, Quotes, ReceivedApproval,
};
use countersign_model as model;
use serde_json::{Value, json};

use super::common::{LOADED, POLICY, snapshot, written};
use crate::engine;

#[derive(serde::Deserialize)]
struct Asked {
    payout: Payout,
    approvals: Vec<ReceivedApproval>,
    ledger: String,
    #[serde(default)]
    prices: Vec<Quote>,
    at: Instant,
}

/// A case, as `batch` reads one, is answered: allowed with every check met, or not and said why.
pub fn decide(bytes: &[u8]) -> bool {
    as_the_model_decides(bytes);
    let Ok(asked) = serde_json::from_slice::<Asked>(bytes) else { return false };
    let Some(ledger) = snapshot(&LOADED, &asked.ledger) else { return false };
    let Ok(quotes) = Quotes::verify(&LOADED, &asked.prices) else { return false };
    let Ok(case) = Case::open(&LOADED, &asked.payout, &asked.approvals) else { return false };
    let decision = case.decide(&ledger, &quotes, asked.at);
    is_explained(&decision);
    assert_eq!(written(&decision), written(&case.decide(&ledger, &quotes, asked.at)), "equal inputs give equal bytes");
    void_ones_change_nothing(&decision, &asked, &ledger, &quotes);
    if let Some(at) = decision.not_before().filter(|_| decision.verdict() == Answer::Wait) {
        assert!(at > asked.at, "what is waited for is to come");
    }
    let whole = case.allowed_up_to(&ledger, &quotes, asked.at) == Some(case.payout().amount().to_string());
    assert_eq!(whole, decision.is_allowed(), "what is allowed is named whole, and nothing else is");
    reserved_once(decision, ledger, &case, &quotes, asked.at);
    true
}

/// Engine and model give one answer to what the bytes ask under this policy.
fn as_the_model_decides(bytes: &[u8]) {
    let Ok(Value::Object(mut line)) = serde_json::from_slice::<Value>(bytes) else { return };
    line.insert("name".into(), "fuzz".into());
    line.insert("policy".into(), POLICY.into());
    let line = Value::Object(line);
    assert_eq!(said(&engine::answer(&line)), said(&model::answer(&line)), "{line}");
}

/// The verdict is the strictest status, and an allow names what supports it.
fn is_explained(decision: &Decision<'_>) {
    let statuses: Vec<CheckStatus> = decision.checks().iter().map(Check::status).collect();
    let worst = match decision.verdict() {
        Answer::Allow => CheckStatus::Met,
        Answer::Wait => CheckStatus::Wait,
        Answer::Deny => CheckStatus::Fail,
    };
    assert_eq!(statuses.iter().max(), Some(&worst), "the verdict is explained");
    assert!(decision.is_final() <= (decision.verdict() == Answer::Deny));
    for check in decision.checks() {
        assert!(!check.text().is_empty() && check.text().is_ascii());
        assert!(check.until().is_none() || check.status() == CheckStatus::Wait, "{check:?}");
    }
    if decision.is_allowed() {
        let names: Vec<&str> = decision.checks().iter().map(Check::name).collect();
        for name in ["wallet", "asset", "expiry", "once", "covered"] {
            assert!(names.contains(&name), "an allow says that `{name}` is met");
        }
        assert!(names.iter().any(|name| name.starts_with("limit:")), "no allow without a limit");
    }
}

/// Approvals that nobody registered or signed, or that came at the wrong time, neither help nor hurt; and an allow for
/// which somebody signed is none without them.
fn void_ones_change_nothing(decision: &Decision<'_>, asked: &Asked, ledger: &Ledger, quotes: &Quotes) {
    let counts = |code| matches!(code, ApprovalCode::Expired | ApprovalCode::Inactive | ApprovalCode::Rejected);
    let is_kept = |approval: &&ReceivedApproval| {
        decision.approvals().iter().any(|outcome| {
            let is_it = (outcome.signer(), outcome.verdict()) == (approval.signer(), approval.verdict());
            is_it && (outcome.status() != ApprovalStatus::Void || counts(outcome.code()))
        })
    };
    let of = |approvals: &[ReceivedApproval]| Case::open(&LOADED, &asked.payout, approvals).unwrap();
    let kept: Vec<ReceivedApproval> = asked.approvals.iter().filter(is_kept).cloned().collect();
    let fewer = of(&kept).decide(ledger, quotes, asked.at);
    assert_eq!(written(&fewer.checks()), written(&decision.checks()), "void approvals change nothing");
    let is_signed = |check: &Check| matches!(check.code(), CheckCode::Enough | CheckCode::Requested);
    if decision.is_allowed() && decision.checks().iter().any(is_signed) {
        assert!(!of(&[]).decide(ledger, quotes, asked.at).is_allowed(), "what somebody had to sign");
    }
}

/// What was allowed can be reserved, is then allowed as reserved, and never again as new.
fn reserved_once(decision: Decision<'_>, mut ledger: Ledger, case: &Case, quotes: &Quotes, at: Instant) {
    assert_eq!(case.decide_reserved(&ledger, quotes, at).verdict(), Answer::Deny, "nothing is reserved yet");
    let Some(permit) = decision.into_permit() else { return };
    ledger.reserve(permit).expect("the ledger is the one decided on");
    assert_eq!(case.decide(&ledger, quotes, at).verdict(), Answer::Deny);
    assert_eq!(case.decide_reserved(&ledger, quotes, at).verdict(), Answer::Allow);
}

/// A case whose policy, payout, people, ledger and instant are what the bytes choose: engine and model give one answer.
pub fn model(bytes: &[u8]) -> bool {
    let case = model::r#gen::case_of(bytes);
    let (expected, found) = (said(&model::answer(&case)), said(&engine::answer(&case)));
    assert_eq!(found, expected, "{case}");
    found != json!("refused")
}

/// Of an answer, what the contract fixes: texts and the codes of checks are each side's own.
fn said(answer: &Value) -> Value {
    if answer.get("error").is_some() {
        return json!("refused");
    }
    let each = |key: &str, one: &dyn Fn(&Value) -> Value| -> Vec<Value> {
        answer[key].as_array().expect("an array").iter().map(one).collect()
    };
    let void = |a: &Value| if a["status"] == "void" { a["code"].clone() } else { Value::Null };
    json!({
        "verdict": answer["verdict"], "final": answer["final"], "not_before": answer["not_before"],
        "checks": each("checks", &|c| json!([c["check"], c["status"], c["until"]])),
        "approvals": each("approvals", &|a| json!([a["signer"], a["key"], a["verdict"], a["status"], void(a)])),
    })
}
