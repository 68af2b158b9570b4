#![no_main]

use countersign_fuzz::engine_bodies::policy_structured;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    policy_structured(bytes);
});
