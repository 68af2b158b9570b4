//! The README's and the policy page's commands print what is shown there.
//!
//! With `WRITE_REPORTS=1` what is shown is written anew, to be read before it is committed.

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
    let command = command.replace("| countersign ", &format!("| {binary} "));
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

/// The text of a page; what its commands show is written anew first, where that is asked for.
fn page(name: &str) -> String {
    let path = root().join(name);
    let page = std::fs::read_to_string(&path).expect("the page is there");
    if std::env::var_os("WRITE_REPORTS").is_none() {
        return page;
    }
    let page = examples(&page).iter().fold(page.clone(), |page, Example { command, shown }| {
        if shown.is_empty() || command.starts_with("cargo test") {
            return page;
        }
        page.replacen(&format!("$ {command}\n{shown}"), &format!("$ {command}\n{}", run(command)), 1)
    });
    std::fs::write(path, &page).expect("the page can be written");
    page
}

#[test]
fn the_readme_prints_what_it_shows() {
    let page = page("README.md");
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
    let page = page("policies/README.md");
    let examples = examples(&page);
    assert!(!examples.is_empty());
    for Example { command, shown } in examples {
        let printed = run(&command);
        assert!(!printed.contains("error"), "$ {command}\n{printed}");
        assert!(shown.is_empty() || printed == shown, "$ {command}\n{printed}");
    }
}
