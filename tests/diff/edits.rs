//! Single edits of the showcases, each key of the language both ways.

use countersign::analyze::Change::{self, Looser, Mixed, Same, Tighter};

use crate::replay::{compared, edited, parse, reversed};
use crate::signed;

const NAMES: [&str; 8] =
    ["minimal", "hot-wallet", "cold-vault", "treasury", "payment-processor", "market-maker", "bridge", "many-assets"];

/// Of a showcase: what is written, what is written instead, and what that is.
const EDITS: &[(&str, &str, &str, Change)] = &[
    ("hot-wallet", "title        = \"Hot wallets, production\"", "", Same),
    ("hot-wallet", "name       = \"btc-night\"", "name       = \"btc-after-hours\"", Same),
    ("hot-wallet", "org  = \"trustee\"", "org  = \"other\"", Same),
    ("hot-wallet", "\"24h\"      # a customer's", "\"25h\"      #", Looser),
    ("hot-wallet", "\"12h\"      # one shift", "\"13h\"      #", Looser),
    ("hot-wallet", "clock_skew   = \"2m\"", "clock_skew   = \"3m\"", Looser),
    ("hot-wallet", "payload      = \"optional\"", "payload      = \"required\"", Tighter),
    ("hot-wallet", "payload      = \"optional\"", "payload      = \"optional\"\ninitiator_may_approve = true", Looser),
    ("hot-wallet", "\"2 of ops and 1 of risk\"", "\"3 of ops and 1 of risk\"", Tighter),
    ("hot-wallet", "\"2 of ops and 1 of risk\"", "\"2 of ops or 1 of risk\"", Looser),
    ("hot-wallet", "\"2 of ops and 1 of risk\"", "\"2 of risk and 1 of ops\"", Mixed),
    ("hot-wallet", "above      = \"5 BTC per 24h\"", "above      = \"6 BTC per 24h\"", Looser),
    ("hot-wallet", "above      = \"5 BTC per 24h\"", "above      = \"5 BTC per 25h\"", Tighter),
    ("hot-wallet", "above      = \"5 BTC per 24h\"", "above      = \"5 BTC per payout\"", Looser),
    (
        "hot-wallet",
        "above      = \"5 BTC per 24h\"\n",
        "above      = \"5 BTC per 24h\"\neach       = [\"wallet\"]\n",
        Looser,
    ),
    ("hot-wallet", "max    = \"20 BTC per 24h\"", "max    = \"21 BTC per 24h\"", Looser),
    ("hot-wallet", "max    = \"20 BTC per 24h\"", "max    = \"20 BTC per 23h\"", Looser),
    ("hot-wallet", "max_count = \"5 per 24h\"", "max_count = \"6 per 24h\"", Looser),
    ("hot-wallet", "max_count = \"5 per 24h\"\neach      = [\"destination\"]", "max_count = \"5 per 24h\"", Tighter),
    ("hot-wallet", "max_fee = \"0.002 BTC\"", "max_fee = \"0.003 BTC\"", Looser),
    ("hot-wallet", "max_fee = \"0.002 BTC\"", "max_fee = \"unlimited\"", Looser),
    (
        "hot-wallet",
        "veto       = \"1 of guardians\"           #",
        "veto       = \"2 of guardians\"           #",
        Looser,
    ),
    ("hot-wallet", "veto       = \"1 of guardians\"           #", "veto       = \"nobody\" #", Looser),
    ("hot-wallet", "open = \"22:00\", close = \"06:00\"", "open = \"23:00\", close = \"06:00\"", Looser),
    ("hot-wallet", "cooling_off = \"7d\"", "cooling_off = \"8d\"", Tighter),
    ("hot-wallet", "to     = [\"sanctioned\"]", "to     = [\"sanctioned\", \"own-cold\"]", Tighter),
    ("hot-wallet", "wallets      = [\"hot-1\", \"hot-2\"]", "wallets      = [\"hot-1\", \"hot-2\", \"hot-3\"]", Looser),
    ("hot-wallet", "initiators = [\"ops\", \"guardians\"]", "initiators = [\"ops\"]", Tighter),
    ("hot-wallet", "[approvers.grace]", "[approvers.grace]\nactive_until = 2027-01-01T00:00:00Z", Mixed),
    ("treasury", "delay      = \"72h\"", "delay      = \"73h\"", Tighter),
    ("treasury", "delay_waived_by = \"all of signers\"", "delay_waived_by = \"5 of signers\"", Looser),
    ("treasury", "delay_waived_by = \"all of signers\"", "#", Tighter),
    ("treasury", "above      = \"1000000 USD per 30d\"", "above      = \"1000001 USD per 30d\"", Looser),
    ("treasury", "approve    = \"6 of signers\"", "approve    = \"5 of signers\"", Looser),
    ("treasury", "fixed    = { USDC = \"1\", USDT = \"1\" }", "fixed    = { USDC = \"1.1\", USDT = \"1\" }", Tighter),
    ("treasury", "max_fee = \"0.05 ETH\"", "max_fee = \"0.04 ETH\"", Tighter),
    ("treasury", "assets     = [\"USDC\", \"USDT\"]", "assets     = [\"USDC\"]", Tighter),
    // What is older lets more be valued, and may be the highest of what values it.
    ("many-assets", "max_age  = \"10m\"", "max_age  = \"11m\"", Mixed),
    // What the third says counts no more: without it some have no price, and others a lower one.
    ("many-assets", "feeds = [\"feed-1\", \"feed-2\", \"feed-3\"]", "feeds = [\"feed-1\", \"feed-2\"]", Mixed),
    ("many-assets", "BTC = [\"10000\", \"1000000\"]", "BTC = [\"20000\", \"1000000\"]", Tighter),
    ("market-maker", "tag = \"71004417\"", "tag = \"71004418\"", Mixed),
    ("market-maker", "each       = [\"initiator\"]   #", "#", Tighter),
];

fn text(name: &str) -> String {
    std::fs::read_to_string(format!("{}/policies/{name}.toml", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn every_showcase_is_the_same_as_itself_under_another_title() {
    for name in NAMES {
        let old = parse(&text(name));
        assert_eq!(compared(&old, &old).change(), Same, "{name}");
        // Another text, so that it is proven and not looked up.
        let new = parse(&format!("{}\n# the same\n", text(name)));
        assert_eq!(compared(&old, &new).change(), Same, "{name}: {:?}", compared(&old, &new).more());
    }
}

#[test]
fn every_edit_is_what_it_is_and_the_other_way_round_its_reverse() {
    let (mut wrong, mut replayed) = (Vec::new(), 0);
    for (name, from, to, expected) in EDITS {
        let old = text(name);
        let new = edited(&old, from, to);
        let (old, new) = (parse(&old), parse(&new));
        let started = std::time::Instant::now();
        for (a, b, expected) in [(&old, &new, *expected), (&new, &old, reversed(*expected))] {
            let comparison = compared(a, b);
            replayed += signed::replayed(&comparison, a, b);
            if comparison.change() != expected {
                let (more, less) = (comparison.more(), comparison.less());
                wrong.push(format!(
                    "{name}: {from} -> {to}: {} not {expected}\n{more:#?}\n{less:#?}",
                    comparison.change()
                ));
            }
        }
        println!("diff: {name}: {from} -> {to}: {:?}", started.elapsed());
    }
    println!("diff: {replayed} examples replayed out of the JSON");
    assert!(replayed >= 2 * EDITS.len() - 6, "only {replayed} examples replayed out of the JSON");
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n\n"));
}
