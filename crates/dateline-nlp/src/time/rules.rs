//! One function a rule: lexemes from a place on to an expression with its value.

use dateline_types::{Date, TimexBasis, TimexKind};

use super::lexemes::Lexeme;

type Words<'w, 't> = &'w [Lexeme<'t>];

/// An expression over the lexemes `start..end`.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: TimexKind,
    pub(super) value: String,
    pub(super) days: Option<(Date, Date)>,
    pub(super) relative: bool,
    pub(super) basis: TimexBasis,
    pub(super) rule: &'static str,
}

type Rule = fn(Words<'_, '_>, usize, Option<Date>) -> Option<Found>;

/// In the order of precedence; the first that matches at a place wins.
const RULES: &[Rule] = &[
    iso, day_month, month_day, month_year, weekday, deictic, shifted, ago, duration, decade, bare_month, year,
];

pub(super) fn first(words: Words<'_, '_>, at: usize, anchor: Option<Date>) -> Option<Found> {
    RULES.iter().find_map(|rule| rule(words, at, anchor))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const NUMBERS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

fn month(word: &Lexeme<'_>) -> Option<i8> {
    if !word.text.starts_with(char::is_uppercase) {
        return None;
    }
    let full = MONTHS.iter().position(|name| *name == word.lower);
    let short =
        || MONTHS.iter().position(|name| word.lower.len() == 3 && name.starts_with(word.lower.as_str()));
    let at = full.or_else(short).or((word.lower == "sept").then_some(8))?;
    i8::try_from(at + 1).ok()
}

fn year_of(word: &Lexeme<'_>) -> Option<i16> {
    let year = word.number().filter(|_| word.text.len() == 4)?;
    i16::try_from(year).ok().filter(|y| (1500..=2100).contains(y))
}

fn day_number(words: Words<'_, '_>, at: usize) -> Option<(i8, usize)> {
    let number = words.get(at)?.number().filter(|n| (1..=31).contains(n))?;
    let ordinal =
        words.get(at + 1).is_some_and(|w| !w.spaced && ["st", "nd", "rd", "th"].contains(&w.lower.as_str()));
    // "3.5" and "3,000" are no days.
    let decimal = words.get(at + 1).is_some_and(|w| !w.spaced && matches!(w.text, "." | ":" | "%"))
        && words.get(at + 2).is_some_and(|w| !w.spaced && w.number().is_some());
    (!decimal).then_some((i8::try_from(number).ok()?, at + 1 + usize::from(ordinal)))
}

fn plus(date: Date, days: i64) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

fn months(date: Date, n: i64) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_months(n).ok()?).ok()
}

fn stated(start: usize, end: usize, value: String, days: (Date, Date), rule: &'static str) -> Found {
    Found {
        start,
        end,
        kind: TimexKind::Date,
        value,
        days: Some(days),
        relative: false,
        basis: TimexBasis::Stated,
        rule,
    }
}

fn relative(start: usize, end: usize, value: String, days: (Date, Date), rule: &'static str) -> Found {
    Found { relative: true, ..stated(start, end, value, days, rule) }
}

fn of_day(start: usize, end: usize, date: Date, rule: &'static str) -> Found {
    stated(start, end, date.to_string(), (date, date), rule)
}

fn of_month(start: usize, end: usize, year: i16, month: i8, rule: &'static str) -> Option<Found> {
    let first = Date::new(year, month, 1).ok()?;
    Some(stated(start, end, format!("{year:04}-{month:02}"), (first, first.last_of_month()), rule))
}

fn of_year(start: usize, end: usize, year: i16, rule: &'static str) -> Option<Found> {
    let days = (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?);
    Some(stated(start, end, format!("{year:04}"), days, rule))
}

fn week(monday: Date) -> Option<(String, (Date, Date))> {
    let iso = monday.iso_week_date();
    Some((format!("{:04}-W{:02}", iso.year(), iso.week()), (monday, plus(monday, 6)?)))
}

/// `2025-12-25`
fn iso(words: Words<'_, '_>, at: usize, _: Option<Date>) -> Option<Found> {
    let year = year_of(words.get(at)?)?;
    let dash = |i: usize| words.get(i).is_some_and(|w| w.text == "-" && !w.spaced);
    let two = |i: usize| words.get(i).filter(|w| w.text.len() == 2 && !w.spaced).and_then(Lexeme::number);
    if !dash(at + 1) || !dash(at + 3) {
        return None;
    }
    let date = Date::new(year, i8::try_from(two(at + 2)?).ok()?, i8::try_from(two(at + 4)?).ok()?).ok()?;
    Some(of_day(at, at + 5, date, "iso"))
}

/// "3 May 2014", "3rd of May", "3 May"
fn day_month(words: Words<'_, '_>, at: usize, anchor: Option<Date>) -> Option<Found> {
    let (day, mut next) = day_number(words, at)?;
    if words.get(next).is_some_and(|w| w.lower == "of") {
        next += 1;
    }
    let month = month(words.get(next)?)?;
    let next = next
        + 1
        + usize::from(
            words.get(next + 1).is_some_and(|w| w.text == "." && !w.spaced && words[next].text.len() < 5),
        );
    complete(words, at, next, month, day, anchor)
}

/// "May 3, 2014", "May 3"
fn month_day(words: Words<'_, '_>, at: usize, anchor: Option<Date>) -> Option<Found> {
    let month = month(words.get(at)?)?;
    let dot = words.get(at + 1).is_some_and(|w| w.text == "." && !w.spaced);
    let (day, next) = day_number(words, at + 1 + usize::from(dot))?;
    complete(words, at, next, month, day, anchor)
}

fn complete(
    words: Words<'_, '_>,
    start: usize,
    next: usize,
    month: i8,
    day: i8,
    anchor: Option<Date>,
) -> Option<Found> {
    let comma = usize::from(words.get(next).is_some_and(|w| w.text == ","));
    if let Some(year) = words.get(next + comma).and_then(year_of) {
        return Some(of_day(start, next + comma + 1, Date::new(year, month, day).ok()?, "day of year"));
    }
    // Without a year it is the nearest such day.
    let anchor = anchor?;
    let near = [-1, 0, 1].into_iter().filter_map(|step| Date::new(anchor.year() + step, month, day).ok());
    let date = near.min_by_key(|date| (days_between(anchor, *date).abs(), *date))?;
    Some(Found { basis: TimexBasis::Assumed, ..of_day(start, next, date, "day of month") })
}

fn days_between(a: Date, b: Date) -> i64 {
    a.until(b).map_or(i64::MAX, |span| i64::from(span.get_days()))
}

/// "May 2014", "May, 2014", "mid-May 2014"
fn month_year(words: Words<'_, '_>, at: usize, _: Option<Date>) -> Option<Found> {
    let month = month(words.get(at)?)?;
    let comma = usize::from(words.get(at + 1).is_some_and(|w| matches!(w.text, "," | ".")));
    let of = usize::from(words.get(at + 1 + comma).is_some_and(|w| w.lower == "of"));
    let year = words.get(at + 1 + comma + of).and_then(year_of)?;
    of_month(at, at + 2 + comma + of, year, month, "month of year")
}

/// "Thursday", "last Thursday", "next Monday", "Thursday morning"
fn weekday(words: Words<'_, '_>, at: usize, anchor: Option<Date>) -> Option<Found> {
    let modifier = words
        .get(at)
        .map(|w| w.lower.as_str())
        .filter(|w| ["last", "next", "this", "past", "coming"].contains(w));
    let name = at + usize::from(modifier.is_some());
    let word = words.get(name)?;
    let day = DAYS
        .iter()
        .position(|d| word.lower == *d || word.lower.strip_suffix('s') == Some(d) && word.text.len() > 6)?;
    if !word.text.starts_with(char::is_uppercase) || word.lower.ends_with("days") {
        return None;
    }
    let anchor = anchor?;
    let back = (i64::from(anchor.weekday().to_monday_zero_offset()) - day as i64).rem_euclid(7);
    let forward = (7 - back) % 7;
    let date = match modifier {
        Some("last" | "past") => plus(anchor, -(if back == 0 { 7 } else { back }))?,
        Some("next" | "coming") => plus(anchor, if forward == 0 { 7 } else { forward })?,
        _ if looks_ahead(words, name) => plus(anchor, forward)?,
        _ => plus(anchor, -back)?,
    };
    let part = part_of_day(words, name + 1);
    let (kind, value) = match part {
        Some(code) => (TimexKind::Time, format!("{date}T{code}")),
        None => (TimexKind::Date, date.to_string()),
    };
    let end = name + 1 + usize::from(part.is_some());
    Some(Found { kind, ..relative(at, end, value, (date, date), "weekday") })
}

fn part_of_day(words: Words<'_, '_>, at: usize) -> Option<&'static str> {
    Some(match words.get(at)?.lower.as_str() {
        "morning" => "MO",
        "afternoon" => "AF",
        "evening" => "EV",
        "night" => "NI",
        _ => return None,
    })
}

/// Whether the clause before a place speaks of what is to come.
fn looks_ahead(words: Words<'_, '_>, at: usize) -> bool {
    const AHEAD: [&str; 9] =
        ["will", "would", "to", "expected", "scheduled", "due", "plans", "planned", "shall"];
    const PAST: [&str; 5] = ["said", "told", "was", "were", "had"];
    for word in words[..at].iter().rev().take(14) {
        if matches!(word.text, "." | "!" | "?" | ";" | "“" | "\"") {
            return false;
        }
        if PAST.contains(&word.lower.as_str()) {
            return false;
        }
        // "To" looks ahead only before a verb; "to Moscow on Monday" does not.
        if AHEAD.contains(&word.lower.as_str()) && word.lower != "to" {
            return true;
        }
    }
    false
}

/// "today", "yesterday", "tomorrow", "tonight", "now"
fn deictic(words: Words<'_, '_>, at: usize, anchor: Option<Date>) -> Option<Found> {
    let word = words.get(at)?;
    let present = matches!(word.lower.as_str(), "now" | "currently");
    if present {
        return Some(Found {
            start: at,
            end: at + 1,
            kind: TimexKind::Date,
            value: "PRESENT_REF".to_owned(),
            days: None,
            relative: true,
            basis: TimexBasis::RelativeToAnchor,
            rule: "present",
        });
    }
    let anchor = anchor?;
    let (date, part) = match word.lower.as_str() {
        "today" => (anchor, None),
        "yesterday" => (plus(anchor, -1)?, None),
        "tomorrow" => (plus(anchor, 1)?, None),
        "tonight" => (anchor, Some("NI")),
        _ => return None,
    };
    let behind = part_of_day(words, at + 1);
    let (kind, value) = match behind.or(part) {
        Some(code) => (TimexKind::Time, format!("{date}T{code}")),
        None => (TimexKind::Date, date.to_string()),
    };
    Some(Found {
        kind,
        ..relative(at, at + 1 + usize::from(behind.is_some()), value, (date, date), "deictic")
    })
}

/// "last week", "this month", "next year", "last June", "earlier this week"
fn shifted(words: Words<'_, '_>, at: usize, anchor: Option<Date>) -> Option<Found> {
    let step = match words.get(at)?.lower.as_str() {
        "last" | "past" | "previous" => -1,
        "this" => 0,
        "next" | "coming" => 1,
        _ => return None,
    };
    let anchor = anchor?;
    let unit = words.get(at + 1)?;
    let monday = plus(anchor, -i64::from(anchor.weekday().to_monday_zero_offset()))?;
    let found = match unit.lower.as_str() {
        "week" => {
            let (value, days) = week(plus(monday, 7 * step)?)?;
            relative(at, at + 2, value, days, "week")
        }
        "weekend" => {
            let saturday = plus(monday, 7 * step + 5)?;
            let (value, _) = week(plus(monday, 7 * step)?)?;
            relative(at, at + 2, format!("{value}-WE"), (saturday, plus(saturday, 1)?), "weekend")
        }
        "month" => {
            let there = months(anchor.first_of_month(), step)?;
            of_month(at, at + 2, there.year(), there.month(), "month")?
        }
        "year" => of_year(at, at + 2, anchor.year() + i16::try_from(step).ok()?, "year")?,
        "night" | "evening" | "morning" | "afternoon" => {
            let date = if step < 0 { plus(anchor, -1)? } else { anchor };
            let value = format!("{date}T{}", part_of_day(words, at + 1)?);
            Found { kind: TimexKind::Time, ..relative(at, at + 2, value, (date, date), "part of day") }
        }
        _ => {
            let month = month(unit)?;
            let here = anchor.year();
            let year = match step {
                -1 if month >= anchor.month() => here - 1,
                1 if month <= anchor.month() => here + 1,
                _ => here,
            };
            of_month(at, at + 2, year, month, "month named")?
        }
    };
    Some(Found { relative: true, ..found })
}

/// Number in figures or words at a place, and the place behind it.
fn count(words: Words<'_, '_>, at: usize) -> Option<(i64, usize)> {
    let word = words.get(at)?;
    if let Some(n) = word.number() {
        return Some((n, at + 1));
    }
    match word.lower.as_str() {
        "a" | "an" => Some((1, at + 1)),
        lower => NUMBERS.iter().position(|n| *n == lower).map(|n| (n as i64, at + 1)),
    }
}

fn unit(word: &Lexeme<'_>) -> Option<(&'static str, char, bool)> {
    // name, letter of the duration, whether it counts hours
    Some(match word.lower.as_str() {
        "second" | "seconds" => ("second", 'S', true),
        "minute" | "minutes" => ("minute", 'M', true),
        "hour" | "hours" => ("hour", 'H', true),
        "day" | "days" => ("day", 'D', false),
        "week" | "weeks" => ("week", 'W', false),
        "month" | "months" => ("month", 'M', false),
        "year" | "years" => ("year", 'Y', false),
        _ => return None,
    })
}

/// "two weeks ago", "three days earlier", "a year later"
fn ago(words: Words<'_, '_>, at: usize, anchor: Option<Date>) -> Option<Found> {
    let (n, next) = count(words, at)?;
    let (name, ..) = unit(words.get(next)?)?;
    let back = match words.get(next + 1)?.lower.as_str() {
        "ago" => -1,
        _ => return None,
    };
    let anchor = anchor?;
    let end = next + 2;
    let found = match name {
        "day" => {
            let date = plus(anchor, back * n)?;
            of_day(at, end, date, "days ago")
        }
        "week" => {
            let there = plus(anchor, back * n * 7)?;
            let monday = plus(there, -i64::from(there.weekday().to_monday_zero_offset()))?;
            let (value, days) = week(monday)?;
            stated(at, end, value, days, "weeks ago")
        }
        "month" => {
            let there = months(anchor.first_of_month(), back * n)?;
            of_month(at, end, there.year(), there.month(), "months ago")?
        }
        "year" => of_year(at, end, anchor.year().checked_add(i16::try_from(back * n).ok()?)?, "years ago")?,
        _ => return None,
    };
    Some(Found { relative: true, ..found })
}

/// "two days", "50-minute", "18 months"; ages ("18 years old", "79-year-old") are none.
fn duration(words: Words<'_, '_>, at: usize, _: Option<Date>) -> Option<Found> {
    let (n, next) = count(words, at)?;
    let dash = usize::from(words.get(next).is_some_and(|w| w.text == "-" && !w.spaced));
    let (name, letter, hours) = unit(words.get(next + dash)?)?;
    let one = matches!(words[at].lower.as_str(), "a" | "an");
    if one && name == "second" {
        return None;
    }
    let end = next + dash + 1;
    let age = words.get(end).is_some_and(|w| {
        w.lower == "old" || (w.text == "-" && words.get(end + 1).is_some_and(|w| w.lower == "old"))
    });
    let ordinal_second = name == "second" && dash == 0 && n > 60;
    if age || ordinal_second {
        return None;
    }
    Some(Found {
        start: at,
        end,
        kind: TimexKind::Duration,
        value: format!("P{}{n}{letter}", if hours { "T" } else { "" }),
        days: None,
        relative: false,
        basis: TimexBasis::Stated,
        rule: "duration",
    })
}

/// "the 1990s"
fn decade(words: Words<'_, '_>, at: usize, _: Option<Date>) -> Option<Found> {
    let year = year_of(words.get(at)?).filter(|y| y % 10 == 0)?;
    let end = at + 1;
    let s = words.get(end).is_some_and(|w| w.lower == "s" && !w.spaced);
    let days = (Date::new(year, 1, 1).ok()?, Date::new(year + 9, 12, 31).ok()?);
    s.then(|| stated(at, end + 1, format!("{}", year / 10), days, "decade"))
}

/// "in June", "since March"; a preposition tells the month from the person and the verb.
fn bare_month(words: Words<'_, '_>, at: usize, anchor: Option<Date>) -> Option<Found> {
    let month = month(words.get(at)?)?;
    let before = at.checked_sub(1).map(|i| words[i].lower.as_str()).unwrap_or_default();
    let led = [
        "in", "since", "until", "by", "from", "of", "during", "last", "late", "early", "mid", "before",
        "after", "and", "-", "for", "through", "this",
    ]
    .contains(&before);
    if !led || words[at].text.len() < 4 && words[at].lower != "may" {
        return None;
    }
    let anchor = anchor?;
    let here = anchor.year();
    // The nearest such month that is not to come, unless the clause looks ahead.
    let year = match (month > anchor.month(), looks_ahead(words, at)) {
        (true, false) => here - 1,
        (false, true) if month < anchor.month() => here + 1,
        _ => here,
    };
    let found = of_month(at, at + 1, year, month, "bare month")?;
    Some(Found { relative: true, basis: TimexBasis::Assumed, ..found })
}

/// "in 1998", "2014"; four figures that count something are none.
fn year(words: Words<'_, '_>, at: usize, _: Option<Date>) -> Option<Found> {
    let word = words.get(at)?;
    let year = year_of(word)?;
    let before = at.checked_sub(1).map(|i| &words[i]);
    let led = before.is_some_and(|w| {
        [
            "in", "since", "until", "by", "from", "of", "during", "early", "late", "mid", "before", "after",
            "and", "to", "the", "year", "(", "between",
        ]
        .contains(&w.lower.as_str())
    });
    let joined = |i: usize| {
        words.get(i).is_some_and(|w| {
            !w.spaced
                && matches!(w.text, "," | "." | "%" | "$" | "-" | "/")
                && words.get(i + 1).is_some_and(|n| !n.spaced && n.number().is_some())
        })
    };
    let money = before.is_some_and(|w| matches!(w.text, "$" | "£" | "€" | "," | "." | "/" | "#"));
    let counts = words.get(at + 1).is_some_and(|w| {
        w.text.starts_with(char::is_lowercase)
            && (w.lower.ends_with('s') && w.lower.len() > 4
                || ["people", "men", "gmt", "tonnes", "hours"].contains(&w.lower.as_str()))
    });
    if !led || joined(at + 1) || money || counts || !(1800..=2100).contains(&year) {
        return None;
    }
    of_year(at, at + 1, year, "year in figures")
}
