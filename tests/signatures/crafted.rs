//! Signers with chosen numbers, and the one question the tests of borders ask.

use countersign::{Key, Scheme, SignatureFault};
use k256::elliptic_curve::ops::Reduce;
use k256::elliptic_curve::point::AffineCoordinates as _;
use k256::{FieldBytes, ProjectivePoint, Scalar};

use crate::ecdsa_bytes::STATEMENT;
use crate::signer::{Signer, hash};

pub fn verify(signer: &Signer, signature: &str) -> Result<(), SignatureFault> {
    Key::parse(&signer.key_text()).unwrap().verify(STATEMENT, signature)
}

pub fn alice(scheme: Scheme) -> Signer {
    Signer::named("alice", scheme)
}

/// Somebody for whom (r, s) signs the statement with exactly this s: d = (s·k − z) / r for a chosen k.
#[expect(clippy::many_single_char_names, reason = "the letters of the formula")]
pub fn signer_with_s(scheme: Scheme, s: &[u8]) -> (Signer, Vec<u8>) {
    let scalar = |bytes: &[u8]| <Scalar as Reduce<FieldBytes>>::reduce(&FieldBytes::try_from(bytes).unwrap());
    let k = Scalar::from(7u32);
    let r = scalar(&(ProjectivePoint::GENERATOR * k).to_affine().x());
    let z = scalar(&hash(scheme, STATEMENT));
    let d = (scalar(s) * k - z) * r.invert().unwrap();
    (Signer::holding(d.to_bytes().into(), scheme), [&r.to_bytes(), s].concat())
}
