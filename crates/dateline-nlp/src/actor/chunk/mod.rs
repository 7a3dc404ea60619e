//! Cuts a document into stretches that may mean a participant: names with their titles, descriptions, pronouns.

mod appose;
mod cut;
mod settle;

use dateline_types::{Anchor, Idx, MentionKind, Name, NameKind, Referent, Syntax, TextRange, Tokens};

use super::compile::{kind, role, sense};
use super::phrase::{Head, Reading};
use super::scan::{self, Hit, Item};
use super::table::{EntityId, Table, number};

/// A mention with what coreference needs to know of it.
#[derive(Clone, Debug)]
pub(crate) struct Chunk<'t> {
    pub(crate) range: TextRange,
    pub(crate) head: TextRange,
    pub(crate) kind: MentionKind,
    pub(crate) reading: Reading<'t>,
    pub(crate) referents: Vec<Referent>,
    /// Number of its sentence.
    pub(crate) sentence: usize,
    /// A capital at the start of a sentence, a name only if the document has it elsewhere.
    pub(crate) doubtful: bool,
    /// Inside quotation marks.
    pub(crate) quoted: bool,
}

impl Chunk<'_> {
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
pub(crate) fn chunks<'t>(
    table: &'t Table,
    text: &str,
    tokens: &Tokens,
    syntax: Option<&Syntax>,
    anchor: Anchor,
) -> Vec<Chunk<'t>> {
    let day = day_of(anchor);
    let mut out = cut_all(table, text, tokens, syntax, day, &[]);
    let regions = settle::regions(table, text, &out);
    if !regions.is_empty() {
        out = cut_all(table, text, tokens, syntax, day, &regions);
    }
    drop_doubtful(text, &mut out);
    settle::settle(table, text, day, &mut out);
    sort(&mut out);
    appose::appose(table, text, day, &mut out);
    out
}

/// What is known of the document when its names are sifted.
#[derive(Clone, Copy)]
struct Sift<'s> {
    table: &'s Table,
    text: &'s str,
    tokens: &'s Tokens,
    syntax: Option<&'s Syntax>,
    regions: &'s [EntityId],
}

/// The region of another state that has the name of the state, if there is one.
pub(super) fn region(table: &Table, hit: &Hit, text: &str) -> Option<Hit> {
    if table.gender(hit.sense.entity) != b'r' {
        return None;
    }
    let senses = table.find(hit.range.slice(text)?);
    let sense = senses.into_iter().find(|s| table.kind(s.entity) == kind::CITY)?;
    Some(Hit { range: hit.range, sense, kind: kind::CITY, settled: false })
}

/// A finite verb or a gerund; participles are nouns as often as not ("the wounded").
fn is_verb(tokens: &Tokens, syntax: &Syntax, range: TextRange) -> bool {
    let words = tokens.touched_by(range);
    words.end.index() == words.start.index() + 1
        && syntax.tags.upos.get(words.start).is_some_and(|u| u.as_ref() == "VERB")
        && syntax.tags.xpos.get(words.start).is_some_and(|x| x.as_ref() != "VBN")
}

/// People of a place from which on its name is taken for the place's, whatever the model says.
const LARGE: u32 = 1_000_000;

/// "Norton retired": a place's name that the model takes for a person's.
pub(super) fn is_called(table: &Table, hit: &Hit, tokens: &Tokens, syntax: Option<&Syntax>) -> bool {
    let Some(syntax) = syntax.filter(|_| table.extra(hit.sense.entity) < LARGE) else { return false };
    let words = tokens.touched_by(hit.range);
    let covers = |n: &&Name| n.tokens.start <= words.start && words.end <= n.tokens.end;
    syntax.names.iter().find(covers).is_some_and(|n| n.kind == NameKind::Person)
}

/// What the table's names mean by what the whole document is about, and what is no name at all.
fn sift(cx: &Sift<'_>, item: &mut Item) {
    let Sift { table, text, tokens, syntax, regions } = *cx;
    let Item::Hit(hit) = item else { return };
    let id = hit.sense.entity;
    match hit.kind {
        // "The kingdom" means somebody only in a document that is read whole.
        kind::BODY if table.extra(id) & role::NEEDS != 0 => {
            *item = Item::Word { range: hit.range, capital: false };
        }
        kind::STATE if hit.sense.how == sense::NAME && regions.contains(&id) => {
            if let Some(region) = region(table, hit, text) {
                *hit = region;
            }
        }
        kind::CITY if is_called(table, hit, tokens, syntax) => {
            *item = Item::Word { range: hit.range, capital: true };
        }
        // "Georgia accused Moscow": a role noun that is a verb here.
        kind::ROLE if syntax.is_some_and(|s| is_verb(tokens, s, hit.range)) => {
            *item = Item::Word { range: hit.range, capital: false }
        }
        _ => {}
    }
}

/// The chunks of each sentence as it is read by itself.
fn cut_all<'t>(
    table: &'t Table,
    text: &str,
    tokens: &Tokens,
    syntax: Option<&Syntax>,
    day: Option<i32>,
    regions: &[EntityId],
) -> Vec<Chunk<'t>> {
    // A fifth of the words of news begin a mention, and a sentence seldom has more words.
    let mut out: Vec<Chunk<'t>> = Vec::with_capacity(tokens.ranges.len() / 5);
    let mut items: Vec<Item> = Vec::with_capacity(128);
    let mut quoted = false;
    let cx = Sift { table, text, tokens, syntax, regions };
    for (number, words) in tokens.sentences.iter().enumerate() {
        let Some(range) = tokens.cover(words) else { continue };
        items.clear();
        scan::scan(table, text, range, &mut items);
        for item in &mut items {
            sift(&cx, item);
        }
        let cutter = cut::Cutter { table, text, items: &items, sentence: number, day, quoted, out: &mut out };
        quoted = cutter.run();
    }
    out
}

/// Keeps a capitalised first word only where the document has it inside a name.
fn drop_doubtful(text: &str, chunks: &mut Vec<Chunk<'_>>) {
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
pub(crate) fn sort(chunks: &mut [Chunk<'_>]) {
    let key = |c: &Chunk<'_>| (c.range.start(), std::cmp::Reverse(c.range.end()), c.head.start());
    // They are cut in nearly this order, and are too large to be moved without need.
    for i in 1..chunks.len() {
        let this = key(&chunks[i]);
        let back = chunks[..i].iter().rev().take_while(|c| key(c) > this).count();
        chunks[i - back..=i].rotate_right(1);
    }
}
