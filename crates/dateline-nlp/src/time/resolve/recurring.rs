//! What recurs every week or year: which one is meant.

use dateline_types::{Date, TimexBasis, TimexKind};

use super::super::calendar::{between, date, months_days, plus, shift_month, weekday};
use super::super::context::Tense;
use super::super::sem::{Base, Which, YearRef};
use super::{
    AGAINST_TENSE, AGAINST_TENSE_NAMED, Grain, MONTH_REACH, QUARTER_REACH, Resolved, SEASONS, Scene, bare,
    dated, day, month, quarter,
};

impl Scene<'_> {
    /// The year in which something that recurs every year is nearest, as the tense allows.
    pub(super) fn nearest(
        &self,
        which: Which,
        against: i64,
        of: impl Fn(i32) -> Vec<(Date, Date)>,
    ) -> Option<((Date, Date), TimexBasis)> {
        let (anchor, basis) = match which {
            Which::Same | Which::After | Which::Before => {
                let (d, _, basis) = self.base(Base::Text)?;
                (d, basis)
            }
            _ => (self.anchor?, TimexBasis::Assumed),
        };
        let here = i32::from(anchor.year());
        let mut rows: Vec<(Date, Date)> = (here - 2..=here + 2).flat_map(&of).collect();
        rows.sort();
        let distance = |row: &(Date, Date)| {
            if row.0 <= anchor && anchor <= row.1 {
                0
            } else {
                between(anchor, row.0).abs().min(between(anchor, row.1).abs())
            }
        };
        let found = match which {
            Which::Last | Which::Before => rows.iter().rev().find(|r| r.1 < anchor),
            Which::Next | Which::After => rows.iter().find(|r| r.0 > anchor),
            Which::This | Which::Same => {
                rows.iter().filter(|r| i32::from(r.0.year()) == here).min_by_key(|r| distance(r))
            }
            Which::Bare => {
                let near = rows.iter().min_by_key(|r| (distance(r), r.0));
                match (self.tense, near) {
                    (Tense::Past, Some(r)) if between(anchor, r.0) > against => {
                        rows.iter().rev().find(|r| r.1 <= anchor)
                    }
                    (Tense::Future, Some(r)) if between(r.1, anchor) > against => {
                        rows.iter().find(|r| r.0 >= anchor)
                    }
                    (_, near) => near,
                }
            }
        };
        found.map(|r| (*r, basis))
    }

    pub(super) fn day(&self, y: YearRef, m: i32, d: i32, which: Which) -> Option<Resolved> {
        if let Some((y, basis)) = self.year_of(y) {
            return Some(day(date(y, m, d)?, basis));
        }
        if self.anchor.is_none() {
            return Some(bare(TimexKind::Date, format!("XXXX-{m:02}-{:02}", date(2000, m, d)?.day())));
        }
        let ((found, _), basis) =
            self.nearest(which, AGAINST_TENSE, |y| date(y, m, d).map(|d| (d, d)).into_iter().collect())?;
        Some(day(found, basis))
    }

    /// Of the month last told, else of the anchor's or the one beside it, as the tense has it.
    pub(super) fn day_alone(&self, d: i32) -> Option<Resolved> {
        let near = self.told.month.filter(|p| self.at.saturating_sub(p.at) < MONTH_REACH);
        if let Some(p) = near {
            let found = date(i32::from(p.first.year()), i32::from(p.first.month()), d)?;
            return Some(day(found, TimexBasis::RelativeToText));
        }
        let anchor = self.anchor?;
        let there = |by: i32| {
            let (y, m) = shift_month(i32::from(anchor.year()), i32::from(anchor.month()), by);
            date(y, m, d)
        };
        let found = match (there(0), self.tense) {
            (Some(here), Tense::Future) if here < anchor => there(1),
            (Some(here), Tense::Past | Tense::Unknown) if here > anchor => there(-1),
            (here, _) => here,
        };
        Some(day(found?, TimexBasis::Assumed))
    }

    pub(super) fn month(&self, y: YearRef, m: i32, which: Which) -> Option<Resolved> {
        if let Some((y, basis)) = self.year_of(y) {
            return month(y, m, basis);
        }
        let Some(anchor) = self.anchor else { return Some(bare(TimexKind::Date, format!("XXXX-{m:02}"))) };
        let (here, now) = (i32::from(anchor.year()), i32::from(anchor.month()));
        if matches!(which, Which::Same | Which::After | Which::Before) {
            let (d, ..) = self.base(Base::Text)?;
            let told = i32::from(d.month());
            let y = i32::from(d.year())
                + match which {
                    Which::After => i32::from(m <= told),
                    Which::Before => -i32::from(m >= told),
                    _ => 0,
                };
            return month(y, m, TimexBasis::RelativeToText);
        }
        // "In the vote of 2016 he went on until June": of a year that is over.
        let year = self
            .told
            .last
            .filter(|p| self.beside && p.grain == Grain::Year && i32::from(p.last.year()) < here);
        if let (Which::Bare, Some(p)) = (which, year) {
            return month(i32::from(p.first.year()), m, TimexBasis::RelativeToText);
        }
        let y = match (which, self.tense) {
            // Of the month just over one says "last month".
            (Which::Last, _) => here - i32::from(m >= now - 1) - i32::from(m == 12 && now == 1),
            (Which::Next, _) => here + i32::from(m <= now),
            (Which::This, _) => here,
            (_, Tense::Future) => here + i32::from(m < now),
            (_, Tense::Past) => here - i32::from(m > now),
            // The nearest one.
            (_, Tense::Unknown) => match m - now {
                6.. => here - 1,
                ..-6 => here + 1,
                _ => here,
            },
        };
        month(y, m, TimexBasis::Assumed)
    }

    pub(super) fn quarter(&self, y: YearRef, q: i32, which: Which) -> Option<Resolved> {
        if let Some((y, basis)) = self.year_of(y) {
            return quarter(y, q, basis);
        }
        let Some(anchor) = self.anchor else { return Some(bare(TimexKind::Date, format!("XXXX-Q{q}"))) };
        let (here, now) = (i32::from(anchor.year()), (i32::from(anchor.month()) + 2) / 3);
        let y = match (which, self.tense) {
            (Which::Last, _) => here - i32::from(q >= now),
            (Which::Next, _) => here + i32::from(q <= now),
            (Which::This, _) => here,
            // Of what is over, results are told also in the future; only what is near is meant as a plan.
            (_, Tense::Future) if (q - now).rem_euclid(4) <= 2 => here + i32::from(q < now),
            _ => here - i32::from(q > now),
        };
        quarter(y, q, TimexBasis::Assumed)
    }

    pub(super) fn quarter_told(&self, years: i32, quarters: i32) -> Option<Resolved> {
        let near = self.told.quarter.filter(|p| self.at.saturating_sub(p.at) < QUARTER_REACH);
        let (first, basis) = match near {
            Some(p) => (p.first, TimexBasis::RelativeToText),
            None => {
                let anchor = self.anchor?;
                let (y, m) = shift_month(i32::from(anchor.year()), i32::from(anchor.month()), -3);
                (date(y, m, 1)?, TimexBasis::RelativeToAnchor)
            }
        };
        let (y, m) = shift_month(i32::from(first.year()), i32::from(first.month()), quarters * 3);
        quarter(y + years, (m + 2) / 3, basis)
    }

    pub(super) fn season(&self, y: YearRef, s: i32, which: Which) -> Option<Resolved> {
        let code = SEASONS.get(usize::try_from(s).ok()?)?;
        // A winter is named by the year in which it begins.
        let days = |y: i32| match s {
            0 => months_days((y, 3), (y, 5)),
            1 => months_days((y, 6), (y, 8)),
            2 => months_days((y, 9), (y, 11)),
            _ => months_days((y, 12), (y + 1, 2)),
        };
        let (y, basis) = match self.year_of(y) {
            Some(told) => told,
            None => {
                let Some(anchor) = self.anchor else {
                    return Some(bare(TimexKind::Date, format!("XXXX-{code}")));
                };
                let here = i32::from(anchor.year());
                let rows: Vec<i32> = (here - 2..=here + 2).collect();
                let begun = |y: &&i32| days(**y).is_some_and(|d| d.0 <= anchor);
                let over = |y: &&i32| days(**y).is_some_and(|d| d.1 < anchor);
                let y = match (which, self.tense) {
                    (Which::Last, _) => rows.iter().rev().find(over),
                    (Which::Next, _) => rows.iter().find(|y| !begun(y)),
                    (Which::This, _) => Some(&here),
                    (_, Tense::Future) => rows.iter().find(|y| !over(y)),
                    _ => rows.iter().rev().find(begun),
                };
                (*y?, TimexBasis::Assumed)
            }
        };
        Some(dated(format!("{y:04}-{code}"), days(y), Grain::Quarter, basis))
    }

    pub(super) fn weekday(&self, n: i64, which: Which) -> Option<Resolved> {
        let relative = TimexBasis::RelativeToAnchor;
        let Some(anchor) = self.anchor else {
            return Some(bare(TimexKind::Date, format!("XXXX-WXX-{}", n + 1)));
        };
        let base = match which {
            Which::Same | Which::After | Which::Before => self.told.day.map_or(anchor, |p| p.first),
            _ => anchor,
        };
        let back = (weekday(base) - n).rem_euclid(7);
        let (strictly_back, ahead) = (if back == 0 { 7 } else { back }, (7 - back) % 7);
        let strictly_ahead = if ahead == 0 { 7 } else { ahead };
        let (by, basis) = match which {
            Which::Last => (-strictly_back, relative),
            Which::Next => (strictly_ahead, relative),
            Which::This => (if self.tense == Tense::Past { -back } else { ahead }, relative),
            Which::Bare => (if self.tense == Tense::Future { ahead } else { -back }, relative),
            Which::Same => (-back, TimexBasis::RelativeToText),
            Which::After => (strictly_ahead, TimexBasis::RelativeToText),
            Which::Before => (-strictly_back, TimexBasis::RelativeToText),
        };
        // "From Friday to Tuesday": the second day is behind the first.
        let behind = self.told.day.filter(|p| which == Which::Bare && p.at + 2 == self.at && p.first > base);
        let by = match behind {
            Some(p) if plus(base, by)? < p.first => by + 7,
            _ => by,
        };
        Some(day(plus(base, by)?, basis))
    }

    /// The first of two weekdays: before the second where they are past, the next one where they are to come.
    pub(super) fn weekday_first(&self, n: i64, last: i64) -> Option<Resolved> {
        let Some(anchor) = self.anchor.filter(|_| self.tense != Tense::Future) else {
            return self.weekday(n, Which::Bare);
        };
        let end = plus(anchor, -(weekday(anchor) - last).rem_euclid(7))?;
        let length = (last - n).rem_euclid(7);
        let length = if length == 0 { 7 } else { length };
        Some(day(plus(end, -length)?, TimexBasis::RelativeToAnchor))
    }

    pub(super) fn weekend(&self, n: i32, which: Which) -> Option<Resolved> {
        let Some(anchor) = self.anchor else { return Some(bare(TimexKind::Date, "XXXX-WXX-WE".to_owned())) };
        let (base, basis) = match which {
            Which::Same | Which::After | Which::Before => match self.told.last {
                Some(p) => (p.first, TimexBasis::RelativeToText),
                None => (anchor, TimexBasis::RelativeToAnchor),
            },
            _ => (anchor, TimexBasis::RelativeToAnchor),
        };
        let today = weekday(base);
        let monday = plus(base, -today)?;
        let inside = today >= 5;
        let weeks = match which {
            // On a Saturday or Sunday "the weekend" is the one that it is; on a Monday the one just past.
            Which::Bare if inside => 0,
            Which::Bare => i64::from(self.tense == Tense::Future) - 1,
            Which::Last | Which::Before => -1,
            Which::This | Which::Same => {
                if !inside && self.tense == Tense::Past {
                    -1
                } else {
                    0
                }
            }
            Which::Next | Which::After => i64::from(inside),
        };
        let saturday = plus(monday, 5 + 7 * (weeks + i64::from(n)))?;
        let iso = saturday.iso_week_date();
        let value = format!("{:04}-W{:02}-WE", iso.year(), iso.week());
        Some(dated(value, Some((saturday, plus(saturday, 1)?)), Grain::Week, basis))
    }

    pub(super) fn holiday(&self, row: i32, y: YearRef, which: Which) -> Option<Resolved> {
        let state = if self.calendar.by_state(row) { (self.state)() } else { None };
        let days = |y: i32| self.calendar.days(row, state.as_deref(), y);
        let (found, basis) = match self.year_of(y) {
            Some((y, basis)) => (*days(y).first()?, basis),
            None => self.nearest(which, AGAINST_TENSE_NAMED, days)?,
        };
        if found.0 == found.1 {
            return Some(day(found.0, basis));
        }
        Some(dated(format!("{}/{}", found.0, found.1), Some(found), Grain::Month, basis))
    }

    /// The n-th return of a day, or the one nearest to the anchor.
    pub(super) fn recurs(&self, first: Date, n: Option<i32>) -> Option<Resolved> {
        let of = |y: i32| date(y, i32::from(first.month()), i32::from(first.day())).or_else(|| date(y, 3, 1));
        let found = match n {
            Some(n) => of(i32::from(first.year()).checked_add(n)?)?,
            None => {
                let of = |y| of(y).map(|d| (d, d)).into_iter().collect();
                self.nearest(Which::Bare, AGAINST_TENSE_NAMED, of)?.0.0
            }
        };
        Some(day(found, TimexBasis::RelativeToText))
    }
}
