//! Texts are read whole or refused with their place, and work on them is bounded.

use countersign::{Case, Policy, Quotes, ReceivedApproval};
use serde_json::json;

use crate::decide;
use crate::world::{Text, World, asked, submitted};

#[test]
fn a_policy_cut_short_at_any_byte_permits_nothing_and_is_refused_with_its_place() {
    assert!(decide(&Text::base().world(), &asked()).is_allowed());
    let text = Text::base().written();
    let whole = text.trim_end();
    let mut refused = 0;
    for end in 0..whole.len() {
        match Policy::parse(&whole[..end]) {
            // What names no rule is a policy, under which nothing goes.
            Ok(policy) => assert!(!decide(&World { policy }, &asked()).is_allowed(), "{}", &whole[..end]),
            Err(problems) => {
                for problem in &problems {
                    assert!((1..=whole.lines().count()).contains(&problem.line()), "{problem:?}");
                    assert!(problem.column() >= 1 && !problem.message().is_empty(), "{problem:?}");
                }
                refused += 1;
            }
        }
    }
    assert!(refused > 1_000, "{refused}");
}

#[test]
fn another_byte_anywhere_in_a_policy_is_another_policy() {
    let text = Text::base();
    let (world, remark) = (text.world(), text.clone().swap("version = 1", "version = 1 # a remark").world());
    assert_ne!(world.policy.digest(), remark.policy.digest());
    assert_eq!(world.policy.digest(), countersign::Digest::of(text.written().as_bytes()), "as sha256sum prints it");
    let payout = asked().payout();
    let approval = [world.approve(&payout, "alice")];
    assert!(world.decide(&payout, &approval, &world.ledger(&[]), submitted()).is_allowed());
    assert!(!remark.decide(&payout, &approval, &remark.ledger(&[]), submitted()).is_allowed());
}

#[test]
fn a_digest_has_one_spelling() {
    let world = Text::base().swap("payload = \"optional\"", "payload = \"required\"").world();
    let with = |digest: &str| asked().with("payload_sha256", digest);
    assert!(decide(&world, &with(&"5f".repeat(32))).is_allowed());
    for other in ["5F".repeat(32), "5f".repeat(31), "5f".repeat(33), format!("0x{}", "5f".repeat(31)), "5g".repeat(32)]
    {
        assert!(with(&other).read().is_err(), "{other}");
        assert!(countersign::Digest::parse(&other).is_err(), "{other}");
    }
}

#[test]
fn so_many_approvals_are_read_and_one_more_is_refused() {
    let world = Text::base().world();
    let payout = asked().payout();
    let stranger = |place: usize| -> ReceivedApproval {
        let approval = json!({
            "signer": format!("stranger-{}", place / 8), "key": "ecdsa:02", "verdict": "reject", "signed_at": submitted(),
            "signature": format!("{place}"), "received_at": submitted(),
        });
        serde_json::from_value(approval).unwrap()
    };
    let beside = |strangers: usize| {
        let said: Vec<_> = (0..strangers).map(stranger).chain([world.approve(&payout, "alice")]).collect();
        let case = Case::open(&world.policy, &payout, &said).map_err(|fault| fault.code())?;
        Ok(case.decide(&world.ledger(&[]), &Quotes::none(), submitted()).is_allowed())
    };
    assert_eq!(beside(4_095), Ok(true));
    assert_eq!(beside(4_096), Err("too-many-approvals"));
}

#[test]
fn hostile_signatures_harm_nobody() {
    let world = Text::base().world();
    let payout = asked().payout();
    let approval = world.approve(&payout, "alice");
    let hostile =
        ["", "3", "30", "3045", "30450", "304502", "30450221", "ff", "zz", "0x", "30ff0201010201ff", "-", "= ="];
    for signature in hostile.iter().map(|text| (*text).to_owned()).chain((1..300).map(|n| "f".repeat(n))) {
        let mut other = serde_json::to_value(&approval).unwrap();
        other["signature"] = json!(signature);
        let said = [serde_json::from_value(other).unwrap(), approval.clone()];
        let decision = world.decide(&payout, &said, &world.ledger(&[]), submitted());
        assert!(decision.is_allowed(), "`{signature}` stands in the way of the true one");
        let alone = world.decide(&payout, &said[..1], &world.ledger(&[]), submitted());
        assert!(!alone.is_allowed(), "`{signature}` is none");
    }
}
