//! `statement`: the exact bytes to sign.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use countersign::{ApprovalCode, Case, Instant, Policy, Statement, Verdict};
use serde_json::json;

use crate::exit::Exit;
use crate::fault::Fault;
use crate::terminal::{Format, Terminal};
use crate::{input, json, load};

/// Prints the exact bytes that a person signs
///
/// Refuses what could never hold, and an expiry that cannot outlive the longest delay that binds.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    pub words: Words,
}

/// What is to be said of which payout.
#[derive(Debug, clap::Args)]
pub struct Words {
    /// The policy
    pub policy: PathBuf,
    /// The payout, a JSON object
    #[arg(long, value_name = "F")]
    pub payout: PathBuf,
    /// Who signs
    #[arg(long, value_name = "A")]
    pub signer: String,
    /// What is said
    #[arg(long, value_name = "V", value_parser = PossibleValuesParser::new(["request", "approve", "reject"]).map(|word| verdict(&word)))]
    pub verdict: Verdict,
    /// When it is signed, YYYY-MM-DDTHH:MM:SSZ
    #[arg(long, value_name = "T", value_parser = Instant::parse)]
    pub signed_at: Instant,
    /// When an `approve` expires; refused for the others
    #[arg(long, value_name = "T", value_parser = Instant::parse)]
    pub expires_at: Option<Instant>,
    /// Permits an expiry before the longest delay that binds has passed
    #[arg(long)]
    pub short: bool,
}

pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Fault> {
    let words = &arguments.words;
    input::at_most_one_stdin(&[&words.policy, &words.payout])?;
    let policy = load::policy(&words.policy)?;
    let case = words.case(&policy)?;
    let statement = words.statement(&case)?;
    terminal.print(&match terminal.format() {
        Format::Text => statement.as_str().into(),
        Format::Json => json::line(&json!({"statement": statement.as_str()}))?,
    })?;
    Ok(Exit::Yes)
}

impl Words {
    /// The payout under the policy, with no approvals yet.
    pub fn case<'p>(&self, policy: &'p Policy) -> Result<Case<'p>, Fault> {
        let payout = load::payout(&self.payout)?;
        Case::open(policy, &payout, &[]).map_err(|fault| load::of_case(&fault).of(&self.payout))
    }

    /// The statement, if it is one that can come to hold.
    pub fn statement(&self, case: &Case<'_>) -> Result<Statement, Fault> {
        let Self { signer, verdict, signed_at, expires_at, .. } = self;
        match (verdict, expires_at) {
            (Verdict::Approve, None) => {
                let message = "an `approve` says when it expires";
                return Err(Fault::new("usage", message, "give `--expires-at`"));
            }
            (Verdict::Request | Verdict::Reject, Some(_)) => {
                return Err(Fault::new("usage", format!("a `{verdict}` never expires"), "leave `--expires-at` out"));
            }
            _ => {}
        }
        if let Some(code) = case.objection(*verdict, signer, *signed_at, *expires_at) {
            return Err(Fault::new(
                code.as_str(),
                format!("this could never count: {}", code.in_words()),
                cure(code, case),
            ));
        }
        let is_requester = case.policy().requesters().any(|requester| requester.as_str() == signer);
        if *verdict == Verdict::Reject && is_requester && case.payout().initiator().as_str() != signer {
            let message = format!("`{signer}` is a requester and may reject only payouts of their own");
            return Err(Fault::new("requester", message, "let the initiator or an approver reject it"));
        }
        let statement = case.statement(*verdict, signer, *signed_at, *expires_at).ok_or_else(unread)?;
        self.outlives_delay(case)?;
        Ok(statement)
    }

    fn outlives_delay(&self, case: &Case<'_>) -> Result<(), Fault> {
        let (Some(expires_at), Some(delay), false) = (self.expires_at, case.longest_delay(), self.short) else {
            return Ok(());
        };
        let earliest = self.signed_at.after(delay);
        if expires_at > earliest {
            return Ok(());
        }
        let message = format!(
            "this expires at {expires_at}, before a delay of {delay} can end: it would no longer count at {earliest}"
        );
        Err(Fault::new(
            "short",
            message,
            "let it expire later, or say `--short` if a shorter delay or a waiver will do",
        ))
    }
}

fn verdict(word: &str) -> Verdict {
    match word {
        "request" => Verdict::Request,
        "approve" => Verdict::Approve,
        // What is not asked for stops the payout, should the words above ever change.
        _ => Verdict::Reject,
    }
}

fn unread() -> Fault {
    let message = "the policy does not name the asset of this payout, or its fee's, or that is on another chain";
    Fault::new("unknown-asset", message, "there is nothing to sign: the payout is denied in any case")
}

fn cure(code: ApprovalCode, case: &Case<'_>) -> String {
    match code {
        ApprovalCode::UnknownSigner => {
            let known: Vec<&str> = case
                .policy()
                .approvers()
                .chain(case.policy().requesters())
                .take(20)
                .map(countersign::Name::as_str)
                .collect();
            format!("sign as one of those the policy knows: {}", known.join(", "))
        }
        ApprovalCode::Early => {
            format!("the payout was submitted at {}: sign it after that", case.payout().submitted_at())
        }
        ApprovalCode::Lifetime => {
            format!("let it expire after it is signed and at most {} later", case.policy().approval_ttl())
        }
        ApprovalCode::NotInitiator => format!("let `{}` request it", case.payout().initiator()),
        ApprovalCode::Requester | ApprovalCode::Initiator => "let another approver sign".into(),
        _ => "sign what the policy permits".into(),
    }
}
