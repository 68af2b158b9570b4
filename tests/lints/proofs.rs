//! What a finding says leaves is what the engine allows, and allows no more where nothing is found.

use std::collections::BTreeMap;

use countersign::analyze::{Finding, Inspection, Proof};
use countersign::{Instant, Policy};

use super::cases::cases;
use super::silent::{base, btc, each_tier, policy, rule, tier};
use super::{NOW, inspect};

/// The lints that say of some people that something leaves.
const LEAVING: [&str; 9] = [
    "each-splits",
    "free-any-amount",
    "low-threshold",
    "one-org",
    "one-person",
    "per-payout-tier",
    "same-site",
    "tier-gap",
    "uncapped-band",
];

fn proof<'i>(inspection: &'i Inspection, code: &str) -> &'i Proof {
    let finding = inspection.findings().iter().find(|finding| finding.code().as_str() == code);
    let finding = finding.unwrap_or_else(|| panic!("no {code}"));
    let proof = finding.proof().unwrap_or_else(|| panic!("no proof: {}", finding.message()));
    assert!(proof.replays(inspection.policy()), "{}", finding.message());
    proof
}

/// Each payout: how much, who signs, and whether it leaves when it is asked for.
fn steps(proof: &Proof) -> Vec<(String, Vec<String>, bool)> {
    let of = |step: &countersign::analyze::ProofStep| {
        let amount = serde_json::to_value(step.payout()).unwrap()["amount"].as_str().unwrap().to_owned();
        let signing = step.signing().iter().map(ToString::to_string).collect();
        (amount, signing, step.at() == step.payout().submitted_at())
    };
    proof.steps().iter().map(of).collect()
}

fn step(amount: &str, signing: &[&str], is_at_once: bool) -> (String, Vec<String>, bool) {
    (amount.into(), signing.iter().map(ToString::to_string).collect(), is_at_once)
}

#[test]
fn what_every_showcase_and_every_case_says_leaves_the_engine_allows() {
    let showcases = [
        "bridge",
        "cold-vault",
        "hot-wallet",
        "many-assets",
        "market-maker",
        "minimal",
        "payment-processor",
        "treasury",
    ];
    let showcase = |name: &str| std::fs::read_to_string(format!("policies/{name}.toml")).unwrap();
    let texts: Vec<(String, String)> = showcases
        .iter()
        .map(|name| ((*name).to_owned(), showcase(name)))
        .chain(cases().iter().map(|case| (case.title(), case.has.clone())))
        .collect();
    let mut proven: BTreeMap<&str, usize> = BTreeMap::new();
    let mut without: Vec<String> = Vec::new();
    for (title, text) in &texts {
        let inspection = inspect(text);
        let silenced = inspection.silenced().iter().map(countersign::analyze::Silenced::finding);
        for finding in inspection.findings().iter().chain(silenced) {
            let code = finding.code().as_str();
            match finding.proof() {
                Some(proof) => {
                    assert!(proof.replays(inspection.policy()), "{title}: {}", finding.message());
                    assert!(says_so(finding, proof), "{title}: {}: {proof:?}", finding.message());
                    *proven.entry(LEAVING.iter().find(|one| **one == code).unwrap()).or_default() += 1;
                }
                None if LEAVING.contains(&code) => without.push(format!("{title}: {code}: {}", finding.message())),
                None => {}
            }
        }
    }
    assert_eq!(without, Vec::<String>::new());
    assert_eq!(proven.keys().copied().collect::<Vec<_>>(), LEAVING);
}

/// Whether who signs, and when it leaves, is what the finding says.
fn says_so(finding: &Finding, proof: &Proof) -> bool {
    let is_one = |step: &countersign::analyze::ProofStep| step.signing().len() <= 1;
    let is_at_once = |step: &countersign::analyze::ProofStep| step.at() == step.payout().submitted_at();
    match finding.code().as_str() {
        "one-person" | "free-any-amount" => proof.steps().iter().all(is_one),
        _ if finding.message().contains("none of it waits") => proof.steps().iter().all(is_at_once),
        _ => true,
    }
}

/// In these neighbours somebody has said that it may.
const MEANT: [&str; 1] = ["tier-gap: another list is named as what may"];

#[test]
fn where_nothing_is_found_the_same_payouts_do_not_leave() {
    let mut asked = 0;
    for case in
        cases().iter().filter(|case| ["one-person", "tier-gap", "free-any-amount"].contains(&case.code.as_str()))
    {
        let inspection = inspect(&case.has);
        let proof = proof(&inspection, case.code.as_str());
        let neighbour = Policy::parse(&case.has_not).unwrap();
        let is_meant = MEANT.contains(&case.title().as_str());
        assert_eq!(proof.replays(&neighbour), is_meant, "{}: {proof:?}", case.title());
        asked += 1;
    }
    assert!(asked > 8, "{asked}");
}

#[test]
fn payouts_below_a_tier_leave_one_after_the_other() {
    let day = || btc("day", "20 BTC per 24h");
    let text = policy(&[base("1 of ops"), each_tier("dest", "0.5 BTC per 24h", "2 of ops"), day()]);
    let half = step("0.5 BTC", &["alice", "bot"], true);
    let inspection = inspect(&text);
    let splits = proof(&inspection, "each-splits");
    assert_eq!(steps(splits), [half.clone(), half]);
    let to = |step: &countersign::analyze::ProofStep| serde_json::to_value(step.payout()).unwrap()["to"].clone();
    assert_ne!(to(&splits.steps()[0]), to(&splits.steps()[1]));
    let text = policy(&[base("none"), tier("single", "8 BTC per payout", "2 of ops"), day()]);
    let eight = step("8 BTC", &["bot"], true);
    assert_eq!(steps(proof(&inspect(&text), "per-payout-tier")), [eight.clone(), eight.clone()]);
    // What a cap lets out once leaves again when it is free.
    let later = step("8 BTC", &["bot"], false);
    assert_eq!(steps(proof(&inspect(&text.replace("20 BTC", "15 BTC")), "per-payout-tier")), [eight, later]);
}

#[test]
fn what_a_stranger_needs_less_is_the_first_unit_above_the_tier() {
    let listed = rule("listed", "\"unsigned\"", "to = [\"trusted\"]", "2 of ops\"\nabove = \"5 BTC per 24h");
    let text = policy(&[base("1 of ops"), listed, btc("day", "20 BTC per 24h")]);
    let inspection = inspect(&text);
    let gap = proof(&inspection, "tier-gap");
    assert_eq!(steps(gap), [step("5.00000001 BTC", &["alice", "bot"], true)]);
    assert_eq!(gap.price(), Some("10000"));
    // In the currency it is so many at a price.
    let inspection = inspect(&text.replace("5 BTC per 24h", "50000 USD per 24h"));
    assert_eq!(steps(proof(&inspection, "tier-gap")), [step("5.00000001 BTC", &["alice", "bot"], true)]);
}

#[test]
fn a_proof_is_of_its_own_policy() {
    let text = policy(&[base("none"), btc("day", "20 BTC per 24h")]);
    let inspection = inspect(&text);
    let proof = proof(&inspection, "free-any-amount");
    assert_eq!(steps(proof), [step("20 BTC", &["bot"], true)]);
    assert!(!proof.replays(&Policy::parse(&text.replace("20 BTC", "19.99999999 BTC")).unwrap()));
    let json = serde_json::to_value(proof).unwrap();
    assert_eq!(json["price"], "10000");
    assert_eq!(json["steps"][0]["signing"], serde_json::json!(["bot"]));
    assert_eq!(json["steps"][0]["at"], serde_json::to_value(Instant::parse(NOW).unwrap()).unwrap());
}
