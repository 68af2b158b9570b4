//! Who can release what: the smallest sets of people, for every kind of payout that a policy tells apart.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::cell::{Cell, Field, Quoting};
use super::coalition::{Coalition, Release, Replay};
use super::focus::{Aim, Focus, FocusFault};
use super::lines;
use super::merging::{merged_bands, merged_kinds, merged_times, merged_wallets};
use super::moments::{Moment, Sheet};
use super::text::smallest_of;
use super::vetoes::Vetoes;
use crate::analyze::bands::{self, Band, Line};
use crate::analyze::destinations::Kind;
use crate::analyze::incomplete::{Budget, Incomplete};
use crate::analyze::party::Party;
use crate::analyze::people::Classes;
use crate::analyze::prices::{self, SupposedPrice};
use crate::analyze::situation::{self, Ground, Wallets};
use crate::analyze::supposed::Supposed;
use crate::analyze::times::Time;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::payout::record::Payout;
use crate::policy::model::{AssetId, Policy, WalletId};
use crate::policy::people::{Active, Signer};
use crate::price::quotes::Quotes;

/// The most checks of the engine that are asked for before the analysis says that it is not complete.
const MOST_CHECKS: u64 = 24_000_000;

/// The most of them for one kind of payout and band of amounts.
const MOST_CHECKS_OF_ONE: u64 = 1_000_000;

/// Who can release what under a policy, who can stop it, and without whom it is locked.
///
/// Every answer is for one payout while nothing else has left, and comes with a payout and people that the engine allows
/// ([`Replay`](super::Replay)). Prints as text for people, and serializes as JSON for machines.
///
/// ```
/// # let text = include_str!("../../../policies/minimal.toml");
/// use countersign::analyze::{Coalitions, Focus};
/// use countersign::{Instant, Policy, Quotes};
///
/// let policy = Policy::parse(text)?;
/// let now = Instant::parse("2026-11-23T10:00:00Z")?;
/// let coalitions = Coalitions::of(&policy, &Focus::default(), &Quotes::none(), now)?;
///
/// // Whoever asks may not be one of the two who agree: any one BTC takes all three.
/// let releases = coalitions.kinds()[0].bands()[0].releases();
/// assert_eq!(releases[0].coalition().in_words(&policy), "alice, bob and carol");
/// assert!(coalitions.kinds()[0].bands()[1].releases().is_empty()); // above a bitcoin a day: nobody
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Coalitions<'p> {
    pub(super) policy: &'p Policy,
    /// What was asked about, as it was asked.
    pub(super) asked: Focus,
    pub(super) at: Instant,
    pub(super) prices: BTreeMap<AssetId, SupposedPrice>,
    pub(super) kinds: Vec<KindOfPayout>,
    pub(super) incomplete: Vec<Incomplete>,
    /// Whose terms begin or end meanwhile.
    pub(super) terms: BTreeMap<Name, Active>,
    pub(super) is_one_amount: bool,
    /// Who is interchangeable, of every asset out of wallets that are alike.
    pub(super) classes: Vec<Classes>,
    pub(super) lost: Party,
    pub(super) stolen: Party,
}

/// Payouts of one asset that the policy treats alike but for their amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindOfPayout {
    pub(super) asset: AssetId,
    pub(super) wallets: Vec<WalletId>,
    pub(super) to: Vec<Kind>,
    /// Whether these are all kinds of destination there are.
    pub(super) is_to_anybody: bool,
    pub(super) times: Vec<Time>,
    /// Whether these are all times of the week that are told apart.
    pub(super) is_at_any_time: bool,
    /// What limits however many of them, in words.
    pub(super) limits: Vec<String>,
    pub(super) bands: Vec<BandOfAmounts>,
}

/// Amounts of which the same is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BandOfAmounts {
    pub(super) band: Band,
    pub(super) cell: Cell,
}

impl<'p> Coalitions<'p> {
    /// Asks about all payouts in focus that are submitted in the week from `at`, and decided before they expire, at the
    /// prices that these quotes give at `at`.
    ///
    /// Where somebody's term begins or ends meanwhile, whoever can release at some instant is said to.
    ///
    /// # Errors
    /// The focus is on something the policy does not have.
    pub fn of(policy: &'p Policy, focus: &Focus, quotes: &Quotes, at: Instant) -> Result<Self, FocusFault> {
        Self::within(policy, focus, quotes, at, Budget::of(MOST_CHECKS, MOST_CHECKS_OF_ONE))
    }

    /// The same, with so much to ask.
    pub(crate) fn within(
        policy: &'p Policy,
        focus: &Focus,
        quotes: &Quotes,
        at: Instant,
        budget: Budget,
    ) -> Result<Self, FocusFault> {
        let aim = Aim::at(policy, focus)?;
        let prices = prices::supposed(policy, quotes, at);
        let supposed = Supposed::new(policy);
        let supposed = supposed.with_prices(prices.iter().map(|(asset, price)| (*asset, price.units)).collect());
        let (incomplete, terms, classes) = (Vec::new(), BTreeMap::new(), Vec::new());
        let mut survey = Survey { supposed, aim, budget, prices, at, incomplete, terms, classes, left_out: 0 };
        let wallets = situation::wallets(policy);
        let mut kinds = Vec::new();
        for asset in (0..policy.assets.len()).map(AssetId) {
            if !survey.aim.takes_asset(asset) {
                continue;
            }
            let mut found = Vec::new();
            for wallets in &wallets {
                let wallets = survey.aim.of_wallets(wallets);
                if let Some(wallet) = wallets.0.first().copied() {
                    let ground = Ground::new(policy, asset, wallet).asked_to(focus.list(policy));
                    found.extend(survey.of_wallets(&ground, &wallets));
                }
            }
            kinds.extend(merged_wallets(found));
        }
        let Survey { prices, mut incomplete, terms, classes, left_out, aim, .. } = survey;
        if left_out > 0 {
            let what = String::from("more kinds of payout than can be asked about");
            let bound = alloc::format!("{left_out} were not asked about; narrow the question to an asset or a wallet");
            incomplete.push(Incomplete { what, bound });
        }
        incomplete.extend(unpriced(policy, &kinds));
        incomplete.dedup();
        let is_one_amount = aim.is_one_amount();
        let (lost, stolen) = (Party::nobody(), Party::nobody());
        let asked = focus.clone();
        Ok(Self { policy, asked, at, prices, kinds, incomplete, terms, is_one_amount, classes, lost, stolen })
    }

    /// The same if these people cannot sign any more, quotes among the rest.
    #[must_use]
    pub fn with_lost(self, lost: Party) -> Self {
        let mut kinds = self.kinds;
        if !prices::can_be_quoted_without(self.policy, &lost) {
            let unpriced = Supposed::new(self.policy);
            let is_left = |Replay { payout, signing, at }: &Replay| {
                unpriced.open(payout).is_ok_and(|asked| asked.allows(signing, *at))
            };
            for band in kinds.iter_mut().flat_map(|kind| &mut kind.bands) {
                band.cell.releases.retain(|release| is_left(&release.replay));
                band.cell.at_once.retain(|release| is_left(&release.replay));
            }
        }
        Self { kinds, lost, ..self }
    }

    /// The same as somebody sees it who holds these people's keys.
    #[must_use]
    pub fn with_stolen(self, stolen: Party) -> Self {
        Self { stolen, ..self }
    }

    /// The kinds of payout, by asset.
    #[must_use]
    pub fn kinds(&self) -> &[KindOfPayout] {
        &self.kinds
    }

    /// What was not asked about; empty if the answer is complete.
    #[must_use]
    pub fn incomplete(&self) -> &[Incomplete] {
        &self.incomplete
    }

    /// Whether everything was asked about and answered.
    pub(super) fn is_complete(&self) -> bool {
        let mut bands = self.kinds.iter().flat_map(|kind| &kind.bands);
        self.incomplete.is_empty() && bands.all(BandOfAmounts::is_complete)
    }

    /// The releases that those who are not lost can still make.
    pub(super) fn left<'c>(&self, releases: &'c [Release]) -> Vec<(&'c Release, Coalition)> {
        let left = releases.iter().map(|release| Some((release, release.coalition.without(&self.lost)?)));
        left.flatten().collect()
    }

    /// Without whom of those who are left nobody can release.
    pub(super) fn left_to_lock(&self, locks: &[Coalition]) -> Vec<Coalition> {
        let left: Vec<Coalition> = locks.iter().map(|lock| lock.beside(&self.lost)).collect();
        if self.lost.is_empty() { left } else { smallest_of(left) }
    }
}

impl KindOfPayout {
    /// The bands of amounts, from the smallest.
    #[must_use]
    pub fn bands(&self) -> &[BandOfAmounts] {
        &self.bands
    }
}

impl BandOfAmounts {
    /// Who can release such amounts: any of these, and nobody else.
    #[must_use]
    pub fn releases(&self) -> &[Release] {
        &self.cell.releases
    }

    /// Who can release them at once, where others have to wait.
    #[must_use]
    pub fn at_once(&self) -> &[Release] {
        &self.cell.at_once
    }

    /// Who can stop them, by initiator.
    #[must_use]
    pub fn vetoes(&self) -> &[Vetoes] {
        &self.cell.vetoes
    }

    /// Without whom nobody can release them: without any of these sets, and no smaller ones.
    #[must_use]
    pub fn locks(&self) -> &[Coalition] {
        &self.cell.locks
    }

    /// The payout that was asked about: the largest of the band, by one of the initiators.
    #[must_use]
    pub fn asked(&self) -> Option<&Payout> {
        self.cell.asked.as_ref()
    }

    /// The moments at which it was asked about: whoever can release at one of them is said to.
    #[must_use]
    pub fn moments(&self) -> &[Moment] {
        &self.cell.moments
    }

    /// Whether these are all who can; if not, each of them can still.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.cell.are_all
    }
}

/// An analysis under way.
struct Survey<'p> {
    supposed: Supposed<'p>,
    aim: Aim,
    budget: Budget,
    prices: BTreeMap<AssetId, SupposedPrice>,
    at: Instant,
    incomplete: Vec<Incomplete>,
    terms: BTreeMap<Name, Active>,
    classes: Vec<Classes>,
    left_out: usize,
}

impl<'p> Survey<'p> {
    /// Everything about an asset out of wallets that are alike.
    fn of_wallets(&mut self, ground: &Ground<'p>, wallets: &Wallets) -> Vec<KindOfPayout> {
        let lines = bands::lines(ground, self.prices.get(&ground.asset).map(|price| price.units));
        let candidates = ground.candidates();
        let sheet = Sheet::of(ground, &candidates, self.at);
        self.note(&sheet, ground);
        let classes = self.aim.of_classes(ground.policy, ground.classes(sheet.from, sheet.end));
        let initiators = self.aim.of_initiators(ground.policy, ground.initiators(&classes));
        self.classes.push(classes.clone());
        let (mut found, many_times): (Vec<KindOfPayout>, usize) = (Vec::new(), sheet.times.len());
        let mut all_kinds: Vec<Kind> = Vec::new();
        for time in &sheet.times {
            for (kind, chances) in sheet.kinds(ground, &candidates, time) {
                let is_known = all_kinds.iter().any(|known| known.stands == kind.stands);
                if !is_known {
                    all_kinds.push(kind.clone());
                }
                if !self.aim.takes_kind(&kind) {
                    continue;
                }
                if self.budget.is_spent() {
                    self.left_out = self.left_out.saturating_add(1);
                    continue;
                }
                let (supposed, budget) = (&self.supposed, &self.budget);
                let (classes, initiators) = (&classes, initiators.as_slice());
                let field = Field {
                    supposed,
                    budget,
                    ground,
                    classes,
                    initiators,
                    chances: &chances,
                    quoting: Quoting::Everybody,
                };
                let about = |line: &Line<'_>| lines::about((ground, wallets, initiators), &kind, &time.time, line);
                let bands = bands::bands_of(&lines, &about);
                self.incomplete.extend((!field.can_all_be_read()).then(|| too_long(ground, &kind)));
                found.push(KindOfPayout {
                    asset: ground.asset,
                    wallets: wallets.0.clone(),
                    to: alloc::vec![kind.clone()],
                    is_to_anybody: false,
                    times: alloc::vec![time.time.clone()],
                    is_at_any_time: false,
                    limits: lines::limits(ground, wallets, &kind),
                    bands: merged_bands(&self.aim.of_bands(bands), &field),
                });
            }
        }
        merged_kinds(merged_times(found, many_times), all_kinds.len())
    }

    fn note(&mut self, sheet: &Sheet, ground: &Ground<'p>) {
        self.incomplete.extend(sheet.incomplete.iter().cloned());
        let named =
            |(signer, active): &(Signer, Active)| Some((ground.policy.roll.person(*signer)?.name.clone(), *active));
        self.terms.extend(sheet.terms.iter().filter_map(named));
    }
}

/// That of some payouts nobody can sign anything.
fn too_long(ground: &Ground<'_>, kind: &Kind) -> Incomplete {
    let policy = ground.policy;
    let asset = policy.asset(ground.asset).map(|asset| asset.name.to_string()).unwrap_or_default();
    let to = kind.in_words(policy);
    let what = alloc::format!("statements of payouts of {asset} to {to} that are too long to be signed");
    Incomplete { what, bound: "nobody can release these; what is said is true of the others".into() }
}

/// That nobody knows what is worth how much.
fn unpriced(policy: &Policy, kinds: &[KindOfPayout]) -> Option<Incomplete> {
    let lacking = kinds.iter().filter(|kind| kind.bands.iter().any(|band| band.cell.lacks_price));
    let assets: BTreeSet<&Name> = lacking.filter_map(|kind| Some(&policy.asset(kind.asset)?.name)).collect();
    let names: Vec<&str> = assets.into_iter().map(Name::as_str).collect();
    (!names.is_empty()).then(|| Incomplete {
        what: alloc::format!("no price of {} is known", names.join(", ")),
        bound: "who is said to release can, at any price; give quotes, or write `bounds`, for the others".into(),
    })
}
