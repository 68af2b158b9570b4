//! Scenario files written by tests, and what the command says of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A directory of a test's own with a policy, `policy.toml`.
pub struct Bench {
    directory: PathBuf,
}

/// What the command said.
pub struct Said {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// A payout that the policy allows once alice has asked and bob and carol agree.
pub const PAYOUT: &str = r#"{ id = "po-1", wallet = "main", amount = "0.1 BTC", to = "bc1qf2dwt9czkhvjvsnl25gujws2pq3lk059sf54uw", fee = "0.0001 BTC", initiator = "alice" }"#;

/// A step of it that waits.
pub const STEP: &str = r#"{ at = "0s", payout = "po-1", expect = "wait" }"#;

/// The smallest showcase, without the comments that silence findings.
pub fn minimal() -> String {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/minimal.toml")).unwrap();
    let is_heard = |line: &&str| !line.starts_with("# countersign: allow ");
    text.lines().filter(is_heard).map(|line| format!("{line}\n")).collect()
}

impl Bench {
    pub fn new(name: &str) -> Self {
        Self::of(name, &minimal())
    }

    pub fn of(name: &str, policy: &str) -> Self {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("scenario-{name}"));
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("policy.toml"), policy).unwrap();
        Self { directory }
    }

    /// Tests a file of this text.
    pub fn test(&self, text: &str, arguments: &[&str]) -> Said {
        self.test_bytes(text.as_bytes(), arguments)
    }

    pub fn test_bytes(&self, bytes: &[u8], arguments: &[&str]) -> Said {
        fs::write(self.directory.join("a.toml"), bytes).unwrap();
        self.run("a.toml", arguments)
    }

    /// Tests a file that is there already, or is not.
    pub fn run(&self, file: &str, arguments: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
        let output = command.current_dir(&self.directory).args(["test", file]).args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { status: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Tests one scenario of one payout and these steps.
    pub fn play(&self, steps: &[&str], arguments: &[&str]) -> Said {
        self.test(&file(PAYOUT, &steps.join(",\n  ")), arguments)
    }

    /// A scenario file is refused in these words, and nothing is played.
    pub fn refuses(&self, text: &str, words: &str) {
        let said = self.test(text, &[]);
        assert_eq!((said.status, said.refusals().as_str(), said.out.as_str()), (2, words, ""), "{}", said.err);
    }
}

impl Said {
    /// What was refused, without the lines that are drawn: place and message, then the help.
    pub fn refusals(&self) -> String {
        let mut told = Vec::new();
        let mut message = "";
        for line in self.err.lines() {
            if let Some(title) = line.strip_prefix("error") {
                message = title;
            } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
                told.push(format!("{place}{message}"));
            } else if let Some(help) = line.trim_start().strip_prefix("= help: ") {
                told.push(format!("  help: {help}"));
            }
        }
        told.join("\n")
    }
}

/// A scenario file; its payouts begin on line 8, its steps on line 11.
pub fn file(payouts: &str, steps: &str) -> String {
    format!(
        "schema = 1\npolicy = \"policy.toml\"\n\n[[scenario]]\nname = \"one\"\nstart = 2026-11-23T10:00:00Z\n\
         payouts = [\n  {payouts}\n]\nsteps = [\n  {steps}\n]\n"
    )
}
