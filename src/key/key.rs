//! A public key as a policy writes it, `scheme:hex`, and what it is good for: verifying.

use alloc::boxed::Box;
use core::cmp::Ordering;
use core::fmt;

use super::curve::{Bip340Key, EcdsaKey, Halves};
use super::encoding;
use super::key_fault::KeyFault;
use super::scheme::{self, Scalars, Scheme, SignatureFault};

/// A registered public key: a scheme and a point of secp256k1 other than infinity.
///
/// Its text is canonical, so equal keys have equal texts; keys compare and sort by text. Two keys may share a point
/// and differ in scheme or in the sign of y: [`x_coordinate`](Self::x_coordinate) tells.
///
/// ```
/// use countersign::{Key, Scheme};
/// let key = Key::parse("ecdsa:0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798").unwrap();
/// assert_eq!(key.scheme(), Scheme::Ecdsa);
/// ```
#[derive(Clone)]
pub struct Key {
    text: Box<str>,
    point: Point,
}

/// The decoded point, so that no verification decodes it again.
#[derive(Clone)]
enum Point {
    Ecdsa(EcdsaKey),
    Bip340(Bip340Key),
    Eip191(EcdsaKey),
    BitcoinMessage(EcdsaKey),
}

impl Key {
    /// Reads a key text: `ecdsa:`, `eip191:` or `bitcoin-message:` and a 33-byte compressed point, or `bip340:` and a
    /// 32-byte x-only key, in lower-case hex.
    ///
    /// # Errors
    /// What is wrong with the text, with its cure, if it is of any other form or names no point of the curve.
    pub fn parse(text: &str) -> Result<Self, KeyFault> {
        let (name, digits) = text.split_once(':').ok_or(KeyFault::NoScheme)?;
        let scheme = Scheme::ALL
            .into_iter()
            .find(|scheme| scheme.name() == name)
            .ok_or_else(|| KeyFault::unknown_scheme(name))?;
        let point = match scheme {
            Scheme::Ecdsa => Point::Ecdsa(compressed(scheme, digits)?),
            Scheme::Bip340 => Point::Bip340(x_only(digits)?),
            Scheme::Eip191 => Point::Eip191(compressed(scheme, digits)?),
            Scheme::BitcoinMessage => Point::BitcoinMessage(compressed(scheme, digits)?),
        };
        Ok(Self { text: text.into(), point })
    }

    /// The key text, as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How this key signs.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        match self.point {
            Point::Ecdsa(_) => Scheme::Ecdsa,
            Point::Bip340(_) => Scheme::Bip340,
            Point::Eip191(_) => Scheme::Eip191,
            Point::BitcoinMessage(_) => Scheme::BitcoinMessage,
        }
    }

    /// The point's x-coordinate, big endian. Whoever can sign for a point can sign for every key with its x,
    /// whatever the scheme and the sign of y.
    #[must_use]
    pub fn x_coordinate(&self) -> [u8; 32] {
        match &self.point {
            Point::Ecdsa(key) | Point::Eip191(key) | Point::BitcoinMessage(key) => key.x_coordinate(),
            Point::Bip340(key) => key.x_coordinate(),
        }
    }

    /// Whether this key signed this message, under its own scheme.
    ///
    /// Takes the message, never its hash: who may choose the hash can forge.
    ///
    /// # Errors
    /// [`SignatureFault::Malformed`] if the text is not of the scheme's form, [`SignatureFault::Bad`] if it is and
    /// does not verify.
    pub fn verify(&self, message: &[u8], signature: &str) -> Result<(), SignatureFault> {
        let hash = self.scheme().hash(message);
        let ecdsa = |key: &EcdsaKey, Scalars { r, s }, halves| key.verifies(&hash, r, s, halves);
        let verifies = match &self.point {
            Point::Ecdsa(key) => ecdsa(key, scheme::read_ecdsa(signature)?, Halves::Both),
            Point::Bip340(key) => key.verifies(&hash, &scheme::read_bip340(signature)?),
            Point::Eip191(key) => ecdsa(key, scheme::read_eip191(signature)?, Halves::Low),
            Point::BitcoinMessage(key) => ecdsa(key, scheme::read_bitcoin_message(signature)?, Halves::Both),
        };
        verifies.then_some(()).ok_or(SignatureFault::Bad)
    }
}

fn compressed(scheme: Scheme, digits: &str) -> Result<EcdsaKey, KeyFault> {
    let bytes = encoding::from_hex_exact(digits).ok_or_else(|| KeyFault::of_digits(scheme, digits))?;
    EcdsaKey::from_compressed(&bytes).ok_or(match bytes {
        [0x02 | 0x03, ..] => KeyFault::NotOnCurve,
        _ if bytes == [0; 33] => KeyFault::Infinity,
        [prefix, ..] => KeyFault::Prefix { prefix },
    })
}

fn x_only(digits: &str) -> Result<Bip340Key, KeyFault> {
    let bytes = encoding::from_hex_exact(digits).ok_or_else(|| KeyFault::of_digits(Scheme::Bip340, digits))?;
    Bip340Key::from_x_only(&bytes).ok_or(KeyFault::NotOnCurve)
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.text)
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}
