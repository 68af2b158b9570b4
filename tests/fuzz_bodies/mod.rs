//! What each fuzz target asks of any bytes: one function a target, shared by `fuzz/` and the tests.
//!
//! Each answers whether the bytes were accepted, so that a test can tell that its seeds reach the inside. The batch, the
//! scenarios and the tool's files are asked in `cli/tests/fuzz_bodies/`.
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "a choice out of bytes is small")]
#![allow(dead_code, reason = "tests and fuzz targets use different parts of it")]

mod acts;
mod bounds;
mod cases;
mod common;
mod crowd;
mod keys;
mod laws;
mod policy_text;
mod records;
mod texts;

pub use acts::ledger_acts;
pub use bounds::bounds;
pub use cases::{decide, model};
#[allow(unused_imports, reason = "the makers of seeds use it")]
pub use common::POLICY;
pub use keys::{encoding, signature};
pub use laws::laws;
pub use records::{approval, ledger, payout, quote, statement};
pub use texts::{address, policy, policy_structured, quorum, round};

type Body = fn(&[u8]) -> bool;

/// Every target whose body is here; `fuzz/fuzz_targets/` has a file of each name.
pub const TARGETS: &[(&str, Body)] = &[
    ("address", address),
    ("approval", approval),
    ("bounds", bounds),
    ("decide", decide),
    ("encoding", encoding),
    ("laws", laws),
    ("ledger", ledger),
    ("ledger_acts", ledger_acts),
    ("model", model),
    ("payout", payout),
    ("policy", policy),
    ("policy_structured", policy_structured),
    ("quorum", quorum),
    ("quote", quote),
    ("round", round),
    ("signature", signature),
    ("statement", statement),
];
