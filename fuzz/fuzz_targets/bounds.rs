#![no_main]

use countersign_fuzz::engine_bodies::bounds;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    bounds(bytes);
});
