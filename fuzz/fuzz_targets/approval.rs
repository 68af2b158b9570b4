#![no_main]

use countersign_fuzz::engine_bodies::approval;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    approval(bytes);
});
