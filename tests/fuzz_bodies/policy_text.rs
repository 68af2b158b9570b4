//! Bytes → the text of a policy: pieces that belong there, good and bad, in some selection and order.

use super::common::Bytes;

/// A table or a line, and what may stand there; the first of each is good.
type Piece = &'static [&'static str];

const HEAD: &[Piece] = &[
    &["schema = 1", "schema = 2", "schema = \"1\""],
    &["realm = \"r\"", "realm = \"\"", "realm = \"of\""],
    &["name = \"n\"", "name = \"N-1.x_\"", "name = \"7\""],
    &["version = 1", "version = 0", "version = 2\nprevious = \"0\"", "version = -1"],
    &["wallets = [\"hot\", \"cold\"]", "wallets = [\"hot\"]", "wallets = [\"hot\", \"HOT\"]", "wallets = []"],
    &["payout_ttl = \"72h\"", "payout_ttl = \"1h\"", "payout_ttl = \"3651d\""],
    &["approval_ttl = \"60h\"", "approval_ttl = \"2h\"", "approval_ttl = \"060h\""],
    &["clock_skew = \"2m\"", "clock_skew = \"0s\"", "clock_skew = \"61m\""],
    &["payload = \"optional\"", "payload = \"required\"", "payload = \"maybe\""],
    &["", "title = \"A title\"", "title = \"\"", "title = \"\\u202e\"", "initiator_may_approve = true"],
];

const ALICE: &str = "ecdsa:03d65f60a8d1f26f58cb159e5bf34d2a72a71a048dea7d356efc1155d83089447e";

const TABLES: &[Piece] = &[
    &["[assets.BTC]\nchain = \"bitcoin\"\ndecimals = 8", "[assets.BTC]\nchain = \"Bitcoin\"\ndecimals = 8"],
    &["[assets.XRP]\nchain = \"xrpl\"\ndecimals = 6", "", "[assets.btc]\nchain = \"xrpl\"\ndecimals = 37"],
    &[
        "[approvers.alice]\nkeys = [\"ALICE\"]",
        "[approvers.alice]\nkeys = []",
        "[approvers.alice]\nkeys = [\"ecdsa:02\"]",
    ],
    &[
        "[approvers.bob]\nkeys = [\"bip340:69100adce38ccc1a78c57bfd7285e7faa89dd7b926c6856bc30038a4e54f0aa8\"]",
        "[approvers.bob]\nkeys = [\"ALICE\"]",
        "",
    ],
    &[
        "[requesters.bot]\nkeys = [\"eip191:03129072dc09678970bcc9dd8912af7158993280eb46dae0279c103d5e24866728\"]",
        "",
        "[requesters.Alice]\nkeys = [\"eip191:03129072dc09678970bcc9dd8912af7158993280eb46dae0279c103d5e24866728\"]",
    ],
    &["[groups]\nops = [\"alice\", \"bob\"]", "[groups]\nops = [\"alice\"]", "[groups]\nops = [\"carol\"]", ""],
    &[
        "[lists.known]\ncooling_off = \"48h\"\nentries = [{ chain = \"bitcoin\", address = \
         \"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4\", added = 2026-01-05T00:00:00Z }]",
        "[lists.known]\nentries = []",
        "[lists.known]\ncooling_off = \"48h\"\nentries = [{ chain = \"xrpl\", address = \"r1\", tag = \"7\" }]",
        "[lists.known]\nentries = [{ chain = \"tron\", address = \"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t\" }]",
        "",
    ],
    &[
        "[prices]\ncurrency = \"USD\"\ndecimals = 2\nfixed = { XRP = \"0.5\", BTC = \"50000\" }",
        "",
        "[prices]\ncurrency = \"USD\"\ndecimals = 2\nfeeds = \"1 of ops\"\nmax_age = \"10m\"\nbounds = { BTC = [\"1\", \"2\"] }",
        "[prices]\ncurrency = \"USD\"\ndecimals = 2\nbounds = { BTC = [\"2\", \"1\"] }",
        "[prices]\ncurrency = \"XRP\"\ndecimals = 2",
    ],
];

const RULE: &[Piece] = &[
    &["assets = \"any\"", "assets = [\"BTC\"]", "assets = [\"ETH\"]", "assets = []"],
    &["wallets = \"any\"", "wallets = [\"hot\"]", "wallets = [\"warm\"]"],
    &["to = \"any\"", "to = [\"known\"]", "not_to = [\"known\"]", "to = []", "to = [\"known\"]\nnot_to = [\"known\"]"],
    &[
        "initiators = [\"ops\"]",
        "initiators = \"unsigned\"",
        "initiators = \"requesters\"",
        "initiators = [\"bot\"]",
        "",
    ],
    &[
        "",
        "above = \"1 BTC per 24h\"",
        "above = \"1 BTC per payout\"",
        "above = \"5 USD per 1d\"\neach = [\"destination\"]",
        "above = \"1 BTC\"",
        "each = [\"wallet\"]",
    ],
    &[
        "approve = \"none\"",
        "approve = \"1 of ops\"",
        "approve = \"all of ops or (1 of alice and 1 of bob)\"",
        "approve = \"3 of ops\"",
        "approve = \"1 of alice and 1 of alice\"",
        "approve = \"\"",
    ],
    &["", "veto = \"1 of ops\"", "veto = \"none\"", "veto = \"nobody\""],
    &[
        "",
        "delay = \"1h\"\nveto = \"nobody\"",
        "delay = \"60h\"\nveto = \"nobody\"",
        "delay_waived_by = \"1 of ops\"",
        "delay = \"1h\"",
    ],
    &[
        "",
        "hours = { days = [\"mon\"], open = \"09:00\", close = \"17:00\", zone = \"Europe/Zurich\" }",
        "during = { days = [\"sat\", \"sun\"], open = \"00:00\", close = \"00:00\", zone = \"UTC\" }",
        "hours = { days = [], open = \"9:00\", close = \"24:00\", zone = \"Mars\" }",
    ],
];

const LIMIT: &[Piece] = &[
    &["max_fee = \"unlimited\"", "max_fee = \"0.1 BTC\"", "max_fee = \"1 USD\""],
    &["max = \"10 BTC per 24h\"", "max = \"10 USD per 24h\"", "max_count = \"5 per 1h\"", "max = \"1 BTC per payout\""],
    &[
        "max = \"10 XRP per 24h\"",
        "max = \"9 XRP per 3650d\"\nassets = [\"XRP\"]",
        "max = \"10 XRP per 24h\"\nassets = [\"BTC\"]",
    ],
    &[
        "",
        "to = [\"known\"]",
        "not_to = [\"known\"]",
        "initiators = [\"bot\"]",
        "each = [\"initiator\"]",
        "wallets = [\"hot\"]",
    ],
];

const BLOCK: Piece = &[
    "to = [\"known\"]",
    "wallets = [\"cold\"]\nreason = \"x\"",
    "",
    "assets = \"any\"",
    "initiators = \"requesters\"",
];

/// A byte below this chooses the first of a piece, so that most of a policy is good and the rest decides.
const GOOD: u8 = 232;

/// The text that the bytes choose.
pub fn from(bytes: &[u8]) -> String {
    let bytes = &mut Bytes(bytes);
    let mut tables: Vec<String> = TABLES.iter().map(|piece| chosen(bytes, piece)).collect();
    for place in 0..=bytes.below(3) {
        tables.push(format!("[[rules]]\nname = \"rule-{place}\"\n{}", lines(bytes, RULE)));
    }
    for (place, limit) in LIMIT[..3].iter().enumerate() {
        let limit = [chosen(bytes, limit), chosen(bytes, LIMIT[3])].join("\n");
        tables.push(format!("[[limits]]\nname = \"limit-{place}\"\n{limit}"));
    }
    if bytes.byte().is_multiple_of(4) {
        tables.push(format!("[[blocks]]\nname = \"block\"\n{}", chosen(bytes, BLOCK)));
    }
    let head = lines(bytes, HEAD);
    if !bytes.is_empty() {
        let (one, other) = (bytes.below(tables.len()), bytes.below(tables.len()));
        tables.swap(one, other);
    }
    format!("{head}\n{}\n", tables.join("\n\n")).replace("ALICE", ALICE)
}

fn lines(bytes: &mut Bytes<'_>, pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| chosen(bytes, piece) + "\n").collect()
}

fn chosen(bytes: &mut Bytes<'_>, piece: Piece) -> String {
    match bytes.byte() {
        ..GOOD => piece[0].to_owned(),
        255 => String::new(),
        other => piece[usize::from(other - GOOD) % piece.len()].to_owned(),
    }
}
