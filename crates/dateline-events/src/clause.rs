//! Stretches of text around a trigger: the clause that is quoted as evidence, numbers of victims, contexts, places.

use dateline_types::{Counts, EventType, Idx, Placed, SMALL_NUMBERS, TENS, TextRange, TokenId};

use crate::people;
use crate::view::View;

const CLIMB: usize = 12;
/// Words between a number and the verb that it counts for.
const REACH: isize = 8;

/// The word that heads the clause of a trigger.
pub(crate) fn clause_head(view: &View<'_>, t: TokenId) -> TokenId {
    let mut at = t;
    for _ in 0..CLIMB {
        let clausal = matches!(view.rel(at), "root" | "ccomp" | "advcl" | "acl" | "parataxis" | "csubj")
            || (view.rel(at) == "conj" && view.upos(at) == "VERB");
        match view.head(at).filter(|_| !clausal) {
            Some(h) => at = h,
            None => break,
        }
    }
    at
}

/// "Will boycott the vote unless he steps down": a plan that hangs on what somebody else is to do.
pub(crate) fn ultimatum(view: &View<'_>, t: TokenId) -> bool {
    let head = clause_head(view, t);
    let has = |word: TokenId, rel: &str, words: &[&str]| {
        view.children(word).iter().any(|c| view.rel(*c) == rel && words.contains(&view.word(*c)))
    };
    [t, head].iter().any(|word| {
        has(*word, "aux", &["will", "would", "'ll", "shall"])
            && view.children(*word).iter().any(|c| view.rel(*c) == "advcl" && has(*c, "mark", &["unless"]))
    })
}

/// "The meeting did not yield a breakthrough": no act of anybody's that was not done, but a thing that had no such outcome.
pub(crate) fn without_outcome(view: &View<'_>, t: TokenId) -> bool {
    view.upos(t) == "VERB"
        && view
            .child_exact(t, "nsubj")
            .is_some_and(|s| view.upos(s) == "NOUN" && view.lexicon.is_thing(view.lemma(s)))
}

/// The clause of the trigger, without clauses joined to it; the sentence where there is no tree.
pub(crate) fn evidence(view: &View<'_>, t: TokenId) -> TextRange {
    let own = view.range(t);
    let Some((_, words)) = view.sentence(t) else { return own };
    let whole = view.doc.tokens.cover(&words).unwrap_or(own);
    if !view.has_tree() {
        return trimmed(&view.doc.text, whole);
    }
    let head = clause_head(view, t);
    let (mut first, mut last) = (t.min(head), t.max(head));
    let mut queue = vec![head];
    // A tree has no cycles; a broken one must not hang the coder.
    let mut steps = words.end.index() - words.start.index() + 1;
    while let Some(at) = queue.pop().filter(|_| steps > 0) {
        steps -= 1;
        first = first.min(at);
        last = last.max(at);
        for c in view.children(at).iter().copied() {
            let apart = match view.rel(c) {
                "parataxis" | "discourse" => true,
                "conj" => at == head && view.upos(c) == "VERB",
                // A joined clause's comma and "and" go with it.
                "punct" | "cc" => at == head,
                _ => false,
            };
            if !apart {
                queue.push(c);
            }
        }
    }
    let range = view.range(first).cover(view.range(last));
    trimmed(&view.doc.text, range)
}

/// Without spaces, commas and lone quotation marks at the ends.
fn trimmed(text: &str, range: TextRange) -> TextRange {
    let Some(slice) = range.slice(text) else { return range };
    let edge = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '—');
    let front = slice.len() - slice.trim_start_matches(edge).len();
    let kept = slice.trim_matches(edge).len();
    let start = range.start() + u32::try_from(front).unwrap_or(0);
    let len = u32::try_from(kept).unwrap_or(0);
    if len == 0 { range } else { TextRange::at(start, len) }
}

/// Where it happens, as written: a named place under the clause behind "in", "at", "near", "on".
pub(crate) fn place(view: &View<'_>, t: TokenId) -> Option<Placed> {
    let at = if view.has_tree() { place_in_tree(view, t) } else { place_nearby(view, t) }?;
    placed(view, at)
}

pub(crate) fn placed(view: &View<'_>, head: TokenId) -> Option<Placed> {
    let range = people::span(view, head)?;
    Some(Placed { text: range.slice(&view.doc.text)?.to_owned(), range })
}

fn place_in_tree(view: &View<'_>, t: TokenId) -> Option<TokenId> {
    let verb = view.head(t).filter(|_| matches!(view.rel(t), "obj" | "obl" | "nsubj" | "nmod"));
    for h in [Some(t), verb].into_iter().flatten() {
        for c in view.children(h).iter().copied() {
            let spatial = view.case(c).is_some_and(|p| {
                matches!(p, "in" | "at" | "near" | "outside" | "on" | "inside" | "across" | "around")
            });
            if spatial && matches!(view.rel(c), "obl" | "nmod") && view.is_place(c) {
                return Some(c);
            }
        }
    }
    None
}

fn place_nearby(view: &View<'_>, t: TokenId) -> Option<TokenId> {
    (1..20).filter_map(|i| view.step(t, i)).find_map(|w| {
        let spatial = matches!(view.word(w), "in" | "at" | "near");
        let next = view.step(w, 1)?;
        let id =
            view.mention_over(next).filter(|_| spatial && view.text(next).starts_with(char::is_uppercase))?;
        Some(view.doc.mentions.rows[id].head)
    })
}

/// Number words and digits.
pub(crate) fn number(word: &str) -> Option<u32> {
    let place = |list: &[&str]| list.iter().position(|w| *w == word).and_then(|n| u32::try_from(n).ok());
    let known = match word {
        "dozen" => Some(12),
        "hundred" => Some(100),
        _ => place(&SMALL_NUMBERS).or_else(|| place(&TENS[2..]).map(|n| (n + 2) * 10)),
    };
    let plain = word.replace(',', "");
    plain.parse().ok().filter(|n| *n < 1_000_000).or(known)
}

/// Dead, injured and arrested that the trigger's sentence tells.
pub(crate) fn counts(view: &View<'_>, t: TokenId, kind: EventType) -> Counts {
    let mut out = Counts { minutes: lasted(view, t), ..Counts::default() };
    let Some((_, words)) = view.sentence(t) else { return out };
    for at in (words.start.index()..words.end.index()).map(TokenId::new) {
        let slot = match view.lemma(at) {
            "kill" | "dead" | "die" | "death" | "slay" | "massacre" | "assassinate"
                if kind == EventType::Assault =>
            {
                &mut out.dead
            }
            "wound" | "injure" | "hurt" | "injured" | "wounded" if kind == EventType::Assault => {
                &mut out.injured
            }
            "arrest" | "detain" if kind == EventType::Coerce => &mut out.arrested,
            _ => continue,
        };
        if slot.is_none() {
            *slot = counted(view, at);
        }
    }
    out
}

/// Minutes that the words around a trigger tell it to have lasted: "50-minute", "two-day", "for three hours".
fn lasted(view: &View<'_>, t: TokenId) -> Option<u32> {
    let unit = |word: &str| match word.strip_suffix('s').unwrap_or(word) {
        "minute" => Some(1),
        "hour" => Some(60),
        "day" => Some(24 * 60),
        "week" => Some(7 * 24 * 60),
        "month" => Some(30 * 24 * 60),
        _ => None,
    };
    let at = |w: TokenId| -> Option<u32> {
        let word = view.word(w);
        if let Some((count, kind)) = word.split_once('-') {
            return number(count)?.checked_mul(unit(kind)?);
        }
        let minutes = unit(word)?;
        let before = view.step(w, -1)?;
        let (count, joined) = match view.word(before) {
            "-" => (view.step(w, -2)?, true),
            _ => (before, false),
        };
        let told = joined
            || view.step(count, -1).is_some_and(|p| matches!(view.word(p), "for" | "lasting" | "lasted"));
        number(view.word(count)).filter(|_| told)?.checked_mul(minutes)
    };
    let clause = |w: &TokenId| !view.has_tree() || clause_head(view, *w) == clause_head(view, t);
    let near = (1..=REACH).flat_map(|i| [view.step(t, -i), view.step(t, i)]).flatten();
    near.filter(clause).find_map(at)
}

/// The number nearest to a verb of harm, before it in the passive and behind it in the active.
fn counted(view: &View<'_>, verb: TokenId) -> Option<u32> {
    let look = |way: isize| {
        (1..=REACH)
            .map_while(|i| view.step(verb, way * i))
            .take_while(|w| !matches!(view.word(*w), ";" | "." | "and" | "," | "after" | "when"))
            .filter(|w| {
                view.step(*w, 1).is_none_or(|n| {
                    !matches!(view.word(n), "%" | "percent" | "years" | "days" | "year-old" | "km" | "miles")
                })
            })
            .find_map(|w| number(view.word(w)).filter(|n| !(1900..2100).contains(n)))
    };
    let passive = view
        .step(verb, -1)
        .is_some_and(|w| matches!(view.word(w), "were" | "was" | "been" | "are" | "people" | "others"));
    if passive { look(-1).or_else(|| look(1)) } else { look(1).or_else(|| look(-1)) }
}

/// Contexts that the clause's words speak of, in the order of the table.
pub(crate) fn contexts(
    view: &View<'_>,
    t: TokenId,
    table: &[(&'static str, Vec<&'static str>)],
) -> Vec<String> {
    let Some((_, words)) = view.sentence(t) else { return Vec::new() };
    let lemmas: Vec<&str> = (words.start.index()..words.end.index())
        .map(TokenId::new)
        .flat_map(|w| [view.lemma(w), view.word(w)])
        .collect();
    table
        .iter()
        .filter(|(_, list)| list.iter().any(|word| lemmas.contains(word)))
        .map(|(name, _)| (*name).to_owned())
        .collect()
}

/// Whether the trigger's sentence tells of an accident, an illness or nature.
pub(crate) fn accident(view: &View<'_>, t: TokenId) -> bool {
    let Some((_, words)) = view.sentence(t) else { return false };
    (words.start.index()..words.end.index())
        .map(TokenId::new)
        .any(|w| view.lexicon.is_accident(view.lemma(w)))
}

/// Whether the trigger's sentence tells of sport: by its words, or by a score ("2-0").
pub(crate) fn sport(view: &View<'_>, t: TokenId) -> bool {
    let Some((_, words)) = view.sentence(t) else { return false };
    let score = |word: &str| {
        word.split_once('-').is_some_and(|(a, b)| {
            [a, b].iter().all(|n| (1..=2).contains(&n.len()) && n.bytes().all(|c| c.is_ascii_digit()))
        })
    };
    (words.start.index()..words.end.index())
        .map(TokenId::new)
        .any(|w| view.lexicon.is_sport(view.lemma(w)) || score(view.word(w)))
}

/// Whether an accident, an illness or nature is the subject of the trigger: "an earthquake killed twelve".
pub(crate) fn nature(view: &View<'_>, t: TokenId) -> bool {
    let agent = |c: &TokenId| {
        matches!(view.relation(*c), "nsubj" | "obl:agent")
            || (view.rel(*c) == "obl" && view.case(*c).is_some_and(|p| matches!(p, "by" | "in")))
    };
    view.children(t).iter().any(|c| agent(c) && view.lexicon.is_accident(view.lemma(*c)))
}

/// "Speaking to journalists", "a press conference": words for the public, no meeting.
pub(crate) fn to_press(view: &View<'_>, t: TokenId) -> bool {
    let mut around = view.children(t).to_vec();
    if let Some(h) = view.head(t) {
        around.extend(view.children(h).iter().copied().filter(|c| view.rel(*c) == "obl"));
    }
    around.iter().any(|c| {
        let role = matches!(view.rel(*c), "obl" | "obj" | "iobj" | "compound" | "nmod" | "amod");
        *c != t && role && (view.lexicon.is_press(view.lemma(*c)) || view.word(*c) == "news")
    })
}

/// "To end hostilities", "halting the attacks": told as what is to cease.
pub(crate) fn ended(view: &View<'_>, t: TokenId) -> bool {
    matches!(view.rel(t), "obj") && view.head(t).is_some_and(|h| view.lexicon.is_ending(view.lemma(h)))
}

/// "Have been involved in discussions": an occupation, not one meeting.
pub(crate) fn engaged(view: &View<'_>, t: TokenId) -> bool {
    matches!(view.rel(t), "obl" | "nmod")
        && view.case(t) == Some("in")
        && view
            .head(t)
            .is_some_and(|h| view.lexicon.is_engaged(view.lemma(h)) || view.lexicon.is_engaged(view.word(h)))
}

/// "The meeting did not yield anything": a noun that only points back to what was told.
pub(crate) fn points_back(view: &View<'_>, t: TokenId) -> bool {
    let mut definite = false;
    let bare = view.children(t).iter().all(|c| match view.rel(*c) {
        "det" => {
            definite |= matches!(view.word(*c), "the" | "this" | "that" | "these" | "those");
            true
        }
        "case" | "punct" | "mark" | "cc" => true,
        _ => false,
    });
    bare && definite && view.upos(t) == "NOUN" && matches!(view.rel(t), "nsubj" | "obl" | "obj")
}

#[cfg(test)]
mod tests {
    use dateline_types::{Idx, TokenId};

    use super::lasted;
    use crate::tests::build::document;
    use crate::{Coder, view::View};

    #[test]
    fn durations_of_what_is_told_and_of_nothing_else() {
        let coder = Coder::new().unwrap();
        let check = |text: &str, word: usize, want: Option<u32>| {
            let doc = document(text, &[]);
            let view = View::new(&doc, coder.lexicon());
            assert_eq!(lasted(&view, TokenId::new(word)), want, "{text}");
        };
        check("They held a 50-minute call .", 1, Some(50));
        check("He began a two-day visit .", 1, Some(2 * 24 * 60));
        check("They talked for three hours .", 1, Some(180));
        check("They met three days ago .", 1, None);
        check("They met a 50-year-old man .", 1, None);
    }
}
