//! What analyses make of names and addresses; it stands here, and not in `tests/`, since it is private.

use alloc::boxed::Box;
use alloc::format;
use core::error::Error;

use super::address::Address;
use super::chain::Chain;
use super::name::Name;
use super::text::Plain;

#[test]
fn a_name_and_an_address_are_the_text_that_they_are_written_as() -> Result<(), Box<dyn Error>> {
    let name = Name::parse("alice")?;
    assert_eq!(Plain::of_name(&name).as_str(), "alice");
    let text = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    let address = Address::parse(&Chain::parse("ethereum")?, text).map_err(|fault| format!("{fault}"))?;
    assert_eq!(Plain::of_address(&address).as_str(), text);
    Ok(())
}
