//! How much of a statement is left for a payout's id and note.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::code::LintCode;
use super::finding::Sink;
use super::ground::Ground;
use super::tidy::everybody;
use crate::approval::statement::Lines;
use crate::domain::chain::Reading;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::policy::model::{Asset, AssetId, Demand, Measure, Most, Sum};
use crate::policy::selector::Initiators;

/// The room that ids and notes should have, in bytes: an UUID and a whole note.
const ROOM: usize = 36 + 64;

/// How little is left of what hardware wallets show.
pub(super) fn statement_room(ground: &Ground<'_>, sink: &mut Sink) {
    let longest = |names: &mut dyn Iterator<Item = &Name>| names.max_by_key(|name| name.as_str().len()).cloned();
    let asks = ground.policy.rules.iter().any(|rule| rule.selector.initiators != Initiators::Anyone);
    let Some(initiator) = longest(&mut everybody(ground).map(|(_, person)| &person.name)).filter(|_| asks) else {
        return;
    };
    let Some(wallet) = longest(&mut ground.policy.wallets.iter()) else { return };
    let paid = ground.policy.assets.iter().enumerate().filter(|(place, _)| {
        ground.policy.rules.iter().any(|rule| rule.permits() && rule.selector.assets.takes(Some(&AssetId(*place))))
    });
    let rooms = paid.filter_map(|(_, asset)| Some((room(ground, asset, &wallet, &initiator)?, asset)));
    let Some((room, asset)) = rooms.min_by_key(|(room, _)| *room).filter(|(room, _)| *room < ROOM) else { return };
    let left: String = match room {
        0 => "nothing".into(),
        1 => "1 byte".into(),
        room => alloc::format!("{room} bytes"),
    };
    let message = alloc::format!(
        "the longest names of this policy leave {left} of a statement about {} for the payout's id and note: longer ones are refused",
        asset.name
    );
    let help = "shorten the longest names: realm, policy, wallet, list, approver";
    sink.add(LintCode::StatementRoom, ground.places.top("name"), message, help);
}

/// What the longest statement about an asset leaves; none where no address of its chain is known.
fn room(ground: &Ground<'_>, asset: &Asset, wallet: &Name, initiator: &Name) -> Option<usize> {
    let lists = ground.document.lists.iter();
    let entries =
        lists.flat_map(|(name, list)| list.entries.iter().map(move |entry| (&name.value, &entry.value.destination)));
    let listed: Vec<_> = entries.filter(|(_, destination)| *destination.chain() == asset.chain).collect();
    let longest = |texts: &mut dyn Iterator<Item = String>| texts.max_by_key(String::len);
    let address = match asset.chain.reading() {
        Reading::Bitcoin(_) => "x".repeat(62),
        Reading::Evm => "x".repeat(42),
        Reading::Tron => "x".repeat(34),
        Reading::Opaque => longest(&mut listed.iter().map(|(_, one)| one.address().to_string()))?,
    };
    let tag = longest(&mut listed.iter().filter_map(|(_, one)| Some(one.tag()?.as_str().into())));
    let fees = ground.policy.limits.iter().filter_map(|limit| match limit.most {
        Most::Fee { units, asset } => Some(ground.policy.in_words(Sum { units, of: Measure::Asset(asset) })),
        _ => None,
    });
    let fee = fees.max_by_key(String::len).unwrap_or_else(|| "unlimited".into());
    let payload = (ground.policy.payload_required == Demand::Required).then(|| "x".repeat(64));
    let lines = Lines {
        asset: &asset.name,
        chain: &asset.chain,
        address: &address,
        tag: tag.as_deref(),
        listed_in: listed.iter().map(|(list, _)| *list).max_by_key(|list| list.as_str().len()),
        fee: &fee,
        wallet,
        note: None,
        id: "",
        initiator,
        submitted: Instant::EARLIEST,
        payload: payload.as_deref(),
    };
    // The note is written as `-` where there is none.
    Some(lines.room(ground.policy).saturating_add(1))
}
