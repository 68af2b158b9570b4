//! The policies of the small world: every choice of eight, written out, and a few that ask nobody to sign.

use crate::support::signer::Signer;
use countersign::Scheme;

pub const PEOPLE: [&str; 4] = ["alice", "bob", "carol", "dana"];

/// A quorum as text, and as alternatives of seats: how many, out of whom (bit 0 is alice).
type Quorum = (&'static str, &'static [&'static [(usize, u8)]]);

const OPS: u8 = 0b0111;
const RISK: u8 = 0b1100;
const ALL: u8 = 0b1111;

/// `carol` is in both groups and fills one seat.
const QUORUMS: [Quorum; 5] = [
    ("1 of ops", &[&[(1, OPS)]]),
    ("2 of ops", &[&[(2, OPS)]]),
    ("1 of ops and 1 of risk", &[&[(1, OPS), (1, RISK)]]),
    ("2 of ops and 1 of risk", &[&[(2, OPS), (1, RISK)]]),
    ("all of ops or 2 of risk", &[&[(3, OPS)], &[(2, RISK)]]),
];
const TIER: Quorum = ("3 of (ops, risk)", &[&[(3, ALL)]]);
const TIERS: [(&str, &[Tier]); 3] = [
    ("", &[]),
    ("above = \"0.5 BTC per payout\"\n", &[("big", 50_000_000, None)]),
    ("above = \"1 BTC per 24h\"\n", &[("big", 100_000_000, Some(24 * 3600))]),
];
const PER_PAYOUT: [&str; 2] = ["", "[[limits]]\nname = \"single\"\nmax = \"1 BTC per payout\"\n"];
const WINDOWS: [(&str, i64); 2] = [("6h", 6 * 3600), ("24h", 24 * 3600)];
const MOST: [&str; 2] = ["2", "3"];
const DELAYS: [&str; 3] = ["", "delay = \"24h\"\n", "delay = \"24h\"\ndelay_waived_by = \"2 of risk\"\n"];
const VETOES: [&str; 2] = ["nobody", "1 of risk"];
const INITIATORS: [&str; 2] = ["\"unsigned\"", "[\"alice\"]"];

/// Nobody signs for a small payout, which a tier of its own delays all the same: nothing starts that delay.
const UNANCHORED: &str = "above = \"0.4 BTC per payout\"\napprove = \"none\"\nveto = \"1 of risk\"\ndelay = \"24h\"\n";
const UNANCHORED_TIERS: [Tier; 2] = [("big", 100_000_000, None), ("slow", 40_000_000, None)];

/// A rule, above how many units it binds, and whether with what left in so many seconds besides.
pub type Tier = (&'static str, u64, Option<i64>);

/// How many policies ask somebody for an approval, whatever the amount.
pub const SIGNED: usize = QUORUMS.len()
    * TIERS.len()
    * PER_PAYOUT.len()
    * WINDOWS.len()
    * MOST.len()
    * DELAYS.len()
    * VETOES.len()
    * INITIATORS.len();

/// With those that do not: each choice of limits.
pub const COUNT: usize = SIGNED + PER_PAYOUT.len() * WINDOWS.len() * MOST.len();

/// A policy, and what of it is counted by hand.
pub struct Small {
    pub text: String,
    pub window: i64,
    /// Of the window, in whole BTC.
    pub most: u64,
    /// No payout is above 1 BTC.
    pub is_single: bool,
    /// The rule that holds a payout back for 24 hours.
    pub delayed: Option<&'static str>,
    /// Two of `risk` may waive that.
    pub is_waivable: bool,
    /// The rule under which one of `risk` may veto.
    pub vetoed: Option<&'static str>,
    /// alice asks, and signs that she does.
    pub is_signed: bool,
    /// The rules besides `base`, by name.
    pub tiers: &'static [Tier],
    /// Of `base`.
    quorum: Option<Quorum>,
}

/// The policy of a number below [`COUNT`].
pub fn policy(number: usize) -> Small {
    let mut rest = number.checked_sub(SIGNED).unwrap_or(number);
    let is_unanchored = number >= SIGNED;
    let mut choose = |many: usize| {
        let chosen = rest % many;
        rest /= many;
        chosen
    };
    let per_payout = PER_PAYOUT[choose(PER_PAYOUT.len())];
    let (written, window) = WINDOWS[choose(WINDOWS.len())];
    let most = MOST[choose(MOST.len())];
    let quorum = QUORUMS[choose(QUORUMS.len())];
    let tier = TIERS[choose(TIERS.len())];
    let delay = DELAYS[choose(DELAYS.len())];
    let is_single = !per_payout.is_empty();
    let initiator = choose(INITIATORS.len());
    let vetoer = VETOES[choose(VETOES.len())];
    let veto = if delay.is_empty() && vetoer == "nobody" { String::new() } else { format!("veto = \"{vetoer}\"\n") };
    let select = "assets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\n";
    let people: String = PEOPLE
        .iter()
        .map(|who| format!("[approvers.{who}]\nkeys = [\"{}\"]\n", Signer::named(who, Scheme::Ecdsa).key_text()))
        .collect();
    let rule = |name: &str, initiators: &str, rest: &str| {
        format!("[[rules]]\nname = \"{name}\"\n{select}initiators = {initiators}\n{rest}")
    };
    let big = |above: &str| rule("big", INITIATORS[0], &format!("{above}approve = \"{}\"\n", TIER.0));
    let rules = match tier.0 {
        _ if is_unanchored => {
            let slow = rule("slow", INITIATORS[0], UNANCHORED);
            rule("base", INITIATORS[0], "approve = \"none\"\n") + &slow + &big("above = \"1 BTC per payout\"\n")
        }
        above => {
            let base = format!("approve = \"{}\"\n{veto}{delay}", quorum.0);
            let big = if above.is_empty() { String::new() } else { big(above) };
            rule("base", INITIATORS[initiator], &base) + &big
        }
    };
    let text = format!(
        "schema = 1\nrealm = \"test\"\nname = \"small\"\nversion = 1\nwallets = [\"hot\"]\npayout_ttl = \"72h\"\n\
         approval_ttl = \"48h\"\nclock_skew = \"2m\"\npayload = \"optional\"\n[assets.BTC]\nchain = \"bitcoin\"\n\
         decimals = 8\n{people}[groups]\nops = [\"alice\", \"bob\", \"carol\"]\nrisk = [\"carol\", \"dana\"]\n{rules}\
         {per_payout}[[limits]]\nname = \"window\"\nmax = \"{most} BTC per {written}\"\n[[limits]]\nname = \"fee\"\n\
         max_fee = \"unlimited\"\n"
    );
    let most = most.parse().expect("a whole number");
    let common = |quorum, delayed, vetoed, tiers: &'static [Tier]| Small {
        text,
        window,
        most,
        is_single,
        delayed,
        is_waivable: delay == DELAYS[2],
        vetoed,
        is_signed: initiator == 1,
        tiers,
        quorum,
    };
    if is_unanchored {
        return common(None, Some("slow"), Some("slow"), &UNANCHORED_TIERS);
    }
    let of_base = |is_so: bool| is_so.then_some("base");
    common(Some(quorum), of_base(!delay.is_empty()), of_base(vetoer != "nobody"), tier.1)
}

impl Small {
    /// Whether these people can sit down on the seats that the rules ask for, one seat a person and rule: a second way to
    /// say that their quorums are met.
    pub fn seated(&self, people: u8, rules: &[&str]) -> bool {
        let seats = |quorum: &Quorum| quorum.1.iter().any(|terms| sit(people, terms));
        rules.iter().all(|rule| self.quorum_of(rule).as_ref().is_none_or(seats))
    }

    /// Whether one of the rules asks for somebody's signature.
    pub fn asks_anybody(&self, rules: &[&str]) -> bool {
        rules.iter().any(|rule| self.quorum_of(rule).is_some())
    }

    fn quorum_of(&self, rule: &str) -> Option<Quorum> {
        match rule {
            "base" => self.quorum,
            "slow" => None,
            _ => Some(TIER),
        }
    }
}

/// Seat by seat, trying everybody.
fn sit(people: u8, terms: &[(usize, u8)]) -> bool {
    let Some(((count, set), rest)) = terms.split_first() else { return true };
    if *count == 0 {
        return sit(people, rest);
    }
    let less: Vec<(usize, u8)> = [&[(count - 1, *set)], rest].concat();
    (0..4).map(|i| 1 << i).filter(|one| people & set & one != 0).any(|one| sit(people & !one, &less))
}
