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

use dateline_types::{Anchor, Idx, IndexVec, Mention, Mentions, Syntax, TextRange, TokenId, Tokens};

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
    let ranges = tokens.ranges.as_slice();
    let mut first = 0;
    let rows = rows.into_iter().map(|chunk| {
        // They come nearly in the order of their start, so that no word is looked for from the beginning of the text.
        while first > 0 && ranges[first - 1].end() > chunk.range.start() {
            first -= 1;
        }
        while ranges.get(first).is_some_and(|r| r.end() <= chunk.range.start()) {
            first += 1;
        }
        let within = |range: TextRange| ranges[first..].iter().take_while(move |r| r.start() < range.end());
        let end = first + within(chunk.range).count();
        let touched = |r: &TextRange| r.end() > chunk.head.start();
        let head = within(chunk.head).enumerate().filter(|(_, r)| touched(r)).last();
        let head = TokenId::new(first + head.map_or(0, |h| h.0));
        Mention {
            tokens: TokenId::new(first)..TokenId::new(end),
            head,
            kind: chunk.kind,
            referents: chunk.referents,
        }
    });
    Mentions { rows: rows.collect::<IndexVec<_, _>>() }
}
