//! What the engine is supposed to say is what it says of real signatures.

use countersign::analyze::{BandOfAmounts, Coalitions, Focus, KindOfPayout, Party, Replay, Supposed};
use countersign::{Answer, Case, Instant, Ledger, Payout, Policy, Quotes, ReceivedApproval, Scheme, Verdict};
use serde_json::json;

use crate::showcases::{AT, policy, quotes};
use crate::signer::Signer;

/// Everything these people can sign of a payout by an instant, each with the secret of their test key.
fn signed(policy: &Policy, payout: &Payout, signing: &Party, at: Instant) -> Vec<ReceivedApproval> {
    let case = Case::open(policy, payout, &[]).unwrap();
    let lifetime = policy.approval_ttl().seconds();
    let mut approvals = Vec::new();
    let mut sign = |name: &str, verdict: Verdict, signed_at: Instant| {
        let key = policy.keys_of(name)[0].as_str();
        let scheme = [Scheme::Ecdsa, Scheme::Bip340, Scheme::Eip191, Scheme::BitcoinMessage];
        let scheme = scheme.into_iter().find(|scheme| key.starts_with(&format!("{scheme}:"))).unwrap();
        let expires_at =
            (verdict == Verdict::Approve).then(|| Instant::from_unix(signed_at.unix() + lifetime).unwrap());
        let statement = case.statement(verdict, name, signed_at, expires_at).unwrap();
        let signature = Signer::named(name, scheme).sign(statement.as_str().as_bytes());
        let mut approval = json!({
            "signer": name, "key": key, "verdict": verdict, "signed_at": signed_at, "signature": signature,
            "received_at": signed_at,
        });
        if let Some(expires_at) = expires_at {
            approval["expires_at"] = json!(expires_at);
        }
        approvals.push(serde_json::from_value(approval).unwrap());
    };
    for name in signing.names(policy) {
        if name == *payout.initiator() {
            sign(name.as_str(), Verdict::Request, payout.submitted_at());
        }
        if policy.approvers().any(|approver| *approver == name) {
            let signings = (payout.submitted_at().unix()..=at.unix()).step_by(usize::try_from(lifetime).unwrap());
            for signed_at in signings {
                sign(name.as_str(), Verdict::Approve, Instant::from_unix(signed_at).unwrap());
            }
        }
    }
    approvals
}

#[test]
fn every_proof_of_a_showcase_is_allowed_once_it_is_really_signed_and_not_before() {
    let at = Instant::parse(AT).unwrap();
    let mut proofs = 0;
    for name in ["minimal", "hot-wallet", "cold-vault", "treasury", "payment-processor", "market-maker", "bridge"] {
        let policy = policy(name);
        let quotes = quotes(&policy, at);
        let coalitions = Coalitions::of(&policy, &Focus::default(), &quotes, at).unwrap();
        let bands = coalitions.kinds().iter().flat_map(KindOfPayout::bands);
        for release in bands.flat_map(BandOfAmounts::releases) {
            let replay: &Replay = release.replay();
            let (payout, signing, at) = (replay.payout(), replay.signing(), replay.at());
            let approvals = signed(&policy, payout, signing, at);
            let ledger = Ledger::new(&policy);
            let decide = |approvals: &[ReceivedApproval], quotes: &Quotes| {
                Case::open(&policy, payout, approvals).unwrap().decide(&ledger, quotes, at)
            };
            let decision = decide(&approvals, &quotes);
            assert_eq!(decision.verdict(), Answer::Allow, "{name}: {decision}");
            let asked = Supposed::new(&policy).with_quotes(quotes.clone());
            let foreseen = asked.open(payout).unwrap().of(signing, &Party::nobody(), at);
            assert_eq!(foreseen.checks(), decision.checks());
            for left_out in signing.names(&policy) {
                let fewer = approvals.iter().filter(|approval| approval.signer() != left_out.as_str()).cloned();
                let decision = decide(&fewer.collect::<Vec<_>>(), &quotes);
                assert_ne!(decision.verdict(), Answer::Allow, "{name} without {left_out}");
            }
            proofs += 1;
        }
    }
    assert!(proofs > 40, "{proofs}");
}

#[test]
fn what_is_supposed_to_be_reserved_counts_in_what_is_asked_next() {
    let policy = policy("minimal");
    let everybody = Party::everybody(&policy);
    let now = Instant::parse(AT).unwrap();
    let payout = |id: &str, amount: &str| -> Payout {
        serde_json::from_value(json!({
            "id": id, "wallet": "main", "amount": amount, "to": "bc1qf2dwt9czkhvjvsnl25gujws2pq3lk059sf54uw",
            "fee": "0.0001 BTC", "initiator": "alice", "submitted_at": AT,
        }))
        .unwrap()
    };
    let mut supposed = Supposed::new(&policy);
    assert!(supposed.reserve(&payout("po-1", "0.6 BTC"), &everybody, now).unwrap().is_allowed());
    assert!(!supposed.reserve(&payout("po-1", "0.4 BTC"), &everybody, now).unwrap().is_allowed());
    assert!(!supposed.reserve(&payout("po-2", "0.41 BTC"), &everybody, now).unwrap().is_allowed());
    assert!(supposed.reserve(&payout("po-3", "0.4 BTC"), &everybody, now).unwrap().is_allowed());
    // The payout expires before the day has passed, and time does not cure that.
    let next = supposed.open(&payout("po-4", "0.1 BTC")).unwrap();
    assert!(!next.first_allowed(&everybody, now).is_allowed());
}

#[test]
fn time_alone_is_followed_until_it_allows() {
    let policy = policy("cold-vault");
    let friday = Instant::parse("2026-11-20T15:00:00Z").unwrap();
    let payout: Payout = serde_json::from_value(json!({
        "id": "po-1", "wallet": "vault-1", "amount": "5 BTC", "to": "bc1qj9acxzf9v6cez808l7p752parxqh70deaeup0h",
        "fee": "0.0001 BTC", "initiator": "olivia", "submitted_at": friday,
        "payload_sha256": "0000000000000000000000000000000000000000000000000000000000000000",
    }))
    .unwrap();
    let supposed = Supposed::new(&policy);
    let asked = supposed.open(&payout).unwrap();
    let first = asked.first_allowed(&Party::everybody(&policy), friday);
    // Two days after Friday afternoon is Sunday; the vault opens on Monday at nine in Zurich.
    assert_eq!((first.verdict(), first.at()), (Answer::Allow, Instant::parse("2026-11-23T08:00:00Z").unwrap()));
    let few = Party::of(&policy, ["olivia", "oscar", "dana"]).unwrap();
    assert_eq!(asked.first_allowed(&few, friday).verdict(), Answer::Wait);
}

#[test]
fn whoever_signs_goes_on_signing_so_that_no_approval_ends_before_the_wait_does() {
    let text = std::fs::read_to_string(format!("{}/policies/cold-vault.toml", env!("CARGO_MANIFEST_DIR"))).unwrap();
    // An approval outlives the delay, but not a weekend after it.
    let policy = Policy::parse(&text.replace("approval_ttl = \"7d\"", "approval_ttl = \"49h\"")).unwrap();
    let at = Instant::parse("2026-11-21T00:00:00Z").unwrap();
    let coalitions = Coalitions::of(&policy, &Focus::default(), &Quotes::none(), at).unwrap();
    let text = coalitions.to_string();
    assert!(text.contains("after 48h by any 1 of (dana, dirk) and any 4 of officers"), "{text}");
}
