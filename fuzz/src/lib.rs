//! The bodies of the fuzz targets, compiled once for all of them. They live with the tests, which replay every seed.

#[path = "../../tests/differential/engine.rs"]
mod engine;
#[path = "../../tests/laws/pool.rs"]
mod pool;
#[path = "../../tests/support/signer.rs"]
mod signer;
#[path = "../../tests/laws/situation.rs"]
#[allow(dead_code, reason = "the laws use all of it")]
mod situation;

#[path = "../../tests/fuzz_bodies/mod.rs"]
pub mod engine_bodies;
#[cfg(feature = "tool")]
#[path = "../../cli/tests/fuzz_bodies/mod.rs"]
pub mod tool_bodies;
