//! The whole document's second look at names: bodies of one name in several states, and surnames, which get their person or turn out
//! to be other people.

use dateline_types::{Country, Referent, TextRange};

use super::super::compile::{kind, sense};
use super::super::phrase::Head;
use super::super::table::{EntityId, Table};
use super::super::words::{MISTER, WORDLIKE, listed};
use super::super::{compile, who};
use super::Chunk;

/// States by whose name the document means a region of another state ("Georgia" beside Atlanta): places of that state are named,
/// and nothing of the other one but the name.
pub(super) fn regions(table: &Table, text: &str, chunks: &[Chunk<'_>]) -> Vec<EntityId> {
    let mut out: Vec<EntityId> = Vec::new();
    for c in chunks {
        let Head::State(id, sense::NAME) = c.reading.head else { continue };
        if table.gender(id) != b'r' || out.contains(&id) {
            continue;
        }
        let Some(surface) = c.head.slice(text) else { continue };
        let place = table.find(surface).into_iter().map(|s| s.entity).find(|e| table.kind(*e) == kind::CITY);
        let (own, other) = (table.country(id), place.and_then(|p| table.country(p)));
        let named = |country: Option<Country>| {
            chunks.iter().filter(move |c| c.referents.first().is_some_and(|r| r.country == country))
        };
        let only = named(own).all(|c| c.range.slice(text).is_some_and(|t| t.contains(surface)));
        let there = named(other).any(|c| c.referents[0].how == "place");
        if other.is_some() && only && there {
            out.push(id);
        }
    }
    out
}

/// Whole-document second look: surnames get their person, or turn out to be other people.
pub(super) fn settle(table: &Table, text: &str, day: Option<i32>, chunks: &mut [Chunk<'_>]) {
    let full: Vec<EntityId> = chunks
        .iter()
        .filter_map(|c| match c.reading.head {
            Head::Entity(id)
                if table.kind(id) == kind::PERSON
                    && c.head.slice(text).is_some_and(|t| !is_short_in(table, id, t)) =>
            {
                Some(id)
            }
            _ => None,
        })
        .collect();
    let mut countries: Vec<(Country, u32)> = Vec::new();
    for c in chunks.iter() {
        for r in &c.referents {
            if let Some(country) = r.country.filter(|_| r.how != "table") {
                match countries.iter_mut().find(|k| k.0 == country) {
                    Some(k) => k.1 += 1,
                    None => countries.push((country, 1)),
                }
            }
        }
    }
    for c in chunks.iter_mut() {
        let Head::Entity(id) = c.reading.head else { continue };
        let Some(surface) = c.head.slice(text) else { continue };
        if table.kind(id) == kind::BODY {
            let seen = |c: Country| countries.iter().find(|k| k.0 == c).map_or(0, |k| k.1);
            let options = who::namesakes(table, surface, id);
            if options.len() < 2 {
                continue;
            }
            let meant = options.iter().max_by_key(|o| (seen(o.1), o.0 == id)).filter(|o| seen(o.1) > 0);
            match meant {
                Some(meant) => {
                    c.reading.head = Head::Entity(meant.0);
                    c.referents = who::referents(table, &c.reading, day);
                }
                // Of none of the states that have one is spoken: the name says no state.
                None => c.referents.iter_mut().for_each(|r| {
                    *r = Referent {
                        sectors: std::mem::take(&mut r.sectors),
                        how: "words",
                        ..Referent::default()
                    };
                }),
            }
            continue;
        }
        if table.kind(id) != kind::PERSON || !is_short_in(table, id, surface) {
            continue;
        }
        let chosen = choose(table, text, c, surface, day, &full, &countries);
        match chosen {
            Some(id) => c.reading.head = Head::Entity(id),
            None => c.reading.head = Head::Name(name_range(text, c.range, c.head)),
        }
        if let Head::Name(range) = c.reading.head {
            c.head = range;
        }
        c.referents = who::referents(table, &c.reading, day);
    }
}

/// The given name that stands directly before a surname belongs to it.
fn name_range(text: &str, range: TextRange, head: TextRange) -> TextRange {
    let before = text.get(range.start() as usize..head.start() as usize).unwrap_or_default().trim_end();
    let given = before.rsplit(' ').next().unwrap_or_default();
    if given.chars().next().is_some_and(char::is_uppercase)
        && before.len() >= given.len()
        && !given.is_empty()
        && !given.ends_with(['’', '\''])
    {
        TextRange::from_usize(range.start() as usize + before.len() - given.len(), head.end() as usize)
            .unwrap_or(head)
    } else {
        head
    }
}

fn is_short_in(table: &Table, id: EntityId, surface: &str) -> bool {
    let mut short = false;
    table.each(surface, |s| short |= s.entity == id && s.how == sense::SHORT);
    short
}

/// Offices whose holder the press names by surname alone.
const LEADERS: &[&str] = &["president", "prime minister", "supreme leader", "leader"];

fn choose(
    table: &Table,
    text: &str,
    chunk: &Chunk<'_>,
    surface: &str,
    day: Option<i32>,
    full: &[EntityId],
    countries: &[(Country, u32)],
) -> Option<EntityId> {
    // An undated text is read as one of today: offices that nobody has left.
    let day = day.unwrap_or(compile::OPEN_END);
    let senses = table.find(surface);
    let people = || senses.iter().map(|s| s.entity).filter(|e| table.kind(*e) == kind::PERSON);
    let given = name_range(text, chunk.range, chunk.head);
    let first = (given != chunk.head)
        .then(|| given.slice(text))
        .flatten()
        .and_then(|t| t.split(' ').next())
        .filter(|w| !listed(w, MISTER) && (w.contains(char::is_lowercase) || w.len() <= 3))
        // A title or a nation that the table knows is no given name.
        .filter(|w| table.find(w).iter().all(|s| !matches!(table.kind(s.entity), kind::ROLE | kind::STATE)));
    let support = |c: Country| countries.iter().find(|k| k.0 == c).map_or(0, |k| k.1);
    people()
        .filter_map(|e| {
            let name = table.name(e);
            let known_given = name.contains(' ');
            if let Some(f) = first {
                let (known, told) = (compile::key(name), compile::key(f));
                // "G.W. Bush", "MA Aziz": an initial is enough, and another one is too much.
                let initials = !f.contains(char::is_lowercase);
                let same = known.split(' ').next() == Some(told.as_str())
                    || initials && known.as_bytes().first() == told.as_bytes().first();
                // Another given name: another person, unless the table has none for this one.
                if known_given && !same {
                    return None;
                }
            }
            if full.contains(&e) {
                return Some((e, 1_000_000));
            }
            let mut score = 0i64;
            let country = table.country(e);
            let seen = country.map_or(0, support);
            let titled = chunk.reading.titled
                && chunk.reading.class.len() > 1
                && table.terms(e).any(|t| t.class == chunk.reading.class || t.class == "leader");
            let near = table
                .terms(e)
                .any(|t| t.start.saturating_sub(20_000) <= day && day <= t.end.saturating_add(30_000));
            let now = table.terms(e).any(|t| t.covers(day));
            if chunk.reading.country.is_some() && chunk.reading.country != country {
                return None;
            }
            if titled {
                score += 400;
            }
            if chunk.reading.country.is_some() {
                score += 300;
            }
            score += i64::from(seen.min(10)) * 20;
            // Whoever leads a state is named by surname alone, from the headline on.
            let leads = table.terms(e).any(|t| t.covers(day) && LEADERS.contains(&t.class));
            if now {
                score += if leads { 240 } else { 200 };
            } else if near {
                score += 80;
            }
            if first.is_some() {
                score += 100;
            }
            let bar = if listed(surface, WORDLIKE) { 420 } else { 220 };
            (score >= bar && (titled || near || table.terms(e).next().is_none() && seen > 1))
                .then_some((e, score))
        })
        .max_by_key(|(e, score)| (*score, std::cmp::Reverse(*e)))
        .map(|(e, _)| e)
}
