//! What counts payouts is seen, whoever it counts them for.

use super::inspect;

#[test]
fn a_count_for_each_who_asks_is_a_count() {
    // Two traders with four deposits an hour each, of whom it was said that nothing limits how many.
    let text = include_str!("../../policies/market-maker.toml");
    let found = |text: &str| inspect(text).findings().iter().any(|finding| finding.code().as_str() == "no-count-limit");
    assert!(!found(text));
    assert!(found(&text.replace(
        "max_count  = \"4 per 1h\"\neach       = [\"initiator\"]",
        "max_count  = \"4 per 1h\"\neach       = [\"destination\", \"initiator\"]"
    )));
}
