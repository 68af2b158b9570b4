//! Any so many people: what the worst of all choices of so many names takes.

use std::collections::BTreeMap;

use countersign::analyze::{Exposure, Figure, Party, Theft, Thieves};
use countersign::{Name, Policy};

use crate::dice::Dice;
use crate::heist::{exposure, figures, loss};
use crate::invented::{self, HOURS};
use crate::showcases::{policy, theft};

/// Of which invented policy and how many people some figures are not exact, and how many.
const OPEN: [((u64, usize), usize); 5] = [((0, 1), 1), ((0, 2), 1), ((0, 3), 1), ((2, 2), 1), ((2, 3), 1)];

/// What was compared.
#[derive(Default)]
struct Compared {
    sets: usize,
    figures: usize,
    above_zero: usize,
    /// Of which policy and how many people how many figures are not exact for some set of them.
    open: BTreeMap<(u64, usize), usize>,
}

/// Every set of so many of these.
fn sets(names: &[Name], many: usize) -> Vec<Vec<&str>> {
    let Some((first, others)) = names.split_first().filter(|_| many > 0) else {
        return if many == 0 { vec![Vec::new()] } else { Vec::new() };
    };
    let with_first = sets(others, many - 1).into_iter().map(|others| [vec![first.as_str()], others].concat());
    with_first.chain(sets(others, many)).collect()
}

/// Asks about any so many, and about every so many.
fn check(compared: &mut Compared, policy: &Policy, base: &Theft, many: usize, (number, which): (u64, &str)) {
    let any = exposure(policy, &Theft { by: Thieves::Any(u32::try_from(many).unwrap()), ..base.clone() });
    let everybody = Party::everybody(policy).names(policy);
    let sets = sets(&everybody, many);
    let these = |names: &Vec<&str>| {
        let party = Party::of(policy, names.iter().copied()).unwrap();
        exposure(policy, &Theft { by: Thieves::These(party), ..base.clone() })
    };
    let each: Vec<Exposure<'_>> = sets.iter().map(these).collect();
    compared.sets += each.len();
    for of in any.losses() {
        for to_strangers in [0, 1] {
            let figure = figures(of)[to_strangers].0;
            let of_each = || {
                let own = |one| loss(one, of.name().as_str()).map(|loss| figures(loss)[to_strangers].0);
                each.iter().filter_map(own)
            };
            let least = of_each().map(Figure::least_units).max().unwrap();
            let most = of_each().map(Figure::most_units).try_fold(0, |most, one| Some(most.max(one?)));
            let said = || format!("{which}: any {many}, {}, strangers {to_strangers}\n{any}", of.name());
            assert_eq!(figure.most_units(), most, "at most: {}", said());
            compared.figures += 1;
            compared.above_zero += usize::from(figure.least_units() > 0);
            if of_each().all(Figure::is_exact) {
                assert_eq!(figure.least_units(), least, "at least: {}", said());
            } else {
                *compared.open.entry((number, many)).or_default() += 1;
                assert!(most.is_none_or(|most| figure.least_units() <= most), "{}", said());
            }
        }
    }
}

#[test]
fn of_invented_policies_any_so_many_take_what_the_worst_so_many_take() {
    let mut compared = Compared::default();
    for seed in 0..6 {
        let (policy, text) = invented::policy(&mut Dice::new(9_000 + seed), &HOURS);
        let respond = [None, Some("1h")][usize::from(seed % 2 == 1)];
        for many in [1, 2, 3] {
            let base = theft(Thieves::Any(0), "5h", respond, invented::START);
            check(&mut compared, &policy, &base, many, (seed, &text));
        }
    }
    let Compared { sets, figures, above_zero, open } = compared;
    println!("worst: {sets} sets, {figures} figures, {above_zero} above zero, {open:?} open");
    assert_eq!(sets, 6 * (6 + 15 + 20));
    assert!(above_zero * 2 >= figures, "only {above_zero} of {figures} are above zero");
    // Where no set's figure is open, what any so many take is exact: one more is a regression, one less is taken out.
    assert_eq!(open, BTreeMap::from(OPEN), "what is not exact, by policy and how many");
}

#[test]
fn of_the_showcases_any_so_many_take_what_the_worst_so_many_take() {
    let mut compared = Compared::default();
    let cases: [(&str, &[usize], Option<&str>); 8] = [
        ("minimal", &[1, 2, 3], None),
        ("hot-wallet", &[1, 2, 3], Some("BTC")),
        ("cold-vault", &[1, 2], None),
        ("treasury", &[1, 2], Some("USDC")),
        ("payment-processor", &[1, 2, 3], None),
        ("market-maker", &[1, 2, 3], None),
        ("bridge", &[1], Some("ETH")),
        ("many-assets", &[1, 2], Some("USDT")),
    ];
    for (number, (name, sizes, asset)) in (0..).zip(cases) {
        let policy = policy(name);
        let mut base = theft(Thieves::Any(0), "24h", None, invented::START);
        base.asset = asset.map(Into::into);
        for many in sizes {
            check(&mut compared, &policy, &base, *many, (number, name));
        }
    }
    assert!(compared.above_zero >= 20, "only {} are above zero", compared.above_zero);
    assert_eq!(compared.open, BTreeMap::new());
}
