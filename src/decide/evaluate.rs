//! Every check, in the order of the contract; the verdict is what they say together.

use alloc::borrow::Cow;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::check::{Check, CheckStatus, Finding};
use super::checks::{block, covered, delay, hours, initiator, known, ledger, limit, price, quorum, standing, veto};
use super::decision::{Decision, Origin};
use super::scene::Scene;
use crate::approval::judge::{ApprovalOutcome, Votes};
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::ledger::acts::{Permit, Refusal};
use crate::ledger::ledger::Ledger;
use crate::ledger::record::{EntryState, LedgerEntry};
use crate::payout::reading::{Transfer, Unread};
use crate::payout::record::Payout;
use crate::policy::model::{Measure, Policy};
use crate::policy::selector::Destinations;
use crate::price::quotes::{Quotes, in_currency};

/// Whether the payout is new to the ledger, or stands there reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Fresh,
    Reserved,
}

/// Everything a decision is made of, besides the votes.
#[derive(Clone, Copy)]
pub(crate) struct Question<'q, 'p> {
    pub(crate) policy: &'p Policy,
    pub(crate) payout: &'q Arc<Payout>,
    pub(crate) transfer: &'q Transfer,
    pub(crate) mode: Mode,
    pub(crate) ledger: &'q Ledger,
    pub(crate) quotes: &'q Quotes,
    pub(crate) now: Instant,
}

/// Decides a payout whose asset is unknown: it is denied, and nothing else is read.
pub(crate) fn unread<'p>(
    policy: &'p Policy,
    payout: &Arc<Payout>,
    why: Unread,
    ledger: &Ledger,
    now: Instant,
) -> Decision<'p> {
    let expiry = payout.submitted_at().after(policy.payout_ttl);
    let checks = alloc::vec![
        known::wallet(policy, payout).named("wallet", expiry),
        known::unread_asset(payout, why).named("asset", expiry),
    ];
    let origin = Origin { policy, payout: Arc::clone(payout), ledger, now };
    Decision::new(origin, checks, Vec::new(), true)
}

/// Decides.
pub(crate) fn decide<'p>(question: &Question<'_, 'p>, votes: Votes, outcomes: Vec<ApprovalOutcome>) -> Decision<'p> {
    let scene = Scene::set(question, votes);
    let checks = every_check(&scene);
    let is_final = is_final(&scene, &checks);
    let origin = Origin {
        policy: question.policy,
        payout: Arc::clone(question.payout),
        ledger: question.ledger,
        now: question.now,
    };
    let decision = Decision::new(origin, checks, outcomes, is_final);
    let decision = if question.mode == Mode::Fresh && decision.is_allowed() {
        let entry = entry(&scene, EntryState::Reserved);
        decision.with_permit(Permit::new(question.policy, question.ledger, entry))
    } else {
        decision
    };
    if is_refused(&scene, decision.checks()) {
        let refusal = Refusal::new(question.policy, entry(&scene, EntryState::Refused));
        return decision.with_refusal(refusal);
    }
    decision
}

fn every_check(scene: &Scene<'_, '_>) -> Vec<Check> {
    let expiry = scene.expiry;
    let mut checks = Vec::new();
    let mut add = |name: Cow<'static, str>, finding: Finding| checks.push(finding.named(name, expiry));
    add("wallet".into(), known::wallet(scene.policy(), scene.payout()));
    add("asset".into(), known::asset(scene));
    add("time".into(), ledger::time(scene));
    add("expiry".into(), standing::expiry(scene));
    add("once".into(), ledger::once(scene));
    add("version".into(), ledger::version(scene));
    add("payload".into(), standing::payload(scene));
    add("withdrawn".into(), standing::withdrawn(scene));
    for one in &scene.policy().blocks {
        add(of("block", &one.name), block::check(scene, one));
    }
    add("covered".into(), covered::check(scene));
    for rule in scene.binding() {
        if let Some(finding) = initiator::check(scene, rule) {
            add(of("initiator", &rule.name), finding);
        }
    }
    for rule in scene.binding() {
        add(of("quorum", &rule.name), quorum::check(scene, rule));
    }
    for rule in scene.binding() {
        if let Some(finding) = veto::check(scene, rule) {
            add(of("veto", &rule.name), finding);
        }
    }
    for rule in scene.binding() {
        if let Some(finding) = delay::check(scene, rule) {
            add(of("delay", &rule.name), finding);
        }
    }
    for rule in scene.binding() {
        if let Some(finding) = hours::check(scene, rule) {
            add(of("hours", &rule.name), finding);
        }
    }
    for one in scene.limits() {
        add(of("limit", &one.name), limit::check(scene, one));
    }
    for (asset, priced) in scene.priced() {
        add(of("price", asset), price::check(scene, asset, priced));
    }
    checks
}

fn of(kind: &str, name: &Name) -> Cow<'static, str> {
    [kind, ":", name.as_str()].concat().into()
}

/// Whether no later instant and no further approval can change a denial.
fn is_final(scene: &Scene<'_, '_>, checks: &[Check]) -> bool {
    // A ledger that is not the payout's, or not read under this policy, can be set right.
    use super::check::CheckCode::{NotReserved, OtherReading};
    let failed = checks.iter().filter(|check| check.status == CheckStatus::Fail);
    let mut lasting = failed.filter(|check| match check.name.split_once(':') {
        None => {
            matches!(check.name.as_ref(), "wallet" | "asset" | "expiry" | "once" | "version" | "payload" | "withdrawn")
                && !matches!(check.code, NotReserved | OtherReading)
        }
        Some(("veto", rule)) => scene
            .binding()
            .any(|one| one.name.as_str() == rule && one.permits() && one.selector.to == Destinations::Any),
        Some(_) => false,
    });
    lasting.next().is_some()
}

/// Whether the initiator or those with a veto have said no, of a payout the ledger does not know.
fn is_refused(scene: &Scene<'_, '_>, checks: &[Check]) -> bool {
    let said_no = |check: &Check| check.name == "withdrawn" || check.name.starts_with("veto:");
    let refused = checks.iter().any(|check| check.status == CheckStatus::Fail && said_no(check));
    refused && scene.question.ledger.entry(scene.payout().id()).is_none()
}

fn entry(scene: &Scene<'_, '_>, state: EntryState) -> LedgerEntry {
    let payout = scene.payout();
    let lists = scene.transfer().standing.touched().filter_map(|list| scene.policy().lists.name(list));
    let value = scene.amount(Measure::Currency).and_then(crate::domain::total::Total::units);
    let value = scene.policy().prices.as_ref().zip(value).and_then(|(prices, units)| in_currency(prices, units));
    LedgerEntry::of(payout, scene.now(), lists.cloned().collect(), value, state)
}
