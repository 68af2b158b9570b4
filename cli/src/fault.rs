//! Why the tool could not answer: where, what, and how to cure it.

use std::path::{Path, PathBuf};

use countersign::{Problem, Problems};

/// A refusal of what was given. The exit status is 2.
#[derive(Debug)]
pub enum Fault {
    /// Something about one file, or about the command line.
    Input(Box<InputFault>),
    /// A policy that does not load.
    Policy {
        /// the policy's file
        path: PathBuf,
        /// its text, to show the lines
        text: String,
        /// what is wrong with it
        problems: Problems,
    },
}

/// What is wrong with one input.
#[derive(Clone, Debug)]
pub struct InputFault {
    /// stable, in kebab case
    pub code: &'static str,
    /// the file, if it is about one
    pub path: Option<PathBuf>,
    /// the line of it, from 1
    pub line: Option<usize>,
    /// what is wrong, in one sentence
    pub message: String,
    /// how to cure it
    pub help: String,
}

impl Fault {
    /// A fault that is about no file.
    pub fn new(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        let (message, help) = (message.into(), help.into());
        Self::Input(Box::new(InputFault { code, path: None, line: None, message, help }))
    }

    /// The same fault of this file.
    pub fn of(self, path: &Path) -> Self {
        match self {
            Self::Input(fault) => Self::Input(Box::new(InputFault { path: Some(path.to_owned()), ..*fault })),
            policy @ Self::Policy { .. } => policy,
        }
    }

    /// The same fault on this line.
    pub fn at(self, line: usize) -> Self {
        match self {
            Self::Input(fault) => Self::Input(Box::new(InputFault { line: Some(line), ..*fault })),
            policy @ Self::Policy { .. } => policy,
        }
    }

    /// The same fault, where its line means nothing to the reader.
    pub fn of_one_line(self) -> Self {
        match self {
            Self::Input(fault) => Self::Input(Box::new(InputFault { line: None, ..*fault })),
            policy @ Self::Policy { .. } => policy,
        }
    }

    /// Its stable code: of a policy, that of its first problem.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Input(fault) => fault.code,
            Self::Policy { problems, .. } => problems.iter().next().map_or("syntax", |problem| problem.code().as_str()),
        }
    }

    /// The fault in one line of text: place, message, cure.
    pub fn in_one_line(&self) -> String {
        match self {
            Self::Input(fault) => {
                let InputFault { line, message, help, .. } = &**fault;
                let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
                format!("{line}{message}; {help}")
            }
            Self::Policy { problems, .. } => {
                let of_one = |problem: &Problem| {
                    let (line, column) = (problem.line(), problem.column());
                    format!("{line}:{column}: {} [{}]; {}", problem.message(), problem.code(), problem.help())
                };
                let shown: Vec<String> = problems.iter().take(8).map(of_one).collect();
                let more = problems.len().saturating_sub(shown.len());
                let more = if more > 0 { format!(" | and {more} more") } else { String::new() };
                format!("the policy: {}{more}", shown.join(" | "))
            }
        }
    }
}
