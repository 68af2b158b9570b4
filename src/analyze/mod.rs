//! Questions about a policy: what it really permits.

mod lint;

pub use lint::{Checked, Explanation, Finding, Inspection, LintCode, Reference, ReferenceKind, Severity, Silenced};
