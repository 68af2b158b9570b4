//! Countersign decides whether a requested payout may leave a wallet.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
