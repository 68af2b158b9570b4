//! What is known of thresholds, and of those by which others were robbed.

use countersign::analyze::{BandOfAmounts, Coalitions, Focus, Party};
use countersign::{Instant, Policy, Quotes, Scheme};

use crate::oracle::{Oracle, in_words, some};
use crate::showcases::AT;
use crate::signer::Signer;

/// A policy of these people in which nobody has to sign a request, and the quorum alone decides.
fn of_people(people: &[&str], groups: &str, approve: &str) -> Policy {
    let keys: String = people
        .iter()
        .map(|name| format!("[approvers.{name}]\nkeys = [\"{}\"]\n", Signer::named(name, Scheme::Ecdsa).key_text()))
        .collect();
    let text = format!(
        "schema = 1\nrealm = \"facts\"\nname = \"facts\"\nversion = 1\nwallets = [\"bridge\"]\npayout_ttl = \"24h\"\n\
         approval_ttl = \"12h\"\nclock_skew = \"2m\"\npayload = \"optional\"\n[assets.ETH]\nchain = \"ethereum\"\n\
         decimals = 18\n{keys}{groups}[[rules]]\nname = \"withdraw\"\nassets = [\"ETH\"]\nwallets = \"any\"\nto = \"any\"\n\
         initiators = \"unsigned\"\napprove = \"{approve}\"\n[[limits]]\nname = \"day\"\nmax = \"1000000 ETH per 24h\"\n\
         [[limits]]\nname = \"fee\"\nmax_fee = \"unlimited\"\n"
    );
    Policy::parse(&text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn first_band<'c>(coalitions: &'c Coalitions<'_>) -> &'c BandOfAmounts {
    &coalitions.kinds()[0].bands()[0]
}

fn coalitions(policy: &Policy) -> Coalitions<'_> {
    Coalitions::of(policy, &Focus::default(), &Quotes::none(), Instant::parse(AT).unwrap()).unwrap()
}

fn numbered(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("v{number:02}")).collect()
}

fn threshold(needed: usize, of: usize) -> (Policy, String) {
    let names = numbered(of);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let quoted = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let groups = format!("[groups]\nvalidators = [{quoted}]\n");
    (of_people(&names, &groups, &format!("{needed} of validators")), names.join(", "))
}

#[test]
fn two_of_alice_bob_and_judge_entails_alice_or_judge_and_bob() {
    let policy = of_people(&["alice", "bob", "judge"], "", "2 of (alice, bob, judge)");
    let coalitions = coalitions(&policy);
    let band = first_band(&coalitions);
    assert_eq!(in_words(&policy, band.releases()), ["any 2 of alice, bob, judge"]);
    let party = |names: &[&str]| Party::of(&policy, names.iter().copied()).unwrap();
    let (alice, judge_and_bob) = (party(&["alice"]), party(&["judge", "bob"]));
    let oracle = Oracle::new(&policy, &Quotes::none());
    for number in 0..=oracle.everyone() {
        let people = oracle.party(number);
        if band.releases().iter().any(|release| release.coalition().is_within(&people)) {
            let names = people.names(&policy);
            let has = |party: &Party| party.names(&policy).iter().all(|name| names.contains(name));
            assert!(has(&alice) || has(&judge_and_bob), "{names:?}");
        }
    }
    oracle.check_band(band, 0..=oracle.everyone());
}

#[test]
fn a_quorum_that_knows_alice_apart_is_said_as_it_is() {
    let policy = of_people(&["alice", "bob", "judge"], "", "1 of (alice) or 2 of (bob, judge)");
    let coalitions = coalitions(&policy);
    assert_eq!(in_words(&policy, first_band(&coalitions).releases()), ["alice", "bob and judge"]);
}

#[test]
fn harmony_is_any_two_of_five() {
    let (policy, names) = threshold(2, 5);
    let coalitions = coalitions(&policy);
    assert_eq!(in_words(&policy, first_band(&coalitions).releases()), ["any 2 of validators"]);
    let locks: Vec<String> = first_band(&coalitions).locks().iter().map(|lock| lock.in_words(&policy)).collect();
    assert_eq!(locks, ["any 4 of validators"]);
    assert!(coalitions.to_string().contains(&format!("\nvalidators: {}", names.replace(", v05", " and v05"))));
}

#[test]
fn radiant_is_any_three_of_eleven() {
    let (policy, _) = threshold(3, 11);
    let coalitions = coalitions(&policy);
    let band = first_band(&coalitions);
    assert_eq!(in_words(&policy, band.releases()), ["any 3 of validators"]);
    let oracle = Oracle::new(&policy, &Quotes::none());
    oracle.check_band(band, some(oracle.everyone()));
}

#[test]
fn ronin_with_four_of_nine_keys_in_one_house_lacked_one_more() {
    let (policy, _) = threshold(5, 9);
    let house = Party::of(&policy, ["v01", "v02", "v03", "v04"]).unwrap();
    let coalitions = coalitions(&policy).with_stolen(house.clone());
    let release = &first_band(&coalitions).releases()[0];
    assert_eq!(release.coalition().in_words(&policy), "any 5 of validators");
    assert_eq!(release.coalition().beside(&house).in_words(&policy), "any 1 of v05, v06, v07, v08, v09");
    let text = coalitions.to_string();
    assert!(text.contains("v01, v02, v03 and v04 alone: nothing"), "{text}");
    assert!(text.contains("enough with any 1 of v05, v06, v07, v08, v09"), "{text}");
}

#[test]
fn whoever_is_alike_is_said_once_though_another_rule_parts_them() {
    let people = ["ann", "ben", "cat", "dan", "eve"];
    let groups = "[groups]\nops = [\"ann\", \"ben\", \"cat\"]\nrisk = [\"cat\", \"dan\", \"eve\"]\n";
    let policy = of_people(&people, groups, "4 of (ops, risk)");
    let text = coalitions(&policy).to_string();
    assert!(text.contains("released by     any 4 of ann, ben, cat, dan, eve"), "{text}");
    // With a seat in each group cat fills one of them.
    let policy = of_people(&people, groups, "2 of ops and 1 of risk");
    let found = coalitions(&policy);
    let words = in_words(&policy, first_band(&found).releases());
    assert_eq!(words, ["ann, ben and cat", "any 2 of (ann, ben, cat) and any 1 of (dan, eve)"]);
}
