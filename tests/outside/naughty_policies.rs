//! Every naughty string in every string of a policy, written as it is and written in escapes.

use std::thread;

use countersign::Policy;

use crate::naughty::{BLNS, Takes, free, name, never, opaque, tag};
use crate::world::Text;

const TTL: &str = "payload = \"optional\"";
const XRP: &str = "[assets.XRP]\nchain = \"ripple\"\ndecimals = 6";
const OPS: &str = "ops = [\"alice\", \"bob\", \"carol\"]";
const LIST: &str = "entries = [{ chain = \"bitcoin\", address = \"3P14159f73E4gFr7JterCCQh9QjiTjiZrG\" }]";
const ENTRY: &str = "address = \"3P14159f73E4gFr7JterCCQh9QjiTjiZrG\"";
const APPROVE: &str = "approve = \"1 of ops\"";
const FEES: &str = "[[limits]]\nname = \"fees\"";

/// What of the small world's policy is written anew, with `@` for the string, and what is taken there.
const PLACES: &[(&str, &str, Takes)] = &[
    ("realm = \"test\"", "realm = @", name),
    ("name = \"world\"", "name = @", name),
    (TTL, "payload = @", never),
    (TTL, "payload = \"optional\"\ntitle = @", free),
    (TTL, "payload = \"optional\"\nprevious = @", never),
    (TTL, "payload = \"optional\"\n@ = 1", never),
    ("\"hot\", \"cold\"", "\"hot\", \"cold\", @", name),
    ("payout_ttl = \"72h\"", "payout_ttl = @", never),
    ("clock_skew = \"2m\"", "clock_skew = @", never),
    (XRP, "[assets.XRP]\nchain = \"ripple\"\ndecimals = 6\n[assets.XRP.@]", never),
    ("[approvers.bob]\n", "[approvers.bob]\norg = @\n", name),
    ("[approvers.bob]\n", "[approvers.bob]\ndevice = @\n", name),
    ("[approvers.bob]\n", "[approvers.bob]\nsite = @\n", name),
    ("[approvers.bob]\nkeys = [", "[approvers.bob]\nkeys = [@, ", never),
    ("[requesters.shop]", "[requesters.@]", name),
    (OPS, "ops = [\"alice\", \"bob\", \"carol\", @]", never),
    (OPS, "ops = [\"alice\", \"bob\", \"carol\"]\n@ = [\"erin\"]", name),
    ("[lists.friends]", "[lists.@]", name),
    (LIST, "entries = []\ncooling_off = @", never),
    (LIST, "entries = [{ chain = @, address = \"x\" }]", never),
    (LIST, "entries = [{ chain = \"ripple\", address = @ }]", opaque),
    (LIST, "entries = [{ chain = \"ripple\", address = \"x\", tag = @ }]", tag),
    (ENTRY, "address = @", never),
    (ENTRY, "address = \"3P14159f73E4gFr7JterCCQh9QjiTjiZrG\", label = @", free),
    ("name = \"base\"", "name = @", name),
    ("assets = \"any\"", "assets = [@]", never),
    ("to = \"any\"", "to = [@]", never),
    ("to = \"any\"", "to = @", never),
    ("initiators = \"unsigned\"", "initiators = [@]", never),
    (APPROVE, "approve = @", never),
    (APPROVE, "approve = \"1 of ops\"\nveto = @", never),
    (APPROVE, "approve = \"1 of ops\"\nveto = \"nobody\"\ndelay = @", never),
    (APPROVE, "approve = \"1 of ops\"\nabove = @", never),
    (
        APPROVE,
        "approve = \"1 of ops\"\nhours = { days = [\"mon\"], open = \"00:00\", close = \"00:00\", zone = @ }",
        never,
    ),
    (
        APPROVE,
        "approve = \"1 of ops\"\nhours = { days = [@], open = \"00:00\", close = \"00:00\", zone = \"UTC\" }",
        never,
    ),
    (
        APPROVE,
        "approve = \"1 of ops\"\nhours = { days = [\"mon\"], open = @, close = \"00:00\", zone = \"UTC\" }",
        never,
    ),
    ("max = \"100 BTC per 24h\"", "max = @", never),
    ("max_fee = \"unlimited\"", "max_fee = @", never),
    (FEES, "[[limits]]\nname = @", name),
    (FEES, "[[blocks]]\nname = @\nwallets = [\"cold\"]\n[[limits]]\nname = \"fees\"", name),
    (FEES, "[[blocks]]\nname = \"x\"\nwallets = [\"cold\"]\nreason = @\n[[limits]]\nname = \"fees\"", free),
];

/// A TOML string as it would be typed, and one of escapes alone.
fn spellings(text: &str) -> [String; 2] {
    let typed = serde_json::to_string(text).unwrap().replace('\u{7f}', "\\u007f");
    let escaped: String = text.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
    [typed, format!("\"{escaped}\"")]
}

#[test]
fn every_string_of_a_policy_takes_of_the_naughty_ones_what_the_contract_takes() {
    let half = PLACES.len() / 2;
    let asked: Vec<(usize, usize)> = thread::scope(|scope| {
        let threads = [&PLACES[..half], &PLACES[half..]].map(|places| scope.spawn(move || ask(places)));
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let (taken, refused) = asked.iter().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    let (asked, strings, places) = (taken + refused, BLNS.len(), PLACES.len());
    println!(
        "outside: naughty strings: {asked} policies, {strings} strings in {places} places, {taken} names or texts taken"
    );
}

/// How many were taken and refused.
fn ask(places: &[(&str, &str, Takes)]) -> (usize, usize) {
    let base = Text::base().written();
    let (mut taken, mut refused) = (0, 0);
    for (old, new, takes) in places {
        assert!(base.contains(old), "{old}");
        let ways = if BLNS.iter().any(|string| takes(string)) { 2 } else { 1 };
        for (string, spelled) in
            BLNS.iter().flat_map(|string| spellings(string).into_iter().take(ways).map(move |s| (string, s)))
        {
            let text = base.replacen(old, &new.replacen('@', &spelled, 1), 1);
            let read = Policy::parse(&text);
            if let Err(problems) = &read {
                assert!(problems.iter().all(|problem| text.get(problem.span()).is_some()), "{new}: {string:?}");
            }
            assert_eq!(read.is_ok(), takes(string), "{new}: {string:?} as {spelled}");
            if read.is_ok() { taken += 1 } else { refused += 1 }
        }
    }
    (taken, refused)
}
