//! The curve secp256k1: the only file that knows the crate that computes on it.
//!
//! Keys are decoded once, here, and cannot be the point at infinity or off the curve. Signatures are verified under
//! the registered key only; no key is ever recovered from a signature.

use k256::ecdsa::signature::hazmat::PrehashVerifier as _;
use k256::elliptic_curve::point::AffineCoordinates as _;
use k256::{ecdsa, schnorr};

/// Which halves of the group `s` may lie in.
///
/// (r, s) and (r, n − s) verify alike, so a signer's device may emit either.
#[derive(Clone, Copy)]
pub(crate) enum Halves {
    /// s ≤ n/2, as Ethereum demands ([EIP-2](https://eips.ethereum.org/EIPS/eip-2)).
    Low,
    /// Any 0 < s < n, as OpenSSL, key management services and hardware modules emit.
    Both,
}

/// A public key that verifies ECDSA signatures: a point of the curve, not infinity.
#[derive(Clone, Debug)]
pub(crate) struct EcdsaKey(ecdsa::VerifyingKey);

impl EcdsaKey {
    /// Decodes a compressed point ([SEC 1, section 2.3.4](https://www.secg.org/sec1-v2.pdf)): 0x02 or 0x03, then x.
    pub(crate) fn from_compressed(bytes: &[u8; 33]) -> Option<Self> {
        // The crate would also read other forms of the same length, such as SEC 1's compact one.
        if !matches!(bytes, [0x02 | 0x03, ..]) {
            return None;
        }
        ecdsa::VerifyingKey::from_sec1_bytes(bytes).ok().map(Self)
    }

    pub(crate) fn x_coordinate(&self) -> [u8; 32] {
        self.0.as_affine().x().into()
    }

    /// Whether (r, s), big endian, sign this hash, s lying where it may. False also if r or s is zero or not below n.
    pub(crate) fn verifies(&self, hash: &[u8; 32], r: [u8; 32], s: [u8; 32], halves: Halves) -> bool {
        let Ok(signature) = ecdsa::Signature::from_scalars(r, s) else {
            return false;
        };
        // The crate refuses every high s, so the halves are told apart before it is asked.
        let signature = match halves {
            Halves::Low => signature,
            Halves::Both => signature.normalize_s(),
        };
        self.0.verify_prehash(hash, &signature).is_ok()
    }
}

/// Whether these bytes, 0x04 x y, are a point of the curve in its uncompressed form.
pub(crate) fn is_uncompressed_point(bytes: &[u8; 65]) -> bool {
    // Of this length, the crate reads no other form.
    ecdsa::VerifyingKey::from_sec1_bytes(bytes).is_ok()
}

/// A public key that verifies BIP-340 signatures: the point of the curve with this x and even y.
#[derive(Clone, Debug)]
pub(crate) struct Bip340Key(schnorr::VerifyingKey);

impl Bip340Key {
    /// Decodes an x-only key ([BIP-340, `lift_x`](https://github.com/bitcoin/bips/blob/master/bip-0340.mediawiki)).
    pub(crate) fn from_x_only(bytes: &[u8; 32]) -> Option<Self> {
        schnorr::VerifyingKey::from_slice(bytes).ok().map(Self)
    }

    pub(crate) fn x_coordinate(&self) -> [u8; 32] {
        self.0.to_bytes().into()
    }

    /// BIP-340's `Verify(pk, m, sig)`, `message` being m itself, of any length.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        schnorr::Signature::from_bytes(signature).is_ok_and(|signature| self.0.verify_raw(message, &signature).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::Bip340Key;
    use crate::key::encoding::{from_hex, from_hex_exact};

    const VECTORS: &str = include_str!("../../tests/data/bip-0340.csv");

    /// Here and not in `tests/`: the public door hashes first, the official vectors are about the message itself.
    #[test]
    fn each_of_the_19_official_bip340_vectors_has_its_official_answer() {
        let vectors: Vec<_> = VECTORS.lines().skip(1).map(read).collect();
        let answers = |wanted| vectors.iter().filter(|v| v.expected == Some(wanted)).count();
        assert_eq!((answers(true), answers(false), vectors.len()), (9, 10, 19));

        for vector in vectors {
            assert_eq!(Some(vector.verifies()), vector.expected, "{}", vector.line);
        }
    }

    struct Vector<'a> {
        line: &'a str,
        key: Option<[u8; 32]>,
        message: Option<Vec<u8>>,
        signature: Option<[u8; 64]>,
        expected: Option<bool>,
    }

    impl Vector<'_> {
        fn verifies(&self) -> bool {
            let key = self.key.and_then(|x| Bip340Key::from_x_only(&x));
            let (Some(message), Some(signature)) = (&self.message, &self.signature) else {
                return false;
            };
            key.is_some_and(|key| key.verifies(message, signature))
        }
    }

    /// Columns: index, secret key, public key, `aux_rand`, message, signature, verification result, comment.
    fn read(line: &str) -> Vector<'_> {
        let column = |index| line.split(',').nth(index).unwrap_or("").to_ascii_lowercase();
        Vector {
            line,
            key: from_hex_exact(&column(2)),
            message: from_hex(&column(4)),
            signature: from_hex_exact(&column(5)),
            expected: column(6).parse().ok(),
        }
    }
}
