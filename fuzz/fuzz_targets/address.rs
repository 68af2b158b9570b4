#![no_main]

use countersign_fuzz::engine_bodies::address;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    address(bytes);
});
