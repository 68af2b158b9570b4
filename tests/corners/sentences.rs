//! A decision in words: who must do what by when. A writer that fails is told of, wherever it fails.

use std::fmt::{self, Write as _};
use std::io;

use countersign::{Answer, Decision, Policy, Verdict};

use crate::world::{FRIEND, Text, World, asked, person, plus, submitted};

/// The sentences between the first line and the checks.
fn gist(decision: &Decision<'_>) -> Vec<String> {
    let text = decision.to_string();
    text.lines().skip(1).take_while(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn slow() -> World {
    let rule = "approve = \"1 of ops\"";
    Text::base().swap(rule, &format!("{rule}\nveto = \"1 of risk\"\ndelay = \"1h\"")).world()
}

#[test]
fn an_allowed_payout_is_to_be_reserved() {
    let world = Text::base().world();
    let payout = asked().of("1 XRP").with("to", "rStranger").with("tag", "7").payout();
    let approvals = ["alice", "bob"].map(|who| world.approve(&payout, who));
    let decision = world.decide(&payout, &approvals, &world.ledger(&[]), submitted());
    assert_eq!((decision.verdict().as_str(), decision.at()), ("allow", submitted()));
    assert!(!decision.is_final(), "only a denial is final");
    assert_eq!(gist(&decision), ["reserve it now, and decide again immediately before it is signed"]);
    let text = decision.to_string();
    assert_eq!(
        text.lines().next(),
        Some("allow po-1: 1 XRP out of hot to rStranger tag 7, as of 2026-11-22T10:00:00Z")
    );
    assert!(text.ends_with("\napprovals\n  alice approve: it counts\n  bob approve: it counts\n"), "{text}");
    let keys: Vec<&str> = decision.approvals().iter().map(countersign::ApprovalOutcome::key).collect();
    assert_eq!(keys, [person("alice").key_text(), person("bob").key_text()]);
    let told = decision.approvals()[0].clone();
    assert_eq!((told.signer(), told.verdict(), told.code().to_string().as_str()), ("alice", Verdict::Approve, "holds"));
}

#[test]
fn a_waiting_payout_says_for_whom_and_when_to_ask_again() {
    let world = slow();
    let payout = asked().payout();
    let unsigned = world.decide(&payout, &[], &world.ledger(&[]), submitted());
    assert_eq!(unsigned.verdict().as_str(), "wait");
    assert_eq!(gist(&unsigned).last().unwrap(), "the payout expires at 2026-11-25T10:00:00Z");
    assert!(gist(&unsigned)[0].contains("one of alice, bob, carol must approve"), "{unsigned}");
    let signed = world.decide(&payout, &[world.approve(&payout, "alice")], &world.ledger(&[]), submitted());
    assert_eq!(
        gist(&signed).last().unwrap(),
        "ask again at 2026-11-22T11:00:00Z; the payout expires at 2026-11-25T10:00:00Z"
    );
}

#[test]
fn a_denied_payout_says_whether_that_may_change() {
    let world = Text::base().plus("[[blocks]]\nname = \"friends\"\nto = [\"friends\"]").world();
    let blocked = asked().with("to", FRIEND).payout();
    let blocked = world.decide(&blocked, &[], &world.ledger(&[]), submitted());
    assert_eq!(gist(&blocked).last().unwrap(), "this may change; the payout expires at 2026-11-25T10:00:00Z");
    let expired = world.decide(&asked().payout(), &[], &world.ledger(&[]), plus(submitted(), 72 * 3_600));
    assert_eq!(gist(&expired).last().unwrap(), "this is final: no approval and no later instant changes it");
}

#[test]
fn of_many_who_could_sign_eight_are_named_and_the_others_counted() {
    let people: String = (0..10).map(|nth| format!("[approvers.p{nth}]\nkeys = [\"KEY-p{nth}\"]\n\n")).collect();
    let everybody = (0..10).map(|nth| format!("\"p{nth}\"")).collect::<Vec<_>>().join(", ");
    let text = Text::base().swap("[requesters.shop]", &format!("{people}[requesters.shop]"));
    let text = text.swap("[groups]\n", &format!("[groups]\nmany = [{everybody}]\n"));
    let world = text.swap("approve = \"1 of ops\"", "approve = \"1 of many\"").world();
    let decision = world.decide(&asked().payout(), &[], &world.ledger(&[]), submitted());
    assert!(
        gist(&decision)[0].contains("one of p0, p1, p2, p3, p4, p5, p6, p7 and 2 others must approve"),
        "{decision}"
    );
    let check = decision.checks().iter().find(|check| check.name() == "quorum:base").unwrap();
    assert_eq!(check.missing().unwrap().from().len(), 10, "the data names all");
}

/// Takes so many bytes, and then no more.
struct Full(usize);

impl fmt::Write for Full {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.checked_sub(text.len()).ok_or(fmt::Error)?;
        Ok(())
    }
}

impl io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_decision_is_written_whole_or_not_at_all() {
    let world = slow();
    let payout = asked().of("1 XRP").with("to", "rStranger").with("tag", "7").payout();
    let allowed = [world.approve(&payout, "alice")];
    let rejected = [world.says(&payout, "dana", Verdict::Reject, submitted()), world.approve(&payout, "alice")];
    let mut verdicts = Vec::new();
    for (approvals, seconds) in [(&allowed[..], 3_600), (&allowed[..], 0), (&rejected[..], 0), (&[][..], 72 * 3_600)] {
        let decision = world.decide(&payout, approvals, &world.ledger(&[]), plus(submitted(), seconds));
        let text = decision.to_string();
        for room in 0..text.len() {
            assert!(write!(Full(room), "{decision}").is_err(), "{room} bytes are too few");
        }
        assert!(write!(Full(text.len()), "{decision}").is_ok());
        let json = serde_json::to_string(&decision).unwrap();
        for room in 0..json.len() {
            assert!(serde_json::to_writer(Full(room), &decision).is_err(), "{room} bytes are too few");
        }
        assert!(serde_json::to_writer(Full(json.len()), &decision).is_ok());
        verdicts.push(decision.verdict());
    }
    assert_eq!(verdicts, [Answer::Allow, Answer::Wait, Answer::Deny, Answer::Deny]);
}

#[test]
fn the_problems_of_a_policy_are_written_whole_or_not_at_all() {
    let problems = Policy::parse("schema = 2\nversion = \"1\"\n").unwrap_err();
    assert!(problems.iter().count() > 2);
    let text = problems.to_string();
    assert_eq!(text.lines().count(), problems.iter().count(), "one a line");
    for room in 0..text.len() {
        assert!(write!(Full(room), "{problems}").is_err(), "{room} bytes are too few");
    }
    assert!(write!(Full(text.len()), "{problems}").is_ok());
}
