//! Plain data of a decision: who asked, who said what, what was spent, and when it is.

use countersign::{
    Case, Check, Decision, Instant, Ledger, LedgerEntry, LedgerHeader, Payout, Policy, Quotes, ReceivedApproval,
    Scheme, Verdict,
};
use serde_json::{Value, json};

use crate::pool::{self, ADDRESSES, PEOPLE, SUBMITTED};
use crate::signer::Signer;

#[derive(Clone, Debug)]
pub struct Situation {
    pub rules: Vec<usize>,
    pub limits: Vec<usize>,
    pub asked: Asked,
    pub said: Vec<Said>,
    pub spent: Vec<Spent>,
    /// Seconds since submission.
    pub now: u64,
}

/// A payout. Amounts in hundredths of a COIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub units: u64,
    pub to: usize,
    pub wallet: usize,
    pub initiator: usize,
}

/// What a person says, in seconds since submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub who: usize,
    /// One of their schemes.
    pub scheme: usize,
    pub verdict: Verdict,
    pub signed: i64,
    pub lives: u64,
    pub received: i64,
}

/// A line of the ledger, so many seconds old at `now`.
#[derive(Clone, Debug)]
pub struct Spent {
    pub units: u64,
    pub to: usize,
    pub wallet: usize,
    pub initiator: usize,
    pub age: i64,
    pub state: &'static str,
}

impl Situation {
    pub fn policy(&self) -> Policy {
        pool::parse(&pool::text(&self.rules, &self.limits))
    }

    pub fn now(&self) -> Instant {
        since_submission(i64::try_from(self.now).unwrap())
    }

    pub fn approvals(&self, policy: &Policy) -> Vec<ReceivedApproval> {
        let payout = self.asked.payout();
        self.said.iter().map(|said| said.signed(policy, &payout)).collect()
    }

    pub fn ledger(&self, policy: &Policy) -> Ledger {
        let entries: Vec<LedgerEntry> = self.entries();
        ledger(policy, entries)
    }

    pub fn entries(&self) -> Vec<LedgerEntry> {
        self.spent.iter().enumerate().map(|(place, spent)| spent.entry(place, self.now)).collect()
    }

    /// Everything signed and written under this policy, decided.
    pub fn decide<'p>(&self, policy: &'p Policy) -> Decision<'p> {
        self.decide_with(policy, &self.approvals(policy))
    }

    pub fn decide_with<'p>(&self, policy: &'p Policy, approvals: &[ReceivedApproval]) -> Decision<'p> {
        let case = Case::open(policy, &self.asked.payout(), approvals).unwrap();
        case.decide(&self.ledger(policy), &Quotes::none(), self.now())
    }
}

impl Asked {
    pub fn payout(&self) -> Payout {
        serde_json::from_value(self.record()).unwrap()
    }

    pub fn record(&self) -> Value {
        json!({
            "id": "po-1", "wallet": wallet(self.wallet), "amount": coins(self.units), "to": ADDRESSES[self.to],
            "fee": "0.01 COIN", "initiator": PEOPLE[self.initiator].0, "submitted_at": SUBMITTED,
        })
    }
}

impl Said {
    pub fn signer(&self) -> Signer {
        Signer::named(PEOPLE[self.who].0, self.scheme())
    }

    pub fn scheme(&self) -> Scheme {
        let schemes = PEOPLE[self.who].1;
        schemes[self.scheme % schemes.len()]
    }

    pub fn signed(&self, policy: &Policy, payout: &Payout) -> ReceivedApproval {
        serde_json::from_value(self.record(policy, payout)).unwrap()
    }

    pub fn record(&self, policy: &Policy, payout: &Payout) -> Value {
        let (name, signer) = (PEOPLE[self.who].0, self.signer());
        let signed_at = since_submission(self.signed);
        let expires_at = (self.verdict == Verdict::Approve)
            .then(|| since_submission(self.signed + i64::try_from(self.lives).unwrap()));
        let case = Case::open(policy, payout, &[]).unwrap();
        let statement = case.statement(self.verdict, name, signed_at, expires_at).unwrap();
        let mut record = json!({
            "signer": name, "key": pool::key_text(self.who, self.scheme), "verdict": self.verdict, "signed_at": signed_at,
            "signature": signer.sign(statement.as_str().as_bytes()), "received_at": since_submission(self.received),
        });
        if let Some(expires_at) = expires_at {
            record["expires_at"] = json!(expires_at);
        }
        record
    }
}

impl Spent {
    fn entry(&self, place: usize, now: u64) -> LedgerEntry {
        let at = since_submission(i64::try_from(now).unwrap() - self.age);
        let lists = match self.to {
            0 | 1 => json!(["known"]),
            4 => json!(["barred"]),
            _ => json!([]),
        };
        let value = format!("{} USD", self.units * 500);
        serde_json::from_value(json!({
            "payout": format!("old-{place}"), "wallet": wallet(self.wallet), "amount": coins(self.units),
            "to": ADDRESSES[self.to], "initiator": PEOPLE[self.initiator].0, "at": at, "lists": lists, "value": value,
            "state": self.state,
        }))
        .unwrap()
    }
}

pub fn ledger(policy: &Policy, entries: Vec<LedgerEntry>) -> Ledger {
    let header: LedgerHeader = serde_json::from_value(json!({
        "ledger": format!("{}/{}", policy.realm(), policy.name()), "entries": entries.len(),
        "policy": { "version": policy.version(), "sha256": policy.digest() },
    }))
    .unwrap();
    Ledger::open(policy, &header, entries).unwrap()
}

pub fn coins(units: u64) -> String {
    match (units / 100, units % 100) {
        (whole, 0) => format!("{whole} COIN"),
        (whole, part) if part % 10 == 0 => format!("{whole}.{} COIN", part / 10),
        (whole, part) => format!("{whole}.{part:02} COIN"),
    }
}

pub fn wallet(place: usize) -> &'static str {
    ["w1", "w2"][place]
}

pub fn since_submission(seconds: i64) -> Instant {
    let unix = Instant::parse(SUBMITTED).unwrap().unix().checked_add_signed(seconds).unwrap();
    Instant::from_unix(unix).unwrap()
}

pub fn check<'d>(decision: &'d Decision<'_>, name: &str) -> Option<&'d Check> {
    decision.checks().iter().find(|check| check.name() == name)
}

/// What a decision found, without digests and without the texts for people.
pub fn findings(decision: &Decision<'_>) -> Value {
    let mut found = serde_json::to_value(decision).unwrap();
    found.as_object_mut().unwrap().remove("policy");
    found["ledger"].as_object_mut().unwrap().remove("sha256");
    found
}
