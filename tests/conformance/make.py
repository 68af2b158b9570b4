"""Writes the conformance cases beside itself. Usage: pip install coincurve; python3 make.py [ENGINE]

Every expectation stands here, reasoned from the contract, beside the case it belongs to. ENGINE, a `countersign`
binary, is optional: its answers are compared and never written.
"""

import base64
import copy
import datetime
import hashlib
import itertools
import json
import pathlib
import subprocess
import sys
import tomllib

import coincurve

HERE = pathlib.Path(__file__).parent
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
START = datetime.datetime(2026, 11, 22, 10, tzinfo=datetime.timezone.utc)  # a Sunday
MINUTE, HOUR, DAY = 60, 3600, 86400
TTL = 72 * HOUR  # the base policy's payout_ttl
STRANGER = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
FRIEND = "3P14159f73E4gFr7JterCCQh9QjiTjiZrG"
ETHER = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
RIPPLE = "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv"


def t(seconds):
    """An instant: text as it is, or so many seconds after the payout was submitted."""
    if isinstance(seconds, str):
        return seconds
    return (START + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


# Keys and signatures: the secret of NAME is SHA-256("countersign test key NAME").


def secret(name):
    return coincurve.PrivateKey(hashlib.sha256(f"countersign test key {name}".encode()).digest())


def key(name, scheme="ecdsa"):
    point = secret(name).public_key.format(compressed=True)
    return f"{scheme}:{(point[1:] if scheme == 'bip340' else point).hex()}"


def keccak256(message):
    rounds, mask = [], (1 << 64) - 1
    lfsr = 1
    for _ in range(24):
        constant = 0
        for j in range(7):
            if lfsr & 1:
                constant ^= 1 << ((1 << j) - 1)
            lfsr = (lfsr << 1) ^ (0x171 if lfsr & 0x80 else 0)
        rounds.append(constant)
    padded = bytearray(message) + b"\x01" + bytes(-(len(message) + 1) % 136)
    padded[-1] |= 0x80
    turn = lambda v, n: ((v << (n % 64)) | (v >> (64 - n % 64))) & mask
    a = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded), 136):
        for i in range(17):
            a[i % 5][i // 5] ^= int.from_bytes(padded[start + 8 * i : start + 8 * i + 8], "little")
        for constant in rounds:
            c = [a[x][0] ^ a[x][1] ^ a[x][2] ^ a[x][3] ^ a[x][4] for x in range(5)]
            d = [c[x - 1] ^ turn(c[(x + 1) % 5], 1) for x in range(5)]
            a = [[a[x][y] ^ d[x] for y in range(5)] for x in range(5)]
            x, y, current = 1, 0, a[1][0]
            for step in range(24):
                x, y = y, (2 * x + 3 * y) % 5
                current, a[x][y] = a[x][y], turn(current, (step + 1) * (step + 2) // 2)
            a = [[a[x][y] ^ (~a[(x + 1) % 5][y] & mask & a[(x + 2) % 5][y]) for y in range(5)] for x in range(5)]
            a[0][0] ^= constant
    return b"".join(a[i % 5][i // 5].to_bytes(8, "little") for i in range(4))


assert keccak256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"


def digest(scheme, message):
    if scheme in ("ecdsa", "bip340"):
        return hashlib.sha256(message).digest()
    if scheme == "eip191":
        return keccak256(b"\x19Ethereum Signed Message:\n" + str(len(message)).encode() + message)
    size = bytes([len(message)]) if len(message) < 253 else b"\xfd" + len(message).to_bytes(2, "little")
    once = hashlib.sha256(b"\x18Bitcoin Signed Message:\n" + size + message).digest()
    return hashlib.sha256(once).digest()


def der(rs):
    def integer(raw):
        raw = raw.lstrip(b"\0") or b"\0"
        raw = b"\0" + raw if raw[0] & 0x80 else raw
        return b"\x02" + bytes([len(raw)]) + raw

    body = integer(rs[:32]) + integer(rs[32:])
    return b"\x30" + bytes([len(body)]) + body


def flipped(rs):
    return rs[:32] + (ORDER - int.from_bytes(rs[32:], "big")).to_bytes(32, "big")


def signature(name, scheme, message, high=False, head=None):
    hashed = digest(scheme, message)
    if scheme == "bip340":
        return secret(name).sign_schnorr(hashed, b"\0" * 32).hex()
    made = secret(name).sign_recoverable(hashed, hasher=None)
    rs, recovery = made[:64], made[64]
    if high:
        rs, recovery = flipped(rs), recovery ^ 1
    if scheme == "ecdsa":
        return rs.hex()
    if scheme == "eip191":
        return (rs + bytes([27 + recovery if head is None else head])).hex()
    return base64.b64encode(bytes([31 + recovery if head is None else head]) + rs).decode()


# Policies


class Policy:
    def __init__(self, text):
        self.text = text
        self.sha256 = hashlib.sha256(text.encode()).hexdigest()
        try:
            self.toml = tomllib.loads(text)
        except Exception:
            self.toml = {}

    def swap(self, old, new):
        assert self.text.count(old) == 1, f"{old!r} stands {self.text.count(old)} times"
        return Policy(self.text.replace(old, new))

    def plus(self, more):
        return Policy(self.text + "\n" + more.strip() + "\n")

    def rule(self, more):
        """The base rule with more keys."""
        return self.swap('approve = "2 of ops"', more if "approve" in more else 'approve = "2 of ops"\n' + more)

    @property
    def name(self):
        return f"{self.toml.get('realm', 'test')}/{self.toml.get('name', 'kit')}"

    @property
    def version(self):
        return self.toml.get("version", 1)

    def listed_in(self, chain, address, tag):
        for name in sorted(self.toml.get("lists", {})):
            for entry in self.toml["lists"][name].get("entries", []):
                if (entry["chain"], entry["address"], entry.get("tag")) == (chain, address, tag):
                    return name
        return "-"


BASE = Policy(
    """schema = 1
realm = "test"
name = "kit"
version = 1
wallets = ["hot", "cold"]
payout_ttl = "72h"
approval_ttl = "48h"
clock_skew = "2m"
payload = "optional"

[assets.BTC]
chain = "bitcoin"
decimals = 8

[assets.ETH]
chain = "ethereum"
decimals = 18

[assets.XRP]
chain = "ripple"
decimals = 6

"""
    + "".join(f'[approvers.{name}]\nkeys = ["{key(name)}"]\n\n' for name in ("alice", "bob", "carol", "dana", "erin"))
    + f"""[requesters.shop]
keys = ["{key('shop')}"]

[groups]
ops = ["alice", "bob", "carol"]
risk = ["dana", "erin"]

[lists.friends]
entries = [{{ chain = "bitcoin", address = "{FRIEND}" }}]

[[rules]]
name = "base"
assets = "any"
wallets = "any"
to = "any"
initiators = "unsigned"
approve = "2 of ops"

[[limits]]
name = "btc-day"
max = "100 BTC per 24h"

[[limits]]
name = "eth-day"
max = "1000 ETH per 24h"

[[limits]]
name = "xrp-day"
max = "1000000 XRP per 24h"

[[limits]]
name = "fees"
max_fee = "unlimited"
"""
)
ASKED = BASE.swap('initiators = "unsigned"', 'initiators = ["ops", "shop"]')


# Records


def payout(**fields):
    made = {"id": "po-1", "wallet": "hot", "amount": "1 BTC", "to": STRANGER, "initiator": "someone"}
    made["submitted_at"] = t(0)
    made.update({name: t(value) if name == "submitted_at" else value for name, value in fields.items()})
    return {name: value for name, value in made.items() if value is not ...}


class A:
    """What one person says, and what becomes of it."""

    def __init__(self, who, verdict="approve", at=0, till=None, got=None, scheme="ecdsa", fate=("holds",), **more):
        self.who, self.verdict, self.at, self.scheme, self.fate, self.more = who, verdict, at, scheme, fate, more
        self.got = at if got is None else got
        self.till = (at + 48 * HOUR if till is None and not isinstance(at, str) else till) if verdict == "approve" else None

    def sign(self, policy, asked):
        more = self.more
        said = {**asked, **more.get("said", {})}
        said = {name: value for name, value in said.items() if value is not None}
        under = more.get("under", policy)
        asset = said["amount"].split(" ")[1]
        chain = under.toml["assets"].get(asset, {"chain": "-"})["chain"]
        lines = {
            "verdict": self.verdict,
            "pay": said["amount"],
            "to": f"{chain} {said['to']}",
            "tag": said.get("tag", "-"),
            "listed-in": under.listed_in(chain, said["to"], said.get("tag")),
            "fee-up-to": said.get("fee", "unlimited"),
            "wallet": said["wallet"],
            "note": said.get("note", "-"),
            "payout": said["id"],
            "initiator": said["initiator"],
            "submitted": said["submitted_at"],
            "payload-sha256": said.get("payload_sha256", "-"),
            "policy": f"{under.name} {under.version}",
            "policy-sha256": under.sha256,
            "signer": self.who,
            "signed": t(self.at),
            "expires": "-" if self.till is None else t(self.till),
        }
        lines.update(more.get("lines", {}))
        text = "countersign payout v1\n" + "".join(f"{name}: {value}\n" for name, value in lines.items())
        text = more.get("text", lambda text: text)(text)
        holder = more.get("holder", self.who)
        made = {"signer": self.who, "key": key(holder, self.scheme), "verdict": self.verdict, "signed_at": t(self.at)}
        if self.till is not None:
            made["expires_at"] = t(self.till)
        made["signature"] = signature(holder, self.scheme, text.encode(), more.get("high", False), more.get("head"))
        if "change" in more:
            made["signature"] = more["change"](made["signature"])
        made["received_at"] = t(self.got)
        made.update(more.get("over", {}))
        return {name: value for name, value in made.items() if value is not ...}

    def told(self):
        return [self.more.get("over", {}).get("signer", self.who), self.verdict, *self.fate]


def void(who, code, *rest, **more):
    return A(who, *rest, fate=("void", code), **more)


AB = [A("alice"), A("bob")]


def L(name, amount="1 BTC", at=0, **more):
    made = {"payout": name, "wallet": "hot", "amount": amount, "to": STRANGER, "initiator": "someone", "at": t(at)}
    made.update({"lists": [], "state": "reserved", **more})
    return {name: value for name, value in made.items() if value is not ...}


def ledger(policy, lines, head=None):
    first = {"ledger": policy.name, "entries": len(lines), "policy": {"version": policy.version, "sha256": policy.sha256}}
    first.update(head or {})
    return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in [first, *lines])


def Q(who, price, at=0, asset="BTC", chain="bitcoin", currency="USD", **more):
    text = f"countersign quote v1\nchain: {chain}\nasset: {asset}\nprice: {price}\ncurrency: {currency}\nquoted: {t(at)}\n"
    text += f"key: {key(who)}\n"
    made = {"signer": who, "key": key(who), "asset": asset, "price": price, "quoted_at": t(at)}
    made["signature"] = signature(who, "ecdsa", text.encode())
    made.update(more)
    return made


# Expectations

FINAL = {"wallet", "asset", "expiry", "once", "version", "payload", "withdrawn"}


def X(checks=None, final=None):
    """What is not met, whole, and of what is met that which the case is about. The verdict follows from it."""
    told = {}
    for name, found in (checks or {}).items():
        found = [found] if isinstance(found, str) else list(found)
        told[name] = found[:1] + [t(until) for until in found[1:]]
    status = {found[0] for found in told.values()}
    verdict = "deny" if "fail" in status else "wait" if "wait" in status else "allow"
    made = {"verdict": verdict}
    if verdict == "deny":
        fails = {name for name, found in told.items() if found[0] == "fail"}
        made["final"] = bool(fails & FINAL) if final is None else final
    waits = [found for found in told.values() if found[0] == "wait"]
    if verdict == "wait" and all(len(found) == 2 for found in waits):
        made["not_before"] = max(found[1] for found in waits)
    made["checks"] = told
    return made


def E(code):
    return {"error": code}


FILES = {}


def c(section, name, shows, expect, policy=BASE, pay=None, said=None, lines=(), at=HOUR, head=None, text=None, source=None, **more):
    asked = payout(**(pay or {}))
    said = (AB if "error" not in expect else []) if said is None else said
    case = {"name": name, "policy": policy.text, "payout": asked}
    case["approvals"] = [one if isinstance(one, dict) else one.sign(policy, asked) for one in said]
    case["ledger"] = ledger(policy, list(lines), head) if text is None else text
    case["at"] = t(at)
    case.update(more)
    expect = copy.deepcopy(expect)
    if "error" not in expect and "approvals" not in expect:
        expect["approvals"] = [one.told() for one in said if not isinstance(one, dict) and one.fate]
    row = {"case": case, "expect": expect, "shows": shows, "section": section}
    if source:
        row["source"] = source
    FILES.setdefault("known-failures" if source else SECTIONS[section], []).append(row)


SECTIONS = {
    "1": "section-1-values",
    "2": "section-2-policy",
    "3": "section-3-quorums",
    "4": "section-4-rules",
    "5": "section-5-payout",
    "6": "section-6-approvals",
    "7": "section-7-decision",
    "8": "section-8-ledger",
    "9": "section-9-prices",
    "11": "section-11-batch",
}

OK = X()

# 1. Words and values


def table(section, rows):
    """Rows of (name, what it shows, the base policy's text, what stands there instead, None or the refusal's code)."""
    for name, shows, old, new, code in rows:
        policy = BASE.swap(old, new) if old else BASE.plus(new)
        c(section, name, shows, E(code) if code else OK, policy)


REALM, DAY_LIMIT, DURATION = 'realm = "test"', 'max = "100 BTC per 24h"', 'payout_ttl = "72h"'
BIG = str(2**128 - 1)[:-8] + "." + str(2**128 - 1)[-8:]
TOO_BIG = str(2**128)[:-8] + "." + str(2**128)[-8:]
table("1", [
    ("a-name-of-64-characters-is-read", "A name has up to 64 characters.", REALM, f'realm = "{"r" * 64}"', None),
    ("a-name-of-65-characters-is-refused", "A name has no more than 64 characters.", REALM, f'realm = "{"r" * 65}"', "bad-name"),
    ("a-name-with-point-low-line-and-hyphen-is-read", "A name may hold points, low lines and hyphens after its first character.", REALM, 'realm = "r._-"', None),
    ("a-name-that-begins-with-a-hyphen-is-refused", "A name begins with a letter or digit.", REALM, 'realm = "-r"', "bad-name"),
    ("an-empty-name-is-refused", "A name has at least one character.", REALM, 'realm = ""', "bad-name"),
    ("a-name-with-a-space-is-refused", "A name holds no space.", REALM, 'realm = "r s"', "bad-name"),
    ("a-name-with-a-slash-is-refused", "A name holds no slash, so that realm and name cannot be confused.", REALM, 'realm = "r/s"', "bad-name"),
    ("a-name-only-of-digits-is-refused", "A name is not only digits, so that it is no count in a quorum.", REALM, 'realm = "17"', "bad-name"),
    ("a-name-of-digits-and-a-letter-is-read", "A name may begin with digits.", REALM, 'realm = "17a"', None),
    ("the-word-any-is-no-name", "What means everything is no name.", REALM, 'realm = "any"', "bad-name"),
    ("the-word-none-is-no-name-in-capitals", "Reserved words are reserved in any case.", REALM, 'realm = "NONE"', "bad-name"),
    ("the-word-payout-is-no-name", "Words of the language are no names.", REALM, 'realm = "Payout"', "bad-name"),
    ("a-name-that-holds-a-word-is-read", "Only whole words are reserved.", REALM, 'realm = "any1"', None),
    ("a-name-in-other-letters-is-refused", "Names are ASCII: a look-alike letter is none.", REALM, 'realm = "te\u0455t"', "bad-text"),
    ("two-wallets-equal-but-for-case-are-refused", "Two names of one kind that differ only in case are refused.", 'wallets = ["hot", "cold"]', 'wallets = ["hot", "Hot"]', "same-name"),
    ("a-wallet-twice-is-refused", "A value twice in one array is refused.", 'wallets = ["hot", "cold"]', 'wallets = ["hot", "hot"]', "repeated-value"),
    ("a-group-named-as-an-approver-is-refused", "Approvers, requesters and groups share one namespace.", 'risk = ["dana"', 'alice = ["dana"', "same-name"),
    ("a-group-named-as-a-requester-but-for-case-is-refused", "The shared namespace ignores case.", 'risk = ["dana"', 'SHOP = ["dana"', "same-name"),
    ("a-person-twice-in-a-group-is-refused", "A person is written once in a group: a count of seats must not be inflated.", 'risk = ["dana", "erin"]', 'risk = ["dana", "dana"]', "repeated-value"),
    ("an-amount-of-the-smallest-unit-is-read", "An amount may be one smallest unit.", DAY_LIMIT, 'max = "100 BTC per 24h"\n[[limits]]\nname = "x"\nmax = "2.00000001 BTC per payout"', None),
    ("an-amount-below-the-smallest-unit-is-refused", "An amount has no more places than its asset.", DAY_LIMIT, 'max = "100.000000001 BTC per 24h"', "bad-amount"),
    ("an-amount-of-zero-is-refused", "An amount is above zero.", DAY_LIMIT, 'max = "0 BTC per 24h"', "bad-amount"),
    ("an-amount-with-a-leading-zero-is-refused", "An amount has no leading zero.", DAY_LIMIT, 'max = "0100 BTC per 24h"', "bad-amount"),
    ("an-amount-with-a-trailing-point-is-refused", "An amount has digits after its point.", DAY_LIMIT, 'max = "100. BTC per 24h"', "bad-amount"),
    ("an-amount-with-a-leading-point-is-refused", "An amount has a digit before its point.", DAY_LIMIT, 'max = ".5 BTC per 24h"', "bad-amount"),
    ("an-amount-with-an-exponent-is-refused", "An amount has no exponent.", DAY_LIMIT, 'max = "1e2 BTC per 24h"', "bad-amount"),
    ("an-amount-with-a-low-line-is-refused", "An amount has no separators.", DAY_LIMIT, 'max = "1_00 BTC per 24h"', "bad-amount"),
    ("an-amount-with-a-sign-is-refused", "An amount has no sign.", DAY_LIMIT, 'max = "+100 BTC per 24h"', "bad-amount"),
    ("the-largest-amount-is-read", "An amount is at most 2^128-1 smallest units.", DAY_LIMIT, f'max = "{BIG} BTC per 24h"', None),
    ("an-amount-above-the-largest-is-refused", "An amount of 2^128 smallest units is refused, not wrapped.", DAY_LIMIT, f'max = "{TOO_BIG} BTC per 24h"', "bad-amount"),
    ("an-amount-as-a-number-is-refused", "An amount is a string.", DAY_LIMIT, "max = 100", "wrong-type"),
    ("a-bare-amount-is-no-rate", "Where a rate is meant its window is written out.", DAY_LIMIT, 'max = "100 BTC"', "bad-rate"),
    ("a-rate-with-two-spaces-is-refused", "Exactly one space stands around per.", DAY_LIMIT, 'max = "100 BTC  per 24h"', "bad-amount"),
    ("a-duration-of-no-unit-is-refused", "A duration has a unit.", DURATION, 'payout_ttl = "72"', "bad-duration"),
    ("a-duration-of-two-units-is-refused", "A duration has one unit.", DURATION, 'payout_ttl = "1d2h"', "bad-duration"),
    ("a-duration-with-a-leading-zero-is-refused", "A duration has no leading zero.", DURATION, 'payout_ttl = "072h"', "bad-duration"),
    ("a-duration-of-a-fraction-is-refused", "A duration is whole.", DURATION, 'payout_ttl = "1.5h"', "bad-duration"),
    ("a-duration-of-zero-is-refused", "A duration is at least one second.", DURATION, 'payout_ttl = "0s"', "bad-duration"),
    ("the-longest-duration-is-read", "A duration is at most 3650 days.", DURATION, 'payout_ttl = "3650d"', None),
    ("a-duration-above-the-longest-is-refused", "A duration above 3650 days is refused.", DURATION, 'payout_ttl = "3651d"', "bad-duration"),
    ("a-duration-one-second-above-the-longest-is-refused", "The longest duration is counted in seconds, whatever the unit.", DURATION, f'payout_ttl = "{3650 * DAY + 1}s"', "bad-duration"),
    ("a-skew-of-zero-is-read", "Only clock_skew may be zero.", 'clock_skew = "2m"', 'clock_skew = "0s"', None),
    ("a-skew-of-an-hour-is-read", "clock_skew is at most one hour.", 'clock_skew = "2m"', 'clock_skew = "1h"', None),
    ("a-skew-above-an-hour-is-refused", "clock_skew above one hour is refused.", 'clock_skew = "2m"', 'clock_skew = "3601s"', "bad-duration"),
    ("a-local-date-time-is-refused", "An instant says its offset.", "[approvers.alice]", "[approvers.alice]\nactive_from = 2026-01-01T00:00:00", "bad-instant"),
    ("an-instant-with-another-offset-is-read", "Any offset is read in a policy.", "[approvers.alice]", "[approvers.alice]\nactive_from = 2026-01-01T00:00:00+05:30", None),
    ("an-instant-with-a-fraction-is-refused", "Instants are whole seconds.", "[approvers.alice]", "[approvers.alice]\nactive_from = 2026-01-01T00:00:00.0Z", "bad-instant"),
    ("a-leap-second-is-refused", "A leap second is no instant.", "[approvers.alice]", "[approvers.alice]\nactive_from = 2016-12-31T23:59:60Z", "bad-instant"),
    ("an-instant-before-1970-is-refused", "Instants begin in 1970.", "[approvers.alice]", "[approvers.alice]\nactive_from = 1969-12-31T23:59:59Z", "bad-instant"),
    ("the-first-instant-is-read", "1970 is the first year.", "[approvers.alice]", "[approvers.alice]\nactive_from = 1970-01-01T00:00:00Z", None),
    ("a-title-of-200-characters-is-read", "Free text has up to 200 characters.", REALM, f'{REALM}\ntitle = "{"ü" * 200}"', None),
    ("a-title-of-201-characters-is-refused", "Free text has no more than 200 characters.", REALM, f'{REALM}\ntitle = "{"u" * 201}"', "bad-text"),
    ("an-empty-title-is-refused", "Free text has at least one character.", REALM, f'{REALM}\ntitle = ""', "bad-text"),
    ("a-character-that-reverses-text-is-refused-in-a-comment", "What shows a reader other text than is there is refused, in comments too.", REALM, f"{REALM} # \u202e", "hidden-character"),
    ("a-zero-width-space-by-escape-is-refused", "An escape hides no character.", REALM, f'{REALM}\ntitle = "a\\u200bb"', "hidden-character"),
    ("a-carriage-return-is-refused", "Lines end in LF alone.", REALM, f"{REALM}\r", "hidden-character"),
    ("a-byte-order-mark-is-refused", "A file begins with its first character.", "schema = 1", "\ufeffschema = 1", "hidden-character"),
    ("a-tab-is-read", "A tab is no hidden character.", REALM, f"{REALM}\t# tab", None),
    ("an-unknown-key-at-the-top-is-refused", "Unknown keys are refused.", REALM, f"{REALM}\nlimit = 1", "unknown-key"),
    ("an-unknown-key-in-a-rule-is-refused", "Unknown keys are refused in a rule.", 'approve = "2 of ops"', 'approve = "2 of ops"\nvetoo = "1 of risk"', "unknown-key"),
    ("an-unknown-key-in-a-list-entry-is-refused", "Unknown keys are refused in an inline table.", f'address = "{FRIEND}"', f'address = "{FRIEND}", tags = "7"', "unknown-key"),
    ("a-key-twice-is-refused", "Duplicate keys are refused.", REALM, f'{REALM}\nrealm = "test"', "duplicate-key"),
    ("a-number-where-text-belongs-is-refused", "Every type other than the one shown is refused.", REALM, "realm = 1", "wrong-type"),
    ("text-where-a-number-belongs-is-refused", "A number is not written as text.", "version = 1", 'version = "1"', "wrong-type"),
    ("a-float-where-a-number-belongs-is-refused", "A float is no whole number.", "version = 1", "version = 1.0", "wrong-type"),
    ("version-0-is-refused", "Versions count from 1.", "version = 1", "version = 0", "bad-number"),
    ("text-that-is-no-toml-is-refused", "What is no TOML is refused.", REALM, "realm = test", "syntax"),
    ("decimals-of-36-that-make-a-limit-overflow-are-refused", "A million of an asset of 36 places is above 2^128-1 units.", "decimals = 6", "decimals = 36", "bad-amount"),
    ("decimals-of-37-are-refused", "An asset has no more than 36 places.", "decimals = 6", "decimals = 37", "bad-number"),
])
c("1", "decimals-of-36-are-read", "An asset has up to 36 places.", OK, BASE.swap("decimals = 6", "decimals = 36").swap("1000000 XRP", "100 XRP"))
for name, field, value, error in [
    ("a-payout-id-may-be-only-digits", "id", "17", None),
    ("a-payout-id-may-not-be-a-reserved-word", "id", "none", "bad-record"),
    ("a-payout-instant-with-an-offset-is-refused", "submitted_at", "2026-11-22T11:00:00+01:00", "bad-record"),
    ("a-payout-instant-with-a-fraction-is-refused", "submitted_at", "2026-11-22T10:00:00.000Z", "bad-record"),
    ("a-payout-instant-in-lower-case-is-refused", "submitted_at", "2026-11-22t10:00:00z", "bad-record"),
    ("a-payout-instant-with-a-space-is-refused", "submitted_at", "2026-11-22 10:00:00Z", "bad-record"),
    ("a-payout-on-30-february-is-refused", "submitted_at", "2026-02-30T10:00:00Z", "bad-record"),
    ("a-wallet-equal-to-the-policys-but-for-case-is-refused", "wallet", "Hot", "case-differs"),
    ("an-asset-equal-to-the-policys-but-for-case-is-refused", "amount", "1 btc", "case-differs"),
    ("a-fee-asset-equal-to-the-policys-but-for-case-is-refused", "fee", "0.1 Btc", "case-differs"),
    ("an-initiator-equal-to-an-approver-but-for-case-is-refused", "initiator", "Alice", "case-differs"),
    ("an-initiator-equal-to-a-requester-but-for-case-is-refused", "initiator", "SHOP", "case-differs"),
    ("an-initiator-equal-to-a-group-but-for-case-is-somebody", "initiator", "Ops", None),
]:
    shows = name.replace("-", " ").capitalize() + "."
    c("1", name, shows, E(error) if error else OK, pay={field: value})



# 2. The policy file

RULE, CAP = 'approve = "2 of ops"', '[[limits]]\nname = "fees"'
FRIENDS = '[lists.friends]\nentries = [{ chain = "bitcoin", address = "' + FRIEND + '" }]'
COLD_RULE = '\n[[rules]]\nname = "more"\nassets = ["BTC"]\nwallets = ["hot"]\nto = "any"\ninitiators = "unsigned"\napprove = "1 of risk"\n'
HOURS = 'hours = { days = ["mon"], open = "09:00", close = "17:00", zone = "Europe/Zurich" }'
PRICES = '[prices]\ncurrency = "USD"\ndecimals = 2\nfeeds = "1 of risk"\nmax_age = "10m"\n'


def entry(address, chain="bitcoin", more=""):
    return f'entries = [{{ chain = "{chain}", address = "{address}"{more} }}]'


ENTRY = entry(FRIEND)
for required in ["schema", "realm", "name", "version", "wallets", "payout_ttl", "approval_ttl", "clock_skew", "payload"]:
    line = next(line for line in BASE.text.splitlines() if line.startswith(f"{required} = "))
    c("2", f"a-policy-without-{required.replace('_', '-')}-is-refused", f"`{required}` is required.", E("missing-key"), Policy(BASE.text.replace(line + "\n", "", 1)))
for required in ["name", "assets", "wallets", "to", "initiators", "approve"]:
    head, rest = BASE.text.split("[[rules]]\n")
    line = next(line for line in rest.splitlines() if line.startswith(f"{required} = "))
    c("2", f"a-rule-without-{required}-is-refused", f"`{required}` of a rule is written out: absence permits nothing.", E("missing-key"), Policy(head + "[[rules]]\n" + rest.replace(line + "\n", "", 1)))
PREVIOUS = "a" * 64
table("2", [
    ("schema-2-is-refused", "A schema this version does not know is refused.", "schema = 1", "schema = 2", "unknown-schema"),
    ("version-2-without-previous-is-refused", "From version 2 on, `previous` is required.", "version = 1", "version = 2", "missing-key"),
    ("version-2-with-previous-is-read", "Version 2 names the digest of version 1.", "version = 1", f'version = 2\nprevious = "{PREVIOUS}"', None),
    ("version-1-with-previous-is-refused", "Version 1 has no version before it.", "version = 1", f'version = 1\nprevious = "{PREVIOUS}"', "key-alone"),
    ("previous-in-capitals-is-refused", "Hex is lower case.", "version = 1", f'version = 2\nprevious = "{PREVIOUS.upper()}"', "bad-digest"),
    ("previous-of-63-digits-is-refused", "A SHA-256 has 64 hex digits.", "version = 1", f'version = 2\nprevious = "{PREVIOUS[1:]}"', "bad-digest"),
    ("payload-is-one-of-two-words", "`payload` is optional or required.", 'payload = "optional"', 'payload = "never"', "bad-word"),
    ("an-empty-list-of-wallets-is-refused", "An empty array is refused.", 'wallets = ["hot", "cold"]', "wallets = []", "empty-array"),
    ("an-empty-group-is-refused", "A group has somebody in it.", 'risk = ["dana", "erin"]', "risk = []", "empty-array"),
    ("an-empty-list-is-read", "Only `entries` may be empty.", ENTRY, "entries = []", None),
    ("an-approver-without-keys-is-refused", "An approver has at least one key.", f'keys = ["{key("erin")}"]', "keys = []", "empty-array"),
    ("eight-keys-of-a-person-are-read", "A person has up to eight keys.", f'"{key("erin")}"', ", ".join(f'"{key(f"erin-{n}")}"' for n in range(8)), None),
    ("nine-keys-of-a-person-are-refused", "A person has no more than eight keys.", f'"{key("erin")}"', ", ".join(f'"{key(f"erin-{n}")}"' for n in range(9)), "too-many"),
    ("one-point-under-four-schemes-is-read", "One person may list one point under several schemes.", f'"{key("erin")}"', ", ".join(f'"{key("erin", s)}"' for s in ("ecdsa", "bip340", "eip191", "bitcoin-message")), None),
    ("a-key-of-two-people-is-refused", "No two people share a key.", key("erin"), key("dana"), "shared-key"),
    ("a-key-of-two-people-under-two-schemes-is-refused", "No two people share a point, whatever the scheme.", key("erin"), key("dana", "eip191"), "shared-key"),
    ("a-key-of-an-approver-and-a-requester-is-refused", "A requester is nobody's second name.", key("shop"), key("dana"), "shared-key"),
    ("a-mirrored-point-of-another-person-is-refused", "The x-coordinate alone tells points apart: -P is P's holder's too.", key("erin"), "ecdsa:" + {"02": "03", "03": "02"}[key("dana")[6:8]] + key("dana")[8:], "shared-key"),
    ("a-key-that-is-no-point-is-refused", "A public key is a point of the curve.", key("erin"), "ecdsa:02" + "00" * 31 + "05", "bad-key"),
    ("a-key-of-zeros-is-refused", "The point at infinity is no key.", key("erin"), "ecdsa:" + "00" * 33, "bad-key"),
    ("a-key-that-is-uncompressed-is-refused", "A key is a compressed point.", key("erin"), "ecdsa:" + secret("erin").public_key.format(compressed=False).hex(), "bad-key"),
    ("a-key-in-capitals-is-refused", "Hex is lower case.", key("erin"), "ecdsa:" + key("erin")[6:].upper(), "bad-key"),
    ("a-key-of-an-unknown-scheme-is-refused", "There are four schemes.", key("erin"), "ed25519:" + "11" * 32, "bad-key"),
    ("a-rule-for-an-unknown-wallet-is-refused", "A dangling reference is refused.", 'wallets = "any"', 'wallets = ["warm"]', "unknown-name"),
    ("a-rule-for-an-unknown-asset-is-refused", "A rule names assets of the policy.", 'assets = "any"', 'assets = ["LTC"]', "unknown-name"),
    ("a-rule-for-an-unknown-list-is-refused", "A rule names lists of the policy.", 'to = "any"', 'to = ["freinds"]', "unknown-name"),
    ("a-quorum-of-an-unknown-group-is-refused", "A quorum names groups and approvers.", RULE, 'approve = "1 of opps"', "unknown-name"),
    ("a-group-of-an-unknown-person-is-refused", "A group names approvers.", 'risk = ["dana", "erin"]', 'risk = ["dana", "frank"]', "unknown-name"),
    ("a-group-of-a-requester-is-refused", "A requester is never in a quorum.", 'risk = ["dana", "erin"]', 'risk = ["dana", "shop"]', "unknown-name"),
    ("a-group-of-a-group-is-refused", "A group holds approvers only.", 'risk = ["dana", "erin"]', 'risk = ["dana", "ops"]', "unknown-name"),
    ("to-and-not-to-are-refused-together", "Exactly one of to and not_to.", 'to = "any"', 'to = "any"\nnot_to = ["friends"]', "key-conflict"),
    ("none-as-veto-is-refused", "`none` stands in approve alone.", RULE, f'{RULE}\nveto = "none"', "bad-quorum"),
    ("nobody-as-veto-without-delay-is-refused", "`nobody` is written where a delay asks for a veto.", RULE, f'{RULE}\nveto = "nobody"', "key-alone"),
    ("a-delay-without-veto-is-refused", "A delay says who may stop the payout, or that nobody may.", RULE, f'{RULE}\ndelay = "1h"', "missing-key"),
    ("a-waiver-without-delay-is-refused", "A waiver waives a delay.", RULE, f'{RULE}\ndelay_waived_by = "1 of risk"', "key-alone"),
    ("each-without-above-is-refused", "`each` narrows a window.", RULE, f'{RULE}\neach = ["destination"]', "key-alone"),
    ("each-with-a-tier-per-payout-is-refused", "`each` needs a window.", RULE, RULE + COLD_RULE + 'above = "1 BTC per payout"\neach = ["destination"]', "key-alone"),
    ("each-of-an-unknown-thing-is-refused", "`each` knows four things.", RULE, RULE + COLD_RULE + 'above = "1 BTC per 24h"\neach = ["amount"]', "bad-word"),
    ("above-in-one-asset-of-two-is-refused", "A tier in one asset belongs to a rule of exactly that asset.", 'initiators = "unsigned"', 'initiators = "unsigned"\nabove = "1 BTC per 24h"', "asset-mismatch"),
    ("above-in-a-currency-without-prices-is-refused", "A tier in a currency needs prices.", 'initiators = "unsigned"', 'initiators = "unsigned"\nabove = "1 USD per 24h"', "no-prices"),
    ("a-limit-in-one-asset-with-another-is-refused", "A limit in an asset concerns that asset.", 'max = "100 BTC per 24h"', 'max = "100 BTC per 24h"\nassets = ["ETH"]', "asset-mismatch"),
    ("a-limit-of-two-kinds-is-refused", "A limit has exactly one kind.", 'max = "100 BTC per 24h"', 'max = "100 BTC per 24h"\nmax_count = "5 per 24h"', "key-conflict"),
    ("a-limit-of-no-kind-is-refused", "A limit limits something.", 'max_fee = "unlimited"', 'max_fee = "unlimited"\n[[limits]]\nname = "x"', "missing-key"),
    ("an-unlimited-limit-is-refused", "Only max_fee may be unlimited.", 'max = "100 BTC per 24h"', 'max = "unlimited"', "bad-rate"),
    ("a-block-without-selector-is-refused", "A block says what it blocks.", 'max_fee = "unlimited"', 'max_fee = "unlimited"\n[[blocks]]\nname = "x"', "missing-key"),
    ("two-rules-of-one-name-are-refused", "A rule's name is its own.", RULE, RULE + COLD_RULE.replace("more", "base"), "same-name"),
    ("active-from-at-active-until-is-refused", "Somebody active never is a mistake.", "[approvers.erin]", "[approvers.erin]\nactive_from = 2026-01-01T00:00:00Z\nactive_until = 2026-01-01T00:00:00Z", "never-active"),
    ("active-for-one-second-is-read", "active_from is before active_until.", "[approvers.erin]", "[approvers.erin]\nactive_from = 2026-01-01T00:00:00Z\nactive_until = 2026-01-01T00:00:01Z", None),
    ("a-delay-of-approval-ttl-is-refused", "approval_ttl outlasts every delay.", RULE, f'{RULE}\nveto = "nobody"\ndelay = "48h"', "short-lifetime"),
    ("two-entries-of-one-destination-are-refused", "A destination is once in a list.", ENTRY, ENTRY[:-1] + ", " + ENTRY[11:], "repeated-entry"),
    ("two-entries-of-one-destination-in-other-letters-are-refused", "Addresses compare decoded.", ENTRY, f'entries = [{{ chain = "bitcoin", address = "{STRANGER}" }}, {{ chain = "bitcoin", address = "{STRANGER.upper()}" }}]', "repeated-entry"),
    ("an-entry-on-a-chain-of-no-asset-is-refused", "A list entry is on some asset's chain.", ENTRY, entry(RIPPLE, "stellar"), "stray-chain"),
    ("an-entry-without-added-in-a-list-that-cools-is-refused", "A cooling-off counts from `added`.", "[lists.friends]", '[lists.friends]\ncooling_off = "48h"', "missing-key"),
    ("an-entry-with-added-in-a-list-that-does-not-cool-is-read", "`added` is without effect where nothing cools.", ENTRY, entry(FRIEND, more=", added = 2030-01-01T00:00:00Z"), None),
    ("hours-in-an-unknown-zone-are-refused", "A zone is an IANA name.", RULE, f"{RULE}\n" + HOURS.replace("Zurich", "Zuerich"), "bad-hours"),
    ("hours-at-24-00-are-refused", "A wall clock shows 00:00 to 23:59.", RULE, f"{RULE}\n" + HOURS.replace("17:00", "24:00"), "bad-hours"),
    ("hours-of-one-digit-are-refused", "open and close are HH:MM.", RULE, f"{RULE}\n" + HOURS.replace("09:00", "9:00"), "bad-hours"),
    ("hours-on-no-day-are-refused", "An empty array is refused.", RULE, f"{RULE}\n" + HOURS.replace('["mon"]', "[]"), "empty-array"),
    ("hours-on-a-day-in-capitals-are-refused", "Days are mon to sun.", RULE, f"{RULE}\n" + HOURS.replace("mon", "Mon"), "bad-word"),
    ("freeze-is-reserved", "What is reserved is refused until it is defined.", CAP, '[freeze]\nby = "1 of ops"\n' + CAP, "reserved-key"),
    ("amend-is-reserved", "Amending is reserved.", CAP, '[amend]\nby = "1 of ops"\n' + CAP, "reserved-key"),
    ("keep-is-reserved", "`keep` is reserved.", REALM, f'{REALM}\nkeep = "1d"', "reserved-key"),
    ("adding-to-a-list-by-act-is-reserved", "lists.NAME.add is reserved.", "[lists.friends]", '[lists.friends]\nadd = "1 of ops"', "reserved-key"),
    ("an-unsigned-rule-beside-one-that-names-people-is-refused", "Who is named somewhere must have signed everywhere.", RULE, RULE + COLD_RULE.replace('"unsigned"', '["ops"]') + 'above = "1 BTC per 24h"', "unsigned-initiator"),
    ("an-unsigned-rule-beside-a-limit-that-names-people-is-refused", "A limit of people counts only signed requests.", CAP, '[[limits]]\nname = "x"\nmax = "1 BTC per 24h"\ninitiators = ["ops"]\n' + CAP, "unsigned-initiator"),
    ("an-unsigned-rule-beside-each-of-initiator-is-refused", "A sum for each initiator counts only signed requests.", CAP, '[[limits]]\nname = "x"\nmax = "1 BTC per 24h"\neach = ["initiator"]\n' + CAP, "unsigned-initiator"),
    ("a-delay-that-nothing-signed-starts-is-refused", "A time lock needs something signed to start its clock.", RULE, 'approve = "none"\nveto = "1 of risk"\ndelay = "1h"', "unanchored-delay"),
    ("prices-in-a-currency-that-is-an-asset-are-refused", "A currency is no asset.", CAP, PRICES.replace("USD", "BTC") + CAP, "same-name"),
    ("feeds-without-max-age-are-refused", "feeds and max_age come together.", CAP, PRICES.replace('max_age = "10m"\n', "") + CAP, "key-alone"),
    ("bounds-low-above-high-are-refused", "The low bound is not above the high one.", CAP, PRICES + 'bounds = { BTC = ["2", "1"] }\n' + CAP, "bad-bounds"),
    ("bounds-low-at-high-are-read", "The low bound may be the high one.", CAP, PRICES + 'bounds = { BTC = ["2", "2"] }\n' + CAP, None),
    ("bounds-and-a-fixed-price-of-one-asset-are-refused", "A fixed price has no bounds.", CAP, PRICES + 'bounds = { BTC = ["1", "2"] }\nfixed = { BTC = "1" }\n' + CAP, "bad-bounds"),
    ("a-fixed-price-of-an-unknown-asset-is-refused", "Prices name assets of the policy.", CAP, PRICES + 'fixed = { LTC = "1" }\n' + CAP, "unknown-name"),
    # Uncapped money
    ("an-asset-without-a-limit-over-time-is-refused", "Uncapped money is refused.", 'max = "100 BTC per 24h"', 'max = "100 BTC per payout"', "uncapped-amount"),
    ("an-asset-capped-in-one-wallet-of-two-is-refused", "Each wallet of a rule is capped.", 'max = "100 BTC per 24h"', 'max = "100 BTC per 24h"\nwallets = ["hot"]', "uncapped-amount"),
    ("an-asset-capped-for-each-destination-alone-is-refused", "A sum for each destination caps nothing.", 'max = "100 BTC per 24h"', 'max = "100 BTC per 24h"\neach = ["destination"]', "uncapped-amount"),
    ("an-asset-capped-for-each-wallet-is-read", "A sum for each wallet is a cap.", 'max = "100 BTC per 24h"', 'max = "100 BTC per 24h"\neach = ["wallet"]', None),
    ("an-asset-capped-to-one-list-alone-is-refused", "A cap's destinations include the rule's.", 'max = "100 BTC per 24h"', 'max = "100 BTC per 24h"\nto = ["friends"]', "uncapped-amount"),
    ("an-asset-capped-in-count-alone-is-refused", "A count is no cap of an amount.", 'max = "100 BTC per 24h"', 'max_count = "100 per 24h"', "uncapped-amount"),
    ("a-fee-without-a-limit-is-refused", "A fee is capped, or said to be unlimited.", '[[limits]]\nname = "fees"\nmax_fee = "unlimited"\n', "", "uncapped-fee"),
    ("a-fee-limit-on-another-chain-is-refused", "The fee's asset is on the payout asset's chain.", 'max_fee = "unlimited"', 'max_fee = "0.1 BTC"', "uncapped-fee"),
    ("a-fee-limit-of-zero-is-read", "A max_fee may be zero.", 'max_fee = "unlimited"', 'max_fee = "unlimited"\n[[limits]]\nname = "x"\nmax_fee = "0 BTC"\nassets = ["ETH"]', None),
])
c("2", "a-delay-one-second-below-approval-ttl-is-read", "approval_ttl above the delay is enough.", X({"delay:base": ["wait", 48 * HOUR - 1]}), BASE.rule('veto = "nobody"\ndelay = "172799s"'))
c("2", "a-waiver-and-a-delay-stand-together", "A delay may be waived.", X({"delay:base": ["wait", 24 * HOUR]}), BASE.rule('veto = "nobody"\ndelay = "24h"\ndelay_waived_by = "2 of risk"'))
c("2", "a-policy-without-rules-allows-nothing", "Default deny.", X({"covered": "fail"}), Policy(BASE.text.split("[[rules]]")[0]))
c("2", "an-asset-in-the-currency-needs-bounds-to-count-as-capped", "A cap in the currency caps only what has a fixed price or bounds.", E("uncapped-amount"), BASE.swap("100 BTC per 24h", "100 USD per 24h").plus(PRICES))
c("2", "an-asset-in-the-currency-with-a-fixed-price-is-capped", "A cap in the currency caps what has a fixed price.", X({"limit:btc-day": "met"}), BASE.swap("100 BTC per 24h", "100 USD per 24h").plus('[prices]\ncurrency = "USD"\ndecimals = 2\nfixed = { BTC = "100", ETH = "1", XRP = "1" }'))

# Addresses: as a payout's destination. XRP's place is taken by an asset of the chain asked for.
P2TR = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
TRON = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
for name, shows, chain, address, tag, error in [
    ("p2pkh-is-read", "base58check of version 0.", "bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", None, None),
    ("p2pkh-with-a-wrong-letter-is-refused", "The checksum is checked.", "bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", None, "bad-destination"),
    ("p2wsh-is-read", "A witness program of 32 bytes, version 0.", "bitcoin", "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3", None, None),
    ("p2tr-is-read", "Version 1 of 32 bytes in bech32m.", "bitcoin", P2TR, None, None),
    ("p2wpkh-in-capitals-is-read", "All upper case is accepted.", "bitcoin", STRANGER.upper(), None, None),
    ("p2wpkh-in-mixed-case-is-refused", "Mixed case is refused.", "bitcoin", STRANGER[:-1] + STRANGER[-1].upper() if STRANGER[-1].isalpha() else STRANGER[:-2] + STRANGER[-2].upper() + STRANGER[-1], None, "bad-destination"),
    ("p2wpkh-with-a-wrong-letter-is-refused", "The bech32 checksum is checked.", "bitcoin", STRANGER[:-1] + "5", None, "bad-destination"),
    ("a-later-witness-version-is-refused", "Witness versions above 1 are refused: nobody could spend them safely.", "bitcoin", "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs", None, "bad-destination"),
    ("a-testnet-address-on-bitcoin-is-refused", "The network must be the chain's.", "bitcoin", "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", None, "bad-destination"),
    ("a-testnet-address-on-testnet-is-read", "bitcoin-testnet is a chain of its own.", "bitcoin-testnet", "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", None, None),
    ("a-bitcoin-address-on-testnet-is-refused", "The network must be the chain's.", "bitcoin-testnet", STRANGER, None, "bad-destination"),
    ("a-tag-on-bitcoin-is-refused", "Known chains have no tags.", "bitcoin", STRANGER, "7", "bad-destination"),
    ("an-ethereum-address-in-lower-case-is-read", "Without case there is no checksum.", "ethereum", ETHER.lower(), None, None),
    ("an-ethereum-address-in-mixed-case-is-read", "Mixed case passes EIP-55.", "ethereum", ETHER, None, None),
    ("an-ethereum-address-of-wrong-case-is-refused", "Mixed case that fails EIP-55 is refused.", "ethereum", ETHER[:-1] + "D", None, "bad-destination"),
    ("an-ethereum-address-without-prefix-is-refused", "An address begins with 0x.", "ethereum", ETHER[2:].lower(), None, "bad-destination"),
    ("an-ethereum-address-of-39-digits-is-refused", "An address has 20 bytes.", "ethereum", ETHER.lower()[:-1], None, "bad-destination"),
    ("an-eip155-chain-reads-addresses-as-ethereum", "eip155:N is read as ethereum.", "eip155:137", ETHER, None, None),
    ("an-eip155-chain-checks-letters", "EIP-55 holds on eip155:N.", "eip155:137", ETHER[:-1] + "D", None, "bad-destination"),
    ("a-tron-address-is-read", "base58check of 0x41.", "tron", TRON, None, None),
    ("a-tron-address-with-a-wrong-letter-is-refused", "The checksum is checked.", "tron", TRON[:-1] + "u", None, "bad-destination"),
    ("a-bitcoin-address-on-tron-is-refused", "The first byte tells the chain.", "tron", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", None, "bad-destination"),
    ("an-opaque-address-is-read", "On any other chain an address is opaque.", "ripple", RIPPLE, None, None),
    ("an-opaque-address-of-128-characters-is-read", "An opaque address has up to 128 characters.", "ripple", "r" * 128, None, None),
    ("an-opaque-address-of-129-characters-is-refused", "An opaque address has no more than 128 characters.", "ripple", "r" * 129, None, "bad-destination"),
    ("an-opaque-address-with-a-space-is-refused", "An opaque address has no space.", "ripple", "r r", None, "bad-destination"),
    ("an-ethereum-form-on-an-opaque-chain-checks-letters", "0x and 40 hex digits are read as on ethereum everywhere.", "ripple", ETHER[:-1] + "D", None, "bad-destination"),
    ("a-tag-of-64-characters-is-read", "A tag has up to 64 characters.", "ripple", RIPPLE, "7" * 64, None),
    ("a-tag-of-65-characters-is-refused", "A tag has no more than 64 characters.", "ripple", RIPPLE, "7" * 65, "bad-record"),
    ("a-tag-of-a-hyphen-is-refused", "A hyphen stands for no tag in a statement.", "ripple", RIPPLE, "-", "bad-record"),
    ("a-tag-of-nothing-is-refused", "A tag has at least one character.", "ripple", RIPPLE, "", "bad-record"),
]:
    policy = BASE.swap('chain = "ripple"', f'chain = "{chain}"')
    asset = "XRP"
    said = None
    if not error:
        canonical = address.lower() if address.lower().startswith("bc1") else ETHER if address.lower() == ETHER.lower() else address
        said = [A("alice", said={"to": canonical}), A("bob", said={"to": canonical})]
    c("2", name, shows, E(error) if error else OK, policy, {"amount": "1 XRP", "to": address, "tag": ... if tag is None else tag}, said)
for name, chain in [
    ("bitcoin-in-capitals-is-no-chain", "Bitcoin"), ("ethereum-by-its-caip-2-name-is-refused", "eip155:1"),
    ("bitcoin-by-its-caip-2-name-is-refused", "bip122:000000000019d6689c085ae165831e93"), ("tron-by-its-caip-2-name-is-refused", "tron:0x2b6653dc"),
    ("testnet-by-its-caip-2-name-is-refused", "bip122:000000000933ea01ad0ee984209779ba"), ("an-eip155-number-with-a-leading-zero-is-refused", "eip155:0137"),
]:
    c("2", name, "A known chain has one name, so that one destination has one text.", E("bad-chain"), BASE.swap('chain = "ripple"', f'chain = "{chain}"'))



# 3. Quorums

PEOPLE = ("alice", "bob", "carol", "dana", "erin")
QUORUMS = [
    # name, quorum, who approved, who rejected, what quorum:base finds
    ("one-of-three-met", "1 of ops", "a", "", "met"),
    ("one-of-three-not-yet", "1 of ops", "", "", "wait"),
    ("one-of-three-by-an-outsider", "1 of ops", "d", "", "wait"),
    ("two-of-three-with-one", "2 of ops", "a", "", "wait"),
    ("two-of-three-with-two", "2 of ops", "ab", "", "met"),
    ("two-of-three-with-all", "2 of ops", "abc", "", "met"),
    ("two-of-three-with-one-and-an-outsider", "2 of ops", "ad", "", "wait"),
    ("two-of-three-after-one-no", "2 of ops", "a", "b", "wait"),
    ("two-of-three-after-two-noes", "2 of ops", "a", "bc", "fail"),
    ("two-of-three-met-beside-a-no", "2 of ops", "ab", "c", "met"),
    ("three-of-three-after-one-no", "3 of ops", "ab", "c", "fail"),
    ("all-of-with-two-of-three", "all of ops", "ab", "", "wait"),
    ("all-of-with-three-of-three", "all of ops", "abc", "", "met"),
    ("a-named-person", "1 of dana", "d", "", "met"),
    ("a-named-person-and-others", "1 of dana", "abce", "", "wait"),
    ("a-named-person-who-says-no", "1 of dana", "", "d", "fail"),
    ("a-set-of-people", "2 of (alice, dana)", "ad", "", "met"),
    ("a-set-of-people-with-one", "2 of (alice, dana)", "ab", "", "wait"),
    ("a-union-of-groups", "3 of (ops, risk)", "abd", "", "met"),
    ("a-union-of-groups-with-two", "3 of (ops, risk)", "ae", "", "wait"),
    ("a-union-that-overlaps-counts-a-person-once", "2 of (ops, alice)", "a", "", "wait"),
    ("a-union-that-overlaps-met", "2 of (ops, alice)", "ab", "", "met"),
    ("and-with-both-sides", "2 of ops and 1 of risk", "abd", "", "met"),
    ("and-with-one-side", "2 of ops and 1 of risk", "abc", "", "wait"),
    ("and-with-one-too-few", "2 of ops and 1 of risk", "ad", "", "wait"),
    ("and-after-one-side-says-no", "2 of ops and 1 of risk", "ab", "de", "fail"),
    ("and-after-half-of-a-side-says-no", "2 of ops and 1 of risk", "ab", "d", "wait"),
    ("a-person-fills-one-seat", "1 of ops and 1 of alice", "a", "", "wait"),
    ("a-person-fills-one-seat-and-another-the-other", "1 of ops and 1 of alice", "ab", "", "met"),
    ("a-seat-of-one-person-is-not-filled-by-others", "1 of ops and 1 of alice", "bc", "", "wait"),
    ("two-seats-of-ops-and-one-of-alice-need-three", "2 of ops and 1 of alice", "ab", "", "wait"),
    ("two-seats-of-ops-and-one-of-alice-met-by-three", "2 of ops and 1 of alice", "abc", "", "met"),
    ("overlapping-sets-found-by-matching", "1 of (alice, bob) and 1 of (alice, dana)", "ab", "", "met"),
    ("overlapping-sets-with-the-shared-person-alone", "1 of (alice, bob) and 1 of (alice, dana)", "a", "", "wait"),
    ("overlapping-sets-without-the-shared-person", "1 of (alice, bob) and 1 of (alice, dana)", "bd", "", "met"),
    ("overlapping-sets-with-one-side-twice", "1 of (alice, bob) and 1 of (dana, erin)", "de", "", "wait"),
    ("three-sets-in-a-chain-need-three-people", "1 of (alice, bob) and 1 of (bob, carol) and 1 of (alice, carol)", "ab", "", "wait"),
    ("three-sets-in-a-chain-met", "1 of (alice, bob) and 1 of (bob, carol) and 1 of (alice, carol)", "abc", "", "met"),
    ("matching-must-not-be-greedy", "1 of (alice, bob) and 1 of alice", "ba", "", "met"),
    ("or-by-the-left", "2 of risk or 3 of ops", "de", "", "met"),
    ("or-by-the-right", "2 of risk or 3 of ops", "abc", "", "met"),
    ("or-adds-no-halves", "2 of risk or 3 of ops", "abd", "", "wait"),
    ("or-with-one-side-closed", "2 of risk or 3 of ops", "ab", "d", "wait"),
    ("or-with-both-sides-closed", "2 of risk or 3 of ops", "ab", "dc", "fail"),
    ("parentheses-or-inside-and", "1 of ops and (1 of dana or 1 of erin)", "ae", "", "met"),
    ("parentheses-or-inside-and-one-side", "1 of ops and (1 of dana or 1 of erin)", "de", "", "wait"),
    ("parentheses-and-inside-or", "(2 of ops and 1 of dana) or 2 of risk", "de", "", "met"),
    ("parentheses-and-inside-or-left", "(2 of ops and 1 of dana) or 2 of risk", "abd", "", "met"),
    ("parentheses-and-inside-or-neither", "(2 of ops and 1 of dana) or 2 of risk", "ad", "", "wait"),
    ("parentheses-share-no-seat", "(1 of ops and 1 of ops) and 1 of ops", "ab", "", "wait"),
    ("parentheses-share-no-seat-met", "(1 of ops and 1 of ops) and 1 of ops", "abc", "", "met"),
    ("five-seats-of-five", "3 of ops and 2 of risk", "abcde", "", "met"),
    ("four-seats-of-five", "3 of ops and 2 of risk", "abce", "", "wait"),
    ("none-needs-nobody", "none", "", "", "met"),
    ("none-is-met-beside-a-no", "none", "", "abcde", "met"),
    ("words-without-spaces-at-parentheses", "1 of(alice,dana)", "d", "", "met"),
]
for name, quorum, yes, no, found in QUORUMS:
    said = [A(person) for person in PEOPLE if person[0] in yes] + [A(person, "reject") for person in PEOPLE if person[0] in no]
    shows = f"`{quorum}`: yes from {', '.join(one.who for one in said if one.verdict == 'approve') or 'nobody'}; no from {', '.join(one.who for one in said if one.verdict == 'reject') or 'nobody'}."
    c("3", f"quorum-{name}", shows, X({"quorum:base": found}), BASE.rule(f'approve = "{quorum}"'), said=said)
for name, quorum, code in [
    ("mixing-and-with-or-without-parentheses", "1 of ops and 1 of risk or 1 of alice", "bad-quorum"),
    ("of-nobody", "0 of ops", "bad-threshold"),
    ("above-its-people", "4 of ops", "bad-threshold"),
    ("above-its-distinct-people", "4 of (ops, alice)", "bad-threshold"),
    ("with-a-leading-zero", "02 of ops", "bad-quorum"),
    ("above-128", "129 of ops", "bad-threshold"),
    ("below-zero", "-1 of ops", "bad-quorum"),
    ("that-its-people-cannot-meet", "2 of ops and 2 of (alice, bob)", "unmeetable-quorum"),
    ("with-one-alternative-that-cannot-be-met", "2 of risk or (1 of dana and 1 of dana)", "unmeetable-quorum"),
    ("of-nothing", "", "bad-quorum"),
    ("without-count", "ops", "bad-quorum"),
    ("without-of", "2 ops", "bad-quorum"),
    ("of-an-empty-set", "1 of ()", "bad-quorum"),
    ("with-an-open-parenthesis", "(1 of ops", "bad-quorum"),
    ("with-words-after-it", "1 of ops please", "bad-quorum"),
    ("with-a-comma-at-the-end", "1 of (ops, )", "bad-quorum"),
    ("in-capitals", "1 OF ops", "bad-quorum"),
    ("not-a-person", "1 of ops and not alice", "bad-quorum"),
    ("exactly", "exactly 1 of ops", "bad-quorum"),
    ("none-and-more", "none or 1 of ops", "bad-quorum"),
    ("of-a-requester", "1 of shop", "unknown-name"),
]:
    c("3", f"quorum-{name}-is-refused", f"`{quorum}` is no quorum that can be met.", E(code), BASE.rule(f'approve = "{quorum}"'))
TERMS = " and ".join(["1 of all-of-us"] * 8)
MANY = BASE.swap('risk = ["dana", "erin"]', 'risk = ["dana", "erin"]\nall-of-us = [' + ", ".join(f'"p{n}"' for n in range(9)) + "]").swap("[requesters.shop]", "".join(f'[approvers.p{n}]\nkeys = ["{key(f"p{n}")}"]\n' for n in range(9)) + "[requesters.shop]")
c("3", "eight-terms-of-an-alternative-are-read", "An alternative has up to eight terms.", X({"quorum:base": "wait"}), MANY.rule(f'approve = "{TERMS}"'), said=[])
c("3", "nine-terms-of-an-alternative-are-refused", "An alternative has no more than eight terms.", E("quorum-too-large"), MANY.rule(f'approve = "{TERMS} and 1 of all-of-us"'))
c("3", "sixty-four-alternatives-are-read", "A quorum has up to 64 alternatives.", X({"quorum:base": "met"}), BASE.rule('approve = "' + " or ".join(["1 of ops"] * 64) + '"'))
c("3", "sixty-five-alternatives-are-refused", "A quorum has no more than 64 alternatives.", E("quorum-too-large"), BASE.rule('approve = "' + " or ".join(["1 of ops"] * 65) + '"'))
c("3", "nesting-of-16-is-read", "Parentheses nest up to 16 deep.", X({"quorum:base": "met"}), BASE.rule('approve = "' + "(" * 16 + "1 of ops" + ")" * 16 + '"'))
c("3", "nesting-of-17-is-refused", "Parentheses nest no deeper than 16.", E("quorum-too-large"), BASE.rule('approve = "' + "(" * 17 + "1 of ops" + ")" * 17 + '"'))
c("3", "in-two-rules-a-person-counts-twice", "In different rules the same person counts for each.", X({"quorum:base": "met", "quorum:more": "met"}), BASE.swap(RULE, 'approve = "1 of ops"' + COLD_RULE.replace("1 of risk", "1 of ops")), said=[A("alice")])



# 4. Which rules apply


def tier(above, more="", approve="1 of risk"):
    return BASE.swap(RULE, RULE + COLD_RULE.replace("1 of risk", approve) + f'above = "{above}"\n{more}')


BINDS, LOOSE = X({"quorum:more": "wait"}), X({"quorum:more": "absent"})
for name, shows, policy, pay, lines, at, expect in [
    ("a-tier-per-payout-at-its-amount-does-not-bind", "`above` means more than.", tier("1 BTC per payout"), {}, [], HOUR, LOOSE),
    ("a-tier-per-payout-one-unit-above-binds", "One smallest unit more binds.", tier("1 BTC per payout"), {"amount": "1.00000001 BTC"}, [], HOUR, BINDS),
    ("a-tier-per-payout-ignores-the-ledger", "Per payout looks at the payout alone.", tier("1 BTC per payout"), {}, [L("old", "50 BTC")], HOUR, LOOSE),
    ("a-tier-per-window-at-its-sum-does-not-bind", "The sum with the payout may be the tier's amount.", tier("3 BTC per 24h"), {}, [L("old", "2 BTC")], HOUR, LOOSE),
    ("a-tier-per-window-one-unit-above-binds", "The sum with the payout above the tier binds.", tier("3 BTC per 24h"), {"amount": "1.00000001 BTC"}, [L("old", "2 BTC")], HOUR, BINDS),
    ("many-small-payouts-climb-a-tier", "Many small payouts climb the tiers as one large one does.", tier("3 BTC per 24h"), {"amount": "0.1 BTC"}, [L(f"old-{n}", "0.1 BTC", n) for n in range(30)], HOUR, BINDS),
    ("one-small-payout-fewer-does-not-climb", "Up to the tier nothing more is needed.", tier("3 BTC per 24h"), {"amount": "0.1 BTC"}, [L(f"old-{n}", "0.1 BTC", n) for n in range(29)], HOUR, LOOSE),
    ("an-entry-a-second-short-of-the-window-counts-in-a-tier", "The last W means later than now - W.", tier("3 BTC per 24h"), {"amount": "1.1 BTC"}, [L("old", "2 BTC")], 24 * HOUR - 1, BINDS),
    ("an-entry-exactly-as-old-as-the-window-counts-no-more-in-a-tier", "An entry exactly W old no longer counts.", tier("3 BTC per 24h"), {"amount": "1.1 BTC"}, [L("old", "2 BTC")], 24 * HOUR, LOOSE),
    ("an-entry-later-than-now-counts-in-a-tier", "An entry of another host's clock counts.", tier("3 BTC per 24h"), {"amount": "1.1 BTC"}, [L("old", "2 BTC", HOUR + 120)], HOUR, BINDS),
    ("an-entry-out-of-another-wallet-is-not-in-a-tier-of-one-wallet", "A tier sums its own wallets.", tier("3 BTC per 24h"), {"amount": "1.1 BTC"}, [L("old", "2 BTC", wallet="cold")], HOUR, LOOSE),
    ("an-entry-of-another-asset-is-not-in-a-tier-of-one-asset", "A tier sums its own asset.", tier("3 BTC per 24h"), {"amount": "1.1 BTC"}, [L("old", "2 ETH", to=ETHER)], HOUR, LOOSE),
    ("a-paid-entry-counts-in-a-tier", "Paid is spent.", tier("3 BTC per 24h"), {"amount": "1.1 BTC"}, [L("old", "2 BTC", state="paid")], HOUR, BINDS),
    ("a-released-entry-counts-in-no-tier", "Released is not spent.", tier("3 BTC per 24h"), {"amount": "1.1 BTC"}, [L("old", "2 BTC", state="released")], HOUR, LOOSE),
    ("a-refused-entry-counts-in-no-tier", "Refused was never spent.", tier("3 BTC per 24h"), {"amount": "1.1 BTC"}, [L("old", "2 BTC", state="refused")], HOUR, LOOSE),
    ("a-tier-for-each-destination-sums-that-destination", "`each` narrows to entries that share the value.", tier("3 BTC per 24h", 'each = ["destination"]'), {"amount": "1.1 BTC"}, [L("old", "2 BTC")], HOUR, BINDS),
    ("a-tier-for-each-destination-leaves-others-out", "Another destination has its own sum.", tier("3 BTC per 24h", 'each = ["destination"]'), {"amount": "1.1 BTC"}, [L("old", "2 BTC", to=FRIEND)], HOUR, LOOSE),
    ("a-tier-for-each-destination-compares-decoded", "One destination in capitals is the same one.", tier("3 BTC per 24h", 'each = ["destination"]'), {"amount": "1.1 BTC"}, [L("old", "2 BTC", to=STRANGER.upper())], HOUR, BINDS),
    ("a-tier-of-another-wallet-does-not-bind", "Every selector must hold.", tier("0.5 BTC per payout"), {"wallet": "cold"}, [], HOUR, LOOSE),
    ("a-tier-of-another-asset-does-not-bind", "Every selector must hold.", tier("0.5 BTC per payout"), {"amount": "1 ETH", "to": ETHER}, [], HOUR, LOOSE),
]:
    c("4", name, shows, expect, policy, pay, lines=lines, at=at)

SUNDAY = 'during = { days = ["sun"], open = "00:00", close = "00:00", zone = "Europe/Zurich" }'
during = BASE.swap(RULE, RULE + COLD_RULE + SUNDAY)
c("4", "a-rule-during-sunday-binds-in-its-last-second", "A day ends at midnight of its zone: 23:00 UTC in Zurich's winter.", BINDS, during, at=13 * HOUR - 1)
c("4", "a-rule-during-sunday-does-not-bind-on-monday", "`close` is exclusive.", LOOSE, during, at=13 * HOUR)
friday = BASE.swap(RULE, RULE + COLD_RULE + 'during = { days = ["sun"], open = "22:00", close = "02:00", zone = "UTC" }')
c("4", "a-rule-during-a-night-does-not-bind-before-it-opens", "`open` is inclusive, and not before.", LOOSE, friday, at=12 * HOUR - 1)
c("4", "a-rule-during-a-night-binds-from-its-first-second", "`open` is inclusive.", BINDS, friday, at=12 * HOUR)
c("4", "a-rule-during-a-night-binds-into-the-next-day", "`close` before `open` runs past midnight.", BINDS, friday, at=16 * HOUR - 1)
c("4", "a-rule-during-a-night-ends-on-the-next-day", "`close` is exclusive on the next day too.", LOOSE, friday, at=16 * HOUR)


def cooling(added, to='to = ["friends"]', more=""):
    policy = BASE.swap(ENTRY, f'cooling_off = "48h"\nentries = [{{ chain = "bitcoin", address = "{FRIEND}", added = {t(added)} }}]')
    return policy.swap('to = "any"', to).plus(more) if more else policy.swap('to = "any"', to)


TO_FRIEND = {"to": FRIEND}
c("4", "a-cooling-entry-permits-nothing-a-second-early", "A list permits only past its cooling-off.", X({"covered": ["wait", 24 * HOUR], "quorum:base": "met"}), cooling(-24 * HOUR), TO_FRIEND, at=24 * HOUR - 1)
c("4", "a-cooled-entry-permits-at-its-second", "From added + cooling_off on an entry permits.", X({"covered": "met"}), cooling(-24 * HOUR), TO_FRIEND, at=24 * HOUR)
c("4", "an-entry-that-cools-until-a-second-before-the-expiry-waits", "A cooling-off may end before the payout expires.", X({"covered": ["wait", TTL - 1]}), cooling(24 * HOUR - 1), TO_FRIEND)
c("4", "an-entry-that-cools-until-the-expiry-fails", "What cannot end before the payout expires fails.", X({"covered": "fail"}), cooling(24 * HOUR), TO_FRIEND)
c("4", "a-destination-outside-every-list-is-not-covered", "Nothing covers it: deny. The rule does not bind either.", X({"covered": "fail", "quorum:base": "absent"}), cooling(-72 * HOUR), {})
c("4", "a-rule-not-to-a-list-covers-a-stranger", "`not_to` covers what touches none of it.", X({"covered": "met"}), cooling(-72 * HOUR, 'not_to = ["friends"]'), {})
c("4", "a-rule-not-to-a-list-leaves-its-members-uncovered", "`not_to` does not cover what is in it.", X({"covered": "fail", "quorum:base": "absent"}), cooling(-72 * HOUR, 'not_to = ["friends"]'), TO_FRIEND)
c("4", "a-rule-not-to-a-list-binds-a-cooling-entry-and-does-not-cover-it", "What permits is read narrowly, what restricts widely.", X({"covered": "fail", "quorum:base": "met"}), cooling(0, 'not_to = ["friends"]'), TO_FRIEND)
c("4", "a-block-stops-a-cooling-entry", "A cooling-off never delays a block.", X({"block:b": "fail"}), cooling(0, 'to = "any"', '[[blocks]]\nname = "b"\nto = ["friends"]'), TO_FRIEND)
c("4", "a-block-lets-a-stranger-pass", "A block matches what touches its list.", X({"block:b": "met"}), cooling(0, 'to = "any"', '[[blocks]]\nname = "b"\nto = ["friends"]'), {})
c("4", "a-block-not-to-a-list-stops-a-cooling-entry", "`not_to` of a block lets pass only what is in the list.", X({"block:b": "fail"}), cooling(0, 'to = "any"', '[[blocks]]\nname = "b"\nnot_to = ["friends"]'), TO_FRIEND)
c("4", "a-block-not-to-a-list-lets-a-cooled-entry-pass", "`not_to` of a block lets its members pass.", X({"block:b": "met"}), cooling(-72 * HOUR, 'to = "any"', '[[blocks]]\nname = "b"\nnot_to = ["friends"]'), TO_FRIEND)
c("4", "a-block-of-a-wallet-stops-it", "A block may select wallets.", X({"block:b": "fail"}), BASE.plus('[[blocks]]\nname = "b"\nwallets = ["hot"]'))
c("4", "a-block-of-another-wallet-does-not", "Every selector of a block must hold.", X({"block:b": "met"}), BASE.plus('[[blocks]]\nname = "b"\nwallets = ["cold"]'))
c("4", "a-block-of-two-selectors-needs-both", "Every selector of a block must hold.", X({"block:b": "met"}), BASE.plus('[[blocks]]\nname = "b"\nwallets = ["hot"]\nassets = ["ETH"]'))


def tagged(address=RIPPLE, tag=None, more="", to="any"):
    extra = "" if tag is None else f', tag = "{tag}"'
    policy = BASE.swap(ENTRY, entry(address, "ripple", extra))
    return policy.swap('to = "any"', f"to = {to}" if to != "any" else 'to = "any"').plus(more or '[[blocks]]\nname = "b"\nto = ["friends"]')


XRP = {"amount": "1 XRP", "to": RIPPLE}
for name, shows, address, entry_tag, tag, blocked, covered in [
    ("of-the-same-tag", "Chain, address and tag are the entry's.", RIPPLE, "7", "7", True, True),
    ("of-another-tag", "Two tags that differ are two destinations.", RIPPLE, "7", "8", False, None),
    ("without-tag-to-an-entry-with-tag", "A missing tag touches, and is not in.", RIPPLE, "7", None, True, False),
    ("with-tag-to-an-entry-without", "An entry without tag touches every tag, and permits none.", RIPPLE, None, "7", True, False),
    ("without-tag-to-an-entry-without", "No tag is exactly no tag.", RIPPLE, None, None, True, True),
    ("in-other-letters-on-an-opaque-chain", "Case is ignored where it restricts, not where it permits.", RIPPLE.lower(), None, None, True, False),
    ("of-a-tag-in-other-letters", "Tags compare exactly.", RIPPLE, "a", "A", False, None),
]:
    pay = {**XRP, "tag": ... if tag is None else tag}
    c("4", f"a-block-on-a-destination-{name}", shows, X({"block:b": "fail" if blocked else "met"}), tagged(address, entry_tag), pay)
    found = {"covered": "met" if covered else "fail", "quorum:base": "absent" if covered is None else "met"}
    c("4", f"a-rule-to-a-destination-{name}", shows, X(found), tagged(address, entry_tag, '[[blocks]]\nname = "b"\nwallets = ["cold"]', '["friends"]'), pay)

# Who asked
REQUEST = A("alice", "request")
BC = [A("bob"), A("carol")]
BY_ALICE = {"initiator": "alice"}
c("4", "a-rule-of-initiators-binds-their-payouts", "The initiator is among the rule's.", X({"initiator:base": "met"}), ASKED, BY_ALICE, [REQUEST, *BC])
c("4", "a-rule-of-initiators-covers-nobody-else", "An initiator the rule does not name is not covered.", X({"covered": "fail", "initiator:base": "absent"}), ASKED, {"initiator": "dana"}, [A("dana", "request"), *BC])
c("4", "an-initiator-is-not-believed-without-a-request", "The initiator's request must hold.", X({"initiator:base": "wait"}), ASKED, BY_ALICE, BC)
c("4", "a-requester-is-among-requesters", "`requesters` is any requester.", X({"initiator:base": "met"}), BASE.swap('initiators = "unsigned"', 'initiators = "requesters"'), {"initiator": "shop"}, [A("shop", "request"), *AB])
c("4", "an-approver-is-not-among-requesters", "`requesters` is no approver.", X({"covered": "fail"}), BASE.swap('initiators = "unsigned"', 'initiators = "requesters"'), BY_ALICE, [REQUEST, *BC])
c("4", "a-request-of-another-payout-is-none", "A request is bound to its payout.", X({"initiator:base": "wait"}), ASKED, BY_ALICE, [A("alice", "request", said={"id": "po-2"}, fate=("void", "bad-signature")), *BC])

# The scope of a limit
LIMITED = lambda more: BASE.plus(f'[[limits]]\nname = "m"\nmax = "3 BTC per 24h"\n{more}')
FULL = X({"limit:m": ["wait", 24 * HOUR]})
FITS = X({"limit:m": "met"})
SINGLE = {"amount": "1.1 BTC"}
for name, shows, more, pay, lines, expect in [
    ("a-limit-without-selectors-sums-every-wallet", "Absent selectors are all.", "", SINGLE, [L("old", "2 BTC", wallet="cold")], FULL),
    ("a-limit-of-a-wallet-sums-that-wallet", "A limit's wallets select its entries.", 'wallets = ["hot"]', SINGLE, [L("old", "2 BTC", wallet="cold")], FITS),
    ("a-limit-of-another-wallet-is-absent", "A limit that does not match is not asked.", 'wallets = ["cold"]', {"amount": "99 BTC"}, [], X({"limit:m": "absent"})),
    ("a-limit-in-an-asset-concerns-that-asset", "A limit in BTC does not see ETH.", "", {"amount": "900 ETH", "to": ETHER}, [], X({"limit:m": "absent"})),
    ("a-limit-for-each-wallet-sums-each-alone", "`each` is a separate sum for every value.", 'each = ["wallet"]', SINGLE, [L("old", "2 BTC", wallet="cold")], FITS),
    ("a-limit-for-each-destination-sums-the-same", "The same destination shares its sum.", 'each = ["destination"]', SINGLE, [L("old", "2 BTC")], FULL),
    ("a-limit-for-each-destination-leaves-others", "Another destination has another sum.", 'each = ["destination"]', SINGLE, [L("old", "2 BTC", to=FRIEND)], FITS),
    ("a-limit-to-a-list-counts-what-the-entry-recorded", "Recorded `lists` count, so that an edited list refills nothing.", 'to = ["friends"]', {**SINGLE, **TO_FRIEND}, [L("old", "2 BTC", lists=["friends"])], FULL),
    ("a-limit-to-a-list-counts-what-touches-it-now", "What touches the list now counts, recorded or not.", 'to = ["friends"]', {**SINGLE, **TO_FRIEND}, [L("old", "2 BTC", to=FRIEND)], FULL),
    ("a-limit-to-a-list-leaves-out-what-neither-recorded-nor-touches", "Neither recorded nor touching: out of scope.", 'to = ["friends"]', {**SINGLE, **TO_FRIEND}, [L("old", "2 BTC")], FITS),
    ("a-limit-not-to-a-list-counts-an-entry-that-recorded-no-list", "An entry escapes only if recorded and in the list now.", 'not_to = ["friends"]', SINGLE, [L("old", "2 BTC", to=FRIEND)], FULL),
    ("a-limit-not-to-a-list-counts-an-entry-no-longer-in-it", "An entry escapes only if it is in the list now.", 'not_to = ["friends"]', SINGLE, [L("old", "2 BTC", lists=["friends"])], FULL),
    ("a-limit-not-to-a-list-lets-an-entry-escape-that-is-both", "Recorded and in the list now: escaped.", 'not_to = ["friends"]', SINGLE, [L("old", "2 BTC", to=FRIEND, lists=["friends"])], FITS),
    ("a-limit-not-to-a-list-does-not-match-its-members", "A limit matches as a rule binds.", 'not_to = ["friends"]', {"amount": "99 BTC", **TO_FRIEND}, [], X({"limit:m": "absent"})),
]:
    c("4", name, shows, expect, LIMITED(more), pay, lines=lines)
TAGS = BASE.plus('[[limits]]\nname = "m"\nmax = "3 XRP per 24h"\neach = ["destination"]')
c("4", "a-sum-for-each-destination-ignores-the-tag", "One address under many tags is one destination to a limit.", FULL, TAGS, {"amount": "1.1 XRP", "to": RIPPLE, "tag": "8"}, lines=[L("old", "2 XRP", to=RIPPLE, tag="7")])
c("4", "a-sum-for-each-destination-ignores-letters-on-an-opaque-chain", "Case is ignored where it restricts.", FULL, TAGS, {"amount": "1.1 XRP", "to": RIPPLE}, lines=[L("old", "2 XRP", to=RIPPLE.lower())])



# 5. Payout

for name, shows, pay, expect in [
    ("a-payout-of-every-field-is-read", "Every optional field, given.", {"fee": "0.0001 BTC", "payload_sha256": "a" * 64, "note": "invoice 17"}, OK),
    ("a-payout-of-null-fee-is-refused", "Absent is left out, never null.", {"fee": None}, E("bad-record")),
    ("a-payout-with-an-unknown-key-is-refused", "Unknown keys are refused.", {"data": "0x"}, E("bad-record")),
    ("a-payout-without-wallet-is-refused", "`wallet` is required.", {"wallet": ...}, E("bad-record")),
    ("a-payout-without-amount-is-refused", "`amount` is required.", {"amount": ...}, E("bad-record")),
    ("a-payout-without-destination-is-refused", "`to` is required.", {"to": ...}, E("bad-record")),
    ("a-payout-without-initiator-is-refused", "`initiator` is required.", {"initiator": ...}, E("bad-record")),
    ("a-payout-of-a-number-is-refused", "An amount is text.", {"amount": 1}, E("bad-record")),
    ("a-payout-of-nothing-is-refused", "An amount is above zero.", {"amount": "0 BTC"}, E("bad-amount")),
    ("a-payout-of-one-unit-is-read", "The smallest amount.", {"amount": "0.00000001 BTC"}, OK),
    ("a-payout-below-one-unit-is-refused", "No more places than the asset has.", {"amount": "0.000000001 BTC"}, E("bad-amount")),
    ("a-payout-below-zero-is-refused", "An amount has no sign.", {"amount": "-1 BTC"}, E("bad-record")),
    ("a-payout-of-an-exponent-is-refused", "An amount has no exponent.", {"amount": "1e1 BTC"}, E("bad-record")),
    ("a-payout-with-a-comma-is-refused", "An amount has a point.", {"amount": "1,0 BTC"}, E("bad-record")),
    ("a-payout-of-two-spaces-is-refused", "One space stands before the asset.", {"amount": "1  BTC"}, E("bad-record")),
    ("a-fee-of-zero-is-read", "A fee may be zero.", {"fee": "0 BTC"}, OK),
    ("a-fee-below-the-smallest-unit-is-refused", "A fee has no more places than its asset.", {"fee": "0.000000001 BTC"}, E("bad-fee")),
    ("a-note-of-64-characters-is-read", "A note has up to 64 characters.", {"note": "n" * 64}, OK),
    ("a-note-of-65-characters-is-refused", "A note has no more than 64 characters.", {"note": "n" * 65}, E("bad-record")),
    ("a-note-of-a-hyphen-is-refused", "A hyphen stands for no note.", {"note": "-"}, E("bad-record")),
    ("a-note-that-ends-in-a-space-is-refused", "No space at either end.", {"note": "a "}, E("bad-record")),
    ("a-note-that-begins-with-a-space-is-refused", "No space at either end.", {"note": " a"}, E("bad-record")),
    ("a-note-with-two-spaces-in-a-row-is-refused", "No two spaces in a row.", {"note": "a  b"}, E("bad-record")),
    ("a-note-that-reads-like-a-line-is-refused", "A note cannot look like a line of the statement.", {"note": "to: x"}, E("bad-record")),
    ("a-note-with-a-colon-alone-is-read", "Only a colon with a space reads like a line.", {"note": "to:x"}, OK),
    ("a-note-of-two-lines-is-refused", "A note is one line.", {"note": "a\nto: b"}, E("bad-record")),
    ("a-note-in-other-letters-is-refused", "A note is printable ASCII.", {"note": "caf\u00e9"}, E("bad-record")),
    ("a-payload-digest-of-63-digits-is-refused", "A SHA-256 has 64 hex digits.", {"payload_sha256": "a" * 63}, E("bad-record")),
    ("a-payload-digest-in-capitals-is-refused", "Hex is lower case.", {"payload_sha256": "A" * 64}, E("bad-record")),
    ("an-id-of-65-characters-is-refused", "An id is a name.", {"id": "p" * 65}, E("bad-record")),
    ("an-id-with-a-space-is-refused", "An id is a name.", {"id": "p 1"}, E("bad-record")),
]:
    c("5", name, shows, expect, pay=pay)
long = {"id": "p" * 64, "initiator": "i" * 64, "note": "n" * 64, "to": "r" * 128, "amount": "1 XRP", "payload_sha256": "a" * 64}
c("5", "a-statement-that-no-hardware-wallet-shows-is-refused", "A statement above 640 bytes is refused.", E("statement-too-long"), pay=long)


def fitting(size):
    """A payout on an opaque chain whose longest statement has so many bytes."""
    asked = payout(amount="1 XRP", to="r", note="n", id="p" * 64, initiator="i" * 64, payload_sha256="a" * 64)
    lines = f"""countersign payout v1
verdict: approve
pay: {"0" * 40} XRP
to: ripple {asked['to']}
tag: -
listed-in: -
fee-up-to: unlimited
wallet: hot
note: {asked['note']}
payout: {asked['id']}
initiator: {asked['initiator']}
submitted: {t(0)}
payload-sha256: {asked['payload_sha256']}
policy: {BASE.name} {BASE.version}
policy-sha256: {BASE.sha256}
signer: alice
signed: {t(0)}
expires: {t(0)}
"""
    asked["to"] = "r" * (1 + size - len(lines))
    assert 1 <= len(asked["to"]) <= 128, len(lines)
    return asked


c("5", "a-statement-of-640-bytes-is-read", "With the longest approver's name, `approve` and 40 characters for the number, 640 bytes are the most.", OK, pay=fitting(640))
c("5", "a-statement-of-641-bytes-is-refused", "641 bytes are too many, whatever the amount.", E("statement-too-long"), pay=fitting(641))



# 6. Statement, keys, signatures

# One person's approval decides here, so that the verdict tells whether it counted.
ONE = BASE.rule('approve = "1 of ops"')
MET, UNMET = X({"quorum:base": "met"}), X({"quorum:base": "wait"})


def holds(name, shows, one, policy=ONE, pay=None, at=HOUR, **more):
    c("6", name, shows, MET, policy, pay, [one], at=at, **more)


def voids(name, shows, code, one, policy=ONE, pay=None, at=HOUR, **more):
    one.fate = ("void", code)
    c("6", name, shows, UNMET, policy, pay, [one], at=at, **more)


holds("an-approval-holds", "A signed statement of somebody in the quorum counts.", A("alice"))
FULLY = {"fee": "0.0001 BTC", "payload_sha256": "a" * 64, "note": "invoice 17"}
holds("an-approval-of-every-field-holds", "Every optional field is in the statement.", A("alice"), pay=FULLY)
holds("an-approval-of-a-tag-holds", "The tag is in the statement.", A("alice"), pay={"amount": "1 XRP", "to": RIPPLE, "tag": "7"})
holds("an-approval-of-a-listed-destination-holds", "listed-in names the list.", A("alice"), pay=TO_FRIEND)
holds("a-statement-prints-the-amount-shortest", "1.50 BTC is signed as 1.5 BTC.", A("alice", said={"amount": "1.5 BTC"}), pay={"amount": "1.50 BTC"})
voids("a-statement-of-the-amount-as-written-is-void", "The amount is signed in its shortest form only.", "bad-signature", A("alice"), pay={"amount": "1.50 BTC"})
holds("a-statement-prints-the-address-canonically", "bech32 is signed in lower case.", A("alice", said={"to": STRANGER}), pay={"to": STRANGER.upper()})
two_lists = BASE.rule('approve = "1 of ops"').swap("[lists.friends]", f"[lists.Also]\n{ENTRY}\n\n[lists.friends]")
holds("listed-in-is-the-first-list-by-name", "Of two lists the first by name is signed; capitals sort first.", A("alice", lines={"listed-in": "Also"}), two_lists, TO_FRIEND)
voids("listed-in-the-second-list-is-void", "The later list by name is another statement.", "bad-signature", A("alice", lines={"listed-in": "friends"}), two_lists, TO_FRIEND)
COOL = cooling(0, 'to = "any"').rule('approve = "1 of ops"')
holds("listed-in-names-a-cooling-entry", "A cooling entry is listed, and permits nothing.", A("alice", lines={"listed-in": "friends"}), COOL, TO_FRIEND)
for line, other in {
    "verdict": "reject", "pay": "1.00000001 BTC", "to": f"bitcoin {FRIEND}", "tag": "7", "listed-in": "friends", "fee-up-to": "1 BTC", "wallet": "cold",
    "note": "x", "payout": "po-2", "initiator": "alice", "submitted": t(1), "payload-sha256": "a" * 64, "policy": "test/kit 2", "policy-sha256": "0" * 64,
    "signer": "bob", "signed": t(1), "expires": t(49 * HOUR),
}.items():
    voids(f"a-statement-of-another-{line}-is-void", f"`{line}` is bound by the signature.", "bad-signature", A("alice", lines={line: other}))
voids("a-statement-for-another-realm-is-void", "What was signed for a test copy of a policy is void in production.", "bad-signature", A("alice", lines={"policy": "staging/kit 1"}))
voids("a-statement-without-last-line-feed-is-void", "LF stands after every line.", "bad-signature", A("alice", text=lambda text: text[:-1]))
voids("a-statement-with-carriage-returns-is-void", "Lines end in LF alone.", "bad-signature", A("alice", text=lambda text: text.replace("\n", "\r\n")))
voids("a-statement-of-two-lines-swapped-is-void", "The order of lines is fixed.", "bad-signature", A("alice", text=lambda text: text.replace("tag: -\nlisted-in: -\n", "listed-in: -\ntag: -\n")))
voids("a-statement-of-version-2-is-void", "The first line names the form.", "bad-signature", A("alice", text=lambda text: text.replace(" v1\n", " v2\n", 1)))

# Who and with which key
voids("an-approval-of-nobody-known-is-void", "The signer must be of the policy.", "unknown-signer", A("frank"))
voids("an-approval-of-a-signer-in-other-case-is-void", "Names are case-sensitive.", "unknown-signer", A("Alice", holder="alice"))
voids("an-approval-of-a-group-is-void", "A group signs nothing.", "unknown-signer", A("ops", holder="alice"))
voids("an-approval-under-anothers-key-is-void", "A key counts for its own person only.", "unknown-key", A("alice", holder="bob"))
voids("an-approval-under-anothers-key-in-ones-own-name-is-void", "A signature of bob under alice's key is none.", "bad-signature", A("alice", holder="bob", over={"key": key("alice")}))
voids("a-key-under-a-scheme-that-is-not-listed-is-void", "A point counts under the schemes it is listed with.", "unknown-key", A("alice", scheme="bip340"))
voids("a-signature-of-one-bit-less-is-void", "Every bit of a signature counts.", "bad-signature", A("alice", change=lambda s: s[:-1] + ("0" if s[-1] != "0" else "1")))

# Schemes. What the table lists under `what is verified` is a bad signature, under `signature text` a malformed one.
PLAIN = f'keys = ["{key("alice")}"]'
for scheme in ("ecdsa", "bip340", "eip191", "bitcoin-message"):
    under = ONE.swap(PLAIN, f'keys = ["{key("alice", scheme)}"]')
    holds(f"{scheme}-holds", "A signature of the scheme counts.", A("alice", scheme=scheme), under)
    holds(f"{scheme}-holds-for-a-long-statement", "Its length is in what some schemes hash.", A("alice", scheme=scheme), under, pay=FULLY)
    voids(f"{scheme}-of-another-statement-is-void", "A signature is of one statement.", "bad-signature", A("alice", scheme=scheme, lines={"pay": "2 BTC"}), under)
    if scheme == "bitcoin-message":
        voids(f"{scheme}-in-hex-is-void", "The signature text is base64.", "malformed-signature", A("alice", scheme=scheme, change=lambda s: "00" * 65), under)
        voids(f"{scheme}-without-padding-is-void", "base64 is padded.", "malformed-signature", A("alice", scheme=scheme, change=lambda s: s.rstrip("=")), under)
    else:
        voids(f"{scheme}-in-capitals-is-void", "Hex is lower case.", "malformed-signature", A("alice", scheme=scheme, change=str.upper), under)
        voids(f"{scheme}-of-one-byte-less-is-void", "A signature has its length.", "malformed-signature", A("alice", scheme=scheme, change=lambda s: s[:-2]), under)
        voids(f"{scheme}-of-half-a-byte-less-is-void", "Hex has two digits a byte.", "malformed-signature", A("alice", scheme=scheme, change=lambda s: s[:-1]), under)
    voids(f"{scheme}-of-nothing-is-void", "An empty signature is none.", "malformed-signature", A("alice", scheme=scheme, change=lambda s: ""), under)
for one, other in itertools.permutations(("ecdsa", "bip340"), 2):
    under = ONE.swap(PLAIN, f'keys = ["{key("alice", one)}"]')
    voids(f"a-signature-of-{other}-under-{one}-is-void", "One scheme's signature is not another's, though both have 64 bytes.", "bad-signature", A("alice", scheme=other, over={"key": key("alice", one)}), under)
EIP, BTM = (ONE.swap(PLAIN, f'keys = ["{key("alice", scheme)}"]') for scheme in ("eip191", "bitcoin-message"))
holds("ecdsa-of-a-high-s-holds", "HSMs and OpenSSL emit s of either half.", A("alice", high=True))
holds("ecdsa-in-der-holds", "Strict DER is read.", A("alice", change=lambda s: der(bytes.fromhex(s)).hex()))
voids("ecdsa-in-der-with-a-hash-type-is-void", "DER has no hash type.", "malformed-signature", A("alice", change=lambda s: der(bytes.fromhex(s)).hex() + "01"))
voids("ecdsa-in-der-with-a-needless-zero-is-void", "DER is strict.", "malformed-signature", A("alice", change=lambda s: "30" + f"{len(der(bytes.fromhex(s))) - 1:02x}" + "02" + f"{der(bytes.fromhex(s))[3] + 1:02x}" + "00" + der(bytes.fromhex(s))[4:].hex()))
voids("ecdsa-with-a-prefix-is-void", "Only eip191 may have 0x.", "malformed-signature", A("alice", change=lambda s: "0x" + s))
voids("ecdsa-of-zeros-is-void", "r and s are above zero.", "bad-signature", A("alice", change=lambda s: "00" * 64))
holds("eip191-with-a-prefix-holds", "0x is optional.", A("alice", scheme="eip191", change=lambda s: "0x" + s), EIP)
voids("eip191-of-a-high-s-is-void", "s is at most n/2.", "bad-signature", A("alice", scheme="eip191", high=True), EIP)
for v in (0, 1, 27, 28):
    holds(f"eip191-of-v-{v}-holds", "v is 0, 1, 27 or 28, and otherwise unused.", A("alice", scheme="eip191", head=v), EIP)
for v in (2, 26, 29, 37):
    voids(f"eip191-of-v-{v}-is-void", "v is 0, 1, 27 or 28.", "bad-signature", A("alice", scheme="eip191", head=v), EIP)
holds("bitcoin-message-of-a-high-s-holds", "s may be of either half.", A("alice", scheme="bitcoin-message", high=True), BTM)
for head in (27, 42):
    holds(f"bitcoin-message-of-header-{head}-holds", "The header is 27 to 42, and otherwise unused.", A("alice", scheme="bitcoin-message", head=head), BTM)
for head in (26, 43):
    voids(f"bitcoin-message-of-header-{head}-is-void", "The header is 27 to 42.", "bad-signature", A("alice", scheme="bitcoin-message", head=head), BTM)

# When
holds("an-approval-signed-skew-before-the-payout-holds", "signed_at may be earlier than submitted_at by the skew.", A("alice", at=-120))
voids("an-approval-signed-earlier-is-void", "Nothing is signed before it was asked.", "early", A("alice", at=-121))
holds("an-approval-signed-skew-after-its-receipt-holds", "signed_at may be later than received_at by the skew.", A("alice", at=200, got=80))
voids("an-approval-signed-later-than-its-receipt-is-void", "What was received was signed before.", "future", A("alice", at=201, got=80))
holds("an-approval-received-skew-after-now-holds", "received_at may be later than now by the skew.", A("alice", at=HOUR, got=HOUR + 120))
voids("an-approval-received-later-than-now-is-void", "What is decided on has been received.", "future", A("alice", at=HOUR, got=HOUR + 121))
holds("an-approval-of-the-longest-lifetime-holds", "expires_at is at most signed_at + approval_ttl.", A("alice"))
voids("an-approval-of-a-longer-lifetime-is-void", "A lifetime above approval_ttl is void, not shortened.", "lifetime", A("alice", till=48 * HOUR + 1))
holds("an-approval-of-one-second-holds-in-it", "expires_at is after signed_at.", A("alice", at=HOUR, till=HOUR + 1))
voids("an-approval-of-no-second-is-void", "expires_at at signed_at is no lifetime.", "lifetime", A("alice", at=HOUR, till=HOUR))
holds("an-approval-a-second-before-its-expiry-holds", "An approval holds until it expires.", A("alice", till=HOUR + 1))
voids("an-approval-at-its-expiry-is-void", "An approval is void from expires_at on.", "expired", A("alice", till=HOUR))
holds("an-approval-received-long-after-it-was-signed-holds", "A cold key takes its time.", A("alice", got=HOUR))
for edge, at, active in [("from", HOUR, True), ("from", HOUR + 1, False), ("until", HOUR + 1, True), ("until", HOUR, False)]:
    policy = ONE.swap("[approvers.alice]", f"[approvers.alice]\nactive_{edge} = {t(at)}")
    name = f"an-approver-active-{edge}-{'now' if (edge, active) == ('from', True) else 'the-next-second' if at > HOUR else 'now'}"
    (holds(name + "-counts", "active_from <= now < active_until.", A("alice"), policy) if active else voids(name + "-counts-not", "active_from <= now < active_until.", "inactive", A("alice"), policy))
voids("a-requesters-approval-is-void", "A requester may sign requests and nothing else.", "requester", A("shop"))
FROM = ASKED.rule('approve = "1 of ops"')
c("6", "an-initiators-own-approval-is-void", "Who asks does not approve.", UNMET, FROM, BY_ALICE, [REQUEST, A("alice", fate=("void", "initiator"))])
c("6", "an-initiators-own-approval-counts-where-it-is-permitted", "initiator_may_approve says so.", MET, FROM.swap('payload = "optional"', 'payload = "optional"\ninitiator_may_approve = true'), BY_ALICE, [REQUEST, A("alice")])
c("6", "an-initiators-approval-of-anothers-payout-counts", "Only of their own payout.", MET, FROM, {"initiator": "bob"}, [A("bob", "request"), A("alice")])
c("6", "an-approval-of-who-rejected-is-void", "A no is a no.", UNMET, ONE, said=[A("alice", fate=("void", "rejected")), A("alice", "reject", 60)])
c("6", "an-approval-after-a-reject-is-void", "A reject is final: a later yes does not undo it.", UNMET, ONE, said=[A("alice", "reject"), A("alice", at=60, fate=("void", "rejected"))])
c("6", "a-void-reject-stops-nobody", "What does not hold never hurts.", MET, ONE, said=[A("alice"), A("alice", "reject", 60, lines={"payout": "po-2"}, fate=("void", "bad-signature"))])
c("6", "a-reject-signed-long-before-counts", "A reject is asked for no times.", UNMET, ONE, said=[A("alice", "reject", -30 * DAY, got=-30 * DAY), A("alice", fate=("void", "rejected"))])
c("6", "a-reject-received-later-than-now-counts", "A reject is asked for no times.", UNMET, ONE, said=[A("alice", "reject", 2 * HOUR), A("alice", fate=("void", "rejected"))])
GONE = ONE.swap("[approvers.alice]", f"[approvers.alice]\nactive_until = {t(100)}")
c("6", "a-reject-received-while-active-holds", "A reject asks for activity when it was received.", UNMET, GONE, said=[A("alice", "reject", 99)])
c("6", "a-reject-received-when-no-longer-active-is-void", "Who left rejects nothing.", UNMET, GONE, said=[A("alice", "reject", 100, fate=("void", "inactive"))])
c("6", "a-requesters-reject-holds-and-counts-only-as-initiator", "It vetoes nothing.", X({"quorum:base": "met", "withdrawn": "met"}), ONE, said=[A("alice"), A("shop", "reject")])
c("6", "a-request-of-somebody-else-is-void", "Only the initiator requests.", MET, ONE, said=[A("alice"), A("bob", "request", fate=("void", "not-initiator"))])
for name, got, fate, expect in [("skew-after-now-holds", HOUR + 120, ("holds",), "met"), ("later-than-now-is-void", HOUR + 121, ("void", "future"), "wait")]:
    c("6", f"a-request-received-{name}", "A request received later than now by more than the skew is void.", X({"initiator:base": expect}), FROM, BY_ALICE, [A("alice", "request", got=got, fate=fate), A("bob")])
left = FROM.swap("[approvers.alice]", f"[approvers.alice]\nactive_until = {t(HOUR)}")
c("6", "a-request-of-who-is-no-longer-active-is-void", "A request asks for activity now.", X({"initiator:base": "wait"}), left, BY_ALICE, [A("alice", "request", fate=("void", "inactive")), A("bob")])
# The order of the questions
c("6", "of-two-reasons-the-first-is-told", "early is asked before expired.", UNMET, ONE, said=[void("alice", "early", at=-300, till=HOUR)])
c("6", "a-requester-who-is-not-active-is-inactive", "inactive is asked before requester.", UNMET, ONE.swap("[requesters.shop]", f"[requesters.shop]\nactive_until = {t(0)}"), said=[void("shop", "inactive")])
c("6", "expired-is-told-before-rejected", "expired is asked before rejected.", UNMET, ONE, said=[void("alice", "expired", till=HOUR), A("alice", "reject")])
# Repeats
c("6", "two-approvals-of-one-person-are-one", "The earliest counts, the other is a repeat.", X({"quorum:base": "wait"}), BASE, said=[A("alice"), A("alice", at=60, fate=("repeat",))])
c("6", "a-repeat-is-told-by-receipt-not-by-order", "Order in the array means nothing.", X({"quorum:base": "wait"}), BASE, said=[A("alice", at=60, fate=("repeat",)), A("alice")])
c("6", "an-exact-duplicate-is-dropped-unlisted", "One approval twice is one.", X({"quorum:base": "wait"}), BASE, said=[A("alice"), A("alice", fate=None)])
c("6", "a-void-approval-beside-one-that-holds-is-no-repeat", "Only what holds is repeated.", MET, ONE, said=[A("alice"), void("alice", "bad-signature", at=60, lines={"pay": "2 BTC"})])
two_keys = BASE.swap(PLAIN, PLAIN[:-1] + f', "{key("alice-2")}"]')
c("6", "two-keys-of-one-person-are-one-person", "People are counted, not keys.", X({"quorum:base": "wait"}), two_keys, said=[A("alice"), A("alice", at=60, holder="alice-2", fate=("repeat",))])
c("6", "eight-approvals-of-one-person-are-read", "Eight of one signer and verdict.", MET, ONE, said=[A("alice")] + [A("alice", at=n, fate=("repeat",)) for n in range(1, 8)])
c("6", "nine-approvals-of-one-person-are-refused", "No more than eight of one signer and verdict.", E("too-many-of-one"), ONE, said=[A("alice", at=n) for n in range(9)])
# Their shape
for name, shows, one in [
    ("an-approval-without-receipt-is-refused", "The service stamps received_at.", A("alice", over={"received_at": ...})),
    ("an-approval-without-expiry-is-refused", "An approve expires.", A("alice", over={"expires_at": ...})),
    ("a-reject-with-expiry-is-refused", "A reject does not expire.", A("alice", "reject", over={"expires_at": t(DAY)})),
    ("a-request-with-expiry-is-refused", "A request does not expire.", A("alice", "request", over={"expires_at": t(DAY)})),
    ("an-approval-of-an-unknown-verdict-is-refused", "There are three verdicts.", A("alice", over={"verdict": "yes"})),
    ("an-approval-with-an-unknown-key-is-refused", "Unknown keys are refused.", A("alice", over={"weight": 2})),
    ("an-approval-with-a-number-of-seconds-is-refused", "Instants are text.", A("alice", over={"signed_at": 1})),
]:
    c("6", name, shows, E("bad-record"), ONE, said=[one])



# 7. Decision


def at_(hours):
    """alice's and bob's approvals, signed so many hours after the payout was submitted."""
    return [A("alice", at=hours * HOUR), A("bob", at=hours * HOUR)]


c("7", "a-payout-that-meets-every-check-is-allowed", "All met: allow.", X({"wallet": "met", "asset": "met", "time": "met", "expiry": "met", "once": "met", "version": "met", "payload": "met", "withdrawn": "met", "covered": "met", "quorum:base": "met", "limit:btc-day": "met", "limit:fees": "met"}))
c("7", "a-payout-nobody-approved-waits", "A quorum that could still be met waits.", X({"quorum:base": "wait"}), said=[])
c("7", "an-unknown-wallet-is-denied", "The policy governs only the wallets it names, whatever its rules cover.", X({"wallet": "fail", "covered": "met"}), pay={"wallet": "warm"})
UNKNOWN = {**X({"asset": "fail"}), "approvals": []}
c("7", "an-unknown-asset-ends-the-evaluation", "What cannot be read is not read; `approvals` is empty.", UNKNOWN, pay={"amount": "1 LTC", "to": "anything"}, said=[])
c("7", "an-unknown-fee-asset-ends-the-evaluation", "The fee's asset must be known too.", UNKNOWN, pay={"fee": "1 LTC"})
c("7", "a-fee-on-another-chain-ends-the-evaluation", "The fee is paid on the payout's chain.", UNKNOWN, pay={"fee": "0.1 ETH"})
c("7", "a-payout-submitted-now-is-on-time", "submitted_at may be now.", X({"time": "met"}), at=0)
c("7", "a-payout-submitted-a-second-later-waits", "A payout is not decided before it was submitted, skew or not.", X({"time": ["wait", 0]}), at=-1)
c("7", "a-ledger-skew-later-than-now-is-on-time", "An entry may be later than now by the skew.", X({"time": "met"}), lines=[L("old", at=HOUR + 120)])
c("7", "a-ledger-later-than-that-waits", "A clock that was set back waits until the entry less the skew.", X({"time": ["wait", HOUR + 1]}), lines=[L("old", at=HOUR + 121)])
c("7", "a-paid-entry-later-than-now-waits-too", "Paid entries tell the time as reserved ones do.", X({"time": ["wait", HOUR + 1]}), lines=[L("old", at=HOUR + 121, state="paid")])
c("7", "a-released-entry-later-than-now-tells-no-time", "Only reserved and paid entries tell the time.", X({"time": "met"}), lines=[L("old", at=HOUR + 121, state="released")])
LATE = at_(48)
c("7", "a-payout-a-second-before-its-expiry-stands", "A payout stands until submitted_at + payout_ttl.", X({"expiry": "met"}), said=LATE, at=TTL - 1)
c("7", "a-payout-at-its-expiry-is-denied-for-good", "now >= submitted_at + payout_ttl. No quorum can be met any more either.", X({"expiry": "fail", "quorum:base": "met"}), said=LATE, at=TTL)
c("7", "a-quorum-not-met-at-the-expiry-fails", "Nobody is active from now on and before the expiry.", X({"expiry": "fail", "quorum:base": "fail"}), said=[], at=TTL)
for state in ("reserved", "paid", "released", "refused"):
    c("7", f"a-payout-once-{state}-is-denied-for-good", "An id is paid at most once, in whatever state it is entered.", X({"once": "fail"}), lines=[L("po-1", state=state)])
c("7", "an-id-equal-but-for-case-is-no-second-payout", "Two ids of which one equals the other but for case are refused, so that nobody mistakes them.", X({"once": "fail"}), lines=[L("PO-1")])
V2 = BASE.swap("version = 1", f'version = 2\nprevious = "{PREVIOUS}"')
c("7", "a-ledger-of-an-earlier-version-is-read", "A later version goes on with the ledger.", X({"version": "met"}), V2, head={"policy": {"version": 1, "sha256": "b" * 64}})
c("7", "a-ledger-of-a-later-version-denies", "An earlier version decides no more once a later one has written.", X({"version": "fail"}), V2, head={"policy": {"version": 3, "sha256": "b" * 64}})
c("7", "a-ledger-of-this-version-with-another-text-denies", "Two texts of one version are two policies.", X({"version": "fail"}), V2, head={"policy": {"version": 2, "sha256": "b" * 64}})
REQUIRED = BASE.swap('payload = "optional"', 'payload = "required"')
c("7", "a-required-payload-that-is-absent-denies", "payload = required binds the raw transaction.", X({"payload": "fail"}), REQUIRED)
c("7", "a-required-payload-that-is-given-is-met", "Its digest is given.", X({"payload": "met"}), REQUIRED, {"payload_sha256": "a" * 64})
c("7", "an-initiators-reject-withdraws", "Who asked may take it back, for good.", X({"withdrawn": "fail"}), ASKED, BY_ALICE, [REQUEST, A("alice", "reject", 60), *BC])
c("7", "a-requesters-reject-withdraws-their-own-payout", "A requester takes back what they asked for.", X({"withdrawn": "fail"}), ASKED, {"initiator": "shop"}, [A("shop", "request"), A("shop", "reject", 60), *AB])
c("7", "a-reject-of-another-does-not-withdraw", "Only the initiator withdraws.", X({"withdrawn": "met"}), ASKED, BY_ALICE, [REQUEST, A("dana", "reject"), *BC])
c("7", "one-fail-outweighs-every-wait", "Any fail: deny. Not final where more approvals or time could change it.", X({"quorum:base": "wait", "limit:btc-day": "fail"}), pay={"amount": "101 BTC"}, said=[])

# Quorums over time
SOON = BASE.rule('approve = "1 of dana"')
for name, active, expect in [
    ("who-becomes-active-before-the-expiry-can-still-sign", f"active_from = {t(TTL - 1)}", "wait"),
    ("who-becomes-active-at-the-expiry-cannot", f"active_from = {t(TTL)}", "fail"),
    ("who-is-active-for-another-second-can-still-sign", f"active_until = {t(HOUR + 1)}", "wait"),
    ("who-is-active-no-more-cannot", f"active_until = {t(HOUR)}", "fail"),
]:
    c("7", name, "A quorum waits while people who are active at some instant from now on and before the expiry could meet it.", X({"quorum:base": expect}), SOON.swap("[approvers.dana]", f"[approvers.dana]\n{active}"), said=[])
own = ASKED.rule('approve = "3 of ops"')
c("7", "a-quorum-that-needs-the-initiator-fails", "Who may not approve cannot meet it any more.", X({"quorum:base": "fail"}), own, BY_ALICE, [REQUEST, *BC])
c("7", "a-quorum-that-needs-another-initiator-waits", "The initiator is not needed here.", X({"quorum:base": "wait"}), own, {"initiator": "shop"}, [A("shop", "request"), *BC])

# Vetoes
VETO = BASE.rule('veto = "2 of risk"')
c("7", "a-veto-not-met-lets-pass", "One of two noes is no veto.", X({"veto:base": "met"}), VETO, said=[*AB, A("dana", "reject")])
c("7", "a-veto-met-denies-for-good", "Two of two noes deny, for good where the rule is without above, during and lists.", X({"veto:base": "fail"}, final=True), VETO, said=[*AB, A("dana", "reject"), A("erin", "reject")])
c("7", "a-veto-of-outsiders-is-none", "Noes of others do not count.", X({"veto:base": "met"}), VETO, said=[*AB, A("carol", "reject"), A("dana", "reject")])
c("7", "a-veto-by-one-person-twice-is-one-no", "People are counted.", X({"veto:base": "met"}), VETO, said=[*AB, A("dana", "reject"), A("dana", "reject", 60, fate=("repeat",))])
NO = [*AB, A("dana", "reject")]
c("7", "a-veto-of-a-tier-is-not-final", "A rule with above may stop to bind.", X({"veto:more": "fail", "quorum:more": "met"}, final=False), tier("0.5 BTC per payout", 'veto = "1 of risk"', "1 of ops"), said=NO)
c("7", "a-veto-of-a-rule-to-a-list-is-not-final", "A rule to a list may stop to bind.", X({"veto:base": "fail"}, final=False), BASE.swap('to = "any"', 'to = ["friends"]').rule('veto = "1 of risk"'), TO_FRIEND, NO)
c("7", "a-veto-of-a-rule-that-does-not-bind-is-not-asked", "Only binding rules are asked.", X({"veto:more": "absent"}), tier("1 BTC per payout", 'veto = "1 of risk"', "1 of ops"), said=NO)
c("7", "a-veto-of-nobody-is-met", "`nobody` vetoes nothing.", X({"delay:base": "met", "withdrawn": "met"}), BASE.rule('veto = "nobody"\ndelay = "1h"'), said=NO)

# Delays
LOCK = BASE.rule('veto = "nobody"\ndelay = "24h"')
DAYLATER = 24 * HOUR


def lock(name, shows, expect, said=None, at=HOUR, policy=LOCK, pay=None):
    c("7", name, shows, X({"delay:base": expect}) if isinstance(expect, (str, list)) else expect, policy, pay, said, at=at)


lock("a-delay-waits-until-its-last-second", "T is the first instant at which the quorum was met.", ["wait", DAYLATER], at=DAYLATER - 1)
lock("a-delay-opens-at-its-second", "Met from T + delay on.", "met", at=DAYLATER)
SECOND = [A("alice"), A("bob", at=HOUR)]
lock("a-delay-counts-from-the-approval-that-met-the-quorum", "T is when the second of two was received.", ["wait", DAYLATER + HOUR], SECOND, DAYLATER)
lock("a-delay-counts-from-receipt-not-from-signing", "received_at is the service's, signed_at the signer's.", ["wait", DAYLATER + HOUR], [A("alice"), A("bob", at=0, got=HOUR)], DAYLATER)
lock("a-further-approval-does-not-move-the-start", "A third approval changes nothing.", ["wait", DAYLATER], [*AB, A("carol", at=5 * HOUR)], 6 * HOUR)
lock("a-delay-never-starts-before-the-payout-was-submitted", "Received a minute early counts as submitted.", ["wait", DAYLATER], [A("alice", at=-60), A("bob", at=-60)], DAYLATER - 1)
lock("an-approval-received-later-than-now-counts-as-now", "T is never after now.", ["wait", HOUR + DAYLATER], [A("alice"), A("bob", at=HOUR, got=HOUR + 60)])
gap = [A("alice", till=10 * HOUR, fate=("void", "expired")), A("bob")]
lock("a-delay-survives-a-handover-without-gap", "carol came at the second alice's approval expired: unbroken.", ["wait", DAYLATER], [*gap, A("carol", at=10 * HOUR)], 12 * HOUR)
lock("a-delay-starts-again-after-a-gap", "A second without quorum breaks the stretch.", ["wait", 10 * HOUR + 1 + DAYLATER], [*gap, A("carol", at=10 * HOUR + 1)], 12 * HOUR)
lock("a-delay-survives-who-changed-their-mind-if-others-suffice", "alice rejected when carol was there already.", ["wait", DAYLATER], [A("alice", fate=("void", "rejected")), A("alice", "reject", 10 * HOUR), A("bob"), A("carol", at=5 * HOUR)], 12 * HOUR)
lock("a-delay-breaks-when-somebody-rejects-before-another-came", "Between alice's no and carol's yes there was no quorum.", ["wait", 11 * HOUR + DAYLATER], [A("alice", fate=("void", "rejected")), A("alice", "reject", 10 * HOUR), A("bob"), A("carol", at=11 * HOUR)], 12 * HOUR)
lock("a-delay-counts-a-repeat-that-came-first-to-the-stretch", "alice's first approval expired, her second covered the time.", ["wait", DAYLATER], [A("alice", till=10 * HOUR, fate=("void", "expired")), A("alice", at=5 * HOUR), A("bob")], 12 * HOUR)
BOB_LEFT = LOCK.swap("[approvers.bob]", f"[approvers.bob]\nactive_until = {t(10 * HOUR)}")
lock("a-delay-counts-who-was-active-then", "bob's approval is inactive now and counted until he left.", ["wait", DAYLATER], [A("alice"), A("bob", fate=("void", "inactive")), A("carol", at=9 * HOUR)], 12 * HOUR, BOB_LEFT)
lock("a-delay-breaks-when-who-approved-leaves", "After bob left there was no quorum until carol came.", ["wait", 11 * HOUR + DAYLATER], [A("alice"), A("bob", fate=("void", "inactive")), A("carol", at=11 * HOUR)], 12 * HOUR, BOB_LEFT)
lock("a-forged-approval-starts-no-delay", "An approval void for another reason counts for nothing.", X({"delay:base": "wait", "quorum:base": "wait"}), [A("alice"), void("bob", "bad-signature", lines={"pay": "2 BTC"})])
lock("a-delay-without-quorum-waits-without-until", "There is no T, and time alone makes none.", X({"delay:base": "wait", "quorum:base": "wait"}), [A("alice")])
lock("a-delay-that-can-still-end-before-the-expiry-waits", "Without T: now + delay is before the expiry.", X({"delay:base": "wait", "quorum:base": "wait"}), [], 48 * HOUR - 1)
lock("a-delay-that-cannot-end-before-the-expiry-fails", "Without T: now + delay is the expiry.", X({"delay:base": "fail", "quorum:base": "wait"}), [], 48 * HOUR)
LAST = [A("alice", at=48 * HOUR - 1), A("bob", at=48 * HOUR - 1)]
lock("a-delay-that-ends-a-second-before-the-expiry-waits", "T + delay is before the expiry.", ["wait", TTL - 1], LAST, 50 * HOUR)
lock("a-delay-that-ends-at-the-expiry-fails", "T + delay is not before the expiry.", "fail", at_(48), 50 * HOUR)
WAIVED = BASE.rule('veto = "nobody"\ndelay = "24h"\ndelay_waived_by = "2 of risk"')
RISK = [A("dana"), A("erin")]
lock("a-waiver-met-opens-the-lock-at-once", "delay_waived_by is met.", "met", [*AB, *RISK], HOUR, WAIVED)
lock("a-waiver-not-met-does-not", "One of two waives nothing.", ["wait", DAYLATER], [*AB, A("dana")], HOUR, WAIVED)
lock("a-waiver-does-not-replace-the-quorum", "Who waives has not approved in the quorum's place.", X({"delay:base": "met", "quorum:base": "wait"}), RISK, HOUR, WAIVED)
lock("a-delay-too-late-that-could-be-waived-waits-without-until", "`waivable`: time alone does not cure it.", "wait", at_(48), 50 * HOUR, WAIVED)
lock("a-delay-too-late-whose-waiver-is-closed-fails", "The waiver cannot be met any more.", "fail", [*at_(48), A("dana", "reject", 49 * HOUR)], 50 * HOUR, WAIVED)
BOTH = BASE.swap(RULE, RULE + '\nveto = "nobody"\ndelay = "24h"' + COLD_RULE + 'above = "0.5 BTC per payout"')
lock("a-delay-counts-from-when-all-binding-rules-were-met", "T waits for the quorums of all binding rules.", X({"delay:base": ["wait", 3 * HOUR + DAYLATER], "quorum:more": "met"}), [*AB, A("dana", at=3 * HOUR)], 4 * HOUR, BOTH)
lock("a-delay-counts-from-the-request-if-it-came-last", "T waits for all requests.", ["wait", 5 * HOUR + DAYLATER], [A("alice", "request", 5 * HOUR), *BC], 6 * HOUR, ASKED.rule('veto = "nobody"\ndelay = "24h"'), BY_ALICE)
ANCHOR = BASE.swap(RULE, 'approve = "none"' + COLD_RULE.replace("1 of risk", "none") + 'above = "0.5 BTC per payout"\nveto = "nobody"\ndelay = "1h"')
lock("a-delay-with-nothing-signed-fails", "Nothing starts its clock.", X({"delay:more": "fail"}), [], HOUR, ANCHOR)
lock("a-delay-with-nothing-signed-that-could-be-waived-waits", "The waiver could still be met.", X({"delay:more": "wait"}), [], HOUR, ANCHOR.swap('delay = "1h"', 'delay = "1h"\ndelay_waived_by = "1 of risk"'))

# Hours: Monday 09:00 in Zurich is 22 hours after the payout was submitted.
OFFICE = BASE.rule('hours = { days = ["mon"], open = "09:00", close = "17:00", zone = "Europe/Zurich" }')
for name, shows, at, said, expect in [
    ("hours-closed-wait-until-they-open", "Wait until they next open.", HOUR, AB, ["wait", 22 * HOUR]),
    ("hours-a-second-before-opening-wait", "`open` is inclusive, and not before.", 22 * HOUR - 1, AB, ["wait", 22 * HOUR]),
    ("hours-at-opening-are-met", "`open` is inclusive.", 22 * HOUR, AB, "met"),
    ("hours-a-second-before-closing-are-met", "`close` is exclusive.", 30 * HOUR - 1, AB, "met"),
    ("hours-that-open-again-after-the-expiry-fail", "At closing the next opening is a week away: too late.", 30 * HOUR, AB, "fail"),
]:
    c("7", name, shows, X({"hours:base": expect}), OFFICE, said=said, at=at)
# The last Sunday of October 2026: Zurich turns 03:00 back to 02:00 at 01:00 UTC.
AUTUMN = {"submitted_at": "2026-10-24T22:00:00Z"}
TURN = BASE.rule('hours = { days = ["sun"], open = "02:30", close = "03:30", zone = "Europe/Zurich" }')
for name, at, expect in [
    ("before-the-first-half-past-two-waits", "2026-10-25T00:29:59Z", ["wait", "2026-10-25T00:30:00Z"]),
    ("opens-at-the-first-half-past-two", "2026-10-25T00:30:00Z", "met"),
    ("closes-when-the-clock-is-turned-back-to-two", "2026-10-25T01:00:00Z", ["wait", "2026-10-25T01:30:00Z"]),
    ("opens-at-the-second-half-past-two", "2026-10-25T01:30:00Z", "met"),
    ("is-open-until-half-past-three", "2026-10-25T02:29:59Z", "met"),
]:
    signed = [A(who, at=int((datetime.datetime(2026, 10, 24, 22, tzinfo=datetime.timezone.utc) - START).total_seconds())) for who in ("alice", "bob")]
    c("7", f"an-hour-that-comes-twice-{name}", "A wall clock is compared: 02:30 comes twice that night.", X({"hours:base": expect}), TURN, AUTUMN, signed, at=at)

# Limits
for name, shows, policy, pay, lines, at, said, expect in [
    ("a-limit-per-payout-at-its-amount-is-met", "Per payout: the amount may be max.", 'max = "5 BTC per payout"', {"amount": "5 BTC"}, [], HOUR, None, X({"limit:m": "met"})),
    ("a-limit-per-payout-one-unit-above-fails", "Per payout: fail if amount > max.", 'max = "5 BTC per payout"', {"amount": "5.00000001 BTC"}, [], HOUR, None, X({"limit:m": "fail"})),
    ("a-window-filled-to-the-unit-is-met", "The sum may be max.", 'max = "5 BTC per 24h"', {}, [L("old", "4 BTC")], HOUR, None, X({"limit:m": "met"})),
    ("a-window-one-unit-over-waits-until-it-fits", "Wait until the oldest leaves the window.", 'max = "5 BTC per 24h"', {"amount": "1.00000001 BTC"}, [L("old", "4 BTC")], HOUR, None, X({"limit:m": ["wait", DAYLATER]})),
    ("a-window-waits-a-second-before-the-entry-leaves", "An entry a second short of W counts.", 'max = "5 BTC per 24h"', {"amount": "2 BTC"}, [L("old", "4 BTC")], DAYLATER - 1, None, X({"limit:m": ["wait", DAYLATER]})),
    ("a-window-is-free-when-the-entry-is-as-old-as-it", "An entry exactly W old no longer counts.", 'max = "5 BTC per 24h"', {"amount": "2 BTC"}, [L("old", "4 BTC")], DAYLATER, None, X({"limit:m": "met"})),
    ("a-window-of-several-waits-for-the-first-that-makes-room", "`until` is the first instant it fits.", 'max = "5 BTC per 24h"', {"amount": "2 BTC"}, [L("a", "1 BTC", 0), L("b", "1 BTC", 60), L("c", "3 BTC", 120)], HOUR, None, X({"limit:m": ["wait", DAYLATER + 60]})),
    ("an-amount-above-a-window-alone-fails", "No time makes room.", 'max = "5 BTC per 24h"', {"amount": "5.00000001 BTC"}, [], HOUR, None, X({"limit:m": "fail"})),
    ("an-amount-of-a-window-alone-is-met", "The whole window at once.", 'max = "5 BTC per 24h"', {"amount": "5 BTC"}, [], HOUR, None, X({"limit:m": "met"})),
    ("a-window-that-makes-room-a-second-before-the-expiry-waits", "`until` before the expiry.", 'max = "5 BTC per 24h"', {"amount": "2 BTC"}, [L("old", "4 BTC", 48 * HOUR - 1)], 50 * HOUR, at_(10), X({"limit:m": ["wait", TTL - 1]})),
    ("a-window-that-makes-room-at-the-expiry-fails", "`until` not before the expiry: too late.", 'max = "5 BTC per 24h"', {"amount": "2 BTC"}, [L("old", "4 BTC", 48 * HOUR)], 50 * HOUR, at_(10), X({"limit:m": "fail"})),
    ("a-count-filled-to-its-last-is-met", "Entries + 1 may be the count.", 'max_count = "3 per 24h"', {}, [L("a"), L("b")], HOUR, None, X({"limit:m": "met"})),
    ("a-count-one-over-waits", "Entries + 1 above the count waits.", 'max_count = "2 per 24h"', {}, [L("a"), L("b", at=60)], HOUR, None, X({"limit:m": ["wait", DAYLATER]})),
    ("a-count-counts-what-was-released", "Released counts in max_count.", 'max_count = "1 per 24h"', {}, [L("a", state="released")], HOUR, None, X({"limit:m": ["wait", DAYLATER]})),
    ("a-count-leaves-out-what-was-refused", "Refused counts only in once.", 'max_count = "1 per 24h"', {}, [L("a", state="refused")], HOUR, None, X({"limit:m": "met"})),
    ("a-count-spans-assets", "A count without selectors counts every asset.", 'max_count = "1 per 24h"', {}, [L("a", "1 ETH", to=ETHER)], HOUR, None, X({"limit:m": ["wait", DAYLATER]})),
    ("a-count-of-an-asset-counts-that-asset", "A count's assets select its entries.", 'max_count = "1 per 24h"\nassets = ["BTC"]', {}, [L("a", "1 ETH", to=ETHER)], HOUR, None, X({"limit:m": "met"})),
    ("a-fee-at-its-limit-is-met", "max_fee may be reached.", 'max_fee = "0.001 BTC"\nassets = ["BTC"]', {"fee": "0.001 BTC"}, [], HOUR, None, X({"limit:m": "met"})),
    ("a-fee-one-unit-above-fails", "max_fee: fail if larger.", 'max_fee = "0.001 BTC"\nassets = ["BTC"]', {"fee": "0.00100001 BTC"}, [], HOUR, None, X({"limit:m": "fail"})),
    ("an-absent-fee-fails-a-fee-limit", "An absent fee is unlimited.", 'max_fee = "0.001 BTC"\nassets = ["BTC"]', {}, [], HOUR, None, X({"limit:m": "fail"})),
    ("a-fee-limit-of-an-asset-leaves-others-out", "`assets` selects by the payout's asset.", 'max_fee = "0.001 BTC"\nassets = ["BTC"]', {"amount": "1 ETH", "to": ETHER}, [], HOUR, None, X({"limit:m": "absent"})),
    ("a-fee-in-another-asset-fails", "A fee limit in another asset is not met.", 'max_fee = "0.001 BTC"\nassets = "any"', {"amount": "1 ETH", "to": ETHER, "fee": "0.001 ETH"}, [], HOUR, None, X({"limit:m": "fail"})),
    ("released-money-makes-room", "Released counts in no sum.", 'max = "5 BTC per 24h"', {}, [L("old", "5 BTC", state="released")], HOUR, None, X({"limit:m": "met"})),
    ("refused-money-took-no-room", "Refused counts in no sum.", 'max = "5 BTC per 24h"', {}, [L("old", "5 BTC", state="refused")], HOUR, None, X({"limit:m": "met"})),
    ("paid-money-takes-room", "Paid counts.", 'max = "5 BTC per 24h"', {}, [L("old", "5 BTC", state="paid")], HOUR, None, X({"limit:m": ["wait", DAYLATER]})),
]:
    c("7", name, shows, expect, BASE.plus(f'[[limits]]\nname = "m"\n{policy}'), pay, said, lines, at)
HUGE = str(2**128 - 1)
WHOLE = BASE.swap("1000000 XRP per 24h", f"{HUGE} XRP per 24h").swap("decimals = 6", "decimals = 0")
c("7", "the-largest-sum-is-met", "A sum of 2^128-1 is no overflow.", X({"limit:xrp-day": "met"}), WHOLE, {"amount": "1 XRP", "to": RIPPLE}, lines=[L("old", f"{2**128 - 2} XRP", to=RIPPLE)])
c("7", "a-sum-that-overflows-fails", "A sum above 2^128-1 never allows.", X({"limit:xrp-day": "fail"}), WHOLE, {"amount": "1 XRP", "to": RIPPLE}, lines=[L("old", f"{HUGE} XRP", to=RIPPLE)])
c("7", "a-wait-of-two-lasts-until-the-later", "not_before is the latest until.", X({"limit:m": ["wait", DAYLATER], "hours:base": ["wait", 22 * HOUR]}), OFFICE.plus('[[limits]]\nname = "m"\nmax = "1 BTC per 24h"'), lines=[L("old")])
c("7", "a-wait-for-a-person-has-no-not-before", "not_before stands only if every waiting check has an until.", X({"quorum:base": "wait", "hours:base": ["wait", 22 * HOUR]}), OFFICE, said=[])



# 8. Ledger

HEAD = ledger(BASE, [])
for name, shows, text, error in [
    ("an-empty-file-is-no-ledger", "An empty file is not an empty history.", "", "ledger-empty"),
    ("an-empty-ledger-is-read", "A header of no entries is an empty history.", HEAD, None),
    ("a-header-without-line-feed-is-refused", "A last line without LF was cut short.", HEAD[:-1], "ledger-cut-short"),
    ("a-ledger-of-another-name-is-refused", "A ledger is of one realm and name.", HEAD.replace("test/kit", "test/other"), "ledger-of-another-policy"),
    ("a-ledger-of-another-realm-is-refused", "A ledger is of one realm and name.", HEAD.replace("test/kit", "prod/kit"), "ledger-of-another-policy"),
    ("a-ledger-of-fewer-lines-than-it-says-is-refused", "The header says how many lines follow.", HEAD.replace('"entries":0', '"entries":1'), "ledger-cut-short"),
    ("a-ledger-of-more-lines-than-it-says-is-refused", "The header says how many lines follow.", ledger(BASE, [L("a")], {"entries": 0}), "ledger-cut-short"),
    ("a-ledger-without-header-is-refused", "No first line, no ledger.", json.dumps(L("a")) + "\n", "bad-record"),
    ("a-ledger-cut-in-a-line-is-refused", "A line cut short is refused.", ledger(BASE, [L("a")])[:-9], "ledger-cut-short"),
    ("a-ledger-of-one-payout-twice-is-refused", "None twice.", ledger(BASE, [L("a"), L("a", "2 BTC")]), "ledger-repeats"),
    ("a-ledger-of-two-payouts-equal-but-for-case-is-refused", "Two names of one kind that differ only in case are refused.", ledger(BASE, [L("a"), L("A")]), "ledger-repeats"),
    ("a-ledger-of-an-unknown-state-is-refused", "There are four states.", ledger(BASE, [L("a", state="pending")]), "bad-record"),
    ("a-ledger-of-an-unknown-key-is-refused", "Unknown keys are refused.", ledger(BASE, [L("a", amounts="1 BTC")]), "bad-record"),
    ("a-ledger-of-an-entry-without-instant-is-refused", "`at` is required.", ledger(BASE, [{name: value for name, value in L("a").items() if name != "at"}]), "bad-record"),
    ("a-ledger-of-a-negative-amount-is-refused", "An amount has no sign.", ledger(BASE, [L("a", "-5 BTC")]), "bad-record"),
    ("a-ledger-with-a-blank-line-is-refused", "A blank line is no entry.", ledger(BASE, [L("a")]) + "\n", "bad-json"),
    ("a-ledger-of-a-number-as-text-is-refused", "`entries` is a number.", HEAD.replace('"entries":0', '"entries":"0"'), "bad-record"),
]:
    c("8", name, shows, E(error) if error else OK, text=text)
c("8", "a-ledgers-order-means-nothing", "Lines come in any order.", X({"limit:m": ["wait", DAYLATER]}), BASE.plus('[[limits]]\nname = "m"\nmax = "3 BTC per 24h"'), lines=[L("c", at=120), L("a", at=0), L("b", at=60)])
ROOM = BASE.plus('[[limits]]\nname = "m"\nmax = "3 BTC per 24h"')
c("8", "an-entry-of-an-asset-no-longer-named-counts-in-a-count", "It counts in every limit without that selector.", X({"limit:m": ["wait", DAYLATER]}), BASE.plus('[[limits]]\nname = "m"\nmax_count = "1 per 24h"'), lines=[L("old", "1 LTC", to="L1")])
c("8", "an-entry-of-an-asset-no-longer-named-counts-not-in-another-asset", "A limit in BTC concerns BTC.", X({"limit:m": "met"}), ROOM, lines=[L("old", "9 LTC", to="L1")])
c("8", "an-entry-of-a-wallet-no-longer-named-counts-in-a-limit-without-wallets", "Dropping a wallet refills no budget.", X({"limit:m": ["wait", DAYLATER]}), ROOM, lines=[L("old", "3 BTC", wallet="gone")])
c("8", "an-entry-of-a-wallet-no-longer-named-counts-not-in-a-limit-of-another", "A limit of hot concerns hot.", X({"limit:m": "met"}), BASE.plus('[[limits]]\nname = "m"\nmax = "3 BTC per 24h"\nwallets = ["hot"]'), lines=[L("old", "3 BTC", wallet="gone")])
OWN = L("po-1")
RESERVED = {"reserved": True}
c("8", "a-reserved-payout-is-decided-again", "With `reserved` the payout's own line must be there, equal.", X({"once": "met"}), lines=[OWN], **RESERVED)
c("8", "a-payout-not-reserved-is-denied-not-for-good", "`not-reserved` is not final: it may be reserved yet.", X({"once": "fail"}, final=False), lines=[], **RESERVED)
for state in ("paid", "released", "refused"):
    c("8", f"a-reserved-payout-in-state-{state}-is-denied", "Only a line in state `reserved` counts as reserved.", X({"once": "fail"}, final=False), lines=[L("po-1", state=state)], **RESERVED)
for name, change in [("wallet", {"wallet": "cold"}), ("amount", {"amount": "1.00000001 BTC"}), ("destination", {"to": FRIEND}), ("initiator", {"initiator": "else"}), ("fee", {"fee": "0.1 BTC"})]:
    line = L("po-1")
    line.update(change)
    c("8", f"a-reserved-payout-of-another-{name}-is-denied", f"The line must be equal in {name}.", X({"once": "fail"}, final=False), lines=[line], **RESERVED)
c("8", "a-reserved-payout-of-another-tag-is-denied", "The line must be equal in destination with tag.", X({"once": "fail"}, final=False), pay={"amount": "1 XRP", "to": RIPPLE, "tag": "7"}, lines=[L("po-1", "1 XRP", to=RIPPLE, tag="8")], **RESERVED)
c("8", "a-reserved-destination-compares-decoded", "One destination in two texts is equal.", X({"once": "met"}), lines=[L("po-1", to=STRANGER.upper())], **RESERVED)
c("8", "a-reserved-line-is-set-aside-in-every-sum", "The payout's own line does not count twice.", X({"limit:m": "met"}), ROOM, {"amount": "3 BTC"}, lines=[L("po-1", "3 BTC")], **RESERVED)
c("8", "a-reserved-line-is-set-aside-in-a-count", "The payout's own line is one, not two.", X({"limit:m": "met"}), BASE.plus('[[limits]]\nname = "m"\nmax_count = "1 per 24h"'), lines=[OWN], **RESERVED)
c("8", "another-line-counts-beside-the-reserved-one", "Only its own line is set aside.", X({"limit:m": ["wait", DAYLATER]}), ROOM, {"amount": "3 BTC"}, lines=[L("po-1", "3 BTC", at=60), L("po-2", "1 BTC")], **RESERVED)
c("8", "reserved-false-is-as-absent", "false is the same as absent.", X({"once": "fail"}), lines=[OWN], reserved=False)



# 9. Prices

PRICED = BASE.plus('[[limits]]\nname = "m"\nmax = "1000 USD per 24h"\nassets = ["BTC"]\n\n' + PRICES.replace("1 of risk", "1 of feeds")).swap('risk = ["dana"', 'feeds = ["dana", "erin"]\nrisk = ["dana"')
HELD, GOOD = {"price:BTC": "met"}, X({"price:BTC": "met", "limit:m": "met"})
NONE = X({"price:BTC": "wait", "limit:m": "wait"})
OVER = X({"price:BTC": "met", "limit:m": "fail"})
TWO = PRICED.swap("1 of feeds", "2 of feeds")


def priced(name, shows, expect, quotes, policy=PRICED, pay=None, **more):
    c("9", name, shows, expect, policy, pay, prices=quotes, **more)


priced("a-missing-price-waits", "What cannot be valued is never allowed.", NONE, [])
c("9", "absent-prices-are-none", "`prices` left out is no price.", NONE, PRICED)
priced("a-price-holds", "A signed quote of a feed is a price.", GOOD, [Q("dana", "1000", HOUR)])
priced("a-value-one-cent-above-the-limit-fails", "The value is amount x price.", OVER, [Q("dana", "1000.01", HOUR)])
priced("a-value-is-rounded-up", "Any part of a cent is a whole one.", OVER, [Q("dana", "1000.000000000000000001", HOUR)])
priced("a-quote-of-exactly-max-age-holds", "now - max_age <= quoted_at.", GOOD, [Q("dana", "1000", HOUR - 600)])
priced("a-quote-a-second-older-does-not", "A stale price is none.", NONE, [Q("dana", "1000", HOUR - 601)])
priced("a-quote-skew-later-than-now-holds", "quoted_at <= now + skew.", GOOD, [Q("dana", "1000", HOUR + 120)])
priced("a-quote-a-second-later-does-not", "A quote of the future is none.", NONE, [Q("dana", "1000", HOUR + 121)])
priced("a-quote-of-somebody-else-is-none", "Only who is named in feeds quotes.", NONE, [Q("alice", "1000", HOUR)])
priced("a-quote-of-nobody-is-none", "An unknown signer quotes nothing.", NONE, [Q("frank", "1000", HOUR)])
priced("a-quote-in-another-currency-is-none", "The currency is signed.", NONE, [Q("dana", "1000", HOUR, currency="EUR")])
priced("a-quote-for-another-chain-is-none", "The chain is signed.", NONE, [Q("dana", "1000", HOUR, chain="bitcoin-testnet")])
priced("a-quote-of-another-asset-is-none", "A price of ETH is none of BTC.", NONE, [Q("dana", "1000", HOUR, "ETH", "ethereum")])
priced("a-quote-whose-price-was-changed-is-none", "The price is signed.", NONE, [Q("dana", "1000", HOUR) | {"price": "1"}])
priced("a-quote-whose-instant-was-changed-is-none", "The instant is signed.", NONE, [Q("dana", "1000", 0) | {"quoted_at": t(HOUR)}])
priced("a-quote-under-anothers-key-is-none", "A key quotes for its own person.", NONE, [Q("alice", "1000", HOUR) | {"signer": "dana"}])
priced("a-quote-in-other-text-is-refused", "A price is in its shortest form.", E("bad-record"), [Q("dana", "1000.0", HOUR)])
priced("a-quote-of-zero-is-refused", "A price is above zero.", E("bad-record"), [Q("dana", "0", HOUR)])
priced("a-quote-of-19-places-is-refused", "A price has at most 18 places.", E("bad-record"), [Q("dana", "0." + "0" * 18 + "1", HOUR)])
priced("a-quote-as-a-number-is-refused", "A price is text.", E("bad-record"), [Q("dana", "1000", HOUR) | {"price": 1000}])
priced("a-quote-of-no-number-is-refused", "NaN is no price.", E("bad-record"), [Q("dana", "NaN", HOUR)])
priced("of-two-feeds-the-highest-price-counts", "The highest is the price.", OVER, [Q("dana", "900", HOUR), Q("erin", "1001", HOUR)])
priced("of-one-feed-the-latest-quote-counts", "The latest of one signer counts, not the highest.", GOOD, [Q("dana", "1001", HOUR - 1), Q("dana", "900", HOUR)])
priced("of-one-feed-equally-late-the-highest-counts", "Of equally late ones the highest.", OVER, [Q("dana", "900", HOUR), Q("dana", "1001", HOUR)])
priced("one-feed-of-two-is-no-price", "Their people must meet feeds.", NONE, [Q("dana", "900", HOUR)], TWO)
priced("one-feed-twice-is-one", "People are counted, not quotes.", NONE, [Q("dana", "900", HOUR), Q("dana", "901", HOUR)], TWO)
priced("two-feeds-of-two-are-a-price", "Two people meet 2 of feeds.", GOOD, [Q("dana", "900", HOUR), Q("erin", "1000", HOUR)], TWO)
BOUND = PRICED.swap('max_age = "10m"', 'max_age = "10m"\nbounds = { BTC = ["500", "1000"] }')
for price, holds_ in [("500", True), ("499.999999999999999999", False), ("1000", True), ("1000.000000000000000001", False)]:
    priced(f"a-quote-of-{price.replace('.', '-')}-in-bounds-of-500-to-1000-{'holds' if holds_ else 'does-not'}", "Bounds are inclusive; a quote outside is no quote.", GOOD if holds_ else NONE, [Q("dana", price, HOUR)], BOUND)
gone = PRICED.swap("[approvers.dana]", f"[approvers.dana]\nactive_until = {t(HOUR)}")
priced("a-quote-of-who-is-not-active-is-none", "A feed's signer is active now.", NONE, [Q("dana", "1000", HOUR)], gone)
FIXED = BASE.plus('[[limits]]\nname = "m"\nmax = "1000 USD per 24h"\nassets = ["BTC"]\n\n[prices]\ncurrency = "USD"\ndecimals = 2\nfixed = { BTC = "1000" }')
c("9", "a-fixed-price-needs-no-quote", "`fixed` is a price.", X({"limit:m": "met"}), FIXED)
c("9", "a-fixed-price-above-the-limit-fails", "A fixed price values as a quoted one.", X({"limit:m": "fail"}), FIXED, {"amount": "1.00000001 BTC"})
c("9", "an-entry-with-a-value-counts-with-it", "Its recorded value, not today's.", X({"limit:m": "met"}), FIXED, {"amount": "0.9 BTC"}, lines=[L("old", "5 BTC", value="100 USD")])
c("9", "an-entry-with-a-value-one-cent-higher-does-not-fit", "The recorded value is exact.", X({"limit:m": ["wait", DAYLATER]}), FIXED, {"amount": "0.9 BTC"}, lines=[L("old", "5 BTC", value="100.01 USD")])
c("9", "an-entry-without-value-counts-at-todays-price", "No recorded value: today's price.", X({"limit:m": ["wait", DAYLATER]}), FIXED, {"amount": "0.9 BTC"}, lines=[L("old", "0.10001 BTC")])
c("9", "an-entry-with-a-value-in-another-currency-counts-at-todays-price", "A value in another currency is absent.", X({"limit:m": ["wait", DAYLATER]}), FIXED, {"amount": "0.9 BTC"}, lines=[L("old", "0.2 BTC", value="1 EUR")])
ALL = FIXED.swap('max = "1000 USD per 24h"\nassets = ["BTC"]', 'max = "1000 USD per 24h"')
c("9", "an-entry-of-an-asset-without-price-makes-the-limit-wait", "One entry that cannot be valued: no sum.", X({"limit:m": "wait", "price:ETH": "wait"}), ALL, {"amount": "0.1 BTC"}, lines=[L("old", "1 ETH", to=ETHER)])
c("9", "an-entry-of-an-asset-without-price-but-with-value-counts", "A recorded value needs no price.", X({"limit:m": "met"}), ALL, {"amount": "0.1 BTC"}, lines=[L("old", "1 ETH", to=ETHER, value="900 USD")])
c("9", "an-entry-older-than-the-window-needs-no-price", "Only entries in the window are valued.", X({"limit:m": "met"}), ALL, {"amount": "0.1 BTC"}, lines=[L("old", "1 ETH", to=ETHER, at=HOUR - DAY)])
c("9", "an-entry-of-an-asset-no-longer-named-without-value-waits", "It cannot be valued any more: never allow.", X({"limit:m": "wait", "price:LTC": "wait"}), ALL, {"amount": "0.1 BTC"}, lines=[L("old", "1 LTC", to="L1")])
STEP = tier("1000 USD per payout").plus(PRICES)
priced("a-tier-in-the-currency-at-its-value-does-not-bind", "Above means more than, in values too.", X({"quorum:more": "absent", "price:BTC": "met"}), [Q("dana", "1000", HOUR)], STEP)
priced("a-tier-in-the-currency-a-cent-above-binds", "Rounded up, a part of a cent binds.", X({"quorum:more": "wait", "price:BTC": "met"}), [Q("dana", "1000.001", HOUR)], STEP)
priced("a-tier-that-cannot-be-valued-binds", "What cannot be valued counts as above.", X({"quorum:more": "wait", "price:BTC": "wait"}), [], STEP)
priced("a-price-nobody-needs-is-not-asked", "Only what a rule or limit needs is priced.", X({"price:XRP": "absent"}), [], PRICED, {"amount": "1 XRP", "to": RIPPLE})



# 11. Command line: the line of a batch

for name, shows, more in [
    ("a-line-with-reserved-null-is-refused", "Absent is left out, never null.", {"reserved": None}),
    ("a-line-with-reserved-as-text-is-refused", "`reserved` is true or false.", {"reserved": "true"}),
    ("a-line-with-prices-null-is-refused", "Absent is left out, never null.", {"prices": None}),
    ("a-line-with-prices-that-are-no-array-is-refused", "`prices` is an array.", {"prices": {}}),
    ("a-line-with-approvals-null-is-refused", "`approvals` must be given, also when there are none.", {"approvals": None}),
    ("a-line-with-a-policy-and-a-file-is-refused", "Exactly one of policy and policy_file.", {"policy_file": "policy.toml"}),
    ("a-line-with-an-unknown-key-is-refused", "Unknown keys are refused.", {"now": t(HOUR)}),
    ("a-line-with-another-form-of-instant-is-refused", "`at` is YYYY-MM-DDTHH:MM:SSZ.", {"at": "2026-11-22T11:00:00+00:00"}),
    ("a-line-whose-payout-is-text-is-refused", "`payout` is an object.", {"payout": "po-1"}),
    ("a-line-whose-ledger-is-an-array-is-refused", "`ledger` is the text of a snapshot.", {"ledger": []}),
]:
    if "at" in more:
        c("11", name, shows, E("bad-record"), at=more["at"])
    else:
        c("11", name, shows, E("bad-record"), **more)



# Known failures of other systems, each as the case that would have shown it. Section: where the contract answers it.


def known(name, shows, source, section, expect, *rest, **more):
    c(section, name, shows, expect, *rest, source=source, **more)


TUF = "GHSA-pwqf-9h7j-7mv8 / CVE-2020-6174, python-tuf pull 974"
DUP = [A("alice"), A("alice", at=60, fate=("repeat",))]
WAITING = X({"quorum:base": "wait"})
known("python-tuf-one-key-signs-twice", "Two signatures under one key id counted as two of the threshold.", TUF, "6", WAITING, said=DUP)
known("tough-a-signature-copied", "A valid signature was copied until the threshold was met.", "CVE-2020-15093, GHSA-5q2r-92f9-4m49 (awslabs/tough < 0.7.1)", "6", WAITING, said=[A("alice"), A("alice", fate=None)])
known("rust-tuf-a-signature-copied-with-another-receipt", "One signature in two records counted as two.", "theupdateframework/rust-tuf pull 283", "6", WAITING, said=[A("alice"), A("alice", got=60, fate=("repeat",))])
known("go-tuf-2015-more-than-one-signature-of-a-key", "More than one signature was kept for a key id.", "theupdateframework/go-tuf issue 20", "6", WAITING, said=[A("alice", got=n, at=0, fate=("repeat",) if n else ("holds",)) for n in range(3)])
known("go-tuf-2022-one-key-under-two-ids", "One public key under two key ids counted as two.", "GHSA-3633-5h82-39pq, theupdateframework/go-tuf pull 369", "2", E("shared-key"), BASE.swap(key("bob"), key("alice")))
known("go-tuf-2026-duplicate-key-records", "Duplicate records of one public key met a threshold of several.", "theupdateframework/go-tuf pull 733", "2", E("repeated-value"), BASE.swap(PLAIN, PLAIN[:-1] + f', "{key("alice")}"]'))
known("python-tuf-one-key-under-two-schemes", "One key under another scheme has another id, and counted again.", "theupdateframework/python-tuf pull 1091", "6", WAITING, BASE.swap(PLAIN, PLAIN[:-1] + f', "{key("alice", "bip340")}"]'), said=[A("alice"), A("alice", at=60, scheme="bip340", fate=("repeat",))])
known("tap-9-a-key-of-three-schemes-is-a-threshold-of-three", "One key under three schemes could meet a threshold of three alone.", "theupdateframework/taps pull 21", "6", WAITING, BASE.swap(PLAIN, PLAIN[:-1] + "".join(f', "{key("alice", s)}"' for s in ("bip340", "eip191")) + "]").rule('approve = "3 of ops"'), said=[A("alice"), A("alice", at=1, scheme="bip340", fate=("repeat",)), A("alice", at=2, scheme="eip191", fate=("repeat",))])
known("php-tuf-identical-keys-counted-separately", "Each signature with an identical key counted towards the threshold.", "php-tuf/php-tuf issue 154", "6", WAITING, two_keys, said=[A("alice"), A("alice", at=1, holder="alice-2", fate=("repeat",))])
known("tiup-a-duplicate-signature-bypasses-the-threshold", "A duplicate signature of one key passed for a second.", "pingcap/tiup pull 235", "6", WAITING, said=[A("alice"), A("alice", at=0, got=1, fate=("repeat",))])
known("aktualizr-a-signature-repeated", "Signatures were counted, not distinct keys.", "from memory (aktualizr); uptane/uptane-standard issue 209 clarifies the rule", "6", WAITING, said=[A("alice", fate=None), A("alice"), A("alice", fate=None)])
known("ronin-2024-a-threshold-of-zero", "An upgrade left the minimum vote weight at zero, and any withdrawal passed.", "Halborn, Explained: The Ronin Network Hack (August 2024)", "3", E("bad-threshold"), BASE.rule('approve = "0 of ops"'))
known("ronin-2024-a-threshold-left-unset", "A threshold that nobody initialised counted as none.", "Halborn, Explained: The Ronin Network Hack (August 2024)", "2", E("missing-key"), BASE.swap('approve = "2 of ops"\n', ""))
known("ronin-2024-the-cap-that-held", "The bridge's cap for one withdrawal bounded the loss.", "Halborn, Explained: The Ronin Network Hack (August 2024)", "7", X({"limit:eth-day": "fail"}), pay={"amount": "4000 ETH", "to": ETHER})
known("ronin-2022-one-organisation-holds-most-keys", "Five of nine keys, four of them with one company and one lent to it: without a cap over time five keys were everything.", "from memory (Ronin, March 2022)", "2", E("uncapped-amount"), BASE.swap('max = "1000 ETH per 24h"', 'max_count = "9 per 24h"'))
known("ronin-2022-a-permission-lent-and-never-revoked", "A validator's right to sign for another was never taken back.", "from memory (Ronin, March 2022)", "6", WAITING, BASE.swap("[approvers.bob]", f"[approvers.bob]\nactive_until = {t(0)}"), said=[A("alice"), A("bob", fate=("void", "inactive"))])
known("harmony-2022-two-of-five-keys", "Two of five keys were enough for everything; with a rule above an amount they are not.", "from memory (Harmony Horizon, June 2022)", "4", X({"quorum:base": "met", "quorum:more": "wait"}), tier("10 BTC per 24h", "", "3 of (ops, risk)"), {"amount": "10.00000001 BTC"})
PREV = BASE.sha256
NEXT = BASE.swap("version = 1", f'version = 2\nprevious = "{PREV}"')
known("squads-v4-approved-before-a-change-of-members", "What was approved under the old configuration could be carried out under the new.", "Squads-Protocol/v4 proposal_vote.rs and public-v4-client issue 47, on stale_transaction_index; vault transactions from memory", "6", WAITING, NEXT, said=[A("alice", under=BASE, fate=("void", "bad-signature")), A("bob", under=BASE, fate=("void", "bad-signature"))])
known("squads-v4-client-shows-a-stale-proposal-as-open", "A stale index was compared with < instead of <=: an approval of the very version before is as void as older ones.", "Squads-Protocol/public-v4-client issue 47", "6", WAITING, NEXT, said=[A("alice", under=BASE, fate=("void", "bad-signature")), A("bob")])
known("squads-an-empty-list-means-anyone", "An empty list of members or destinations meant anybody.", "from memory (Squads spending limits: empty `destinations` allows any)", "2", E("empty-array"), BASE.swap('to = "any"', "to = []"))
known("drift-2026-approvals-signed-long-before-they-are-used", "Approvals signed in advance stayed valid for weeks by durable nonces.", "BlockSec, Drift Protocol Incident (3 April 2026)", "6", X({"quorum:base": "wait"}), said=[A("alice", till=9 * DAY, fate=("void", "lifetime")), A("bob", till=9 * DAY, fate=("void", "lifetime"))])
known("drift-2026-presigned-for-a-payout-not-yet-asked-for", "Signatures were collected before the proposal existed.", "BlockSec, Drift Protocol Incident (3 April 2026)", "6", WAITING, said=[A("alice", at=-9 * DAY, fate=("void", "early")), A("bob", at=-9 * DAY, fate=("void", "early"))])
known("drift-2026-two-of-five-and-no-time-lock", "The time lock had been taken away with the old configuration; approve, and it left at once.", "BlockSec, Drift Protocol Incident (3 April 2026)", "7", X({"delay:base": ["wait", DAYLATER], "quorum:base": "met"}), LOCK)
known("a-delay-shortened-by-those-it-restrains", "Who is delayed may not waive the delay: the waiver is another quorum.", "from memory (time locks whose admin is the delayed party)", "7", X({"delay:base": ["wait", DAYLATER]}), WAIVED, said=[*AB, A("carol")])
known("multisig-timelock-a-counter-outlives-a-revoked-role", "Confirmations were a counter that a revoked role did not reduce.", "Codehawks 2025-12-multisig-timelock, submission 260", "6", WAITING, BASE.swap("[approvers.bob]", f"[approvers.bob]\nactive_until = {t(1800)}"), said=[A("alice"), A("bob", fate=("void", "inactive"))])
WINDOW = BASE.plus('[[limits]]\nname = "m"\nmax = "10 ETH per 24h"')
SAFE = "Safe allowance module, reset of the period; candidelabs/abstractionkit pull 217 tells how periods are anchored"
TEN = {"amount": "10 ETH", "to": ETHER, "submitted_at": 0}
known("safe-allowance-spent-on-both-sides-of-a-period-edge", "A fixed period let the whole allowance leave a minute before its edge and again a minute after.", SAFE, "4", X({"limit:m": ["wait", DAYLATER - 60]}), WINDOW, TEN, lines=[L("before", "10 ETH", -60, to=ETHER)], at=60, said=AB)
known("safe-allowance-a-second-before-the-day-is-over", "Twenty-four hours less a second are not a day.", SAFE, "4", X({"limit:m": ["wait", DAYLATER]}), WINDOW, TEN, lines=[L("before", "10 ETH", 0, to=ETHER)], at=DAYLATER - 1)
known("safe-allowance-when-the-day-is-over", "A full day later the allowance is there again, once.", SAFE, "4", X({"limit:m": "met"}), WINDOW, TEN, lines=[L("before", "10 ETH", 0, to=ETHER)], at=DAYLATER)
known("swig-a-recurring-limit-that-drifts", "Resetting from the moment of use instead of the window's start moved the window.", "anagrambuild/swig-wallet pull 93", "4", X({"limit:m": ["wait", DAYLATER + 60]}), WINDOW, {"amount": "6 ETH", "to": ETHER}, lines=[L("a", "1 ETH", 0, to=ETHER), L("b", "5 ETH", 60, to=ETHER)])
known("sui-allowances-windows-are-fixed-and-start-at-the-first-spend", "A window fixed at the first spend lets two windows' worth leave within one.", "MystenLabs/sui pull 27978 (documentation)", "4", X({"limit:m": ["wait", DAYLATER + 23 * HOUR]}), WINDOW, TEN, lines=[L("a", "1 ETH", 0, to=ETHER), L("b", "9 ETH", 23 * HOUR, to=ETHER)], at=DAYLATER)
NEXT_WINDOW = Policy(NEXT.text + '\n[[limits]]\nname = "renamed"\nmax = "10 ETH per 24h"\n')
known("safe-spending-limit-edited-to-refill", "Deleting and making a limit anew forgot what was spent; here a new limit of a new version counts the ledger.", "5afe/safe-react pull 2262", "4", X({"limit:renamed": ["wait", DAYLATER]}), NEXT_WINDOW, TEN, lines=[L("before", "10 ETH", 0, to=ETHER)], head={"policy": {"version": 1, "sha256": PREV}})
known("safe-spending-limit-used-once-still-offered", "A limit for one use was offered again after it was used.", "5afe/safe-react issue 2261", "7", X({"once": "fail"}), lines=[L("po-1", state="paid")])
known("openzeppelin-reset-spent-today-is-raced", "The reset of a daily limit could be raced; once a later version has written the ledger, the earlier one decides nothing.", "OpenZeppelin/openzeppelin-contracts issue 200", "8", X({"version": "fail"}), lines=[], head={"policy": {"version": 2, "sha256": "c" * 64}})
POLO = BASE.plus('[[limits]]\nname = "m"\nmax = "2 BTC per 24h"')
known("poloniex-2014-withdrawals-in-one-instant", "Withdrawals of one instant each saw the same balance; a reservation of the same second counts.", "Poloniex, March 2014: D'Agosta's account in grahamcluley.com/two-bitcoin-companies-hit-hard-hackers", "8", X({"limit:m": ["wait", HOUR + DAY]}), POLO, {"amount": "2 BTC"}, lines=[L("twin", "2 BTC", HOUR)])
known("poloniex-2014-a-withdrawal-from-a-host-whose-clock-is-ahead", "A reservation a minute in the future counts too.", "Poloniex, March 2014: D'Agosta's account in grahamcluley.com/two-bitcoin-companies-hit-hard-hackers", "8", X({"limit:m": ["wait", HOUR + 60 + DAY]}), POLO, {"amount": "2 BTC"}, lines=[L("twin", "2 BTC", HOUR + 60)])
known("flexcoin-2014-thousands-of-requests-in-one-second", "Thousands of simultaneous requests overdrew an account before its balance was updated; every reservation of the second counts.", "Flexcoin, March 2014: cso.com.au, Withdrawal vulnerabilities enabled bitcoin theft from Flexcoin and Poloniex", "8", X({"limit:m": ["wait", HOUR + DAY]}), POLO, {"amount": "0.1 BTC"}, lines=[L(f"twin-{n}", "0.1 BTC", HOUR) for n in range(20)])
known("privy-concurrent-requests-see-the-same-headroom", "Spending checks of concurrent requests may each see the same headroom; decided again with `reserved`, the one that was never reserved is denied.", "from memory (Privy's documentation of aggregations)", "8", X({"once": "fail"}, final=False), POLO, {"amount": "2 BTC"}, lines=[], reserved=True)
known("narval-a-missing-price", "Without a price for the asset the spending rule did not apply, and the transfer was permitted.", "from memory (narval-xyz/armory); its pull 523 tells of limits in fiat without price feed", "9", NONE, PRICED, prices=[])
known("narval-amounts-of-different-tokens-added", "Amounts of different tokens were added as if they were one.", "narval-xyz/armory pull 523, review of 17 September 2024", "4", X({"limit:m": "met"}), BASE.plus('[[limits]]\nname = "m"\nmax = "10 ETH per 24h"'), {"amount": "4 ETH", "to": ETHER}, lines=[L("a", "9 BTC"), L("b", "5 ETH", to=ETHER)])
known("narval-one-unpriced-entry-in-the-window", "One past transfer without a price must not make the sum smaller.", "from memory (narval-xyz/armory)", "9", X({"limit:m": "wait", "price:ETH": "wait"}), ALL, {"amount": "0.1 BTC"}, lines=[L("old", "900 ETH", to=ETHER)])
known("cedar-a-forbid-in-error-is-skipped", "A forbid whose attribute was missing was ignored, as if it had never been written; a limit on a fee that is not given fails.", "cedarland.blog, Why does Cedar ignore policies that error?", "7", X({"limit:m": "fail"}), BASE.plus('[[limits]]\nname = "m"\nmax_fee = "0.001 BTC"\nassets = ["BTC"]'))
known("cedar-a-limit-that-cannot-be-computed", "An overflow in a restriction denies; it does not take the restriction away.", "docs.cedarpolicy.com, How Cedar authorization works", "7", X({"limit:xrp-day": "fail"}), WHOLE, {"amount": "2 XRP", "to": RIPPLE}, lines=[L("old", f"{HUGE} XRP", to=RIPPLE)])
known("rego-an-undefined-value-makes-a-deny-false", "A rule over something undefined is undefined, and a deny that is undefined denies nothing; a misspelt list is refused.", "from memory (Open Policy Agent: undefined in deny rules)", "2", E("unknown-name"), BASE.plus('[[blocks]]\nname = "sanctions"\nto = ["freinds"]'))
known("rego-a-misspelt-attribute-in-a-rule", "A condition on a field that does not exist never holds.", "from memory (Open Policy Agent: undefined references)", "2", E("unknown-key"), BASE.plus('[[blocks]]\nname = "b"\nwallets = ["hot"]\ndestination = ["friends"]'))
known("nexus-no-policy-allows-everything", "Open by default: without a policy every transaction was allowed.", "nexi-lab/nexus pull 1479", "4", X({"covered": "fail"}), Policy(BASE.text.split("[[rules]]")[0]))
known("nexus-the-first-deny-ends-the-evaluation", "Rules were evaluated in order; here every rule that binds is asked, whatever its place.", "nexi-lab/nexus pull 1479", "4", X({"quorum:base": "met", "quorum:more": "wait", "block:b": "fail"}), tier("0.5 BTC per payout").plus('[[blocks]]\nname = "b"\nwallets = ["hot"]'))
known("bitrouter-the-request-that-crosses-the-budget-is-let-through", "A soft margin let the request pass that crossed the limit.", "bitrouter/bitrouter pull 292", "7", X({"limit:m": ["wait", DAYLATER]}), POLO, {"amount": "1.00000001 BTC"}, lines=[L("old", "1 BTC")])
known("serde-a-typo-in-a-nested-key", "deny_unknown_fields does not reach through flatten: a misspelt key of a nested table was dropped, and with it what it restricted.", "serde-rs/serde issues 1547 and 2283", "2", E("unknown-key"), BASE.swap("[approvers.erin]", "[approvers.erin]\nactive_untill = 2026-01-01T00:00:00Z"))
known("serde-a-typo-in-an-optional-key", "A misspelt optional key is no error without strictness: the veto was never there.", "serde-rs/serde issue 2283", "2", E("unknown-key"), BASE.rule('vetos = "1 of risk"'))
known("serde-a-typo-in-an-entry-of-an-array", "Strictness must hold in every entry of an array of tables.", "vectordotdev/vector issue 20234", "2", E("unknown-key"), BASE.plus('[[limits]]\nname = "m"\nmax = "1 BTC per 24h"\nwallet = ["hot"]'))
known("a-nan-compares-false-with-every-limit", "amount > limit is false where the amount is NaN.", "from memory (IEEE 754 comparisons in limit checks)", "5", E("bad-record"), pay={"amount": "NaN BTC"})
known("an-infinite-amount", "A parser of floats reads inf.", "from memory (IEEE 754 comparisons in limit checks)", "5", E("bad-record"), pay={"amount": "inf BTC"})
known("an-amount-as-a-json-number-loses-digits", "2^53+1 as a JSON number becomes another amount in most readers.", "from memory (RFC 8259, section 6, on the range of numbers)", "5", E("bad-record"), pay={"amount": 9007199254740993})
known("rabbithole-a-high-s-twin", "A signature and its twin with n - s were taken for two.", "rabbitholegg/quest-protocol pull 267", "6", WAITING, said=[A("alice"), A("alice", high=True, fate=("repeat",))])
known("openzeppelin-a-signature-in-another-form", "A signature already used was submitted again in another encoding.", "GHSA-4h98-2769-gh6h, OpenZeppelin/openzeppelin-contracts pull 3610", "6", WAITING, said=[A("alice"), A("alice", got=1, at=0, change=lambda s: der(bytes.fromhex(s)).hex(), fate=("repeat",))])
known("a-signer-recovered-instead-of-registered", "Recovering a key from a changed message always gives some key; it must be the registered one.", "from memory (ecrecover returning an unexpected address)", "6", UNMET, EIP, said=[void("alice", "bad-signature", scheme="eip191", lines={"to": f"bitcoin {FRIEND}"})])
BLOCKED = BASE.swap(ENTRY, entry(STRANGER)).plus('[[blocks]]\nname = "sanctions"\nto = ["friends"]')
UPPER = [A("alice", said={"to": STRANGER}), A("bob", said={"to": STRANGER})]
known("a-blocked-address-in-capitals", "Addresses compared as strings: the same address in capitals passed the list.", "from memory (string comparison of bech32 and hex addresses)", "4", X({"block:sanctions": "fail"}), BLOCKED, {"to": STRANGER.upper()}, UPPER)
BLOCKED_ETH = BASE.swap(ENTRY, entry(ETHER.lower(), "ethereum")).plus('[[blocks]]\nname = "sanctions"\nto = ["friends"]')
TO_ETHER = [A(who, lines={"listed-in": "friends"}) for who in ("alice", "bob")]
known("a-blocked-address-in-mixed-case", "A list in lower case did not match a checksummed address.", "from memory (string comparison of bech32 and hex addresses)", "4", X({"block:sanctions": "fail"}), BLOCKED_ETH, {"amount": "1 ETH", "to": ETHER}, TO_ETHER)
known("a-first-payment-of-one-unit-taken-as-proof", "A test payment to an address proved nothing of the address that followed.", "from memory (test payments before large transfers)", "4", X({"covered": "fail"}), cooling(-72 * HOUR), {"amount": "50 BTC"}, lines=[L("test", "0.00000001 BTC", state="paid")])
known("an-earlier-payment-does-not-cool-an-address", "What was paid there before shortens no cooling-off.", "from memory (test payments before large transfers)", "4", X({"covered": ["wait", 24 * HOUR]}), cooling(-24 * HOUR), TO_FRIEND, lines=[L("test", "0.00000001 BTC", to=FRIEND, state="paid")])
PAYLOAD = {"payload_sha256": "a" * 64}
SWAPPED = [A(who, lines={"payload-sha256": "b" * 64}, fate=("void", "bad-signature")) for who in ("alice", "bob")]
known("bybit-2025-another-payload-than-the-one-shown", "Signers saw a transfer and signed a delegatecall: an approval of other bytes is void.", "Bybit, February 2025; the wallet's history stands in tests/data/incidents", "6", WAITING, REQUIRED, PAYLOAD, SWAPPED)
known("bybit-2025-no-payload-at-all", "Where the payload must be bound, a payout without it is denied.", "Bybit, February 2025; the wallet's history stands in tests/data/incidents", "7", X({"payload": "fail"}), REQUIRED)
known("wazirx-2024-what-was-shown-was-not-what-was-signed", "The interface showed one destination, the payload had another.", "cointelegraph, Liminal's report of 19 July 2024", "6", WAITING, pay={"to": FRIEND}, said=[A("alice", lines={"to": f"bitcoin {STRANGER}", "listed-in": "-"}, fate=("void", "bad-signature")), A("bob")])
known("wazirx-2024-signatures-of-failed-transfers-reused", "Signatures of three failed transfers were put under a fourth.", "cointelegraph, Liminal's report of 19 July 2024", "6", WAITING, said=[A("alice", said={"id": "po-0"}, fate=("void", "bad-signature")), A("bob", said={"id": "po-9"}, fate=("void", "bad-signature"))])
known("radiant-2024-three-of-eleven-blind", "Three signers approved what they could not read: another amount is another statement.", "Radiant Capital, October 2024; bitcoinsnews.com, 3-of-11 threshold", "6", WAITING, pay={"amount": "50 BTC"}, said=[A(who, said={"amount": "0.1 BTC"}, fate=("void", "bad-signature")) for who in ("alice", "bob", "carol")])
known("radiant-2024-retries-collect-signatures", "Signers repeated a transaction that seemed to fail; each repeat is no further person.", "Radiant Capital, October 2024; from memory (the post-mortem on retries)", "6", WAITING, said=[A("alice"), A("alice", at=60, fate=("repeat",)), A("alice", at=120, fate=("repeat",))])
known("dmm-2024-a-request-changed-after-it-was-made", "A legitimate request was manipulated on its way: its request no longer holds.", "FBI, DC3 and NPA on TraderTraitor, 23 December 2024", "6", X({"initiator:base": "wait"}), ASKED, BY_ALICE, [A("alice", "request", said={"to": FRIEND}, lines={"listed-in": "friends"}, fate=("void", "bad-signature")), *BC])
LOOK = RIPPLE[:8] + RIPPLE[8:-8][::-1] + RIPPLE[-8:]
known("dmm-2024-a-look-alike-address", "An address alike at both ends is another address, and in no list.", "from memory (DMM Bitcoin, May 2024: the destination resembled the usual one)", "4", X({"covered": "fail", "quorum:base": "absent"}), tagged(RIPPLE, None, '[[blocks]]\nname = "b"\nwallets = ["cold"]', '["friends"]'), {"amount": "1 XRP", "to": LOOK})
MERCHANT = BASE.swap('initiators = "unsigned"', 'initiators = "requesters"').rule('approve = "none"')
known("coinspaid-2023-requests-nobody-signed", "Attackers made authorised-looking requests of merchants: without the merchant's signature none goes.", "CoinsPaid, July 2023, quoted by protos.com", "4", X({"initiator:base": "wait"}), MERCHANT, {"initiator": "shop"}, [])
known("coinspaid-2023-a-request-signed-by-another", "Who holds one key cannot ask in another's name.", "CoinsPaid, July 2023, quoted by protos.com", "6", X({"initiator:base": "wait"}), MERCHANT, {"initiator": "shop"}, [A("shop", "request", holder="bob", fate=("void", "unknown-key"))])
known("coinspaid-2023-a-request-replayed", "A request of an earlier payout opens no later one.", "CoinsPaid, July 2023, quoted by protos.com", "6", X({"initiator:base": "wait"}), MERCHANT, {"initiator": "shop"}, [A("shop", "request", said={"id": "po-0"}, fate=("void", "bad-signature"))])
known("a-removed-member-keeps-a-limit", "A spending limit of a member survived their removal: a rule that names somebody who is gone is refused.", "from memory (Squads spending limits outliving membership)", "2", E("unknown-name"), Policy(ASKED.text.replace(f'[approvers.bob]\nkeys = ["{key("bob")}"]\n\n', "")))
known("a-signature-for-a-test-system-in-production", "A signature without the system's name in it counted in every copy.", "from memory (replays that EIP-155 and EIP-712 answer)", "6", WAITING, said=[A(who, under=BASE.swap('realm = "test"', 'realm = "staging"'), fate=("void", "bad-signature")) for who in ("alice", "bob")])
known("a-ledger-cut-short-is-a-fresh-budget", "A history that was truncated reads as nothing spent.", "from memory (restores from backup refilling limits)", "8", E("ledger-cut-short"), text=ledger(BASE, [L("a", "100 BTC"), L("b", "1 BTC")]).rsplit("\n", 2)[0] + "\n")
known("two-names-that-differ-in-a-letter-of-another-script", "A Cyrillic letter in a name made a second account that looked like the first.", "from memory (CVE-2021-42694, Trojan Source)", "1", E("bad-text"), BASE.swap('ops = ["alice", "bob", "carol"]', 'ops = ["alice", "bob", "c\u0430rol"]'))
known("trojan-source-a-comment-that-hides-a-rule", "Bidirectional controls in a comment show a reviewer another text than the machine reads.", "from memory (CVE-2021-42574, Trojan Source)", "1", E("hidden-character"), BASE.swap('approve = "2 of ops"', 'approve = "2 of ops" # \u2066at least\u2069'))



# Corners, each in its section's file

STAGE = ASKED.rule('veto = "nobody"\ndelay = "24h"')
lock("a-delay-counts-no-approval-of-the-initiator-though-it-expired", "Void as the initiator's too, alice's expired approval never counted: T is carol's.", ["wait", 11 * HOUR + DAYLATER], [REQUEST, A("alice", till=10 * HOUR, fate=("void", "expired")), A("bob"), A("carol", at=11 * HOUR)], 12 * HOUR, STAGE, BY_ALICE)
lock("a-delay-counts-an-approval-from-when-its-signer-became-active", "alice approved before she was active.", ["wait", 5 * HOUR + DAYLATER], AB, 12 * HOUR, LOCK.swap("[approvers.alice]", f"[approvers.alice]\nactive_from = {t(5 * HOUR)}"))
lock("a-delay-without-quorum-too-late-that-could-be-waived-waits", "Without T and too late, but waivable.", X({"delay:base": "wait", "quorum:base": "wait"}), [], 48 * HOUR, WAIVED)
lock("a-delay-counts-from-the-first-of-two-requests", "A repeated request changes nothing.", ["wait", DAYLATER], [REQUEST, A("alice", "request", 5 * HOUR, fate=("repeat",)), *BC], 6 * HOUR, STAGE, BY_ALICE)
lock("a-reject-before-the-approval-leaves-nothing-to-count", "alice rejected first, so that her approval never counted.", ["wait", 2 * HOUR + DAYLATER], [A("alice", "reject"), A("alice", at=60, fate=("void", "rejected")), A("bob"), A("carol", at=2 * HOUR)], 12 * HOUR)
c("7", "who-may-sign-again-keeps-a-quorum-open", "alice's approval expired, and she has not rejected.", X({"quorum:base": "wait"}), said=[void("alice", "expired", till=1800), A("bob"), A("carol", "reject")])
c("7", "an-unsigned-initiator-who-is-an-approver-does-not-approve", "Nobody approves what is asked in their name.", UNMET, ONE, BY_ALICE, [A("alice", fate=("void", "initiator"))])
c("7", "an-unsigned-initiator-who-is-an-approver-may-withdraw", "Nobody has to let pass what is asked in their name.", X({"withdrawn": "fail"}), BASE, BY_ALICE, [*BC, A("alice", "reject")])
c("7", "a-veto-of-a-rule-during-a-time-is-not-final", "A rule with during stops to bind.", X({"veto:more": "fail", "quorum:more": "met"}, final=False), BASE.swap(RULE, RULE + COLD_RULE.replace("1 of risk", "1 of ops") + 'veto = "1 of risk"\n' + SUNDAY), said=NO)
c("7", "a-count-per-payout-is-refused", "A count has a window.", E("bad-duration"), BASE.plus('[[limits]]\nname = "m"\nmax_count = "1 per payout"'))
END = {"submitted_at": "9999-12-31T12:00:00Z"}
LASTDAY = int((datetime.datetime(9999, 12, 31, 12, tzinfo=datetime.timezone.utc) - START).total_seconds())
ending = [A(who, at=LASTDAY, till=LASTDAY + 11 * HOUR) for who in ("alice", "bob")]
c("7", "an-until-past-9999-is-left-out", "Sums of instants may pass 9999; an until that does is left out, and not_before with it.", X({"limit:btc-day": "wait"}), BASE, END, ending, [L("old", "100 BTC", LASTDAY)], at=LASTDAY + HOUR)
c("7", "a-payout-that-expires-past-9999-stands", "An expiry past 9999 is one.", X({"expiry": "met"}), BASE, END, ending, at=LASTDAY + HOUR)
c("7", "a-limit-of-people-does-not-match-others", "`initiators` of a limit select payouts.", X({"limit:m": "absent"}), ASKED.plus('[[limits]]\nname = "m"\nmax = "1 BTC per 24h"\ninitiators = ["bob"]'), {"initiator": "alice", "amount": "9 BTC"}, [REQUEST, *BC])
c("7", "a-limit-of-people-sums-their-payouts", "`initiators` of a limit select entries.", X({"limit:m": "met"}), ASKED.plus('[[limits]]\nname = "m"\nmax = "1 BTC per 24h"\ninitiators = ["alice"]'), BY_ALICE, [REQUEST, *BC], [L("old", "1 BTC", initiator="bob")])
c("7", "a-limit-for-each-initiator-sums-each-alone", "`each` of initiator is a sum a person.", X({"limit:m": ["wait", DAYLATER]}), ASKED.plus('[[limits]]\nname = "m"\nmax = "1 BTC per 24h"\neach = ["initiator"]'), BY_ALICE, [REQUEST, *BC], [L("other", "1 BTC", initiator="bob"), L("own", "0.5 BTC", initiator="alice")])
c("7", "a-block-of-an-initiator-stops-them", "A block may select people.", X({"block:b": "fail"}), ASKED.plus('[[blocks]]\nname = "b"\ninitiators = ["ops"]'), BY_ALICE, [REQUEST, *BC])
c("7", "a-block-of-requesters-lets-approvers-pass", "`requesters` is no approver.", X({"block:b": "met"}), ASKED.plus('[[blocks]]\nname = "b"\ninitiators = "requesters"'), BY_ALICE, [REQUEST, *BC])

TWO_LISTS = BASE.swap("[lists.friends]", f'[lists.exchanges]\ncooling_off = "24h"\nentries = [{{ chain = "bitcoin", address = "{STRANGER}", added = {t(0)} }}]\n\n[lists.friends]')
c("4", "a-rule-to-two-lists-needs-one", "The destination touches one of `to`.", X({"covered": "met"}), TWO_LISTS.swap('to = "any"', 'to = ["exchanges", "friends"]'), TO_FRIEND)
c("4", "a-rule-not-to-two-lists-binds-nothing-that-is-in-one", "The destination is not in any of `not_to`.", X({"covered": "fail", "quorum:base": "absent"}), TWO_LISTS.swap('to = "any"', 'not_to = ["exchanges", "friends"]'), TO_FRIEND)
twice = TWO_LISTS.swap('to = "any"', 'to = ["exchanges"]').plus(COLD_RULE.replace('to = "any"', 'to = ["later"]').strip()).swap("[lists.exchanges]", f'[lists.later]\ncooling_off = "48h"\nentries = [{{ chain = "bitcoin", address = "{STRANGER}", added = {t(0)} }}]\n\n[lists.exchanges]')
c("4", "of-two-cooling-offs-the-earlier-is-waited-for", "`until` the earliest; both rules bind meanwhile.", X({"covered": ["wait", DAYLATER], "quorum:base": "met", "quorum:more": "met"}), twice, said=[*AB, A("dana")])
HEXED = BASE.swap(ENTRY, entry(ETHER.lower(), "ripple")).swap('to = "any"', 'to = ["friends"]')
c("4", "an-ethereum-form-on-an-opaque-chain-compares-decoded", "0x and 40 digits are read as on ethereum on every chain: in the list, whatever the letters.", X({"covered": "met"}), HEXED, {"amount": "1 XRP", "to": ETHER}, [A(who, lines={"listed-in": "friends"}) for who in ("alice", "bob")])
c("4", "an-entry-of-an-asset-no-longer-named-shares-no-destination", "It counts in no sum for each destination.", X({"limit:m": "met"}), BASE.plus('[[limits]]\nname = "m"\nmax_count = "1 per 24h"\neach = ["destination"]'), lines=[L("old", "1 LTC")])

c("8", "a-reserved-line-without-the-payouts-fee-is-another", "The line must be equal in fee, given or not.", X({"once": "fail"}, final=False), pay={"fee": "0.1 BTC"}, lines=[OWN], reserved=True)
c("8", "a-reserved-line-equal-but-for-case-of-its-id-is-another", "The own line has the payout's very id.", X({"once": "fail"}, final=False), lines=[L("PO-1")], reserved=True)
c("8", "a-reserved-line-later-than-the-clock-still-tells-the-time", "Its own line is set aside in sums, not in `time`.", X({"time": ["wait", HOUR + 1]}), lines=[L("po-1", at=HOUR + 121)], reserved=True)
c("8", "a-header-with-a-fraction-is-refused", "`entries` is a whole number.", E("bad-record"), text=HEAD.replace('"entries":0', '"entries":0.0'))

ODD = BASE.plus('[[limits]]\nname = "m"\nmax = "0.03 USD per 24h"\nassets = ["BTC"]\n\n[prices]\ncurrency = "USD"\ndecimals = 2\nfixed = { BTC = "0.01" }')
DUST = {"amount": "0.00000001 BTC"}
c("9", "each-value-is-rounded-up-alone", "Two entries and the payout of a part of a cent each are three cents.", X({"limit:m": "met"}), ODD, DUST, lines=[L("a", "0.00000001 BTC"), L("b", "0.00000001 BTC")])
c("9", "each-value-is-rounded-up-alone-one-more", "A fourth part of a cent is a fourth cent.", X({"limit:m": ["wait", DAYLATER]}), ODD, DUST, lines=[L(name, "0.00000001 BTC") for name in "abc"])
USD_TIER = tier("1000 USD per 24h").plus('[prices]\ncurrency = "USD"\ndecimals = 2\nfixed = { BTC = "100" }').swap('name = "more"\nassets = ["BTC"]', 'name = "more"\nassets = "any"')
c("9", "a-tier-over-entries-that-can-be-valued-does-not-bind", "What is valued and not above does not bind.", X({"quorum:more": "absent"}), USD_TIER, lines=[L("old", "9 BTC")])
c("9", "a-tier-over-an-entry-that-cannot-be-valued-binds", "What cannot be valued counts as above, and its price is waited for.", X({"quorum:more": "wait", "price:ETH": "wait"}), USD_TIER, lines=[L("old", "1 ETH", to=ETHER)])
c("4", "an-entry-that-will-escape-makes-room-when-it-does", "Once its cooling-off ends the entry's destination is in the list, and the entry escapes `not_to`: the first instant it fits.", X({"limit:m": ["wait", 10 * HOUR]}), cooling(-38 * HOUR, 'to = "any"', '[[limits]]\nname = "m"\nmax = "3 BTC per 24h"\nnot_to = ["friends"]'), lines=[L("old", "3 BTC", to=FRIEND, lists=["friends"])])
c("4", "an-entry-that-will-escape-counts-a-second-before", "A cooling entry's destination is not in the list yet.", X({"limit:m": ["wait", 10 * HOUR]}), cooling(-38 * HOUR, 'to = "any"', '[[limits]]\nname = "m"\nmax = "3 BTC per 24h"\nnot_to = ["friends"]'), lines=[L("old", "3 BTC", to=FRIEND, lists=["friends"])], at=10 * HOUR - 1)
c("4", "an-entry-that-escaped-makes-room", "From the end of the cooling-off on it escapes.", X({"limit:m": "met"}), cooling(-38 * HOUR, 'to = "any"', '[[limits]]\nname = "m"\nmax = "3 BTC per 24h"\nnot_to = ["friends"]'), lines=[L("old", "3 BTC", to=FRIEND, lists=["friends"])], at=10 * HOUR)
OTHERS = [L("po-1", "2 BTC"), L("other", "2 BTC", HOUR)]
for name, shows, at in [
    ("a-reserved-line-a-second-short-of-the-window-is-set-aside-once", "The own line is in the sum and set aside.", DAYLATER - 1),
    ("a-reserved-line-as-old-as-the-window-is-not-set-aside-twice", "The own line has left the sum: nothing is taken off for it.", DAYLATER),
]:
    c("8", name, shows, X({"limit:m": ["wait", DAYLATER + HOUR]}), ROOM, {"amount": "2 BTC"}, lines=OTHERS, at=at, reserved=True)
c("8", "a-reserved-line-as-old-as-the-window-is-not-set-aside-in-a-count", "The own line has left the count: nothing is taken off for it.", X({"limit:m": ["wait", DAYLATER + HOUR]}), BASE.plus('[[limits]]\nname = "m"\nmax_count = "1 per 24h"'), lines=[L("po-1"), L("other", at=HOUR)], at=DAYLATER, reserved=True)
priced("a-later-quote-out-of-bounds-does-not-hide-an-earlier-one", "A quote outside the bounds is no quote, so that the one before it counts.", GOOD, [Q("dana", "900", HOUR - 1), Q("dana", "5", HOUR)], BOUND)
priced("a-later-quote-of-the-future-does-not-hide-an-earlier-one", "A quote that does not hold hides nothing.", GOOD, [Q("dana", "900", HOUR), Q("dana", "1", HOUR + 121)])


# Writing, and comparing with an engine


def differences(row, answer):
    expect = row["expect"]
    if "error" in expect:
        code = answer.get("error", {}).get("code")
        return [] if code == expect["error"] else [f"error {code} {answer.get('error', {}).get('text', answer.get('verdict'))}"]
    if "error" in answer:
        return [f"error {answer['error']}"]
    found = []
    for name in ("verdict", "final", "not_before"):
        if expect.get(name) != answer.get(name):
            found.append(f"{name}: {expect.get(name)} expected, {answer.get(name)} found")
    checks = {check["check"]: [check["status"], *([check["until"]] if "until" in check else [])] for check in answer["checks"]}
    for name in sorted(set(expect["checks"]) | {name for name, found in checks.items() if found[0] != "met"}):
        if expect["checks"].get(name) != checks.get(name, ["absent"]):
            code = next((check["code"] for check in answer["checks"] if check["check"] == name), None)
            found.append(f"{name}: {expect['checks'].get(name)} expected, {checks.get(name)} {code} found")
    told = [[a["signer"], a["verdict"], a["status"], *([a["code"]] if a["status"] == "void" else [])] for a in answer["approvals"]]
    if sorted(told) != sorted(expect["approvals"]):
        found.append(f"approvals: {expect['approvals']} expected, {told} found")
    return found


def main():
    rows = [row for rows in FILES.values() for row in rows]
    names = [row["case"]["name"] for row in rows]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)
    for name, rows_of in FILES.items():
        text = "".join(json.dumps(row, ensure_ascii=True, separators=(",", ":")) + "\n" for row in rows_of)
        (HERE / f"{name}.jsonl").write_text(text)
        print(f"{name}: {len(rows_of)} cases, {len(text)} bytes")
    print(f"{len(rows)} cases")
    if len(sys.argv) > 1:
        batch = "".join(json.dumps(row["case"]) + "\n" for row in rows)
        run = subprocess.run([sys.argv[1], "batch", "-"], input=batch, capture_output=True, text=True)
        answers = [json.loads(line) for line in run.stdout.splitlines()]
        assert len(answers) == len(rows), run.stderr
        wrong = 0
        for row, answer in zip(rows, answers):
            found = differences(row, answer)
            wrong += bool(found)
            if found:
                print(f"{row['section']} {row['case']['name']}: " + "; ".join(found))
        print(f"{wrong} of {len(rows)} differ")


main()
