//! The slow way: ask about every set of people, with every one of them as the initiator.

use std::collections::BTreeSet;

use countersign::analyze::{Asked, BandOfAmounts, Coalition, Party, Release, Supposed};
use countersign::{Instant, Name, Payout, Policy, Quote, Quotes};
use serde_json::json;

pub struct Oracle<'p> {
    pub policy: &'p Policy,
    pub supposed: Supposed<'p>,
    pub people: Vec<String>,
    /// In whose name alone it is asked for; whether that one signs is up to who is asked about.
    only: Option<String>,
    /// The feeds, and what is quoted if some of them are silent, by the number of the set of those who are not.
    feeds: Vec<String>,
    quoted: Vec<Supposed<'p>>,
    /// Whether who can veto is tried with every set of people, however many there are.
    is_of_every_set: bool,
}

impl<'p> Oracle<'p> {
    pub fn new(policy: &'p Policy, quotes: &Quotes) -> Self {
        let people = policy.approvers().chain(policy.requesters()).map(|name| name.as_str().to_owned()).collect();
        let supposed = Supposed::new(policy).with_quotes(quotes.clone());
        let feeds = Vec::new();
        Self { policy, supposed, people, only: None, feeds, quoted: Vec::new(), is_of_every_set: false }
    }

    /// The same, with every set of people that could veto.
    pub fn of_every_set(self) -> Self {
        Self { is_of_every_set: true, ..self }
    }

    /// The same, where those who are not among the people that are asked about do not quote either.
    pub fn with_feeds(self, said: &[Quote]) -> Self {
        let feeds: BTreeSet<String> = said.iter().map(feed).collect();
        let feeds: Vec<String> = feeds.into_iter().collect();
        let of = |number: usize| {
            let place = |quote: &&Quote| feeds.iter().position(|one| *one == feed(quote)).unwrap();
            let heard = said.iter().filter(|quote| number >> place(quote) & 1 == 1).cloned();
            let quotes = Quotes::verify(self.policy, &heard.collect::<Vec<_>>()).unwrap();
            Supposed::new(self.policy).with_quotes(quotes)
        };
        let quoted = (0..1 << feeds.len()).map(of).collect();
        Self { feeds, quoted, ..self }
    }

    /// What those say who quote and are among the people of a number.
    fn feeds_of(&self, number: usize) -> usize {
        let place = |feed: &String| self.people.iter().position(|name| name == feed).unwrap();
        let is_there = self.feeds.iter().enumerate().filter(|(_, feed)| number >> place(feed) & 1 == 1);
        is_there.map(|(place, _)| 1 << place).sum()
    }

    /// The same, where everything is asked for in one name.
    pub fn in_the_name_of(self, name: &str) -> Self {
        Self { only: Some(name.to_owned()), ..self }
    }

    /// The set of people of a number: one bit each.
    pub fn party(&self, number: usize) -> Party {
        let chosen = self.people.iter().enumerate().filter(|(place, _)| number >> place & 1 == 1);
        Party::of(self.policy, chosen.map(|(_, name)| name.as_str())).unwrap()
    }

    pub fn everyone(&self) -> usize {
        (1 << self.people.len()) - 1
    }

    /// The payout, asked for by everybody the policy knows and by somebody it does not, or in the one name.
    pub fn asked(&self, payout: &Payout) -> Vec<Asked<'_, 'p>> {
        self.asked_of(&self.supposed, payout)
    }

    fn asked_of<'s>(&self, supposed: &'s Supposed<'p>, payout: &Payout) -> Vec<Asked<'s, 'p>> {
        let everybody = || self.people.iter().map(String::as_str).chain(["a-stranger"]).collect();
        let initiators: Vec<&str> = self.only.as_deref().map_or_else(everybody, |only| vec![only]);
        let payouts = initiators.into_iter().map(|name| payout.with_initiator(Name::parse(name).unwrap()));
        payouts.map(|payout| supposed.open(&payout).unwrap()).collect()
    }

    /// Whether one of these people, or a name that nobody has, can get it released with the others' signatures.
    fn allows(&self, asked: &[Asked<'_, '_>], number: usize, at: Instant) -> bool {
        let party = self.party(number);
        let mut asked = asked.iter().enumerate();
        let is_there = |place: usize| self.only.is_some() || place >= self.people.len() || number >> place & 1 == 1;
        asked.any(|(place, one)| is_there(place) && one.of(&party, &Party::nobody(), at).is_allowed())
    }

    /// Checks all that is said of a band for these sets of people.
    pub fn check_band(&self, band: &BandOfAmounts, numbers: impl Iterator<Item = usize>) -> usize {
        assert!(band.is_complete());
        let payout = band.asked().unwrap();
        let moments = || band.moments().iter();
        let asked: Vec<_> =
            moments().map(|one| (self.asked(&submitted(payout, one.submitted_at())), one.at())).collect();
        let at_once: Vec<_> = moments().map(|one| (self.asked(&submitted(payout, one.at())), one.at())).collect();
        let any = |asked: &[(Vec<Asked<'_, '_>>, Instant)], number| {
            asked.iter().any(|(asked, at)| self.allows(asked, number, *at))
        };
        let quoted = |supposed| -> Vec<_> {
            let asked =
                moments().map(|one| (self.asked_of(supposed, &submitted(payout, one.submitted_at())), one.at()));
            asked.collect()
        };
        let by_feeds: Vec<_> = self.quoted.iter().map(quoted).collect();
        let mut released = 0;
        for number in numbers {
            let (party, absent) = (self.party(number), self.party(self.everyone() & !number));
            let can = any(&asked, number);
            released += usize::from(can);
            let says = |releases: &[Release]| releases.iter().any(|one| one.coalition().is_within(&party));
            let whose = || (party.names(self.policy), payout, band.moments());
            assert_eq!(says(band.releases()), can, "{:?} {:?}", whose(), in_words(self.policy, band.releases()));
            assert_eq!(says(band.at_once()), any(&at_once, number), "at once: {:?}", whose());
            let locked = band.locks().iter().any(|lock| lock.is_within(&absent));
            let can = by_feeds.get(self.feeds_of(number)).map_or(can, |asked| any(asked, number));
            let locks = || band.locks().iter().map(|lock| lock.in_words(self.policy)).collect::<Vec<String>>();
            assert_eq!(locked, !can && !band.releases().is_empty(), "locked: {:?} {:?}", whose(), locks());
        }
        for release in band.releases() {
            self.check_release(release);
        }
        self.check_vetoes(band);
        released
    }

    /// The engine allows what the proof says, when it says so, and not as soon with anybody less.
    fn check_release(&self, release: &Release) {
        let replay = release.replay();
        let (asked, at) = (self.supposed.open(replay.payout()).unwrap(), replay.at());
        assert!(asked.of(replay.signing(), &Party::nobody(), at).is_allowed());
        assert!(release.coalition().is_within(replay.signing()));
        let names = replay.signing().names(self.policy);
        assert_eq!(names.len(), release.coalition().size() as usize, "the proof has nobody too many");
        let waits = release.waits().seconds();
        let submitted_at = |before: u64| Instant::from_unix(at.unix() - before).unwrap();
        let all = self.asked(&submitted(replay.payout(), submitted_at(waits)));
        for left_out in &names {
            let fewer = names.iter().filter(|name| *name != left_out).map(Name::as_str);
            let fewer = Party::of(self.policy, fewer).unwrap();
            assert!(!any_allows(&all, &fewer, at), "without {left_out}");
        }
        // One second before the wait is over it is not allowed yet.
        if waits > 0 {
            for (before, is_allowed) in [(waits, true), (waits - 1, false)] {
                let payout = submitted(replay.payout(), submitted_at(before));
                let asked = self.supposed.open(&payout).unwrap();
                assert_eq!(asked.of(replay.signing(), &Party::nobody(), at).is_allowed(), is_allowed, "{before}");
            }
            // Nor is it whoever of them asks.
            let sooner = self.asked(&submitted(replay.payout(), submitted_at(waits - 1)));
            assert!(!self.is_allowed_by_one_of(&sooner, replay.signing(), at), "{names:?} need not wait for {waits}");
        }
    }

    /// Whether one of these people, or a name that nobody has, can get it released with the signatures of all of them.
    fn is_allowed_by_one_of(&self, asked: &[Asked<'_, '_>], party: &Party, at: Instant) -> bool {
        let is_there = |place: usize| {
            let name = self.people.get(place);
            self.only.is_some()
                || name.is_none_or(|name| party.names(self.policy).iter().any(|one| one.as_str() == name))
        };
        let mut asked = asked.iter().enumerate();
        asked.any(|(place, one)| is_there(place) && one.of(party, &Party::nobody(), at).is_allowed())
    }

    fn check_vetoes(&self, band: &BandOfAmounts) {
        let payout = band.asked().unwrap();
        let mut told: Vec<Name> = band.vetoes().iter().flat_map(|vetoes| vetoes.initiators(self.policy)).collect();
        told.sort();
        for name in self.people.iter().filter(|name| self.only.as_ref().is_none_or(|only| only == *name)) {
            let name = Name::parse(name).unwrap();
            let everybody = Party::everybody(self.policy);
            let can = band.moments().iter().any(|one| {
                let payout = submitted(payout, one.submitted_at()).with_initiator(name.clone());
                self.supposed.open(&payout).unwrap().of(&everybody, &Party::nobody(), one.at()).is_allowed()
            });
            assert_eq!(told.binary_search(&name).is_ok(), can, "who can stop what {name} asks for is told");
        }
        for vetoes in band.vetoes() {
            for initiator in vetoes.initiators(self.policy) {
                let everybody = Party::everybody(self.policy);
                let asked = band.moments().iter().map(|one| {
                    let payout = submitted(payout, one.submitted_at()).with_initiator(initiator.clone());
                    (self.supposed.open(&payout).unwrap(), one.at())
                });
                // Whenever it could go out otherwise.
                let mut asked: Vec<_> = asked.collect();
                asked.retain(|(asked, at)| asked.of(&everybody, &Party::nobody(), *at).is_allowed());
                let stopped = |party: &Party, check: &str| {
                    asked.iter().all(|(asked, at)| {
                        let foreseen = asked.of(&everybody, party, *at);
                        let mut checks = foreseen.checks().iter();
                        checks.any(|one| one.status().as_str() == "fail" && one.name().starts_with(check))
                    })
                };
                let every: Vec<usize> = (0..=self.everyone()).collect();
                let numbers = if self.is_of_every_set { every } else { some(self.everyone()).collect() };
                for number in numbers {
                    let party = self.party(number);
                    let says = vetoes.coalitions().iter().any(|one| one.is_within(&party));
                    assert_eq!(says, stopped(&party, "veto:"), "{:?} of {initiator}", party.names(self.policy));
                }
                let own = Party::of(self.policy, [initiator.as_str()]).unwrap_or_default();
                assert_eq!(vetoes.can_withdraw(), stopped(&own, "withdrawn"));
            }
        }
    }
}

fn feed(quote: &Quote) -> String {
    serde_json::to_value(quote).unwrap()["signer"].as_str().unwrap().to_owned()
}

/// All numbers up to one if they are few, otherwise some of them, spread evenly.
pub fn some(most: usize) -> impl Iterator<Item = usize> {
    let step = (most / 256).max(1) | 1;
    (0..=most).step_by(step).chain([most])
}

pub fn any_allows(asked: &[Asked<'_, '_>], party: &Party, at: Instant) -> bool {
    asked.iter().any(|asked| asked.of(party, &Party::nobody(), at).is_allowed())
}

/// The same payout, submitted at another instant.
pub fn submitted(payout: &Payout, at: Instant) -> Payout {
    let mut record = serde_json::to_value(payout).unwrap();
    record["submitted_at"] = json!(at);
    serde_json::from_value(record).unwrap()
}

pub fn in_words(policy: &Policy, releases: &[Release]) -> Vec<String> {
    releases.iter().map(Release::coalition).map(|one: &Coalition| one.in_words(policy)).collect()
}
