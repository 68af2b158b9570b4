//! What a policy claims of itself: how many hold, and a refusal with the payout that breaks one, in every form.

use serde_json::Value;

use crate::AT;
use crate::support::{Desk, MINIMAL};

/// The smallest policy with other claims than its own.
fn claiming(claims: &[(&str, &str)]) -> String {
    let plain = MINIMAL.split("[[claims]]").next().unwrap();
    let claim = |(number, (key, sentence)): (usize, &(&str, &str))| {
        format!("\n[[claims]]\nname = \"c{number}\"\n{key} = \"{sentence}\"\n")
    };
    plain.to_owned() + &claims.iter().enumerate().map(claim).collect::<String>()
}

const HOLDS: (&str, &str) = ("never", "2 people move anything");
const ALSO_HOLDS: (&str, &str) = ("never", "3 people move more than 1 BTC per 24h");
const FAILS: (&str, &str) = ("never", "3 people move more than 0.99999999 BTC per 24h");

fn desk(name: &str, claims: &[(&str, &str)]) -> Desk {
    let desk = Desk::new(name);
    desk.write("policy.toml", claiming(claims));
    desk
}

#[test]
fn claims_that_hold_are_counted() {
    for (claims, line) in [
        (vec![HOLDS], "\npolicy.toml: 1 claim holds\n"),
        (vec![HOLDS, ALSO_HOLDS], "\npolicy.toml: 2 claims hold\n"),
        (vec![HOLDS, FAILS], "\npolicy.toml: 1 of 2 claims holds\n"),
        (vec![HOLDS, FAILS, ALSO_HOLDS], "\npolicy.toml: 2 of 3 claims hold\n"),
        (vec![FAILS], "\npolicy.toml: 0 of 1 claim holds\n"),
    ] {
        let run = desk("counted", &claims).run(&format!("check policy.toml {AT}"));
        assert!(run.out.contains(line), "{line}\n{}", run.out);
        for (place, claim) in claims.iter().enumerate() {
            let (key, sentence) = *claim;
            let said = format!("\n  c{place}, {key}: {}\n", sentence.trim_matches('"'));
            assert_eq!(run.out.contains(&said), *claim != FAILS, "{said}\n{}", run.out);
        }
        assert_eq!(run.exit, if claims.contains(&FAILS) { 2 } else { 0 });
    }
    assert!(!desk("none", &[]).run(&format!("check policy.toml {AT}")).out.contains("claim"));
}

#[test]
fn a_false_claim_is_drawn_at_its_words_with_the_payout_that_breaks_it() {
    let run = desk("false", &[FAILS]).run(&format!("check policy.toml {AT}"));
    assert_eq!(run.exit, 2);
    let drawn = "high[false-claim]: `c0` does not hold: with alice, bob and carol signing, 1 BTC leaves within 24h, by one \
                 payout: 1 BTC out of main to bc1q";
    assert!(run.out.contains(drawn), "{}", run.out);
    assert!(run.out.contains("\"3 people move more than 0.99999999 BTC per 24h\"\n"), "{}", run.out);
    assert!(run.out.contains("help: restrict what lets it happen, or claim what holds"), "{}", run.out);
}

#[test]
fn the_json_form_gives_the_payouts_and_who_signs_them() {
    let run = desk("json", &[HOLDS, FAILS]).run(&format!("check --format json policy.toml {AT}"));
    assert_eq!(run.exit, 2);
    let files: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(files[0]["ok"], false);
    let claims = files[0]["claims"].as_array().unwrap();
    assert_eq!(
        (&claims[0]["name"], &claims[0]["holds"], &claims[0]["never"]),
        (&"c0".into(), &true.into(), &HOLDS.1.into())
    );
    assert!(claims[0].get("witness").is_none());
    let step = &claims[1]["witness"][0];
    assert_eq!(step["payout"]["amount"], "1 BTC");
    assert_eq!(step["signing"], serde_json::json!(["alice", "bob", "carol"]));
    assert_eq!((&step["at"], &step["allowed"]), (&"2026-11-26T12:00:00Z".into(), &true.into()));
    assert_eq!(files[0]["findings"].as_array().unwrap().last().unwrap()["code"], "false-claim");
}

#[test]
fn the_other_forms_have_it_among_the_findings() {
    let desk = desk("forms", &[FAILS]);
    let run = desk.run(&format!("check --format github policy.toml {AT}"));
    assert_eq!(run.exit, 2);
    assert!(run.out.contains("title=false-claim (high)::`c0` does not hold: "), "{}", run.out);
    let run = desk.run(&format!("check --format sarif policy.toml {AT}"));
    assert_eq!(run.exit, 2);
    let log: Value = serde_json::from_str(&run.out).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let result = results.iter().find(|result| result["ruleId"] == "false-claim").unwrap();
    assert_eq!(
        (&result["level"], &log["runs"][0]["invocations"][0]["executionSuccessful"]),
        (&"error".into(), &false.into())
    );
}

#[test]
fn what_a_false_claim_means_is_explained() {
    let desk = Desk::new("explained");
    for code in ["false-claim", "unshown-claim"] {
        let run = desk.run(&format!("check --explain {code}"));
        assert_eq!(run.exit, 0);
        assert!(run.out.starts_with(&format!("{code}: high\n\nThe policy claims something of itself")), "{}", run.out);
    }
}
