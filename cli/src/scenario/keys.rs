//! Test keys: whoever a policy names signs with a key that is made of the name, so that a scenario
//! works for a policy whose real keys nobody has.

use countersign::{Digest, Scheme};
use k256::SecretKey;

use super::tree::{self, Fault, Node};
use crate::sign;

/// The key of a name under a scheme. Anybody can make it: it guards nothing.
pub struct TestKey {
    scheme: Scheme,
    secret: SecretKey,
}

impl TestKey {
    /// The secret is the SHA-256 of `countersign test key NAME`, big endian.
    ///
    /// None for a name whose hash is no secret key: one in 2^127.
    pub fn of(name: &str, scheme: Scheme) -> Option<Self> {
        let hash = Digest::of(format!("countersign test key {name}").as_bytes()).to_string();
        let bytes = hash.as_bytes().chunks_exact(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok());
        let bytes: Vec<u8> = bytes.collect::<Option<_>>()?;
        Some(Self { scheme, secret: SecretKey::from_slice(&bytes).ok()? })
    }

    /// As a policy writes it, as in `ecdsa:02…`.
    pub fn text(&self) -> String {
        sign::key_text(&self.secret, self.scheme)
    }

    /// The signature's text. Without randomness, so that every run makes the same.
    pub fn sign(&self, message: &[u8]) -> Option<String> {
        sign::sign(&self.secret, self.scheme, message)
    }
}

/// A policy's text with a test key, of the scheme of the first, in place of everybody's keys.
///
/// Everything else stays as it is, byte for byte. The text is one that loads.
///
/// # Errors
/// A name that has no test key.
pub fn with_test_keys(policy: &str) -> Result<String, Vec<Fault>> {
    let tree = tree::read(policy)?;
    let people = ["approvers", "requesters"].into_iter().filter_map(|kind| tree.get(kind)).flat_map(Node::entries);
    let mut keys = Vec::new();
    for person in people {
        let Some(written) = person.node.get("keys") else { continue };
        let Some(scheme) = written.items().first().and_then(|key| scheme_of(key.text()?)) else { continue };
        let Some(key) = TestKey::of(&person.key, scheme) else {
            let message = format!("no test key can be made for `{}`", person.key);
            return Err(vec![Fault::new(&person.key_span, message, "choose another name")]);
        };
        keys.push((written.span.clone(), format!("[\"{}\"]", key.text())));
    }
    keys.sort_by_key(|(span, _)| span.start);
    let mut text = String::with_capacity(policy.len());
    let mut done = 0;
    for (span, key) in keys {
        text.push_str(policy.get(done..span.start).unwrap_or_default());
        text.push_str(&key);
        done = span.end;
    }
    text.push_str(policy.get(done..).unwrap_or_default());
    Ok(text)
}

fn scheme_of(key: &str) -> Option<Scheme> {
    let (scheme, _) = key.split_once(':')?;
    Scheme::ALL.into_iter().find(|known| known.name() == scheme)
}
