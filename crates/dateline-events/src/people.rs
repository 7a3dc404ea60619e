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
    let mut found = know.who(view.doc, range, at);
    let text = best_text(view, head, range);
    if let Some(several) = joined(view, know, head, at, &found) {
        return several.into_iter().map(|referent| filled(&referent, text.clone(), range)).collect();
    }
    if let Some(owner) = other_than(view, know, head, at) {
        // Of whom nothing is known but the role has been given its owner's state.
        for one in found.iter_mut().filter(|one| one.name.is_none() && one.country == Some(owner)) {
            one.country = None;
        }
    }
    match found.as_slice() {
        [] => vec![Participant { text, range: Some(range), how: "words", ..Participant::default() }],
        [one] => vec![filled(one, text, range)],
        several => several
            .iter()
            .map(|referent| filled(referent, referent.name.clone().or_else(|| text.clone()), range))
            .collect(),
    }
}

/// "The foreign ministers of Rwanda and Congo", "Palestinian and Israeli leaders": one for each state that "and" joins before or
/// behind a plural.
fn joined(
    view: &View<'_>,
    know: &dyn Knowledge,
    head: TokenId,
    at: Option<Date>,
    found: &[Referent],
) -> Option<Vec<Referent>> {
    if view.xpos(head) != "NNS" || found.len() > 1 {
        return None;
    }
    let modifier = |c: &TokenId| match view.rel(*c) {
        "amod" | "compound" => true,
        "nmod" => view.relation(*c) == "nmod:poss" || view.case(*c) == Some("of"),
        _ => false,
    };
    let own = found.first();
    for first in view.children(head).iter().copied().filter(modifier) {
        let group = crate::slots::conjuncts(view, first);
        if group.len() < 2 {
            continue;
        }
        let mut states: Vec<Country> = Vec::new();
        for word in &group {
            let state = span(view, *word)
                .and_then(|range| know.who(view.doc, range, at).into_iter().find_map(|one| one.country));
            if let Some(state) = state.filter(|state| !states.contains(state)) {
                states.push(state);
            }
        }
        if states.len() < 2 || own.and_then(|one| one.country).is_some_and(|own| !states.contains(&own)) {
            continue;
        }
        let of = |state: Country| Referent {
            country: Some(state),
            sectors: own.map_or_else(Vec::new, |one| one.sectors.clone()),
            office: own.and_then(|one| one.office.clone()),
            how: "joined",
            ..Referent::default()
        };
        return Some(states.into_iter().map(of).collect());
    }
    None
}

/// "Its neighbour", "Venezuela's ally", "his American counterpart": the state of the owner, of which such a one is not.
fn other_than(view: &View<'_>, know: &dyn Knowledge, head: TokenId, at: Option<Date>) -> Option<Country> {
    let apart = matches!(
        view.lemma(head),
        "neighbour"
            | "neighbor"
            | "ally"
            | "counterpart"
            | "rival"
            | "foe"
            | "enemy"
            | "adversary"
            | "patron"
    );
    let owner = view.child_exact(head, "nmod:poss").filter(|_| apart)?;
    know.who(view.doc, span(view, owner)?, at).into_iter().find_map(|one| one.country)
}

/// Sentences that are searched backwards for whom "they" and "the two leaders" mean.
const BACK: usize = 3;

/// Whether the words, in lower case, mean two who were named.
fn two(words: &str) -> bool {
    const ALONE: &[&str] = &["they", "them", "both", "the two", "the pair", "each other", "one another"];
    const LEADERS: &[&str] = &["leaders", "presidents", "premiers", "prime ministers"];
    const SIDES: &[&str] = &[
        "sides",
        "countries",
        "nations",
        "states",
        "governments",
        "capitals",
        "delegations",
        "neighbours",
        "neighbors",
        "rivals",
        "foes",
        "ministers",
        "foreign ministers",
        "defence ministers",
        "defense ministers",
        "men",
        "women",
    ];
    let counted =
        ["the two ", "both ", "these two ", "these "].into_iter().find_map(|front| words.strip_prefix(front));
    ALONE.contains(&words)
        || words.strip_prefix("the ").is_some_and(|noun| LEADERS.contains(&noun))
        || counted.is_some_and(|noun| LEADERS.contains(&noun) || SIDES.contains(&noun))
}

/// "They", "both", "the two leaders": the nearest named subjects joined by "and", or subject and object of one verb.
fn pair(
    view: &View<'_>,
    know: &dyn Knowledge,
    head: TokenId,
    range: TextRange,
    at: Option<Date>,
) -> Option<Vec<Participant>> {
    let words = range.slice(&view.doc.text)?.to_lowercase();
    let plural = two(&words);
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
