//! Tiers that a hostile reviewer went around while nothing was said, each with its nearest neighbours.

use countersign::analyze::{Finding, Severity, Silenced};

use super::cases::BASE;
use super::inspect;
use super::silent::{HEAD, btc, found, policy, rule};

/// A rule for whoever asks, of these lines.
fn tier(name: &str, to: &str, lines: &str) -> String {
    format!(
        "[[rules]]\nname = \"{name}\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = {to}\ninitiators = \"unsigned\"\n{lines}\n"
    )
}

const TRUSTED: &str = "[\"trusted\"]";

/// The bot pays anybody with one of ops.
fn pay() -> String {
    rule("pay", "[\"bot\"]", "to = \"any\"", "1 of ops")
}

fn day() -> String {
    btc("day", "100 BTC per 24h")
}

#[test]
fn a_far_tier_of_another_measure_closes_no_gap() {
    // BTC is worth between 10,000 and 1,000,000 dollars.
    let two = |big: &str, far: &str| {
        let asks = |above: &str| format!("above = \"{above}\"\napprove = \"2 of ops\"");
        policy(&[pay(), tier("big", TRUSTED, &asks(big)), tier("far", "\"any\"", &asks(far)), day()])
    };
    let gap = |above: &str, at: &str| {
        let message = format!(
            "above {above} `big` asks for `2 of ops` to an address in `trusted`; to an address in no list, `alice` is enough{at}"
        );
        vec![(Severity::High, message)]
    };
    let (low, high) = (" at the lowest price there can be", " at the highest price there can be");
    let dollars = |far: &str| found(&two("5 BTC per 24h", far), "tier-gap");
    assert_eq!(dollars("500000000 USD per 30d"), gap("5 BTC per 24h", ""));
    assert_eq!(dollars("5000000.01 USD per 24h"), gap("5 BTC per 24h", ""));
    assert_eq!(dollars("5000000 USD per 24h"), gap("5 BTC per 24h", low));
    assert_eq!(dollars("50000.01 USD per payout"), gap("5 BTC per 24h", low));
    assert_eq!(dollars("50000 USD per payout"), []);
    assert_eq!(dollars("50000 USD per 30d"), []);
    let coins = |far: &str| found(&two("50000 USD per 24h", far), "tier-gap");
    assert_eq!(coins("90 BTC per 30d"), gap("50000 USD per 24h", ""));
    assert_eq!(coins("5.00000001 BTC per 24h"), gap("50000 USD per 24h", ""));
    assert_eq!(coins("5 BTC per 24h"), gap("50000 USD per 24h", high));
    assert_eq!(coins("0.05000001 BTC per payout"), gap("50000 USD per 24h", high));
    assert_eq!(coins("0.05 BTC per payout"), []);
    // Where quotes may say anything, a gap at some prices is no more than that.
    let open = two("5 BTC per 24h", "50000 USD per 24h").replace("bounds ", "# bounds ");
    let [(_, message)] = gap("5 BTC per 24h", low).try_into().unwrap();
    assert_eq!(found(&open, "tier-gap"), [(Severity::Medium, message)]);
}

/// The gaps that are found in the base after some edits: at what words, how grave, to whom or out of what, and what is noted.
fn gaps(edits: &[(&str, &str)]) -> Vec<(String, Severity, String, Vec<String>)> {
    let edited = |text: String, (from, to): &(&str, &str)| text.replacen(from, to, 1);
    let text = edits.iter().fold(BASE.to_owned(), edited);
    let inspection = inspect(&text);
    let of_code = |finding: &&Finding| finding.code().as_str() == "tier-gap";
    let whose = |message: &str| message.split_once("4 of owners` ").unwrap().1.to_owned();
    let gap = |finding: &Finding| {
        let notes = finding.notes().iter().map(|note| whose(note)).collect();
        (text[finding.span()].to_owned(), finding.severity(), whose(finding.message()), notes)
    };
    inspection.findings().iter().filter(of_code).map(gap).collect()
}

const PAY_ANYBODY: (&str, &str) = ("to         = [\"own\"]", "to         = \"any\"");
const BOT_ASKS: [(&str, &str); 2] = [
    ("initiators = [\"owners\"]\napprove", "initiators = [\"owners\", \"bot\"]\napprove"),
    (
        "[groups]",
        "[requesters.bot]\nkeys = [\"ecdsa:03f4d2c57f558b803a83091663f48b94f713b43a5f7c292d93a749b982bab26de4\"]\n[groups]",
    ),
];
const TWO_WALLETS: [(&str, &str); 2] = [
    ("[\"hot\"]", "[\"hot\", \"warm\"]"),
    (
        "pay-large\"\nassets     = [\"BTC\"]\nwallets    = \"any\"",
        "pay-large\"\nassets     = [\"BTC\"]\nwallets    = [\"hot\"]",
    ),
];

#[test]
fn every_key_of_a_tier_that_is_too_narrow_has_a_finding_of_its_own() {
    let enough = "`bob`, `carol` and `dana` are enough";
    let stranger = || {
        let message = format!("to an address in `own`; to an address in no list, {enough}");
        ("[\"own\"]".to_owned(), Severity::High, message, vec![])
    };
    let program = || {
        let message = "where `alice` asks; where `bot` asks, `alice`, `bob` and `carol` are enough".to_owned();
        ("[\"owners\"]".to_owned(), Severity::High, message, vec![])
    };
    let wallet =
        || ("[\"hot\"]".to_owned(), Severity::Medium, format!("out of `hot`; out of `warm`, {enough}"), vec![]);
    assert_eq!(gaps(&[PAY_ANYBODY]), [stranger()]);
    assert_eq!(gaps(&BOT_ASKS), [program()]);
    assert_eq!(gaps(&TWO_WALLETS), [wallet()]);
    let all = [&[PAY_ANYBODY], BOT_ASKS.as_slice(), &TWO_WALLETS].concat();
    assert_eq!(gaps(&all), [wallet(), stranger(), program()]);
}

#[test]
fn a_silence_above_a_key_accepts_no_gap_of_another() {
    let silence = "# countersign: allow tier-gap (strangers get small amounts)\n";
    let tier = "to         = [\"own\"]\ninitiators = [\"owners\"]\nabove";
    let above_the_key = format!("{silence}{tier}");
    let silenced = [&[(tier, above_the_key.as_str()), PAY_ANYBODY], BOT_ASKS.as_slice()].concat();
    let [(key, severity, message, _)] = gaps(&silenced).try_into().unwrap();
    assert_eq!((key.as_str(), severity), ("[\"owners\"]", Severity::High));
    assert!(message.starts_with("where `alice` asks; where `bot` asks, "), "{message}");
    // One above the table is about all of it, and each is listed.
    let table = "[[rules]]\nname       = \"pay-large\"";
    let above_the_table = format!("{silence}{table}");
    let edits = [&[(table, above_the_table.as_str()), PAY_ANYBODY], BOT_ASKS.as_slice()].concat();
    assert_eq!(gaps(&edits), []);
    let text = edits.iter().fold(BASE.to_owned(), |text, (from, to)| text.replacen(from, to, 1));
    let inspection = inspect(&text);
    let silenced = inspection.silenced().iter().map(Silenced::finding);
    assert_eq!(silenced.filter(|finding| finding.code().as_str() == "tier-gap").count(), 2);
}

#[test]
fn of_two_gaps_by_one_key_the_graver_is_said_and_the_other_noted() {
    let peers = (
        "[lists.own]",
        "[lists.peers]\ncooling_off = \"7d\"\n\
         entries = [{ chain = \"bitcoin\", address = \"12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h\", added = 2026-01-05T00:00:00Z }]\n\n\
         [lists.own]",
    );
    let [(key, severity, message, notes)] = gaps(&[peers, PAY_ANYBODY]).try_into().unwrap();
    assert_eq!((key.as_str(), severity), ("[\"own\"]", Severity::High));
    assert!(message.contains("; to an address in no list, "), "{message}");
    assert_eq!(notes, ["to an address in `own`; to an address in `peers`, `bob`, `carol` and `dana` are enough"]);
    let ask = ("initiators = [\"owners\"]\nabove", "initiators = [\"alice\"]\nabove");
    let [(_, severity, message, notes)] = gaps(&[&[ask], BOT_ASKS.as_slice()].concat()).try_into().unwrap();
    assert_eq!(severity, Severity::High);
    assert!(message.contains("; where `bot` asks, "), "{message}");
    assert_eq!(notes, ["where `alice` asks; where `bob` asks, `alice`, `carol` and `dana` are enough"]);
}

#[test]
fn of_two_programs_neither_should_need_less() {
    let second = HEAD.replace(
        "[groups]",
        "[requesters.bot-2]\nkeys = [\"ecdsa:0253c44d57917b87e0fe3be4b3ae36ad03f1a6c6be000cfdcc0537fba7351020da\"]\n\n[groups]",
    );
    let big = |asks: &str| {
        let lines = rule("big", asks, "to = \"any\"", "2 of ops and 1 of risk") + "above = \"5 BTC per 24h\"\n";
        second.clone() + &rule("pay", "[\"bot\", \"bot-2\"]", "to = \"any\"", "1 of ops") + &lines + &day()
    };
    let gap = "above 5 BTC per 24h `big` asks for `2 of ops and 1 of risk` where `bot` asks; where `bot-2` asks, `alice` is enough";
    assert_eq!(found(&big("[\"bot\"]"), "tier-gap"), [(Severity::Medium, gap.into())]);
    assert_eq!(found(&big("[\"bot\", \"bot-2\"]"), "tier-gap"), []);
    // One that has a tier of its own was thought of.
    let own = rule("own", "[\"bot-2\"]", "to = \"any\"", "2 of ops") + "above = \"5 BTC per 24h\"\n";
    assert_eq!(found(&(big("[\"bot\"]") + &own), "tier-gap"), []);
    // A person may need less than a program.
    let person = big("[\"bot\"]").replace("[\"bot\", \"bot-2\"]", "[\"bot\", \"ops\"]");
    assert_eq!(found(&person, "tier-gap"), []);
}

#[test]
fn a_tier_that_delays_or_lets_somebody_veto_is_gone_around_as_well() {
    let big = |to: &str, lines: &str| {
        let big = tier("big", to, &format!("above = \"5 BTC per 24h\"\n{lines}"));
        found(&policy(&[pay(), big, day()]), "tier-gap")
    };
    let (delay, veto) = ("delay = \"24h\"\n", "veto = \"1 of guardians\"\n");
    let gap = |asks: &str, enough: &str| {
        let message = format!(
            "above 5 BTC per 24h `big` {asks} payouts to an address in `trusted`; to an address in no list, {enough}"
        );
        vec![(Severity::High, message)]
    };
    let both = || gap("delays by 24h and lets `1 of guardians` veto", "nothing waits and they cannot");
    assert_eq!(big(TRUSTED, &format!("{delay}{veto}approve = \"1 of ops\"")), both());
    assert_eq!(big(TRUSTED, &format!("{delay}{veto}approve = \"none\"")), both());
    let delay = "delay = \"24h\"\nveto = \"nobody\"\n";
    assert_eq!(big(TRUSTED, &format!("{delay}approve = \"none\"")), gap("delays by 24h", "nothing waits"));
    assert_eq!(big(TRUSTED, &format!("{veto}approve = \"none\"")), gap("lets `1 of guardians` veto", "they cannot"));
    assert_eq!(big("\"any\"", &format!("{delay}approve = \"none\"")), []);
    assert_eq!(big("\"any\"", &format!("{veto}approve = \"none\"")), []);
    assert_eq!(big(TRUSTED, "approve = \"none\""), []);
    // Of people and time the people are said.
    let people = "`big` asks for `2 of ops` to an address in `trusted`; to an address in no list, `alice` is enough";
    let two = big(TRUSTED, &format!("{delay}approve = \"2 of ops\""));
    assert_eq!(two, [(Severity::High, format!("above 5 BTC per 24h {people}"))]);
}

#[test]
fn a_delay_that_others_ask_for_too_or_that_whoever_is_enough_waives_is_no_gap() {
    let with = |pay_lines: &str, far: &str, lines: &str| {
        let pay = rule("pay", "[\"bot\"]", "to = \"any\"", "1 of ops") + pay_lines;
        let big = tier("big", TRUSTED, &format!("above = \"5 BTC per 24h\"\napprove = \"none\"\n{lines}"));
        let messages = found(&policy(&[pay, big, far.into(), day()]), "tier-gap").into_iter();
        messages.map(|(_, message)| message.rsplit_once("in no list, ").unwrap().1.to_owned()).collect::<Vec<_>>()
    };
    let big = "delay = \"24h\"\nveto = \"1 of guardians\"\n";
    for (pay, enough) in [
        ("delay = \"24h\"\nveto = \"1 of guardians\"\n", None),
        ("delay = \"48h\"\nveto = \"1 of (ops, guardians)\"\n", None),
        ("delay = \"24h\"\nveto = \"2 of guardians\"\n", Some("only `2 of guardians` can")),
        ("delay = \"24h\"\nveto = \"1 of risk\"\n", Some("they cannot")),
        ("delay = \"12h\"\nveto = \"1 of guardians\"\n", Some("12h is enough")),
        ("delay = \"24h\"\nveto = \"nobody\"\n", Some("they cannot")),
        ("veto = \"1 of guardians\"\n", Some("nothing waits")),
    ] {
        assert_eq!(with(pay, "", big), Vec::from_iter(enough), "{pay}");
    }
    // What binds just above the line counts, and nothing far above.
    let far = |above: &str| tier("far", "\"any\"", &format!("above = \"{above}\"\napprove = \"none\"\n{big}"));
    assert_eq!(with("", &far("5 BTC per 30d"), big), [""; 0]);
    assert_eq!(with("", &far("6 BTC per 30d"), big), ["nothing waits and they cannot"]);
    // One of ops approves in any case, and two need not.
    let waived = |by: &str| format!("delay = \"24h\"\nveto = \"nobody\"\ndelay_waived_by = \"{by}\"\n");
    assert_eq!(with("", "", &waived("1 of ops")), [""; 0]);
    assert_eq!(with("", "", &waived("2 of ops")), ["nothing waits"]);
}

#[test]
fn a_tier_at_some_hours_is_gone_around_while_they_last() {
    let hours = |open: &str, close: &str, zone: &str| {
        format!(
            "during = {{ days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"], \
             open = \"{open}\", close = \"{close}\", zone = \"{zone}\" }}\n"
        )
    };
    let risk = |during: &str| format!("{during}approve = \"1 of risk\"");
    let night = hours("22:00", "06:00", "UTC");
    let with = |to: &str, other: &str| {
        let other = if other.is_empty() { String::new() } else { tier("other", "\"any\"", other) };
        found(&policy(&[pay(), tier("night", to, &risk(&night)), other, day()]), "tier-gap")
    };
    let gap = || {
        let message = "within daily 22:00-06:00 UTC `night` asks for `1 of risk` to an address in `trusted`; \
                       to an address in no list, `alice` is enough";
        vec![(Severity::High, message.to_owned())]
    };
    assert_eq!(with(TRUSTED, ""), gap());
    assert_eq!(with("\"any\"", ""), []);
    // Another tier closes it at those hours, whichever zone they are written in, and leaves it where it ends sooner.
    assert_eq!(with(TRUSTED, &risk(&night)), []);
    assert_eq!(with(TRUSTED, &risk(&hours("23:00", "07:00", "Etc/GMT-1"))), []);
    assert_eq!(with(TRUSTED, &risk(&hours("21:00", "07:00", "UTC"))), []);
    assert_eq!(with(TRUSTED, &risk(&hours("22:00", "05:59", "UTC"))), gap());
    assert_eq!(with(TRUSTED, &risk(&hours("06:00", "22:00", "UTC"))), gap());
    assert_eq!(with(TRUSTED, &format!("above = \"1 BTC per 24h\"\n{}", risk(&night))), gap());
}

#[test]
fn tiers_that_together_bind_at_every_hour_close_a_gap() {
    let all = "days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]";
    let part = |name: &str, open: &str, close: &str| {
        let during = format!("during = {{ {all}, open = \"{open}\", close = \"{close}\", zone = \"UTC\" }}\n");
        tier(name, "\"any\"", &format!("{during}approve = \"2 of ops\""))
    };
    let big = tier("big", TRUSTED, "above = \"5 BTC per 24h\"\napprove = \"2 of ops\"");
    let with = |until: &str| {
        let parts = [part("early", "00:00", "12:00"), part("late", "12:00", until)];
        found(&policy(&[pay(), big.clone(), parts.concat(), day()]), "tier-gap").len()
    };
    assert_eq!((with("00:00"), with("23:59")), (0, 1));
}

/// A line in the currency is about value: of another asset of that value no fewer should be enough.
#[test]
fn an_asset_that_a_tier_in_the_currency_forgets_is_a_way_around_it() {
    let both = |text: String| {
        let ether = "[assets.ETH]\nchain = \"ethereum\"\ndecimals = 18\n[assets.BTC]";
        text.replace("[assets.BTC]", ether).replace("bounds   = {", "bounds   = { ETH = [\"100\", \"50000\"],")
    };
    let pay = pay().replace("assets = [\"BTC\"]", "assets = \"any\"");
    let big = |above: &str, assets: &str| {
        let lines = format!("above = \"{above} per 24h\"\napprove = \"2 of ops and 1 of risk\"");
        tier("big", "\"any\"", &lines).replace("assets = [\"BTC\"]", &format!("assets = {assets}"))
    };
    let fee = "[[limits]]\nname = \"ether-fee\"\nassets = [\"ETH\"]\nmax_fee = \"0.1 ETH\"\n";
    let caps = || day() + &btc("ether", "1000 ETH per 24h").replace("[\"BTC\"]", "[\"ETH\"]") + fee;
    let gap = "above 100000 USD per 24h `big` asks for `2 of ops and 1 of risk` of BTC; of ETH, `alice` is enough";
    let text = both(policy(&[pay.clone(), big("100000 USD", "[\"BTC\"]"), caps()]));
    assert_eq!(found(&text, "tier-gap"), [(Severity::Medium, gap.into())]);
    // It binds both; its line is in bitcoins; the other has a tier of its own; nothing says what the other is worth.
    assert_eq!(found(&both(policy(&[pay.clone(), big("100000 USD", "\"any\""), caps()])), "tier-gap"), []);
    assert_eq!(found(&both(policy(&[pay.clone(), big("5 BTC", "[\"BTC\"]"), caps()])), "tier-gap"), []);
    let own = big("100 ETH", "[\"ETH\"]").replace("\"big\"", "\"own\"");
    assert_eq!(found(&both(policy(&[pay.clone(), big("100000 USD", "[\"BTC\"]"), own, caps()])), "tier-gap"), []);
    let unpriced = both(policy(&[pay, big("100000 USD", "[\"BTC\"]"), caps()]));
    assert_eq!(found(&unpriced.replace("ETH = [\"100\", \"50000\"],", ""), "tier-gap"), []);
}
