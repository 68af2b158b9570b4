//! SPEC section 7, the row `limit:NAME`.
use crate::decide::{Found, MET, fail, fail_if, wait};
use crate::input::Line;
use crate::policy::*;
use crate::scope::Case;
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

    pub fn limit(&self, limit: &Limit) -> Found {
        match &limit.max {
            Max::Fee(None) => MET,
            Max::Fee(Some(most)) => match &self.money.fee {
                None => fail("fee-absent"),
                Some((units, of)) => fail_if(*of != most.of || *units > most.units, "fee"),
            },
            Max::Count(most, w) => {
                let lines = |t: i64| self.window(&limit.sel, &limit.each, *w, t, &["reserved", "paid", "released"]);
                self.first_fit(|t| (lines(t).len() as u128) < *most, &lines(self.now), *w)
            }
            Max::Amount(most, window) => self.amount_limit(limit, most, *window),
        }
    }

    fn amount_limit(&self, limit: &Limit, most: &Money, window: Window) -> Found {
        let unknown = |code| if code == "price" { wait(code) } else { fail(code) };
        match self.own(&most.of) {
            Err(code) => return unknown(code),
            Ok(amount) if amount > most.units => return fail("limit"),
            Ok(_) => {}
        }
        let Some(w) = window else { return MET };
        let lines = |t: i64| self.counted(&limit.sel, &limit.each, w, t);
        if let Err(code) = self.total(&lines(self.now), &most.of) {
            return unknown(code);
        }
        let fits = |t: i64| self.total(&lines(t), &most.of).is_ok_and(|sum| sum <= most.units);
        self.first_fit(fits, &lines(self.now), w)
    }

    /// "wait while …, `until` the first instant it fits": now, or an instant at which an entry no longer counts, because it
    /// is W old or because its destination's cooling-off ends and it escapes a `not_to`.
    fn first_fit(&self, fits: impl Fn(i64) -> bool, lines: &[&Line], w: i64) -> Found {
        if fits(self.now) {
            return MET;
        }
        let mut leave: BTreeSet<i64> = lines.iter().map(|l| l.at + w).collect();
        let entries = self.policy.lists.values().flatten();
        let entries = entries.filter(|e| lines.iter().any(|l| l.to.as_ref() == Some(&e.to)));
        leave.extend(entries.map(|e| e.permits_from).filter(|t| *t > self.now));
        let first = leave.into_iter().find(|t| fits(*t)).expect("with no entries the amount fits");
        self.wait_until("limit", first)
    }
}
