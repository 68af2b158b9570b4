//! Quorum expressions as written: `2 of ops and (1 of risk or all of (ann, bob))`.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::domain::name::Name;

/// A quorum expression, parsed; its names are not looked up yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expression {
    /// So many of a set; all of it where no count is written.
    Term {
        count: Option<u32>,
        set: Vec<Name>,
    },
    All(Vec<Expression>),
    Either(Vec<Expression>),
}

/// Why a text is no quorum: what, and where in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct QuorumFault {
    pub(crate) offset: usize,
    pub(crate) kind: FaultKind,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    Form(String),
    Nesting,
    Mixed,
    Threshold(String),
}

/// The deepest nesting of parentheses.
const DEEPEST: usize = 16;

/// The most seats one term may ask for.
const MOST_SEATS: u32 = 128;

/// Parses a quorum expression.
pub(crate) fn parse(text: &str) -> Result<Expression, QuorumFault> {
    let mut parser = Parser { words: words(text), next: 0, end: text.len() };
    let expression = parser.expression(0)?;
    match parser.peek() {
        None => Ok(expression),
        Some(word) => Err(Parser::unexpected(word, "`and`, `or` or the end")),
    }
}

#[derive(Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    offset: usize,
}

/// Splits at spaces and around `( ) ,`.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    for (offset, character) in text.char_indices() {
        if !matches!(character, ' ' | '(' | ')' | ',') {
            start = start.or(Some(offset));
            continue;
        }
        if let Some(begin) = start.take() {
            words.push(Word { text: text.get(begin..offset).unwrap_or(""), offset: begin });
        }
        if character != ' ' {
            words.push(Word { text: text.get(offset..offset.saturating_add(1)).unwrap_or(""), offset });
        }
    }
    if let Some(begin) = start {
        words.push(Word { text: text.get(begin..).unwrap_or(""), offset: begin });
    }
    words
}

struct Parser<'t> {
    words: Vec<Word<'t>>,
    next: usize,
    end: usize,
}

impl<'t> Parser<'t> {
    fn expression(&mut self, depth: usize) -> Result<Expression, QuorumFault> {
        let first = self.term(depth)?;
        let Some(joint) = self.peek().map(|word| word.text).filter(|text| matches!(*text, "and" | "or")) else {
            return Ok(first);
        };
        let mut parts = alloc::vec![first];
        while self.take(joint) {
            parts.push(self.term(depth)?);
        }
        if let Some(word) = self.peek().filter(|word| matches!(word.text, "and" | "or")) {
            return Err(QuorumFault { offset: word.offset, kind: FaultKind::Mixed });
        }
        Ok(if joint == "and" { Expression::All(parts) } else { Expression::Either(parts) })
    }

    fn term(&mut self, depth: usize) -> Result<Expression, QuorumFault> {
        let Some(word) = self.peek() else { return Err(self.cut_short("a count, `all of` or `(`")) };
        if word.text == "(" {
            if depth >= DEEPEST {
                return Err(QuorumFault { offset: word.offset, kind: FaultKind::Nesting });
            }
            self.advance();
            let inner = self.expression(depth.saturating_add(1))?;
            self.expect(")")?;
            return Ok(inner);
        }
        let count = if word.text == "all" { None } else { Some(count(word)?) };
        self.advance();
        self.expect("of")?;
        Ok(Expression::Term { count, set: self.set()? })
    }

    fn set(&mut self) -> Result<Vec<Name>, QuorumFault> {
        if !self.take("(") {
            return Ok(alloc::vec![self.name()?]);
        }
        let mut names = alloc::vec![self.name()?];
        while self.take(",") {
            names.push(self.name()?);
        }
        self.expect(")")?;
        Ok(names)
    }

    fn name(&mut self) -> Result<Name, QuorumFault> {
        let Some(word) = self.peek() else { return Err(self.cut_short("a group or an approver")) };
        let name = Name::parse(word.text).map_err(|_| Self::unexpected(word, "a group or an approver"))?;
        self.advance();
        Ok(name)
    }

    fn peek(&self) -> Option<Word<'t>> {
        self.words.get(self.next).copied()
    }

    fn advance(&mut self) {
        self.next = self.next.saturating_add(1);
    }

    fn take(&mut self, text: &str) -> bool {
        let found = self.peek().is_some_and(|word| word.text == text);
        if found {
            self.advance();
        }
        found
    }

    fn expect(&mut self, text: &str) -> Result<(), QuorumFault> {
        match self.peek() {
            Some(word) if word.text == text => {
                self.advance();
                Ok(())
            }
            Some(word) => Err(Self::unexpected(word, &alloc::format!("`{text}`"))),
            None => Err(self.cut_short(&alloc::format!("`{text}`"))),
        }
    }

    fn unexpected(word: Word<'_>, wanted: &str) -> QuorumFault {
        let message = alloc::format!("`{}` stands where {wanted} is wanted", word.text.escape_debug());
        QuorumFault { offset: word.offset, kind: FaultKind::Form(message) }
    }

    fn cut_short(&self, wanted: &str) -> QuorumFault {
        QuorumFault { offset: self.end, kind: FaultKind::Form(alloc::format!("it ends where {wanted} is wanted")) }
    }
}

fn count(word: Word<'_>) -> Result<u32, QuorumFault> {
    let fault = |kind| QuorumFault { offset: word.offset, kind };
    if !word.text.bytes().all(|byte| byte.is_ascii_digit()) {
        let message = alloc::format!("`{}` stands where a count is wanted", word.text.escape_debug());
        return Err(fault(FaultKind::Form(message)));
    }
    if word.text.len() > 1 && word.text.starts_with('0') {
        return Err(fault(FaultKind::Form(alloc::format!("`{}` has a leading zero", word.text))));
    }
    match word.text.parse::<u32>() {
        Ok(0) => Err(fault(FaultKind::Threshold("0 people approve nothing".into()))),
        Ok(count) if count <= MOST_SEATS => Ok(count),
        _ => {
            Err(fault(FaultKind::Threshold(alloc::format!("{} is above 128, the most a quorum may count", word.text))))
        }
    }
}

/// An alternative: its terms, each so many of a set of names.
pub(crate) type Terms<'e> = Vec<(Option<u32>, &'e [Name])>;

/// The most alternatives of an expression, and the most terms of one.
pub(crate) const MOST_ALTERNATIVES: usize = 64;
pub(crate) const MOST_TERMS: usize = 8;

impl Expression {
    /// Expands to alternatives; none if there are more, or longer ones, than a quorum may have.
    pub(crate) fn alternatives(&self) -> Option<Box<[Terms<'_>]>> {
        let expanded = self.expand()?;
        Some(expanded.into_boxed_slice())
    }

    fn expand(&self) -> Option<Vec<Terms<'_>>> {
        Some(match self {
            Self::Term { count, set } => alloc::vec![alloc::vec![(*count, set.as_slice())]],
            Self::Either(parts) => {
                let mut union = Vec::new();
                for part in parts {
                    union.extend(part.expand()?);
                    within_caps(&union)?;
                }
                union
            }
            Self::All(parts) => {
                let mut product: Vec<Terms<'_>> = alloc::vec![Vec::new()];
                for part in parts {
                    product = joined(&product, &part.expand()?);
                    within_caps(&product)?;
                }
                product
            }
        })
    }
}

fn joined<'e>(left: &[Terms<'e>], right: &[Terms<'e>]) -> Vec<Terms<'e>> {
    let pairs = left.iter().flat_map(|a| right.iter().map(move |b| (a, b)));
    pairs.map(|(a, b)| a.iter().chain(b).copied().collect()).collect()
}

fn within_caps(alternatives: &[Terms<'_>]) -> Option<()> {
    let short = alternatives.iter().all(|terms| terms.len() <= MOST_TERMS);
    (short && alternatives.len() <= MOST_ALTERNATIVES).then_some(())
}
