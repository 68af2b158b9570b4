//! Where on a chain money goes.

use alloc::string::{String, ToString as _};
use alloc::sync::Arc;
use core::fmt;

use super::address_fault::AddressFault;
use super::bitcoin::{self, Payment};
use super::chain::{Chain, Network, Reading};
use super::{base58, bech, evm};

/// Longest address, in characters, on any chain.
const LONGEST: usize = 128;
/// The version byte of Tron's accounts.
const TRON: u8 = 0x41;

/// An address of one chain: decoded where the chain is understood, otherwise 1 to 128 printable ASCII characters.
///
/// Two spellings of one decoded address are equal, and the canonical one is printed: bech32 in lower case, hex with its
/// EIP-55 checksum. On an opaque chain the text is kept and compared as written, except that `0x` and 40 hex digits are
/// read as on `ethereum` everywhere.
///
/// ```
/// use countersign::{Address, Chain};
///
/// let bitcoin = Chain::parse("bitcoin")?;
/// let capital = Address::parse(&bitcoin, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4")?;
/// assert_eq!(capital.to_string(), "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4");
/// assert_eq!(capital, Address::parse(&bitcoin, &capital.to_string())?);
///
/// let strayed = Address::parse(&bitcoin, "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx").unwrap_err();
/// assert_eq!(strayed.to_string(), "`tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx` is an address of bitcoin-testnet, not of `bitcoin`");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    form: Form,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Form {
    Bitcoin(Network, Payment),
    Evm([u8; 20]),
    Tron([u8; 20]),
    Opaque(Arc<str>),
}

impl Address {
    /// Reads an address as `chain` writes it.
    ///
    /// # Errors
    ///
    /// What is wrong with it: its form, its checksum, its network, or a kind of it that no wallet should pay.
    pub fn parse(chain: &Chain, text: &str) -> Result<Self, AddressFault> {
        bounded(text)?;
        let form = match chain.reading() {
            Reading::Bitcoin(network) => {
                bitcoin::parse(chain, network, text).map(|payment| Form::Bitcoin(network, payment))
            }
            Reading::Evm => evm::parse(chain, text).map(Form::Evm),
            Reading::Tron => tron(chain, text).map(Form::Tron),
            Reading::Opaque if evm::is_formed(text) => evm::parse(chain, text).map(Form::Evm),
            Reading::Opaque => Ok(Form::Opaque(text.into())),
        };
        form.map(|form| Self { form }).map_err(|fault| of_another_network(text, fault))
    }
}

impl Address {
    /// A sound address of the chain that nobody is known to have: its bytes are those of a digest. With it an analysis
    /// asks of a stranger.
    pub(crate) fn made_up(chain: &Chain, digest: &[u8; 32]) -> Self {
        let account = || {
            let mut account = [0; 20];
            account.iter_mut().zip(digest).for_each(|(byte, made_up)| *byte = *made_up);
            account
        };
        let form = match chain.reading() {
            Reading::Bitcoin(network) => Form::Bitcoin(network, Payment::WitnessKeyHash(account())),
            Reading::Evm => Form::Evm(account()),
            Reading::Tron => Form::Tron(account()),
            Reading::Opaque => {
                let digits =
                    account().iter().take(8).fold(String::new(), |text, byte| alloc::format!("{text}{byte:02x}"));
                Form::Opaque(alloc::format!("stranger-{digits}").into())
            }
        };
        Self { form }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.form {
            Form::Bitcoin(network, payment) => bitcoin::write(out, *network, payment),
            Form::Evm(account) => evm::write(out, account),
            Form::Tron(account) => base58::write(out, TRON, account),
            Form::Opaque(text) => out.write_str(text),
        }
    }
}

/// Holds for every chain, and first: what passes may be repeated in a message.
fn bounded(text: &str) -> Result<(), AddressFault> {
    if text.is_empty() {
        return Err(AddressFault::Empty);
    }
    if let Some(at) = text.chars().position(|found| !found.is_ascii_graphic()) {
        return Err(AddressFault::NotPrintable { position: at.saturating_add(1) });
    }
    if text.len() > LONGEST {
        return Err(AddressFault::TooLong { characters: text.len() });
    }
    Ok(())
}

fn tron(chain: &Chain, text: &str) -> Result<[u8; 20], AddressFault> {
    match base58::decode(text) {
        Ok((TRON, account)) => Ok(account),
        Ok((version, _)) => Err(AddressFault::Version { text: text.to_string(), version, chain: chain.clone() }),
        Err(fault) if text.starts_with('T') => Err(bitcoin::from_base58(text, fault)),
        Err(_) => Err(AddressFault::Form { text: text.to_string(), chain: chain.clone() }),
    }
}

/// Says whose address it is, where it is a sound one of another network.
fn of_another_network(text: &str, fault: AddressFault) -> AddressFault {
    let (AddressFault::Form { chain, .. } | AddressFault::Version { chain, .. }) = &fault else {
        return fault;
    };
    match network_of(text) {
        Some(belongs_to) => AddressFault::Network { text: text.to_string(), belongs_to, chain: chain.clone() },
        None => fault,
    }
}

fn network_of(text: &str) -> Option<&'static str> {
    if evm::is_formed(text) {
        return Some("ethereum");
    }
    // Version bytes and prefixes as their networks publish them; SLIP-173 lists the prefixes.
    if let Ok((version, _)) = base58::decode(text) {
        return match version {
            0x00 | 0x05 => Some("bitcoin"),
            0x6f | 0xc4 => Some("bitcoin-testnet"),
            TRON => Some("tron"),
            0x30 | 0x32 => Some("litecoin"),
            0x1e | 0x16 => Some("dogecoin"),
            _ => None,
        };
    }
    match bech::decode(text).ok()?.prefix.as_str() {
        "bc" => Some("bitcoin"),
        "tb" => Some("bitcoin-testnet"),
        "bcrt" => Some("a Bitcoin regression test network"),
        "ltc" => Some("litecoin"),
        _ => None,
    }
}
