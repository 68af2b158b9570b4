//! Terms that begin or end within a delay: who can release is who can at some instant, found by trying them all.

use countersign::analyze::{BandOfAmounts, Coalitions, Focus, KindOfPayout, Party};
use countersign::{Instant, Policy, Quotes};

use crate::oracle::{Oracle, any_allows, in_words, submitted};
use crate::showcases::AT;

const MINIMAL: &str = include_str!("../../policies/minimal.toml");
const TREASURY: &str = include_str!("../../policies/treasury.toml");

/// Every term, every delay and the week begin and end on one of these: between two of them nothing changes.
const STEP: u64 = 12 * 3_600;

/// When payouts are submitted, in steps: a week.
const WEEK: u64 = 14;

/// How long they live, in steps: ten days.
const TTL: u64 = 20;

/// When somebody is active, in steps from the reference instant.
/// The last begins after the week, when some of its payouts live still.
const TERMS: [(Option<u64>, Option<u64>); 7] = [
    (None, None),
    (Some(2), None),
    (None, Some(2)),
    (Some(2), Some(9)),
    (None, Some(7)),
    (Some(7), Some(8)),
    (Some(24), None),
];

fn from() -> Instant {
    Instant::parse(AT).unwrap()
}

fn later(steps: u64) -> Instant {
    Instant::from_unix(from().unix() + steps * STEP).unwrap()
}

fn with_term(text: &str, who: &str, (begins, ends): (Option<u64>, Option<u64>)) -> String {
    let begins = begins.map(|steps| format!("active_from = {}\n", later(steps))).unwrap_or_default();
    let ends = ends.map(|steps| format!("active_until = {}\n", later(steps))).unwrap_or_default();
    text.replace(&format!("[approvers.{who}]\n"), &format!("[approvers.{who}]\n{begins}{ends}"))
}

/// Two of the three after a day, and above half a bitcoin after three; one of them may be out of office.
fn policy(bob: usize, carol: usize) -> Policy {
    let text = MINIMAL
        .replace("payout_ttl   = \"24h\"", "payout_ttl = \"10d\"\ninitiator_may_approve = true")
        .replace("approval_ttl = \"24h\"", "approval_ttl = \"9d\"")
        .replace("approve    = \"2 of owners\"", "approve = \"2 of owners\"\ndelay = \"24h\"\nveto = \"nobody\"");
    let tier = "[[rules]]\nname = \"large\"\nassets = [\"BTC\"]\nwallets = [\"main\"]\nto = \"any\"\n\
                initiators = [\"owners\"]\nabove = \"0.5 BTC per 24h\"\napprove = \"1 of (bob, carol)\"\n\
                delay = \"72h\"\nveto = \"nobody\"\n\n[[limits]]";
    let text = text.replacen("[[limits]]", tier, 1);
    let text = with_term(&with_term(&text, "bob", TERMS[bob]), "carol", TERMS[carol]);
    Policy::parse(&text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn coalitions(policy: &Policy, at: Instant) -> Coalitions<'_> {
    let coalitions = Coalitions::of(policy, &Focus::default(), &Quotes::none(), at).unwrap();
    assert!(coalitions.incomplete().is_empty());
    coalitions
}

/// Whether these people get it released, whenever it is submitted and whenever it is decided.
fn ever(oracle: &Oracle<'_>, band: &BandOfAmounts, party: &Party) -> bool {
    let who: Vec<_> = party.names(oracle.policy);
    (0..WEEK).any(|start| {
        let payout = submitted(band.asked().unwrap(), later(start));
        let of = |name: &countersign::Name| oracle.supposed.open(&payout.with_initiator(name.clone())).unwrap();
        let asked: Vec<_> = who.iter().map(of).collect();
        (start..start + TTL).any(|end| any_allows(&asked, party, later(end)))
    })
}

#[test]
fn whoever_can_release_at_some_instant_of_the_week_is_said_and_nobody_else() {
    let (mut released, mut refused) = (0, 0);
    for (bob, carol) in (0..TERMS.len()).flat_map(|bob| (0..TERMS.len()).map(move |carol| (bob, carol))) {
        let policy = policy(bob, carol);
        let coalitions = coalitions(&policy, from());
        let oracle = Oracle::new(&policy, &Quotes::none());
        for band in coalitions.kinds().iter().flat_map(KindOfPayout::bands) {
            oracle.check_band(band, 0..=oracle.everyone());
            for number in 0..=oracle.everyone() {
                let party = oracle.party(number);
                let says = band.releases().iter().any(|release| release.coalition().is_within(&party));
                let can = ever(&oracle, band, &party);
                let (names, said) = (party.names(&policy), in_words(&policy, band.releases()));
                assert_eq!(says, can, "{:?} {:?}: {names:?}, {said:?}", TERMS[bob], TERMS[carol]);
                if can { released += 1 } else { refused += 1 }
            }
        }
    }
    assert!(released > 150 && refused > 150, "{released} {refused}");
}

/// The smallest amounts that somebody can release.
fn first_band<'c>(coalitions: &'c Coalitions<'_>) -> &'c BandOfAmounts {
    let mut bands = coalitions.kinds().iter().flat_map(KindOfPayout::bands);
    bands.find(|band| !band.releases().is_empty()).unwrap()
}

fn first_releases(policy: &Policy, at: Instant) -> Vec<String> {
    in_words(policy, first_band(&coalitions(policy, at)).releases())
}

#[test]
fn who_comes_before_the_delay_is_over_releases_once_it_is_and_who_goes_before_does_not() {
    let text = TREASURY.replace("[approvers.gina]\n", "[approvers.gina]\nactive_from = 2026-11-23T09:00:00Z\n");
    let joined = Policy::parse(&text).unwrap();
    assert_eq!(first_releases(&joined, from()), ["any 4 of signers"]);
    let at = Instant::parse("2026-12-31T10:00:00Z").unwrap();
    let leaves = Policy::parse(TREASURY).unwrap();
    assert_eq!(first_releases(&leaves, at), ["any 4 of anna, ben, chloe, david, emma, gina"]);
    let text = coalitions(&leaves, at).to_string();
    assert!(text.contains("\nterms change meanwhile: felix until 2027-01-01T00:00:00Z; named is who can"), "{text}");
    let json = serde_json::to_value(coalitions(&leaves, at)).unwrap();
    assert_eq!(json["terms"][0]["who"], "felix");
    assert_eq!(json["terms"][0]["until"], "2027-01-01T00:00:00Z");
    assert!(!coalitions(&joined, from()).to_string().contains("terms change"), "she is there when it begins");
}

#[test]
fn a_guardian_whose_term_lies_between_the_request_and_the_payout_can_stop_it() {
    let text = TREASURY.replace(
        "[approvers.hugo]\n",
        "[approvers.hugo]\nactive_from = 2026-11-24T10:00:00Z\nactive_until = 2026-11-25T10:00:00Z\n",
    );
    let policy = Policy::parse(&text).unwrap();
    let coalitions = coalitions(&policy, from());
    let replay = first_band(&coalitions).releases()[0].replay();
    let supposed = countersign::analyze::Supposed::new(&policy);
    let (asked, hugo) =
        (supposed.open(&submitted(replay.payout(), from())).unwrap(), Party::of(&policy, ["hugo"]).unwrap());
    assert!(asked.of(replay.signing(), &Party::nobody(), later(6)).is_allowed());
    assert!(!asked.of(replay.signing(), &hugo, later(6)).is_allowed());
    // And not if it is only asked for when he has gone.
    let payout = submitted(replay.payout(), later(4));
    let asked = supposed.open(&payout).unwrap();
    assert!(asked.of(replay.signing(), &hugo, later(10)).is_allowed());
}
