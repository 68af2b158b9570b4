//! What a generated case is made of, and which verdicts met it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A construct, and the text of a policy that shows it.
const OF_POLICY: [(&str, &[&str]); 22] = [
    ("tier per payout", &["above = ", "per payout"]),
    ("tier over a window", &["above = ", "h\""]),
    ("tier in the currency", &["above = ", "USD per"]),
    ("tier of each", &["above = ", "each = "]),
    ("during", &["during = "]),
    ("hours", &["hours = "]),
    ("delay", &["delay = "]),
    ("waiver", &["delay_waived_by = "]),
    ("veto", &["veto = ", " of "]),
    ("initiators", &["initiators = ["]),
    ("requesters", &["initiators = \"requesters\""]),
    ("to", &["to = ["]),
    ("not to", &["not_to = ["]),
    ("cooling off", &["cooling_off = "]),
    ("limit of each", &["max = ", "each = "]),
    ("limit in the currency", &["max = ", "USD per"]),
    ("count", &["max_count = "]),
    ("fee", &["max_fee = "]),
    ("block", &["[blocks]]"]),
    ("feeds", &["feeds = "]),
    ("fixed prices", &["fixed = "]),
    ("activity", &["active_"]),
];

/// Verdicts by construct, and by pair of constructs.
#[derive(Default)]
pub struct Table {
    single: BTreeMap<&'static str, BTreeMap<String, usize>>,
    double: BTreeMap<(&'static str, &'static str), BTreeSet<String>>,
}

impl Table {
    pub fn count(&mut self, case: &Value, verdict: &str) {
        let found = constructs(case);
        for (i, one) in found.iter().enumerate() {
            *self.single.entry(one).or_default().entry(verdict.to_owned()).or_default() += 1;
            for other in &found[i + 1..] {
                self.double.entry((one, other)).or_default().insert(verdict.to_owned());
            }
        }
    }

    pub fn by_verdict(&self) -> String {
        let cell = |row: &BTreeMap<String, usize>, verdict: &str| row.get(verdict).copied().unwrap_or_default();
        let head = format!("{:22} {:>7} {:>7} {:>7}\n", "construct", "allow", "wait", "deny");
        let rows = self.single.iter().map(|(name, row)| {
            let [allow, wait, deny] = VERDICTS.map(|verdict| cell(row, verdict));
            format!("{name:22} {allow:7} {wait:7} {deny:7}\n")
        });
        [head].into_iter().chain(rows).collect()
    }

    /// The cells that stayed empty.
    pub fn empty(&self) -> Vec<String> {
        let all = OF_POLICY.map(|(name, _)| name).into_iter().chain(OF_CASE);
        let cells = all.flat_map(|name| VERDICTS.map(|verdict| (name, verdict)));
        let met = |name: &str, verdict: &str| self.single.get(name).is_some_and(|row| row.contains_key(verdict));
        cells
            .filter(|(name, verdict)| !met(name, verdict))
            .map(|(name, verdict)| format!("{name}: {verdict}"))
            .collect()
    }

    pub fn pairs(&self) -> usize {
        self.double.len()
    }

    /// Of the pairs that occur, those that some verdict never met.
    pub fn empty_pairs(&self) -> Vec<String> {
        let short = self.double.iter().filter(|(_, met)| met.len() < VERDICTS.len());
        short.map(|((one, other), met)| format!("{one} with {other}: only {met:?}")).collect()
    }
}

const VERDICTS: [&str; 3] = ["allow", "wait", "deny"];

const OF_CASE: [&str; 9] =
    ["entries", "own line", "released", "tag", "payload", "approves", "rejects", "requests", "older ledger"];

fn constructs(case: &Value) -> Vec<&'static str> {
    let policy = case["policy"].as_str().unwrap_or_default();
    let tables: Vec<&str> = policy.split("\n[").collect();
    let shown = |marks: &[&str]| tables.iter().any(|table| in_one(table, marks));
    let mut found: Vec<&'static str> =
        OF_POLICY.iter().filter(|(_, marks)| shown(marks)).map(|(name, _)| *name).collect();
    let ledger = case["ledger"].as_str().unwrap_or_default();
    let says = |verdict: &str| case["approvals"].as_array().into_iter().flatten().any(|a| a["verdict"] == verdict);
    let version = |text: &str, before: &str| {
        let rest = text.split_once(before).map_or("", |(_, rest)| rest);
        rest.chars().take_while(char::is_ascii_digit).collect::<String>()
    };
    let of_case = [
        ledger.lines().count() > 1,
        case["reserved"] == true,
        ledger.contains("\"released\""),
        case["payout"].get("tag").is_some(),
        case["payout"].get("payload_sha256").is_some(),
        says("approve"),
        says("reject"),
        says("request"),
        version(ledger, "\"version\":") < version(policy, "\nversion = "),
    ];
    found.extend(OF_CASE.into_iter().zip(of_case).filter(|(_, is)| *is).map(|(name, _)| name));
    found
}

/// The first mark begins a line that also has the last, or else a line of its own has it: `above` and its rate share
/// one, a rule and its `each` do not.
fn in_one(table: &str, marks: &[&str]) -> bool {
    match marks {
        [key, "each = "] => {
            table.lines().any(|l| l.starts_with(key)) && table.lines().any(|l| l.starts_with("each = "))
        }
        [key, rest @ ..] => table.lines().any(|l| l.starts_with(key) && rest.iter().all(|mark| l.contains(mark))),
        [] => false,
    }
}
