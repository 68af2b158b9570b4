#![no_main]

use countersign_fuzz::engine_bodies::statement;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    statement(bytes);
});
