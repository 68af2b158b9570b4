"""Makes ../eth_personal_sign.json. Run once: pip install eth-account==0.14.0; python eth_personal_sign.py"""

import hashlib
import json
import pathlib
from importlib.metadata import version

from eth_account import Account
from eth_account.messages import encode_defunct
from eth_keys import keys

from statements import LENGTHS, STATEMENTS

vectors = []
for number, message in enumerate(STATEMENTS + LENGTHS):
    # A key a vector, so that both signs of y and many x are met.
    secret = hashlib.sha256(f"countersign eth vector {number}".encode()).digest()
    signed = Account.sign_message(encode_defunct(text=message), secret)
    public = keys.PrivateKey(secret).public_key.to_compressed_bytes().hex()
    vectors.append({"key": f"eip191:{public}", "message": message, "signature": "0x" + bytes(signed.signature).hex()})

made = {
    "maker": f"eth-account {version('eth-account')}, Account.sign_message(encode_defunct(text=…))",
    "script": "make/eth_personal_sign.py",
    "vectors": vectors,
}
target = pathlib.Path(__file__).parent.parent / "eth_personal_sign.json"
target.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n")
