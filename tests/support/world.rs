//! A small world to decide in: a policy whose text is changed in named places, people who sign, a ledger.
#![allow(dead_code, reason = "every test binary uses its own part of it")]

use countersign::{
    Case, Decision, Instant, Ledger, LedgerEntry, LedgerHeader, Payout, Policy, Problems, Quotes, ReceivedApproval,
    Scheme, Verdict,
};
use serde_json::{Map, Value, json};

#[path = "signer.rs"]
pub mod signer;

use signer::Signer;

/// When every payout of this world is submitted, unless it says otherwise: a Sunday.
pub const SUBMITTED: &str = "2026-11-22T10:00:00Z";

/// Where every payout goes, unless it says otherwise: in no list.
pub const STRANGER: &str = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";

/// In the list `friends`.
pub const FRIEND: &str = "3P14159f73E4gFr7JterCCQh9QjiTjiZrG";

/// `alice bob carol` are `ops`, `dana erin` are `risk`, `shop` is a requester; anyone may ask for anything, and one of
/// `ops` must approve.
const BASE: &str = r#"schema = 1
realm = "test"
name = "world"
version = 1
wallets = ["hot", "cold"]
payout_ttl = "72h"
approval_ttl = "48h"
clock_skew = "2m"
payload = "optional"

[assets.BTC]
chain = "bitcoin"
decimals = 8

[assets.XRP]
chain = "ripple"
decimals = 6

[approvers.alice]
keys = ["KEY-alice"]

[approvers.bob]
keys = ["KEY-bob"]

[approvers.carol]
keys = ["KEY-carol"]

[approvers.dana]
keys = ["KEY-dana"]

[approvers.erin]
keys = ["KEY-erin"]

[requesters.shop]
keys = ["KEY-shop"]

[groups]
ops = ["alice", "bob", "carol"]
risk = ["dana", "erin"]

[lists.friends]
entries = [{ chain = "bitcoin", address = "3P14159f73E4gFr7JterCCQh9QjiTjiZrG" }]

[[rules]]
name = "base"
assets = "any"
wallets = "any"
to = "any"
initiators = "unsigned"
approve = "1 of ops"

[[limits]]
name = "btc-day"
max = "100 BTC per 24h"

[[limits]]
name = "xrp-day"
max = "1000000 XRP per 24h"

[[limits]]
name = "fees"
max_fee = "unlimited"
"#;

/// The text of a policy, `KEY-name` standing for that person's key.
#[derive(Clone)]
pub struct Text(String);

impl Text {
    pub fn base() -> Self {
        Self::of(BASE)
    }

    pub fn of(text: &str) -> Self {
        Self(text.into())
    }

    /// The text with one place changed. The place must be there, once.
    pub fn swap(self, old: &str, new: &str) -> Self {
        assert_eq!(self.0.matches(old).count(), 1, "`{old}` stands once in\n{}", self.0);
        Self(self.0.replace(old, new))
    }

    /// The text with more tables at its end.
    pub fn plus(self, more: &str) -> Self {
        Self(format!("{}\n{more}\n", self.0))
    }

    /// The text with keys in it.
    pub fn written(&self) -> String {
        let mut parts = self.0.split("KEY-");
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(part.len());
            text += &person(&part[..end]).key_text();
            text += &part[end..];
        }
        text
    }

    pub fn parse(&self) -> Result<Policy, Problems> {
        Policy::parse(&self.written())
    }

    pub fn world(&self) -> World {
        let policy = self.parse().unwrap_or_else(|problems| panic!("{problems}\n{}", self.written()));
        World { policy }
    }
}

/// Everybody signs with ECDSA.
pub fn person(name: &str) -> Signer {
    Signer::named(name, Scheme::Ecdsa)
}

/// A policy, and what people and services do under it.
pub struct World {
    pub policy: Policy,
}

impl World {
    /// What a person says of a payout, signed and received at the instants given.
    pub fn signed(
        &self,
        payout: &Payout,
        who: &str,
        verdict: Verdict,
        signed_at: Instant,
        expires_at: Option<Instant>,
        received_at: Instant,
    ) -> ReceivedApproval {
        let signer = person(who);
        let case = Case::open(&self.policy, payout, &[]).expect("the payout can be read");
        let statement = case.statement(verdict, who, signed_at, expires_at).expect("its asset is known");
        let mut approval = json!({
            "signer": who, "key": signer.key_text(), "verdict": verdict, "signed_at": signed_at,
            "signature": signer.sign(statement.as_str().as_bytes()), "received_at": received_at,
        });
        if let Some(expires_at) = expires_at {
            approval["expires_at"] = json!(expires_at);
        }
        serde_json::from_value(approval).expect("a well-formed approval")
    }

    /// An `approve` of the longest lifetime, signed and received when the payout was submitted.
    pub fn approve(&self, payout: &Payout, who: &str) -> ReceivedApproval {
        let at = payout.submitted_at();
        self.signed(payout, who, Verdict::Approve, at, Some(at.after(self.policy.approval_ttl())), at)
    }

    /// A `reject` or `request`, signed and received at an instant.
    pub fn says(&self, payout: &Payout, who: &str, verdict: Verdict, at: Instant) -> ReceivedApproval {
        self.signed(payout, who, verdict, at, None, at)
    }

    /// A ledger of these lines, last written under this policy.
    pub fn ledger(&self, lines: &[Line]) -> Ledger {
        self.ledger_written_under(lines, self.policy.version(), &self.policy.digest().to_string())
    }

    pub fn ledger_written_under(&self, lines: &[Line], version: u64, sha256: &str) -> Ledger {
        let name = format!("{}/{}", self.policy.realm(), self.policy.name());
        let header =
            json!({ "ledger": name, "entries": lines.len(), "policy": { "version": version, "sha256": sha256 } });
        let header: LedgerHeader = serde_json::from_value(header).expect("a well-formed header");
        Ledger::open(&self.policy, &header, lines.iter().map(Line::entry)).expect("a ledger of this policy")
    }

    /// Decides without quotes.
    pub fn decide(
        &self,
        payout: &Payout,
        approvals: &[ReceivedApproval],
        ledger: &Ledger,
        now: Instant,
    ) -> Decision<'_> {
        self.decide_at_prices(payout, approvals, ledger, &Quotes::none(), now)
    }

    pub fn decide_at_prices(
        &self,
        payout: &Payout,
        approvals: &[ReceivedApproval],
        ledger: &Ledger,
        quotes: &Quotes,
        now: Instant,
    ) -> Decision<'_> {
        let case = Case::open(&self.policy, payout, approvals).unwrap_or_else(|fault| panic!("{fault}"));
        case.decide(ledger, quotes, now)
    }

    /// What one check finds of a payout that nobody has signed.
    pub fn check(&self, name: &str, asked: &Asked, lines: &[Line], now: Instant) -> String {
        found(&self.decide(&asked.payout(), &[], &self.ledger(lines), now), name)
    }
}

/// One check of a decision: `met within`, `wait window-full until 2026-11-23T10:00:00Z`, or `absent`.
pub fn found(decision: &Decision<'_>, name: &str) -> String {
    let Some(check) = decision.checks().iter().find(|check| check.name() == name) else { return "absent".into() };
    let until = check.until().map(|until| format!(" until {until}")).unwrap_or_default();
    format!("{} {}{until}", check.status().as_str(), check.code())
}

/// What became of the only approval.
pub fn fate(decision: &Decision<'_>) -> &'static str {
    let [one] = decision.approvals() else { panic!("one approval, not {:?}", decision.approvals()) };
    one.code().as_str()
}

/// A payout as a service writes it down: one coin out of `hot` to a stranger, asked for by nobody in particular.
#[derive(Clone)]
pub struct Asked(Map<String, Value>);

/// The payout everything starts from.
pub fn asked() -> Asked {
    let payout = json!({
        "id": "po-1", "wallet": "hot", "amount": "1 BTC", "to": STRANGER, "initiator": "someone",
        "submitted_at": SUBMITTED,
    });
    let Value::Object(fields) = payout else { unreachable!("an object") };
    Asked(fields)
}

impl Asked {
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.into(), value.into());
        self
    }

    pub fn of(self, amount: &str) -> Self {
        self.with("amount", amount)
    }

    pub fn read(&self) -> Result<Payout, serde_json::Error> {
        serde_json::from_value(Value::Object(self.0.clone()))
    }

    pub fn payout(&self) -> Payout {
        self.read().expect("a well-formed payout")
    }
}

/// A line of a ledger: reserved, out of `hot`, to the stranger, unless it says otherwise.
#[derive(Clone)]
pub struct Line(Map<String, Value>);

pub fn line(payout: &str, amount: &str, at: Instant) -> Line {
    let entry = json!({
        "payout": payout, "wallet": "hot", "amount": amount, "to": STRANGER, "initiator": "someone", "at": at,
        "lists": [], "state": "reserved",
    });
    let Value::Object(fields) = entry else { unreachable!("an object") };
    Line(fields)
}

impl Line {
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.into(), value.into());
        self
    }

    pub fn entry(&self) -> LedgerEntry {
        serde_json::from_value(Value::Object(self.0.clone())).expect("a well-formed line")
    }
}

/// When the payout of this world is submitted.
pub fn submitted() -> Instant {
    at(SUBMITTED)
}

pub fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

/// So many seconds later, or earlier where they are below zero.
pub fn plus(instant: Instant, seconds: i64) -> Instant {
    let unix = instant.unix().checked_add_signed(seconds).expect("within 1970 to 9999");
    Instant::from_unix(unix).expect("within 1970 to 9999")
}
