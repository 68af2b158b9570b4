//! SPEC section 2, "Destinations are (chain, address, tag); the chain is the asset's."
use crate::sign::{hex, sha256};
use crate::value::{Res, all_digits, given, graphic, name};
use sha3::{Digest, Keccak256};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    pub chain: String,
    pub address: String,
    pub tag: Option<String>,
}

/// "`ethereum` and `eip155:N` (N without leading zero …)".
fn is_evm(chain: &str) -> bool {
    let numbered = |n: &str| !n.is_empty() && n.len() <= 32 && all_digits(n) && !n.starts_with('0');
    chain == "ethereum" || chain.strip_prefix("eip155:").is_some_and(numbered)
}

pub fn is_known(chain: &str) -> bool {
    ["bitcoin", "bitcoin-testnet", "tron"].contains(&chain) || is_evm(chain)
}

/// A chain name as it may stand in a policy.
pub fn chain(text: &str) -> Res<String> {
    let others = [
        "bip122:000000000019d6689c085ae165831e93",
        "bip122:000000000933ea01ad0ee984209779ba",
        "eip155:1",
        "tron:0x2b6653dc",
    ];
    let lower = text.to_ascii_lowercase();
    let is_other_name = others.contains(&lower.as_str()) || (is_known(&lower) && lower != text);
    let is_caip2 = text.split_once(':').is_some_and(|(space, reference)| {
        (3..=8).contains(&space.len())
            && space.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && (1..=32).contains(&reference.len())
            && reference.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && space != "eip155"
    });
    given(text, !is_other_name && (is_known(text) || name(text).is_ok() || is_caip2), "chain")
}

/// "Known chains have no tags; a tag there is refused. … Printed canonically".
pub fn destination(chain: &str, address: &str, tag: Option<&str>) -> Res<Destination> {
    if tag.is_some() && is_known(chain) {
        return Err(format!("`{chain}` has no tags"));
    }
    let tag = tag.map(tag_text).transpose()?;
    Ok(Destination { chain: chain.to_string(), address: canonical(chain, address)?, tag })
}

/// "A tag is 1 to 64 printable ASCII characters without space, not `-`."
pub fn tag_text(text: &str) -> Res<String> {
    given(text, text != "-" && graphic(text, 64).is_ok(), "tag")
}

fn canonical(chain: &str, address: &str) -> Res<String> {
    match chain {
        "bitcoin" => bitcoin(address, "bc", [0x00, 0x05]),
        "bitcoin-testnet" => bitcoin(address, "tb", [0x6f, 0xc4]),
        "tron" => base58check(address, &[0x41]),
        _ if is_evm(chain) || looks_ethereum(address) => ethereum(address),
        _ => graphic(address, 128),
    }
}

fn bitcoin(address: &str, hrp: &str, versions: [u8; 2]) -> Res<String> {
    let Ok((found, version, program)) = bech32::segwit::decode(address) else {
        return base58check(address, &versions);
    };
    let good = [(0, 20), (0, 32), (1, 32)].contains(&(version.to_u8(), program.len()));
    let lower = address.to_ascii_lowercase();
    given(&lower, found.as_str().eq_ignore_ascii_case(hrp) && good, "witness address of this network")
}

fn base58check(address: &str, versions: &[u8]) -> Res<String> {
    let bytes = bs58::decode(address).into_vec().unwrap_or_default();
    let good = bytes.len() == 25 && versions.contains(&bytes[0]) && sha256(&sha256(&bytes[..21]))[..4] == bytes[21..];
    given(address, good, "address")
}

fn looks_ethereum(address: &str) -> bool {
    address.strip_prefix("0x").is_some_and(|digits| digits.len() == 40 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// "20 bytes; mixed case must pass EIP-55".
fn ethereum(address: &str) -> Res<String> {
    given(address, looks_ethereum(address), "address")?;
    let (digits, lower) = (&address[2..], address[2..].to_ascii_lowercase());
    let sealed = eip55(&lower);
    let is_mixed = digits != lower && digits != digits.to_ascii_uppercase();
    given(address, !is_mixed || sealed == address, "address with an EIP-55 checksum").map(|_| sealed)
}

/// The case of a digit says whether the digit of the hash at its place is 8 or more.
pub fn eip55(lower: &str) -> String {
    let hash = hex(&Keccak256::digest(lower.as_bytes()));
    let sealed = lower.chars().zip(hash.chars()).map(|(c, h)| if h >= '8' { c.to_ascii_uppercase() } else { c });
    format!("0x{}", sealed.collect::<String>())
}

/// "has its chain and address (on an opaque chain without regard to ASCII case)".
pub fn same_place(a: &Destination, b: &Destination) -> bool {
    let same = if is_known(&a.chain) { a.address == b.address } else { a.address.eq_ignore_ascii_case(&b.address) };
    a.chain == b.chain && same
}
