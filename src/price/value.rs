//! Value = amount × price, rounded up to the currency's decimals, exactly.

use crypto_bigint::{NonZero, U512};

use crate::domain::total::Total;

/// Places of a price: it is written in units of 10^-18 of the currency.
const PRICE_PLACES: u32 = 18;

/// The value of `units` of an asset of `asset_decimals` at `price` (units of 10^-18 of the currency
/// for one whole unit), in units of 10^-`currency_decimals`, rounded up.
///
/// A value above 2^128 − 1 is [`Total::OVERFLOWN`].
pub(crate) fn value(units: u128, asset_decimals: u8, price: u128, currency_decimals: u8) -> Total {
    divided(units, asset_decimals, price, currency_decimals, U512::ONE).map_or(Total::OVERFLOWN, Total::of)
}

/// The same rounded down: what an analysis may claim has left at least.
pub(crate) fn value_rounded_down(units: u128, asset_decimals: u8, price: u128, currency_decimals: u8) -> Total {
    divided(units, asset_decimals, price, currency_decimals, U512::ZERO).map_or(Total::OVERFLOWN, Total::of)
}

/// The quotient, and what is added to it if there is a rest.
fn divided(units: u128, asset_decimals: u8, price: u128, currency_decimals: u8, for_a_rest: U512) -> Option<u128> {
    // units × price < 2^256 and 10^36 < 2^120: the product fits 512 bits, as does 10^(36 + 18).
    let product = U512::from_u128(units).wrapping_mul(&U512::from_u128(price));
    let scaled = product.wrapping_mul(&power_of_ten(u32::from(currency_decimals)));
    let divisor = power_of_ten(u32::from(asset_decimals).saturating_add(PRICE_PLACES));
    let (quotient, rest) = scaled.div_rem(&NonZero::new(divisor).into_option()?);
    let rounded = if rest == U512::ZERO { quotient } else { quotient.wrapping_add(&for_a_rest) };
    if rounded > U512::from_u128(u128::MAX) {
        return None;
    }
    let bytes = rounded.to_le_bytes();
    let low: [u8; 16] = bytes.as_ref().get(..16)?.try_into().ok()?;
    Some(u128::from_le_bytes(low))
}

fn power_of_ten(exponent: u32) -> U512 {
    // 10^38 is the largest of 128 bits, and no exponent is twice as large.
    let power = |exponent| U512::from_u128(10u128.saturating_pow(exponent));
    power(exponent.min(38)).wrapping_mul(&power(exponent.saturating_sub(38)))
}
