//! A decision names what it was made of: from its own text, and what a service keeps, it is made again.

use std::collections::{BTreeMap, BTreeSet};

use countersign::{
    Case, Decision, Digest, Instant, Ledger, Name, Payout, Policy, Quote, Quotes, ReceivedApproval, Verdict,
    quote_statement,
};
use serde_json::{Value, json};

use crate::world::{Line, STRANGER, Text, World, asked, line, person, plus, submitted};

const HOUR: i64 = 3_600;

/// What a service keeps: texts by the SHA-256 of their bytes, approvals by the payout they are of, and quotes.
#[derive(Default)]
struct Kept {
    texts: BTreeMap<String, String>,
    approvals: BTreeMap<String, Vec<Value>>,
    quotes: Vec<Value>,
}

impl Kept {
    fn keep(&mut self, text: &str) -> Digest {
        let digest = Digest::of(text.as_bytes());
        self.texts.insert(digest.to_string(), text.to_owned());
        digest
    }

    /// The text whose SHA-256 a decision names.
    fn named(&self, sha256: &Value) -> &str {
        let known = sha256.as_str().and_then(|sha256| self.texts.get(sha256));
        known.unwrap_or_else(|| panic!("nothing that was kept has the SHA-256 {sha256}"))
    }

    /// A payout with what had come of it, and the quotes that had come, by an instant.
    fn at<'p>(&self, policy: &'p Policy, payout: &Payout, at: &str) -> (Case<'p>, Quotes) {
        let approvals = self.approvals.get(payout.id().as_str()).map_or([].as_slice(), Vec::as_slice);
        let approvals: Vec<ReceivedApproval> = by(at, "received_at", approvals);
        let quotes: Vec<Quote> = by(at, "quoted_at", &self.quotes);
        (Case::open(policy, payout, &approvals).unwrap(), Quotes::verify(policy, &quotes).unwrap())
    }

    /// Makes a decision again of nothing but its own text and what was kept, whatever came in later.
    fn again(&self, told: &str) -> String {
        let told: Value = serde_json::from_str(told).unwrap();
        let policy = Policy::parse(self.named(&told["policy"]["sha256"])).unwrap();
        let ledger = read(&policy, self.named(&told["ledger"]["sha256"]));
        let payout: Payout = serde_json::from_value(told["payout"].clone()).unwrap();
        let at = told["at"].as_str().unwrap();
        let (case, quotes) = self.at(&policy, &payout, at);
        let now = Instant::parse(at).unwrap();
        let decision = match code(&told, "once") {
            Some("reserved" | "not-reserved") => case.decide_reserved(&ledger, &quotes, now),
            _ => case.decide(&ledger, &quotes, now),
        };
        written(&decision)
    }
}

/// The records that bear an instant up to `at`.
fn by<T: serde::de::DeserializeOwned>(at: &str, key: &str, records: &[Value]) -> Vec<T> {
    let come = records.iter().filter(|record| record[key].as_str().unwrap() <= at);
    come.map(|record| serde_json::from_value(record.clone()).unwrap()).collect()
}

/// What a check of a decision found.
fn code<'t>(told: &'t Value, check: &str) -> Option<&'t str> {
    told["checks"].as_array()?.iter().find(|one| one["check"] == check)?["code"].as_str()
}

fn written(decision: &Decision<'_>) -> String {
    serde_json::to_string(decision).unwrap()
}

/// The snapshot of a ledger of these lines.
fn snapshot(world: &World, lines: &[Line]) -> String {
    let ledger = world.ledger(lines);
    let header = serde_json::to_string(&ledger.header()).unwrap();
    let entries = ledger.entries().map(|entry| serde_json::to_string(entry).unwrap());
    std::iter::once(header).chain(entries).map(|line| line + "\n").collect()
}

fn read(policy: &Policy, snapshot: &str) -> Ledger {
    let (header, entries) = snapshot.split_once('\n').unwrap();
    let entries = entries.lines().map(|line| serde_json::from_str(line).unwrap());
    let ledger = Ledger::open(policy, &serde_json::from_str(header).unwrap(), entries).unwrap();
    ledger.of_snapshot(Digest::of(snapshot.as_bytes()))
}

/// Two versions of one policy, with people, a delay, hours, windows and a price; the later one asks fewer.
fn versions() -> [Text; 2] {
    let more = "[[limits]]\nname = \"usd\"\nmax = \"5000000 USD per 24h\"\nassets = [\"BTC\"]\n[prices]\ncurrency = \"USD\"\n\
                decimals = 2\nfeeds = \"1 of risk\"\nmax_age = \"90m\"";
    let slow = "approve = \"2 of ops\"\nveto = \"1 of risk\"\ndelay = \"1h\"\n\
                hours = { days = [\"sun\"], open = \"00:00\", close = \"20:00\", zone = \"Europe/Zurich\" }";
    let first = Text::base().swap("approve = \"1 of ops\"", slow).plus(more);
    let previous = format!("version = 2\nprevious = \"{}\"", first.parse().unwrap().digest());
    [first.clone(), first.swap("version = 1", &previous).swap("2 of ops", "1 of ops")]
}

fn quote(policy: &Policy, price: &str, quoted_at: Instant) -> Value {
    let key = person("dana").key_text();
    let text = quote_statement(policy, &Name::parse("BTC").unwrap(), price, quoted_at, &key).unwrap();
    json!({
        "signer": "dana", "key": key, "asset": "BTC", "price": price, "quoted_at": quoted_at,
        "signature": person("dana").sign(text.as_bytes()),
    })
}

/// What was said of a payout and received by `now`, and a rejection that came a second later.
fn said(world: &World, payout: &Payout, who: &[(&str, Verdict)], now: Instant) -> Vec<Value> {
    let case = Case::open(&world.policy, payout, &[]).unwrap();
    if case.statement(Verdict::Reject, "alice", submitted(), None).is_none() {
        return vec![];
    }
    let in_time = who.iter().map(|(who, verdict)| match verdict {
        Verdict::Approve => world.approve(payout, who),
        _ => world.says(payout, who, *verdict, submitted()),
    });
    let too_late = world.says(payout, "erin", Verdict::Reject, plus(now, 1));
    in_time.chain([too_late]).map(|approval| serde_json::to_value(approval).unwrap()).collect()
}

/// The payout's own reservation.
fn own(payout: &Payout) -> Line {
    let own = line(payout.id().as_str(), &payout.amount().to_string(), submitted()).with("to", payout.to());
    let own = payout.tag().map_or(own.clone(), |tag| own.with("tag", tag.as_str()));
    payout.fee().map_or(own.clone(), |fee| own.with("fee", fee.to_string()))
}

#[test]
fn a_decision_made_again_of_what_it_names_is_the_same_byte_for_byte() {
    use Verdict::{Approve, Reject};
    let payouts = [
        asked().of("1.50 BTC").with("to", STRANGER.to_uppercase()),
        asked().of("2 XRP").with("to", "rStranger").with("tag", "7").with("note", "invoice 17"),
        asked().of("1 DOGE").with("to", "anywhere"),
        asked().of("90 BTC").with("fee", "0.10 BTC").with("payload_sha256", "ab".repeat(32)),
    ];
    let people: [&[(&str, Verdict)]; 4] = [
        &[],
        &[("alice", Approve)],
        &[("alice", Approve), ("bob", Approve)],
        &[("alice", Approve), ("bob", Approve), ("dana", Reject)],
    ];
    let (mut kept, mut told) = (Kept::default(), vec![]);
    for text in versions() {
        let world = text.world();
        kept.keep(&text.written());
        if kept.quotes.is_empty() {
            kept.quotes = [(-60, "50000"), (HOUR, "55000.5"), (30 * HOUR, "60000")]
                .map(|(seconds, price)| quote(&world.policy, price, plus(submitted(), seconds)))
                .into();
        }
        for (asked, who) in payouts.iter().flat_map(|asked| people.iter().map(move |who| (asked, who))) {
            for now in [0, HOUR, 12 * HOUR].map(|seconds| plus(submitted(), seconds)) {
                let id = format!("po-{}", told.len());
                let payout = asked.clone().with("id", id.as_str()).payout();
                let spent = line("old", "20 BTC", plus(submitted(), -HOUR)).with("state", "paid");
                let snapshots = [vec![spent.clone()], vec![own(&payout), spent]].map(|lines| snapshot(&world, &lines));
                kept.approvals.insert(id, said(&world, &payout, who, now));
                let (case, quotes) = kept.at(&world.policy, &payout, &now.to_string());
                let [fresh, reserved] = snapshots.each_ref().map(|snapshot| read(&world.policy, snapshot));
                told.push(written(&case.decide(&fresh, &quotes, now)));
                told.push(written(&case.decide_reserved(&reserved, &quotes, now)));
                for snapshot in &snapshots {
                    kept.keep(snapshot);
                }
            }
        }
    }
    let mut shown: BTreeSet<String> = BTreeSet::new();
    for told in &told {
        assert_eq!(kept.again(told), *told);
        let told: Value = serde_json::from_str(told).unwrap();
        shown.insert(format!("{} {}", told["verdict"], code(&told, "once").unwrap_or("unread")));
    }
    let alive = ["\"allow\" first", "\"allow\" reserved", "\"wait\" first", "\"wait\" reserved", "\"deny\" unread"];
    assert!(alive.iter().all(|one| shown.contains(*one)), "{shown:?}");
}
