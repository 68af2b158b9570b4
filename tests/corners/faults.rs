//! Every way in which a payout or its approvals are refused has a code and a cure.

use countersign::{Case, CaseFault, ReceivedApproval};
use serde_json::json;

use crate::world::{Asked, SUBMITTED, Text, World, asked, submitted};

fn refused(world: &World, asked: &Asked) -> (&'static str, String) {
    let fault = Case::open(&world.policy, &asked.payout(), &[]).unwrap_err();
    (fault.code(), fault.help())
}

#[test]
fn a_payout_that_cannot_be_read_is_refused_with_its_cure() {
    let world = Text::base().world();
    let (code, help) = refused(&world, &asked().with("wallet", "HOT"));
    assert_eq!((code, help.as_str()), ("case-differs", "write `hot`"));
    let (code, help) = refused(&world, &asked().of("1.123456789 BTC"));
    assert_eq!(code, "bad-amount");
    assert!(!help.is_empty());
    let (code, help) = refused(&world, &asked().with("fee", "0.123456789 BTC"));
    assert_eq!(code, "bad-fee");
    assert!(!help.is_empty());
    let (code, help) = refused(&world, &asked().with("to", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5"));
    assert_eq!(code, "bad-destination");
    assert!(!help.is_empty());
    let long = |letter: &str| letter.repeat(64);
    let longest = asked().of("1 XRP").with("to", "r".repeat(128)).with("note", long("n")).with("tag", long("t"));
    let longest = longest.with("id", long("i")).with("payload_sha256", "5f".repeat(32));
    let (code, help) = refused(&world, &longest);
    assert_eq!((code, help.as_str()), ("statement-too-long", "shorten the note, the id or the tag"));
}

/// An approval that nobody made, the nth of them.
fn made_up(signer: &str, nth: usize) -> ReceivedApproval {
    serde_json::from_value(json!({
        "signer": signer, "key": "none", "verdict": "reject", "signed_at": SUBMITTED, "signature": format!("{nth}"),
        "received_at": SUBMITTED,
    }))
    .unwrap()
}

fn too_many(world: &World, asked: &Asked, approvals: &[ReceivedApproval]) -> CaseFault {
    Case::open(&world.policy, &asked.payout(), approvals).unwrap_err()
}

#[test]
fn more_approvals_than_are_read_are_refused_with_their_cure_even_of_a_payout_in_an_unknown_asset() {
    let world = Text::base().world();
    let crowd: Vec<ReceivedApproval> = (0..4_097).map(|nth| made_up(&format!("someone-{nth}"), nth)).collect();
    let chatter: Vec<ReceivedApproval> = (0..9).map(|nth| made_up("alice", nth)).collect();
    for asked in [asked(), asked().of("1 DOGE")] {
        let crowded = too_many(&world, &asked, &crowd);
        let of_one = too_many(&world, &asked, &chatter);
        assert_eq!([crowded.code(), of_one.code()], ["too-many-approvals", "too-many-of-one"]);
        assert_eq!(crowded.help(), "store an approval only once it is verified, and each once");
        assert_eq!(crowded.help(), of_one.help());
        assert!(Case::open(&world.policy, &asked.payout(), &crowd[..4_096]).is_ok());
        assert!(Case::open(&world.policy, &asked.payout(), &chatter[..8]).is_ok());
    }
}

#[test]
fn of_a_payout_in_an_unknown_asset_nothing_more_is_asked_and_nothing_is_signed() {
    let world = Text::base().world();
    let payout = asked().of("1 DOGE").payout();
    let case = Case::open(&world.policy, &payout, &[]).unwrap();
    let (ledger, quotes, now) = (world.ledger(&[]), countersign::Quotes::none(), submitted());
    assert_eq!(case.statement(countersign::Verdict::Reject, "alice", now, None), None);
    assert_eq!(case.objection(countersign::Verdict::Reject, "alice", now, None), None);
    assert_eq!(case.longest_delay(), None);
    assert_eq!(case.allowed_up_to(&ledger, &quotes, now), None);
    assert!(case.edges(&ledger, &quotes, now).is_empty());
    assert!(!case.decide(&ledger, &quotes, now).is_allowed());
}
