//! Explanations: what the text says and does not mean.

use super::{Explanation, logic};

pub(super) const LOCKED: Explanation = Explanation {
    means: "Something can never be allowed: a quorum that those left cannot meet, hours that never overlap, a block over everything a \
            rule covers, initiators whose time is over, or no covering rule at all.",
    matters: "Money that cannot move is not safe: it is moved in an emergency, around the policy.",
    references: &[logic(
        "every rule that binds must be met, by people who are active, may approve and have not rejected",
    )],
};

pub(super) const DEAD_LIMIT: Explanation = Explanation {
    means: "Whatever a limit refuses another refuses as well.",
    matters: "Somebody reads it as a protection, or loosens it and wonders. Of two limits the stricter is the policy.",
    references: &[logic("every limit that matches applies")],
};

pub(super) const DEAD_RULE: Explanation = Explanation {
    means: "A rule covers nothing, adds to nothing, asks nobody for anything, or asks only for what another asks for wherever it binds.",
    matters: "It was written for a reason, and does not serve it.",
    references: &[logic("a rule with `above` or `during` only adds to what another covers")],
};

pub(super) const UNUSED: Explanation = Explanation {
    means: "A group, list, person, asset or wallet is defined, and nothing in the policy refers to it in a way that matters.",
    matters: "A list of sanctions that no block names blocks nobody. A key that nobody needs is still a key.",
    references: &[logic("definitions have no effect of their own")],
};

pub(super) const LIMIT_BELOW_TIER: Explanation = Explanation {
    means: "A tier begins at or above what a cap lets out, so that no allowed payout ever reaches it.",
    matters: "The policy reads as if more people looked at large amounts. Nobody ever will, until the cap is raised.",
    references: &[logic("a payout above a cap is denied, whoever approves it")],
};

pub(super) const STATEMENT_ROOM: Explanation = Explanation {
    means: "With the longest names of the policy a statement leaves less than 100 of its 640 bytes for the payout's id and note.",
    matters: "Payouts whose statement is longer are refused, at the worst moment and for the longest names only.",
    references: &[logic("a statement has 640 bytes at most, which hardware wallets show")],
};

pub(super) const FALSE_CLAIM: Explanation = Explanation {
    means: "The policy claims something of itself that it does not keep: the engine allows the payouts that are named, or does not \
            allow the one that should be. The policy is refused, and no comment silences it.",
    matters: "A claim is what its author promised. Somebody relies on it.",
    references: &[logic("a claim restricts nothing: rules, limits and blocks must keep it")],
};

pub(super) const UNSHOWN_CLAIM: Explanation = Explanation {
    means: "The policy claims something of itself that was neither proven nor broken. The policy is refused, and no comment silences \
            it.",
    matters: "A claim that nobody can show is a hope. What is known all the same is said beside it.",
    references: &[logic("a claim holds if it is proven, and not if nothing was found against it")],
};

pub(super) const UNKNOWN_SILENCE: Explanation = Explanation {
    means: "A comment begins as a silence does and names no lint.",
    matters: "Whoever wrote it believes that a finding is silenced, with a reason that everyone has read.",
    references: &[logic("a silence is `# countersign: allow CODE (why)`, on the line above the key or the table")],
};

pub(super) const SILENCE_WITHOUT_REASON: Explanation = Explanation {
    means: "A silence gives no reason in parentheses. It silences nothing.",
    matters: "The reason is what the next reader judges. It stands in the policy's own bytes, so that its digest covers it.",
    references: &[logic("a silence is `# countersign: allow CODE (why)`, on the line above the key or the table")],
};

pub(super) const IDLE_SILENCE: Explanation = Explanation {
    means: "A silence stands above nothing that has such a finding, or beside a value.",
    matters: "What it excused is gone or has moved, and it would excuse the next one.",
    references: &[logic("a silence is about the key or the table right below it and about nothing else")],
};
