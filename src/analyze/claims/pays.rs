//! `always`: some people can pay so much to a list.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::Inquest;
use super::people::{in_words, meeting};
use super::shown::{Breach, BreachStep, Shown};
use super::sums::PRICE_PLACES;
use super::{starts, sums};
use crate::analyze::foreseen::Foreseen;
use crate::analyze::incomplete::Budget;
use crate::analyze::party::Party;
use crate::analyze::people::{Class, Classes};
use crate::analyze::situation::{self, Ground, Wallets};
use crate::analyze::supposed::{Asked, Supposed};
use crate::decide::check::CheckStatus;
use crate::domain::amount::shortest;
use crate::domain::destination::Destination;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::payout::record::Payout;
use crate::policy::lists::ListId;
use crate::policy::model::{AssetId, Measure, Policy, WalletId};
use crate::policy::seats::Quorum;

/// The most entries that cool off at instants of their own that are asked about, for each kind of wallet and price.
const MOST_ENTRIES: usize = 512;

/// What can always be paid, and by whom.
pub(super) struct Payment<'c> {
    pub(super) who: &'c Quorum,
    pub(super) asset: AssetId,
    pub(super) units: u128,
    pub(super) to: &'c [ListId],
    pub(super) within: Option<Span>,
}

/// From every instant that differs: the smallest sets of people who are active all the time, to one entry of every kind,
/// out of one wallet of every kind, at the prices at which it is worth most, and where less may need more at lower ones. What
/// is so for the one is so for all that are alike, if the longest of their names fit on a screen too.
pub(super) fn shown(inquest: Inquest<'_>, payment: &Payment<'_>) -> Shown {
    let Inquest { policy, now, checks } = inquest;
    // In the currency's sums it counts for most where it is worth most.
    let prices = sums::prices(policy, Measure::Currency);
    let budget = Budget::of(checks, checks);
    let wallets = situation::wallets(policy);
    let of_class = |class: &Wallets| {
        let ground = Ground::new(policy, payment.asset, *class.0.first()?);
        let longest = class.0.iter().copied().max_by_key(|wallet| policy.wallets.get(wallet.0).map_or(0, length))?;
        ground.rules.iter().any(|rule| rule.permits()).then_some((ground, longest))
    };
    let grounds: Vec<(Ground<'_>, WalletId)> = wallets.iter().filter_map(of_class).collect();
    if grounds.is_empty() {
        let words = "no rule lets that asset out of any wallet".into();
        return Shown::Broken(Breach { words, steps: Vec::new(), prices });
    }
    let mut open: Option<String> = None;
    let asked = grounds.iter().flat_map(|(ground, longest)| {
        let bands = sums::bands(ground, payment.units, prices.clone());
        bands.into_iter().map(move |prices| (ground, *longest, prices))
    });
    for (ground, wallet, at) in asked {
        let longest = Ground { wallet, ..ground.clone() };
        let supposed = Supposed::new(policy).with_prices(at.clone());
        let inquiry = Inquiry { policy, payment, ground, longest, supposed: &supposed, budget: &budget, now };
        let entries = inquiry.entries();
        if entries.len() > MOST_ENTRIES {
            open = Some("there are too many entries that cool off at instants of their own".into());
        }
        for entry in entries.iter().take(MOST_ENTRIES) {
            match inquiry.to(entry) {
                Found::Kept => {}
                Found::TooMuch => open = Some("there are too many instants to ask about".into()),
                Found::TooLong(words) => open = Some(words),
                Found::Broken(words, steps) => {
                    let words = at_a_lower_price(policy, payment.asset, (&at, &prices), words);
                    return Shown::Broken(Breach { words, steps, prices: at });
                }
            }
        }
    }
    open.map_or(Shown::Kept, Shown::Unknown)
}

/// `where BTC is worth 111 USD, `: if it is not what it is worth at most.
fn at_a_lower_price(
    policy: &Policy,
    asset: AssetId,
    (at, highest): (&BTreeMap<AssetId, u128>, &BTreeMap<AssetId, u128>),
    words: String,
) -> String {
    let price = at.get(&asset).filter(|price| highest.get(&asset) != Some(*price));
    let Some(((price, asset), prices)) = price.zip(policy.asset(asset)).zip(policy.prices.as_ref()) else {
        return words;
    };
    let price = shortest(*price, PRICE_PLACES);
    alloc::format!("where {} is worth {price} {}, {words}", asset.name, prices.currency)
}

enum Found {
    Kept,
    TooMuch,
    /// Of what nobody may be able to sign, since it fits on no screen.
    TooLong(String),
    /// What happens, and the payout, if it is one.
    Broken(String, Vec<BreachStep>),
}

/// The lists that an entry touches, and from when it is in each, from now on.
type Stands = Vec<(ListId, Option<Instant>)>;

/// Entries that stand in the same lists from the same instants on.
struct Entry {
    /// The one whose statement is the shortest.
    first: Destination,
    /// The one whose statement is the longest.
    last: Destination,
    /// From when they count: past the cooling-off of one of the lists that can be paid to.
    from: Instant,
}

struct Inquiry<'i, 'p> {
    policy: &'p Policy,
    payment: &'i Payment<'i>,
    ground: &'i Ground<'p>,
    /// The same with the longest name of a wallet.
    longest: Ground<'p>,
    supposed: &'i Supposed<'p>,
    budget: &'i Budget,
    now: Instant,
}

impl Inquiry<'_, '_> {
    /// Every kind of entry.
    fn entries(&self) -> Vec<Entry> {
        let mut named: BTreeSet<ListId> = self.ground.lists();
        named.extend(self.payment.to);
        let mut kinds: BTreeMap<Stands, Entry> = BTreeMap::new();
        for (to, standing) in self.ground.candidates() {
            let from = self.payment.to.iter().filter_map(|list| standing.permits_from(*list)).min();
            let Some(from) = from.map(|from| from.max(self.now)) else { continue };
            let touched = standing.touched().filter(|list| named.contains(list));
            // Since when it has been there no longer matters.
            let since = |list| standing.permits_from(list).map(|from| from.max(self.now));
            let stands = touched.map(|list| (list, since(list))).collect();
            let entry = Entry { first: to.clone(), last: to.clone(), from };
            kinds.entry(stands).or_insert(entry).last = to;
        }
        kinds.into_values().collect()
    }

    fn to(&self, entry: &Entry) -> Found {
        let from = entry.from;
        // Without a span, the last second before it expires.
        let lifetime = Span::of_seconds(self.policy.payout_ttl.seconds().saturating_sub(1));
        let within = self.payment.within.unwrap_or(lifetime);
        let lasting = self.lasting(&entry.first, from);
        let Some(starts) = starts::starts(self.ground, from, &lasting, within) else { return Found::TooMuch };
        let last = starts.last().copied().unwrap_or(from).after(within);
        let classes = self.ground.classes(from, last);
        for start in starts {
            let is_there = |class: &Class| self.is_there(class, start, start.after(within));
            let (sets, are_all) = meeting(&classes, self.payment.who, &is_there);
            if sets.is_empty() {
                let words = alloc::format!(
                    "of those who are active from {start} on for as long as it may take nobody is enough"
                );
                return Found::Broken(words, Vec::new());
            }
            if !are_all {
                return Found::TooMuch;
            }
            for set in sets {
                match self.by(&classes, &set, entry, (start, start.after(within)), &lasting) {
                    Found::Kept => {}
                    found => return found,
                }
            }
        }
        Found::Kept
    }

    /// Whether one of these people gets it out, with the others agreeing.
    fn by(
        &self,
        classes: &Classes,
        set: &Party,
        entry: &Entry,
        (start, deadline): (Instant, Instant),
        lasting: &BTreeSet<Instant>,
    ) -> Found {
        let (policy, payment) = (self.policy, self.payment);
        let unsigned = self.ground.initiators(classes).into_iter().filter(|one| one.signer.is_none());
        let askers: Vec<Name> = set.names(policy).into_iter().chain(unsigned.map(|one| one.name)).collect();
        let who = in_words(policy, set);
        let too_long = |to: &Destination| {
            let to = to.address();
            Found::TooLong(alloc::format!(
                "with {who} signing, what is to be signed of a payout to {to} can be too long"
            ))
        };
        let mut unread: Option<Found> = None;
        let mut failed: Option<(Payout, Vec<String>)> = None;
        for (asker, fee) in askers.iter().flat_map(|asker| self.ground.fees().into_iter().map(move |fee| (asker, fee)))
        {
            if !self.budget.spend(self.ground.weight()) {
                return Found::TooMuch;
            }
            let payout = self.ground.payout(&entry.first, asker, payment.units, fee, start);
            let asked = payout.as_ref().and_then(|payout| self.supposed.open(payout).ok());
            let Some((payout, asked)) = payout.as_ref().zip(asked) else {
                unread = Some(too_long(&entry.first));
                continue;
            };
            match self.leaves(&asked, set, (start, deadline), lasting) {
                None => return Found::TooMuch,
                Some(true) if self.can_all_be_read(classes, entry, asker, fee, start) => return Found::Kept,
                Some(true) => {
                    unread = Some(too_long(&entry.last));
                    continue;
                }
                Some(false) => {}
            }
            // Whoever may ask, and lacks least, says best what is wrong.
            let unmet = unmet(&asked.of(set, &Party::nobody(), deadline));
            if failed.as_ref().is_none_or(|(_, known)| lacking(&unmet) < lacking(known)) {
                failed = Some((payout.clone(), unmet));
            }
        }
        let (payout, unmet) = match (unread, failed) {
            (None, Some(failed)) => failed,
            (Some(unread), _) => return unread,
            (None, None) => return too_long(&entry.first),
        };
        let why = alloc::format!(": `{}`", unmet.join("`, `"));
        let (amount, wallet, address) = (payout.amount(), payout.wallet(), payout.to());
        let words = alloc::format!(
            "with {who} signing at {start}, {amount} out of {wallet} to {address} is not allowed by {deadline}{why}"
        );
        let (signing, rejecting) = (set.clone(), Party::nobody());
        let step = BreachStep { payout, signing, rejecting, at: deadline, is_allowed: false };
        Found::Broken(words, alloc::vec![step])
    }

    /// Whether it leaves in time; none if it is too much to ask.
    fn leaves(
        &self,
        asked: &Asked<'_, '_>,
        set: &Party,
        (start, deadline): (Instant, Instant),
        lasting: &BTreeSet<Instant>,
    ) -> Option<bool> {
        let foreseen = asked.first_allowed(set, start);
        if foreseen.is_allowed() && foreseen.at() <= deadline {
            return Some(true);
        }
        // A rule that ceases to bind is not waited for.
        for at in self.moments(start, deadline, lasting) {
            self.budget.spend(self.ground.weight()).then_some(())?;
            if asked.allows(set, at) {
                return Some(true);
            }
        }
        Some(false)
    }

    /// Whether the longest statement of those that are alike can be signed: to the entry, out of the wallet and asked for by
    /// the asker with the longest names.
    fn can_all_be_read(
        &self,
        classes: &Classes,
        entry: &Entry,
        asker: &Name,
        fee: Option<AssetId>,
        start: Instant,
    ) -> bool {
        let roll = &self.policy.roll;
        let class = roll.named(asker.as_str()).and_then(|signer| classes.get(classes.class_of(signer)?));
        let alike = class.into_iter().flat_map(Class::members).filter_map(|member| Some(&roll.person(member)?.name));
        let asker = alike.max_by_key(|name| length(name)).unwrap_or(asker);
        let payout = self.longest.payout(&entry.last, asker, self.payment.units, fee, start);
        payout.is_some_and(|payout| self.supposed.open(&payout).is_ok())
    }

    /// When something that was not allowed can come to be: with the hours, with a change for good such as of where the entry
    /// stands or of who quotes a price, or when a delay that they let run has run.
    fn moments(&self, start: Instant, deadline: Instant, lasting: &BTreeSet<Instant>) -> BTreeSet<Instant> {
        let mut changes = BTreeSet::from([start]);
        for hours in self.ground.hours() {
            let mut at = start;
            while let Some(next) = hours.next_change(at).filter(|next| *next > at && *next <= deadline) {
                changes.insert(next);
                at = next;
            }
        }
        changes.extend(lasting.iter().filter(|change| start < **change && **change <= deadline));
        let delays = self.ground.rules.iter().filter_map(|rule| rule.delay.as_ref()).map(|delay| delay.span);
        let run: Vec<Instant> = delays.flat_map(|delay| changes.iter().map(move |at| at.after(delay))).collect();
        changes.extend(run.into_iter().filter(|at| *at <= deadline));
        // Nothing is called false of which the engine says otherwise in the end.
        changes.insert(deadline);
        changes
    }

    /// When something changes for good: a term, or where the entry stands.
    fn lasting(&self, to: &Destination, from: Instant) -> BTreeSet<Instant> {
        let people = self.policy.roll.approvers.iter().chain(&self.policy.roll.requesters);
        let terms = people.flat_map(|person| [person.active.from, person.active.until]).flatten();
        let standing = self.policy.lists.standing(to);
        let joins: Vec<Instant> = standing.touched().filter_map(|list| standing.permits_from(list)).collect();
        terms.chain(joins).filter(|change| *change > from).collect()
    }

    /// Whether a class is active from one instant to another.
    fn is_there(&self, class: &Class, start: Instant, end: Instant) -> bool {
        let person = class.members().next().and_then(|member| self.policy.roll.person(member));
        person.is_some_and(|person| {
            let active = person.active;
            active.at(start) && active.until.is_none_or(|until| end < until)
        })
    }
}

/// The checks that are not met, by name.
fn unmet(foreseen: &Foreseen) -> Vec<String> {
    let unmet = foreseen.checks().iter().filter(|check| check.status() != CheckStatus::Met);
    unmet.map(|check| check.name().into()).collect()
}

fn length(name: &Name) -> usize {
    name.as_str().len()
}

/// No rule covers it, or so many checks are not met.
fn lacking(unmet: &[String]) -> (bool, usize) {
    (unmet.iter().any(|name| name == "covered"), unmet.len())
}
