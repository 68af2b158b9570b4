//! The text, our JSON, GitHub's commands, and the exit status.

use crate::AT;
use crate::cases::BASE;
use crate::support::{Desk, MINIMAL, loud};

/// The smallest policy with a silence above what it is about.
fn silenced() -> String {
    loud(MINIMAL).replace(
        "payload      = \"optional\"",
        "# countersign: allow payload-optional (fees: 50 % too low, often)\npayload      = \"optional\"",
    )
}

#[test]
fn a_finding_is_drawn_beside_its_line_and_counted() {
    let desk = Desk::new("drawn");
    desk.write("policy.toml", loud(MINIMAL));
    let run = desk.run(&format!("check policy.toml {AT}"));
    assert_eq!((run.exit, run.err.as_str()), (0, ""));
    let drawn = "medium[no-spare]: once the key of `alice`, `bob` or `carol` is lost, nothing under `any-payout` can leave: \
                 `2 of owners` cannot be met without it\n  --> policy.toml:47:14\n   |\n47 | approve    = \"2 of owners\"\n   \
                 |              ^^^^^^^^^^^^^\n   |\n   = help: ";
    assert!(run.out.contains(drawn), "{}", run.out);
    assert!(run.out.ends_with("\npolicy.toml: 0 high, 2 medium, 2 info, 0 silenced\n"), "{}", run.out);
    // Each says what it maps to, of what kind that is, and where to read more.
    let maps_to: Vec<&str> = run.out.lines().filter_map(|line| line.trim().strip_prefix("= maps to: ")).collect();
    assert_eq!(maps_to.len(), 4, "{}", run.out);
    assert!(maps_to.iter().all(|line| line.contains("verified") || line.contains("from memory")), "{maps_to:?}");
    assert!(maps_to[3].starts_with("standard: ") && maps_to[3].ends_with("; see --explain no-spare"), "{maps_to:?}");
    assert!(desk.run(&format!("check policy.toml --color always {AT}")).out.contains('\u{1b}'));
}

#[test]
fn what_is_silenced_is_listed_with_its_reason() {
    let desk = Desk::new("silenced");
    desk.write("policy.toml", silenced());
    let run = desk.run(&format!("check policy.toml {AT}"));
    assert_eq!(run.exit, 0, "{}", run.err);
    assert!(
        run.out.contains("\nsilenced[payload-optional] policy.toml:19:16: info: ")
            && run.out.contains("\n  reason: fees: 50 % too low, often\n"),
        "{}",
        run.out
    );
    assert!(run.out.ends_with("\npolicy.toml: 0 high, 2 medium, 1 info, 1 silenced (1 info)\n"), "{}", run.out);
}

#[test]
fn a_weight_that_is_denied_is_exit_1_and_a_refused_file_stays_2() {
    let desk = Desk::new("denied");
    desk.write("policy.toml", loud(MINIMAL));
    let exit = |desk: &Desk, more: &str| desk.run(&format!("check policy.toml {AT} {more}")).exit;
    assert_eq!(exit(&desk, ""), 0);
    assert_eq!(exit(&desk, "--deny high"), 0);
    assert_eq!(exit(&desk, "--deny medium"), 1);
    assert_eq!(exit(&desk, "--deny info"), 1);
    for format in ["json", "sarif", "github"] {
        assert_eq!(exit(&desk, &format!("--deny medium --format {format}")), 1);
        assert_eq!(exit(&desk, &format!("--deny high --format {format}")), 0);
    }
    assert_eq!(exit(&desk, "absent.toml --deny medium"), 2);
    assert_eq!(exit(&desk, "--deny nonsense"), 2);
}

#[test]
fn a_high_finding_is_denied_in_every_form_and_a_medium_one_is_not() {
    let desk = Desk::new("denied-high");
    let three = BASE.replacen("\"4 of owners\"", "\"3 of owners\"", 1);
    for (policy, counts, exit) in [
        (three, "1 high, 2 medium, 0 info, 0 silenced", 1),
        (loud(MINIMAL), "0 high, 2 medium, 2 info, 0 silenced", 0),
        (BASE.to_owned(), "sha256", 0),
    ] {
        desk.write("policy.toml", policy);
        let text = desk.run(&format!("check policy.toml {AT}"));
        assert!(text.exit == 0 && text.out.contains(counts), "{}", text.out);
        for format in ["text", "json", "sarif", "github"] {
            let run = desk.run(&format!("check policy.toml {AT} --deny high --format {format}"));
            assert_eq!((run.exit, run.err.as_str()), (exit, ""), "{counts}: {format}");
        }
    }
}

/// The smallest policy with so many more assets, each with a cap of its own, and so many lists of one address each.
fn kinds(assets: usize, lists: usize) -> String {
    let (plain, _) = MINIMAL.split_once("[[claims]]").unwrap();
    let plain = plain.replacen("assets     = [\"BTC\"]", "assets     = \"any\"", 1);
    let of_asset = |asset: usize| {
        format!(
            "[assets.A{asset}]\nchain = \"ethereum\"\ndecimals = 6\n\
             [[limits]]\nname = \"day-{asset}\"\nmax = \"1 A{asset} per 24h\"\n"
        )
    };
    let of_list = |list: usize| {
        let address = format!("0x{:040}", list + 1);
        format!("[lists.l{list}]\nentries = [{{ chain = \"ethereum\", address = \"{address}\" }}]\n")
    };
    let names: Vec<String> = (0..assets).map(|asset| format!("A{asset}")).collect();
    let fee = format!("[[limits]]\nname = \"fee\"\nassets = {names:?}\nmax_fee = \"1 A0\"\n");
    plain + &fee + &(0..assets).map(of_asset).collect::<String>() + &(0..lists).map(of_list).collect::<String>()
}

#[test]
fn where_not_every_kind_of_payout_was_looked_at_it_is_said() {
    let desk = Desk::new("kinds");
    let sentence = "\nnot every kind of payout was looked at: there are more than 2,048 of them\n";
    // BTC to a stranger, and every other asset to a stranger and to an entry of every list: 2,048 kinds, and 2,049.
    for (assets, lists, are_all) in [(23, 88, true), (32, 63, false)] {
        desk.write("policy.toml", kinds(assets, lists));
        let run = desk.run(&format!("check policy.toml {AT}"));
        assert_eq!((run.exit, run.err.as_str()), (0, ""));
        assert_eq!(run.out.contains(sentence), !are_all, "{}", run.out);
        let run = desk.run(&format!("check --format json policy.toml {AT}"));
        let files: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(files[0].get("complete"), (!are_all).then_some(&false.into()));
        let said = serde_json::json!([sentence.trim()]);
        assert_eq!(files[0].get("incomplete"), (!are_all).then_some(&said));
        let run = desk.run(&format!("check --format sarif policy.toml {AT}"));
        let log: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        let notified = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"];
        assert_eq!(notified[0]["message"]["text"].as_str(), (!are_all).then_some(sentence.trim()));
        let run = desk.run(&format!("check --format github policy.toml {AT}"));
        let command = format!("::notice file=policy.toml,title=incomplete::{}\n", sentence.trim());
        assert_eq!(run.out.ends_with(&command), !are_all, "{}", run.out);
    }
}

#[test]
fn silenced_findings_are_not_denied() {
    let desk = Desk::new("not-denied");
    desk.write("policy.toml", MINIMAL);
    let run = desk.run(&format!("check policy.toml --deny info {AT}"));
    assert_eq!(run.exit, 0, "{}", run.out);
    assert!(run.out.ends_with("policy.toml: 0 high, 0 medium, 0 info, 4 silenced (2 medium, 2 info)\n"), "{}", run.out);
}

#[test]
fn the_json_form_has_findings_and_what_is_silenced() {
    let desk = Desk::new("json");
    desk.write("policy.toml", silenced());
    let run = desk.run(&format!("check --format json policy.toml {AT}"));
    assert_eq!((run.exit, run.err.as_str()), (0, ""));
    let files: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let findings = files[0]["findings"].as_array().unwrap();
    let codes: Vec<&str> = findings.iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["no-count-limit", "any-destination", "no-spare"]);
    assert_eq!(findings[2]["severity"], "medium");
    assert_eq!((&findings[2]["line"], &findings[2]["column"]), (&48.into(), &14.into()));
    assert_eq!(files[0]["silenced"][0]["code"], "payload-optional");
    assert_eq!(files[0]["silenced"][0]["reason"], "fees: 50 % too low, often");
    assert_eq!(files[0]["ok"], true, "a finding refuses nothing");
    let spare = serde_json::json!([
        {
            "kind": "standard", "name": "CCSS v9, 1.02.2.1", "checked": "verified",
            "says": "a multi-signer wallet has one redundant key at least, for recovery",
        },
        {
            "kind": "standard", "name": "CCSS v9, 2.04.1.1", "checked": "from-memory",
            "says": "a written plan says what is done when key material or its holder is lost or taken",
        },
    ]);
    assert_eq!(findings[2]["references"], spare);
    assert!(!files[0]["silenced"][0]["references"].as_array().unwrap().is_empty());
}

#[test]
fn the_github_form_is_one_command_a_finding_with_everything_escaped() {
    let desk = Desk::new("github");
    desk.write("a,b%20:c.toml", loud(MINIMAL));
    let run = desk.run(&format!("check --format github a,b%20:c.toml {AT}"));
    assert_eq!((run.exit, run.err.as_str()), (0, ""));
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 4, "{}", run.out);
    assert!(
        lines[3].contains("%0Amaps to standard: ") && lines[3].ends_with("; see --explain no-spare"),
        "{}",
        lines[3]
    );
    let file = "file=a%2Cb%2520%3Ac.toml";
    assert!(
        lines[0].starts_with(&format!("::notice {file},line=18,col=16,title=payload-optional (info)::a payout need")),
        "{}",
        lines[0]
    );
    assert!(
        lines[3].starts_with(&format!("::warning {file},line=47,col=14,title=no-spare (medium)::once the key")),
        "{}",
        lines[3]
    );
}

#[test]
fn what_a_finding_says_leaves_is_in_the_json_form_with_who_signs_it() {
    let desk = Desk::new("proof");
    desk.write("policy.toml", HOT_WALLET);
    let run = desk.run(&format!("check --format json policy.toml {AT}"));
    let files: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let both = [&files[0]["findings"], &files[0]["silenced"]];
    let mut all = both.into_iter().filter_map(serde_json::Value::as_array).flatten();
    let one = all.find(|one| one["code"] == "one-person").unwrap();
    let step = &one["proof"]["steps"][0];
    assert_eq!(step["signing"].as_array().unwrap().len(), 1, "{step}");
    assert_eq!(step["payout"]["initiator"], step["signing"][0]);
    // The engine that decides payouts allows it, on that signature: see the library's tests of `Proof::replays`.
    assert_eq!(step["at"], step["payout"]["submitted_at"]);
}

const HOT_WALLET: &str = include_str!("../../../policies/hot-wallet.toml");

/// What `one-person` rests on in the hot wallet's first rule: a line of it.
const SET: &str = "BTC to a stranger, outside daily 22:00-06:00 Europe/Zurich, up to 0.5 BTC per 24h to each destination: \
                   any 1 of alice, bob, carol; or payout-bot";

#[test]
fn the_smallest_sets_are_notes_in_every_form() {
    let desk = Desk::new("notes");
    desk.write("policy.toml", loud(HOT_WALLET));
    let drawn = desk.run(&format!("check policy.toml {AT}")).out;
    assert!(drawn.contains(&format!(" = note: {SET}\n")), "{drawn}");
    let json: serde_json::Value =
        serde_json::from_str(&desk.run(&format!("check --format json policy.toml {AT}")).out).unwrap();
    let findings = json[0]["findings"].as_array().unwrap();
    let noted: Vec<&serde_json::Value> = findings.iter().filter(|one| one.get("notes").is_some()).collect();
    assert!(noted.iter().all(|one| one["code"] == "one-person") && noted.len() == 2, "{noted:?}");
    assert_eq!(noted[0]["notes"][0], SET);
    let log: serde_json::Value =
        serde_json::from_str(&desk.run(&format!("check --format sarif policy.toml {AT}")).out).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let texts = results.iter().map(|one| one["message"]["text"].as_str().unwrap());
    assert_eq!(texts.filter(|text| text.contains(&format!("\n{SET}\n"))).count(), 1);
    let commands = desk.run(&format!("check --format github policy.toml {AT}")).out;
    assert!(commands.contains(&format!("%0A{SET}%0A")), "{commands}");
}

#[test]
fn the_github_form_speaks_of_problems_too() {
    let desk = Desk::new("github-problems");
    desk.write("policy.toml", loud(MINIMAL).replace("\"2 of owners\"", "\"4 of owners\""));
    let run = desk.run("check --format github policy.toml absent.toml");
    assert_eq!((run.exit, run.err.as_str()), (2, ""));
    let lines: Vec<&str> = run.out.lines().collect();
    let problem = "::error file=policy.toml,line=47,col=14,title=bad-threshold::4 of owners can never be met by 3 people; ask for at most 3";
    assert_eq!(lines[0], problem);
    assert_eq!(lines[1], "::error file=absent.toml,title=missing-file::there is no such file; check the path");
}

#[test]
fn time_changes_what_is_found() {
    let desk = Desk::new("time");
    let text = MINIMAL.replace("[approvers.alice]", "[approvers.alice]\nactive_from = 2026-01-01T00:00:00Z");
    desk.write("policy.toml", text);
    assert!(!desk.run("check policy.toml --at 2027-01-01T00:00:00Z").out.contains("[review]"));
    assert!(desk.run("check policy.toml --at 2027-01-02T00:00:00Z").out.contains("info[review]"));
    assert_eq!(desk.run("check policy.toml --at yesterday").exit, 2);
}

#[test]
fn a_policy_without_findings_stays_one_line() {
    let desk = Desk::new("clean");
    desk.write("clean.toml", BASE);
    let run = desk.run(&format!("check clean.toml --deny info {AT}"));
    assert_eq!((run.exit, run.err.as_str()), (0, ""));
    assert!(
        run.out.starts_with("clean.toml: acme/hub version 1, sha256 ") && run.out.lines().count() == 1,
        "{}",
        run.out
    );
}

#[test]
fn other_commands_have_no_findings_to_print() {
    let desk = Desk::new("elsewhere");
    for format in ["sarif", "github"] {
        let run = desk.run(&format!("ledger new policy.toml --format {format}"));
        assert_eq!((run.exit, run.out.as_str()), (2, ""));
        assert!(run.err.starts_with("error[format]: only `check` has findings"), "{}", run.err);
    }
}

/// Of very many findings the gravest are drawn, and what is said of claims, wherever they stand.
#[test]
fn of_very_many_findings_the_gravest_are_drawn() {
    let desk = Desk::new("many");
    let groups: String = (0..250).map(|place| format!("unused-{place} = [\"alice\"]\n")).collect();
    let text = MINIMAL.replacen("[groups]\n", &format!("[groups]\n{groups}"), 1);
    desk.write(
        "policy.toml",
        text.replacen("3 people move more than 1 BTC per 24h", "3 people move more than 0.5 BTC per 24h", 1),
    );
    let run = desk.run(&format!("check policy.toml {AT}"));
    assert_eq!(run.exit, 2, "{}", run.err);
    assert!(run.out.contains("\nhigh[false-claim]: `day` does not hold"), "{}", run.out);
    assert_eq!(run.out.matches("\ninfo[unused]: ").count(), 199, "{}", run.out);
    assert!(run.out.contains("\n… and 51 more findings: 51 info; `--format json` lists them\n"), "{}", run.out);
}
