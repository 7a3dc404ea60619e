//! Days that follow from a count of the text: "for a third day", "a three-day-old truce".

use dateline_types::{CalendarPoint, Date, DateBasis, Idx, TextRange, TokenId, When};

use super::Dating;
use super::rank::{Features, Trigger};
use super::telling::Telling;
use crate::view::View;

/// Days that a count of days may reach.
const MOST: i64 = 60;
/// Words between an ordinal and its day ("a third straight day").
const BETWEEN: usize = 3;
/// Words before a noun among which its age stands.
const AGE: usize = 8;

/// How many units of time a word counts.
pub(super) fn number(word: &str) -> Option<i64> {
    crate::clause::number(word).map(i64::from).filter(|n| (1..=1000).contains(n))
}

/// "Second", "12th"; "first" counts nothing.
fn ordinal(word: &str) -> Option<i64> {
    const WORDS: [&str; 9] =
        ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    let figures = || {
        let n = word.len().checked_sub(2).and_then(|n| word.get(..n))?;
        word.ends_with(['h', 'd']).then_some(n)?.parse::<i64>().ok()
    };
    let told = WORDS.iter().position(|w| *w == word).and_then(|n| i64::try_from(n + 2).ok());
    told.or_else(figures).filter(|n| (2..=MOST).contains(n))
}

fn moved(day: Date, by: i64) -> Option<Date> {
    jiff::Span::new().try_days(by).ok().and_then(|s| day.checked_add(s).ok())
}

/// Which day of something a range tells of: "the third day of talks", "for a fifth straight night".
fn nth(view: &View<'_>, cover: TextRange) -> Option<i64> {
    let words = view.doc.tokens.touched_by(cover);
    (words.start.index()..words.end.index()).map(TokenId::new).find_map(|t| {
        let n = ordinal(view.word(t))?;
        let rest = (1..=BETWEEN).filter_map(|by| view.step(t, by.cast_signed()));
        let mut rest = rest.skip_while(|w| {
            matches!(
                view.word(*w),
                "and" | "final" | "last" | "straight" | "consecutive" | "successive" | "full" | "running"
            )
        });
        matches!(view.word(rest.next()?), "day" | "night" | "evening").then_some(n)
    })
}

/// From the first of the days counted to the one told, or to the article's.
pub(super) fn from_the_first(
    view: &View<'_>,
    of: Trigger,
    cover: TextRange,
    here: &[Telling],
    anchor: Date,
    out: &mut Vec<Dating>,
) {
    let Some(n) = nth(view, cover) else { return };
    let told = here.iter().filter_map(Telling::day).map(|day| (day, true));
    for (base, own) in told.take(3).chain([(anchor, false)]) {
        let Some(first) = moved(base, 1 - n) else { continue };
        let mut features: Features = vec![("date.nth", 1.0)];
        for (name, holds) in
            [("date.nth.own", own), ("date.nth.lasting", of.lasting()), ("date.nth.stays", of.stays())]
        {
            if holds {
                features.push((name, 1.0));
            }
        }
        let basis = if own { DateBasis::Stated } else { DateBasis::Assumed };
        out.push(Dating { when: When::days(first, base), basis, features });
    }
}

/// How old a range tells the noun of the trigger to be: how many of which unit, and whether the noun is the trigger itself.
fn age(view: &View<'_>, of: Trigger) -> Option<(i64, char, bool)> {
    let back = (0..=AGE).filter_map(|by| view.step(of.word, -by.cast_signed()));
    for t in back {
        // "Three-month-old", as one word or as five.
        let whole: String = match view.word(t) {
            "old" => {
                let parts = (0..=4).rev().filter_map(|by: usize| view.step(t, -by.cast_signed()));
                parts.map(|w| view.word(w)).collect::<Vec<_>>().concat()
            }
            word => word.to_owned(),
        };
        let mut parts = whole.split('-');
        let (Some(n), Some(unit), Some("old"), None) =
            (parts.next().and_then(number), parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let unit = match unit {
            "day" => 'D',
            "week" => 'W',
            "month" => 'M',
            "year" => 'Y',
            _ => continue,
        };
        // The noun that is so old is no person.
        let noun = view.head(t).filter(|h| *h > t);
        return Some((n, unit, noun == Some(of.word)));
    }
    None
}

/// "A three-month-old truce" began three months before the article.
pub(super) fn aged(view: &View<'_>, of: Trigger, anchor: Date) -> Option<Dating> {
    let (n, unit, own) = age(view, of)?;
    let when = match unit {
        'D' => When::day(moved(anchor, -n)?),
        'W' => When::day(moved(anchor, -7 * n)?),
        'M' => {
            let day = anchor.checked_sub(jiff::Span::new().try_months(n).ok()?).ok()?;
            When::Point(CalendarPoint::Month { year: day.year(), month: day.month() })
        }
        _ => When::Point(CalendarPoint::Year(anchor.year().checked_sub(i16::try_from(n).ok()?)?)),
    };
    let mut features: Features = vec![("date.aged", 1.0)];
    if own {
        features.push(("date.aged.own", 1.0));
    }
    Some(Dating { when, basis: DateBasis::Stated, features })
}
