//! Written values of lengths, and what a valid value looks like.

use super::sem::Unit;

/// "P2D", "PT36H", "PXY"; half units in the next smaller one. The amount is in thousandths.
pub(super) fn length(unit: Unit, amount: Option<i32>) -> String {
    let (time, letter, factor) = letters(unit);
    let t = if time { "T" } else { "" };
    let Some(amount) = amount else {
        let vague = match unit {
            Unit::Decade => "DE",
            Unit::Century => "CE",
            Unit::Quarter => "Q",
            _ => letter,
        };
        return format!("P{t}X{vague}");
    };
    let thousandths = i64::from(amount) * factor;
    let (whole, rest) = (thousandths / 1000, thousandths % 1000);
    let smaller = match unit {
        Unit::Year => Some((12, "M", "")),
        Unit::Day => Some((24, "H", "T")),
        Unit::Hour => Some((60, "M", "")),
        Unit::Minute => Some((60, "S", "")),
        _ => None,
    };
    let part = |n: i64| if n > 0 { format!("{n}{letter}") } else { String::new() };
    match (rest, smaller) {
        (0, _) => format!("P{t}{whole}{letter}"),
        (_, Some((per, small, mark))) if rest * per >= 1000 => {
            format!("P{t}{}{mark}{}{small}", part(whole), rest * per / 1000)
        }
        _ => {
            let decimals = format!("{rest:03}");
            format!("P{t}{whole}.{}{letter}", decimals.trim_end_matches('0'))
        }
    }
}

/// "P1Y6M" of two lengths, the larger first.
pub(super) fn lengths(first: (Unit, i32), second: (Unit, i32)) -> Option<String> {
    let (a, b) = (letters(first.0), letters(second.0));
    let order = |u: Unit| Unit::ALL.iter().position(|x| *x == u);
    if order(first.0) <= order(second.0) {
        return None;
    }
    let number = |(_, n): (Unit, i32), factor: i64| i64::from(n) * factor / 1000;
    let t = |time: bool, before: bool| if time && !before { "T" } else { "" };
    let head = format!("P{}{}{}", t(a.0, false), number(first, a.2), a.1);
    Some(format!("{head}{}{}{}", t(b.0, a.0), number(second, b.2), b.1))
}

/// Whether below a day, the letter, and the factor to the letter's unit.
fn letters(unit: Unit) -> (bool, &'static str, i64) {
    match unit {
        Unit::Second => (true, "S", 1),
        Unit::Minute => (true, "M", 1),
        Unit::Hour => (true, "H", 1),
        Unit::Day => (false, "D", 1),
        Unit::Week => (false, "W", 1),
        Unit::Month => (false, "M", 1),
        Unit::Quarter => (false, "M", 3),
        Unit::Year => (false, "Y", 1),
        Unit::Decade => (false, "Y", 10),
        Unit::Century => (false, "Y", 100),
    }
}

/// Whether a value is one of TIMEX3: a date, time or length of ISO 8601 with what TIMEX3 adds to it (seasons, quarters, halves, weekends,
/// parts of the day, `X` for what is unknown), two of them with a stroke between, or a reference to past, present or future.
///
/// ```
/// # use dateline_nlp::time::is_timex3;
/// assert!(["2025-10-16", "2025-W41-WE", "199", "P2Y6M", "PT50M", "2025-10-16TMO", "PAST_REF"].into_iter().all(is_timex3));
/// assert!(!["2025-1-16", "yesterday", "P", "2025-10-16T5"].into_iter().any(is_timex3));
/// ```
pub fn is_timex3(value: &str) -> bool {
    if value.ends_with("_REF") {
        return ["PAST_REF", "PRESENT_REF", "FUTURE_REF"].contains(&value);
    }
    match value.split_once('/') {
        Some((a, b)) => single(a) && single(b),
        None => single(value),
    }
}

fn all(s: &str, ok: fn(char) -> bool) -> bool {
    !s.is_empty() && s.chars().all(ok)
}

fn single(value: &str) -> bool {
    let digits = |c: char| c.is_ascii_digit() || c == 'X';
    if let Some(rest) = value.strip_prefix('P') {
        let (date, time) = rest.split_once('T').map_or((rest, None), |(d, t)| (d, Some(t)));
        let part = |s: &str| {
            all(s, |c| {
                c.is_ascii_digit()
                    || matches!(c, 'X' | 'Y' | 'M' | 'W' | 'D' | 'H' | 'S' | 'Q' | 'E' | 'C' | '.')
            })
        };
        return (date.is_empty() && time.is_some() || part(date)) && time.is_none_or(part);
    }
    let (date, time) = value.split_once('T').map_or((value, None), |(d, t)| (d, Some(t)));
    let clock = |t: &str| {
        let t = t.trim_end_matches('Z');
        ["MO", "MI", "AF", "EV", "NI"].contains(&t)
            || t.split_once(':')
                .is_some_and(|(h, m)| h.len() == 2 && m.len() == 2 && all(h, digits) && all(m, digits))
    };
    let parts: Vec<&str> = date.split('-').collect();
    let ok = match parts.as_slice() {
        [y] => (2..=4).contains(&y.len()) && all(y, digits),
        [y, m] => {
            y.len() == 4
                && all(y, digits)
                && (m.len() == 2 && all(m, digits)
                    || ["SP", "SU", "FA", "WI", "H1", "H2", "Q1", "Q2", "Q3", "Q4", "QX"].contains(m)
                    || m.strip_prefix('W').is_some_and(|w| w.len() == 2 && all(w, digits)))
        }
        [y, m, d] => {
            let week = m.strip_prefix('W').is_some_and(|w| w.len() == 2 && all(w, digits));
            let in_week = *d == "WE" || d.len() == 1 && all(d, digits);
            let plain = m.len() == 2 && d.len() == 2 && all(m, digits) && all(d, digits);
            y.len() == 4 && all(y, digits) && (week && in_week || plain)
        }
        _ => false,
    };
    ok && time.is_none_or(clock)
}
