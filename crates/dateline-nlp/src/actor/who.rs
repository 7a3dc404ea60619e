//! From readings to referents: who holds which office on a day, and what an actor of the table is then.

use dateline_types::{Country, Referent, Sector};

use super::compile::{OPEN_END, kind, sense};
use super::phrase::{Head, Reading};
use super::table::{EntityId, Table, Term};

/// An actor of the table as it is on a day; the latest known state without one.
pub(crate) fn entity(table: &Table, id: EntityId, day: Option<i32>) -> Referent {
    let name = Some(table.name(id).to_owned());
    let item = table.wikidata(id);
    let key = Some(if item.is_empty() { table.name(id).to_owned() } else { item.to_owned() });
    let base = Referent {
        name,
        country: table.country(id),
        sectors: table.sectors(id),
        office: None,
        id: key,
        how: "table",
    };
    if table.kind(id) != kind::PERSON {
        return base;
    }
    match standing(table, id, day) {
        Standing::In(term) => Referent {
            country: term.country.or(base.country),
            sectors: vec![term.sector],
            office: Some(term.office.to_owned()),
            ..base
        },
        Standing::After if base.sectors.is_empty() => Referent { sectors: vec![Sector::Eli], ..base },
        Standing::Between if base.sectors.is_empty() => Referent { sectors: vec![Sector::Eli], ..base },
        Standing::Before if base.sectors.is_empty() => Referent { sectors: vec![Sector::Pty], ..base },
        _ => base,
    }
}

/// A person against the terms of the table.
pub(crate) enum Standing<'t> {
    In(Term<'t>),
    Before,
    After,
    Between,
    /// The table knows no terms.
    None,
}

pub(crate) fn standing(table: &Table, id: EntityId, day: Option<i32>) -> Standing<'_> {
    let mut last: Option<Term<'_>> = None;
    let mut before = true;
    let mut any = false;
    let day = day.unwrap_or(OPEN_END);
    for term in table.terms(id) {
        any = true;
        if term.covers(day) {
            // The higher office wins over "leader", which only says that somebody led.
            let better =
                last.as_ref().is_none_or(|l| !l.covers(day) || l.class == "leader" || term.class != "leader");
            if better {
                last = Some(term);
            }
        }
        before &= term.start > day;
    }
    match last {
        Some(term) => Standing::In(term),
        None if !any => Standing::None,
        None if before => Standing::Before,
        None if table.terms(id).any(|t| t.start > day) => Standing::Between,
        None => Standing::After,
    }
}

/// Who holds the office; the words that mean a leader are tried by what the state has.
pub(crate) fn holder<'t>(table: &'t Table, country: Country, class: &str, day: i32) -> Option<Term<'t>> {
    let lead = lead_of(table, country);
    let tries: &[&str] = match class {
        "leader" => match lead {
            b'P' => &["supreme leader", "president", "leader"],
            b'M' => &["prime minister", "leader"],
            b'K' => &["monarch", "leader"],
            _ => &["supreme leader", "leader", "president", "prime minister"],
        },
        "president" if lead == b'P' || lead == b'L' => &["president", "leader"],
        "prime minister" if lead == b'M' => &["prime minister", "leader"],
        "monarch" if lead == b'K' => &["monarch", "leader"],
        other => return table.holder(country, other, day),
    };
    tries.iter().find_map(|class| table.holder(country, class, day))
}

/// P, M, K or L of the states file.
fn lead_of(table: &Table, country: Country) -> u8 {
    table.state(country).map_or(b'L', |id| table.extra(id) as u8)
}

/// The bodies of a name with their states, if there are several ("the Conservatives").
pub(crate) fn namesakes(table: &Table, surface: &str, id: EntityId) -> Vec<(EntityId, Country)> {
    let mut out: Vec<(EntityId, Country)> = Vec::new();
    for s in table.find(surface) {
        if s.entity.layer == id.layer
            && table.kind(s.entity) == kind::BODY
            && s.how == sense::NAME
            && let Some(country) = table.country(s.entity)
            && !out.iter().any(|o| o.1 == country)
        {
            out.push((s.entity, country));
        }
    }
    out
}

/// What the phrase says by itself.
pub(crate) fn referents(table: &Table, reading: &Reading<'_>, day: Option<i32>) -> Vec<Referent> {
    let one = |r: Referent| vec![r];
    match &reading.head {
        Head::Entity(id) => {
            let mut r = entity(table, *id, day);
            if table.kind(*id) == kind::PERSON {
                let unknown = matches!(standing(table, *id, day), Standing::None);
                if reading.former
                    && matches!(r.sectors.first(), Some(Sector::Gov | Sector::Leg | Sector::Mil))
                {
                    r.sectors = vec![Sector::Eli];
                } else if unknown && r.sectors.is_empty() {
                    r.sectors.extend(reading.sector);
                } else if r.office.is_none() && reading.titled && !reading.former && reading.sector.is_some()
                {
                    // The table has no term for that day, but the text calls him by an office.
                    r.sectors = reading.sector.into_iter().collect();
                    r.office = Some(reading.office.to_owned());
                    r.how = "title";
                }
                r.country = r.country.or(reading.country);
            }
            one(r)
        }
        Head::State(id, how) => {
            let sector = if *how == sense::PEOPLE { Sector::Cvl } else { Sector::Gov };
            one(Referent {
                name: Some(table.name(*id).to_owned()),
                country: table.country(*id),
                sectors: vec![sector],
                office: None,
                id: Some(table.wikidata(*id))
                    .filter(|item| !item.is_empty())
                    .map(str::to_owned)
                    .or_else(|| table.country(*id).map(|c| c.to_string())),
                how: match *how {
                    sense::ADJECTIVE => "adjective",
                    sense::PEOPLE => "people",
                    sense::SEAT => "seat",
                    _ => "state",
                },
            })
        }
        Head::City(id) => one(Referent {
            name: Some(table.name(*id).to_owned()),
            country: table.country(*id),
            sectors: Vec::new(),
            office: None,
            id: None,
            how: "place",
        }),
        Head::Role(_) => {
            let base = Referent {
                name: None,
                country: reading.country,
                sectors: reading.sector.into_iter().collect(),
                office: Some(reading.office.to_owned()),
                id: None,
                how: "role",
            };
            if let (Some(country), Some(day), false) =
                (reading.country, day, reading.plural || reading.former)
                && !reading.class.is_empty()
                // Many bodies share this code, and so their offices.
                && country.as_str() != "IGO"
                && reading.sector == Some(Sector::Gov)
                && let Some(term) = holder(table, country, reading.class, day)
            {
                let r = entity(table, term.owner, Some(day));
                return one(Referent {
                    sectors: vec![term.sector],
                    office: Some(term.office.to_owned()),
                    how: "office",
                    ..r
                });
            }
            let mut out: Vec<Referent> =
                reading.also.iter().rev().map(|c| Referent { country: Some(*c), ..base.clone() }).collect();
            out.push(base);
            out
        }
        Head::Name(_) | Head::None => {
            if reading.sector.is_none() && reading.country.is_none() {
                return Vec::new();
            }
            one(Referent {
                country: reading.country,
                sectors: reading.sector.into_iter().collect(),
                office: Some(reading.office.to_owned()).filter(|o| !o.is_empty()),
                how: if reading.titled { "title" } else { "words" },
                ..Referent::default()
            })
        }
    }
}
