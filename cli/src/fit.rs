//! Whether policies fit together: versions that follow each other, wallets that have one master.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use countersign::Policy;

use crate::fault::Fault;

/// Why a policy does not fit beside another.
#[derive(Debug)]
pub struct Misfit {
    /// the file it is said of
    pub path: PathBuf,
    /// stable, in kebab case
    pub code: &'static str,
    /// what does not fit
    pub message: String,
    /// how to cure it
    pub help: String,
}

impl Misfit {
    /// As a diagnostic.
    pub fn fault(&self) -> Fault {
        Fault::new(self.code, self.message.clone(), self.help.clone()).of(&self.path)
    }
}

type File<'f> = (&'f Path, &'f Policy);

/// Everything that does not fit.
pub fn misfits(files: &[File<'_>]) -> Vec<Misfit> {
    let mut found = Vec::new();
    let mut policies: BTreeMap<(&str, &str), Vec<File<'_>>> = BTreeMap::new();
    for file in files {
        policies.entry((file.1.realm().as_str(), file.1.name().as_str())).or_default().push(*file);
    }
    for versions in policies.values_mut() {
        versions.sort_by_key(|(_, policy)| policy.version());
        found.extend(versions.iter().zip(versions.iter().skip(1)).filter_map(|(one, next)| succession(*one, *next)));
    }
    found.extend(shared_wallets(files));
    found
}

/// Why `next` is not the version after `one`.
fn succession(one: File<'_>, next: File<'_>) -> Option<Misfit> {
    let (before, after) = (one.1.version(), next.1.version());
    let beside = one.0.display();
    let said = |code, message, help: String| Some(Misfit { path: next.0.to_owned(), code, message, help });
    if before == after {
        if one.1.digest() == next.1.digest() {
            return None;
        }
        let message = format!("this is version {after} with another text than `{beside}`");
        return said("same-version", message, format!("give the later of them version {}", after.saturating_add(1)));
    }
    if before.checked_add(1) != Some(after) {
        let message = format!("version {after} does not follow version {before} in `{beside}`");
        return said("version-gap", message, "name every version in between, or correct `version`".into());
    }
    if next.1.previous() != Some(one.1.digest()) {
        let message = format!("`previous` is not the sha256 of version {before} in `{beside}`");
        return said("wrong-previous", message, format!("write `previous = \"{}\"`", one.1.digest()));
    }
    None
}

/// Wallets that policies of one realm and different names govern.
fn shared_wallets(files: &[File<'_>]) -> Vec<Misfit> {
    let mut found = Vec::new();
    // Names that differ in case alone are one name to somebody.
    let mut masters: BTreeMap<(String, String), File<'_>> = BTreeMap::new();
    for file in files {
        let realm = file.1.realm().as_str();
        for wallet in file.1.wallets() {
            let key = (realm.to_ascii_lowercase(), wallet.as_str().to_ascii_lowercase());
            let first = masters.entry(key).or_insert(*file);
            if first.1.name() == file.1.name() {
                continue;
            }
            let (other, beside) = (first.1.name(), first.0.display());
            found.push(Misfit {
                path: file.0.to_owned(),
                code: "shared-wallet",
                message: format!("the wallet `{wallet}` is governed by `{realm}/{other}` in `{beside}` as well"),
                help: "leave it to one of them: a wallet with two policies is as safe as the weaker".into(),
            });
        }
    }
    found
}
