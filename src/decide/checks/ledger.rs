//! `time`, `once`, `version`: is this the ledger, the clock and the payout that belong together?

use crate::decide::check::{CheckCode, Finding};
use crate::decide::evaluate::Mode;
use crate::decide::scene::Scene;
use crate::ledger::line::Line;
use crate::ledger::record::EntryState;

/// Waits if the payout or a reservation is later than now: a clock is wrong.
pub(in crate::decide) fn time(scene: &Scene<'_, '_>) -> Finding {
    let (now, skew) = (scene.now(), scene.policy().clock_skew);
    let submitted = scene.payout().submitted_at();
    let latest = scene.question.ledger.latest();
    let ledger_reached = latest.filter(|latest| *latest > now.after(skew)).map(|latest| latest.before(skew));
    match (submitted > now, ledger_reached) {
        (false, None) => Finding::met(CheckCode::Reached, "the clock is past the payout and the ledger"),
        (true, None) => {
            let text = alloc::format!("the payout was submitted at {submitted}, later than now");
            Finding::wait(CheckCode::SubmittedLater, text).until(submitted)
        }
        (is_submitted_later, Some(reached)) => {
            let until = if is_submitted_later { reached.max(submitted) } else { reached };
            let text = "the ledger holds a payout reserved later than now: a clock is wrong";
            Finding::wait(CheckCode::LedgerLater, text).until(until)
        }
    }
}

/// A payout is paid at most once.
pub(in crate::decide) fn once(scene: &Scene<'_, '_>) -> Finding {
    let id = scene.payout().id();
    let line = scene.question.ledger.line(id).map(|(_, line)| line);
    match (scene.question.mode, line) {
        (Mode::Fresh, None) => Finding::met(CheckCode::First, "the ledger does not know the payout"),
        (Mode::Fresh, Some(line)) => {
            let text = alloc::format!("the ledger holds `{}` as {}", line.entry.payout, line.state());
            Finding::fail(CheckCode::AlreadyRecorded, text)
        }
        (Mode::Reserved, Some(line)) if is_own(scene, line) => {
            Finding::met(CheckCode::Reserved, "the ledger holds the payout's own reservation")
        }
        (Mode::Reserved, Some(line)) if line.state() == EntryState::Reserved => {
            let text = alloc::format!("the ledger holds `{id}` as another payout than this");
            Finding::fail(CheckCode::NotReserved, text)
        }
        (Mode::Reserved, Some(line)) => {
            let text = alloc::format!("the ledger holds `{id}` as {}, not as reserved", line.state());
            Finding::fail(CheckCode::NotReserved, text)
        }
        (Mode::Reserved, None) => {
            Finding::fail(CheckCode::NotReserved, "the ledger does not hold the payout: reserve it first")
        }
    }
}

/// Whether a line is this payout's reservation: equal in wallet, amount, destination with tag,
/// initiator and fee.
fn is_own(scene: &Scene<'_, '_>, line: &Line) -> bool {
    let (payout, transfer) = (scene.payout(), scene.transfer());
    let same_transfer = line.known.as_ref().is_some_and(|known| {
        known.asset == transfer.asset && known.units == transfer.units && known.destination == transfer.destination
    });
    let same_fee = match (&line.entry.fee, transfer.fee) {
        (None, None) => true,
        (Some(written), Some(fee)) => scene
            .policy()
            .asset(fee.asset)
            .is_some_and(|asset| asset.name == *written.asset() && written.units(asset.decimals) == Ok(fee.units)),
        _ => false,
    };
    line.entry.payout == *payout.id()
        && line.state() == EntryState::Reserved
        && line.entry.wallet == *payout.wallet()
        && line.entry.initiator == *payout.initiator()
        && same_transfer
        && same_fee
}

/// A ledger never goes back to an earlier version, or to another text of this one.
pub(in crate::decide) fn version(scene: &Scene<'_, '_>) -> Finding {
    let (writer, policy) = (scene.question.ledger.writer(), scene.policy());
    if scene.question.ledger.reader() != policy.digest() {
        return Finding::fail(CheckCode::OtherReading, "the ledger was read under another policy than this");
    }
    if writer.version > policy.version() {
        let text = alloc::format!(
            "the ledger was last written under version {}, and this is version {}",
            writer.version,
            policy.version()
        );
        return Finding::fail(CheckCode::NewerVersion, text);
    }
    if writer.version == policy.version() && writer.sha256 != policy.digest() {
        let text = alloc::format!("the ledger was last written under version {} with another text", writer.version);
        return Finding::fail(CheckCode::OtherText, text);
    }
    Finding::met(CheckCode::Current, "the ledger was written under this version or an earlier one")
}
