//! A policy of a thousand rules and a hundred people is looked through in time.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use countersign::Scheme;

use super::inspect;
use super::signer::Signer;

const RULES: usize = 1_000;
const PEOPLE: usize = 100;

/// Ten assets, three lists, a hundred people of twenty houses, each of whom is named alone somewhere.
fn large() -> String {
    let mut text = String::from(
        "schema = 1\nrealm = \"r\"\nname = \"l\"\nversion = 1\nwallets = [\"a\", \"b\"]\npayout_ttl = \"10d\"\napproval_ttl = \"4d\"\n\
         clock_skew = \"2m\"\npayload = \"optional\"\n",
    );
    for asset in 0..10 {
        writeln!(text, "[assets.A{asset}]\nchain = \"ethereum\"\ndecimals = 6").unwrap();
        writeln!(text, "[[limits]]\nname = \"day-{asset}\"\nmax = \"1000000 A{asset} per 24h\"").unwrap();
    }
    text.push_str("[[limits]]\nname = \"fee\"\nmax_fee = \"1 A0\"\n");
    for person in 0..PEOPLE {
        let key = Signer::named(&format!("large {person}"), Scheme::Ecdsa).key_text();
        writeln!(
            text,
            "[approvers.p{person}]\nkeys = [\"{key}\"]\norg = \"h{}\"\nsite = \"s{}\"",
            person % 20,
            person % 7
        )
        .unwrap();
    }
    text.push_str("[groups]\n");
    for group in 0..10 {
        let members: Vec<String> = (0..PEOPLE).filter(|one| one % 10 == group).map(|one| format!("p{one}")).collect();
        writeln!(text, "g{group} = {members:?}").unwrap();
    }
    for list in 0..3 {
        writeln!(text, "[lists.l{list}]\nentries = [{{ chain = \"ethereum\", address = \"0x{:040}\" }}]", list + 1)
            .unwrap();
    }
    for rule in 0..RULES {
        let (asset, tier) = (rule % 10, rule / 10);
        let asks = format!("initiators = [\"g{}\", \"p{}\"]", rule % 7, rule % PEOPLE);
        let approve =
            format!("approve = \"2 of g{} and 1 of (g{}, p{})\"", rule % 10, (rule + 3) % 10, (rule * 7) % PEOPLE);
        let to = match rule % 4 {
            0 => "to = \"any\"".into(),
            list => format!("to = [\"l{}\"]", list - 1),
        };
        writeln!(
            text,
            "[[rules]]\nname = \"r{rule}\"\nassets = [\"A{asset}\"]\nwallets = \"any\"\n{to}\n{asks}\n{approve}"
        )
        .unwrap();
        if tier > 4 {
            writeln!(text, "above = \"{} A{asset} per 24h\"", tier * 100).unwrap();
        }
    }
    text
}

#[test]
fn a_thousand_rules_and_a_hundred_people_are_looked_through_within_a_minute() {
    let text = large();
    let begun = Instant::now();
    let inspection = inspect(&text);
    let taken = begun.elapsed();
    let found = inspection.findings().len();
    println!(
        "lints: {RULES} rules, {PEOPLE} people, {found} findings in {taken:?}, complete: {}",
        inspection.is_complete()
    );
    assert!(found > 0);
    assert!(taken < Duration::from_secs(60), "{taken:?}");
}

#[test]
fn a_policy_of_nothing_but_silences_is_looked_through_in_time() {
    let silence = "# countersign: allow payload-optional (as ever)\n";
    let text = super::BASE.replacen("schema", &format!("{}\nschema", silence.repeat(100_000)), 1);
    let begun = Instant::now();
    let inspection = inspect(&text);
    let (found, taken) = (inspection.findings().len(), begun.elapsed());
    assert_eq!(found, 10_000, "as many as are kept");
    assert!(!inspection.is_complete());
    assert_eq!(inspection.incomplete(), ["not every finding is listed: there are more than 10,000 of a severity"]);
    assert!(taken < Duration::from_secs(60), "{taken:?}");
}
