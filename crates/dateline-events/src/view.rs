//! One way to look at a document's words, with a tree or without.

use std::collections::HashMap;
use std::ops::Range;

use dateline_types::{Country, Document, Idx, MentionId, Name, NameKind, SentId, TextRange, TokenId};

use crate::forms::Form;
use crate::lexicon::{Class, Lexicon};

/// The words of a document with what is derived from them once.
pub(crate) struct View<'d> {
    pub(crate) doc: &'d Document,
    pub(crate) lexicon: &'d Lexicon,
    lower: Vec<String>,
    lemma: Vec<String>,
    /// Dependents of each word, in text order; empty without a tree.
    children: Vec<Vec<TokenId>>,
    /// The longest mention that the word heads.
    mention: Vec<Option<MentionId>>,
    /// Which mentions are of which state, in text order.
    states: Vec<(TokenId, Country)>,
    /// States of the headline.
    titled: Vec<Country>,
}

impl<'d> View<'d> {
    pub(crate) fn new(doc: &'d Document, lexicon: &'d Lexicon) -> Self {
        let count = doc.tokens.ranges.len();
        let lower: Vec<String> = doc
            .tokens
            .ranges
            .ids()
            .map(|t| doc.tokens.text(&doc.text, t).to_lowercase().replace('’', "'"))
            .collect();
        let lemma = doc.tokens.ranges.ids().map(|t| lemma_of(doc, lexicon, t, &lower)).collect();
        let mut children = vec![Vec::new(); count];
        if let Some(syntax) = &doc.syntax {
            for (id, head) in syntax.tree.head.iter_enumerated() {
                if let Some(row) = head.and_then(|head| children.get_mut(head.index())) {
                    row.push(id);
                }
            }
        }
        let mut mention: Vec<Option<MentionId>> = vec![None; count];
        for (id, row) in doc.mentions.rows.iter_enumerated() {
            let len = |id: MentionId| {
                let words = &doc.mentions.rows[id].tokens;
                words.end.index().saturating_sub(words.start.index())
            };
            if let Some(slot) = mention.get_mut(row.head.index())
                && slot.is_none_or(|old| len(old) < len(id))
            {
                *slot = Some(id);
            }
        }
        let mut states = Vec::new();
        let mut titled = Vec::new();
        for (id, row) in doc.mentions.rows.iter_enumerated() {
            let chain = doc.chains.of.get(id).copied().flatten().and_then(|c| doc.chains.referents.get(c));
            let known = chain.filter(|rows| !rows.is_empty()).unwrap_or(&row.referents);
            states.extend(known.iter().filter_map(|r| r.country).map(|country| (row.head, country)));
        }
        states.sort();
        for (head, country) in &states {
            if doc.tokens.ranges.get(*head).is_some_and(|range| range.end() <= doc.title.end()) {
                titled.push(*country);
            }
        }
        Self { doc, lexicon, lower, lemma, children, mention, states, titled }
    }

    pub(crate) fn has_tree(&self) -> bool {
        self.doc
            .syntax
            .as_ref()
            .is_some_and(|s| s.tree.head.len() == self.lower.len() && !s.tree.head.is_empty())
    }

    /// The word in lower case, with a straight apostrophe.
    pub(crate) fn word(&self, t: TokenId) -> &str {
        self.lower.get(t.index()).map_or("", String::as_str)
    }

    pub(crate) fn lemma(&self, t: TokenId) -> &str {
        self.lemma.get(t.index()).map_or("", String::as_str)
    }

    pub(crate) fn text(&self, t: TokenId) -> &'d str {
        self.doc.tokens.text(&self.doc.text, t)
    }

    pub(crate) fn upos(&self, t: TokenId) -> &str {
        self.doc.syntax.as_ref().and_then(|s| s.tags.upos.get(t)).map_or("", |label| label)
    }

    pub(crate) fn xpos(&self, t: TokenId) -> &str {
        self.doc.syntax.as_ref().and_then(|s| s.tags.xpos.get(t)).map_or("", |label| label)
    }

    pub(crate) fn head(&self, t: TokenId) -> Option<TokenId> {
        self.doc.syntax.as_ref().and_then(|s| s.tree.head.get(t).copied().flatten())
    }

    /// The relation with its subtype.
    pub(crate) fn relation(&self, t: TokenId) -> &str {
        self.doc.syntax.as_ref().and_then(|s| s.tree.rel.get(t)).map_or("", |label| label)
    }

    /// The relation without its subtype.
    pub(crate) fn rel(&self, t: TokenId) -> &str {
        let full = self.relation(t);
        full.split(':').next().unwrap_or(full)
    }

    pub(crate) fn children(&self, t: TokenId) -> &[TokenId] {
        self.children.get(t.index()).map_or(&[], Vec::as_slice)
    }

    /// First dependent with the relation (subtype ignored).
    pub(crate) fn child(&self, t: TokenId, rel: &str) -> Option<TokenId> {
        self.children(t).iter().copied().find(|c| self.rel(*c) == rel)
    }

    /// First dependent with exactly this relation.
    pub(crate) fn child_exact(&self, t: TokenId, relation: &str) -> Option<TokenId> {
        self.children(t).iter().copied().find(|c| self.relation(*c) == relation)
    }

    /// The preposition of a noun phrase ("of", "according").
    pub(crate) fn case(&self, t: TokenId) -> Option<&str> {
        self.child(t, "case").map(|c| self.word(c))
    }

    pub(crate) fn mention(&self, head: TokenId) -> Option<MentionId> {
        self.mention.get(head.index()).copied().flatten()
    }

    /// The longest mention that covers the word.
    pub(crate) fn mention_over(&self, t: TokenId) -> Option<MentionId> {
        let rows = &self.doc.mentions.rows;
        rows.iter_enumerated()
            .filter(|(_, m)| m.tokens.contains(&t))
            .max_by_key(|(id, m)| (m.tokens.end.index() - m.tokens.start.index(), usize::MAX - id.index()))
            .map(|(id, _)| id)
    }

    /// Whether the headline names the state or somebody of it.
    pub(crate) fn titled(&self, country: Country) -> bool {
        self.titled.contains(&country)
    }

    /// How many mentions of the text before a word are of each state. (What comes behind must change nothing.)
    pub(crate) fn states_before(&self, end: TokenId) -> HashMap<Country, u32> {
        let mut out = HashMap::new();
        for (_, country) in self.states.iter().take_while(|(at, _)| *at < end) {
            *out.entry(*country).or_default() += 1;
        }
        out
    }

    pub(crate) fn sentence(&self, t: TokenId) -> Option<(SentId, Range<TokenId>)> {
        let id = self.doc.tokens.sentence_of(t)?;
        Some((id, self.doc.tokens.sentences[id].clone()))
    }

    pub(crate) fn range(&self, t: TokenId) -> TextRange {
        self.doc.tokens.ranges.get(t).copied().unwrap_or(TextRange::at(0, 0))
    }

    /// The word `by` places further; `None` beyond the sentence.
    pub(crate) fn step(&self, t: TokenId, by: isize) -> Option<TokenId> {
        let (_, words) = self.sentence(t)?;
        let at = TokenId::new(t.index().checked_add_signed(by)?);
        words.contains(&at).then_some(at)
    }

    pub(crate) fn name_at(&self, t: TokenId) -> Option<&'d Name> {
        self.doc.syntax.as_ref().and_then(|s| s.names.iter().find(|name| name.tokens.contains(&t)))
    }

    pub(crate) fn is_place(&self, t: TokenId) -> bool {
        self.name_at(t).is_some_and(|name| name.kind == NameKind::Place)
    }

    /// What the word can be: by its tag, or by its form and the words before it.
    pub(crate) fn is_class(&self, t: TokenId, class: Class, form: Form) -> bool {
        match self.upos(t) {
            "" => self.looks_like(t, class, form),
            "VERB" | "AUX" => class == Class::Verb || (class == Class::Adj && form == Form::Base),
            "NOUN" | "PROPN" => class == Class::Noun,
            "ADJ" => class == Class::Adj || (class == Class::Verb && form == Form::Past),
            _ => false,
        }
    }

    /// Without tags: determiners and prepositions announce nouns, auxiliaries and "to" verbs.
    fn looks_like(&self, t: TokenId, class: Class, form: Form) -> bool {
        let before = self.step(t, -1).map_or("", |p| self.word(p));
        let nominal = matches!(
            before,
            "the"
                | "a"
                | "an"
                | "his"
                | "her"
                | "their"
                | "its"
                | "of"
                | "for"
                | "this"
                | "that"
                | "no"
                | "any"
                | "'s"
        );
        let verbal = matches!(
            before,
            "to" | "will"
                | "would"
                | "not"
                | "n't"
                | "could"
                | "may"
                | "might"
                | "should"
                | "who"
                | "they"
                | "he"
                | "she"
                | "it"
                | "we"
                | "i"
        );
        match (class, form) {
            (Class::Verb, Form::Past) => true,
            (Class::Verb, _) => !nominal,
            (Class::Noun, Form::Base) => !verbal || nominal,
            (Class::Noun, _) | (Class::Adj, _) => true,
        }
    }
}

fn lemma_of(doc: &Document, lexicon: &Lexicon, t: TokenId, lower: &[String]) -> String {
    let word = lower.get(t.index()).map_or("", String::as_str);
    let upos = doc.syntax.as_ref().and_then(|s| s.tags.upos.get(t)).map_or("", |label| label);
    // What the lexicon knows of a form is surer than a model's lemma.
    let fits = |class: Class| match upos {
        "VERB" | "AUX" => class == Class::Verb,
        "NOUN" => class == Class::Noun,
        "" => true,
        _ => false,
    };
    let known = lexicon
        .readings(word)
        .iter()
        .find(|(_, class, _)| fits(*class))
        .map(|(lemma, _, _)| (*lemma).to_owned());
    let tagged = doc.syntax.as_ref().and_then(|s| s.tags.lemma.get(t)).map(|lemma| lemma.to_lowercase());
    known.or(tagged.filter(|lemma| !lemma.is_empty() && lemma != "_")).unwrap_or_else(|| word.to_owned())
}
