//! Which mentions mean the same actor.
//!
//! Rules over names, roles, number, gender and recency, each in its own function, in the order of their certainty: same actor of the
//! table, same name, surname after full name, description to its office holder, pronoun to the latest that fits. The option rejected: a
//! learned coreference model, which costs a second large encoder and cannot say why.

mod antecedent;
mod chain;
mod gender;
mod link;
mod place;
mod speaker;
mod weights;

use std::collections::BTreeMap;

use dateline_types::{
    Anchor, ChainId, Chains, Country, Idx, IndexVec, MentionId, MentionKind, Mentions, Referent, Sector,
    Syntax, TextRange, Tokens,
};

#[doc(hidden)]
pub use antecedent::Question;
use chain::Chain;
use place::Place;

use crate::actor::{Chunk, EntityId, Table, chunks, day_of};

/// Chains over the mentions of one document.
pub fn resolve(
    table: &Table,
    text: &str,
    tokens: &Tokens,
    syntax: Option<&Syntax>,
    mentions: &Mentions,
    anchor: Anchor,
) -> Chains {
    let rows = chunks(table, text, tokens, syntax, anchor);
    if rows.len() != mentions.rows.len() {
        // These are mentions of something else; say nothing rather than something wrong.
        return Chains { of: mentions.rows.iter().map(|_| None).collect(), ..Chains::default() };
    }
    link(table, text, tokens, syntax, &rows, anchor, None)
}

/// Mentions and chains in one pass, which costs half of the two calls.
pub fn annotate(
    table: &Table,
    text: &str,
    tokens: &Tokens,
    syntax: Option<&Syntax>,
    anchor: Anchor,
) -> (Mentions, Chains) {
    let rows = chunks(table, text, tokens, syntax, anchor);
    let chains = link(table, text, tokens, syntax, &rows, anchor, None);
    (crate::actor::mentions_of(tokens, rows), chains)
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
    let rows = chunks(table, text, tokens, syntax, anchor);
    let chains = link(table, text, tokens, syntax, &rows, anchor, Some(asked));
    (crate::actor::mentions_of(tokens, rows), chains)
}

fn link(
    table: &Table,
    text: &str,
    tokens: &Tokens,
    syntax: Option<&Syntax>,
    rows: &[Chunk<'_>],
    anchor: Anchor,
    mut asked: Option<&mut Vec<Question>>,
) -> Chains {
    let mut state = State {
        table,
        text,
        day: day_of(anchor),
        rows,
        words: rows.iter().map(|row| words(text, row)).collect(),
        tagged: syntax.is_some(),
        places: place::places(text, tokens, syntax, rows),
        of: vec![None; rows.len()],
        chains: Vec::new(),
        by_entity: BTreeMap::new(),
        by_state: BTreeMap::new(),
    };
    let mut speakers = Vec::new();
    let mut question =
        Question { range: TextRange::at(0, 0), group: 0, rows: Vec::new(), none: Default::default() };
    for (i, row) in rows.iter().enumerate() {
        if row.kind != MentionKind::Pronoun {
            state.link(i);
        } else if bracketed(text, row.range) {
            // It means nobody.
        } else if antecedent::first_person(row.range.slice(text).unwrap_or_default()) {
            // Who speaks may be named behind the quote.
            speakers.push(i);
        } else {
            state.ask(i, &mut question);
            if let Some(chain) = question.answer() {
                state.join(i, chain);
            }
            if let Some(asked) = &mut asked {
                asked.push(question.clone());
            }
        }
    }
    for i in speakers {
        if let Some(chain) = state.speaker(i) {
            state.of[i] = Some(chain);
        }
    }
    state.finish()
}

/// Whether a word stands alone in brackets, as the codes of languages do: "(it)" behind an Italian source.
fn bracketed(text: &str, range: TextRange) -> bool {
    let before = text.get(..range.start() as usize).unwrap_or_default();
    let behind = text.get(range.end() as usize..).unwrap_or_default();
    before.ends_with('(') && behind.starts_with(')')
}

/// The folded words of a name.
fn words(text: &str, row: &Chunk<'_>) -> Vec<String> {
    if matches!(row.kind, MentionKind::Pronoun | MentionKind::Modifier | MentionKind::Nominal) {
        return Vec::new();
    }
    let head = row.head.slice(text).unwrap_or_default();
    head.split([' ', '-']).map(crate::actor::compile::key).filter(|w| !w.is_empty()).collect()
}

struct State<'a> {
    table: &'a Table,
    text: &'a str,
    day: Option<i32>,
    rows: &'a [Chunk<'a>],
    /// The folded words of names; none for what is no name.
    words: Vec<Vec<String>>,
    places: Vec<Place>,
    /// Whether the model has told names; where it is not asked, what looks like a person's name counts as one.
    tagged: bool,
    of: Vec<Option<usize>>,
    chains: Vec<Chain<'a>>,
    by_entity: BTreeMap<EntityId, usize>,
    by_state: BTreeMap<Country, usize>,
}

impl State<'_> {
    fn finish(self) -> Chains {
        let mut referents: IndexVec<ChainId, Vec<Referent>> = IndexVec::new();
        let mut best = IndexVec::new();
        for chain in self.chains {
            let mut rows = chain.referents;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pronoun_alone_in_brackets_means_nobody() {
        let told = |text: &str| bracketed(text, TextRange::at(text.find("it").unwrap() as u32, 2));
        assert!(told("Il Corriere (it)"));
        assert!(!told("(it was said)"));
        assert!(!told("it"));
    }
}
