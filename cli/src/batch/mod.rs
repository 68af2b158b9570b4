//! Many cases, each decided on its own.

mod answer;
mod cache;
mod line;

pub use answer::answer;
pub use cache::Cache;
