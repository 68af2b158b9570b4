//! Whatever is refused says where, what and how to cure, and leaves every file as it was.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::format_collect,
    reason = "a test stops at the first surprise"
)]

mod support;

use std::fs;
use std::process::Command;

use support::{Desk, MINIMAL, PAYOUT, loud};

/// The report of a refusal that changed nothing.
fn refusal(desk: &Desk, run: impl Fn(&Desk) -> support::Run) -> String {
    let files = || -> Vec<_> {
        let mut files: Vec<_> = fs::read_dir(&desk.folder).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        files
            .into_iter()
            .map(|path| (fs::metadata(&path).unwrap().is_file().then(|| fs::read(&path).unwrap()), path))
            .collect()
    };
    let before = files();
    let run = run(desk);
    assert_eq!((run.exit, run.out.as_str()), (2, ""), "{}", run.err);
    assert!(before == files());
    run.err
}

fn of_decide(desk: &Desk) -> String {
    refusal(desk, |desk| desk.decide(""))
}

#[test]
fn a_policy_that_is_not_utf_8() {
    let desk = Desk::new("latin-1");
    desk.write("policy.toml", [MINIMAL.as_bytes(), b"# caf\xe9\n"].concat());
    let line = MINIMAL.lines().count() + 1;
    assert_eq!(
        of_decide(&desk),
        format!(
            "error[not-utf-8]: this is not UTF-8: byte {} begins no character\n --> policy.toml:{line}\n  = help: save it as UTF-8\n\n",
            MINIMAL.len() + 6
        )
    );
}

#[test]
fn a_policy_that_was_cut_short() {
    let desk = Desk::new("cut");
    let whole = loud(MINIMAL);
    desk.write("policy.toml", &whole[..whole.find("\"owners\"").unwrap() + 4]);
    let said = of_decide(&desk);
    assert!(said.contains("error[syntax]") && said.contains("--> policy.toml:46:"), "{said}");
}

#[test]
fn a_policy_of_17_mib() {
    let desk = Desk::new("large");
    desk.write("policy.toml", "# \n".repeat(6 * 1024 * 1024));
    assert_eq!(
        of_decide(&desk),
        "error[too-large]: the file is larger than the 16 MiB that are read\n --> policy.toml\n  = help: give the right file, or split it\n\n"
    );
}

#[test]
fn a_directory_a_missing_file_and_a_pipe_that_nobody_writes_to() {
    let desk = Desk::new("kinds");
    fs::create_dir(desk.folder.join("folder")).unwrap();
    assert!(Command::new("mkfifo").arg(desk.folder.join("pipe")).status().unwrap().success());
    for (name, code, message, help) in [
        ("folder", "directory", "this is a directory, not a file", "name a file in it"),
        ("absent", "missing-file", "there is no such file", "check the path"),
        (
            "pipe",
            "not-a-file",
            "this is a pipe, a socket or a device, not a regular file",
            "name a regular file, or write `-` for standard input",
        ),
        ("/dev/stdin", "not-a-file", "standard input is not named by a path", "write `-` for standard input"),
    ] {
        let said = format!("error[{code}]: {message}\n --> {name}\n  = help: {help}\n\n");
        for arguments in [
            format!("decide {name} --payout payout.json --approvals approvals.jsonl --ledger ledger.jsonl"),
            format!("decide policy.toml --payout {name} --approvals approvals.jsonl --ledger ledger.jsonl"),
            format!("decide policy.toml --payout payout.json --approvals {name} --ledger ledger.jsonl"),
            format!("decide policy.toml --payout payout.json --approvals approvals.jsonl --ledger {name}"),
            format!("batch {name}"),
        ] {
            assert_eq!(refusal(&desk, |desk| desk.run(&arguments)), said, "{arguments}");
        }
    }
}

#[test]
fn invisible_characters_in_a_policy() {
    let desk = Desk::new("invisible");
    desk.write("policy.toml", MINIMAL.replace("\"main\"]", "\"ma\u{202e}in\"]"));
    let said = of_decide(&desk);
    assert!(said.contains("the invisible character `\\u{202e}` may not stand in a policy"), "{said}");
    assert!(said.contains("\"ma\\u{202e}in\"]"), "{said}");
    assert!(!said.contains('\u{202e}'));
}

#[test]
fn a_number_for_an_amount() {
    let desk = Desk::new("number");
    desk.write("payout.json", PAYOUT.replace("\"0.5 BTC\"", "0.5"));
    assert_eq!(
        of_decide(&desk),
        "error[bad-record]: this is not a payout: invalid type: floating point `0.5`, expected a string, at column 41\n \
         --> payout.json:1\n  = help: write it as a string in quotes; an amount is one too, as in \"0.5 BTC\"\n\n"
    );
    desk.write("payout.json", PAYOUT);
    desk.write("policy.toml", loud(MINIMAL).replace("\"1 BTC per 24h\"", "1"));
    let said = of_decide(&desk);
    assert!(said.contains("error[wrong-type]") && said.contains("--> policy.toml:53:"), "{said}");
}

#[test]
fn an_unknown_key_three_levels_down() {
    let desk = Desk::new("unknown");
    let during =
        "during = { days = [\"sat\"], open = \"00:00\", close = \"00:00\", zone = \"UTC\", dayz = 1 }\napprove ";
    desk.write("policy.toml", MINIMAL.replacen("approve ", during, 1));
    let said = of_decide(&desk);
    assert!(said.contains("error[unknown-key]") && said.contains("dayz") && said.contains("days"), "{said}");
    desk.write("policy.toml", MINIMAL);
    desk.write("payout.json", PAYOUT.replace("\"note\"", "\"notes\""));
    let said = of_decide(&desk);
    assert!(said.contains("unknown key `notes`"), "{said}");
    desk.write("payout.json", PAYOUT.replace("\"note\"", "\"id\""));
    let said = of_decide(&desk);
    assert!(said.contains("duplicate key `id`") && said.contains("write each key once"), "{said}");
}

#[test]
fn one_secret_under_two_names() {
    let desk = Desk::new("negated");
    let key = "03d65f60a8d1f26f58cb159e5bf34d2a72a71a048dea7d356efc1155d83089447e";
    let of_bob = "bip340:69100adce38ccc1a78c57bfd7285e7faa89dd7b926c6856bc30038a4e54f0aa8";
    assert!(MINIMAL.contains(key) && MINIMAL.contains(of_bob));
    // The key of -P has the x-coordinate of P: whoever holds one secret holds the other.
    desk.write("policy.toml", MINIMAL.replace(of_bob, &format!("ecdsa:02{}", &key[2..])));
    let said = of_decide(&desk);
    assert!(said.contains("error[shared-key]") && said.contains("alice") && said.contains("bob"), "{said}");
}

#[test]
fn a_ledger_of_another_policy() {
    let desk = Desk::new("another-ledger");
    desk.write("ledger.jsonl", desk.read("ledger.jsonl").replace("example/minimal", "example/other"));
    assert_eq!(
        of_decide(&desk),
        "error[ledger-of-another-policy]: this is the ledger of `example/other`, not of `example/minimal`\n \
         --> ledger.jsonl:1\n  = help: give the ledger of this policy: each has one\n\n"
    );
}

#[test]
fn a_ledger_that_is_empty_or_cut_short() {
    let desk = Desk::new("cut-ledger");
    let ledger = desk.read("ledger.jsonl");
    desk.write("ledger.jsonl", "");
    assert!(of_decide(&desk).contains("an empty file is not an empty history"));
    desk.write("ledger.jsonl", ledger.trim_end());
    assert!(of_decide(&desk).contains("the last line has no line feed at its end: the ledger was cut short"));
    desk.write("ledger.jsonl", ledger.replace("\"entries\":0", "\"entries\":1"));
    assert!(of_decide(&desk).contains("the ledger says it has 1 entries and has 0"));
}

#[test]
fn approvals_without_received_at() {
    let desk = Desk::new("unreceived");
    desk.sign("bob", "reject");
    let approval = desk.read("approvals.jsonl");
    let (unstamped, _) = approval.split_once(",\"received_at\"").unwrap();
    desk.write("approvals.jsonl", format!("{approval}{unstamped}}}\n"));
    let said = of_decide(&desk);
    assert!(said.starts_with("error[bad-record]: this is not an approval: missing key `received_at`"), "{said}");
    assert!(said.contains("--> approvals.jsonl:2"), "{said}");
    assert!(said.contains("the service stamps `received_at` when it receives an approval"), "{said}");
}

#[test]
fn json_that_is_not_one_object() {
    let desk = Desk::new("json");
    let nested = format!("{{\"id\":{}", "[".repeat(5_000));
    for (text, message) in [
        ("", "this is not a payout"),
        ("[]", "expected a payout"),
        ("null", "expected a payout"),
        ("{", "the text ends in the middle"),
        (&PAYOUT.replace("\"invoice 1\"", "null"), "leave the key out where there is no value"),
        (&format!("{PAYOUT}{PAYOUT}"), "trailing characters"),
        (&format!("\u{feff}{PAYOUT}"), "save the file without a byte order mark"),
        (&nested, "this is not a payout"),
        (&PAYOUT.replace("10:00:00Z", "10:00:00+00:00"), "an instant is written YYYY-MM-DDTHH:MM:SSZ"),
    ] {
        desk.write("payout.json", text);
        let said = of_decide(&desk);
        assert!(said.contains(message), "{text}: {said}");
    }
    desk.write("payout.json", format!("{}{}", PAYOUT, " ".repeat(64 * 1024)));
    assert!(of_decide(&desk).contains("the file is larger than the 64 KiB that are read"));
}

#[test]
fn hostile_text_is_spelled_out_before_it_reaches_a_terminal() {
    let desk = Desk::new("hostile");
    desk.write("payout.json", PAYOUT.replace("\"note\"", "\"\\u001b[2J\\u202enote\""));
    let said = of_decide(&desk);
    assert!(said.contains("\\u{1b}[2J\\u{202e}note"), "{said}");
    assert!(!said.chars().any(|character| character.is_control() && character != '\n'), "{said:?}");
}

#[test]
fn usage_errors_and_a_second_standard_input() {
    let desk = Desk::new("usage");
    for arguments in ["", "nonsense", "decide policy.toml", "decide --help", "decide policy.toml --payout --help"] {
        assert_eq!(desk.run(arguments).exit, 2, "{arguments}");
    }
    let twice = "decide policy.toml --payout - --approvals - --ledger ledger.jsonl";
    assert!(refusal(&desk, |desk| desk.run(twice)).contains("standard input can be read only once"));
    for arguments in ["--help", "--version", "check --help", "completions bash", "man", "man decide"] {
        let run = desk.run(arguments);
        assert_eq!((run.exit, run.err.as_str()), (0, ""), "{arguments}");
        assert!(!run.out.is_empty());
    }
}

#[test]
fn a_result_that_cannot_be_written_is_no_yes() {
    let desk = Desk::new("full");
    for arguments in ["check policy.toml", "ledger new policy.toml", "--help"] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
        let status = command.args(arguments.split(' ')).current_dir(&desk.folder).stdout(full).status().unwrap();
        assert_eq!(status.code(), Some(2), "{arguments}");
    }
}

#[test]
fn faults_are_json_where_json_is_asked_for() {
    let desk = Desk::new("json-faults");
    let said = refusal(&desk, |desk| desk.run("ledger new absent --format json"));
    assert_eq!(
        said,
        "{\"error\":{\"code\":\"missing-file\",\"file\":\"absent\",\"line\":null,\"message\":\"there is no such file\",\"help\":\"check the path\"}}\n"
    );
}

#[test]
fn colour_comes_only_where_it_is_wanted() {
    let desk = Desk::new("colour");
    assert!(!desk.run("ledger new absent").err.contains('\u{1b}'));
    assert!(desk.run("ledger new absent --color always").err.contains('\u{1b}'));
}
