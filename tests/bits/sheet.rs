//! Everything that a signer signs, as plain bytes that can be flipped, and the records and the policy written of it.

use std::collections::BTreeMap;

use bech32::{Hrp, segwit};
use countersign::{Instant, Key, Scheme, Verdict};
use countersign_model::r#gen::rng::Rng;

use crate::signer::{Signer, hex};

/// Each field of a statement and the bytes in it. What is absent has none.
pub type Sheet = BTreeMap<&'static str, Vec<u8>>;

/// The fields of a payout that may be absent.
pub const OPTIONAL: [&str; 4] = ["tag", "fee", "payload", "note"];

const SUBMITTED: u64 = 1_795_000_000;

/// A sheet with every word chosen at random. Half of the payouts go to an address of a known chain, which has no tags.
pub fn random(rng: &mut Rng, verdict: Verdict) -> Sheet {
    let mut sheet = Sheet::new();
    for (field, first) in [
        ("realm", 'r'),
        ("policy", 'p'),
        ("asset", 'A'),
        ("fee-asset", 'F'),
        ("wallet", 'w'),
        ("list", 'l'),
        ("signer", 's'),
        ("initiator", 'i'),
        ("id", '7'),
    ] {
        sheet.insert(field, name(rng, first));
    }
    if verdict == Verdict::Request {
        sheet.insert("initiator", sheet["signer"].clone());
    }
    sheet.insert("verdict", verdict.as_str().into());
    sheet.insert("version", format!("{}", rng.between(1, 999)).into());
    sheet.insert("remark", name(rng, 'x'));
    sheet.insert("number", number(rng));
    sheet.insert("fee", number(rng));
    sheet.insert("note", format!("invoice {}", rng.below(10_000)).into());
    sheet.insert("payload", hex(&random_bytes::<32>(rng)).into());
    destination(rng, &mut sheet);
    let submitted = SUBMITTED + rng.draw() % 1_000_000_000;
    let signed = submitted + rng.draw() % 1_000;
    sheet.insert("submitted", instant(submitted));
    sheet.insert("signed", instant(signed));
    if verdict == Verdict::Approve {
        sheet.insert("expires", instant(signed + 3_600 + rng.draw() % 36_000));
    }
    sheet
}

fn destination(rng: &mut Rng, sheet: &mut Sheet) {
    let chain = match rng.below(4) {
        0 => b"bitcoin".to_vec(),
        1 => b"ethereum".to_vec(),
        _ => {
            sheet.insert("tag", name(rng, 't'));
            name(rng, 'c')
        }
    };
    sheet.insert("address", address(rng, &chain));
    sheet.insert("chain", chain);
}

/// An address of the chain; on Ethereum without the letter case that is a checksum.
pub fn address(rng: &mut Rng, chain: &[u8]) -> Vec<u8> {
    match chain {
        b"bitcoin" => segwit::encode_v0(Hrp::parse_unchecked("bc"), &random_bytes::<20>(rng)).unwrap().into(),
        b"ethereum" => format!("0x{}", hex(&random_bytes::<20>(rng))).into(),
        _ => hex(&random_bytes::<10>(rng)).into(),
    }
}

/// A name that begins with this letter, so that no two kinds share one.
pub fn name(rng: &mut Rng, first: char) -> Vec<u8> {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    let length = 4 + rng.below(4); // longer than the words that no name may be
    format!("{first}").into_bytes().into_iter().chain((0..length).map(|_| rng.pick(LETTERS))).collect()
}

/// A decimal in shortest form with up to eight places.
pub fn number(rng: &mut Rng) -> Vec<u8> {
    let whole = rng.below(1_000);
    let places = rng.below(8);
    let part: String = (0..places).map(|_| char::from(b'0' + u8::try_from(rng.below(10)).unwrap())).collect();
    format!("{whole}.{part}{}", 1 + rng.below(9)).into_bytes()
}

pub fn random_bytes<const N: usize>(rng: &mut Rng) -> [u8; N] {
    std::array::from_fn(|_| rng.draw().to_le_bytes()[0])
}

pub fn instant(unix: u64) -> Vec<u8> {
    Instant::from_unix(unix).unwrap().to_string().into_bytes()
}

/// A policy that names the wallet, the assets, the signer and a list with the destination.
pub fn policy(sheet: &Sheet, key: &str) -> Vec<u8> {
    let tag = sheet.get("tag").map_or(Vec::new(), |tag| [b", tag = \"", &tag[..], b"\""].concat());
    let previous = format!("previous = \"{}\"\n", "0".repeat(64));
    let previous = if sheet["version"] == b"1" { "" } else { &previous };
    [
        &b"# "[..],
        &sheet["remark"],
        b"\nschema = 1\nrealm = \"",
        &sheet["realm"],
        b"\"\nname = \"",
        &sheet["policy"],
        b"\"\nversion = ",
        &sheet["version"],
        b"\n",
        previous.as_bytes(),
        b"wallets = [\"",
        &sheet["wallet"],
        b"\"]\npayout_ttl = \"72h\"\napproval_ttl = \"48h\"\nclock_skew = \"2m\"\npayload = \"optional\"\n[assets.\"",
        &sheet["asset"],
        b"\"]\nchain = \"",
        &sheet["chain"],
        b"\"\ndecimals = 8\n[assets.\"",
        &sheet["fee-asset"],
        b"\"]\nchain = \"",
        &sheet["chain"],
        b"\"\ndecimals = 8\n[approvers.\"",
        &sheet["signer"],
        b"\"]\nkeys = [\"",
        key.as_bytes(),
        b"\"]\n[lists.\"",
        &sheet["list"],
        b"\"]\nentries = [{ chain = \"",
        &sheet["chain"],
        b"\", address = \"",
        &sheet["address"],
        b"\"",
        &tag,
        b" }]\n",
    ]
    .concat()
}

/// The payout as JSON.
pub fn payout(sheet: &Sheet) -> Vec<u8> {
    let amount = |field, asset| sheet.get(field).map(|number| [number, &b" "[..], &sheet[asset]].concat());
    record(&[
        ("id", sheet.get("id").cloned()),
        ("wallet", sheet.get("wallet").cloned()),
        ("amount", amount("number", "asset")),
        ("to", sheet.get("address").cloned()),
        ("tag", sheet.get("tag").cloned()),
        ("fee", amount("fee", "fee-asset")),
        ("initiator", sheet.get("initiator").cloned()),
        ("submitted_at", sheet.get("submitted").cloned()),
        ("payload_sha256", sheet.get("payload").cloned()),
        ("note", sheet.get("note").cloned()),
    ])
}

/// The approval as JSON, received a second after it was signed.
pub fn approval(sheet: &Sheet, key: &[u8], signature: &[u8], received: Instant) -> Vec<u8> {
    record(&[
        ("signer", sheet.get("signer").cloned()),
        ("key", Some(key.into())),
        ("verdict", sheet.get("verdict").cloned()),
        ("signed_at", sheet.get("signed").cloned()),
        ("expires_at", sheet.get("expires").cloned()),
        ("signature", Some(signature.into())),
        ("received_at", Some(received.to_string().into_bytes())),
    ])
}

/// JSON of texts, written by hand: a flipped byte may be no UTF-8, and arrives as it is.
fn record(fields: &[(&str, Option<Vec<u8>>)]) -> Vec<u8> {
    let present = fields.iter().filter_map(|(name, text)| Some((name, text.as_ref()?)));
    let members = present.map(|(name, text)| [format!("\"{name}\":").as_bytes(), &quoted(text)].concat());
    [b"{", &members.collect::<Vec<_>>().join(&b","[..])[..], b"}"].concat()
}

fn quoted(text: &[u8]) -> Vec<u8> {
    let escaped = text.iter().flat_map(|byte| match byte {
        b'"' | b'\\' | ..0x20 => format!("\\u{byte:04x}").into_bytes(),
        other => vec![*other],
    });
    [b'"'].into_iter().chain(escaped).chain([b'"']).collect()
}

/// Somebody's key under a scheme, and its text.
pub fn signer(rng: &mut Rng, scheme: Scheme) -> (Signer, Key) {
    let signer = Signer::named(&format!("{}", rng.draw()), scheme);
    let key = Key::parse(&signer.key_text()).unwrap();
    (signer, key)
}
