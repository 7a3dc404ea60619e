//! What stands left of the head of a phrase: states, bodies, persons and roles.

use dateline_types::{Sector, TextRange};

use super::super::compile::{kind, role};
use super::super::scan::{Hit, Item, role_flag};
use super::super::table::Table;
use super::super::words::{ASIDE, OTHERS, listed, lower_is};
use super::{Head, Reading, head};

/// Completes the reading by the modifiers; gives the sector that a bare noun ("spokesman", "sources") takes from them.
pub(super) fn read<'t>(
    table: &'t Table,
    text: &str,
    front: &[Item],
    out: &mut Reading<'t>,
) -> Option<Sector> {
    let start = out.head_range.map_or(u32::MAX, |r| r.start());
    let mut inherited: Option<Sector> = None;
    // "Kiev's European backers", "Ukraine's partners" are others than whose they are.
    let others = out.head_range.and_then(|r| r.slice(text)).is_some_and(|w| listed(w, OTHERS))
        || front.last().and_then(|i| i.word(text)).is_some_and(|w| listed(w, OTHERS));
    for hit in front.iter().rev().filter_map(Item::hit).filter(|h| h.range.start() < start) {
        match hit.kind {
            // "General Bertin Bada's wife": a place's name behind a given name is a surname.
            kind::CITY if head::surname(text, front, hit) => {}
            kind::ROLE if matches!(out.head, Head::Entity(_) | Head::Name(_)) && out.sector.is_none() => {
                title(table, hit, out);
            }
            kind::ROLE => inherited = inherited.or(table.sector(hit.sense.entity)),
            _ if stands_aside(text, hit.range) || ethnic(text, hit) => {}
            // "Andreas Papandreou": a place's name right before a surname is a given name.
            kind::CITY
                if (out.short || matches!(out.head, Head::Name(_)))
                    && text.get(hit.range.end() as usize..start as usize) == Some(" ") => {}
            kind::STATE | kind::CITY
                if others
                    && text.get(hit.range.end() as usize..).is_some_and(|t| t.starts_with(['\'', '’'])) =>
            {
                out.nowhere = true;
                out.foreign = true;
            }
            kind::STATE | kind::CITY | kind::BODY => {
                if hit.kind == kind::BODY && inherited.is_none() {
                    inherited = table.sector(hit.sense.entity);
                }
                match (out.country, hit.country(table, text)) {
                    (None, c) => out.country = c,
                    (Some(a), Some(b)) if a != b && hit.is_adjective() && joined(text, hit, start) => {
                        out.also.push(b);
                    }
                    _ => {}
                }
            }
            _ => out.owner = out.owner.or(Some(hit.sense.entity)),
        }
    }
    inherited
}

/// The role before a name.
fn title<'t>(table: &'t Table, hit: &Hit, out: &mut Reading<'t>) {
    let id = hit.sense.entity;
    out.titled = true;
    out.sector = table.sector(id);
    out.class = table.class(id);
    out.office = table.name(id);
    out.default = table.country(id);
    out.local |= role_flag(table, hit, role::LOCAL);
    out.nowhere |= role_flag(table, hit, role::NOWHERE);
    out.blank = role_flag(table, hit, role::INHERITS);
}

/// Whether only "and" stands between the adjective and the head's own modifiers.
fn joined(text: &str, hit: &Hit, head: u32) -> bool {
    text.get(hit.range.end() as usize..head as usize)
        .is_some_and(|between| between.contains(" and ") || between.starts_with('-'))
}

/// Whether the state is only a friend, foe or supplier of whom the words mean ("anti-Syrian", "US-backed").
pub(crate) fn stands_aside(text: &str, state: TextRange) -> bool {
    let after = text.get(state.end() as usize..).unwrap_or_default();
    let before = text.get(..state.start() as usize).unwrap_or_default();
    let backed = after
        .strip_prefix('-')
        .and_then(|rest| rest.split(|c: char| !c.is_alphabetic()).next())
        .is_some_and(|w| listed(w, ASIDE));
    let pro = before
        .strip_suffix('-')
        .and_then(|rest| rest.rsplit(|c: char| !c.is_alphabetic()).next())
        .is_some_and(|w| lower_is(w, &["pro", "anti"]));
    // Words that the tokeniser leaves whole have the hyphen inside.
    let inside = state.slice(text).and_then(|w| w.split_once('-'));
    let whole = inside.is_some_and(|(a, b)| lower_is(a, &["pro", "anti"]) || listed(b, ASIDE));
    backed || pro || whole
}

/// "Ethnic" right before it: where somebody's forebears came from.
pub(super) fn ethnic(text: &str, hit: &Hit) -> bool {
    let before = text.get(..hit.range.start() as usize).unwrap_or_default();
    before.strip_suffix(' ').is_some_and(|b| b.ends_with("ethnic") || b.ends_with("Ethnic"))
}
