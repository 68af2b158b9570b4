//! What an analysis claims has left at least; it stands here, and not in `tests/`, since it is private.

use super::value::{value, value_rounded_down};
use crate::domain::total::Total;

/// In places behind the point: of the asset 8, of the currency 2, of a price 18.
const PRICE: u128 = 99_999_999_999_999_999_999_999;

#[test]
fn at_least_and_at_most_differ_by_the_rest_alone() {
    // 1 BTC at 99,999.999999999999999999 is 9,999,999.9… cents; 100,000 BTC are 999,999,999,999.9… cents.
    for (units, cents) in [(100_000_000, 9_999_999), (10_000_000_000_000, 999_999_999_999)] {
        assert_eq!(value_rounded_down(units, 8, PRICE, 2), Total::of(cents));
        assert_eq!(value(units, 8, PRICE, 2), Total::of(cents + 1));
    }
    let whole = PRICE + 1;
    assert_eq!(value_rounded_down(100_000_000, 8, whole, 2), Total::of(10_000_000));
    assert_eq!(value(100_000_000, 8, whole, 2), Total::of(10_000_000));
    assert_eq!(value_rounded_down(1, 8, 1, 2), Total::of(0));
}

#[test]
fn what_does_not_fit_is_more_than_any_limit_either_way() {
    let one = 1_000_000_000_000_000_000;
    for divided in [value, value_rounded_down] {
        assert_eq!(divided(u128::MAX, 0, one, 0), Total::of(u128::MAX));
        assert_eq!(divided(u128::MAX, 0, one + 1, 0), Total::OVERFLOWN);
        assert_eq!(divided(u128::MAX, 0, one, 1), Total::OVERFLOWN);
    }
}

#[test]
fn one_whole_unit_at_one_is_one_whatever_the_places() {
    for asset_decimals in 0..=36u8 {
        for currency_decimals in 0..=36u8 {
            let (unit, one) = (10u128.pow(asset_decimals.into()), 10u128.pow(currency_decimals.into()));
            let worth = |units| value(units, asset_decimals, 1_000_000_000_000_000_000, currency_decimals);
            assert_eq!(worth(unit), Total::of(one));
            assert_eq!(worth(unit.saturating_mul(2)), Total::of(one.saturating_mul(2)));
        }
    }
}
