#![no_main]

use countersign_fuzz::engine_bodies::policy;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    policy(bytes);
});
