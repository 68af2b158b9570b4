//! The large policy with all that a rule can say.

use crate::large_policy::{GROUPS, RULES, header, several};

/// A thousand rules and a hundred people, in many combinations: lists that cool off, windows of several lengths, sums of each
/// wallet and destination, prices, delays, vetoes, waivers and hours in five zones.
pub fn text() -> String {
    let entry = |list: usize, entry: usize| {
        let added = 10 + entry % 13;
        format!(
            "{{ chain = \"chain{}\", address = \"a{list}-{entry}\", added = 2026-11-{added}T00:00:00Z }}, ",
            entry % 5
        )
    };
    let list = |list: usize| {
        let entries = several(20, |number| entry(list, number));
        format!("[lists.l{list}]\ncooling_off = \"{}h\"\nentries = [{entries}]\n", 24 + list)
    };
    let caps = |asset| {
        format!(
            "[[limits]]\nname = \"d{asset}\"\nassets = [\"A{asset}\"]\nmax = \"999 A{asset} per 24h\"\n\
             [[limits]]\nname = \"h{asset}\"\nassets = [\"A{asset}\"]\nmax = \"99 A{asset} per 1h\"\n\
             each = [\"destination\"]\n"
        )
    };
    let prices = "[prices]\ncurrency = \"USD\"\ndecimals = 2\nfeeds = \"2 of g29\"\nmax_age = \"10m\"\nfixed = { A0 = \"1\" }\n\
                  bounds = { A1 = [\"1\", \"3\"], A2 = [\"10\", \"1000\"], A3 = [\"0.5\", \"2\"], A4 = [\"100\", \"400\"] }\n";
    let counts = "[[limits]]\nname = \"usd\"\nmax = \"500000 USD per 7d\"\n\
                  [[limits]]\nname = \"count\"\nmax_count = \"50 per 24h\"\neach = [\"initiator\"]\n";
    let wallets = "\"w0\", \"w1\", \"w2\", \"w3\"";
    header("rich", wallets) + &several(10, list) + prices + &several(RULES, rule) + &several(5, caps) + counts
}

fn rule(rule: usize) -> String {
    const ZONES: [&str; 5] = ["Europe/Zurich", "America/New_York", "Asia/Tokyo", "Australia/Sydney", "UTC"];
    let (asset, group) = (rule % 5, |times: usize| rule * times % GROUPS);
    let (is_tier, is_in_currency) = (rule >= 10, rule >= 10 && rule % 4 == 3);
    let assets = if is_in_currency { "\"any\"".into() } else { format!("[\"A{asset}\"]") };
    let wallets = if rule < 5 || asset != 0 { "\"any\"".into() } else { format!("[\"w{}\"]", rule % 4) };
    let to = match rule % 3 {
        1 if rule >= 5 => format!("to = [\"l{}\"]", rule % 10),
        2 if rule >= 5 => format!("not_to = [\"l{}\"]", rule % 10),
        _ => "to = \"any\"".into(),
    };
    let quorum = format!("{} of g{}", 1 + rule % 4, group(7));
    let approve = match rule % 4 {
        1 => format!("{quorum} and 1 of g{}", group(3)),
        2 => format!("({quorum} and 1 of g{}) or 3 of g{}", group(5), group(17)),
        _ => quorum,
    };
    let text = format!(
        "[[rules]]\nname = \"r{rule}\"\nassets = {assets}\nwallets = {wallets}\n{to}\n\
         initiators = [\"g{}\", \"g{}\"]\napprove = \"{approve}\"\n",
        rule % GROUPS,
        (rule + 7) % GROUPS
    );
    let mut parts = vec![text];
    if is_tier {
        let of = if is_in_currency { "USD".into() } else { format!("A{asset}") };
        parts.push(format!("above = \"{} {of} per {}\"\n", 1 + rule / 7, ["24h", "1h", "7d", "24h"][rule % 4]));
        match rule % 6 {
            1 => parts.push("each = [\"destination\"]\n".into()),
            2 => parts.push("each = [\"wallet\"]\n".into()),
            _ => {}
        }
    }
    if rule % 5 == 3 {
        parts.push(format!("veto = \"{} of g{}\"\ndelay = \"{}h\"\n", 1 + rule % 2, group(11), 1 + rule % 24));
    }
    if rule % 10 == 3 {
        parts.push(format!("delay_waived_by = \"3 of g{}\"\n", group(13)));
    }
    if rule % 9 == 4 {
        parts.push(format!(
            "hours = {{ days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"], open = \"04:00\", close = \"17:00\", zone = \"{}\" }}\n",
            ZONES[rule % 5]
        ));
    }
    if is_tier && rule % 11 == 5 {
        let zone = ZONES[(rule + 1) % 5];
        parts.push(format!(
            "during = {{ days = [\"fri\", \"sat\", \"sun\"], open = \"20:00\", close = \"06:00\", zone = \"{zone}\" }}\n"
        ));
    }
    parts.concat()
}
