//! Where the head part of a phrase ends, and what stands behind it: complements and appositions.

use super::super::compile::kind;
use super::super::scan::Item;
use super::super::table::Table;
use super::super::words::{CUTS, NUMBERS, listed, lower_is};
use super::{Head, Reading, read_at};

/// Words whose complement tells more of the head.
const TELLING: &[&str] = &[
    "of",
    "for",
    "from",
    "in",
    "at",
    "to",
    "near",
    "with",
    "on",
    "outside",
    "across",
    "within",
    "inside",
    "around",
    "loyal",
    "belonging",
    "backed",
    "by",
    "representing",
];

/// Where the head part ends: at a preposition, a relative, a comma or a bracket.
pub(super) fn cut_at(text: &str, items: &[Item]) -> usize {
    for (i, item) in items.iter().enumerate().skip(1) {
        match item {
            Item::Mark { mark: ',' | '(' | ';' | ':' | '–' | '—' | '\n', .. } => return i,
            Item::Word { capital: false, range } if listed(range.slice(text).unwrap_or_default(), CUTS) => {
                // "US-led", "Iran-backed": part of an adjective, and what comes after is the head.
                if items.get(i - 1).is_some_and(|p| p.is_mark('-')) {
                    continue;
                }
                // "Up to 30 gunmen".
                let number = |n: &Item| {
                    n.word(text).is_some_and(|w| w.bytes().any(|b| b.is_ascii_digit()) || listed(w, NUMBERS))
                };
                if items.get(i - 1).and_then(|p| p.word(text)).is_some_and(|w| lower_is(w, &["up", "close"]))
                    && items.get(i + 1).is_some_and(number)
                {
                    continue;
                }
                return i;
            }
            _ => {}
        }
    }
    items.len()
}

/// Prepositional phrases, relatives and appositions after the head.
pub(super) fn read_tail<'t>(
    table: &'t Table,
    text: &str,
    tail: &[Item],
    inherits: bool,
    out: &mut Reading<'t>,
    depth: usize,
) {
    let lead = tail.first().and_then(|i| i.word(text)).unwrap_or_default();
    if tail.first().is_some_and(|i| i.is_mark(',') || i.is_mark('(')) {
        // An apposition describes a name that the table does not know.
        if matches!(out.head, Head::Name(_)) && !out.titled {
            let inner = read_at(table, text, &tail[1..], depth + 1);
            if matches!(inner.head, Head::Role(_)) {
                out.sector = inner.sector;
                out.country = out.country.or(inner.country);
                out.class = inner.class;
                out.office = inner.office;
                out.titled = true;
                out.local = inner.local;
            }
        }
        return;
    }
    let next_stop = cut_at(text, &tail[1..]).saturating_add(1).min(tail.len());
    let part = &tail[1..next_stop];
    if lower_is(lead, TELLING) {
        let inner = read_at(table, text, part, depth + 1);
        let inner_country = inner.country.or(match inner.head {
            Head::Entity(_) | Head::State(..) | Head::City(_) => inner.own,
            _ => None,
        });
        // An "ambassador to China" is not China's.
        if out.country.is_none()
            && !lower_is(lead, &["to", "on", "with", "by"])
            && !(lower_is(lead, &["for"]) && out.default.is_some())
        {
            out.country = inner_country;
        }
        out.owned |= inner.owned && out.country.is_none();
        if inherits && lower_is(lead, &["of", "for", "from", "in", "with", "at"]) {
            let s = match inner.head {
                Head::Entity(e) => table.sector(e).filter(|_| table.kind(e) == kind::BODY),
                Head::Role(_) => inner.sector,
                _ => None,
            };
            if s.is_some() {
                out.sector = s;
            }
        }
    }
    if next_stop < tail.len() && out.country.is_none() && depth < 3 {
        read_tail(table, text, &tail[next_stop..], inherits && !lower_is(lead, &["of"]), out, depth + 1);
    }
}
