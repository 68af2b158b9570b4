#![no_main]

use countersign_fuzz::engine_bodies::ledger;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    ledger(bytes);
});
