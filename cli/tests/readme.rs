//! The README's and the policy page's commands print what is shown there.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The root of the project, where a reader runs the commands.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tool lies below the root").into()
}

/// A command as a page shows it, and what it is shown to print.
struct Example {
    command: String,
    shown: String,
}

/// The examples of the page's `console` blocks.
fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut in_console = false;
    for line in page.lines() {
        match line {
            "```console" => in_console = true,
            "```" => in_console = false,
            _ if !in_console => {}
            _ => match (line.strip_prefix("$ "), examples.last_mut()) {
                (Some(command), _) => examples.push(Example { command: command.into(), shown: String::new() }),
                (None, Some(example)) => example.shown.extend([line, "\n"]),
                (None, None) => panic!("`{line}` is shown before any command"),
            },
        }
    }
    examples
}

/// Runs a command of the tool as a shell does, at the root; `cargo run -q --` and `countersign` are the binary under test.
fn run(command: &str) -> String {
    let binary = env!("CARGO_BIN_EXE_countersign");
    let command = command.replace("cargo run -q --", binary);
    let command = match command.strip_prefix("countersign ") {
        Some(arguments) => format!("{binary} {arguments}"),
        None => command,
    };
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(&command).current_dir(root()).stdin(Stdio::null());
    let output = shell.output().expect("sh runs");
    let printed = [output.stdout, output.stderr].concat();
    String::from_utf8(printed).expect("the tool prints UTF-8")
}

#[test]
fn the_readme_prints_what_it_shows() {
    let page = std::fs::read_to_string(root().join("README.md")).expect("the README is there");
    let examples = examples(&page);
    let (tests, commands): (Vec<_>, Vec<_>) = examples.iter().partition(|one| one.command.starts_with("cargo test"));
    assert_eq!(tests.len(), 1, "one command passes the tests");
    assert!(commands.len() >= 3, "the README shows the tool at work");
    for Example { command, shown } in commands {
        assert_eq!(run(command), *shown, "$ {command}");
    }
}

#[test]
fn the_policy_page_shows_commands_that_succeed() {
    let page = std::fs::read_to_string(root().join("policies/README.md")).expect("the page is there");
    let examples = examples(&page);
    assert!(!examples.is_empty());
    for Example { command, shown } in examples {
        let printed = run(&command);
        assert!(!printed.contains("error"), "$ {command}\n{printed}");
        assert!(shown.is_empty() || printed == shown, "$ {command}\n{printed}");
    }
}
