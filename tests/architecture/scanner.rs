//! The scanner sees what it should and nothing else, so that the rules above it can fail.

use crate::scan::{Source, bare};
use crate::{wrong_directions, wrong_doors};

fn at(path: &str, text: &str) -> Source {
    Source::new(path, text)
}

#[test]
fn comments_strings_and_characters_are_taken_out() {
    let text = "a // crate::x\nb /* k256::y /* z */ w */ c \"s\\\" std::t\" r#\"u \" v\"# '\"' 'x d '\\'' b\"e\" for";
    let words: Vec<String> = bare(text).split_whitespace().map(String::from).collect();
    assert_eq!(words, ["a", "b", "c", "'x", "d", "for"]);
    assert_eq!(bare("/*\n\n*/ x").lines().count(), 3, "lines stay lines");
}

#[test]
fn a_use_of_ours_is_seen_in_every_spelling() {
    for (path, text) in [
        ("domain/name.rs", "use crate::policy::model::Policy;"),
        ("domain/name.rs", "fn f() -> crate::policy::Policy {}"),
        ("domain/name.rs", "use crate::{domain::x::{y, z}, policy};"),
        ("domain/name.rs", "use super::super::policy::model;"),
        ("domain/mod.rs", "use super::policy;"),
        ("domain/deep/name.rs", "use super::super::super::policy;"),
        ("domain/name.rs", "macro_rules! m { () => { $crate::policy::x() } }"),
        ("price/value.rs", "use crate::approval;"),
        ("approval/judge.rs", "use crate::price;"),
        ("ledger/line.rs", "use crate::decide::case::Case;"),
        ("domain/name.rs", "use crate::Policy; // the root's re-export is no way round"),
        ("unknown/name.rs", "use crate::domain;"),
    ] {
        assert_eq!(wrong_directions(&at(path, text)).len(), 1, "`{text}` in {path}");
    }
}

#[test]
fn what_the_table_allows_is_allowed() {
    for (path, text) in [
        ("policy/model.rs", "use crate::domain::name::Name; use super::model; use crate::key::key::Key;"),
        ("policy/model.rs", "/// As crate::decide says.\nconst S: &str = \"crate::decide\";"),
        ("decide/checks/words.rs", "use super::super::check; use crate::price::value;"),
        ("policy/mod.rs", "use self::model::Policy;"),
        ("lib.rs", "pub use decide::case::Case;"),
    ] {
        assert_eq!(wrong_directions(&at(path, text)), Vec::<String>::new(), "`{text}` in {path}");
    }
}

#[test]
fn an_outside_crate_is_seen_in_every_spelling() {
    for text in [
        "use k256::ecdsa;",
        "use k256 as curve;",
        "use ::k256::ecdsa;",
        "extern crate k256;",
        "fn f(_: k256::Scalar) {}",
        "use {core::fmt, k256::ecdsa};",
    ] {
        assert_eq!(wrong_doors(&at("domain/name.rs", text)).len(), 1, "`{text}`");
        assert_eq!(wrong_doors(&at("key/curve.rs", text)), Vec::<String>::new(), "`{text}`");
    }
    for text in ["// k256::ecdsa", "let toml = 1;", "use super::bech32::read;", "x.toml", "toml(text)", "k256x::y"] {
        assert_eq!(wrong_doors(&at("domain/name.rs", text)), Vec::<String>::new(), "`{text}`");
    }
}

#[test]
fn forbidden_words_are_seen_and_lookalikes_are_not() {
    for text in [
        "x.unwrap();",
        "x\n    .expect(\"so\");",
        "panic!(\"so\");",
        "todo!()",
        "unreachable!()",
        "let x = y as u8;",
        "use std::fs;",
        "extern crate std;",
        "#[allow(dead_code)] fn f() {}",
        "#![allow(dead_code)]",
        "use a::b; fn f() { let x = y as u8; }",
    ] {
        assert_eq!(at("domain/name.rs", text).forbidden_words().len(), 1, "`{text}`");
    }
    for text in [
        "x.unwrap_or(1);",
        "self.expect(\"of\")?;",
        "#[expect(clippy::x, reason = \"y\")]",
        "use core::fmt::Write as _;",
        "use a::{b as c, d};",
        "mod a;\npub(crate) use b as c;",
        "// as u8, std::fs, panic!",
        "let x = \"y as z\";",
    ] {
        assert_eq!(at("domain/name.rs", text).forbidden_words(), Vec::<String>::new(), "`{text}`");
    }
}
