#![no_main]

use countersign_fuzz::engine_bodies::quorum;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    quorum(bytes);
});
