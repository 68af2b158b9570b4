#![no_main]

use countersign_fuzz::engine_bodies::ledger_acts;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    ledger_acts(bytes);
});
