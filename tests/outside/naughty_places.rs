//! Every string of a policy, key and value: what of the small world's policy is written anew, with `@` for the string; what
//! is taken there of the naughty ones; and a string that is taken, if there is any.
//!
//! Here `'` is written for `"` and `;` for the end of a line.

use crate::naughty::{Takes, chain, decimal, free, name, never, opaque, tag};

pub type Place = (&'static str, &'static str, Takes, &'static str);

/// More tables, in front of the last.
pub const MORE: &str = "[[limits]];name = 'fees'";

/// Words for what more tables begin with.
pub const BEGUN: [(&str, &str); 4] = [
    (
        "TIER",
        "[[rules]];name = 'x';assets = ['BTC'];wallets = 'any';to = 'any';initiators = 'unsigned';approve = 'none'",
    ),
    ("COUNT", "[[limits]];name = 'x';max_count = '5 per 1h'"),
    ("BLOCK", "[[blocks]];name = 'x';reason = 'it may not'"),
    ("PRICES", "[prices];currency = 'USD';decimals = 2"),
];

const RULE: &str =
    "name = 'base';assets = 'any';wallets = 'any';to = 'any';initiators = 'unsigned';approve = '1 of ops'";
const ONE_COIN: &str = "name = 'base';assets = ['BTC'];wallets = 'any';to = 'any';initiators = 'unsigned';\
                        approve = '1 of ops';[assets.@];chain = 'stellar';decimals = 7";
const OPS: &str = "ops = ['alice', 'bob', 'carol']";
const LIST: &str = "entries = [{ chain = 'bitcoin', address = '3P14159f73E4gFr7JterCCQh9QjiTjiZrG' }]";
const KEY: &str = "ecdsa:02f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9";

/// Where nobody signs a request, no rule, limit or block names who asks.
const ASKED: &str = "initiators = 'unsigned';approve = '1 of ops';";

pub const PLACES: &[Place] = &[
    ("realm = 'test'", "realm = @", name, "prod"),
    ("name = 'world'", "name = @", name, "prod"),
    ("payload = 'optional'", "payload = @", never, "required"),
    ("payload = 'optional'", "payload = 'optional';title = @", free, "a title"),
    ("payload = 'optional'", "payload = 'optional';previous = @", never, ""),
    ("payload = 'optional'", "payload = 'optional';@ = 1", never, ""),
    ("'hot', 'cold'", "'hot', 'cold', @", name, "warm"),
    ("payout_ttl = '72h'", "payout_ttl = @", never, "3d"),
    ("approval_ttl = '48h'", "approval_ttl = @", never, "2d"),
    ("clock_skew = '2m'", "clock_skew = @", never, "0s"),
    // Assets.
    (RULE, ONE_COIN, name, "XLM"),
    ("chain = 'ripple'", "chain = @", chain, "stellar"),
    ("chain = 'ripple'", "@ = 'ripple'", never, "chain"),
    // People.
    ("[requesters.shop]", "[approvers.@]", name, "kiosk"),
    ("[requesters.shop]", "[requesters.@]", name, "kiosk"),
    ("[approvers.bob];keys = [", "[approvers.bob];keys = [@, ", never, KEY),
    ("[approvers.bob];", "[approvers.bob];org = @;", name, "acme"),
    ("[approvers.bob];", "[approvers.bob];device = @;", name, "acme"),
    ("[approvers.bob];", "[approvers.bob];site = @;", name, "acme"),
    ("[approvers.bob];", "[approvers.bob];@ = 'acme';", never, "org"),
    (OPS, "ops = ['alice', 'bob', 'carol', @]", never, "dana"),
    (OPS, "ops = ['alice', 'bob', 'carol'];@ = ['erin']", name, "board"),
    // Lists.
    ("[lists.friends]", "[lists.@]", name, "others"),
    (LIST, "entries = [];cooling_off = @", never, "48h"),
    (LIST, "entries = [];@ = '48h'", never, "cooling_off"),
    (LIST, "entries = [{ chain = @, address = 'x' }]", never, "ripple"),
    (LIST, "entries = [{ chain = 'ripple', address = @ }]", opaque, "x"),
    (LIST, "entries = [{ chain = 'bitcoin', address = @ }]", never, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
    (LIST, "entries = [{ chain = 'ripple', address = 'x', tag = @ }]", tag, "7"),
    (LIST, "entries = [{ chain = 'ripple', address = 'x', label = @ }]", free, "a friend"),
    (LIST, "entries = [{ chain = 'ripple', address = 'x', @ = '7' }]", never, "tag"),
    // Rules.
    ("name = 'base'", "name = @", name, "other"),
    ("assets = 'any'", "assets = [@]", never, "BTC"),
    ("assets = 'any'", "assets = @", never, "any"),
    ("wallets = 'any'", "wallets = [@]", never, "hot"),
    ("wallets = 'any'", "wallets = @", never, "any"),
    ("to = 'any'", "to = [@]", never, "friends"),
    ("to = 'any'", "to = @", never, "any"),
    ("to = 'any'", "not_to = [@]", never, "friends"),
    ("initiators = 'unsigned'", "initiators = [@]", never, "ops"),
    ("initiators = 'unsigned'", "initiators = @", never, "requesters"),
    ("approve = '1 of ops'", "approve = @", never, "none"),
    ("approve = '1 of ops'", "approve = '1 of ops';veto = @", never, "1 of risk"),
    ("approve = '1 of ops'", "approve = '1 of ops';@ = '1 of risk'", never, "veto"),
    ("approve = '1 of ops'", "approve = '1 of ops';veto = 'nobody';delay = @", never, "1h"),
    (
        "approve = '1 of ops'",
        "approve = '1 of ops';veto = 'nobody';delay = '1h';delay_waived_by = @",
        never,
        "all of ops",
    ),
    (MORE, "TIER;above = @", never, "1 BTC per payout"),
    (MORE, "TIER;above = '1 BTC per 24h';each = [@]", never, "destination"),
    (MORE, "TIER;during = { days = [@], open = '00:00', close = '00:00', zone = 'UTC' }", never, "sun"),
    (MORE, "TIER;during = { days = ['sun'], open = @, close = '00:00', zone = 'UTC' }", never, "09:00"),
    (MORE, "TIER;during = { days = ['sun'], open = '00:00', close = @, zone = 'UTC' }", never, "17:00"),
    (MORE, "TIER;during = { days = ['sun'], open = '00:00', close = '00:00', zone = @ }", never, "Europe/Zurich"),
    (MORE, "TIER;during = { days = ['sun'], open = '00:00', close = '00:00', @ = 'UTC' }", never, "zone"),
    (MORE, "TIER;hours = { days = [@], open = '00:00', close = '00:00', zone = 'UTC' }", never, "sun"),
    (MORE, "TIER;hours = { days = ['sun'], open = @, close = '00:00', zone = 'UTC' }", never, "09:00"),
    (MORE, "TIER;hours = { days = ['sun'], open = '00:00', close = @, zone = 'UTC' }", never, "17:00"),
    (MORE, "TIER;hours = { days = ['sun'], open = '00:00', close = '00:00', zone = @ }", never, "Europe/Zurich"),
    (MORE, "TIER;hours = { days = ['sun'], open = '00:00', close = '00:00', @ = 'UTC' }", never, "zone"),
    // Limits and blocks.
    ("max = '100 BTC per 24h'", "max = @", never, "7 BTC per 7d"),
    ("max_fee = 'unlimited'", "max_fee = @", never, "unlimited"),
    (MORE, "[[limits]];name = @;max_count = '5 per 1h'", name, "x"),
    (MORE, "[[limits]];name = 'x';max_count = @", never, "5 per 1h"),
    (MORE, "[[limits]];name = 'x';@ = '5 per 1h'", never, "max_count"),
    (MORE, "COUNT;each = [@]", never, "wallet"),
    (MORE, "COUNT;assets = [@]", never, "BTC"),
    (MORE, "COUNT;assets = @", never, "any"),
    (MORE, "COUNT;wallets = [@]", never, "hot"),
    (MORE, "COUNT;wallets = @", never, "any"),
    (MORE, "COUNT;to = [@]", never, "friends"),
    (MORE, "COUNT;to = @", never, "any"),
    (MORE, "COUNT;not_to = [@]", never, "friends"),
    (ASKED, "initiators = ['ops'];approve = '1 of ops';COUNT;initiators = [@];", never, "risk"),
    (ASKED, "initiators = ['ops'];approve = '1 of ops';COUNT;initiators = @;", never, "requesters"),
    (MORE, "[[blocks]];name = @;wallets = ['cold']", name, "x"),
    (MORE, "[[blocks]];name = 'x';wallets = ['cold'];reason = @", free, "it may not"),
    (MORE, "[[blocks]];name = 'x';wallets = ['cold'];@ = 'it may not'", never, "reason"),
    (MORE, "BLOCK;assets = [@]", never, "BTC"),
    (MORE, "BLOCK;assets = @", never, "any"),
    (MORE, "BLOCK;wallets = [@]", never, "hot"),
    (MORE, "BLOCK;wallets = @", never, "any"),
    (MORE, "BLOCK;to = [@]", never, "friends"),
    (MORE, "BLOCK;to = @", never, "any"),
    (MORE, "BLOCK;not_to = [@]", never, "friends"),
    (ASKED, "initiators = ['ops'];approve = '1 of ops';BLOCK;initiators = [@];", never, "risk"),
    (ASKED, "initiators = ['ops'];approve = '1 of ops';BLOCK;initiators = @;", never, "requesters"),
    // Prices.
    (MORE, "[prices];currency = @;decimals = 2", name, "USD"),
    (MORE, "[prices];currency = 'USD';@ = 2", never, "decimals"),
    (MORE, "PRICES;max_age = '10m';feeds = @", never, "1 of risk"),
    (MORE, "PRICES;feeds = '1 of risk';max_age = @", never, "10m"),
    (MORE, "PRICES;fixed = { XRP = @ }", decimal, "0.50"),
    (MORE, "PRICES;fixed = { @ = '1' }", never, "XRP"),
    (MORE, "PRICES;bounds = { XRP = [@, '100000000000000000000'] }", decimal, "0.50"),
    (MORE, "PRICES;bounds = { XRP = ['0.000000000000000001', @] }", decimal, "0.50"),
    (MORE, "PRICES;bounds = { @ = ['1', '2'] }", never, "XRP"),
    // Claims.
    (MORE, "[[claims]];name = @;never = '1 person moves more than 1 BTC per 24h'", name, "x"),
    (MORE, "[[claims]];name = 'x';never = @", never, "whoever requests also suffices"),
    (MORE, "[[claims]];name = 'x';always = @", never, "2 of ops can pay 1 BTC to friends within 48h"),
    (MORE, "[[claims]];name = 'x';@ = '2 people move anything'", never, "never"),
];
