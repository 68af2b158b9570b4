#![no_main]

use countersign_fuzz::tool_bodies::tool;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    tool(bytes);
});
