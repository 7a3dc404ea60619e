//! Whom a pronoun means: the chains before it, weighed.
//!
//! What speaks for a chain (nearness, subjecthood, number of mentions, gender) is a row of features; the weights are fitted by
//! `training/actors/fit_pronouns.py` on the genres of OntoGUM other than news, with which it is measured.

use dateline_types::{MentionKind, TextRange};

use super::State;
use super::gender;
use super::place::Role;
use super::weights::{NONE, NONE_WEIGHTS, WEIGHTS};
use crate::actor::Head;
use crate::actor::compile::kind;
use crate::actor::words::lower_is;

/// What is told of a candidate.
pub(super) const FEATURES: usize = 47;
/// What speaks for none.
pub(super) const NONE_FEATURES: usize = 6;
/// Pronouns of persons, of several, of things.
pub(super) const GROUPS: usize = 3;
/// Sentences that a pronoun looks back.
const BACK: usize = 4;

/// The candidates of a pronoun with what is known of each.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub range: TextRange,
    pub group: usize,
    /// The candidate's latest mention, its chain, its features.
    pub rows: Vec<(TextRange, usize, [f32; FEATURES])>,
    pub none: [f32; NONE_FEATURES],
}

impl Question {
    /// The best chain, unless none is good enough; the later one of equals.
    pub(super) fn answer(&self) -> Option<usize> {
        let mut best: Option<(f32, usize)> = None;
        for (_, chain, row) in &self.rows {
            let score: f32 = row.iter().zip(&WEIGHTS[self.group]).map(|(x, w)| x * w).sum();
            if best.is_none_or(|b| score >= b.0) {
                best = Some((score, *chain));
            }
        }
        let none: f32 = self.none.iter().zip(&NONE_WEIGHTS[self.group]).map(|(x, w)| x * w).sum();
        best.filter(|b| b.0 > NONE[self.group] + none).map(|b| b.1)
    }
}

pub(super) fn first_person(word: &str) -> bool {
    lower_is(word, &["i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"])
}

#[inline]
fn one(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// Whether the earlier pronoun is one of the same kind.
fn same_word(range: TextRange, text: &str, gender: u8, group: usize) -> bool {
    let word = range.slice(text).unwrap_or_default();
    group_of(word) == group && gender::of_pronoun(word) == gender
}

/// Pronouns of persons are 0, of several 1, of things 2.
fn group_of(word: &str) -> usize {
    match gender::of_pronoun(word) {
        0 if lower_is(word, &["it", "its", "itself"]) => 2,
        0 => 1,
        _ => 0,
    }
}

impl State<'_> {
    /// Writes the question whom the pronoun means over an earlier one.
    pub(super) fn ask(&self, i: usize, question: &mut Question) {
        let chunk = &self.rows[i];
        let here = &self.places[i];
        let word = chunk.range.slice(self.text).unwrap_or_default();
        let gender = gender::of_pronoun(word);
        let group = group_of(word);
        let reflexive = word.ends_with("self") || word.ends_with("selves");
        let possessive = lower_is(word, &["his", "her", "its", "their"]);
        let rows = &mut question.rows;
        rows.clear();
        let mut latest: Option<usize> = None;
        for (id, c) in self.chains.iter().enumerate() {
            let Some(gap) = chunk.sentence.checked_sub(c.sentence).filter(|g| *g <= BACK && c.solid) else {
                continue;
            };
            let fits = match group {
                0 => (c.person || c.maybe) && !c.plural && (c.gender == 0 || c.gender == gender),
                1 => c.plural || !c.person,
                _ => !c.person && !c.plural,
            };
            let last = &self.rows[c.last];
            if !fits || last.range.overlaps(chunk.range) || last.range.start() > chunk.range.start() {
                continue;
            }
            let place = &self.places[c.last];
            let subject = c.subject.map(|s| chunk.sentence.saturating_sub(self.rows[s].sentence));
            let argument = place.governor.is_some() && place.governor == here.governor && gap == 0;
            let states = matches!(last.reading.head, Head::State(..));
            let best = &self.rows[c.best];
            let named = c.person && !c.name.is_empty();
            let row = [
                one(gap == 0),
                one(gap == 1),
                one(gap == 2),
                one(gap == 3),
                one(place.role == Role::Subject),
                one(place.role == Role::Object),
                one(place.role == Role::Oblique),
                one(place.role == Role::Nested),
                one(last.kind == MentionKind::Pronoun),
                one(last.kind == MentionKind::Name),
                one(subject == Some(0)),
                one(subject == Some(1)),
                c.count.min(6) as f32 / 6.0,
                one(c.gender != 0 && c.gender == gender),
                one(c.person),
                one(named),
                one(place.role == Role::Subject && here.role == Role::Subject),
                one(argument && !reflexive && !possessive),
                one(argument && (reflexive || possessive)),
                one(place.first),
                one(self.rows[c.best].sentence == 0),
                one(c.plural),
                one(last.quoted == chunk.quoted),
                one(last.reading.definite),
                one(states),
                one(place.says),
                one(last.reading.group),
                one(gap == 0 && place.role == Role::Subject && possessive),
                1.0 / (1.0 + (i - c.last) as f32),
                one(gap > 3),
                one(best.reading.owned && c.name.is_empty()),
                one(self.places[c.best].person.unwrap_or(!self.tagged && named)),
                one(c.gender == 0),
                one(best.kind == MentionKind::Nominal && !best.reading.definite),
                one(here.first && here.role == Role::Subject && subject == Some(1)),
                one(last.kind == MentionKind::Pronoun && same_word(last.range, self.text, gender, group)),
                one(matches!(best.reading.head, Head::Entity(_))),
                one(matches!(best.reading.head, Head::City(_)) && !self.called(c.best)),
                one(place.role == Role::Object && here.role == Role::Object),
                one(matches!(best.reading.head, Head::Entity(e) if self.table.kind(e) == kind::BODY)),
                one(best.reading.group && matches!(best.reading.head, Head::Role(_))),
                one(last.reading.plural),
                one(here.says && (c.person || states || best.reading.group)),
                one(gap == 1 && place.role == Role::Subject && here.role == Role::Subject),
                // "The police said that they ...": the subject of the clause above.
                one(gap == 0
                    && place.role == Role::Subject
                    && place.governor.is_some()
                    && here.above.contains(&place.governor)),
                0.0,
                0.0,
            ];
            if latest.is_none_or(|l: usize| self.chains[l].last < c.last) {
                latest = Some(id);
            }
            rows.push((last.range, id, row));
        }
        let most = rows.iter().map(|r| self.chains[r.1].count).max();
        for row in rows.iter_mut() {
            row.2[FEATURES - 2] = one(most == Some(self.chains[row.1].count));
            row.2[FEATURES - 1] = one(latest == Some(row.1));
        }
        let near = rows.iter().filter(|r| self.chains[r.1].sentence == chunk.sentence).count();
        question.none = [
            one(here.empty),
            one(here.says),
            one(here.role == Role::Subject),
            one(possessive),
            one(chunk.quoted),
            near.min(5) as f32 / 5.0,
        ];
        question.range = chunk.range;
        question.group = group;
    }
}
