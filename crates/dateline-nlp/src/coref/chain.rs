//! A chain: what its mentions say together of one actor.

use dateline_types::{MentionKind, Referent};

use super::State;
use super::gender;
use super::place::Role;
use crate::actor::words::lower_is;
use crate::actor::{EntityId, Head};

pub(super) struct Chain<'a> {
    pub(super) referents: Vec<Referent>,
    /// b'f', b'm', b'n' for things, 0 unknown.
    pub(super) gender: u8,
    pub(super) plural: bool,
    pub(super) person: bool,
    /// A name of one word, which may be a person's.
    pub(super) maybe: bool,
    pub(super) last: usize,
    /// The sentence of the last one.
    pub(super) sentence: usize,
    /// How many mentions it has, and the last one that was a subject.
    pub(super) count: usize,
    pub(super) subject: Option<usize>,
    pub(super) best: usize,
    pub(super) class: &'a str,
    /// Folded words of the name.
    pub(super) name: Vec<String>,
    pub(super) role: Option<EntityId>,
    /// A modifier alone ("Russian") is no antecedent of "it".
    pub(super) solid: bool,
}

impl State<'_> {
    /// Whether the mention is a name that the table does not know: also a place's name that the model takes for a person's.
    pub(super) fn called(&self, i: usize) -> bool {
        match self.rows[i].reading.head {
            Head::Name(_) => true,
            Head::City(_) => self.places[i].person == Some(true),
            _ => false,
        }
    }

    pub(super) fn open(&mut self, i: usize) {
        let chunk = &self.rows[i];
        let id = self.chains.len();
        let named = self.places[i].person;
        let person = match &chunk.reading.head {
            Head::Name(_) if named.is_some() => named == Some(true),
            Head::City(_) => self.called(i),
            Head::Entity(e) => self.table.kind(*e) == b'P',
            Head::Role(_) => !chunk.reading.group && !chunk.reading.plural,
            Head::Name(_) => chunk.reading.titled || self.words[i].len() == 2 || self.words[i].len() == 3,
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
            // "Norton" is a place in the table and a man in the text.
            referents: if self.called(i) && !matches!(chunk.reading.head, Head::Name(_)) {
                Vec::new()
            } else {
                chunk.referents.clone()
            },
            gender: self.gender(i),
            plural: chunk.reading.plural || chunk.reading.group,
            person,
            maybe: matches!(chunk.reading.head, Head::Name(_))
                && named != Some(false)
                && !person
                && self.words[i].len() == 1
                && self.one_word_person(i),
            last: i,
            sentence: chunk.sentence,
            count: 1,
            subject: (self.places[i].role == Role::Subject).then_some(i),
            best: i,
            class: chunk.reading.class,
            name: if self.called(i) || matches!(chunk.reading.head, Head::Entity(_)) {
                self.words[i].clone()
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

    pub(super) fn join(&mut self, i: usize, id: usize) {
        let chunk = &self.rows[i];
        let gender = self.gender(i);
        self.of[i] = Some(id);
        let words = &self.words[i];
        let called = self.called(i);
        let chain = &mut self.chains[id];
        chain.last = i;
        chain.sentence = chunk.sentence;
        chain.count += 1;
        if self.places[i].role == Role::Subject {
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
        if words.len() > chain.name.len() && called {
            chain.name.clone_from(words);
        }
        if called && !matches!(chunk.reading.head, Head::Name(_)) {
            return;
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
            chain.class = chunk.reading.class;
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
}
