//! The cases of `cases.toml`: for every lint a policy that has it, and its nearest neighbour that has not.

use countersign::analyze::LintCode;

/// The policy that nothing is found in.
pub const BASE: &str = include_str!("base.toml");

pub struct Case {
    pub code: LintCode,
    /// Behind the code, where a lint has several cases.
    pub name: Option<String>,
    pub has: String,
    pub has_not: String,
}

impl Case {
    /// `look-alike: behind 0x`.
    pub fn title(&self) -> String {
        let name = self.name.as_ref().map(|name| format!(": {name}")).unwrap_or_default();
        format!("{}{name}", self.code)
    }
}

pub fn cases() -> Vec<Case> {
    let table: toml::Table = include_str!("cases.toml").parse().unwrap();
    let cases = table["case"].as_array().unwrap();
    let case = |case: &toml::Value| {
        let text = |key: &str| case.get(key).map_or("", |text| text.as_str().unwrap());
        let of = |side: &str, own: &str| edited(&case[side]) + text("append") + text(own);
        Case {
            code: LintCode::named(text("code")).unwrap_or_else(|| panic!("{} is no lint", text("code"))),
            name: case.get("name").map(|name| name.as_str().unwrap().to_owned()),
            has: of("has", "append_to_has"),
            has_not: of("not", "append_to_not"),
        }
    };
    cases.iter().map(case).collect()
}

/// The base with each edit made in the one place where it can be.
fn edited(edits: &toml::Value) -> String {
    let mut text = BASE.to_owned();
    for edit in edits.as_array().unwrap() {
        let (from, to) = (edit[0].as_str().unwrap(), edit[1].as_str().unwrap());
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text = text.replace(from, to);
    }
    text
}
