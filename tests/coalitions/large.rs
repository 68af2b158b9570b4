//! A policy of a thousand rules and a hundred people: an answer, and what it leaves open.

use countersign::analyze::{BandOfAmounts, Coalitions, Focus, KindOfPayout, Party, Supposed};
use countersign::{Instant, Policy, Quotes, Scheme};

use crate::showcases::AT;
use crate::signer::Signer;

/// Thirty groups of a dozen, and rules that part everybody from everybody.
fn text() -> String {
    let names: Vec<String> = (0..100).map(|number| format!("p{number:02}")).collect();
    let people: String = names
        .iter()
        .map(|name| format!("[approvers.{name}]\nkeys = [\"{}\"]\n", Signer::named(name, Scheme::Ecdsa).key_text()))
        .collect();
    let groups: String = (0..30usize)
        .map(|group| {
            let members: Vec<String> =
                (0..12).map(|nth| format!("\"{}\"", names[(group * 37 + nth * (2 * group + 7)) % 100])).collect();
            let members: std::collections::BTreeSet<String> = members.into_iter().collect();
            format!("g{group} = [{}]\n", members.into_iter().collect::<Vec<_>>().join(", "))
        })
        .collect();
    let rules: String = (0..1_000usize)
        .map(|rule| {
            let above =
                if rule < 5 { String::new() } else { format!("above = \"{} A{} per 24h\"\n", rule / 5, rule % 5) };
            format!(
                "[[rules]]\nname = \"r{rule}\"\nassets = [\"A{}\"]\nwallets = \"any\"\nto = \"any\"\n\
                 initiators = [\"g{}\", \"g{}\"]\n{above}approve = \"{} of g{}\"\n",
                rule % 5,
                rule % 30,
                (rule + 7) % 30,
                1 + rule % 4,
                rule * 7 % 30
            )
        })
        .collect();
    let assets: String =
        (0..5).map(|asset| format!("[assets.A{asset}]\nchain = \"chain{asset}\"\ndecimals = 6\n")).collect();
    let caps: String = (0..5)
        .map(|asset| {
            format!("[[limits]]\nname = \"d{asset}\"\nassets = [\"A{asset}\"]\nmax = \"999 A{asset} per 24h\"\n")
        })
        .collect();
    format!(
        "schema = 1\nrealm = \"large\"\nname = \"large\"\nversion = 1\nwallets = [\"w\"]\npayout_ttl = \"72h\"\n\
         approval_ttl = \"48h\"\nclock_skew = \"2m\"\npayload = \"optional\"\n{assets}{people}[groups]\n{groups}{rules}\
         {caps}[[limits]]\nname = \"fee\"\nmax_fee = \"unlimited\"\n"
    )
}

#[test]
fn a_thousand_rules_and_a_hundred_people_are_answered_as_far_as_they_can_be() {
    let policy = Policy::parse(&text()).unwrap_or_else(|problems| panic!("{problems}"));
    let at = Instant::parse(AT).unwrap();
    let coalitions = Coalitions::of(&policy, &Focus::default(), &Quotes::none(), at).unwrap();
    let bands: Vec<&BandOfAmounts> = coalitions.kinds().iter().flat_map(KindOfPayout::bands).collect();
    assert!(bands.iter().any(|band| band.is_complete()), "the easy ones are answered whole");
    assert!(bands.iter().any(|band| !band.is_complete()), "and the hard ones say that they are not");
    // What is said is true all the same.
    let supposed = Supposed::new(&policy);
    let mut proofs = 0;
    for release in bands.iter().flat_map(|band| band.releases()).step_by(97) {
        let replay = release.replay();
        let asked = supposed.open(replay.payout()).unwrap();
        assert!(asked.of(replay.signing(), &Party::nobody(), replay.at()).is_allowed());
        proofs += 1;
    }
    assert!(proofs > 0);
    let text = coalitions.to_string();
    assert!(text.contains("and perhaps by others"), "{}", text.len());
}
