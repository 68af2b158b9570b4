//! Reads Rust well enough to see what a file names: comments, strings and characters taken out, words taken apart.

use std::iter::repeat_n;

/// One file of `src/`.
pub struct Source {
    /// Below `src/`, for example `domain/name.rs`.
    pub path: String,
    pub text: String,
    tokens: Vec<String>,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.into(), text: text.into(), tokens: tokens(&bare(text)) }
    }

    /// The folder of `src/` it lies in; none for `lib.rs`.
    pub fn folder(&self) -> Option<&str> {
        self.path.split_once('/').map(|(folder, _)| folder)
    }

    /// What it takes from the root of the crate, by any spelling: `crate::x`, `crate::{x, y}`, `super::super::x`.
    pub fn uses_of_ours(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(token) = self.token(at) {
            let is_head = at == 0 || self.token(at - 1) != Some("::");
            let steps = self.tokens[at..].iter().step_by(2).take_while(|token| *token == "super").count();
            at += match token {
                "crate" if is_head => 1,
                "super" if is_head && steps >= self.depth() => 2 * steps - 1,
                _ => {
                    at += 1;
                    continue;
                }
            };
            if self.token(at) == Some("::") {
                found.extend(self.heads(at + 1));
            }
        }
        found
    }

    /// Whether a path starts at the outside crate.
    pub fn names_crate(&self, name: &str) -> bool {
        self.tokens.iter().enumerate().filter(|(_, token)| *token == name).any(|(at, _)| {
            let before = |steps: usize| at.checked_sub(steps).and_then(|at| self.token(at));
            let is_head = match before(1) {
                Some("::") => !before(2).is_some_and(|token| is_word(token) && token != "use" || token == ">"),
                Some(".") => false,
                _ => true,
            };
            is_head && (self.token(at + 1) == Some("::") || matches!(before(1), Some("use" | "crate")))
        })
    }

    /// What no source says: panics, casts, the standard library, silenced lints.
    pub fn forbidden_words(&self) -> Vec<String> {
        let forbidden: [(&[&str], &str); 10] = [
            (&[".", "unwrap", "("], "`unwrap`"),
            (&[".", "expect", "("], "`expect`"),
            (&["panic", "!"], "`panic!`"),
            (&["todo", "!"], "`todo!`"),
            (&["unimplemented", "!"], "`unimplemented!`"),
            (&["unreachable", "!"], "`unreachable!`"),
            (&["std", "::"], "the standard library"),
            (&["crate", "std"], "the standard library"),
            (&["#", "[", "allow"], "a lint silenced without its reason: write `#[expect(…, reason = \"…\")]`"),
            (&["#", "!", "[", "allow"], "a lint silenced without its reason: write `#[expect(…, reason = \"…\")]`"),
        ];
        let found = forbidden.iter().filter(|(words, _)| {
            let mut places = self.tokens.windows(words.len()).enumerate().filter(|(_, window)| window == words);
            // A parser's own `self.expect("of")` is a method of ours.
            places.any(|(at, _)| words[1] != "expect" || at == 0 || self.token(at - 1) != Some("self"))
        });
        let mut found: Vec<String> = found.map(|(_, what)| format!("says {what}")).collect();
        if self.casts() {
            found.push("casts with `as`".into());
        }
        found
    }

    /// Whether there is an `as` that renames nothing.
    fn casts(&self) -> bool {
        let statements = self.tokens.split(|token| token == ";");
        // A statement that is cut out so may begin with the end of the item before it.
        let mut before_use = statements.map(|statement| statement.split(|token| token == "use").next());
        before_use.any(|words| words.is_some_and(|words| words.iter().any(|token| token == "as")))
    }

    /// The first names after `::`, one or several in braces.
    fn heads(&self, at: usize) -> Vec<String> {
        if self.token(at) != Some("{") {
            return self.token(at).map(String::from).into_iter().collect();
        }
        let (mut depth, mut heads, mut expected) = (0, Vec::new(), true);
        for token in &self.tokens[at..] {
            match token.as_str() {
                "{" => depth += 1,
                "}" if depth == 1 => break,
                "}" => depth -= 1,
                "," if depth == 1 => expected = true,
                name if depth == 1 && expected => {
                    heads.push(name.into());
                    expected = false;
                }
                _ => {}
            }
        }
        heads
    }

    /// How many steps of `super` lead from here to the root of the crate.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count();
        if self.path.ends_with("mod.rs") || self.path == "lib.rs" { parts - 1 } else { parts }
    }

    fn token(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).map(String::as_str)
    }
}

fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

fn tokens(code: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            _ if is_word(rest) || first.is_numeric() => {
                rest.find(|other: char| !other.is_alphanumeric() && other != '_').unwrap_or(rest.len())
            }
            _ if rest.starts_with("::") => 2,
            _ => first.len_utf8(),
        };
        tokens.push(rest[..length].into());
        rest = rest[length..].trim_start();
    }
    tokens
}

/// The text without what stands in comments, strings and character literals; lines stay lines.
pub fn bare(text: &str) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let hidden = comment(rest).or_else(|| string(rest, &bare)).or_else(|| character(rest));
        let length = hidden.unwrap_or(first.len_utf8());
        if hidden.is_some() {
            bare.push(' ');
            bare.extend(repeat_n('\n', rest[..length].matches('\n').count()));
        } else {
            bare.push(first);
        }
        rest = &rest[length..];
    }
    bare
}

/// The length of the comment that starts here; block comments nest.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    let (mut at, mut depth) = (text.starts_with("/*").then_some(2)?, 1);
    while depth > 0 {
        let rest = text.get(at..).filter(|rest| !rest.is_empty());
        let Some(rest) = rest else { return Some(text.len()) };
        let step = if rest.starts_with("/*") {
            depth += 1;
            2
        } else if rest.starts_with("*/") {
            depth -= 1;
            2
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
        at += step;
    }
    Some(at)
}

/// The length of the string, raw or not, that starts here.
fn string(text: &str, before: &str) -> Option<usize> {
    let follows_word = before.ends_with(|last: char| last.is_alphanumeric() || last == '_');
    let prefix = ["r", "br", "cr", "b", "c", ""].into_iter().find(|prefix| {
        let rest = text.strip_prefix(prefix).unwrap_or(" ");
        let hashes = if prefix.contains('r') { rest.trim_start_matches('#') } else { rest };
        hashes.starts_with('"') && (prefix.is_empty() || !follows_word)
    })?;
    let rest = &text[prefix.len()..];
    if prefix.contains('r') {
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        let end = format!("\"{}", "#".repeat(hashes));
        let start = prefix.len() + hashes + 1;
        return Some(text[start..].find(&end).map_or(text.len(), |found| start + found + end.len()));
    }
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            '"' if !escaped => return Some(prefix.len() + at + 1),
            _ => escaped = character == '\\' && !escaped,
        }
    }
    Some(text.len())
}

/// The length of the character literal that starts here; a lifetime is none.
fn character(text: &str) -> Option<usize> {
    let body = text.strip_prefix('\'')?;
    if let Some(escape) = body.strip_prefix('\\') {
        let skipped = escape.chars().next()?.len_utf8();
        return Some(2 + skipped + escape[skipped..].find('\'')? + 1);
    }
    let first = body.chars().next()?.len_utf8();
    body[first..].starts_with('\'').then_some(first + 2)
}
