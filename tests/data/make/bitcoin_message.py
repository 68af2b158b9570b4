"""Makes ../bitcoin_message.json. Run once: pip install bitcoin-message-tool==0.1.4; python bitcoin_message.py"""

import hashlib
import json
import pathlib
from importlib.metadata import version

import base58
from bitcoin_message_tool import bmt

from statements import LENGTHS, STATEMENTS

ADDRESSES = ["p2pkh", "p2wpkh-p2sh", "p2wpkh"]

vectors = []
for number, message in enumerate(STATEMENTS + LENGTHS):
    # A key a vector, so that both signs of y and many x are met; every fourth signs as Electrum and uncompressed wallets do.
    secret = hashlib.sha256(f"countersign bitcoin vector {number}".encode()).digest()
    address = ADDRESSES[number % 3]
    old = number % 4 == 3
    wif = base58.b58encode_check(b"\x80" + secret + (b"" if old and address == "p2pkh" else b"\x01")).decode()
    _, _, signature = bmt.sign_message(wif, address, message, deterministic=True, electrum=old)
    public = bmt.create_pubkey(bmt.create_raw_pubkey(int.from_bytes(secret, "big"))).hex()
    vectors.append({"key": f"bitcoin-message:{public}", "message": message, "signature": signature})

made = {
    "maker": f"bitcoin-message-tool {version('bitcoin-message-tool')}, bmt.sign_message(…, deterministic=True)",
    "script": "make/bitcoin_message.py",
    "vectors": vectors,
}
target = pathlib.Path(__file__).parent.parent / "bitcoin_message.json"
target.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n")
