//! SPEC section 2, "Destinations are (chain, address, tag); the chain is the asset's."
use crate::value::{Res, graphic, name};
use sha2::Digest;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    pub chain: String,
    pub address: String,
    pub tag: Option<String>,
}

pub fn is_eip155(chain: &str) -> bool {
    chain
        .strip_prefix("eip155:")
        .is_some_and(|n| !n.is_empty() && n.len() <= 32 && n.bytes().all(|b| b.is_ascii_digit()) && !n.starts_with('0'))
}

pub fn is_known(chain: &str) -> bool {
    ["bitcoin", "bitcoin-testnet", "ethereum", "tron"].contains(&chain) || is_eip155(chain)
}

/// A chain name as it may stand in a policy.
pub fn chain(text: &str) -> Res<String> {
    let refused = [
        "bip122:000000000019d6689c085ae165831e93",
        "bip122:000000000933ea01ad0ee984209779ba",
        "eip155:1",
        "tron:0x2b6653dc",
    ];
    let lower = text.to_ascii_lowercase();
    if refused.contains(&lower.as_str()) || (is_known(&lower) && lower != text) {
        return Err(format!("`{text}` is another name of a known chain"));
    }
    if is_known(text) || name(text).is_ok() {
        return Ok(text.to_string());
    }
    if text.starts_with("eip155:") {
        return Err(format!("`{text}` is no chain"));
    }
    let (space, reference) = text.split_once(':').ok_or(format!("`{text}` is no chain"))?;
    let good = (3..=8).contains(&space.len())
        && space.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && (1..=32).contains(&reference.len())
        && reference.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if good { Ok(text.to_string()) } else { Err(format!("`{text}` is no chain")) }
}

/// "Known chains have no tags; a tag there is refused. … Printed canonically".
pub fn destination(chain: &str, address: &str, tag: Option<&str>) -> Res<Destination> {
    let address = canonical(chain, address)?;
    let tag = match tag {
        None => None,
        Some(_) if is_known(chain) => return Err(format!("`{chain}` has no tags")),
        Some(text) => Some(tag_text(text)?),
    };
    Ok(Destination { chain: chain.to_string(), address, tag })
}

/// "A tag is 1 to 64 printable ASCII characters without space, not `-`."
pub fn tag_text(text: &str) -> Res<String> {
    if text == "-" { Err("a tag is not `-`".to_string()) } else { graphic(text, 64) }
}

fn canonical(chain: &str, address: &str) -> Res<String> {
    match chain {
        "bitcoin" => bitcoin(address, "bc", [0x00, 0x05]),
        "bitcoin-testnet" => bitcoin(address, "tb", [0x6f, 0xc4]),
        "tron" => base58check(address, &[0x41]),
        _ if chain == "ethereum" || is_eip155(chain) => ethereum(address),
        _ if looks_ethereum(address) => ethereum(address),
        _ => graphic(address, 128),
    }
}

fn bitcoin(address: &str, hrp: &str, versions: [u8; 2]) -> Res<String> {
    if let Ok((found, version, program)) = bech32::segwit::decode(address) {
        let version = version.to_u8();
        let good = (version == 0 && [20, 32].contains(&program.len())) || (version == 1 && program.len() == 32);
        if found.as_str().to_ascii_lowercase() == hrp && good {
            return Ok(address.to_ascii_lowercase());
        }
        return Err(format!("`{address}` is a witness address of another network, version or length"));
    }
    base58check(address, &versions)
}

fn base58check(address: &str, versions: &[u8]) -> Res<String> {
    let bad = || format!("`{address}` is no address");
    let bytes = bs58::decode(address).into_vec().map_err(|_| bad())?;
    if bytes.len() != 25 || !versions.contains(&bytes[0]) {
        return Err(bad());
    }
    let sum = sha2::Sha256::digest(sha2::Sha256::digest(&bytes[..21]));
    if sum[..4] == bytes[21..] { Ok(address.to_string()) } else { Err(bad()) }
}

fn looks_ethereum(address: &str) -> bool {
    address.len() == 42 && address.starts_with("0x") && address[2..].bytes().all(|b| b.is_ascii_hexdigit())
}

/// "20 bytes; mixed case must pass EIP-55".
fn ethereum(address: &str) -> Res<String> {
    if !looks_ethereum(address) {
        return Err(format!("`{address}` is no address"));
    }
    let digits = &address[2..];
    let sealed = eip55(&digits.to_ascii_lowercase());
    let mixed = digits.bytes().any(|b| b.is_ascii_lowercase()) && digits.bytes().any(|b| b.is_ascii_uppercase());
    if mixed && sealed != address { Err(format!("`{address}` fails EIP-55")) } else { Ok(sealed) }
}

pub fn eip55(lower: &str) -> String {
    let hash = sha3::Keccak256::digest(lower.as_bytes());
    let mut out = String::from("0x");
    for (i, c) in lower.chars().enumerate() {
        let nibble = (hash[i / 2] >> (if i % 2 == 0 { 4 } else { 0 })) & 15;
        out.push(if nibble >= 8 { c.to_ascii_uppercase() } else { c });
    }
    out
}

/// "has its chain and address (on an opaque chain without regard to ASCII case)".
pub fn same_place(a: &Destination, b: &Destination) -> bool {
    let same = if is_known(&a.chain) { a.address == b.address } else { a.address.eq_ignore_ascii_case(&b.address) };
    a.chain == b.chain && same
}
