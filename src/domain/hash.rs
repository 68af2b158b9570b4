//! The one door to the hash functions: nothing else in the library names the crates behind it.
//!
//! SHA-256 is FIPS 180-4. Keccak-256 is the original Keccak submission with its own padding, as Ethereum uses it,
//! and not the SHA3-256 of FIPS 202: the two differ in every digest.

use sha2::Digest as _;

/// The 32 bytes of SHA-256 over `bytes` (FIPS 180-4), as `sha256sum` prints them.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    sha2::Sha256::digest(bytes).into()
}

/// SHA-256 of the SHA-256, as Bitcoin uses it for base58check and for signed messages.
pub(crate) fn sha256d(bytes: &[u8]) -> [u8; 32] {
    sha256(&sha256(bytes))
}

/// The 32 bytes of Ethereum's Keccak-256 over `bytes`.
pub(crate) fn keccak256(bytes: &[u8]) -> [u8; 32] {
    sha3::Keccak256::digest(bytes).into()
}

/// A SHA-256 that is fed piece by piece; the pieces' borders leave no trace in the digest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sha256 {
    state: sha2::Sha256,
}

impl Sha256 {
    /// Starts with nothing read.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Reads the next bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.state.update(bytes);
    }

    /// The 32-byte digest of everything read.
    pub(crate) fn finish(self) -> [u8; 32] {
        self.state.finalize().into()
    }
}
