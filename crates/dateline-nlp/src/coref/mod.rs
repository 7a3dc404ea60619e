//! Which mentions mean the same actor.
//!
//! Rules over names, roles, number, gender and recency, each in its own function, in the order of their certainty: same actor of the
//! table, same name, surname after full name, description to its office holder, pronoun to the latest that fits. The option rejected: a
//! learned coreference model, which costs a second large encoder and cannot say why.

mod antecedent;
mod gender;
mod place;
mod weights;

use std::collections::HashMap;

use dateline_types::{
    Anchor, ChainId, Chains, Country, Idx, IndexVec, MentionId, MentionKind, Mentions, Referent, Sector,
    Syntax, Tokens,
};

#[doc(hidden)]
pub use antecedent::Question;
use place::Place;

use crate::actor::{Chunk, EntityId, Head, Table, chunks, day_of, lower_is};

/// Chains over the mentions of one document.
pub fn resolve(
    table: &Table,
    text: &str,
    tokens: &Tokens,
    syntax: Option<&Syntax>,
    mentions: &Mentions,
    anchor: Anchor,
) -> Chains {
    let rows = chunks(table, text, tokens, anchor);
    if rows.len() != mentions.rows.len() {
        // These are mentions of something else; say nothing rather than something wrong.
        return Chains { of: mentions.rows.iter().map(|_| None).collect(), ..Chains::default() };
    }
    link(table, text, tokens, syntax, &rows, anchor, &mut Vec::new())
}

/// Mentions and chains in one pass, which costs half of the two calls.
pub fn annotate(
    table: &Table,
    text: &str,
    tokens: &Tokens,
    syntax: Option<&Syntax>,
    anchor: Anchor,
) -> (Mentions, Chains) {
    annotate_asking(table, text, tokens, syntax, anchor, &mut Vec::new())
}

/// The same, and what was asked for each pronoun; for fitting the answers.
#[doc(hidden)]
pub fn annotate_asking(
    table: &Table,
    text: &str,
    tokens: &Tokens,
    syntax: Option<&Syntax>,
    anchor: Anchor,
    asked: &mut Vec<Question>,
) -> (Mentions, Chains) {
    let rows = chunks(table, text, tokens, anchor);
    let chains = link(table, text, tokens, syntax, &rows, anchor, asked);
    (crate::actor::mentions_of(tokens, rows), chains)
}

fn link(
    table: &Table,
    text: &str,
    tokens: &Tokens,
    syntax: Option<&Syntax>,
    rows: &[Chunk],
    anchor: Anchor,
    asked: &mut Vec<Question>,
) -> Chains {
    let mut state = State {
        table,
        text,
        day: day_of(anchor),
        rows,
        places: place::places(text, tokens, syntax, rows),
        of: vec![None; rows.len()],
        chains: Vec::new(),
        by_entity: HashMap::new(),
        by_state: HashMap::new(),
    };
    let mut speakers = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        if row.kind != MentionKind::Pronoun {
            state.link(i);
        } else if antecedent::first_person(row.range.slice(text).unwrap_or_default()) {
            // Who speaks may be named behind the quote.
            speakers.push(i);
        } else {
            let question = state.question(i);
            if let Some(chain) = question.answer() {
                state.join(i, chain);
            }
            asked.push(question);
        }
    }
    for i in speakers {
        if let Some(chain) = state.speaker(i) {
            state.of[i] = Some(chain);
        }
    }
    state.finish()
}

struct Chain {
    referents: Vec<Referent>,
    /// b'f', b'm', b'n' for things, 0 unknown.
    gender: u8,
    plural: bool,
    person: bool,
    /// A name of one word, which may be a person's.
    maybe: bool,
    last: usize,
    /// How many mentions it has, and the last one that was a subject.
    count: usize,
    subject: Option<usize>,
    best: usize,
    class: String,
    /// Folded words of the name.
    name: Vec<String>,
    role: Option<EntityId>,
    /// A modifier alone ("Russian") is no antecedent of "it".
    solid: bool,
}

struct State<'a> {
    table: &'a Table,
    text: &'a str,
    day: Option<i32>,
    rows: &'a [Chunk],
    places: Vec<Place>,
    of: Vec<Option<usize>>,
    chains: Vec<Chain>,
    by_entity: HashMap<EntityId, usize>,
    by_state: HashMap<Country, usize>,
}

impl State<'_> {
    fn link(&mut self, i: usize) {
        let chunk = &self.rows[i];
        let apposed = self.places[i].apposed.and_then(|j| self.of[j]).filter(|c| self.may_describe(i, *c));
        let chain = match &chunk.reading.head {
            Head::Role(_) if apposed.is_some() => apposed,
            Head::Entity(id) => self.by_entity.get(id).copied().or_else(|| self.named(self.table.name(*id))),
            Head::State(..) => {
                chunk.referents.first().and_then(|r| r.country).and_then(|c| self.by_state.get(&c).copied())
            }
            Head::Name(_) => self.name(i),
            Head::Role(_) if chunk.reading.counterpart => self.counterpart(i),
            Head::Role(_) => self.description(i),
            Head::City(_) | Head::None => None,
        };
        match chain {
            Some(chain) => self.join(i, chain),
            None => self.open(i),
        }
    }

    /// Whether the description beside a name may be the name's: one person for one, and no name of a state or place.
    fn may_describe(&self, i: usize, chain: usize) -> bool {
        let (r, c) = (&self.rows[i].reading, &self.chains[chain]);
        !r.plural
            && !c.plural
            && (c.role.is_none() || self.rows[c.last].kind == MentionKind::Name)
            && !c.name.is_empty()
            && (r.group || c.person || c.maybe)
    }

    /// "His American counterpart, Donald Trump": the name behind the comma says who is meant, whatever the tree makes of it, if
    /// the table knows it as one of that state.
    fn counterpart(&mut self, i: usize) -> Option<usize> {
        let state = self.rows[i].referents.first().and_then(|r| r.country)?;
        let end = self.rows[i].range.end();
        let next = self.rows[i + 1..].iter().find(|row| row.range.start() >= end)?;
        let between = self.text.get(end as usize..next.range.start() as usize)?;
        let Head::Entity(id) = next.reading.head else { return None };
        let fits = matches!(between, ", " | " ")
            && next.kind == MentionKind::Name
            && self.table.kind(id) == b'P'
            && next.referents.first().and_then(|r| r.country) == Some(state);
        if !fits {
            return None;
        }
        let known = self.by_entity.get(&id).copied().or_else(|| self.named(self.table.name(id)));
        if known.is_none() {
            // The chain opened now is the one that the name will find.
            self.by_entity.insert(id, self.chains.len());
        }
        known
    }

    /// The person's chain, whether opened by name or by office.
    fn named(&self, name: &str) -> Option<usize> {
        self.chains
            .iter()
            .position(|c| c.person && c.referents.first().and_then(|x| x.name.as_deref()) == Some(name))
    }

    fn words(&self, i: usize) -> Vec<String> {
        let head = self.rows[i].head.slice(self.text).unwrap_or_default();
        head.split([' ', '-']).map(crate::actor::compile::key).filter(|w| !w.is_empty()).collect()
    }

    fn open(&mut self, i: usize) {
        let chunk = &self.rows[i];
        let id = self.chains.len();
        let named = self.places[i].person;
        let person = match &chunk.reading.head {
            Head::Name(_) if named.is_some() => named == Some(true),
            Head::Entity(e) => self.table.kind(*e) == b'P',
            Head::Role(_) => !chunk.reading.group && !chunk.reading.plural,
            Head::Name(_) => chunk.reading.titled || self.words(i).len() == 2 || self.words(i).len() == 3,
            _ => false,
        };
        match &chunk.reading.head {
            Head::Entity(e) => {
                self.by_entity.insert(*e, id);
            }
            Head::State(..) => {
                if let Some(c) = chunk.referents.first().and_then(|r| r.country) {
                    self.by_state.entry(c).or_insert(id);
                }
            }
            _ => {}
        }
        self.chains.push(Chain {
            referents: chunk.referents.clone(),
            gender: self.gender(i),
            plural: chunk.reading.plural || chunk.reading.group,
            person,
            maybe: matches!(chunk.reading.head, Head::Name(_))
                && named != Some(false)
                && !person
                && self.words(i).len() == 1
                && self.one_word_person(i),
            last: i,
            count: 1,
            subject: (self.places[i].role == place::Role::Subject).then_some(i),
            best: i,
            class: chunk.reading.class.clone(),
            name: if matches!(chunk.reading.head, Head::Name(_) | Head::Entity(_)) {
                self.words(i)
            } else {
                Vec::new()
            },
            role: if let Head::Role(r) = chunk.reading.head { Some(r) } else { None },
            solid: chunk.kind != MentionKind::Modifier,
        });
        self.of[i] = Some(id);
    }

    /// "Montalvo said" and not "in Scientology" or "the KTX".
    fn one_word_person(&self, i: usize) -> bool {
        let chunk = &self.rows[i];
        let head = chunk.head.slice(self.text).unwrap_or_default();
        let before = self.text.get(..chunk.head.start() as usize).unwrap_or_default().trim_end();
        let last = before.rsplit([' ', '\n']).next().unwrap_or_default();
        head.chars().skip(1).all(|c| c.is_lowercase() || c == '-')
            && !lower_is(last, &["the", "in", "at", "of", "from", "near", "a", "an", "this", "into", "on"])
    }

    fn join(&mut self, i: usize, id: usize) {
        let chunk = &self.rows[i];
        let gender = self.gender(i);
        self.of[i] = Some(id);
        let words = self.words(i);
        let chain = &mut self.chains[id];
        chain.last = i;
        chain.count += 1;
        if self.places[i].role == place::Role::Subject {
            chain.subject = Some(i);
        }
        if chain.gender == 0 {
            chain.gender = gender;
        }
        if chunk.kind == MentionKind::Pronoun {
            return;
        }
        chain.solid |= chunk.kind != MentionKind::Modifier;
        let better = matches!(chunk.reading.head, Head::Name(_) | Head::Entity(_))
            && chunk.head.len() > self.rows[chain.best].head.len();
        if better || chain.name.is_empty() && !words.is_empty() && chunk.kind == MentionKind::Name {
            chain.best = i;
        }
        if words.len() > chain.name.len() && matches!(chunk.reading.head, Head::Name(_)) {
            chain.name = words;
        }
        // What any mention says of the actor, the chain knows.
        match (chain.referents.first_mut(), chunk.referents.first()) {
            (Some(known), Some(new)) => {
                known.country = known.country.or(new.country);
                if known.sectors.is_empty() {
                    known.sectors.clone_from(&new.sectors);
                }
                if known.office.is_none() {
                    known.office.clone_from(&new.office);
                }
                if known.name.is_none() {
                    known.name.clone_from(&new.name);
                    known.id.clone_from(&new.id);
                }
            }
            (None, Some(new)) => chain.referents.push(new.clone()),
            _ => {}
        }
        if matches!(chunk.reading.head, Head::Name(_))
            && (chunk.reading.titled || chain.maybe && matches!(chain.name.len(), 2 | 3))
        {
            chain.person = true;
        }
        if chain.class.is_empty() {
            chain.class.clone_from(&chunk.reading.class);
        }
    }

    fn gender(&self, i: usize) -> u8 {
        let chunk = &self.rows[i];
        let words = chunk.range.slice(self.text).unwrap_or_default();
        if chunk.kind == MentionKind::Pronoun {
            return gender::of_pronoun(words);
        }
        if let Head::Entity(e) = chunk.reading.head {
            let g = self.table.gender(e);
            if g != 0 {
                return g;
            }
        }
        gender::of_words(words)
    }

    /// A name that the table does not know: the same words, or a surname of a fuller one.
    fn name(&self, i: usize) -> Option<usize> {
        let words = self.words(i);
        let last = words.last()?;
        self.chains
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, c)| !c.name.is_empty())
            .find(|(_, c)| {
                c.name == words
                    || words.len() == 1
                        && c.name.len() > 1
                        && (c.name.last() == Some(last) || c.name.first() == Some(last) && c.name.len() == 3)
                    || words.len() > 1
                        && c.name.len() == 1
                        && (c.name.first() == Some(last) || c.name.first() == words.first())
                    || words.len() > 1
                        && c.name.len() > 1
                        && c.name.last() == Some(last)
                        && c.name.first() == words.first()
            })
            .map(|(id, _)| id)
    }

    /// "The president", "the Russian leader", "the minister": an earlier holder of the office, or the same description again.
    fn description(&self, i: usize) -> Option<usize> {
        let chunk = &self.rows[i];
        let r = &chunk.reading;
        // Named by its office on the day.
        if let Some(name) = chunk.referents.first().and_then(|x| x.name.as_deref())
            && let Some(id) = self.named(name)
        {
            return Some(id);
        }
        if !r.definite && !chunk.reading.local || r.owned || r.counterpart {
            return None;
        }
        let Head::Role(role) = r.head else { return None };
        let country_fits = |c: &Chain| match (r.country, c.referents.first().and_then(|x| x.country)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        let recent = |c: &Chain| chunk.sentence.saturating_sub(self.rows[c.last].sentence) <= 12;
        let same_role = self
            .chains
            .iter()
            .enumerate()
            .rev()
            .find(|(_, c)| c.role == Some(role) && country_fits(c) && c.plural == (r.plural || r.group));
        if let Some((id, _)) = same_role {
            return Some(id);
        }
        if r.plural || r.group || !r.definite {
            return None;
        }
        self.chains
            .iter()
            .enumerate()
            .filter(|(_, c)| {
                c.person
                    && !c.plural
                    && recent(c)
                    && country_fits(c)
                    && (!r.class.is_empty()
                        && (c.class == r.class
                            || r.class == "leader"
                                && matches!(
                                    c.class.as_str(),
                                    "president" | "prime minister" | "monarch" | "supreme leader"
                                ))
                        || r.class.is_empty()
                            && r.sector.is_some()
                            && c.referents
                                .first()
                                .is_some_and(|x| x.office.as_deref() == Some(r.office.as_str()))
                        || !r.class.is_empty()
                            && c.referents
                                .first()
                                .and_then(|x| x.name.as_deref())
                                .is_some_and(|n| self.holds(n, &r.class)))
            })
            .max_by_key(|(_, c)| c.last)
            .map(|(id, _)| id)
    }

    /// Whether a person of the table holds an office of the class on the document's day.
    fn holds(&self, name: &str, class: &str) -> bool {
        self.table.find(name).iter().any(|s| {
            self.table.name(s.entity) == name
                && self.table.terms(s.entity).any(|t| {
                    (t.class == class
                        || class == "leader"
                            && matches!(
                                t.class,
                                "president" | "prime minister" | "monarch" | "supreme leader"
                            ))
                        && self.day.is_none_or(|d| t.covers(d))
                })
        })
    }

    fn finish(self) -> Chains {
        let mut referents: IndexVec<ChainId, Vec<Referent>> = IndexVec::new();
        let mut best = IndexVec::new();
        for chain in &self.chains {
            let mut rows = chain.referents.clone();
            if let Some(r) = rows.first_mut() {
                if r.name.is_none() && !chain.name.is_empty() {
                    r.name = self.rows[chain.best].head.slice(self.text).map(str::to_owned);
                }
                if r.sectors.is_empty() && chain.person && r.how == "table" {
                    r.sectors.push(Sector::Cvl);
                }
            }
            referents.push(rows);
            best.push(MentionId::new(chain.best));
        }
        Chains { of: self.of.iter().map(|c| c.map(ChainId::new)).collect(), referents, best }
    }
}
