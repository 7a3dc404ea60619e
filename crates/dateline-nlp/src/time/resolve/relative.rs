//! What is counted from the anchor or from the time last told.

use dateline_types::{Date, TimexBasis, TimexKind};

use super::super::calendar::{months_days, plus, shift_month, weekday};
use super::super::context::Tense;
use super::super::sem::{Base, Sem, Unit};
use super::{Grain, Point, QUARTER_REACH, Resolved, Scene, bare, dated, day, month, quarter, week, year};

impl Scene<'_> {
    /// What "that month" or "the next day" counts from: the time last told, if it is as fine as the unit, else the last that was.
    pub(super) fn base_of(&self, unit: Unit, base: Base) -> Option<(Date, Date, TimexBasis)> {
        let fine = |p: &Point| match unit {
            Unit::Day | Unit::Week => p.grain <= Grain::Week,
            Unit::Month => p.grain <= Grain::Month,
            _ => true,
        };
        let finer = match unit {
            Unit::Day | Unit::Week => self.told.day,
            Unit::Month => self.told.month,
            _ => None,
        };
        let told = match base {
            Base::Text => self.told.last.filter(fine).or(finer).or(self.told.last),
            Base::Anchor => None,
        };
        match told {
            Some(p) => Some((p.first, p.last, TimexBasis::RelativeToText)),
            None => self.anchor.map(|a| (a, a, TimexBasis::RelativeToAnchor)),
        }
    }

    pub(super) fn unit(&self, unit: Unit, n: i32, base: Base) -> Option<Resolved> {
        let Some((from, last, basis)) = self.base_of(unit, base) else {
            let value = match unit {
                Unit::Day => "XXXX-XX-XX",
                Unit::Week => "XXXX-WXX",
                Unit::Month => "XXXX-XX",
                Unit::Quarter => "XXXX-QX",
                _ => "XXXX",
            };
            return Some(bare(TimexKind::Date, value.to_owned()));
        };
        let (y, m) = (i32::from(from.year()), i32::from(from.month()));
        match unit {
            Unit::Day => {
                // "The following day" of a stretch is behind its end.
                let from = if base == Base::Text && n > 0 { last } else { from };
                Some(day(plus(from, i64::from(n))?, basis))
            }
            Unit::Week => {
                let there = plus(from, 7 * i64::from(n))?;
                let monday = plus(there, -weekday(there))?;
                let mut found = week(monday, basis)?;
                if n == 0 && base == Base::Anchor && self.tense == Tense::Past {
                    found.days = Some((monday, from));
                }
                Some(found)
            }
            Unit::Month => {
                let (y, m) = shift_month(y, m, n);
                month(y, m, basis)
            }
            Unit::Quarter => {
                let (y, m) = shift_month(y, m, n * 3);
                quarter(y, (m + 2) / 3, basis)
            }
            Unit::Year => year(y + n, basis),
            Unit::Decade => {
                let d = Some(y.div_euclid(10) + n).filter(|d| *d >= 0)?;
                Some(dated(
                    format!("{d:03}"),
                    months_days((d * 10, 1), (d * 10 + 9, 12)),
                    Grain::Longer,
                    basis,
                ))
            }
            Unit::Century => {
                let c = Some(y.div_euclid(100) + n).filter(|c| *c >= 0)?;
                Some(dated(
                    format!("{c:02}"),
                    months_days((c * 100, 1), (c * 100 + 99, 12)),
                    Grain::Longer,
                    basis,
                ))
            }
            _ => None,
        }
    }

    pub(super) fn away(&self, unit: Unit, amount: i32, sign: i32, base: Base) -> Option<Resolved> {
        let (whole, rest) = (amount / 1000, amount % 1000);
        if matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) {
            let (from, _, basis) = self.base(base)?;
            // "24 hours later" is the next day.
            let days = if unit == Unit::Hour { i64::from(whole / 24 * sign) } else { 0 };
            let from = plus(from, days)?;
            if days != 0 {
                return Some(day(from, basis));
            }
            let value = format!("{from}TXX:XX");
            let kind = TimexKind::Time;
            return Some(Resolved { kind, ..dated(value, Some((from, from)), Grain::Day, basis) });
        }
        // Half a year is six months, half a week three days.
        let (unit, n) = match (unit, rest) {
            (_, 0) => (unit, whole),
            (Unit::Year, _) => (Unit::Month, amount.checked_mul(12)? / 1000),
            (Unit::Decade, _) => (Unit::Year, amount.checked_mul(10)? / 1000),
            (Unit::Century, _) => (Unit::Year, amount.checked_mul(100)? / 1000),
            (Unit::Week, _) => (Unit::Day, amount.checked_mul(7)? / 1000),
            _ => (unit, whole),
        };
        let n = n.checked_mul(sign)?;
        // "A year earlier", said of a quarter, is a quarter.
        let quarter_near = self.told.quarter.filter(|p| self.at.saturating_sub(p.at) < QUARTER_REACH);
        let last = self.told.last;
        let months = self.told.months;
        if unit == Unit::Year
            && let (Some(q), Some(l)) = (quarter_near, last)
            && (base == Base::Text || n == -1)
            && l.at.saturating_sub(q.at) < QUARTER_REACH
            && months.is_none_or(|m| m < q.at)
        {
            return quarter(
                i32::from(q.first.year()) + n,
                (i32::from(q.first.month()) + 2) / 3,
                TimexBasis::RelativeToText,
            );
        }
        match unit {
            Unit::Decade => self.unit(Unit::Year, n.checked_mul(10)?, base),
            Unit::Century => self.unit(Unit::Year, n.checked_mul(100)?, base),
            Unit::Year if base == Base::Text => {
                let (from, grain, basis) = self.base(base)?;
                let y = i32::from(from.year()) + n;
                match grain {
                    Grain::Month => month(y, i32::from(from.month()), basis),
                    _ => year(y, basis),
                }
            }
            // "A week earlier" than a day is a day, whatever TIMEX3 writes for it.
            Unit::Week if base == Base::Text => {
                let (from, grain, basis) = self.base(base)?;
                let found = self.unit(unit, n, base)?;
                let day = plus(from, 7 * i64::from(n))?;
                if grain == Grain::Day {
                    Some(Resolved { days: Some((day, day)), basis, ..found })
                } else {
                    Some(found)
                }
            }
            _ => self.unit(unit, n, base),
        }
    }

    pub(super) fn clock(&self, of: Option<&Sem>, minute: i32, zone: Option<i32>) -> Option<Resolved> {
        let basis = TimexBasis::RelativeToAnchor;
        let whole = match of {
            Some(of) => self.resolve(of)?,
            None => match (self.told.day.filter(|p| self.at.saturating_sub(p.at) < 30), self.anchor) {
                (Some(p), _) => day(p.first, TimexBasis::RelativeToText),
                (None, Some(anchor)) => day(anchor, basis),
                (None, None) => bare(TimexKind::Date, "XXXX-XX-XX".to_owned()),
            },
        };
        if whole.value.contains('T') {
            return None;
        }
        let zone = if zone == Some(0) { "Z" } else { "" };
        let value = format!("{}T{:02}:{:02}{zone}", whole.value, minute / 60, minute % 60);
        Some(Resolved { kind: TimexKind::Time, value, ..whole })
    }
}
