//! Weeks in which the clocks change: what is said of a time of the week is true at every hour of them.

use countersign::analyze::{Coalitions, Focus, KindOfPayout, Party};
use countersign::{Instant, Policy, Quotes};

use crate::oracle::{Oracle, any_allows, submitted};

const MINIMAL: &str = include_str!("../../policies/minimal.toml");

/// Open by the clocks of Zurich, and in the morning of New York with one more of the three.
fn policy() -> Policy {
    let hours = "approve = \"1 of owners\"\nhours = { days = [\"mon\", \"fri\", \"sat\", \"sun\"], open = \"01:00\", \
                 close = \"17:00\", zone = \"Europe/Zurich\" }";
    let early = "[[rules]]\nname = \"early\"\nassets = [\"BTC\"]\nwallets = [\"main\"]\nto = \"any\"\n\
                 initiators = [\"owners\"]\napprove = \"2 of owners\"\nduring = { days = [\"sat\", \"sun\", \"mon\"], \
                 open = \"00:30\", close = \"09:00\", zone = \"America/New_York\" }\n\n[[limits]]";
    let text = MINIMAL.replace("approve    = \"2 of owners\"", hours).replacen("[[limits]]", early, 1);
    Policy::parse(&text).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn in_a_week_in_which_the_clocks_change_every_half_hour_is_as_it_is_said() {
    let policy = policy();
    let oracle = Oracle::new(&policy, &Quotes::none());
    // Spring in New York and in Zurich, autumn in Zurich and in New York, and a week without.
    for week in ["2027-03-11", "2027-03-25", "2026-10-22", "2026-10-29", "2026-11-19"] {
        let from = Instant::parse(&format!("{week}T12:00:00Z")).unwrap();
        let coalitions = Coalitions::of(&policy, &Focus::default(), &Quotes::none(), from).unwrap();
        assert!(coalitions.incomplete().is_empty());
        let mut bands = coalitions.kinds().iter().flat_map(KindOfPayout::bands);
        let asked = bands.find_map(|band| band.asked().filter(|_| !band.releases().is_empty())).unwrap();
        let mut seen = [0; 3];
        for half_hours in 0..7 * 48 {
            let at = Instant::from_unix(from.unix() + half_hours * 1_800).unwrap();
            let payout = submitted(asked, at);
            let (_, band) = coalitions.kind_of(&payout, at).expect("every time is one of the week's");
            let asked = oracle.asked(&payout);
            for number in 0..=oracle.everyone() {
                let party: Party = oracle.party(number);
                let says = band.releases().iter().any(|release| release.coalition().is_within(&party));
                assert_eq!(says, any_allows(&asked, &party, at), "{at}: {:?}", party.names(&policy));
            }
            let fewest = band.releases().iter().map(|release| release.coalition().size()).min();
            seen[fewest.map_or(0, |fewest| fewest as usize - 1)] += 1;
        }
        assert!(seen.iter().all(|times| *times > 0), "{week}: {seen:?}");
    }
}
