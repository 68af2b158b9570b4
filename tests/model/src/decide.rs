//! SPEC section 7: every check of the table, and what follows from them.
use crate::judge::{initiator_says, may_approve, requested_at, standing_at, turning_points, who};
use crate::policy::*;
use crate::quorum::Quorum;
use crate::scope::Case;
use crate::value::YEAR_10000;
use std::collections::BTreeSet;

pub struct Check {
    pub name: String,
    /// `met`, `wait` or `fail`.
    pub status: &'static str,
    pub code: &'static str,
    pub until: Option<i64>,
}

/// What is found of a check: status and code.
pub type Found = (&'static str, &'static str, Option<i64>);

pub const MET: Found = ("met", "met", None);

pub fn fail(code: &'static str) -> Found {
    ("fail", code, None)
}

pub fn wait(code: &'static str) -> Found {
    ("wait", code, None)
}

pub fn fail_if(bad: bool, code: &'static str) -> Found {
    if bad { fail(code) } else { MET }
}

fn check(name: impl Into<String>, (status, code, until): Found) -> Check {
    Check { name: name.into(), status, code, until }
}

/// One line for each of several, by name.
fn lines<'a>(kind: &str, found: impl Iterator<Item = (&'a String, Found)>) -> Vec<Check> {
    let mut lines: Vec<Check> = found.map(|(name, found)| check([kind, ":", name].concat(), found)).collect();
    lines.sort_by(|a, b| a.name.cmp(&b.name));
    lines
}

/// "`wallet`, `asset`: fail unless the policy names them; an unknown asset, also the fee's or one on another chain than the
/// payout's, ends the evaluation here".
pub fn first_checks(policy: &Policy, payout: &crate::input::Payout) -> Vec<Check> {
    let wallet = fail_if(!policy.wallets.contains(&payout.wallet), "unknown-wallet");
    vec![check("wallet", wallet), check("asset", fail_if(payout.money.is_none(), "unknown-asset"))]
}

impl Case<'_> {
    pub fn checks(&self) -> Vec<Check> {
        let mut out = first_checks(self.policy, self.payout);
        let binding: Vec<&Rule> = self.policy.rules.iter().filter(|r| self.binds(r)).collect();
        let matching: Vec<&Limit> = self.policy.limits.iter().filter(|l| self.limit_matches(l)).collect();
        let of_rules = |kind: &str, found: &dyn Fn(&Rule) -> Option<Found>| {
            lines(kind, binding.iter().filter_map(|rule| Some((&rule.name, found(rule)?))))
        };
        let (ledger, policy) = (self.ledger, self.policy);
        let later = ledger.version > policy.version;
        let other = ledger.version == policy.version && ledger.sha256 != policy.sha256;
        out.extend([
            check("time", self.time()),
            check("expiry", fail_if(self.now >= self.expiry(), "expired")),
            check("once", self.once()),
            check("version", fail_if(later || other, "version")),
            check("payload", fail_if(policy.payload_required && self.payout.payload.is_none(), "payload")),
            check("withdrawn", fail_if(initiator_says(self.judged, self.payout, "reject"), "withdrawn")),
        ]);
        let blocks = self.policy.blocks.iter();
        out.extend(lines("block", blocks.map(|(name, sel)| (name, fail_if(self.selected(sel), "blocked")))));
        out.push(check("covered", self.covered()));
        let requested = if initiator_says(self.judged, self.payout, "request") { MET } else { wait("no-request") };
        out.extend(of_rules("initiator", &|rule| rule.names_initiators().then_some(requested)));
        out.extend(of_rules("quorum", &|rule| Some(self.quorum(rule))));
        out.extend(of_rules("veto", &|rule| self.veto(rule)));
        out.extend(of_rules("delay", &|rule| self.delay(rule, &binding)));
        out.extend(of_rules("hours", &|rule| self.hours(rule)));
        out.extend(lines("limit", matching.iter().map(|limit| (&limit.name, self.limit(limit)))));
        let priced = |asset| if self.price(asset).is_some() { MET } else { wait("price") };
        out.extend(lines("price", self.assets_to_price(&matching).iter().map(|asset| (asset, priced(asset)))));
        out
    }

    /// "fail if now ≥ submitted_at + payout_ttl".
    pub fn expiry(&self) -> i64 {
        self.payout.submitted_at + self.policy.payout_ttl
    }

    /// "An `until` that is not before the payout's expiry makes its check `fail` (`too-late`)." "Sums of instants may pass
    /// 9999; an `until` that does is left out."
    pub fn wait_until(&self, code: &'static str, until: i64) -> Found {
        let written = Some(until).filter(|t| *t < YEAR_10000);
        if until >= self.expiry() { fail("too-late") } else { ("wait", code, written) }
    }

    fn time(&self) -> Found {
        let skew = self.policy.clock_skew;
        let submitted = Some(self.payout.submitted_at).filter(|t| *t > self.now);
        let counts = |state: &str| state == "reserved" || state == "paid";
        let later = self.ledger.lines.iter().filter(|l| counts(&l.state) && l.at > self.now + skew);
        let until = later.map(|l| l.at - skew).chain(submitted).max();
        until.map_or(MET, |until| self.wait_until("time", until))
    }

    fn once(&self) -> Found {
        let line = self.ledger.lines.iter().find(|l| l.payout.eq_ignore_ascii_case(&self.payout.id));
        if !self.reserved {
            return fail_if(line.is_some(), "already");
        }
        let fee = self.money.fee.as_ref().map(|(units, of)| (Some(*units), of.clone()));
        let equal = line.is_some_and(|l| {
            l.payout == self.payout.id
                && l.state == "reserved"
                && l.wallet == self.payout.wallet
                && l.asset == self.payout.asset
                && l.amount == Some(self.money.amount)
                && l.to.as_ref() == Some(&self.money.to)
                && l.initiator == self.payout.initiator
                && l.fee == fee
        });
        fail_if(!equal, "not-reserved")
    }

    fn covered(&self) -> Found {
        if self.policy.rules.iter().any(|r| self.covers(r)) {
            return MET;
        }
        self.would_cover_from().map_or(fail("not-covered"), |until| self.wait_until("cooling-off", until))
    }

    /// "wait while people who are active at some instant from now on and before the expiry, may approve and have not
    /// rejected could still meet it".
    fn could_still_meet(&self, quorum: &Quorum) -> bool {
        let sometime = |p: &Person| {
            let from = p.active_from.unwrap_or(i64::MIN).max(self.now);
            let until = p.active_until.unwrap_or(i64::MAX).min(self.expiry());
            from < until
        };
        let may = |name: &str, p: &Person| sometime(p) && may_approve(self.policy, self.payout, name);
        let people = self.policy.approvers.iter().filter(|(name, p)| may(name, p)).fold(0, |all, (_, p)| all | p.seat);
        quorum.met_by(people & !who(self.judged, "reject"))
    }

    fn met_now(&self, quorum: &Quorum) -> bool {
        quorum.met_by(who(self.judged, "approve"))
    }

    fn quorum(&self, rule: &Rule) -> Found {
        match &rule.approve {
            None => MET,
            Some(quorum) if self.met_now(quorum) => MET,
            Some(quorum) if self.could_still_meet(quorum) => wait("approvals-missing"),
            Some(_) => fail("unreachable"),
        }
    }

    fn veto(&self, rule: &Rule) -> Option<Found> {
        rule.veto.as_ref().map(|quorum| fail_if(quorum.met_by(who(self.judged, "reject")), "vetoed"))
    }

    /// "T being the start of the unbroken stretch up to now in which the quorums of **all** binding rules have been met and
    /// all their requests have been in". "T is never before submitted_at".
    pub fn stretch_start(&self, binding: &[&Rule]) -> Option<i64> {
        let good = |t: &i64| {
            let people = standing_at(self.judged, *t, self.now);
            binding.iter().all(|rule| {
                let quorum = rule.approve.as_ref().is_none_or(|q| q.met_by(people));
                quorum && (!rule.names_initiators() || requested_at(self.judged, *t, self.now))
            })
        };
        let unbroken = turning_points(self.judged, self.now).into_iter().rev().take_while(good);
        unbroken.last().map(|t| t.max(self.payout.submitted_at))
    }

    fn delay(&self, rule: &Rule, binding: &[&Rule]) -> Option<Found> {
        let delay = rule.delay?;
        if rule.waiver.as_ref().is_some_and(|w| self.met_now(w)) {
            return Some(MET);
        }
        let waivable = rule.waiver.as_ref().is_some_and(|w| self.could_still_meet(w));
        let otherwise = |code| if waivable { wait("waivable") } else { fail(code) };
        // "if no binding rule demands anything signed, fail (`no-anchor`), or wait (`waivable`)"
        if binding.iter().all(|r| r.approve.is_none() && !r.names_initiators()) {
            return Some(otherwise("no-anchor"));
        }
        let start = self.stretch_start(binding);
        let end = start.unwrap_or(self.now) + delay;
        Some(match start {
            Some(_) if self.now >= end => MET,
            _ if end >= self.expiry() => otherwise("too-late"),
            Some(_) => self.wait_until("delay", end),
            None => wait("not-started"),
        })
    }

    fn hours(&self, rule: &Rule) -> Option<Found> {
        let hours = rule.hours.as_ref()?;
        if crate::hours::within(hours, self.now) {
            return Some(MET);
        }
        let next = crate::hours::next_open(hours, self.now);
        Some(next.map_or(fail("too-late"), |until| self.wait_until("closed", until)))
    }

    /// "for every asset whose price a rule or limit needs (the payout's; those of entries in its window without `value`)".
    fn assets_to_price(&self, matching: &[&Limit]) -> BTreeSet<String> {
        let rules = self.policy.rules.iter().filter(|r| self.binds_but_for_above(r));
        let rules = rules.filter_map(|r| r.above.as_ref().map(|(money, window)| (&r.sel, &r.each, money, window)));
        let limits = matching.iter().filter_map(|limit| match &limit.max {
            Max::Amount(money, window) => Some((&limit.sel, &limit.each, money, window)),
            _ => None,
        });
        let mut needed = BTreeSet::new();
        for (sel, each, _, window) in rules.chain(limits).filter(|(_, _, money, _)| self.policy.is_currency(&money.of))
        {
            needed.insert(self.payout.asset.clone());
            if let Some(w) = window {
                let lines = self.counted(sel, each, *w, self.now);
                needed.extend(lines.iter().filter(|l| l.value.is_none()).map(|l| l.asset.clone()));
            }
        }
        needed
    }

    /// "`final` on a `deny`: true iff one of wallet, asset, expiry, once (but for `not-reserved`), version, payload,
    /// withdrawn, or the veto of a rule without `above`, `during` and lists failed".
    pub fn is_final(policy: &Policy, checks: &[Check]) -> bool {
        let lasting = |r: &Rule| r.is_covering() && matches!(r.sel.to, To::Any);
        checks.iter().filter(|c| c.status == "fail").any(|c| match c.name.as_str() {
            "wallet" | "asset" | "expiry" | "version" | "payload" | "withdrawn" => true,
            "once" => c.code != "not-reserved",
            name => policy.rules.iter().any(|r| name.strip_prefix("veto:") == Some(&r.name) && lasting(r)),
        })
    }
}
