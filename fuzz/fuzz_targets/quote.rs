#![no_main]

use countersign_fuzz::engine_bodies::quote;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    quote(bytes);
});
