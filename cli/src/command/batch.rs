//! `batch`: many cases, streamed, in order.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use crate::batch::{Cache, answer};
use crate::exit::Exit;
use crate::fault::Fault;
use crate::input::{self, LineFault, Lines};
use crate::terminal::{Terminal, unwritten};

/// Decides many cases, one JSON line each, in order; never authorises
///
/// A line is `{"name","policy" or "policy_file","payout","approvals","ledger","prices"?,"at","reserved"?}`; its answer
/// is the decision with `name` first, or `{"name","error":{"code","text"}}` where the input is refused.
///
/// Exit status: 0 every line was answered one way or the other; 2 not, or there was none.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The cases, JSON Lines
    #[arg(value_name = "F")]
    file: PathBuf,
}

/// The most lines and bytes in memory at once, but for one line that is longer.
const CHUNK_LINES: usize = 1_024;
const CHUNK_BYTES: usize = 32 * 1024 * 1024;

type Chunk = Vec<Result<String, Fault>>;

pub fn run(arguments: &Arguments, _: &Terminal) -> Result<Exit, Fault> {
    let file = &arguments.file;
    let mut lines = Lines::new(input::open(file)?, input::BATCH_LINE);
    let cache = Cache::new(file);
    let progress = progress();
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut answered = 0u64;
    loop {
        let chunk = chunk(&mut lines).map_err(|fault| fault.of(file))?;
        if chunk.is_empty() {
            break;
        }
        let answers: Vec<Result<String, Fault>> =
            chunk.par_iter().map(|line| answer(line.as_deref(), &cache)).collect();
        for line in answers {
            output.write_all(line?.as_bytes()).map_err(|error| unwritten(&error))?;
            answered = answered.saturating_add(1);
        }
        output.flush().map_err(|error| unwritten(&error))?;
        progress.set_position(answered);
    }
    progress.finish_and_clear();
    if answered == 0 {
        return Err(Fault::new("nothing-evaluated", "there is no case in this file", "write one case a line").of(file));
    }
    Ok(Exit::Yes)
}

/// The next lines, as many as fit in memory; none at the end.
fn chunk(lines: &mut Lines<Box<dyn io::BufRead + Send>>) -> Result<Chunk, Fault> {
    let mut chunk = Vec::new();
    let mut bytes = 0usize;
    while chunk.len() < CHUNK_LINES && bytes < CHUNK_BYTES {
        match lines.next() {
            None => break,
            Some(Ok(line)) => {
                bytes = bytes.saturating_add(line.text.len());
                chunk.push(Ok(line.text));
            }
            Some(Err(LineFault::Refused(fault))) => chunk.push(Err(fault)),
            Some(Err(LineFault::Unreadable(fault))) => return Err(fault),
        }
    }
    Ok(chunk)
}

fn progress() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {human_pos} cases, {per_sec}, {elapsed}");
    ProgressBar::no_length().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}
