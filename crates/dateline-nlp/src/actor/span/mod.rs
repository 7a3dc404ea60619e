//! Whom any stretch of text means.

mod context;
mod names;

use dateline_types::{ChainId, Country, Date, Document, MentionId, MentionKind, Referent, Sector, TextRange};

use super::compile::{kind, sense};
use super::home::{Home, Question};
use super::phrase::{self, Head, Reading};
use super::scan::{self, Item};
use super::table::{EntityId, Table, number};
use super::words::{ASKED_PRONOUNS, PAIR, PAIR_OF, PAIR_THE, listed, lower_is};
use super::{chunk, who};

/// Whom the words of one document mean. What the document says of states is counted once for all questions.
#[derive(Clone, Debug)]
pub struct Resolver<'d> {
    table: &'d Table,
    doc: &'d Document,
    home: Home,
}

impl<'d> Resolver<'d> {
    /// Reads the document's mentions, in time proportional to their number.
    pub fn new(table: &'d Table, doc: &'d Document) -> Self {
        Self { table, doc, home: Home::of(doc) }
    }

    /// As [`resolve_span`] tells.
    pub fn resolve(&self, span: TextRange, at: Option<Date>) -> Vec<Referent> {
        self.resolve_asking(span, at, &mut Vec::new())
    }

    /// The same, and what was asked of the context on the way; for fitting the answers.
    #[doc(hidden)]
    pub fn resolve_asking(
        &self,
        span: TextRange,
        at: Option<Date>,
        asked: &mut Vec<Question>,
    ) -> Vec<Referent> {
        let Self { table, doc, home } = self;
        let day = at.map(number).or_else(|| chunk::day_of(doc.anchor));
        let Some(words) = span.slice(&doc.text) else { return Vec::new() };
        let cx = Cx { table, doc, day, home };
        if let Some(found) = cx.pronoun(span, words) {
            return found;
        }
        let mut items = Vec::new();
        scan::scan(table, &doc.text, span, &mut items);
        for item in &mut items {
            let Item::Hit(hit) = item else { continue };
            if hit.kind == kind::CITY && chunk::is_called(table, hit, &doc.tokens, doc.syntax.as_ref()) {
                *item = Item::Word { range: hit.range, capital: true };
            } else if hit.kind == kind::STATE
                && hit.sense.how == sense::NAME
                && table.country(hit.sense.entity).is_some_and(|c| home.times(c) == 0)
                && let Some(region) = chunk::region(table, hit, &doc.text)
            {
                // The document means the region of that name throughout.
                *hit = region;
            }
        }
        cx.settle_names(&mut items, span);
        let mut out: Vec<Referent> = Vec::new();
        for part in parts(table, &doc.text, &items) {
            for r in cx.phrase(part, span, asked) {
                if !out.contains(&r) && out.len() < MOST {
                    out.push(r);
                }
            }
        }
        out
    }
}

/// Referents of one stretch at most.
const MOST: usize = 12;

/// Whom the words mean, through the table, the mentions and the chains of the document, as they are on the day of the event (the
/// document's own day without one). "The two leaders" are several; nothing known is an empty list.
///
/// For more than one question about a document, [`Resolver`] spares the counting of its states.
pub fn resolve_span(table: &Table, doc: &Document, span: TextRange, at: Option<Date>) -> Vec<Referent> {
    Resolver::new(table, doc).resolve(span, at)
}

/// Splits "Russia, China and Iran" into its members; a shared head ("Polish and Laotian students") stays one phrase.
fn parts<'i>(table: &Table, text: &str, items: &'i [Item]) -> Vec<&'i [Item]> {
    let is_and = |i: &Item| i.word(text).is_some_and(|w| lower_is(w, &["and"])) || i.is_mark('&');
    let Some(first) = items.iter().position(is_and) else { return vec![items] };
    let mut bounds = vec![0];
    for (i, item) in items.iter().enumerate() {
        if is_and(item) || item.is_mark(',') && i < first {
            bounds.push(i + 1);
        }
    }
    bounds.push(items.len() + 1);
    let pieces: Vec<&[Item]> =
        bounds.windows(2).map(|w| &items[w[0]..w[1] - 1]).filter(|p| !p.is_empty()).collect();
    let whole = pieces.iter().all(|p| {
        let reading = phrase::read(table, text, p);
        match reading.head {
            Head::State(_, how) => !matches!(how, sense::ADJECTIVE) || p.len() > 1,
            Head::Entity(_) | Head::Name(_) | Head::Role(_) => true,
            Head::City(_) | Head::None => false,
        }
    });
    if whole { pieces } else { vec![items] }
}

/// "Both sides", "the two leaders", "each other".
fn is_pair(words: &str) -> bool {
    let behind =
        |start: &str| words.get(start.len()..).filter(|_| words[..start.len()].eq_ignore_ascii_case(start));
    // "The two foreign ministers", "the warring sides".
    let bare = |w: &'_ str| {
        ["foreign ", "prime ", "warring ", "rival "]
            .iter()
            .find(|p| w.starts_with(**p))
            .map_or(0, |p| p.len())
    };
    listed(words, PAIR)
        || behind("the ").is_some_and(|w| listed(&w[bare(w)..], PAIR_THE))
        || ["the two ", "both "]
            .iter()
            .any(|start| behind(start).is_some_and(|w| listed(&w[bare(w)..], PAIR_OF)))
}

struct Cx<'d> {
    table: &'d Table,
    doc: &'d Document,
    day: Option<i32>,
    home: &'d Home,
}

impl Cx<'_> {
    fn pronoun(&self, span: TextRange, words: &str) -> Option<Vec<Referent>> {
        let w = words.trim();
        if lower_is(w, &["the two koreas", "both koreas", "two koreas", "the koreas"]) {
            let one = |code| Referent {
                country: Country::new(code),
                sectors: vec![Sector::Gov],
                how: "pair",
                ..Referent::default()
            };
            return Some(vec![one("KOR"), one("PRK")]);
        }
        let pair = is_pair(w);
        if !pair && (!listed(w, ASKED_PRONOUNS) || w == "US") {
            return None;
        }
        let found = self.chain_at(span).map(|rows| self.dated(rows)).unwrap_or_default();
        let told = found.iter().filter(|r| r.country.is_some()).count();
        if told < 2 && pair {
            let leaders = w.contains("leader")
                || w.contains("president")
                || w.contains("minister")
                || w.contains("men")
                || w.contains("premier");
            return Some(
                self.home
                    .two()
                    .into_iter()
                    .map(|c| {
                        let named = leaders
                            .then(|| self.day.and_then(|d| who::holder(self.table, c, "leader", d)))
                            .flatten();
                        named.map_or_else(
                            || Referent {
                                country: Some(c),
                                sectors: vec![Sector::Gov],
                                how: "pair",
                                ..Referent::default()
                            },
                            |t| Referent { how: "pair", ..who::entity(self.table, t.owner, self.day) },
                        )
                    })
                    .collect(),
            );
        }
        Some(found)
    }

    /// The chain of the mention that lies at the span, with the smallest difference.
    fn chain_at(&self, span: TextRange) -> Option<&[Referent]> {
        let (_, id) = self
            .doc
            .mentions
            .rows
            .iter_enumerated()
            .filter_map(|(id, m)| {
                let range = self.doc.tokens.cover(&m.tokens)?;
                range
                    .overlaps(span)
                    .then(|| (range.start().abs_diff(span.start()) + range.end().abs_diff(span.end()), id))
            })
            .min_by_key(|(gap, id)| (*gap, *id))?;
        self.chain_of(id)
    }

    fn chain_of(&self, id: MentionId) -> Option<&[Referent]> {
        let chain: ChainId = self.doc.chains.of.get(id).copied().flatten()?;
        self.doc.chains.referents.get(chain).map(Vec::as_slice).filter(|rows| !rows.is_empty())
    }

    /// The mention whose head word is the head of the phrase.
    fn mention_of(&self, head: TextRange) -> Option<MentionId> {
        let words = self.doc.tokens.touched_by(head);
        self.doc
            .mentions
            .rows
            .iter_enumerated()
            .filter(|(_, m)| m.kind != MentionKind::Pronoun && words.start <= m.head && m.head < words.end)
            .max_by_key(|(id, m)| (m.tokens.end, std::cmp::Reverse(m.tokens.start), std::cmp::Reverse(*id)))
            .map(|(id, _)| id)
    }

    /// Referents of the table as they are on the day.
    fn dated(&self, rows: &[Referent]) -> Vec<Referent> {
        rows.iter()
            .map(|r| {
                let known = r.name.as_deref().and_then(|name| {
                    self.table.find(name).into_iter().map(|s| s.entity).find(|e| {
                        self.table.kind(*e) == kind::PERSON
                            && self.table.name(*e) == name
                            && (r.country.is_none()
                                || r.country == self.table.country(*e)
                                || self.table.terms(*e).any(|t| t.country == r.country))
                    })
                });
                match known {
                    Some(id) => {
                        let now = who::entity(self.table, id, self.day);
                        let titled = now.office.is_none() && r.how == "title" && self.near_anchor();
                        let sectors =
                            if now.sectors.is_empty() || titled { r.sectors.clone() } else { now.sectors };
                        Referent { sectors, how: "chain", ..now }
                    }
                    None => Referent { how: "chain", ..r.clone() },
                }
            })
            .collect()
    }

    /// Whether the event is of about the article's own time, so that titles of the article hold.
    fn near_anchor(&self) -> bool {
        match (self.day, chunk::day_of(self.doc.anchor)) {
            (Some(a), Some(b)) => (a - b).abs() < 10_000,
            _ => true,
        }
    }

    fn phrase(&self, items: &[Item], span: TextRange, asked: &mut Vec<Question>) -> Vec<Referent> {
        let text = &self.doc.text;
        let mut reading = phrase::read(self.table, text, items);
        self.settle_seat(&mut reading, items);
        let mention = reading.head_range.and_then(|h| self.mention_of(h));
        let chain = mention.and_then(|m| self.chain_of(m));
        let mut out = match &reading.head {
            Head::Entity(id)
                if self.table.kind(*id) == kind::PERSON && (!reading.short || mention.is_none()) =>
            {
                self.person(&reading, *id, chain)
            }
            Head::Entity(id)
                if self.table.kind(*id) == kind::PERSON
                    && chain.is_some_and(|rows| {
                        rows[0].how != "title" && rows[0].how != "words" && rows[0].id.is_some()
                    }) =>
            {
                self.person(&reading, *id, chain)
            }
            Head::Name(_) | Head::Entity(_) if matches!(reading.head, Head::Name(_)) || reading.short => {
                let own = match reading.head {
                    Head::Name(_) => who::referents(self.table, &reading, self.day),
                    _ => who::referents(
                        self.table,
                        &Reading { head: Head::Name(span), ..reading.clone() },
                        self.day,
                    ),
                };
                let known = chain.map(|rows| self.dated(rows)).unwrap_or_default();
                if own.is_empty()
                    || known.iter().any(|k| k.name.is_some() && !k.sectors.is_empty()) && !reading.titled
                {
                    known
                } else {
                    merge(own, &known)
                }
            }
            Head::Role(_) => {
                let own = who::referents(self.table, &reading, self.day);
                match chain {
                    // "His American counterpart, Donald Trump" is that man.
                    Some(rows) if reading.counterpart && rows[0].name.is_some() => self.dated(rows),
                    Some(rows) if reading.country.is_none() => merge(own, &self.dated(rows)),
                    _ => own,
                }
            }
            _ => who::referents(self.table, &reading, self.day),
        };
        self.settle_namesake(&reading, &mut out);
        if let (true, Some(rows)) = (out.is_empty(), chain) {
            out = self.dated(rows);
        }
        if out.is_empty() {
            out.push(Referent { how: "context", ..Referent::default() });
        }
        let lacks = out.iter().any(|r| r.country.is_none());
        let name = match reading.head {
            Head::Name(range) => {
                let short = range.slice(text).unwrap_or_default();
                let full = out.first().and_then(|r| r.name.as_deref());
                Some(full.filter(|f| f.len() > short.len()).unwrap_or(short).to_owned())
            }
            _ => None,
        };
        let context = lacks.then(|| self.context(&reading, name.as_deref(), items, span, asked)).flatten();
        for r in &mut out {
            if r.country.is_none() {
                r.country = context;
            }
            if r.sectors.is_empty() {
                r.sectors.push(if matches!(reading.head, Head::City(_)) { Sector::Gov } else { Sector::Cvl });
            }
        }
        out
    }

    fn person(&self, reading: &Reading<'_>, id: EntityId, chain: Option<&[Referent]>) -> Vec<Referent> {
        // The chain has decided which of several people of a surname this is.
        let chosen = chain
            .filter(|rows| rows.len() == 1)
            .map(|rows| self.dated(rows))
            .filter(|rows| rows[0].name.is_some());
        let mut out = chosen.unwrap_or_else(|| who::referents(self.table, reading, self.day));
        if out[0].sectors.is_empty() {
            out[0].sectors.extend(reading.sector.or_else(|| self.table.sector(id)));
        }
        if reading.former && matches!(out[0].sector(), Some(Sector::Gov | Sector::Leg | Sector::Mil)) {
            out[0].sectors = vec![Sector::Eli];
        }
        out
    }
}

/// What the phrase says of itself, completed by what the chain knows.
fn merge(own: Vec<Referent>, known: &[Referent]) -> Vec<Referent> {
    if own.is_empty() {
        return known.to_vec();
    }
    let Some(k) = known.first() else { return own };
    if own.len() == 1 && own[0].country.is_none() && known.len() > 1 {
        return known.to_vec();
    }
    own.into_iter()
        .map(|mut r| {
            if r.name.is_none() && (r.country.is_none() || r.country == k.country) {
                r.name.clone_from(&k.name);
                r.id.clone_from(&k.id);
            }
            r.country = r.country.or(k.country);
            if r.sectors.is_empty() {
                r.sectors.clone_from(&k.sectors);
            }
            r
        })
        .collect()
}
