//! Policies of eight to ten people that nobody wrote by hand: of each what is asked about, and every set of people there
//! is. `COALITION_CASES` says of how many policies.

use countersign::analyze::{BandOfAmounts, Coalitions, Focus, KindOfPayout};
use countersign::{Instant, Policy, Quotes, Scheme, WrittenAmount};

use crate::dice::Dice;
use crate::oracle::Oracle;
use crate::signer::Signer;

/// The first so many of a policy.
const PEOPLE: [&str; 10] = ["ann", "ben", "cat", "dan", "eve", "fay", "gil", "hal", "ida", "jon"];

const GROUPS: [&str; 4] = ["ops", "risk", "board", "guards"];

const HEAD: &str = r#"schema = 1
realm = "test"
name = "crowd"
version = 1
wallets = ["w1", "w2"]
payout_ttl = "72h"
approval_ttl = "48h"
clock_skew = "2m"
payload = "optional"
"#;

const ASSET: &str = r#"[assets.COIN]
chain = "coinchain"
decimals = 2
[lists.known]
cooling_off = "48h"
entries = [
  { chain = "coinchain", address = "addr-0", added = 2026-01-01T00:00:00Z },
  { chain = "coinchain", address = "addr-1", added = 2026-11-22T09:00:00Z },
]
[[limits]]
name = "day"
max = "10 COIN per 24h"
[[limits]]
name = "fee"
max_fee = "unlimited"
"#;

const TERMS: [&str; 3] = [
    "active_from = 2026-11-25T12:00:00Z\n",
    "active_until = 2026-11-24T12:00:00Z\n",
    "active_from = 2026-11-23T11:00:00Z\nactive_until = 2026-11-27T00:00:00Z\n",
];

const HOURS: [&str; 2] = [
    "{ days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"], open = \"09:00\", close = \"17:00\", zone = \"Europe/Zurich\" }",
    "{ days = [\"sat\", \"sun\"], open = \"22:00\", close = \"06:00\", zone = \"America/New_York\" }",
];

/// A policy while it is made up.
struct Draft<'d> {
    dice: &'d mut Dice,
    approvers: &'static [&'static str],
    requesters: &'static [&'static str],
    /// Whether whoever asks is named, and signs.
    is_signed: bool,
}

impl<'d> Draft<'d> {
    fn of(dice: &'d mut Dice, many: usize) -> Self {
        let asking = usize::try_from(dice.below(3)).unwrap();
        let (approvers, requesters) = PEOPLE[..many].split_at(many - asking);
        let is_signed = !dice.one_in(3);
        Self { dice, approvers, requesters, is_signed }
    }

    fn text(&mut self) -> String {
        let mut text = format!("{HEAD}initiator_may_approve = {}\n{ASSET}", self.dice.one_in(3));
        for (kind, people) in [("approvers", self.approvers), ("requesters", self.requesters)] {
            for name in people {
                let key = Signer::named(name, Scheme::Ecdsa).key_text();
                let term = if self.dice.one_in(16) { *self.dice.pick(&TERMS) } else { "" };
                text.extend([format!("[{kind}.{name}]\nkeys = [\"{key}\"]\n{term}")]);
            }
        }
        text += "[groups]\n";
        for group in GROUPS {
            let mut members: Vec<&str> = self.approvers.to_vec();
            members.retain(|_| self.dice.one_in(2));
            text.extend([format!("{group} = {members:?}\n")]);
        }
        for number in 0..=self.dice.below(2) {
            text += &self.rule(&format!("cover-{number}"), "");
        }
        for number in 0..self.dice.below(4) {
            let most = self.dice.pick(&["0.5", "1", "2.5", "4", "7"]);
            let above = match self.dice.below(3) {
                0 => format!("above = \"{most} COIN per payout\"\n"),
                1 => format!("above = \"{most} COIN per 24h\"\neach = [\"wallet\"]\n"),
                _ => format!("above = \"{most} COIN per 24h\"\n"),
            };
            let during = format!("during = {}\n", self.dice.pick(&HOURS));
            let tier = if self.dice.one_in(4) { during } else { above };
            text += &self.rule(&format!("tier-{number}"), &tier);
        }
        for number in 0..self.dice.below(3) {
            let most = self.dice.pick(&["3", "5", "6.5"]);
            let limit = self.dice.pick(&["per payout", "per 12h", "per 24h"]);
            let initiators = if self.is_signed && self.dice.one_in(3) { "initiators = [\"ops\"]\n" } else { "" };
            text.extend([format!("[[limits]]\nname = \"more-{number}\"\nmax = \"{most} COIN {limit}\"\n{initiators}")]);
            text += self.whereto(true);
        }
        text
    }

    fn rule(&mut self, name: &str, binds: &str) -> String {
        let (to, initiators) = (self.whereto(false), self.initiators());
        let approve = if self.dice.one_in(12) { "none".into() } else { self.quorum() };
        let mut text = format!(
            "[[rules]]\nname = \"{name}\"\nassets = [\"COIN\"]\nwallets = \"any\"\n{to}initiators = {initiators}\n\
             {binds}approve = \"{approve}\"\n"
        );
        let is_delayed = self.dice.one_in(4);
        if is_delayed || self.dice.one_in(3) {
            text.extend([format!("veto = \"{}\"\n", self.quorum())]);
        }
        if is_delayed {
            text.extend([format!("delay = \"{}\"\n", self.dice.pick(&["2h", "24h"]))]);
            if self.dice.one_in(2) {
                text.extend([format!("delay_waived_by = \"{}\"\n", self.quorum())]);
            }
        }
        if self.dice.one_in(6) {
            text.extend([format!("hours = {}\n", self.dice.pick(&HOURS))]);
        }
        text
    }

    fn whereto(&mut self, is_limit: bool) -> &'static str {
        let any = if is_limit { "" } else { "to = \"any\"\n" };
        self.dice.pick::<&str>(&[any, any, any, "to = [\"known\"]\n", "not_to = [\"known\"]\n"])
    }

    fn initiators(&mut self) -> &'static str {
        if !self.is_signed {
            return "\"unsigned\"";
        }
        match self.requesters {
            [] => self.dice.pick::<&str>(&["[\"ops\"]", "[\"ops\", \"risk\"]", "[\"board\", \"ann\"]"]),
            _ => {
                self.dice.pick::<&str>(&["[\"ops\"]", "\"requesters\"", "[\"ops\", \"risk\"]", "[\"board\", \"ann\"]"])
            }
        }
    }

    /// Of one, two or three terms; what its people cannot fill is refused when it is read.
    fn quorum(&mut self) -> String {
        let (one, two, three) = (self.term(), self.term(), self.term());
        match self.dice.below(6) {
            0 | 1 => one,
            2 | 3 => format!("{one} and {two}"),
            4 => format!("{one} or {two}"),
            _ => format!("({one} and {two}) or {three}"),
        }
    }

    fn term(&mut self) -> String {
        let (group, other, person) =
            (*self.dice.pick(&GROUPS), *self.dice.pick(&GROUPS), *self.dice.pick(self.approvers));
        match self.dice.below(7) {
            0 => format!("all of {group}"),
            1 => format!("1 of {person}"),
            2 => format!("{} of ({group}, {other})", 2 + self.dice.below(4)),
            3 => format!("{} of ({group}, {person})", 1 + self.dice.below(3)),
            _ => format!("{} of {group}", 1 + self.dice.below(3)),
        }
    }
}

/// A policy of so many people that loads.
fn policy(dice: &mut Dice, many: usize) -> (Policy, String) {
    loop {
        let text = Draft::of(dice, many).text();
        if let Ok(policy) = Policy::parse(&text) {
            return (policy, text);
        }
    }
}

/// What is asked about: to one kind of destination, of one amount or of every band, in one name or in any.
fn focus(dice: &mut Dice, many: usize) -> Focus {
    let amount = *dice.pick(&["0.5", "0.51", "1", "1.01", "2.5", "3", "5", "6.51", "10"]);
    let amount = (!dice.one_in(3)).then(|| WrittenAmount::parse(&format!("{amount} COIN")).unwrap());
    let to = if dice.one_in(3) { "known" } else { "stranger" };
    let names: Vec<&str> = PEOPLE[..many].iter().copied().chain(["a-stranger"]).collect();
    let initiator = dice.one_in(3).then(|| (*dice.pick(&names)).into());
    Focus { to: Some(to.into()), initiator, amount, ..Focus::default() }
}

#[test]
fn of_eight_to_ten_people_every_set_is_as_it_is_said() {
    let cases: u64 = std::env::var("COALITION_CASES").map_or(12, |cases| cases.parse().unwrap());
    let at = Instant::parse("2026-11-23T10:00:00Z").unwrap();
    let (mut sets, mut released, mut bands, mut open) = (0, 0, 0, 0);
    for seed in 0..cases {
        let mut dice = Dice::new(8_000 + seed);
        let many = 8 + usize::try_from(seed % 3).unwrap();
        let (policy, text) = policy(&mut dice, many);
        let focus = focus(&mut dice, many);
        let coalitions = Coalitions::of(&policy, &focus, &Quotes::none(), at).unwrap();
        let oracle = Oracle::new(&policy, &Quotes::none()).of_every_set();
        assert_eq!(oracle.people.len(), many);
        let oracle = match &focus.initiator {
            Some(name) => oracle.in_the_name_of(name),
            None => oracle,
        };
        println!("seed {seed}: {focus:?}\n{text}");
        let found: Vec<&BandOfAmounts> = coalitions.kinds().iter().flat_map(KindOfPayout::bands).collect();
        assert!(coalitions.incomplete().is_empty() && !found.is_empty());
        for band in found {
            let enough = oracle.check_band(band, 0..=oracle.everyone());
            sets += 1 + oracle.everyone();
            released += enough;
            bands += 1;
            open += usize::from(enough > 0);
        }
    }
    println!(
        "\ncoalitions: {cases} policies of eight to ten people, {bands} bands, {open} of them open, {sets} sets of \
         people, {released} of them enough"
    );
    assert!(open * 3 >= bands, "of {bands} bands only {open} let anything out");
    assert!(released * 50 >= sets, "of {sets} sets only {released} are enough");
}
