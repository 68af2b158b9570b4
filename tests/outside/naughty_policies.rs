//! Every naughty string in every string of a policy, written as it is and written in escapes.

use std::thread;

use countersign::Policy;

use crate::naughty::BLNS;
use crate::naughty_places::{BEGUN, MORE, PLACES, Place};
use crate::world::Text;

/// A TOML string as it would be typed, and one of escapes alone.
fn spellings(text: &str) -> [String; 2] {
    let typed = serde_json::to_string(text).unwrap().replace('\u{7f}', "\\u007f");
    let escaped: String = text.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
    [typed, format!("\"{escaped}\"")]
}

#[test]
fn every_string_of_a_policy_takes_of_the_naughty_ones_what_the_contract_takes() {
    let share = PLACES.len().div_ceil(thread::available_parallelism().map_or(1, Into::into));
    let asked: Vec<(usize, usize)> = thread::scope(|scope| {
        let threads: Vec<_> = PLACES.chunks(share).map(|places| scope.spawn(move || ask(places))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let (taken, refused) = asked.iter().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    let (asked, strings, places) = (taken + refused, BLNS.len(), PLACES.len());
    println!(
        "outside: naughty strings: {asked} policies, {strings} strings in {places} places, {taken} names or texts taken"
    );
}

/// How many were taken and refused.
fn ask(places: &[Place]) -> (usize, usize) {
    let base = Text::base().written();
    let (mut taken, mut refused) = (0, 0);
    for (old, new, takes, good) in places {
        let (old, new) = written(old, new);
        assert_eq!(base.matches(&old).count(), 1, "{old}");
        let with = |spelled: &str| base.replace(&old, &new.replacen('@', spelled, 1));
        if !good.is_empty() {
            Policy::parse(&with(&spellings(good)[0])).unwrap_or_else(|problems| panic!("{new}: {good:?}: {problems}"));
        }
        let ways = if BLNS.iter().any(|string| takes(string)) { 2 } else { 1 };
        for (string, spelled) in
            BLNS.iter().flat_map(|string| spellings(string).into_iter().take(ways).map(move |s| (string, s)))
        {
            let text = with(&spelled);
            let read = Policy::parse(&text);
            if let Err(problems) = &read {
                assert!(problems.iter().all(|problem| text.get(problem.span()).is_some()), "{new}: {string:?}");
            }
            assert_eq!(read.is_ok(), takes(string), "{new}: {string:?} as {spelled}");
            if read.is_ok() { taken += 1 } else { refused += 1 }
        }
    }
    (taken, refused)
}

/// What a place says, as TOML.
fn written(old: &str, new: &str) -> (String, String) {
    let new = BEGUN.iter().fold(new.to_owned(), |new, (word, begun)| new.replacen(word, begun, 1));
    let new = if old == MORE { format!("{new};{MORE}") } else { new };
    let toml = |text: &str| text.replace('\'', "\"").replace(';', "\n");
    (toml(old), toml(&new))
}
