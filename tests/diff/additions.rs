//! What is added and only restricts is never looser.

use countersign::analyze::{Change, Direction};

use crate::policies;
use crate::replay::{compared, parse};

const RULE: &str = "[[rules]]\nname = \"added\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\n\
    initiators = \"unsigned\"\nabove = \"0.3 BTC per 24h\"\napprove = \"2 of (alice, bob)\"\n";
const LIMITS: [&str; 3] = [
    "[[limits]]\nname = \"added\"\nmax = \"0.7 BTC per 48h\"\n",
    "[[limits]]\nname = \"added\"\nmax_count = \"3 per 24h\"\neach = [\"destination\"]\n",
    "[[limits]]\nname = \"added\"\nmax_fee = \"0.0001 BTC\"\n",
];
const BLOCK: &str = "[[blocks]]\nname = \"added\"\nwallets = [\"hot\"]\n";

/// Nothing more is allowed, and that is proven.
fn is_no_looser(old: &str, added: &str) -> Change {
    let (old, new) = (parse(old), parse(&format!("{old}{added}")));
    let comparison = compared(&old, &new);
    assert!(matches!(comparison.more(), Direction::Nothing), "{added}\n{:?}", comparison.more());
    comparison.change()
}

#[test]
fn a_rule_with_above_a_limit_or_a_block_that_is_added_is_never_looser() {
    for number in (0..policies::SIGNED).step_by(97) {
        let old = policies::policy(number).text;
        for added in [RULE, BLOCK].into_iter().chain(LIMITS) {
            let change = is_no_looser(&old, added);
            assert!(matches!(change, Change::Same | Change::Tighter), "{number}: {added}: {change}");
        }
        assert_eq!(is_no_looser(&old, BLOCK), Change::Tighter);
    }
}

/// A delay that nothing signed starts never ends; whoever adds a signature to it lets it end. That is the contract, and
/// the one addition that is looser: it has to be said.
#[test]
fn a_signature_added_to_a_delay_that_nothing_starts_is_looser() {
    let old = policies::policy(policies::SIGNED).text;
    let rule = RULE.replace("0.3 BTC per 24h", "0.4 BTC per payout");
    let (old, new) = (parse(&old), parse(&format!("{old}{rule}")));
    let comparison = compared(&old, &new);
    assert!(!comparison.more().witnesses().is_empty(), "{:?}", comparison.more());
}
