//! Inputs that are refused, each for one reason.
use super::rng::Rng;
use serde_json::{Value, json};

pub fn spoil(rng: &mut Rng, case: &mut Value) -> &'static str {
    match rng.below(10) {
        0..4 => policy(rng, case),
        4..6 => payout(rng, case),
        6 => approvals(rng, case),
        7..9 => ledger(rng, case),
        _ => rest(rng, case),
    }
}

fn swap(case: &mut Value, from: &str, to: &str) {
    let text = case["policy"].as_str().unwrap().replacen(from, to, 1);
    case["policy"] = text.into();
}

fn policy(rng: &mut Rng, case: &mut Value) -> &'static str {
    let swaps = [
        ("schema = 1", "schema = 2", "schema"),
        ("clock_skew = ", "clock_skew = \"61m\" #", "skew"),
        ("wallets = [", "wallets = [\"HOT-1\", ", "wallet-twins"),
        ("wallets = [", "wallets = [\"123\", ", "only-digits"),
        ("payload = ", "payload = \"maybe\" #", "payload"),
        ("payout_ttl = ", "payout_ttl = \"072h\" #", "duration"),
        ("approval_ttl = ", "approval_ttl = \"1h\" #", "ttl-below-delay"),
        ("realm = ", "realm = \"any\" #", "reserved-name"),
        ("[groups]", "[freeze]\n[groups]", "reserved-table"),
        ("[groups]", "[groups]\nempty = []", "empty-array"),
        ("[groups]", "[groups]\nghosts = [\"nobody-here\"]", "dangling"),
        ("[groups]", "[groups]\nAlice = [\"bob\"]", "namespace-twins"),
        ("[groups]", "[groups]\ntwice = [\"bob\", \"bob\"]", "twice"),
        ("version = ", "# zero\u{200b}width\nversion = ", "format-character"),
        ("version = ", "title = \"a\\u202eb\"\nversion = ", "escaped-character"),
        ("version = ", "version = 0 #", "version-zero"),
        ("version = ", "colour = \"red\"\nversion = ", "unknown-key"),
        ("decimals = ", "decimals = 37 #", "decimals"),
        ("chain = ", "chain = \"eip155:1\" #", "chain-name"),
        ("chain = ", "chain = \"Bitcoin\" #", "chain-case"),
        (
            "keys = [",
            "keys = [\"ecdsa:02ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\", ",
            "no-point",
        ),
        ("approve = ", "approve = \"0 of ops\" #", "threshold-0"),
        ("approve = ", "approve = \"9 of ops\" #", "threshold-9"),
        ("approve = ", "approve = \"1 of alice and 1 of alice\" #", "never-met"),
        ("approve = ", "approve = \"1 of ops or 1 of risk and 1 of board\" #", "and-or"),
        ("approve = ", "approve = \"1 of strangers\" #", "dangling-quorum"),
        ("approve = ", "delay = \"1h\" #", "missing-approve"),
        ("max_fee = ", "max_count = \"1 per 1h\" #", "no-fee-cap"),
        ("max = ", "max_count = \"5 per 24h\" #", "perhaps-uncapped"),
        ("max = ", "each = [\"destination\"]\nmax = ", "cap-each"),
        (" per ", "  per ", "two-spaces"),
        ("[[rules]]", "[[rules]]\nwhen = \"now\"", "unknown-rule-key"),
        ("[[limits]]", "[[limits]]\nmax_count = \"1 per 1h\"", "two-maxima"),
        ("[[limits]]", "[[limits]]\nwallets = []", "empty-wallets"),
    ];
    let (from, to, kind) = rng.pick(&swaps);
    if rng.chance(5) {
        let text = case["policy"].as_str().unwrap().replace('\n', "\r\n");
        case["policy"] = text.into();
        return "policy-cr";
    }
    swap(case, from, to);
    kind
}

fn payout(rng: &mut Rng, case: &mut Value) -> &'static str {
    let p = &mut case["payout"];
    match rng.below(16) {
        0 => p["amount"] = 5.into(),
        1 => p["amount"] = format!("0{}", p["amount"].as_str().unwrap()).into(),
        2 => p["amount"] = format!("0 {}", p["amount"].as_str().unwrap().split(' ').nth(1).unwrap()).into(),
        3 => p["to"] = "bad address".into(),
        4 => p["to"] = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5".into(),
        5 => p["tag"] = Value::Null,
        6 => p["tag"] = "-".into(),
        7 => p["note"] = rng.pick(&["a: b", " a", "a  b", "-", "", "é"]).into(),
        8 => p["colour"] = "red".into(),
        9 => p["submitted_at"] = "2026-11-22T10:00:00.000Z".into(),
        10 => p["wallet"] = "HOT-1".into(),
        11 => p["initiator"] = rng.pick(&["Alice", "BOB", "any", "77"]).into(),
        12 => p["amount"] = p["amount"].as_str().unwrap().to_lowercase().into(),
        13 => p["payload_sha256"] = "0F".repeat(32).into(),
        14 => p["id"] = "no id".into(),
        _ => drop(p.as_object_mut().unwrap().remove(rng.pick(&["id", "wallet", "to", "initiator", "submitted_at"]))),
    }
    "payout"
}

fn approvals(rng: &mut Rng, case: &mut Value) -> &'static str {
    let all = case["approvals"].as_array_mut().unwrap();
    let stamp = "2026-11-22T10:00:00Z";
    let mut one = json!({"signer":"alice","key":"ecdsa:00","verdict":"reject","signed_at":stamp,"signature":"00","received_at":stamp});
    match rng.below(7) {
        0 => drop(one.as_object_mut().unwrap().remove("received_at")),
        1 => one["expires_at"] = stamp.into(),
        2 => one["verdict"] = "approve".into(),
        3 => one["verdict"] = "abstain".into(),
        4 => one["extra"] = true.into(),
        5 => one["signed_at"] = "yesterday".into(),
        _ => {
            for i in 0..9 {
                let mut more = one.clone();
                more["signature"] = format!("0{i}").into();
                all.push(more);
            }
            return "nine-of-one";
        }
    }
    all.push(one);
    "approval"
}

fn ledger(rng: &mut Rng, case: &mut Value) -> &'static str {
    let text = case["ledger"].as_str().unwrap().to_string();
    let line = r#"{"payout":"extra","wallet":"hot-1","amount":"1 OLD","to":"x","initiator":"bob","at":"2026-01-01T00:00:00Z","state":"paid"}"#;
    let n = text.lines().count() - 1;
    let grown = |by: usize, more: &str| {
        format!("{}{more}", text.replacen(&format!("\"entries\":{n}"), &format!("\"entries\":{}", n + by), 1))
    };
    case["ledger"] = match rng.below(12) {
        0 => text.trim_end().into(),
        1 => "".into(),
        2 => format!("{text}{line}\n").into(),
        3 => text.replacen("/hot", "/cold", 1).into(),
        4 => grown(2, &format!("{line}\n{line}\n")).into(),
        5 => grown(1, &format!("{}\n", line.replace("paid", "lost"))).into(),
        6 => grown(1, "not json\n").into(),
        7 => grown(1, "\n").into(),
        8 => grown(1, &format!("{}\n", line.replace("\"at\"", "\"when\""))).into(),
        9 => grown(1, &format!("{}\n", line.replace("1 OLD", "0 OLD2"))).into(),
        10 => format!("{text}\n").into(),
        _ => grown(1, "").into(),
    };
    "ledger"
}

fn rest(rng: &mut Rng, case: &mut Value) -> &'static str {
    let quote = |price: &str| json!([{"signer":"alice","key":"ecdsa:00","asset":"BTC","price":price,"quoted_at":"2026-11-22T10:00:00Z","signature":"00"}]);
    match rng.below(6) {
        0 => case["at"] = "2026-11-22 10:00:00Z".into(),
        1 => case["prices"] = quote("1.50"),
        2 => case["prices"] = quote("0"),
        3 => case["prices"] = quote("1.0000000000000000001"),
        4 => drop(case.as_object_mut().unwrap().remove("ledger")),
        _ => case["reserved"] = "yes".into(),
    }
    "case"
}
