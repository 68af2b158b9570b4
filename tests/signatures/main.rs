//! Keys and signatures: section 6's table of schemes, through the public API.

#[path = "../support/ecdsa_bytes.rs"]
mod ecdsa_bytes;
#[path = "../support/signer.rs"]
mod signer;

mod crafted;
mod encodings;
mod key_text;
mod laws;
mod other_signers;
mod ranges;
mod wycheproof;
