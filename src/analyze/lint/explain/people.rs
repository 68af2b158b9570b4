//! Explanations: who asks and who agrees.

use super::Checked::{FromMemory, Verified};
use super::ReferenceKind::{Regulator, Standard};
use super::{Explanation, incident, logic, reference};

pub(super) const ONE_PERSON: Explanation = Explanation {
    means: "Some payout needs nobody but one person: whoever asks is the only one who signs, or a single approver is enough.",
    matters: "One stolen laptop, one bribe or one mistake is then the whole control. Up to which amount is said in the finding: \
              where it is a tier the finding is medium, where only a cap holds it is high.",
    references: &[
        reference(
            Regulator,
            "MAS, Guidelines on Consumer Protection Measures by DPT Service Providers (2024)",
            "controls limit what any single individual can do to move customers' assets",
            Verified,
        ),
        reference(
            Standard,
            "CCSS v9, 1.02.1.1",
            "a single signer aligns only where stated criteria are met; several signers are held to be best practice",
            Verified,
        ),
    ],
};

pub(super) const LOW_THRESHOLD: Explanation = Explanation {
    means: "Whatever the amount, a quorum of fewer than half of those it names is enough.",
    matters: "Whoever collects keys needs only the easiest few. More people in the set then make theft easier, not harder: \
              every one of them is another way in.",
    references: &[
        incident(
            "Harmony Horizon bridge, June 2022",
            "two of five keys sufficed; about 100 million dollars left",
            FromMemory,
        ),
        incident(
            "Radiant Capital, October 2024",
            "three of eleven signers sufficed; about 50 million dollars left",
            FromMemory,
        ),
    ],
};

pub(super) const ONE_ORG: Explanation = Explanation {
    means: "By the `org` of the approvers, one organisation meets a quorum alone, or holds all seats of it but one that anyone can fill. \
            Where all who are named are of one organisation and no other can veto, the finding is info.",
    matters: "A quorum over people of one house is one break-in, one administrator or one court order. It looks like many.",
    references: &[
        incident(
            "Ronin bridge, 23 March 2022",
            "five of nine validators sufficed, four of them in one company; 173,600 ETH and 25.5 million USDC left",
            Verified,
        ),
        reference(
            Standard,
            "CCSS v9, 1.02.4.1",
            "key material of a multi-signer wallet is spread over entities (level III)",
            FromMemory,
        ),
    ],
};

pub(super) const SAME_DEVICE: Explanation = Explanation {
    means: "Approvers name the same `device`, and who has it fills two seats of one quorum at least, or all of several rules.",
    matters: "People are counted, and two keys on one machine are one thing to steal.",
    references: &[
        reference(
            Standard,
            "CCSS v9, 1.05.9.1",
            "no two keys of a multi-signer wallet are used on one device",
            FromMemory,
        ),
        logic("a seat is worth what it costs to take it; a shared device makes the second free"),
    ],
};

pub(super) const SAME_SITE: Explanation = Explanation {
    means: "By the `site` of the approvers, those at one place can meet everything that the largest amount needs.",
    matters: "A break-in, a raid, a fire or a threat at that place is then enough to take the money, or to lose the keys together.",
    references: &[reference(
        Standard,
        "CCSS v9, 1.02.3.1",
        "key material of a multi-signer wallet is kept apart geographically",
        Verified,
    )],
};

pub(super) const AUTOMATED_SEAT: Explanation = Explanation {
    means: "An approver with `automated = true` stands in a quorum of some rule.",
    matters: "A program approves what it is shown, at every hour, as often as it is asked. Whoever takes its host has its seat, \
              and no person has looked.",
    references: &[
        incident(
            "Ronin bridge, March 2022",
            "the validators were programs; five compromised hosts signed both withdrawals",
            FromMemory,
        ),
        reference(
            Regulator,
            "Hong Kong SFC, circular 25EC44 (15 August 2025)",
            "names inadequate independent verification, and signers who approved forged transactions, among the weaknesses",
            Verified,
        ),
    ],
};

pub(super) const NO_SPARE: Explanation = Explanation {
    means: "There is a person with a single key without whom a rule's quorum cannot be met, whoever asks. Who asks may not be one \
            of those who agree unless the policy says so, which makes `2 of` three owners such a quorum.",
    matters: "One lost key, one illness or one resignation locks the money until a new version of the policy is in force. \
              Those who could sign that version may be the same people.",
    references: &[
        reference(
            Standard,
            "CCSS v9, 1.02.2.1",
            "a multi-signer wallet has one redundant key at least, for recovery",
            Verified,
        ),
        reference(
            Standard,
            "CCSS v9, 2.04.1.1",
            "a written plan says what is done when key material or its holder is lost or taken",
            FromMemory,
        ),
    ],
};

pub(super) const UNSIGNED_INITIATOR: Explanation = Explanation {
    means: "A rule that lets money out has `initiators = \"unsigned\"`: nobody signs the request.",
    matters: "Whoever can reach the service can file payouts in any name, as many as he likes, until somebody approves one in haste. \
              The approvers are the only control left.",
    references: &[
        incident(
            "CoinsPaid, July 2023",
            "attackers inside could create requests that looked authorised; 37 million dollars left",
            Verified,
        ),
        reference(
            Standard,
            "CCSS v9, 2.02.1.1",
            "what is done with key material is logged; a request that nobody signed names nobody in a log",
            FromMemory,
        ),
        logic("a name that nobody signed for is a label, so no limit or tier may depend on it"),
    ],
};

pub(super) const INITIATOR_APPROVES: Explanation = Explanation {
    means: "`initiator_may_approve = true`, and somebody who may ask is in the quorum of what he asks for.",
    matters: "A quorum of two is then one person and whoever asks: with one stolen key a thief needs one victim fewer. \
              Asking and agreeing are no longer two people's work.",
    references: &[
        reference(
            Regulator,
            "Hong Kong SFC, circular 25EC44 (15 August 2025)",
            "asks for proper segregation of duties in cold wallet operation",
            Verified,
        ),
        logic("`2 of owners` with an owner asking is one other person"),
    ],
};
