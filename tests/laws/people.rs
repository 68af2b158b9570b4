//! A person counts once per expression, however many keys, schemes, groups and approvals they have.

use countersign::{CheckStatus, Policy, Verdict};
use proptest::prelude::*;

use crate::frame::{Case, law};
use crate::pool::{self, APPROVERS, PEOPLE};
use crate::situation::{Asked, Said, Situation, check};

/// The pool's groups, by places in `PEOPLE`.
const GROUPS: [(&str, &[usize]); 4] =
    [("ops", &[0, 1, 2]), ("risk", &[2, 3, 4]), ("guardians", &[4, 5]), ("board", &[0, 3, 5])];

/// Alternatives of terms: so many of these groups and people.
type Quorum = Vec<Vec<(usize, Vec<usize>)>>;

fn members(set: usize) -> Vec<usize> {
    GROUPS.get(set).map_or_else(|| vec![set - GROUPS.len()], |(_, people)| people.to_vec())
}

fn people_of(sets: &[usize]) -> Vec<usize> {
    let mut people: Vec<usize> = sets.iter().flat_map(|set| members(*set)).collect();
    people.sort_unstable();
    people.dedup();
    people
}

fn set_name(set: usize) -> &'static str {
    GROUPS.get(set).map_or_else(|| PEOPLE[set - GROUPS.len()].0, |(name, _)| name)
}

fn written(quorum: &Quorum) -> String {
    let term = |(count, sets): &(usize, Vec<usize>)| {
        let names: Vec<&str> = sets.iter().map(|set| set_name(*set)).collect();
        format!("{count} of ({})", names.join(", "))
    };
    let alternative = |terms: &Vec<(usize, Vec<usize>)>| {
        let terms: Vec<String> = terms.iter().map(term).collect();
        format!("({})", terms.join(" and "))
    };
    quorum.iter().map(alternative).collect::<Vec<_>>().join(" or ")
}

/// Tries every way to give each seat a person of its own.
fn is_met(quorum: &Quorum, approving: &[usize]) -> bool {
    let seats_of = |terms: &Vec<(usize, Vec<usize>)>| -> Vec<Vec<usize>> {
        terms.iter().flat_map(|(count, sets)| std::iter::repeat_n(people_of(sets), *count)).collect()
    };
    quorum.iter().any(|terms| can_seat(&seats_of(terms), approving))
}

fn can_seat(seats: &[Vec<usize>], free: &[usize]) -> bool {
    let Some((seat, others)) = seats.split_first() else { return true };
    free.iter().filter(|person| seat.contains(person)).any(|person| {
        let left: Vec<usize> = free.iter().copied().filter(|other| other != person).collect();
        can_seat(others, &left)
    })
}

fn quorum() -> impl Strategy<Value = Quorum> {
    let sets = proptest::sample::subsequence((0..GROUPS.len() + APPROVERS).collect::<Vec<_>>(), 1..=3);
    let term = (1..4usize, sets);
    let terms = proptest::collection::vec(term, 1..4);
    proptest::collection::vec(terms, 1..4).prop_map(|mut quorum| {
        for (count, sets) in quorum.iter_mut().flatten() {
            *count = (*count).min(people_of(sets).len());
        }
        quorum
    })
}

/// The policy whose only rule asks for this; none if the language refuses it, as all its people could not meet it.
fn policy(quorum: &Quorum) -> Option<Policy> {
    let text = pool::text(&[0], &[0, 1])
        .replace("approve = \"1 of (ops, risk)\"", &format!("approve = \"{}\"", written(quorum)));
    let everybody: Vec<usize> = (0..APPROVERS).collect();
    let policy = Policy::parse(&text).ok();
    let can_be_met = |terms: &Vec<_>| is_met(&vec![terms.clone()], &everybody);
    assert!(policy.is_some() || !quorum.iter().all(can_be_met), "{text}");
    policy
}

fn yes(who: usize, scheme: usize) -> Said {
    let later = i64::try_from(scheme).unwrap();
    Said { who, scheme, verdict: Verdict::Approve, signed: 60 + later, lives: 3_600, received: 60 + later }
}

fn asked_by_the_desk(said: Vec<Said>) -> Situation {
    let asked = Asked { units: 100, to: 0, wallet: 0, initiator: APPROVERS };
    let ask = Said { who: APPROVERS, verdict: Verdict::Request, ..yes(0, 0) };
    let said = std::iter::once(ask).chain(said).collect();
    Situation { rules: vec![0], limits: vec![0, 1], asked, said, spent: vec![], now: 120 }
}

#[test]
fn a_quorum_is_met_iff_every_seat_has_a_person_of_its_own_however_often_each_signs() {
    let approving = proptest::collection::vec(proptest::option::weighted(0.6, 1..=4usize), APPROVERS);
    law(200, 40, &(quorum(), approving), |(quorum, approving)| {
        let Some(policy) = policy(&quorum) else { return Case::Idle };
        let signs = approving.iter().enumerate().filter_map(|(who, times)| Some((who, (*times)?)));
        let people: Vec<usize> = signs.clone().map(|(who, _)| who).collect();
        let said = signs.flat_map(|(who, times)| (0..times).map(move |scheme| yes(who, scheme))).collect();
        let decision = asked_by_the_desk(said).decide(&policy);
        let met = check(&decision, "quorum:base").unwrap().status() == CheckStatus::Met;
        assert_eq!(met, is_met(&quorum, &people), "`{}` by {people:?}", written(&quorum));
        assert_eq!(decision.is_allowed(), met);
        Case::alive_if(met)
    });
}

#[test]
fn one_person_with_four_keys_in_two_groups_is_one_person() {
    let two_of_ops = vec![vec![(2, vec![0])]];
    let ops_and_board = vec![vec![(1, vec![0]), (1, vec![3])]];
    for quorum in [two_of_ops, ops_and_board] {
        let policy = policy(&quorum).unwrap();
        let with_every_key: Vec<Said> = (0..4).map(|scheme| yes(0, scheme)).collect();
        let alone = asked_by_the_desk(with_every_key.clone()).decide(&policy);
        let found = check(&alone, "quorum:base").unwrap();
        assert_eq!((found.status(), found.missing().unwrap().count()), (CheckStatus::Wait, 1));
        let with_another = with_every_key.into_iter().chain([yes(1, 0)]).collect();
        assert!(asked_by_the_desk(with_another).decide(&policy).is_allowed());
    }
}
