//! Where in the text something stands: the model has no places, the tree it was read from has.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::ops::Range;

use crate::policy::tree::{Entry, Node, Value};

/// A range of bytes, and where the table begins that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) span: Range<usize>,
    pub(super) table: Option<usize>,
}

/// The places of everything that has a name.
pub(super) struct Places<'t> {
    root: &'t Node,
    /// Rules, limits, blocks and claims, by kind and name.
    unnamed: BTreeMap<(&'static str, &'t str), &'t Node>,
}

impl<'t> Places<'t> {
    pub(super) fn of(root: &'t Node) -> Self {
        let mut unnamed = BTreeMap::new();
        for kind in ["rules", "limits", "blocks", "claims"] {
            let Some(Value::Array(items)) = entry(root, kind).map(|entry| &entry.node.value) else { continue };
            for item in items {
                if let Some(Value::Text(name)) = entry(item, "name").map(|entry| &entry.node.value) {
                    unnamed.insert((kind, name.as_str()), item);
                }
            }
        }
        Self { root, unnamed }
    }

    /// The value of a key at the top of the file; where it is not written, that of `name`.
    pub(super) fn top(&self, key: &str) -> Place {
        let found = entry(self.root, key).or_else(|| entry(self.root, "name"));
        found.map_or(Place { span: 0..0, table: None }, |entry| Place { span: entry.node.span.clone(), table: None })
    }

    /// The value of a key of a rule, limit, block or claim; where it is not written, its name.
    pub(super) fn of_item(&self, kind: &'static str, name: &str, key: &str) -> Place {
        let Some(node) = self.unnamed.get(&(kind, name)) else { return self.top("name") };
        Self::within(node, key).or_else(|| Self::within(node, "name")).unwrap_or_else(|| self.top("name"))
    }

    /// The name of an asset, person, group or list where it is given its table.
    pub(super) fn of_name(&self, kind: &str, name: &str) -> Place {
        let table = entry(self.root, kind).map(|entry| &entry.node);
        let found = table.and_then(|table| entry(table, name));
        found.map_or_else(
            || self.top("name"),
            |entry| Place { span: entry.key_span.clone(), table: Some(table_start(entry)) },
        )
    }

    /// The value of a key in the table of an asset, person or list; where it is not written, its name.
    pub(super) fn of_key(&self, kind: &str, name: &str, key: &str) -> Place {
        let table = entry(self.root, kind).map(|entry| &entry.node);
        let named = table.and_then(|table| entry(table, name));
        let found = named.and_then(|named| {
            let span = entry(&named.node, key)?.node.span.clone();
            Some(Place { span, table: Some(table_start(named)) })
        });
        found.unwrap_or_else(|| self.of_name(kind, name))
    }

    /// The value of a key in a table of its own, as `[prices]`.
    pub(super) fn of_table(&self, table: &str, key: &str) -> Place {
        let Some(table) = entry(self.root, table) else { return self.top("name") };
        let found = entry(&table.node, key).map(|entry| entry.node.span.clone());
        Place { span: found.unwrap_or_else(|| table.key_span.clone()), table: Some(table_start(table)) }
    }

    /// The places that texts and keys take up, in order: a `#` outside of them begins a comment.
    pub(super) fn texts(&self) -> Vec<Range<usize>> {
        let mut spans = Vec::new();
        collect(self.root, &mut spans);
        spans.sort_unstable_by_key(|span| (span.start, span.end));
        spans
    }

    fn within(node: &Node, key: &str) -> Option<Place> {
        let span = entry(node, key)?.node.span.clone();
        Some(Place { span, table: Some(node.span.start) })
    }
}

/// Where a table begins: its header, or its key where it is written inline or dotted.
fn table_start(entry: &Entry) -> usize {
    entry.key_span.start
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Entry> {
    let Value::Table(entries) = &node.value else { return None };
    entries.iter().find(|entry| entry.key == key)
}

fn collect(node: &Node, spans: &mut Vec<Range<usize>>) {
    match &node.value {
        Value::Text(_) => spans.push(node.span.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, spans)),
        Value::Table(entries) => {
            for entry in entries {
                spans.push(entry.key_span.clone());
                collect(&entry.node, spans);
            }
        }
        Value::Whole(_) | Value::Flag(_) | Value::When(_) | Value::Float => {}
    }
}
