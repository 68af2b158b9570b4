//! The five kinds of Bitcoin address that are understood, on either network.

use alloc::string::ToString as _;
use core::fmt;

use super::address_fault::AddressFault;
use super::base58::{self, Base58Fault};
use super::bech::{self, BechFault, Code, Segwit, Version};
use super::chain::{Chain, Network};

/// Whom an output pays. Two addresses of one network are the same exactly if these are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Payment {
    /// P2PKH, in base58check.
    KeyHash([u8; 20]),
    /// P2SH, in base58check.
    ScriptHash([u8; 20]),
    /// P2WPKH: version 0 with 20 bytes, in bech32.
    WitnessKeyHash([u8; 20]),
    /// P2WSH: version 0 with 32 bytes, in bech32.
    WitnessScriptHash([u8; 32]),
    /// P2TR: version 1 with 32 bytes, in bech32m.
    Taproot([u8; 32]),
}

/// Reads an address of `network`; `chain` is its name, for messages.
pub(crate) fn parse(chain: &Chain, network: Network, text: &str) -> Result<Payment, AddressFault> {
    let folded = text.to_ascii_lowercase();
    if ["bc1", "tb1", "bcrt1"].iter().any(|prefix| folded.starts_with(prefix)) {
        return segwit(chain, network, text);
    }
    match base58::decode(text) {
        Ok((version, hash)) if version == key_hash(network) => Ok(Payment::KeyHash(hash)),
        Ok((version, hash)) if version == script_hash(network) => Ok(Payment::ScriptHash(hash)),
        Ok((version, _)) => Err(AddressFault::Version { text: text.to_string(), version, chain: chain.clone() }),
        Err(fault) if text.starts_with(['1', '2', '3', 'm', 'n']) => Err(from_base58(text, fault)),
        Err(_) => Err(AddressFault::Form { text: text.to_string(), chain: chain.clone() }),
    }
}

/// Writes the address, in the only spelling that is printed.
pub(crate) fn write(out: &mut fmt::Formatter<'_>, network: Network, payment: &Payment) -> fmt::Result {
    match payment {
        Payment::KeyHash(hash) => base58::write(out, key_hash(network), hash),
        Payment::ScriptHash(hash) => base58::write(out, script_hash(network), hash),
        Payment::WitnessKeyHash(hash) => bech::write(out, network, Version::Zero, hash),
        Payment::WitnessScriptHash(hash) => bech::write(out, network, Version::Zero, hash),
        Payment::Taproot(key) => bech::write(out, network, Version::One, key),
    }
}

/// What a base58check text lacks, in the words of an address.
pub(crate) fn from_base58(text: &str, fault: Base58Fault) -> AddressFault {
    let text = text.to_string();
    match fault {
        Base58Fault::Character(character) => AddressFault::Character { text, character },
        Base58Fault::Checksum => AddressFault::Checksum { text },
        Base58Fault::Length(bytes) => AddressFault::Base58Length { text, bytes },
    }
}

fn segwit(chain: &Chain, network: Network, text: &str) -> Result<Payment, AddressFault> {
    let read = bech::decode(text).map_err(|fault| from_bech(chain, text, fault))?;
    let expected = match network {
        Network::Main => "bc",
        Network::Test => "tb",
    };
    if read.prefix != expected {
        return Err(AddressFault::Form { text: text.to_string(), chain: chain.clone() });
    }
    payment(text, &read)
}

/// Only versions with a meaning on the network are paid: what is sent to another one, anybody may take.
fn payment(text: &str, read: &Segwit) -> Result<Payment, AddressFault> {
    let Segwit { version, code, program, .. } = read;
    let needed = if *version == 0 { Code::Bech32 } else { Code::Bech32m };
    if *version <= 16 && *code != needed {
        return Err(AddressFault::Code { text: text.to_string(), version: *version });
    }
    let paid = match *version {
        0 => program
            .as_slice()
            .try_into()
            .map(Payment::WitnessKeyHash)
            .or_else(|_| program.as_slice().try_into().map(Payment::WitnessScriptHash)),
        1 => program.as_slice().try_into().map(Payment::Taproot),
        other => {
            return Err(AddressFault::WitnessVersion { text: text.to_string(), version: other });
        }
    };
    paid.map_err(|_| AddressFault::WitnessLength { text: text.to_string(), version: *version, bytes: program.len() })
}

fn from_bech(chain: &Chain, text: &str, fault: BechFault) -> AddressFault {
    let text = text.to_string();
    match fault {
        BechFault::Form => AddressFault::Form { text, chain: chain.clone() },
        BechFault::Character(character) => AddressFault::Character { text, character },
        BechFault::MixedCase => AddressFault::MixedCase { text },
        BechFault::Checksum => AddressFault::Checksum { text },
        BechFault::Padding => AddressFault::Padding { text },
    }
}

fn key_hash(network: Network) -> u8 {
    match network {
        Network::Main => 0x00,
        Network::Test => 0x6f,
    }
}

fn script_hash(network: Network) -> u8 {
    match network {
        Network::Main => 0x05,
        Network::Test => 0xc4,
    }
}
