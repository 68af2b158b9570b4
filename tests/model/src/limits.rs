//! SPEC section 7, the row `limit:NAME`.
use crate::decide::{Check, fail, fail_if, met, wait};
use crate::input::Line;
use crate::policy::*;
use crate::scope::{Case, Worth};
use std::collections::BTreeSet;

impl Case<'_> {
    /// "A limit with `max` in an asset concerns that asset only."
    pub fn limit_matches(&self, limit: &Limit) -> bool {
        let concerned = match &limit.max {
            Max::Amount(money, _) => self.policy.is_currency(&money.of) || money.of == self.payout.asset,
            _ => true,
        };
        concerned && self.selected(&limit.sel)
    }

    pub fn limit(&self, limit: &Limit) -> Check {
        let name = format!("limit:{}", limit.name);
        match &limit.max {
            Max::Fee(None) => met(&name),
            Max::Fee(Some(most)) => match &self.money.fee {
                None => fail(&name, "fee-absent"),
                Some((units, of)) => fail_if(&name, *of != most.of || *units > most.units, "fee"),
            },
            Max::Count(most, w) => {
                let states = ["reserved", "paid", "released"];
                let fits = |t: i64| (self.window(&limit.sel, &limit.each, *w, t, &states).len() as u128) < *most;
                self.first_fit(&name, fits, &self.window(&limit.sel, &limit.each, *w, self.now, &states), *w)
            }
            Max::Amount(most, per) => self.amount_limit(limit, most, *per),
        }
    }

    fn amount_limit(&self, limit: &Limit, most: &Money, per: Per) -> Check {
        let name = format!("limit:{}", limit.name);
        match self.own(&most.of) {
            Worth::Overflow => return fail(&name, "overflow"),
            Worth::Unpriced => return wait(&name, "price"),
            Worth::Known(amount) if amount > most.units => return fail(&name, "limit"),
            Worth::Known(_) => {}
        }
        let Per::Window(w) = per else { return met(&name) };
        let total = |t: i64| self.total(&self.counted(&limit.sel, &limit.each, w, t), &most.of);
        match total(self.now) {
            Worth::Overflow => fail(&name, "overflow"),
            Worth::Unpriced => wait(&name, "price"),
            Worth::Known(_) => {
                let fits = |t: i64| matches!(total(t), Worth::Known(sum) if sum <= most.units);
                self.first_fit(&name, fits, &self.counted(&limit.sel, &limit.each, w, self.now), w)
            }
        }
    }

    /// "wait while …, `until` the first instant it fits": now, or an instant at which an entry no longer counts, because it
    /// is W old or because its destination's cooling-off ends and it escapes a `not_to`.
    fn first_fit(&self, name: &str, fits: impl Fn(i64) -> bool, lines: &[&Line], w: i64) -> Check {
        if fits(self.now) {
            return met(name);
        }
        let mut leave: BTreeSet<i64> = lines.iter().map(|l| l.at + w).collect();
        for list in self.policy.lists.values() {
            let entries = list.entries.iter().filter(|e| lines.iter().any(|l| l.to.as_ref() == Some(&e.to)));
            leave.extend(entries.map(|e| list.permits_from(e)).filter(|t| *t > self.now));
        }
        let first = leave.into_iter().find(|t| fits(*t)).expect("with no entries the amount fits");
        self.wait_until(name, "limit", first)
    }
}
