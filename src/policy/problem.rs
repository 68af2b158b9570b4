//! What is wrong with a policy's text: code, place, message, cure.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// The kind of a problem: stable, for machines. A later version may know more.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ProblemCode { $($(#[$doc])* $name,)* }

        impl ProblemCode {
            /// Every code, in the order of the stages that find them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code in kebab case, as in `unknown-key`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// The file is above 16 MiB.
    TooLarge = "too-large",
    /// An invisible character, a carriage return or a byte order mark.
    HiddenCharacter = "hidden-character",
    /// Not TOML.
    Syntax = "syntax",
    /// One key twice in one table.
    DuplicateKey = "duplicate-key",
    /// A key the language does not know.
    UnknownKey = "unknown-key",
    /// A key kept for a later version of the language.
    ReservedKey = "reserved-key",
    /// A key that must be there.
    MissingKey = "missing-key",
    /// A value of another type than the key takes.
    WrongType = "wrong-type",
    /// Keys that exclude each other.
    KeyConflict = "key-conflict",
    /// A key that means nothing without another.
    KeyAlone = "key-alone",
    /// A schema other than 1.
    UnknownSchema = "unknown-schema",
    /// A number outside its range.
    BadNumber = "bad-number",
    /// A word other than those the key takes.
    BadWord = "bad-word",
    /// A text that is no name.
    BadName = "bad-name",
    /// A title, reason or label that is empty, too long, or not for people.
    BadText = "bad-text",
    /// A text that is no sha256.
    BadDigest = "bad-digest",
    /// A text that is no amount.
    BadAmount = "bad-amount",
    /// A text that is no rate.
    BadRate = "bad-rate",
    /// A text that is no duration.
    BadDuration = "bad-duration",
    /// A date-time that is no instant.
    BadInstant = "bad-instant",
    /// A text that is no public key.
    BadKey = "bad-key",
    /// A text that is no chain.
    BadChain = "bad-chain",
    /// An address or tag that fails its chain's form or checksum.
    BadAddress = "bad-address",
    /// A text that is no quorum.
    BadQuorum = "bad-quorum",
    /// A time of day, day or zone that is none.
    BadHours = "bad-hours",
    /// A text that is no claim, or one that nothing could show.
    BadClaim = "bad-claim",
    /// An array with nothing in it.
    EmptyArray = "empty-array",
    /// One value twice in one array.
    RepeatedValue = "repeated-value",
    /// More of something than the caps allow.
    TooMany = "too-many",
    /// Two names of one kind that are equal, or equal but for case.
    SameName = "same-name",
    /// A name that nothing in the policy bears.
    UnknownName = "unknown-name",
    /// One public key, by its x-coordinate, with two people.
    SharedKey = "shared-key",
    /// A threshold of 0 or above the number of distinct members.
    BadThreshold = "bad-threshold",
    /// An alternative that all its people cannot meet.
    UnmeetableQuorum = "unmeetable-quorum",
    /// More alternatives, terms or nesting than a quorum may have.
    QuorumTooLarge = "quorum-too-large",
    /// An amount in an asset that the rule or limit does not concern.
    AssetMismatch = "asset-mismatch",
    /// An amount in a currency without `[prices]`.
    NoPrices = "no-prices",
    /// Active from not before active until.
    NeverActive = "never-active",
    /// Bounds in the wrong order, or beside a fixed price.
    BadBounds = "bad-bounds",
    /// A lifetime that a delay outlasts.
    ShortLifetime = "short-lifetime",
    /// Two entries of one list with one destination.
    RepeatedEntry = "repeated-entry",
    /// An entry on a chain that no asset is on.
    StrayChain = "stray-chain",
    /// A delay that nothing signed would start.
    UnanchoredDelay = "unanchored-delay",
    /// Anyone may initiate while who initiates matters elsewhere.
    UnsignedInitiator = "unsigned-initiator",
    /// Money that a rule lets out and no limit caps.
    UncappedAmount = "uncapped-amount",
    /// Fees that a rule lets out and no limit caps.
    UncappedFee = "uncapped-fee",
}

impl fmt::Display for ProblemCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ProblemCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One thing that is wrong with a policy's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    code: ProblemCode,
    #[serde(skip)]
    span: Range<usize>,
    line: usize,
    column: usize,
    message: String,
    help: String,
}

impl Problem {
    /// The kind of the problem.
    #[must_use]
    pub fn code(&self) -> ProblemCode {
        self.code
    }

    /// Where it stands: a range of bytes of the text.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The line it begins on, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The character of that line it begins at, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// How to cure it.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.help
    }
}

/// Every problem of the first stage that found one, in the order of the text: never empty, and at
/// most a thousand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// The problems, in the order of the text.
    pub fn iter(&self) -> core::slice::Iter<'_, Problem> {
        self.0.iter()
    }

    /// How many there are, at least one.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "it is never empty")]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl<'p> IntoIterator for &'p Problems {
    type Item = &'p Problem;
    type IntoIter = core::slice::Iter<'p, Problem>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, problem) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            let Problem { code, line, column, message, help, .. } = problem;
            write!(f, "{line}:{column}: {message} [{code}]; {help}")?;
        }
        Ok(())
    }
}

impl core::error::Error for Problems {}

/// The problems found so far, while a text is read.
///
/// A file that is wrong everywhere would fill the memory: the first thousand found are kept.
#[derive(Debug, Default)]
pub(crate) struct Report(Vec<(ProblemCode, Range<usize>, String, String)>);

/// The most problems that are reported at once.
const MOST_PROBLEMS: usize = 1_000;

impl Report {
    pub(crate) fn add(
        &mut self,
        code: ProblemCode,
        span: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.0.len() < MOST_PROBLEMS {
            self.0.push((code, span.clone(), message.into(), help.into()));
        }
    }

    /// How many problems were found so far.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Ends a stage: what it found is all that is reported, and what it made goes on.
    pub(crate) fn end_stage<T>(&mut self, text: &str, made: Option<T>) -> Result<T, Problems> {
        if let Some(made) = made
            && self.0.is_empty()
        {
            return Ok(made);
        }
        if self.0.is_empty() {
            // A stage that makes nothing has said why; should one ever not, it still is no policy.
            self.add(ProblemCode::Syntax, &(0..0), "this policy cannot be read", "write it as TOML 1.1 asks");
        }
        let mut found = core::mem::take(&mut self.0);
        found.sort_by(|a, b| (a.1.start, a.1.end, a.0, &a.2).cmp(&(b.1.start, b.1.end, b.0, &b.2)));
        found.dedup();
        let mut places = Places::new(text);
        let located = found.into_iter().map(|(code, span, message, help)| {
            let (line, column) = places.of(span.start);
            Problem { code, span, line, column, message, help }
        });
        Err(Problems(located.collect()))
    }
}

/// Lines and columns of byte offsets, asked for in ascending order.
pub(crate) struct Places<'t> {
    text: &'t str,
    offset: usize,
    line: usize,
    column: usize,
}

impl<'t> Places<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, offset: 0, line: 1, column: 1 }
    }

    pub(crate) fn of(&mut self, offset: usize) -> (usize, usize) {
        let passed = self.text.get(self.offset..offset).unwrap_or("");
        for character in passed.chars() {
            if character == '\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else {
                self.column = self.column.saturating_add(1);
            }
        }
        self.offset = self.offset.max(offset.min(self.text.len()));
        (self.line, self.column)
    }
}
