//! Cuts a document into stretches that may mean a participant: names with their titles, descriptions, pronouns.

mod appose;
mod cut;
mod settle;

use dateline_types::{Anchor, MentionKind, Referent, TextRange, Tokens};

use super::compile::{kind, role};
use super::phrase::{Head, Reading};
use super::scan::{self, Item};
use super::table::{Table, number};
use super::who;

/// A mention with what coreference needs to know of it.
#[derive(Clone, Debug)]
pub(crate) struct Chunk {
    pub(crate) range: TextRange,
    pub(crate) head: TextRange,
    pub(crate) kind: MentionKind,
    pub(crate) reading: Reading,
    pub(crate) referents: Vec<Referent>,
    /// Number of its sentence.
    pub(crate) sentence: usize,
    /// A capital at the start of a sentence, a name only if the document has it elsewhere.
    pub(crate) doubtful: bool,
    /// Inside quotation marks.
    pub(crate) quoted: bool,
}

impl Chunk {
    /// A stretch of one word or name, without a reading.
    fn plain(range: TextRange, kind: MentionKind, sentence: usize, quoted: bool) -> Self {
        Self {
            range,
            head: range,
            kind,
            reading: Reading::default(),
            referents: Vec::new(),
            sentence,
            doubtful: false,
            quoted,
        }
    }
}

pub(crate) fn day_of(anchor: Anchor) -> Option<i32> {
    anchor.date().map(number)
}

/// All chunks of the document in text order.
pub(crate) fn chunks(table: &Table, text: &str, tokens: &Tokens, anchor: Anchor) -> Vec<Chunk> {
    let day = day_of(anchor);
    let mut out: Vec<Chunk> = Vec::new();
    let mut items: Vec<Item> = Vec::new();
    let mut quoted = false;
    for (number, words) in tokens.sentences.iter().enumerate() {
        let Some(range) = tokens.cover(words) else { continue };
        items.clear();
        scan::scan(table, text, range, &mut items);
        // "The kingdom" means somebody only in a document that is read whole.
        for item in &mut items {
            if let Item::Hit(hit) = item
                && hit.kind == kind::BODY
                && table.extra(hit.sense.entity) & role::NEEDS != 0
            {
                *item = Item::Word { range: hit.range, capital: false };
            }
        }
        let cutter = cut::Cutter { table, text, items: &items, sentence: number, day, quoted, out: &mut out };
        quoted = cutter.run();
    }
    drop_doubtful(text, &mut out);
    settle::settle(table, text, day, &mut out);
    sort(&mut out);
    appose::appose(table, text, &mut out);
    for c in &mut out {
        if matches!(c.reading.head, Head::Name(_)) {
            c.referents = who::referents(table, &c.reading, day);
        }
    }
    out
}

/// Keeps a capitalised first word only where the document has it inside a name.
fn drop_doubtful(text: &str, chunks: &mut Vec<Chunk>) {
    let mut known: Vec<&str> = chunks
        .iter()
        .filter(|c| !c.doubtful && matches!(c.reading.head, Head::Name(_) | Head::Entity(_)))
        .filter_map(|c| c.head.slice(text))
        .flat_map(|t| t.split([' ', '-']))
        .collect();
    known.sort_unstable();
    chunks.retain(|c| !c.doubtful || c.head.slice(text).is_some_and(|t| known.binary_search(&t).is_ok()));
}

/// In the order that [`dateline_types::Mentions`] has: by their start, the longest first.
pub(crate) fn sort(chunks: &mut [Chunk]) {
    chunks.sort_by_key(|c| (c.range.start(), std::cmp::Reverse(c.range.end()), c.head.start()));
}
