//! What a hostile reviewer found lints silent about, or saying falsely: each with its nearest neighbour.

use countersign::analyze::{Finding, Severity};

use super::inspect;

pub(super) const HEAD: &str = include_str!("policies/ways.toml");

/// The head with rules and limits behind it.
pub(super) fn policy(rest: &[String]) -> String {
    HEAD.to_owned() + &rest.concat()
}

/// A rule that the bot asks under for payouts to anybody.
pub(super) fn base(approve: &str) -> String {
    rule("base", "[\"bot\"]", "to = \"any\"", approve)
}

/// A rule that adds, for whoever asks, above an amount.
pub(super) fn tier(name: &str, above: &str, approve: &str) -> String {
    rule(name, "\"unsigned\"", "to = \"any\"", &format!("{approve}\"\nabove = \"{above}"))
}

/// The same, with a sum for each destination.
pub(super) fn each_tier(name: &str, above: &str, approve: &str) -> String {
    tier(name, above, approve) + "each = [\"destination\"]\n"
}

pub(super) fn rule(name: &str, initiators: &str, to: &str, approve: &str) -> String {
    format!(
        "[[rules]]\nname = \"{name}\"\nassets = [\"BTC\"]\nwallets = \"any\"\n{to}\n\
         initiators = {initiators}\napprove = \"{approve}\"\n"
    )
}

fn limit(name: &str, max: &str) -> String {
    format!("[[limits]]\nname = \"{name}\"\nmax = \"{max}\"\n")
}

/// A limit on one asset.
pub(super) fn btc(name: &str, max: &str) -> String {
    limit(name, max) + "assets = [\"BTC\"]\n"
}

/// How grave what is found of one code is, and what it says.
pub(super) fn found(text: &str, code: &str) -> Vec<(Severity, String)> {
    let inspection = inspect(text);
    let of_code = inspection.findings().iter().filter(|finding| finding.code().as_str() == code);
    of_code.map(|finding: &Finding| (finding.severity(), finding.message().to_owned())).collect()
}

pub(super) fn messages(text: &str, code: &str) -> Vec<String> {
    found(text, code).into_iter().map(|(_, message)| message).collect()
}

pub(super) const NONE: [&str; 0] = [];

#[test]
fn tiers_that_look_at_one_destination_and_at_one_payout_are_gone_around_together() {
    let (dest, single) = (
        each_tier("dest", "0.5 BTC per 24h", "2 of ops"),
        tier("single", "10 BTC per payout", "2 of ops and 1 of risk"),
    );
    let day = btc("day", "20 BTC per 24h");
    let text = policy(&[base("1 of ops"), dest.clone(), single.clone(), day.clone()]);
    let splits = "40 fresh addresses take 20 BTC per 24h in parts of 0.5 BTC, and `dest` never asks for `2 of ops`: \
                  it counts each destination for itself";
    let again = "10 BTC may leave again and again, at most until `day` of 20 BTC per 24h is full, \
                 and `single` never asks for `2 of ops and 1 of risk`: it looks at one payout alone";
    assert_eq!(found(&text, "each-splits"), [(Severity::High, splits.into())]);
    assert_eq!(found(&text, "per-payout-tier"), [(Severity::Medium, again.into())]);
    // A tier over everything, which asks no fewer, ends both.
    let total = tier("total", "5 BTC per 24h", "2 of ops and 1 of risk");
    let text = policy(&[base("1 of ops"), dest.clone(), single.clone(), total, day.clone()]);
    assert_eq!(messages(&text, "each-splits"), NONE);
    assert_eq!(messages(&text, "per-payout-tier"), NONE);
    // One that asks fewer ends what asks no more.
    let total = tier("total", "5 BTC per 24h", "2 of ops");
    let text = policy(&[base("1 of ops"), dest, single, total, day]);
    assert_eq!(messages(&text, "each-splits"), NONE);
    assert_eq!(messages(&text, "per-payout-tier"), [again]);
}

#[test]
fn what_a_program_alone_takes_below_every_tier_is_grave() {
    let (dest, single) = (
        each_tier("dest", "0.5 BTC per 24h", "2 of ops"),
        tier("single", "10 BTC per payout", "2 of ops and 1 of risk"),
    );
    let day = || btc("day", "20 BTC per 24h");
    let text = policy(&[base("none"), dest, single.clone(), day()]);
    assert_eq!(found(&text, "each-splits")[0].0, Severity::High);
    // Ten at once two of ops have to approve.
    assert_eq!(found(&text, "per-payout-tier")[0].0, Severity::Medium);
    let text = policy(&[base("none"), single.clone(), day()]);
    let again = "10 BTC may leave again and again, at most until `day` of 20 BTC per 24h is full, and `single` never asks \
                 for `2 of ops and 1 of risk`: it looks at one payout alone; `bot` alone is enough for that";
    assert_eq!(found(&text, "per-payout-tier"), [(Severity::High, again.into())]);
    let text = policy(&[base("1 of ops"), single.clone(), day()]);
    assert_eq!(found(&text, "per-payout-tier")[0].0, Severity::Medium);
    let text = policy(&[base("none"), single, tier("few", "8 BTC per 24h", "1 of ops"), day()]);
    assert_eq!(found(&text, "per-payout-tier")[0].0, Severity::Medium);
}

#[test]
fn a_tier_that_no_payout_reaches_holds_nothing_and_one_far_off_as_little() {
    let dest = || each_tier("dest", "0.5 BTC per 24h", "2 of ops");
    let huge = || tier("huge", "15 BTC per 24h", "2 of ops and 1 of risk");
    let of = |cap: &str| policy(&[base("1 of ops"), dest(), huge(), btc("day", cap), btc("week", "50 BTC per 7d")]);
    assert!(messages(&of("15 BTC per 24h"), "each-splits")[0].starts_with("30 fresh addresses take 15 BTC per 24h"));
    assert_eq!(messages(&of("15.00000001 BTC per 24h"), "each-splits"), NONE);

    let single = || tier("single", "1 BTC per payout", "2 of ops");
    let month = |above: &str| tier("month", above, "2 of ops and 1 of risk");
    let of = |above: &str, cap: &str| policy(&[base("1 of ops"), single(), month(above), btc("day", cap)]);
    let again = |until: &str| {
        format!(
            "1 BTC may leave again and again, at most until {until}, and `single` never asks for `2 of ops`: \
             it looks at one payout alone"
        )
    };
    let day = again("`day` of 99 BTC per 24h is full");
    assert_eq!(messages(&of("1000 BTC per 30d", "99 BTC per 24h"), "per-payout-tier"), [day]);
    let begins = again("`month` begins above 100 BTC per 30d");
    assert_eq!(messages(&of("100 BTC per 30d", "500 BTC per 24h"), "per-payout-tier"), [begins]);
    assert_eq!(messages(&of("99.99999999 BTC per 30d", "500 BTC per 24h"), "per-payout-tier"), NONE);
}

#[test]
fn a_cap_in_the_currency_is_compared_with_a_tier_in_coins() {
    let large = || tier("large", "1 BTC per 24h", "2 of ops");
    let of = |limits: &[String]| messages(&policy(&[base("1 of ops"), large(), limits.concat()]), "uncapped-band");
    let band = "above 1 BTC per 24h, where `large` begins, nothing holds before `day` of 100000000000 USD per 24h, \
                10000000 times as much at the lowest price there can be";
    assert_eq!(of(&[limit("day", "100000000000 USD per 24h")]), [band]);
    assert_eq!(of(&[limit("day", "1000000 USD per 24h")]).len(), 1);
    assert_eq!(of(&[limit("day", "999999.99 USD per 24h")]), NONE);
    // What dollars hold coins need not.
    assert_eq!(of(&[btc("day", "1000 BTC per 24h")]).len(), 1);
    assert_eq!(of(&[btc("day", "1000 BTC per 24h"), limit("usd", "100000 USD per 24h")]), NONE);
    // A tier that fresh addresses never reach holds nothing.
    let dest = || each_tier("dest", "2 BTC per 24h", "1 of risk");
    let far =
        messages(&policy(&[base("1 of ops"), large(), dest(), btc("day", "10000000 BTC per 24h")]), "uncapped-band");
    assert_eq!(
        far,
        [
            "above 1 BTC per 24h, where `large` begins, nothing holds before `day` of 10000000 BTC per 24h, 10000000 times as much"
        ]
    );
}

/// Strangers and the listed are paid under rules of their own.
fn two_ways() -> String {
    rule("strangers", "[\"bot\"]", "not_to = [\"trusted\"]", "2 of ops")
        + &rule("friends", "[\"bot\"]", "to = [\"trusted\"]", "2 of ops")
}

#[test]
fn a_hole_in_a_cap_is_as_large_as_what_holds_it_whatever_that_is_written_in() {
    let of = |day: &str, others: &[String]| {
        let day = btc("day", day) + "not_to = [\"trusted\"]\n";
        messages(&policy(&[two_ways(), day, others.concat()]), "hole-in-cap")
    };
    let hole = "`day` of 5 BTC per 24h does not count what `bot` asks under `friends` to an address in `trusted`: \
                up to `usd` of 100000000000 USD per 24h leave beside it";
    assert_eq!(of("5 BTC per 24h", &[limit("usd", "100000000000 USD per 24h")]), [hole]);
    assert_eq!(of("5 BTC per 24h", &[limit("usd", "50000 USD per 24h")]), NONE);
    let total = || btc("total", "1000 BTC per 24h");
    assert_eq!(of("50 BTC per 24h", &[total()]).len(), 1);
    assert_eq!(of("50 BTC per 24h", &[total(), limit("usd", "100000 USD per 24h")]), NONE);
}

#[test]
fn what_a_cap_in_the_currency_holds_is_not_said_to_leave() {
    let dollars = |max: &str| limit("usd", max);
    let dest = || each_tier("dest", "0.5 BTC per 24h", "2 of ops");
    let splits = |max: &str| {
        messages(&policy(&[base("1 of ops"), dest(), btc("day", "20 BTC per 24h"), dollars(max)]), "each-splits")
    };
    assert_eq!(splits("4000 USD per 24h"), NONE);
    assert_eq!(splits("5000 USD per 24h"), NONE);
    let said = "fresh addresses take up to 6000 USD per 24h in parts of 0.5 BTC, and `dest` never asks for `2 of ops`: \
                it counts each destination for itself";
    assert_eq!(splits("6000 USD per 24h"), [said]);
    assert!(splits("300000 USD per 24h")[0].starts_with("40 fresh addresses take 20 BTC per 24h"));

    let day = || btc("day", "1000 BTC per 24h");
    let free = |max: &str| messages(&policy(&[base("none"), day(), dollars(max)]), "free-any-amount");
    let said = |most: &str| {
        format!("`bot` alone takes up to {most} to an address in no list: `base` and the tiers above it ask nobody")
    };
    assert_eq!(free("100000 USD per 24h"), [said("100000 USD per 24h")]);
    assert_eq!(free("10000000000 USD per 24h"), [said("1000 BTC per 24h")]);

    let hour = || btc("hour", "5 BTC per 1h");
    let short = |max: &str| messages(&policy(&[base("2 of ops"), hour(), dollars(max)]), "short-window").len();
    assert_eq!(short("100000 USD per 24h"), 0);
    assert_eq!(short("1200000.01 USD per 24h"), 1);
    let climbs = |max: &str| {
        let hour = tier("hour", "1 BTC per 1h", "2 of ops");
        messages(&policy(&[base("1 of ops"), hour, day(), dollars(max)]), "short-window").len()
    };
    assert_eq!(climbs("240000 USD per 24h"), 0);
    assert_eq!(climbs("250000 USD per 24h"), 1);
}

#[test]
fn an_address_that_a_list_lets_by_is_let_by_at_once_without_a_cooling_off() {
    let day = || btc("day", "20 BTC per 24h");
    let of = |text: String| messages(&text, "new-destination-at-once");
    let escapes = |what: &str| [format!("an address added to `trusted` escapes `{what}` at once")];
    let large = |to: &str| rule("large", "\"unsigned\"", to, "2 of ops and 1 of risk\"\nabove = \"1 BTC per 24h");
    assert_eq!(of(policy(&[base("1 of ops"), large("not_to = [\"trusted\"]"), day()])), escapes("large"));
    assert_eq!(of(policy(&[base("1 of ops"), large("to = \"any\""), day()])), NONE);
    let block = |to: &str| format!("[[blocks]]\nname = \"others\"\n{to} = [\"trusted\"]\n");
    assert_eq!(of(policy(&[base("2 of ops"), block("not_to"), day()])), escapes("others"));
    assert_eq!(of(policy(&[base("2 of ops"), block("to"), day()])), NONE);
    let small = btc("small", "1 BTC per 24h") + "not_to = [\"trusted\"]\n";
    assert_eq!(of(policy(&[base("2 of ops"), small, day()])), escapes("small"));
    // A rule that leaves the list out asks nothing of it where another covers it as well.
    let strict = || rule("strict", "[\"bot\"]", "not_to = [\"trusted\"]", "3 of ops");
    assert_eq!(of(policy(&[base("2 of ops"), strict(), day()])), escapes("strict"));
    assert_eq!(of(policy(&[strict(), day()])), NONE);
    let cools = policy(&[base("2 of ops"), strict(), day()]).replacen(
        "[lists.trusted]",
        "[lists.trusted]\ncooling_off = \"48h\"",
        1,
    );
    assert_eq!(of(cools.replace("gdr93\" }", "gdr93\", added = 2026-01-05T00:00:00Z }")), NONE);
}

#[test]
fn accounts_of_ethereum_look_alike_on_whatever_chain_they_stand() {
    let (one, like, other) = (
        "0xabcd000000000000000000000000000000000012",
        "0xABCD999999999999999999999999999999999912",
        "0xabcd999999999999999999999999999999999913",
    );
    let of = |entries: [(&str, &str); 2]| {
        let chains = ["ethereum", "eip155:137", "polygon"];
        let assets = chains
            .iter()
            .enumerate()
            .map(|(at, chain)| format!("[assets.A{at}]\nchain = \"{chain}\"\ndecimals = 18\n"));
        let [first, second] =
            entries.map(|(chain, address)| format!("{{ chain = \"{chain}\", address = \"{address}\" }}"));
        let lists = format!("[lists.friends]\nentries = [{first}, {second}]\n");
        let text = policy(&[base("2 of ops"), btc("day", "20 BTC per 24h"), assets.collect::<String>(), lists]);
        messages(&text, "look-alike").len()
    };
    let lower = like.to_ascii_lowercase();
    let lower = lower.as_str();
    assert_eq!(of([("polygon", one), ("polygon", lower)]), 1);
    assert_eq!(of([("polygon", one), ("polygon", other)]), 0);
    assert_eq!(of([("ethereum", one), ("eip155:137", lower)]), 1);
    assert_eq!(of([("ethereum", one), ("polygon", lower)]), 1);
    for chains in [("ethereum", "eip155:137"), ("ethereum", "polygon"), ("eip155:137", "polygon")] {
        assert_eq!(of([(chains.0, one), (chains.1, one)]), 0, "it is one account");
    }
}

/// Who goes around a tier need not be who is left when others are spared one by one.
#[test]
fn a_way_around_is_found_whoever_is_spared_first() {
    let pairs = "(1 of (alice) and 1 of (erin)) or (1 of (bob) and 1 of (carol))";
    let of = |approve: &str| {
        let dest = each_tier("dest", "0.5 BTC per 24h", "2 of ops");
        messages(&policy(&[base(approve), dest, btc("day", "20 BTC per 24h")]), "each-splits").len()
    };
    assert_eq!((of(pairs), of("1 of (bob) and 1 of (carol)")), (1, 0));
}

#[test]
fn a_longer_tier_holds_a_short_one_only_where_it_begins_within_the_day() {
    let hour = || tier("hour", "1 BTC per 1h", "2 of ops");
    let of = |longer: String| {
        messages(&policy(&[base("1 of ops"), hour(), longer, btc("cap", "90 BTC per 24h")]), "short-window")
    };
    let said = "24 BTC may leave within 24h, 1 BTC in every 1h, and `hour` never asks for `2 of ops`";
    assert_eq!(of(tier("month", "1000 BTC per 30d", "2 of ops")), [said]);
    assert_eq!(of(tier("day", "24 BTC per 24h", "2 of ops")), [said]);
    assert_eq!(of(tier("day", "23.99999999 BTC per 24h", "2 of ops")), NONE);
    // One that asks fewer people, or counts each destination for itself, holds nothing.
    assert_eq!(of(tier("day", "5 BTC per 24h", "1 of ops")), [said]);
    assert_eq!(of(each_tier("day", "5 BTC per 24h", "2 of ops")), [said]);
    assert_eq!(of(tier("day", "5 BTC per 24h", "2 of ops and 1 of risk")), NONE);
    assert_eq!(of(tier("day", "230000 USD per 24h", "2 of ops")), NONE);
    assert_eq!(of(tier("day", "250000 USD per 24h", "2 of ops")), [said]);
    // Each of two wallets reaches less than the longer one's, and both together more.
    let each_wallet = |tier: String| tier + "each = [\"wallet\"]\n";
    let of = |above: &str| {
        let (hour, day) = (each_wallet(hour()), each_wallet(tier("day", above, "2 of ops")));
        messages(&policy(&[base("1 of ops"), hour, day, btc("cap", "90 BTC per 24h")]), "short-window").len()
    };
    assert_eq!((of("23 BTC per 24h"), of("30 BTC per 24h")), (0, 1));
}

#[test]
fn a_cap_that_leaves_a_wallet_out_is_a_hole_where_that_has_no_line_of_its_own() {
    let day = || btc("day", "5 BTC per 24h") + "wallets = [\"hot-1\"]\n";
    let month = || btc("month", "500 BTC per 30d");
    let hole = "`day` of 5 BTC per 24h does not count what leaves `hot-2` under `base` to an address in no list: \
                up to `month` of 500 BTC per 30d leave beside it";
    assert_eq!(found(&policy(&[base("1 of ops"), day(), month()]), "hole-in-cap"), [(Severity::Medium, hole.into())]);
    let own = btc("second", "10 BTC per 24h") + "wallets = [\"hot-2\"]\n";
    assert_eq!(messages(&policy(&[base("1 of ops"), day(), own, month()]), "hole-in-cap"), NONE);
    // What is paid out of each by a rule of its own may well have a cap of its own.
    let of_wallet = |name: &str, wallet: &str| {
        rule(name, "[\"bot\"]", "to = \"any\"", "1 of ops")
            .replace("wallets = \"any\"", &format!("wallets = [\"{wallet}\"]"))
    };
    let text = policy(&[of_wallet("first", "hot-1"), of_wallet("second", "hot-2"), day(), month()]);
    assert_eq!(messages(&text, "hole-in-cap"), NONE);
}

/// A seat of each of two rules is as much as two of one.
#[test]
fn a_device_that_meets_every_rule_approves_any_amount() {
    let of = |base_asks: &str, more: &[String]| {
        let text = policy(&[base(base_asks), more.concat(), btc("day", "20 BTC per 24h")]);
        let on = |text: String, who: &str| {
            text.replacen(&format!("[approvers.{who}]"), &format!("[approvers.{who}]\ndevice = \"hsm\""), 1)
        };
        messages(&on(on(text, "alice"), "erin"), "same-device")
    };
    let big = |asks: &str| [tier("big", "5 BTC per 24h", asks)];
    let said = "`alice` and `erin` sign on `hsm`: whoever has it meets all that `base` and `big` ask for, \
                and approves any amount under `big`";
    assert_eq!(of("1 of ops", &big("1 of risk")), [said]);
    assert_eq!(of("1 of ops", &big("2 of risk")), NONE);
    // One of them alone is enough, with a device or without.
    assert_eq!(of("1 of ops", &big("1 of (ops, risk)")), NONE);
}

#[test]
fn a_cap_of_each_destination_or_of_a_list_is_none_over_all_assets() {
    let text = |more: &str, usd: &str| {
        let two = policy(&[
            rule("base", "[\"bot\"]", "to = \"any\"", "2 of ops"),
            btc("day", "20 BTC per 24h"),
            limit("other", "20 LBTC per 24h") + "assets = [\"LBTC\"]\n",
            limit("usd", "100000 USD per 24h") + usd,
            "[assets.LBTC]\nchain = \"bitcoin\"\ndecimals = 8\n".into(),
        ]);
        let any = two.replacen("name = \"base\"\nassets = [\"BTC\"]", "name = \"base\"\nassets = \"any\"", 1);
        any.replacen("[lists.trusted]", &format!("[lists.trusted]\n{more}"), 1)
    };
    let of = |usd: &str| messages(&text("", usd), "no-global-value");
    let said = "20 BTC per 24h and 20 LBTC per 24h can all leave together: no cap counts what they are worth in sum";
    assert_eq!(of(""), NONE);
    assert_eq!(of("each = [\"wallet\"]\n"), NONE);
    assert_eq!(of("each = [\"destination\"]\n"), [said]);
    assert_eq!(of("to = [\"trusted\"]\n"), [said]);
    assert_eq!(of("wallets = [\"hot-1\"]\n"), [said]);
    assert_eq!(of("not_to = [\"trusted\"]\n"), [said]);
    // What waits for a list may go without.
    let cools = text("cooling_off = \"48h\"", "not_to = [\"trusted\"]\n");
    let cools = cools.replace("gdr93\" }", "gdr93\", added = 2026-01-05T00:00:00Z }");
    assert_eq!(messages(&cools, "no-global-value"), NONE);
}

#[test]
fn a_limit_refuses_first_whatever_it_is_written_in() {
    let of = |above: &str, limits: &[String]| {
        let large = tier("large", above, "2 of ops");
        let cap = btc("day", "90 BTC per 24h");
        messages(&policy(&[base("1 of ops"), large, limits.concat(), cap]), "limit-below-tier")
    };
    let said =
        |above: &str, limit: &str| vec![format!("`large` begins above {above}, and {limit} refuses that much first")];
    let once = |max: &str| [btc("once", &format!("{max} per payout"))];
    let single = "20 BTC per payout";
    assert_eq!(of(single, &once("10 BTC")), said(single, "`once` of 10 BTC per payout"));
    assert_eq!(of(single, &once("20 BTC")), said(single, "`once` of 20 BTC per payout"));
    assert_eq!(of(single, &once("20.00000001 BTC")), NONE);
    // What holds one payout holds no running total, and a shorter window holds as much as often as it fits.
    let day = "20 BTC per 24h";
    assert_eq!(of(day, &once("10 BTC")), NONE);
    assert_eq!(of(day, &[btc("half", "10 BTC per 12h")]), said(day, "`half` of 10 BTC per 12h"));
    assert_eq!(of(day, &[btc("half", "10.00000001 BTC per 12h")]), NONE);
    assert_eq!(of(day, &[btc("half", "10 BTC per 11h")]), NONE);
    // At the lowest price 200,000 dollars are 20 coins.
    assert_eq!(of(day, &[limit("usd", "200000 USD per 24h")]), said(day, "`usd` of 200000 USD per 24h"));
    assert_eq!(of(day, &[limit("usd", "200000.01 USD per 24h")]), NONE);
    let dollars = "20000000 USD per 24h";
    assert_eq!(of(dollars, &[btc("coins", day)]), said(dollars, "`coins` of 20 BTC per 24h"));
    assert_eq!(of("19999999.99 USD per 24h", &[btc("coins", day)]), NONE);
}
