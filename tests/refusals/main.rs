//! Every sentence of the contract that refuses a policy: one place of a good policy is changed, and the report names
//! that place, with one problem and no other. Beside each the nearest text that is accepted.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "what a test does not find fails it"
)]

#[path = "../support/world.rs"]
mod world;

mod file;
mod people;
mod quorums;
mod rules;
mod sums;
mod together;
mod values;

use world::Text;

/// A good policy that uses every key of the language.
const GOOD: &str = include_str!("good.toml");

/// What is changed, into what, the code of the problem, and the text it points at.
type Refused<'r> = (&'r str, &'r str, &'r str, &'r str);

/// Every change is refused with one problem at its place; all that are not are told at once.
fn refused(rows: &[Refused<'_>]) {
    let mut wrong = String::new();
    for (old, new, code, place) in rows {
        let text = Text::of(GOOD).swap(old, new);
        let found = match text.parse() {
            Ok(_) => String::from("accepted"),
            Err(problems) => {
                if std::env::var_os("SHOW_REFUSALS").is_some() {
                    println!("{new}\n    {problems}");
                }
                let written = text.written();
                let all: Vec<String> = problems
                    .iter()
                    .map(|problem| {
                        assert!(!problem.help().is_empty() && !problem.message().is_empty(), "{new}");
                        let place = &written[problem.span()];
                        format!("{} at {}", problem.code(), place.lines().next().unwrap_or_default())
                    })
                    .collect();
                all.join("\n    and ")
            }
        };
        let wanted = format!("{code} at {}", Text::of(place).written());
        if found != wanted {
            wrong += &format!("{old} -> {new}\n    wanted {wanted}\n    found {found}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Every change is accepted.
fn accepted(rows: &[(&str, &str)]) {
    for (old, new) in rows {
        if let Err(problems) = Text::of(GOOD).swap(old, new).parse() {
            panic!("{old} -> {new}\n{problems}");
        }
    }
}

#[test]
fn the_good_policy_is_accepted() {
    accepted(&[("title = \"Desk\"", "title = \"Desk\"")]);
}
