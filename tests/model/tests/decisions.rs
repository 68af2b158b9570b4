//! Whole cases, each with one thing changed.
use countersign_model::answer;
use countersign_model::r#gen::keys as making;
use countersign_model::r#gen::making::*;
use countersign_model::sign::Scheme;
use countersign_model::value::{instant, print_instant};
use countersign_model::{input, load};
use serde_json::{Value, json};

const T0: &str = "2026-11-22T10:00:00Z";

fn policy_text(rules: &str, more: &str) -> String {
    let key = |who: &str| making::key_text(Scheme::Ecdsa, who);
    let mut out = String::from(
        "schema = 1\nrealm = \"acme\"\nname = \"hot\"\nversion = 1\nwallets = [\"hot-1\"]\npayout_ttl = \"72h\"\n\
         approval_ttl = \"60h\"\nclock_skew = \"2m\"\npayload = \"optional\"\n[assets.XLM]\nchain = \"stellar\"\ndecimals = 7\n",
    );
    for who in ["alice", "bob", "carol", "dave"] {
        out.push_str(&format!("[approvers.{who}]\nkeys = [\"{}\"]\n", key(who)));
    }
    out.push_str("[groups]\nops = [\"alice\", \"bob\", \"carol\"]\n");
    out.push_str(more);
    out.push_str(rules);
    if !rules.contains("[[limits]]") {
        out.push_str("[[limits]]\nname = \"day\"\nmax = \"100 XLM per 24h\"\n");
    }
    out.push_str("[[limits]]\nname = \"fee\"\nmax_fee = \"unlimited\"\n");
    out
}

fn rule(more: &str) -> String {
    format!("[[rules]]\nname = \"r\"\nassets = \"any\"\nwallets = \"any\"\n{more}\n")
}

const PLAIN: &str = "to = \"any\"\ninitiators = \"unsigned\"\napprove = \"2 of ops\"";

struct Scene {
    policy: String,
    payout: Value,
    approvals: Vec<(&'static str, &'static str, i64)>,
    lines: Vec<Value>,
    at: i64,
    reserved: bool,
}

fn scene(policy: String) -> Scene {
    let payout = json!({"id":"p1","wallet":"hot-1","amount":"10 XLM","to":"GABC","initiator":"dave","submitted_at":T0});
    Scene { policy, payout, approvals: vec![], lines: vec![], at: 3600, reserved: false }
}

impl Scene {
    /// Verdict by a signer, received so many seconds after submission.
    fn by(mut self, signer: &'static str, verdict: &'static str, received: i64) -> Scene {
        self.approvals.push((signer, verdict, received));
        self
    }

    fn paid(mut self, id: &str, amount: &str, at: i64, more: Value) -> Scene {
        let mut line = json!({"payout":id,"wallet":"hot-1","amount":amount,"to":"GABC","initiator":"dave",
            "at":print_instant(instant(T0).unwrap() + at),"state":"paid"});
        line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.lines.push(line);
        self
    }

    fn at(mut self, at: i64) -> Scene {
        self.at = at;
        self
    }

    fn answer(&self) -> Value {
        let policy = load::load(&self.policy).unwrap();
        let payout = input::payout(&self.payout, &policy).unwrap();
        let t0 = instant(T0).unwrap();
        let sign = |(signer, verdict, received): &(&str, &str, i64)| {
            let at = Stamp {
                signed: t0 + received,
                expires: (*verdict == "approve").then_some(t0 + received + 36_000),
                received: t0 + received,
            };
            approval(&policy, &payout, signer, signer, Scheme::Ecdsa, verdict, &at, Style::default())
        };
        answer(&json!({
            "name": "t", "policy": self.policy, "payout": self.payout,
            "approvals": self.approvals.iter().map(sign).collect::<Vec<_>>(),
            "ledger": ledger_text(&policy, 1, &policy.sha256, &self.lines),
            "at": print_instant(t0 + self.at), "reserved": self.reserved,
        }))
    }

    fn check(&self, name: &str) -> String {
        let answer = self.answer();
        let Some(c) =
            answer["checks"].as_array().unwrap_or_else(|| panic!("{answer}")).iter().find(|c| c["check"] == name)
        else {
            return "none".to_string();
        };
        let until = c
            .get("until")
            .map_or(String::new(), |u| format!(" {}", instant(u.as_str().unwrap()).unwrap() - instant(T0).unwrap()));
        format!("{} {}{until}", c["status"].as_str().unwrap(), c["code"].as_str().unwrap())
    }

    fn verdict(&self) -> String {
        let a = self.answer();
        a["verdict"].as_str().unwrap_or_else(|| panic!("{a}")).to_string()
    }
}

#[test]
fn two_approvals_allow_and_one_waits() {
    let s = scene(policy_text(&rule(PLAIN), "")).by("alice", "approve", 60);
    assert_eq!(s.verdict(), "wait");
    assert_eq!(s.by("bob", "approve", 70).verdict(), "allow");
}

#[test]
fn a_quorum_no_longer_reachable_denies() {
    let s = scene(policy_text(&rule(PLAIN), "")).by("alice", "reject", 60).by("bob", "reject", 61);
    assert_eq!(s.check("quorum:r"), "fail unreachable");
    assert_eq!(s.answer()["final"], false);
}

#[test]
fn the_delay_starts_with_the_unbroken_stretch() {
    let text = format!("{PLAIN}\nveto = \"nobody\"\ndelay = \"1h\"");
    let s = scene(policy_text(&rule(&text), "")).by("alice", "approve", 60).by("bob", "approve", 100);
    assert_eq!(s.check("delay:r"), "wait delay 3700");
    assert_eq!(s.check("veto:r"), "none");
    let s = s.at(3699);
    assert_eq!(s.check("delay:r"), "wait delay 3700");
    assert_eq!(s.at(3700).check("delay:r"), "met met");
}

#[test]
fn a_hole_in_the_stretch_starts_the_clock_again_and_a_third_person_keeps_it() {
    let text = format!("{PLAIN}\nveto = \"nobody\"\ndelay = \"1h\"");
    // alice rejects at 200: the quorum of bob and carol is met from carol's receipt on.
    let base = || {
        scene(policy_text(&rule(&text), ""))
            .by("alice", "approve", 60)
            .by("bob", "approve", 100)
            .by("alice", "reject", 200)
    };
    assert_eq!(base().by("carol", "approve", 300).check("delay:r"), "wait delay 3900");
    assert_eq!(base().by("carol", "approve", 200).check("delay:r"), "wait delay 3700");
    assert_eq!(base().by("carol", "approve", 150).check("delay:r"), "wait delay 3700");
}

#[test]
fn a_delay_past_the_expiry_fails_or_is_waivable() {
    let text = format!("{PLAIN}\nveto = \"nobody\"\ndelay = \"50h\"");
    let late = 72 * 3600 - 50 * 3600;
    let s = |at: i64, waiver: &str| {
        scene(policy_text(&rule(&format!("{text}{waiver}")), ""))
            .by("alice", "approve", at)
            .by("bob", "approve", at)
            .at(at + 10)
    };
    assert_eq!(s(late - 1, "").check("delay:r"), format!("wait delay {}", 72 * 3600 - 1));
    assert_eq!(s(late, "").check("delay:r"), "fail too-late");
    assert_eq!(s(late, "\ndelay_waived_by = \"all of ops\"").check("delay:r"), "wait waivable");
    assert_eq!(s(late, "\ndelay_waived_by = \"all of ops\"").by("carol", "approve", late).check("delay:r"), "met met");
}

#[test]
fn nothing_signed_is_no_anchor() {
    let rules = rule("to = \"any\"\ninitiators = \"unsigned\"\napprove = \"none\"")
        + "[[rules]]\nname = \"big\"\nassets = [\"XLM\"]\nwallets = \"any\"\nto = \"any\"\ninitiators = \"unsigned\"\n\
           above = \"9 XLM per payout\"\napprove = \"none\"\nveto = \"nobody\"\ndelay = \"1h\"\ndelay_waived_by = \"2 of ops\"\n";
    let s = scene(policy_text(&rules, ""));
    assert_eq!(s.check("delay:big"), "wait waivable");
    let s = s.by("alice", "approve", 1).by("bob", "approve", 2);
    assert_eq!((s.check("delay:big"), s.verdict()), ("met met".to_string(), "allow".to_string()));
}

#[test]
fn a_window_waits_until_the_first_instant_it_fits() {
    let s = scene(policy_text(&rule(PLAIN), "")).paid("a", "50 XLM", -80_000, json!({})).paid(
        "b",
        "41 XLM",
        -70_000,
        json!({}),
    );
    assert_eq!(s.check("limit:day"), "wait limit 6400");
    let s = s.paid("c", "50 XLM", -60_000, json!({}));
    assert_eq!(s.check("limit:day"), "wait limit 16400");
    assert_eq!(
        scene(policy_text(&rule(PLAIN), "")).paid("a", "91 XLM", 3600 - 86_400, json!({})).check("limit:day"),
        "met met"
    );
    assert_eq!(scene(policy_text(&rule(PLAIN), "")).paid("a", "90 XLM", 3600, json!({})).check("limit:day"), "met met");
}

const LIST: &str = "[lists.l]\ncooling_off = \"48h\"\nentries = [ { chain = \"stellar\", address = \"gabc\", added = 2026-11-22T00:00:00Z }, \
                    { chain = \"stellar\", address = \"GABC\", tag = \"7\", added = 2026-11-20T10:30:00Z } ]\n";

#[test]
fn touching_is_wide_and_being_in_is_narrow() {
    let s = |tag: &str, to: &str| {
        let mut s = scene(policy_text(&rule(&PLAIN.replace("to = \"any\"", to)), LIST));
        if !tag.is_empty() {
            s.payout["tag"] = tag.into();
        }
        s
    };
    assert_eq!(s("7", "to = [\"l\"]").check("covered"), "met met");
    assert_eq!(s("7", "to = [\"l\"]").at(1799).check("covered"), "wait cooling-off 1800");
    assert_eq!(s("", "to = [\"l\"]").check("covered"), "fail not-covered");
    assert_eq!(s("8", "to = [\"l\"]").check("quorum:r"), "wait approvals-missing"); // gabc without tag touches
    assert_eq!(s("8", "not_to = [\"l\"]").check("covered"), "fail not-covered");
    assert_eq!(s("7", "not_to = [\"l\"]").check("quorum:r"), "none");
    assert_eq!(s("8", "not_to = [\"l\"]").check("quorum:r"), "wait approvals-missing");
}

#[test]
fn reserved_sets_its_own_line_aside_and_asks_for_it() {
    let mut s = scene(policy_text(&rule(PLAIN), "")).paid("p1", "10 XLM", 60, json!({"state":"reserved"})).paid(
        "b",
        "90 XLM",
        0,
        json!({}),
    );
    assert_eq!(s.check("once"), "fail already");
    s.reserved = true;
    assert_eq!((s.check("once"), s.check("limit:day")), ("met met".to_string(), "met met".to_string()));
    s.lines[0]["fee"] = "1 XLM".into();
    assert_eq!(s.check("once"), "fail not-reserved");
    assert_eq!(s.answer()["final"], false);
}

#[test]
fn an_entry_of_an_unnamed_asset_waits_for_a_price_in_a_currency_limit() {
    let prices = "[prices]\ncurrency = \"USD\"\ndecimals = 2\nfixed = { XLM = \"0.333\" }\n";
    let limits = "[[limits]]\nname = \"usd\"\nmax = \"3.34 USD per 24h\"\n";
    let s = |lines: Vec<(&str, Value)>| {
        let mut s = scene(policy_text(&(rule(PLAIN) + limits), prices));
        for (i, (amount, more)) in lines.into_iter().enumerate() {
            s = s.paid(&format!("x{i}"), amount, 0, more);
        }
        s
    };
    assert_eq!(s(vec![]).check("limit:usd"), "met met");
    assert_eq!(s(vec![("0.01 XLM", json!({}))]).check("limit:usd"), "met met"); // 3.33 + 0.01, rounded up
    assert_eq!(s(vec![("0.04 XLM", json!({}))]).check("limit:usd"), "wait limit 86400");
    assert_eq!(s(vec![("5 OLD", json!({}))]).check("limit:usd"), "wait price");
    assert_eq!(s(vec![("5 OLD", json!({}))]).check("price:OLD"), "wait price");
    assert_eq!(s(vec![("5 OLD", json!({"value":"0.01 USD"}))]).check("limit:usd"), "met met");
    assert_eq!(s(vec![("5 OLD", json!({"value":"0.01 EUR"}))]).check("limit:usd"), "wait price");
}

#[test]
fn an_unknown_asset_ends_the_evaluation() {
    let mut s = scene(policy_text(&rule(PLAIN), "")).by("alice", "approve", 1);
    s.payout["amount"] = "10 DOGE".into();
    let a = s.answer();
    assert_eq!((a["checks"].as_array().unwrap().len(), a["approvals"].as_array().unwrap().len()), (2, 0));
    assert_eq!(a["final"], true);
    s.payout["amount"] = "10 xlm".into();
    assert!(input::payout(&s.payout, &load::load(&s.policy).unwrap()).is_err());
}

#[test]
fn a_statement_over_640_bytes_is_refused() {
    let mut s = scene(policy_text(&rule(PLAIN), ""));
    let policy = load::load(&s.policy).unwrap();
    s.payout["to"] = "G".repeat(128).into();
    s.payout["note"] = "n".repeat(20).into();
    s.payout["payload_sha256"] = "0".repeat(64).into();
    let mut case = json!({"name":"t","policy":s.policy,"payout":s.payout,"approvals":[],"ledger":ledger_text(&policy, 1, &policy.sha256, &[]),"at":T0});
    let shortest_refused = (1..=64).find(|n| {
        case["payout"]["tag"] = "t".repeat(*n).into();
        answer(&case).get("error").is_some()
    });
    let statement_length = |tag: usize| {
        let money = input::payout(&case["payout"], &policy).unwrap().money.unwrap();
        let by =
            countersign_model::statement::Signing { verdict: "approve", signer: "alice", signed: 0, expires: Some(0) };
        let payout = input::payout(&case["payout"], &policy).unwrap();
        countersign_model::statement::statement(&policy, &payout, &money, &by).len() - "10".len() + 40 + tag
            - money.to.tag.as_ref().unwrap().len()
    };
    assert_eq!(statement_length(shortest_refused.unwrap()), 641);
}

#[test]
fn policies_are_refused() {
    let good = policy_text(&rule(PLAIN), "");
    assert_eq!(load::load(&good).err(), None);
    for (from, to) in [
        ("max = \"100 XLM per 24h\"", "max = \"100 XLM per payout\""),
        ("max_fee = \"unlimited\"", "max_count = \"5 per 1h\""),
        ("name = \"day\"", "name = \"day\"\neach = [\"destination\"]"),
        ("name = \"day\"", "name = \"FEE\""),
        ("name = \"day\"", "name = \"day\"\ninitiators = [\"dave\"]"),
        ("approve = \"2 of ops\"", "approve = \"2 of ops\"\ndelay = \"1h\""),
        ("approve = \"2 of ops\"", "approve = \"none\"\ndelay = \"1h\"\nveto = \"nobody\""),
        ("approve = \"2 of ops\"", "approve = \"4 of ops\""),
        ("approve = \"2 of ops\"", "approve = \"2 of ops\"\nveto = \"1 of ops\"\ndelay = \"60h\""),
        ("approve = \"2 of ops\"", "approve = \"2 of ops\"\nabove = \"1 XLM per 24h\""),
        ("version = 1", "version = 2"),
        ("schema = 1", "schema = 1 # caf\u{200b}"),
        ("clock_skew = \"2m\"", "clock_skew = \"61m\""),
        ("[groups]", "[freeze]\n[groups]"),
        ("ops = [", "alice = ["),
        ("to = \"any\"", "to = \"any\"\nnot_to = [\"l\"]"),
    ] {
        let bad = good.replace(from, to);
        assert_ne!(bad, good);
        assert!(load::load(&bad).is_err(), "{to}");
    }
}
