//! Explanations: amounts, tiers, caps, fees and prices.

use super::Checked::{FromMemory, Verified};
use super::{Explanation, incident, logic};

pub(super) const TIER_GAP: Explanation = Explanation {
    means: "A rule that asks for more above some amount or at some hours, be it people, time or a veto, binds listed \
            destinations, or people who ask, and not strangers or programs that a rule covers as well. It may also bind some \
            wallets, lists, approvers or programs that ask, or above an amount of the currency some assets, and not others: then \
            the finding is medium, and not said of those of whom a rule of their own asks somebody, nor of a list that the tier names in `not_to`. `perhaps` says that there are \
            too many sets of people to try them all.",
    matters: "The thief takes the way that asks for less: an address in no list, the program's key, the other wallet, or the other \
              approver's name.",
    references: &[logic(
        "a rule with `above` adds only where its selectors match; what it does not match needs what is left",
    )],
};

pub(super) const EACH_SPLITS: Explanation = Explanation {
    means: "A tier counts every destination for itself, destinations are free to choose, and no tier over all of them asks as many \
            people before a hundred times as much has left. Where only the tier's delay or veto is gone around, the finding is medium.",
    matters: "An address costs nothing. A thousand fresh ones each take what nobody is asked about, until the cap over all of them.",
    references: &[
        incident("Phemex, 23 January 2025", "6,328 ETH left the hot wallets, to ten addresses", Verified),
        logic("`each = [\"destination\"]` keeps a separate sum for every address"),
    ],
};

pub(super) const PER_PAYOUT_TIER: Explanation = Explanation {
    means: "A tier looks at one payout, `per payout`, and none over a running total asks as many people before a hundred times as \
            much has left, or waits as long, or has a veto. Where somebody alone is enough below it, the finding is high.",
    matters: "The amount just below the tier leaves again and again, up to the cap: nobody more is asked, and nothing waits.",
    references: &[logic("`per payout` compares the amount alone; `per 24h` adds what has left")],
};

pub(super) const FREE_ANY_AMOUNT: Explanation = Explanation {
    means: "For some payouts neither a covering rule nor any tier at all hours asks for an approval.",
    matters: "Whoever initiates takes what the cap lets out, every day, until somebody changes the policy.",
    references: &[logic("`approve = \"none\"` is safe only as far as tiers and caps hold")],
};

pub(super) const SHORT_WINDOW: Explanation = Explanation {
    means: "A cap, or the tiers of some payouts, count over less than a day, and nothing over a day or more holds what they let out \
            in 24 hours, all wallets, assets and initiators with a sum of their own taken together.",
    matters: "Windows are used again as they free. Ten an hour are two hundred and forty a day; nights and weekends are long.",
    references: &[logic("an entry exactly one window old no longer counts")],
};

pub(super) const NO_GLOBAL_VALUE: Explanation = Explanation {
    means: "Several assets can leave, and no limit in the currency of `[prices]` is about all of them.",
    matters: "A cap for each asset is a budget for each, and a thief takes them all on one evening.",
    references: &[incident(
        "Phemex, 23 January 2025",
        "assets on eleven chains began to leave within fifteen minutes",
        Verified,
    )],
};

pub(super) const UNCAPPED_BAND: Explanation = Explanation {
    means: "The least cap is a hundred times the highest tier, or more; what is written in the currency counts at the lowest price \
            there can be.",
    matters: "Whoever meets the top tier takes everything at once. A cap that is never near is written to satisfy the reader.",
    references: &[
        incident(
            "Ronin bridge V2, as published in 2022",
            "withdrawals of the top tier are not counted in the daily cap, since people look at them",
            Verified,
        ),
        logic("money that no limit caps is refused; a limit that is never reached is not"),
    ],
};

pub(super) const HOLE_IN_CAP: Explanation = Explanation {
    means: "A cap does not count some payouts, and what holds those is larger. Listed destinations that a cooling-off holds back are \
            no hole, nor is a line for one person or one list beside the common one. A cap that leaves out a wallet which has no \
            line of its own is a hole too, of medium weight.",
    matters: "The cap is read as the most that can be lost. What is not counted in it is lost beside it.",
    references: &[incident(
        "Ronin bridge V2, as published in 2022",
        "ten validators and one auditor take everything in one withdrawal that the daily cap does not count",
        Verified,
    )],
};

pub(super) const FEE_TIMES_COUNT: Explanation = Explanation {
    means: "A fee may be unlimited, or so many payouts may each cost so much that fees exceed the cap on amounts.",
    matters: "A fee leaves like any payout, to whoever mines the block, and no cap on amounts counts it.",
    references: &[
        incident("DeversiFi, September 2021", "one transfer was sent with a fee of about 7,676 ETH", FromMemory),
        incident("Paxos, September 2023", "one transfer was sent with a fee of about 20 BTC", FromMemory),
    ],
};

pub(super) const NO_COUNT_LIMIT: Explanation = Explanation {
    means: "No `max_count` over all destinations and initiators is about some payouts.",
    matters: "Caps count amounts, so the smallest amounts are free: a loop pays ten thousand times, and each costs a fee and a look.",
    references: &[logic("a cap on amounts says nothing of how often; a fee limit says what one payout may cost")],
};

pub(super) const ONE_FEED: Explanation = Explanation {
    means: "One feed's key, or the feeds of one organisation, meet `prices.feeds`.",
    matters: "Whoever has it calls a coin cheap, and tiers and caps in the currency open. The highest price counts, and one who can \
              silence the others is not contradicted.",
    references: &[
        incident(
            "Mango Markets, October 2022",
            "a price that was driven up became the collateral for everything",
            FromMemory,
        ),
        logic("if the people behind the quotes meet `feeds`, the highest of them is the price"),
    ],
};

pub(super) const NO_BOUNDS: Explanation = Explanation {
    means: "An asset whose value a tier or a cap needs has neither a fixed price nor bounds.",
    matters: "A price near zero, by a bug or by a bribe, makes any amount worth nothing.",
    references: &[logic("a quote outside its bounds is no quote, and what cannot be valued waits")],
};

pub(super) const FIXED_PEG: Explanation = Explanation {
    means: "An asset counts at a fixed price in some tier or cap.",
    matters: "A coin that falls locks the caps early, which is the careful side; one that rises above its price leaves beyond them. \
              For a coin that is meant to be a dollar that is a choice; somebody should have made it.",
    references: &[incident("USDC, 11 March 2023", "the coin was traded below 0.90 dollars for a weekend", FromMemory)],
};
