//! Policies of the model's generator, each against a copy in which a number is another or a table is left out, with the
//! payouts, ledgers and quotes that are generated for it. `DIFF_GENERATED` says how many.

use std::collections::BTreeSet;
use std::time::{Duration, Instant as Clock};

use countersign::analyze::{Change, Comparison, Direction, Party, Supposed};
use countersign::{Instant, Ledger, LedgerEntry, Payout, Policy, Quote, Quotes};
use serde_json::{Value, json};

use crate::replay::compared;

const SEED: u64 = 11;

/// A generated case, its policy, and what becomes of it under another.
struct Generated {
    text: String,
    payout: Value,
    lines: Vec<LedgerEntry>,
    quotes: Vec<Quote>,
    at: Instant,
}

impl Generated {
    fn of(case: &Value) -> Self {
        let ledger = case["ledger"].as_str().unwrap();
        let lines = ledger.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect();
        Self {
            text: case["policy"].as_str().unwrap().into(),
            payout: case["payout"].clone(),
            lines,
            quotes: case
                .get("prices")
                .map(|quotes| serde_json::from_value(quotes.clone()).unwrap())
                .unwrap_or_default(),
            at: Instant::parse(case["at"].as_str().unwrap()).unwrap(),
        }
    }

    /// A policy with the ledger and the quotes of this case; none if it cannot read the ledger.
    fn under<'p>(&self, policy: &'p Policy) -> Option<Supposed<'p>> {
        let mut header = serde_json::to_value(Ledger::new(policy).header()).unwrap();
        header["entries"] = json!(self.lines.len());
        let ledger = Ledger::open(policy, &serde_json::from_value(header).unwrap(), self.lines.clone()).ok()?;
        let quotes = Quotes::verify(policy, &self.quotes).unwrap();
        Some(Supposed::new(policy).with_ledger(ledger).with_quotes(quotes))
    }

    /// The payout, and the same of every amount that stands in a policy, to every address, by everybody, sooner or later.
    fn payouts(&self, texts: [&str; 2], policy: &Policy) -> Vec<Payout> {
        let own = |key: &str| self.payout[key].as_str().unwrap().to_string();
        let amount = own("amount");
        let asset = amount.split_once(' ').unwrap().1;
        let quoted = texts.iter().flat_map(|text| text.split('"')).filter_map(|part| part.split_once(' '));
        let quoted = quoted.filter(|(_, rest)| rest.split(' ').next() == Some(asset));
        let amounts =
            quoted.map(|(number, _)| format!("{number} {asset}")).chain([amount.clone(), format!("1 {asset}")]);
        let addresses = texts.iter().flat_map(|text| text.split("address = \"").skip(1));
        let addresses = addresses.filter_map(|rest| rest.split_once('"')).map(|(address, _)| address.to_string());
        let people = policy.approvers().chain(policy.requesters()).map(ToString::to_string);
        let ages = [0, 3_600, 86_400].map(|age| Instant::from_unix(self.at.unix() - age).unwrap().to_string());
        let changes: [(&str, BTreeSet<String>); 4] = [
            ("amount", amounts.collect()),
            ("to", addresses.chain([own("to")]).collect()),
            ("initiator", people.chain([own("initiator")]).collect()),
            ("submitted_at", ages.into_iter().chain([own("submitted_at")]).collect()),
        ];
        let mut payouts = vec![self.payout.clone()];
        for (key, values) in &changes {
            for payout in payouts.clone().iter().take(12) {
                payouts.extend(values.iter().map(|value| {
                    let mut payout = payout.clone();
                    payout[key] = value.clone().into();
                    payout
                }));
            }
        }
        payouts.into_iter().filter_map(|payout| serde_json::from_value(payout).ok()).collect()
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % many
    }
}

/// A copy in which one number is another, or one table is left out; none if that is no policy.
fn edited(text: &str, random: &mut Random) -> Option<(String, Policy)> {
    let new = if random.below(4) == 0 { without_a_table(text, random)? } else { with_another_number(text, random)? };
    let lifetime = |text: &str| text.lines().find(|line| line.starts_with("approval_ttl")).map(str::to_string);
    // Of approvals that are made up, the lifetime is the policy's.
    let policy = (lifetime(text) == lifetime(&new)).then(|| Policy::parse(&new).ok())??;
    Some((new, policy))
}

fn without_a_table(text: &str, random: &mut Random) -> Option<String> {
    let starts: Vec<usize> = text.match_indices("\n[[").map(|(start, _)| start).collect();
    let chosen = *starts.get(random.below(starts.len().max(1)))?;
    let end = text[chosen + 3..].find("\n[").map_or(text.len(), |end| chosen + 3 + end);
    Some(format!("{}{}", &text[..chosen], &text[end..]))
}

fn with_another_number(text: &str, random: &mut Random) -> Option<String> {
    let bytes = text.as_bytes();
    let is_start = |place: &usize| bytes[*place].is_ascii_digit() && b"\" ".contains(&bytes[*place - 1]);
    let starts: Vec<usize> = (1..text.len()).filter(is_start).collect();
    let start = *starts.get(random.below(starts.len().max(1)))?;
    let digits: String = text[start..].chars().take_while(char::is_ascii_digit).collect();
    let number: u128 = digits.parse().ok()?;
    let other = match random.below(4) {
        0 => number + 1,
        1 => number.checked_sub(1)?,
        2 => number * 2,
        _ => number / 2,
    };
    Some(format!("{}{other}{}", &text[..start], &text[start + digits.len()..]))
}

/// Everybody, and so many at random: who signs, and who rejects.
fn parties(policy: &Policy, random: &mut Random) -> Vec<[Vec<String>; 2]> {
    let everybody: Vec<String> = policy.approvers().chain(policy.requesters()).map(ToString::to_string).collect();
    let mut parties = vec![[everybody.clone(), Vec::new()]];
    for _ in 0..12 {
        let (mut signing, mut rejecting) = (Vec::new(), Vec::new());
        for who in &everybody {
            match random.below(8) {
                0 => rejecting.push(who.clone()),
                1..=4 => signing.push(who.clone()),
                _ => {}
            }
        }
        let rejecting = if random.below(2) == 0 { Vec::new() } else { rejecting };
        parties.push([signing, rejecting]);
    }
    parties
}

/// Whether some case is allowed by the new one alone, and by the old one alone.
fn differ(case: &Generated, [old, new]: [&Policy; 2], payouts: &[Payout], random: &mut Random) -> (bool, bool) {
    let [Some(before), Some(now)] = [case.under(old), case.under(new)] else { return (false, false) };
    let (mut more, mut less) = (false, false);
    for payout in payouts {
        let (Ok(before), Ok(now)) = (before.open(payout), now.open(payout)) else { continue };
        for [signing, rejecting] in parties(old, random) {
            let allowed = |asked: &countersign::analyze::Asked<'_, '_>, policy: &Policy| {
                let known = |names: &[String]| {
                    let known = names.iter().filter(|name| Party::of(policy, [name.as_str()]).is_ok());
                    Party::of(policy, known.map(String::as_str)).unwrap()
                };
                asked.of(&known(&signing), &known(&rejecting), case.at).is_allowed()
            };
            let (before, now) = (allowed(&before, old), allowed(&now, new));
            more |= now && !before;
            less |= before && !now;
        }
    }
    (more, less)
}

fn contradicted(comparison: &Comparison, (more, less): (bool, bool)) -> bool {
    (more && matches!(comparison.more(), Direction::Nothing))
        || (less && matches!(comparison.less(), Direction::Nothing))
}

#[test]
fn of_generated_policies_no_case_says_otherwise() {
    let pairs: usize = std::env::var("DIFF_GENERATED").map_or(6, |count| count.parse().unwrap());
    let mut random = Random(SEED);
    let (mut made, mut with_a_difference, mut unclear, mut wrong) = (0, 0, Vec::new(), Vec::new());
    let mut slowest = Duration::ZERO;
    for number in 0.. {
        if made == pairs {
            break;
        }
        let case = countersign_model::r#gen::case(SEED, number);
        if !case["name"].as_str().unwrap().ends_with("plain") {
            continue;
        }
        let case = Generated::of(&case);
        let Some((text, new)) = edited(&case.text, &mut random) else { continue };
        made += 1;
        let old = Policy::parse(&case.text).unwrap();
        let started = Clock::now();
        let comparison = compared(&old, &new);
        slowest = slowest.max(started.elapsed());
        let found = differ(&case, [&old, &new], &case.payouts([&case.text, &text], &old), &mut random);
        with_a_difference += usize::from(found.0 || found.1);
        if contradicted(&comparison, found) {
            wrong.push(format!("{number}: {found:?}\n{comparison}\n{}\n-----\n{text}", case.text));
        }
        if comparison.change() == Change::Unclear {
            unclear.push(format!("{number}:\n{comparison}\n{}", case.text));
        }
    }
    println!(
        "diff: {made} generated pairs, {with_a_difference} of them with a case that differs, {} unclear, slowest {slowest:?}",
        unclear.len()
    );
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n\n"));
    if std::env::var("DIFF_GENERATED").is_ok() {
        println!("{}", unclear.join("\n\n"));
    }
}
