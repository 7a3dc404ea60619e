//! Where a mention stands in its sentence: subject or object, of which word, beside which name.

use dateline_types::{Idx, MentionKind, NameKind, Syntax, TokenId, Tokens};

use crate::actor::Chunk;
use crate::actor::words::{PREPOSITIONS, SAID, SAYING, listed};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Role {
    Subject,
    Object,
    Oblique,
    /// Inside another mention ("the Kenyan president's").
    Nested,
    #[default]
    Other,
}

/// A mention's place, from the tree where there is one, else from the words around it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    pub(super) role: Role,
    /// The word that governs it.
    pub(super) governor: Option<TokenId>,
    /// The mention that it stands in apposition to.
    pub(super) apposed: Option<usize>,
    /// What the model takes the name for: a person, or not.
    pub(super) person: Option<bool>,
    /// First mention of its sentence.
    pub(super) first: bool,
    /// Subject of a verb of saying.
    pub(super) says: bool,
    /// A pronoun that means nothing ("it rains"), as the tree has it.
    pub(super) empty: bool,
    /// The words above the governor, up to the clause that its own depends on.
    pub(super) above: [Option<TokenId>; 2],
}

pub(super) fn places(text: &str, tokens: &Tokens, syntax: Option<&Syntax>, rows: &[Chunk<'_>]) -> Vec<Place> {
    let mut out: Vec<Place> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| {
            let first = i == 0 || rows[i - 1].sentence != row.sentence;
            match syntax {
                Some(syntax) => from_tree(text, tokens, syntax, row, first),
                None => from_words(text, row, first),
            }
        })
        .collect();
    for i in 1..rows.len() {
        if matches!(rows[i].kind, MentionKind::Nominal) {
            out[i].apposed = apposed(text, tokens, syntax, rows, i);
        }
    }
    out
}

/// The word of the mention whose governor lies outside of it.
fn top(tokens: &Tokens, syntax: &Syntax, row: &Chunk<'_>) -> Option<TokenId> {
    let words = tokens.touched_by(row.head);
    let inside = |t: TokenId| words.start <= t && t < words.end;
    (words.start.index()..words.end.index())
        .map(TokenId::new)
        .find(|t| syntax.tree.head.get(*t).copied().flatten().is_none_or(|h| !inside(h)))
}

fn from_tree(text: &str, tokens: &Tokens, syntax: &Syntax, row: &Chunk<'_>, first: bool) -> Place {
    let Some(mut word) = top(tokens, syntax, row) else { return from_words(text, row, first) };
    let rel_of = |t: TokenId| syntax.tree.rel.get(t).map_or("", |r| r.as_ref());
    // "A and B left": both are subjects.
    for _ in 0..3 {
        let Some(head) = syntax.tree.head.get(word).copied().flatten() else { break };
        if rel_of(word) != "conj"
            || !matches!(rel_of(head).split(':').next(), Some("nsubj" | "obj" | "obl" | "conj" | "nmod"))
        {
            break;
        }
        word = head;
    }
    let governor = syntax.tree.head.get(word).copied().flatten();
    let rel = rel_of(word);
    let role = match rel.split(':').next().unwrap_or_default() {
        _ if rel == "nmod:poss" || row.kind == MentionKind::Modifier => Role::Nested,
        "nsubj" | "csubj" => Role::Subject,
        "obj" | "iobj" => Role::Object,
        "obl" => Role::Oblique,
        "nmod" | "compound" | "amod" | "flat" => Role::Nested,
        _ => Role::Other,
    };
    let says = role == Role::Subject
        && governor.and_then(|g| syntax.tags.lemma.get(g)).is_some_and(|l| listed(l, SAYING));
    let touched = tokens.touched_by(row.head);
    let person = syntax
        .names
        .iter()
        .find(|n| n.tokens.start < touched.end && touched.start < n.tokens.end)
        .map(|n| n.kind == NameKind::Person);
    let over = |t: TokenId| syntax.tree.head.get(t).copied().flatten();
    let next = governor.and_then(over);
    let above = [next, next.and_then(over)];
    Place { role, governor, apposed: None, person, first, says, empty: rel.starts_with("expl"), above }
}

fn from_words(text: &str, row: &Chunk<'_>, first: bool) -> Place {
    let before = text.get(..row.range.start() as usize).unwrap_or_default().trim_end();
    let after = text.get(row.range.end() as usize..).unwrap_or_default();
    let last = before.rsplit([' ', '\n']).next().unwrap_or_default();
    let next = after.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let says = listed(next, SAID) || listed(last, SAID) && !after.starts_with(' ');
    let role = if row.kind == MentionKind::Modifier || after.starts_with(['\'', '’']) {
        Role::Nested
    } else if listed(last, PREPOSITIONS) {
        Role::Oblique
    } else if first || says || before.ends_with([',', '.', '"', '”']) {
        Role::Subject
    } else {
        Role::Other
    };
    Place { role, first, says, ..Place::default() }
}

/// "Valeska Paris, an Australian woman": the name right before the comma, if the tree does not say otherwise.
fn apposed(
    text: &str,
    tokens: &Tokens,
    syntax: Option<&Syntax>,
    rows: &[Chunk<'_>],
    i: usize,
) -> Option<usize> {
    let row = &rows[i];
    if let Some(syntax) = syntax {
        let word = top(tokens, syntax, row)?;
        if syntax.tree.rel.get(word).is_some_and(|r| r.as_ref() == "appos") {
            let head = tokens.ranges.get(syntax.tree.head.get(word).copied().flatten()?)?;
            return (0..rows.len())
                .rev()
                .filter(|j| rows[*j].sentence == row.sentence && *j != i)
                .find(|j| rows[*j].kind == MentionKind::Name && rows[*j].range.contains(*head));
        }
        return None;
    }
    let j = (0..i)
        .rev()
        .find(|j| !rows[*j].range.overlaps(row.range) && rows[*j].kind != MentionKind::Modifier)?;
    let between = text.get(rows[j].range.end() as usize..row.range.start() as usize)?;
    let words = row.range.slice(text)?;
    let open = ["a ", "an ", "the "].iter().any(|a| words.starts_with(a));
    (rows[j].kind == MentionKind::Name && rows[j].sentence == row.sentence && between == ", " && open)
        .then_some(j)
}
