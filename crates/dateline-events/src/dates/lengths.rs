//! Lengths of time that a sentence tells, and the days that follow from them.

use dateline_types::{Date, Idx, TextRange, TimexBasis, TimexKind, TokenId, When};

use super::telling::within;
use crate::view::View;

/// Lengths in days that a range tells ("a four-day visit", "for three days"), two to a month, and whether they are adjectives.
pub(crate) fn lengths<'v>(view: &View<'v>, cover: TextRange) -> impl Iterator<Item = (i64, bool)> + use<'v> {
    const MOST: i64 = 31;
    let text = &view.doc.text;
    within(view, cover).iter().filter(|t| t.kind == TimexKind::Duration).filter_map(move |t| {
        let number =
            |prefix: &str, unit: char| t.value.strip_prefix(prefix)?.strip_suffix(unit)?.parse::<i64>().ok();
        let days = number("P", 'D').or_else(|| number("PT", 'H').map(|hours| hours / 24))?;
        let hyphen = t.range.slice(text)?.contains('-');
        (2..=MOST).contains(&days).then_some((days, hyphen))
    })
}

/// "A day after the city fell", "two weeks before the vote": how much time lies between what is told before the word and what is
/// told behind it, and where the word stands.
pub(crate) fn offsets(view: &View<'_>, cover: TextRange) -> Vec<(TokenId, jiff::Span)> {
    const MOST: i64 = 400;
    let mut out = Vec::new();
    for t in within(view, cover).iter().filter(|t| t.kind == TimexKind::Duration) {
        let words = view.doc.tokens.touched_by(t.range);
        let Some(sign) = (match view.doc.tokens.text(&view.doc.text, words.end).to_lowercase().as_str() {
            "after" | "following" => Some(1),
            "before" | "prior" => Some(-1),
            _ => None,
        }) else {
            continue;
        };
        let number = |prefix: &str, suffix: &str| {
            t.value
                .strip_prefix(prefix)
                .and_then(|v| v.strip_suffix(suffix))
                .and_then(|v| v.parse::<i64>().ok())
                .filter(|n| (0..=MOST).contains(n))
        };
        let days = number("P", "D")
            .or_else(|| number("P", "W").map(|w| w * 7))
            .or_else(|| number("PT", "H").map(|h| h / 24));
        let span = match (days, number("P", "M")) {
            (Some(d), _) => jiff::Span::new().try_days(d * sign),
            (None, Some(m)) => jiff::Span::new().try_months(m * sign),
            _ => continue,
        };
        out.extend(span.ok().map(|s| (words.end, s)));
    }
    // "On the eve of the summit", "the day after the vote".
    let words = view.doc.tokens.touched_by(cover);
    for t in (words.start.index()..words.end.index()).map(TokenId::new) {
        let next = |by: isize| view.step(t, by).map_or("", |w| view.word(w));
        let by = match (view.word(t), next(1), next(-1)) {
            ("eve", "of", _) | ("day" | "night", "before", "the") => -1,
            ("day" | "morning", "after", "the") => 1,
            _ => continue,
        };
        let Some(word) = view.step(t, 1).filter(|w| !out.iter().any(|(o, _)| o == w)) else { continue };
        out.extend(jiff::Span::new().try_days(by).ok().map(|s| (word, s)));
    }
    out
}

/// "Two weeks ago" may mean the very day.
pub(crate) fn weeks_ago(view: &View<'_>, cover: TextRange, anchor: Date) -> Vec<(TokenId, When)> {
    let rows = within(view, cover).iter().filter(|t| t.rule == "ago" && t.value.contains("-W"));
    rows.filter_map(|t| {
        let (first, _) = t.days?;
        let back = i64::from((anchor - first).get_days()) / 7;
        let by = jiff::Span::new().try_days(-7 * back).ok()?;
        Some((view.doc.tokens.touched_by(t.range).start, When::day(anchor.checked_add(by).ok()?)))
    })
    .collect()
}

/// "Three days earlier", "the day before", "a week later", told of a time of the text: the word that it begins with, and how far it
/// moves. What it is counted from may be another time than the one last told.
pub(crate) fn moves(view: &View<'_>, cover: TextRange) -> Vec<(TokenId, jiff::Span)> {
    const MOST: i64 = 400;
    let told = within(view, cover).iter().filter(|t| t.basis == TimexBasis::RelativeToText);
    told.filter_map(|t| {
        let range = view.doc.tokens.touched_by(t.range);
        let words: Vec<&str> =
            (range.start.index()..range.end.index()).map(|i| view.word(TokenId::new(i))).collect();
        let any = |list: &[&str]| words.iter().any(|w| list.contains(w));
        let sign = if any(&["earlier", "before", "previous", "preceding", "previously"]) {
            -1
        } else if any(&["later", "after", "following", "next", "afterwards", "afterward"]) {
            1
        } else if any(&["same", "that"]) {
            0
        } else {
            return None;
        };
        let n = words.iter().find_map(|w| super::counted::number(w)).unwrap_or(1).min(MOST) * sign;
        let span = jiff::Span::new();
        let span = if any(&["day", "days"]) {
            span.try_days(n)
        } else if any(&["week", "weeks"]) {
            span.try_days(7 * n)
        } else {
            return None;
        };
        Some((range.start, span.ok()?))
    })
    .collect()
}
