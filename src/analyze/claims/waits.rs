//! `always`: payouts above so much wait, and can be vetoed.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::people::{in_words, meeting, those};
use super::shown::{Breach, BreachStep, Shown};
use super::sums;
use super::{Inquest, moves};
use crate::analyze::exposure::{Chance, Ever, wait_alone};
use crate::analyze::incomplete::Budget;
use crate::analyze::party::Party;
use crate::analyze::people::{Class, Classes};
use crate::analyze::situation::Ground;
use crate::domain::instant::Instant;
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::policy::model::{AssetId, Policy, Sum, WalletId};
use crate::policy::people::Signer;
use crate::policy::seats::Quorum;
use crate::policy::selector::Destinations;

/// Everybody signs, at once: with fewer a payout waits no less. Then those who meet the quorum reject.
pub(super) fn shown(inquest: Inquest<'_>, sum: Sum, place: &Destinations, at_least: Span, veto: &Quorum) -> Shown {
    let policy = inquest.policy;
    let above = sums::above(policy, Some(sum));
    let ever = inquest.ever(&above.prices, place);
    let everybody = Party::everybody(policy);
    let chances = ever.chances(&everybody, place, &|asset: AssetId| above.units.get(&asset).copied());
    let Some(chances) = chances.filter(|_| ever.is_complete()) else {
        return Shown::Unknown("there are too many kinds of payout, or changes of the hours, to ask about".into());
    };
    let worth = |step: &BreachStep| moves::worth(policy, Some(sum), step, &above.prices);
    let mut open = false;
    for chance in chances.iter().filter(|chance| chance.wait < at_least) {
        // Who waives a delay now may be gone by the end of another: then it leaves, but not too soon.
        let is_too_soon = |step: &BreachStep| step.at < step.payout.submitted_at().after(at_least);
        let Some(step) = BreachStep::of_chance(&ever, place, chance, (&everybody, &Party::nobody()), &is_too_soon)
        else {
            open = true;
            continue;
        };
        let waited = Span::of_seconds(step.at.unix().saturating_sub(step.payout.submitted_at().unix()));
        let words = alloc::format!("{}{} leaves {waited} after it was signed", worth(&step), what(&step));
        return Shown::Broken(Breach { words, steps: alloc::vec![step], prices: above.prices });
    }
    let (chances, are_all) = Askers { inquest, veto, ever: &ever, everybody: &everybody }.told_apart(chances);
    open |= !are_all;
    let vetoes = Vetoes { policy, veto, classes: ever.everybody() };
    let mut known: Vec<(Told, Vec<Party>)> = Vec::new();
    for chance in &chances {
        let key = (vetoes.active(chance.at), policy.roll.named(chance.payout.initiator().as_str()));
        if !known.iter().any(|(known, _)| *known == key) {
            let (sets, are_all) = vetoes.sets(chance.at, key);
            open |= !are_all;
            known.push((key, sets));
        }
        let sets = known.iter().find(|(known, _)| *known == key).map(|(_, sets)| sets.as_slice());
        for rejecting in sets.unwrap_or_default().iter().filter(|sets| passes(&ever, chance, &everybody, sets)) {
            let is_vetoed = |step: &BreachStep| vetoes.are_all_there_is(step.at, rejecting);
            let Some(step) = BreachStep::of_chance(&ever, place, chance, (&everybody, rejecting), &is_vetoed) else {
                open = true;
                continue;
            };
            let words = alloc::format!("{}{} leaves {}", worth(&step), what(&step), vetoes.though(step.at, rejecting));
            return Shown::Broken(Breach { words, steps: alloc::vec![step], prices: above.prices });
        }
    }
    if open { Shown::Unknown("some payouts were not asked about to the end".into()) } else { Shown::Kept }
}

/// Who asks.
struct Askers<'a, 'p> {
    inquest: Inquest<'p>,
    veto: &'a Quorum,
    ever: &'a Ever<'p>,
    everybody: &'a Party,
}

impl Askers<'_, '_> {
    /// The same chances, and those of one of each of the askers whom the quorum tells apart from theirs: a no of whoever
    /// asks withdraws what they ask for, and nothing else. And whether they are all.
    fn told_apart(&self, chances: Vec<Chance>) -> (Vec<Chance>, bool) {
        let Inquest { policy, now, checks } = self.inquest;
        let budget = Budget::of(checks, checks);
        let weight = u64::try_from(policy.rules.len()).unwrap_or(u64::MAX).saturating_add(16);
        let mut known: BTreeMap<(AssetId, Option<WalletId>), Classes> = BTreeMap::new();
        let (mut all, mut are_all) = (Vec::new(), true);
        for chance in chances {
            let wallet = policy.wallets.iter().position(|wallet| wallet == chance.payout.wallet()).map(WalletId);
            let classes = known.entry((chance.asset, wallet)).or_insert_with(|| {
                let ground = wallet.map(|wallet| Ground::new(policy, chance.asset, wallet));
                ground.map_or_else(|| self.ever.everybody(), |ground| ground.classes(now, now.plus_seconds(u64::MAX)))
            });
            let asker = policy.roll.named(chance.payout.initiator().as_str());
            let class = asker.and_then(|asker| classes.get(classes.class_of(asker)?));
            let parted = class.map(|class| class.parted_by(self.veto.sets())).unwrap_or_default();
            let others = parted.iter().filter(|class| !asker.is_some_and(|asker| class.has(asker)));
            let others: Vec<Option<Chance>> =
                others.map(|class| budget.spend(weight).then(|| self.of(&chance, class)).flatten()).collect();
            are_all &= others.iter().all(Option::is_some);
            all.push(chance);
            all.extend(others.into_iter().flatten());
        }
        (all, are_all)
    }

    /// The same chance of one of these: whose name is the shortest, so that it can be asked for if any can. None if not.
    fn of(&self, chance: &Chance, class: &Class) -> Option<Chance> {
        let names = class.members().filter_map(|member| Some(&self.inquest.policy.roll.person(member)?.name));
        let payout = chance.payout.with_initiator(names.min_by_key(|name| name.as_str().len())?.clone());
        let foreseen = self.ever.supposed().open(&payout).ok()?.of(self.everybody, &Party::nobody(), chance.at);
        Some(Chance { payout, asset: chance.asset, at: chance.at, wait: wait_alone(&foreseen)? })
    }
}

/// Who of the quorum is active, and who asks.
type Told = (People, Option<Signer>);

/// Who can reject.
struct Vetoes<'v> {
    policy: &'v Policy,
    veto: &'v Quorum,
    classes: Classes,
}

impl Vetoes<'_> {
    /// The smallest sets that meet the quorum, of people who are active, with the initiator told apart from the others,
    /// whose no is no veto; if none does, all who are active. And whether they are all.
    fn sets(&self, at: Instant, (active, initiator): Told) -> (Vec<Party>, bool) {
        let own = match initiator {
            Some(Signer::Approver(person)) => People::one(person),
            Some(Signer::Requester(_)) | None => People::NOBODY,
        };
        let classes = self.classes.parted_also(core::iter::once(own));
        let (mut sets, are_all) = meeting(&classes, self.veto, &|class| self.is_active(class, at));
        if sets.is_empty() {
            sets.push(Party::of_people(active));
        }
        (sets, are_all)
    }

    /// `though carol rejected it`; or who is left, if nobody can meet the quorum.
    fn though(&self, at: Instant, rejecting: &Party) -> String {
        let who = in_words(self.policy, rejecting);
        if rejecting.is_empty() {
            alloc::format!("when nobody is left who could veto it: none of the quorum is active at {at}")
        } else if self.veto.is_met_by(rejecting.approvers) {
            alloc::format!("though {who} rejected it")
        } else {
            alloc::format!("though {who} rejected it: of the quorum nobody else is active at {at}")
        }
    }

    /// Whether these are active and meet the quorum; or whoever of the quorum is active, if nobody can meet it. Others may be
    /// active when something leaves than were when it was asked for.
    fn are_all_there_is(&self, at: Instant, rejecting: &Party) -> bool {
        let (active, rejecting) = (self.active(at), rejecting.approvers);
        let are_enough = self.veto.is_met_by(rejecting) && rejecting.without(active).is_empty();
        are_enough || (rejecting == active && !self.veto.is_met_by(active))
    }

    fn active(&self, at: Instant) -> People {
        those(&self.classes.parted_also(self.veto.sets()), self.veto, &|class| self.is_active(class, at))
    }

    fn is_active(&self, class: &Class, at: Instant) -> bool {
        let person = class.members().next().and_then(|member| self.policy.roll.person(member));
        person.is_some_and(|person| person.active.at(at))
    }
}

/// Whether a rejection leaves nothing to wait for but the delay.
fn passes(ever: &Ever<'_>, chance: &Chance, everybody: &Party, rejecting: &Party) -> bool {
    let asked = ever.supposed().open(&chance.payout);
    asked.is_ok_and(|asked| wait_alone(&asked.of(everybody, rejecting, chance.at)).is_some())
}

fn what(step: &BreachStep) -> String {
    let payout = &step.payout;
    let (amount, wallet, to, by) = (payout.amount(), payout.wallet(), payout.to(), payout.initiator());
    alloc::format!("{amount} out of {wallet} to {to}, asked for by {by} at {},", payout.submitted_at())
}
