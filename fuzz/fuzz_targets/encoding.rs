#![no_main]

use countersign_fuzz::engine_bodies::encoding;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    encoding(bytes);
});
