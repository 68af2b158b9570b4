#![no_main]

use countersign_fuzz::engine_bodies::payout;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    payout(bytes);
});
