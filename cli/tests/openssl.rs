//! OpenSSL makes the key and signs the bytes that `countersign statement` prints; nothing of ours signs here.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::format_collect,
    reason = "a test stops at the first surprise"
)]

mod support;

#[path = "../../tests/support/ecdsa_bytes.rs"]
mod ecdsa_bytes;

use std::process::Command;

use ecdsa_bytes::{der, twin};
use serde_json::{Value, json};
use support::{Desk, MINIMAL, PAYOUT};

const KEY_OF_ALICE: &str = "ecdsa:03d65f60a8d1f26f58cb159e5bf34d2a72a71a048dea7d356efc1155d83089447e";
const SIGNED: &str = "2026-11-23T10:01:00Z";

/// A desk whose policy lets out what alice, who holds an OpenSSL key, approves alone.
fn desk(name: &str) -> Option<(Desk, String)> {
    if Command::new("openssl").arg("version").output().is_err() {
        eprintln!("SKIPPED: no `openssl` command here; install it to run the tests of its signatures");
        return None;
    }
    let desk = Desk::new(name);
    openssl(&desk, "ecparam -name secp256k1 -genkey -out key.pem");
    openssl(&desk, "ec -in key.pem -pubout -conv_form compressed -outform DER -out public.der");
    let public = std::fs::read(desk.folder.join("public.der")).unwrap();
    let key = format!("ecdsa:{}", hex(&public[public.len() - 33..]));
    let policy = MINIMAL.replace(KEY_OF_ALICE, &key).replace("\"2 of owners\"", "\"1 of (alice)\"");
    assert!(policy.contains(&key));
    desk.write("policy.toml", policy.replace("initiators = [\"owners\"]", "initiators = \"unsigned\""));
    desk.write("ledger.jsonl", desk.run("ledger new policy.toml").out);
    desk.write("payout.json", PAYOUT.replace("\"initiator\":\"alice\"", "\"initiator\":\"bob\""));
    Some((desk, key))
}

fn openssl(desk: &Desk, arguments: &str) {
    let output = Command::new("openssl").args(arguments.split(' ')).current_dir(&desk.folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// r‖s of a DER signature.
fn raw(der: &[u8]) -> Vec<u8> {
    let padded = |integer: &[u8]| {
        let digits = if integer.len() > 32 { &integer[1..] } else { integer };
        [&vec![0; 32_usize.saturating_sub(digits.len())][..], digits].concat()
    };
    let (r, rest) = der[4..].split_at(usize::from(der[3]));
    [padded(r), padded(&rest[2..])].concat()
}

/// The approval with OpenSSL's signature, in DER, as hex.
fn approval(desk: &Desk, key: &str) -> Value {
    let words = format!("--signer alice --verdict approve --signed-at {SIGNED} --expires-at 2026-11-23T20:00:00Z");
    let statement = desk.run(&format!("statement policy.toml --payout payout.json {words}"));
    assert_eq!((statement.exit, statement.err.as_str()), (0, ""));
    desk.write("statement", statement.out);
    openssl(desk, "dgst -sha256 -sign key.pem -out signature.der statement");
    let signature = hex(&std::fs::read(desk.folder.join("signature.der")).unwrap());
    json!({"signer": "alice", "key": key, "verdict": "approve", "signed_at": SIGNED,
        "expires_at": "2026-11-23T20:00:00Z", "signature": signature})
}

fn verify(desk: &Desk, approval: &Value) -> support::Run {
    desk.feed("verify policy.toml --payout payout.json --approval - --at 2026-11-23T10:02:00Z", approval.to_string())
}

#[test]
fn what_openssl_signed_is_verified_and_allowed_in_either_half() {
    let Some((desk, key)) = desk("allowed") else { return };
    let approval = approval(&desk, &key);
    let signature = std::fs::read(desk.folder.join("signature.der")).unwrap();
    let other_half = hex(&der(&twin(&raw(&signature))));
    for signature in [hex(&signature), other_half] {
        let mut approval = approval.clone();
        approval["signature"] = json!(signature);
        let received = verify(&desk, &approval);
        assert_eq!((received.exit, received.err.as_str()), (0, ""));
        desk.write("approvals.jsonl", received.out);
        let decided = desk.decide("");
        assert_eq!(decided.exit, 0, "{}{}", decided.out, decided.err);
    }
}

#[test]
fn one_character_of_any_signed_field_changed_makes_it_void() {
    let Some((desk, key)) = desk("void") else { return };
    let approval = approval(&desk, &key);
    let received = verify(&desk, &approval).out;
    let payout = desk.read("payout.json");
    let policy = desk.read("policy.toml");
    desk.write("approvals.jsonl", &received);
    assert_eq!(desk.decide("").exit, 0);

    let changes = [
        ("0.5 BTC", "0.6 BTC"),
        ("\"main\"", "\"maim\""),
        ("bc1qf2dwt9czkhvjvsnl25gujws2pq3lk059sf54uw", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
        ("0.0001 BTC", "0.0002 BTC"),
        ("invoice 1", "invoice 2"),
        ("po-1", "po-2"),
        ("\"bob\"", "\"carol\""),
        ("10:00:00Z", "10:00:01Z"),
        (
            "\"note\"",
            "\"payload_sha256\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"note\"",
        ),
    ];
    for (signed, other) in changes {
        assert!(payout.contains(signed), "{signed}");
        desk.write("payout.json", payout.replace(signed, other));
        void(&desk, &approval, signed);
    }
    desk.write("payout.json", &payout);
    for (signed, other) in [("\"example\"", "\"examplf\""), ("\"minimal\"", "\"minimam\""), ("0.001 BTC", "0.002 BTC")]
    {
        desk.write("policy.toml", policy.replace(signed, other));
        desk.write("ledger.jsonl", desk.run("ledger new policy.toml").out);
        void(&desk, &approval, signed);
    }
    desk.write("policy.toml", &policy);
    desk.write("ledger.jsonl", desk.run("ledger new policy.toml").out);
    for (field, other) in [("signed_at", "2026-11-23T10:01:01Z"), ("expires_at", "2026-11-23T20:00:01Z")] {
        let mut approval = approval.clone();
        approval[field] = json!(other);
        let mut stamped = approval.clone();
        stamped["received_at"] = json!("2026-11-23T10:02:00Z");
        desk.write("approvals.jsonl", format!("{stamped}\n"));
        void(&desk, &approval, field);
    }
}

/// Neither intake nor decision takes it.
fn void(desk: &Desk, approval: &Value, what: &str) {
    let intake = verify(desk, approval);
    assert_eq!((intake.exit, intake.out.as_str()), (1, ""), "{what}: {}", intake.err);
    assert!(intake.err.contains("[bad-signature]"), "{what}: {}", intake.err);
    let decided = desk.decide("--format json");
    assert!(matches!(decided.exit, 1 | 3), "{what}: {}{}", decided.out, decided.err);
    let decision: Value = serde_json::from_str(&decided.out).unwrap();
    assert_eq!(decision["approvals"][0]["code"], "bad-signature", "{what}");
}
