//! A policy of a thousand rules and a hundred people.

use countersign::Scheme;

use crate::signer::Signer;

const PEOPLE: usize = 100;
pub const GROUPS: usize = 30;
pub const RULES: usize = 1_000;

/// Thirty groups of a dozen, and rules that part everybody from everybody.
pub fn text() -> String {
    let rule = |rule: usize| {
        let above = if rule < 5 { String::new() } else { format!("above = \"{} A{} per 24h\"\n", rule / 5, rule % 5) };
        format!(
            "[[rules]]\nname = \"r{rule}\"\nassets = [\"A{}\"]\nwallets = \"any\"\nto = \"any\"\n\
             initiators = [\"g{}\", \"g{}\"]\n{above}approve = \"{} of g{}\"\n",
            rule % 5,
            rule % GROUPS,
            (rule + 7) % GROUPS,
            1 + rule % 4,
            rule * 7 % GROUPS
        )
    };
    let cap =
        |asset| format!("[[limits]]\nname = \"d{asset}\"\nassets = [\"A{asset}\"]\nmax = \"999 A{asset} per 24h\"\n");
    header("large", "\"w\"") + &several(RULES, rule) + &several(5, cap)
}

/// What stands above the rules: five assets, everybody, and the groups; and the limit on fees.
pub fn header(name: &str, wallets: &str) -> String {
    let names: Vec<String> = (0..PEOPLE).map(|number| format!("p{number:02}")).collect();
    let person = |number: usize| {
        let name = &names[number];
        format!("[approvers.{name}]\nkeys = [\"{}\"]\n", Signer::named(name, Scheme::Ecdsa).key_text())
    };
    let group = |group: usize| {
        let members = (0..12).map(|nth| format!("\"{}\"", names[(group * 37 + nth * (2 * group + 7)) % PEOPLE]));
        let members: std::collections::BTreeSet<String> = members.collect();
        format!("g{group} = [{}]\n", members.into_iter().collect::<Vec<_>>().join(", "))
    };
    let asset = |asset| format!("[assets.A{asset}]\nchain = \"chain{asset}\"\ndecimals = 6\n");
    let (assets, people, groups) = (several(5, asset), several(PEOPLE, person), several(GROUPS, group));
    format!(
        "schema = 1\nrealm = \"large\"\nname = \"{name}\"\nversion = 1\nwallets = [{wallets}]\npayout_ttl = \"72h\"\n\
         approval_ttl = \"48h\"\nclock_skew = \"2m\"\npayload = \"optional\"\n{assets}{people}[groups]\n{groups}\
         [[limits]]\nname = \"fee\"\nmax_fee = \"unlimited\"\n"
    )
}

pub fn several(many: usize, one: impl Fn(usize) -> String) -> String {
    (0..many).map(one).collect()
}
