//! A search for a payout that one policy allows and another does not, where a proof that there is none is missing.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::cell::OnceCell;

use super::cells::{Cell, Grid, initiators};
use super::clocks::Clocks;
use super::effort::{Effort, Left};
use super::example::{self, Example, Quoted, allows, supposing};
use super::features;
use super::gap::{Gap, What};
use super::others::{Other, Others, everyone, fewer, fewest, kept_together, smallest};
use super::reach::Reach;
use super::sides::Sides;
use super::stage::{Amounts, Stage};
use super::verdict::Told;
use crate::analyze::ask;
use crate::analyze::supposed::{Asked, Said, Supposed};
use crate::approval::record::Verdict;
use crate::decide::check::{Check, CheckStatus};
use crate::domain::amount::WrittenAmount;
use crate::domain::instant::Instant;
use crate::domain::name::{Name, PayoutId};
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::ledger::record::LedgerEntry;
use crate::payout::record::Payout;
use crate::policy::model::{Demand, InitiatorApproval, Policy};

/// The most people of whom sets besides the first found are tried.
const MOST_ORDERS: usize = 12;

/// The most kinds of payout tried for what is asked of every payout.
const MOST_KINDS: usize = 24;

/// Of what one gap may cost, one kind of payout may cost so much.
const PARTS: u64 = 8;

/// What is searched.
pub(super) struct Search<'s, 'p> {
    pub(super) sides: &'s Sides<'p>,
    pub(super) clocks: &'s Clocks,
    pub(super) given: &'s Given,
    /// From when on kinds of payout are gone through.
    pub(super) since: Instant,
    pub(super) effort: Effort,
}

/// From which instant on examples are looked for, and what feeds really say.
pub(super) struct Given {
    pub(super) from: Instant,
    pub(super) quotes: Vec<Quoted>,
}

/// An example, and what is told of it.
pub(super) struct Found {
    pub(super) example: Example,
    pub(super) told: Told,
}

/// A payout that is being made up.
struct Draft<'d> {
    cell: &'d Cell,
    at: Instant,
    age: Span,
    units: u128,
    fee: Option<WrittenAmount>,
}

/// What an initiator who signs does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asking {
    Only,
    AndApproving,
}

/// What both policies are asked with.
struct Stand<'d, 'p> {
    own: Supposed<'p>,
    other: Option<Supposed<'p>>,
    lines: &'d [LedgerEntry],
    quotes: &'d [Quoted],
}

impl Search<'_, '_> {
    /// A payout that shows what a gap is about, if one is found: with no line in the ledger if it can be, and otherwise
    /// with the fewest, and of the roundest amount.
    pub(super) fn example(&self, gap: &Gap, left: Left) -> Option<Found> {
        if let Some(cell) = &gap.cell {
            self.effort.begin(left, if gap.what.is_of_all() { PARTS } else { 1 });
            return self.in_cell(cell, &gap.what, left);
        }
        let grid = Grid::of(self.sides.inner, self.sides.outer, self.clocks, self.since)?;
        let covered = grid
            .cells()
            .filter(|cell| cell.under(self.sides.inner).is_some_and(|face| face.is_covered && face.block.is_none()));
        covered.take(MOST_KINDS).find_map(|cell| {
            self.effort.begin(left, PARTS);
            self.in_cell(&cell, &gap.what, left)
        })
    }

    fn in_cell(&self, cell: &Cell, what: &What, left: Left) -> Option<Found> {
        let stage =
            Stage { sides: self.sides, cell, what, clocks: self.clocks, given: self.given, past: OnceCell::new() };
        let pairs = stage.instants().into_iter().flat_map(|at| {
            let quotes = stage.quotes(at).into_iter();
            quotes.map(move |quotes| (at, quotes))
        });
        let mut untried = pairs.take_while(|_| !self.effort.is_spent());
        // What feeds say differs in little else than time and people: the same prices draw the same lines.
        let mut drawn: BTreeMap<BTreeSet<u128>, Amounts> = BTreeMap::new();
        untried.find_map(|(at, quotes)| {
            let own = quotes.iter().filter(|quote| quote.asset == stage.cell.asset);
            let prices = own.map(|quote| quote.price).collect();
            let amounts = drawn.entry(prices).or_insert_with_key(|prices| stage.amounts(prices));
            self.quoted(&stage, left, (at, &quotes), amounts)
        })
    }

    fn quoted(
        &self,
        stage: &Stage<'_, '_>,
        left: Left,
        (at, quotes): (Instant, &[Quoted]),
        amounts: &Amounts,
    ) -> Option<Found> {
        let all = amounts.all();
        if left == Left::Nothing {
            return self.after(stage, &[], quotes, (at, &all));
        }
        // First what the gap is about, before and now; then everything.
        let rounds = [amounts.near.as_slice(), all.as_slice()];
        rounds.into_iter().filter(|amounts| !amounts.is_empty()).find_map(|amounts| {
            let mut ledgers = stage.ledgers(at, amounts).take_while(|_| !self.effort.is_spent());
            let found = ledgers.find_map(|lines| self.after(stage, &lines, quotes, (at, amounts)))?;
            Some(self.by_fewer(found, stage, quotes, (at, amounts)))
        })
    }

    /// The same by fewer people after something else has left, if they are found soon.
    fn by_fewer(
        &self,
        found: Found,
        stage: &Stage<'_, '_>,
        quotes: &[Quoted],
        (at, amounts): (Instant, &[u128]),
    ) -> Found {
        let mut fewest = found;
        self.effort.begin_fewer();
        for lines in stage.ledgers(at, amounts) {
            let many = fewest.example.signing().len();
            if many == 0 || self.effort.is_spent() {
                break;
            }
            self.effort.show_below(Some(many));
            let found = self.after(stage, &lines, quotes, (at, amounts));
            self.effort.show_below(None);
            fewest = found.unwrap_or(fewest);
        }
        fewest
    }

    /// What is found after these lines.
    fn after(
        &self,
        stage: &Stage<'_, '_>,
        lines: &[LedgerEntry],
        quotes: &[Quoted],
        (at, amounts): (Instant, &[u128]),
    ) -> Option<Found> {
        let own = supposing(self.sides.inner, lines, quotes).ok()?;
        let other = supposing(self.sides.outer, lines, quotes).ok();
        let stand = Stand { own, other, lines, quotes };
        self.effort.spend_on(lines);
        for age in stage.ages() {
            for fee in stage.fees() {
                for units in amounts {
                    let draft = Draft { cell: stage.cell, at, age, units: *units, fee: fee.clone() };
                    let found = self.on_draft(&draft, stage.what, &stand);
                    if found.is_some() || self.effort.is_spent() {
                        return found;
                    }
                }
            }
        }
        None
    }

    fn on_draft(&self, draft: &Draft<'_>, what: &What, stand: &Stand<'_, '_>) -> Option<Found> {
        let payout = self.payout(draft, what)?;
        self.effort.spend();
        let own = stand.own.open(&payout).ok()?;
        let other = stand.other.as_ref().and_then(|other| other.open(&payout).ok());
        let rejecting = self.rejecting(what, draft.cell);
        let mut all = everyone(self.sides.inner, &draft.cell.initiator);
        all.retain(|name| !rejecting.contains(name));
        let said = |signing: &[Name], asking| self.said(draft, what, (signing, asking), &rejecting);
        let allowed = |asked: Option<&Asked<'_, '_>>, signing: &[Name], asking| {
            self.effort.spend();
            allows(asked, &said(signing, asking), draft.at)
        };
        let allows = |asked: Option<&Asked<'_, '_>>, signing: &[Name]| allowed(asked, signing, Asking::AndApproving);
        if !allows(Some(&own), &all) {
            return None;
        }
        // Whatever it was found for: where fewer people part the two by the same payout, it is shown of them.
        let is_apart = |asked: Option<&Asked<'_, '_>>, signing: &[Name]| {
            example::allows(asked, &said(signing, Asking::AndApproving), draft.at)
        };
        let parts = |signing: &[Name]| is_apart(Some(&own), signing) && !is_apart(other.as_ref(), signing);
        let shown = |signing: &[Name], asking| {
            let fewer = fewer(&all, signing.len(), self.effort.most_sets(), &parts);
            let spoken = fewer.map_or_else(|| said(signing, asking), |fewer| said(&fewer, Asking::AndApproving));
            let (lines, quotes) = (stand.lines.to_vec(), self.used(&own, stand, &spoken, draft.at));
            let example = Example { payout: payout.clone(), said: spoken, lines, quotes, at: draft.at };
            let outer = Other { policy: self.sides.outer, supposed: stand.other.as_ref() };
            self.told(draft.cell, &outer, example)
        };
        if let Some(many) = self.effort.below() {
            let fewer = fewer(&all, many, self.effort.most_sets(), &parts)?;
            return Some(shown(&fewer, Asking::AndApproving));
        }
        let wanted = self.sides.names(what.people().unwrap_or(People::NOBODY));
        // Whom the proof names, as few as they are, and the initiator where the request is asked for.
        let mut named = wanted.clone();
        named.retain(|name| all.contains(name));
        let with_initiator = [named.as_slice(), core::slice::from_ref(&draft.cell.initiator)].concat();
        let mut fewer = alloc::vec![(named, Asking::AndApproving)];
        // Where whoever asks may approve too, who only asks is one approval less.
        let may_approve = |policy: &Policy| policy.initiator_approval == InitiatorApproval::Permitted;
        if [self.sides.inner, self.sides.outer].into_iter().any(may_approve) && !wanted.contains(&draft.cell.initiator)
        {
            fewer.push((with_initiator.clone(), Asking::Only));
        }
        fewer.push((with_initiator, Asking::AndApproving));
        for (fewer, asking) in fewer {
            let is_of_people = matches!(what, What::Quorum(_, Some(_)) | What::Delay(_, Some(_)));
            if is_of_people && allowed(Some(&own), &fewer, asking) {
                // The proof names whoever may; of these as few as are enough.
                let parts = |signing: &[Name]| {
                    allowed(Some(&own), signing, asking) && !allowed(other.as_ref(), signing, asking)
                };
                let sets = kept_together(self.sides.inner);
                return parts(&fewer).then(|| shown(&smallest(&fewer, &[], &sets, &parts), asking));
            }
        }
        let firsts = if allows(other.as_ref(), &all) {
            orders(what, &all, &wanted, &draft.cell.initiator)
        } else {
            alloc::vec![0]
        };
        let found = firsts.into_iter().find_map(|first| {
            let signing = fewest(&all, &wanted, first, &|signing| allows(Some(&own), signing));
            (!self.effort.is_spent() && !allows(other.as_ref(), &signing)).then_some(signing)
        })?;
        // Whoever is left out first, others are left: fewer of them may show the same.
        let sets = kept_together(self.sides.inner);
        let fewer = smallest(&all, &wanted, &sets, &|signing| allows(Some(&own), signing));
        let is_better = fewer.len() < found.len() && !allows(other.as_ref(), &fewer);
        Some(shown(if is_better { &fewer } else { &found }, Asking::AndApproving))
    }

    /// How much these people can have released so, and who else under the other policy: of the most as of the example.
    fn told(&self, cell: &Cell, outer: &Other<'_, '_>, example: Example) -> Found {
        let (others, features) = outer.of(&example);
        let is_like = |most: &Example| outer.of(most) == (others.clone(), features);
        let sides = (self.sides.inner, self.sides.outer);
        let reach = Reach::of((cell, &example), sides, &is_like);
        let to = features::destination(sides, &example, &cell.destination);
        let is_timed = [sides.0, sides.1].into_iter().any(|policy| cell.is_timed(policy));
        // Elsewhere in time somebody may not be there yet, or an entry cool off still.
        let is_timed = is_timed || example.at != self.given.from;
        let most = reach
            .as_ref()
            .map_or_else(|| example.payout.clone(), |most| example.payout.with_amount(most.amount.clone()));
        let most = Example { payout: most, ..example.clone() };
        let instead = match others {
            Others::Nobody | Others::NotYet => outer.by_another(&most, &initiators(sides.0, sides.1)),
            Others::Same(_) | Others::These(_) | Others::Sooner(_) => None,
        };
        Found { told: Told { reach, to, others, instead, features, is_timed }, example }
    }

    /// The quotes, if the example needs any.
    fn used(&self, own: &Asked<'_, '_>, stand: &Stand<'_, '_>, said: &[Said], at: Instant) -> Vec<Quoted> {
        let unquoted = supposing(self.sides.inner, stand.lines, &[]);
        let is_needed = unquoted
            .is_ok_and(|unquoted| unquoted.open(own.payout()).is_ok_and(|asked| !asked.of_said(said, at).is_allowed()));
        // To the other a price that is missing is no reason to refuse it, if there may be one.
        let other = supposing(self.sides.outer, stand.lines, &[]).ok();
        let other = other.as_ref().and_then(|other| other.open(own.payout()).ok()).map(|asked| asked.of_said(said, at));
        let is_unpriced = |check: &Check| check.name().starts_with("price:") && check.status() != CheckStatus::Met;
        let would = other.is_some_and(|other| other.is_allowed() || other.checks().iter().any(is_unpriced));
        if !is_needed && !would {
            return Vec::new();
        }
        // Of what moves, or has moved: nothing else is valued.
        let moves = |asset: &Name| {
            own.payout().amount().asset() == asset || stand.lines.iter().any(|line| line.amount.asset() == asset)
        };
        stand.quotes.iter().filter(|quote| moves(&quote.asset)).cloned().collect()
    }

    fn payout(&self, draft: &Draft<'_>, what: &What) -> Option<Payout> {
        let (cell, inner) = (draft.cell, self.sides.inner);
        let asset = inner.asset_named(cell.asset.as_str()).and_then(|id| inner.asset(id))?;
        let amount = ask::of(draft.units, asset.decimals, &asset.name)?;
        let submitted_at = draft.at.checked_before(draft.age)?;
        let id = PayoutId::parse("po-1").ok()?;
        let payout =
            Payout::asked(id, cell.wallet.clone(), amount, &cell.destination, cell.initiator.clone(), submitted_at);
        let asked = [inner, self.sides.outer].iter().any(|policy| policy.payload_required == Demand::Required);
        let payload = (asked && *what != What::Payload).then(ask::raw_transaction);
        Some(payout.with_fee(draft.fee.clone()).with_payload(payload))
    }

    fn rejecting(&self, what: &What, cell: &Cell) -> Vec<Name> {
        match what {
            What::Veto(_, Some(people)) => self.sides.names(*people),
            What::Withdrawn => alloc::vec![cell.initiator.clone()],
            _ => Vec::new(),
        }
    }

    /// What these people say: from the submission on, again whenever an approval ends.
    fn said(
        &self,
        draft: &Draft<'_>,
        what: &What,
        (signing, asking): (&[Name], Asking),
        rejecting: &[Name],
    ) -> Vec<Said> {
        let (inner, outer) = (self.sides.inner, self.sides.outer);
        let Some(submitted_at) = draft.at.checked_before(draft.age) else { return Vec::new() };
        let usual = inner.approval_ttl.min(outer.approval_ttl);
        let (lifetime, ahead) = match what {
            What::ApprovalTtl => (inner.approval_ttl, Span::ZERO),
            What::ClockSkew => (usual, inner.clock_skew),
            _ => (usual, Span::ZERO),
        };
        let mut all = Vec::new();
        let mut add = |signer: &Name, verdict, received_at: Instant, signed_at: Instant, expires_at| {
            all.push(Said { signer: signer.clone(), verdict, signed_at, expires_at, received_at });
        };
        let passed = draft.age.seconds().checked_div(lifetime.seconds()).unwrap_or(0);
        for signer in signing {
            let is_asking = *signer == draft.cell.initiator;
            let is_approving = !is_asking || asking == Asking::AndApproving;
            for nth in (passed.saturating_sub(1)..=passed).filter(|_| is_approving) {
                let received_at = submitted_at.plus_seconds(nth.saturating_mul(lifetime.seconds()));
                let signed_at = received_at.after(ahead);
                add(signer, Verdict::Approve, received_at, signed_at, Some(signed_at.after(lifetime)));
            }
            if is_asking {
                add(signer, Verdict::Request, submitted_at, submitted_at, None);
            }
        }
        for signer in rejecting {
            add(signer, Verdict::Reject, submitted_at, submitted_at, None);
            if draft.at > submitted_at {
                add(signer, Verdict::Reject, draft.at, draft.at, None);
            }
        }
        all.sort();
        all
    }
}

/// Whom to leave out first, by place, where the other policy allows the payout if everybody signs. Unless people are what
/// the two part at, whoever else is left out changes nothing.
fn orders(what: &What, everyone: &[Name], wanted: &[Name], initiator: &Name) -> Vec<usize> {
    match what {
        What::Request(_) => everyone.iter().position(|name| name == initiator).into_iter().collect(),
        What::Quorum(..) | What::Delay(..) if !wanted.is_empty() => alloc::vec![0],
        What::Quorum(..) | What::Delay(..) => (0..everyone.len().min(MOST_ORDERS)).collect(),
        _ => Vec::new(),
    }
}
