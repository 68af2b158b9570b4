//! Reading files: what is not plainly a file is refused, and nothing is read without end.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use crate::fault::Fault;

/// The most bytes of a policy.
pub const POLICY: usize = 16 * 1024 * 1024;
/// The most bytes of one JSON line, and of a payout or an approval.
pub const JSON_LINE: usize = 64 * 1024;
/// The most bytes of a batch line.
pub const BATCH_LINE: usize = 32 * 1024 * 1024;

/// Refuses a second `-`: standard input can be read once.
pub fn at_most_one_stdin(paths: &[&Path]) -> Result<(), Fault> {
    if paths.iter().filter(|path| is_stdin(path)).count() > 1 {
        let message = "`-` is written twice, and standard input can be read only once";
        return Err(Fault::new("stdin-twice", message, "give all inputs but one as files"));
    }
    Ok(())
}

/// Opens a regular file, or standard input for `-`.
pub fn open(path: &Path) -> Result<Box<dyn BufRead + Send>, Fault> {
    if is_stdin(path) {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    if path == Path::new("/dev/null") {
        return Ok(Box::new(io::empty()));
    }
    regular(path).map_err(|fault| fault.of(path))
}

/// The size of a regular file in bytes.
pub fn size(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|metadata| metadata.len())
}

/// The whole of a file of at most so many bytes.
pub fn text(path: &Path, most: usize) -> Result<String, Fault> {
    let reader = open(path)?;
    whole(reader, most).map_err(|fault| fault.of(path))
}

/// The lines of a text, one at a time.
pub struct Lines<R> {
    reader: R,
    most: usize,
    number: usize,
}

/// A line without its line feed.
pub struct Line {
    /// its number, from 1
    pub number: usize,
    /// what stands on it
    pub text: String,
    /// whether a line feed ends it
    pub is_ended: bool,
}

impl<R: BufRead> Lines<R> {
    /// Lines of at most so many bytes.
    pub fn new(reader: R, most: usize) -> Self {
        Self { reader, most, number: 0 }
    }

    /// The number of the line read last.
    pub fn number(&self) -> usize {
        self.number
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    /// A line, or why it cannot be read; a line that is too long is passed over.
    type Item = Result<Line, LineFault>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut bytes = Vec::new();
        let most = u64::try_from(self.most).unwrap_or(u64::MAX).saturating_add(1);
        let read = self.reader.by_ref().take(most).read_until(b'\n', &mut bytes);
        if let Err(error) = read {
            return Some(Err(LineFault::Unreadable(unreadable(&error))));
        }
        if bytes.is_empty() {
            return None;
        }
        self.number = self.number.saturating_add(1);
        let number = self.number;
        let is_ended = bytes.last() == Some(&b'\n');
        if is_ended {
            bytes.pop();
        }
        if bytes.len() > self.most {
            if let Err(error) = self.reader.skip_until(b'\n') {
                return Some(Err(LineFault::Unreadable(unreadable(&error))));
            }
            let message = format!("the line is longer than {}", in_words(self.most));
            return Some(Err(LineFault::Refused(Fault::new("too-long", message, "shorten it").at(number))));
        }
        Some(match String::from_utf8(bytes) {
            Ok(text) => Ok(Line { number, text, is_ended }),
            Err(error) => Err(LineFault::Refused(not_utf8(&error.utf8_error()).at(number))),
        })
    }
}

/// Why a line is not there.
pub enum LineFault {
    /// This line is refused; the next may be read.
    Refused(Fault),
    /// Nothing more can be read.
    Unreadable(Fault),
}

impl From<LineFault> for Fault {
    fn from(fault: LineFault) -> Self {
        match fault {
            LineFault::Refused(fault) | LineFault::Unreadable(fault) => fault,
        }
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn regular(path: &Path) -> Result<Box<dyn BufRead + Send>, Fault> {
    let is_stream = ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"].iter().any(|name| path == Path::new(name));
    if is_stream {
        return Err(Fault::new("not-a-file", "standard input is not named by a path", "write `-` for standard input"));
    }
    // Looked at before it is opened: to open a pipe that nobody writes to would wait for ever.
    let metadata = fs::metadata(path).map_err(|error| unopened(&error))?;
    if metadata.is_dir() {
        return Err(Fault::new("directory", "this is a directory, not a file", "name a file in it"));
    }
    if !metadata.is_file() {
        let message = "this is a pipe, a socket or a device, not a regular file";
        return Err(Fault::new("not-a-file", message, "name a regular file, or write `-` for standard input"));
    }
    let file = File::open(path).map_err(|error| unopened(&error))?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
}

/// The whole of what is read, of at most so many bytes.
pub fn whole(reader: impl Read, most: usize) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    reader.take(limit).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() > most {
        let message = format!("the file is larger than the {} that are read", in_words(most));
        return Err(Fault::new("too-large", message, "give the right file, or split it"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = good.split(|byte| *byte == b'\n').count();
        not_utf8(&error.utf8_error()).at(line)
    })
}

fn not_utf8(error: &std::str::Utf8Error) -> Fault {
    let byte = error.valid_up_to().saturating_add(1);
    Fault::new("not-utf-8", format!("this is not UTF-8: byte {byte} begins no character"), "save it as UTF-8")
}

fn unopened(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::NotFound => Fault::new("missing-file", "there is no such file", "check the path"),
        io::ErrorKind::PermissionDenied => {
            Fault::new("unreadable", "this file may not be read", "ask for the right to read it")
        }
        _ => unreadable(error),
    }
}

fn unreadable(error: &io::Error) -> Fault {
    Fault::new("unreadable", format!("this cannot be read: {error}"), "check the file and its disk")
}

/// A size in words: `64 KiB`.
fn in_words(bytes: usize) -> String {
    match bytes.checked_div(1024 * 1024) {
        Some(mebibytes @ 1..) => format!("{mebibytes} MiB"),
        _ => format!("{} KiB", bytes.checked_div(1024).unwrap_or_default()),
    }
}
