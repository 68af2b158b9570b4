//! OpenSSL makes the key and signs; nothing of ours does. The command prints what a policy and an approval take.

#[path = "support/ecdsa_bytes.rs"]
mod ecdsa_bytes;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use countersign::{Key, SignatureFault};
use ecdsa_bytes::{STATEMENT, der, twin};

/// A secp256k1 key that only OpenSSL holds, in a directory of its own.
struct OpensslKey {
    directory: PathBuf,
}

impl OpensslKey {
    /// `None`, said aloud, where there is no `openssl` command.
    fn generate(name: &str) -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_err() {
            eprintln!("SKIPPED: no `openssl` command here; install it to run the tests of its signatures");
            return None;
        }
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("openssl_keys-{name}"));
        fs::create_dir_all(&directory).unwrap();
        let key = Self { directory };
        key.openssl("ecparam -name secp256k1 -genkey -noout -out key.pem");
        Some(key)
    }

    /// The key text of the compressed point, which ends OpenSSL's DER form of the public key.
    fn key(&self) -> Key {
        self.openssl("ec -in key.pem -pubout -conv_form compressed -outform DER -out public.der");
        let public = fs::read(self.directory.join("public.der")).unwrap();
        Key::parse(&format!("ecdsa:{}", hex(&public[public.len() - 33..]))).unwrap()
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        fs::write(self.directory.join("statement"), message).unwrap();
        self.openssl("dgst -sha256 -sign key.pem -out signature.der statement");
        fs::read(self.directory.join("signature.der")).unwrap()
    }

    fn openssl(&self, arguments: &str) {
        let run = Command::new("openssl").args(arguments.split(' ')).current_dir(&self.directory).output().unwrap();
        assert!(run.status.success(), "openssl {arguments}: {}", String::from_utf8_lossy(&run.stderr));
    }
}

#[test]
fn what_openssl_signs_verifies_in_either_half_and_either_encoding() {
    let Some(openssl) = OpensslKey::generate("halves") else {
        return;
    };
    let key = openssl.key();
    for _ in 0..8 {
        let signature = openssl.sign(STATEMENT);
        let rs = raw(&signature);
        assert_eq!(der(&rs), signature, "re-encoding changes nothing");
        for text in [signature, der(&twin(&rs)), rs.clone(), twin(&rs)] {
            assert_eq!(key.verify(STATEMENT, &hex(&text)), Ok(()), "{}", hex(&text));
        }
    }
}

#[test]
fn one_byte_of_the_statement_changed_is_bad() {
    let Some(openssl) = OpensslKey::generate("altered") else {
        return;
    };
    let key = openssl.key();
    let signature = hex(&openssl.sign(STATEMENT));
    assert_eq!(key.verify(STATEMENT, &signature), Ok(()));
    for at in 0..STATEMENT.len() {
        let mut altered = STATEMENT.to_vec();
        altered[at] ^= 1;
        assert_eq!(key.verify(&altered, &signature), Err(SignatureFault::Bad), "byte {at}");
    }
}

#[test]
fn another_openssl_key_did_not_sign() {
    let (Some(ann), Some(ben)) = (OpensslKey::generate("ann"), OpensslKey::generate("ben")) else {
        return;
    };
    let signature = hex(&ann.sign(STATEMENT));
    assert_eq!(ann.key().verify(STATEMENT, &signature), Ok(()));
    assert_eq!(ben.key().verify(STATEMENT, &signature), Err(SignatureFault::Bad));
}

/// r‖s out of `30 len 02 len r 02 len s`.
fn raw(der: &[u8]) -> Vec<u8> {
    let (r, rest) = der[4..].split_at(usize::from(der[3]));
    [wide(r), wide(&rest[2..])].concat()
}

fn wide(integer: &[u8]) -> Vec<u8> {
    let digits = integer.strip_prefix(&[0]).unwrap_or(integer);
    [&vec![0; 32 - digits.len()], digits].concat()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
