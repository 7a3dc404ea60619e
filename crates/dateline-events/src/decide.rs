//! Lexicon and model on one trigger: what type it is, and how probable that it is an event at all.

use dateline_types::{EventHint, EventType, Mode, Status, TokenId};

use crate::lexicon::{Class, Entry, Lexicon};
use crate::spot::Spot;
use crate::view::View;

/// How far governor and governed are apart for a hint and a lexicon word to tell one event.
const APART: usize = 2;
/// Below this a hint is noise and not even looked at.
pub(crate) const HINT_FLOOR: f32 = 0.08;

/// Everything that speaks for one event at one place.
#[derive(Clone, Debug)]
pub(crate) struct Candidate<'a> {
    pub(crate) trigger: TokenId,
    pub(crate) class: Class,
    pub(crate) entry: Option<&'a Entry>,
    pub(crate) hint: Option<&'a EventHint>,
    pub(crate) kind: EventType,
    pub(crate) mode: Option<Mode>,
}

/// Pairs the lexicon's words with the model's, each once.
pub(crate) fn candidates<'a>(
    view: &View<'_>,
    lexicon: &'a Lexicon,
    spots: &[Spot],
    hints: &'a [EventHint],
) -> Vec<Candidate<'a>> {
    let mut free: Vec<&EventHint> = hints.iter().filter(|h| h.score >= HINT_FLOOR).collect();
    let mut out = Vec::new();
    let mut rest = Vec::new();
    for spot in spots {
        match free.iter().position(|h| h.trigger == spot.trigger) {
            Some(at) => out.push(paired(lexicon, spot, free.remove(at))),
            None => rest.push(*spot),
        }
    }
    for spot in rest {
        let entry = &lexicon.entries[spot.entry];
        let near = free.iter().position(|h| h.kind == entry.kind && linked(view, h.trigger, spot.trigger));
        match near {
            Some(at) => out.push(paired(lexicon, &spot, free.remove(at))),
            // The same event is already told by a neighbouring word that the model chose.
            None if out.iter().any(|c: &Candidate<'_>| {
                c.hint.is_some() && c.kind == entry.kind && linked(view, c.trigger, spot.trigger)
            }) => {}
            None => out.push(Candidate {
                trigger: spot.trigger,
                class: spot.class,
                entry: Some(entry),
                hint: None,
                kind: entry.kind,
                mode: entry.mode,
            }),
        }
    }
    for hint in free {
        out.push(Candidate {
            trigger: hint.trigger,
            class: class_of(view, hint.trigger),
            entry: None,
            hint: Some(hint),
            kind: hint.kind,
            mode: chosen_mode(hint.kind, hint, None),
        });
    }
    out.sort_by_key(|c| c.trigger);
    out
}

fn class_of(view: &View<'_>, t: TokenId) -> Class {
    match view.upos(t) {
        "VERB" | "AUX" => Class::Verb,
        "ADJ" => Class::Adj,
        _ => Class::Noun,
    }
}

fn paired<'a>(lexicon: &'a Lexicon, spot: &Spot, hint: &'a EventHint) -> Candidate<'a> {
    let entry = &lexicon.entries[spot.entry];
    let (name, usual) = if spot.weight > 1 { ("hint.decides.phrase", 0.9) } else { ("hint.decides", 0.5) };
    let floor = lexicon.weights.get(name).copied().unwrap_or(usual);
    let model_decides = entry.kind == hint.kind || hint.score >= floor;
    let kind = if model_decides { hint.kind } else { entry.kind };
    Candidate {
        trigger: spot.trigger,
        class: spot.class,
        entry: Some(entry).filter(|entry| entry.kind == kind || entry.mutual == symmetric(kind)),
        hint: Some(hint),
        kind,
        mode: chosen_mode(kind, hint, Some(entry)),
    }
}

fn symmetric(kind: EventType) -> bool {
    matches!(kind, EventType::Consult | EventType::Cooperate)
}

/// The model's mode where it is sure, else the lexicon's.
fn chosen_mode(kind: EventType, hint: &EventHint, entry: Option<&Entry>) -> Option<Mode> {
    let known = entry.filter(|e| e.kind == kind).and_then(|e| e.mode);
    let model = hint.mode.filter(|mode| kind.modes().contains(mode));
    match known {
        Some(_) if hint.mode_score < 0.5 || hint.kind != kind => known,
        _ if hint.kind == kind => model,
        _ => known,
    }
}

/// Whether the two words belong to one phrase ("held talks", "arrest warrant").
pub(crate) fn linked(view: &View<'_>, a: TokenId, b: TokenId) -> bool {
    if a == b {
        return true;
    }
    if !view.has_tree() {
        return false;
    }
    let up = |from: TokenId, to: TokenId| {
        let mut at = from;
        (0..APART).any(|_| {
            let close = matches!(
                view.rel(at),
                "obj"
                    | "obl"
                    | "compound"
                    | "amod"
                    | "nsubj"
                    | "xcomp"
                    | "nmod"
                    | "conj"
                    | "flat"
                    | "fixed"
                    | "advcl"
            );
            match view.head(at).filter(|_| close) {
                Some(h) => {
                    at = h;
                    h == to
                }
                None => false,
            }
        })
    };
    up(a, b) || up(b, a)
}

/// Named amounts that the decision weighs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features(pub Vec<(String, f32)>);

impl Features {
    pub(crate) fn add(&mut self, name: impl Into<String>, value: f32) {
        if value != 0.0 {
            self.0.push((name.into(), value));
        }
    }

    /// The probability under the weights.
    pub(crate) fn probability(&self, lexicon: &Lexicon) -> f32 {
        let sum: f32 = self
            .0
            .iter()
            .map(|(name, value)| lexicon.weights.get(name.as_str()).copied().unwrap_or(0.0) * value)
            .sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

/// What else is known of the candidate when it is weighed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Findings {
    /// There is no tree and no model.
    pub(crate) flat: bool,
    pub(crate) content: bool,
    /// The model is sure of the predicate whose content it is.
    pub(crate) sure: bool,
    /// A neighbouring word tells another type with more certainty.
    pub(crate) rival: bool,
    /// The actor is an organ or somebody that the text does not name.
    pub(crate) unnamed: bool,
    /// Two who are meant by "they" or "the two leaders" act.
    pub(crate) pair: bool,
    /// Said to the press.
    pub(crate) press: bool,
    /// Told as what is to cease.
    pub(crate) ended: bool,
    /// Told as what somebody is occupied with.
    pub(crate) engaged: bool,
    /// The sentence tells of an accident, an illness or nature.
    pub(crate) accident: bool,
    /// An accident, an illness or nature does it.
    pub(crate) nature: bool,
    /// The sentence tells of sport.
    pub(crate) sport: bool,
    pub(crate) title: bool,
    pub(crate) actors: usize,
    pub(crate) recipients: usize,
    pub(crate) countries: usize,
    pub(crate) status: Status,
    pub(crate) dated: bool,
}

pub(crate) fn features(c: &Candidate<'_>, f: Findings) -> Features {
    let mut out = Features::default();
    let one = |b: bool| f32::from(u8::from(b));
    if f.flat {
        // Without a model the lexicon stands alone, and silence of a model means nothing.
        out.add("flat", 1.0);
        out.add("sport", one(f.sport && c.kind == EventType::Assault));
        out.add("flat.content", one(f.content));
        out.add("flat.countries.none", one(f.countries == 0));
        out.add("nobody", one(f.actors + f.recipients == 0));
        return out;
    }
    out.add("bias", 1.0);
    let model = c.hint.is_some();
    if let Some(entry) = c.entry {
        out.add(if model { "lexicon+model" } else { "lexicon" }, 1.0);
        let class = match c.class {
            Class::Verb => "verb",
            Class::Noun => "noun",
            Class::Adj => "adj",
        };
        out.add(format!("{}:{}{}", entry.name, class, if model { "+" } else { "" }), 1.0);
    } else {
        out.add("model", 1.0);
    }
    if let Some(hint) = c.hint {
        let p = hint.score.clamp(0.001, 0.999);
        out.add("hint", (p / (1.0 - p)).ln());
        if hint.kind != c.kind {
            out.add("overruled", 1.0);
        }
        out.add(format!("hint.{}", c.kind), 1.0);
    } else {
        out.add(format!("alone.{}", c.kind), 1.0);
    }
    let clause = f.content && c.class == Class::Verb;
    out.add("content.clause", one(clause));
    out.add("content.noun", one(f.content && !clause));
    out.add("content.clause.sure", one(clause && f.sure));
    out.add("content.noun.sure", one(f.content && !clause && f.sure));
    out.add("rival", one(f.rival));
    out.add("actor.unnamed", one(f.unnamed));
    out.add("press", one(f.press && c.kind == EventType::Consult));
    out.add("pair", one(f.pair && c.kind == EventType::Consult));
    out.add("ended", one(f.ended));
    out.add("engaged", one(f.engaged && c.kind == EventType::Consult));
    out.add("accident", one(f.accident && c.kind == EventType::Assault));
    out.add("nature", one(f.nature && c.kind == EventType::Assault));
    out.add("sport", one(f.sport && c.kind == EventType::Assault));
    out.add("title", one(f.title));
    out.add("actor.none", one(f.actors == 0));
    out.add("recipient.none", one(f.recipients == 0));
    out.add("nobody", one(f.actors + f.recipients == 0));
    out.add("countries.none", one(f.countries == 0));
    out.add("countries.two", one(f.countries >= 2));
    out.add(format!("status.{}", f.status), 1.0);
    out.add("dated", one(f.dated));
    out
}
