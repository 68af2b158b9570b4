#![no_main]

use countersign_fuzz::engine_bodies::laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    laws(bytes);
});
