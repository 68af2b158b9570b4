//! What a generated case is made of, and which verdicts met it.

use std::collections::BTreeMap;

use serde_json::Value;

/// A construct, and the text of a policy that shows it.
const OF_POLICY: [(&str, &[&str]); 24] = [
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
    ("payload required", &["payload = \"required\""]),
    ("own approval", &["initiator_may_approve = true"]),
];

/// How many cases met each verdict.
type Row = BTreeMap<String, usize>;

/// Verdicts by construct, and by pair of constructs.
#[derive(Default)]
pub struct Table {
    single: BTreeMap<&'static str, Row>,
    double: BTreeMap<(&'static str, &'static str), Row>,
}

impl Table {
    pub fn count(&mut self, case: &Value, verdict: &str) {
        let found = constructs(case);
        for (i, one) in found.iter().enumerate() {
            *self.single.entry(one).or_default().entry(verdict.to_owned()).or_default() += 1;
            for other in &found[i + 1..] {
                *self.double.entry((one, other)).or_default().entry(verdict.to_owned()).or_default() += 1;
            }
        }
    }

    pub fn add(&mut self, other: Self) {
        let add =
            |row: &mut Row, more: Row| more.into_iter().for_each(|(verdict, n)| *row.entry(verdict).or_default() += n);
        other.single.into_iter().for_each(|(one, row)| add(self.single.entry(one).or_default(), row));
        other.double.into_iter().for_each(|(pair, row)| add(self.double.entry(pair).or_default(), row));
    }

    pub fn by_verdict(&self) -> String {
        let rows = all().map(|name| format!("{name:46} {}\n", cells(self.single.get(name))));
        HEAD.to_owned() + &rows.collect::<String>()
    }

    /// Construct by construct by verdict.
    pub fn by_pairs(&self) -> String {
        let rows =
            pairs().map(|(one, other)| format!("{one:22} {other:22}  {}\n", cells(self.double.get(&(one, other)))));
        self.by_verdict() + &rows.collect::<String>()
    }

    /// The cells of single constructs that stayed empty.
    pub fn empty(&self) -> Vec<String> {
        all().flat_map(|name| empty(self.single.get(name), name)).collect()
    }

    /// The cells of pairs that stayed empty.
    pub fn empty_pairs(&self) -> Vec<String> {
        pairs().flat_map(|pair| empty(self.double.get(&pair), &format!("{} with {}", pair.0, pair.1))).collect()
    }
}

const HEAD: &str = "construct                                        allow    wait    deny\n";

fn cells(row: Option<&Row>) -> String {
    let cell = |verdict: &str| row.and_then(|row| row.get(verdict)).copied().unwrap_or_default();
    let [allow, wait, deny] = VERDICTS.map(cell);
    format!("{allow:7} {wait:7} {deny:7}")
}

fn empty(row: Option<&Row>, name: &str) -> Vec<String> {
    let is_empty = |verdict: &&&str| row.is_none_or(|row| !row.contains_key(**verdict));
    VERDICTS.iter().filter(is_empty).map(|verdict| format!("{name}: {verdict}")).collect()
}

fn all() -> impl Iterator<Item = &'static str> + Clone {
    OF_POLICY.map(|(name, _)| name).into_iter().chain(OF_CASE)
}

/// Every pair of constructs: none excludes another.
fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    all().enumerate().flat_map(|(i, one)| all().skip(i + 1).map(move |other| (one, other)))
}

pub const PAIRS: usize = (OF_POLICY.len() + OF_CASE.len()) * (OF_POLICY.len() + OF_CASE.len() - 1) / 2;

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
