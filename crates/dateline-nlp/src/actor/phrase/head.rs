//! The head of a phrase: its last name, role, state or place, and what is no more than a surname.

use dateline_types::{Sector, TextRange};

use super::super::compile::{kind, role, sense};
use super::super::scan::{Hit, Item, is_plural, role_flag};
use super::super::table::Table;
use super::super::words::{ARTICLES, FEMALE_NAMES, MALE_NAMES, PLACE_WORDS, listed, lower_is};
use super::{Head, Reading};

/// Finds the head among the items before the cut.
pub(super) fn head_of<'t>(table: &'t Table, text: &str, front: &[Item], out: &mut Reading<'t>) {
    let last = front.iter().rposition(|i| !matches!(i, Item::Mark { .. }));
    let Some(last) = last else { return };
    match &front[last] {
        Item::Hit(hit) => match family(table, text, front, last, hit) {
            // "Thomas Shannon": a city's name behind a given name is a person's.
            Some(range) => {
                out.head = Head::Name(range);
                out.head_range = Some(range);
            }
            None => set_head(table, text, hit, out),
        },
        // "Nicolas Maduro Moros": a further surname behind a name of the table.
        Item::Word { capital: true, range }
            if last > 0
                && front[last - 1].hit().is_some_and(|h| {
                    h.is_person()
                        && !h.is_short()
                        && text.get(h.range.end() as usize..range.start() as usize) == Some(" ")
                }) =>
        {
            if let Item::Hit(hit) = &front[last - 1] {
                set_head(table, text, hit, out);
            }
        }
        Item::Word { capital: true, .. } => {
            let mut first = last;
            while first > 0
                && (front[first - 1].is_capital()
                    && !front[first - 1].word(text).is_some_and(|w| listed(w, ARTICLES))
                    || front[first - 1].is_mark('-') && first > 1
                    || front[first - 1].hit().is_some_and(|h| {
                        h.is_short()
                            || h.kind == kind::CITY
                            // "Interior Minister Bayan Sulagh": between a title and a surname stands a given name.
                            || h.kind == kind::BODY
                                && first > 1
                                && front[first - 2].hit().is_some_and(Hit::is_role)
                                && h.range.slice(text).is_some_and(|t| !t.contains([' ', '-']) && t.contains(char::is_lowercase))
                    }))
            {
                first -= 1;
            }
            while first < last && matches!(front[first], Item::Mark { .. }) {
                first += 1;
            }
            let range = front[first].range().cover(front[last].range());
            out.head = Head::Name(range);
            out.head_range = Some(range);
        }
        Item::Word { .. } => {
            // An unknown common noun: what it is called by the roles before it ("court aides"), else people of some sort.
            let hit = front[..last].iter().rev().find_map(Item::hit);
            match hit {
                Some(h) if h.is_role() => {
                    set_head(table, text, h, out);
                    out.plural |= front[last].word(text).is_some_and(|w| w.ends_with('s'));
                }
                _ => {
                    let w = front[last].word(text).unwrap_or_default();
                    out.plural |=
                        w.ends_with('s') || lower_is(w, &["two", "three", "both", "seven", "others"]);
                    if hit.is_some() {
                        out.head_range = Some(front[last].range());
                        // "NATO sources", "Hamas radicals": of the body.
                        let body = hit.filter(|h| h.kind == kind::BODY);
                        let own = body.and_then(|h| table.sector(h.sense.entity));
                        out.sector = own.or(Some(Sector::Cvl));
                        out.local = own.is_none();
                    }
                }
            }
        }
        Item::Mark { .. } => {}
    }
}

/// Whether a capital that belongs to no place stands right before the name of a place.
pub(super) fn surname(text: &str, front: &[Item], hit: &Hit) -> bool {
    let Some(at) = front.iter().position(|i| i.range() == hit.range).filter(|at| *at > 0) else {
        return false;
    };
    match &front[at - 1] {
        Item::Word { capital: true, range } => {
            let w = range.slice(text).unwrap_or_default();
            w.contains(char::is_lowercase)
                && !listed(w, PLACE_WORDS)
                && text.get(range.end() as usize..hit.range.start() as usize) == Some(" ")
        }
        _ => false,
    }
}

/// A given name, written as one.
pub(crate) fn given(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.contains(char::is_lowercase)
        && (listed(word, FEMALE_NAMES) || listed(word, MALE_NAMES))
}

/// The name of a state or city, which somebody may bear as a surname.
pub(crate) fn place_name(hit: &Hit) -> bool {
    hit.kind == kind::CITY || hit.is_state() && matches!(hit.sense.how, sense::NAME | sense::SEAT)
}

/// Cities of more people are not taken for somebody's name.
const LARGE: u32 = 1_000_000;

/// The whole name where a city's name is the surname of somebody whose given name stands before it.
fn family(table: &Table, text: &str, front: &[Item], last: usize, hit: &Hit) -> Option<TextRange> {
    let seat = hit.kind == kind::STATE && hit.sense.how == sense::SEAT;
    // "Michael Jordan": a state's own name only behind a given name that is known.
    let state = hit.kind == kind::STATE && hit.sense.how == sense::NAME;
    let called = |i: &Item| i.range().slice(text).is_some_and(given);
    let behind = last > 0 && called(&front[last - 1]);
    if hit.kind != kind::CITY && !seat && !(state && behind) {
        return None;
    }
    let first_name = |i: usize| match &front[i] {
        Item::Word { capital: true, range } => {
            let w = range.slice(text).unwrap_or_default();
            w.chars().count() > 1 && w.contains(char::is_lowercase) && !listed(w, PLACE_WORDS)
        }
        Item::Hit(h) => h.is_short() || h.kind == kind::CITY,
        _ => false,
    };
    let beside = |i: usize| {
        let gap = front[i].range().end()..front[i + 1].range().start();
        text.get(gap.start as usize..gap.end as usize) == Some(" ")
    };
    let mut first = last;
    while first > 0 && first_name(first - 1) && beside(first - 1) {
        first -= 1;
    }
    let known =
        behind && kind::CITY != hit.kind || (first..last).any(|i| matches!(front[i], Item::Word { .. }));
    // "President Lincoln", "his wife Regina": behind somebody's role stands a name, unless it is a large city.
    let called = first == last
        && last > 0
        && hit.kind == kind::CITY
        && table.extra(hit.sense.entity) < LARGE
        && beside(last - 1)
        && front[last - 1]
            .hit()
            .is_some_and(|h| role_flag(table, h, role::PERSON) && !is_plural(table, h, text));
    (first < last && known || called).then(|| front[first].range().cover(hit.range))
}

fn set_head<'t>(table: &'t Table, text: &str, hit: &Hit, out: &mut Reading<'t>) {
    let id = hit.sense.entity;
    out.head_range = Some(hit.range);
    out.short = hit.is_short();
    out.own = hit.country(table, text);
    match hit.kind {
        kind::ROLE => {
            out.head = Head::Role(id);
            out.sector = table.sector(id);
            out.class = table.class(id);
            out.office = table.name(id);
            out.default = table.country(id);
            out.plural |= is_plural(table, hit, text);
            out.local = role_flag(table, hit, role::LOCAL);
            out.nowhere = role_flag(table, hit, role::NOWHERE);
            out.group = role_flag(table, hit, role::GROUP);
            out.counterpart = table.name(id).contains("counterpart");
            // Marks that the sector is only a default; read by the caller.
            out.blank = role_flag(table, hit, role::INHERITS);
        }
        kind::STATE => {
            out.head = Head::State(id, hit.sense.how);
            out.plural |= hit.sense.how == sense::PEOPLE;
        }
        kind::CITY => out.head = Head::City(id),
        _ => {
            out.head = Head::Entity(id);
            out.nowhere = hit.kind == kind::BODY && table.extra(id) & role::NOWHERE != 0;
        }
    }
}
