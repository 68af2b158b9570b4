"""The statements that the vector makers sign: SPEC section 6's form, every field varied."""

CASES = [
    # verdict, pay, to, tag, listed-in, fee-up-to, wallet, note, payout, initiator, policy, signer, expires
    ("approve", "0.5 BTC", "bitcoin bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "-", "exchanges", "0.0001 BTC", "hot-1", "invoice 17", "po-000123", "carol", "acme-prod/hot-wallet 7", "alice", "2026-11-24T10:05:00Z"),
    ("reject", "0.5 BTC", "bitcoin bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "-", "exchanges", "0.0001 BTC", "hot-1", "invoice 17", "po-000123", "carol", "acme-prod/hot-wallet 7", "bob", "-"),
    ("request", "0.5 BTC", "bitcoin bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "-", "exchanges", "0.0001 BTC", "hot-1", "invoice 17", "po-000123", "carol", "acme-prod/hot-wallet 7", "carol", "-"),
    ("approve", "30000 ETH", "ethereum 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "-", "-", "unlimited", "cold-1", "-", "1", "dave", "acme-prod/cold-vault 1", "dave", "2026-11-24T10:05:00Z"),
    ("approve", "1000000.5 USDC", "ethereum 0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", "-", "counterparties", "0.02 ETH", "treasury", "-", "A.b_c-9", "erin", "acme-prod/treasury 12", "frank", "2026-11-30T23:59:59Z"),
    ("approve", "25 XRP", "xrpl rEb8TK3gBgk5auZkwc6sHnwrGVJH8DuaLh", "104857", "-", "0.1 XRP", "hot-2", "memo to the desk", "po-4", "grace", "acme-test/hot-wallet 8", "grace", "2026-11-24T10:05:00Z"),
    ("approve", "0.00000001 BTC", "bitcoin 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "-", "-", "0 BTC", "hot-1", "-", "po-5", "carol", "acme-prod/hot-wallet 7", "alice", "2026-11-24T10:05:00Z"),
    ("approve", "340282366920938463463374607431768211455 WEI", "eip155:137 0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb", "-", "-", "1 WEI", "w", "-", "po-6", "i", "r/p 1", "s", "9999-12-31T23:59:59Z"),
    ("approve", "0.000000000000000001 ETH", "ethereum 0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "-", "own-cold", "0.01 ETH", "hot-eth", "sweep", "sweep-2026-11-22", "robot-3", "acme-prod/hot-wallet 7", "heidi", "2026-11-22T10:05:01Z"),
    ("reject", "12 TRX", "tron TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", "-", "-", "30 TRX", "hot-tron", "-", "po-8", "merchant-17", "acme-prod/payment-processor 3", "ivan", "-"),
    ("approve", "1 BTC", "bitcoin-testnet tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "-", "-", "unlimited", "test-1", "~!@#$%^&*()_+{}|", "po-9", "judy", "acme-test/hot-wallet 1", "judy", "2026-11-24T10:05:00Z"),
    ("approve", "0.5 BTC", "bitcoin bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "-", "L" * 32, "0.0001 BTC", "W" * 32, "n" * 32, "P" * 32, "I" * 32, "acme-prod/hot-wallet 7", "S" * 20, "2026-11-24T10:05:00Z"),
    ("request", "2.25 BTC", "bitcoin 3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "-", "exchanges", "0.0003 BTC", "hot-1", "-", "po-11", "merchant-17", "acme-prod/hot-wallet 4294967295", "merchant-17", "-"),
    ("approve", "7 ATOM", "cosmos:cosmoshub-4 cosmos1fl48vsnmsdzcv85q5d2q4z5ajdha8yu34mf0eh", "a/b?c=d", "-", "0.01 ATOM", "staking", "-", "po-12", "ken", "acme-prod/many-assets 2", "laura", "2026-12-01T00:00:00Z"),
]


def statement(number, case):
    verdict, pay, to, tag, listed, fee, wallet, note, payout, initiator, policy, signer, expires = case
    payload = f"{number:064x}" if number % 3 == 0 else "-"
    return "\n".join([
        "countersign payout v1", f"verdict: {verdict}", f"pay: {pay}", f"to: {to}", f"tag: {tag}",
        f"listed-in: {listed}", f"fee-up-to: {fee}", f"wallet: {wallet}", f"note: {note}", f"payout: {payout}",
        f"initiator: {initiator}", f"submitted: 2026-11-22T10:{number:02}:00Z", f"payload-sha256: {payload}",
        f"policy: {policy}", f"policy-sha256: {0x3f + number:064x}", f"signer: {signer}",
        f"signed: 2026-11-22T10:{number:02}:07Z", f"expires: {expires}", "",
    ])


STATEMENTS = [statement(number, case) for number, case in enumerate(CASES)]

# Lengths where the length prefix of a scheme changes its own length.
LENGTHS = ["x" * length for length in (1, 9, 10, 99, 100, 252, 253, 255, 256, 999, 1000)]
