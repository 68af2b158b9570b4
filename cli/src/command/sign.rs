//! `sign`: an approval, for tests and small teams.

use std::path::PathBuf;

use countersign::{ApprovalCode, Key, Scheme, SignedApproval};
use serde_json::{Map, Value, json};

use super::statement::Words;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::key_file::{self, SecretKey};
use crate::sign::{self, key_text};
use crate::terminal::Terminal;
use crate::{input, json, load};

/// Signs a statement: prints an approval without `received_at`
///
/// For tests and small teams; a key worth stealing belongs into hardware. Of several keys of the signer that the file
/// holds the secret of, the first in the policy's order signs, unless `--scheme` says which.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    words: Words,
    /// The secret key: PEM (PKCS#8, or EC PRIVATE KEY as OpenSSL writes it), or 64 hex digits
    #[arg(long, value_name = "F")]
    key_file: PathBuf,
    /// How to sign: `ecdsa`, `bip340`, `eip191` or `bitcoin-message`
    #[arg(long, value_parser = scheme)]
    scheme: Option<Scheme>,
}

pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Fault> {
    let Arguments { words, key_file, scheme } = arguments;
    input::at_most_one_stdin(&[&words.policy, &words.payout, key_file])?;
    let policy = load::policy(&words.policy)?;
    let case = words.case(&policy)?;
    let statement = words.statement(&case)?;
    let secret = key_file::read(key_file)?;
    let keys = policy.keys_of(&words.signer);
    let key = chosen(keys, &secret, *scheme).ok_or_else(|| no_such_key(keys, &words.signer).of(key_file))?;

    let signature = sign::sign(&secret, key.scheme(), statement.as_str().as_bytes()).ok_or_else(unsigned)?;
    let approval = approval(words, key, &signature)?;
    // What is handed out has been verified as its reader will.
    match case.receive(approval.clone(), words.signed_at) {
        Ok(_) => {}
        Err(code @ (ApprovalCode::BadSignature | ApprovalCode::MalformedSignature)) => {
            return Err(Fault::new(
                code.as_str(),
                "the signature that was made does not verify",
                "report this as a defect",
            ));
        }
        Err(code) => return Err(Fault::new(code.as_str(), code.in_words(), "sign what the policy permits")),
    }
    terminal.print(&json::line(&approval)?)?;
    Ok(Exit::Yes)
}

fn scheme(word: &str) -> Result<Scheme, String> {
    let found = Scheme::ALL.into_iter().find(|scheme| scheme.name() == word);
    found.ok_or_else(|| "the schemes are ecdsa, bip340, eip191 and bitcoin-message".into())
}

fn chosen<'k>(keys: &'k [Key], secret: &SecretKey, scheme: Option<Scheme>) -> Option<&'k Key> {
    let mut wanted = keys.iter().filter(|key| scheme.is_none_or(|scheme| key.scheme() == scheme));
    wanted.find(|key| key.as_str() == key_text(secret, key.scheme()))
}

fn approval(words: &Words, key: &Key, signature: &str) -> Result<SignedApproval, Fault> {
    let mut record = Map::new();
    record.insert("signer".into(), json!(words.signer));
    record.insert("key".into(), json!(key.as_str()));
    record.insert("verdict".into(), json!(words.verdict));
    record.insert("signed_at".into(), json!(words.signed_at));
    if let Some(expires_at) = words.expires_at {
        record.insert("expires_at".into(), json!(expires_at));
    }
    record.insert("signature".into(), json!(signature));
    serde_json::from_value(Value::Object(record)).map_err(|_| unsigned())
}

fn no_such_key(keys: &[Key], signer: &str) -> Fault {
    let registered: Vec<&str> = keys.iter().map(Key::as_str).collect();
    let message = format!("this secret belongs to no key of `{signer}` that is asked for");
    Fault::new("unknown-key", message, format!("the policy has {}", registered.join(", ")))
}

fn unsigned() -> Fault {
    Fault::new("unsigned", "no signature could be made", "report this as a defect")
}
