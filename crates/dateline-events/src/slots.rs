//! Who stands where around a trigger, read off the tree: passives, control, coordination, relative clauses, participles,
//! possessives, compounds and light verbs are all brought to the same few slots.

use dateline_types::TokenId;

use crate::lexicon::{Class, Slot};
use crate::view::View;

/// Words around a trigger with the place in which they stand.
pub(crate) type Slots = Vec<(Slot, TokenId)>;

/// How many governors are climbed for an unexpressed subject.
const CLIMB: usize = 5;

/// The slots of a trigger.
pub(crate) fn slots(view: &View<'_>, t: TokenId, class: Class) -> Slots {
    let predicate = view.child(t, "nsubj").is_some() || view.upos(t) == "VERB";
    let mut out = match class {
        Class::Noun => noun(view, t),
        Class::Verb => verb(view, t),
        Class::Adj if predicate => verb(view, t),
        Class::Adj => {
            view.head(t).filter(|_| view.rel(t) == "amod").map(|h| (Slot::Obj, h)).into_iter().collect()
        }
    };
    relatives(view, t, &mut out);
    out.dedup();
    out
}

/// Whether the verb is passive, a bare participle behind a noun included.
pub(crate) fn passive(view: &View<'_>, t: TokenId) -> bool {
    let marked = view
        .children(t)
        .iter()
        .any(|c| matches!(view.relation(*c), "nsubj:pass" | "aux:pass" | "csubj:pass"));
    let aux = view.child(t, "aux").is_some();
    let bare = view.xpos(t) == "VBN" && !aux && matches!(view.rel(t), "acl" | "advcl" | "amod");
    // A passive's second conjunct shares the auxiliary of the first.
    let shared = view.xpos(t) == "VBN"
        && view.rel(t) == "conj"
        && view.child(t, "nsubj").is_none()
        && view.child(t, "aux").is_none()
        && view.head(t).is_some_and(|h| view.children(h).iter().any(|c| view.relation(*c) == "aux:pass"));
    marked || bare || shared
}

fn verb(view: &View<'_>, t: TokenId) -> Slots {
    let mut out = Slots::new();
    let is_passive = passive(view, t);
    let object = view.child(t, "obj");
    for c in view.children(t).iter().copied() {
        match view.relation(c) {
            "nsubj:pass" if object.is_some() => out.push((Slot::Iobj, c)),
            "nsubj:pass" => out.push((Slot::Obj, c)),
            "nsubj" | "nsubj:outer" => {
                out.push((Slot::Subj, c));
                // "Israeli aircraft hit": what belongs to a state acts for it.
                if view.mention(c).is_none() {
                    let owners = view.children(c).iter().copied().filter(|d| {
                        matches!(view.relation(*d), "amod" | "compound" | "nmod:poss")
                            && view.mention(*d).is_some()
                    });
                    out.extend(owners.map(|d| (Slot::Subj, d)));
                }
            }
            "obj" => {
                out.push((Slot::Obj, c));
                around(view, c, &mut out);
            }
            "iobj" => out.push((Slot::Iobj, c)),
            "obl:agent" => out.push((Slot::Subj, c)),
            "ccomp" | "xcomp" => {
                if let Some(s) = view.child(c, "nsubj") {
                    out.push((Slot::That, s));
                }
                // "agreed to meet Iran": the complement's parties serve where the predicate names none.
                out.extend(complement(view, c));
            }
            _ if view.rel(c) == "obl" || view.rel(c) == "nmod" => {
                around(view, c, &mut out);
                if let Some(slot) = view.case(c).and_then(Slot::prep) {
                    let agent = is_passive && Slot::prep("by") == Some(slot);
                    out.push((if agent { Slot::Subj } else { slot }, c));
                }
            }
            _ => {}
        }
    }
    inherit(view, t, is_passive, &mut out);
    out
}

/// "Imposed sanctions on Syria", "rejected Iran's offer": whom a mere thing belongs to or is aimed at.
fn around(view: &View<'_>, thing: TokenId, out: &mut Slots) {
    if view.mention(thing).is_some() || !view.lexicon.is_thing(view.lemma(thing)) {
        return;
    }
    for c in view.children(thing).iter().copied() {
        match view.rel(c) {
            "nmod" if view.relation(c) == "nmod:poss" => out.push((Slot::That, c)),
            "nmod" => {
                if let Some(slot) = view.case(c).and_then(Slot::prep) {
                    out.push((slot, c));
                    out.push((Slot::That, c));
                }
            }
            "amod" | "compound" if view.mention(c).is_some() => out.push((Slot::That, c)),
            _ => {}
        }
    }
}

/// Prepositional and direct objects of a governed clause, as the weakest candidates for the recipient.
fn complement(view: &View<'_>, c: TokenId) -> Slots {
    let mut out = Slots::new();
    for d in view.children(c).iter().copied() {
        match view.rel(d) {
            "obj" | "iobj" if someone(view, d) => out.push((Slot::That, d)),
            "obj" => around(view, d, &mut out),
            "obl" | "nmod" => {
                let with = view
                    .case(d)
                    .is_some_and(|case| matches!(case, "with" | "to" | "against" | "on" | "from"));
                if with && someone(view, d) {
                    out.push((Slot::That, d));
                }
            }
            _ => {}
        }
    }
    out
}

/// A word that can mean a participant.
fn someone(view: &View<'_>, t: TokenId) -> bool {
    view.mention(t).is_some() || matches!(view.upos(t), "PROPN" | "PRON")
}

/// The subject (or, for a passive, the object) that the clause leaves unsaid.
fn inherit(view: &View<'_>, t: TokenId, is_passive: bool, out: &mut Slots) {
    let wanted = if is_passive { Slot::Obj } else { Slot::Subj };
    if out.iter().any(|(slot, _)| *slot == wanted) {
        return;
    }
    let mut at = t;
    for _ in 0..CLIMB {
        let Some(h) = view.head(at) else { return };
        let found = match view.rel(at) {
            "acl" if view.relation(at) == "acl:relcl" => {
                let slot = if out.iter().any(|(s, _)| *s == Slot::Subj) { Slot::Obj } else { wanted };
                out.push((slot, h));
                return;
            }
            "acl" if is_passive || view.xpos(t) == "VBG" => Some(h),
            "acl" => {
                view.child_exact(h, "nmod:poss").or_else(|| view.head(h).and_then(|v| view.child(v, "nsubj")))
            }
            "xcomp" => view.child(h, "obj").or_else(|| subject(view, h)),
            "conj" | "advcl" | "ccomp" | "parataxis" | "obl" | "obj" | "nmod" => subject(view, h),
            _ => return,
        };
        if let Some(found) = found.filter(|f| *f != t) {
            out.push((wanted, found));
            return;
        }
        at = h;
    }
}

fn subject(view: &View<'_>, t: TokenId) -> Option<TokenId> {
    view.child(t, "nsubj")
}

fn noun(view: &View<'_>, t: TokenId) -> Slots {
    let mut out = Slots::new();
    own(view, t, &mut out);
    let mut top = t;
    // "a series of attacks by rebels": the measuring noun's dependents count too.
    if view.rel(t) == "nmod"
        && let Some(h) = view.head(t)
        && view.case(t) == Some("of")
        && view.lexicon.is_measure(view.lemma(h))
    {
        own(view, h, &mut out);
        out.retain(|(_, who)| *who != t);
        top = h;
    }
    if view.rel(top) == "conj"
        && let Some(h) = view.head(top)
    {
        top = h;
    }
    let Some(v) = view.head(top) else { return out };
    let lends = match view.rel(top) {
        "obj" | "obl" | "xcomp" => view.lexicon.is_light(view.lemma(v)),
        "nsubj" => view.relation(top) == "nsubj:pass" && view.lexicon.is_light(view.lemma(v)),
        _ => false,
    };
    if lends || (view.rel(top) == "nsubj" && view.upos(v) == "VERB") {
        for (slot, who) in verb(view, v) {
            let fits = match slot {
                Slot::Subj => lends && who != top,
                Slot::Obj | Slot::Iobj => lends && view.rel(top) == "obl" && who != top,
                Slot::That => false,
                _ => who != top,
            };
            if fits && !out.iter().any(|(_, old)| *old == who) {
                out.push((slot, who));
            }
        }
    }
    out
}

/// Dependents of a noun.
fn own(view: &View<'_>, t: TokenId, out: &mut Slots) {
    for c in view.children(t).iter().copied() {
        match view.rel(c) {
            "nmod" if view.relation(c) == "nmod:poss" => out.push((Slot::Poss, c)),
            "nmod" | "obl" => {
                if let Some(slot) = view.case(c).and_then(Slot::prep) {
                    out.push((slot, c));
                }
            }
            "amod" | "compound" => {
                out.push((Slot::Modifier, c));
                for d in view.children(c).iter().copied().filter(|d| view.rel(*d) == "conj") {
                    out.push((Slot::Modifier, d));
                }
            }
            "nsubj" => out.push((Slot::Subj, c)),
            _ => {}
        }
    }
}

/// "who", "which", "that" of a relative clause mean the noun before it.
fn relatives(view: &View<'_>, t: TokenId, out: &mut Slots) {
    let Some(noun) = view.head(t).filter(|_| view.relation(t) == "acl:relcl") else { return };
    for (_, who) in out.iter_mut() {
        if matches!(view.word(*who), "who" | "which" | "that" | "whom" | "whose") {
            *who = noun;
        }
    }
}

/// A word and those joined to it by "and".
pub(crate) fn conjuncts(view: &View<'_>, head: TokenId) -> Vec<TokenId> {
    let mut out = vec![head];
    let mut at = 0;
    while let Some(t) = out.get(at).copied() {
        for c in view.children(t).iter().copied().filter(|c| view.rel(*c) == "conj") {
            // A clause joined to a noun is a parser's slip; nouns join nouns.
            if view.upos(c) != "VERB" && !out.contains(&c) {
                out.push(c);
            }
        }
        at += 1;
    }
    out
}
