//! Policies of which a claim was said to hold that payouts break: each stands here with those payouts, in words.

use countersign::analyze::{Breach, Inspection, Party, Shown, Supposed};
use countersign::{Instant, Payout, Policy};

/// What becomes of the claims: `kept`, `broken` or `unshown`.
fn shown(text: &str) -> Vec<(String, &'static str)> {
    shown_from(text, "2026-11-26T12:00:00Z")
}

/// The same from an instant on; what is broken is broken by what replays.
fn shown_from(text: &str, at: &str) -> Vec<(String, &'static str)> {
    let inspection = Inspection::of(text, Instant::parse(at).unwrap()).unwrap();
    let replays = |shown: &Shown| !matches!(shown, Shown::Broken(witness) if !witness.replays(inspection.policy()));
    assert!(inspection.claims().iter().all(|claim| replays(claim.shown())), "{:?}", inspection.claims());
    let word = |shown: &Shown| match shown {
        Shown::Kept => "kept",
        Shown::Broken(_) => "broken",
        Shown::Unknown(_) => "unshown",
    };
    inspection.claims().iter().map(|claim| (claim.claim().name().to_string(), word(claim.shown()))).collect()
}

/// Out of `hot` 10 ETH go to each of three entries; out of `cold`, where two are barred, only one is left.
#[test]
fn two_wallets_whose_places_differ_share_no_budget_of_a_destination() {
    assert_eq!(shown(include_str!("found/two-wallets.toml")), [("one".into(), "broken")]);
}

/// A list has one entry on each of two chains, and each has 10000 USD a day.
#[test]
fn two_chains_share_no_budget_of_a_destination() {
    assert_eq!(shown(include_str!("found/two-chains.toml")), [("two".into(), "broken")]);
}

/// The first limit's fee is in a coin of another chain, which no payout of this one can offer.
#[test]
fn a_fee_that_is_limited_on_another_chain_keeps_nobody_from_paying() {
    let found = shown(include_str!("found/fees-by-chain.toml"));
    assert_eq!(found.len(), 4);
    for (name, shown) in found {
        assert_eq!(shown, "broken", "{name}");
    }
}

/// What does not fit at the highest price fits at a lower one.
#[test]
fn what_is_worth_too_much_at_one_price_leaves_at_another() {
    for text in [include_str!("found/no-bounds.toml"), include_str!("found/whole-units.toml")] {
        for (name, shown) in shown(text) {
            assert_ne!(shown, "kept", "{name}");
        }
    }
}

/// Before the address counts as known, its fee has to be offered in ETH, and later in USDC.
#[test]
fn a_payout_is_asked_about_with_the_fee_of_its_time() {
    let found = shown(include_str!("found/two-fees.toml"));
    assert_eq!(found, [("new-ones-wait".into(), "broken"), ("none-to-new-ones".into(), "broken")]);
}

/// 2 BTC are denied, since nothing signed starts their delay, and 10 BTC leave with alice's signature after it.
#[test]
fn where_a_smaller_amount_may_need_more_nothing_is_proven_by_it() {
    for (name, shown) in shown(include_str!("found/no-anchor.toml")) {
        assert_ne!(shown, "kept", "{name}");
    }
}

/// The first wallet's name is too long for a statement, and the second's is not.
#[test]
fn what_cannot_be_asked_for_under_one_name_may_leave_under_another() {
    for (name, shown) in shown(include_str!("found/long-names.toml")) {
        assert_ne!(shown, "kept", "{name}");
    }
}

/// Cairo's clock is put back three days before Zurich's in most years, and four days after it where October ends on a
/// Wednesday, as in 2030: only then do nine o'clock there and eleven o'clock here fall together.
#[test]
fn hours_of_two_zones_that_meet_only_in_some_years_meet() {
    let inspection = inspected(include_str!("found/two-zones-meet.toml"));
    let witness = broken(&inspection, 0);
    assert!(witness.words().contains("is allowed at 2030-10-28T08:00:00Z"), "{}", witness.words());
}

#[test]
fn hours_of_two_zones_that_part_only_in_some_years_part() {
    let inspection = inspected(include_str!("found/two-zones-part.toml"));
    let witness = broken(&inspection, 0);
    assert!(witness.words().contains("`hours:"), "{}", witness.words());
}

/// Somebody's term ends in ten years: until then every week is like the last but for summer time.
#[test]
fn a_term_that_ends_in_ten_years_leaves_hours_to_be_followed() {
    assert_eq!(shown(include_str!("found/far-term.toml")), [("two".into(), "kept")]);
}

/// A bitcoin an hour is 720 in 30 days, 792 in 33, and 2160 in 90.
#[test]
fn thousands_of_windows_are_proven() {
    let kept = ["a30", "b33", "c90"].map(|name| (name.into(), "kept"));
    assert_eq!(shown(include_str!("found/hourly.toml")), kept);
}

/// Whoever can ask can from noon on, and when the delay has run the address has come to be known: nothing leaves to
/// where it was not.
#[test]
fn a_wait_by_whose_end_an_address_has_come_to_be_known_breaks_nothing_outside() {
    for (name, shown) in shown(include_str!("found/joins-while-waiting.toml")) {
        assert_ne!(shown, "broken", "{name}");
    }
}

/// Whoever could ask yesterday can be done today, before the address counts as known.
#[test]
fn a_wait_that_began_before_is_over_before_an_address_comes_to_be_known() {
    let inspection = inspected(include_str!("found/joins-while-waiting-2.toml"));
    let witness = broken(&inspection, 0);
    let step = &witness.steps()[0];
    assert!(witness.words().contains(", asked for by alice at 2026-11-25T"), "{}", witness.words());
    assert!(step.at() < Instant::parse("2026-11-27T00:00:00Z").unwrap(), "{}", step.at());
}

#[test]
fn where_nobody_is_left_who_could_veto_it_is_said() {
    let inspection = inspected(include_str!("found/veto-gone.toml"));
    let [one, two] = [0, 1].map(|place| broken(&inspection, place).words().to_owned());
    assert!(one.contains("when nobody is left who could veto it"), "{one}");
    assert!(two.contains("though bob rejected it: of the quorum nobody else is active"), "{two}");
}

fn inspected(text: &str) -> Inspection {
    Inspection::of(text, Instant::parse("2026-11-26T12:00:00Z").unwrap()).unwrap()
}

/// What breaks a claim, after it was replayed.
fn broken(inspection: &Inspection, place: usize) -> &Breach {
    let Shown::Broken(witness) = inspection.claims()[place].shown() else { panic!("{:?}", inspection.claims()[place]) };
    assert!(witness.replays(inspection.policy()), "{}", witness.words());
    witness
}

/// Both feeds of a price without which nothing leaves are out of office; or come back in time, or too late.
#[test]
fn what_nobody_in_office_quotes_has_no_price() {
    let gone = include_str!("found/absent-feeds.toml");
    let term = "active_until=2026-01-01T00:00:00Z";
    assert_eq!(shown(gone), [("way-home".into(), "broken")]);
    assert_eq!(shown(&gone.replace(term, "")), [("way-home".into(), "kept")]);
    for (from, expected) in [("13:00:00", "kept"), ("13:00:01", "broken")] {
        let back = gone.replacen(term, "", 1).replace(term, &format!("active_from=2026-11-26T{from}Z"));
        assert_eq!(shown(&back), [("way-home".into(), expected)], "{from}");
    }
}

/// What can be quoted only later, or for a second alone, leaves then; what can never be quoted never does.
#[test]
fn never_looks_at_every_instant_at_which_feeds_are_in_office() {
    let (gone, term) = (include_str!("found/absent-feeds.toml"), "active_until=2026-01-01T00:00:00Z");
    let always = "always=\"2 of ops can pay 1 BTC to vault within 1h\"";
    assert!(gone.contains(always));
    let never = gone.replace(always, "never=\"2 people move anything\"");
    assert_eq!(shown(&never), [("way-home".into(), "kept")]);
    for (until, expected) in [("00:00:00", "kept"), ("00:00:01", "broken"), ("12:00:00", "broken")] {
        let first = never.replacen(term, "active_from=2027-03-01T00:00:00Z", 1);
        let both = first.replace(term, &format!("active_until=2027-03-01T{until}Z"));
        assert_eq!(shown(&both), [("way-home".into(), expected)], "{until}");
    }
    let more = |amount: &str| gone.replace(always, &format!("never=\"2 people move more than {amount} per 24h\""));
    for (amount, expected) in [("100 BTC", "kept"), ("99.99999999 BTC", "broken")] {
        let text = more(amount).replace(term, "active_from=2027-03-01T00:00:00Z\nactive_until=2027-03-02T00:00:00Z");
        assert_eq!(shown(&text), [("way-home".into(), expected)], "{amount}");
    }
}

/// On workdays all that has to be open opens at nine, and at weekends the one of the two that is not enough: at 17:00 on a
/// Friday the next changes are as far away as on a Monday.
#[test]
fn hours_that_change_when_others_do_are_not_taken_for_them() {
    let found = shown(include_str!("found/two-hours-close.toml"));
    assert_eq!(found, [("p47h".into(), "broken"), ("p63h".into(), "broken"), ("p64h".into(), "kept")]);
}

/// From ten to nine it is 23 hours in Zurich, and 24 in the night in which its clock is put back: New York's is put back a
/// week later, and its hours close then.
#[test]
fn a_night_of_two_zones_is_as_long_as_it_is_in_the_zone_that_counts() {
    let found = shown(include_str!("found/clocks-go-back.toml"));
    assert_eq!(found, [("day".into(), "kept"), ("less".into(), "broken"), ("r".into(), "broken")]);
}

/// Of three who are alike to the policy one is named by the claim: her no withdraws what she asked for, and stops nothing
/// that another asks for.
#[test]
fn whose_no_only_withdraws_what_they_ask_for_has_no_veto() {
    let text = include_str!("found/nobody-vetoes.toml");
    let all = |alice| [("alice".into(), alice), ("bob".into(), "broken"), ("carol".into(), "broken")];
    assert_eq!(shown(text), all("broken"));
    assert_eq!(shown(&text.replace("veto=\"nobody\"", "veto=\"1 of alice\"")), all("kept"));
}

#[test]
fn one_of_the_two_who_are_needed_for_a_veto_has_none() {
    let found = shown(include_str!("found/two-veto.toml"));
    let alone = ["alice", "bob", "carol"].map(|name| (name.into(), "broken"));
    assert_eq!(found, [alone.to_vec(), vec![("two".into(), "kept")]].concat());
}

/// An entry of two lists can be paid only as one of that with the longer cooling-off, and counts as one of the other.
#[test]
fn an_entry_of_two_lists_counts_from_when_it_counts_in_one_of_them() {
    let text = include_str!("found/two-lists-cool.toml");
    let found = |text: &str| shown_from(text, "2026-11-23T10:00:00Z");
    assert_eq!(found(text), [("aa".into(), "kept"), ("p".into(), "broken")]);
    let both = text.replace("to=[\"aa\"]", "to=[\"aa\", \"bb\"]");
    assert_eq!(found(&both), [("aa".into(), "kept"), ("p".into(), "kept")]);
}

/// What binds ceases to bind when the entry comes to be in another list too: two days after it can first be asked for.
#[test]
fn a_payout_leaves_when_its_entry_comes_to_be_in_another_list() {
    let found = shown_from(include_str!("found/joins-another-list.toml"), "2026-11-23T10:00:00Z");
    let [two_days, five_days, at_all] = ["p2", "p5", "p"].map(|name| (name.into(), "kept"));
    assert_eq!(found, [("less".into(), "broken"), at_all, two_days, five_days]);
}

/// Of two entries one has a long address, and by one letter what would have to be signed fits on no screen. So with names:
/// under one name it can be signed, and under the name of another who is alike it cannot.
#[test]
fn what_is_too_long_to_be_signed_is_not_paid_because_what_is_shorter_is() {
    let long = include_str!("found/long-entry.toml");
    let text = |letters: usize| long.replace(&"a".repeat(124), &"a".repeat(letters));
    let wallet = |name: &str| text(123).replace("wallets=[\"w\"]", &format!("wallets=[\"w\", \"{name}\"]"));
    let person = |letters: usize| text(letters).replace("carol", "caroll");
    for fits in [text(123), wallet("x"), person(121)] {
        assert_eq!(shown(&fits), [("p".into(), "kept")], "{fits}");
    }
    for exceeds in [text(124), wallet("xx"), person(122)] {
        assert_eq!(shown(&exceeds), [("p".into(), "unshown")], "{exceeds}");
    }
}

/// 1.6 BTC are denied to alice as long as nobody else waives the delay that nothing starts; 3 BTC leave with her signature.
#[test]
fn a_delay_that_others_could_waive_does_not_start_either() {
    let text = include_str!("found/waivable.toml");
    assert_eq!(shown(text), [("c".into(), "unshown")]);
    let (policy, at) = (Policy::parse(text).unwrap(), |text: &str| Instant::parse(text).unwrap());
    let (supposed, alice) = (Supposed::new(&policy), Party::of(&policy, ["alice"]).unwrap());
    for (amount, is_allowed) in [("1.6 BTC", false), ("3 BTC", true)] {
        let payout: Payout = serde_json::from_value(serde_json::json!({
            "id": "po-1", "wallet": "w", "amount": amount, "to": "bc1qjxzq70j25hk3jjgmucd6gdhycuglny3z8gdr93",
            "fee": "0 BTC", "initiator": "someone", "submitted_at": "2026-11-26T12:00:00Z",
        }))
        .unwrap();
        let foreseen = supposed.open(&payout).unwrap().of(&alice, &Party::nobody(), at("2026-11-26T13:00:00Z"));
        assert_eq!(foreseen.is_allowed(), is_allowed, "{amount}: {:?}", foreseen.checks());
    }
}

/// From December 2027 on bob counts as well, who can pay only while two hours are open that part in summer; and who, asking
/// when they close in the evening on which the clock is put back, waits an hour more than otherwise.
#[test]
fn a_change_of_the_clock_is_looked_at_again_after_a_term_has_begun() {
    let summer = include_str!("found/later-summer.toml");
    assert_eq!(shown(summer), [("p".into(), "broken")]);
    let same = summer
        .replace(r#"open="08:00", close="09:00", zone="UTC""#, r#"open="09:00", close="10:00", zone="Europe/Zurich""#);
    assert_eq!(shown(&same), [("p".into(), "kept")]);
    let night = include_str!("found/later-night.toml");
    assert_eq!(shown(night), [("p".into(), "broken")]);
    assert_eq!(shown(&night.replace("within 12h", "within 13h")), [("p".into(), "kept")]);
}

/// Worth 270 USD it leaves with a signature, and worth 200 USD it never does, since nothing starts its delay.
#[test]
fn what_is_paid_at_the_highest_price_may_not_be_at_a_lower_one() {
    let text = include_str!("found/no-anchor-price.toml");
    let inspection = inspected(text);
    let words = broken(&inspection, 0).words();
    assert!(words.starts_with("where BTC is worth 222.2") && words.contains("`delay:slow`"), "{words}");
    for (bounds, expected) in
        [(r#"["112","222"]"#, "broken"), (r#"["223","300"]"#, "kept"), (r#"["100","111"]"#, "kept")]
    {
        assert_eq!(shown(&text.replace(r#"["100","300"]"#, bounds)), [("p".into(), expected)], "{bounds}");
    }
}

/// Within the half hour in which dave waives the day's delay the hour's has not run, and later nobody waives it.
#[test]
fn a_waiver_that_ends_before_another_delay_has_run_breaks_no_wait() {
    let text = include_str!("found/waiver-ends.toml");
    assert_eq!(shown(text), [("w".into(), "unshown")]);
    let more = text.replace("wait at least 24h", "wait at least 25h");
    let inspection = inspected(&more);
    let words = broken(&inspection, 0).words();
    assert!(words.contains("leaves 24h after it was signed"), "{words}");
}

/// When the first payout can be signed nobody could veto it, and somebody can long before it leaves; or a second too late.
#[test]
fn who_can_veto_is_asked_when_a_payout_leaves() {
    let text = include_str!("found/veto-begins.toml");
    assert_eq!(shown(text), [("w".into(), "unshown")]);
    let late = text.replace("2027-01-01T01:00:00Z", "2027-01-02T00:00:01Z");
    let inspection = inspected(&late);
    let words = broken(&inspection, 0).words();
    assert!(words.contains("none of the quorum is active at 2027-01-02T00:00:00Z"), "{words}");
}

/// A term begins in the second in which hours begin or end: whoever is there a week later waits longer than whoever was
/// there before.
#[test]
fn a_start_before_somebody_comes_does_not_speak_for_one_a_week_later() {
    let at = "2026-11-23T10:00:00Z";
    let nine = include_str!("found/begins-at-nine.toml");
    let cases = [
        (nine, "89h"),
        (include_str!("found/begins-at-four.toml"), "66h"),
        (include_str!("found/begins-in-february.toml"), "84h"),
    ];
    for (text, within) in cases {
        assert!(text.contains(&format!("within {within}\"")), "{within}");
        assert_eq!(shown_from(text, at), [("p".into(), "broken")], "{within}");
    }
    assert_eq!(shown_from(&nine.replace("within 89h", "within 90h"), at), [("p".into(), "kept")]);
}

/// Since when an entry has been in its list no longer matters: thousands of them are one.
#[test]
fn entries_of_long_ago_are_one() {
    let entries: Vec<String> = (0..3_000u64)
        .map(|number| {
            let digest = format!("{number:040x}");
            let (day, month) = (1 + number % 28, 1 + number / 28 % 12);
            let year = 2010 + number / 336;
            format!(
                "{{ chain = \"ethereum\", address = \"0x{digest}\", added = {year}-{month:02}-{day:02}T00:00:00Z }}"
            )
        })
        .collect();
    let text = include_str!("found/begins-at-nine.toml");
    let (before, _) = text.split_once("[lists.vault]").unwrap();
    let (_, rules) = text.split_once("[[rules]]").unwrap();
    let text =
        format!("{before}[lists.vault]\ncooling_off = \"24h\"\nentries = [{}]\n[[rules]]{rules}", entries.join(",\n"));
    let text = text.replace("chain = \"bitcoin\"", "chain = \"ethereum\"").replace("within 89h", "within 90h");
    assert_eq!(shown_from(&text, "2026-11-23T10:00:00Z"), [("p".into(), "kept")]);
    let coming = text.replace("added = 201", "added = 204");
    assert_eq!(shown_from(&coming, "2026-11-23T10:00:00Z"), [("p".into(), "unshown")]);
}

/// A payout that is above a sum in dollars at one price alone: the price is said.
#[test]
fn a_payout_that_is_too_much_at_one_price_is_told_with_it() {
    let text = include_str!("found/price-unsaid.toml");
    let inspection = Inspection::of(text, Instant::parse("2026-11-26T12:00:00Z").unwrap()).unwrap();
    let words: Vec<&str> = inspection
        .claims()
        .iter()
        .filter_map(|claim| match claim.shown() {
            Shown::Broken(breach) => Some(breach.words()),
            Shown::Kept | Shown::Unknown(_) => None,
        })
        .collect();
    assert_eq!(words.len(), 3, "{words:?}");
    assert!(words.iter().all(|words| words.contains("where BTC is worth ")), "{words:?}");
}

/// What counts in money counts what feeds quote: sentences about people alone, about coins or at fixed prices do not.
#[test]
fn claims_that_rest_on_what_feeds_quote_say_so() {
    let rests = |text: &str| -> Vec<(String, bool)> {
        let inspection = Inspection::of(text, Instant::parse("2026-11-23T10:00:00Z").unwrap()).unwrap();
        let claims = inspection.claims().iter();
        claims.map(|claim| (claim.claim().name().to_string(), claim.rests_on_quotes())).collect()
    };
    let bridge = include_str!("../../policies/bridge.toml");
    let [day, people, coins] = ["day", "eight-at-least", "tier-2"].map(String::from);
    assert_eq!(rests(bridge), [(day, true), (people, false), (coins, false)]);
    // Fixed prices no feed says.
    assert!(rests(include_str!("../../policies/treasury.toml")).iter().all(|(_, rests)| !rests));
    let waits = "[[claims]]\nname = \"seen\"\nalways = \"payouts above 1000000 USD wait at least 1h for a veto of 1 of auditors\"\n";
    let text = format!("{bridge}\n{waits}");
    assert!(rests(&text).contains(&("seen".into(), true)), "{:?}", rests(&text));
}
