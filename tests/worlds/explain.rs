//! What an answer says of itself, checked by doing it: its reasons are sound, sufficient and necessary.

use std::collections::BTreeSet;

use countersign::{Answer, Check, CheckCode, CheckStatus, Decision, Instant};

use crate::policies::PEOPLE;
use crate::support::{plus, submitted};
use crate::world::{AMOUNTS, Asked, EXPIRES, INSTANTS, LEDGERS, RECEIVED, VOTES, World, instant, vote, with_vote};

/// How many policies are explained, evenly spread.
const POLICIES: usize = 12;

/// Every so many-th ledger; odd, so that it wanders through all of them.
const LEDGER_STEP: usize = 11;

#[derive(Debug, Default)]
struct Tally {
    untils: usize,
    not_befores: usize,
    missing: usize,
    finals: usize,
    cured: usize,
    people: usize,
    starts: usize,
    requests: usize,
    amounts: usize,
}

/// All answers to one policy's payouts at one ledger.
struct Sheet<'w> {
    world: &'w World,
    ledger: usize,
    /// by amount, then votes
    asked: &'w [Vec<Asked<'w>>],
    /// by amount, votes, instant
    unmet: Vec<Vec<Vec<BTreeSet<String>>>>,
}

#[test]
fn what_an_answer_says_of_itself_is_so() {
    let mut tally = Tally::default();
    for i in 0..super::number("EXPLAIN_POLICIES").unwrap_or(POLICIES) {
        let world = World::new(super::chosen(i, POLICIES));
        let signed = AMOUNTS.map(|amount| world.sign(amount));
        let asked: Vec<Vec<Asked<'_>>> =
            signed.iter().map(|signed| (0..VOTES).map(|votes| world.asked(signed, votes, true)).collect()).collect();
        for ledger in (i % LEDGER_STEP..LEDGERS).step_by(LEDGER_STEP) {
            Sheet::new(&world, ledger, &asked).check(&mut tally);
        }
        requests(&world, &asked, &mut tally);
        amounts(&world, &asked, &mut tally);
    }
    println!("explanations: {tally:?}");
    let Tally { untils, not_befores, missing, finals, cured, people, starts, requests, amounts } = tally;
    for alive in [untils, not_befores, missing, finals, cured, people, starts, requests, amounts] {
        assert!(alive > 0, "the world shows each of them");
    }
}

impl<'w> Sheet<'w> {
    fn new(world: &'w World, ledger: usize, asked: &'w [Vec<Asked<'w>>]) -> Self {
        let reasons = |asked: &Asked<'_>, when: usize| {
            let decision = asked.decide(world, ledger, instant(when));
            let unmet = unmet(&decision);
            // And so, as long as one reason is left, nothing is allowed.
            assert_eq!(decision.is_allowed(), unmet.is_empty(), "{decision:?}");
            unmet
        };
        let at = |asked: &Asked<'_>| (0..INSTANTS.len()).map(|when| reasons(asked, when)).collect();
        let unmet = asked.iter().map(|row| row.iter().map(at).collect()).collect();
        Self { world, ledger, asked, unmet }
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
                    !self.unmet[amount][votes][when].contains(check.name())
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

    /// From here by more approvals, a smaller amount and time: where no reason is left and no time went by, it is allowed,
    /// but for a delay that starts only now. A final denial is never left.
    fn reach(&self, decision: &Decision<'_>, amount: usize, votes: usize, when: usize, tally: &mut Tally) {
        let reasons = &self.unmet[amount][votes][when];
        if reasons.is_empty() {
            return;
        }
        for (less, more, later) in onward(amount, votes, when) {
            let left = &self.unmet[less][more][later];
            if decision.is_final() {
                let now = self.asked[less][more].decide(self.world, self.ledger, instant(later));
                // A smaller amount is another payout: it is not what `final` speaks of.
                assert!(less < amount || now.verdict() == Answer::Deny, "{decision:?} is not final");
                tally.finals += 1;
            }
            if later == when && reasons.is_disjoint(left) {
                let new: Vec<&String> = left.iter().filter(|name| !name.starts_with("delay:")).collect();
                assert!(new.is_empty(), "cured of all its reasons, it has others: {new:?}");
                tally.cured += usize::from(left.is_empty());
            }
        }
    }

    /// Whoever approved sits on every seat that the binding rules ask for; without somebody whose seat nobody else can
    /// take, it is not allowed.
    fn people(&self, decision: &Decision<'_>, amount: usize, votes: usize, when: usize, tally: &mut Tally) {
        let rules = binding(decision);
        let approving = approving(self.world, votes, INSTANTS[when]);
        assert!(self.world.small.seated(approving, &rules), "{decision:?}");
        for person in (0..4).filter(|person| approving >> person & 1 == 1) {
            if !self.world.small.seated(approving & !(1 << person), &rules) {
                let without = &self.unmet[amount][with_vote(votes, person, 0)][when];
                assert!(!without.is_empty(), "allowed without {}: {decision:?}", PEOPLE[person]);
                tally.people += 1;
            }
        }
    }

    /// One second before the delay is over, counted by hand from when the people have stood, it is not.
    fn start(&self, decision: &Decision<'_>, amount: usize, votes: usize, when: usize, tally: &mut Tally) {
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
fn requests(world: &World, asked: &[Vec<Asked<'_>>], tally: &mut Tally) {
    if !world.small.is_signed {
        return;
    }
    let signed = world.sign(AMOUNTS[0]);
    for votes in (0..VOTES).filter(|votes| asked[0][*votes].decide(world, 0, instant(2)).is_allowed()) {
        let without = world.asked(&signed, votes, false);
        let decision = without.decide(world, 0, instant(2));
        let check = decision.checks().iter().find(|check| check.name() == "initiator:base").expect("it binds");
        let missing = check.missing().expect("somebody must ask");
        assert_eq!((check.status(), missing.count()), (CheckStatus::Wait, 1));
        assert_eq!(missing.from().iter().map(countersign::Name::as_str).collect::<Vec<_>>(), ["alice"]);
        assert!(!decision.is_allowed());
        tally.requests += 1;
    }
}

/// The largest amount is allowed when people sign it, and one unit more is not.
fn amounts(world: &World, asked: &[Vec<Asked<'_>>], tally: &mut Tally) {
    let most = AMOUNTS.len() - 1;
    for (votes, asked) in asked[most].iter().enumerate().filter(|(votes, _)| votes % 7 == 1 || *votes == VOTES / 2) {
        for ledger in [0, 7] {
            let now = instant(2);
            let engine = asked.case.allowed_up_to(&world.ledgers[ledger].0, &countersign::Quotes::none(), now);
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

fn written(units: u64) -> String {
    format!("{}.{:08} BTC", units / 100_000_000, units % 100_000_000)
}

fn units(amount: &str) -> u64 {
    let number = amount.trim_end_matches(" BTC");
    let (whole, places) = number.split_once('.').unwrap_or((number, ""));
    format!("{whole}{places:0<8}").parse().expect("a number")
}

fn unmet(decision: &Decision<'_>) -> BTreeSet<String> {
    let unmet = decision.checks().iter().filter(|check| check.status() != CheckStatus::Met);
    unmet.map(Check::name).map(str::to_owned).collect()
}

/// The rules that bind.
fn binding<'d>(decision: &'d Decision<'_>) -> BTreeSet<&'d str> {
    decision.checks().iter().filter_map(|check| check.name().strip_prefix("quorum:")).collect()
}

/// Whose approval stands so many seconds after submission.
fn approving(world: &World, votes: usize, after: i64) -> u8 {
    let stands = |person: usize| {
        let may = !(world.small.is_signed && person == 0);
        may && vote(votes, person) == 1 && RECEIVED[person] <= after && after < EXPIRES[person]
    };
    (0..4).filter(|person| stands(*person)).fold(0, |people, person| people | 1 << person)
}

/// Every point that more approvals, less money and more time lead to, but not where an approval has ended.
fn onward(amount: usize, votes: usize, when: usize) -> Vec<(usize, usize, usize)> {
    let silent: Vec<usize> = (0..4).filter(|person| vote(votes, *person) == 0).collect();
    let mut points = Vec::new();
    for less in 0..=amount {
        for chosen in 0..1usize << silent.len() {
            let more = (0..silent.len()).filter(|i| chosen >> i & 1 == 1);
            let more = more.fold(votes, |votes, i| with_vote(votes, silent[i], 1));
            points.extend((when..INSTANTS.len()).map(|later| (less, more, later)));
        }
    }
    points
}
