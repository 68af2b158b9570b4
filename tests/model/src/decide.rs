//! SPEC section 7: every check of the table, and what follows from them.
use crate::judge::{may_approve, requested_at, standing_at, turning_points, who};
use crate::policy::*;
use crate::quorum::Quorum;
use crate::scope::Case;
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Met,
    Wait,
    Fail,
}

impl Status {
    pub fn word(self) -> &'static str {
        match self {
            Status::Met => "met",
            Status::Wait => "wait",
            Status::Fail => "fail",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Check {
    pub name: String,
    pub status: Status,
    pub code: &'static str,
    pub until: Option<i64>,
}

pub(crate) fn met(name: &str) -> Check {
    Check { name: name.to_string(), status: Status::Met, code: "met", until: None }
}

pub(crate) fn fail(name: &str, code: &'static str) -> Check {
    Check { name: name.to_string(), status: Status::Fail, code, until: None }
}

pub(crate) fn wait(name: &str, code: &'static str) -> Check {
    Check { name: name.to_string(), status: Status::Wait, code, until: None }
}

pub(crate) fn fail_if(name: &str, bad: bool, code: &'static str) -> Check {
    if bad { fail(name, code) } else { met(name) }
}

/// "`wallet`, `asset`: fail unless the policy names them; an unknown asset, also the fee's or one on another chain than the
/// payout's, ends the evaluation here".
pub fn first_checks(policy: &Policy, payout: &crate::input::Payout) -> Vec<Check> {
    vec![
        fail_if("wallet", !policy.wallets.contains(&payout.wallet), "unknown-wallet"),
        fail_if("asset", payout.money.is_none(), "unknown-asset"),
    ]
}

impl Case<'_> {
    pub fn checks(&self) -> Vec<Check> {
        let mut out = first_checks(self.policy, self.payout);
        out.extend([self.time(), self.expiry(), self.once(), self.version(), self.payload(), self.withdrawn()]);
        let sorted = |mut part: Vec<Check>| {
            part.sort_by(|a, b| a.name.cmp(&b.name));
            part
        };
        let binding: Vec<&Rule> = self.policy.rules.iter().filter(|r| self.binds(r)).collect();
        out.extend(sorted(self.policy.blocks.iter().map(|b| self.block(b)).collect()));
        out.push(self.covered());
        out.extend(sorted(binding.iter().filter(|r| r.names_initiators()).map(|r| self.initiator(r)).collect()));
        out.extend(sorted(binding.iter().map(|r| self.quorum(r)).collect()));
        out.extend(sorted(binding.iter().filter_map(|r| self.veto(r)).collect()));
        out.extend(sorted(binding.iter().filter_map(|r| self.delay(r, &binding)).collect()));
        out.extend(sorted(binding.iter().filter_map(|r| self.hours(r)).collect()));
        let matching: Vec<&Limit> = self.policy.limits.iter().filter(|l| self.limit_matches(l)).collect();
        out.extend(sorted(matching.iter().map(|l| self.limit(l)).collect()));
        out.extend(sorted(self.prices(&matching)));
        out
    }

    /// "An `until` that is not before the payout's expiry makes its check `fail` (`too-late`)."
    pub(crate) fn wait_until(&self, name: &str, code: &'static str, until: i64) -> Check {
        if until >= self.expiry {
            return fail(name, "too-late");
        }
        Check { name: name.to_string(), status: Status::Wait, code, until: Some(until) }
    }

    fn time(&self) -> Check {
        let skew = self.policy.clock_skew;
        let mut causes = Vec::new();
        if self.payout.submitted_at > self.now {
            causes.push(self.payout.submitted_at);
        }
        let counts = |state: &str| state == "reserved" || state == "paid";
        let later = self.ledger.lines.iter().filter(|l| counts(&l.state) && l.at > self.now + skew);
        causes.extend(later.map(|l| l.at - skew));
        causes.into_iter().max().map_or(met("time"), |until| self.wait_until("time", "time", until))
    }

    fn expiry(&self) -> Check {
        fail_if("expiry", self.now >= self.expiry, "expired")
    }

    fn once(&self) -> Check {
        let line = self.ledger.lines.iter().find(|l| l.payout.eq_ignore_ascii_case(&self.payout.id));
        if !self.reserved {
            return fail_if("once", line.is_some(), "already");
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
        fail_if("once", !equal, "not-reserved")
    }

    fn version(&self) -> Check {
        let (ledger, policy) = (self.ledger, self.policy);
        let other = ledger.version == policy.version && ledger.sha256 != policy.sha256;
        fail_if("version", ledger.version > policy.version || other, "version")
    }

    fn payload(&self) -> Check {
        fail_if("payload", self.policy.payload_required && self.payout.payload.is_none(), "payload")
    }

    fn withdrawn(&self) -> Check {
        fail_if("withdrawn", who(self.judged, "reject").contains(&self.payout.initiator), "withdrawn")
    }

    fn block(&self, block: &Block) -> Check {
        fail_if(&format!("block:{}", block.name), self.selected(&block.sel), "blocked")
    }

    fn covered(&self) -> Check {
        if self.policy.rules.iter().any(|r| self.covers(r)) {
            return met("covered");
        }
        match self.would_cover_from() {
            Some(until) => self.wait_until("covered", "cooling-off", until),
            None => fail("covered", "not-covered"),
        }
    }

    fn initiator(&self, rule: &Rule) -> Check {
        let name = format!("initiator:{}", rule.name);
        if who(self.judged, "request").contains(&self.payout.initiator) {
            met(&name)
        } else {
            wait(&name, "no-request")
        }
    }

    /// "wait while people who are active at some instant from now on and before the expiry, may approve and have not
    /// rejected could still meet it".
    fn could_still_meet(&self, quorum: &Quorum) -> bool {
        let rejected = who(self.judged, "reject");
        let sometime = |p: &Person| {
            let from = p.active_from.unwrap_or(i64::MIN).max(self.now);
            let until = p.active_until.unwrap_or(i64::MAX).min(self.expiry);
            from < until
        };
        let people: BTreeSet<String> = self
            .policy
            .approvers
            .iter()
            .filter(|(name, p)| sometime(p) && may_approve(self.policy, self.payout, name) && !rejected.contains(*name))
            .map(|(name, _)| name.clone())
            .collect();
        quorum.met_by(&people)
    }

    fn met_now(&self, quorum: &Quorum) -> bool {
        quorum.met_by(&who(self.judged, "approve"))
    }

    fn quorum(&self, rule: &Rule) -> Check {
        let name = format!("quorum:{}", rule.name);
        match &rule.approve {
            None => met(&name),
            Some(quorum) if self.met_now(quorum) => met(&name),
            Some(quorum) if self.could_still_meet(quorum) => wait(&name, "approvals-missing"),
            Some(_) => fail(&name, "unreachable"),
        }
    }

    fn veto(&self, rule: &Rule) -> Option<Check> {
        let quorum = rule.veto.as_ref()?;
        Some(fail_if(&format!("veto:{}", rule.name), quorum.met_by(&who(self.judged, "reject")), "vetoed"))
    }

    /// "T being the start of the unbroken stretch up to now in which the quorums of **all** binding rules have been met and
    /// all their requests have been in". "T is never before submitted_at".
    pub fn stretch_start(&self, binding: &[&Rule]) -> Option<i64> {
        let good = |t: i64| {
            let people = standing_at(self.policy, self.judged, t, self.now);
            binding.iter().all(|rule| {
                let quorum = rule.approve.as_ref().is_none_or(|q| q.met_by(&people));
                quorum && (!rule.names_initiators() || requested_at(self.judged, t, self.now))
            })
        };
        let mut start = None;
        for t in turning_points(self.policy, self.judged, self.now).into_iter().rev() {
            if !good(t) {
                break;
            }
            start = Some(t);
        }
        start.map(|t| t.max(self.payout.submitted_at))
    }

    fn delay(&self, rule: &Rule, binding: &[&Rule]) -> Option<Check> {
        let delay = rule.delay?;
        let name = format!("delay:{}", rule.name);
        if rule.waiver.as_ref().is_some_and(|w| self.met_now(w)) {
            return Some(met(&name));
        }
        let waivable = rule.waiver.as_ref().is_some_and(|w| self.could_still_meet(w));
        let otherwise = |code| if waivable { wait(&name, "waivable") } else { fail(&name, code) };
        // "if no binding rule demands anything signed, fail (`no-anchor`), or wait (`waivable`)"
        if binding.iter().all(|r| r.approve.is_none() && !r.names_initiators()) {
            return Some(otherwise("no-anchor"));
        }
        let start = self.stretch_start(binding);
        let end = start.unwrap_or(self.now) + delay;
        Some(match start {
            Some(_) if self.now >= end => met(&name),
            _ if end >= self.expiry => otherwise("too-late"),
            Some(_) => self.wait_until(&name, "delay", end),
            None => wait(&name, "not-started"),
        })
    }

    fn hours(&self, rule: &Rule) -> Option<Check> {
        let hours = rule.hours.as_ref()?;
        let name = format!("hours:{}", rule.name);
        if crate::hours::within(hours, self.now) {
            return Some(met(&name));
        }
        let next = crate::hours::next_open(hours, self.now);
        Some(next.map_or(fail(&name, "too-late"), |until| self.wait_until(&name, "closed", until)))
    }

    /// "for every asset whose price a rule or limit needs (the payout's; those of entries in its window without `value`):
    /// wait while none holds".
    fn prices(&self, matching: &[&Limit]) -> Vec<Check> {
        let mut needed: BTreeSet<String> = BTreeSet::new();
        let mut need = |sel: &Selectors, each: &[Each], money: &Money, per: Per| {
            if self.policy.is_currency(&money.of) {
                needed.insert(self.payout.asset.clone());
                if let Per::Window(w) = per {
                    let lines = self.counted(sel, each, w, self.now);
                    needed.extend(lines.iter().filter(|l| l.value.is_none()).map(|l| l.asset.clone()));
                }
            }
        };
        for rule in self.policy.rules.iter().filter(|r| self.binds_but_for_above(r)) {
            if let Some((money, per)) = &rule.above {
                need(&rule.sel, &rule.each, money, *per);
            }
        }
        for limit in matching {
            if let Max::Amount(money, per) = &limit.max {
                need(&limit.sel, &limit.each, money, *per);
            }
        }
        let price = |asset: String| {
            let name = format!("price:{asset}");
            if self.price(&asset).is_some() { met(&name) } else { wait(&name, "price") }
        };
        needed.into_iter().map(price).collect()
    }

    /// "`final` on a `deny`: true iff one of wallet, asset, expiry, once (but for `not-reserved`), version, payload,
    /// withdrawn, or the veto of a rule without `above`, `during` and lists failed".
    pub fn is_final(policy: &Policy, checks: &[Check]) -> bool {
        checks.iter().filter(|c| c.status == Status::Fail).any(|c| match c.name.as_str() {
            "wallet" | "asset" | "expiry" | "version" | "payload" | "withdrawn" => true,
            "once" => c.code != "not-reserved",
            name => policy
                .rules
                .iter()
                .any(|r| name == format!("veto:{}", r.name) && r.is_covering() && matches!(r.sel.to, To::Any)),
        })
    }
}
