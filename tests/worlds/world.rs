//! One policy's part of the small world: what is asked, who says what, what was spent, when it is asked.

use countersign::{
    Case, Decision, Instant, Ledger, LedgerEntry, Payout, Policy, Quotes, ReceivedApproval, Scheme, Verdict,
};
use countersign_model::decision::{Decision as Expected, conclude};
use countersign_model::input;
use countersign_model::judge::{Judged, Seen, judge_all};
use countersign_model::policy::Policy as ModelPolicy;
use countersign_model::scope;
use serde_json::{Value, json};

use crate::policies::{PEOPLE, Small, policy};
use crate::support::signer::Signer;
use crate::support::{STRANGER, plus, submitted};

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

pub fn written(units: u64) -> String {
    format!("{}.{:08} BTC", units / 100_000_000, units % 100_000_000)
}

pub fn units(amount: &str) -> u64 {
    let number = amount.trim_end_matches(" BTC");
    let (whole, places) = number.split_once('.').unwrap_or((number, ""));
    format!("{whole}{places:0<8}").parse().expect("a number")
}

pub struct World {
    pub small: Small,
    pub policy: Policy,
    pub model: ModelPolicy,
    pub ledgers: Vec<(Ledger, input::Ledger)>,
    /// What stands in each of them.
    pub spent: Vec<Vec<Value>>,
}

/// A payout with who says what of it, to both sides.
pub struct Asked<'w> {
    pub case: Case<'w>,
    payout: &'w input::Payout,
    seen: Vec<Seen<'w>>,
}

/// A payout and all that anybody may say of it, signed once.
pub struct Signed<'w> {
    /// Everything that anybody may say has been verified in it, once.
    case: Case<'w>,
    payout: Payout,
    read: input::Payout,
    /// by person: approve, reject
    said: [[Said; 2]; 4],
    request: Option<Said>,
}

/// An approval as either side reads it.
pub type Said = (ReceivedApproval, input::Approval);

impl World {
    pub fn new(number: usize) -> Self {
        Self::of(policy(number))
    }

    pub fn of(small: Small) -> Self {
        let policy = Policy::parse(&small.text).unwrap_or_else(|problems| panic!("{problems}\n{}", small.text));
        let model = countersign_model::load::load(&small.text).unwrap_or_else(|e| panic!("{e}\n{}", small.text));
        let lines = lines(small.window);
        let mut spent = vec![vec![]];
        for (i, one) in lines.iter().enumerate() {
            spent.push(vec![one.clone()]);
            spent.extend(lines[i..].iter().map(|other| vec![one.clone(), other.clone()]));
        }
        let ledgers = spent.iter().map(|lines| ledger(&policy, &model, lines)).collect();
        Self { small, policy, model, ledgers, spent }
    }

    /// Signs whatever anybody could say of an amount.
    pub fn sign(&self, amount: &str) -> Signed<'_> {
        self.sign_out_of("hot", amount)
    }

    /// The same out of a wallet.
    pub fn sign_out_of(&self, wallet: &str, amount: &str) -> Signed<'_> {
        let written = self.payout(wallet, amount);
        let payout: Payout = serde_json::from_value(written.clone()).expect("a payout");
        let case = Case::open(&self.policy, &payout, &[]).expect("it can be read");
        let said =
            [0, 1, 2, 3].map(|person| [Verdict::Approve, Verdict::Reject].map(|verdict| say(&case, person, verdict)));
        let request = self.small.is_signed.then(|| say(&case, 0, Verdict::Request));
        let read = input::payout(&written, &self.model).expect("it can be read");
        let all: Vec<ReceivedApproval> = said.iter().flatten().chain(&request).map(|(said, _)| said.clone()).collect();
        let case = case.with(&all).expect("no more than are read");
        Signed { case, payout, read, said, request }
    }

    pub fn payout(&self, wallet: &str, amount: &str) -> Value {
        let initiator = if self.small.is_signed { "alice" } else { "someone" };
        json!({ "id": "po-1", "wallet": wallet, "amount": amount, "to": STRANGER, "initiator": initiator,
            "submitted_at": submitted() })
    }

    /// The ledger of whoever decides by the policy's next version, with nothing in it.
    pub fn later_ledger(&self) -> Ledger {
        let text = countersign_model::r#gen::making::ledger_text(&self.model, 2, &"0".repeat(64), &[]);
        let header = serde_json::from_str(text.lines().next().expect("a header")).expect("a header");
        Ledger::open(&self.policy, &header, Vec::new()).expect("it can be read")
    }

    /// A payout with these votes.
    pub fn asked<'w>(&'w self, signed: &'w Signed<'w>, votes: usize, is_requested: bool) -> Asked<'w> {
        let said = signed.said(votes, is_requested);
        let approvals: Vec<ReceivedApproval> = said.iter().map(|(approval, _)| approval.clone()).collect();
        let case = signed.case.with(&approvals).expect("no more than are read");
        // That the signatures hold is the engine's to find out.
        let seen = said.iter().map(|(_, a)| (a, self.model.person(&a.signer).ok_or("unknown-signer"))).collect();
        Asked { case, payout: &signed.read, seen }
    }

    /// A ledger that both sides read.
    pub fn ledger(&self, lines: &[Value]) -> (Ledger, input::Ledger) {
        ledger(&self.policy, &self.model, lines)
    }
}

impl Signed<'_> {
    /// As those who hold nothing else open it.
    pub fn opened<'w>(&self, world: &'w World, approvals: &[ReceivedApproval]) -> Case<'w> {
        Case::open(&world.policy, &self.payout, approvals).expect("it can be read")
    }

    pub fn said(&self, votes: usize, is_requested: bool) -> Vec<&Said> {
        let said = (0..4).filter(|person| vote(votes, *person) > 0);
        let said = said.map(|person| &self.said[person][vote(votes, person) - 1]);
        said.chain(self.request.iter().filter(|_| is_requested)).collect()
    }
}

impl Asked<'_> {
    pub fn decide(&self, world: &World, ledger: usize, now: Instant) -> Decision<'_> {
        self.case.decide(&world.ledgers[ledger].0, &Quotes::none(), now)
    }

    pub fn judged(&self, world: &World, now: Instant) -> Vec<Judged<'_>> {
        judge_all(&world.model, self.payout, &self.seen, now.unix().cast_signed())
    }

    /// What the model says.
    pub fn expect<'a>(
        &'a self,
        world: &'a World,
        judged: &'a [Judged<'a>],
        ledger: usize,
        now: Instant,
    ) -> Expected<'a> {
        let (policy, payout, ledger) = (&world.model, self.payout, &world.ledgers[ledger].1);
        let money = payout.money.as_ref().expect("its asset is known");
        let now = now.unix().cast_signed();
        let case = scope::Case { policy, payout, money, ledger, quotes: &[], judged, now, reserved: false };
        conclude(policy, case.checks(), judged)
    }
}

fn say(case: &Case<'_>, person: usize, verdict: Verdict) -> Said {
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
    let read = input::approvals(std::slice::from_ref(&approval)).expect("an approval").remove(0);
    (serde_json::from_value(approval).expect("an approval"), read)
}

/// A line of some payout.
fn line(amount: &str, at: Instant, state: &str) -> Value {
    json!({ "wallet": "hot", "amount": amount, "to": STRANGER, "initiator": "someone", "lists": [], "at": at,
        "state": state })
}

/// A line of the payout of this name.
pub fn paid(amount: &str, at: Instant, payout: &str) -> Value {
    let mut line = line(amount, at, "paid");
    line["payout"] = payout.into();
    line
}

/// Two amounts at four instants: leaving the window just when it is asked, one second later, or in a while; and one
/// that was released.
fn lines(window: i64) -> Vec<Value> {
    let ats = [INSTANTS[0] - window, INSTANTS[0] - window + 1, INSTANTS[2] - window, INSTANTS[3] - window + 1];
    let line = |amount: &str, after: i64, state: &str| line(amount, plus(submitted(), after), state);
    let counted = ats.iter().flat_map(|after| [line("0.5 BTC", *after, "paid"), line("2 BTC", *after, "reserved")]);
    counted.chain([line("2 BTC", INSTANTS[0], "released")]).collect()
}

/// The lines are of payouts of their own, but for those that name theirs.
fn ledger(policy: &Policy, model: &ModelPolicy, lines: &[Value]) -> (Ledger, input::Ledger) {
    let named = lines.iter().enumerate().map(|(i, line)| {
        let mut named = json!({ "payout": format!("past-{i}") });
        named.as_object_mut().expect("an object").extend(line.as_object().expect("an object").clone());
        named
    });
    let named: Vec<Value> = named.collect();
    let text = countersign_model::r#gen::making::ledger_text(model, 1, &model.sha256, &named);
    let header = serde_json::from_str(text.lines().next().expect("a header")).expect("a header");
    let entries: Vec<LedgerEntry> = serde_json::from_value(named.into()).expect("entries");
    let ledger = Ledger::open(policy, &header, entries).expect("a ledger of this policy");
    (ledger, input::ledger(&text, model).expect("a ledger of this policy"))
}
