//! Each form as it is written, and its nearest neighbours that are refused, with what is said of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "what a test does not find fails it"
)]

#[path = "claims/claiming.rs"]
mod claiming;
#[path = "support/world.rs"]
mod world;

use claiming::{BASE, claiming};
use countersign::Policy;
use world::Text;

const GOOD: [(&str, &str); 16] = [
    ("never", "1 person moves more than 5 A per 24h"),
    ("never", "2 people move more than 5 USD per 30d outside home"),
    ("never", "128 people move more than 5 A per payout to home, shops"),
    ("never", "1 of ops moves anything"),
    ("never", "2 of (ops, dana) and 1 of guardians move anything outside home, shops"),
    ("never", "all of ops move more than 5 A per 1s"),
    ("never", "whoever requests also suffices"),
    ("never", "whoever requests also suffices to home"),
    ("never", "whoever requests also suffices outside home, desk"),
    ("always", "payouts above 5 A wait at least 24h for a veto of 1 of guardians"),
    ("always", "payouts above 5 USD outside home wait at least 1s for a veto of 2 of ops or 1 of dana"),
    ("always", "payouts above 5 A to home wait at least 3650d for a veto of all of guardians"),
    ("always", "1 of ops can pay 5 A to home"),
    ("always", "2 of ops and 1 of dana can pay 5 A to home, shops"),
    ("always", "all of (alice, bob) can pay 5 A to home within 48h"),
    ("always", "1 of ops or 1 of dana can pay 5 A to shops within 1s"),
];

#[test]
fn every_form_is_read_and_printed_as_it_was_written() {
    for (key, sentence) in GOOD {
        let policy = claiming(key, sentence).parse().unwrap_or_else(|problems| panic!("{sentence}: {problems}"));
        let [claim] = policy.claims() else { panic!("{sentence}") };
        assert_eq!((claim.name().as_str(), claim.key(), claim.sentence()), ("it", key, sentence));
        let printed = Text::of(BASE).plus(&claim.to_string()).parse().unwrap();
        assert_eq!(printed.claims(), policy.claims());
    }
}

/// Sentences, each the nearest to a good one, the code of the problem and words of it.
const REFUSED: &[(&str, &str, &str, &str)] = &[
    ("never", "1 people move anything", "bad-claim", "it is `1 person` and `2 people`"),
    ("never", "2 person moves anything", "bad-claim", "it is `1 person` and `2 people`"),
    ("never", "1 person move anything", "bad-claim", "says `move` where `1 person moves` is English"),
    ("never", "2 people moves anything", "bad-claim", "says `moves` where `2 people move` is English"),
    ("never", "1 of ops move anything", "bad-claim", "says `move` where `1 of ops moves` is English"),
    ("never", "2 of ops moves anything", "bad-claim", "says `moves` where `2 of ops move` is English"),
    ("never", "0 people move anything", "bad-claim", "counts `0` people, and not 1 to 128"),
    ("never", "02 people move anything", "bad-claim", "counts `02` people"),
    ("never", "129 people move anything", "bad-claim", "counts `129` people"),
    ("never", "two people move anything", "bad-claim", "counts `two` people"),
    ("never", "1 person  moves anything", "bad-claim", "other spaces than one"),
    ("never", " 1 person moves anything", "bad-claim", "other spaces than one"),
    ("never", "1 person moves anything ", "bad-claim", "other spaces than one"),
    ("never", "1 person moves nothing", "bad-claim", "neither `moves more than` nor `moves anything`"),
    ("never", "", "bad-claim", "neither `moves more than`"),
    ("never", "1 person moves anything twice", "bad-claim", "says `twice` where"),
    ("never", "1 person moves anythings", "bad-claim", "says `s` where"),
    ("never", "1 person moves more than 5 A", "bad-rate", "`5 A` does not say per what"),
    ("never", "1 person moves more than 5 per 24h", "bad-amount", "`5` is no amount"),
    ("never", "1 person moves more than 5 A per day", "bad-duration", "`day` is no duration"),
    ("never", "1 person moves more than 0 A per 24h", "bad-amount", "`0 A` is zero"),
    ("never", "1 person moves more than 0.5 A per 24h", "bad-amount", "1 decimal places"),
    ("never", "1 person moves more than 5 X per 24h", "unknown-name", "there is no asset or currency `X`"),
    ("never", "1 person moves anything to hom", "unknown-name", "there is no list `hom`"),
    ("never", "1 person moves anything to", "bad-claim", "says `to` where `to LIST`"),
    ("never", "1 person moves anything to home,shops", "bad-name", ""),
    ("never", "1 person moves more than 5 A per 24h to home,shops", "bad-name", ""),
    ("never", "1 person moves anything to home, home", "repeated-value", "holds `home` twice"),
    ("never", "1 person moves anything in home", "bad-claim", "says `in home` where"),
    ("never", "1 of nobody moves anything", "bad-quorum", ""),
    ("never", "1 of opps moves anything", "unknown-name", "there is no group or approver `opps`"),
    ("never", "4 of ops move anything", "bad-threshold", "can never be met by 3 people"),
    ("never", "1 of bot moves anything", "unknown-name", "`bot` is a requester"),
    ("never", "Whoever requests also suffices", "bad-claim", "neither `moves more than`"),
    ("never", "whoever requests also suffices alone", "bad-claim", "says `alone` where"),
    (
        "never",
        "payouts above 5 A wait at least 24h for a veto of 1 of guardians",
        "bad-claim",
        "neither `moves more than`",
    ),
    ("always", "1 person moves anything", "bad-claim", "neither `payouts above` first nor `can pay`"),
    ("always", "payouts above 5 A wait at least 24h", "bad-claim", "does not say `for a veto of`"),
    ("always", "payouts above 5 A wait for a veto of 1 of guardians", "bad-claim", "does not say `wait at least`"),
    ("always", "payouts above 5 wait at least 24h for a veto of 1 of guardians", "bad-amount", "`5` is no amount"),
    ("always", "payouts above 5 A wait at least 0s for a veto of 1 of guardians", "bad-duration", "at least 1s"),
    ("always", "payouts above 5 A wait at least 24h for a veto of nobody", "bad-quorum", ""),
    ("always", "payouts above 5 A in home wait at least 24h for a veto of 1 of ops", "bad-amount", "is no amount"),
    ("always", "payouts above 5 A to home,shops wait at least 24h for a veto of 1 of guardians", "bad-name", ""),
    (
        "always",
        "payouts above 5 X wait at least 24h for a veto of 1 of guardians",
        "unknown-name",
        "there is no asset or currency `X`",
    ),
    ("always", "payouts above 5 A to hom wait at least 24h for a veto of 1 of ops", "unknown-name", "no list `hom`"),
    ("always", "payouts above 5 A wait at least 24h for a veto of 1 of opps", "unknown-name", "approver `opps`"),
    ("always", "2 of ops  can pay 5 A to home", "bad-claim", "other spaces than one"),
    ("always", "2 of ops can pay 5 A to home,shops", "bad-name", ""),
    ("always", "2 of ops can pay 5 X to home", "unknown-name", "`X`"),
    ("always", "2 of ops can pay 5 A", "bad-claim", "does not say `to` which lists"),
    ("always", "2 of ops can pay 5 A outside home", "bad-claim", "does not say `to` which lists"),
    ("always", "2 people can pay 5 A to home", "bad-quorum", ""),
    ("always", "2 of ops can pay 5 USD to home", "bad-claim", "`USD` is the currency"),
    ("always", "2 of ops can pay 0 A to home", "bad-amount", "`0 A` is zero"),
    ("always", "2 of ops can pay 5 E to home", "bad-claim", "`home` has no entry on the chain of E"),
    (
        "never",
        "1 person moves more than 5 E per 24h to home",
        "bad-claim",
        "without an entry on the chain of its asset",
    ),
    (
        "always",
        "payouts above 5 E to home wait at least 1h for a veto of 1 of ops",
        "bad-claim",
        "the claim holds of nothing",
    ),
    ("always", "2 of ops can pay 5 A to home within soon", "bad-duration", "`soon` is no duration"),
    ("always", "2 of ops can pay 5 A per 24h to home", "bad-amount", "is no amount"),
    ("always", "4 of ops can pay 5 A to home", "bad-threshold", "can never be met"),
];

#[test]
fn what_is_nearly_a_claim_is_refused_at_its_words() {
    let mut wrong = String::new();
    for (key, sentence, code, words) in REFUSED {
        let text = claiming(key, sentence).written();
        match Policy::parse(&text) {
            Ok(_) => wrong += &format!("{sentence:?} is read\n"),
            Err(problems) => {
                let all: Vec<_> = problems.iter().collect();
                let is_so = all.len() == 1
                    && all[0].code().as_str() == *code
                    && all[0].message().contains(words)
                    && text[all[0].span()].ends_with('"')
                    && !all[0].help().is_empty();
                if !is_so {
                    wrong += &format!("{sentence:?} wanted {code} {words:?}\n{problems}\n");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_claim_says_its_name_and_one_sentence() {
    let refused = |more: &str, code: &str, words: &str| {
        let problems = Text::of(BASE).plus(more).parse().unwrap_err();
        let [problem] = problems.iter().collect::<Vec<_>>()[..] else { panic!("{more}: {problems}") };
        assert_eq!(problem.code().as_str(), code, "{more}: {problem:?}");
        assert!(problem.message().contains(words), "{more}: {problem:?}");
    };
    let (never, always) = ("never = \"1 person moves anything\"\n", "always = \"1 of ops can pay 1 A to home\"\n");
    refused(&format!("[[claims]]\n{never}"), "missing-key", "`claims.name` is missing");
    refused("[[claims]]\nname = \"it\"\n", "missing-key", "this claim claims nothing");
    refused(&format!("[[claims]]\nname = \"it\"\n{never}{always}"), "key-conflict", "`never` and `always` exclude");
    refused("[[claims]]\nname = \"it\"\nnever = 1\n", "wrong-type", "`claims.never` is a whole number");
    refused(
        "[[claims]]\nname = \"it\"\nalways = \"1 of ops can pay 1 \u{410} to home\"\n",
        "bad-text",
        "printable ASCII",
    );
    refused(&format!("[[claims]]\nname = \"it\"\n{never}nevr = \"\"\n"), "unknown-key", "has no key `nevr`");
    refused(
        &format!("[[claims]]\nname = \"it\"\n{never}\n[[claims]]\nname = \"It\"\n{always}"),
        "same-name",
        "two claims",
    );
    refused(&format!("[[claims]]\nname = \"all of\"\n{never}"), "bad-name", "");
    refused("[claims]\nname = \"it\"\n", "wrong-type", "`claims` is a table, not an array");
}

#[test]
fn claims_are_tables() {
    let problems = Text::of(BASE).swap("schema       = 1", "schema = 1\nclaims = [1]").parse().unwrap_err();
    let [problem] = problems.iter().collect::<Vec<_>>()[..] else { panic!("{problems}") };
    assert_eq!((problem.code().as_str(), problem.message()), ("wrong-type", "`claims` is a whole number, not a table"));
}

#[test]
fn a_claim_of_lists_without_an_entry_is_refused_since_it_would_hold_of_nothing() {
    let claim = |key: &str, sentence: &str| {
        Text::of(BASE).plus(&format!("[lists.void]\nentries = []\n[[claims]]\nname = \"it\"\n{key} = \"{sentence}\""))
    };
    for (key, sentence) in [
        ("never", "1 person moves anything to void"),
        ("never", "1 person moves more than 1 A per payout to void"),
        ("never", "whoever requests also suffices to void"),
        ("always", "payouts above 1 A to void wait at least 1h for a veto of 1 of ops"),
    ] {
        let problems = claim(key, sentence).parse().unwrap_err();
        let [problem] = problems.iter().collect::<Vec<_>>()[..] else { panic!("{sentence}: {problems}") };
        assert_eq!(problem.code().as_str(), "bad-claim", "{sentence}");
        assert!(problem.message().contains("nothing is to `void`, without an entry"), "{sentence}: {problems}");
    }
    for sentence in ["1 person moves anything to home, void", "1 person moves anything outside void"] {
        assert_eq!(claim("never", sentence).parse().unwrap().claims().len(), 1, "{sentence}");
    }
}

#[test]
fn there_are_at_most_256_claims() {
    let claims = |many: usize| -> String {
        (0..many).map(|one| format!("[[claims]]\nname = \"c{one}\"\nnever = \"1 person moves anything\"\n")).collect()
    };
    assert_eq!(Text::of(BASE).plus(&claims(256)).parse().unwrap().claims().len(), 256);
    let problems = Text::of(BASE).plus(&claims(257)).parse().unwrap_err();
    assert_eq!(problems.iter().map(|one| one.code().as_str()).collect::<Vec<_>>(), ["too-many"]);
}

#[test]
fn problems_of_several_claims_are_told_at_once() {
    let more = "[[claims]]\nname = \"a\"\nnever = \"1 person moves anything to hom\"\n\
                [[claims]]\nname = \"b\"\nalways = \"1 of opps can pay 1 A to shop\"\n";
    let problems = Text::of(BASE).plus(more).parse().unwrap_err();
    let codes: Vec<&str> = problems.iter().map(|one| one.code().as_str()).collect();
    assert_eq!(codes, ["unknown-name", "unknown-name", "unknown-name"]);
}

#[test]
fn a_claim_changes_the_digest_and_no_decision_asks_it() {
    let (plain, claiming) = (Text::of(BASE).parse().unwrap(), claiming(GOOD[0].0, GOOD[0].1).parse().unwrap());
    assert_ne!(plain.digest(), claiming.digest());
    assert_eq!(plain.size(), claiming.size());
    let rules = |policy: &Policy| policy.rules().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(rules(&plain), rules(&claiming));
}
