//! A small family of policies that differ by one construct each: every ordered pair, against trying every case.

use countersign::analyze::Change::{self, Looser, Same, Tighter};
use countersign::analyze::{Direction, Party, Supposed};
use countersign::{Instant, Ledger, Payout, Policy, Scheme};
use serde_json::{Value, json};

use crate::replay::{compared, edited, parse, reversed};
use crate::signed;
use crate::support::signer::Signer;

const PEOPLE: [&str; 3] = ["alice", "bob", "dana"];
const FRIEND: &str = "bc1qf2dwt9czkhvjvsnl25gujws2pq3lk059sf54uw";
const STRANGER: &str = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT";
/// A Monday morning, and a Saturday one.
const INSTANTS: [&str; 2] = ["2026-11-23T10:00:00Z", "2026-11-28T10:00:00Z"];
const AMOUNTS: [&str; 4] = ["0.5 BTC", "0.50000001 BTC", "1 BTC", "2 BTC"];
const FEES: [&str; 2] = ["0.0005 BTC", "0.001 BTC"];
const HOUR: u64 = 3_600;
const AGES: [u64; 3] = [0, 24 * HOUR, 49 * HOUR];

/// What has left before, and how long ago.
const PAST: [(&str, u64); 4] =
    [("0.5 BTC", 24 * HOUR - 1), ("0.5 BTC", 24 * HOUR), ("1 BTC", 24 * HOUR - 1), ("2 BTC", 48 * HOUR - 1)];

/// What is written in the first policy, what is written instead in each of the others, and how that one stands to it.
/// Of dana, who leaves, nothing is asked but that her no withdraws what she asked for.
const MEMBERS: &[(&str, &str, Change)] = &[
    ("", "", Same),
    ("approve = \"1 of ops\"", "approve = \"2 of ops\"", Tighter),
    ("approve = \"1 of ops\"", "approve = \"1 of ops and 1 of risk\"", Tighter),
    ("approve = \"1 of ops\"", "approve = \"1 of ops\"\ndelay = \"24h\"\nveto = \"nobody\"", Tighter),
    ("approve = \"1 of ops\"", "approve = \"1 of ops\"\nveto = \"1 of risk\"", Tighter),
    (
        "approve = \"1 of ops\"",
        "approve = \"1 of ops\"\n\
         hours = { days = [\"mon\"], open = \"09:00\", close = \"17:00\", zone = \"Europe/Zurich\" }",
        Tighter,
    ),
    ("to = \"any\"", "to = [\"friends\"]", Tighter),
    ("initiators = \"unsigned\"", "initiators = [\"alice\"]", Tighter),
    ("max = \"2 BTC per 24h\"", "max = \"1 BTC per 24h\"", Tighter),
    ("max = \"2 BTC per 24h\"", "max = \"2 BTC per 48h\"", Tighter),
    ("max_fee = \"0.001 BTC\"", "max_fee = \"0.0005 BTC\"", Tighter),
    ("payout_ttl = \"72h\"", "payout_ttl = \"49h\"", Tighter),
    ("payload = \"optional\"", "payload = \"optional\"\ninitiator_may_approve = true", Looser),
    ("[approvers.dana]", "[approvers.dana]\nactive_until = 2026-11-27T00:00:00Z", Looser),
    ("\n# more\n", "\n[[limits]]\nname = \"single\"\nmax = \"0.5 BTC per payout\"\n", Tighter),
    ("\n# more\n", "\n[[limits]]\nname = \"few\"\nmax_count = \"1 per 24h\"\n", Tighter),
    ("\n# more\n", "\n[[blocks]]\nname = \"them\"\nto = [\"friends\"]\n", Tighter),
    (
        "\n# more\n",
        "\n[[rules]]\nname = \"tier\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\ninitiators = \"unsigned\"\n\
         above = \"0.5 BTC per 24h\"\napprove = \"2 of (ops, risk)\"\n",
        Tighter,
    ),
];

pub fn first() -> String {
    let people: String = PEOPLE
        .iter()
        .map(|who| format!("[approvers.{who}]\nkeys = [\"{}\"]\n", Signer::named(who, Scheme::Ecdsa).key_text()))
        .collect();
    format!(
        "schema = 1\nrealm = \"test\"\nname = \"family\"\nversion = 1\nwallets = [\"hot\"]\npayout_ttl = \"72h\"\n\
         approval_ttl = \"47h\"\nclock_skew = \"2m\"\npayload = \"optional\"\n[assets.BTC]\nchain = \"bitcoin\"\n\
         decimals = 8\n{people}[groups]\nops = [\"alice\", \"bob\"]\nrisk = [\"dana\"]\n[lists.friends]\n\
         entries = [{{ chain = \"bitcoin\", address = \"{FRIEND}\" }}]\n[[rules]]\nname = \"base\"\n\
         assets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\ninitiators = \"unsigned\"\napprove = \"1 of ops\"\n\
         [[limits]]\nname = \"window\"\nmax = \"2 BTC per 24h\"\n[[limits]]\nname = \"fee\"\nmax_fee = \"0.001 BTC\"\n\
         \n# more\n"
    )
}

fn before(at: Instant, seconds: u64) -> Instant {
    Instant::from_unix(at.unix() - seconds).unwrap()
}

fn ledger(policy: &Policy, at: Instant, amount: &str, seconds: u64) -> Ledger {
    let mut header: Value = serde_json::to_value(Ledger::new(policy).header()).unwrap();
    header["entries"] = json!(1);
    let line = json!({ "payout": "past", "wallet": "hot", "amount": amount, "to": STRANGER, "initiator": "someone",
        "lists": [], "at": before(at, seconds), "state": "paid" });
    Ledger::open(policy, &serde_json::from_value(header).unwrap(), [serde_json::from_value(line).unwrap()]).unwrap()
}

/// Every case as yes or no, in one order for every policy.
fn answers(policy: &Policy) -> Vec<bool> {
    let mut answers = Vec::new();
    for at in INSTANTS.map(|at| Instant::parse(at).unwrap()) {
        let mut stands = vec![Supposed::new(policy)];
        for (amount, seconds) in PAST {
            stands.push(Supposed::new(policy).with_ledger(ledger(policy, at, amount, seconds)));
        }
        for supposed in &stands {
            for payout in payouts(at) {
                let asked = supposed.open(&payout).unwrap();
                for votes in 0..27usize {
                    let who =
                        |wanted| PEOPLE.iter().enumerate().filter(move |(place, _)| vote(votes, *place) == wanted);
                    let party = |wanted| Party::of(policy, who(wanted).map(|(_, name)| *name)).unwrap();
                    answers.push(asked.of(&party(1), &party(2), at).is_allowed());
                }
            }
        }
    }
    answers
}

/// Nothing, yes, or no.
fn vote(votes: usize, place: usize) -> usize {
    votes / [1, 3, 9][place] % 3
}

fn payouts(at: Instant) -> Vec<Payout> {
    let mut payouts = Vec::new();
    for initiator in ["alice", "dana", "someone"] {
        for to in [FRIEND, STRANGER] {
            for fee in FEES {
                for amount in AMOUNTS {
                    for age in AGES {
                        let payout = json!({ "id": "po-1", "wallet": "hot", "amount": amount, "to": to, "fee": fee,
                            "initiator": initiator, "submitted_at": before(at, age) });
                        payouts.push(serde_json::from_value(payout).unwrap());
                    }
                }
            }
        }
    }
    payouts
}

#[test]
fn each_is_to_the_first_what_it_is_made_for() {
    let first = first();
    let old = parse(&format!("{first}# the first\n"));
    for (from, to, expected) in MEMBERS {
        let new = parse(&edited(&first, from, to));
        assert_eq!(compared(&old, &new).change(), *expected, "{from} -> {to}");
        assert_eq!(compared(&new, &old).change(), reversed(*expected), "{to} -> {from}");
    }
}

/// Of the family the cases hold all that any two differ in: what is shown differs there, and what differs there is shown.
#[test]
fn every_pair_of_a_family_is_what_every_case_says() {
    let first = first();
    let family: Vec<(Policy, Vec<bool>)> = MEMBERS
        .iter()
        .map(|(from, to, _)| {
            let policy = parse(&edited(&first, from, to));
            let answers = answers(&policy);
            (policy, answers)
        })
        .collect();
    let (mut wrong, mut replayed) = (Vec::new(), 0);
    for (old_number, (old, old_answers)) in family.iter().enumerate() {
        for (new_number, (new, new_answers)) in family.iter().enumerate() {
            let comparison = compared(old, new);
            if old_number * new_number == 0 {
                replayed += signed::replayed(&comparison, old, new);
            }
            let pairs = || old_answers.iter().zip(new_answers);
            let more = pairs().any(|(old, new)| *new && !*old);
            let less = pairs().any(|(old, new)| *old && !*new);
            for (which, differs, said) in [("more", more, comparison.more()), ("less", less, comparison.less())] {
                let is_right = match said {
                    Direction::Nothing => !differs,
                    Direction::Shown(_) => differs,
                    Direction::Unknown(_) => false,
                };
                if !is_right {
                    wrong.push(format!(
                        "{:?} -> {:?}: {which} is {differs}, said is {said:?}",
                        MEMBERS[old_number].1, MEMBERS[new_number].1
                    ));
                }
            }
        }
    }
    assert!(replayed >= 2 * (family.len() - 1), "only {replayed} examples replayed out of the JSON");
    println!("diff: {} pairs of a family", family.len() * family.len());
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
