//! Rules with hours of their own and lists that come to count: people can pay within a time exactly if the engine, asked
//! every hour from every hour on, lets them.

use core::fmt::Write as _;

use countersign::analyze::{Inspection, Party, Shown, Supposed};
use countersign::{Instant, Payout, Policy};

use crate::dice::Dice;

/// A Monday; everything changes at full hours.
const START: &str = "2026-11-23T10:00:00Z";
const HOUR: u64 = 3_600;
/// A week after the last list has come to count, which is three days after the start at the latest.
const HOURS: u64 = 24 * 10;
const SAFE: &str = "bc1qjxzq70j25hk3jjgmucd6gdhycuglny3z8gdr93";

#[test]
fn people_can_pay_within_the_longest_night_and_no_hour_less() {
    let (mut kept, mut broken) = (0, 0);
    for seed in 0..24 {
        let text = policy(&mut Dice::new(11_000_000 + seed));
        let policy = Policy::parse(&text).unwrap();
        let longest = longest(&policy);
        // Neither more nor less; and where it can be never, not in four days either.
        let claims: Vec<(u64, bool)> = match longest {
            Some(0) => vec![(1, true)],
            Some(hours) => {
                vec![(hours * HOUR, true), (hours * HOUR - 1, false), ((hours - 1).max(1) * HOUR, hours == 1)]
            }
            None => vec![(96 * HOUR, false)],
        };
        let mut claiming = text.clone();
        for (number, (within, _)) in claims.iter().enumerate() {
            let sentence = format!("2 of ops can pay 2 A to safe within {within}s");
            write!(claiming, "\n[[claims]]\nname = \"c{number}\"\nalways = \"{sentence}\"\n").unwrap();
        }
        let inspection = Inspection::of(&claiming, Instant::parse(START).unwrap()).unwrap();
        for (claim, (within, holds)) in inspection.claims().iter().zip(claims) {
            assert_eq!(claim.holds(), holds, "seed {seed}, {within}s: {:?}\n{text}", claim.shown());
            match claim.shown() {
                Shown::Kept => kept += 1,
                Shown::Broken(witness) => {
                    assert!(witness.replays(&policy), "seed {seed}: {witness:?}");
                    broken += 1;
                }
                Shown::Unknown(why) => panic!("seed {seed}: {why}\n{text}"),
            }
        }
    }
    println!("nights: {kept} kept, {broken} broken");
    assert!(kept > 8 && broken > 8, "{kept} {broken}");
}

/// After how many hours it leaves at the latest, whenever two of them ask; none if at some time not in four days.
fn longest(policy: &Policy) -> Option<u64> {
    let supposed = Supposed::new(policy);
    let party = Party::of(policy, ["alice", "bob"]).unwrap();
    let first = Instant::parse(START).unwrap().unix();
    let at = |hours: u64| Instant::from_unix(first + hours * HOUR).unwrap();
    let mut longest = 0;
    for start in 0..HOURS {
        let payout: Payout = serde_json::from_value(serde_json::json!({
            "id": "po-1", "wallet": "w1", "amount": "2 A", "to": SAFE, "fee": "0 A", "initiator": "alice",
            "submitted_at": at(start),
        }))
        .unwrap();
        let asked = supposed.open(&payout).unwrap();
        let allows = |wait: &u64| asked.of(&party, &Party::nobody(), at(start + wait)).is_allowed();
        longest = longest.max((0..=96).find(allows)?);
    }
    Some(longest)
}

/// One rule for the way out, others besides, each with hours, a delay or a list that spares it, or none.
fn policy(dice: &mut Dice) -> String {
    let mut text = String::from(
        "schema = 1\nrealm = \"nights\"\nname = \"nights\"\nversion = 1\nwallets = [\"w1\"]\npayout_ttl = \"9d\"\n\
         approval_ttl = \"8d\"\nclock_skew = \"2m\"\npayload = \"optional\"\n\
         [assets.A]\nchain = \"bitcoin\"\ndecimals = 0\n\
         [approvers.alice]\nkeys = [\"ecdsa:03d65f60a8d1f26f58cb159e5bf34d2a72a71a048dea7d356efc1155d83089447e\"]\n\
         [approvers.bob]\nkeys = [\"ecdsa:0369100adce38ccc1a78c57bfd7285e7faa89dd7b926c6856bc30038a4e54f0aa8\"]\n\
         [groups]\nops = [\"alice\", \"bob\"]\n",
    );
    let entry = format!("entries = [{{ chain = \"bitcoin\", address = \"{SAFE}\", added = 2026-11-23T10:00:00Z }}]\n");
    let known = dice.pick(&["cooling_off = \"2d\"\n", "cooling_off = \"3d\"\n", ""]);
    write!(text, "[lists.safe]\n{entry}[lists.known]\n{known}{entry}").unwrap();
    text += "[[limits]]\nname = \"day\"\nassets = [\"A\"]\nmax = \"9 A per 24h\"\n";
    text += "[[limits]]\nname = \"fee\"\nmax_fee = \"0 A\"\n";
    rule(dice, &mut text, "way", "to = [\"safe\"]\ninitiators = [\"ops\"]\napprove = \"1 of ops\"", "hours");
    for number in 0..=dice.below(2) {
        let place = dice.pick(&["to = \"any\"", "to = [\"safe\"]", "not_to = [\"known\"]", "to = [\"known\"]"]);
        let above = dice.pick(&["1", "1", "5"]);
        let approve = dice.pick(&["1 of ops", "1 of ops", "2 of ops"]);
        let words =
            format!("{place}\ninitiators = \"unsigned\"\nabove = \"{above} A per payout\"\napprove = \"{approve}\"");
        let when = dice.pick(&["hours", "hours", "during"]);
        rule(dice, &mut text, &format!("tier-{number}"), &words, when);
    }
    text
}

fn rule(dice: &mut Dice, text: &mut String, name: &str, words: &str, when: &str) {
    write!(text, "[[rules]]\nname = \"{name}\"\nassets = [\"A\"]\nwallets = \"any\"\n{words}\n").unwrap();
    let days = dice.pick(&[
        "\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"",
        "\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"",
        "\"mon\", \"wed\", \"sat\"",
        "\"tue\", \"thu\", \"sun\"",
    ]);
    let (open, close) = dice.pick(&[("09:00", "17:00"), ("09:00", "12:00"), ("16:00", "20:00"), ("22:00", "06:00")]);
    if dice.below(4) > 0 {
        let hours = format!("{{ days = [{days}], open = \"{open}\", close = \"{close}\", zone = \"UTC\" }}");
        writeln!(text, "{when} = {hours}").unwrap();
    }
    if dice.below(3) == 0 {
        writeln!(text, "delay = \"{}h\"\nveto = \"nobody\"", dice.pick(&[2, 5, 24])).unwrap();
    }
}
