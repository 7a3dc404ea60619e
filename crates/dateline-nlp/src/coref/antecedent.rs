//! Whom a pronoun means: the chains before it, weighed.
//!
//! What speaks for a chain (nearness, subjecthood, number of mentions, gender) is a row of features; the weights are fitted by
//! `training/actors/fit_pronouns.py` on the genres of OntoGUM other than news, with which it is measured.

use dateline_types::{MentionKind, TextRange};

use super::State;
use super::gender;
use super::place::Role;
use super::weights::{NONE, WEIGHTS};
use crate::actor::lower_is;

pub(super) const FEATURES: usize = 30;
/// Pronouns of persons, of several, of things.
pub(super) const GROUPS: usize = 3;
/// Sentences that a pronoun looks back.
const BACK: usize = 3;

/// The candidates of a pronoun with what is known of each.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub range: TextRange,
    pub group: usize,
    /// The candidate's latest mention, its chain, its features.
    pub rows: Vec<(TextRange, usize, [f32; FEATURES])>,
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
        best.filter(|b| b.0 > NONE[self.group]).map(|b| b.1)
    }
}

pub(super) fn first_person(word: &str) -> bool {
    lower_is(word, &["i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"])
}

fn one(is: bool) -> f32 {
    f32::from(u8::from(is))
}

impl State<'_> {
    pub(super) fn question(&self, i: usize) -> Question {
        let chunk = &self.rows[i];
        let here = &self.places[i];
        let word = chunk.range.slice(self.text).unwrap_or_default();
        let gender = gender::of_pronoun(word);
        let group = match gender {
            0 if lower_is(word, &["it", "its", "itself"]) => 2,
            0 => 1,
            _ => 0,
        };
        let reflexive = word.ends_with("self") || word.ends_with("selves");
        let possessive = lower_is(word, &["his", "her", "its", "their"]);
        let mut rows = Vec::new();
        let mut latest: Option<usize> = None;
        for (id, c) in self.chains.iter().enumerate() {
            let last = &self.rows[c.last];
            let Some(gap) = chunk.sentence.checked_sub(last.sentence).filter(|g| *g <= BACK) else {
                continue;
            };
            let fits = match group {
                0 => (c.person || c.maybe) && !c.plural && (c.gender == 0 || c.gender == gender),
                1 => c.plural || !c.person,
                _ => !c.person && !c.plural,
            };
            if !c.solid
                || last.range.overlaps(chunk.range)
                || last.range.start() > chunk.range.start()
                || !fits
            {
                continue;
            }
            let place = &self.places[c.last];
            let subject = c.subject.map(|s| chunk.sentence.saturating_sub(self.rows[s].sentence));
            let argument = place.governor.is_some() && place.governor == here.governor && gap == 0;
            let states = matches!(last.reading.head, crate::actor::Head::State(..));
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
                0.0,
            ];
            if latest.is_none_or(|l: usize| self.chains[l].last < c.last) {
                latest = Some(id);
            }
            rows.push((last.range, id, row));
        }
        for row in &mut rows {
            row.2[FEATURES - 1] = one(latest == Some(row.1));
        }
        Question { range: chunk.range, group, rows }
    }

    /// Who says "I" or "we": the subject of the verb of saying around the quote, else whoever is named outside of it in its sentence,
    /// else who spoke last.
    pub(super) fn speaker(&self, i: usize) -> Option<usize> {
        let sentence = self.rows[i].sentence;
        let able = |j: &usize| {
            let r = &self.rows[*j];
            r.quoted != self.rows[i].quoted
                && r.kind != MentionKind::Modifier
                && self.of[*j].is_some_and(|c| {
                    self.chains[c].person || self.chains[c].role.is_some() || self.places[*j].says
                })
        };
        let says = |j: &usize| able(j) && self.places[*j].says;
        let first = (0..i).rev().take_while(|j| self.rows[*j].sentence == sentence).last().unwrap_or(i);
        let end = (i..self.rows.len())
            .take_while(|j| self.rows[*j].sentence == sentence)
            .last()
            .map_or(i, |j| j + 1);
        (first..end)
            .find(says)
            .or_else(|| (0..first).rev().take(12).find(says))
            .or_else(|| (first..end).find(able))
            .or_else(|| (0..first).rev().take(60).find(able))
            .and_then(|j| self.of[j])
    }
}
