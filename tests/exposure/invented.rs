//! Policies invented at random, of everything the language can say that bears on how much leaves.

use countersign::Policy;

use crate::dice::Dice;
use crate::world::Text;

/// When every theft of an invented policy begins: a Monday.
pub const START: &str = "2026-11-23T10:00:00Z";

/// In `near` all along, in `near` from an hour after the start on, in `far`.
pub const NEAR: &str = "r-near";
pub const COOLING: &str = "r-cooling";
pub const FAR: &str = "r-far";

pub const PEOPLE: [&str; 6] = ["alice", "bob", "carol", "dana", "shop", "kiosk"];

/// The lengths from which windows, delays and spans are taken.
pub struct Scale {
    pub windows: &'static [&'static str],
    pub delays: &'static [(&'static str, u64)],
    pub most: u64,
}

pub const HOURS: Scale =
    Scale { windows: &["1h", "2h", "3h", "24h"], delays: &[("30m", 1_800), ("1h", 3_600), ("2h", 7_200)], most: 20 };

pub const SECONDS: Scale = Scale { windows: &["1s", "2s", "3s"], delays: &[("1s", 1), ("2s", 2)], most: 3 };

const HEAD: &str = r#"schema = 1
realm = "test"
name = "invented"
version = 1
wallets = ["w1", "w2"]
payout_ttl = "30d"
approval_ttl = "20d"
clock_skew = "2m"
payload = "optional"
initiator_may_approve = OWN

[assets.A]
chain = "ripple"
decimals = 0

[assets.B]
chain = "ripple"
decimals = 0

[approvers.alice]
keys = ["KEY-alice"]
[approvers.bob]
keys = ["KEY-bob"]
[approvers.carol]
keys = ["KEY-carol"]
[approvers.dana]
keys = ["KEY-dana"]
ACTIVE
[requesters.shop]
keys = ["KEY-shop"]
[requesters.kiosk]
keys = ["KEY-kiosk"]

[groups]
ops = ["alice", "bob", "carol"]
risk = ["carol", "dana"]

[lists.near]
cooling_off = "2h"
entries = [
  { chain = "ripple", address = "r-near", added = 2026-01-01T00:00:00Z },
  { chain = "ripple", address = "r-cooling", added = 2026-11-23T09:00:00Z },
]

[lists.far]
entries = [{ chain = "ripple", address = "r-far", tag = "7" }]

[prices]
currency = "USD"
decimals = 0
fixed = { A = "1", B = "3" }

[[limits]]
name = "fees"
max_fee = "unlimited"
"#;

/// A policy that loads.
pub fn policy(dice: &mut Dice, scale: &Scale) -> (Policy, String) {
    loop {
        let text = Text::of(&text(dice, scale));
        if let Ok(policy) = text.parse() {
            return (policy, text.written());
        }
    }
}

fn text(dice: &mut Dice, scale: &Scale) -> String {
    let active = if dice.one_in(4) { "active_from = 2026-11-23T11:00:00Z" } else { "" };
    let own = if dice.one_in(2) { "true" } else { "false" };
    let mut text = HEAD.replace("OWN", own).replace("ACTIVE", active);
    for asset in ["A", "B"] {
        let (most, window) = (1 + dice.below(scale.most), dice.pick(scale.windows));
        text += &format!("[[limits]]\nname = \"base-{asset}\"\nmax = \"{most} {asset} per {window}\"\n");
    }
    for number in 0..=dice.below(2) {
        text += &format!("[[rules]]\nname = \"cover-{number}\nDELAY\"\nassets = \"any\"\nwallets = \"any\"\n");
        text += &format!("initiators = {}\n{}", initiators(dice), destinations(dice, false));
        needs(dice, scale, &mut text, 4);
    }
    for number in 0..dice.below(4) {
        let (above, asset) = above(dice, scale);
        let asset = if asset == "USD" { "\"any\"".into() } else { format!("[\"{asset}\"]") };
        text += &format!("[[rules]]\nname = \"tier-{number}\nDELAY\"\nassets = {asset}\nwallets = \"any\"\n");
        text += &format!("initiators = {}\n{}above = \"{above}\"\n", initiators(dice), destinations(dice, false));
        if !above.contains("payout") {
            text += &each(dice);
        }
        if dice.one_in(4) {
            text += &format!("during = {}\n", hours(dice));
        }
        needs(dice, scale, &mut text, 3);
    }
    for number in 0..dice.below(4) {
        let (most, window) = (1 + dice.below(scale.most), dice.pick(scale.windows));
        text += &format!("[[limits]]\nname = \"more-{number}\"\n");
        match dice.below(4) {
            0 => text += &format!("max = \"{most} USD per {window}\"\n{}", each(dice)),
            1 => text += &format!("max_count = \"{} per {window}\"\n{}", 1 + dice.below(3), each(dice)),
            2 => text += &format!("assets = [\"A\"]\nmax = \"{most} A per {window}\"\n{}", each(dice)),
            _ => text += &format!("assets = [\"A\"]\nmax = \"{most} A per payout\"\n"),
        }
        if dice.one_in(2) {
            text += &destinations(dice, true);
        }
        if dice.one_in(5) {
            text += "initiators = [\"ops\"]\n";
        }
    }
    if dice.one_in(6) {
        text += "[[blocks]]\nname = \"no-far\"\nto = [\"far\"]\n";
    }
    text
}

fn initiators(dice: &mut Dice) -> &'static str {
    dice.pick::<&str>(&["\"unsigned\"", "\"unsigned\"", "[\"ops\"]", "\"requesters\"", "[\"ops\", \"shop\"]"])
}

fn destinations(dice: &mut Dice, is_limit: bool) -> String {
    let some = ["to = \"any\"", "to = \"any\"", "to = [\"near\"]", "not_to = [\"near\"]", "to = [\"far\", \"near\"]"];
    let chosen = dice.pick(&some);
    if is_limit && chosen.contains("any") { String::new() } else { format!("{chosen}\n") }
}

fn above(dice: &mut Dice, scale: &Scale) -> (String, &'static str) {
    let asset = *dice.pick(&["A", "A", "B", "USD"]);
    let most = 1 + dice.below(scale.most);
    let per = if dice.one_in(4) { "payout" } else { dice.pick(scale.windows) };
    (format!("{most} {asset} per {per}"), asset)
}

fn each(dice: &mut Dice) -> String {
    let some = [
        "",
        "",
        "[\"destination\"]",
        "[\"wallet\"]",
        "[\"initiator\"]",
        "[\"asset\"]",
        "[\"initiator\", \"destination\"]",
    ];
    match *dice.pick(&some) {
        "" => String::new(),
        each => format!("each = {each}\n"),
    }
}

fn hours(dice: &mut Dice) -> &'static str {
    let some = [
        "{ days = [\"mon\"], open = \"12:00\", close = \"13:00\", zone = \"Europe/Zurich\" }",
        "{ days = [\"mon\", \"tue\"], open = \"00:00\", close = \"11:00\", zone = \"Etc/UTC\" }",
    ];
    dice.pick::<&str>(&some)
}

/// What a rule needs: its name says how long its delay is, so that a test that reads answers knows.
fn needs(dice: &mut Dice, scale: &Scale, text: &mut String, rare: u64) {
    let approve = dice.pick(&["none", "1 of ops", "2 of ops", "1 of risk", "1 of ops and 1 of risk"]);
    *text += &format!("approve = \"{approve}\"\n");
    let mut name = String::new();
    if dice.one_in(rare) {
        let (delay, seconds) = dice.pick(scale.delays);
        let veto = dice.pick(&["1 of risk", "2 of ops", "nobody"]);
        *text += &format!("delay = \"{delay}\"\nveto = \"{veto}\"\n");
        name = format!("-after-{seconds}");
        if dice.one_in(4) {
            *text += "delay_waived_by = \"2 of ops\"\n";
        }
    } else if dice.one_in(4) {
        *text += "veto = \"1 of risk\"\n";
    }
    if dice.one_in(6) {
        *text += &format!("hours = {}\n", hours(dice));
    }
    *text = text.replace("\nDELAY", &name);
}
