#![no_main]

use countersign_fuzz::engine_bodies::model;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    model(bytes);
});
