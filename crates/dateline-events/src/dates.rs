//! Dates near a trigger, for documents whose time layer is silent: the plain forms of reporters' English.
//!
//! Where the document carries time expressions this module is not asked; it keeps dates honest (stated or none) without them.

use dateline_types::{CalendarPoint, Date, Idx, Status, TokenId, When};

use crate::clause::clause_head;
use crate::view::View;

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Clauses that are climbed for the date of a joined one.
const CLIMB: usize = 3;

/// The date told for the trigger; `pointed` is the word that the model gives as its time, `lasting` says that what is told
/// may go on for days (a campaign, not a single act).
pub(crate) fn when(
    view: &View<'_>,
    t: TokenId,
    status: Status,
    pointed: Option<TokenId>,
    lasting: bool,
) -> Option<When> {
    let anchor = view.doc.anchor.date()?;
    let (_, words) = view.sentence(t)?;
    let future = status == Status::Planned;
    let ids: Vec<TokenId> = (words.start.index()..words.end.index()).map(TokenId::new).collect();
    let mut found: Vec<(TokenId, usize, When)> = Vec::new();
    let mut at = 0;
    while at < ids.len() {
        match expression(view, &ids[at..], anchor, future) {
            Some((len, when)) => {
                found.push((ids[at], len.max(1), when));
                at += len.max(1);
            }
            None => at += 1,
        }
    }
    beside(view, &ids, anchor, &mut found);
    spoken(view, &ids, &mut found);
    if view.has_tree() {
        // "To Thursday's strike": whose day it is told of, not when it is told.
        found.retain(|(start, len, _)| {
            let owned = view.step(*start, *len as isize).filter(|m| matches!(view.word(*m), "'s" | "'"));
            let thing = owned.and_then(|_| view.head(*start));
            thing.is_none_or(|n| {
                n == t || view.head(t) == Some(n) || view.head(n) == Some(t) && view.rel(n) == "nsubj"
            })
        });
    }
    ranges(view, &mut found, anchor, lasting);
    if let Some(p) = pointed
        && let Some((.., when)) = found.iter().find(|(s, len, _)| *s <= p && p.index() < s.index() + len)
    {
        return Some(*when);
    }
    let near = |rows: Vec<&(TokenId, usize, When)>| {
        rows.into_iter().min_by_key(|(s, ..)| s.index().abs_diff(t.index())).map(|(.., when)| *when)
    };
    if !view.has_tree() {
        return near(found.iter().collect());
    }
    let mut clause = clause_head(view, t);
    for _ in 0..CLIMB {
        let here: Vec<_> = found.iter().filter(|(s, ..)| clause_head(view, *s) == clause).collect();
        if let Some(when) = near(here) {
            return Some(when);
        }
        // "Met on Monday and signed", "attacked a post on Friday, killing two": joined clauses share the day.
        let shares = match view.rel(clause) {
            "conj" => true,
            "advcl" => view.child(clause, "mark").is_none() && view.child(clause, "nsubj").is_none(),
            _ => false,
        };
        clause = view.head(clause).filter(|_| shares).map(|h| clause_head(view, h))?;
    }
    None
}

/// "The previous day", "a day earlier", "the following day", "the day before": beside the day that the sentence tells, else the anchor.
fn beside(view: &View<'_>, ids: &[TokenId], anchor: Date, found: &mut Vec<(TokenId, usize, When)>) {
    let word = |i: usize| ids.get(i).map_or("", |t| view.word(*t));
    let base = found
        .iter()
        .find_map(|(.., when)| match when {
            When::Point(CalendarPoint::Day(day)) => Some(*day),
            _ => None,
        })
        .unwrap_or(anchor);
    for (i, t) in ids.iter().enumerate() {
        let step = match (word(i), word(i + 1), word(i + 2)) {
            ("the", "previous", "day") | ("a" | "one" | "the", "day", "earlier" | "before") => -1,
            ("the", "following" | "next", "day") | ("a" | "one" | "the", "day", "later" | "after") => 1,
            _ => continue,
        };
        // "The day after the vote" tells another event, not the day.
        let open = matches!(word(i + 2), "before" | "after" | "earlier" | "later")
            && !matches!(word(i + 3), "" | "," | "." | ";" | "in" | "and" | "at" | "by" | "when" | "as");
        if let Some(day) = plus(base, step).filter(|_| !open) {
            found.push((*t, 3, When::day(day)));
        }
    }
    found.sort_by_key(|row| row.0);
}

/// "Today" inside a quotation is the day on which it was spoken, where the sentence tells that day outside of it.
fn spoken(view: &View<'_>, ids: &[TokenId], found: &mut [(TokenId, usize, When)]) {
    let mut open = false;
    let mut quoted = vec![false; ids.len()];
    for (slot, t) in quoted.iter_mut().zip(ids) {
        match view.word(*t) {
            "\u{201c}" | "``" => open = true,
            "\u{201d}" | "''" => open = false,
            "\"" => open = !open,
            _ => *slot = open,
        }
    }
    let inside =
        |t: TokenId| ids.first().and_then(|f| quoted.get(t.index() - f.index())).copied().unwrap_or(false);
    let said =
        found.iter().find(|(t, ..)| !inside(*t) && WEEKDAYS.contains(&view.word(*t))).map(|(.., when)| *when);
    let Some(said) = said else { return };
    for (t, _, when) in found.iter_mut() {
        if inside(*t) && matches!(view.word(*t), "today" | "tonight") {
            *when = said;
        }
    }
}

/// "From May 3 to 6", "between Monday and Wednesday", "since March": two ends make one interval, and what has lasted since a
/// day lasts until the anchor.
fn ranges(view: &View<'_>, found: &mut Vec<(TokenId, usize, When)>, anchor: Date, lasting: bool) {
    let word = |t: TokenId, by: isize| view.step(t, by).map_or("", |w| view.word(w));
    let joins = |w: &str, opened: &str| match w {
        "to" | "until" | "till" | "through" | "-" | "–" => true,
        "and" => opened == "between",
        _ => false,
    };
    let mut at = 0;
    while let Some((start, len, when)) = found.get(at).copied() {
        let opened = match word(start, -1) {
            "the" => word(start, -2),
            other => other,
        };
        let after = len as isize;
        let joiner = word(start, after);
        // "From Monday to Thursday", "July 15 and August 5".
        if let Some((next, more, second)) = found.get(at + 1).copied()
            && joins(joiner, opened)
            && matches!(opened, "from" | "between" | "of" | "on")
            && view.step(start, after + 1) == Some(next)
            && when.first() < second.last()
        {
            let whole = match (first_point(when), last_point(second)) {
                (CalendarPoint::Day(a), CalendarPoint::Day(b)) => When::days(a, b),
                (a, b) => When::Interval(a, b),
            };
            found[at] = (start, next.index() + more - start.index(), whole);
            found.remove(at + 1);
        } else if let When::Point(CalendarPoint::Day(a)) = when {
            let inside = (joins(joiner, opened) || joins(joiner, "between") && word(start, after + 2) == ",")
                .then(|| word(start, after + 1))
                .and_then(day_of);
            // "Nov. 23 to 26": the second number is a day of the same month.
            let late = inside.and_then(|d| day(a.year(), a.month(), d)).filter(|b| *b > a);
            // "16 to 18 November", "16-18 November".
            let early = joins(word(start, -1), word(start, -3))
                .then(|| word(start, -2))
                .and_then(day_of)
                .and_then(|d| day(a.year(), a.month(), d))
                .filter(|b| *b < a);
            if let Some(b) = late.or(early) {
                found[at] = (start, if late.is_some() { len + 2 } else { len }, When::days(a, b));
            }
        }
        let (start, len, when) = found[at];
        let next = word(start, len as isize);
        let clause = next == "when" || next == "," && word(start, len as isize + 1) == "when";
        let early = matches!(opened, "early" | "late" | "last") && word(start, -2) == "since";
        let since = !clause && (opened == "since" || early);
        if lasting && since && when.last() < anchor {
            let whole = match first_point(when) {
                CalendarPoint::Day(a) => When::days(a, anchor),
                a => When::Interval(a, CalendarPoint::Day(anchor)),
            };
            found[at] = (start, len, whole);
        }
        at += 1;
    }
}

fn first_point(when: When) -> CalendarPoint {
    match when {
        When::Point(point) | When::Interval(point, _) => point,
    }
}

fn last_point(when: When) -> CalendarPoint {
    match when {
        When::Point(point) | When::Interval(_, point) => point,
    }
}

/// Whether the trigger's sentence holds any date at all.
pub(crate) fn any(view: &View<'_>, t: TokenId) -> bool {
    let (Some(anchor), Some((_, words))) = (view.doc.anchor.date(), view.sentence(t)) else { return false };
    let cover = view.doc.tokens.cover(&words);
    if view.doc.timexes.iter().any(|x| x.days.is_some() && cover.is_some_and(|c| c.contains(x.range))) {
        return true;
    }
    let ids: Vec<TokenId> = (words.start.index()..words.end.index()).map(TokenId::new).collect();
    (0..ids.len()).any(|at| expression(view, &ids[at..], anchor, false).is_some())
}

fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

fn plus(date: Date, days: i32) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_days(i64::from(days)).ok()?).ok()
}

fn month_of(word: &str) -> Option<i8> {
    let plain = word.trim_end_matches('.');
    let short = plain.get(..3)?;
    let at = MONTHS.iter().position(|m| *m == short)?;
    let full = [
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
    (plain == short || plain == "sept" || full.get(at).is_some_and(|f| *f == plain)).then(|| at as i8 + 1)
}

fn count(word: &str) -> Option<i32> {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    match word {
        "a" | "an" => Some(1),
        "several" | "few" => None,
        _ => word
            .parse()
            .ok()
            .filter(|n| (0..400).contains(n))
            .or_else(|| WORDS.iter().position(|w| *w == word).and_then(|n| i32::try_from(n).ok())),
    }
}

fn year_of(word: &str) -> Option<i16> {
    word.parse::<i16>().ok().filter(|y| word.len() == 4 && (1900..2100).contains(y))
}

/// A day number, "16" or "16th".
fn day_of(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &word[digits.len()..];
    (matches!(suffix, "" | "st" | "nd" | "rd" | "th") && !digits.is_empty())
        .then(|| digits.parse::<i8>().ok().filter(|d| (1..=31).contains(d)))
        .flatten()
}

/// The expression that begins at the first word: how many words, and what they mean.
fn expression(view: &View<'_>, ids: &[TokenId], anchor: Date, future: bool) -> Option<(usize, When)> {
    let word = |i: usize| ids.get(i).map_or("", |t| view.word(*t));
    let upper = |i: usize| ids.get(i).is_some_and(|t| view.text(*t).starts_with(char::is_uppercase));
    let first = word(0);
    match first {
        "today" | "tonight" => return Some((1, When::day(anchor))),
        "yesterday" => return Some((1, When::day(plus(anchor, -1)?))),
        "tomorrow" => return Some((1, When::day(plus(anchor, 1)?))),
        "last" | "next" | "this" | "past" | "previous" | "coming" => {
            return relative(first, word(1), anchor, future).map(|when| (2, when));
        }
        _ => {}
    }
    if first == "the" && word(1) == "weekend" {
        return relative("this", "weekend", anchor, future).map(|when| (2, when));
    }
    if let Some(n) = WEEKDAYS.iter().position(|d| *d == first) {
        return Some((1, When::day(weekday(anchor, n, future)?)));
    }
    if let (Some(n), unit, "ago") = (count(first), word(1), word(2)) {
        return ago(n, unit, anchor).map(|when| (3, when));
    }
    if let (Some(d), Some(m)) = (day_of(first), month_of(word(1)))
        && upper(1)
    {
        let (more, year) = year_behind(&word, 2, anchor);
        return Some((2 + more, When::day(dated(year, m, d, anchor, future)?)));
    }
    if let Some(m) = month_of(first).filter(|_| upper(0)) {
        let dot = usize::from(word(1) == ".");
        if let Some(d) = day_of(word(1 + dot)) {
            let (more, year) = year_behind(&word, 2 + dot, anchor);
            let len = 2 + dot + more;
            return Some((len, When::day(dated(year, m, d, anchor, future)?)));
        }
        let (more, year) = year_behind(&word, 1 + dot, anchor);
        let bare = matches!(first, "may" | "march") && view.upos(*ids.first()?) != "PROPN" && view.has_tree();
        if bare {
            return None;
        }
        let known = year.unwrap_or_else(|| {
            let passed = m <= anchor.month();
            match (future, passed) {
                (false, true) => anchor.year(),
                (false, false) => anchor.year() - 1,
                (true, _) if m < anchor.month() => anchor.year() + 1,
                (true, _) => anchor.year(),
            }
        });
        return Some((1 + dot + more, When::Point(CalendarPoint::Month { year: known, month: m })));
    }
    let before = ids.first().and_then(|t| view.step(*t, -1)).map_or("", |p| view.word(p));
    if let Some(y) = year_of(first)
        && matches!(before, "in" | "of" | "during" | "early" | "late" | "mid" | "from" | "until" | "by")
    {
        return Some((1, When::Point(CalendarPoint::Year(y))));
    }
    None
}

/// The year behind a month or a day ("October, 2001", "Oct. 23 last year") and how many words tell it.
fn year_behind<'v>(word: &dyn Fn(usize) -> &'v str, at: usize, anchor: Date) -> (usize, Option<i16>) {
    let comma = usize::from(word(at) == ",");
    if let Some(year) = year_of(word(at + comma)) {
        return (comma + 1, Some(year));
    }
    let of = usize::from(matches!(word(at), "of" | "in"));
    if let Some(year) = year_of(word(at + of)).filter(|_| of == 1) {
        return (2, Some(year));
    }
    match (word(at + of), word(at + of + 1)) {
        ("last", "year") => (of + 2, Some(anchor.year() - 1)),
        ("this", "year") => (of + 2, Some(anchor.year())),
        ("next", "year") => (of + 2, Some(anchor.year() + 1)),
        _ => (0, None),
    }
}

/// A weekday is the last one up to the anchor, or the next one where the future is told.
fn weekday(anchor: Date, n: usize, future: bool) -> Option<Date> {
    let today = i32::from(anchor.weekday().to_monday_zero_offset());
    let back = (today - i32::try_from(n).ok()?).rem_euclid(7);
    if future { plus(anchor, (7 - back) % 7) } else { plus(anchor, -back) }
}

fn dated(year: Option<i16>, month: i8, d: i8, anchor: Date, future: bool) -> Option<Date> {
    if let Some(year) = year {
        return day(year, month, d);
    }
    let here = day(anchor.year(), month, d)?;
    match future {
        // A plan may also be told on its very day.
        true if here < anchor => day(anchor.year() + 1, month, d),
        false if here > anchor => day(anchor.year() - 1, month, d),
        _ => Some(here),
    }
}

fn relative(which: &str, unit: &str, anchor: Date, future: bool) -> Option<When> {
    let today = i32::from(anchor.weekday().to_monday_zero_offset());
    let monday = plus(anchor, -today)?;
    let back = matches!(which, "last" | "past" | "previous");
    let step = if back { -1 } else { i32::from(matches!(which, "next" | "coming")) };
    if let Some(n) = WEEKDAYS.iter().position(|d| *d == unit) {
        let offset = i32::try_from(n).ok()?;
        return Some(When::day(match step {
            -1 => plus(anchor, -((today - offset - 1).rem_euclid(7) + 1))?,
            1 => plus(anchor, (offset - today - 1).rem_euclid(7) + 1)?,
            _ => weekday(anchor, n, future)?,
        }));
    }
    if let Some(m) = month_of(unit) {
        let mut year = anchor.year();
        if back && m >= anchor.month() {
            year -= 1;
        } else if step == 1 && m <= anchor.month() {
            year += 1;
        }
        return Some(When::Point(CalendarPoint::Month { year, month: m }));
    }
    Some(match unit {
        "week" if step == 0 && !future => When::days(monday, anchor),
        "week" => When::days(plus(monday, 7 * step)?, plus(monday, 7 * step + 6)?),
        "weekend" if step == 0 && today < 5 && !future => When::days(plus(monday, -2)?, plus(monday, -1)?),
        "weekend" => When::days(plus(monday, 7 * step + 5)?, plus(monday, 7 * step + 6)?),
        "month" => {
            let months = i32::from(anchor.year()) * 12 + i32::from(anchor.month()) - 1 + step;
            let (year, month) = (i16::try_from(months / 12).ok()?, i8::try_from(months % 12 + 1).ok()?);
            When::Point(CalendarPoint::Month { year, month })
        }
        "year" => When::Point(CalendarPoint::Year(anchor.year() + i16::try_from(step).ok()?)),
        "night" if back => When::day(plus(anchor, -1)?),
        "morning" | "afternoon" | "evening" if step == 0 => When::day(anchor),
        _ => return None,
    })
}

fn ago(n: i32, unit: &str, anchor: Date) -> Option<When> {
    Some(match unit.trim_end_matches('s') {
        "day" => When::day(plus(anchor, -n)?),
        "week" => {
            let today = i32::from(anchor.weekday().to_monday_zero_offset());
            let monday = plus(anchor, -today - 7 * n)?;
            When::days(monday, plus(monday, 6)?)
        }
        "month" => {
            let months = i32::from(anchor.year()) * 12 + i32::from(anchor.month()) - 1 - n;
            let (year, month) = (i16::try_from(months / 12).ok()?, i8::try_from(months % 12 + 1).ok()?);
            When::Point(CalendarPoint::Month { year, month })
        }
        "year" => When::Point(CalendarPoint::Year(anchor.year().checked_sub(i16::try_from(n).ok()?)?)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use dateline_types::{Idx, Status, TokenId};

    use super::when;
    use crate::Coder;
    use crate::tests::build::document;
    use crate::view::View;

    /// The anchor of the test documents is Friday, 14 March 2025.
    fn check(text: &str, status: Status, want: Option<&str>) {
        let coder = Coder::new().unwrap();
        let doc = document(text, &[]);
        let view = View::new(&doc, coder.lexicon());
        let got = when(&view, TokenId::new(1), status, None, true).map(|w| w.to_string());
        assert_eq!(got.as_deref(), want, "{text}");
    }

    #[test]
    fn the_forms_of_reporters() {
        use Status::{Happened, Planned};
        check("They met on Thursday.", Happened, Some("2025-03-13"));
        check("They met on Friday.", Happened, Some("2025-03-14"));
        check("They meet on Monday.", Planned, Some("2025-03-17"));
        check("They met last Friday.", Happened, Some("2025-03-07"));
        check("They met yesterday.", Happened, Some("2025-03-13"));
        check("They met in June.", Happened, Some("2024-06"));
        check("They meet in June.", Planned, Some("2025-06"));
        check("They met on October 16.", Happened, Some("2024-10-16"));
        check("They met on 2 May 2019.", Happened, Some("2019-05-02"));
        check("They met last week.", Happened, Some("2025-03-03/2025-03-09"));
        check("They met two years ago.", Happened, Some("2023"));
        check("They met last month.", Happened, Some("2025-02"));
        check("They met in October last year.", Happened, Some("2024-10"));
        check("They met on Oct 23 last year.", Happened, Some("2024-10-23"));
        check("They met in October, 2001.", Happened, Some("2001-10"));
        check("They met in 1999.", Happened, Some("1999"));
        check("They met 1999 people.", Happened, None);
        check("They met twice.", Happened, None);
        check("They fought from March 3 to 6 there.", Happened, Some("2025-03-03/2025-03-06"));
        check("They fought between July 15 and August 5 last year.", Happened, Some("2024-07-15/2024-08-05"));
        check("They meet from Monday to Wednesday.", Planned, Some("2025-03-17/2025-03-19"));
        check("They fought since Monday.", Happened, Some("2025-03-10/2025-03-14"));
        check("They fought since January.", Happened, Some("2025-01/2025-03-14"));
        check("They met on March 3 and 26 people spoke.", Happened, Some("2025-03-03"));
        check("They met the previous day.", Happened, Some("2025-03-13"));
        check("They died a day after the vote.", Happened, None);
        check("They met over the weekend.", Happened, Some("2025-03-08/2025-03-09"));
        check("They meet at the weekend.", Planned, Some("2025-03-15/2025-03-16"));
        check("Eight soldiers died since Monday when they fell.", Happened, Some("2025-03-10"));
    }
}
