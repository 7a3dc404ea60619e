//! Happened, planned, negated or hypothetical: from auxiliaries, negation, and what governs the trigger.

use dateline_types::{Idx, Status, TokenId};

use crate::lexicon::Effect;
use crate::view::View;

const CLIMB: usize = 7;
/// Words before a trigger that are read without a tree.
const WINDOW: isize = 6;

#[derive(Clone, Copy, Default)]
struct Marks {
    planned: bool,
    negated: bool,
    hypothetical: bool,
}

impl Marks {
    fn add(&mut self, effect: Effect) {
        match effect {
            Effect::Planned => self.planned = true,
            // Two negations make a statement ("did not deny").
            Effect::Negated => self.negated = !self.negated,
            Effect::Hypothetical => self.hypothetical = true,
        }
    }

    fn status(self) -> Status {
        if self.negated {
            Status::Negated
        } else if self.hypothetical {
            Status::Hypothetical
        } else if self.planned {
            Status::Planned
        } else {
            Status::Happened
        }
    }
}

/// The status that the words around the trigger give it.
pub(crate) fn status(view: &View<'_>, t: TokenId) -> Status {
    let mut marks = Marks::default();
    if view.has_tree() {
        climb(view, t, &mut marks);
    } else {
        window(view, t, &mut marks);
    }
    marks.status()
}

fn window(view: &View<'_>, t: TokenId, marks: &mut Marks) {
    for i in 1..=WINDOW {
        let Some(before) = view.step(t, -i) else { break };
        if matches!(view.word(before), "," | ";" | ":" | "\"" | "that" | "after" | "who" | "which") {
            break;
        }
        // "planned" as a lemma is found by its form, "to" alone says nothing.
        let effect =
            view.lexicon.effect(view.word(before)).or_else(|| view.lexicon.effect(view.lemma(before)));
        if let Some(effect) = effect {
            marks.add(effect);
        }
    }
}

fn climb(view: &View<'_>, t: TokenId, marks: &mut Marks) {
    let mut at = t;
    own(view, at, marks, true);
    for _ in 0..CLIMB {
        let Some(h) = view.head(at) else { return };
        let relation = view.relation(at);
        let rel = view.rel(at);
        match rel {
            // What governs its complement decides over it.
            "xcomp" | "ccomp" | "csubj" | "obj" | "nsubj" | "obl"
                if rel != "nsubj" || relation == "nsubj:pass" || verbless(view, h) =>
            {
                if rel == "obl" && !light_oblique(view, at) {
                    return;
                }
                if rel == "ccomp"
                    && view.lexicon.is_speech(view.lemma(h))
                    && view.lexicon.effect(view.lemma(h)).is_none()
                {
                    return;
                }
                if let Some(effect) = view.lexicon.effect(view.lemma(h)) {
                    marks.add(effect);
                }
                own(view, h, marks, rel != "ccomp" || !view.lexicon.is_speech(view.lemma(h)));
            }
            "nsubj" => {
                // The subject of an event verb ("talks began") shares its tense. What did not yield a breakthrough took place all the same;
                // what did not take place did not.
                let outcome = view.child(h, "obj").is_some_and(|o| view.lemma(o) != "place");
                own(view, h, marks, !outcome);
            }
            // "no indication that a call is planned", "plans to visit", "the decision to strike".
            "acl" if relation != "acl:relcl" => {
                if let Some(effect) = view.lexicon.effect(view.lemma(h)) {
                    marks.add(effect);
                }
                if view.children(h).iter().any(|c| view.word(*c) == "no") {
                    marks.add(Effect::Negated);
                }
            }
            "conj"
                if view.child(at, "aux").is_none()
                    && view.child(at, "nsubj").is_none()
                    && view.upos(at) == "VERB" =>
            {
                own(view, h, marks, false);
            }
            "conj" if view.upos(at) == "NOUN" => {}
            _ => return,
        }
        at = h;
    }
}

fn verbless(view: &View<'_>, t: TokenId) -> bool {
    matches!(view.upos(t), "ADJ") || view.lexicon.effect(view.lemma(t)).is_some()
}

/// "arrived for talks", "scheduled for talks" belong together; "after talks" does not.
fn light_oblique(view: &View<'_>, t: TokenId) -> bool {
    view.case(t).is_some_and(|case| matches!(case, "for" | "to" | "in" | "on" | "into" | "from"))
}

/// Auxiliaries, negation, conditional marks and adverbs of one clause.
fn own(view: &View<'_>, t: TokenId, marks: &mut Marks, with_negation: bool) {
    let mut future = false;
    for c in view.children(t).iter().copied() {
        match view.rel(c) {
            "aux" => match view.word(c) {
                "will" | "shall" | "'ll" | "wo" => future = true,
                "would" | "'d" if view.xpos(c) == "MD" => {
                    // Reported future, unless a condition hangs on it.
                    if under_speech(view, t) { future = true } else { marks.hypothetical = true }
                }
                word => {
                    if let Some(effect) = view.lexicon.effect(word) {
                        marks.add(effect);
                    }
                }
            },
            "mark" if matches!(view.word(c), "if" | "unless" | "whether") => marks.hypothetical = true,
            "advmod" | "det" | "cc"
                if with_negation && matches!(view.word(c), "not" | "n't" | "never" | "no" | "neither") =>
            {
                marks.add(Effect::Negated);
            }
            "advmod" if matches!(view.lemma(c), "possibly" | "perhaps" | "potentially") => {
                marks.hypothetical = true
            }
            "amod" => {
                if let Some(effect) =
                    view.lexicon.effect(view.lemma(c)).or_else(|| view.lexicon.effect(view.word(c)))
                {
                    marks.add(effect);
                }
            }
            "advcl"
                if view
                    .children(c)
                    .iter()
                    .any(|m| view.rel(*m) == "mark" && matches!(view.word(*m), "if" | "unless")) =>
            {
                marks.hypothetical = true;
            }
            _ => {}
        }
    }
    marks.planned |= future;
    // Headline: "Putin to visit India".
    if view.range(t).end() <= view.doc.title.end() && view.head(t).is_none() {
        let to = t.index().checked_sub(1).map(TokenId::new).is_some_and(|p| view.word(p) == "to");
        marks.planned |= to;
    }
}

fn under_speech(view: &View<'_>, t: TokenId) -> bool {
    let mut at = t;
    for _ in 0..CLIMB {
        let said = view
            .children(at)
            .iter()
            .any(|c| matches!(view.rel(*c), "parataxis" | "ccomp") && view.lexicon.is_speech(view.lemma(*c)));
        if said {
            return true;
        }
        let Some(h) = view.head(at) else { return false };
        if view.rel(at) == "ccomp" {
            return true;
        }
        at = h;
    }
    false
}
