//! How a law is run: the same cases in every run, and a count of those that were alive.

use std::cell::Cell;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// Whether a case showed what its law is about, so that a law cannot hold by nothing ever happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    Alive,
    Idle,
}

impl Case {
    pub fn alive_if(alive: bool) -> Self {
        if alive { Self::Alive } else { Self::Idle }
    }
}

/// Runs a law on so many cases, of which at least so many must be alive.
///
/// `PROPTEST_CASES` runs more of them and `PROPTEST_RNG_SEED` other ones; both leave out the count.
pub fn law<S: Strategy>(cases: u32, least_alive: u32, of: &S, holds: impl Fn(S::Value) -> Case) {
    let default = Config::default();
    let is_free = std::env::var_os("PROPTEST_CASES").is_some() || std::env::var_os("PROPTEST_RNG_SEED").is_some();
    let (cases, rng_seed) = match (is_free, default.rng_seed) {
        (true, seed) => (default.cases, seed),
        (false, _) => (cases, RngSeed::Fixed(0x636f_756e_7465_7273)),
    };
    let mut runner = TestRunner::new(Config { cases, rng_seed, failure_persistence: None, ..default });
    let alive = Cell::new(0u32);
    let ran = runner.run(of, |case| {
        if holds(case) == Case::Alive {
            alive.set(alive.get() + 1);
        }
        Ok(())
    });
    if let Err(broken) = ran {
        panic!("{broken}");
    }
    assert!(is_free || alive.get() >= least_alive, "only {} of {cases} cases were alive", alive.get());
}
