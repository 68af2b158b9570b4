//! One more approval never takes an allow away, one less never makes one, a smaller amount never needs more.

use countersign::{Answer, Case as Opened, CheckCode, CheckStatus, Decision, Quotes, Verdict};
use proptest::prelude::*;

use crate::frame::{Case, law};
use crate::generate::{said, situation};
use crate::pool::{self, APPROVERS};
use crate::situation::{Asked, Said, Situation, check, coins};

/// That no check of `more` is stricter than in `less`, both of the same checks.
fn assert_no_stricter(more: &Decision<'_>, less: &Decision<'_>) {
    assert_eq!(more.checks().len(), less.checks().len());
    for (more, less) in more.checks().iter().zip(less.checks()) {
        assert_eq!(more.name(), less.name());
        assert!(more.status() <= less.status(), "{less:?} became {more:?}");
    }
}

#[test]
fn one_more_approval_makes_no_check_stricter_and_takes_no_allow_away() {
    let of = situation().prop_flat_map(|situation| {
        let more = said(situation.now).prop_map(|said| Said { verdict: Verdict::Approve, ..said });
        (Just(situation), more, 0..APPROVERS)
    });
    law(250, 60, &of, |(situation, more, who)| {
        let policy = situation.policy();
        let mut approvals = situation.approvals(&policy);
        let less = situation.decide_with(&policy, &approvals);
        approvals.push(Said { who, ..more }.signed(&policy, &situation.asked.payout()));
        let more = situation.decide_with(&policy, &approvals);
        assert_no_stricter(&more, &less);
        assert!(!less.is_allowed() || more.is_allowed());
        Case::alive_if(less.is_allowed())
    });
}

#[test]
fn one_approval_less_makes_no_check_milder_and_no_allow() {
    let of = situation().prop_flat_map(|situation| (Just(situation), any::<prop::sample::Index>()));
    // Alive where the one that is gone was needed.
    law(250, 15, &of, |(situation, which)| {
        let policy = situation.policy();
        let all = situation.decide(&policy);
        let kept = |said: &Said| said.verdict != Verdict::Reject;
        let removable: Vec<usize> = (0..situation.said.len()).filter(|place| kept(&situation.said[*place])).collect();
        if removable.is_empty() {
            return Case::Idle;
        }
        let mut fewer = situation.clone();
        fewer.said.remove(removable[which.index(removable.len())]);
        let fewer = fewer.decide(&policy);
        assert_no_stricter(&all, &fewer);
        assert!(!fewer.is_allowed() || all.is_allowed());
        Case::alive_if(all.is_allowed() && fewer.verdict() == Answer::Wait)
    });
}

#[test]
fn a_smaller_amount_of_which_the_same_people_say_the_same_never_needs_more() {
    let of = situation().prop_flat_map(|situation| {
        let smaller = 1..=situation.asked.units;
        (Just(situation), smaller)
    });
    law(250, 60, &of, |(situation, units)| {
        let policy = situation.policy();
        let smaller = Situation { asked: Asked { units, ..situation.asked.clone() }, ..situation.clone() };
        let (large, small) = (situation.decide(&policy), smaller.decide(&policy));
        for small in small.checks() {
            let large = check(&large, small.name()).unwrap_or_else(|| panic!("`{}` is new", small.name()));
            assert!(small.status() <= large.status(), "{large:?} became {small:?}");
        }
        assert!(!large.is_allowed() || small.is_allowed());
        Case::alive_if(large.is_allowed() && units < situation.asked.units)
    });
}

#[test]
fn allowed_up_to_is_allowed_and_one_unit_more_is_not() {
    // Alive where it lies between nothing and all that was asked.
    law(200, 25, &situation(), |situation| {
        let policy = situation.policy();
        let case = Opened::open(&policy, &situation.asked.payout(), &situation.approvals(&policy)).unwrap();
        let (ledger, quotes, now) = (situation.ledger(&policy), Quotes::none(), situation.now());
        let up_to = case.allowed_up_to(&ledger, &quotes, now);
        let of = |units| Situation { asked: Asked { units, ..situation.asked.clone() }, ..situation.clone() };
        let all = situation.asked.units;
        // What has waited out a delay would have to wait anew as another payout.
        let now_allowed = |units| {
            let decision = of(units);
            let decision = decision.decide(&policy);
            let waited = decision.checks().iter().any(|check| check.code() == CheckCode::Elapsed);
            decision.is_allowed() && (units == all || !waited)
        };
        let Some(up_to) = up_to else {
            assert!(!now_allowed(1));
            return Case::Idle;
        };
        let units = (1..=all).find(|units| coins(*units) == up_to).expect("an amount up to the payout's own");
        assert!(now_allowed(units));
        assert!(units == all || !now_allowed(units + 1));
        assert_eq!(units == all, case.decide(&ledger, &quotes, now).is_allowed());
        Case::alive_if(units < all)
    });
}

#[test]
fn an_approval_turns_a_wait_into_an_allow() {
    let yes = |who| Said { who, scheme: 0, verdict: Verdict::Approve, signed: 60, lives: 3_600, received: 60 };
    let ask = Said { who: APPROVERS, verdict: Verdict::Request, ..yes(0) };
    let asked = Asked { units: 400, to: 0, wallet: 0, initiator: APPROVERS };
    let said = vec![ask, yes(0), yes(1)];
    // Rule 2: two of ops and one of risk.
    let two = Situation { rules: vec![0, 2], limits: vec![0, 1], asked, said, spent: vec![], now: 120 };
    let policy = two.policy();
    let waiting = two.decide(&policy);
    assert_eq!(waiting.verdict(), Answer::Wait);
    assert_eq!(check(&waiting, "quorum:tier").unwrap().status(), CheckStatus::Wait);
    let mut three = two.clone();
    three.said.push(yes(2));
    assert!(three.decide(&policy).is_allowed());
}

/// Two rules that add to the base, which asks for nothing signed: a delay above 1, and an approval above 3.
const UNANCHORED: &str = r#"
[[rules]]
name = "middle"
assets = ["COIN"]
wallets = "any"
to = "any"
initiators = "unsigned"
above = "1 COIN per payout"
approve = "none"
veto = "nobody"
delay = "2h"

[[rules]]
name = "top"
assets = ["COIN"]
wallets = "any"
to = "any"
initiators = "unsigned"
above = "3 COIN per payout"
approve = "1 of ops"
"#;

#[test]
fn a_delay_that_only_a_larger_amounts_approvals_can_start_is_the_one_exception() {
    // To the letter of section 7: where no binding rule demands anything signed, the delay fails with `no-anchor`.
    let signed = "initiators = [\"ops\", \"requesters\"]\napprove = \"1 of (ops, risk)\"";
    let base = pool::text(&[0], &[0, 1]).replace(signed, "initiators = \"unsigned\"\napprove = \"none\"");
    let policy = pool::parse(&format!("{base}{UNANCHORED}"));
    let yes = Said { who: 0, scheme: 0, verdict: Verdict::Approve, signed: 60, lives: 36_000, received: 60 };
    let of = |units| {
        let asked = Asked { units, to: 0, wallet: 0, initiator: APPROVERS };
        Situation { rules: vec![], limits: vec![], asked, said: vec![yes.clone()], spent: vec![], now: 10_000 }
    };
    let verdicts = [100, 101, 300, 301].map(|units| of(units).decide(&policy).verdict());
    assert_eq!(verdicts, [Answer::Allow, Answer::Deny, Answer::Deny, Answer::Allow]);
    assert_eq!(check(&of(300).decide(&policy), "delay:middle").unwrap().code(), CheckCode::NoAnchor);
    // What is allowed whole is named whole there too.
    let large = of(400);
    let case = Opened::open(&policy, &large.asked.payout(), &large.approvals(&policy)).unwrap();
    assert_eq!(case.allowed_up_to(&large.ledger(&policy), &Quotes::none(), large.now()).unwrap(), "4 COIN");
}
