//! `model cases SEED N`, `model answer`, `model stats`, `model compare EXPECTED GOT`.
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead, Write};

fn lines(read: impl BufRead) -> impl Iterator<Item = Value> {
    read.lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap())
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let words: Vec<&str> = args.iter().skip(1).map(String::as_str).collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match words[..] {
        ["cases", seed, n] => {
            for case in countersign_model::r#gen::cases(seed.parse().unwrap(), n.parse().unwrap()) {
                writeln!(out, "{case}").unwrap();
            }
        }
        ["answer"] => {
            for case in lines(std::io::stdin().lock()) {
                writeln!(out, "{}", countersign_model::answer(&case)).unwrap();
            }
        }
        ["stats"] => stats(lines(std::io::stdin().lock())),
        ["compare", expected, got] => {
            let open = |path: &str| lines(std::io::BufReader::new(std::fs::File::open(path).unwrap()));
            drop(out);
            std::process::exit(if compare(open(expected), open(got)) { 0 } else { 1 });
        }
        _ => {
            eprintln!("usage: model cases SEED N | answer | stats | compare EXPECTED GOT");
            std::process::exit(2);
        }
    }
}

/// Verdicts; check kind × status × code; approval status × code; error codes.
fn stats(answers: impl Iterator<Item = Value>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut count = |key: String| *counts.entry(key).or_default() += 1;
    let word = |v: &Value, key: &str| v[key].as_str().unwrap_or("-").to_string();
    for a in answers {
        if let Some(error) = a.get("error") {
            count(format!("verdict   error ({})", word(error, "code")));
            continue;
        }
        let last = if a["verdict"] == "deny" { format!(" final={}", a["final"]) } else { String::new() };
        let last = if a["verdict"] == "wait" { format!(" not_before={}", a.get("not_before").is_some()) } else { last };
        count(format!("verdict   {}{last}", word(&a, "verdict")));
        for c in a["checks"].as_array().unwrap() {
            let name = word(c, "check");
            let kind = name.split(':').next().unwrap();
            let until = if c.get("until").is_some() { " until" } else { "" };
            count(format!("check     {kind:10} {:4} {}{until}", word(c, "status"), word(c, "code")));
        }
        for c in a["approvals"].as_array().unwrap() {
            count(format!("approval  {:8} {:6} {}", word(c, "verdict"), word(c, "status"), word(c, "code")));
        }
    }
    for (key, n) in counts {
        println!("{n:8}  {key}");
    }
}

/// Differences that count are printed with the case's name; codes that differ are only counted.
fn compare(expected: impl Iterator<Item = Value>, got: impl Iterator<Item = Value>) -> bool {
    let mut soft: BTreeMap<String, usize> = BTreeMap::new();
    let mut hard: BTreeMap<String, usize> = BTreeMap::new();
    let (mut cases, mut differing) = (0, 0);
    let mut got = got;
    for e in expected {
        cases += 1;
        let name = e["name"].as_str().unwrap_or("?").to_string();
        let Some(g) = got.next() else {
            println!("{name}: no answer");
            differing += 1;
            continue;
        };
        let mut found: Vec<(String, String)> = Vec::new();
        differences(&e, &g, &mut found, &mut soft);
        for (kind, text) in &found {
            println!("{name}: {kind}: {text}");
            *hard.entry(kind.clone()).or_default() += 1;
        }
        differing += usize::from(!found.is_empty());
    }
    let extra = got.count();
    println!("-- {cases} cases, {differing} differ, {extra} answers left over");
    hard.iter().for_each(|(kind, n)| println!("-- {n:6} different {kind}"));
    soft.iter().for_each(|(kind, n)| println!("-- {n:6} tolerated: {kind}"));
    differing == 0 && extra == 0
}

fn differences(e: &Value, g: &Value, hard: &mut Vec<(String, String)>, soft: &mut BTreeMap<String, usize>) {
    let show = |v: Option<&Value>| v.map_or("absent".to_string(), Value::to_string);
    let mut differ = |kind: &str, what: &str, a: Option<&Value>, b: Option<&Value>| {
        if a != b {
            hard.push((kind.to_string(), format!("{what}expected {}, got {}", show(a), show(b))));
        }
    };
    differ("name", "", e.get("name"), g.get("name"));
    match (e.get("error"), g.get("error")) {
        (Some(a), Some(b)) => {
            if a["code"] != b["code"] {
                *soft.entry(format!("error code {} / {}", a["code"], b["code"])).or_default() += 1;
            }
            return;
        }
        (None, None) => {}
        (a, b) => return differ("error", "", a.or(e.get("verdict")), b.or(g.get("verdict"))),
    }
    for key in ["verdict", "final", "not_before"] {
        differ(key, "", e.get(key), g.get(key));
    }
    let by_name = |v: &Value| -> BTreeMap<String, Value> {
        v["checks"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|c| (c["check"].as_str().unwrap_or("?").into(), c.clone()))
            .collect()
    };
    let (ec, gc) = (by_name(e), by_name(g));
    let names: std::collections::BTreeSet<&String> = ec.keys().chain(gc.keys()).collect();
    for name in names {
        let kind = name.split(':').next().unwrap();
        let (Some(a), Some(b)) = (ec.get(name), gc.get(name)) else {
            differ(&format!("check {kind} (one side only)"), &format!("{name} "), ec.get(name), gc.get(name));
            continue;
        };
        for key in ["status", "until"] {
            differ(&format!("check {kind} {key}"), &format!("{name} "), a.get(key), b.get(key));
        }
        if a["code"] != b["code"] && a["status"] == b["status"] {
            *soft.entry(format!("code of {kind} {}: {} / {}", a["status"], a["code"], b["code"])).or_default() += 1;
        }
    }
    let order = |v: &Value| -> Vec<Value> {
        v["checks"].as_array().into_iter().flatten().map(|c| c["check"].clone()).collect()
    };
    if ec.len() == gc.len() && order(e) != order(g) {
        differ("check order", "", Some(&order(e).into()), Some(&order(g).into()));
    }
    let approvals = |v: &Value| -> Vec<Value> {
        let pick = |a: &Value| -> Value {
            let code = if a["status"] == "void" { a["code"].clone() } else { Value::Null };
            serde_json::json!([a["signer"], a["key"], a["verdict"], a["status"], code])
        };
        v["approvals"].as_array().into_iter().flatten().map(pick).collect()
    };
    let (ea, ga) = (approvals(e), approvals(g));
    differ("approvals count", "", Some(&ea.len().into()), Some(&ga.len().into()));
    for (a, b) in ea.iter().zip(&ga) {
        differ("approval", "", Some(a), Some(b));
    }
}
