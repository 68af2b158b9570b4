//! What an analysis supposes to have been paid is entered as a ledger's own lines are; it stands here, and not in `tests/`,
//! since it is private.

use alloc::boxed::Box;
use alloc::format;
use core::error::Error;

use super::ledger::Ledger;
use super::record::{LedgerEntry, LedgerFault};
use crate::policy::model::Policy;

fn entry(payout: &str) -> Result<LedgerEntry, serde_json::Error> {
    serde_json::from_value(serde_json::json!({
        "payout": payout, "wallet": "main", "amount": "1 ETH", "to": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "initiator": "anna", "at": "2026-11-26T12:00:00Z", "lists": [], "state": "paid",
    }))
}

#[test]
fn supposed_entries_are_kept_in_order_and_each_payout_once() -> Result<(), Box<dyn Error>> {
    let policy =
        Policy::parse(include_str!("../../policies/treasury.toml")).map_err(|problems| format!("{problems}"))?;
    let (first, second) = (entry("a")?, entry("b")?);
    let ledger = Ledger::suppose(&policy, &[first.clone(), second.clone()])?;
    assert!(ledger.entries().eq([&first, &second]));
    let twice = Ledger::suppose(&policy, &[first.clone(), first]);
    assert!(matches!(twice, Err(LedgerFault::Twice(_))), "{:?}", twice.err());
    Ok(())
}
