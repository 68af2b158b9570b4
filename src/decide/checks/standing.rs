//! `expiry`, `payload`, `withdrawn`: is the payout still one that stands?

use crate::decide::check::{CheckCode, Finding};
use crate::decide::scene::Scene;
use crate::policy::model::Demand;

pub(in crate::decide) fn expiry(scene: &Scene<'_, '_>) -> Finding {
    let expiry = scene.expiry;
    if scene.now() < expiry {
        return Finding::met(CheckCode::Open, alloc::format!("the payout expires at {expiry}"));
    }
    Finding::fail(CheckCode::Expired, alloc::format!("the payout expired at {expiry}: submit it anew"))
}

pub(in crate::decide) fn payload(scene: &Scene<'_, '_>) -> Finding {
    match (scene.payout().payload_sha256(), scene.policy().payload_required) {
        (Some(_), _) => Finding::met(CheckCode::Bound, "the payout binds its raw transaction"),
        (None, Demand::Optional) => Finding::met(CheckCode::NotRequired, "no raw transaction is asked for"),
        (None, Demand::Required) => {
            Finding::fail(CheckCode::MissingPayload, "the policy asks for `payload_sha256`, and there is none")
        }
    }
}

pub(in crate::decide) fn withdrawn(scene: &Scene<'_, '_>) -> Finding {
    let initiator = scene.payout().initiator();
    if scene.votes.withdrawn {
        return Finding::fail(CheckCode::Withdrawn, alloc::format!("`{initiator}` has withdrawn the payout"));
    }
    Finding::met(CheckCode::Standing, alloc::format!("`{initiator}` has not withdrawn the payout"))
}
