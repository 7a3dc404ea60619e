//! Who takes part in an event, and on which side: a fitted choice over everybody that the sentence and the one before name.
//!
//! Frame and pointers each have their say, and so do the path from the trigger through the tree, what is known of somebody, and
//! what else the word is in its sentence (the place, the source, a part of another's name). Rules that weighed these by hand were
//! wrong on a side in three of ten records.

mod row;

use std::collections::HashMap;

use dateline_types::{ArgRole, Idx, Participant, SentId, TokenId};

use crate::decide::Candidate;
use crate::roles::{Roles, person_like};
use crate::slots::Slots;
use crate::view::View;
use row::{Row, Scene};

/// Words of the trigger's sentence that are thought of at most, and of the one before.
const MOST: [usize; 2] = [24, 5];

/// A feature's weight for the actors, for the recipients, and for taking part at all.
pub(crate) type Weights = HashMap<String, [f32; 3]>;

/// A word that may take part.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub head: TokenId,
    /// Whether it stands in the trigger's sentence rather than in the one before.
    pub here: bool,
    /// The word that "and" joins it to.
    pub joined: Option<TokenId>,
    pub features: Vec<(String, f32)>,
    pub people: Vec<Participant>,
    /// How probable it is that the word acts, that it is acted upon, and that it takes part on whichever side.
    pub probability: [f32; 3],
    pub chosen: [bool; 2],
}

/// What frame and pointers say.
#[derive(Clone, Copy)]
pub(crate) struct Said<'s> {
    pub(crate) slots: &'s Slots,
    pub(crate) frame: &'s Roles,
    pub(crate) now: &'s Roles,
}

/// Everybody who may take part, with what speaks for it; in text order.
pub(crate) fn parts(
    view: &View<'_>,
    c: &Candidate<'_>,
    said: Said<'_>,
    who: &mut dyn FnMut(TokenId) -> Vec<Participant>,
) -> Vec<Part> {
    let words = around(view, c, said);
    let people: Vec<Vec<Participant>> = words.iter().map(|(t, _)| who(*t)).collect();
    let top = |role| {
        c.hint
            .and_then(|h| {
                let own = h.args.iter().filter(|a| a.role == role && a.score >= 0.05);
                own.max_by(|a, b| a.score.total_cmp(&b.score).then(b.head.cmp(&a.head)))
            })
            .map(|a| a.head)
    };
    let tops = [top(ArgRole::Actor), top(ArgRole::Recipient)];
    let scene = Scene::of(view, c, said);
    let mut out = Vec::with_capacity(words.len());
    for (at, (head, same)) in words.iter().enumerate() {
        let mut row = Row { view, c, said, scene: &scene, head: *head, out: Vec::new() };
        row.model(tops);
        row.scene();
        row.place(*same);
        row.person(&people[at]);
        row.others(&words, &people, at);
        out.push(Part {
            head: *head,
            here: *same,
            joined: view.head(*head).filter(|_| view.rel(*head) == "conj"),
            features: row.out,
            people: people[at].clone(),
            probability: [0.0; 3],
            chosen: [false; 2],
        });
    }
    out
}

/// Words that mean somebody: of the sentence (`true`) and of the one before.
fn around(view: &View<'_>, c: &Candidate<'_>, said: Said<'_>) -> Vec<(TokenId, bool)> {
    let Some((sentence, words)) = view.sentence(c.trigger) else { return Vec::new() };
    let earlier = sentence
        .index()
        .checked_sub(1)
        .and_then(|at| view.doc.tokens.sentences.get(SentId::new(at)))
        .cloned();
    // "(Xinhua)", "the Front (MNLF)": an agency or a shorter name, never somebody on its own.
    let bracketed = |t: TokenId| {
        view.step(t, -1).is_some_and(|w| view.word(w) == "(")
            && view.step(t, 1).is_some_and(|w| view.word(w) == ")")
    };
    let named = |t: TokenId| {
        !bracketed(t)
            && view.mention(t).is_some()
            && matches!(view.upos(t), "PROPN" | "NOUN" | "PRON" | "ADJ")
            && person_like(view, t)
    };
    let told =
        |t: &TokenId| [said.frame, said.now].iter().any(|r| r.actors.contains(t) || r.recipients.contains(t));
    let mut own: Vec<TokenId> = (words.start.index()..words.end.index())
        .map(TokenId::new)
        .filter(|t| *t != c.trigger && (told(t) || named(*t)) && !aside(view, *t))
        .collect();
    if own.len() > MOST[0] {
        own.sort_by_key(|t| (!told(t), t.index().abs_diff(c.trigger.index())));
        own.truncate(MOST[0]);
        own.sort();
    }
    let mut out: Vec<(TokenId, bool)> = Vec::new();
    if let Some(range) = earlier {
        let before = (range.start.index()..range.end.index())
            .map(TokenId::new)
            .filter(|t| named(*t) && view.upos(*t) != "PRON");
        out.extend(before.take(MOST[1]).map(|t| (t, false)));
    }
    out.extend(own.into_iter().map(|t| (t, true)));
    out
}

/// "Anti-Syrian", "US-backed": a state that is told only of whom somebody is for, against or helped by.
fn aside(view: &View<'_>, t: TokenId) -> bool {
    let at = |steps: isize| view.step(t, steps).map(|w| view.word(w));
    let hyphen = |word: Option<&str>| word == Some("-");
    let (behind, before) = (at(2), at(-2));
    hyphen(at(-1)) && before.is_some_and(|w| view.lexicon.is_stance(w))
        || hyphen(at(1)) && behind.is_some_and(|w| view.lexicon.is_helped(w))
}

/// Gives each part its probabilities and chooses; nothing where no weights are known. What several do with each other (`mutual`) is
/// told of all who take part, and only then of the sides on which they stand.
pub(crate) fn choose(parts: &mut [Part], weights: &Weights, mutual: bool) -> Option<Roles> {
    let floors = weights.get("threshold").copied()?;
    for part in parts.iter_mut() {
        let mut sum = [0.0_f32; 3];
        for (name, value) in &part.features {
            if let Some(w) = weights.get(name) {
                for (sum, w) in sum.iter_mut().zip(w) {
                    *sum += w * value;
                }
            }
        }
        part.probability = sum.map(|s| 1.0 / (1.0 + (-s).exp()));
    }
    let more = weights.get("more").copied().unwrap_or(floors);
    let side_of = |p: &Part| usize::from(p.probability[1] > p.probability[0]);
    if mutual {
        let all: Vec<usize> = (0..parts.len()).collect();
        for at in taken(parts, all, 2, floors[2], more[2]) {
            let side = side_of(&parts[at]);
            parts[at].chosen[side] = true;
        }
    } else {
        let apart: Vec<[bool; 2]> =
            parts.iter().map(|p| [0, 1].map(|side| told_surer(parts, p, side))).collect();
        for side in 0..2 {
            let own =
                (0..parts.len()).filter(|at| side_of(&parts[*at]) == side && !apart[*at][side]).collect();
            for at in taken(parts, own, side, floors[side], more[side]) {
                parts[at].chosen[side] = true;
            }
        }
    }
    let chosen = |side: usize| parts.iter().filter(|p| p.chosen[side]).map(|p| p.head).collect();
    Some(Roles { actors: chosen(0), recipients: chosen(1) })
}

/// Two words for one person ("his counterpart, NAME"): whether the other one, which is surer, stands on the other side.
fn told_surer(parts: &[Part], one: &Part, side: usize) -> bool {
    let [person] = one.people.as_slice() else { return false };
    parts.iter().any(|o| {
        matches!(o.people.as_slice(), [p] if p.id.is_some() && p.id == person.id)
            && usize::from(o.probability[1] > o.probability[0]) != side
            && o.probability[1 - side] > one.probability[side]
    })
}

/// The likeliest, if likely enough, with whoever is likely enough beside it: a second word of a state only where "and" joins it.
fn taken(parts: &[Part], mut order: Vec<usize>, by: usize, floor: f32, more: f32) -> Vec<usize> {
    let likely: Vec<usize> =
        order.iter().copied().filter(|at| parts[*at].probability[by] >= floor * COMPANY).collect();
    order.retain(|at| parts[*at].probability[by] >= floor);
    // The sentence itself before the one before it.
    if order.iter().any(|at| parts[*at].here) {
        order.retain(|at| parts[*at].here);
    }
    order.sort_by(|a, b| parts[*b].probability[by].total_cmp(&parts[*a].probability[by]).then(a.cmp(b)));
    let mut out: Vec<usize> = Vec::new();
    for at in order {
        let one = &parts[at];
        let beside = out.iter().any(|t| joined(one, &parts[*t]));
        let state = one.people.iter().find_map(|p| p.country);
        let told = out.iter().any(|t| parts[*t].people.iter().any(|p| p.country == state));
        if out.is_empty() || one.probability[by] >= more && (beside || !told) {
            out.push(at);
        }
    }
    // "Visited Mauritania and Senegal": a name that "and" joins to a taken name comes along.
    let mut at = 0;
    while let Some(first) = out.get(at).copied() {
        at += 1;
        let more = likely.iter().copied().filter(|i| !out.contains(i) && company(&parts[first], &parts[*i]));
        let more: Vec<usize> = more.collect();
        out.extend(more);
    }
    out
}

/// Whether "and" joins the two words, or both to a third.
fn joined(one: &Part, other: &Part) -> bool {
    one.joined == Some(other.head)
        || other.joined == Some(one.head)
        || one.joined.is_some() && one.joined == other.joined
}

/// Share of the threshold that is enough for whom "and" joins to somebody taken.
const COMPANY: f32 = 0.5;

/// Whether "and" joins the two, both names of different states or of people of them.
fn company(one: &Part, other: &Part) -> bool {
    let alike = match (one.people.as_slice(), other.people.as_slice()) {
        ([a], [b]) => {
            let named = |p: &Participant| p.name.is_some() || p.office.is_some();
            named(a) && named(b) && a.country.is_some() && b.country.is_some() && a.country != b.country
        }
        _ => false,
    };
    one.here && other.here && joined(one, other) && alike
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use crate::tests::build::document;

    #[test]
    fn a_state_told_of_others_alone_takes_no_part() {
        let lexicon = Lexicon::load().unwrap();
        let told = |text: &str, word: usize| {
            let doc = document(text, &[]);
            aside(&View::new(&doc, &lexicon), TokenId::new(word))
        };
        assert!(told("US - backed fighters left", 0));
        assert!(told("anti - Syrian protesters left", 2));
        assert!(!told("US - Iranian talks ended", 0));
        assert!(!told("former - Syrian officers left", 2));
        assert!(!told("the US backed fighters", 1));
    }
}
