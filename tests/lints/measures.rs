//! Tiers in coins and in money are put in order by what they are worth, and who is enough meets all of them.

use super::silent::{NONE, base, btc, messages, policy, tier};

const CAP: &str = "40 BTC per 24h";

fn low(approve: &str, tiers: &[String]) -> Vec<String> {
    let text = policy(&[base(approve), tiers.concat(), btc("day", CAP)]);
    // Six people, of whom three are more than fewer than half.
    let text = text
        .replace("[groups]", "[groups]\neverybody = [\"alice\", \"bob\", \"carol\", \"erin\", \"frank\", \"grace\"]");
    messages(&text, "low-threshold")
}

/// 200,000 dollars are 20 BTC at the lowest price, and fewer units than 5 BTC.
#[test]
fn a_tier_in_money_above_one_in_coins_asks_at_the_largest_amount() {
    let day = || tier("day", "5 BTC per 24h", "1 of everybody");
    let month = |approve: &str| tier("month", "200000 USD per 30d", approve);
    let said = "`2 of everybody` is enough for any amount under `month`: 2 of 6 are fewer than half";
    assert_eq!(low("1 of everybody", &[day(), month("2 of everybody")]), [said]);
    assert_eq!(low("1 of everybody", &[month("2 of everybody"), day()]), [said]);
    assert_eq!(low("1 of everybody", &[day(), month("3 of everybody")]), NONE);
}

/// Whatever comes first, what asks for more people is needed for the largest amount.
#[test]
fn a_lower_tier_that_asks_for_more_is_what_the_largest_amount_needs() {
    let said = "`2 of everybody` is enough for any amount under `small`: 2 of 6 are fewer than half";
    let small = tier("small", "1 BTC per 24h", "2 of everybody");
    assert_eq!(low("1 of everybody", &[small, tier("large", "5 BTC per 24h", "1 of everybody")]), [said]);
}

#[test]
fn quorums_of_which_neither_is_enough_are_both_said() {
    let said = "`1 of ops` and `2 of everybody` are enough for any amount under `base` and `large`: \
                each asks for fewer than half";
    let found = low("1 of ops", &[tier("large", "5 BTC per 24h", "2 of everybody")]);
    assert_eq!(found, [said]);
}
