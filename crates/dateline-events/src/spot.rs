//! Finding triggers: words of the lexicon in their phrases.

use dateline_types::{Idx, TokenId};

use crate::lexicon::{Class, Pattern};
use crate::view::View;

/// How far behind its verb a particle is looked for without a tree.
const PARTICLE_REACH: isize = 4;
/// How far from its verb an object is looked for without a tree.
const OBJECT_REACH: isize = 7;

/// A word of the lexicon in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) trigger: TokenId,
    pub(crate) entry: usize,
    pub(crate) class: Class,
    /// Words that the pattern asks for: the more, the surer.
    pub(crate) weight: usize,
}

/// All triggers of the document, at most one for each word: the most specific pattern.
pub(crate) fn spots(view: &View<'_>) -> Vec<Spot> {
    let mut out: Vec<Spot> = Vec::new();
    for t in view.doc.tokens.ranges.ids() {
        let mut best: Option<Spot> = None;
        for spot in at(view, t) {
            if best.is_none_or(|old| old.weight < spot.weight) {
                best = Some(spot);
            }
        }
        let Some(spot) = best else { continue };
        // A phrase takes its words: the "arrest" of "arrest warrant" is no arrest.
        match out.iter_mut().find(|old| old.trigger == spot.trigger) {
            Some(old) if old.weight < spot.weight => *old = spot,
            Some(_) => {}
            None => out.push(spot),
        }
    }
    let taken: Vec<Spot> = out.iter().copied().filter(|s| s.weight > 1).collect();
    out.retain(|s| {
        !taken
            .iter()
            .any(|wide| wide.weight > s.weight && wide.trigger != s.trigger && covers(view, wide, s.trigger))
    });
    out
}

/// Whether a multiword noun covers the word.
fn covers(view: &View<'_>, wide: &Spot, t: TokenId) -> bool {
    wide.class == Class::Noun
        && t.index() < wide.trigger.index()
        && wide.trigger.index() - t.index() < wide.weight
        && view.sentence(t).map(|s| s.0) == view.sentence(wide.trigger).map(|s| s.0)
}

fn at(view: &View<'_>, t: TokenId) -> Vec<Spot> {
    let mut out = Vec::new();
    let lexicon = view.lexicon;
    let mut keys: Vec<(&str, Option<Class>, crate::forms::Form)> = lexicon
        .readings(view.word(t))
        .iter()
        .map(|(lemma, class, form)| (*lemma, Some(*class), *form))
        .collect();
    if keys.is_empty() && !lexicon.patterns(view.lemma(t)).is_empty() {
        keys.push((view.lemma(t), None, crate::forms::Form::Base));
    }
    for (lemma, class, form) in keys {
        for pattern in lexicon.patterns(lemma) {
            if class.is_some_and(|class| class != pattern.class)
                || !view.is_class(t, pattern.class, form)
                || month(view, t)
            {
                continue;
            }
            if let Some(trigger) = fits(view, t, pattern) {
                let weight = 1 + pattern.rest.len() + usize::from(pattern.object.is_some());
                out.push(Spot { trigger, entry: pattern.entry, class: pattern.class, weight });
            }
        }
    }
    out
}

/// The trigger word if the rest of the pattern is there too.
fn fits(view: &View<'_>, t: TokenId, pattern: &Pattern) -> Option<TokenId> {
    if pattern.class == Class::Verb {
        let mut from = t;
        for particle in &pattern.rest {
            from = particle_after(view, t, from, particle)?;
        }
        return match pattern.object {
            Some(set) => has_object(view, t, set).then_some(t),
            None => Some(t),
        };
    }
    let mut last = t;
    for word in &pattern.rest {
        last = view.step(last, 1)?;
        if view.word(last) == "-" {
            last = view.step(last, 1)?;
        }
        if view.lemma(last) != *word && view.word(last) != *word {
            return None;
        }
    }
    // The head of "state of emergency" is its first word, that of "arrest warrant" its last.
    Some(if pattern.rest.contains(&"of") { t } else { last })
}

fn particle_after(view: &View<'_>, verb: TokenId, from: TokenId, particle: &str) -> Option<TokenId> {
    // A preposition belongs to the verb only where nothing but an adverb parts them; true particles may follow the object.
    let preposition =
        matches!(particle, "on" | "for" | "upon" | "to" | "at" | "in" | "with" | "from" | "against" | "into");
    let reach = if preposition { 2 } else { PARTICLE_REACH };
    (1..=reach)
        .map_while(|i| view.step(from, i))
        .take_while(|p| !matches!(view.word(*p), "," | ";" | "."))
        .find(|p| {
            let same = view.word(*p) == particle || view.lemma(*p) == particle;
            let parted = preposition
                && p.index() > from.index() + 1
                && view
                    .step(*p, -1)
                    .is_some_and(|m| view.mention_over(m).is_some() || !matches!(view.upos(m), "ADV" | ""));
            // With a tree a particle a few words off must hang on the verb or on its complement.
            let near = p.index() == from.index() + 1
                || !view.has_tree()
                || view.head(*p).is_some_and(|h| h == verb || view.head(h) == Some(verb));
            same && near && !parted
        })
}

fn has_object(view: &View<'_>, verb: TokenId, set: &str) -> bool {
    if set == "someone" {
        // "Called Trump": somebody by name, whom the verb does not call anything.
        let named = |t: TokenId| view.upos(t) == "PROPN" && view.mention(t).is_some();
        return view.has_tree()
            && view.child(verb, "obj").is_some_and(named)
            && view.child(verb, "xcomp").is_none()
            && view.child(verb, "iobj").is_none();
    }
    let is = |t: TokenId| view.lexicon.in_set(set, view.lemma(t)) || view.lexicon.in_set(set, view.word(t));
    if view.has_tree() {
        return view.children(verb).iter().any(|c| {
            matches!(view.rel(*c), "obj" | "nsubj" | "obl" | "iobj")
                && view.relation(*c) != "nsubj"
                && (is(*c)
                    || view
                        .children(*c)
                        .iter()
                        .any(|d| matches!(view.rel(*d), "compound" | "conj" | "amod" | "nmod") && is(*d)))
        });
    }
    let passive =
        view.step(verb, -1).is_some_and(|p| matches!(view.word(p), "was" | "were" | "been" | "be" | "being"));
    let ahead = (1..=OBJECT_REACH)
        .filter_map(|i| view.step(verb, i))
        .take_while(|t| !matches!(view.word(*t), ";" | "."))
        .any(is);
    ahead || (passive && (1..=OBJECT_REACH).filter_map(|i| view.step(verb, -i)).any(is))
}

/// "March" with a capital beside a number or a preposition is the month.
fn month(view: &View<'_>, t: TokenId) -> bool {
    view.text(t) == "March" && view.sentence(t).is_some_and(|(_, words)| words.start != t)
}
