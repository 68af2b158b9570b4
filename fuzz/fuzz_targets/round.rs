#![no_main]

use countersign_fuzz::engine_bodies::round;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    round(bytes);
});
