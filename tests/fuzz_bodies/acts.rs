//! A ledger through a sequence of acts that the bytes choose, against a list that somebody would keep by hand.

use std::sync::LazyLock;

use countersign::{Case, EntryState, Instant, Ledger, LedgerActFault, PayoutId, Permit, Policy, Quotes, Refusal};
use serde_json::json;

use super::common::{Bytes, snapshot, written};

/// Nobody need sign: only limits say no, and whoever asked may withdraw.
const POLICY: &str = r#"schema = 1
realm = "laws"
name = "acts"
version = 1
wallets = ["w0", "w1"]
payout_ttl = "3650d"
approval_ttl = "30d"
clock_skew = "2m"
payload = "optional"
assets = { COIN = { chain = "coinchain", decimals = 2 } }
requesters.desk.keys = ["ecdsa:03f4d2c57f558b803a83091663f48b94f713b43a5f7c292d93a749b982bab26de4"]
rules = [{ name = "anything", assets = ["COIN"], wallets = "any", to = "any", initiators = "unsigned", approve = "none" }]
limits = [
  { name = "fee", max_fee = "unlimited" },
  { name = "day", max = "10 COIN per 24h" },
  { name = "hour", max = "6 COIN per 1h" },
  { name = "destination", max = "4 COIN per 6h", each = ["destination"] },
  { name = "first-wallet", max = "7 COIN per 12h", wallets = ["w0"] },
  { name = "count", max_count = "5 per 12h" },
]
"#;

static LOADED: LazyLock<Policy> = LazyLock::new(|| Policy::parse(POLICY).expect("it is good"));

const START: u64 = 1_700_000_000;
const HOUR: u64 = 3_600;

/// What is remembered of a payout, in hundredths.
#[derive(Clone, Debug)]
struct Made {
    id: PayoutId,
    units: u64,
    to: usize,
    wallet: usize,
    at: u64,
    state: EntryState,
}

/// The limits a second time: seconds, most, whether it adds up for both, what one weighs.
type Cap = (u64, u64, fn(&Made, &Made) -> bool, fn(&Made) -> u64);
const CAPS: [Cap; 5] = [
    (24 * HOUR, 1_000, |_, _| true, money),
    (HOUR, 600, |_, _| true, money),
    (6 * HOUR, 400, |one, other| one.to == other.to, money),
    (12 * HOUR, 700, |one, other| one.wallet == 0 && other.wallet == 0, money),
    (12 * HOUR, 5, |_, _| true, |_| 1),
];

fn money(made: &Made) -> u64 {
    if made.state == EntryState::Released { 0 } else { made.units }
}

/// Each act is accepted exactly where the list says, and the ledger holds what the list holds.
pub fn ledger_acts(bytes: &[u8]) -> bool {
    let bytes = &mut Bytes(bytes);
    let (mut ledger, mut made) = (Ledger::new(&LOADED), Vec::<Made>::new());
    let mut clock = START;
    for turn in 0..40 {
        if bytes.is_empty() {
            break;
        }
        clock += *bytes.pick(&[0, 1, 60, HOUR - 1, HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR]);
        match bytes.byte() % 8 {
            0..=3 => ask(bytes, &mut ledger, &mut made, turn, clock),
            act @ 4..=6 => end(bytes, &mut ledger, &mut made, act == 4),
            _ => ledger = reopened(&ledger, &made),
        }
        holds(&ledger, &made);
    }
    reopened(&ledger, &made);
    made.len() > 2
}

fn ask(bytes: &mut Bytes<'_>, ledger: &mut Ledger, made: &mut Vec<Made>, turn: usize, at: u64) {
    let units = 1 + bytes.below(450) as u64;
    let (to, wallet) = (usize::from(bytes.byte() % 3), usize::from(bytes.byte() % 2));
    // Now and then a payout that the ledger knows.
    let id = if bytes.byte().is_multiple_of(8) { turn / 2 } else { turn };
    let id = PayoutId::parse(&format!("po-{id}")).unwrap();
    let next = Made { id, units, to, wallet, at, state: EntryState::Reserved };
    let is_new = !made.iter().any(|one| one.id == next.id);
    let fits = |made: &[Made]| {
        CAPS.iter().all(|(seconds, most, concerns, weigh)| {
            let counts =
                |one: &&Made| one.at + seconds > at && one.state != EntryState::Refused && concerns(one, &next);
            let is_concerned = concerns(&next, &next);
            !is_concerned || made.iter().filter(counts).map(weigh).sum::<u64>() + weigh(&next) <= *most
        })
    };
    let permit = decided(ledger, &next);
    assert_eq!(permit.is_some(), is_new && fits(made), "{next:?} after {made:?}");
    let Some(permit) = permit else { return };
    let stale = decided(ledger, &next).expect("equal inputs have equal answers");
    assert_eq!(permit.entry().at().unix(), at);
    ledger.reserve(permit).expect("nothing came in between");
    made.push(next);
    let before = ledger.digest();
    assert_eq!(ledger.reserve(stale), Err(LedgerActFault::Changed), "a decision is used once");
    assert_eq!(ledger.digest(), before, "what is refused leaves no trace");
}

fn case(made: &Made) -> Case<'static> {
    let (whole, part) = (made.units / 100, made.units % 100);
    let amount = match part {
        0 => format!("{whole} COIN"),
        part if part % 10 == 0 => format!("{whole}.{} COIN", part / 10),
        part => format!("{whole}.{part:02} COIN"),
    };
    let payout = json!({
        "id": made.id, "wallet": format!("w{}", made.wallet), "amount": amount, "to": format!("addr-{}", made.to),
        "initiator": "anyone", "submitted_at": instant(START),
    });
    Case::open(&LOADED, &serde_json::from_value(payout).unwrap(), &[]).unwrap()
}

fn decided(ledger: &Ledger, next: &Made) -> Option<Permit<'static>> {
    let decision = case(next).decide(ledger, &Quotes::none(), instant(next.at));
    let (allowed, permit) = (decision.is_allowed(), decision.into_permit());
    assert_eq!(permit.is_some(), allowed, "a permit is of what is allowed");
    let refusal: Option<Refusal> = case(next).decide(ledger, &Quotes::none(), instant(next.at)).into_refusal();
    assert!(refusal.is_none(), "nobody withdrew or vetoed it");
    permit
}

/// Pays or releases one of them, or one that nobody reserved.
fn end(bytes: &mut Bytes<'_>, ledger: &mut Ledger, made: &mut [Made], is_paid: bool) {
    let place = usize::from(bytes.byte());
    let before = ledger.digest();
    let act = |ledger: &mut Ledger, id: &PayoutId| {
        if is_paid { ledger.settle(&LOADED, id) } else { ledger.release(&LOADED, id) }
    };
    let Some(one) = made.get_mut(place % 8) else {
        let nobody = PayoutId::parse(&format!("PO-{place}")).unwrap();
        assert_eq!(act(ledger, &nobody), Err(LedgerActFault::Unknown(nobody)));
        return assert_eq!(ledger.digest(), before);
    };
    match act(ledger, &one.id) {
        Ok(()) => {
            assert_eq!(one.state, EntryState::Reserved, "paid and released are final");
            one.state = if is_paid { EntryState::Paid } else { EntryState::Released };
            assert_ne!(ledger.digest(), before);
        }
        Err(fault) => {
            assert_eq!(fault, LedgerActFault::Final { payout: one.id.clone(), state: one.state });
            assert_ne!(one.state, EntryState::Reserved);
            assert_eq!(ledger.digest(), before);
        }
    }
}

/// The ledger of the snapshot that this one writes; it must answer alike from here on.
fn reopened(ledger: &Ledger, made: &[Made]) -> Ledger {
    let lines: Vec<String> = ledger.entries().map(|entry| written(entry) + "\n").collect();
    let text = format!("{}\n{}", written(&ledger.header()), lines.concat());
    let again = snapshot(&LOADED, &text).expect("what was written can be read");
    holds(&again, made);
    again
}

fn holds(ledger: &Ledger, made: &[Made]) {
    let found: Vec<_> = ledger.entries().map(|entry| (entry.payout(), entry.at().unix(), entry.state())).collect();
    let wanted: Vec<_> = made.iter().map(|one| (&one.id, one.at, one.state)).collect();
    assert_eq!(found, wanted);
    for one in made {
        let reserved = case(one).decide_reserved(ledger, &Quotes::none(), instant(one.at.max(START)));
        let once = reserved.checks().iter().find(|check| check.name() == "once").unwrap();
        let is_met = once.status() == countersign::CheckStatus::Met;
        assert_eq!(is_met, one.state == EntryState::Reserved, "{once:?} {one:?}");
    }
}

fn instant(unix: u64) -> Instant {
    Instant::from_unix(unix).unwrap()
}
