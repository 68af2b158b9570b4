//! Explanations: where money goes, and which bytes are signed.

use super::Checked::{FromMemory, Verified};
use super::ReferenceKind::{Regulator, Standard};
use super::{Explanation, incident, logic, reference};

pub(super) const NEW_DESTINATION_AT_ONCE: Explanation = Explanation {
    means: "A list that a rule pays, or that a tier, cap or block lets by in `not_to`, has no `cooling_off`: a new entry does so from \
            its first second.",
    matters: "Whoever gets one address into the list is paid before anybody has noticed. A wait costs an honest addition nothing.",
    references: &[logic("an entry past its cooling-off is in the list; without one it is at once")],
};

pub(super) const ANY_DESTINATION: Explanation = Explanation {
    means: "A rule that lets money out says `to = \"any\"`, or `not_to`.",
    matters: "Whoever meets the rule chooses where the money goes, up to the cap. An exchange has to; a vault does not.",
    references: &[logic("a list in `to` is the only thing that binds the destination")],
};

pub(super) const LOOK_ALIKE: Explanation = Explanation {
    means: "Two entries of the lists share the first four and the last two characters that tell addresses apart. What every address of a \
            kind begins with, `0x` or `bc1q`, is not counted. Accounts of Ethereum are compared over all chains.",
    matters: "People compare the ends, and wallets show no more. An address that ends alike is cheap to make, and one that was copied \
              from a history of payments is how it comes into a list.",
    references: &[
        incident(
            "DMM Bitcoin, 31 May 2024",
            "4,502.9 BTC went to 1B6rJRfj…kdZw7P; the firm had paid 1B6rJ6ZK…QdNM7P before",
            Verified,
        ),
        reference(
            Standard,
            "CCSS v9, 1.05.8.1",
            "destinations and amounts are verified over approved channels before a key is used (level II)",
            Verified,
        ),
    ],
};

pub(super) const IDLE_COOLING_OFF: Explanation = Explanation {
    means: "A list has a `cooling_off`, and no rule pays it, and nothing escapes by it.",
    matters: "Somebody believes that a new entry waits. What restricts reads lists widely, from an entry's first second; \
              a cooling-off only ever holds permission back.",
    references: &[logic("what permits is read narrowly, what restricts widely")],
};

pub(super) const OPAQUE_BLOCK: Explanation = Explanation {
    means: "A block names addresses on a chain that the engine does not parse.",
    matters: "There an address is text. Another spelling of the same account, or another tag where the entry has one, is not blocked.",
    references: &[logic("on chains that are not parsed, addresses are compared as text, without letter case")],
};

pub(super) const PAYLOAD_OPTIONAL: Explanation = Explanation {
    means: "`payload = \"optional\"`, and some rule asks for approvals.",
    matters: "People approve amount and destination, and whoever builds the transaction chooses its bytes. The signing service must \
              decode them; where it can be deceived, approvals that bind the bytes could not be.",
    references: &[
        incident(
            "Bybit, 21 February 2025",
            "three signers confirmed a transfer on their screens and signed a call that replaced the wallet's code",
            FromMemory,
        ),
        reference(
            Regulator,
            "Hong Kong SFC, circular 25EC44 (15 August 2025)",
            "names signers who blindly approved forged transactions among the weaknesses",
            Verified,
        ),
    ],
};
