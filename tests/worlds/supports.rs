//! What an allowance stands on: without any one of its supports it is none.

use countersign::{Case, CheckStatus, Decision, Payout, Quotes, ReceivedApproval};
use serde_json::Value;

use crate::by_hand::{approving, is_waived, of};
use crate::explain::{Sheet, point, unmet};
use crate::policies::{PEOPLE, Small};
use crate::support::{plus, submitted};
use crate::tally::Tally;
use crate::world::{AMOUNTS, Asked, INSTANTS, Signed, VOTES, World, instant, paid, units, with_vote, written};

impl Sheet<'_> {
    /// Whoever approved sits on every seat that the binding rules ask for; without somebody whose seat nobody else can
    /// take, it is not allowed.
    pub fn people(&self, decision: &Decision<'_>, amount: usize, votes: usize, when: usize, tally: &mut Tally) {
        let small = &self.world.small;
        let rules = self.by_hand.binding(point(amount, votes, when));
        let approving = approving(small, votes, INSTANTS[when]);
        assert!(small.seated(approving, &rules), "{decision:?}");
        for person in (0..4).filter(|person| approving >> person & 1 == 1) {
            if !small.seated(approving & !(1 << person), &rules) {
                let is_allowed = self.allowed[amount][with_vote(votes, person, 0)][when];
                assert!(!is_allowed, "allowed without {}: {decision:?}", PEOPLE[person]);
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
        let sum = self.by_hand.within(world.small.window, INSTANTS[when]);
        let most = world.small.most * 100_000_000;
        let left = most.checked_sub(sum + units(AMOUNTS[amount])).expect("it is within the limit");
        let decide = |name: &str, units: u64| {
            let one = paid(&written(units), plus(now, -1), name);
            let ledger = world.ledger(&[world.spent[self.ledger].as_slice(), &[one]].concat()).0;
            unmet(&self.asked[amount][votes].case.decide(&ledger, &Quotes::none(), now))
        };
        assert!(decide("other", left + 1).contains("limit:window"), "a unit more than is left: {left}");
        assert!(left == 0 || !decide("other", left).contains("limit:window"), "what is left: {left}");
        assert!(decide("po-1", 1).contains("once"), "it was paid already");
        tally.room += 1;
    }

    /// Whoever waives a delay that is not over, counted by hand from when the people have stood, is needed for that; and
    /// where nobody waives it, it is not over one second earlier.
    pub fn delay(&self, decision: &Decision<'_>, amount: usize, votes: usize, when: usize, tally: &mut Tally) {
        let (small, point) = (&self.world.small, point(amount, votes, when));
        let rules = self.by_hand.binding(point);
        let Some(delayed) = small.delayed.filter(|rule| rules.contains(rule)) else { return };
        let check = format!("delay:{delayed}");
        let is_over = self.by_hand.is_over(point, &rules);
        match (is_waived(small, votes, INSTANTS[when]), is_over) {
            // Neither of the two alone is needed.
            (true, true) => {}
            (true, false) => {
                for person in [2, 3] {
                    let without = with_vote(votes, person, 0);
                    assert!(self.unmet[amount][without][when] & of(&check) != 0, "{decision:?}");
                    assert!(!self.allowed[amount][without][when], "allowed without {}: {decision:?}", PEOPLE[person]);
                    tally.waivers += 1;
                }
            }
            (false, _) => {
                assert!(is_over, "{decision:?}");
                let end = self.by_hand.start(point, &rules).expect("a stretch up to now") + 24 * 3600;
                let before = self.asked[amount][votes].decide(self.world, self.ledger, plus(submitted(), end - 1));
                assert!(unmet(&before).contains(&check), "{before:?}");
                tally.starts += 1;
            }
        }
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

/// What was allowed is not where no rule covers it, or the policy does not know its wallet, its asset or what its fee is
/// paid in, or a later version of the policy decides already; whoever approved approves it so.
pub fn payouts(
    world: &World,
    mut uncovering: Small,
    signed: &[Signed<'_>],
    asked: &[Vec<Asked<'_>>],
    tally: &mut Tally,
) {
    let out_of_cold = uncovering.text.replace("wallets = \"any\"", "wallets = [\"cold\"]");
    uncovering.text = out_of_cold.replace("wallets = [\"hot\"]", "wallets = [\"hot\", \"cold\"]");
    let (elsewhere, later) = (World::of(uncovering), world.later_ledger());
    let refuses = |decision: &Decision<'_>, check: &str| {
        assert!(!decision.is_allowed(), "{decision:?}");
        assert!(unmet(decision).contains(check), "`{check}` is no reason: {decision:?}");
    };
    for ((amount, signed), row) in AMOUNTS.iter().zip(signed).zip(asked) {
        let (uncovered, unknown) = (elsewhere.sign(amount), world.sign_out_of("nowhere", amount));
        let with = |key: &str, value: &str| -> Payout {
            let mut written = world.payout("hot", amount);
            written[key] = Value::from(value);
            serde_json::from_value(written).expect("a payout")
        };
        let [coins, fee] = [with("amount", "1 COIN"), with("fee", "1 COIN")];
        for (votes, when) in (0..VOTES).flat_map(|votes| (0..INSTANTS.len()).map(move |when| (votes, when))) {
            let now = instant(when);
            if !row[votes].decide(world, 0, now).is_allowed() {
                continue;
            }
            refuses(&elsewhere.asked(&uncovered, votes, true).decide(&elsewhere, 0, now), "covered");
            refuses(&world.asked(&unknown, votes, true).decide(world, 0, now), "wallet");
            refuses(&row[votes].case.decide(&later, &Quotes::none(), now), "version");
            // Nothing can be signed of what has no statement: their approvals are of what was allowed.
            let said: Vec<ReceivedApproval> = signed.said(votes, true).iter().map(|(said, _)| said.clone()).collect();
            for payout in [&coins, &fee] {
                let case = Case::open(&world.policy, payout, &said).expect("it can be read");
                refuses(&case.decide(&world.ledgers[0].0, &Quotes::none(), now), "asset");
            }
            tally.payouts += 1;
        }
    }
}
