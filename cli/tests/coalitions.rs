//! Who can release what: the answers for every showcase, word for word, and what is asked in other ways.
//!
//! With `WRITE_REPORTS=1` the answers are written anew, to be read before they are committed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

mod support;

use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{Desk, Run, is_as_committed};

const AT: &str = "--at 2026-11-23T10:00:00Z";

fn showcase(desk: &Desk, name: &str) {
    let root: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().into();
    desk.write("policy.toml", std::fs::read_to_string(root.join(format!("policies/{name}.toml"))).unwrap());
}

/// Runs `coalitions` on a showcase.
fn ask(desk: &Desk, name: &str, more: &str) -> Run {
    showcase(desk, name);
    desk.run(&format!("coalitions policy.toml {AT} {more}"))
}

fn is_as_written(name: &str) {
    let desk = Desk::new(name);
    let run = ask(&desk, name, "");
    assert_eq!((run.exit, run.err.as_str()), (0, ""));
    is_as_committed(&format!("coalitions_files/{name}.txt"), &run.out);
}

#[test]
fn minimal_takes_all_three_since_whoever_asks_may_not_agree() {
    is_as_written("minimal");
}

#[test]
fn hot_wallet_leaves_half_a_bitcoin_to_one_and_less_at_night() {
    is_as_written("hot-wallet");
}

#[test]
fn cold_vault_takes_five_people_and_two_days_and_an_office_hour() {
    is_as_written("cold-vault");
}

#[test]
fn treasury_takes_four_and_above_a_million_six() {
    is_as_written("treasury");
}

#[test]
fn bridge_takes_eight_then_ten_then_an_auditor() {
    is_as_written("bridge");
}

#[test]
fn many_assets_are_said_at_the_lowest_price_the_policy_takes() {
    is_as_written("many-assets");
}

#[test]
fn market_maker_knows_a_trader_from_another() {
    is_as_written("market-maker");
}

#[test]
fn payment_processor_leaves_ten_thousand_to_one_merchant() {
    is_as_written("payment-processor");
}

#[test]
fn stolen_keys_are_said_to_be_enough_or_with_whom_they_would_be() {
    let desk = Desk::new("stolen");
    let run = ask(&desk, "hot-wallet", "--stolen payout-bot,alice --asset BTC --to stranger");
    assert_eq!((run.exit, run.err.as_str()), (0, ""));
    is_as_committed("coalitions_files/stolen.txt", &run.out);
}

#[test]
fn whoever_lost_their_key_stops_nothing() {
    let desk = Desk::new("lost-veto");
    let council = "any 1 of hugo, iris";
    assert!(ask(&desk, "treasury", "--asset USDC").out.contains(&format!("stopped by      {council}")));
    let one = ask(&desk, "treasury", "--asset USDC --lost iris").out;
    assert!(one.contains("stopped by      hugo") && !one.contains(council), "{one}");
    let both = ask(&desk, "treasury", "--asset USDC --lost hugo,iris").out;
    assert!(!both.lines().any(|line| line.contains("stopped by") && line.contains("hugo")), "{both}");
}

#[test]
fn lost_keys_are_said_to_lock_what_needs_them() {
    let desk = Desk::new("lost");
    let run = ask(&desk, "hot-wallet", "--lost erin,frank --asset BTC --to stranger");
    assert_eq!((run.exit, run.err.as_str()), (0, ""));
    is_as_committed("coalitions_files/lost.txt", &run.out);
}

/// A second wallet from which less may leave.
#[test]
fn one_wallet_can_be_asked_about_alone() {
    let desk = Desk::new("wallet");
    let less =
        "[[limits]]\nname = \"spare-day\"\nassets = [\"BTC\"]\nwallets = [\"spare\"]\nmax = \"0.25 BTC per 24h\"\n";
    let text = support::MINIMAL.replace("wallets      = [\"main\"]", "wallets      = [\"main\", \"spare\"]");
    let text = text.replace("wallets    = [\"main\"]", "wallets    = \"any\"") + less;
    desk.write("policy.toml", text);
    let of = |more: &str| {
        let run = desk.run(&format!("coalitions policy.toml {AT} {more}"));
        assert_eq!((run.exit, run.err.as_str()), (0, ""));
        run.out
    };
    let spare = of("--wallet spare");
    is_as_committed("coalitions_files/wallet.txt", &spare);
    assert!(spare.contains("0.25 BTC per 24h") && !spare.contains("out of main"), "{spare}");
    let main = of("--wallet main");
    assert!(main.contains("1 BTC per 24h") && !main.contains("0.25"), "{main}");
    let both = of("");
    assert!(both.contains("BTC out of main\n") && both.contains("BTC out of spare\n"), "{both}");
}

/// At 87,000 dollars, as two of three feeds say, one and no longer ten bitcoin are below a hundred thousand.
#[test]
fn amounts_are_worth_what_the_given_quotes_say() {
    let desk = Desk::new("quoted");
    desk.write("quotes.jsonl", include_str!("diff_files/quotes.jsonl"));
    let run = ask(&desk, "many-assets", "--asset BTC --prices quotes.jsonl");
    assert_eq!((run.exit, run.err.as_str()), (0, ""));
    is_as_committed("coalitions_files/prices.txt", &run.out);
    assert!(run.out.contains("up to 1.14942528 BTC (100000 USD per 24h)"), "{}", run.out);
    let missing = ask(&desk, "many-assets", "--prices nowhere.jsonl");
    assert!(missing.exit == 2 && missing.err.contains("nowhere.jsonl"), "{}", missing.err);
}

#[test]
fn one_initiator_and_one_amount_can_be_asked_about_alone() {
    let desk = Desk::new("narrow");
    showcase(&desk, "hot-wallet");
    let focus = ["--to", "stranger", "--amount", "6 BTC", "--initiator", "carol"];
    let arguments: Vec<&str> = ["coalitions", "policy.toml"].into_iter().chain(AT.split(' ')).chain(focus).collect();
    let run = desk.feed_words(&arguments, "");
    assert_eq!((run.exit, run.err.as_str()), (0, ""));
    assert!(
        run.out.contains("\n    6 BTC\n      after 30m by    alice, bob, carol and any 1 of (erin, frank)\n"),
        "{}",
        run.out
    );
    assert!(!run.out.contains("payout-bot"), "{}", run.out);
}

#[test]
fn every_set_in_json_comes_with_a_payout_that_decide_allows_once_it_is_signed() {
    let desk = Desk::new("replay");
    let run = ask(&desk, "minimal", "--format json");
    let answer: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&answer["complete"], &answer["policy"]["name"]), (&true.into(), &"minimal".into()));
    let release = &answer["kinds"][0]["bands"][0]["releases"][0];
    assert_eq!((&release["people"], &release["waits"]), (&"alice, bob and carol".into(), &"0s".into()));
    assert_eq!(release["seats"][0]["of"], serde_json::json!(["alice", "bob", "carol"]));
    let replay = &release["replay"];
    desk.write("payout.json", replay["payout"].to_string());
    let at = replay["at"].as_str().unwrap();
    assert_eq!(replay["payout"]["submitted_at"], at);
    let mut received = String::new();
    for name in replay["signing"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()) {
        desk.write("key", support::secret(name));
        let verdict = if name == replay["payout"]["initiator"] { "request" } else { "approve" };
        let expires = if verdict == "approve" { "--expires-at 2026-11-23T20:00:00Z" } else { "" };
        let sent = desk.run(&format!(
            "sign policy.toml --payout payout.json --signer {name} --verdict {verdict} --signed-at {at} {expires} \
             --key-file key"
        ));
        let verified = desk.feed(&format!("verify policy.toml --payout payout.json --approval - --at {at}"), &sent.out);
        received.push_str(&verified.out);
    }
    desk.write("approvals.jsonl", &received);
    let decide =
        format!("decide policy.toml --payout payout.json --approvals approvals.jsonl --ledger ledger.jsonl --at {at}");
    let decision = desk.run(&decide);
    assert_eq!(decision.exit, 0, "{}{}", decision.out, decision.err);
    // With one signature fewer it is not allowed.
    let fewer: String = received.lines().skip(1).map(|line| format!("{line}\n")).collect();
    desk.write("approvals.jsonl", fewer);
    assert_eq!(desk.run(&decide).exit, 3);
}

#[test]
fn what_the_policy_does_not_have_cannot_be_asked_about() {
    let desk = Desk::new("unknown");
    for (more, said) in [
        ("--asset DOGE", "no asset `DOGE`"),
        ("--wallet cold", "no wallet `cold`"),
        ("--to friends", "no list `friends`"),
        ("--initiator Alice", "as `Alice`"),
        ("--lost mallory", "`mallory`"),
        ("--stolen alice,mallory", "`mallory`"),
    ] {
        let run = ask(&desk, "minimal", more);
        assert_eq!((run.exit, run.out.as_str()), (2, ""), "{more}");
        assert!(run.err.contains(said), "{}", run.err);
    }
}
