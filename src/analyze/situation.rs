//! The finitely many kinds of payout that a policy tells apart.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::ask::Ask;
use super::destinations::{self, Kind, Lists};
use super::party::Party;
use super::people::{Class, Classes};
use crate::domain::calendar::Hours;
use crate::domain::destination::Destination;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::payout::record::Payout;
use crate::policy::lists::{ListId, Standing};
use crate::policy::model::{AssetId, Block, Limit, Most, Policy, Rule, WalletId};
use crate::policy::people::{Active, Signer};
use crate::policy::seats::Quorum;
use crate::policy::selector::{Choice, Destinations, Initiators, Requesters, Selector};

/// All that can concern one asset out of one wallet: what it tells apart is all that the engine can.
#[derive(Clone, Debug)]
pub(crate) struct Ground<'p> {
    pub(crate) policy: &'p Policy,
    pub(crate) asset: AssetId,
    pub(crate) wallet: WalletId,
    pub(crate) rules: Vec<&'p Rule>,
    pub(crate) limits: Vec<&'p Limit>,
    pub(crate) blocks: Vec<&'p Block>,
    /// The list of which the entries are asked about, whether anything names it or not.
    pub(crate) asked_to: Option<ListId>,
}

/// Wallets that every selector takes or leaves together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wallets(pub(crate) Vec<WalletId>);

/// Initiators who are alike, and the one who stands for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Initiator {
    /// None is a name that the policy does not know.
    pub(crate) signer: Option<Signer>,
    pub(crate) name: Name,
    /// The class of which whoever asks is always one of those who sign. None of a name that the policy does not know, and of
    /// the one name that is asked about: whether the key of that name is needed is part of what is asked.
    pub(crate) class: Option<usize>,
    /// Everyone for whom the one stands.
    pub(crate) alike: Party,
}

impl Initiator {
    /// The same without some people; none if nobody is left who would have to sign.
    pub(crate) fn without(&self, people: &Party) -> Option<Self> {
        if self.class.is_none() {
            return Some(self.clone());
        }
        let alike = self.alike.without(people);
        (!alike.is_empty()).then(|| Self { alike, ..self.clone() })
    }
}

/// The classes of wallets, in order.
pub(crate) fn wallets(policy: &Policy) -> Vec<Wallets> {
    let mut marks: BTreeMap<WalletId, Vec<usize>> =
        (0..policy.wallets.len()).map(|id| (WalletId(id), Vec::new())).collect();
    let rules = policy.rules.iter().map(|rule| &rule.selector);
    let limits = policy.limits.iter().map(|limit| &limit.selector);
    let blocks = policy.blocks.iter().map(|block| &block.selector);
    for (place, selector) in rules.chain(limits).chain(blocks).enumerate() {
        let Choice::Of(named) = &selector.wallets else { continue };
        for wallet in named {
            marks.entry(*wallet).or_default().push(place);
        }
    }
    let mut alike: BTreeMap<Vec<usize>, Vec<WalletId>> = BTreeMap::new();
    for (wallet, marks) in marks {
        alike.entry(marks).or_default().push(wallet);
    }
    let mut classes: Vec<Wallets> = alike.into_values().map(Wallets).collect();
    classes.sort_by(|a, b| a.0.cmp(&b.0));
    classes
}

impl<'p> Ground<'p> {
    pub(crate) fn new(policy: &'p Policy, asset: AssetId, wallet: WalletId) -> Self {
        let takes = |selector: &Selector| selector.assets.takes(Some(&asset)) && selector.wallets.takes(Some(&wallet));
        let rules = policy.index.rules.candidates(Some(asset), Some(wallet));
        let rules = rules.into_iter().filter_map(|place| policy.rules.get(place));
        let limits = policy.index.limits.candidates(Some(asset), Some(wallet));
        let limits = limits.into_iter().filter_map(|place| policy.limits.get(place));
        Self {
            policy,
            asset,
            wallet,
            rules: rules.filter(|rule| takes(&rule.selector)).collect(),
            limits: limits.filter(|limit| takes(&limit.selector)).collect(),
            blocks: policy.blocks.iter().filter(|block| takes(&block.selector)).collect(),
            asked_to: None,
        }
    }

    /// The same, asked about the entries of a list.
    pub(crate) fn asked_to(self, list: Option<ListId>) -> Self {
        Self { asked_to: list, ..self }
    }

    /// About how many checks a question costs.
    pub(crate) fn weight(&self) -> u64 {
        let things = [self.rules.len(), self.limits.len(), self.blocks.len(), self.policy.roll.approvers.len(), 16];
        u64::try_from(things.into_iter().fold(0, usize::saturating_add)).unwrap_or(u64::MAX)
    }

    /// About how many checks a question costs whose amount is above everything: of every rule it is written who is missing,
    /// which takes long where there are many.
    pub(crate) fn weight_of_all(&self) -> u64 {
        let named = self.rules.iter().filter_map(|rule| rule.approve.quorum());
        let named = named.map(|quorum| u64::from(quorum.people().count().saturating_sub(8)).div_ceil(2));
        named.fold(self.weight(), u64::saturating_add)
    }

    /// The longest delay of any rule: who has signed for so long has waited out every one.
    pub(crate) fn longest_delay(&self) -> Span {
        let delays = self.rules.iter().filter_map(|rule| rule.delay.as_ref());
        delays.map(|delay| delay.span).max().unwrap_or(Span::ZERO)
    }

    /// The hours that something names, each once.
    pub(crate) fn hours(&self) -> Vec<&'p Hours> {
        let all = self.rules.iter().flat_map(|rule| [rule.hours.as_ref(), rule.during.as_ref()]).flatten();
        let distinct: BTreeMap<String, &Hours> = all.map(|hours| (hours.in_words(), hours)).collect();
        distinct.into_values().collect()
    }

    /// Everywhere on the asset's chain that might be a kind of its own, what takes the shortest statement first: of what
    /// does not fit on a screen nobody can sign anything, and it stands for no other.
    pub(crate) fn candidates(&self) -> Vec<(Destination, Standing)> {
        let asset = self.policy.asset(self.asset);
        let mut all = asset.map(|asset| destinations::candidates(self.policy, &asset.chain)).unwrap_or_default();
        let written = |(destination, standing): &(Destination, Standing)| {
            let tag = destination.tag().map_or(1, |tag| tag.as_str().len());
            let listed_in = standing.listed_in().and_then(|list| self.policy.lists.name(list));
            let listed_in = listed_in.map_or(1, |name| name.as_str().len());
            destination.address().to_string().len().saturating_add(tag).saturating_add(listed_in)
        };
        all.sort_by_cached_key(written);
        all
    }

    /// The kinds of destination at an instant.
    pub(crate) fn kinds(&self, candidates: &[(Destination, Standing)], at: Instant) -> Vec<Kind> {
        destinations::kinds(candidates, &self.told_apart(), at)
    }

    /// The lists that tell destinations apart: those that something names, and the one that is asked about.
    pub(crate) fn told_apart(&self) -> Lists {
        let named = self.lists();
        let unnamed = self.asked_to.filter(|list| !named.contains(list));
        Lists { named, unnamed }
    }

    /// The lists that something names.
    pub(crate) fn lists(&self) -> BTreeSet<ListId> {
        let mut named: BTreeSet<ListId> = BTreeSet::new();
        for selector in self.selectors() {
            match &selector.to {
                Destinations::Any => {}
                Destinations::In(lists) | Destinations::NotIn(lists) => named.extend(lists),
            }
        }
        named
    }

    /// The classes of people, as they are told apart by what has been signed since `from` and is decided at `at`.
    pub(crate) fn classes(&self, from: Instant, at: Instant) -> Classes {
        let roll = &self.policy.roll;
        let activity = |active: Active| {
            let throughout = active.from.is_none_or(|start| start <= from) && active.until.is_none_or(|end| at < end);
            (!throughout).then_some((active.from, active.until))
        };
        let mut sets: BTreeSet<People> = BTreeSet::new();
        for rule in &self.rules {
            let waived_by = rule.delay.as_ref().and_then(|delay| delay.waived_by.as_ref());
            let quorums = [rule.approve.quorum(), rule.veto.as_ref(), waived_by];
            sets.extend(quorums.into_iter().flatten().flat_map(Quorum::sets));
        }
        let mut spans: Vec<(Option<Instant>, Option<Instant>)> = Vec::new();
        let people = roll.approvers.iter().chain(&roll.requesters);
        spans.extend(people.filter_map(|person| activity(person.active)));
        spans.sort_unstable();
        spans.dedup();
        sets.extend(spans.iter().map(|span| roll.who(|person| activity(person.active).as_ref() == Some(span))));

        let mut requesters: BTreeMap<usize, Vec<usize>> =
            (0..roll.requesters.len()).map(|place| (place, Vec::new())).collect();
        for (place, person) in roll.requesters.iter().enumerate() {
            let span = activity(person.active).and_then(|span| spans.binary_search(&span).ok());
            requesters.entry(place).or_default().extend(span);
        }
        for (mark, selector) in self.selectors().enumerate() {
            let Initiators::Named { approvers, requesters: named } = &selector.initiators else { continue };
            sets.insert(*approvers);
            let Requesters::These(these) = named else { continue };
            for place in these {
                requesters.entry(*place).or_default().push(spans.len().saturating_add(mark));
            }
        }
        Classes::parted_by(roll.who(|_| true), &sets, &requesters)
    }

    /// Whom it matters to ask as an initiator: one of every class, and a name the policy does not know where a request
    /// need not be signed. Whoever asks unsigned does best under such a name, since what names initiators only adds.
    pub(crate) fn initiators(&self, classes: &Classes) -> Vec<Initiator> {
        let of_class = |(class, one): (usize, &Class)| {
            let signer = one.last()?;
            let name = self.policy.roll.person(signer)?.name.clone();
            let alike = one.members().fold(Party::nobody(), Party::with);
            Some(Initiator { signer: Some(signer), name, class: Some(class), alike })
        };
        let known = classes.iter().enumerate().filter_map(of_class);
        let unsigned = self.rules.iter().any(|rule| rule.permits() && !rule.selector.initiators.are_named());
        let stranger = unsigned.then(|| unknown_name(&[self.policy])).flatten();
        let stranger = stranger.map(|name| Initiator { signer: None, name, class: None, alike: Party::nobody() });
        stranger.into_iter().chain(known).collect()
    }

    /// The assets a limit lets fees be paid in, of those of the chain; none where nothing is said of such fees.
    pub(crate) fn fees(&self) -> Vec<Option<AssetId>> {
        let chain = |asset: AssetId| self.policy.asset(asset).map(|asset| &asset.chain);
        let mut fees: Vec<Option<AssetId>> = Vec::new();
        for limit in &self.limits {
            if let Most::Fee { asset, .. } = &limit.most
                && chain(*asset) == chain(self.asset)
                && !fees.contains(&Some(*asset))
            {
                fees.push(Some(*asset));
            }
        }
        if fees.is_empty() { alloc::vec![None] } else { fees }
    }

    /// A payout of so many units.
    pub(crate) fn payout(
        &self,
        to: &Destination,
        initiator: &Name,
        units: u128,
        fee: Option<AssetId>,
        submitted_at: Instant,
    ) -> Option<Payout> {
        let Self { wallet, asset, .. } = *self;
        Ask { id: "po-1", wallet, asset, units, to, asker: initiator, fee, submitted_at }.payout(self.policy)
    }

    fn selectors(&self) -> impl Iterator<Item = &'p Selector> + '_ {
        let rules = self.rules.iter().map(|rule| &rule.selector);
        let limits = self.limits.iter().map(|limit| &limit.selector);
        let blocks = self.blocks.iter().map(|block| &block.selector);
        rules.chain(limits).chain(blocks)
    }
}

/// What every rule, limit and block takes.
pub(crate) fn selectors(policy: &Policy) -> impl Iterator<Item = &Selector> {
    let rules = policy.rules.iter().map(|rule| &rule.selector);
    let limits = policy.limits.iter().map(|limit| &limit.selector);
    rules.chain(limits).chain(policy.blocks.iter().map(|block| &block.selector))
}

/// A name that is nobody's in any of these policies, in any letters.
pub(crate) fn unknown_name(policies: &[&Policy]) -> Option<Name> {
    let people = policies.iter().flat_map(|policy| policy.roll.approvers.iter().chain(&policy.roll.requesters));
    let known: BTreeSet<String> = people.map(|person| person.name.folded()).collect();
    // There is one more of these than there are people.
    let numbers = 0..=known.len();
    let names = numbers.map(|number| if number == 0 { "someone".into() } else { alloc::format!("someone-{number}") });
    names.filter_map(|text| Name::parse(&text).ok()).find(|name| !known.contains(&name.folded()))
}
