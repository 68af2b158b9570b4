#![no_main]

use countersign_fuzz::tool_bodies::batch;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    batch(bytes);
});
