//! A policy of a thousand rules and a hundred people: what leaves at least replays, and a bound is there.

use countersign::Policy;
use countersign::analyze::Thieves;

use crate::heist::{exposure, figures};
use crate::large_policy;
use crate::showcases::theft;

#[test]
fn of_a_thousand_rules_and_a_hundred_people_there_is_a_bound() {
    let policy = Policy::parse(&large_policy::text()).unwrap_or_else(|problems| panic!("{problems}"));
    // Alone nobody of them takes anything; of more there are more choices than are asked about, and the caps bound them.
    for (many, bound) in [(1, 0), (2, 8 * 999_000_000), (30, 8 * 999_000_000)] {
        let found = exposure(&policy, &theft(Thieves::Any(many), "7d", None, "2026-11-23T10:00:00Z"));
        assert_eq!(found.losses().len(), 5);
        let (mut open, mut moved) = (0, 0);
        for loss in found.losses() {
            for (figure, _) in figures(loss) {
                assert_eq!(figure.most_units(), Some(bound), "{found}");
                assert!(figure.least_units() <= bound && found.replays(figure), "{found}");
                open += usize::from(!figure.is_exact());
                moved += figure.least_units();
            }
        }
        assert_eq!((moved > 0, open > 0), (many > 1, many > 1), "{found}");
        assert_eq!(found.incomplete().is_empty(), many == 1, "what is not exact is said to be so");
        assert!(found.incomplete().iter().all(|one| !one.bound.is_empty()), "{found}");
    }
}
