#![no_main]

use countersign_fuzz::engine_bodies::decide;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    decide(bytes);
});
