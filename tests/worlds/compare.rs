//! Every point of one policy's world, to engine and model; and what neighbouring points owe each other.

use countersign::{Answer, ApprovalStatus, CheckCode, Decision};
use countersign_model::decision::Decision as Expected;

use crate::world::{AMOUNTS, INSTANTS, LEDGERS, POINTS, VOTES, World, instant, place, vote, with_vote};

#[derive(Default)]
pub struct Found {
    pub points: u64,
    pub allowed: u64,
    pub waiting: u64,
    pub neighbours: u64,
    /// Denied as `no-anchor`: nothing signed would start the delay. There the contract excepts a smaller amount.
    pub excepted: u64,
    pub disagreements: Vec<String>,
}

impl Found {
    pub fn add(&mut self, other: Self) {
        self.points += other.points;
        self.allowed += other.allowed;
        self.waiting += other.waiting;
        self.neighbours += other.neighbours;
        self.excepted += other.excepted;
        self.disagreements.extend(other.disagreements);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Allow,
    NoAnchor,
    Other,
}

pub fn compare(number: usize) -> Found {
    let world = World::new(number);
    let mut found = Found::default();
    let mut said = vec![Said::Other; POINTS];
    for (amount, written) in AMOUNTS.iter().enumerate() {
        let signed = world.sign(written);
        for votes in 0..VOTES {
            let asked = world.asked(&signed, votes, true);
            for when in 0..INSTANTS.len() {
                let now = instant(when);
                let judged = asked.judged(&world, now);
                for spent in 0..LEDGERS {
                    let engine = asked.decide(&world, spent, now);
                    let model = asked.expect(&world, &judged, spent, now);
                    found.points += 1;
                    if !agree(&engine, &model) {
                        let point =
                            format!("policy {number}, {written}, votes {votes}, instant {when}, ledger {spent}");
                        found.disagreements.push(format!("{point}\nengine {engine:?}\nmodel {}", model.json()));
                    }
                    said[place(amount, votes, when, spent)] = verdict(&engine, &mut found);
                }
            }
        }
    }
    laws(number, &said, &mut found);
    found
}

fn verdict(engine: &Decision<'_>, found: &mut Found) -> Said {
    match engine.verdict() {
        Answer::Allow => {
            found.allowed += 1;
            Said::Allow
        }
        Answer::Wait => {
            found.waiting += 1;
            Said::Other
        }
        Answer::Deny if engine.checks().iter().any(|check| check.code() == CheckCode::NoAnchor) => Said::NoAnchor,
        Answer::Deny => Said::Other,
    }
}

fn agree(engine: &Decision<'_>, model: &Expected<'_>) -> bool {
    let until = |instant: Option<countersign::Instant>| instant.map(|t| t.unix().cast_signed());
    let checks = engine.checks().iter().zip(&model.checks);
    let approvals = engine.approvals().iter().zip(model.judged);
    engine.verdict().as_str() == model.verdict
        && engine.is_final() == model.is_final
        && until(engine.not_before()) == model.not_before
        && engine.checks().len() == model.checks.len()
        && engine.approvals().len() == model.judged.len()
        && checks.into_iter().all(|(found, expected)| {
            found.name() == expected.name
                && found.status().as_str() == expected.status
                && until(found.until()) == expected.until
        })
        && approvals.into_iter().all(|(found, expected)| {
            let (status, code) = expected.status();
            found.signer() == expected.a.signer
                && found.verdict().as_str() == expected.a.verdict
                && held(found.status()) == status
                && (found.status() != ApprovalStatus::Void || found.code().as_str() == code)
        })
}

fn held(status: ApprovalStatus) -> &'static str {
    match status {
        ApprovalStatus::Holds => "holds",
        ApprovalStatus::Repeat => "repeat",
        ApprovalStatus::Void => "void",
    }
}

/// One more approval never takes an allow away, and a smaller amount never needs more.
fn laws(number: usize, said: &[Said], found: &mut Found) {
    for amount in 0..AMOUNTS.len() {
        for votes in 0..VOTES {
            for when in 0..INSTANTS.len() {
                for spent in 0..LEDGERS {
                    if said[place(amount, votes, when, spent)] != Said::Allow {
                        continue;
                    }
                    let more = (0..4).filter(|person| vote(votes, *person) == 0);
                    let more = more.map(|person| place(amount, with_vote(votes, person, 1), when, spent));
                    let less = (0..amount).map(|less| place(less, votes, when, spent));
                    for (neighbour, is_smaller) in more.map(|p| (p, false)).chain(less.map(|p| (p, true))) {
                        found.neighbours += 1;
                        match said[neighbour] {
                            Said::Allow => {}
                            Said::NoAnchor if is_smaller => found.excepted += 1,
                            Said::NoAnchor | Said::Other => found.disagreements.push(format!(
                                "policy {number}: {amount}, {votes}, {when}, {spent} is allowed, point {neighbour} not"
                            )),
                        }
                    }
                }
            }
        }
    }
}
