//! Whose time is over approves nothing, and is counted as nobody.

use super::silent::{NONE, base, btc, each_tier, messages, policy, rule};

/// The day before everything is looked at, and the day after.
const OVER: &str = "2026-11-25T00:00:00Z";
const LATER: &str = "2026-11-27T00:00:00Z";

/// The policy with something more said of one approver.
fn with(text: &str, who: &str, more: &str) -> String {
    text.replacen(&format!("[approvers.{who}]"), &format!("[approvers.{who}]\n{more}"), 1)
}

/// What is found if a term is over, and if it is not yet.
fn found(text: &str, who: &str, code: &str) -> [Vec<String>; 2] {
    [OVER, LATER].map(|until| messages(&with(text, who, &format!("active_until = {until}")), code))
}

#[test]
fn whoever_is_gone_goes_around_no_tier() {
    let large = rule("large", "\"unsigned\"", "to = [\"trusted\"]", "2 of (alice, bob)\"\nabove = \"1 BTC per 24h");
    let text = policy(&[base("2 of ops"), large, btc("day", "20 BTC per 24h")]);
    let said = "above 1 BTC per 24h `large` asks for `2 of (alice, bob)` to an address in `trusted`; to an address in no list, \
                `alice` and `carol` are enough";
    let none: Vec<String> = Vec::new();
    assert_eq!(found(&text, "carol", "tier-gap"), [none.clone(), vec![said.into()]]);
    let dest = each_tier("dest", "1 BTC per 24h", "2 of (alice, bob)");
    let text = policy(&[base("2 of ops"), dest, btc("day", "20 BTC per 24h")]);
    let [over, later] = found(&text, "carol", "each-splits");
    assert_eq!((over, later.len()), (none, 1));
}

/// Two are of one house until one of them has gone, and the other house's veto is one while its person is there.
#[test]
fn whoever_is_gone_is_none_of_an_organisation() {
    let text = policy(&[base("2 of ops\"\ndelay = \"24h\"\nveto = \"1 of (grace)"), btc("day", "20 BTC per 24h")]);
    let of = |text: &str, who: &str, org: &str| with(text, who, &format!("org = \"{org}\""));
    let two = of(&of(&of(&text, "alice", "acme"), "carol", "acme"), "bob", "beta");
    let said =
        "`acme` alone meets `2 of ops`: whoever takes it over approves any amount of what `bot` asks under `base`";
    assert_eq!(found(&two, "carol", "one-org"), [vec![], vec![said.to_owned()]]);
    // All who are named are of one house, or all who are left.
    let three = of(&of(&of(&text, "alice", "acme"), "carol", "acme"), "bob", "acme");
    assert_eq!(found(&three, "grace", "one-org").map(|found| found.len()), [1, 0]);
}

#[test]
fn whoever_is_gone_is_no_spare() {
    let text = policy(&[base("2 of ops"), btc("day", "20 BTC per 24h")]);
    let said =
        "once the key of `alice` or `bob` is lost, nothing under `base` can leave: `2 of ops` cannot be met without it";
    assert_eq!(found(&text, "carol", "no-spare"), [vec![said.to_owned()], vec![]]);
}

#[test]
fn whoever_is_gone_shares_no_device() {
    let text = policy(&[base("2 of ops"), btc("day", "20 BTC per 24h")]);
    let text = with(&with(&text, "alice", "device = \"hsm\""), "carol", "device = \"hsm\"");
    assert_eq!(found(&text, "carol", "same-device").map(|found| found.len()), [0, 1]);
    assert_eq!(messages(&policy(&[base("2 of ops"), btc("day", "20 BTC per 24h")]), "same-device"), NONE);
}
