//! The state of somebody whose words name none.

use dateline_types::{Country, Idx, MentionKind, Sector, TextRange};

use super::super::home::{Asked, Question};
use super::super::phrase::{Head, Reading};
use super::super::scan::Item;
use super::super::words::{NUMBERS, VAGUE, listed, lower_is};
use super::Cx;

/// What an international court has.
const COURT: &[&str] = &["court", "judges", "judge", "tribunal", "chamber", "prosecution"];
/// What only a body of states is called.
const BODY: &[&str] = &["bloc", "alliance", "secretariat", "inspectors", "commissioners"];

impl Cx<'_> {
    /// The country of somebody whose words give none: the owner's, or the one that the context speaks for.
    pub(super) fn context(
        &self,
        reading: &Reading<'_>,
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
                counted: words
                    .iter()
                    .take(2)
                    .any(|w| w.bytes().all(|b| b.is_ascii_digit() || b == b',') || listed(w, NUMBERS)),
                vague: words.iter().any(|w| listed(w, VAGUE)),
            },
        );
        let answer = question.answer();
        asked.push(question);
        answer
    }

    /// "The bloc", "the judges" of an article about an international body or court mean that one and no state's.
    fn body_meant(&self, reading: &Reading<'_>, span: TextRange) -> Option<Country> {
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
