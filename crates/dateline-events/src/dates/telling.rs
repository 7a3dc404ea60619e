//! What a sentence's time expressions tell: dates, and intervals made of two ends.

use dateline_types::{CalendarPoint, Date, Idx, TextRange, Timex, TimexKind, TokenId, When};

use super::lengths::lengths;
use crate::view::View;

/// A date that words of the text tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Telling {
    pub(crate) first: TokenId,
    /// The word behind the last.
    pub(crate) end: TokenId,
    pub(crate) range: TextRange,
    pub(crate) when: When,
    /// Made of two ends, or of a beginning and the anchor.
    pub(crate) interval: bool,
    /// Made of a day and of how long it lasts ("on Monday for a four-day visit").
    pub(crate) stretched: bool,
    /// Days by which it was moved to the side of the anchor on which the event must lie.
    pub(crate) moved: i32,
}

impl Telling {
    pub(crate) fn covers(&self, t: TokenId) -> bool {
        self.first <= t && t < self.end
    }

    /// The day, where it tells a single one.
    pub(crate) fn day(&self) -> Option<Date> {
        match self.when {
            When::Point(CalendarPoint::Day(day)) => Some(day),
            _ => None,
        }
    }
}

/// A day, month or year as TIMEX3 writes it; weeks, quarters, seasons and "the past three days" come through their days.
fn written(timex: &Timex) -> Option<When> {
    let (a, b) = timex.days?;
    if timex.kind == TimexKind::Duration {
        return Some(if timex.value.ends_with('Y') {
            When::Interval(CalendarPoint::Year(a.year()), CalendarPoint::Year(b.year()))
        } else if timex.value.ends_with('M') && !timex.value.contains('T') {
            When::Interval(month_of(a), month_of(b))
        } else {
            When::days(a, b)
        });
    }
    let value = timex.value.split('T').next().unwrap_or(&timex.value);
    match value.parse::<CalendarPoint>() {
        // A week or a month that is told of as far as it has gone has days of its own.
        Ok(point) if point.first() == a && point.last() == b => Some(When::Point(point)),
        _ => match value.parse::<When>() {
            Ok(when) => Some(when),
            Err(_) => Some(coarse(value, a, b).unwrap_or_else(|| When::days(a, b))),
        },
    }
}

pub(crate) fn month_of(day: Date) -> CalendarPoint {
    CalendarPoint::Month { year: day.year(), month: day.month() }
}

/// Seasons, quarters and halves are told in whole months, decades and centuries in whole years.
fn coarse(value: &str, a: Date, b: Date) -> Option<When> {
    let month = |d: Date| CalendarPoint::Month { year: d.year(), month: d.month() };
    if value.len() < 4 {
        return Some(When::Interval(CalendarPoint::Year(a.year()), CalendarPoint::Year(b.year())));
    }
    let part = value.split_once('-').map(|(_, part)| part)?;
    matches!(part, "SP" | "SU" | "FA" | "WI" | "H1" | "H2" | "Q1" | "Q2" | "Q3" | "Q4")
        .then(|| When::Interval(month(a), month(b)))
}

/// A date that is completed by assumption, moved to the side of the anchor on which the event lies: a weekday by a week, a month
/// or day without a year by a year.
fn fitted(when: When, timex: &Timex, planned: bool, anchor: Date) -> When {
    let behind = when.last() < anchor;
    let ahead = when.first() > anchor;
    if planned && !behind || !planned && !ahead {
        return when;
    }
    let sign: i16 = if planned { 1 } else { -1 };
    let week = |day: Date| {
        jiff::Span::new().try_days(7 * i64::from(sign)).ok().and_then(|s| day.checked_add(s).ok())
    };
    match (timex.rule, when) {
        ("weekday", When::Point(CalendarPoint::Day(day))) => week(day).map_or(when, When::day),
        ("weekend", When::Interval(CalendarPoint::Day(a), CalendarPoint::Day(b))) => match (week(a), week(b))
        {
            (Some(a), Some(b)) => When::days(a, b),
            _ => when,
        },
        ("month-alone" | "day-of-month" | "weekday-and-day", When::Point(point)) => match point {
            CalendarPoint::Day(d) => Date::new(d.year() + sign, d.month(), d.day()).map_or(when, When::day),
            CalendarPoint::Month { year, month } => {
                When::Point(CalendarPoint::Month { year: year + sign, month })
            }
            CalendarPoint::Year(_) => when,
        },
        _ => when,
    }
}

/// The date of one expression, moved to the side of the anchor on which it must lie.
pub(crate) fn written_for(timex: &Timex, planned: bool, anchor: Date) -> Option<When> {
    Some(fitted(written(timex)?, timex, planned, anchor))
}

/// The times of a range; they are in text order and do not overlap.
pub(crate) fn within<'v>(view: &View<'v>, cover: TextRange) -> &'v [Timex] {
    let rows = &view.doc.timexes;
    let first = rows.partition_point(|t| t.range.start() < cover.start());
    let last = rows.partition_point(|t| t.range.start() < cover.end());
    &rows[first..last.max(first)]
}

/// How the dates of a range are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Whether what is told lies ahead: dates completed by assumption go to that side. `None` leaves them as they are.
    pub(crate) planned: Option<bool>,
    /// "Since Monday" is a time from then on.
    pub(crate) lasting: bool,
}

/// The dates of a range of the text, in order, ends of intervals joined.
pub(crate) fn tellings(view: &View<'_>, cover: TextRange, read: Reading) -> Vec<Telling> {
    let mut out: Vec<Telling> = within(view, cover)
        .iter()
        .filter_map(|t| {
            let words = view.doc.tokens.touched_by(t.range);
            let mut when = written(t)?;
            let plain = when.first();
            if let (Some(anchor), Some(planned)) = (view.doc.anchor.date(), read.planned) {
                when = fitted(when, t, planned, anchor);
            }
            let interval = t.kind == TimexKind::Duration;
            let row = Telling {
                first: words.start,
                end: words.end,
                range: t.range,
                when,
                interval,
                stretched: false,
                moved: (when.first() - plain).get_days(),
            };
            (words.start < words.end).then_some(row)
        })
        .collect();
    spoken(view, &mut out);
    join(view, &mut out);
    if let Some(anchor) = view.doc.anchor.date().filter(|_| read.lasting) {
        since(view, &mut out, anchor);
    }
    overnight(view, cover, &mut out);
    stretch(view, cover, &mut out);
    out
}

/// "Overnight" is from the day before the article's to its own.
fn overnight(view: &View<'_>, cover: TextRange, rows: &mut Vec<Telling>) {
    let Some(anchor) = view.doc.anchor.date() else { return };
    let Ok(before) = anchor.yesterday() else { return };
    let words = view.doc.tokens.touched_by(cover);
    for t in (words.start.index()..words.end.index()).map(TokenId::new) {
        let night = view.word(t) == "night"
            && view.step(t, -1).is_some_and(|p| view.word(p) == "the")
            && view.step(t, -2).is_some_and(|p| matches!(view.word(p), "during" | "in" | "through"));
        // "An overnight stop" is none.
        let adjective = view.upos(t) == "ADJ" && view.step(t, 1).is_some_and(|n| view.upos(n) == "NOUN");
        if (view.word(t) == "overnight" && !adjective || night) && !rows.iter().any(|r| r.covers(t)) {
            let when = When::days(before, anchor);
            let end = TokenId::new(t.index() + 1);
            rows.push(Telling {
                first: t,
                end,
                range: view.range(t),
                when,
                interval: true,
                stretched: false,
                moved: 0,
            });
        }
    }
    rows.sort_by_key(|r| r.first);
}

/// "Arrived on Monday for a four-day visit": the day, and the days that it lasts, beside the day alone.
fn stretch(view: &View<'_>, cover: TextRange, rows: &mut Vec<Telling>) {
    let Some(length) = lengths(view, cover).find_map(|(days, hyphen)| hyphen.then_some(days)) else { return };
    let stretched: Vec<Telling> = rows
        .iter()
        .filter_map(|r| match r.when {
            When::Point(CalendarPoint::Day(day)) => {
                let last = day.checked_add(jiff::Span::new().try_days(length - 1).ok()?).ok()?;
                Some(Telling { when: When::days(day, last), interval: true, stretched: true, ..*r })
            }
            _ => None,
        })
        .collect();
    rows.extend(stretched);
}

fn word<'v>(view: &'v View<'_>, t: TokenId, by: isize) -> &'v str {
    view.step(t, by).map_or("", |w| view.word(w))
}

/// The word before a date, articles and "early" left out.
pub(crate) fn opener<'v>(view: &'v View<'_>, telling: &Telling) -> &'v str {
    for by in 1..=3 {
        match word(view, telling.first, -by) {
            "the" | "early" | "late" | "mid" | "-" | "last" | "about" | "around" => {}
            other => return other,
        }
    }
    ""
}

/// "Today" inside a quotation is the day on which it was spoken, where the sentence tells that day outside of it.
fn spoken(view: &View<'_>, rows: &mut [Telling]) {
    let Some(first) = rows.first().map(|r| r.first) else { return };
    let Some((_, words)) = view.sentence(first) else { return };
    let mut open = false;
    let mut inside = Vec::new();
    for t in (words.start.index()..words.end.index()).map(TokenId::new) {
        match view.word(t) {
            "\u{201c}" | "``" => open = true,
            "\u{201d}" | "''" => open = false,
            "\"" => open = !open,
            _ => inside.push((t, open)),
        }
    }
    let quoted = |t: TokenId| inside.iter().any(|(w, open)| *w == t && *open);
    let today = |r: &Telling| matches!(view.word(r.first), "today" | "tonight");
    let said = rows
        .iter()
        .find(|r| !quoted(r.first) && !today(r) && matches!(r.when, When::Point(CalendarPoint::Day(_))));
    let Some(said) = said.map(|r| r.when) else { return };
    for row in rows.iter_mut().filter(|r| today(r) && quoted(r.first)) {
        row.when = said;
    }
}

/// "From Monday to Thursday", "between July 15 and August 5", "on Tuesday and Wednesday".
fn join(view: &View<'_>, rows: &mut Vec<Telling>) {
    let mut at = 0;
    while at + 1 < rows.len() {
        let (a, b) = (rows[at], rows[at + 1]);
        let opened = opener(view, &a);
        let between = view.doc.text.get(a.range.end() as usize..b.range.start() as usize).unwrap_or_default();
        let lower = between.trim().to_lowercase();
        let joiner = ["the", "early", "late", "about", "on"]
            .iter()
            .fold(lower.as_str(), |j, w| j.strip_suffix(w).unwrap_or(j).trim_end());
        let both = (first_point(a.when), last_point(b.when));
        let joins = match joiner {
            "to" | "until" | "till" | "through" => {
                matches!(opened, "from" | "between" | "of" | "on" | "for" | "(") || same_grain(a.when, b.when)
            }
            "-" | "–" | "—" => true,
            "and" => opened == "between" || follows(a.when, b.when),
            _ => false,
        };
        if joins && a.when.first() < b.when.last() && a.when.first() <= b.when.first() {
            let when = match both {
                (CalendarPoint::Day(x), CalendarPoint::Day(y)) => When::days(x, y),
                (x, y) => When::Interval(x, y),
            };
            rows[at] = Telling { end: b.end, range: a.range.cover(b.range), when, interval: true, ..a };
            rows.remove(at + 1);
        }
        at += 1;
    }
}

/// Two days or years of which the second is the one after the first.
fn follows(a: When, b: When) -> bool {
    match (a, b) {
        (When::Point(CalendarPoint::Day(x)), When::Point(CalendarPoint::Day(y))) => {
            x.tomorrow().is_ok_and(|t| t == y)
        }
        (When::Point(CalendarPoint::Year(x)), When::Point(CalendarPoint::Year(y))) => x + 1 == y,
        _ => false,
    }
}

fn same_grain(a: When, b: When) -> bool {
    matches!(
        (a, b),
        (When::Point(CalendarPoint::Day(_)), When::Point(CalendarPoint::Day(_)))
            | (When::Point(CalendarPoint::Month { .. }), When::Point(CalendarPoint::Month { .. }))
            | (When::Point(CalendarPoint::Year(_)), When::Point(CalendarPoint::Year(_)))
    )
}

/// What has lasted since a day lasts until the anchor.
fn since(view: &View<'_>, rows: &mut [Telling], anchor: Date) {
    for row in rows.iter_mut().filter(|r| !r.interval) {
        let next = |by: usize| view.doc.tokens.text(&view.doc.text, TokenId::new(row.end.index() + by));
        let clause = matches!(next(0), "when" | "that") || next(0) == "," && next(1) == "when";
        if opener(view, row) == "since" && !clause && row.when.last() < anchor {
            row.when = match first_point(row.when) {
                CalendarPoint::Day(a) => When::days(a, anchor),
                a => When::Interval(a, CalendarPoint::Day(anchor)),
            };
            row.interval = true;
        }
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
