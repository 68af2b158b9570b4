//! What is found in a policy never contradicts what the engine answers under it, over generated policies and payouts.
//!
//! `LINT_CASES=20000 cargo test --release --test lints -- --nocapture agrees` asks as many as it is told to.

use std::collections::BTreeSet;

use countersign::Instant;
use countersign::analyze::{Finding, Inspection};
use serde_json::Value;

use super::engine;

/// How many are asked unless the environment says otherwise.
const CASES: usize = 200;

/// What was asked of how many cases.
#[derive(Default)]
struct Asked {
    cases: usize,
    allowed: usize,
    by_one: usize,
    findings: usize,
    compared: usize,
}

/// The first name that a message puts behind some words.
fn behind<'m>(message: &'m str, words: &str) -> Option<&'m str> {
    let (_, rest) = message.split_once(&format!("{words}`"))?;
    rest.split('`').next()
}

/// The status of every check whose name begins so, by what it is about.
fn statuses<'d>(decision: &'d Value, kind: &str) -> Vec<(&'d str, &'d str)> {
    let checks = decision["checks"].as_array().unwrap().iter();
    let of_kind =
        checks.filter_map(|check| Some((check["check"].as_str()?.strip_prefix(kind)?, check["status"].as_str()?)));
    of_kind.collect()
}

/// A sentence about what does not fit.
fn contradiction(finding: &Finding, decision: &Value, asked: &mut Asked) -> Option<String> {
    let is_allowed = decision["verdict"] == "allow";
    let (code, message) = (finding.code().as_str(), finding.message());
    let rules = statuses(decision, "quorum:");
    let is_bound = |name: Option<&str>| name.is_some_and(|name| rules.iter().any(|(rule, _)| *rule == name));
    let refused = match code {
        "locked" if is_allowed => message.contains("no payout can ever") || is_bound(behind(message, "nothing under ")),
        "limit-below-tier" if is_allowed => is_bound(behind(message, "")),
        "dead-rule" if message.contains("it only adds") => is_allowed && is_bound(behind(message, "")),
        "dead-rule" if message.contains("asks for nothing that") => {
            let status =
                |name: Option<&str>| rules.iter().find(|(rule, _)| Some(*rule) == name).map(|(_, status)| *status);
            let (own, other) = (status(behind(message, "")), status(behind(message, "nothing that ")));
            own.is_some_and(|own| own != "met") && other == Some("met")
        }
        "dead-limit" => {
            let limits = statuses(decision, "limit:");
            let own = behind(message, "");
            let holds = |(name, status): &(&str, &str)| *status != "met" && Some(*name) == own;
            let others = |(name, status): &(&str, &str)| *status != "met" && Some(*name) != own;
            limits.iter().any(holds) && !limits.iter().any(others)
        }
        _ => return None,
    };
    asked.compared += 1;
    refused.then(|| format!("[{code}] {message}\n{decision}"))
}

/// Whoever holds an approval or a request.
fn holders(decision: &Value) -> BTreeSet<&str> {
    let approvals = decision["approvals"].as_array().unwrap().iter();
    let holding = approvals.filter(|one| one["status"] == "holds" && one["verdict"] != "reject");
    holding.map(|one| one["signer"].as_str().unwrap()).collect()
}

#[test]
fn no_finding_contradicts_a_decision_and_no_payout_on_one_signature_goes_unreported() {
    let cases = std::env::var("LINT_CASES").map_or(CASES, |many| many.parse().unwrap());
    let mut asked = Asked::default();
    let mut wrong = Vec::new();
    for case in countersign_model::r#gen::cases(11, cases) {
        let decision = engine::answer(&case);
        let (Some(_), Some(policy)) = (decision["verdict"].as_str(), case["policy"].as_str()) else { continue };
        let at = Instant::parse(case["at"].as_str().unwrap()).unwrap();
        let inspection = Inspection::of(policy, at).unwrap_or_else(|problems| panic!("{problems}"));
        asked.cases += 1;
        asked.findings += inspection.findings().len();
        let found = inspection.findings().iter().filter_map(|one| contradiction(one, &decision, &mut asked));
        wrong.extend(found.collect::<Vec<_>>().into_iter().map(|what| format!("{what}\n{policy}")));
        if decision["verdict"] != "allow" {
            continue;
        }
        asked.allowed += 1;
        if holders(&decision).len() <= 1 && inspection.is_complete() {
            asked.by_one += 1;
            let says = |code: &str| inspection.findings().iter().any(|one| one.code().as_str() == code);
            if !says("one-person") && !says("free-any-amount") {
                wrong.push(format!("one signature was enough, and nothing says so\n{decision}\n{policy}"));
            }
        }
    }
    let Asked { cases, allowed, by_one, findings, compared } = asked;
    println!(
        "lints: {cases} cases, {findings} findings, {compared} compared with a decision; \
         {allowed} allowed, {by_one} on one signature or none; {} contradictions",
        wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong[..wrong.len().min(3)].join("\n\n"));
    assert!(allowed > 5 && compared > 40, "too little was met");
}
