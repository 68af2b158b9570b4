//! A rule with `above`, a limit or a block drawn by chance and added to a policy that nobody wrote for it: never looser.
//! `DIFF_ADDITIONS` says how many.

use countersign::analyze::{Change, Direction, Witness};
use countersign::{CheckCode, Policy};
use toml::{Table, Value};

use crate::dice::Dice;
use crate::policies;
use crate::replay::{compared, parse};

pub const SHOWCASES: [&str; 8] =
    ["minimal", "hot-wallet", "cold-vault", "treasury", "payment-processor", "market-maker", "bridge", "many-assets"];

const HOURS: [&str; 3] = [
    "{ days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"], open = \"09:00\", close = \"17:00\", zone = \"Europe/Zurich\" }",
    "{ days = [\"sat\", \"sun\"], open = \"00:00\", close = \"00:00\", zone = \"UTC\" }",
    "{ days = [\"mon\", \"sun\"], open = \"22:00\", close = \"06:00\", zone = \"America/New_York\" }",
];

/// The text of a policy by its number: the generator's, the showcases', the small world's by turns.
pub fn text(number: usize) -> String {
    match number % 4 {
        0 => {
            let path = format!("{}/policies/{}.toml", env!("CARGO_MANIFEST_DIR"), SHOWCASES[number / 4 % 8]);
            std::fs::read_to_string(path).unwrap()
        }
        1 => policies::policy(number * 97 % policies::COUNT).text,
        _ => generated(number),
    }
}

/// Of the generator's cases the first from a number on whose policy stands for itself.
pub fn generated(number: usize) -> String {
    let mut cases = (0..).map(|more| countersign_model::r#gen::case(23, number * 16 + more));
    let case = cases.find(|case| case["name"].as_str().unwrap().ends_with("plain")).unwrap();
    case["policy"].as_str().unwrap().into()
}

/// What the names in a policy are, to write more of it.
struct Words<'w> {
    dice: &'w mut Dice,
    assets: Vec<String>,
    wallets: Vec<String>,
    lists: Vec<String>,
    /// Of people and groups; whom a quorum may name, and who may initiate.
    people: Vec<String>,
    initiators: Vec<String>,
    currency: Option<String>,
    /// `5 BTC per 24h`, as it stands there.
    rates: Vec<String>,
}

impl<'w> Words<'w> {
    fn of(text: &str, dice: &'w mut Dice) -> Self {
        let table: Table = text.parse().unwrap();
        let named = |key: &str| -> Vec<String> {
            table.get(key).and_then(Value::as_table).into_iter().flat_map(|table| table.keys().cloned()).collect()
        };
        let wallets = table["wallets"].as_array().unwrap().iter().map(|wallet| wallet.as_str().unwrap().into());
        let currency = table.get("prices").map(|prices| prices["currency"].as_str().unwrap().into());
        let assets = named("assets");
        let is_money = |word: &str| assets.iter().any(|asset| asset == word) || currency.as_deref() == Some(word);
        let is_rate = |part: &&str| {
            let words: Vec<&str> = part.split(' ').collect();
            words.len() == 4 && words[2] == "per" && is_money(words[1])
        };
        let rates = text.split('"').filter(is_rate).map(Into::into).collect();
        let people = [named("groups"), named("approvers")].concat();
        let initiators = [people.clone(), named("requesters")].concat();
        Self { wallets: wallets.collect(), lists: named("lists"), dice, assets, people, initiators, currency, rates }
    }

    fn one(&mut self, of: fn(&Self) -> &Vec<String>) -> String {
        let many = of(self).len() as u64;
        let place = usize::try_from(self.dice.below(many)).unwrap();
        of(self)[place].clone()
    }

    /// A rate as one of the policy's, or another; and what it is in.
    fn rate(&mut self) -> (String, String) {
        let rate = if self.dice.one_in(2) && !self.rates.is_empty() {
            self.one(|words| &words.rates)
        } else {
            let of = if self.dice.one_in(3) { self.currency.clone() } else { None };
            let of = of.unwrap_or_else(|| self.one(|words| &words.assets));
            let most = self.dice.pick(&["1", "2", "5", "30", "700"]);
            format!("{most} {of} per {}", self.dice.pick(&["payout", "1h", "24h", "7d"]))
        };
        let of = rate.split(' ').nth(1).unwrap().to_owned();
        (rate, of)
    }

    fn quorum(&mut self) -> String {
        let (one, two) = (self.one(|words| &words.people), self.one(|words| &words.people));
        match self.dice.below(4) {
            0 => format!("1 of {one}"),
            1 => format!("2 of ({one}, {two})"),
            2 => format!("1 of {one} and 1 of {two}"),
            _ => format!("2 of {one} or 1 of {two}"),
        }
    }

    fn whereto(&mut self, otherwise: &'static str) -> String {
        if self.lists.is_empty() || self.dice.one_in(2) {
            return otherwise.into();
        }
        let list = self.one(|words| &words.lists);
        format!("{} = [\"{list}\"]\n", self.dice.pick(&["to", "not_to"]))
    }

    fn initiators(&mut self) -> String {
        format!("initiators = [\"{}\"]\n", self.one(|words| &words.initiators))
    }

    fn each(&mut self) -> &'static str {
        let some = ["", "", "[\"destination\"]", "[\"wallet\"]", "[\"initiator\"]", "[\"asset\"]"];
        let both = "each = [\"wallet\", \"destination\"]\n";
        match *self.dice.pick(&some) {
            "" => ["", "", both][usize::try_from(self.dice.below(3)).unwrap()],
            "[\"destination\"]" => "each = [\"destination\"]\n",
            "[\"wallet\"]" => "each = [\"wallet\"]\n",
            "[\"initiator\"]" => "each = [\"initiator\"]\n",
            _ => "each = [\"asset\"]\n",
        }
    }

    fn rule(&mut self) -> String {
        let (rate, of) = self.rate();
        let is_asset = self.assets.contains(&of);
        let assets = if is_asset { format!("[\"{of}\"]") } else { "\"any\"".into() };
        let wallets =
            if self.dice.one_in(4) { format!("[\"{}\"]", self.one(|words| &words.wallets)) } else { "\"any\"".into() };
        let to = self.whereto("to = \"any\"\n");
        let initiators = if self.dice.one_in(2) { "initiators = \"unsigned\"\n".into() } else { self.initiators() };
        let approve = if self.dice.one_in(5) { "none".into() } else { self.quorum() };
        let mut text = format!(
            "[[rules]]\nname = \"added\"\nassets = {assets}\nwallets = {wallets}\n{to}{initiators}above = \"{rate}\"\n\
             approve = \"{approve}\"\n"
        );
        if !rate.ends_with("payout") {
            text += self.each();
        }
        if self.dice.one_in(4) {
            text.extend([format!("during = {}\n", self.dice.pick(&HOURS))]);
        }
        if self.dice.one_in(4) {
            text.extend([format!("hours = {}\n", self.dice.pick(&HOURS))]);
        }
        let is_delayed = self.dice.one_in(3);
        if is_delayed || self.dice.one_in(4) {
            text.extend([format!("veto = \"{}\"\n", self.quorum())]);
        }
        if is_delayed {
            text.extend([format!("delay = \"{}\"\n", self.dice.pick(&["1h", "6h"]))]);
            if self.dice.one_in(2) {
                text.extend([format!("delay_waived_by = \"{}\"\n", self.quorum())]);
            }
        }
        text
    }

    fn limit(&mut self) -> String {
        let (rate, of) = self.rate();
        let asset = self.one(|words| &words.assets);
        let (what, is_windowed) = match self.dice.below(4) {
            0 => (format!("max_count = \"{} per 24h\"\n", 1 + self.dice.below(4)), true),
            1 => (format!("max_fee = \"{} {asset}\"\nassets = [\"{asset}\"]\n", self.dice.below(2)), false),
            _ => (format!("max = \"{rate}\"\n"), !rate.ends_with("payout")),
        };
        let mut text = format!("[[limits]]\nname = \"added\"\n{what}{}", self.whereto(""));
        if !(text.contains("assets") || text.contains("max =") && self.assets.contains(&of)) && self.dice.one_in(3) {
            text.extend([format!("assets = [\"{asset}\"]\n")]);
        }
        if self.dice.one_in(4) {
            text.extend([format!("wallets = [\"{}\"]\n", self.one(|words| &words.wallets))]);
        }
        if self.dice.one_in(4) {
            text += &self.initiators();
        }
        if is_windowed {
            text += self.each();
        }
        text
    }

    fn block(&mut self) -> String {
        let asset = self.one(|words| &words.assets);
        let wallet = self.one(|words| &words.wallets);
        let by = match self.dice.below(3) {
            0 => format!("assets = [\"{asset}\"]\n"),
            1 => format!("wallets = [\"{wallet}\"]\n"),
            _ => self.initiators(),
        };
        let to = self.whereto("");
        let by = if !to.is_empty() && self.dice.one_in(2) { String::new() } else { by };
        format!("[[blocks]]\nname = \"added\"\n{by}{to}")
    }

    fn any(&mut self) -> String {
        match self.dice.below(5) {
            0 | 1 => self.rule(),
            2 | 3 => self.limit(),
            _ => self.block(),
        }
    }
}

/// A policy, and the same with a table that loads with it.
fn pair(number: usize) -> (Policy, Policy, String) {
    let text = text(number);
    let mut dice = Dice::new(40_000 + number as u64);
    let mut words = Words::of(&text, &mut dice);
    loop {
        let added = words.any();
        if let Ok(new) = Policy::parse(&format!("{text}\n{added}")) {
            return (parse(&text), new, added);
        }
    }
}

/// A delay that nothing signed starts never ends, and whoever adds a signature lets it end: the one addition that is
/// looser, which `additions` names.
fn is_the_exception(witness: &Witness, old: &Policy) -> bool {
    let foreseen = witness.example().under(old).unwrap();
    foreseen.checks().iter().any(|check| check.code() == CheckCode::NoAnchor)
}

#[test]
fn whatever_restricts_is_never_looser_wherever_it_is_added() {
    let additions: usize = std::env::var("DIFF_ADDITIONS").map_or(40, |many| many.parse().unwrap());
    let (mut tighter, mut same, mut excepted, mut unclear) = (0, 0, 0, Vec::new());
    for number in 0..additions {
        let (old, new, added) = pair(number);
        let comparison = compared(&old, &new);
        let shown = || format!("{number}: {}\n{added}\n{comparison}", comparison.change());
        match comparison.more() {
            Direction::Nothing => {
                let change = comparison.change();
                assert!(matches!(change, Change::Same | Change::Tighter | Change::Unclear), "{}", shown());
            }
            Direction::Unknown(_) => {}
            Direction::Shown(witnesses) => {
                assert!(added.contains("above"), "{}", shown());
                assert!(witnesses.iter().all(|witness| is_the_exception(witness, &old)), "{}", shown());
                excepted += 1;
            }
        }
        match comparison.change() {
            Change::Tighter => tighter += 1,
            Change::Same => same += 1,
            Change::Unclear => unclear.push(shown()),
            _ => {}
        }
    }
    println!(
        "\ndiff: {additions} tables added, {tighter} tighter, {same} the same, {excepted} let a delay begin, {} unclear",
        unclear.len()
    );
    assert!(tighter * 3 >= additions, "only {tighter} of {additions} are tighter");
    assert!(unclear.len() * 50 <= additions, "{} unclear: {}", unclear.len(), unclear.join("\n"));
}
