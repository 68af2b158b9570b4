//! One policy's part of the small world: what is asked, who says what, what was spent, when it is asked.

use countersign::{
    Case, Decision, Instant, Ledger, LedgerEntry, Payout, Policy, Quotes, ReceivedApproval, Scheme, Verdict,
};
use countersign_model::input;
use countersign_model::judge::{Judged, Seen, judge_all};
use countersign_model::policy::Policy as ModelPolicy;
use serde_json::{Value, json};

use crate::policies::{PEOPLE, Small, policy};
use crate::support::signer::Signer;
use crate::support::{STRANGER, at, plus, submitted};

/// On the limit of one payout, one unit over it, under a tier and on a window's limit.
pub const AMOUNTS: [&str; 4] = ["0.5 BTC", "1 BTC", "1.00000001 BTC", "3 BTC"];

const HOUR: i64 = 3600;

/// Seconds after submission: dana's vote is still to come; one second before a delay from bob's vote on is over, and
/// then; alice's approval expires, and a delay from dana's vote on is over.
pub const INSTANTS: [i64; 4] = [2 * HOUR, 25 * HOUR - 1, 25 * HOUR, 27 * HOUR];

/// Seconds after submission when each one's vote comes in.
pub const RECEIVED: [i64; 4] = [0, HOUR, 2 * HOUR, 3 * HOUR];

/// Seconds after submission when an approval ends.
pub const EXPIRES: [i64; 4] = [27 * HOUR, 48 * HOUR, 48 * HOUR, 48 * HOUR];

/// None, approve or reject by each of four.
pub const VOTES: usize = 81;

/// What was spent: nothing, one line of nine, or two.
pub const LEDGERS: usize = 1 + 9 + 45;

pub const POINTS: usize = AMOUNTS.len() * VOTES * INSTANTS.len() * LEDGERS;

/// 0: nothing, 1: approve, 2: reject.
pub fn vote(votes: usize, person: usize) -> usize {
    votes / [1, 3, 9, 27][person] % 3
}

/// The same with one person's vote changed.
pub fn with_vote(votes: usize, person: usize, to: usize) -> usize {
    votes - vote(votes, person) * [1, 3, 9, 27][person] + to * [1, 3, 9, 27][person]
}

/// Where a point lies.
pub fn place(amount: usize, votes: usize, instant: usize, ledger: usize) -> usize {
    ((amount * VOTES + votes) * INSTANTS.len() + instant) * LEDGERS + ledger
}

pub fn instant(number: usize) -> Instant {
    plus(submitted(), INSTANTS[number])
}

pub struct World {
    pub small: Small,
    pub policy: Policy,
    pub model: ModelPolicy,
    pub ledgers: Vec<(Ledger, input::Ledger)>,
}

/// A payout with who says what of it, to both sides.
pub struct Asked<'w> {
    pub case: Case<'w>,
    pub payout: input::Payout,
    pub seen: Vec<Seen>,
}

/// A payout and all that anybody may say of it, signed once.
pub struct Signed {
    payout: Payout,
    written: Value,
    /// by person: approve, reject
    said: [[Value; 2]; 4],
    request: Option<Value>,
}

impl World {
    pub fn new(number: usize) -> Self {
        let small = policy(number);
        let policy = Policy::parse(&small.text).unwrap_or_else(|problems| panic!("{problems}\n{}", small.text));
        let model = countersign_model::load::load(&small.text).unwrap_or_else(|e| panic!("{e}\n{}", small.text));
        let lines = lines(small.window);
        let mut ledgers = vec![vec![]];
        for (i, one) in lines.iter().enumerate() {
            ledgers.push(vec![one]);
            ledgers.extend(lines[i..].iter().map(|other| vec![one, other]));
        }
        let ledgers = ledgers.into_iter().map(|lines| ledger(&policy, &model, &lines)).collect();
        Self { small, policy, model, ledgers }
    }

    /// Signs whatever anybody could say of an amount.
    pub fn sign(&self, amount: &str) -> Signed {
        let initiator = if self.small.is_signed { "alice" } else { "someone" };
        let written = json!({ "id": "po-1", "wallet": "hot", "amount": amount, "to": STRANGER, "initiator": initiator,
            "submitted_at": submitted() });
        let payout: Payout = serde_json::from_value(written.clone()).expect("a payout");
        let case = Case::open(&self.policy, &payout, &[]).expect("it can be read");
        let said =
            [0, 1, 2, 3].map(|person| [Verdict::Approve, Verdict::Reject].map(|verdict| say(&case, person, verdict)));
        let request = self.small.is_signed.then(|| say(&case, 0, Verdict::Request));
        Signed { payout, written, said, request }
    }

    /// A payout with these votes.
    pub fn asked(&self, signed: &Signed, votes: usize, is_requested: bool) -> Asked<'_> {
        let said = (0..4).filter(|person| vote(votes, *person) > 0);
        let mut said: Vec<Value> = said.map(|person| signed.said[person][vote(votes, person) - 1].clone()).collect();
        said.extend(signed.request.clone().filter(|_| is_requested));
        let approvals: Vec<ReceivedApproval> = serde_json::from_value(said.clone().into()).expect("approvals");
        let case = Case::open(&self.policy, &signed.payout, &approvals).expect("it can be read");
        let payout = input::payout(&signed.written, &self.model).expect("it can be read");
        let read = input::approvals(&said).expect("approvals");
        Asked { case, payout, seen: read.into_iter().map(|a| Seen { a, bad: None }).collect() }
    }
}

impl Asked<'_> {
    pub fn decide(&self, world: &World, ledger: usize, now: Instant) -> Decision<'_> {
        self.case.decide(&world.ledgers[ledger].0, &Quotes::none(), now)
    }

    pub fn judged(&self, world: &World, now: Instant) -> Vec<Judged> {
        judge_all(&world.model, &self.payout, &self.seen, now.unix().cast_signed())
    }
}

fn say(case: &Case<'_>, person: usize, verdict: Verdict) -> Value {
    let who = PEOPLE[person];
    let signer = Signer::named(who, Scheme::Ecdsa);
    let expires_at = (verdict == Verdict::Approve).then(|| plus(submitted(), EXPIRES[person]));
    let statement = case.statement(verdict, who, submitted(), expires_at).expect("its asset is known");
    let received = if verdict == Verdict::Request { 0 } else { RECEIVED[person] };
    let mut approval = json!({
        "signer": who, "key": signer.key_text(), "verdict": verdict, "signed_at": submitted(),
        "signature": signer.sign(statement.as_str().as_bytes()), "received_at": plus(submitted(), received),
    });
    if let Some(expires_at) = expires_at {
        approval["expires_at"] = json!(expires_at);
    }
    approval
}

/// Two amounts at four instants: leaving the window just when it is asked, one second later, or in a while; and one
/// that was released.
fn lines(window: i64) -> Vec<Value> {
    let ats = [INSTANTS[0] - window, INSTANTS[0] - window + 1, INSTANTS[2] - window, INSTANTS[3] - window + 1];
    let line = |amount: &str, after: i64, state: &str| {
        json!({ "wallet": "hot", "amount": amount, "to": STRANGER, "initiator": "someone", "lists": [],
            "at": plus(at("2026-11-22T10:00:00Z"), after), "state": state })
    };
    let counted = ats.iter().flat_map(|after| [line("0.5 BTC", *after, "paid"), line("2 BTC", *after, "reserved")]);
    counted.chain([line("2 BTC", INSTANTS[0], "released")]).collect()
}

fn ledger(policy: &Policy, model: &ModelPolicy, lines: &[&Value]) -> (Ledger, input::Ledger) {
    let named = lines.iter().zip(["past-1", "past-2"]).map(|(line, name)| {
        let mut line = (*line).clone();
        line["payout"] = name.into();
        line
    });
    let named: Vec<Value> = named.collect();
    let text = countersign_model::r#gen::making::ledger_text(model, 1, &model.sha256, &named);
    let header = serde_json::from_str(text.lines().next().expect("a header")).expect("a header");
    let entries: Vec<LedgerEntry> = serde_json::from_value(named.into()).expect("entries");
    let ledger = Ledger::open(policy, &header, entries).expect("a ledger of this policy");
    (ledger, input::ledger(&text, model).expect("a ledger of this policy"))
}
