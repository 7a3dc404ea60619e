//! Whom any stretch of text means.

use dateline_types::{
    ChainId, Country, Date, Document, Idx, MentionId, MentionKind, Referent, Sector, TextRange,
};

use super::compile::kind;
use super::home::{Asked, Home, Question};
use super::phrase::{self, Head, Reading, lower_is};
use super::scan::{self, Item};
use super::table::{Table, number};
use super::{chunk, who};

/// Whom the words mean, through the table, the mentions and the chains of the document, as they are on the day of the event (the
/// document's own day without one). "The two leaders" are several; nothing known is an empty list.
pub fn resolve_span(table: &Table, doc: &Document, span: TextRange, at: Option<Date>) -> Vec<Referent> {
    resolve_asking(table, doc, span, at, &mut Vec::new())
}

/// The same, and what was asked of the context on the way; for fitting the answers.
#[doc(hidden)]
pub fn resolve_asking(
    table: &Table,
    doc: &Document,
    span: TextRange,
    at: Option<Date>,
    asked: &mut Vec<Question>,
) -> Vec<Referent> {
    let day = at.map(number).or_else(|| chunk::day_of(doc.anchor));
    let Some(words) = span.slice(&doc.text) else { return Vec::new() };
    let cx = Cx { table, doc, day, home: Home::of(doc) };
    if let Some(found) = cx.pronoun(span, words) {
        return found;
    }
    let mut items = Vec::new();
    scan::scan(table, &doc.text, span, &mut items);
    cx.settle_names(&mut items, span);
    let mut out: Vec<Referent> = Vec::new();
    for part in parts(table, &doc.text, &items) {
        for r in cx.phrase(part, span, asked) {
            if !out.contains(&r) && out.len() < 12 {
                out.push(r);
            }
        }
    }
    out
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
            Head::State(_, how) => !matches!(how, super::compile::sense::ADJECTIVE) || p.len() > 1,
            Head::Entity(_) | Head::Name(_) | Head::Role(_) => true,
            Head::City(_) | Head::None => false,
        }
    });
    if whole { pieces } else { vec![items] }
}

struct Cx<'d> {
    table: &'d Table,
    doc: &'d Document,
    day: Option<i32>,
    home: Home,
}

const PRONOUNS: &[&str] = &[
    "he",
    "she",
    "they",
    "it",
    "him",
    "her",
    "them",
    "we",
    "i",
    "his",
    "its",
    "their",
    "our",
    "my",
    "himself",
    "herself",
    "itself",
    "themselves",
    "who",
    "which",
    "that",
    "whom",
    "me",
    "ourselves",
];
const PAIR: &[&str] = &[
    "the two",
    "both",
    "the pair",
    "both sides",
    "the two sides",
    "the two leaders",
    "two leaders",
    "both leaders",
    "the two countries",
    "two countries",
    "both countries",
    "the two presidents",
    "the two men",
    "the two nations",
    "both nations",
    "the two governments",
    "both governments",
    "the sides",
    "two sides",
    "each other",
    "the parties",
    "both parties",
    "the two parties",
    "the leaders",
    "the two foreign ministers",
    "the two ministers",
    "both men",
    "the two neighbours",
    "the two neighbors",
    "the two states",
    "the two armies",
    "both armies",
    "the two delegations",
    "the two premiers",
    "the two prime ministers",
    "the warring sides",
    "all sides",
    "all parties",
    "the former",
    "the latter",
];

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
        let pair = lower_is(w, PAIR);
        if !pair && (!lower_is(w, PRONOUNS) || w == "US") {
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

    /// A name that bodies of several states bear means the one of the state spoken of ("the Conservatives", "the kingdom"); where none
    /// of them is, some names mean nobody.
    fn settle_names(&self, items: &mut [Item], span: TextRange) {
        let text = &self.doc.text;
        let told: Vec<Country> = items
            .iter()
            .filter_map(Item::hit)
            .filter(|h| h.is_state())
            .filter_map(|h| self.table.country(h.sense.entity))
            .collect();
        for item in items.iter_mut() {
            let Item::Hit(hit) = item else { continue };
            if hit.kind != kind::BODY {
                continue;
            }
            let id = hit.sense.entity;
            let needs = self.table.extra(id) & super::compile::role::NEEDS != 0;
            let mut options = who::namesakes(self.table, hit.range.slice(text).unwrap_or_default(), id);
            if !needs && options.len() < 2 {
                continue;
            }
            if needs {
                options.retain(|o| self.home.times(o.1) >= 2);
            }
            let countries: Vec<Country> = options.iter().map(|o| o.1).collect();
            let meant = told
                .iter()
                .copied()
                .find(|c| countries.contains(c))
                .or_else(|| self.home.among(&countries, span.start()));
            match options.iter().find(|o| Some(o.1) == meant) {
                Some(meant) => hit.sense.entity = meant.0,
                None if needs => *item = Item::Word { range: hit.range, capital: false },
                None => {}
            }
        }
    }

    /// A body of a name that others bear, of a state that the table does not know one of ("the Communist Party of Nepal").
    fn settle_namesake(&self, reading: &Reading, out: &mut [Referent]) {
        let Head::Entity(id) = reading.head else { return };
        if self.table.kind(id) != kind::BODY {
            return;
        }
        let surface = reading.head_range.and_then(|r| r.slice(&self.doc.text)).unwrap_or_default();
        let options = who::namesakes(self.table, surface, id);
        if options.len() < 2 {
            return;
        }
        let told = reading.country.filter(|c| options.iter().all(|o| o.1 != *c));
        let nowhere = reading.country.is_none() && options.iter().all(|o| !self.home.names(o.1));
        if let (Some(r), true) = (out.first_mut(), told.is_some() || nowhere) {
            *r = Referent { country: told, sectors: r.sectors.clone(), how: "words", ..Referent::default() };
        }
    }

    /// A city alone may be the seat of a body ("Brussels").
    fn settle_seat(&self, reading: &mut Reading, items: &[Item]) {
        let text = &self.doc.text;
        let Head::City(_) = reading.head else { return };
        let alone = items.iter().filter(|i| i.word(text).is_none_or(|w| !lower_is(w, &["the"]))).count() == 1;
        let Some(surface) = reading.head_range.and_then(|r| r.slice(text)).filter(|_| alone) else { return };
        let seat = self
            .table
            .find(surface)
            .into_iter()
            .find(|s| s.how == super::compile::sense::SEAT && self.table.kind(s.entity) == kind::BODY);
        if let Some(seat) = seat {
            reading.head = Head::Entity(seat.entity);
        }
    }

    fn person(
        &self,
        reading: &Reading,
        id: super::table::EntityId,
        chain: Option<&[Referent]>,
    ) -> Vec<Referent> {
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

    /// The country of somebody whose words give none: the owner's, or the one that the context speaks for.
    fn context(
        &self,
        reading: &Reading,
        name: Option<&str>,
        items: &[Item],
        span: TextRange,
        asked: &mut Vec<Question>,
    ) -> Option<Country> {
        if matches!(reading.head, Head::Entity(_)) && reading.nowhere || reading.foreign {
            return None;
        }
        if let Some(owner) = reading.owner {
            return self.table.country(owner);
        }
        // "his bodyguards": whoever "his" is.
        let owner = reading
            .owned
            .then(|| {
                let pronoun = self.doc.mentions.rows.iter_enumerated().find(|(_, m)| {
                    m.kind == MentionKind::Pronoun
                        && self.doc.tokens.cover(&m.tokens).is_some_and(|r| span.contains(r))
                });
                pronoun.and_then(|(id, _)| self.chain_of(id))?.first()?.country
            })
            .flatten();
        if let (true, Some(country)) = (reading.counterpart, owner) {
            return self.home.other_than(&[country]);
        }
        if reading.default.is_some() {
            return reading.default;
        }
        let words: Vec<&str> = items.iter().filter_map(|i| i.word(&self.doc.text)).take(4).collect();
        let first = self.doc.tokens.touched_by(span).start;
        let question = self.home.question(
            self.table,
            &Asked {
                reading,
                span,
                name,
                sentence: self.doc.tokens.sentence_of(first).map_or(0, Idx::index),
                owner,
                body: self.body_meant(reading, span),
                counted: words.iter().take(2).any(|w| {
                    w.bytes().all(|b| b.is_ascii_digit() || b == b',') || phrase::listed(w, phrase::NUMBERS)
                }),
                vague: words.iter().any(|w| phrase::listed(w, phrase::VAGUE)),
            },
        );
        let answer = question.answer();
        asked.push(question);
        answer
    }

    /// "The bloc", "the judges" of an article about an international body or court mean that one and no state's.
    fn body_meant(&self, reading: &Reading, span: TextRange) -> Option<Country> {
        let Head::Role(_) = reading.head else { return None };
        let words = span.slice(&self.doc.text)?;
        let named = |list: &[&str]| words.split([' ', '-']).any(|word| lower_is(word, list));
        let court = reading.sector == Some(Sector::Jud) || named(COURT);
        if !court && !named(BODY) {
            return None;
        }
        let mut last = None;
        let mut times = 0;
        for mention in self.doc.mentions.rows.iter() {
            let Some(at) = self.doc.tokens.cover(&mention.tokens) else { continue };
            let Some(referent) = mention.referents.first().filter(|r| r.how == "table") else { continue };
            let Some(country) = referent.country else { continue };
            if court && referent.sectors.first() == Some(&Sector::Jud) {
                // A state's own court in the same article: nothing is sure.
                if !country.is_body() {
                    return None;
                }
                times += 1;
                last = last.or(Some(country));
            } else if !court && country.is_body() && at.start() < span.start() {
                times += 1;
                last = Some(country);
            }
        }
        last.filter(|_| times >= 2 || !court)
    }
}

/// What an international court has.
const COURT: &[&str] = &["court", "judges", "judge", "tribunal", "chamber", "prosecution"];
/// What only a body of states is called.
const BODY: &[&str] = &["bloc", "alliance", "secretariat", "inspectors", "commissioners"];

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
