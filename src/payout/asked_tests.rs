//! The payouts that analyses ask about, and in what each differs from the last; it stands here, and not in `tests/`, since
//! it is private.

use alloc::boxed::Box;
use alloc::format;
use core::error::Error;

use super::record::Payout;
use crate::domain::amount::WrittenAmount;
use crate::domain::digest::Digest;
use crate::domain::instant::Instant;
use crate::domain::name::{Name, PayoutId};
use crate::policy::model::Policy;

const HOT_WALLET: &str = include_str!("../../policies/hot-wallet.toml");

#[test]
fn what_is_asked_says_what_was_given_and_changes_in_one_field_at_a_time() -> Result<(), Box<dyn Error>> {
    let policy = Policy::parse(HOT_WALLET).map_err(|problems| format!("{problems}"))?;
    let to = policy.lists.destinations().next().ok_or("no list has an entry")?;
    let (id, at) = (PayoutId::parse("po-1")?, Instant::parse("2026-11-23T10:00:00Z")?);
    let (wallet, amount) = (Name::parse("hot-1")?, WrittenAmount::parse("5 BTC")?);
    let asked = Payout::asked(id.clone(), wallet.clone(), amount.clone(), to, Name::parse("alice")?, at);
    assert_eq!((asked.id(), asked.wallet(), asked.amount()), (&id, &wallet, &amount));
    assert_eq!((asked.to(), asked.tag()), (format!("{}", to.address()).as_str(), to.tag()));
    assert_eq!((asked.initiator().as_str(), asked.submitted_at()), ("alice", at));
    assert_eq!((asked.fee(), asked.payload_sha256(), asked.note()), (None, None, None));

    let (fee, digest) = (WrittenAmount::parse("0.002 BTC")?, Digest::from_bytes([7; 32]));
    let fuller = asked.clone().with_fee(Some(fee.clone())).with_payload(Some(digest));
    assert_eq!((fuller.fee(), fuller.payload_sha256()), (Some(&fee), Some(digest)));
    assert_eq!(fuller.clone().with_fee(None).with_payload(None), asked);

    let (bob, more) = (Name::parse("bob")?, WrittenAmount::parse("6 BTC")?);
    let later = Instant::parse("2026-11-23T10:00:01Z")?;
    let other = fuller.with_initiator(bob.clone()).with_amount(more.clone()).with_submitted_at(later);
    assert_eq!((other.initiator(), other.amount(), other.submitted_at()), (&bob, &more, later));
    let back = other.with_initiator(Name::parse("alice")?).with_amount(amount).with_submitted_at(at);
    assert_eq!(back, fuller);
    Ok(())
}
