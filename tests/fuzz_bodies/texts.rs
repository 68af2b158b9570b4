//! Texts: policies, quorums, addresses and single values, each asked of the engine and of the model.

use std::fmt::Debug;

use countersign::{Chain, Destination, Digest, Instant, Key, Name, Note, PayoutId, Policy, Span, Tag, WrittenAmount};
use countersign_model::{address as model_address, load::load, sign, value};

use super::common::{POLICY, explained};
use super::policy_text;

/// A policy loads, or says why with places that are in its text; engine and model agree which.
pub fn policy(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_ok_and(loads)
}

/// So does one that is put together from the pieces that policies are made of.
pub fn policy_structured(bytes: &[u8]) -> bool {
    loads(&policy_text::from(bytes))
}

fn loads(text: &str) -> bool {
    let read = Policy::parse(text);
    assert_eq!(read.as_ref().err(), Policy::parse(text).as_ref().err(), "equal texts have equal problems");
    let model = load(text);
    // What a policy claims of itself the model does not read: of that it refuses nothing.
    let is_lenient = read.is_err() && model.as_ref().is_ok_and(|model| model.claims);
    let is_alike = read.is_ok() == model.is_ok() || is_lenient;
    assert!(is_alike, "{:?}\n{:?}\n{text}", read.as_ref().err(), model.as_ref().err());
    if let Ok(policy) = &read {
        assert_eq!(policy.digest(), Digest::of(text.as_bytes()));
        let remarked = Policy::parse(&format!("{text}\n# a remark")).expect("a remark changes nothing");
        assert_eq!((remarked.size(), remarked.version()), (policy.size(), policy.version()));
        assert_ne!(remarked.digest(), policy.digest());
        assert!(Policy::parse(&format!("unheard-of = 1\n{text}")).is_err(), "an unknown key is refused");
        assert!(Policy::parse(&format!("schema = 1\n{text}")).is_err(), "so is one that stands twice");
    }
    explained(text, read.map(drop))
}

/// A quorum loads inside a policy, or says why; engine and model agree which, and spaces and parentheses change nothing.
pub fn quorum(bytes: &[u8]) -> bool {
    let Ok(quorum) = str::from_utf8(bytes) else { return false };
    let with = |quorum: &str| POLICY.replacen("\"2 of ops and 1 of risk\"", &serde_json::to_string(quorum).unwrap(), 1);
    let text = with(quorum);
    let (read, model) = (Policy::parse(&text), load(&text));
    assert_eq!(read.is_ok(), model.is_ok(), "{quorum:?}: {:?} {:?}", read.as_ref().err(), model.as_ref().err());
    let is_read = |quorum: &str| Policy::parse(&with(quorum)).is_ok();
    assert_eq!(read.is_ok(), is_read(&quorum.replace(' ', "  ")), "{quorum:?}");
    if read.is_ok() && quorum.trim() != "none" {
        let depth = quorum.matches('(').count();
        assert!(depth > 15 || is_read(&format!("({quorum})")), "({quorum})");
        assert!(!is_read(&format!("{quorum} and")) && !is_read(&format!("{quorum})")));
    }
    explained(&text, read.map(drop))
}

/// An address, after its chain's name, is read by engine and model alike, and prints as text that is read as the same.
pub fn address(bytes: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(bytes) else { return false };
    let mut lines = text.splitn(3, '\n');
    let (Some(chain), Some(address), tag) = (lines.next(), lines.next(), lines.next()) else { return false };
    let (read, model) = (Chain::parse(chain), model_address::chain(chain));
    assert_eq!(read.is_ok(), model.is_ok(), "{chain:?}: {read:?} {model:?}");
    let Ok(chain) = read else { return false };
    assert_eq!(Chain::parse(chain.as_str()).as_ref(), Ok(&chain));
    let read = Destination::new(chain.clone(), address, tag);
    let model = model_address::destination(chain.as_str(), address, tag);
    assert_eq!(read.is_ok(), model.is_ok(), "{chain} {address:?} {tag:?}: {read:?} {model:?}");
    let (Ok(read), Ok(model)) = (read, model) else { return false };
    let printed = read.address().to_string();
    assert_eq!(printed, model.address, "they print one text");
    let again = Destination::new(chain, &printed, tag).expect("what was printed can be read");
    assert_eq!(again, read, "`{printed}`");
    assert_eq!(again.address().to_string(), printed);
    assert!(again.touches(&read) && again.place() == read.place());
    true
}

/// A value prints as text that is read as the same value; where there is one spelling, it is the text that was read.
pub fn round(bytes: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(bytes) else { return false };
    let one = |name: Option<String>| {
        name.is_some_and(|printed| {
            assert_eq!(printed, text);
            true
        })
    };
    let mut is_read = false;
    is_read |= one(prints(text, |text| Name::parse(text).ok(), &Name::to_string));
    is_read |= one(prints(text, |text| PayoutId::parse(text).ok(), &PayoutId::to_string));
    is_read |= one(prints(text, |text| Instant::parse(text).ok(), &Instant::to_string));
    is_read |= one(prints(text, |text| Digest::parse(text).ok(), &Digest::to_string));
    is_read |= one(prints(text, |text| Tag::parse(text).ok(), &Tag::to_string));
    is_read |= one(prints(text, |text| Note::parse(text).ok(), &|note: &Note| note.as_str().to_owned()));
    is_read |= one(prints(text, |text| Chain::parse(text).ok(), &Chain::to_string));
    is_read |= one(prints(text, |text| Key::parse(text).ok(), &Key::to_string));
    is_read |= prints(text, |text| Span::parse(text).ok(), &Span::to_string).is_some();
    is_read |= prints(text, |text| WrittenAmount::parse(text).ok(), &WrittenAmount::to_string).is_some();
    as_the_model_reads(text);
    is_read
}

fn as_the_model_reads(text: &str) {
    assert_eq!(Name::parse(text).is_ok(), value::name(text).is_ok(), "{text:?}");
    assert_eq!(PayoutId::parse(text).is_ok(), value::payout_id(text).is_ok(), "{text:?}");
    assert_eq!(Digest::parse(text).is_ok(), value::hex64(text).is_ok(), "{text:?}");
    assert_eq!(Tag::parse(text).is_ok(), model_address::tag_text(text).is_ok(), "{text:?}");
    assert_eq!(Key::parse(text).is_ok(), sign::parse_key(text).is_ok(), "{text:?}");
    let seconds = Span::parse(text).ok().map(|span| i64::try_from(span.seconds()).unwrap());
    assert_eq!(seconds, value::duration(text).ok(), "{text:?}");
    let unix = Instant::parse(text).ok().map(|at| i64::try_from(at.unix()).unwrap());
    assert_eq!(unix, value::instant(text).ok(), "{text:?}");
    let units = |decimals| WrittenAmount::parse(text).ok().and_then(|amount| amount.units(decimals).ok());
    for decimals in [0, 8, 36] {
        let model = value::amount_or_zero(text).and_then(|(number, _)| value::units(&number, decimals.into()));
        assert_eq!(units(decimals), model.ok(), "{text:?} with {decimals} places");
    }
}

/// The text that what was read prints, which is a fixed point.
fn prints<T: PartialEq + Debug>(
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
    print: &impl Fn(&T) -> String,
) -> Option<String> {
    let value = parse(text)?;
    let printed = print(&value);
    let again = parse(&printed).unwrap_or_else(|| panic!("`{printed}`, of {text:?}, cannot be read"));
    assert_eq!(again, value, "`{printed}`, of {text:?}");
    assert_eq!(print(&again), printed);
    Some(printed)
}
