//! From meaning to value: against the anchor, the tense, and the times that the text has told before.

mod recurring;
mod relative;

use dateline_types::{Date, TimexBasis, TimexKind};

use super::calendar::{self, between, date, month_days, months, months_days, plus, weekday};
use super::context::Tense;
use super::sem::{Base, Sem, Unit, Vague, YearRef};
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
    /// Whether the time last told stands in the same sentence, and is no beginning ("since 1980").
    pub(super) beside: bool,
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
/// The same of a day with a name, which mostly has its tense; one prepares for a feast for some weeks.
const AGAINST_TENSE_NAMED: i64 = 60;

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

    /// Nothing where the value would be none of TIMEX3: a season before the year nought, say, of a counted number of years.
    pub(super) fn resolve(&self, sem: &Sem) -> Option<Resolved> {
        self.meant(sem).filter(|resolved| super::is_timex3(&resolved.value))
    }

    fn meant(&self, sem: &Sem) -> Option<Resolved> {
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
            Sem::WeekdayFirst { day, last } => self.weekday_first(i64::from(*day), i64::from(*last)),
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
}
