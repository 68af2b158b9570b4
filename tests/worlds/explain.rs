//! What an answer says of itself, checked by doing it: its reasons are sound, sufficient and necessary.

use std::collections::BTreeSet;

use countersign::{Answer, Check, CheckCode, CheckStatus, Decision, Instant, Quotes};

use crate::policies::{PEOPLE, SIGNED};
use crate::support::{plus, submitted};
use crate::supports;
use crate::world::{AMOUNTS, Asked, EXPIRES, INSTANTS, LEDGERS, VOTES, World, instant, vote, with_vote};

/// How many policies are explained, evenly spread.
const POLICIES: usize = 12;

/// Every so many-th ledger; odd, so that it wanders through all of them.
const LEDGER_STEP: usize = 11;

#[derive(Debug, Default)]
pub struct Tally {
    untils: usize,
    not_befores: usize,
    missing: usize,
    finals: usize,
    cured: usize,
    partly: usize,
    pub people: usize,
    pub starts: usize,
    pub room: usize,
    pub requests: usize,
    amounts: usize,
}

/// Checks, as bits: by place among the names that a sheet has met.
pub type Checks = u32;

/// All answers to one policy's payouts at one ledger.
pub struct Sheet<'w> {
    pub world: &'w World,
    pub ledger: usize,
    /// by amount, then votes
    pub asked: &'w [Vec<Asked<'w>>],
    names: Vec<String>,
    /// by amount, votes, instant
    pub unmet: Vec<Vec<Vec<Checks>>>,
    denied: Vec<Vec<Vec<bool>>>,
}

#[test]
fn what_an_answer_says_of_itself_is_so() {
    let mut tally = Tally::default();
    for i in 0..super::number("EXPLAIN_POLICIES").unwrap_or(POLICIES) {
        let world = World::new(i * 787 % SIGNED);
        let signed = AMOUNTS.map(|amount| world.sign(amount));
        let asked: Vec<Vec<Asked<'_>>> =
            signed.iter().map(|signed| (0..VOTES).map(|votes| world.asked(signed, votes, true)).collect()).collect();
        for ledger in (i % LEDGER_STEP..LEDGERS).step_by(LEDGER_STEP) {
            Sheet::new(&world, ledger, &asked).check(&mut tally);
        }
        supports::requests(&world, &signed, &asked, &mut tally);
        amounts(&world, &asked, &mut tally);
    }
    println!("explanations: {tally:?}");
    let Tally { untils, not_befores, missing, finals, cured, partly, people, starts, room, requests, amounts } = tally;
    for alive in [untils, not_befores, missing, finals, cured, partly, people, starts, room, requests, amounts] {
        assert!(alive > 0, "the world shows each of them");
    }
}

impl<'w> Sheet<'w> {
    fn new(world: &'w World, ledger: usize, asked: &'w [Vec<Asked<'w>>]) -> Self {
        let (mut names, mut unmet, mut denied) = (Vec::new(), Vec::new(), Vec::new());
        for row in asked {
            let (mut unmet_row, mut denied_row) = (Vec::new(), Vec::new());
            for asked in row {
                let decisions = [0, 1, 2, 3].map(|when| asked.decide(world, ledger, instant(when)));
                let found = decisions.each_ref().map(|decision| bits(decision, &mut names));
                for (decision, unmet) in decisions.iter().zip(found) {
                    // And so, as long as one reason is left, nothing is allowed.
                    assert_eq!(decision.is_allowed(), unmet == 0, "{decision:?}");
                }
                unmet_row.push(found.to_vec());
                denied_row.push(decisions.each_ref().map(|decision| decision.verdict() == Answer::Deny).to_vec());
            }
            unmet.push(unmet_row);
            denied.push(denied_row);
        }
        Self { world, ledger, asked, names, unmet, denied }
    }

    /// The bits of the checks that a word stands in front of.
    fn of(&self, word: &str) -> Checks {
        let fitting = self.names.iter().enumerate().filter(|(_, name)| name.starts_with(word));
        fitting.fold(0, |all, (place, _)| all | 1 << place)
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
                        self.start(&decision, amount, votes, when, tally);
                        self.room(amount, votes, when, tally);
                    }
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
                    self.unmet[amount][votes][when] & self.of(check.name()) == 0
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

    /// From here by more approvals, rejections that were not, and a smaller amount: where no reason is left it is allowed,
    /// but for a delay that starts only now; where some are left, it is not. More approvals and time never leave a final
    /// denial.
    fn reach(&self, decision: &Decision<'_>, amount: usize, votes: usize, when: usize, tally: &mut Tally) {
        let reasons = self.unmet[amount][votes][when];
        if reasons == 0 {
            return;
        }
        let delays = self.of("delay:");
        for other in better(votes) {
            let takes_back = (0..4).any(|person| vote(votes, person) == 2 && vote(other, person) != 2);
            if decision.is_final() && !takes_back {
                let later = &self.denied[amount][other][when..];
                assert!(later.iter().all(|denied| *denied), "{decision:?} is not final");
                tally.finals += later.len();
            }
            for less in 0..=amount {
                let left = self.unmet[less][other][when];
                if reasons & left == 0 {
                    assert_eq!(left & !delays, 0, "cured of all its reasons, it has others: {decision:?}");
                    tally.cured += usize::from(left == 0);
                } else if reasons & left != reasons {
                    let now = self.asked[less][other].case.payout();
                    assert!(left != 0, "allowed with some of its reasons cured: {decision:?} {now:?}");
                    tally.partly += 1;
                }
            }
        }
    }
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
            if engine.is_none() && world.small.has_delay {
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

pub fn written(units: u64) -> String {
    format!("{}.{:08} BTC", units / 100_000_000, units % 100_000_000)
}

pub fn units(amount: &str) -> u64 {
    let number = amount.trim_end_matches(" BTC");
    let (whole, places) = number.split_once('.').unwrap_or((number, ""));
    format!("{whole}{places:0<8}").parse().expect("a number")
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

fn bits(decision: &Decision<'_>, names: &mut Vec<String>) -> Checks {
    let mut all = 0;
    for check in decision.checks().iter().filter(|check| check.status() != CheckStatus::Met) {
        let known = names.iter().position(|name| name == check.name());
        all |= 1
            << known.unwrap_or_else(|| {
                names.push(check.name().to_owned());
                names.len() - 1
            });
    }
    all
}
