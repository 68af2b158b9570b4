//! What a finding says leaves is what the engine allows, and allows no more where nothing is found.

use std::collections::BTreeMap;

use countersign::analyze::{Finding, Inspection, Proof};
use countersign::{Instant, Policy};

use super::cases::cases;
use super::silent::{base, btc, each_tier, policy, rule, tier};
use super::{NOW, folder, inspect};

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
        .chain(others())
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
    // One says too much: what nobody signs has no beginning to wait from, in the rule that waits, and does not leave.
    let [unanchored] = without.as_slice() else { panic!("{without:?}") };
    assert!(unanchored.contains("terms-apart.toml: per-payout-tier: 2 BTC may leave again and again"), "{unanchored}");
    assert_eq!(proven.keys().copied().collect::<Vec<_>>(), LEAVING);
}

/// Policies that other tests look at, as far as they load by themselves.
fn others() -> Vec<(String, String)> {
    let files = std::fs::read_dir(folder().join("policies")).unwrap().map(|file| file.unwrap().path());
    let name = |path: &std::path::Path| path.file_name().unwrap().display().to_string();
    let texts = files.map(|path| (name(&path), std::fs::read_to_string(&path).unwrap()));
    let mut texts: Vec<(String, String)> = texts.filter(|(_, text)| Policy::parse(text).is_ok()).collect();
    texts.sort();
    assert!(texts.len() > 5, "{}", texts.len());
    texts
}

/// Units of 10^-18 of a number at the head of some words, and what they are of.
fn amount(words: &str) -> (u128, &str) {
    let (number, rest) = words.split_once(' ').unwrap();
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let units = format!("{whole}{part:0<18}").parse().unwrap();
    (units, rest.split([' ', ',', ':']).next().unwrap())
}

/// Whether who signs, how much leaves and when is what the finding says.
fn says_so(finding: &Finding, proof: &Proof) -> bool {
    let steps = steps(proof);
    let amounts: Vec<(u128, &str)> = steps.iter().map(|(amount_of, ..)| amount(amount_of)).collect();
    let (sum, of) = (amounts.iter().map(|(units, _)| units).sum::<u128>(), amounts[0].1);
    let message = finding.message();
    let behind = |words: &str| message.split_once(words).map(|(_, rest)| amount(rest));
    let is_at_once = steps.iter().all(|(.., is_at_once)| *is_at_once);
    let is_in_time = is_at_once || !message.contains("none of it waits");
    let is_as_much = match finding.code().as_str() {
        // As much as it says, or what a limit lets out of it.
        "one-person" | "free-any-amount" => {
            let (most, unit) = behind("up to ").unwrap();
            steps.iter().all(|(_, signing, _)| signing.len() <= 1) && (unit != of || sum <= most)
        }
        // The first unit above it, in one sum of the tier.
        "tier-gap" => behind("above ").is_none_or(|(line, unit)| unit != of || sum > line),
        "per-payout-tier" => {
            steps.len() == 2 && (amount(message).1 != of || amounts.iter().all(|one| *one == amount(message)))
        }
        "each-splits" => {
            steps.len() == 2
                && behind("parts of ").is_some_and(|part| part.1 != of || amounts.iter().all(|one| *one == part))
        }
        "uncapped-band" => behind("above ").is_some_and(|(line, unit)| unit != of || sum > line),
        _ => true,
    };
    is_in_time && is_as_much
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
    assert_eq!(gap.price(), Some("10000 USD"));
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
    assert_eq!(json["price"], "10000 USD");
    assert_eq!(json["steps"][0]["signing"], serde_json::json!(["bot"]));
    assert_eq!(json["steps"][0]["at"], serde_json::to_value(Instant::parse(NOW).unwrap()).unwrap());
}
