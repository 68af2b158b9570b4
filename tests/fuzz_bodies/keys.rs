//! Keys and signatures: what verifies, and what is not even of its scheme's form.

use countersign::{Key, Policy, SignatureFault};
use countersign_model::sign::{self, signature_text};

use super::common::LOADED;

/// Signed by the keys of the targets' policy.
const MESSAGE: &str = "countersign fuzz\n";

/// One key under each scheme.
const SIGNERS: [&str; 4] = ["alice", "bob", "carol", "frank"];

/// A signature text, after its key text, is answered by engine and model alike, and holds for one message at most.
pub fn signature(bytes: &[u8]) -> bool {
    let Some((key, signature)) = str::from_utf8(bytes).ok().and_then(|text| text.split_once('\n')) else {
        return false;
    };
    let (read, model) = (Key::parse(key), sign::parse_key(key));
    assert_eq!(read.is_ok(), model.is_ok(), "{key:?}: {read:?} {:?}", model.as_ref().err());
    let (Ok(key), Ok(model)) = (read, model) else { return false };
    assert_eq!(key.as_str(), key.to_string());
    assert_eq!(key.x_coordinate().to_vec(), model.bytes[model.bytes.len() - 32..].to_vec());
    let holds = answered(&key, &model, signature).is_ok();
    assert!(key.verify(b"countersign fuzz.\n", signature).is_err(), "nobody signed this");
    assert!(!holds || key.verify(MESSAGE.as_bytes(), &format!("{signature} ")).is_err(), "one spelling");
    holds
}

/// Bytes as DER and as r‖s, or a text as base64: of its scheme's form exactly where a plain reading of the form says so.
pub fn encoding(bytes: &[u8]) -> bool {
    let policy: &Policy = &LOADED;
    let Some((which, rest)) = bytes.split_first() else { return false };
    let key = &policy.keys_of(SIGNERS[usize::from(which % 4)])[0];
    let digits = sign::hex(rest);
    let text = match which % 4 {
        2 if which & 4 != 0 => format!("0x{digits}"),
        0..=2 => digits,
        _ => String::from_utf8_lossy(rest).into_owned(),
    };
    let model = sign::parse_key(key.as_str()).unwrap();
    let answer = answered(key, &model, &text);
    let is_formed = match which % 4 {
        0 => rest.len() == 64 || is_der(rest),
        1 => rest.len() == 64,
        2 => rest.len() == 65,
        _ => is_base64_of_65(&text),
    };
    assert_eq!(answer != Err(SignatureFault::Malformed), is_formed, "{key} {text:?}");
    for other in [text.to_uppercase(), format!(" {text}"), format!("{text}\n"), format!("{text}=")] {
        assert!(other == text || key.verify(MESSAGE.as_bytes(), &other).is_err(), "one spelling: {other:?}");
    }
    is_formed
}

/// Engine and model give one answer.
fn answered(key: &Key, model: &sign::Key, signature: &str) -> Result<(), SignatureFault> {
    let answer = key.verify(MESSAGE.as_bytes(), signature);
    let expected = match signature_text(model.scheme, signature) {
        None => Err(SignatureFault::Malformed),
        Some(parts) if sign::verifies(model, MESSAGE, &parts) => Ok(()),
        Some(_) => Err(SignatureFault::Bad),
    };
    assert_eq!(answer, expected, "{key} {signature:?}");
    answer
}

/// Strict DER of two positive integers, as one may read it off BIP 66.
fn is_der(bytes: &[u8]) -> bool {
    fn integer(bytes: &[u8]) -> Option<&[u8]> {
        let [2, length, rest @ ..] = bytes else { return None };
        let (value, rest) = rest.split_at_checked(usize::from(*length))?;
        let is_minimal = match value {
            [] | [128..=255, ..] | [0, 0..=127, ..] => false,
            [..] => true,
        };
        is_minimal.then_some(rest)
    }
    let [0x30, length, rest @ ..] = bytes else { return false };
    bytes.len() <= 72 && usize::from(*length) == rest.len() && integer(rest).and_then(integer) == Some(&[])
}

/// 65 bytes are 86 characters, one whose last two bits are zero, and one `=`.
fn is_base64_of_65(text: &str) -> bool {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let places: Vec<Option<usize>> =
        text.bytes().map(|byte| alphabet.iter().position(|known| *known == byte)).collect();
    let [digits @ .., last, None] = &*places else { return false };
    text.ends_with('=')
        && digits.len() == 86
        && digits.iter().all(Option::is_some)
        && last.is_some_and(|last| last % 4 == 0)
}
