#![no_main]

use countersign_fuzz::engine_bodies::signature;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    signature(bytes);
});
