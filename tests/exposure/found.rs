//! Policies of which too little was said to leave, or nothing was proven: each stands here with what does.

use countersign::analyze::{Curve, Exposure, Party, Theft, Thieves};
use countersign::{Instant, Ledger, Name, Policy, Quote, Quotes, Span, quote_statement};
use serde_json::json;

use crate::heist::{instant, loss};
use crate::world::{Text, person};

const START: &str = "2026-11-26T12:00:00Z";

fn theft(by: Thieves, within: &str, respond: Option<&str>) -> Theft {
    let (within, respond) = (Span::parse(within).unwrap(), respond.map(|respond| Span::parse(respond).unwrap()));
    Theft { by, within, respond, at: Instant::parse(START).unwrap(), asset: None }
}

fn exposure<'p>(policy: &'p Policy, theft: &Theft, quotes: &Quotes) -> Exposure<'p> {
    let found = Exposure::of(policy, theft, Ledger::new(policy), quotes).unwrap();
    for loss in found.losses() {
        assert!(found.replays(loss.anywhere()), "{found}");
    }
    found
}

/// `10 BTC`: what leaves of it, exactly.
fn exactly(found: &Exposure<'_>, of: &str) -> String {
    let loss = loss(found, of).unwrap();
    assert!(loss.anywhere().is_exact(), "{found}");
    loss.at_most(loss.anywhere()).unwrap().to_string()
}

/// A large payout waits for a day under the veto of somebody whose term begins ten minutes before its end.
#[test]
fn nobody_vetoes_in_time_who_comes_too_late() {
    let policy = Policy::parse(include_str!("found/late-guardian.toml")).unwrap();
    let taken = |within, respond| {
        let thieves = Thieves::These(Party::of(&policy, ["alice", "bob"]).unwrap());
        exactly(&exposure(&policy, &theft(thieves, within, respond), &Quotes::none()), "BTC")
    };
    assert_eq!(taken("86399s", Some("30m")), "1 BTC");
    assert_eq!(taken("24h", None), "11 BTC");
    assert_eq!(taken("24h", Some("30m")), "11 BTC");
    assert_eq!(taken("24h", Some("10m")), "11 BTC", "what is stopped can be vetoed for longer");
    assert_eq!(taken("24h", Some("599s")), "2 BTC");
}

/// Ten bitcoin a day are worth up to ten million; nobody knows what ether is worth.
#[test]
fn a_value_is_counted_at_the_highest_price_and_what_has_none_is_named() {
    let policy = Text::of(include_str!("found/price.toml")).world().policy;
    let found = exposure(&policy, &theft(Thieves::Any(2), "1h", None), &Quotes::none());
    assert_eq!(exactly(&found, "USD"), "10000010 USD");
    assert_eq!(exactly(&found, "ETH"), "10 ETH");
    assert_eq!(loss(&found, "USD").unwrap().not_counted(), [Name::parse("ETH").unwrap()]);
    let text = found.to_string();
    assert!(text.contains("not counted   ETH: nothing bounds the price"), "{text}");
    assert!(text.contains("1000000 USD, the highest, for the value of all"), "{text}");
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json["losses"][0]["not_counted"], json!(["ETH"]));
    assert_eq!(json["prices"][0]["highest"], "1000000");
}

/// At whichever price: what is said without quotes is never less than with them.
#[test]
fn no_price_within_the_bounds_lets_out_more() {
    let tiers = "[[rules]]\nname = \"large\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\ninitiators = [\"owners\"]\n\
                 above = \"300000 USD per 24h\"\napprove = \"3 of (alice, bob, carol)\"\n\n\
                 [[limits]]\nname = \"value\"\nassets = [\"BTC\"]\nmax = \"5000000 USD per 24h\"";
    for text in [Text::of(include_str!("found/price.toml")), Text::of(include_str!("found/price.toml")).plus(tiers)] {
        let policy = text.world().policy;
        let unquoted = exposure(&policy, &theft(Thieves::Any(2), "24h", None), &Quotes::none());
        for price in ["10000", "10000.01", "123456.789", "500000", "999999.99", "1000000"] {
            let given = Quotes::verify(&policy, &[quote(&policy, "BTC", price)]).unwrap();
            let priced = exposure(&policy, &theft(Thieves::Any(2), "24h", None), &given);
            for of in ["USD", "BTC", "ETH", "USDC"] {
                let (priced, unquoted) = (loss(&priced, of).unwrap(), loss(&unquoted, of).unwrap());
                let most = unquoted.anywhere().most_units().unwrap();
                assert!(priced.anywhere().least_units() <= most, "{of} at {price}: more than {most}");
                assert!(priced.anywhere().least_units() > 0, "{of} at {price}");
            }
        }
    }
}

fn quote(policy: &Policy, asset: &str, price: &str) -> Quote {
    let (key, at) = (person("carol").key_text(), Instant::parse(START).unwrap());
    let text = quote_statement(policy, &Name::parse(asset).unwrap(), price, at, &key).unwrap();
    let signature = person("carol").sign(text.as_bytes());
    serde_json::from_value(json!({
        "signer": "carol", "key": key, "asset": asset, "price": price, "quoted_at": at, "signature": signature,
    }))
    .unwrap()
}

#[test]
fn fees_come_on_top_and_it_is_said_how_much_at_most() {
    let text = || Text::of(include_str!("found/price.toml"));
    let said = |text: Text| {
        let policy = text.world().policy;
        let found = exposure(&policy, &theft(Thieves::Any(2), "24h", None), &Quotes::none());
        let json = serde_json::to_value(&found).unwrap();
        (found.to_string(), json["fees"].clone())
    };
    let (free, json) = said(text());
    assert!(free.contains("  BTC, ETH, USDC: nothing limits the fee of a payout"), "{free}");
    assert_eq!(
        json,
        json!([{"payouts_of": ["BTC", "ETH", "USDC"], "per_payout": null, "payouts": null, "at_most": null}])
    );
    let capped = "[[limits]]\nname = \"btc-fee\"\nassets = [\"BTC\"]\nmax_fee = \"0.01 BTC\"";
    let (each, _) = said(text().plus(capped));
    assert!(each.contains("  BTC: up to 0.01 BTC a payout, and nothing limits how many leave"), "{each}");
    let counted = format!("{capped}\n[[limits]]\nname = \"few\"\nassets = [\"BTC\"]\nmax_count = \"3 per 24h\"");
    let (all, json) = said(text().plus(&counted));
    assert!(all.contains("  BTC: up to 0.01 BTC a payout, 6 payouts at most: 0.06 BTC"), "{all}");
    assert_eq!(json[1]["at_most"], "0.06 BTC");
}

#[test]
fn thousands_of_windows_are_counted_and_more_are_bounded() {
    let hourly = include_str!("found/hourly.toml");
    let policy = Policy::parse(hourly).unwrap();
    let found = exposure(&policy, &theft(Thieves::Any(2), "33d", None), &Quotes::none());
    assert_eq!(exactly(&found, "BTC"), "793 BTC");
    let policy = Policy::parse(&hourly.replace("per 1h", "per 1s")).unwrap();
    let found = exposure(&policy, &theft(Thieves::Any(2), "24h", None), &Quotes::none());
    let bitcoin = &found.losses()[0];
    assert_eq!(bitcoin.at_most(bitcoin.anywhere()).unwrap().to_string(), "86401 BTC");
    assert!(found.to_string().contains("1 BTC per 1s, 86401 times one after the other"), "{found}");
}

#[test]
fn where_no_key_is_needed_anybody_takes_it() {
    let text = Text::base().swap("approve = \"1 of ops\"", "approve = \"none\"");
    let policy = text.world().policy;
    let theft = Theft { at: instant(0), ..theft(Thieves::Any(0), "1h", None) };
    let found = exposure(&policy, &theft, &Quotes::none()).to_string();
    assert!(found.contains("BTC: anybody, without a key, can move 100 BTC within 1h, and no more."), "{found}");
}

/// Three dollars a unit, and eight dollars for each of two wallets: two units each, and not five together.
#[test]
fn what_is_not_whole_in_one_of_several_sums_is_in_none() {
    let policy = Policy::parse(include_str!("found/whole-units.toml")).unwrap();
    let thieves = Thieves::These(Party::of(&policy, ["alice", "carol"]).unwrap());
    let theft = Theft { at: instant(0), ..theft(thieves, "1h", None) };
    assert_eq!(exactly(&exposure(&policy, &theft, &Quotes::none()), "B"), "4 B");
}

/// What these people take of bitcoin, from ten on the morning of a Monday: at least, at most.
fn of_bitcoin(policy: &Policy, names: &[&str], within: &str) -> [String; 2] {
    let at = Instant::parse("2026-11-23T10:00:00Z").unwrap();
    let thieves = Thieves::These(Party::of(policy, names.iter().copied()).unwrap());
    let found = exposure(policy, &Theft { at, ..theft(thieves, within, None) }, &Quotes::none());
    let bitcoin = loss(&found, "BTC").unwrap();
    [bitcoin.at_least(bitcoin.anywhere()), bitcoin.at_most(bitcoin.anywhere())].map(|sum| sum.unwrap().to_string())
}

/// Ten bitcoin an hour, and ten a day for each initiator: the third begins when the first two are done.
#[test]
fn each_of_the_thieves_who_may_ask_uses_up_a_sum_of_their_own() {
    let policy = Policy::parse(include_str!("found/initiators.toml")).unwrap();
    let taken = |within| of_bitcoin(&policy, &["alice", "bob", "carol"], within);
    assert_eq!(taken("3599s"), ["10 BTC", "10 BTC"]);
    assert_eq!(taken("7199s"), ["20 BTC", "20 BTC"]);
    assert_eq!(taken("2h"), ["30 BTC", "30 BTC"]);
    assert_eq!(taken("86399s"), ["30 BTC", "30 BTC"]);
}

/// Alice's term begins after eight hours, and whatever she approves waits for five.
#[test]
fn a_delay_that_begins_with_a_term_is_waited_out_to_the_second() {
    let policy = Policy::parse(include_str!("found/term.toml")).unwrap();
    let taken = |within| of_bitcoin(&policy, &["alice", "bob"], within);
    assert_eq!(taken("28799s"), ["0 BTC", "0 BTC"], "before her term nothing leaves");
    assert_eq!(taken("46799s"), ["0 BTC", "100 BTC"], "the bound does not know that her delay runs");
    assert_eq!(taken("13h"), ["100 BTC", "100 BTC"]);
    assert_eq!(taken("23h"), ["100 BTC", "100 BTC"]);
}

/// Two payouts a day; above a tenth of a bitcoin each waits for twelve hours, which no short span knows of.
#[test]
fn a_column_of_the_table_says_what_is_said_of_its_span_alone() {
    let policy = Policy::parse(include_str!("found/small-first.toml")).unwrap();
    let at = Instant::parse("2026-11-23T10:00:00Z").unwrap();
    let thieves = Thieves::These(Party::of(&policy, ["alice", "bob"]).unwrap());
    let theft = Theft { at, ..theft(thieves, "23h", None) };
    let curve = Curve::of(&policy, &theft, &Ledger::new(&policy), &Quotes::none()).unwrap();
    let json = serde_json::to_value(&curve).unwrap();
    assert_eq!(json["within"], json!(["0s", "1h", "6h", "23h"]));
    let row = &json["tables"][0]["rows"][0];
    for (place, span) in ["1s", "1h", "6h"].into_iter().enumerate() {
        assert_eq!([&row["at_least"][place], &row["at_most"][place]], ["0.2 BTC", "0.2 BTC"], "{span}");
        assert_eq!(of_bitcoin(&policy, &["alice", "bob"], span), ["0.2 BTC", "0.2 BTC"], "{span}");
    }
    assert_eq!([&row["at_least"][3], &row["at_most"][3]], ["100 BTC", "100 BTC"]);
}

/// Two small payouts at once would leave none for what a delay of twelve hours lets out.
#[test]
fn where_payouts_are_counted_small_ones_are_left_out_for_large_ones() {
    let policy = Policy::parse(include_str!("found/small-first.toml")).unwrap();
    let taken = |within| of_bitcoin(&policy, &["alice", "bob"], within);
    assert_eq!(taken("43199s"), ["0.2 BTC", "0.2 BTC"]);
    assert_eq!(taken("12h"), ["100 BTC", "100 BTC"]);
    assert_eq!(taken("23h"), ["100 BTC", "100 BTC"]);
    assert_eq!(taken("36h"), ["200 BTC", "200 BTC"]);
}

/// Four payouts of ten a day, and eleven to each destination: the eleventh would take the place of another's ten.
#[test]
fn where_payouts_are_counted_no_crumbs_are_picked_up() {
    let policy = Policy::parse(include_str!("found/crumbs.toml")).unwrap();
    let taken = |within| of_bitcoin(&policy, &["alice", "bob"], within);
    assert_eq!(taken("86399s"), ["40 BTC", "40 BTC"]);
    assert_eq!(taken("24h"), ["80 BTC", "80 BTC"]);
}

/// Of a window of a minute 4,096 are laid one by one: 68 hours of them are, and 69 hours are more.
#[test]
fn a_longer_span_lets_no_less_leave_where_windows_are_too_many_to_lay() {
    let policy = Policy::parse(include_str!("found/short-window.toml")).unwrap();
    let found = |within| {
        let found = exposure(&policy, &theft(Thieves::Any(1), within, None), &Quotes::none());
        let loss = loss(&found, "BTC").unwrap();
        (loss.anywhere().least_units(), loss.anywhere().most_units().unwrap())
    };
    let btc = |many: u128| many * 100_000_000;
    let (shorter, longer) = (found("68h"), found("69h"));
    assert!(shorter.0 >= btc(40_000) && longer.0 >= shorter.0, "{shorter:?} {longer:?}");
    assert_eq!((shorter.1, longer.1), (btc(40_810), btc(41_410)));
    let table = exposure(&policy, &theft(Thieves::Any(1), "69h", None), &Quotes::none()).by_people().to_string();
    assert!(table.contains("limit `m`: 10 BTC per 1m (4141 times)"), "{table}");
}

/// What the one of them asks for others must agree to, and what the bot asks for has to wait: they are counted together.
#[test]
fn a_tier_is_not_said_to_need_others_where_it_is_met_by_waiting() {
    let policy = Policy::parse(include_str!("found/either.toml")).unwrap();
    let thieves = Thieves::These(Party::of(&policy, ["alice", "carol", "bot"]).unwrap());
    let shown = exposure(&policy, &theft(thieves, "24h", None), &Quotes::none()).to_string();
    assert!(shown.contains("rule `big`: above 5 BTC per 24h others must agree, or it has to wait: "), "{shown}");
    let alone = Thieves::These(Party::of(&policy, ["alice", "carol"]).unwrap());
    let shown = exposure(&policy, &theft(alone, "24h", None), &Quotes::none()).to_string();
    assert!(shown.contains("rule `big`: above 5 BTC per 24h others must agree: "), "{shown}");
}

/// Where the others veto nothing leaves, and the table says that they do; and what is said of one asset is said of that one.
#[test]
fn what_is_supposed_stands_beside_what_follows() {
    let policy = Policy::parse(include_str!("found/vetoed.toml")).unwrap();
    let asked = theft(Thieves::Any(2), "7d", Some("1h"));
    let curve = Curve::of(&policy, &asked, &Ledger::new(&policy), &Quotes::none()).unwrap();
    let supposing = "from 2026-11-26T12:00:00Z on, both instants counted, if the others veto whatever can be vetoed for longer than 1h";
    assert!(curve.to_string().contains(supposing), "{curve}");
    assert!(curve.to_svg().contains(supposing));
    assert_eq!(serde_json::to_value(&curve).unwrap()["supposing"], supposing);
    let text = include_str!("found/vetoed.toml");
    let more = text.replacen("[assets.BTC]", "[assets.ETH]\nchain = \"ethereum\"\ndecimals = 18\n[assets.BTC]", 1);
    let more = Policy::parse(&more).unwrap_or_else(|problems| panic!("{problems}"));
    let ether = Theft { asset: Some("ETH".into()), ..asked };
    let shown = exposure(&more, &ether, &Quotes::none()).to_string();
    assert!(shown.contains("\nNothing: no rule of the policy permits a payout of ETH.\n"), "{shown}");
}
