#![no_main]

use countersign_fuzz::tool_bodies::scenario;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    scenario(bytes);
});
