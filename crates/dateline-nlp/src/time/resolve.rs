//! From meaning to value: against the anchor, the tense, and the times that the text has told before.

use dateline_types::{Date, TimexBasis, TimexKind};

use super::calendar::{self, between, date, month_days, months, months_days, plus, shift_month, weekday};
use super::context::Tense;
use super::sem::{Base, Sem, Unit, Vague, Which, YearRef};
use super::value;

/// How fine a resolved time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grain {
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Longer,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) first: Date,
    pub(super) last: Date,
    pub(super) grain: Grain,
    /// The lexeme that it was told at.
    pub(super) at: u32,
}

/// What the text has told so far.
#[derive(Default)]
pub(super) struct Told {
    pub(super) last: Option<Point>,
    pub(super) day: Option<Point>,
    /// The last that was told in a month or in less.
    pub(super) month: Option<Point>,
    pub(super) quarter: Option<Point>,
    /// Lexeme at which months were counted last ("the nine months").
    pub(super) months: Option<u32>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Resolved {
    pub(super) kind: TimexKind,
    pub(super) value: String,
    pub(super) days: Option<(Date, Date)>,
    pub(super) basis: TimexBasis,
    pub(super) grain: Option<Grain>,
}

/// What one expression is resolved against. What only the text or the actor table knows is asked for when it is needed.
pub(super) struct Scene<'s> {
    pub(super) anchor: Option<Date>,
    pub(super) told: &'s Told,
    pub(super) tense: Tense,
    pub(super) at: u32,
    pub(super) calendar: &'s calendar::Calendar,
    pub(super) state: &'s dyn Fn() -> Option<String>,
    /// The days of birth of the people named before, the nearest first.
    pub(super) births: &'s dyn Fn() -> Vec<Date>,
    pub(super) event: &'s dyn Fn() -> Option<Date>,
}

/// Lexemes within which a month is still talked of.
const MONTH_REACH: u32 = 150;
/// Lexemes within which a quarter is still talked of.
const QUARTER_REACH: u32 = 120;
/// Days that a day without a year may lie on the side that the tense speaks against.
const AGAINST_TENSE: i64 = 120;

const PARTS: [&str; 5] = ["MO", "MI", "AF", "EV", "NI"];
const SEASONS: [&str; 4] = ["SP", "SU", "FA", "WI"];

fn dated(value: String, days: Option<(Date, Date)>, grain: Grain, basis: TimexBasis) -> Resolved {
    Resolved { kind: TimexKind::Date, value, days, basis, grain: Some(grain) }
}

fn bare(kind: TimexKind, value: String) -> Resolved {
    Resolved { kind, value, days: None, basis: TimexBasis::Stated, grain: None }
}

fn day(d: Date, basis: TimexBasis) -> Resolved {
    dated(d.to_string(), Some((d, d)), Grain::Day, basis)
}

fn month(year: i32, m: i32, basis: TimexBasis) -> Option<Resolved> {
    Some(dated(format!("{year:04}-{m:02}"), Some(month_days(year, m)?), Grain::Month, basis))
}

fn year(y: i32, basis: TimexBasis) -> Option<Resolved> {
    Some(dated(format!("{y:04}"), Some(months_days((y, 1), (y, 12))?), Grain::Year, basis))
}

fn quarter(y: i32, q: i32, basis: TimexBasis) -> Option<Resolved> {
    let days = months_days((y, q * 3 - 2), (y, q * 3))?;
    Some(dated(format!("{y:04}-Q{q}"), Some(days), Grain::Quarter, basis))
}

fn week(monday: Date, basis: TimexBasis) -> Option<Resolved> {
    let iso = monday.iso_week_date();
    let value = format!("{:04}-W{:02}", iso.year(), iso.week());
    Some(dated(value, Some((monday, plus(monday, 6)?)), Grain::Week, basis))
}

impl Scene<'_> {
    fn anchor_year(&self) -> Option<i32> {
        self.anchor.map(|a| i32::from(a.year()))
    }

    fn base(&self, base: Base) -> Option<(Date, Grain, TimexBasis)> {
        let anchor = || self.anchor.map(|a| (a, Grain::Day, TimexBasis::RelativeToAnchor));
        match base {
            Base::Anchor => anchor(),
            Base::Text => match self.told.last {
                Some(p) => Some((p.first, p.grain, TimexBasis::RelativeToText)),
                None => anchor(),
            },
        }
    }

    fn year_of(&self, year: YearRef) -> Option<(i32, TimexBasis)> {
        match year {
            YearRef::None => None,
            YearRef::Stated(y) => Some((y, TimexBasis::Stated)),
            YearRef::Shift(n) => Some((self.anchor_year()?.checked_add(n)?, TimexBasis::RelativeToAnchor)),
            YearRef::Text(n) => {
                let (d, _, basis) = self.base(Base::Text)?;
                Some((i32::from(d.year()) + n, basis))
            }
        }
    }

    pub(super) fn resolve(&self, sem: &Sem) -> Option<Resolved> {
        match sem {
            Sem::Date { year, month, day: d } => Some(day(date(*year, *month, *d)?, TimexBasis::Stated)),
            Sem::Day { year, month, day: d, which } => self.day(*year, *month, *d, *which),
            Sem::Month { year, month, which } => self.month(*year, *month, *which),
            Sem::Year(y) => match self.year_of(*y) {
                Some((y, basis)) => year(y, basis),
                None => Some(bare(TimexKind::Date, "XXXX".to_owned())),
            },
            Sem::Years(a, b) => {
                let days = months_days((*a, 1), (*b, 12))?;
                Some(dated(format!("{a:04}/{b:04}"), Some(days), Grain::Longer, TimexBasis::Stated))
            }
            Sem::Quarter { year, quarter, which } => self.quarter(*year, *quarter, *which),
            Sem::QuarterTold { years, quarters } => self.quarter_told(*years, *quarters),
            Sem::Half { year, half } => {
                let (y, basis) =
                    self.year_of(*year).or_else(|| Some((self.anchor_year()?, TimexBasis::Assumed)))?;
                let days = months_days((y, half * 6 - 5), (y, half * 6))?;
                Some(dated(format!("{y:04}-H{half}"), Some(days), Grain::Year, basis))
            }
            Sem::Season { year, season, which } => self.season(*year, *season, *which),
            Sem::Decade(d) => {
                let days = months_days((d * 10, 1), (d * 10 + 9, 12));
                Some(dated(format!("{d:03}"), days, Grain::Longer, TimexBasis::Stated))
            }
            Sem::Century(c) => {
                let days = months_days((c * 100, 1), (c * 100 + 99, 12));
                Some(dated(format!("{c:02}"), days, Grain::Longer, TimexBasis::Stated))
            }
            Sem::Weekday { day, which } => self.weekday(i64::from(*day), *which),
            Sem::WeekdayOf { day: n, of } => {
                let (monday, _) = self.resolve(of)?.days?;
                let monday = plus(monday, -weekday(monday))?;
                Some(day(plus(monday, i64::from(*n))?, TimexBasis::RelativeToAnchor))
            }
            Sem::DayAlone(d) => self.day_alone(*d),
            Sem::QuarterThat => match self.told.last.filter(|p| p.grain == Grain::Quarter) {
                Some(p) => quarter(
                    i32::from(p.first.year()),
                    (i32::from(p.first.month()) + 2) / 3,
                    TimexBasis::RelativeToText,
                ),
                None => self.quarter_told(0, 0),
            },
            Sem::WeekOf(of) => {
                let Resolved { days, basis, .. } = self.resolve(of)?;
                let (first, _) = days?;
                week(plus(first, -weekday(first))?, basis)
            }
            Sem::Beside { of, days } => {
                let Resolved { days: told, basis, .. } = self.resolve(of)?;
                let (first, last) = told?;
                let from = if *days < 0 { first } else { last };
                Some(day(plus(from, i64::from(*days))?, basis))
            }
            Sem::Unit { unit, n, base } => self.unit(*unit, *n, *base),
            Sem::Weekend { n, which } => self.weekend(*n, *which),
            Sem::Away { unit, amount, sign, base } => self.away(*unit, *amount, *sign, *base),
            Sem::Length { unit, amount } => Some(bare(TimexKind::Duration, value::length(*unit, *amount))),
            Sem::Stretch { unit, amount, sign } => {
                let length = bare(TimexKind::Duration, value::length(*unit, Some(*amount)));
                let Some(anchor) = self.anchor else { return Some(length) };
                let n = i64::from(*amount) * i64::from(*sign);
                let far = match unit {
                    Unit::Second | Unit::Minute | Unit::Hour => Some(anchor),
                    Unit::Day => plus(anchor, n / 1000),
                    Unit::Week => plus(anchor, n * 7 / 1000),
                    Unit::Month => months(anchor, n / 1000),
                    Unit::Quarter => months(anchor, n * 3 / 1000),
                    Unit::Year => months(anchor, n * 12 / 1000),
                    Unit::Decade => months(anchor, n * 120 / 1000),
                    Unit::Century => months(anchor, n * 1200 / 1000),
                };
                let days = far.map(|far| (far.min(anchor), far.max(anchor)));
                Some(Resolved { days, basis: TimexBasis::RelativeToAnchor, ..length })
            }
            Sem::UnknownLength => Some(bare(TimexKind::Duration, "PXX".to_owned())),
            Sem::Lengths { first, second } => {
                Some(bare(TimexKind::Duration, value::lengths(*first, *second)?))
            }
            Sem::Every { unit, n } => Some(bare(TimexKind::Set, value::length(*unit, Some(n * 1000)))),
            Sem::EveryWeekday { day, part } => {
                let part = part
                    .and_then(|p| PARTS.get(usize::try_from(p).ok()?))
                    .map_or(String::new(), |p| format!("T{p}"));
                Some(bare(TimexKind::Set, format!("XXXX-WXX-{}{part}", day + 1)))
            }
            Sem::EveryMonth(m) => Some(bare(TimexKind::Set, format!("XXXX-{m:02}"))),
            Sem::EveryPart(p) => {
                Some(bare(TimexKind::Set, format!("XXXX-XX-XXT{}", PARTS.get(usize::try_from(*p).ok()?)?)))
            }
            Sem::Vague(vague) => {
                let value = match vague {
                    Vague::Past => "PAST_REF",
                    Vague::Present => "PRESENT_REF",
                    Vague::Future => "FUTURE_REF",
                };
                let basis = TimexBasis::RelativeToAnchor;
                Some(Resolved { basis, ..bare(TimexKind::Date, value.to_owned()) })
            }
            Sem::Part { of, part } => {
                let whole = self.resolve(of)?;
                let part = PARTS.get(usize::try_from(*part).ok()?)?;
                Some(Resolved { kind: TimexKind::Time, value: format!("{}T{part}", whole.value), ..whole })
            }
            Sem::Clock { of, minute, zone } => self.clock(of.as_deref(), *minute, *zone),
            Sem::Holiday { row, year, which } => self.holiday(*row, *year, *which),
            Sem::Edge(of) => self.resolve(of),
            Sem::Birthday(n) => {
                let found = (self.births)().into_iter().filter_map(|first| self.recurs(first, *n));
                // Of several people the one who has the birthday about now.
                found.min_by_key(|r| match (r.days, self.anchor, n) {
                    (Some((day, _)), Some(anchor), Some(_)) => between(anchor, day).abs(),
                    _ => 0,
                })
            }
            Sem::Anniversary(n) => self.recurs((self.event)()?, *n),
            Sem::Counted(n) => {
                let told = (self.event)();
                match (told, self.anchor) {
                    (Some(first), _) => {
                        Some(day(plus(first, i64::from(*n) - 1)?, TimexBasis::RelativeToText))
                    }
                    (None, Some(anchor)) => Some(day(anchor, TimexBasis::Assumed)),
                    _ => None,
                }
            }
            Sem::Nothing => None,
        }
    }

    /// The year in which something that recurs every year is nearest, as the tense allows.
    fn nearest(
        &self,
        which: Which,
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
                    (Tense::Past, Some(r)) if between(anchor, r.0) > AGAINST_TENSE => {
                        rows.iter().rev().find(|r| r.1 <= anchor)
                    }
                    (Tense::Future, Some(r)) if between(r.1, anchor) > AGAINST_TENSE => {
                        rows.iter().find(|r| r.0 >= anchor)
                    }
                    (_, near) => near,
                }
            }
        };
        found.map(|r| (*r, basis))
    }

    fn day(&self, y: YearRef, m: i32, d: i32, which: Which) -> Option<Resolved> {
        if let Some((y, basis)) = self.year_of(y) {
            return Some(day(date(y, m, d)?, basis));
        }
        if self.anchor.is_none() {
            return Some(bare(TimexKind::Date, format!("XXXX-{m:02}-{:02}", date(2000, m, d)?.day())));
        }
        let ((found, _), basis) =
            self.nearest(which, |y| date(y, m, d).map(|d| (d, d)).into_iter().collect())?;
        Some(day(found, basis))
    }

    /// Of the month last told, else of the anchor's or the one beside it, as the tense has it.
    fn day_alone(&self, d: i32) -> Option<Resolved> {
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

    fn month(&self, y: YearRef, m: i32, which: Which) -> Option<Resolved> {
        if let Some((y, basis)) = self.year_of(y) {
            return month(y, m, basis);
        }
        let Some(anchor) = self.anchor else { return Some(bare(TimexKind::Date, format!("XXXX-{m:02}"))) };
        let (here, now) = (i32::from(anchor.year()), i32::from(anchor.month()));
        if matches!(which, Which::Same | Which::After | Which::Before) {
            let (d, ..) = self.base(Base::Text)?;
            return month(i32::from(d.year()), m, TimexBasis::RelativeToText);
        }
        // A year is the talk of the passage: "in May 1998 ... in June".
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

    fn quarter(&self, y: YearRef, q: i32, which: Which) -> Option<Resolved> {
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

    fn quarter_told(&self, years: i32, quarters: i32) -> Option<Resolved> {
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

    fn season(&self, y: YearRef, s: i32, which: Which) -> Option<Resolved> {
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

    fn weekday(&self, n: i64, which: Which) -> Option<Resolved> {
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
        Some(day(plus(base, by)?, basis))
    }

    fn weekend(&self, n: i32, which: Which) -> Option<Resolved> {
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

    /// What "that month" or "the next day" counts from: the time last told, if it is as fine as the unit, else the last that was.
    fn base_of(&self, unit: Unit, base: Base) -> Option<(Date, Date, TimexBasis)> {
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

    fn unit(&self, unit: Unit, n: i32, base: Base) -> Option<Resolved> {
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

    fn away(&self, unit: Unit, amount: i32, sign: i32, base: Base) -> Option<Resolved> {
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

    fn clock(&self, of: Option<&Sem>, minute: i32, zone: Option<i32>) -> Option<Resolved> {
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

    fn holiday(&self, row: i32, y: YearRef, which: Which) -> Option<Resolved> {
        let state = if self.calendar.by_state(row) { (self.state)() } else { None };
        let days = |y: i32| self.calendar.days(row, state.as_deref(), y);
        let (found, basis) = match self.year_of(y) {
            Some((y, basis)) => (*days(y).first()?, basis),
            None => self.nearest(which, days)?,
        };
        if found.0 == found.1 {
            return Some(day(found.0, basis));
        }
        Some(dated(format!("{}/{}", found.0, found.1), Some(found), Grain::Month, basis))
    }

    /// The n-th return of a day, or the one nearest to the anchor.
    fn recurs(&self, first: Date, n: Option<i32>) -> Option<Resolved> {
        let of = |y: i32| date(y, i32::from(first.month()), i32::from(first.day())).or_else(|| date(y, 3, 1));
        let found = match n {
            Some(n) => of(i32::from(first.year()).checked_add(n)?)?,
            None => self.nearest(Which::Bare, |y| of(y).map(|d| (d, d)).into_iter().collect())?.0.0,
        };
        Some(day(found, TimexBasis::RelativeToText))
    }
}
