//! Who takes part without a word in the clause: "delivered 600 tonnes" (to whom the last sentence named, or whom the article is
//! about), "the second round will be held in May" (between those who held the first).
//!
//! A side that frame and pointers leave empty is filled from the sentence, the one before, the headline and the lead, where a logistic decision,
//! fitted on documents that the model never saw, thinks that somebody named there is meant. The same decision over all
//! words, those of the clause included, was tried and brought nothing over the frame and the pointers.

use dateline_types::{ArgRole, Country, Idx, Participant, SentId, TokenId};

use crate::decide::{Candidate, Features};
use crate::lexicon::{Class, Lexicon};
use crate::roles::person_like;
use crate::view::View;

/// Words of the trigger's sentence that are thought of at most, of the one before, and of headline and lead.
const MOST: [usize; 3] = [6, 5, 3];
const USUAL_THRESHOLD: f32 = 0.45;

/// A side of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Actors,
    Recipients,
}

/// A word that may be meant, and what speaks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Meant {
    pub head: TokenId,
    pub side: Side,
    pub features: Features,
    pub people: Vec<Participant>,
    pub probability: f32,
}

/// What the clause itself tells of the other side.
#[derive(Clone, Copy)]
pub(crate) struct Clause<'c> {
    pub(crate) heads: &'c [TokenId],
    pub(crate) other: &'c [Country],
    pub(crate) both_empty: bool,
}

/// Everybody that may be meant on a side that the clause leaves empty; `who` tells whom a word means.
pub(crate) fn meant(
    view: &View<'_>,
    c: &Candidate<'_>,
    side: Side,
    clause: Clause<'_>,
    who: &dyn Fn(TokenId) -> Vec<Participant>,
) -> Vec<Meant> {
    let states = view.sentence(c.trigger).map(|(_, words)| view.states_before(words.end)).unwrap_or_default();
    let all: u32 = states.values().sum();
    around(view, c.trigger, clause.heads)
        .into_iter()
        .filter_map(|(head, place)| {
            let people = who(head);
            // Only somebody of a known state is thought of.
            let known: Vec<Country> = people.iter().filter_map(|p| p.country).collect();
            let apart = !known.iter().any(|country| clause.other.contains(country));
            let first = *known.first()?;
            let of = Of {
                head,
                people: &people,
                place,
                apart,
                titled: view.titled(first),
                share: states.get(&first).map_or(0.0, |own| *own as f32 / all.max(1) as f32),
            };
            Some(Meant {
                head,
                side,
                features: features(view, c, of, side, clause.both_empty),
                people,
                probability: 0.0,
            })
        })
        .collect()
}

/// The likeliest of them, if it is likely enough.
pub(crate) fn likeliest<'m>(rows: &'m mut [Meant], lexicon: &Lexicon) -> Option<&'m Meant> {
    for row in rows.iter_mut() {
        row.probability = row.features.probability(lexicon);
    }
    let threshold = |side: Side| {
        let name = if side == Side::Actors { "far.a.threshold" } else { "far.r.threshold" };
        lexicon.weights.get(name).copied().unwrap_or(USUAL_THRESHOLD)
    };
    let fitted = lexicon.weights.contains_key("far.a.bias");
    rows.iter()
        .filter(|row| fitted && row.probability >= threshold(row.side))
        .max_by(|a, b| a.probability.total_cmp(&b.probability).then(b.head.cmp(&a.head)))
}

/// Where somebody stands who may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Sentence,
    Earlier,
    /// Of a sentence further away.
    Headline,
    Lead,
}

impl Place {
    fn name(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Earlier => "earlier",
            Self::Headline => "headline",
            Self::Lead => "lead",
        }
    }
}

/// Words of the sentence, of the one before, of the headline and of the lead that name somebody, without those that the clause uses.
fn around(view: &View<'_>, trigger: TokenId, taken: &[TokenId]) -> Vec<(TokenId, Place)> {
    let Some((sentence, words)) = view.sentence(trigger) else { return Vec::new() };
    let sentences = &view.doc.tokens.sentences;
    let earlier = sentence.index().checked_sub(1);
    // Sentences further away than the one before.
    let near = earlier.unwrap_or(0);
    let lead = sentences
        .iter()
        .position(|s| view.range(s.start).start() >= view.doc.title.end())
        .filter(|at| *at < near);
    let headline = (lead != Some(0) && near > 0).then_some(0);
    let get = |at: Option<usize>| at.and_then(|at| sentences.get(SentId::new(at))).cloned();
    let mut out: Vec<(TokenId, Place)> = Vec::new();
    for (range, most, place) in [
        (Some(words), MOST[0], Place::Sentence),
        (get(earlier), MOST[1], Place::Earlier),
        (get(headline), MOST[2], Place::Headline),
        (get(lead), MOST[2], Place::Lead),
    ] {
        let Some(range) = range else { continue };
        let before = out.len();
        for t in (range.start.index()..range.end.index()).map(TokenId::new) {
            let named = view.mention(t).is_some() && matches!(view.upos(t), "PROPN" | "NOUN");
            if named
                && !taken.contains(&t)
                && t != trigger
                && out.len() - before < most
                && person_like(view, t)
            {
                out.push((t, place));
            }
        }
    }
    out
}

fn logit(p: f32) -> f32 {
    let p = p.clamp(0.02, 0.98);
    (p / (1.0 - p)).ln()
}

/// Somebody who may be meant.
#[derive(Clone, Copy)]
struct Of<'o> {
    head: TokenId,
    people: &'o [Participant],
    place: Place,
    /// Whether nobody of its state stands on the other side.
    apart: bool,
    /// Whether the headline names its state.
    titled: bool,
    /// How much of the article so far is about its state, 0 to 1.
    share: f32,
}

fn features(view: &View<'_>, c: &Candidate<'_>, of: Of<'_>, side: Side, both_empty: bool) -> Features {
    let Of { head, people, apart, .. } = of;
    let same = of.place == Place::Sentence;
    let mut out = Features::default();
    let letter = if side == Side::Actors { 'a' } else { 'r' };
    let mut add = |name: String, value: f32| out.add(format!("far.{letter}.{name}"), value);
    let one = |b: bool| f32::from(u8::from(b));
    let score = |role: ArgRole| {
        let args = c.hint.map_or(&[][..], |h| &h.args);
        args.iter().filter(|a| a.role == role && a.head == head).map(|a| a.score).fold(0.0_f32, f32::max)
    };
    add("bias".to_owned(), 1.0);
    if c.hint.is_some() {
        add("pa".to_owned(), logit(score(ArgRole::Actor)));
        add("pr".to_owned(), logit(score(ArgRole::Recipient)));
    } else {
        add("silent".to_owned(), 1.0);
    }
    let place = of.place.name();
    let subject = view.rel(head) == "nsubj";
    add(place.to_owned(), 1.0);
    add(format!("{place}.subject"), one(subject));
    add(format!("{place}.apart"), one(apart));
    add(format!("{place}.subject.apart"), one(subject && apart));
    add("titled".to_owned(), one(of.titled));
    add("titled.apart".to_owned(), one(of.titled && apart));
    add("share".to_owned(), of.share);
    add("share.apart".to_owned(), if apart { of.share } else { 0.0 });
    add("both-empty".to_owned(), one(both_empty));
    add(format!("kind.{}", c.kind), 1.0);
    add(format!("kind.{}.apart", c.kind), one(apart));
    add(format!("upos.{}", view.upos(head)), 1.0);
    add("modifier".to_owned(), one(matches!(view.rel(head), "amod" | "compound")));
    add("possessor".to_owned(), one(view.relation(head) == "nmod:poss"));
    add(format!("how.{}", people.first().map_or("none", |p| p.how)), 1.0);
    let class = match c.class {
        Class::Verb => "verb",
        Class::Noun => "noun",
        Class::Adj => "adj",
    };
    add(format!("class.{class}"), 1.0);
    add("mutual".to_owned(), one(c.entry.is_some_and(|e| e.mutual)));
    add("before".to_owned(), one(same && head < c.trigger));
    add("near".to_owned(), one(same && head.index().abs_diff(c.trigger.index()) <= 6));
    out
}
