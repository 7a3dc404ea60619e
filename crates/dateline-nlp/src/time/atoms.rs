//! What is read by code: numbers in figures and words, ordinals, years, days of months, clock times, dates in figures.

use dateline_types::{SMALL_NUMBERS as SMALL, TENS};

use super::chart::Chart;
use super::class::Class;
use super::lexemes::Lexeme;

const ORDINALS: [&str; 20] = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];
const TENTHS: [&str; 10] = [
    "",
    "",
    "twentieth",
    "thirtieth",
    "fortieth",
    "fiftieth",
    "sixtieth",
    "seventieth",
    "eightieth",
    "ninetieth",
];

fn is(word: &Lexeme<'_>, what: &str) -> bool {
    word.text.eq_ignore_ascii_case(what)
}

fn position(list: &[&str], word: &Lexeme<'_>) -> Option<i32> {
    // No number word is shorter or longer; most words stop here.
    if !(3..=11).contains(&word.text.len()) {
        return None;
    }
    list.iter().position(|w| !w.is_empty() && is(word, w)).and_then(|n| i32::try_from(n).ok())
}

fn small(word: &Lexeme<'_>) -> Option<i32> {
    position(&SMALL, word).or_else(|| position(&TENS, word).map(|t| t * 10))
}

fn joins(lex: &[Lexeme<'_>], at: usize, mark: &str) -> bool {
    lex.get(at).is_some_and(|l| !l.spaced && l.text == mark)
}

fn digits(lex: &[Lexeme<'_>], at: usize, len: usize) -> Option<i32> {
    lex.get(at).filter(|l| l.text.len() == len).and_then(|l| l.digits)
}

/// "fifty-two", "twenty five", "a hundred", "two thousand and one" from a place on: value and end.
fn spelled(lex: &[Lexeme<'_>], at: usize) -> Option<(i32, usize)> {
    let first = lex.get(at)?;
    let (mut value, mut next) = match small(first) {
        Some(n) => (n, at + 1),
        None if is(first, "a") && lex.get(at + 1).is_some_and(|l| is(l, "hundred") || is(l, "thousand")) => {
            (1, at + 1)
        }
        None if is(first, "a") && lex.get(at + 1).is_some_and(|l| is(l, "dozen")) => {
            return Some((12, at + 2));
        }
        None if is(first, "half")
            && lex.get(at + 1).is_some_and(|l| is(l, "a"))
            && lex.get(at + 2).is_some_and(|l| is(l, "dozen")) =>
        {
            return Some((6, at + 3));
        }
        None => return None,
    };
    let dash = |i: usize| usize::from(joins(lex, i, "-") && lex.get(i + 1).is_some_and(|l| !l.spaced));
    if value >= 20
        && let Some(one) =
            lex.get(next + dash(next)).and_then(|l| position(&SMALL, l)).filter(|n| (1..10).contains(n))
    {
        next += dash(next) + 1;
        value += one;
    }
    for (name, factor) in [("hundred", 100), ("thousand", 1000)] {
        if lex.get(next).is_some_and(|l| is(l, name)) {
            value *= factor;
            next += 1;
            let and = usize::from(lex.get(next).is_some_and(|l| is(l, "and")));
            if let Some(n) = lex.get(next + and).and_then(small) {
                value += n;
                next += and + 1;
                if n >= 20
                    && let Some(one) = lex
                        .get(next + dash(next))
                        .and_then(|l| position(&SMALL, l))
                        .filter(|n| (1..10).contains(n))
                {
                    value += one;
                    next += dash(next) + 1;
                }
            }
        }
    }
    Some((value, next))
}

/// "twenty-first", "third".
fn ordinal(lex: &[Lexeme<'_>], at: usize) -> Option<(i32, usize)> {
    let word = lex.get(at)?;
    if let Some(n) = position(&ORDINALS, word).or_else(|| position(&TENTHS, word).map(|t| t * 10)) {
        return Some((n, at + 1));
    }
    let tens = position(&TENS, word)? * 10;
    let dash = usize::from(joins(lex, at + 1, "-"));
    let one = lex.get(at + 1 + dash).and_then(|l| position(&ORDINALS, l)).filter(|n| (1..10).contains(n))?;
    Some((tens + one, at + 2 + dash))
}

pub(super) fn read(chart: &mut Chart, lex: &[Lexeme<'_>], at: usize) {
    let here = &lex[at];
    if here.digits.is_some() {
        figures(chart, lex, at);
        return;
    }
    if here.text == "'" {
        // "'98", "the '90s".
        if let Some(n) = digits(lex, at + 1, 2).filter(|_| lex[at + 1..].first().is_some_and(|l| !l.spaced)) {
            let year = if n < 50 { 2000 + n } else { 1900 + n };
            if lex.get(at + 2).is_some_and(|l| !l.spaced && is(l, "s")) {
                if n % 10 == 0 {
                    chart.put(Class::Decade, at, at + 3, year / 10);
                }
            } else if here.spaced {
                chart.put(Class::Year, at, at + 2, year);
            }
        }
        return;
    }
    if !here.text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return;
    }
    if let Some((n, end)) = spelled(lex, at) {
        chart.put(Class::Num, at, end, n);
        if lex.get(end).is_some_and(|l| is(l, "and")) {
            let half = lex.get(end + 1).is_some_and(|l| is(l, "a"))
                && lex.get(end + 2).is_some_and(|l| is(l, "half"));
            if half && n < 1_000_000 {
                chart.put(Class::Frac, at, end + 3, n * 1000 + 500);
            }
        }
        // "nineteen ninety-four", "twenty twenty-five".
        if matches!(n, 18..=20)
            && let Some((rest, to)) = spelled(lex, end).filter(|(r, _)| (10..100).contains(r))
        {
            chart.put(Class::Year, at, to, n * 100 + rest);
        }
    }
    if let Some((n, end)) = ordinal(lex, at) {
        chart.put(Class::Ord, at, end, n);
        if n <= 31 {
            chart.put(Class::Dom, at, end, n);
        }
    }
}

fn figures(chart: &mut Chart, lex: &[Lexeme<'_>], at: usize) {
    let here = &lex[at];
    let Some(n) = here.digits else { return };
    let len = here.text.len();
    let glued = |i: usize| lex.get(i).filter(|l| !l.spaced);
    let before = at.checked_sub(1).map(|i| &lex[i]);
    // The tail of "1,998", "3.14", "$1998", "F-16", "A380".
    let quarter = before.is_some_and(|b| matches!(b.text, "Q" | "FY"));
    let tail = !here.spaced
        && !quarter
        && before.is_some_and(|b| {
            b.text.starts_with(char::is_alphabetic)
                || matches!(b.text, "$" | "£" | "€" | "¥" | "#" | "/" | ":")
                || matches!(b.text, "," | ".") && at.checked_sub(2).is_some_and(|i| lex[i].digits.is_some())
        });
    let money = before.is_some_and(|b| matches!(b.text, "$" | "£" | "€" | "¥" | "#"));
    let number = |i: usize| glued(i).is_some_and(|l| l.digits.is_some());
    // "10,000"
    if joins(lex, at + 1, ",") && glued(at + 2).is_some_and(|l| l.text.len() == 3 && l.digits.is_some()) {
        let rest = lex[at + 2].digits.unwrap_or(0);
        if !tail && len <= 3 && !joins(lex, at + 3, ",") {
            chart.put(Class::Num, at, at + 3, n * 1000 + rest);
        }
        return;
    }
    // "2.5"
    if joins(lex, at + 1, ".") && number(at + 2) {
        if let (1, Some(rest)) = (lex[at + 2].text.len(), lex[at + 2].digits)
            && !tail
            && n < 100_000
        {
            chart.put(Class::Frac, at, at + 3, n * 1000 + rest * 100);
        }
        // "9.30 pm"
        let told = lex.get(at + 3).is_some_and(|l| ["am", "pm", "a", "p", "gmt"].iter().any(|w| is(l, w)));
        if let Some(m) = digits(lex, at + 2, 2).filter(|m| told && *m < 60 && n < 24) {
            chart.put(Class::Clock, at, at + 3, n * 60 + m);
        }
        return;
    }
    if number(at + 1) {
        return;
    }
    // "17:30", "17:30:05"
    if joins(lex, at + 1, ":")
        && let Some(m) =
            digits(lex, at + 2, 2).filter(|m| *m < 60 && n < 25 && !tail && glued(at + 2).is_some())
    {
        let seconds = joins(lex, at + 3, ":") && digits(lex, at + 4, 2).is_some();
        chart.put(Class::Clock, at, at + if seconds { 5 } else { 3 }, n * 60 + m);
        return;
    }
    let suffix = glued(at + 1).is_some_and(|l| ["st", "nd", "rd", "th"].iter().any(|s| is(l, s)));
    if suffix {
        chart.put(Class::Ord, at, at + 2, n);
        if (1..=31).contains(&n) && !tail {
            chart.put(Class::Dom, at, at + 2, n);
        }
        return;
    }
    slashed(chart, lex, at, n, tail);
    if tail {
        return;
    }
    let percent = lex.get(at + 1).is_some_and(|l| l.text == "%");
    if money || percent {
        return;
    }
    chart.put(Class::Num, at, at + 1, n);
    if len <= 2 && (1..=31).contains(&n) && !joins(lex, at + 1, "/") {
        chart.put(Class::Dom, at, at + 1, n);
    }
    if len <= 2 {
        chart.put(Class::Yy, at, at + 1, n);
        // "2 1/2", "2 ½"
        let half =
            digits(lex, at + 1, 1) == Some(1) && joins(lex, at + 2, "/") && digits(lex, at + 3, 1) == Some(2);
        if half {
            chart.put(Class::Frac, at, at + 4, n * 1000 + 500);
        } else if lex.get(at + 1).is_some_and(|l| l.text == "½") {
            chart.put(Class::Frac, at, at + 2, n * 1000 + 500);
        }
    }
    if len == 4 {
        if glued(at + 1).is_some_and(|l| is(l, "s")) {
            if n % 10 == 0 && (1500..2100).contains(&n) {
                chart.put(Class::Decade, at, at + 2, n / 10);
            }
            return;
        }
        // "the 1990's"
        let apostrophe = joins(lex, at + 1, "'") || joins(lex, at + 1, "’");
        if apostrophe && n % 10 == 0 && glued(at + 2).is_some_and(|l| is(l, "s")) && (1500..2100).contains(&n)
        {
            chart.put(Class::Decade, at, at + 3, n / 10);
        }
        if n / 100 < 25 && n % 100 < 60 {
            chart.put(Class::Hhmm, at, at + 1, n / 100 * 60 + n % 100);
        }
        if (1500..=2100).contains(&n) {
            chart.put(Class::Year, at, at + 1, n);
        }
    }
}

/// "2025-12-25", "12/25/2025", "25.12.2025".
fn slashed(chart: &mut Chart, lex: &[Lexeme<'_>], at: usize, n: i32, tail: bool) {
    for mark in ["-", "/"] {
        if !joins(lex, at + 1, mark) || !joins(lex, at + 3, mark) || tail {
            continue;
        }
        let glued = |i: usize| lex.get(i).is_some_and(|l| !l.spaced);
        if !glued(at + 2) || !glued(at + 4) {
            continue;
        }
        let (second, third) = (lex[at + 2].digits, lex[at + 4].digits);
        let (Some(b), Some(c)) = (second, third) else { continue };
        let (y, m, d) = match (lex[at].text.len(), lex[at + 4].text.len()) {
            (4, 1..=2) => (n, b, c),
            // Month first, unless it can only be the day.
            (1..=2, 4) if mark == "/" => {
                if n > 12 {
                    (c, b, n)
                } else {
                    (c, n, b)
                }
            }
            (1..=2, 2) if mark == "/" => (if c < 50 { 2000 + c } else { 1900 + c }, n, b),
            _ => continue,
        };
        if (1500..=2100).contains(&y) && (1..=12).contains(&m) && (1..=31).contains(&d) {
            chart.put(Class::Iso, at, at + 5, y * 10_000 + m * 100 + d);
        }
    }
}
