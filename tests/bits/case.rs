//! One approval, asked of the engine through the texts that arrive: does it prove that its signer signed?

use countersign::{
    ApprovalCode, ApprovalStatus, Case, Instant, Key, Ledger, LedgerHeader, Payout, Policy, Quotes, ReceivedApproval,
    Verdict,
};
use serde_json::json;

use crate::sheet::{self, Sheet};
use crate::signer::Signer;

/// What came of an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A text cannot be read, or the payout cannot under the policy, so that nothing is decided of the approval.
    Unread,
    /// It is read, and proves nothing.
    Unproven(ApprovalCode),
    /// It proves that its signer signed this: it holds, or is void for another reason only.
    Proven(ApprovalStatus),
}

/// What was signed, by whom, under which policy.
pub struct Signed {
    pub sheet: Sheet,
    pub policy: Policy,
    pub key: Key,
    pub statement: String,
    pub signature: Vec<u8>,
    received: Instant,
}

impl Signed {
    /// The statement of the sheet, signed.
    pub fn new(sheet: Sheet, by: &Signer, key: Key) -> Self {
        let policy = parse(&sheet::policy(&sheet, key.as_str())).expect("the sheet's policy can be read");
        let statement = statement(&sheet, &policy).expect("the sheet's payout can be read");
        let signed_at = Instant::parse(text(&sheet["signed"])).unwrap();
        let signature = by.sign(statement.as_bytes()).into_bytes();
        let received = Instant::from_unix(signed_at.unix() + 1).unwrap();
        Self { sheet, policy, key, statement, signature, received }
    }

    /// What comes of the approval with nothing altered.
    pub fn unaltered(&self) -> Answer {
        self.of_signature(&self.signature)
    }

    /// With another payout in place of the one that was signed.
    pub fn of_payout(&self, payout: &Sheet) -> Answer {
        self.ask(&self.policy, payout, &self.sheet, self.key.as_str().as_bytes(), &self.signature)
    }

    /// With another approval around the signature.
    pub fn of_approval(&self, approval: &Sheet, key: &[u8]) -> Answer {
        self.ask(&self.policy, &self.sheet, approval, key, &self.signature)
    }

    pub fn of_signature(&self, signature: &[u8]) -> Answer {
        self.ask(&self.policy, &self.sheet, &self.sheet, self.key.as_str().as_bytes(), signature)
    }

    /// Under another policy, with the payout and the approval of that sheet.
    pub fn of_policy(&self, sheet: &Sheet) -> Answer {
        let Some(policy) = parse(&sheet::policy(sheet, self.key.as_str())) else { return Answer::Unread };
        self.ask(&policy, sheet, sheet, self.key.as_str().as_bytes(), &self.signature)
    }

    fn ask(&self, policy: &Policy, payout: &Sheet, approval: &Sheet, key: &[u8], signature: &[u8]) -> Answer {
        let Ok(payout) = serde_json::from_slice::<Payout>(&sheet::payout(payout)) else { return Answer::Unread };
        let approval = sheet::approval(approval, key, signature, self.received);
        let Ok(approval) = serde_json::from_slice::<ReceivedApproval>(&approval) else { return Answer::Unread };
        let Ok(case) = Case::open(policy, &payout, &[approval]) else { return Answer::Unread };
        let decision = case.decide(&empty(policy), &Quotes::none(), self.received);
        match decision.approvals() {
            [] => Answer::Unread,
            [one] => match one.code() {
                code @ (ApprovalCode::UnknownSigner
                | ApprovalCode::UnknownKey
                | ApprovalCode::MalformedSignature
                | ApprovalCode::BadSignature) => Answer::Unproven(code),
                _ => Answer::Proven(one.status()),
            },
            more => panic!("one approval was given, and {} came back", more.len()),
        }
    }
}

/// The statement of a sheet, from the records and the policy written of it.
pub fn statement(sheet: &Sheet, policy: &Policy) -> Option<String> {
    let payout: Payout = serde_json::from_slice(&sheet::payout(sheet)).ok()?;
    let case = Case::open(policy, &payout, &[]).ok()?;
    let verdict: Verdict = serde_json::from_value(json!(text(&sheet["verdict"]))).ok()?;
    let at = |field: &str| sheet.get(field).map(|at| Instant::parse(text(at)).unwrap());
    let statement = case.statement(verdict, text(&sheet["signer"]), at("signed")?, at("expires"))?;
    Some(statement.as_str().to_owned())
}

pub fn parse(policy: &[u8]) -> Option<Policy> {
    Policy::parse(std::str::from_utf8(policy).ok()?).ok()
}

fn empty(policy: &Policy) -> Ledger {
    let header: LedgerHeader = serde_json::from_value(json!({
        "ledger": format!("{}/{}", policy.realm(), policy.name()), "entries": 0,
        "policy": { "version": policy.version(), "sha256": policy.digest() },
    }))
    .unwrap();
    Ledger::open(policy, &header, Vec::new()).unwrap()
}

pub fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}
