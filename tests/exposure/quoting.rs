//! Whoever quotes prices that the policy takes moves no more of an asset than is said.

use countersign::analyze::{Party, Thieves};
use countersign::{Instant, Name, Policy, Quote, Quotes, quote_statement};
use serde_json::json;

use crate::adversary::{SPANS, play};
use crate::dice::Dice;
use crate::heist::{Heist, exposure, figures, loss, theft};
use crate::invented::{self, HOURS, PEOPLE, START};
use crate::world::{Text, person};

/// What a unit may be quoted at, from the lowest to the highest.
const PRICES: [&str; 5] = ["1", "1.5", "2", "3.999999999999999999", "4"];

/// A policy invented at random in which a feed says what A is worth.
fn policy(dice: &mut Dice) -> Option<Policy> {
    let (_, written) = invented::policy(dice, &HOURS);
    let feed = person("feed").key_text();
    let (of_whom, quoted) = ("feeds = [\"feed\"]\n", "fixed = { B = \"3\" }\nbounds = { A = [\"1\", \"4\"] }\n");
    Text::of(&written)
        .swap("[requesters.shop]", &format!("[approvers.feed]\nkeys = [\"{feed}\"]\n\n[requesters.shop]"))
        .swap("[groups]\n", &format!("[groups]\n{of_whom}"))
        .swap("fixed = { A = \"1\", B = \"3\" }\n", &format!("feeds = \"1 of feeds\"\nmax_age = \"30d\"\n{quoted}"))
        .parse()
        .ok()
}

fn quoted(policy: &Policy, price: &str) -> Quotes {
    let (key, at) = (person("feed").key_text(), Instant::parse(START).unwrap());
    let text = quote_statement(policy, &Name::parse("A").unwrap(), price, at, &key).unwrap();
    let signature = person("feed").sign(text.as_bytes());
    let quote = json!({
        "signer": "feed", "key": key, "asset": "A", "price": price, "quoted_at": at, "signature": signature,
    });
    let quote: Quote = serde_json::from_value(quote).unwrap();
    Quotes::verify(policy, &[quote]).unwrap()
}

#[test]
fn whoever_quotes_moves_no_more_of_an_asset_than_at_the_lowest_price() {
    let (mut asked, mut hit, mut payouts, mut dearer) = (0u64, 0u64, 0u64, 0u64);
    for seed in 0..120 {
        let mut dice = Dice::new(7_000 + seed);
        let policy = policy(&mut dice).expect("a feed changes nothing else");
        let names = [*dice.pick(&PEOPLE), *dice.pick(&PEOPLE), "feed"];
        let (within, seconds) = *dice.pick(&SPANS);
        let party = Party::of(&policy, names).unwrap();
        let found = exposure(&policy, &theft(Thieves::These(party), within, None));
        let (figure, _) = figures(loss(&found, "A").expect("a bound of A"))[0];
        let most = figure.most_units().expect("a bound");
        let prices: Vec<Quotes> = PRICES.iter().map(|price| quoted(&policy, price)).collect();
        let mut best = 0;
        for round in 0..if most == 0 { 1 } else { 8 } {
            let mut heist = Heist::new(&policy, &names, None);
            heist.quoting = prices.clone();
            play(&mut heist, &mut dice, &names[..2], seconds, round);
            payouts += heist.taken.len() as u64;
            dearer += heist.dearer;
            best = heist.sum("A", false).max(best);
        }
        assert!(
            u128::from(best) <= most,
            "seed {seed}: {names:?} took {best} A within {within}; {most} is all\n{found}"
        );
        asked += 1;
        hit += u64::from(most > 0 && u128::from(best) == most);
    }
    println!(
        "quoting: {asked} figures, {hit} reached by chance, {payouts} payouts left, {dearer} at more than the lowest"
    );
    assert!(hit >= 20 && payouts >= 1_000 && dearer >= 300, "{hit}, {payouts}, {dearer}: who quotes is asleep");
}
