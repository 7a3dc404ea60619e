//! Who is meant: the actor table, the mentions of a document, and what a stretch of text means on a day.
//!
//! The decision: names, offices and roles are plain files (`data/actors`), compiled into one map of folded names that is read in place;
//! mentions are the table's longest matches composed by small rules ("a senior Georgian police officer"), because every answer must be
//! explained and its facts updated. Terms of office are looked up at the day of the event, not of the publication. The option rejected:
//! a neural linker, which knows no dates and cannot be corrected by editing a line.
//!
//! ```
//! use dateline_nlp::actor::Table;
//! let table = Table::default();
//! assert_eq!(table.country_of("Nairobi").map(|c| c.to_string()).as_deref(), Some("KEN"));
//! ```

mod acting;
#[cfg(test)]
mod check;
mod chunk;
// The build script uses the parts that the crate does not.
#[allow(dead_code)]
pub(crate) mod compile;
mod home;
mod origin;
#[allow(dead_code)]
mod origin_table;
mod petrarch;
mod phrase;
mod scan;
mod span;
mod table;
mod user;
mod weights;
mod who;
pub(crate) mod words;

use dateline_types::{Anchor, IndexVec, Mention, Mentions, Syntax, TextRange, TokenId, Tokens};

pub use acting::{Side, as_acting};
pub(crate) use chunk::{Chunk, chunks, day_of};
#[doc(hidden)]
pub use home::Question;
pub(crate) use phrase::Head;
pub use span::{Resolver, resolve_span};
pub(crate) use table::EntityId;
pub use table::Table;
pub use user::TableError;

/// Every mention of a possible participant, resolved as far as it goes by itself.
pub fn mentions(
    table: &Table,
    text: &str,
    tokens: &Tokens,
    syntax: Option<&Syntax>,
    anchor: Anchor,
) -> Mentions {
    mentions_of(tokens, chunks(table, text, tokens, syntax, anchor))
}

pub(crate) fn mentions_of(tokens: &Tokens, rows: Vec<Chunk<'_>>) -> Mentions {
    Mentions { rows: rows.into_iter().map(|c| mention(tokens, c)).collect::<IndexVec<_, _>>() }
}

fn mention(tokens: &Tokens, chunk: Chunk<'_>) -> Mention {
    let words = tokens.touched_by(chunk.range);
    let head = last_word(tokens, chunk.head).unwrap_or(words.start);
    Mention { tokens: words, head, kind: chunk.kind, referents: chunk.referents }
}

fn last_word(tokens: &Tokens, range: TextRange) -> Option<TokenId> {
    use dateline_types::Idx;
    let words = tokens.touched_by(range);
    (words.start < words.end).then(|| TokenId::new(words.end.index() - 1))
}
