//! Laws between two decisions, over situations that the bytes choose: the same laws as in `tests/laws`, searched.

use countersign::{Case, CheckCode, CheckStatus, Decision, Quotes, Verdict};

use super::common::{Bytes, written};
use crate::pool::{ADDRESSES, APPROVERS, LIMITS, RULES};
use crate::situation::{Asked, Said, Situation, Spent, check};

const HOUR: usize = 3_600;

/// One approval more makes no check stricter, one less none milder; a smaller amount needs no more; order is nothing;
/// the last unit of what is allowed is allowed; what is waited for comes.
pub fn laws(bytes: &[u8]) -> bool {
    let bytes = &mut Bytes(bytes);
    let situation = situation(bytes);
    let policy = situation.policy();
    let approvals = situation.approvals(&policy);
    let all = situation.decide_with(&policy, &approvals);

    let mut backwards = approvals.clone();
    backwards.reverse();
    let turned = situation.decide_with(&policy, &backwards);
    assert_eq!(written(&turned), written(&all), "the order of approvals is nothing");

    let who = bytes.below(APPROVERS);
    let more = Said { verdict: Verdict::Approve, ..said(bytes, situation.now, who) };
    let more = [&approvals[..], &[more.signed(&policy, &situation.asked.payout())]].concat();
    no_stricter(&situation.decide_with(&policy, &more), &all);

    let yes: Vec<usize> =
        (0..approvals.len()).filter(|place| situation.said[*place].verdict != Verdict::Reject).collect();
    if !yes.is_empty() {
        let mut fewer = approvals.clone();
        fewer.remove(*bytes.pick(&yes));
        no_stricter(&all, &situation.decide_with(&policy, &fewer));
    }

    let units = 1 + bytes.below(usize::try_from(situation.asked.units).unwrap()) as u64;
    let smaller = Situation { asked: Asked { units, ..situation.asked.clone() }, ..situation.clone() };
    let smaller = smaller.decide(&policy);
    for small in smaller.checks() {
        let large = check(&all, small.name()).unwrap_or_else(|| panic!("`{}` is new", small.name()));
        assert!(small.status() <= large.status(), "{large:?} became {small:?} for {units}");
    }
    waited_out(&situation, &all);
    named_amount(&situation, &all);
    all.is_allowed()
}

/// That no check of `more` is stricter than in `less`, both of the same checks.
fn no_stricter(more: &Decision<'_>, less: &Decision<'_>) {
    assert_eq!(more.checks().len(), less.checks().len());
    for (more, less) in more.checks().iter().zip(less.checks()) {
        assert_eq!(more.name(), less.name());
        assert!(more.status() <= less.status(), "{less:?} became {more:?}");
    }
    assert!(more.is_allowed() || !less.is_allowed());
}

/// At `until` a check that waited for time alone is met, and a second earlier it is not.
fn waited_out(situation: &Situation, decision: &Decision<'_>) {
    let at = |now: u64| Situation { now, ..situation.clone() };
    for waiting in decision.checks().iter().filter(|check| check.name().starts_with("limit:")) {
        let Some(until) = waiting.until() else { continue };
        let later = situation.now + (until.unix() - decision.at().unix());
        let status = |now: u64| {
            let mut then = at(now);
            // The same lines, as old as they will be.
            let older = i64::try_from(now - situation.now).unwrap();
            then.spent.iter_mut().for_each(|spent| spent.age += older);
            let policy = then.policy();
            check(&then.decide(&policy), waiting.name()).map(countersign::Check::status)
        };
        assert!(status(later) != Some(CheckStatus::Wait), "{waiting:?} at its `until`");
        assert!(status(later - 1) != Some(CheckStatus::Met), "{waiting:?} a second before");
    }
}

/// What is named as the amount that would go does go, if the same people say the same.
fn named_amount(situation: &Situation, decision: &Decision<'_>) {
    let policy = situation.policy();
    let case = Case::open(&policy, &situation.asked.payout(), &situation.approvals(&policy)).unwrap();
    let ledger = situation.ledger(&policy);
    let Some(up_to) = case.allowed_up_to(&ledger, &Quotes::none(), situation.now()) else { return };
    let hundredths = countersign::WrittenAmount::parse(&up_to).unwrap().units(2).unwrap();
    let units = u64::try_from(hundredths).unwrap();
    assert_eq!(units == situation.asked.units, decision.is_allowed());
    let of = |units| Situation { asked: Asked { units, ..situation.asked.clone() }, ..situation.clone() };
    assert!(of(units).decide(&policy).is_allowed(), "{up_to} was named");
    if units < situation.asked.units {
        let next = of(units + 1).decide(&policy);
        let waited = next.checks().iter().any(|check| check.code() == CheckCode::Elapsed);
        assert!(waited || !next.is_allowed(), "more than {up_to} would go");
    }
}

fn situation(bytes: &mut Bytes<'_>) -> Situation {
    let now = bytes.below(60 * HOUR) as u64;
    let (rules, limits) = (some(bytes, 1, RULES.len()), some(bytes, 2, LIMITS.len()));
    let most = *bytes.pick(&[120, 350, 900]);
    let initiator = *bytes.pick(&[APPROVERS, APPROVERS, 0, 3]);
    let asked = Asked {
        units: 1 + bytes.below(most) as u64,
        to: bytes.below(ADDRESSES.len()),
        wallet: bytes.below(2),
        initiator,
    };
    let mut everybody: Vec<Said> = (0..APPROVERS).map(|who| said(bytes, now, who)).collect();
    let kept = bytes.byte();
    everybody.retain(|said| kept & 1 << said.who == 0);
    everybody.push(Said { verdict: Verdict::Request, ..said(bytes, now, initiator) });
    let spent = (0..usize::from(bytes.byte() % 7)).map(|_| spent(bytes)).collect();
    Situation { rules, limits, asked, said: everybody, spent, now }
}

/// The first ones, and a selection of the others.
fn some(bytes: &mut Bytes<'_>, always: usize, count: usize) -> Vec<usize> {
    let chosen = bytes.byte();
    (0..count).filter(|place| *place < always || chosen >> (place - always) & 1 == 1).collect()
}

fn said(bytes: &mut Bytes<'_>, now: u64, who: usize) -> Said {
    let verdict = if bytes.byte() < 240 { Verdict::Approve } else { Verdict::Reject };
    let at = bytes.below(usize::try_from(now).unwrap() + 1) as i64;
    let signed = at + *bytes.pick(&[0, 0, 0, 0, 0, -119, -120, -121, 119, 121]);
    let lives = *bytes.pick(&[48 * HOUR, 48 * HOUR, HOUR, 48 * HOUR + 1, 1]) as u64;
    Said { who, scheme: usize::from(bytes.byte()), verdict, signed, lives, received: at }
}

fn spent(bytes: &mut Bytes<'_>) -> Spent {
    let age = bytes.below(30 * HOUR) as i64 + *bytes.pick(&[0, 0, -120]);
    Spent {
        units: 1 + bytes.below(250) as u64,
        to: bytes.below(ADDRESSES.len()),
        wallet: bytes.below(2),
        initiator: bytes.below(APPROVERS + 1),
        age,
        state: bytes.pick::<&str>(&["paid", "reserved", "reserved", "paid", "released", "refused"]),
    }
}
