//! A destination whose statement is too long to be signed does not stand for those whose is not.

use countersign::analyze::{Coalitions, Focus, Inspection, KindOfPayout, Shown, Supposed};
use countersign::{Instant, Payout, Policy, Quotes};
use serde_json::json;

use crate::oracle::{Oracle, some};
use crate::showcases::AT;

const LONG: &str = include_str!("found/long-address.toml");

fn parsed(text: &str) -> Policy {
    Policy::parse(text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn coalitions(policy: &Policy) -> Coalitions<'_> {
    Coalitions::of(policy, &Focus::default(), &Quotes::none(), Instant::parse(AT).unwrap()).unwrap()
}

fn to(coalitions: &Coalitions<'_>, kind: &str) -> serde_json::Value {
    let json = serde_json::to_value(coalitions).unwrap();
    let mut kinds = json["kinds"].as_array().unwrap().iter();
    kinds.find(|one| one["to"].as_array().unwrap().contains(&json!(kind))).unwrap().clone()
}

#[test]
fn the_entry_that_can_be_signed_for_is_paid_and_the_other_is_said_to_be_left_out() {
    let policy = parsed(LONG);
    let found = coalitions(&policy);
    let kind = to(&found, "ven");
    assert_eq!(kind["bands"][0]["releases"][0]["people"], "alice, bob and carol");
    assert_eq!(kind["bands"][0]["releases"][0]["replay"]["payout"]["to"], "rShort");
    let text = found.to_string();
    assert!(
        text.contains("\nnot complete: statements of payouts of XRP to ven that are too long to be signed: "),
        "{text}"
    );
    assert!(text.contains("up to 1 XRP per 24h to ven: alice, bob and carol\n"), "{text}");
    assert_eq!(serde_json::to_value(&found).unwrap()["complete"], false);
    // The engine's word on every set of people, of what was asked about.
    let oracle = Oracle::new(&policy, &Quotes::none());
    let bands = found.kinds().iter().flat_map(KindOfPayout::bands).filter(|band| !band.releases().is_empty());
    assert!(bands.map(|band| oracle.check_band(band, some(oracle.everyone()))).sum::<usize>() > 0);
    // Of the other the engine reads nothing.
    let long = LONG.lines().find_map(|line| line.split("address=\"").nth(1)).unwrap();
    let mut other = kind["bands"][0]["releases"][0]["replay"]["payout"].clone();
    (other["to"], other["tag"]) = (json!(long.split('"').next().unwrap()), json!("t".repeat(64)));
    let other: Payout = serde_json::from_value(other).unwrap();
    assert!(Supposed::new(&policy).open(&other).is_err());
}

#[test]
fn a_policy_that_pays_one_of_two_entries_is_not_locked_and_breaks_its_claim() {
    let inspection = Inspection::of(LONG, Instant::parse(AT).unwrap()).unwrap();
    let codes: Vec<&str> = inspection.findings().iter().map(|finding| finding.code().as_str()).collect();
    assert!(!codes.contains(&"locked"), "{codes:?}");
    assert!(matches!(inspection.claims()[0].shown(), Shown::Broken(_)), "{:?}", inspection.claims()[0]);
}

#[test]
fn where_no_entry_can_be_signed_for_nobody_is_no_complete_answer() {
    let short = "{chain=\"xrpl\",address=\"rShort\",tag=\"9\"}";
    let policy = parsed(&LONG.replacen(&format!(",{short}"), "", 1));
    let found = coalitions(&policy);
    assert!(found.kinds().iter().flat_map(KindOfPayout::bands).all(|band| band.releases().is_empty()));
    assert!(found.to_string().contains("nobody is known who can release anything; not all is known"), "{found}");
    // Without the long one all is known, and nothing is said of statements.
    let entry = LONG.lines().find(|line| line.starts_with("entries=")).unwrap();
    let policy = parsed(&LONG.replacen(entry, &format!("entries=[{short}]"), 1));
    let text = coalitions(&policy).to_string();
    assert!(text.contains("to ven: alice, bob and carol\n"), "{text}");
}
