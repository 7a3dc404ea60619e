//! Dates that are told elsewhere in the article, and days that follow from lengths: what the sentence itself does not say.

use dateline_types::{CalendarPoint, Date, Idx, SentId, Status, TextRange, TimexKind, TokenId, When};

use super::lengths;
use super::rank::{self, Trigger};
use super::telling::{self, Reading, Telling, tellings};
use super::{Dating, main};
use crate::view::View;
use dateline_types::DateBasis;

/// Times before and behind a trigger among which its own event is looked for.
const AROUND: usize = 40;
/// Dates that are taken from tellings of the same event elsewhere.
const ECHOES: usize = 3;
/// Words of the body within which a dateline's day stands.
const DATELINE: usize = 12;
/// Letters that two forms of one word share at least.
const STEM: usize = 4;

/// Sentences of the body in which the story's own day is looked for where the first names none.
const OPENING: usize = 5;
/// Days before the article's that the story's own may be.
const LATE: i64 = 2;

/// What the article's opening says of its own day.
pub(crate) struct Opening {
    pub(crate) sentence: SentId,
    /// Its first word.
    pub(crate) word: TokenId,
    /// The date of the first sentence's main clause.
    pub(crate) lead: Option<When>,
    /// "LONDON, Nov. 22 (Agency) -".
    pub(crate) dateline: Option<When>,
    /// Where the first sentence has no date: the first day named behind it that is about the article's.
    pub(crate) later: Option<When>,
}

pub(crate) fn opening(view: &View<'_>) -> Option<Opening> {
    let tokens = &view.doc.tokens;
    let (sentence, words) = tokens.sentences.iter_enumerated().find(|(_, words)| {
        words.start < words.end && view.range(words.start).start() >= view.doc.body.start()
    })?;
    let rows = tellings(view, tokens.cover(words)?, Reading { planned: None, lasting: false });
    let is_dateline = |r: &Telling| {
        r.first.index() < words.start.index() + DATELINE
            && (0..2).any(|by| {
                let next = TokenId::new(r.end.index() + by);
                next < words.end && matches!(view.word(next), "-" | "--" | "—" | "–" | "(" | "_")
            })
    };
    let dateline = rows.iter().find(|r| is_dateline(r)).map(|r| r.when);
    let told: Vec<Telling> = rows.iter().filter(|r| !is_dateline(r)).copied().collect();
    let lead = main(view, words, &told).map(|r| r.when);
    let later = match (lead, view.doc.anchor.date()) {
        (None, Some(anchor)) => (1..OPENING).find_map(|n| {
            let words = tokens.sentences.get(SentId::new(sentence.index() + n))?;
            let rows = tellings(view, tokens.cover(words)?, Reading { planned: None, lasting: false });
            rows.iter().map(|r| r.when).find(|w| {
                let age = i64::from((anchor - w.first()).get_days());
                w.first() == w.last() && (0..=LATE).contains(&age)
            })
        }),
        _ => None,
    };
    Some(Opening { sentence, word: words.start, lead, dateline, later })
}

/// Whether two words are forms of one ("invade", "invasion").
fn same_stem(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let shorter = a.chars().count().min(b.chars().count());
    a == b && shorter > 2 || common >= STEM && common * 5 >= shorter * 3
}

/// The words that a date dates: what it hangs on, and the subject and object of that verb ("talks were held on Friday").
fn dated(view: &View<'_>, row: std::ops::Range<TokenId>) -> Vec<TokenId> {
    let covers = |t: TokenId| row.start <= t && t < row.end;
    let out = (row.start.index()..row.end.index())
        .map(TokenId::new)
        .find_map(|w| view.head(w).filter(|h| !covers(*h)));
    let Some(governor) = out else { return Vec::new() };
    let mut words = vec![governor];
    if view.upos(governor) == "VERB" {
        words.extend(
            view.children(governor).iter().filter(|c| matches!(view.rel(**c), "nsubj" | "obj" | "conj")),
        );
    }
    words
}

/// The dates that the article gives elsewhere to an event of the same word.
pub(crate) fn echoes(view: &View<'_>, of: Trigger, bare: bool, anchor: Date, out: &mut Vec<Dating>) {
    let Some((here, words)) = view.sentence(of.word) else { return };
    let Some(cover) = view.doc.tokens.cover(&words) else { return };
    let rows = &view.doc.timexes;
    let at = rows.partition_point(|t| t.range.start() < cover.start());
    let near = &rows[at.saturating_sub(AROUND)..(at + AROUND).min(rows.len())];
    let lemma = view.lemma(of.word);
    let mut found: Vec<(usize, Dating)> = Vec::new();
    for t in near.iter().filter(|t| t.kind != TimexKind::Duration && !cover.contains(t.range)) {
        let words = view.doc.tokens.touched_by(t.range);
        let there = dated(view, words.clone());
        let Some(same) = there.iter().position(|w| *w != of.word && same_stem(view.lemma(*w), lemma)) else {
            continue;
        };
        let Some(when) = telling::written_for(t, of.status == Status::Planned, anchor) else { continue };
        let Some((sentence, _)) = view.sentence(words.start) else { continue };
        let far = sentence.index().abs_diff(here.index());
        let exact = there.get(same).is_some_and(|w| view.lemma(*w) == lemma);
        let features =
            rank::echo(of, when, rank::Echo { far, behind: sentence > here, exact, same, bare }, anchor);
        found.push((far, Dating { when, basis: DateBasis::Assumed, features }));
    }
    found.sort_by_key(|(far, _)| *far);
    out.extend(found.into_iter().take(ECHOES).map(|(_, d)| d));
}

/// Whether the line that a word stands in begins with the time of the day, as those of a live report do.
pub(crate) fn begins_with_a_clock(view: &View<'_>, t: TokenId) -> bool {
    let before = view.doc.text.get(..view.range(t).start() as usize).unwrap_or_default();
    let line = before.rfind('\n').map_or(before, |i| &before[i + 1..]);
    let mut chars = line.trim_start().chars();
    let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let hour = digits(chars.next()) && digits(chars.next());
    hour && matches!(chars.next(), Some(':' | '.')) && digits(chars.next()) && digits(chars.next())
}

fn moved(day: Date, by: i64) -> Option<Date> {
    jiff::Span::new().try_days(by).ok().and_then(|s| day.checked_add(s).ok())
}

/// "A two-day summit", "after three days of talks", "for three days from Monday": the days from and up to the days that are told,
/// or the article's.
pub(crate) fn stays(
    view: &View<'_>,
    of: Trigger,
    cover: TextRange,
    here: &[Telling],
    anchor: Date,
    out: &mut Vec<Dating>,
) {
    if !of.stays() && !of.lasting() {
        return;
    }
    let Some((length, hyphen)) = lengths::lengths(view, cover).next() else { return };
    let told = here.iter().filter(|r| !r.stretched).filter_map(Telling::day).map(|day| (day, true));
    let mut bases: Vec<(Date, bool)> = told.take(3).collect();
    bases.push((anchor, false));
    for (base, own) in bases {
        for back in [false, true] {
            let by = if back { 1 - length } else { length - 1 };
            let Some(other) = moved(base, by) else { continue };
            let when = When::days(base.min(other), base.max(other));
            if out.iter().any(|d| d.when == when) {
                continue;
            }
            let features = rank::stay(of, own, back, hyphen);
            out.push(Dating {
                when,
                basis: if own { DateBasis::Stated } else { DateBasis::Assumed },
                features,
            });
        }
    }
}

/// "This year" of what has happened ends with the article's day, of what is planned begins with it.
pub(crate) fn cut(of: Trigger, row: &Telling, anchor: Date) -> Option<When> {
    match row.when {
        When::Point(CalendarPoint::Day(_)) => None,
        When::Point(_) | When::Interval(..) if row.when.first() < anchor && anchor < row.when.last() => {
            Some(if of.status == Status::Planned {
                When::days(anchor, row.when.last())
            } else {
                When::days(row.when.first(), anchor)
            })
        }
        _ => None,
    }
}

/// "Has met 14 times since the truce of April 26": from a date of the sentence to the article's day.
pub(crate) fn span(
    view: &View<'_>,
    of: Trigger,
    row: &Telling,
    anchor: Date,
) -> Option<(When, rank::Features)> {
    let point = match row.when {
        When::Point(point) if row.when.last() < anchor && of.status != Status::Planned => point,
        _ => return None,
    };
    let (_, words) = view.sentence(of.word)?;
    let since = (words.start.index()..row.first.index()).map(TokenId::new).any(|t| view.word(t) == "since");
    let perfect = rank::perfect(view, of.word);
    if !since && !perfect {
        return None;
    }
    let when = match point {
        CalendarPoint::Day(day) => When::days(day, anchor),
        point => When::Interval(point, CalendarPoint::Day(anchor)),
    };
    let mut features: rank::Features = vec![("date.span", 1.0)];
    for (name, holds) in [
        ("date.span.since", since),
        ("date.span.perfect", perfect),
        ("date.span.both", since && perfect),
        ("date.span.lasting", of.lasting()),
    ] {
        if holds {
            features.push((name, 1.0));
        }
    }
    Some((when, features))
}

/// "Have fought for 20 years": from then to the article's day, as fine as the length is told.
pub(crate) fn until_now(view: &View<'_>, of: Trigger, cover: TextRange, anchor: Date) -> Option<When> {
    if !of.lasting() && !rank::perfect(view, of.word) && !rank::had(view, of.word) {
        return None;
    }
    let rows =
        telling::within(view, cover).iter().filter(|t| t.kind == TimexKind::Duration && t.days.is_none());
    rows.filter_map(|t| {
        let value = t.value.strip_prefix('P')?;
        let n = value.get(..value.len().checked_sub(1)?)?.parse::<i16>().ok()?;
        match value.chars().last()? {
            'Y' => {
                let first = anchor.year().checked_sub(n)?;
                Some(When::Interval(CalendarPoint::Year(first), CalendarPoint::Year(anchor.year())))
            }
            'M' => {
                let first = anchor.checked_sub(jiff::Span::new().try_months(n).ok()?).ok()?;
                Some(When::Interval(telling::month_of(first), telling::month_of(anchor)))
            }
            'W' => Some(When::days(moved(anchor, -7 * i64::from(n))?, anchor)),
            'D' => Some(When::days(moved(anchor, -i64::from(n))?, anchor)),
            _ => None,
        }
    })
    .next()
}
