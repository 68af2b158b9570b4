//! What an allowance stands on: without any one of its supports it is none.

use countersign::{CheckStatus, Decision, Instant, Quotes};
use serde_json::Value;

use crate::explain::{Sheet, Tally, binding, units, unmet, written};
use crate::policies::PEOPLE;
use crate::support::{plus, submitted};
use crate::world::{AMOUNTS, Asked, EXPIRES, INSTANTS, RECEIVED, Signed, VOTES, World, instant, paid, vote, with_vote};

impl Sheet<'_> {
    /// Whoever approved sits on every seat that the binding rules ask for; without somebody whose seat nobody else can
    /// take, it is not allowed.
    pub fn people(&self, decision: &Decision<'_>, amount: usize, votes: usize, when: usize, tally: &mut Tally) {
        let rules = binding(decision);
        let approving = approving(self.world, votes, INSTANTS[when]);
        assert!(self.world.small.seated(approving, &rules), "{decision:?}");
        for person in (0..4).filter(|person| approving >> person & 1 == 1) {
            if !self.world.small.seated(approving & !(1 << person), &rules) {
                let without = self.unmet[amount][with_vote(votes, person, 0)][when];
                assert!(without != 0, "allowed without {}: {decision:?}", PEOPLE[person]);
                tally.people += 1;
            }
        }
    }

    /// What is left of the window, counted by hand, may have been spent besides and not a unit more; and it may not have
    /// been paid already.
    pub fn room(&self, amount: usize, votes: usize, when: usize, tally: &mut Tally) {
        if when < 2 || votes % 5 != self.ledger % 5 {
            return; // a ledger is a lot to write: a share of them
        }
        let (world, now) = (self.world, instant(when));
        let spent = &world.spent[self.ledger];
        let counts = |line: &&Value| {
            let at = Instant::parse(line["at"].as_str().expect("an instant")).expect("an instant");
            line["state"] != "released" && at > plus(now, -world.small.window)
        };
        let sum: u64 = spent.iter().filter(counts).map(|line| units(line["amount"].as_str().expect("an amount"))).sum();
        let most = world.small.most * 100_000_000;
        let left = most.checked_sub(sum + units(AMOUNTS[amount])).expect("it is within the limit");
        let decide = |name: &str, units: u64| {
            let one = paid(&written(units), plus(now, -1), name);
            let ledger = world.ledger(&[spent.as_slice(), &[one]].concat()).0;
            unmet(&self.asked[amount][votes].case.decide(&ledger, &Quotes::none(), now))
        };
        assert!(decide("other", left + 1).contains("limit:window"), "a unit more than is left: {left}");
        assert!(left == 0 || !decide("other", left).contains("limit:window"), "what is left: {left}");
        assert!(decide("po-1", 1).contains("once"), "it was paid already");
        tally.room += 1;
    }

    /// One second before the delay is over, counted by hand from when the people have stood, it is not.
    pub fn start(&self, decision: &Decision<'_>, amount: usize, votes: usize, when: usize, tally: &mut Tally) {
        let is_risk = |person: &usize| vote(votes, *person) == 1;
        if !self.world.small.has_delay || (2..4).filter(is_risk).count() == 2 {
            return; // no delay, or perhaps waived
        }
        let rules = binding(decision);
        let stands = |t: i64| self.world.small.seated(approving(self.world, votes, t), &rules);
        let turns = RECEIVED.into_iter().chain([EXPIRES[0]]).filter(|t| *t <= INSTANTS[when]);
        let start = turns.rev().take_while(|t| stands(*t)).min().expect("a stretch up to now");
        let end = start + 24 * 3600;
        assert!(INSTANTS[when] >= end, "{decision:?}");
        let before = self.asked[amount][votes].decide(self.world, self.ledger, plus(submitted(), end - 1));
        assert!(unmet(&before).contains("delay:base"), "{before:?}");
        tally.starts += 1;
    }
}

/// Without the request of whom the rule names, what was allowed waits for it.
pub fn requests(world: &World, signed: &[Signed<'_>], asked: &[Vec<Asked<'_>>], tally: &mut Tally) {
    if !world.small.is_signed {
        return;
    }
    for (signed, row) in signed.iter().zip(asked) {
        for (votes, when) in (0..VOTES).flat_map(|votes| (0..INSTANTS.len()).map(move |when| (votes, when))) {
            if !row[votes].decide(world, 0, instant(when)).is_allowed() {
                continue;
            }
            let without = world.asked(signed, votes, false);
            let decision = without.decide(world, 0, instant(when));
            let check = decision.checks().iter().find(|check| check.name() == "initiator:base").expect("it binds");
            let missing = check.missing().expect("somebody must ask");
            assert_eq!((check.status(), missing.count()), (CheckStatus::Wait, 1));
            assert_eq!(missing.from().iter().map(countersign::Name::as_str).collect::<Vec<_>>(), ["alice"]);
            assert!(!decision.is_allowed());
            tally.requests += 1;
        }
    }
}

/// Whose approval stands so many seconds after submission.
fn approving(world: &World, votes: usize, after: i64) -> u8 {
    let stands = |person: usize| {
        let may = !(world.small.is_signed && person == 0);
        may && vote(votes, person) == 1 && RECEIVED[person] <= after && after < EXPIRES[person]
    };
    (0..4).filter(|person| stands(*person)).fold(0, |people, person| people | 1 << person)
}
