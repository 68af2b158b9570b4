//! Runs the real binary in a folder of its own.
#![allow(dead_code, reason = "every test binary uses its own part of it")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use sha2::{Digest as _, Sha256};

/// The repository's smallest policy: alice, bob and carol, one wallet, at most 1 BTC a day.
pub const MINIMAL: &str = include_str!("../../../policies/minimal.toml");

/// A policy without the comments that silence findings.
pub fn loud(policy: &str) -> String {
    let is_heard = |line: &&str| !line.starts_with("# countersign: allow ");
    policy.lines().filter(is_heard).map(|line| format!("{line}\n")).collect()
}

/// A payout under it.
pub const PAYOUT: &str = r#"{"id":"po-1","wallet":"main","amount":"0.5 BTC","to":"bc1qf2dwt9czkhvjvsnl25gujws2pq3lk059sf54uw","fee":"0.0001 BTC","initiator":"alice","submitted_at":"2026-11-23T10:00:00Z","note":"invoice 1"}"#;

/// An instant at which it stands.
pub const NOW: &str = "2026-11-23T10:03:00Z";

/// What a run of the tool left.
#[derive(Debug)]
pub struct Run {
    pub exit: i32,
    pub out: String,
    pub err: String,
}

/// A folder with `policy.toml`, `payout.json`, an empty `approvals.jsonl` and an empty `ledger.jsonl`.
pub struct Desk {
    pub folder: PathBuf,
}

impl Desk {
    pub fn new(name: &str) -> Self {
        let binary = option_env!("CARGO_CRATE_NAME").unwrap_or("test");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{binary}-{name}"));
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).unwrap();
        let desk = Self { folder };
        desk.write("policy.toml", MINIMAL);
        desk.write("payout.json", PAYOUT);
        desk.write("approvals.jsonl", "");
        let ledger = desk.run("ledger new policy.toml");
        desk.write("ledger.jsonl", &ledger.out);
        desk
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.folder.join(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap()
    }

    /// Runs the tool with arguments that hold no spaces.
    pub fn run(&self, arguments: &str) -> Run {
        self.feed(arguments, "")
    }

    /// The same with something on standard input.
    pub fn feed(&self, arguments: &str, input: impl AsRef<[u8]> + Send) -> Run {
        self.feed_words(&arguments.split_whitespace().collect::<Vec<&str>>(), input)
    }

    /// The same with arguments that may hold spaces.
    pub fn feed_words(&self, arguments: &[&str], input: impl AsRef<[u8]> + Send) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
        command.args(arguments).current_dir(&self.folder).env_remove("NO_COLOR");
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let Output { status, stdout, stderr } = std::thread::scope(|scope| {
            // Beside the reading, so that neither waits for the other. A tool that refuses its input
            // early closes the pipe, which is no failure of the test.
            scope.spawn(move || drop(stdin.write_all(input.as_ref())));
            child.wait_with_output().unwrap()
        });
        Run {
            exit: status.code().unwrap(),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    /// `decide` over the files of the desk.
    pub fn decide(&self, more: &str) -> Run {
        self.run(&format!("decide policy.toml --payout payout.json --approvals approvals.jsonl --ledger ledger.jsonl --at {NOW} {more}"))
    }

    /// Signs with a test key, verifies, and adds what comes out to `approvals.jsonl`.
    pub fn sign(&self, signer: &str, verdict: &str) {
        self.write("key", secret(signer));
        let expires = if verdict == "approve" { "--expires-at 2026-11-23T20:00:00Z" } else { "" };
        let sent = self.run(&format!(
            "sign policy.toml --payout payout.json --signer {signer} --verdict {verdict} \
             --signed-at 2026-11-23T10:01:00Z {expires} --key-file key"
        ));
        assert_eq!(sent.exit, 0, "{}", sent.err);
        assert!(!sent.out.contains("received_at"));
        let verify = "verify policy.toml --payout payout.json --approval - --at 2026-11-23T10:02:00Z";
        let received = self.feed(verify, &sent.out);
        assert_eq!(received.exit, 0, "{}", received.err);
        self.write("approvals.jsonl", self.read("approvals.jsonl") + &received.out);
    }
}

/// Holds what was printed against what is committed below the tool's `tests/`.
///
/// With `WRITE_REPORTS=1` it is written anew first, to be read before it is committed.
pub fn is_as_committed(path: &str, printed: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path);
    if writes_reports() {
        fs::write(&path, printed).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(printed, committed, "{} differs: run `policies/pin.sh`, and read what it changes", path.display());
}

/// Whether what is pinned shall be written anew.
pub fn writes_reports() -> bool {
    std::env::var_os("WRITE_REPORTS").is_some()
}

/// The secret that anybody can compute: SHA-256 of `countersign test key NAME`.
pub fn secret(name: &str) -> String {
    let digest = Sha256::digest(format!("countersign test key {name}"));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
