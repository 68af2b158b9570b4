//! What the fuzz targets of the tool ask of any bytes: one function a target, shared by `fuzz/` and the tests.
//!
//! Each answers whether the bytes were accepted, so that a test can tell that its seeds reach the inside.
#![allow(dead_code, reason = "tests and fuzz targets use different parts of it")]

use std::sync::LazyLock;

use countersign::{Digest, Policy};
use countersign_cli::doors::{self, File, Said};
use serde_json::Value;

use crate::engine;

/// The policy that ledgers, quotes and approvals are read under.
pub const POLICY: &str = include_str!("../../../tests/fuzz_bodies/policy.toml");

static LOADED: LazyLock<Policy> = LazyLock::new(|| Policy::parse(POLICY).expect("it is good"));

/// The policies that scenarios are about, by the name of the file.
const SHOWCASES: [(&str, &str); 8] = [
    ("bridge.toml", include_str!("../../../policies/bridge.toml")),
    ("cold-vault.toml", include_str!("../../../policies/cold-vault.toml")),
    ("hot-wallet.toml", include_str!("../../../policies/hot-wallet.toml")),
    ("many-assets.toml", include_str!("../../../policies/many-assets.toml")),
    ("market-maker.toml", include_str!("../../../policies/market-maker.toml")),
    ("minimal.toml", include_str!("../../../policies/minimal.toml")),
    ("payment-processor.toml", include_str!("../../../policies/payment-processor.toml")),
    ("treasury.toml", include_str!("../../../policies/treasury.toml")),
];

type Body = fn(&[u8]) -> bool;

/// Every target whose body is here; `fuzz/fuzz_targets/` has a file of each name.
pub const TARGETS: &[(&str, Body)] = &[("batch", batch), ("scenario", scenario), ("tool", tool)];

/// Each line of a batch has one line of answer, the same whatever stands beside it, and the engine's own.
pub fn batch(bytes: &[u8]) -> bool {
    // A file that a line names is another input: what is asked here is what the bytes say.
    if bytes.windows(11).any(|part| part == b"policy_file") {
        return false;
    }
    let answers = doors::batch(bytes).expect("bytes can always be read");
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    assert_eq!(answers.len(), lines.len(), "a line of answer for every line");
    let mut is_decided = false;
    for (answer, line) in answers.iter().zip(&lines) {
        // What is wrong with a line as bytes is told with its number: nothing else of it could be named.
        let is_numbered = ["\"not-utf-8\"", "\"too-long\""].iter().any(|code| answer.contains(code));
        let alone = doors::batch(line).unwrap();
        assert!(
            is_numbered || alone == [answer.clone()],
            "a line is answered alone as among others: {alone:?} {answer}"
        );
        let text = answer.strip_suffix('\n').expect("an answer ends its line");
        is_printable(text, "");
        let answer: Value = serde_json::from_str(text).expect("an answer is JSON");
        if let Some(error) = answer.get("error") {
            assert!(error["code"].is_string() && error["text"].as_str().is_some_and(|text| !text.is_empty()));
            continue;
        }
        is_decided = true;
        let asked: Value = serde_json::from_slice(line).expect("what was decided is JSON");
        let found = engine::answer(&asked);
        assert_eq!(answer["name"], asked["name"]);
        for key in ["verdict", "final", "not_before", "payout", "policy", "at", "checks", "approvals"] {
            assert_eq!(answer.get(key), found.get(key), "`{key}` is the engine's");
        }
    }
    is_decided
}

/// A scenario file is played twice to the same report, or is refused with a place; either can be printed.
pub fn scenario(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let policy = SHOWCASES.iter().find(|(name, _)| text.contains(name)).map_or(POLICY, |(_, policy)| *policy);
    match doors::scenarios(bytes, policy) {
        Ok((words, json)) => {
            assert_eq!(doors::scenarios(bytes, policy), Ok((words.clone(), json.clone())));
            is_printable(&words, "\n");
            let report: Value = serde_json::from_str(&json).expect("a report is JSON");
            let played = report["files"][0]["scenarios"].as_array().expect("each is told");
            let failed = played.iter().filter(|scenario| scenario["passed"] == false).count();
            assert_eq!(report["scenarios"], played.len());
            assert_eq!(report["failed"], failed);
            assert_eq!(report["passed"], failed == 0);
            for scenario in played.iter().filter(|scenario| scenario["passed"] == false) {
                let line = usize::try_from(scenario["line"].as_u64().unwrap()).unwrap();
                assert!(line >= 1 && line <= text.split('\n').count());
                assert!(!scenario["differences"].as_array().unwrap().is_empty(), "a failure says what is otherwise");
            }
            true
        }
        Err(said) => {
            is_told(&said, bytes);
            false
        }
    }
}

/// A file, after a byte that says which, is read and is again what it was once it was written; or it is refused with a
/// place and words that a terminal can show.
pub fn tool(bytes: &[u8]) -> bool {
    let Some((which, rest)) = bytes.split_first() else { return false };
    let file = File::ALL[usize::from(*which) % File::ALL.len()];
    match doors::read(file, rest, &LOADED) {
        Ok(written) => {
            is_printable(&written, "\n");
            if file == File::Policy {
                assert_eq!(written, format!("{}\n", Digest::of(rest)));
            } else {
                assert_eq!(doors::read(file, written.as_bytes(), &LOADED), Ok(written.clone()), "{file:?}");
            }
            if !matches!(file, File::Policy | File::Key) {
                let line = format!("{written}{{\"unheard\":1}}\n");
                let said = doors::read(file, line.as_bytes(), &LOADED).expect_err("a strange line is refused");
                is_told(&said, line.as_bytes());
            }
            true
        }
        Err(said) => {
            is_told(&said, rest);
            false
        }
    }
}

fn is_told(said: &Said, bytes: &[u8]) {
    is_printable(&said.text, "\n");
    is_printable(&said.json, "");
    assert!(said.text.contains("error") && said.text.contains("help"), "{}", said.text);
    let json: Value = serde_json::from_str(&said.json).expect("what is said to machines is JSON");
    assert!(json["error"]["code"].is_string(), "{json}");
    let lines = bytes.split(|byte| *byte == b'\n').count();
    assert!(said.line.is_none_or(|line| line >= 1 && line <= lines), "line {:?} of {lines}", said.line);
    for problem in json["error"]["problems"].as_array().into_iter().flatten() {
        let line = problem["line"].as_u64().expect("each problem has its place");
        assert!(line >= 1 && line <= lines as u64, "{problem}");
    }
    // What is refused is quoted, not repeated: at most fifty problems are drawn, each with a piece of its line.
    assert!(said.text.len() <= 60_000 + 40 * bytes.len(), "{} bytes about {}", said.text.len(), bytes.len());
}

/// Nothing that a terminal obeys, hides or reorders by.
fn is_printable(text: &str, but: &str) {
    let is_hidden = |c: char| {
        let format = matches!(c, '\u{ad}' | '\u{61c}' | '\u{feff}')
            || ('\u{200b}'..='\u{200f}').contains(&c)
            || ('\u{2028}'..='\u{202e}').contains(&c)
            || ('\u{2060}'..='\u{206f}').contains(&c)
            || ('\u{e0000}'..='\u{e007f}').contains(&c);
        (c.is_control() || format) && !but.contains(c)
    };
    assert!(!text.contains(is_hidden), "{text:?}");
}
