//! Looking up what a document names: assets, wallets, people, groups, lists.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::document::{ChoiceWritten, InitiatorsWritten, SelectorWritten, ToWritten};
use super::fields::At;
use super::lists::{ListId, Lists};
use super::model::{Asset, AssetId, Prices, WalletId};
use super::people::{Roll, Signer};
use super::problem::{ProblemCode, Report};
use super::quorum::Expression;
use super::seats::{Quorum, Term};
use super::selector::{Choice, Destinations, Initiators, Requesters, Selector};
use super::suggest::nearest;
use crate::domain::name::Name;
use crate::domain::people::People;

/// The names of one kind by their lower-case form, to catch those that differ in case alone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded(BTreeMap<String, Name>);

impl Folded {
    pub(crate) fn of<'n>(names: impl Iterator<Item = &'n Name>) -> Self {
        Self(names.map(|name| (name.folded(), name.clone())).collect())
    }

    /// The known name that equals this one but for case.
    pub(crate) fn twin_of(&self, name: &Name) -> Option<Name> {
        self.0.get(&name.folded()).filter(|known| *known != name).cloned()
    }
}

/// Everything a rule, limit or block can name.
pub(crate) struct Names<'p> {
    pub(crate) assets: &'p [Asset],
    pub(crate) wallets: &'p [Name],
    pub(crate) roll: &'p Roll,
    pub(crate) groups: &'p BTreeMap<Name, People>,
    pub(crate) lists: &'p Lists,
    pub(crate) prices: Option<&'p Prices>,
}

impl Names<'_> {
    pub(crate) fn asset(&self, name: &Name) -> Option<AssetId> {
        asset_named(self.assets, name)
    }

    /// The selector that was written; what it names and nobody bears is reported.
    pub(crate) fn selector(&self, written: &SelectorWritten, report: &mut Report) -> Selector {
        Selector {
            assets: self.assets_of(written.assets.as_ref(), report),
            wallets: self.wallets_of(written.wallets.as_ref(), report),
            to: self.destinations(written.to.as_ref(), report),
            initiators: self.initiators(written.initiators.as_ref(), report),
        }
    }

    fn assets_of(&self, written: Option<&ChoiceWritten>, report: &mut Report) -> Choice<AssetId> {
        let Some(ChoiceWritten::Of(names)) = written else { return Choice::Any };
        let mut assets = BTreeSet::new();
        for at in &names.value {
            match self.asset(&at.value) {
                Some(id) => assets.extend([id]),
                None => unknown("asset", at, self.assets.iter().map(|asset| asset.name.as_str()), report),
            }
        }
        Choice::Of(assets)
    }

    fn wallets_of(&self, written: Option<&ChoiceWritten>, report: &mut Report) -> Choice<WalletId> {
        let Some(ChoiceWritten::Of(names)) = written else { return Choice::Any };
        let mut wallets = BTreeSet::new();
        for at in &names.value {
            match self.wallets.binary_search(&at.value) {
                Ok(place) => wallets.extend([WalletId(place)]),
                Err(_) => unknown("wallet", at, self.wallets.iter().map(Name::as_str), report),
            }
        }
        Choice::Of(wallets)
    }

    /// Where to, as it was written.
    pub(crate) fn destinations(&self, written: Option<&ToWritten>, report: &mut Report) -> Destinations {
        match written {
            None | Some(ToWritten::Any) => Destinations::Any,
            Some(ToWritten::In(names)) => Destinations::In(self.lists_of(names, report)),
            Some(ToWritten::NotIn(names)) => Destinations::NotIn(self.lists_of(names, report)),
        }
    }

    pub(crate) fn lists_of(&self, names: &[At<Name>], report: &mut Report) -> Vec<ListId> {
        let mut lists = Vec::new();
        for at in names {
            match self.lists.named(at.value.as_str()) {
                Some(list) => lists.push(list),
                None => unknown("list", at, self.lists.names().iter().map(Name::as_str), report),
            }
        }
        lists.sort_unstable();
        lists
    }

    fn initiators(&self, written: Option<&At<InitiatorsWritten>>, report: &mut Report) -> Initiators {
        let Some(At { value: InitiatorsWritten::People { names, all_requesters }, .. }) = written else {
            return Initiators::Anyone;
        };
        let mut approvers = People::NOBODY;
        let mut requesters = BTreeSet::new();
        for at in names {
            match (self.groups.get(&at.value), self.roll.named(at.value.as_str())) {
                (Some(group), _) => approvers = approvers.or(*group),
                (None, Some(Signer::Approver(person))) => approvers = approvers.with(person),
                (None, Some(Signer::Requester(place))) => requesters.extend([place]),
                (None, None) => unknown("group, approver or requester", at, self.everyone(), report),
            }
        }
        let requesters = if *all_requesters { Requesters::All } else { Requesters::These(requesters) };
        Initiators::Named { approvers, requesters }
    }

    fn everyone(&self) -> impl Iterator<Item = &str> {
        let people = self.roll.approvers.iter().chain(&self.roll.requesters).map(|person| person.name.as_str());
        people.chain(self.groups.keys().map(Name::as_str))
    }
}

pub(crate) fn asset_named(assets: &[Asset], name: &Name) -> Option<AssetId> {
    assets.binary_search_by(|asset| asset.name.cmp(name)).ok().map(AssetId)
}

/// How many problems of a stage come with the nearest known name.
const MOST_HINTS: usize = 64;

/// Reports a name that nothing bears.
pub(crate) fn unknown<'n>(kind: &str, at: &At<Name>, known: impl Iterator<Item = &'n str>, report: &mut Report) {
    // Comparing with every known name takes time: a file with very many faults gets hints for the first.
    let near = if report.len() < MOST_HINTS { nearest(at.value.as_str(), known) } else { None };
    let help = match near {
        Some(near) => alloc::format!("did you mean `{near}`?"),
        None => "name one that the policy has, or add it".into(),
    };
    report.add(ProblemCode::UnknownName, &at.span, alloc::format!("there is no {kind} `{}`", at.value), help);
}

/// Compiles a quorum expression; every way in which it means nothing is reported.
pub(crate) fn quorum(
    written: &At<Expression>,
    roll: &Roll,
    groups: &BTreeMap<Name, People>,
    report: &mut Report,
) -> Option<Quorum> {
    let Some(alternatives) = written.value.alternatives() else {
        let message = "this quorum has more than 64 alternatives, or one of more than 8 terms";
        report.add(ProblemCode::QuorumTooLarge, &written.span, message, "ask for groups instead of single people");
        return None;
    };
    let mut compiled = Vec::new();
    let mut sound = true;
    for terms in alternatives {
        let mut seats = Vec::new();
        for (count, set) in terms {
            let people = set.iter().map(|name| members(name, written, roll, groups, report));
            let people = people.collect::<Vec<_>>().into_iter().try_fold(People::NOBODY, |all, one| Some(all.or(one?)));
            let Some(of) = people else {
                sound = false;
                continue;
            };
            let wanted = count.unwrap_or_else(|| of.count());
            if wanted > of.count() {
                let names: Vec<&str> = set.iter().map(Name::as_str).collect();
                let people = if of.count() == 1 { "1 person".into() } else { alloc::format!("{} people", of.count()) };
                let message = alloc::format!("{wanted} of {} can never be met by {people}", names.join(", "));
                let help = alloc::format!("ask for at most {}", of.count());
                report.add(ProblemCode::BadThreshold, &written.span, message, help);
                sound = false;
            }
            seats.push(Term { seats: wanted, of });
        }
        compiled.push(seats);
    }
    if !sound {
        return None;
    }
    let quorum = Quorum::new(&compiled);
    for place in quorum.unmeetable() {
        let seats: u32 = compiled.get(place).into_iter().flatten().fold(0, |sum, term| sum.saturating_add(term.seats));
        let message =
            alloc::format!("an alternative that asks for {seats} seats can never be met: a person fills one seat");
        report.add(ProblemCode::UnmeetableQuorum, &written.span, message, "ask for fewer, or name more people");
    }
    Some(quorum)
}

fn members(
    name: &Name,
    written: &At<Expression>,
    roll: &Roll,
    groups: &BTreeMap<Name, People>,
    report: &mut Report,
) -> Option<People> {
    if let Some(group) = groups.get(name) {
        return Some(*group);
    }
    let at = At::new(name.clone(), &written.span);
    match roll.named(name.as_str()) {
        Some(Signer::Approver(person)) => Some(People::one(person)),
        Some(Signer::Requester(_)) => {
            let message = alloc::format!("`{name}` is a requester, and a quorum counts approvers only");
            report.add(ProblemCode::UnknownName, &written.span, message, "name a group or an approver");
            None
        }
        None => {
            let approvers = roll.approvers.iter().map(|person| person.name.as_str());
            unknown("group or approver", &at, approvers.chain(groups.keys().map(Name::as_str)), report);
            None
        }
    }
}
