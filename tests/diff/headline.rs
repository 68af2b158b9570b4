//! The first line of what is shown is true when it is read alone: nobody, or the same people, is said of what the engine
//! says so of, asked with approvals as the other policy takes them.

use countersign::analyze::{Comparison, Direction, Party, Supposed};
use countersign::{Instant, Payout, Policy};
use serde_json::{Value, json};

use crate::replay::{compared, edited, parse};

const OLD: &str = include_str!("found/headline.toml");

/// The same payout with one thing written otherwise.
fn with(payout: &Payout, key: &str, value: Value) -> Payout {
    let mut payout = serde_json::to_value(payout).unwrap();
    payout[key] = value;
    payout.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    serde_json::from_value(payout).unwrap()
}

/// Whether a policy allows it to these people at that instant, whose approvals live as long as it lets them.
fn allows(policy: &Policy, payout: &Payout, (signing, rejecting): (&Party, &Party), at: Instant) -> bool {
    let supposed = Supposed::new(policy);
    supposed.open(payout).is_ok_and(|asked| asked.of(signing, rejecting, at).is_allowed())
}

/// The payout with other fees and bound to a raw transaction or not, each with the words that name what it changes.
fn otherwise(payout: &Payout, fees: &[String]) -> Vec<(Payout, &'static [&'static str])> {
    const FEE: &[&str] = &[" with a fee of ", " with no fee named"];
    const PAYLOAD: &[&str] = &["naming the raw transaction"];
    let no_fee = with(payout, "fee", Value::Null);
    let zero = fees.iter().map(|asset| with(payout, "fee", json!(format!("0 {asset}"))));
    let mut all: Vec<(Payout, &[&str])> = zero.chain([no_fee]).map(|payout| (payout, FEE)).collect();
    for digest in [Value::Null, json!("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")] {
        all.push((with(payout, "payload_sha256", digest), PAYLOAD));
    }
    all
}

/// Asks the engine what the first lines say of whom it takes under the other policy, while nothing has left and nothing
/// is quoted.
pub fn is_true(comparison: &Comparison, old: &Policy, new: &Policy) {
    let text = comparison.to_string();
    let report = serde_json::to_value(comparison).unwrap();
    for (way, direction, policy) in [("more", comparison.more(), old), ("less", comparison.less(), new)] {
        let Direction::Shown(witnesses) = direction else { continue };
        for (witness, said) in witnesses.iter().zip(report[way]["examples"].as_array().unwrap()) {
            let example = witness.example();
            if !example.ledger().is_empty() || !said["quotes"].as_array().unwrap().is_empty() {
                continue;
            }
            let known = |names: &[countersign::Name]| {
                let known = |name: &&str| Party::of(policy, [*name]).is_ok();
                Party::of(policy, names.iter().map(countersign::Name::as_str).filter(known)).unwrap()
            };
            let rejecting = known(&example.rejecting());
            let all: Vec<_> = policy.approvers().chain([example.payout().initiator()]).cloned().collect();
            let all = known(&all.into_iter().filter(|name| !example.rejecting().contains(name)).collect::<Vec<_>>());
            let asked = |payout: &Payout, who: &Party| allows(policy, payout, (who, &rejecting), example.at());
            let Some(others) = said["others"].as_array() else {
                assert!(!asked(example.payout(), &all), "{text}");
                if let Some(most) = said["up_to"].get("amount") {
                    assert!(!asked(&with(example.payout(), "amount", most.clone()), &all), "{text}");
                }
                let assets = policy_assets(policy, example.payout());
                for (payout, words) in otherwise(example.payout(), &assets) {
                    let is_named = words.iter().any(|words| text.contains(words));
                    assert!(is_named || !asked(&payout, &all), "{words:?} of {payout:?}\n{text}");
                }
                continue;
            };
            let names: Vec<&str> = others.iter().map(|name| name.as_str().unwrap()).collect();
            assert!(asked(example.payout(), &Party::of(policy, names).unwrap()), "{text}");
        }
    }
}

/// Assets that a fee could be paid in: the payout's own, and those that the policies of these tests know.
fn policy_assets(policy: &Policy, payout: &Payout) -> Vec<String> {
    let known = ["BTC", "ETH"].into_iter().filter(|asset| {
        let fee = with(payout, "fee", json!(format!("0 {asset}")));
        Supposed::new(policy).open(&fee).is_ok()
    });
    known.map(String::from).collect()
}

/// Each way round: the text of it, and the first example that is shown.
fn both_ways(from: &str, to: &str) -> [(String, countersign::analyze::Witness); 2] {
    let (old, new) = (parse(OLD), parse(&edited(OLD, from, to)));
    let (less, more) = (compared(&old, &new), compared(&new, &old));
    let [less_shown, more_shown] = [less.less().witnesses()[0].clone(), more.more().witnesses()[0].clone()];
    [(less.to_string(), less_shown), (more.to_string(), more_shown)]
}

fn says(text: &str, line: &str) {
    assert!(text.contains(&format!("\n  {line}\n")), "{line}\n{text}");
}

const TWO: &str = "alice and carol can have up to 5 BTC per 24h released from hot-1 to a stranger";
const ONE: &str = "alice alone can have up to 0.5 BTC per 24h released from hot-1 to a stranger";

#[test]
fn a_shorter_life_of_approvals_takes_nothing_from_anybody_who_signs_again() {
    let new = parse(&edited(OLD, "approval_ttl = \"12h\"", "approval_ttl = \"8h\""));
    let [(now, shown), (before, _)] = both_ways("approval_ttl = \"12h\"", "approval_ttl = \"8h\"");
    says(&now, &format!("{TWO}; now: the same people, with approvals that end within 8h"));
    says(&before, &format!("{TWO}; before: the same people, with approvals that end within 8h"));
    let example = shown.example();
    let two = Party::of(&new, ["alice", "carol"]).unwrap();
    assert!(allows(&new, example.payout(), (&two, &Party::nobody()), example.at()), "the same people, at that second");
    let most = with(example.payout(), "amount", json!("5 BTC"));
    assert!(allows(&new, &most, (&two, &Party::nobody()), example.at()), "and as much");
}

#[test]
fn what_has_waited_is_the_same_peoples_under_a_shorter_life_of_approvals() {
    let delayed = edited(OLD, "approve = \"1 of ops\"", "approve = \"1 of ops\"\ndelay = \"6h\"\nveto = \"nobody\"");
    let (old, new) = (parse(&delayed), parse(&edited(&delayed, "approval_ttl = \"12h\"", "approval_ttl = \"7h\"")));
    let comparison = compared(&old, &new);
    let said = ", 6h after it is submitted; now: the same people, with approvals that end within 7h";
    assert!(comparison.to_string().contains(said), "{comparison}");
}

#[test]
fn clocks_that_may_differ_less_take_nothing_from_anybody_whose_clock_is_right() {
    let [(now, shown), (before, _)] = both_ways("clock_skew = \"5m\"", "clock_skew = \"2m\"");
    says(&now, &format!("{TWO}; now: the same people, with approvals dated at most 2m ahead"));
    says(&before, &format!("{TWO}; before: the same people, with approvals dated at most 2m ahead"));
    let new = parse(&edited(OLD, "clock_skew = \"5m\"", "clock_skew = \"2m\""));
    let two = Party::of(&new, ["alice", "carol"]).unwrap();
    assert!(allows(&new, shown.example().payout(), (&two, &Party::nobody()), shown.example().at()));
}

#[test]
fn a_fee_that_is_refused_is_named() {
    let [(now, shown), (before, _)] = both_ways("max_fee = \"0.002 BTC\"", "max_fee = \"0.001 BTC\"");
    says(&now, &format!("{ONE} with a fee of 0.002 BTC; now: nobody can have that, if alice asks"));
    says(&before, &format!("{ONE} with a fee of 0.002 BTC; before: nobody can have that, if alice asks"));
    let new = parse(&edited(OLD, "max_fee = \"0.002 BTC\"", "max_fee = \"0.001 BTC\""));
    let (payout, at) = (shown.example().payout(), shown.example().at());
    let (everybody, alice) = (Party::everybody(&new), Party::of(&new, ["alice"]).unwrap());
    assert!(!allows(&new, payout, (&everybody, &Party::nobody()), at), "nobody with that fee");
    let cheaper = with(payout, "fee", json!("0.001 BTC"));
    assert!(allows(&new, &cheaper, (&alice, &Party::nobody()), at), "alice alone with another");
}

#[test]
fn a_fee_that_is_not_named_is_refused_where_there_is_a_most() {
    let unlimited = edited(OLD, "max_fee = \"0.002 BTC\"", "max_fee = \"unlimited\"");
    let comparison = compared(&parse(&unlimited), &parse(OLD));
    let said = [
        " with no fee named; now: nobody can have that, if alice asks",
        "BTC; now: nobody can have that, if alice asks",
    ];
    assert!(said.iter().any(|said| comparison.to_string().contains(said)), "{comparison}");
}

#[test]
fn a_raw_transaction_that_has_to_be_named_is_spoken_of() {
    let [(now, shown), (before, _)] = both_ways("payload = \"optional\"", "payload = \"required\"");
    says(&now, &format!("{ONE} without naming the raw transaction; now: nobody can have that, if alice asks"));
    says(&before, &format!("{ONE} without naming the raw transaction; before: nobody can have that, if alice asks"));
    let new = parse(&edited(OLD, "payload = \"optional\"", "payload = \"required\""));
    let (payout, at) = (shown.example().payout(), shown.example().at());
    let (everybody, alice) = (Party::everybody(&new), Party::of(&new, ["alice"]).unwrap());
    assert!(!allows(&new, payout, (&everybody, &Party::nobody()), at), "nobody without it");
    let bound =
        with(payout, "payload_sha256", json!("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"));
    assert!(allows(&new, &bound, (&alice, &Party::nobody()), at), "alice alone with it");
}

/// A raw transaction and a fee at once: each is shown by a payout that has nothing else against it.
#[test]
fn two_features_that_are_refused_are_both_named() {
    let stricter = edited(OLD, "payload = \"optional\"", "payload = \"required\"");
    let stricter = edited(&stricter, "max_fee = \"0.002 BTC\"", "max_fee = \"0.001 BTC\"");
    let text = compared(&parse(OLD), &parse(&stricter)).to_string();
    for feature in ["without naming the raw transaction", "with a fee of 0.002 BTC"] {
        says(&text, &format!("{ONE} {feature}; now: nobody can have that, if alice asks"));
    }
}

#[test]
fn where_it_goes_is_named_if_elsewhere_others_can() {
    let [(now, shown), (before, _)] = both_ways("to = \"any\"", "to = [\"good\"]");
    let now_line = now.lines().find(|line| line.contains("; now: nobody")).unwrap();
    assert!(now_line.contains(" released from hot-1 to a stranger; now: nobody can have that, if alice asks"), "{now}");
    let before_line = before.lines().find(|line| line.contains("; before: nobody")).unwrap();
    assert!(
        before_line.contains(" released from hot-1 to a stranger; before: nobody can have that, if alice asks"),
        "{before}"
    );
    let new = parse(&edited(OLD, "to = \"any\"", "to = [\"good\"]"));
    let (payout, at) = (shown.example().payout(), shown.example().at());
    let alice = Party::of(&new, ["alice"]).unwrap();
    assert!(!allows(&new, payout, (&Party::everybody(&new), &Party::nobody()), at), "nobody to a stranger");
    let good = with(payout, "to", json!("bc1q3a86am4m87lxyq2rqatk7t2jhv0s5va5t5vmwvn33p53xeajgvgs8sdrg9"));
    assert!(allows(&new, &good, (&alice, &Party::nobody()), at), "alice alone to a good one");
}

/// An entry of the one that is a stranger to the other is written out.
#[test]
fn an_address_that_is_listed_in_one_alone_is_written_out() {
    let good = edited(OLD, "to = \"any\"", "to = [\"good\"]");
    let entry = "bc1q3a86am4m87lxyq2rqatk7t2jhv0s5va5t5vmwvn33p53xeajgvgs8sdrg9";
    let other = edited(&good, entry, "bc1pahxukl2nm08gpq5fd2zcysm22dawkk3z7ufmn6zv3m739zzmc6kqqwjufj");
    let comparison = compared(&parse(&good), &parse(&other));
    let said = format!(" released from hot-1 to {entry}; now: nobody can have that, if alice asks\n");
    assert!(comparison.to_string().contains(&said), "{comparison}");
}

/// For the most they can have others would have to agree too: no line says the same people of that.
#[test]
fn the_same_people_are_said_to_have_only_what_they_have() {
    let stricter = edited(OLD, "approval_ttl = \"12h\"", "approval_ttl = \"8h\"");
    let stricter = edited(&stricter, "above = \"5 BTC per 24h\"", "above = \"3 BTC per 24h\"");
    let text = compared(&parse(OLD), &parse(&stricter)).to_string();
    let same: Vec<&str> = text.lines().filter(|line| line.contains("the same people")).collect();
    assert!(same.iter().all(|line| !line.contains("up to 5 BTC")), "{text}");
    assert!(!same.is_empty() && text.contains("can have up to 5 BTC"), "{text}");
}

/// What left before counts against that address alone.
#[test]
fn the_address_to_which_it_left_before_is_spoken_of() {
    let each =
        "[[limits]]\nname = \"one\"\nmax = \"1 BTC per 24h\"\neach = [\"destination\"]\n[[rules]]\nname = \"base\"";
    let old = edited(OLD, "[[rules]]\nname = \"base\"", each);
    let new = edited(&old, "\"1 BTC per 24h\"", "\"1 BTC per 48h\"");
    let text = compared(&parse(&old), &parse(&new)).to_string();
    assert!(text.contains("\n  after ") && text.contains(" to the same address"), "{text}");
}
