//! From slots to actors and recipients, by the frame of the predicate.

use dateline_types::{ArgRole, EventHint, EventType, TokenId};

use crate::lexicon::{Class, Entry, Slot};
use crate::slots::{Slots, conjuncts};
use crate::view::View;

/// Head words of the participants.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Roles {
    pub(crate) actors: Vec<TokenId>,
    pub(crate) recipients: Vec<TokenId>,
}

const BY: Slot = Slot::Prep(1);
const OF: Slot = Slot::Prep(0);

/// Roles as the frame tells them.
pub(crate) fn by_frame(view: &View<'_>, entry: &Entry, class: Class, slots: &Slots) -> Roles {
    // "Promised aid to Haiti": a thing is nobody, what stands around it was added by the slots.
    let mut people: Slots = slots.iter().copied().filter(|(_, t)| person_like(view, *t)).collect();
    if !people.iter().any(|(slot, _)| *slot == Slot::Obj) {
        // "Were handed prison terms", "gave them": who gets the thing stands where else the sufferer does.
        for (slot, _) in people.iter_mut().filter(|(slot, _)| *slot == Slot::Iobj) {
            *slot = Slot::Obj;
        }
    }
    let mut roles = match class {
        Class::Noun => nominal(view, entry, &people),
        Class::Verb | Class::Adj => verbal(entry, &people),
    };
    for side in [&mut roles.actors, &mut roles.recipients] {
        *side = side.iter().flat_map(|t| conjuncts(view, *t)).collect();
        side.dedup();
    }
    roles.recipients.retain(|t| !roles.actors.contains(t));
    roles
}

fn all(slots: &Slots, slot: Slot) -> Vec<TokenId> {
    slots.iter().filter(|(s, _)| *s == slot).map(|(_, t)| *t).collect()
}

fn first(slots: &Slots, wanted: &[Slot], not: &[TokenId]) -> Vec<TokenId> {
    wanted
        .iter()
        .map(|slot| all(slots, *slot).into_iter().filter(|t| !not.contains(t)).collect::<Vec<_>>())
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

fn verbal(entry: &Entry, slots: &Slots) -> Roles {
    if entry.mutual {
        let mut actors: Vec<TokenId> = entry.actor.iter().flat_map(|slot| all(slots, *slot)).collect();
        actors.sort();
        actors.dedup();
        return Roles { actors, recipients: Vec::new() };
    }
    let actors = first(slots, &entry.actor, &[]);
    let recipients = first(slots, &entry.recipient, &actors);
    Roles { actors, recipients }
}

fn nominal(view: &View<'_>, entry: &Entry, slots: &Slots) -> Roles {
    let modifiers: Vec<TokenId> = all(slots, Slot::Modifier)
        .into_iter()
        .filter(|t| !view.has_tree() || names_actor(view, *t))
        .collect();
    let poss = all(slots, Slot::Poss);
    if entry.mutual {
        let mut actors: Vec<TokenId> = entry.actor.iter().flat_map(|slot| all(slots, *slot)).collect();
        actors.extend(poss);
        if actors.len() < 2 {
            actors.extend(modifiers);
        }
        actors.sort();
        actors.dedup();
        return Roles { actors, recipients: Vec::new() };
    }
    // "Navalny's arrest" is his, "Israel's raid" is by Israel: deeds done to their "of" are suffered by their possessor.
    let suffers = entry.recipient.contains(&OF)
        && matches!(
            entry.kind,
            EventType::Assault
                | EventType::Coerce
                | EventType::Sanction
                | EventType::Concede
                | EventType::Accuse
        )
        && !speech_noun(entry);
    let mut actors = first(slots, &entry.actor, &[]);
    if actors.is_empty() {
        actors = all(slots, BY);
    }
    let mut recipients = first(slots, &entry.recipient, &actors);
    if actors.is_empty() {
        actors.clone_from(&modifiers);
    } else if recipients.is_empty() {
        recipients = modifiers.into_iter().filter(|t| !actors.contains(t)).collect();
    }
    if suffers && recipients.is_empty() {
        recipients = poss;
    } else if actors.is_empty() {
        actors = poss;
    }
    recipients.retain(|t| !actors.contains(t));
    Roles { actors, recipients }
}

/// Accusations and the like belong to who utters them.
fn speech_noun(entry: &Entry) -> bool {
    entry.absorbs
}

fn names_actor(view: &View<'_>, t: TokenId) -> bool {
    view.mention(t).is_some() || view.mention_over(t).is_some_and(|id| view.doc.mentions.rows[id].head == t)
}

/// "who", "which" and "that" of a relative clause mean the noun that the clause hangs on.
fn antecedent(view: &View<'_>, t: TokenId) -> TokenId {
    if !matches!(view.word(t), "who" | "which" | "that" | "whom" | "whose") {
        return t;
    }
    let mut at = t;
    for _ in 0..4 {
        let Some(h) = view.head(at) else { return t };
        if view.relation(at) == "acl:relcl" {
            return h;
        }
        at = h;
    }
    t
}

/// Numbers, days and months take no part in events.
pub(crate) fn person_like(view: &View<'_>, t: TokenId) -> bool {
    let timed = view.doc.timexes.iter().any(|x| x.range.contains(view.range(t)));
    let day = matches!(
        view.word(t),
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "january"
            | "february"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "week"
            | "month"
            | "year"
            | "today"
            | "yesterday"
            | "there"
            | "this"
    );
    // "The seven, who were arrested": a number with its article stands for people.
    if view.upos(t) == "NUM" && view.child(t, "det").is_some() {
        return !timed;
    }
    // A summit or a deal, even one with a place in some table, takes no part; what bears a name may.
    let named = |id| view.doc.mentions.rows[id].kind == dateline_types::MentionKind::Name;
    let capital = view.text(t).starts_with(char::is_uppercase);
    let nameless = !capital || !view.mention(t).is_some_and(named);
    if nameless && view.upos(t) == "NOUN" && view.lexicon.is_thing(view.lemma(t)) {
        return false;
    }
    !timed && !day && !matches!(view.upos(t), "NUM" | "ADV" | "VERB" | "PUNCT" | "ADP" | "SCONJ")
        || view.mention(t).is_some() && !timed
}

/// Roles as the model points at them, above a score.
pub(crate) fn by_hint(view: &View<'_>, hint: &EventHint, floor: f32) -> Roles {
    let pick = |role: ArgRole| {
        let mut out: Vec<TokenId> = Vec::new();
        for arg in hint.args.iter().filter(|arg| arg.role == role && arg.score >= floor) {
            let head = antecedent(view, arg.head);
            if !out.contains(&head) && person_like(view, head) {
                out.push(head);
            }
        }
        out.sort();
        // A conjunct of a chosen word that was left out narrowly belongs to it.
        let weak: Vec<TokenId> =
            hint.args.iter().filter(|a| a.role == role && a.score >= floor * 0.4).map(|a| a.head).collect();
        for head in out.clone() {
            out.extend(conjuncts(view, head).into_iter().filter(|t| weak.contains(t)));
        }
        out.sort();
        out.dedup();
        out
    };
    let actors = pick(ArgRole::Actor);
    let mut recipients = pick(ArgRole::Recipient);
    let score = |role: ArgRole, t: TokenId| {
        hint.args.iter().filter(|a| a.role == role && a.head == t).map(|a| a.score).fold(0.0_f32, f32::max)
    };
    let mut actors = actors;
    let both: Vec<TokenId> = actors.iter().copied().filter(|t| recipients.contains(t)).collect();
    for t in both {
        if score(ArgRole::Actor, t) >= score(ArgRole::Recipient, t) {
            recipients.retain(|r| *r != t);
        } else {
            actors.retain(|a| *a != t);
        }
    }
    Roles { actors, recipients }
}
