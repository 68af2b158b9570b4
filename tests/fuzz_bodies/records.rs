//! Records, a JSON object each, and what is signed of them.

use countersign::{Case, Instant, LedgerEntry, Payout, Quote, Quotes, ReceivedApproval, SignedApproval, Verdict};

use countersign_model::{input, statement::refuse_long};

use super::common::{LOADED, MODEL, as_the_model, snapshot, strict, written};

/// A payout is a strict record, and can be brought before the policy or is refused; then it reads as itself.
pub fn payout(bytes: &[u8]) -> bool {
    let engine = |payout: &Payout| Case::open(&LOADED, payout, &[]).is_ok();
    as_the_model(bytes, engine, |value| {
        let is_short = |payout: &input::Payout| {
            payout.money.as_ref().is_none_or(|money| refuse_long(&MODEL, payout, money).is_ok())
        };
        input::payout(value, &MODEL).is_ok_and(|payout| is_short(&payout))
    });
    let Some(payout) = strict::<Payout>(bytes) else { return false };
    assert!(payout.amount().to_string().len() <= bytes.len());
    assert_eq!(payout.with_amount(payout.amount().clone()), payout);
    let Ok(case) = Case::open(&LOADED, &payout, &[]) else { return false };
    // The case carries it in canonical form, which is a fixed point.
    let canonical = case.payout().clone();
    let again = Case::open(&LOADED, &canonical, &[]).expect("what was read can be read");
    assert_eq!(*again.payout(), canonical);
    assert_eq!((canonical.id(), canonical.tag(), canonical.note()), (payout.id(), payout.tag(), payout.note()));
    true
}

/// An approval, stamped or not, is a strict record, and never both; only an approval that says yes expires.
pub fn approval(bytes: &[u8]) -> bool {
    as_the_model::<ReceivedApproval>(bytes, |_| true, |value| input::approvals(std::slice::from_ref(value)).is_ok());
    let (received, signed) = (strict::<ReceivedApproval>(bytes), strict::<SignedApproval>(bytes));
    assert!(received.is_none() || signed.is_none(), "an approval is stamped or it is not");
    if let Some(signed) = &signed {
        let stamped = signed.clone().received(Instant::EARLIEST);
        assert_eq!((stamped.signer(), stamped.verdict()), (signed.signer(), signed.verdict()));
        assert!(strict::<ReceivedApproval>(written(&stamped).as_bytes()).is_some(), "a stamp is all it lacked");
        let expires = written(signed).contains("\"expires_at\":\"");
        assert_eq!(expires, signed.verdict() == Verdict::Approve);
    }
    received.is_some() || signed.is_some()
}

/// A quote is a strict record, and verifies or does not.
pub fn quote(bytes: &[u8]) -> bool {
    as_the_model::<Quote>(bytes, |_| true, |value| input::quote(value).is_ok());
    let Some(quote) = strict::<Quote>(bytes) else { return false };
    assert!(Quotes::verify(&LOADED, std::slice::from_ref(&quote)).is_ok(), "a quote of nobody is no fault of the case");
    assert!(Quotes::verify(&LOADED, &vec![quote; 1_025]).is_err(), "1,025 are one too many");
    true
}

/// A snapshot opens whole or not at all, and opens again, as it was, from what it writes.
pub fn ledger(bytes: &[u8]) -> bool {
    let policy = &*LOADED;
    let Ok(text) = str::from_utf8(bytes) else { return false };
    let opened = snapshot(policy, text);
    // The model is handed values, which have no double keys.
    assert!(opened.is_none() || input::ledger(text, &MODEL).is_ok(), "{text}");
    let Some(ledger) = opened else { return false };
    let head = written(&ledger.header());
    let lines: Vec<String> = ledger.entries().map(written).collect();
    let text =
        |lines: &[String]| format!("{head}\n{}", lines.iter().map(|line| format!("{line}\n")).collect::<String>());
    let again = snapshot(policy, &text(&lines)).expect("what was written can be read");
    assert_eq!(ledger.digest(), again.digest());
    assert_eq!(again.len(), lines.len());
    for cut in 0..lines.len() {
        assert!(snapshot(policy, &text(&lines[..cut])).is_none(), "a snapshot without its last lines is none");
        assert!(snapshot(policy, text(&lines).trim_end()).is_none(), "nor is one without its last line feed");
    }
    for entry in ledger.entries() {
        assert_eq!(ledger.entry(entry.payout()), Some(entry), "each is found by its payout");
        assert_eq!(strict::<LedgerEntry>(written(entry).as_bytes()).as_ref(), Some(entry));
        let twice = text(&[&lines[..], &[written(entry)]].concat());
        let more = format!("\"entries\":{}", lines.len() + 1);
        let twice = twice.replacen(&format!("\"entries\":{}", lines.len()), &more, 1);
        assert!(snapshot(policy, &twice).is_none(), "a payout is entered once");
    }
    true
}

/// Two payouts, a line each, have one statement only if they are one payout; and a statement gives back what was asked.
pub fn statement(bytes: &[u8]) -> bool {
    let mut lines = bytes.splitn(2, |byte| *byte == b'\n');
    let mut next = || serde_json::from_slice::<Payout>(lines.next()?).ok();
    let (Some(one), Some(other)) = (next(), next()) else { return false };
    let open = |payout: &Payout| Case::open(&LOADED, payout, &[]);
    let (Ok(one), Ok(other)) = (open(&one), open(&other)) else { return false };
    let says = |case: &Case, verdict, signer| {
        let at = Instant::parse("2026-11-22T10:05:00Z").unwrap();
        Some(case.statement(verdict, signer, at, None)?.to_string())
    };
    let yes = |case| says(case, Verdict::Approve, "alice");
    let (Some(first), Some(second)) = (yes(&one), yes(&other)) else { return false };
    assert_eq!(first == second, one.payout() == other.payout(), "{first}\n{second}");
    for (case, text) in [(&one, &first), (&other, &second)] {
        assert!(text.len() <= 640 && text.bytes().all(|byte| byte == b'\n' || (32..127).contains(&byte)), "{text}");
        assert_eq!(said_of(case.payout()), told_by(text), "{text}");
        assert_ne!(says(case, Verdict::Reject, "alice").as_ref(), Some(text));
        assert_ne!(says(case, Verdict::Approve, "bob").as_ref(), Some(text));
    }
    true
}

/// What a statement must say of a payout, and what can be read off it: nothing else would be what a person read.
fn said_of(payout: &Payout) -> Vec<String> {
    let or_dash = |text: Option<String>| text.unwrap_or("-".into());
    vec![
        payout.amount().to_string(),
        payout.to().to_owned(),
        or_dash(payout.tag().map(ToString::to_string)),
        payout.fee().map_or("unlimited".into(), ToString::to_string),
        payout.wallet().to_string(),
        or_dash(payout.note().map(|note| note.as_str().to_owned())),
        payout.id().to_string(),
        payout.initiator().to_string(),
        payout.submitted_at().to_string(),
        or_dash(payout.payload_sha256().map(|digest| digest.to_string())),
    ]
}

fn told_by(statement: &str) -> Vec<String> {
    let lines: Vec<&str> = statement.lines().collect();
    assert_eq!(lines.len(), 18, "{statement}");
    let keys = [
        (2, "pay"),
        (3, "to"),
        (4, "tag"),
        (6, "fee-up-to"),
        (7, "wallet"),
        (8, "note"),
        (9, "payout"),
        (10, "initiator"),
        (11, "submitted"),
        (12, "payload-sha256"),
    ];
    let value = |(place, key): (usize, &str)| {
        let value =
            lines[place].strip_prefix(key).and_then(|rest| rest.strip_prefix(": ")).expect("its key stands there");
        if key == "to" { value.split_once(' ').expect("a chain and an address").1.to_owned() } else { value.to_owned() }
    };
    keys.map(value).to_vec()
}
