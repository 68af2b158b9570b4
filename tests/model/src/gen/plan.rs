//! The numbers a case is built around, chosen before the policy so that everything can lie on an edge of something.
use super::rng::Rng;
use crate::policy::Hours;
use crate::value::{duration, instant};

pub struct Plan {
    pub at: i64,
    pub submitted: i64,
    pub skew: (String, i64),
    pub payout_ttl: (String, i64),
    pub approval_ttl: (String, i64),
    pub max_age: (String, i64),
    pub delays: Vec<(String, i64)>,
    pub windows: Vec<(String, i64)>,
    pub coolings: Vec<(String, i64)>,
    pub assets: Vec<&'static str>,
    pub asset: &'static str,
    pub wallets: Vec<&'static str>,
    pub approvers: Vec<&'static str>,
    pub lists: Vec<&'static str>,
    pub priced: bool,
    /// Initiators are named and must sign.
    pub signed: bool,
    /// Everything is likely to be in order.
    pub friendly: bool,
    /// No rule asks for a signature.
    pub bare: bool,
    /// The payout goes to nobody listed, the ledger's entries to those who are: `not_to` decides.
    pub outside: bool,
    /// Every list entry is still cooling off, and rules permit by lists.
    pub fresh: bool,
    /// Amounts around 2^128.
    pub huge: bool,
}

const CHANGES: [&str; 8] = [
    "2026-03-29T01:00:00Z",
    "2026-10-25T01:00:00Z",
    "2026-03-08T07:00:00Z",
    "2026-11-01T06:00:00Z",
    "2027-03-28T01:00:00Z",
    "2027-10-31T01:00:00Z",
    "2027-03-14T07:00:00Z",
    "2027-11-07T06:00:00Z",
];

fn of(rng: &mut Rng, texts: &[&str]) -> (String, i64) {
    let text = rng.pick(texts);
    (text.to_string(), if text == "0s" { 0 } else { duration(text).unwrap() })
}

pub fn plan(rng: &mut Rng) -> Plan {
    let at = if rng.chance(50) {
        instant(rng.pick(&CHANGES)).unwrap() + rng.between(-60, 60) * 1800 + rng.edge()
    } else {
        instant("2026-01-01T00:00:00Z").unwrap() + rng.between(0, 500_000) * 60 + rng.edge()
    };
    let skew = of(rng, &["0s", "2m", "2m", "90s", "1h"]);
    let delays: Vec<_> = (0..2).map(|_| of(rng, &["1h", "6h", "24h", "90m", "1d"])).collect();
    let windows: Vec<_> = (0..2).map(|_| of(rng, &["1h", "24h", "7d", "90m", "30d", "1w"])).collect();
    let coolings: Vec<_> = (0..2).map(|_| of(rng, &["48h", "24h", "1h", "2d"])).collect();
    let payout_ttl = of(rng, &["72h", "48h", "26h", "1w"]);
    let approval_ttl = of(rng, &["60h", "30h", "25h", "10d"]);
    let (delay, ttl) = (rng.pick(&delays).1, payout_ttl.1);
    let submitted = match rng.below(20) {
        0..9 => at - (delay + rng.between(0, 7200)).min(ttl - 1),
        9..12 => at - rng.between(0, ttl),
        12..14 => at - ttl + rng.edge(),
        14..16 => at + delay - ttl + rng.edge(),
        16..19 => at - delay + rng.edge(),
        _ => at + rng.pick(&[0, 1, 60]),
    }
    .min(at + 60);
    let huge = rng.chance(5);
    let every: Vec<&'static str> = super::world::ASSETS.iter().map(|a| a.0).filter(|a| *a != "BIG").collect();
    let mut assets = rng.some(&every, 25);
    assets.truncate(4);
    if huge {
        assets.push("BIG");
    }
    let asset = if huge { "BIG" } else { rng.pick(&assets) };
    let size = rng.between(4, 7) as usize;
    let bare = rng.chance(4);
    Plan {
        at,
        submitted,
        skew,
        payout_ttl,
        approval_ttl,
        max_age: of(rng, &["10m", "1h"]),
        delays,
        windows,
        coolings,
        asset,
        wallets: if rng.chance(60) { vec!["hot-1", "hot-2"] } else { vec!["hot-1"] },
        approvers: super::world::APPROVERS[..size].to_vec(),
        lists: if rng.chance(80) { rng.some(&super::world::LISTS, 60) } else { vec![] },
        priced: rng.chance(55),
        signed: !bare && rng.chance(60),
        bare,
        fresh: rng.chance(6),
        outside: rng.chance(15),
        friendly: rng.chance(60),
        huge,
        assets,
    }
}

impl Plan {
    pub fn expiry(&self) -> i64 {
        self.submitted + self.payout_ttl.1
    }

    /// Hours whose edges lie near `at`, or inside a change of the clock.
    pub fn hours(&self, rng: &mut Rng) -> String {
        let zone = rng.pick(&[
            "Europe/Zurich",
            "America/New_York",
            "Europe/Zurich",
            "America/New_York",
            "UTC",
            "Asia/Kolkata",
            "Australia/Lord_Howe",
        ]);
        let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let probe = Hours { days: vec![], open: 0, close: 0, zone: jiff::tz::TimeZone::get(zone).unwrap() };
        let (today, wall) = crate::hours::wall(&probe, self.at + rng.pick(&[0, 0, 1]));
        let minute = |m: i64| format!("{:02}:{:02}", m.rem_euclid(1440) / 60, m.rem_euclid(60));
        let near = wall / 60 + rng.edge();
        let fixed = ["00:00", "01:30", "02:00", "02:30", "03:00", "09:00", "17:00"];
        let far = rng.pick(&fixed).to_string();
        let (open, close) = match rng.below(5) {
            0 => (minute(near), far),
            1 => (far, minute(near)),
            2 => (minute(near), minute(near + rng.between(-90, 600))),
            3 => (far.clone(), rng.pick(&[far, "04:00".to_string()])),
            _ => (far, rng.pick(&fixed).to_string()),
        };
        let mut days = rng.some(&week, 60);
        let today = week[today as usize];
        if rng.chance(50) && !days.contains(&today) {
            days.push(today);
        }
        format!("{{ days = {}, open = \"{open}\", close = \"{close}\", zone = \"{zone}\" }}", array(&days))
    }
}

pub fn array(words: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = words.iter().map(|w| format!("\"{}\"", w.as_ref())).collect();
    format!("[{}]", quoted.join(", "))
}
