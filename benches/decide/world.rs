//! A payout that is allowed, under a policy and a ledger of any size.

use std::fmt::Write as _;

use countersign::{
    Case, Instant, Ledger, LedgerEntry, LedgerHeader, Payout, Policy, ReceivedApproval, Scheme, Verdict,
};
use serde_json::{from_value, json, to_value};

use crate::signer::Signer;

/// A policy text, and the people who sign under it.
pub struct World {
    pub policy: String,
    people: Vec<Signer>,
}

/// The instant at which everything is decided.
pub fn now() -> Instant {
    Instant::parse("2026-11-22T12:00:00Z").unwrap()
}

impl World {
    /// One rule and two limits for the payout, and so many rules and limits for other wallets and assets.
    pub fn new(others: usize) -> Self {
        let people: Vec<Signer> = (0..8).map(|at| Signer::named(&person(at), Scheme::Ecdsa)).collect();
        let wallets: Vec<String> = (0..others).map(|at| format!(", \"other-{at}\"")).collect();
        let mut policy = format!(
            "schema = 1\nrealm = \"bench\"\nname = \"bench\"\nversion = 1\nwallets = [\"hot-1\"{}]\npayout_ttl = \"72h\"\n\
             approval_ttl = \"60h\"\nclock_skew = \"2m\"\npayload = \"optional\"\n\n[assets.BTC]\nchain = \"bitcoin\"\n\
             decimals = 8\n\n[assets.ETH]\nchain = \"ethereum\"\ndecimals = 18\n\n",
            wallets.concat()
        );
        for (at, signer) in people.iter().enumerate() {
            write!(policy, "[approvers.{}]\nkeys = [\"{}\"]\n\n", person(at), signer.key_text()).unwrap();
        }
        let names: Vec<String> = (0..8).map(|at| format!("\"{}\"", person(at))).collect();
        write!(policy, "[groups]\nops = [{}]\n\n", names.join(", ")).unwrap();
        policy.push_str(&rules("btc", "BTC", "hot-1"));
        for other in 0..others {
            let asset = if other % 2 == 0 { "BTC" } else { "ETH" };
            policy.push_str(&rules(&format!("other-{other}"), asset, &format!("other-{other}")));
        }
        Self { policy, people }
    }

    pub fn payout() -> Payout {
        let payout = json!({"id": "po-1", "wallet": "hot-1", "amount": "0.5 BTC", "fee": "0.0001 BTC", "initiator": "carol",
            "to": "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "submitted_at": "2026-11-22T10:00:00Z"});
        from_value(payout).unwrap()
    }

    /// Approvals of so many people.
    pub fn approvals(&self, policy: &Policy, people: usize) -> Vec<ReceivedApproval> {
        (0..people).map(|at| self.approval(policy, at)).collect()
    }

    /// A key, a statement, and the signature of one over the other.
    pub fn signed(&self, policy: &Policy) -> (String, String, String) {
        let (signed_at, expires_at) = times();
        let case = Case::open(policy, &Self::payout(), &[]).unwrap();
        let statement = case.statement(Verdict::Approve, &person(0), signed_at, Some(expires_at)).unwrap().to_string();
        let signature = self.people[0].sign(statement.as_bytes());
        (self.people[0].key_text(), statement, signature)
    }

    /// A snapshot of so many paid payouts, one every second up to now.
    pub fn ledger(policy: &Policy, entries: usize) -> Ledger {
        let mut header = to_value(Ledger::new(policy).header()).unwrap();
        header["entries"] = json!(entries);
        let header: LedgerHeader = from_value(header).unwrap();
        Ledger::open(policy, &header, (0..entries).map(|at| entry(entries - at))).unwrap()
    }

    fn approval(&self, policy: &Policy, at: usize) -> ReceivedApproval {
        let (signed_at, expires_at) = times();
        let case = Case::open(policy, &Self::payout(), &[]).unwrap();
        let statement = case.statement(Verdict::Approve, &person(at), signed_at, Some(expires_at)).unwrap();
        let signature = self.people[at].sign(statement.as_str().as_bytes());
        let approval = json!({"signer": person(at), "key": self.people[at].key_text(), "verdict": "approve",
            "signed_at": signed_at, "expires_at": expires_at, "signature": signature, "received_at": signed_at});
        from_value(approval).unwrap()
    }
}

fn person(at: usize) -> String {
    format!("person-{at}")
}

fn times() -> (Instant, Instant) {
    (Instant::parse("2026-11-22T10:05:00Z").unwrap(), Instant::parse("2026-11-24T10:05:00Z").unwrap())
}

/// A rule and the limits that cap it, of one asset out of one wallet.
fn rules(name: &str, asset: &str, wallet: &str) -> String {
    let select = format!("assets = [\"{asset}\"]\nwallets = [\"{wallet}\"]\n");
    format!(
        "[[rules]]\nname = \"{name}\"\n{select}to = \"any\"\ninitiators = \"unsigned\"\napprove = \"1 of ops\"\n\n\
         [[limits]]\nname = \"{name}-day\"\n{select}max = \"2000000 {asset} per 24h\"\neach = [\"wallet\"]\n\n\
         [[limits]]\nname = \"{name}-fee\"\n{select}max_fee = \"0.001 {asset}\"\n\n"
    )
}

/// A paid payout so many seconds before now.
fn entry(seconds_ago: usize) -> LedgerEntry {
    let (days, seconds) = (seconds_ago / 86_400, seconds_ago % 86_400);
    let of_day = 86_400 - 1 - seconds;
    let at = format!("2026-11-{:02}T{:02}:{:02}:{:02}Z", 21 - days, of_day / 3_600, of_day / 60 % 60, of_day % 60);
    let entry = json!({"payout": format!("old-{seconds_ago}"), "wallet": "hot-1", "amount": "0.5 BTC", "initiator": "carol",
        "to": "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "at": at, "lists": [], "state": "paid"});
    from_value(entry).unwrap()
}
