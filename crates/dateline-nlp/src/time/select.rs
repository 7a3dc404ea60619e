//! Which of the expressions that may stand at a place is told: the longest that has a meaning there.

use dateline_types::{Anchor, Date, TextRange, Timex, TimexBasis};

use super::Tagger;
use super::chart::{Chart, Found};
use super::context::Context;
use super::grammar::{GrammarError, lines};
use super::lexemes::{Lexeme, lexemes};
use super::resolve::{Grain, Point, Resolved, Scene, Told};
use super::sem::{Sem, Unit};
use crate::actor::Table;

/// Lexemes behind "the anniversary of" that name the event.
const NAMED: usize = 12;
/// Lexemes before "his 79th birthday" among which the person is looked for.
const PERSON: usize = 400;
/// People who are thought of.
const PEOPLE: usize = 12;

/// Month, day, and the words of which one follows.
pub(super) type EventDay = (i32, i32, Vec<&'static str>);

pub(super) fn names(text: &'static str) -> Result<Vec<EventDay>, GrammarError> {
    lines(text)
        .map(|(n, line)| {
            let fail =
                || GrammarError { file: "names.txt", line: n, what: "expected MM-DD WORDS".to_owned() };
            let mut parts = line.split_whitespace();
            let (m, d) = parts.next().and_then(|day| day.split_once('-')).ok_or_else(fail)?;
            Ok((m.parse().map_err(|_| fail())?, d.parse().map_err(|_| fail())?, parts.collect()))
        })
        .collect()
}

pub(super) fn select(tagger: &Tagger, table: &Table, cx: &Context<'_>, anchor: Anchor) -> Vec<Timex> {
    let mut lex = Vec::new();
    lexemes(&tagger.grammar.words, cx.text, &mut lex);
    let mut chart = Chart::default();
    chart.fill(&tagger.grammar, &lex);
    let mut told = Told::default();
    let mut out = Vec::new();
    let mut free = 0;
    for found in &chart.found {
        if found.start < free {
            continue;
        }
        let Some(sem) = chart.sems.get(found.sem as usize) else { continue };
        let range = cover(&lex, found);
        if *sem == Sem::Nothing {
            free = found.end;
            continue;
        }
        if blocked(tagger, cx, &lex, found, sem, range) {
            continue;
        }
        let at = found.start as usize;
        let scene = Scene {
            anchor: anchor.date(),
            told: &told,
            tense: if needs_tense(sem) { cx.tense(&lex, at, range) } else { super::context::Tense::Unknown },
            at: found.start,
            beside: matches!(sem, Sem::Month { .. }) && beside(&lex, &told, at),
            calendar: &tagger.calendar,
            state: &|| state(table, &lex, found),
            births: &|| births(table, cx, &lex, at, range),
            event: &|| event(tagger, cx.text, &lex, found, sem, &out),
        };
        let Some(resolved) = scene.resolve(sem) else { continue };
        free = found.end;
        let day = (resolved.grain == Some(Grain::Day)).then_some(resolved.days).flatten();
        remember(&mut told, sem, &resolved, found.start);
        let rule = tagger.grammar.rules[usize::from(found.rule)].name;
        out.push(timex(resolved, range, rule, anchor));
        if let (Sem::Day { .. } | Sem::Date { .. }, Some((day, _))) = (sem, day)
            && let Some((end, last, range)) = continued(&lex, found.end as usize, day)
        {
            free = u32::try_from(end).unwrap_or(free);
            let basis = TimexBasis::RelativeToText;
            let kind = dateline_types::TimexKind::Date;
            out.push(Timex {
                range,
                kind,
                value: last.to_string(),
                days: Some((last, last)),
                basis,
                rule: "day-range-last",
            });
        }
    }
    out
}

/// "Nov. 23 to 26", "April 24 and 25": a second day of the same month; its end, the day and its range.
fn continued(lex: &[Lexeme<'_>], at: usize, first: Date) -> Option<(usize, Date, TextRange)> {
    let joiner = lex.get(at)?;
    let number = lex.get(at + 1)?;
    let n = number.digits.filter(|n| number.text.len() <= 2 && *n > i32::from(first.day()))?;
    let behind = lex.get(at + 2);
    // "3 May to 5 June".
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = |l: &&Lexeme<'_>| {
        l.capital && !l.broken && MONTHS.iter().any(|m| l.text.to_lowercase().starts_with(m))
    };
    if behind.filter(month).is_some() {
        return None;
    }
    let ends = behind.is_none_or(|l| {
        l.broken
            || matches!(
                l.text,
                "," | "."
                    | ";"
                    | ")"
                    | "in"
                    | "at"
                    | "on"
                    | "for"
                    | "with"
                    | "to"
                    | "and"
                    | "when"
                    | "as"
                    | "by"
            )
    });
    let fits = match joiner.text.to_lowercase().as_str() {
        "to" | "through" | "until" => true,
        "-" | "–" | "—" => !number.spaced || ends,
        "and" | "or" => ends,
        _ => false,
    };
    let unit = behind.is_some_and(|l| !l.spaced && !matches!(l.text, "," | "." | ";" | ")" | ":"));
    if !fits || unit {
        return None;
    }
    let day = super::calendar::date(i32::from(first.year()), i32::from(first.month()), n)?;
    Some((at + 2, day, TextRange::new(number.start, number.end)?))
}

/// Whether the time last told stands in the sentence of the lexeme, and no "since" before it.
fn beside(lex: &[Lexeme<'_>], told: &Told, at: usize) -> bool {
    const REACH: usize = 30;
    let Some(from) = told.last.map(|p| p.at as usize).filter(|from| at.saturating_sub(*from) < REACH) else {
        return false;
    };
    let since = from.checked_sub(1).and_then(|i| lex.get(i));
    let between = lex.get(from..at).unwrap_or_default();
    !since.is_some_and(|l| l.text.eq_ignore_ascii_case("since"))
        && !between.iter().skip(1).any(|l| l.broken || matches!(l.text, "." | "!" | "?" | ";"))
}

fn cover(lex: &[Lexeme<'_>], found: &Found) -> TextRange {
    let start = lex.get(found.start as usize).map_or(0, |l| l.start);
    let end = found.end.checked_sub(1).and_then(|e| lex.get(e as usize)).map_or(start, |l| l.end);
    TextRange::new(start, end).unwrap_or(TextRange::at(start, 0))
}

fn timex(resolved: Resolved, range: TextRange, rule: &'static str, anchor: Anchor) -> Timex {
    let basis = match (resolved.basis, anchor) {
        (TimexBasis::RelativeToAnchor | TimexBasis::Assumed, Anchor::Crawled(_)) => {
            TimexBasis::RelativeToCrawl
        }
        (basis, _) => basis,
    };
    Timex { range, kind: resolved.kind, value: resolved.value, days: resolved.days, basis, rule }
}

fn remember(told: &mut Told, sem: &Sem, resolved: &Resolved, at: u32) {
    if matches!(sem, Sem::Length { unit: Unit::Month, .. }) {
        told.months = Some(at);
    }
    let (Some((first, last)), Some(grain)) = (resolved.days, resolved.grain) else { return };
    let point = Point { first, last, grain, at };
    // "A year earlier" is looked back to; the story goes on from where it was.
    if !matches!(sem, Sem::Away { unit: Unit::Year, sign: -1, .. }) {
        told.last = Some(point);
    }
    if grain <= Grain::Month {
        told.month = Some(point);
    }
    match grain {
        Grain::Day => told.day = Some(point),
        // The quarter of a year before is only compared with.
        Grain::Quarter => {
            let compared = matches!(sem, Sem::QuarterTold { years, .. } if *years != 0)
                || matches!(sem, Sem::Away { .. });
            if !compared && !matches!(sem, Sem::Season { .. }) {
                told.quarter = Some(point);
            }
        }
        _ => {}
    }
}

/// Whether the meaning depends on the tense; trees are climbed for no other.
fn needs_tense(sem: &Sem) -> bool {
    match sem {
        Sem::Part { of, .. } | Sem::Edge(of) | Sem::WeekOf(of) | Sem::Beside { of, .. } => needs_tense(of),
        Sem::Clock { of, .. } => of.as_deref().is_some_and(needs_tense),
        Sem::Day { .. }
        | Sem::Month { .. }
        | Sem::Quarter { .. }
        | Sem::Season { .. }
        | Sem::Weekday { .. }
        | Sem::WeekdayFirst { .. }
        | Sem::Weekend { .. }
        | Sem::Unit { .. }
        | Sem::Holiday { .. }
        | Sem::Birthday(_)
        | Sem::DayAlone(_)
        | Sem::Anniversary(_) => true,
        _ => false,
    }
}

/// Names of people and events, verbs and nouns that only look like time.
fn blocked(
    tagger: &Tagger,
    cx: &Context<'_>,
    lex: &[Lexeme<'_>],
    found: &Found,
    sem: &Sem,
    range: TextRange,
) -> bool {
    let one_word = found.end == found.start + 1;
    match sem {
        Sem::Day { month, day, .. } => {
            let next = lex.get(found.end as usize).map_or("", |l| l.text);
            tagger.names.iter().any(|(m, d, words)| {
                m == month && d == day && words.iter().any(|w| next.eq_ignore_ascii_case(w))
            })
        }
        // "On the 19th", not "on the first".
        Sem::DayAlone(_) => !lex[found.start as usize..found.end as usize].iter().any(|l| l.digits.is_some()),
        Sem::Month { .. } if one_word => {
            // "In June Brown met" is no June Brown.
            let lead = found.start.checked_sub(1).and_then(|i| lex.get(i as usize)).map_or("", |l| l.text);
            let cued = ["in", "since", "until", "during"].iter().any(|w| lead.eq_ignore_ascii_case(w));
            cx.in_name(range, !cued) || matches!(cx.part_of_speech(range), "VERB" | "AUX")
        }
        Sem::Weekday { .. } | Sem::Season { .. } | Sem::Holiday { .. } | Sem::Year(_) if one_word => {
            cx.in_name(range, false)
        }
        _ => false,
    }
}

/// The state that the words around a holiday name, or the text's first.
fn state(table: &Table, lex: &[Lexeme<'_>], found: &Found) -> Option<String> {
    let (start, end) = (found.start as usize, found.end as usize);
    let named = |l: &Lexeme<'_>| {
        (l.capital && l.text.len() > 3).then(|| table.country_of(l.text)).flatten().map(|c| c.to_string())
    };
    let before = lex[start.saturating_sub(12)..start].iter().rev();
    let behind = lex[end.min(lex.len())..(end + 12).min(lex.len())].iter();
    before.chain(behind).find_map(named).or_else(|| lex.iter().take(200).find_map(named))
}

/// The days of birth of the people named before the expression, the nearest first.
fn births(table: &Table, cx: &Context<'_>, lex: &[Lexeme<'_>], at: usize, range: TextRange) -> Vec<Date> {
    let mut out = Vec::new();
    if let Some(syntax) = cx.syntax {
        let words = cx.tokens.touched_by(range);
        let before = syntax.names.iter().rev().filter(|n| n.tokens.end <= words.start);
        for name in before.filter(|n| n.kind == dateline_types::NameKind::Person).take(PEOPLE) {
            let slice = cx.tokens.cover(&name.tokens).and_then(|r| r.slice(cx.text));
            out.extend(slice.and_then(|s| table.birth(s)));
        }
    }
    // Without a model: two or three capitalised words that the table knows.
    let first = at.saturating_sub(PERSON);
    for start in (first..at).rev() {
        if !out.is_empty() && cx.syntax.is_some() || out.len() >= PEOPLE {
            break;
        }
        for len in [3, 2] {
            let row =
                lex.get(start..start + len).filter(|r| start + len <= at && r.iter().all(|l| l.capital));
            let Some(row) = row else { continue };
            let slice = cx.text.get(row[0].start as usize..row[len - 1].end as usize);
            out.extend(slice.and_then(|s| table.birth(s)));
        }
    }
    out
}

/// The day of the event that the words behind "the anniversary of" name; for a counted day, the first day of what it counts.
fn event(
    tagger: &Tagger,
    text: &str,
    lex: &[Lexeme<'_>],
    found: &Found,
    sem: &Sem,
    out: &[Timex],
) -> Option<Date> {
    let end = found.end as usize;
    let behind: Vec<&Lexeme<'_>> =
        lex.iter().skip(end).take(NAMED).take_while(|l| !matches!(l.text, "." | ";")).collect();
    if let Sem::Counted(_) = sem {
        // "The fourth day of the truce": the noun, told before with the day on which it began.
        let noun = behind
            .iter()
            .filter(|l| !matches!(l.text, "of" | "the" | "a" | "its" | "their" | "his"))
            .take(1)
            .next()?;
        if !noun.text.starts_with(char::is_lowercase) {
            return None;
        }
        let here = lex.get(found.start as usize)?.start;
        let told = out.iter().rev().filter(|t| t.range.end() < here).take(6);
        return told.filter_map(|t| Some((t, t.days.filter(|(a, b)| a == b)?.0))).find_map(|(t, day)| {
            // Within the sentence around that day both the noun and a verb of beginning must stand.
            let (start, stop) = sentence(text, t.range);
            let words = text.get(start..stop)?.to_lowercase();
            let begins = [
                "began",
                "begun",
                "started",
                "took effect",
                "came into",
                "declared",
                "launched",
                "broke out",
                "entered into",
            ];
            (words.contains(&noun.text.to_lowercase()) && begins.iter().any(|b| words.contains(b)))
                .then_some(day)
        });
    }
    let mut lower = String::new();
    for lexeme in behind {
        if lexeme.spaced && !lower.is_empty() {
            lower.push(' ');
        }
        lower.push_str(&lexeme.text.to_lowercase());
    }
    tagger.anniversaries.find(&lower)
}

/// From the full stop before a range to the one behind it.
fn sentence(text: &str, range: TextRange) -> (usize, usize) {
    let (start, end) = (range.start() as usize, range.end() as usize);
    let first = text.get(..start).and_then(|t| t.rfind(['.', '\n'])).map_or(0, |i| i + 1);
    let last = text.get(end..).and_then(|t| t.find(['.', '\n'])).map_or(text.len(), |i| end + i);
    (first, last)
}
