//! Whom a payout pays: chain, address and tag.

use alloc::string::{String, ToString as _};
use core::fmt;

use super::address::Address;
use super::address_fault::AddressFault;
use super::chain::Chain;
use super::tag::{Tag, TagFault};

/// One recipient: an address on a chain and, on opaque chains, perhaps a tag.
///
/// Equal means the same chain, address and tag, which is what permits; [`touches`](Self::touches) is wider, and
/// restricts.
///
/// ```
/// use countersign::{Chain, Destination};
///
/// let ripple = Chain::parse("ripple")?;
/// let anyone = Destination::new(ripple.clone(), "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv", None)?;
/// let seven = Destination::new(ripple.clone(), "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv", Some("7"))?;
/// let eight = Destination::new(ripple, "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv", Some("8"))?;
///
/// assert!(seven != anyone && seven.touches(&anyone));
/// assert!(!seven.touches(&eight) && seven.place() == eight.place());
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Destination {
    chain: Chain,
    address: Address,
    tag: Option<Tag>,
}

impl Destination {
    /// Reads an address of `chain` and, where there is one, its tag.
    ///
    /// # Errors
    ///
    /// The first of: the address is none of the chain's; the chain has no tags; the tag is malformed.
    pub fn new(chain: Chain, address_text: &str, tag_text: Option<&str>) -> Result<Self, DestinationFault> {
        let address = Address::parse(&chain, address_text)?;
        if tag_text.is_some() && !chain.has_tags() {
            return Err(DestinationFault::TagWhereNone { chain });
        }
        let tag = tag_text.map(Tag::parse).transpose()?;
        Ok(Self { chain, address, tag })
    }

    /// The chain it lives on.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The address there.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// The tag, if one was written.
    #[must_use]
    pub fn tag(&self) -> Option<&Tag> {
        self.tag.as_ref()
    }

    /// Where it is, whatever its tag and, on an opaque chain, whatever its ASCII letter case.
    #[must_use]
    pub fn place(&self) -> Place {
        // An account that an opaque chain writes in hex folds to its digits, so `0X…`, which is kept as text, meets it.
        let at = if self.chain.has_tags() {
            At::Folded(self.address.to_string().to_ascii_lowercase())
        } else {
            At::Decoded(self.address.clone())
        };
        Place { chain: self.chain.clone(), at }
    }

    /// Whether a list entry of this destination concerns `other` too: the same place, and not both have tags that differ.
    ///
    /// Touching is mutual. It is wider than being equal on purpose: what restricts is read widely.
    #[must_use]
    pub fn touches(&self, other: &Self) -> bool {
        let apart = matches!((&self.tag, &other.tag), (Some(mine), Some(theirs)) if mine != theirs);
        !apart && self.place() == other.place()
    }
}

/// The chain, the address and, with ` tag ` before it, the tag.
impl fmt::Display for Destination {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.chain, self.address)?;
        match &self.tag {
            Some(tag) => write!(out, " tag {tag}"),
            None => Ok(()),
        }
    }
}

/// A destination without its tag and, on an opaque chain, without its letter case: a key to look up and to sum by.
///
/// `each = ["destination"]` keeps one sum a place, so that neither a new tag nor another spelling starts a fresh budget.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    chain: Chain,
    at: At,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum At {
    Decoded(Address),
    Folded(String),
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.at {
            At::Decoded(address) => write!(out, "{} {address}", self.chain),
            At::Folded(text) => write!(out, "{} {text}", self.chain),
        }
    }
}

/// Why there is no such destination.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DestinationFault {
    /// The address is none of the chain's.
    #[error(transparent)]
    Address(#[from] AddressFault),
    /// The tag is malformed.
    #[error(transparent)]
    Tag(#[from] TagFault),
    /// A tag on a chain that has none.
    #[error("`{chain}` has no tags")]
    TagWhereNone {
        /// The chain.
        chain: Chain,
    },
}

impl DestinationFault {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Address(fault) => fault.help(),
            Self::Tag(fault) => fault.help(),
            Self::TagWhereNone { .. } => "leave `tag` out: the address alone says who is paid".into(),
        }
    }
}
