//! SPEC section 3: quorums.
use crate::value::{Res, name};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug)]
pub struct Term {
    pub count: usize,
    pub people: BTreeSet<String>,
}

/// "expand to alternatives (`or`), each a list of terms".
#[derive(Clone, Debug)]
pub struct Quorum {
    pub alternatives: Vec<Vec<Term>>,
}

impl Quorum {
    /// "an alternative is met by the people X iff for every subset I of its terms, |X ∩ ⋃S_i| ≥ Σ k_i".
    pub fn met_by(&self, people: &BTreeSet<String>) -> bool {
        self.alternatives.iter().any(|terms| alternative_met(terms, people))
    }

    pub fn people(&self) -> BTreeSet<String> {
        self.alternatives.iter().flatten().flat_map(|t| t.people.clone()).collect()
    }
}

pub fn alternative_met(terms: &[Term], people: &BTreeSet<String>) -> bool {
    (0..1usize << terms.len()).all(|subset| {
        let chosen: Vec<&Term> =
            terms.iter().enumerate().filter(|(i, _)| subset >> i & 1 == 1).map(|(_, t)| t).collect();
        let union: BTreeSet<&String> = chosen.iter().flat_map(|t| t.people.iter()).collect();
        let seats: usize = chosen.iter().map(|t| t.count).sum();
        union.iter().filter(|p| people.contains(**p)).count() >= seats
    })
}

pub type Sets = BTreeMap<String, BTreeSet<String>>;

pub fn parse(text: &str, sets: &Sets) -> Res<Quorum> {
    let mut reader = Reader { tokens: tokens(text)?, at: 0, sets };
    let alternatives = reader.expr(0)?;
    if reader.at < reader.tokens.len() {
        return Err(format!("`{text}`: something is left over (mixing `and` with `or` needs parentheses)"));
    }
    for terms in &alternatives {
        let everyone = terms.iter().flat_map(|t| t.people.clone()).collect();
        if !alternative_met(terms, &everyone) {
            return Err(format!("`{text}`: an alternative that all its people cannot meet"));
        }
    }
    Ok(Quorum { alternatives })
}

fn tokens(text: &str) -> Res<Vec<String>> {
    if !text.bytes().all(|b| b == b' ' || b.is_ascii_graphic()) {
        return Err(format!("`{text}` has a character that is not printable ASCII"));
    }
    let spaced: String =
        text.chars().map(|c| if "(),".contains(c) { format!(" {c} ") } else { c.to_string() }).collect();
    Ok(spaced.split_ascii_whitespace().map(str::to_string).collect())
}

struct Reader<'a> {
    tokens: Vec<String>,
    at: usize,
    sets: &'a Sets,
}

impl Reader<'_> {
    fn peek(&self) -> &str {
        self.tokens.get(self.at).map_or("", String::as_str)
    }

    fn next(&mut self) -> String {
        let token = self.peek().to_string();
        self.at += 1;
        token
    }

    fn expect(&mut self, wanted: &str) -> Res<()> {
        let found = self.next();
        if found == wanted { Ok(()) } else { Err(format!("`{wanted}` expected, `{found}` found")) }
    }

    /// "term , ( { "and" , term } | { "or" , term } )".
    fn expr(&mut self, depth: usize) -> Res<Vec<Vec<Term>>> {
        if depth > 16 {
            return Err("nested deeper than 16".to_string());
        }
        let mut result = self.term(depth)?;
        let word = self.peek().to_string();
        if word == "and" || word == "or" {
            while self.peek() == word {
                self.at += 1;
                let more = self.term(depth)?;
                result = if word == "or" { [result, more].concat() } else { both(&result, &more) };
                if result.len() > 64 || result.iter().any(|terms| terms.len() > 8) {
                    return Err("more than 64 alternatives or 8 terms".to_string());
                }
            }
        }
        Ok(result)
    }

    /// "count , "of" , set | "all of" , set | "(" , expr , ")"".
    fn term(&mut self, depth: usize) -> Res<Vec<Vec<Term>>> {
        let first = self.next();
        if first == "(" {
            let inside = self.expr(depth + 1)?;
            self.expect(")")?;
            return Ok(inside);
        }
        self.expect("of")?;
        let people = self.set()?;
        let count = if first == "all" { people.len() } else { count(&first)? };
        if count > people.len() {
            return Err(format!("{count} of {} people", people.len()));
        }
        Ok(vec![vec![Term { count, people }]])
    }

    /// "groups or approvers; the union of their people".
    fn set(&mut self) -> Res<BTreeSet<String>> {
        let mut names = Vec::new();
        if self.peek() == "(" {
            self.at += 1;
            names.push(self.next());
            while self.peek() == "," {
                self.at += 1;
                names.push(self.next());
            }
            self.expect(")")?;
        } else {
            names.push(self.next());
        }
        let mut people = BTreeSet::new();
        for one in names {
            people.extend(self.sets.get(&name(&one)?).ok_or(format!("`{one}` is no group or approver"))?.clone());
        }
        Ok(people)
    }
}

fn both(a: &[Vec<Term>], b: &[Vec<Term>]) -> Vec<Vec<Term>> {
    a.iter().flat_map(|x| b.iter().map(move |y| [x.clone(), y.clone()].concat())).collect()
}

/// "count is 1 to 128 without leading zero."
fn count(text: &str) -> Res<usize> {
    if text.is_empty() || text.len() > 3 || text.starts_with('0') || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!("`{text}` is no count"));
    }
    let n: usize = text.parse().map_err(|_| "no count".to_string())?;
    if n <= 128 { Ok(n) } else { Err(format!("`{text}` is above 128")) }
}
