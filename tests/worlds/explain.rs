//! What an answer says of itself, checked by doing it: its reasons are sound, sufficient and necessary.

use std::collections::BTreeSet;

use countersign::{Answer, Check, CheckCode, CheckStatus, Decision, Instant, Quotes};

use crate::by_hand::{ByHand, Checks, NAMES, Point, of};
use crate::policies::{self, COUNT, PEOPLE, SIGNED};
use crate::support::{plus, submitted};
use crate::supports;
use crate::tally::Tally;
use crate::world::{
    AMOUNTS, Asked, EXPIRES, INSTANTS, LEDGERS, VOTES, World, instant, units, vote, with_vote, written,
};

/// How many policies are explained, evenly spread.
const POLICIES: usize = 12;

/// Every so many-th ledger, unless all policies are explained; odd, so that it wanders through all of them.
const LEDGER_STEP: usize = 11;

/// All answers to one policy's payouts at one ledger.
pub struct Sheet<'w> {
    pub world: &'w World,
    pub ledger: usize,
    /// by amount, then votes
    pub asked: &'w [Vec<Asked<'w>>],
    pub by_hand: ByHand<'w>,
    /// by amount, votes, instant: as counted by hand, which is what the engine says
    pub unmet: Vec<Vec<[Checks; 4]>>,
    pub allowed: Vec<Vec<[bool; 4]>>,
    denied: Vec<Vec<[bool; 4]>>,
}

#[test]
fn what_an_answer_says_of_itself_is_so() {
    let policies = match std::env::var("EXPLAIN_POLICIES").as_deref() {
        Ok("all") => COUNT,
        _ => super::number("EXPLAIN_POLICIES").unwrap_or(POLICIES).min(COUNT),
    };
    let step = if policies == COUNT { 1 } else { LEDGER_STEP };
    let threads = super::number("EXPLAIN_THREADS").unwrap_or(1);
    let mut tally = Tally::default();
    super::share(policies, threads, |i| explain(i, step), |one| tally.add(one));
    // On a line of its own, whatever a test runner has printed.
    println!("\nexplanations: {policies} policies, {} of {LEDGERS} ledgers each, {tally:?}", LEDGERS.div_ceil(step));
    assert!(tally.each().iter().all(|alive| **alive > 0), "the world shows each of them");
}

fn explain(i: usize, step: usize) -> Tally {
    let mut tally = Tally::default();
    let world = World::new(chosen(i));
    let signed = AMOUNTS.map(|amount| world.sign(amount));
    let asked: Vec<Vec<Asked<'_>>> =
        signed.iter().map(|signed| (0..VOTES).map(|votes| world.asked(signed, votes, true)).collect()).collect();
    for ledger in (i % step..LEDGERS).step_by(step) {
        Sheet::new(&world, ledger, &asked).check(&mut tally);
    }
    supports::requests(&world, &signed, &asked, &mut tally);
    supports::payouts(&world, policies::policy(chosen(i)), &signed, &asked, &mut tally);
    amounts(&world, &asked, &mut tally);
    tally
}

/// Every policy once: each sixth of the first asks nobody to sign for a small payout, until those are through; the others
/// are spread over all.
fn chosen(i: usize) -> usize {
    let unsigned = COUNT - SIGNED;
    if i.is_multiple_of(6) && i / 6 < unsigned {
        return SIGNED + i / 6;
    }
    let before = (i / 6 + 1).min(unsigned);
    // 787 is prime and no factor of how many there are.
    (i - before) * 787 % SIGNED
}

#[test]
fn every_policy_can_be_explained_once() {
    assert_eq!((0..COUNT).map(chosen).collect::<BTreeSet<usize>>(), (0..COUNT).collect());
}

impl<'w> Sheet<'w> {
    fn new(world: &'w World, ledger: usize, asked: &'w [Vec<Asked<'w>>]) -> Self {
        let (by_hand, mut unmet, mut allowed, mut denied) = (ByHand::new(world, ledger), vec![], vec![], vec![]);
        for (amount, row) in asked.iter().enumerate() {
            let decide = |asked: &'w Asked<'w>| [0, 1, 2, 3].map(|when| asked.decide(world, ledger, instant(when)));
            let decisions: Vec<[Decision<'_>; 4]> = row.iter().map(decide).collect();
            let each = decisions.iter().enumerate();
            unmet.push(each.map(|(votes, said)| counted(&by_hand, amount, votes, said)).collect());
            allowed.push(decisions.iter().map(|said| said.each_ref().map(Decision::is_allowed)).collect());
            let is_denied = |decision: &Decision<'_>| decision.verdict() == Answer::Deny;
            denied.push(decisions.iter().map(|said| said.each_ref().map(is_denied)).collect());
        }
        Self { world, ledger, asked, by_hand, unmet, allowed, denied }
    }

    fn check(&self, tally: &mut Tally) {
        for amount in 0..AMOUNTS.len() {
            for votes in 0..VOTES {
                for when in 0..INSTANTS.len() {
                    let decision = self.asked[amount][votes].decide(self.world, self.ledger, instant(when));
                    self.untils(&decision, amount, votes, when, tally);
                    self.missing(&decision, amount, votes, when, tally);
                    self.reach(&decision, amount, votes, when, tally);
                    if decision.is_allowed() {
                        self.people(&decision, amount, votes, when, tally);
                        self.delay(&decision, amount, votes, when, tally);
                        self.room(amount, votes, when, tally);
                    }
                    tally.points += 1;
                }
            }
        }
    }

    /// `until` is the first instant at which the check no longer waits; `not_before` that at which none does.
    fn untils(&self, decision: &Decision<'_>, amount: usize, votes: usize, when: usize, tally: &mut Tally) {
        let asked = &self.asked[amount][votes];
        if when == 0 && vote(votes, 3) > 0 {
            return; // dana's vote comes in meanwhile
        }
        // An approval that ends before then is another reason, which comes only then.
        let ends = |until: Instant| vote(votes, 0) == 1 && until >= plus(submitted(), EXPIRES[0]) && when < 3;
        for check in decision.checks() {
            let Some(until) = check.until().filter(|until| !ends(*until)) else { continue };
            let after = asked.decide(self.world, self.ledger, until);
            assert!(!unmet(&after).contains(check.name()), "{check:?} is cured at its `until`: {after:?}");
            let before = asked.decide(self.world, self.ledger, plus(until, -1));
            // A tier that no longer binds then may start the delay earlier: asking earlier is allowed.
            if binding(&before) == binding(decision) {
                assert!(unmet(&before).contains(check.name()), "{check:?} is not cured before its `until`");
                tally.untils += 1;
            }
        }
        let Some(not_before) = decision.not_before().filter(|until| !ends(*until)) else { return };
        let after = asked.decide(self.world, self.ledger, not_before);
        assert!(after.is_allowed(), "time alone cures every reason: {decision:?} {after:?}");
        let before = asked.decide(self.world, self.ledger, plus(not_before, -1));
        if binding(&before) == binding(decision) {
            assert!(!before.is_allowed(), "and no less time");
            tally.not_befores += 1;
        }
    }

    /// So many more people meet the quorum and no fewer do, and who is named is one of them.
    fn missing(&self, decision: &Decision<'_>, amount: usize, votes: usize, when: usize, tally: &mut Tally) {
        // At the others somebody's approval is still to come, or has ended.
        if when != 1 && when != 2 {
            return;
        }
        for check in decision.checks().iter().filter(|check| check.code() == CheckCode::Short) {
            let missing = check.missing().expect("a quorum that waits says who is missing");
            let silent: Vec<usize> = (0..4).filter(|person| vote(votes, *person) == 0).collect();
            let meeting: Vec<Vec<usize>> = (0..1 << silent.len())
                .map(|chosen| (0..silent.len()).filter(|i| chosen >> i & 1 == 1).map(|i| silent[i]).collect())
                .filter(|more: &Vec<usize>| {
                    let votes = more.iter().fold(votes, |votes, person| with_vote(votes, *person, 1));
                    self.unmet[amount][votes][when] & of(check.name()) == 0
                })
                .collect();
            let fewest = meeting.iter().map(Vec::len).min().expect("it could still be met");
            assert_eq!(missing.count() as usize, fewest, "{check:?} {votes}");
            let useful: BTreeSet<&str> =
                meeting.iter().filter(|more| more.len() == fewest).flatten().map(|person| PEOPLE[*person]).collect();
            let named: BTreeSet<&str> = missing.from().iter().map(countersign::Name::as_str).collect();
            assert_eq!(named, useful, "{check:?} {votes}");
            tally.missing += 1;
        }
    }

    /// From here by more approvals, rejections that were not, a smaller amount and time: where no reason is left, no other
    /// has come but a delay that is not over and what an approval held that has ended meanwhile. That it is then allowed
    /// where nothing is left, and nowhere else, was held at each of these points when it was [`counted`]. More approvals and
    /// time never leave a final denial.
    fn reach(&self, decision: &Decision<'_>, amount: usize, votes: usize, when: usize, tally: &mut Tally) {
        let reasons = self.unmet[amount][votes][when];
        if reasons == 0 {
            return;
        }
        for other in better(votes) {
            let takes_back = (0..4).any(|person| vote(votes, person) == 2 && vote(other, person) != 2);
            if decision.is_final() && !takes_back {
                let later = &self.denied[amount][other][when..];
                assert!(later.iter().all(|denied| *denied), "{decision:?} is not final");
                tally.finals += later.len();
            }
            for (less, later) in (0..=amount).flat_map(|less| (when..INSTANTS.len()).map(move |later| (less, later))) {
                let (left, is_allowed) = (self.unmet[less][other][later], self.allowed[less][other][later]);
                if reasons & left == 0 {
                    let is_excused = left & !comes_anew(other, when, later) == 0;
                    assert!(is_excused, "cured of all its reasons, it has others: {decision:?}");
                    tally.cured += usize::from(is_allowed);
                    let alone = [self.allowed[amount][votes][later], self.allowed[amount][other][when]];
                    tally.together += usize::from(is_allowed && less == amount && alone == [false, false]);
                } else {
                    tally.partly += usize::from(reasons & left != reasons);
                }
            }
        }
    }
}

pub fn point(amount: usize, votes: usize, when: usize) -> Point {
    Point { units: units(AMOUNTS[amount]), votes, after: INSTANTS[when] }
}

/// What is against a payout at each instant as counted by hand; it is what the engine says, and nothing is allowed as long
/// as one reason is left.
fn counted(by_hand: &ByHand<'_>, amount: usize, votes: usize, decisions: &[Decision<'_>; 4]) -> [Checks; 4] {
    [0, 1, 2, 3].map(|when| {
        let (decision, point) = (&decisions[when], point(amount, votes, when));
        assert!(binding(decision).into_iter().eq(by_hand.binding(point)), "{decision:?}");
        let reasons = by_hand.reasons(point);
        let named = NAMES.iter().enumerate().filter(|(place, _)| reasons >> place & 1 == 1).map(|(_, name)| *name);
        let unmet = decision.checks().iter().filter(|check| check.status() != CheckStatus::Met).map(Check::name);
        assert!(unmet.eq(named), "by hand {reasons:b}: {decision:?}");
        assert_eq!(decision.is_allowed(), reasons == 0, "{decision:?}");
        reasons
    })
}

/// What time brings, and what a cure does not wait for: a delay that is not over, and what stood on alice's approval.
fn comes_anew(votes: usize, when: usize, later: usize) -> Checks {
    let has_ended = |when: usize| INSTANTS[when] >= EXPIRES[0];
    let quorums = if vote(votes, 0) == 1 && has_ended(later) && !has_ended(when) { of("quorum:") } else { 0 };
    of("delay:") | quorums
}

/// The largest amount is allowed when people sign it, and one unit more is not.
fn amounts(world: &World, asked: &[Vec<Asked<'_>>], tally: &mut Tally) {
    let most = AMOUNTS.len() - 1;
    for (votes, asked) in asked[most].iter().enumerate().filter(|(votes, _)| votes % 7 == 1 || *votes == VOTES / 2) {
        for ledger in [0, 7] {
            let now = instant(2);
            let engine = asked.case.allowed_up_to(&world.ledgers[ledger].0, &Quotes::none(), now);
            let allowed = |units: u64| {
                world.asked(&world.sign(&written(units)), votes, true).decide(world, ledger, now).is_allowed()
            };
            if engine.is_none() && world.small.delayed.is_some() {
                continue; // a smaller payout is a new one, whose delay runs anew
            }
            let largest = engine.map_or(0, |text| units(&text));
            assert!(largest == 0 || allowed(largest), "{largest} {votes}");
            let signed = world.sign(&written(largest + 1));
            let next = world.asked(&signed, votes, true);
            let next = next.decide(world, ledger, now);
            let is_top = largest == units(AMOUNTS[most]);
            let is_anchorless = next.checks().iter().any(|check| check.code() == CheckCode::NoAnchor);
            assert!(is_top || is_anchorless || !next.is_allowed(), "{largest} {votes}");
            tally.amounts += 1;
        }
    }
}

pub fn unmet(decision: &Decision<'_>) -> BTreeSet<String> {
    let unmet = decision.checks().iter().filter(|check| check.status() != CheckStatus::Met);
    unmet.map(Check::name).map(str::to_owned).collect()
}

/// The rules that bind.
pub fn binding<'d>(decision: &'d Decision<'_>) -> BTreeSet<&'d str> {
    decision.checks().iter().filter_map(|check| check.name().strip_prefix("quorum:")).collect()
}

/// The same votes, and all that speak more for the payout: an approval where nothing was said, or no rejection.
fn better(votes: usize) -> impl Iterator<Item = usize> {
    let speaks_for = |vote: usize| [1, 2, 0][vote];
    (0..VOTES).filter(move |other| (0..4).all(|one| speaks_for(vote(*other, one)) >= speaks_for(vote(votes, one))))
}
