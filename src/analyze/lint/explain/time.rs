//! Explanations: time, and what is done with it.

use super::Checked::FromMemory;
use super::ReferenceKind::Standard;
use super::{Explanation, logic, reference};

pub(super) const SHORT_APPROVAL: Explanation = Explanation {
    means: "`approval_ttl` is less than a shift, eight hours, above the longest delay.",
    matters: "The delay runs while all approvals hold together. Those who sign first have expired before those who sign last have \
              waited, and people learn to sign without looking so that it works at all.",
    references: &[logic("the delay is counted from the moment when all quorums are met, and anew once one falls away")],
};

pub(super) const LONG_TTL: Explanation = Explanation {
    means: "An approval outlives the longest delay by more than a week, or a payout by more than thirty days.",
    matters: "Whoever holds a signed approval picks the moment: when the tier is far, the market has moved, or the signer has left. \
              A signature that was given for today can be used next month.",
    references: &[logic("an approval counts until it expires; which rules bind is asked when it is used")],
};

pub(super) const VETO_NO_DELAY: Explanation = Explanation {
    means: "A rule names who may veto, and no rule that binds whenever it does has a `delay`, or only one of less than 15 minutes, or \
            one that those who approve can waive, be it for larger amounts alone.",
    matters: "The payout leaves the moment its quorum is met. A veto that has to come before the last approval is luck.",
    references: &[logic("without a delay there is no instant at which a payout is approved and can still be stopped")],
};

pub(super) const NO_VETO: Explanation = Explanation {
    means: "A rule has a `delay`, and no rule that binds whenever it does names anybody who could veto, or nobody of them is active \
            for something that is submitted in the coming week.",
    matters: "Time passes, and whoever sees the theft coming has no means to stop it but to turn one of those who agreed.",
    references: &[logic("`veto = \"nobody\"` is written out so that it can be questioned")],
};

pub(super) const VETO_ONLY_PAYERS: Explanation = Explanation {
    means: "A veto cannot be met by people whose approval neither its rule nor one that binds whenever it does asks for.",
    matters: "If those who approve are deceived together, or are in it together, nobody is left to say no.",
    references: &[logic("the people who release a payout have already said yes to it")],
};

pub(super) const INACTIVE_PERSON: Explanation = Explanation {
    means: "Somebody's `active_until` is past, or `active_from` has not come.",
    matters: "The name still stands in groups and counts in every reader's head, and nothing the person signs counts. \
              Quorums are nearer to being locked than they look.",
    references: &[
        reference(
            Standard,
            "CCSS v9, 1.04.1.1",
            "access to key material is granted and revoked by a written procedure, and so revoked of those who leave",
            FromMemory,
        ),
        logic("what somebody signs outside the term is void"),
    ],
};

pub(super) const REVIEW: Explanation = Explanation {
    means: "Somebody has been active for over a year, by `active_from`, with no `active_until`.",
    matters: "People change roles and keys change hands. A term that has to be renewed makes somebody look.",
    references: &[reference(
        Standard,
        "CCSS v9, 1.04.1.1",
        "access to key material is granted and revoked by a written procedure, which somebody has to follow",
        FromMemory,
    )],
};
