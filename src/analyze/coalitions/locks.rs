//! Without whom nobody can release a payout any more: those who sign it, and those who say what it is worth.

use alloc::vec::Vec;

use super::cell::{Field, Quoting};
use super::coalition::{Coalition, Replay};
use super::releasing::{Found, Since};
use super::symmetry::brief;
use crate::analyze::counts::Counts;
use crate::analyze::minimal::{in_order, largest_without};
use crate::analyze::party::Party;
use crate::analyze::people::{Class, Classes};
use crate::analyze::situation::Initiator;
use crate::domain::people::People;

impl Field<'_, '_> {
    /// The smallest sets without whom nobody can release so many units, by what releases them; none if not all could be
    /// asked about.
    pub(super) fn locks(&self, units: u128, found: &[Found]) -> Option<Vec<Coalition>> {
        let prices = self.supposed.policy().prices.as_ref();
        let feeds = prices.and_then(|prices| prices.feeds.as_ref()).map(|feeds| &feeds.quorum);
        let Some(feeds) = feeds.filter(|feeds| found.iter().any(|one| self.takes_quotes(one, feeds.people()))) else {
            return Some(missed(found, self.classes));
        };
        let classes = self.classes.parted_also(feeds.sets());
        let initiators = self.initiators_of(&classes);
        let quoting = Quoting::Among(feeds.people());
        let field = Field { classes: &classes, initiators: &initiators, quoting, ..*self };
        let (found, are_all) = field.found(units, &[Since::Earliest]);
        are_all.then(|| missed(&found, &classes))
    }

    /// Whether the same people would not release it if no feed had said anything.
    fn takes_quotes(&self, found: &Found, feeds: People) -> bool {
        let Replay { payout, signing, at } = &found.replay;
        self.supposed.open(payout).is_ok_and(|asked| !asked.allows_without(feeds, signing, *at))
    }

    /// One of every finer class of those who are asked about as initiators.
    fn initiators_of(&self, classes: &Classes) -> Vec<Initiator> {
        let one = |(place, class): (usize, &Class)| {
            let signer = class.last()?;
            let name = self.supposed.policy().roll.person(signer)?.name.clone();
            let alike = class.members().fold(Party::nobody(), Party::with);
            Some(Initiator { signer: Some(signer), name, class: Some(place), alike })
        };
        let finer = |initiator: &Initiator| -> Vec<Initiator> {
            let Some(coarse) = initiator.class.and_then(|class| self.classes.get(class)) else {
                return alloc::vec![initiator.clone()];
            };
            let within = |(_, class): &(usize, &Class)| class.last().is_some_and(|member| coarse.has(member));
            classes.iter().enumerate().filter(within).filter_map(one).collect()
        };
        self.initiators.iter().flat_map(finer).collect()
    }
}

/// The smallest sets that have somebody of every set that was found.
fn missed(found: &[Found], classes: &Classes) -> Vec<Coalition> {
    if found.is_empty() {
        return Vec::new();
    }
    let counts: Vec<Counts> = found.iter().map(|found| found.counts.clone()).collect();
    let all = classes.sizes();
    let lacking = largest_without(&all, &counts);
    let missing = lacking.iter().map(|lacking| all.beyond(lacking)).collect();
    let (classes, mut sets) = brief(classes.clone(), missing);
    sets.sort_by_key(in_order);
    sets.iter().map(|set| Coalition::of(set, &classes)).collect()
}
