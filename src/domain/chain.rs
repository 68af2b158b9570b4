//! Which ledger of the world a destination lives on.

use alloc::string::{String, ToString as _};
use alloc::sync::Arc;
use core::fmt;

const MAIN_CAIP2: &str = "bip122:000000000019d6689c085ae165831e93";
const TEST_CAIP2: &str = "bip122:000000000933ea01ad0ee984209779ba";
const TRON_CAIP2: &str = "tron:0x2b6653dc";

/// Words that carry a meaning of their own in a policy and name nothing.
const RESERVED: [&str; 12] =
    ["and", "or", "of", "all", "any", "none", "per", "nobody", "unsigned", "unlimited", "requesters", "payout"];

/// The name of a chain: one whose addresses are understood, or an opaque one.
///
/// Understood are `bitcoin`, `bitcoin-testnet`, `ethereum`, `eip155:N` and `tron`. Every other name, or CAIP-2 text, is
/// a chain too, with addresses that are compared as written and that may have a tag. One chain has one name: a second
/// spelling of an understood chain is refused, because a list written under it would never match.
///
/// ```
/// use countersign::Chain;
///
/// assert!(!Chain::parse("eip155:137")?.has_tags());
/// assert!(Chain::parse("ripple")?.has_tags());
/// assert_eq!(Chain::parse("solana:mainnet")?.to_string(), "solana:mainnet");
///
/// let twice = Chain::parse("eip155:1").unwrap_err();
/// assert_eq!(twice.to_string(), "the chain `eip155:1` goes by another name here");
/// assert_eq!(twice.help(), "write `ethereum`");
/// # Ok::<(), countersign::ChainFault>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chain {
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Bitcoin,
    BitcoinTestnet,
    Ethereum,
    Eip155(Arc<str>),
    Tron,
    Opaque(Arc<str>),
}

/// How the addresses of a chain are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    Bitcoin(Network),
    Evm,
    Tron,
    Opaque,
}

/// The two Bitcoin networks whose addresses are understood; every test network of Bitcoin writes them alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Network {
    Main,
    Test,
}

impl Chain {
    /// Reads the name of a chain, 1 to 64 characters.
    ///
    /// # Errors
    ///
    /// Another spelling of an understood chain, an `eip155` without a number, or a text that is neither a name nor
    /// CAIP-2 (<https://chainagnostic.org/CAIPs/caip-2>).
    pub fn parse(text: &str) -> Result<Self, ChainFault> {
        let folded = text.to_ascii_lowercase();
        let known = match folded.as_str() {
            "" => return Err(ChainFault::Empty),
            "bitcoin" | MAIN_CAIP2 => Kind::Bitcoin,
            "bitcoin-testnet" | TEST_CAIP2 => Kind::BitcoinTestnet,
            "ethereum" => Kind::Ethereum,
            "tron" | TRON_CAIP2 => Kind::Tron,
            _ => match folded.strip_prefix("eip155:") {
                Some(number) => eip155(text, number)?,
                None => opaque(text)?,
            },
        };
        let chain = Self { kind: known };
        if chain.as_str() == text {
            Ok(chain)
        } else {
            Err(ChainFault::OtherName { text: text.to_string(), name: chain })
        }
    }

    /// The one written form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.kind {
            Kind::Bitcoin => "bitcoin",
            Kind::BitcoinTestnet => "bitcoin-testnet",
            Kind::Ethereum => "ethereum",
            Kind::Tron => "tron",
            Kind::Eip155(text) | Kind::Opaque(text) => text,
        }
    }

    /// Whether a destination here may have a tag: on opaque chains only.
    #[must_use]
    pub fn has_tags(&self) -> bool {
        self.reading() == Reading::Opaque
    }

    pub(crate) fn reading(&self) -> Reading {
        match self.kind {
            Kind::Bitcoin => Reading::Bitcoin(Network::Main),
            Kind::BitcoinTestnet => Reading::Bitcoin(Network::Test),
            Kind::Ethereum | Kind::Eip155(_) => Reading::Evm,
            Kind::Tron => Reading::Tron,
            Kind::Opaque(_) => Reading::Opaque,
        }
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// Why a text names no chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChainFault {
    /// Nothing is written.
    #[error("the name of the chain is empty")]
    Empty,
    /// A second spelling of a chain that is understood under its own name.
    #[error("the chain `{text}` goes by another name here")]
    OtherName {
        /// What was written.
        text: String,
        /// The chain that is meant, which prints the name to write.
        name: Chain,
    },
    /// `eip155:` without a chain number, 1 or more, of at most 32 digits.
    #[error("the chain `{text}` has no number behind `eip155:`")]
    Eip155 {
        /// What was written.
        text: String,
    },
    /// A word with a meaning of its own in a policy, or digits alone.
    #[error("the chain cannot be called `{text}`")]
    Reserved {
        /// What was written.
        text: String,
    },
    /// Neither a name nor CAIP-2 text. What was written is not repeated: it may be of any length and any characters.
    #[error("this is no name of a chain")]
    Form,
}

impl ChainFault {
    /// What to write instead.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::OtherName { name, .. } => alloc::format!("write `{name}`"),
            Self::Eip155 { .. } => {
                "write the number of the chain in decimal without leading zero, as in `eip155:137`".into()
            }
            Self::Reserved { .. } => {
                "choose a name that is not digits alone and no word of the policy language, as `litecoin`".into()
            }
            Self::Empty | Self::Form => "write `bitcoin`, `bitcoin-testnet`, `ethereum`, `eip155:N`, `tron`, \
                another name of up to 64 letters, digits, `.`, `_` and `-`, or CAIP-2 text as in `solana:mainnet`"
                .into(),
        }
    }
}

fn eip155(text: &str, number: &str) -> Result<Kind, ChainFault> {
    let digits = number.trim_start_matches('0');
    if digits.is_empty() || number.len() > 32 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return if printable(text) {
            Err(ChainFault::Eip155 { text: text.to_string() })
        } else {
            Err(ChainFault::Form)
        };
    }
    Ok(if digits == "1" { Kind::Ethereum } else { Kind::Eip155(alloc::format!("eip155:{digits}").into()) })
}

fn opaque(text: &str) -> Result<Kind, ChainFault> {
    if let Some((namespace, reference)) = text.split_once(':') {
        let formed = (3..=8).contains(&namespace.len())
            && namespace.bytes().all(|byte| matches!(byte, b'-' | b'a'..=b'z' | b'0'..=b'9'))
            && (1..=32).contains(&reference.len())
            && reference.bytes().all(|byte| matches!(byte, b'-' | b'_') || byte.is_ascii_alphanumeric());
        return if formed { Ok(Kind::Opaque(text.into())) } else { Err(ChainFault::Form) };
    }
    let formed = (1..=64).contains(&text.len())
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.bytes().all(|byte| matches!(byte, b'.' | b'_' | b'-') || byte.is_ascii_alphanumeric());
    if !formed {
        return Err(ChainFault::Form);
    }
    let reserved = RESERVED.iter().any(|word| word.eq_ignore_ascii_case(text));
    if reserved || text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ChainFault::Reserved { text: text.to_string() });
    }
    Ok(Kind::Opaque(text.into()))
}

/// Whether a text may be repeated in a message.
fn printable(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_graphic())
}
