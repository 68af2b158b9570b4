//! Every single bit of what was signed and of the signature, flipped.

use std::collections::{BTreeMap, BTreeSet};

use countersign::{ApprovalCode, ApprovalStatus, Scheme, Verdict};
use countersign_model::r#gen::rng::Rng;

use crate::case::{self, Answer, Signed};
use crate::ecdsa_bytes::{base64, bytes, der, from_base64};
use crate::sheet::{self, Sheet};
use crate::signer::hex;

/// The fields of a payout, flipped in the payout alone.
const PAYOUT: [&str; 12] = [
    "id",
    "wallet",
    "number",
    "asset",
    "address",
    "tag",
    "fee",
    "fee-asset",
    "initiator",
    "submitted",
    "payload",
    "note",
];
/// The fields of an approval, flipped in the approval alone.
const APPROVAL: [&str; 4] = ["signer", "verdict", "signed", "expires"];
/// What the policy says, flipped in the policy, and in the payout and the approval wherever they say the same.
const POLICY: [&str; 8] = ["realm", "policy", "version", "remark", "asset", "chain", "list", "signer"];

/// What can be flipped and still be read, under a policy that still knows the signer: there the signature must be asked.
/// No bit makes one verdict of another, and an asset or a signer that is flipped alone is unknown.
pub const ALIVE: [&str; 25] = [
    "payout.id",
    "payout.wallet",
    "payout.number",
    "payout.address",
    "payout.tag",
    "payout.fee",
    "payout.initiator",
    "payout.submitted",
    "payout.payload",
    "payout.note",
    "approval.signed",
    "approval.expires",
    "policy.realm",
    "policy.policy",
    "policy.version",
    "policy.remark",
    "policy.asset",
    "policy.chain",
    "policy.list",
    "policy.signer",
    "policy.digest",
    "signature.ecdsa",
    "signature.bip340",
    "signature.eip191",
    "signature.bitcoin-message",
];

/// What came of the flips.
#[derive(Default)]
pub struct Found {
    pub approvals: usize,
    pub flips: usize,
    /// Flips that only the signature gave away, by the part flipped.
    pub caught: BTreeMap<String, usize>,
    /// Flips of an unused header within its range, which leave the signature as it was.
    pub headers: usize,
    pub accepted: Vec<String>,
}

impl Found {
    pub fn add(&mut self, other: Self) {
        self.approvals += other.approvals;
        self.flips += other.flips;
        self.headers += other.headers;
        for (part, caught) in other.caught {
            *self.caught.entry(part).or_default() += caught;
        }
        self.accepted.extend(other.accepted);
    }

    fn note(&mut self, part: &str, answer: Answer, what: impl Fn() -> String) {
        self.flips += 1;
        match answer {
            Answer::Unproven(ApprovalCode::BadSignature) => *self.caught.entry(part.into()).or_default() += 1,
            Answer::Unread | Answer::Unproven(_) => {}
            Answer::Proven(_) => self.accepted.push(format!("{part}: {}", what())),
        }
    }
}

/// The texts with any one bit flipped.
fn flips(text: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    (0..text.len() * 8).map(|bit| {
        let mut flipped = text.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        flipped
    })
}

/// Signs one thing under the scheme and flips every bit of it.
pub fn of_one(scheme: Scheme, seed: u64) -> Found {
    let rng = &mut Rng::seeded(seed);
    let verdict = [Verdict::Approve, Verdict::Approve, Verdict::Reject, Verdict::Request][rng.below(4)];
    let sheet = sheet::random(rng, verdict);
    let (somebody, key) = sheet::signer(rng, scheme);
    let mut signed = Signed::new(sheet, &somebody, key);
    signed.signature = in_another_writing(scheme, &signed.signature, rng.chance(50));
    assert_eq!(signed.unaltered(), Answer::Proven(ApprovalStatus::Holds), "unaltered it holds: {}", signed.statement);
    let mut found = Found { approvals: 1, ..Found::default() };
    flip_fields(&signed, &mut found);
    flip_key_and_digest(&signed, &mut found);
    flip_signature(scheme, &signed, &mut found);
    found
}

/// Half of the signatures, where the scheme has two ways to write one.
fn in_another_writing(scheme: Scheme, signature: &[u8], another: bool) -> Vec<u8> {
    match scheme {
        Scheme::Ecdsa if another => hex(&der(&bytes(text(signature)))).into_bytes(),
        Scheme::Eip191 if another => [b"0x", signature].concat(),
        _ => signature.to_vec(),
    }
}

fn flip_fields(signed: &Signed, found: &mut Found) {
    let each = |part: &str, fields: &[&'static str], ask: &dyn Fn(&Sheet) -> Answer, found: &mut Found| {
        for field in fields.iter().filter(|field| signed.sheet.contains_key(*field)) {
            for flipped in flips(&signed.sheet[field]) {
                let mut altered = signed.sheet.clone();
                altered.insert(field, flipped);
                let what = || format!("{:?} of\n{}", String::from_utf8_lossy(&altered[field]), signed.statement);
                let answer = ask(&altered);
                // One letter may complete the checksum of an address in lower case: then it is the same address.
                let case_only = *field == "address" && altered[field].eq_ignore_ascii_case(&signed.sheet[field]);
                if case_only && part == "payout" && altered["chain"] == b"ethereum" && answer != Answer::Unread {
                    assert_eq!(case::statement(&altered, &signed.policy).as_deref(), Some(&*signed.statement));
                    continue;
                }
                found.note(&format!("{part}.{field}"), answer, what);
            }
        }
    };
    each("payout", &PAYOUT, &|altered| signed.of_payout(altered), found);
    let key = signed.key.as_str().as_bytes();
    each("approval", &APPROVAL, &|altered| signed.of_approval(altered, key), found);
    each("policy", &POLICY, &|altered| signed.of_policy(altered), found);
}

/// The key that the approval names, and the policy's digest in the words themselves: nobody can choose a policy by it.
fn flip_key_and_digest(signed: &Signed, found: &mut Found) {
    for key in flips(signed.key.as_str().as_bytes()) {
        let answer = signed.of_approval(&signed.sheet, &key);
        found.note("approval.key", answer, || String::from_utf8_lossy(&key).into());
    }
    let digest = signed.policy.digest().to_string();
    let (before, after) = signed.statement.split_once(&digest).expect("the statement has the policy's digest");
    for digest in flips(&bytes(&digest)) {
        let statement = [before, &hex(&digest), after].concat().into_bytes();
        let answer = match signed.key.verify(&statement, text(&signed.signature)) {
            Ok(()) => Answer::Proven(ApprovalStatus::Holds),
            Err(_) => Answer::Unproven(ApprovalCode::BadSignature),
        };
        found.note("policy.digest", answer, || String::from_utf8_lossy(&statement).into());
    }
}

/// Every bit of the signature's text, and every bit of the bytes that it writes.
fn flip_signature(scheme: Scheme, signed: &Signed, found: &mut Found) {
    let original = &signed.signature;
    let written = decoded(scheme, original);
    let written = flips(&written).map(|bytes| encoded(scheme, original, &bytes));
    for altered in flips(original).chain(written).collect::<BTreeSet<_>>() {
        let answer = signed.of_signature(&altered);
        if let Some(header) = only_header_differs(scheme, original, &altered) {
            // Range-checked and otherwise unused, as the contract says: r and s are the ones that were made.
            let in_range =
                if scheme == Scheme::Eip191 { matches!(header, 0 | 1 | 27 | 28) } else { (27..=42).contains(&header) };
            assert_eq!(answer == Answer::Proven(ApprovalStatus::Holds), in_range, "header {header}");
            found.headers += usize::from(in_range);
        } else {
            found.note(&format!("signature.{scheme}"), answer, || String::from_utf8_lossy(&altered).into());
        }
    }
}

fn decoded(scheme: Scheme, signature: &[u8]) -> Vec<u8> {
    match scheme {
        Scheme::BitcoinMessage => from_base64(text(signature)),
        _ => bytes(text(signature).trim_start_matches("0x")),
    }
}

fn encoded(scheme: Scheme, original: &[u8], bytes: &[u8]) -> Vec<u8> {
    match scheme {
        Scheme::BitcoinMessage => base64(bytes).into_bytes(),
        _ if original.starts_with(b"0x") => format!("0x{}", hex(bytes)).into_bytes(),
        _ => hex(bytes).into_bytes(),
    }
}

/// The header of a signature that differs from another in it alone: `eip191` ends in it, `bitcoin-message` begins with
/// it, and the others have none.
fn only_header_differs(scheme: Scheme, original: &[u8], altered: &[u8]) -> Option<u8> {
    match scheme {
        Scheme::Eip191 => {
            let (last, rest) = altered.split_last_chunk::<2>().map(|(rest, last)| (last, rest))?;
            let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
            let header = std::str::from_utf8(last).ok().filter(|_| last.iter().all(|byte| digit(*byte)))?;
            original.starts_with(rest).then(|| u8::from_str_radix(header, 16).unwrap())
        }
        Scheme::BitcoinMessage => {
            let altered_bytes = base64_bytes(altered)?;
            (altered_bytes[1..] == from_base64(text(original))[1..]).then_some(altered_bytes[0])
        }
        Scheme::Ecdsa | Scheme::Bip340 => None,
    }
}

/// The bytes of a strict base64 text of 65 bytes.
fn base64_bytes(written: &[u8]) -> Option<Vec<u8>> {
    use base64ct::{Base64, Encoding as _};
    let read = Base64::decode_vec(std::str::from_utf8(written).ok()?).ok()?;
    (read.len() == 65).then_some(read)
}

fn text(bytes: &[u8]) -> &str {
    case::text(bytes)
}
