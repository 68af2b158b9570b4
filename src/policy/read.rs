//! Tree → document: the top of the file, assets, people, groups, lists, prices.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::document::{
    AssetWritten, Document, EntryWritten, Facts, ListWritten, Payload, PersonWritten, PricesWritten,
};
use super::fields::{self, At, Fields, cap};
use super::problem::{ProblemCode, Report};
use super::tree::{Entry, Node, Value, key_in_words};
use super::words::{self, bare};
use super::{read_claims, read_rules};
use crate::domain::chain::Chain;
use crate::domain::destination::{Destination, DestinationFault};
use crate::domain::name::Name;
use crate::key::key::Key;

const TOP: [&str; 20] = [
    "schema",
    "realm",
    "name",
    "version",
    "previous",
    "wallets",
    "payout_ttl",
    "approval_ttl",
    "clock_skew",
    "payload",
    "initiator_may_approve",
    "title",
    "assets",
    "approvers",
    "requesters",
    "groups",
    "lists",
    "rules",
    "limits",
    "blocks",
];
const MANY: usize = 4_096;
const PEOPLE: usize = 100_000;

/// Reads the whole file. Nothing is returned only if something was reported.
pub(crate) fn document(root: &Node, report: &mut Report) -> Option<Document> {
    let mut known = TOP.to_vec();
    known.extend(["prices", "claims"]);
    let top = Fields::open(root, "", &known, report)?;
    schema(&top, report);
    let realm = top.take("realm", fields::name, report);
    let name = top.take("name", fields::name, report);
    let version = top.take("version", |n, p, r| fields::whole(n, p, 1, MOST_VERSION, r), report);
    let previous = top.maybe("previous", words::digest, report);
    if let Some(version) = &version {
        previous_fits(&top, version, report);
    }
    let wallets = top.take("wallets", fields::names, report);
    let payout_ttl = top.take("payout_ttl", words::span, report);
    let approval_ttl = top.take("approval_ttl", words::span, report);
    let clock_skew = top.take("clock_skew", words::skew, report);
    let payload = top.take("payload", payload, report);
    let may_approve = top.maybe("initiator_may_approve", fields::flag, report);
    let title = top.maybe("title", fields::free_text, report);
    let assets = named_tables(&top, "assets", MANY, asset, report);
    if top.required("assets", report).is_some_and(|node| matches!(&node.value, Value::Table(all) if all.is_empty())) {
        let help = "write `[assets.BTC]` with its `chain` and `decimals`";
        report.add(ProblemCode::MissingKey, &top.span, "`assets` names no asset", help);
    }
    let approvers = named_tables(&top, "approvers", 128, person, report);
    let requesters = named_tables(&top, "requesters", PEOPLE, person, report);
    let groups = named_tables(&top, "groups", MANY, fields::names, report);
    let lists = named_tables(&top, "lists", MANY, list, report);
    let rules = read_rules::tables(&top, "rules", read_rules::rule, report);
    let limits = read_rules::tables(&top, "limits", read_rules::limit, report);
    let blocks = read_rules::tables(&top, "blocks", read_rules::block, report);
    let prices = top.maybe("prices", prices, report);
    let claims = read_claims::claims(&top, report);
    if let Some(wallets) = &wallets {
        cap(wallets.value.len(), MANY, "wallets", &wallets.span, report);
    }
    Some(Document {
        realm: realm?.value,
        name: name?.value,
        version: version?.value,
        previous: previous.map(|at| at.value),
        wallets: wallets?.value,
        payout_ttl: payout_ttl?,
        approval_ttl: approval_ttl?,
        clock_skew: clock_skew?.value,
        payload: payload?.value,
        initiator_may_approve: may_approve.is_some_and(|at| at.value),
        title: title.map(|at| at.value),
        assets,
        approvers,
        requesters,
        groups,
        lists,
        rules,
        limits,
        blocks,
        prices: prices.map(|at| at.value),
        claims,
    })
}

/// The highest version: the largest TOML integer.
const MOST_VERSION: u64 = 9_223_372_036_854_775_807;

fn schema(top: &Fields<'_>, report: &mut Report) {
    let Some(node) = top.required("schema", report) else { return };
    match node.value {
        Value::Whole(Some(1)) => {}
        Value::Whole(_) => {
            let message = "this is not schema 1, the only one that is read";
            report.add(ProblemCode::UnknownSchema, &node.span, message, "write `schema = 1`");
        }
        _ => fields::wrong_type(node, "schema", "a whole number", "write `schema = 1`", report),
    }
}

fn previous_fits(top: &Fields<'_>, version: &At<u64>, report: &mut Report) {
    match (version.value, top.get("previous")) {
        (1, Some(node)) => {
            let help = "leave it out, or raise `version`";
            report.add(ProblemCode::KeyAlone, &node.span, "version 1 has no `previous`", help);
        }
        (2.., None) => {
            let message = alloc::format!("`previous` is missing: version {} follows another", version.value);
            let help = "write `previous = \"…\"`, the sha256 of the version before, as `sha256sum` prints it";
            report.add(ProblemCode::MissingKey, &version.span, message, help);
        }
        _ => {}
    }
}

fn payload(node: &Node, path: &str, report: &mut Report) -> Option<Payload> {
    match words::one_of(node, path, &["optional", "required"], report)? {
        "optional" => Some(Payload::Optional),
        _ => Some(Payload::Required),
    }
}

/// A table of tables by name, as `[assets.BTC]`.
fn named_tables<T>(
    top: &Fields<'_>,
    key: &str,
    most: usize,
    read: impl Fn(&Node, &str, &mut Report) -> Option<T>,
    report: &mut Report,
) -> Vec<(At<Name>, T)> {
    let Some(node) = top.get(key) else { return Vec::new() };
    let Some(entries) = fields::table(node, key, report) else { return Vec::new() };
    cap(entries.len(), most, key, &node.span, report);
    let one = |entry: &Entry, report: &mut Report| {
        let name = fields::checked_name(&entry.key, &entry.key_span, report);
        let path = alloc::format!("{key}.{}", key_in_words(&entry.key));
        let value = read(&entry.node, &path, report)?;
        Some((At::new(name?, &entry.key_span), value))
    };
    entries.iter().filter_map(|entry| one(entry, report)).collect()
}

fn asset(node: &Node, path: &str, report: &mut Report) -> Option<AssetWritten> {
    let fields = Fields::open(node, path, &["chain", "decimals"], report)?;
    let chain = fields.take("chain", chain, report);
    let decimals = fields.take("decimals", words::decimals, report);
    Some(AssetWritten { chain: chain?.value, decimals: decimals?.value })
}

fn chain(node: &Node, path: &str, report: &mut Report) -> Option<Chain> {
    let text = fields::plain_text(node, path, report)?;
    let fault = |fault: crate::domain::chain::ChainFault| {
        report.add(ProblemCode::BadChain, &node.span, alloc::format!("`{path}`: {fault}"), fault.help());
    };
    Chain::parse(&text).map_err(fault).ok()
}

const PERSON: [&str; 7] = ["keys", "org", "device", "site", "automated", "active_from", "active_until"];

fn person(node: &Node, path: &str, report: &mut Report) -> Option<PersonWritten> {
    let fields = Fields::open(node, path, &PERSON, report)?;
    let keys = fields.take("keys", keys, report);
    // Facts for the linter: read strictly, asked by no decision.
    let mut fact = |key| bare(fields.maybe(key, fields::name, report));
    let (org, device, site) = (fact("org"), fact("device"), fact("site"));
    let automated = bare(fields.maybe("automated", fields::flag, report)).unwrap_or_default();
    let facts = Facts { org, device, site, automated };
    let active_from = fields.maybe("active_from", fields::instant, report);
    let active_until = fields.maybe("active_until", fields::instant, report);
    Some(PersonWritten { keys: keys?.value, active_from, active_until, facts })
}

fn keys(node: &Node, path: &str, report: &mut Report) -> Option<Vec<At<Key>>> {
    let items = fields::array(node, path, report)?;
    cap(items.len(), 8, "keys of one person", &node.span, report);
    let mut seen = BTreeSet::new();
    let mut keys = Vec::new();
    for item in items {
        let Some(text) = fields::plain_text(item, path, report) else { continue };
        if !seen.insert(text.clone()) {
            fields::repeated(&item.span, path, &text, report);
        }
        match Key::parse(&text) {
            Ok(key) => keys.push(At::new(key, &item.span)),
            Err(fault) => {
                report.add(ProblemCode::BadKey, &item.span, alloc::format!("`{path}`: {fault}"), fault.help());
            }
        }
    }
    Some(keys)
}

fn list(node: &Node, path: &str, report: &mut Report) -> Option<ListWritten> {
    let fields = Fields::open(node, path, &["cooling_off", "entries"], report)?;
    let cooling_off = fields.maybe("cooling_off", words::span, report).map(|at| at.value);
    let node = fields.required("entries", report)?;
    let Value::Array(items) = &node.value else {
        fields::wrong_type(node, &fields.path("entries"), "an array of entries", "", report);
        return None;
    };
    cap(items.len(), PEOPLE, "entries of one list", &node.span, report);
    let cooling = cooling_off.is_some();
    let entries = items.iter().filter_map(|item| entry(item, &fields.path("entries"), cooling, report));
    Some(ListWritten { entries: entries.collect(), cooling_off })
}

fn entry(node: &Node, path: &str, cooling: bool, report: &mut Report) -> Option<At<EntryWritten>> {
    let fields = Fields::open(node, path, &["chain", "address", "tag", "added", "label"], report)?;
    let chain = fields.take("chain", chain, report);
    let address = fields.take("address", fields::plain_text, report);
    let tag = fields.maybe("tag", fields::plain_text, report);
    let added = fields.maybe("added", fields::instant, report).map(|at| at.value);
    fields.maybe("label", fields::free_text, report);
    if cooling && fields.get("added").is_none() {
        let message = "this entry says no `added`, and the list has a cooling-off";
        let help = "write `added = …`, when the entry was added: the cooling-off runs from then";
        report.add(ProblemCode::MissingKey, &node.span, message, help);
    }
    let (chain, address) = (chain?, address?);
    let tag_text = tag.as_ref().map(|tag| tag.value.as_str());
    match Destination::new(chain.value, &address.value, tag_text) {
        Ok(destination) => Some(At::new(EntryWritten { destination, added }, &node.span)),
        Err(fault) => {
            let at = match (&fault, &tag) {
                (DestinationFault::Tag(_) | DestinationFault::TagWhereNone { .. }, Some(tag)) => &tag.span,
                _ => &address.span,
            };
            report.add(ProblemCode::BadAddress, at, alloc::format!("{fault}"), fault.help());
            None
        }
    }
}

const PRICES: [&str; 6] = ["currency", "decimals", "feeds", "max_age", "fixed", "bounds"];

fn prices(node: &Node, path: &str, report: &mut Report) -> Option<PricesWritten> {
    let fields = Fields::open(node, path, &PRICES, report)?;
    let currency = fields.take("currency", fields::name, report);
    let decimals = fields.take("decimals", words::decimals, report);
    let feeds = fields.maybe("feeds", words::expression, report);
    let max_age = fields.maybe("max_age", words::span, report);
    if fields.get("max_age").is_none() {
        fields.alone("feeds", "`max_age`", report);
    }
    if fields.get("feeds").is_none() {
        fields.alone("max_age", "`feeds`", report);
    }
    let fixed = by_asset(&fields, "fixed", words::price, report);
    let bounds = by_asset(&fields, "bounds", bounds, report);
    let feeds = feeds.and_then(|feeds| Some((feeds, max_age?.value)));
    Some(PricesWritten { currency: currency?, decimals: decimals?.value, feeds, fixed, bounds })
}

fn by_asset<T>(
    fields: &Fields<'_>,
    key: &str,
    read: impl Fn(&Node, &str, &mut Report) -> Option<T>,
    report: &mut Report,
) -> Vec<(At<Name>, At<T>)> {
    let path = fields.path(key);
    let Some(node) = fields.get(key) else { return Vec::new() };
    let Some(entries) = fields::table(node, &path, report) else { return Vec::new() };
    let one = |entry: &Entry, report: &mut Report| {
        let name = fields::checked_name(&entry.key, &entry.key_span, report);
        let value = read(&entry.node, &alloc::format!("{path}.{}", key_in_words(&entry.key)), report)?;
        Some((At::new(name?, &entry.key_span), At::new(value, &entry.node.span)))
    };
    entries.iter().filter_map(|entry| one(entry, report)).collect()
}

fn bounds(node: &Node, path: &str, report: &mut Report) -> Option<(words::Price, words::Price)> {
    let items = fields::array(node, path, report)?;
    let [low, high] = items else {
        let message = alloc::format!("`{path}` is not two prices");
        report.add(ProblemCode::BadBounds, &node.span, message, "write the lowest and the highest price");
        return None;
    };
    let (low, high) = (words::price(low, path, report), words::price(high, path, report));
    Some((low?, high?))
}
