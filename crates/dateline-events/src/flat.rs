//! The slots around a trigger where there is no tree: nearest mentions left and right within the clause.

use dateline_types::{Idx, TokenId};

use crate::lexicon::{Class, Slot};
use crate::slots::Slots;
use crate::view::View;

const BE: &[&str] = &["is", "are", "was", "were", "been", "be", "being", "got"];
const REACH: isize = 40;

/// The slots of a trigger by distance alone.
pub(crate) fn slots(view: &View<'_>, t: TokenId, class: Class) -> Slots {
    let is_passive = class == Class::Verb && passive(view, t);
    let (left, right) = (side(view, t, -1), side(view, t, 1));
    let mut out = Slots::new();
    if class == Class::Noun {
        let mut last: Option<(Slot, TokenId)> = None;
        for (head, prep) in &right {
            let slot = match (prep.and_then(Slot::prep), last) {
                (Some(slot), _) => slot,
                (None, Some((slot, before))) if joined(view, before, *head) => slot,
                _ => continue,
            };
            last = Some((slot, *head));
            out.push((slot, *head));
        }
        for (head, prep) in left.iter().filter(|(_, prep)| prep.is_none()) {
            let close = head.index() + 2 >= t.index();
            out.push((if close { Slot::Modifier } else { Slot::Subj }, *head));
            let _ = prep;
        }
        return out;
    }
    let subject = if is_passive { Slot::Obj } else { Slot::Subj };
    let spatial = |prep: &Option<&str>| matches!(prep, Some("in" | "at" | "on" | "near"));
    let free =
        left.iter().find(|(_, prep)| prep.is_none()).or_else(|| left.iter().find(|(_, prep)| !spatial(prep)));
    if let Some((head, _)) = free {
        out.push((subject, *head));
        // Names joined to the subject by "and" or commas.
        for (other, prep) in &left {
            if other != head && prep.is_none() && joined(view, *other, *head) {
                out.push((subject, *other));
            }
        }
    }
    let mut last: Option<(Slot, TokenId)> = None;
    for (head, prep) in &right {
        let slot = match (prep, last) {
            (Some("by"), _) if is_passive => Slot::Subj,
            (Some(prep), _) => match Slot::prep(prep) {
                Some(slot) => slot,
                None => continue,
            },
            (None, Some((slot, before))) if joined(view, before, *head) => slot,
            (None, _) if !is_passive => Slot::Obj,
            _ => continue,
        };
        last = Some((slot, *head));
        out.push((slot, *head));
        // The parties of what is promised or refused, where the predicate names none itself.
        if matches!(prep, Some("with" | "to" | "from" | "against" | "on" | "of")) {
            out.push((Slot::That, *head));
        }
    }
    out
}

/// Past form after a form of "be" within three words.
pub(crate) fn passive(view: &View<'_>, t: TokenId) -> bool {
    (1..=3).filter_map(|i| view.step(t, -i)).any(|p| BE.contains(&view.word(p)))
        && !view.word(t).ends_with("ing")
}

/// Mentions on one side, nearest first, each with the preposition before it.
fn side<'v>(view: &'v View<'_>, t: TokenId, way: isize) -> Vec<(TokenId, Option<&'v str>)> {
    let mut out = Vec::new();
    let mut seen = None;
    for i in 1..=REACH {
        let Some(at) = view.step(t, way * i) else { break };
        if matches!(view.word(at), ";" | ":" | "\"" | "”" | "“") {
            break;
        }
        let Some(id) = view.mention_over(at).filter(|id| seen != Some(*id)) else { continue };
        seen = Some(id);
        let words = &view.doc.mentions.rows[id].tokens;
        let before = TokenId::new(words.start.index().saturating_sub(1));
        let skip = matches!(view.word(before), "the" | "a" | "an" | "its" | "his" | "their");
        let before = if skip { TokenId::new(before.index().saturating_sub(1)) } else { before };
        let prep = Some(view.word(before)).filter(|w| words.start.index() > 0 && Slot::prep(w).is_some());
        out.push((view.doc.mentions.rows[id].head, prep));
    }
    out
}

/// Whether only "and" and commas stand between the words.
fn joined(view: &View<'_>, a: TokenId, b: TokenId) -> bool {
    let (lo, hi) = (a.index().min(b.index()) + 1, a.index().max(b.index()));
    let mut glue = false;
    (lo..hi).map(TokenId::new).all(|t| {
        let and = matches!(view.word(t), "and" | ",");
        glue |= and;
        and || view.mention_over(t).is_some() || matches!(view.word(t), "the" | "a")
    }) && glue
}
