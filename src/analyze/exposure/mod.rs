//! How much thieves could take: at least so much, since the engine allows it, and at most so much, since it is proven.

mod by_people;
mod by_people_shown;
mod caps;
mod certificate;
#[cfg(test)]
mod certificate_tests;
mod chances;
mod cover;
mod crews;
#[cfg(test)]
mod crews_tests;
mod curve;
mod ever;
#[expect(clippy::module_inception, reason = "the folder's main type")]
mod exposure;
mod fees;
mod figure;
mod flow;
mod gang;
mod grid;
mod json;
mod picture;
mod raid;
mod sets;
mod survey;
mod terrain;
mod text;
mod theft;
mod thrift;
mod typical;
mod used;
mod words;
mod worth;

pub use by_people::ByPeople;
pub(crate) use chances::{Chance, wait_alone};
pub use curve::Curve;
pub(crate) use ever::{AskedBy, Ever, Schedule};
pub use exposure::Exposure;
pub use fees::Fee;
pub use figure::{Figure, Held, Loss, Step};
pub(crate) use sets::sets;
pub use theft::{Theft, TheftFault, Thieves};
