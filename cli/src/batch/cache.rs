//! Policies and ledgers that many lines share, read once. Bounded: it forgets all when it is full.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use countersign::{Digest, Ledger, Policy};

use crate::fault::Fault;
use crate::{input, load};

/// The most bytes of text that what is kept was read from.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// What was read so far.
pub struct Cache {
    /// where `policy_file` begins
    folder: PathBuf,
    policies: Store<PolicyKey, Policy>,
    ledgers: Store<(Digest, Digest), Ledger>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum PolicyKey {
    Text(Digest),
    File(PathBuf),
}

/// Something that was read, or why it was not.
pub type Kept<T> = Arc<Result<T, Fault>>;

impl Cache {
    /// An empty one; `policy_file` is relative to the folder of the batch.
    pub fn new(batch: &Path) -> Self {
        let folder = batch.parent().unwrap_or(Path::new("")).to_owned();
        Self { folder, policies: Store::new(), ledgers: Store::new() }
    }

    /// The policy of a text.
    pub fn policy(&self, text: &str) -> Kept<Policy> {
        self.policies.of(PolicyKey::Text(Digest::of(text.as_bytes())), text.len(), || parse(Path::new("policy"), text))
    }

    /// The policy in a file.
    pub fn policy_file(&self, name: &str) -> Kept<Policy> {
        let path = self.folder.join(name);
        let bytes = input::size(&path).and_then(|size| usize::try_from(size).ok()).unwrap_or_default();
        self.policies.of(PolicyKey::File(path.clone()), bytes, || {
            if name == "-" {
                return Err(Fault::new("unreadable", "`policy_file` names a file", "write its path"));
            }
            parse(&path, &input::text(&path, input::POLICY)?)
        })
    }

    /// The ledger of a snapshot's text, under a policy.
    pub fn ledger(&self, policy: &Policy, text: &str) -> Kept<Ledger> {
        let key = (policy.digest(), Digest::of(text.as_bytes()));
        self.ledgers.of(key, text.len(), || load::snapshot(policy, text.as_bytes()))
    }
}

fn parse(path: &Path, text: &str) -> Result<Policy, Fault> {
    Policy::parse(text).map_err(|problems| Fault::Policy { path: path.to_owned(), text: String::new(), problems })
}

/// Things by what they were read from.
struct Store<K, T>(Mutex<Shelf<K, T>>);

struct Shelf<K, T> {
    kept: HashMap<K, Kept<T>>,
    bytes: usize,
}

impl<K: std::hash::Hash + Eq, T> Store<K, T> {
    fn new() -> Self {
        Self(Mutex::new(Shelf { kept: HashMap::new(), bytes: 0 }))
    }

    /// Looks it up, or reads it; two threads may read the same at once, which changes nothing.
    fn of(&self, key: K, bytes: usize, read: impl FnOnce() -> Result<T, Fault>) -> Kept<T> {
        let found = self.locked().kept.get(&key).cloned();
        if let Some(found) = found {
            return found;
        }
        let made: Kept<T> = Arc::new(read());
        let mut store = self.locked();
        if store.bytes.saturating_add(bytes) > MOST_BYTES {
            store.kept.clear();
            store.bytes = 0;
        }
        // A floor for what is small, so that many of them are bounded too.
        store.bytes = store.bytes.saturating_add(bytes.max(4_096));
        store.kept.insert(key, Arc::clone(&made));
        made
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Shelf<K, T>> {
        // A thread that panicked left the shelf as it was: each change of it is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
