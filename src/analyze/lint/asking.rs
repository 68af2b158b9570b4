//! Who asks, for what, to where.

use alloc::string::String;

use super::code::LintCode;
use super::finding::Sink;
use super::ground::Ground;
use crate::domain::people::People;
use crate::policy::model::{Demand, InitiatorApproval};
use crate::policy::people::Signer;
use crate::policy::selector::{Destinations, Initiators};

/// Nobody signs the request: the initiator's name is a label.
pub(super) fn unsigned_initiator(ground: &Ground<'_>, sink: &mut Sink) {
    let open = |rule: &&crate::policy::model::Rule| rule.permits() && rule.selector.initiators == Initiators::Anyone;
    for rule in ground.policy.rules.iter().filter(open) {
        let asks = match ground.quorum_of(rule) {
            "none" => "and nobody is asked".into(),
            quorum => alloc::format!("and `{quorum}` is all that stands between"),
        };
        let message =
            alloc::format!("whoever reaches the service asks for payouts under `{}` in any name, {asks}", rule.name);
        let help = "name initiators, who then sign their requests";
        sink.add(LintCode::UnsignedInitiator, ground.at_rule(rule, "initiators"), message, help);
    }
}

/// Whoever asks is one of those who agree.
pub(super) fn initiator_approves(ground: &Ground<'_>, sink: &mut Sink) {
    if ground.policy.initiator_approval == InitiatorApproval::Refused {
        return;
    }
    for case in &ground.cases.covered {
        let Some(Signer::Approver(person)) = ground.asking(case).and_then(|asking| asking.signer) else { continue };
        let counts = |rule: &&crate::policy::model::Rule| {
            rule.approve.quorum().is_some_and(|quorum| quorum.people().has(person))
        };
        let Some(rule) = ground.always(case).chain(ground.tiers(case)).find(counts) else { continue };
        let Some(quorum) = rule.approve.quorum() else { continue };
        let others = quorum.missing(People::one(person), quorum.people()).map_or(0, |(others, _)| others);
        let agree = match others {
            0 => "nobody else has to agree".into(),
            1 => "one other person has to agree".into(),
            others => alloc::format!("{others} others have to agree"),
        };
        let message = alloc::format!(
            "who asks under `{}` counts towards `{}` as well: {agree}",
            rule.name,
            ground.quorum_of(rule)
        );
        let help = "write `initiator_may_approve = false`, or leave it out";
        sink.add(LintCode::InitiatorApproves, ground.places.top("initiator_may_approve"), message, help);
    }
}

/// Money may go to any address.
pub(super) fn any_destination(ground: &Ground<'_>, sink: &mut Sink) {
    for case in &ground.cases.covered {
        if !ground.kind(case).is_some_and(|kind| kind.is_stranger) {
            continue;
        }
        for rule in ground.rules(&case.covering) {
            let key = match rule.selector.to {
                Destinations::NotIn(_) => "not_to",
                Destinations::Any | Destinations::In(_) => "to",
            };
            let most = match ground.least_cap(case) {
                Some(cap) => alloc::format!(", all payouts together up to {}", ground.total_in_words(&cap)),
                None => String::new(),
            };
            let message =
                alloc::format!("`{}` pays any address: whoever can release it chooses where it goes{most}", rule.name);
            let help = "pay lists only, or keep what goes to strangers small and late";
            sink.add(LintCode::AnyDestination, ground.at_rule(rule, key), message, help);
        }
    }
}

/// Approvals bind words, and whoever builds the transaction chooses the bytes.
pub(super) fn payload_optional(ground: &Ground<'_>, sink: &mut Sink) {
    let asks = |rule: &&crate::policy::model::Rule| rule.approve.quorum().is_some();
    let Some(rule) = ground.policy.rules.iter().find(asks) else { return };
    if ground.policy.payload_required == Demand::Required {
        return;
    }
    let message = alloc::format!(
        "a payout need not name its raw transaction: those who meet `{}` of `{}` approve its amount and destination, and the bytes that are signed are chosen later",
        ground.quorum_of(rule),
        rule.name
    );
    let help = "write `payload = \"required\"` where the transaction is known when people approve";
    sink.add(LintCode::PayloadOptional, ground.places.top("payload"), message, help);
}
