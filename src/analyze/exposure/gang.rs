//! Thieves, and what the engine says of each kind of payout that they can ask for.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::flow::{Askers, Facts, Flow, Why};
use super::raid::in_time;
use super::terrain::{Field, Path, Terrain};
use crate::analyze::ask::Ask;
use crate::analyze::foreseen::Foreseen;
use crate::analyze::incomplete::Budget;
use crate::analyze::party::Party;
use crate::analyze::supposed::Supposed;
use crate::decide::check::{CheckCode, CheckStatus};
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::payout::record::Payout;
use crate::policy::model::{Above, AssetId, Most, Policy, Rule};

/// Thieves at work.
pub(super) struct Gang<'g, 'p> {
    pub(super) terrain: &'g Terrain<'p>,
    pub(super) party: Party,
    /// Everyone else.
    pub(super) others: Party,
    pub(super) respond: Option<Span>,
}

impl<'g, 'p> Gang<'g, 'p> {
    pub(super) fn new(terrain: &'g Terrain<'p>, party: Party, respond: Option<Span>) -> Self {
        let everybody = Party::everybody(terrain.policy);
        let others = everybody.signers().filter(|signer| !party.has(*signer));
        Self { terrain, others: others.fold(Party::nobody(), Party::with), party, respond }
    }

    /// Everything they can ask for; none if there is too much to ask the engine about.
    pub(super) fn flows(&self, supposed: &Supposed<'p>, budget: &Budget) -> Option<Vec<Flow>> {
        let names = Names::of(self.terrain.policy);
        let mut flows = Vec::new();
        for field in &self.terrain.fields {
            for askers in self.askers(field) {
                for path in &field.paths {
                    let flow = self.flow(supposed, budget, &names, field, path, &askers)?;
                    if flow.facts.iter().any(|facts| *facts != Facts::Closed) {
                        flows.push(flow);
                    }
                }
            }
        }
        Some(flows)
    }

    fn askers(&self, field: &Field<'p>) -> Vec<Askers> {
        let roll = &self.terrain.policy.roll;
        // Whom no permitting rule takes gets nothing covered: not worth the questions.
        let takes = |member| {
            let mut permitting = field.ground.rules.iter().filter(|rule| rule.permits());
            permitting.any(|rule| rule.selector.initiators.take(Some(member)))
        };
        let known = field.classes.iter().map(|class| {
            let members = class.members().filter(|member| self.party.has(*member) && takes(*member));
            members.filter_map(|member| Some(roll.person(member)?.name.clone())).collect::<Vec<Name>>()
        });
        let known = known.filter(|names| !names.is_empty()).map(Askers::These);
        let unknown = field.ground.initiators(&field.classes).into_iter().filter(|one| one.signer.is_none());
        known.chain(unknown.map(|one| Askers::Unknown(one.name))).collect()
    }

    /// One of them; none if it is too much to ask.
    fn flow(
        &self,
        supposed: &Supposed<'p>,
        budget: &Budget,
        names: &Names,
        field: &Field<'p>,
        path: &Path,
        askers: &Askers,
    ) -> Option<Flow> {
        let mut flow = Flow {
            asset: field.ground.asset,
            wallets: field.wallets.clone(),
            path: path.clone(),
            askers: askers.clone(),
            longest_delay: field.ground.longest_delay(),
            fees: Vec::new(),
            facts: Vec::new(),
        };
        let fees = field.ground.fees();
        for (place, piece) in self.terrain.pieces.iter().enumerate() {
            let known = self.terrain.alike.get(place).and_then(|alike| flow.facts.get(*alike)).cloned();
            if let Some(known) = known {
                flow.facts.push(known);
                flow.fees.push(self.terrain.alike.get(place).and_then(|alike| flow.fee(*alike)));
                continue;
            }
            let (mut facts, mut offered) = (Facts::Closed, None);
            for fee in &fees {
                if !budget.spend(field.ground.weight_of_all()) {
                    return None;
                }
                offered = *fee;
                let at = self.terrain.instant(*piece);
                // What cannot be asked for may leave under other names, shorter ones say: it is not known to be closed.
                let foreseen = self.ask(supposed, &flow, *fee, at)?;
                if foreseen.failed().any(|check| check.code() == CheckCode::FeeAsset) {
                    continue;
                }
                facts = self.facts(supposed, names, &flow, (*piece, *fee), &foreseen);
                break;
            }
            flow.facts.push(facts);
            flow.fees.push(offered);
        }
        Some(flow)
    }

    /// What the engine says of an amount above everything: all that concerns the flow speaks up.
    fn ask(&self, supposed: &Supposed<'p>, flow: &Flow, fee: Option<AssetId>, at: Instant) -> Option<Foreseen> {
        let payout = self.above_everything(flow, fee, at)?;
        Some(supposed.open(&payout).ok()?.of(&self.party, &Party::nobody(), at))
    }

    fn above_everything(&self, flow: &Flow, fee: Option<AssetId>, at: Instant) -> Option<Payout> {
        let policy = self.terrain.policy;
        let (wallet, to, asker) = (*flow.wallets.first()?, flow.destination(policy, 0)?, flow.askers.name(0)?);
        let (asset, units) = (flow.asset, u128::MAX);
        Ask { id: "exposure", wallet, asset, to: &to, asker: &asker, fee, units, submitted_at: at }.payout(policy)
    }

    fn facts(
        &self,
        supposed: &Supposed<'p>,
        names: &Names,
        flow: &Flow,
        (piece, fee): (u64, Option<AssetId>),
        foreseen: &Foreseen,
    ) -> Facts {
        let policy = self.terrain.policy;
        let (mut limits, mut unmet, mut delayed) = (Vec::new(), Vec::new(), Vec::new());
        for check in foreseen.checks() {
            let is_met = check.status() == CheckStatus::Met;
            let Some((kind, name)) = check.name().split_once(':') else {
                // The ledger's own checks do not stand against what is new; time alone cures them.
                if !is_met && !matches!(check.name(), "time" | "once" | "version") {
                    return Facts::Closed;
                }
                continue;
            };
            let rule = names.rules.get(name).copied();
            match kind {
                "block" if !is_met => return Facts::Closed,
                "limit" => {
                    let Some(place) = names.limits.get(name).copied() else { continue };
                    let is_fee = policy.limits.get(place).is_some_and(|limit| matches!(limit.most, Most::Fee { .. }));
                    if is_fee && !is_met {
                        return Facts::Closed;
                    }
                    limits.push(place);
                }
                "initiator" if !is_met => unmet.extend(rule.map(|rule| (rule, Why::Request))),
                "quorum" if !is_met => unmet.extend(rule.map(|rule| (rule, Why::Quorum))),
                "hours" if !is_met => unmet.extend(rule.map(|rule| (rule, Why::Hours))),
                "delay" if check.code() != CheckCode::Waived => delayed.extend(rule),
                _ => {}
            }
        }
        let span = |rule: &usize| policy.rules.get(*rule).and_then(|rule| Some(rule.delay.as_ref()?.span));
        let waited = piece.saturating_add(self.terrain.lead);
        let is_running = |rule: &&usize| span(rule).is_some_and(|span| waited < span.seconds());
        unmet.extend(delayed.iter().filter(is_running).map(|rule| (*rule, Why::Delay)));
        if let Some(respond) = self.respond {
            let long = delayed.iter().filter_map(|rule| Some((span(rule).filter(|span| *span > respond)?, *rule)));
            let long: Vec<(Span, usize)> = long.collect();
            unmet.extend(self.vetoed(supposed, names, (flow, self.terrain.instant(piece), fee), respond, &long));
        }
        unmet.sort_unstable();
        unmet.dedup_by_key(|(rule, _)| *rule);
        let never =
            |(rule, _): &(usize, Why)| policy.rules.get(*rule).is_none_or(|rule| matches!(rule.above, Above::Nothing));
        if unmet.iter().any(never) { Facts::Closed } else { Facts::Open { limits, unmet } }
    }

    /// Of rules with a long delay, those that the others can veto in time, by themselves or by a rule that binds whenever
    /// they do.
    fn vetoed(
        &self,
        supposed: &Supposed<'p>,
        names: &Names,
        (flow, at, fee): (&Flow, Instant, Option<AssetId>),
        respond: Span,
        delayed: &[(Span, usize)],
    ) -> Vec<(usize, Why)> {
        if delayed.is_empty() {
            return Vec::new();
        }
        let policy = self.terrain.policy;
        let payout = self.above_everything(flow, fee, at);
        let Some(asked) = payout.as_ref().and_then(|payout| supposed.open(payout).ok()) else { return Vec::new() };
        let mut vetoing: BTreeMap<Span, Vec<usize>> = BTreeMap::new();
        for (span, _) in delayed {
            vetoing.entry(*span).or_insert_with(|| {
                let said = asked.rejected_within(&self.party, &self.others, in_time(at, *span, respond), at);
                let failed = said.failed().filter_map(|check| check.name().strip_prefix("veto:"));
                failed.filter_map(|name| names.rules.get(name).copied()).collect()
            });
        }
        let is_stopped = |(span, rule): &&(Span, usize)| {
            let delayed = policy.rules.get(*rule);
            vetoing.get(span).into_iter().flatten().any(|veto| {
                veto == rule || policy.rules.get(*veto).zip(delayed).is_some_and(|(veto, one)| binds_with(veto, one))
            })
        };
        delayed.iter().filter(is_stopped).map(|(_, rule)| (*rule, Why::Vetoed)).collect()
    }
}

/// Whether one rule, which concerns the same payouts, binds whenever another does.
fn binds_with(rule: &Rule, other: &Rule) -> bool {
    match (&rule.above, &other.above) {
        (Above::Nothing, _) => true,
        (Above::Payout(low), Above::Payout(high)) => low.of == high.of && low.units <= high.units,
        (
            Above::Window { sum: low, span, scope },
            Above::Window { sum: high, span: other_span, scope: other_scope },
        ) => low.of == high.of && low.units <= high.units && span == other_span && scope == other_scope,
        _ => false,
    }
}

/// Rules and limits by name.
struct Names {
    rules: BTreeMap<Name, usize>,
    limits: BTreeMap<Name, usize>,
}

impl Names {
    fn of(policy: &Policy) -> Self {
        let rules = policy.rules.iter().enumerate().map(|(place, rule)| (rule.name.clone(), place));
        let limits = policy.limits.iter().enumerate().map(|(place, limit)| (limit.name.clone(), place));
        Self { rules: rules.collect(), limits: limits.collect() }
    }
}
