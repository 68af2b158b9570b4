//! SPEC section 3: quorums. People are bits, one each.
use crate::value::{Res, count, given, name, printable};
use std::collections::BTreeMap;

#[derive(Clone)]
pub struct Term {
    pub count: u32,
    pub people: u128,
}

/// "expand to alternatives (`or`), each a list of terms".
pub struct Quorum {
    pub alternatives: Vec<Vec<Term>>,
}

impl Quorum {
    /// "Within one expression **a person fills one seat**": these people can sit down on all seats of an alternative.
    pub fn met_by(&self, people: u128) -> bool {
        self.alternatives.iter().any(|terms| can_sit(terms, people))
    }

    pub fn people(&self) -> u128 {
        self.alternatives.iter().flatten().fold(0, |all, term| all | term.people)
    }
}

pub fn can_sit(terms: &[Term], people: u128) -> bool {
    sit(terms, 0, people, people)
}

/// Somebody takes the next seat of the first term, of which so many are taken, and others take those behind it. Where
/// that ends at a seat that nobody may take, somebody else is tried here: `untried` is who was not yet on such a seat.
fn sit(terms: &[Term], taken: u32, people: u128, untried: u128) -> bool {
    let Some((term, rest)) = terms.split_first() else { return true };
    if taken == term.count {
        return sit(rest, 0, people, people);
    }
    let mut untried = untried & people & term.people;
    while untried != 0 {
        let one = 1 << untried.trailing_zeros();
        if sit(terms, taken + 1, people & !one, untried) {
            return true;
        }
        // Whoever may take just the same seats would fail as well.
        let same = |set: u128| if set & one == 0 { !set } else { set };
        untried &= !rest.iter().fold(untried, |alike, term| alike & same(term.people));
    }
    false
}

pub type Sets = BTreeMap<String, u128>;

pub fn parse(text: &str, sets: &Sets) -> Res<Quorum> {
    given(text, printable(text), "printable ASCII")?;
    let spaced = text.replace('(', " ( ").replace(')', " ) ").replace(',', " , ");
    let mut reader = Reader { tokens: spaced.split_ascii_whitespace().rev().collect(), sets };
    let alternatives = reader.expr(0)?;
    if !reader.tokens.is_empty() {
        return Err(format!("`{text}`: something is left over (mixing `and` with `or` needs parentheses)"));
    }
    match alternatives.iter().all(|terms| can_sit(terms, u128::MAX)) {
        true => Ok(Quorum { alternatives }),
        false => Err(format!("`{text}`: an alternative that all its people cannot meet")),
    }
}

struct Reader<'a> {
    /// The next is the last.
    tokens: Vec<&'a str>,
    sets: &'a Sets,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> &'a str {
        self.tokens.last().copied().unwrap_or_default()
    }

    fn next(&mut self) -> &'a str {
        self.tokens.pop().unwrap_or_default()
    }

    fn expect(&mut self, wanted: &str) -> Res<()> {
        let found = self.next();
        given(found, found == wanted, wanted).map(drop)
    }

    /// "term , ( { "and" , term } | { "or" , term } )".
    fn expr(&mut self, depth: usize) -> Res<Vec<Vec<Term>>> {
        if depth > 16 {
            return Err("nested deeper than 16".to_string());
        }
        let mut result = self.term(depth)?;
        let word = self.peek();
        while ["and", "or"].contains(&word) && self.peek() == word {
            self.next();
            let more = self.term(depth)?;
            result = if word == "or" { [result, more].concat() } else { both(&result, &more) };
            if result.len() > 64 || result.iter().any(|terms| terms.len() > 8) {
                return Err("more than 64 alternatives or 8 terms".to_string());
            }
        }
        Ok(result)
    }

    /// "count , "of" , set | "all of" , set | "(" , expr , ")"". "count is 1 to 128 without leading zero."
    fn term(&mut self, depth: usize) -> Res<Vec<Vec<Term>>> {
        let first = self.next();
        if first == "(" {
            let inside = self.expr(depth + 1)?;
            self.expect(")")?;
            return Ok(inside);
        }
        self.expect("of")?;
        let people = self.set()?;
        let members = people.count_ones();
        let count = if first == "all" { Some(members) } else { count(first).and_then(|n| u32::try_from(n).ok()) };
        match count {
            Some(count) if count <= members => Ok(vec![vec![Term { count, people }]]),
            _ => Err(format!("`{first}` of {members} people")),
        }
    }

    /// "groups or approvers; the union of their people".
    fn set(&mut self) -> Res<u128> {
        if self.peek() != "(" {
            return self.one();
        }
        let mut people = 0;
        while self.next() != ")" {
            people |= self.one()?;
            given(self.peek(), [",", ")"].contains(&self.peek()), "`,` or `)`")?;
        }
        Ok(people)
    }

    fn one(&mut self) -> Res<u128> {
        let group = name(self.next())?;
        self.sets.get(&group).copied().ok_or(format!("`{group}` is no group or approver"))
    }
}

fn both(a: &[Vec<Term>], b: &[Vec<Term>]) -> Vec<Vec<Term>> {
    a.iter().flat_map(|x| b.iter().map(move |y| [x.clone(), y.clone()].concat())).collect()
}
