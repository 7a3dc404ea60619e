//! Arithmetic of days, and the days that bear names: fixed, counted ("the third Monday of January"), by Easter, by tables of moons.

use std::collections::HashMap;

use dateline_types::Date;

use super::grammar::{GrammarError, lines};

pub(super) fn plus(date: Date, days: i64) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_days(days).ok()?).ok().filter(|d| d.year() >= 1)
}

pub(super) fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    // Years before our era have no written form of four figures.
    Date::new(
        i16::try_from(year).ok().filter(|y| *y >= 1)?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

/// Days from the first to the second.
pub(super) fn between(a: Date, b: Date) -> i64 {
    a.until(b).map_or(0, |span| i64::from(span.get_days()))
}

/// Monday is 0.
pub(super) fn weekday(day: Date) -> i64 {
    i64::from(day.weekday().to_monday_zero_offset())
}

/// Year and month, moved by months.
pub(super) fn shift_month(year: i32, month: i32, by: i32) -> (i32, i32) {
    let n = year.saturating_mul(12).saturating_add(month - 1).saturating_add(by);
    (n.div_euclid(12), n.rem_euclid(12) + 1)
}

pub(super) fn month_days(year: i32, month: i32) -> Option<(Date, Date)> {
    let first = date(year, month, 1)?;
    Some((first, first.last_of_month()))
}

pub(super) fn months(date: Date, n: i64) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_months(n).ok()?).ok().filter(|d| d.year() >= 1)
}

/// From the first day of a month to the last one of another.
pub(super) fn months_days(a: (i32, i32), b: (i32, i32)) -> Option<(Date, Date)> {
    Some((month_days(a.0, a.1)?.0, month_days(b.0, b.1)?.1))
}

#[derive(Clone, Debug, PartialEq)]
enum Spec {
    Fixed(i32, i32),
    /// Month, weekday, which one, days behind it.
    Nth(i32, i64, i32, i64),
    Easter(i64),
    Pascha(i64),
    Moon(String),
}

/// Days that bear a name.
#[derive(Default)]
pub(super) struct Calendar {
    /// By row: state (empty for all) and how the day is found.
    rows: Vec<Vec<(String, Spec)>>,
    moon: HashMap<String, Vec<(Date, Date)>>,
}

impl Calendar {
    /// The names of the days, each with its row.
    pub(super) fn read(
        &mut self,
        days: &'static str,
        moon: &'static str,
    ) -> Result<Vec<(&'static str, i32)>, GrammarError> {
        for (n, line) in lines(moon) {
            let fail =
                || GrammarError { file: "moon.txt", line: n, what: "expected NAME FIRST LAST".to_owned() };
            let mut parts = line.split(' ');
            let (Some(name), Some(a), Some(b)) = (parts.next(), parts.next(), parts.next()) else {
                return Err(fail());
            };
            let row = (a.parse().map_err(|_| fail())?, b.parse().map_err(|_| fail())?);
            self.moon.entry(name.to_owned()).or_default().push(row);
        }
        let mut names: Vec<(&'static str, i32)> = Vec::new();
        for (n, line) in lines(days) {
            let fail = |what: &str| GrammarError { file: "holidays.txt", line: n, what: what.to_owned() };
            let (left, spec) = line.split_once('=').ok_or_else(|| fail("no day"))?;
            let spec = self.spec(spec.trim()).ok_or_else(|| fail("no such day"))?;
            let (state, forms) = match left.split_once(':') {
                Some((state, forms)) if state.len() == 3 => (state, forms),
                _ => ("", left),
            };
            let forms: Vec<&str> = forms.split('|').map(str::trim).collect();
            let known = names.iter().find(|(name, _)| forms.contains(name)).map(|(_, row)| *row);
            let row = known.unwrap_or(i32::try_from(self.rows.len()).map_err(|_| fail("too many"))?);
            if known.is_none() {
                self.rows.push(Vec::new());
            }
            for form in forms {
                if !names.iter().any(|(name, _)| *name == form) {
                    names.push((form, row));
                }
            }
            if let Some(slot) = usize::try_from(row).ok().and_then(|r| self.rows.get_mut(r)) {
                slot.push((state.to_owned(), spec));
            }
        }
        Ok(names)
    }

    fn spec(&self, text: &str) -> Option<Spec> {
        let parts: Vec<&str> = text.split_whitespace().collect();
        let int = |i: usize| parts.get(i).and_then(|p| p.parse::<i32>().ok());
        Some(match *parts.first()? {
            "nth" => Spec::Nth(int(1)?, i64::from(int(2)?), int(3)?, i64::from(int(4).unwrap_or(0))),
            "easter" => Spec::Easter(i64::from(int(1)?)),
            "pascha" => Spec::Pascha(i64::from(int(1)?)),
            "moon" => Spec::Moon(parts.get(1).filter(|m| self.moon.contains_key(**m))?.to_string()),
            day => {
                let (m, d) = day.split_once('-')?;
                Spec::Fixed(m.parse().ok()?, d.parse().ok()?)
            }
        })
    }

    /// Whether states tell the day on different dates.
    pub(super) fn by_state(&self, row: i32) -> bool {
        usize::try_from(row)
            .ok()
            .and_then(|r| self.rows.get(r))
            .is_some_and(|r| r.iter().any(|(s, _)| !s.is_empty()))
    }

    /// The first and last days in a year; a moving one may fall into a year twice or not at all.
    pub(super) fn days(&self, row: i32, state: Option<&str>, year: i32) -> Vec<(Date, Date)> {
        let specs = usize::try_from(row).ok().and_then(|r| self.rows.get(r)).map_or(&[][..], Vec::as_slice);
        let of = |s: &str| specs.iter().find(|(name, _)| name == s);
        let Some((_, spec)) = state.and_then(of).or_else(|| of("")) else { return Vec::new() };
        let one = |d: Option<Date>| d.map(|d| (d, d)).into_iter().collect();
        match spec {
            Spec::Fixed(m, d) => one(date(year, *m, *d)),
            Spec::Nth(m, w, n, more) => one(nth(year, *m, *w, *n).and_then(|d| plus(d, *more))),
            Spec::Easter(n) => one(easter(year).and_then(|d| plus(d, *n))),
            Spec::Pascha(n) => one(pascha(year).and_then(|d| plus(d, *n))),
            Spec::Moon(name) => {
                let rows = self.moon.get(name).map_or(&[][..], Vec::as_slice);
                rows.iter().filter(|(a, _)| i32::from(a.year()) == year).copied().collect()
            }
        }
    }
}

/// The n-th such weekday of a month, or the last one.
fn nth(year: i32, month: i32, day: i64, n: i32) -> Option<Date> {
    let (first, last) = month_days(year, month)?;
    if n < 0 {
        return plus(last, -(weekday(last) - day).rem_euclid(7));
    }
    plus(first, (day - weekday(first)).rem_euclid(7) + 7 * (i64::from(n) - 1))
}

/// Western Easter Sunday (Gregorian computus).
fn easter(year: i32) -> Option<Date> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    date(year, month, day)
}

/// Orthodox Easter Sunday (Julian computus, told in the Gregorian calendar).
fn pascha(year: i32) -> Option<Date> {
    let (a, b, c) = (year % 4, year % 7, year % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let month = (d + e + 114) / 31;
    let day = (d + e + 114) % 31 + 1;
    let shift = i64::from(year / 100 - year / 400 - 2);
    plus(date(year, month, day)?, shift)
}

/// Known dated events: the day, and the words of their names.
#[derive(Default)]
pub(super) struct Anniversaries {
    rows: Vec<(Date, Vec<Vec<&'static str>>)>,
}

impl Anniversaries {
    pub(super) fn read(text: &'static str) -> Result<Self, GrammarError> {
        let mut rows = Vec::new();
        for (n, line) in lines(text) {
            let fail =
                || GrammarError { file: "anniversaries.txt", line: n, what: "expected DAY WORDS".to_owned() };
            let (day, names) = line.split_once(' ').ok_or_else(fail)?;
            let names = names.split('|').map(|name| name.split_whitespace().collect()).collect();
            rows.push((day.parse().map_err(|_| fail())?, names));
        }
        Ok(Self { rows })
    }

    /// The event whose words all stand in a text in lower case; the one with the most words.
    pub(super) fn find(&self, lower: &str) -> Option<Date> {
        let fits = |name: &&Vec<&str>| {
            name.iter().all(|w| {
                lower.match_indices(w).any(|(at, _)| {
                    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                    edge(lower[..at].chars().next_back()) && edge(lower[at + w.len()..].chars().next())
                })
            })
        };
        let best = |names: &Vec<Vec<&str>>| names.iter().filter(fits).map(Vec::len).max();
        self.rows
            .iter()
            .filter_map(|(day, names)| Some((best(names)?, *day)))
            .max_by_key(|(len, day)| (*len, *day))
            .map(|(_, d)| d)
    }
}

#[cfg(test)]
mod tests {
    use super::{easter, nth, pascha};

    #[test]
    fn feasts_of_known_years() {
        let day = |d: Option<dateline_types::Date>| d.map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(day(easter(2025)), "2025-04-20");
        assert_eq!(day(easter(1998)), "1998-04-12");
        assert_eq!(day(pascha(2024)), "2024-05-05");
        assert_eq!(day(pascha(2025)), "2025-04-20");
        assert_eq!(day(nth(1999, 11, 3, 4)), "1999-11-25");
        assert_eq!(day(nth(2025, 5, 0, -1)), "2025-05-26");
    }
}
