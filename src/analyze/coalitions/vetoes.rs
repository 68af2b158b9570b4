//! Who can stop a payout that others release.

use alloc::string::String;
use alloc::vec::Vec;

use super::coalition::Coalition;
use crate::analyze::party::Party;
use crate::analyze::situation::Initiator;
use crate::domain::name::Name;
use crate::policy::model::Policy;

/// Who can stop the payouts of some initiators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vetoes {
    pub(crate) initiators: Vec<Initiator>,
    /// Whether the initiator can withdraw it.
    pub(crate) can_withdraw: bool,
    pub(crate) coalitions: Vec<Coalition>,
}

impl Vetoes {
    /// Who of these can stop it, each set by itself.
    #[must_use]
    pub fn coalitions(&self) -> &[Coalition] {
        &self.coalitions
    }

    /// Whether the initiator can withdraw it.
    #[must_use]
    pub fn can_withdraw(&self) -> bool {
        self.can_withdraw
    }

    /// Whose payouts these are; a name that the policy does not know stands for all such names.
    #[must_use]
    pub fn initiators(&self, policy: &Policy) -> Vec<Name> {
        let named = |one: &Initiator| match one.signer {
            None => alloc::vec![one.name.clone()],
            Some(_) => one.alike.names(policy),
        };
        self.initiators.iter().flat_map(named).collect()
    }

    /// Whether they are those of anybody else.
    pub(super) fn is_of_others(&self) -> bool {
        self.initiators.iter().any(|one| one.signer.is_none())
    }

    pub(crate) fn initiators_in_words(&self, policy: &Policy) -> String {
        let named = |one: &Initiator| match one.signer {
            None => "anybody else".into(),
            Some(_) => super::coalition::people(policy, &one.alike),
        };
        self.initiators.iter().map(named).collect::<Vec<String>>().join(", ")
    }
}

/// Those who can still stop what can still be asked for: whoever is lost can neither say no nor sign a request.
pub(super) fn left_with_a_veto(vetoes: &[Vetoes], lost: &Party) -> Vec<Vetoes> {
    let mut left: Vec<Vetoes> = Vec::new();
    for one in vetoes {
        let initiators: Vec<Initiator> = one.initiators.iter().filter_map(|one| one.without(lost)).collect();
        let coalitions: Vec<Coalition> = one.coalitions.iter().filter_map(|one| one.without(lost)).collect();
        // In the name of somebody whose key is lost others may still ask, and nobody can withdraw.
        let can_withdraw = one.can_withdraw && initiators.iter().any(|one| !one.alike.without(lost).is_empty());
        match left.iter_mut().find(|known| known.coalitions == coalitions && known.can_withdraw == can_withdraw) {
            Some(known) => known.initiators.extend(initiators),
            None if initiators.is_empty() => {}
            None => left.push(Vetoes { initiators, can_withdraw, coalitions }),
        }
    }
    left
}
