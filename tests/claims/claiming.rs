use crate::world::Text;

/// A policy of which all the claims of these tests are made.
pub(crate) const BASE: &str = include_str!("base.toml");

/// The base with a claim.
pub(crate) fn claiming(key: &str, sentence: &str) -> Text {
    Text::of(BASE).plus(&format!("[[claims]]\nname = \"it\"\n{key} = \"{sentence}\""))
}
