//! Who can release what, for machines.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use serde::{Serialize, Serializer};

use super::coalition::{Coalition, Release, Replay, Seats};
use super::focus::Focus;
use super::survey::{BandOfAmounts, Coalitions, KindOfPayout};
use super::vetoes::{Vetoes, left_with_a_veto};
use crate::analyze::party::Party;
use crate::analyze::prices::PriceSource;
use crate::analyze::supposed::Supposed;
use crate::domain::amount::{WrittenAmount, shortest};
use crate::domain::calendar;
use crate::domain::digest::Digest;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::payout::record::Payout;
use crate::policy::model::{AssetId, Measure, Policy, Sum};

#[derive(Serialize)]
struct Report<'r> {
    policy: PolicyShown<'r>,
    tzdb: &'static str,
    from: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<AskedShown<'r>>,
    prices: Vec<PriceShown<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    terms: Vec<TermShown<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lost: Vec<Name>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stolen: Vec<Name>,
    complete: bool,
    incomplete: Vec<IncompleteShown<'r>>,
    kinds: Vec<KindShown<'r>>,
}

#[derive(Serialize)]
struct PolicyShown<'r> {
    realm: &'r str,
    name: &'r str,
    version: u64,
    sha256: Digest,
}

/// What of the policy was asked about, as it was given.
#[derive(Serialize)]
struct AskedShown<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    asset: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wallet: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    initiator: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<&'r WrittenAmount>,
}

impl<'r> AskedShown<'r> {
    /// None if everything was.
    fn of(focus: &'r Focus) -> Option<Self> {
        (*focus != Focus::default()).then_some(Self {
            asset: focus.asset.as_deref(),
            wallet: focus.wallet.as_deref(),
            to: focus.to.as_deref(),
            initiator: focus.initiator.as_deref(),
            amount: focus.amount.as_ref(),
        })
    }
}

#[derive(Serialize)]
struct PriceShown<'r> {
    asset: &'r Name,
    price: String,
    source: &'static str,
}

/// Whose term begins or ends meanwhile.
#[derive(Serialize)]
struct TermShown<'r> {
    who: &'r Name,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Instant>,
}

#[derive(Serialize)]
struct IncompleteShown<'r> {
    what: &'r str,
    bound: &'r str,
}

#[derive(Serialize)]
struct KindShown<'r> {
    asset: String,
    wallets: Vec<&'r Name>,
    to: Vec<String>,
    times: Vec<TimeShown<'r>>,
    limits: &'r [String],
    bands: Vec<BandShown<'r>>,
}

#[derive(Serialize)]
struct TimeShown<'r> {
    within: &'r [String],
    outside: &'r [String],
    first: Instant,
}

#[derive(Serialize)]
struct BandShown<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    above: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    up_to: Option<String>,
    lines: &'r [String],
    complete: bool,
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    lacks_price: bool,
    releases: Vec<ReleaseShown<'r>>,
    at_once: Vec<ReleaseShown<'r>>,
    vetoes: Vec<VetoesShown>,
    locks: Vec<CoalitionShown>,
}

#[derive(Serialize)]
struct ReleaseShown<'r> {
    #[serde(flatten)]
    coalition: CoalitionShown,
    waits: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<CoalitionShown>,
    /// None where the proof that was found is by people who are lost, and none by others was.
    #[serde(skip_serializing_if = "Option::is_none")]
    replay: Option<ReplayShown<'r>>,
}

#[derive(Serialize)]
struct CoalitionShown {
    people: String,
    seats: Vec<SeatsShown>,
}

#[derive(Serialize)]
struct SeatsShown {
    count: u32,
    of: Vec<Name>,
}

#[derive(Serialize)]
struct VetoesShown {
    initiators: Vec<Name>,
    withdraws: bool,
    coalitions: Vec<CoalitionShown>,
}

#[derive(Serialize)]
struct ReplayShown<'r> {
    payout: &'r Payout,
    signing: Vec<Name>,
    at: Instant,
}

/// As documented in the policy page: amounts, prices and spans as they are written, names, and a proof for every release.
impl Serialize for Coalitions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let identity = &self.policy.identity;
        let policy = PolicyShown {
            realm: identity.realm.as_str(),
            name: identity.name.as_str(),
            version: identity.version,
            sha256: identity.digest,
        };
        let prices = self.prices.iter().filter_map(|(asset, price)| {
            let source = match price.source {
                PriceSource::Fixed => "fixed",
                PriceSource::Given => "given",
                PriceSource::Lowest => "lowest",
            };
            Some(PriceShown { asset: &self.policy.asset(*asset)?.name, price: shortest(price.units, 18), source })
        });
        let terms = self.terms.iter().map(|(who, term)| TermShown { who, from: term.from, until: term.until });
        let incomplete = self.incomplete.iter();
        let report = Report {
            policy,
            tzdb: calendar::zone_data_version(),
            from: self.at,
            asked: AskedShown::of(&self.asked),
            prices: prices.collect(),
            terms: terms.collect(),
            lost: self.lost.names(self.policy),
            stolen: self.stolen.names(self.policy),
            complete: self.is_complete(),
            incomplete: incomplete.map(|one| IncompleteShown { what: &one.what, bound: &one.bound }).collect(),
            kinds: self.kinds.iter().map(|kind| self.kind_shown(kind)).collect(),
        };
        report.serialize(serializer)
    }
}

impl Coalitions<'_> {
    fn kind_shown<'r>(&'r self, kind: &'r KindOfPayout) -> KindShown<'r> {
        let policy = self.policy;
        let time = |time: &'r crate::analyze::times::Time| TimeShown {
            within: &time.within,
            outside: &time.outside,
            first: time.at,
        };
        KindShown {
            asset: policy.asset(kind.asset).map(|asset| asset.name.to_string()).unwrap_or_default(),
            wallets: kind.wallets.iter().filter_map(|wallet| policy.wallets.get(wallet.0)).collect(),
            to: kind.to.iter().map(|to| to.in_words(policy)).collect(),
            times: kind.times.iter().map(time).collect(),
            limits: &kind.limits,
            bands: kind.bands.iter().map(|band| self.band_shown(kind.asset, band)).collect(),
        }
    }

    fn band_shown<'r>(&'r self, asset: AssetId, band: &'r BandOfAmounts) -> BandShown<'r> {
        let amount = |units| self.policy.in_words(Sum { units, of: Measure::Asset(asset) });
        let BandOfAmounts { band, cell } = band;
        BandShown {
            above: (band.above > 0).then(|| amount(band.above)),
            up_to: band.up_to.map(amount),
            lines: &band.lines,
            complete: cell.are_all,
            lacks_price: cell.lacks_price,
            releases: self.releases_shown(&cell.releases),
            at_once: self.releases_shown(&cell.at_once),
            vetoes: left_with_a_veto(&cell.vetoes, &self.lost).iter().map(|vetoes| self.vetoes_shown(vetoes)).collect(),
            locks: self.left_to_lock(&cell.locks).iter().map(|one| lacking(self.policy, one)).collect(),
        }
    }

    fn releases_shown<'r>(&'r self, releases: &'r [Release]) -> Vec<ReleaseShown<'r>> {
        let one = |(release, coalition): (&'r Release, Coalition)| {
            let Replay { payout, at, .. } = &release.replay;
            let signing = self.signing(release, &coalition);
            let missing = coalition.beside(&self.stolen);
            ReleaseShown {
                coalition: shown(self.policy, &coalition),
                waits: in_words(release.waits),
                missing: (!self.stolen.is_empty()).then(|| lacking(self.policy, &missing)),
                replay: signing.map(|signing| ReplayShown { payout, signing: signing.names(self.policy), at: *at }),
            }
        };
        self.left(releases).into_iter().map(one).collect()
    }

    /// By whom a release is proven: of those who are not lost.
    fn signing(&self, release: &Release, left: &Coalition) -> Option<Party> {
        let Replay { payout, signing, at } = &release.replay;
        if signing.and(&self.lost).is_empty() {
            return Some(signing.clone());
        }
        let others = left.seats.iter().flat_map(|Seats { count, of }| {
            let count = usize::try_from(*count).unwrap_or(usize::MAX);
            of.signers().take(count)
        });
        let others = others.fold(Party::nobody(), Party::with);
        let prices = self.prices.iter().map(|(asset, price)| (*asset, price.units)).collect();
        let supposed = Supposed::new(self.policy).with_prices(prices);
        supposed.open(payout).is_ok_and(|asked| asked.allows(&others, *at)).then_some(others)
    }

    fn vetoes_shown(&self, vetoes: &Vetoes) -> VetoesShown {
        VetoesShown {
            initiators: vetoes.initiators(self.policy),
            withdraws: vetoes.can_withdraw,
            coalitions: vetoes.coalitions.iter().map(|one| shown(self.policy, one)).collect(),
        }
    }
}

fn shown(policy: &Policy, coalition: &Coalition) -> CoalitionShown {
    let seats = |Seats { count, of }: &Seats| SeatsShown { count: *count, of: Party::names(of, policy) };
    CoalitionShown { people: coalition.in_words(policy), seats: coalition.seats.iter().map(seats).collect() }
}

/// The same of whoever is missing, who may be nobody.
fn lacking(policy: &Policy, coalition: &Coalition) -> CoalitionShown {
    CoalitionShown { people: coalition.lacking_in_words(policy), ..shown(policy, coalition) }
}

fn in_words(span: Span) -> String {
    span.to_string()
}
