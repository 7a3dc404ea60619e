//! Reads the dictionaries of TABARI and PETRARCH, which users own: `.actors.txt` and `.agents.txt`.
//!
//! An actor is a name in capitals with `_` for spaces, codes in brackets behind it or on indented lines below, with the days for which
//! they hold (`[AFGGOV <730717]`, `[AFGELI 620101-730717]`), and synonyms on lines that begin with `+`. An agent is a noun with its
//! plural in braces and a code with `~` where the country goes (`POLICE_OFFICER {POLICE_OFFICERS} [~COP]`).

use super::compile::{self, Builder, Entity, OPEN_END, OPEN_START, Term, kind};
use super::table::Table;
use super::user::TableError;

/// Most lines that are read; larger files are refused rather than half read.
const MOST_LINES: usize = 2_000_000;

#[derive(Default)]
struct Actor {
    names: Vec<String>,
    codes: Vec<Code>,
}

struct Code {
    country: [u8; 3],
    sector: Option<u8>,
    start: i32,
    end: i32,
}

impl Table {
    /// Lays a dictionary of actors over this table.
    pub fn with_petrarch_actors(mut self, text: &str) -> Result<Self, TableError> {
        let mut builder = Builder::default();
        let mut actor = Actor::default();
        for (i, raw) in lines(text)? {
            let indented = raw.starts_with([' ', '\t']);
            let line = raw.trim();
            if line.is_empty() {
                continue;
            }
            let (name, codes) = line.split_at(line.find('[').unwrap_or(line.len()));
            let name = name.trim();
            let synonym = name.strip_prefix('+');
            if synonym.is_none() && !name.is_empty() && !indented {
                add(&mut builder, std::mem::take(&mut actor));
            }
            if !name.is_empty() {
                let plain = plain(synonym.unwrap_or(name));
                if plain.is_empty() {
                    return Err(TableError::Line(i, "an actor without a name".to_owned()));
                }
                actor.names.push(plain);
            }
            for code in
                codes.split('[').filter_map(|c| c.split(']').next()).map(str::trim).filter(|c| !c.is_empty())
            {
                actor.codes.extend(read_code(code).map_err(|what| TableError::Line(i, what))?);
            }
            if !codes.is_empty() && !codes.contains(']') {
                return Err(TableError::Line(i, "a bracket is not closed".to_owned()));
            }
        }
        add(&mut builder, actor);
        self.lay(builder)?;
        Ok(self)
    }

    /// Lays a dictionary of agents (role nouns) over this table.
    pub fn with_petrarch_agents(mut self, text: &str) -> Result<Self, TableError> {
        let mut builder = Builder::default();
        for (i, raw) in lines(text)? {
            let line = raw.trim();
            // Synsets and markers serve verb patterns; nouns alone are read.
            if line.is_empty() || line.starts_with(['!', '+', '<', '&']) {
                continue;
            }
            let (Some(open), Some(close)) = (line.find('['), line.rfind(']')) else {
                return Err(TableError::Line(i, "an agent without a code in brackets".to_owned()));
            };
            if close < open {
                return Err(TableError::Line(i, "brackets the wrong way round".to_owned()));
            }
            let code = line.get(open + 1..close).unwrap_or_default().replace('~', "");
            let Some(sector) = code.get(..3).and_then(compile::sector) else { continue };
            let front = &line[..open];
            let (noun, many) = match front.split_once('{') {
                Some((noun, rest)) => (noun, rest.split('}').next()),
                None => (front, None),
            };
            let (noun, many) = (plain(noun).to_lowercase(), many.map(|m| plain(m).to_lowercase()));
            if noun.is_empty() || noun.contains('!') {
                continue;
            }
            builder.role(&noun, many.as_deref().filter(|m| !m.is_empty()), sector, false);
        }
        self.lay(builder)?;
        Ok(self)
    }
}

/// Lines with their numbers, without comments.
fn lines(text: &str) -> Result<impl Iterator<Item = (usize, &str)>, TableError> {
    if text.lines().count() > MOST_LINES {
        return Err(TableError::Build(format!("more than {MOST_LINES} lines")));
    }
    // Editors of other systems begin files with a mark.
    Ok(text
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .map(|(i, l)| (i + 1, l.split(['#', ';']).next().unwrap_or_default())))
}

fn plain(name: &str) -> String {
    name.replace('_', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read_code(code: &str) -> Result<Option<Code>, String> {
    let (code, span) = code.split_once(char::is_whitespace).unwrap_or((code, ""));
    // "---" and the like mean no actor.
    if !code.get(..3).is_some_and(|c| c.bytes().all(|b| b.is_ascii_uppercase())) {
        return Ok(None);
    }
    let mut parts = code.as_bytes().chunks_exact(3).map(|c| <[u8; 3]>::try_from(c).unwrap_or_default());
    let mut country = parts.next().unwrap_or_default();
    let mut rest: Vec<[u8; 3]> = parts.collect();
    // "IGOUNO", "IGOEUR": the body's own code says more.
    if &country == b"IGO"
        && let Some(at) = rest.iter().position(|p| matches!(p, b"UNO" | b"EUR"))
    {
        country = rest.remove(at);
    }
    let body = matches!(&country, b"UNO" | b"EUR" | b"IGO");
    let sector = rest.iter().find_map(|p| std::str::from_utf8(p).ok().and_then(compile::sector));
    let sector = sector.or_else(|| match &country {
        b"NGO" => compile::sector("SOC"),
        b"MNC" => compile::sector("BUS"),
        b"IMG" => compile::sector("REB"),
        _ if rest.is_empty() || body => compile::sector("GOV"),
        _ => None,
    });
    let (start, end) = read_span(span.trim())?;
    Ok(Some(Code { country, sector, start, end }))
}

/// `<DAY`, `>DAY`, `DAY-DAY`, `DAY-`; days are YYMMDD or YYYYMMDD.
fn read_span(span: &str) -> Result<(i32, i32), String> {
    if span.is_empty() {
        return Ok((OPEN_START, OPEN_END));
    }
    if let Some(day) = span.strip_prefix('<') {
        return Ok((OPEN_START, read_day(day)?));
    }
    if let Some(day) = span.strip_prefix('>') {
        return Ok((read_day(day)?, OPEN_END));
    }
    let (a, b) = span.split_once('-').unwrap_or((span, span));
    let end = if b.trim().is_empty() { OPEN_END } else { read_day(b)? };
    Ok((read_day(a)?, end))
}

fn read_day(day: &str) -> Result<i32, String> {
    let day = day.trim();
    let number: i32 = day.parse().map_err(|_| format!("no day: {day:?}"))?;
    match day.len() {
        8 => Ok(number),
        6 if number / 10_000 < 30 => Ok(20_000_000 + number),
        6 => Ok(19_000_000 + number),
        _ => Err(format!("no day of six or eight digits: {day:?}")),
    }
}

fn add(builder: &mut Builder, actor: Actor) {
    let (Some(name), Some(first)) = (actor.names.first(), actor.codes.first()) else { return };
    let dated = actor.codes.iter().any(|c| c.start != OPEN_START || c.end != OPEN_END);
    let always = actor.codes.iter().find(|c| c.start == OPEN_START && c.end == OPEN_END);
    let sectors = always.and_then(|c| c.sector).into_iter().collect();
    let terms = actor
        .codes
        .iter()
        .filter(|c| c.start != OPEN_START || c.end != OPEN_END)
        .map(|c| Term {
            country: c.country,
            sector: c.sector.unwrap_or(0),
            start: c.start,
            end: c.end,
            ..Term::default()
        })
        .collect();
    let kind = if dated { kind::PERSON } else { kind::BODY };
    let entity =
        Entity { kind, country: first.country, sectors, name: name.clone(), terms, ..Entity::default() };
    builder.capital(entity, &actor.names);
}
