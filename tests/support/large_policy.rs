//! A policy of a thousand rules and a hundred people.

use countersign::Scheme;

use crate::signer::Signer;

/// Thirty groups of a dozen, and rules that part everybody from everybody.
pub fn text() -> String {
    let names: Vec<String> = (0..100).map(|number| format!("p{number:02}")).collect();
    let people: String = names
        .iter()
        .map(|name| format!("[approvers.{name}]\nkeys = [\"{}\"]\n", Signer::named(name, Scheme::Ecdsa).key_text()))
        .collect();
    let groups: String = (0..30usize)
        .map(|group| {
            let members: Vec<String> =
                (0..12).map(|nth| format!("\"{}\"", names[(group * 37 + nth * (2 * group + 7)) % 100])).collect();
            let members: std::collections::BTreeSet<String> = members.into_iter().collect();
            format!("g{group} = [{}]\n", members.into_iter().collect::<Vec<_>>().join(", "))
        })
        .collect();
    let rules: String = (0..1_000usize)
        .map(|rule| {
            let above =
                if rule < 5 { String::new() } else { format!("above = \"{} A{} per 24h\"\n", rule / 5, rule % 5) };
            format!(
                "[[rules]]\nname = \"r{rule}\"\nassets = [\"A{}\"]\nwallets = \"any\"\nto = \"any\"\n\
                 initiators = [\"g{}\", \"g{}\"]\n{above}approve = \"{} of g{}\"\n",
                rule % 5,
                rule % 30,
                (rule + 7) % 30,
                1 + rule % 4,
                rule * 7 % 30
            )
        })
        .collect();
    let assets: String =
        (0..5).map(|asset| format!("[assets.A{asset}]\nchain = \"chain{asset}\"\ndecimals = 6\n")).collect();
    let caps: String = (0..5)
        .map(|asset| {
            format!("[[limits]]\nname = \"d{asset}\"\nassets = [\"A{asset}\"]\nmax = \"999 A{asset} per 24h\"\n")
        })
        .collect();
    format!(
        "schema = 1\nrealm = \"large\"\nname = \"large\"\nversion = 1\nwallets = [\"w\"]\npayout_ttl = \"72h\"\n\
         approval_ttl = \"48h\"\nclock_skew = \"2m\"\npayload = \"optional\"\n{assets}{people}[groups]\n{groups}{rules}\
         {caps}[[limits]]\nname = \"fee\"\nmax_fee = \"unlimited\"\n"
    )
}
