//! Plays a scenario: people sign, the engine decides, the ledger remembers.

use std::ops::Range;

use countersign::{
    Case, Check, Decision, Instant, Ledger, LedgerActFault, Name, Policy, Quote, Quotes, ReceivedApproval,
    SignedApproval, Verdict, quote_statement,
};
use serde_json::{Value as Json, json};

use super::coverage::Coverage;
use super::document::{AskedTo, Expected, Mark, PlacedPayout, Scenario, SignedPrice, Step, Wanted};
use super::fields::nearest;
use super::keys::TestKey;
use crate::escape;

/// Why a scenario failed, at the first step at which it did.
#[derive(Debug)]
pub struct Failure {
    /// Counted from 1.
    pub step: usize,
    pub span: Range<usize>,
    pub at: Instant,
    pub payout: String,
    /// What was expected and what came, a sentence each.
    pub differences: Vec<String>,
    /// The step's decision, if one was made, in words and as JSON.
    pub decision: Option<(String, Json)>,
}

/// Plays a scenario to its end or its first failure, and notes what of the policy it touched.
///
/// # Errors
/// The first step at which something else came than was expected.
pub fn play(policy: &Policy, scenario: &Scenario, coverage: &mut Coverage) -> Outcome {
    let mut stage = Stage::new(policy, &scenario.payouts);
    for (place, step) in scenario.steps.iter().enumerate() {
        let Err(Difference { sentences, decision }) = stage.play(step, coverage) else { continue };
        let payout = scenario.payouts.get(step.payout).map_or(String::new(), |it| it.payout.id().to_string());
        return Err(Box::new(Failure {
            step: place.saturating_add(1),
            span: step.span.clone(),
            at: step.at,
            payout,
            differences: sentences,
            decision,
        }));
    }
    Ok(())
}

/// What came of a scenario: nothing else than was expected, or the first step at which it did.
pub type Outcome = Result<(), Box<Failure>>;

/// What is known so far.
struct Stage<'p> {
    policy: &'p Policy,
    payouts: Vec<Known<'p>>,
    signed_prices: Vec<Quote>,
    quotes: Quotes,
    ledger: Ledger,
}

/// A payout with what has been signed of it.
struct Known<'p> {
    placed: &'p PlacedPayout,
    approvals: Vec<ReceivedApproval>,
    case: Option<Case<'p>>,
}

struct Difference {
    sentences: Vec<String>,
    decision: Option<(String, Json)>,
}

impl Difference {
    fn of(sentence: impl Into<String>) -> Self {
        Self { sentences: vec![sentence.into()], decision: None }
    }
}

impl<'p> Stage<'p> {
    fn new(policy: &'p Policy, payouts: &'p [PlacedPayout]) -> Self {
        let known = |placed| Known { placed, approvals: Vec::new(), case: None };
        Self {
            policy,
            payouts: payouts.iter().map(known).collect(),
            signed_prices: Vec::new(),
            quotes: Quotes::none(),
            ledger: Ledger::new(policy),
        }
    }

    fn play(&mut self, step: &Step, coverage: &mut Coverage) -> Result<(), Difference> {
        self.sign_prices(step)?;
        let case = self.sign(step)?;
        let mut refusal = None;
        if let Some(expected) = &step.expected {
            let (ledger, quotes) = (&self.ledger, &self.quotes);
            let decision = match expected.asked {
                AskedTo::Sign => case.decide_reserved(ledger, quotes, step.at),
                AskedTo::Reserve | AskedTo::Know => {
                    coverage.saw_edges(case.edges(ledger, quotes, step.at));
                    case.decide(ledger, quotes, step.at)
                }
            };
            coverage.saw(&decision);
            let sentences = differences(expected, &decision);
            if !sentences.is_empty() {
                let json = serde_json::to_value(&decision).unwrap_or_default();
                return Err(Difference { sentences, decision: Some((decision.to_string(), json)) });
            }
            if expected.asked == AskedTo::Reserve && decision.is_allowed() {
                if let Some(permit) = decision.into_permit() {
                    self.ledger
                        .reserve(permit)
                        .map_err(|fault| Difference::of(format!("it could not be reserved: {fault}")))?;
                }
            } else {
                refusal = decision.into_refusal();
            }
        }
        let Some(mark) = step.mark else { return Ok(()) };
        let id = case.payout().id().clone();
        let marked: Result<(), LedgerActFault> = match mark {
            Mark::Paid => self.ledger.settle(self.policy, &id),
            Mark::Released => self.ledger.release(self.policy, &id),
            Mark::Refused => match refusal {
                Some(refusal) => self.ledger.refuse(refusal),
                None => return Err(Difference::of("it cannot be marked as refused: nobody withdrew or vetoed it")),
            },
        };
        marked.map_err(|fault| Difference::of(format!("its line could not be marked: {fault}")))
    }

    fn sign_prices(&mut self, step: &Step) -> Result<(), Difference> {
        for price in &step.quotes {
            for feed in &price.by {
                let quote = quote(self.policy, price, &feed.text, step.at);
                let quote = quote.ok_or_else(|| Difference::of(format!("`{}` could not sign a price", feed.text)))?;
                self.signed_prices.push(quote);
            }
        }
        if !step.quotes.is_empty() {
            let verified = Quotes::verify(self.policy, &self.signed_prices);
            self.quotes = verified.map_err(|fault| Difference::of(fault.to_string()))?;
        }
        Ok(())
    }

    /// The step's payout with all that has been signed of it by now.
    fn sign(&mut self, step: &Step) -> Result<Case<'p>, Difference> {
        let policy = self.policy;
        let Some(known) = self.payouts.get_mut(step.payout) else {
            return Err(Difference::of("there is no such payout"));
        };
        let payout = &known.placed.payout;
        let open = |approvals: &[ReceivedApproval]| {
            Case::open(policy, payout, approvals).map_err(|fault| Difference::of(fault.to_string()))
        };
        let case = match known.case.take() {
            Some(case) => case,
            None => open(&known.approvals)?,
        };
        let before = known.approvals.len();
        for (verdict, signer) in &step.signed {
            // Of a payout whose asset nobody knows there is nothing to sign.
            known.approvals.extend(approval(policy, &case, *verdict, &signer.text, step));
        }
        // Every signature is verified again with the case, so only when there are more of them.
        let case = if known.approvals.len() == before { case } else { open(&known.approvals)? };
        known.case = Some(case.clone());
        Ok(case)
    }
}

fn approval(policy: &Policy, case: &Case<'_>, verdict: Verdict, signer: &str, step: &Step) -> Option<ReceivedApproval> {
    let lifetime = step.expires.unwrap_or(policy.approval_ttl());
    let expires_at = (verdict == Verdict::Approve).then(|| step.at.after(lifetime));
    let statement = case.statement(verdict, signer, step.at, expires_at)?;
    let key = test_key(policy, signer)?;
    let mut record = json!({
        "signer": signer, "key": key.text(), "verdict": verdict, "signed_at": step.at,
        "signature": key.sign(statement.as_str().as_bytes())?,
    });
    if let (Some(expires_at), Some(record)) = (expires_at, record.as_object_mut()) {
        record.insert("expires_at".into(), json!(expires_at));
    }
    let approval: SignedApproval = serde_json::from_value(record).ok()?;
    Some(approval.received(step.at))
}

fn quote(policy: &Policy, price: &SignedPrice, feed: &str, at: Instant) -> Option<Quote> {
    let key = test_key(policy, feed)?;
    let asset = Name::parse(&price.asset.text).ok()?;
    let statement = quote_statement(policy, &asset, &price.price.text, at, &key.text()).ok()?;
    let record = json!({
        "signer": feed, "key": key.text(), "asset": price.asset.text, "price": price.price.text, "quoted_at": at,
        "signature": key.sign(statement.as_bytes())?,
    });
    serde_json::from_value(record).ok()
}

fn test_key(policy: &Policy, signer: &str) -> Option<TestKey> {
    TestKey::of(signer, policy.keys_of(signer).first()?.scheme())
}

/// What a decision is otherwise than expected.
fn differences(expected: &Expected, decision: &Decision<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    if decision.verdict() != expected.verdict {
        sentences.push(format!("expected {}, and it is {}", expected.verdict, decision.verdict()));
    }
    if let Some(is_final) = expected.is_final.filter(|is_final| *is_final != decision.is_final()) {
        let words = |is_final: bool| if is_final { "final" } else { "not final" };
        sentences.push(format!("expected it to be {}, and it is {}", words(is_final), words(decision.is_final())));
    }
    for (name, wanted) in &expected.checks {
        let found = decision.checks().iter().find(|check| check.name() == name.text);
        let name = escape::line(&name.text);
        match found {
            None => {
                let names: Vec<&str> = decision.checks().iter().map(Check::name).collect();
                let near = nearest(&name, &names);
                let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                sentences.push(format!("expected `{name}` {wanted}, and there is no such check{near}"));
            }
            Some(check) if !is_met(*wanted, check) => {
                let found = format!("{} ({})", check.status(), check.code());
                sentences.push(format!("expected `{name}` {wanted}, and it is {found}"));
            }
            Some(_) => {}
        }
    }
    sentences
}

fn is_met(wanted: Wanted, check: &Check) -> bool {
    match wanted {
        Wanted::Status(status) => check.status() == status,
        Wanted::Code(code) => check.code() == code,
    }
}
