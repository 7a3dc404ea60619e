//! From a head word to participants: the words of the noun phrase, and whom they mean.

use dateline_types::{
    Country, Date, EventType, Idx, MentionKind, Mode, Participant, Referent, Sector, TextRange, TokenId,
};

use crate::knowledge::Knowledge;
use crate::view::View;

/// Words that a noun phrase may grow to.
const LONGEST: usize = 40;

/// The words of the noun phrase of a head, without what is joined to it, stands in apposition or tells more in a clause.
pub(crate) fn span(view: &View<'_>, head: TokenId) -> Option<TextRange> {
    let own = view.doc.tokens.ranges.get(head).copied()?;
    let by_mention = view
        .mention(head)
        .map(|id| &view.doc.mentions.rows[id])
        .filter(|m| m.kind != MentionKind::Modifier || !view.has_tree())
        .and_then(|m| view.doc.tokens.cover(&m.tokens));
    if !view.has_tree() {
        return by_mention.or(Some(own));
    }
    let (mut first, mut last) = (head, head);
    let mut queue = vec![head];
    let mut at = 0;
    while let Some(t) = queue.get(at).copied() {
        at += 1;
        if queue.len() > LONGEST {
            break;
        }
        for c in view.children(t).iter().copied() {
            let inside = match view.rel(c) {
                "det" | "amod" | "compound" | "nummod" | "flat" | "goeswith" => true,
                "nmod" => {
                    view.relation(c) == "nmod:poss"
                        || (t == head && view.case(c).is_some_and(|p| matches!(p, "of")))
                }
                "case" => t != head || view.word(c).starts_with('\'') && c > t,
                "conj" | "cc" => t != head && view.rel(t) != "nmod",
                "punct" => false,
                _ => false,
            };
            if inside && view.word(c) != "both" {
                queue.push(c);
                first = first.min(c);
                last = last.max(c);
            }
        }
    }
    // The possessive mark is not part of the name.
    let grown = view.doc.tokens.cover(&(first..TokenId::new(last.index() + 1)))?;
    let modifier = matches!(view.rel(head), "amod" | "compound");
    match by_mention {
        Some(range) if !modifier && range.len() > grown.len() => Some(range),
        _ if modifier => by_mention.or(Some(grown)),
        _ => Some(grown),
    }
}

/// The participants that a head word stands for: several for "the two leaders".
pub(crate) fn participants(
    view: &View<'_>,
    know: &dyn Knowledge,
    head: TokenId,
    at: Option<Date>,
) -> Vec<Participant> {
    let Some(range) = span(view, head) else { return Vec::new() };
    if let Some(pair) = pair(view, know, head, range, at) {
        return pair;
    }
    let found = know.who(view.doc, range, at);
    let text = best_text(view, head, range);
    match found.as_slice() {
        [] => vec![Participant { text, range: Some(range), how: "words", ..Participant::default() }],
        [one] => vec![filled(one, text, range)],
        several => several
            .iter()
            .map(|referent| filled(referent, referent.name.clone().or_else(|| text.clone()), range))
            .collect(),
    }
}

/// Sentences that are searched backwards for whom "they" and "the two leaders" mean.
const BACK: usize = 3;

/// "They", "both", "the two leaders": the nearest named subjects joined by "and", or subject and object of one verb.
fn pair(
    view: &View<'_>,
    know: &dyn Knowledge,
    head: TokenId,
    range: TextRange,
    at: Option<Date>,
) -> Option<Vec<Participant>> {
    let words = range.slice(&view.doc.text)?.to_lowercase();
    let plural = matches!(
        words.as_str(),
        "they"
            | "them"
            | "both"
            | "the two"
            | "the pair"
            | "the two leaders"
            | "the two presidents"
            | "both leaders"
            | "the leaders"
            | "the two men"
            | "the two ministers"
            | "both sides"
            | "the two sides"
            | "each other"
            | "the two countries"
    );
    if !plural || !view.has_tree() {
        return None;
    }
    let (sentence, _) = view.sentence(head)?;
    for back in 0..=BACK {
        let id = dateline_types::SentId::new(sentence.index().checked_sub(back)?);
        let words = view.doc.tokens.sentences.get(id)?.clone();
        let before = (words.start.index()..words.end.index()).map(TokenId::new).filter(|t| *t < head).rev();
        for t in before.filter(|t| view.rel(*t) == "nsubj") {
            let Some(verb) = view.head(t).filter(|v| *v != head) else { continue };
            let mut group = crate::slots::conjuncts(view, t);
            if group.len() == 1 {
                // "Putin called Trump", "Putin sent wishes to Trump".
                let towards = |c: &TokenId| {
                    view.case(*c).is_some_and(|p| matches!(p, "to" | "with")) && view.mention(*c).is_some()
                };
                let other = view.children(verb).iter().copied().find_map(|c| match view.rel(c) {
                    "obj" if named(view, c) => Some(c),
                    "obl" if towards(&c) => Some(c),
                    // "Extended wishes to his counterpart": the parser may hang the addressee on the thing.
                    "obj" => view.children(c).iter().copied().find(|d| view.rel(*d) == "nmod" && towards(d)),
                    _ => None,
                });
                group.extend(other);
            }
            if group.len() < 2 || !group.iter().all(|g| view.mention(*g).is_some()) || !named(view, t) {
                continue;
            }
            let rows: Vec<Participant> = group
                .iter()
                .filter_map(|g| {
                    let range = span(view, *g)?;
                    let found = know.who(view.doc, range, at);
                    let [one] = found.as_slice() else { return None };
                    one.country?;
                    Some(Participant { how: "pair", ..filled(one, best_text(view, *g, range), range) })
                })
                .collect();
            let apart = rows.windows(2).all(|w| w[0].country != w[1].country);
            if rows.len() == group.len() && apart {
                return Some(rows);
            }
        }
    }
    None
}

fn named(view: &View<'_>, t: TokenId) -> bool {
    view.upos(t) == "PROPN"
}

fn filled(referent: &Referent, text: Option<String>, range: TextRange) -> Participant {
    Participant {
        text,
        range: Some(range),
        country: referent.country,
        sector: referent.sector(),
        name: referent.name.clone(),
        office: referent.office.clone(),
        id: referent.id.clone(),
        how: referent.how,
    }
}

/// The words themselves; for a pronoun or a lone surname those of the fullest mention in its chain.
fn best_text(view: &View<'_>, head: TokenId, range: TextRange) -> Option<String> {
    let doc = view.doc;
    let own = range.slice(&doc.text).map(str::to_owned);
    let Some(id) = view.mention(head) else { return own };
    let mention = &doc.mentions.rows[id];
    let Some(chain) = doc.chains.of.get(id).copied().flatten() else { return own };
    let best = doc.chains.best.get(chain).and_then(|best| {
        let row = &doc.mentions.rows[*best];
        let text = doc.tokens.cover(&row.tokens)?.slice(&doc.text)?.to_owned();
        Some((row.kind, text))
    });
    match (mention.kind, best) {
        (MentionKind::Pronoun, Some((kind, text))) if kind != MentionKind::Pronoun => Some(text),
        (MentionKind::Name, Some((MentionKind::Name, text)))
            if text.len() > own.as_deref().map_or(0, str::len) =>
        {
            Some(text)
        }
        _ => own,
    }
}

/// Who did it when the text names nobody: the obvious organ of the place, else an unknown.
pub(crate) fn unnamed(kind: EventType, mode: Option<Mode>, country: Option<Country>) -> Participant {
    let organ = match (kind, mode) {
        (EventType::Coerce, Some(Mode::Arrest | Mode::Deport)) => Some(Sector::Cop),
        (EventType::Accuse, Some(Mode::Allege | Mode::Investigate))
        | (EventType::Sanction, Some(Mode::Convict))
        | (EventType::Concede, None) => Some(Sector::Jud),
        (EventType::Coerce | EventType::Sanction | EventType::Retreat, _) => Some(Sector::Gov),
        (EventType::Protest, _) => Some(Sector::Cvl),
        _ => None,
    };
    Participant {
        // Who protests or bans is of the place; an attacker whom nobody knows is of no state.
        country: country.filter(|_| kind != EventType::Assault),
        sector: Some(organ.unwrap_or(Sector::Unk)),
        how: "unnamed",
        ..Participant::default()
    }
}

/// Whether the words tell an attacker of whom nothing is known but the deed: "gunmen", "a suicide bomber".
pub(crate) fn unknown_attacker(view: &View<'_>, head: TokenId) -> bool {
    let deed = matches!(
        view.lemma(head),
        "gunman"
            | "bomber"
            | "attacker"
            | "assailant"
            | "kidnapper"
            | "shooter"
            | "hijacker"
            | "killer"
            | "abductor"
    );
    deed && view.children(head).iter().all(|c| view.mention(*c).is_none())
}

/// Whether two participants may be the same: by identifier, by name, by words or by state.
pub(crate) fn same(a: &Participant, b: &Participant) -> bool {
    if let (Some(x), Some(y)) = (&a.id, &b.id) {
        return x == y;
    }
    if let (Some(x), Some(y)) = (&a.name, &b.name) {
        return x == y;
    }
    if let (Some(x), Some(y)) = (&a.text, &b.text)
        && x.eq_ignore_ascii_case(y)
    {
        return true;
    }
    a.country.is_some() && a.country == b.country
}

/// Whether two participants are one: the same words, or the same known somebody.
pub(crate) fn one(a: &Participant, b: &Participant) -> bool {
    (a.range.is_some() && a.range == b.range)
        || (a.id.is_some() && a.id == b.id)
        || (a.name.is_some() && a.name == b.name)
}

/// Distinct participants in order of first mention.
pub(crate) fn distinct(rows: Vec<Participant>) -> Vec<Participant> {
    let mut out: Vec<Participant> = Vec::new();
    for row in rows {
        let twin = |old: &Participant| {
            (old.id.is_some() && old.id == row.id)
                || (old.name.is_some() && old.name == row.name)
                || (old.text.is_some() && old.text == row.text && old.country == row.country)
        };
        if !out.iter().any(twin) {
            out.push(row);
        }
    }
    out
}
