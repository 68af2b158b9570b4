//! Every record of the library, read from every JSON text of the collection.

use countersign::{LedgerEntry, LedgerHeader, Payout, Quote, ReceivedApproval, SignedApproval};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::json_cases::{NO_RECORD, NO_UTF8, NO_VALUE, Parts, STRINGS, THE_RECORD, WHOLE, nested};

const SHA: &str = "\"c7742d88a1f13abf1cf5be9a69d2a0b0a55a1a5fbd5e7a3a1cf0a9c3b2ad5b4e\"";
const AT: &str = "\"2026-11-22T10:00:00Z\"";

/// A kind of record: its name, a good one, what stands around it, and how it is read.
struct Kind {
    name: &'static str,
    parts: Parts,
    around: (&'static str, &'static str),
    /// Reads it, and writes it back.
    read: fn(&[u8]) -> Option<Value>,
}

fn read<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Option<Value> {
    let record: T = serde_json::from_slice(bytes).ok()?;
    if let Ok(text) = str::from_utf8(bytes) {
        assert!(serde_json::from_str::<T>(text).is_ok(), "from text as from bytes: {text}");
    }
    Some(serde_json::to_value(record).unwrap())
}

fn kinds() -> Vec<Kind> {
    let signed = [
        ("signer", "\"alice\""),
        ("key", "\"ecdsa:02\""),
        ("verdict", "\"approve\""),
        ("signed_at", AT),
        ("expires_at", "\"2026-11-23T10:00:00Z\""),
        ("signature", "\"00\""),
    ];
    let received = [&signed[..], &[("received_at", AT)]].concat();
    let payout = [
        ("id", "\"po-1\""),
        ("wallet", "\"hot\""),
        ("amount", "\"0.5 BTC\""),
        ("to", "\"bc1q\""),
        ("tag", "\"7\""),
        ("fee", "\"0.1 BTC\""),
        ("initiator", "\"carol\""),
        ("submitted_at", AT),
        ("payload_sha256", SHA),
        ("note", "\"invoice 17\""),
    ];
    let entry = [
        ("payout", "\"po-1\""),
        ("wallet", "\"hot\""),
        ("amount", "\"0.5 BTC\""),
        ("to", "\"bc1q\""),
        ("tag", "\"7\""),
        ("initiator", "\"carol\""),
        ("at", AT),
        ("lists", "[\"friends\"]"),
        ("value", "\"1 USD\""),
        ("fee", "\"0.1 BTC\""),
        ("state", "\"reserved\""),
    ];
    let quote = [
        ("signer", "\"dana\""),
        ("key", "\"ecdsa:02\""),
        ("asset", "\"BTC\""),
        ("price", "\"2\""),
        ("quoted_at", AT),
        ("signature", "\"00\""),
    ];
    let writer = format!("{{\"version\":1,\"sha256\":{SHA}}}");
    let header = [("ledger", "\"test/world\""), ("entries", "0"), ("policy", writer.as_str())];
    let plain = |name, fields: &[(&str, &str)], read| Kind { name, parts: Parts::of(fields), around: ("", ""), read };
    vec![
        plain("payout", &payout, read::<Payout>),
        plain("signed approval", &signed, read::<SignedApproval>),
        plain("received approval", &received, read::<ReceivedApproval>),
        plain("quote", &quote, read::<Quote>),
        plain("ledger entry", &entry, read::<LedgerEntry>),
        plain("ledger header", &header, read::<LedgerHeader>),
        Kind {
            name: "policy of a ledger header",
            parts: Parts::of(&[("version", "1"), ("sha256", SHA)]),
            around: ("{\"ledger\":\"test/world\",\"entries\":0,\"policy\":", "}"),
            read: read::<LedgerHeader>,
        },
    ]
}

impl Kind {
    fn reads(&self, text: &str) -> Option<Value> {
        (self.read)(format!("{}{text}{}", self.around.0, self.around.1).as_bytes())
    }

    /// What a record reads as, without what is around it.
    fn own(&self, read: Value) -> Value {
        if self.around.0.is_empty() { read } else { read["policy"].clone() }
    }
}

#[test]
fn a_text_is_a_record_or_is_refused_as_the_collection_says() {
    for kind in kinds() {
        let good = kind.reads(&kind.parts.record()).expect(kind.name);
        for template in THE_RECORD {
            assert_eq!(kind.reads(&kind.parts.filled(template)).as_ref(), Some(&good), "{}: {template}", kind.name);
        }
        for template in NO_RECORD {
            let text = kind.parts.filled(template);
            assert_eq!(kind.reads(&text), None, "{}: {template}: {text}", kind.name);
        }
        let record = kind.parts.record();
        let mut bytes = 0;
        for wrong in NO_UTF8 {
            let (open, rest) = record.split_at(2);
            let ends = [
                &[*wrong, record.as_bytes()][..],
                &[record.as_bytes(), wrong],
                &[open.as_bytes(), wrong, rest.as_bytes()],
            ];
            for text in ends.map(<[&[u8]]>::concat) {
                let whole = [kind.around.0.as_bytes(), &text, kind.around.1.as_bytes()].concat();
                assert_eq!((kind.read)(&whole), None, "{}: {wrong:?}", kind.name);
                bytes += 1;
            }
        }
        println!(
            "outside: JSON: {} texts of a {}, {} taken, {} refused, {bytes} without UTF-8 refused",
            THE_RECORD.len() + NO_RECORD.len() + bytes,
            kind.name,
            THE_RECORD.len(),
            NO_RECORD.len()
        );
    }
}

#[test]
fn a_value_is_what_it_says_or_is_refused() {
    for kind in kinds() {
        let (mut refused, mut taken, mut whole) = (0, 0, 0);
        for (place, (key, own)) in kind.parts.fields.iter().enumerate() {
            let with = |value: &str| kind.reads(&kind.parts.with(place, value)).map(|read| kind.own(read)[key].clone());
            for value in NO_VALUE.iter().map(|value| (*value).to_owned()).chain(nested()) {
                assert_eq!(with(&value), None, "{}: {key}: {value:.60}", kind.name);
                refused += 1;
            }
            for (value, says) in STRINGS {
                match with(value) {
                    Some(read) => {
                        assert!(own.starts_with('"'), "{}: {key}: {value}", kind.name);
                        assert_eq!(read, *says, "{}: {key}: {value}", kind.name);
                        // Section 1: all strings are printable ASCII.
                        assert!(says.bytes().all(|byte| (32..127).contains(&byte)), "{}: {key}: {value}", kind.name);
                        taken += 1;
                    }
                    None => refused += 1,
                }
            }
            for (value, says) in WHOLE {
                let is_number = own.bytes().all(|byte| byte.is_ascii_digit());
                assert_eq!(with(value), is_number.then(|| Value::from(*says)), "{}: {key}: {value}", kind.name);
                whole += usize::from(is_number);
            }
        }
        let asked = refused + taken + whole;
        println!("outside: JSON: {asked} values in a {}, {refused} refused, the others read as written", kind.name);
    }
}
