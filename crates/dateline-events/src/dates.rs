//! When an event was: which of the times that the text tells dates a trigger.
//!
//! The decision: all dates of the trigger's sentence, those of the sentences before, and the article's own day are candidates; what
//! speaks for each (the tree between them, the clause, the distance, the tense) is weighed with fitted weights. A date of the
//! sentence itself is stated, one that is taken over is assumed, and said to be. The option rejected: the nearest date of the
//! clause, then of the sentence, which takes the day of the speech for the day of what is spoken of.

mod around;
mod counted;
mod lengths;
mod more;
mod rank;
mod telling;
#[cfg(test)]
mod tests;

use dateline_types::{DateBasis, Document, EventType, Idx, SentId, Status, TextRange, TokenId, When};

use crate::coder::Coder;
use crate::decide::candidates;
use crate::spot;
use crate::view::View;
use rank::Features;
pub(crate) use rank::Trigger;
use telling::{Reading, Telling, tellings};

/// Sentences before the trigger's whose dates it may take over.
const BACK: usize = 5;
/// Times of the article among which a date's other namings are counted.
const NAMED: usize = 400;
/// Words behind "three days after" that tell what is counted from.
const COUNTED: usize = 10;
/// A score that no candidate has.
const NEVER: f32 = f32::MIN;

/// A date that an event may have, for fitting and for `explain`.
#[derive(Clone, Debug, PartialEq)]
pub struct Dating {
    pub when: When,
    pub basis: DateBasis,
    pub features: Features,
}

/// The date of a trigger, and how it came by it; `None` where nothing gives one.
pub(crate) fn when(view: &View<'_>, of: Trigger) -> Option<(When, DateBasis)> {
    let rows = datings(view, of);
    let score = |d: &Dating| -> f32 {
        d.features
            .iter()
            .map(|(name, value)| view.lexicon.weights.get(*name).copied().unwrap_or(0.0) * value)
            .sum()
    };
    let mut best: (f32, Option<&Dating>) = (NEVER, None);
    for row in &rows {
        let s = score(row);
        if s > best.0 {
            best = (s, Some(row));
        }
    }
    let chosen = best.1?;
    // "In June, on his birthday": of two dates of a clause the one inside the other says more.
    let has = |d: &Dating, name: &str| d.features.iter().any(|(n, _)| *n == name);
    let inner = rows
        .iter()
        .filter(|d| has(chosen, "date.holds") && has(d, "date.within") && inside(d.when, chosen.when))
        .max_by(|a, b| score(a).total_cmp(&score(b)));
    Some(inner.unwrap_or(chosen)).map(|d| (d.when, d.basis))
}

/// Whether a date lies inside another that says less.
fn inside(inner: When, outer: When) -> bool {
    outer.first() <= inner.first()
        && inner.last() <= outer.last()
        && (inner.first(), inner.last()) != (outer.first(), outer.last())
}

/// Every date that the trigger may have, with what speaks for it.
fn datings(view: &View<'_>, of: Trigger) -> Vec<Dating> {
    let Some(anchor) = view.doc.anchor.date() else { return stated_only(view, of) };
    let Some((sentence, words)) = view.sentence(of.word) else { return Vec::new() };
    let planned = of.status == Status::Planned;
    let cover = view.doc.tokens.cover(&words);
    let read =
        |planned, lasting| cover.map_or_else(Vec::new, |c| tellings(view, c, Reading { planned, lasting }));
    let here = read(Some(planned), of.lasting());
    let mut out = Vec::new();
    own(view, of, &here, anchor, &mut out);
    if !here.is_empty() {
        // Read otherwise: as it stands, and with or without "since".
        for (name, rows) in
            [("date.read.plain", read(None, false)), ("date.read.since", read(Some(planned), !of.lasting()))]
        {
            for row in rows.iter().filter(|row| !row.stretched) {
                if !out.iter().any(|d: &Dating| d.when == row.when) {
                    let mut features = rank::own(view, of, row, &rows, anchor);
                    features.push((name, 1.0));
                    out.push(Dating { when: row.when, basis: DateBasis::Stated, features });
                }
            }
        }
    }
    let bare = here.is_empty();
    let opening = more::opening(view);
    let before = earlier(view, of, sentence, bare, anchor);
    if let Some(range) = cover {
        let told: Vec<_> = before.iter().map(|(back, row, _)| (*back, row.when)).collect();
        let first = opening.as_ref().and_then(|o| o.lead.or(o.later).or(o.dateline));
        offset(view, of, range, (&here, &told, first), anchor, &mut out);
        around::moved(view, of, range, (&here, &told, first), anchor, &mut out);
        for (first, when) in lengths::weeks_ago(view, range, anchor) {
            if let Some(row) = here.iter().find(|r| r.first == first) {
                let mut features = rank::own(view, of, row, &here, anchor);
                features.push(("date.read.day", 1.0));
                out.push(Dating { when, basis: DateBasis::Stated, features });
            }
        }
        more::stays(view, of, range, &here, anchor, &mut out);
        counted::from_the_first(view, of, range, &here, anchor, &mut out);
        if let Some(when) = more::until_now(view, of, range, anchor) {
            let mut features = vec![("date.until.now", 1.0)];
            if of.lasting() {
                features.push(("date.until.now.lasting", 1.0));
            }
            out.push(Dating { when, basis: DateBasis::Stated, features });
        }
    }
    for (back, row, features) in before {
        // "In that time", "since then".
        if of.lasting() && back <= 2 && row.when.last() < anchor {
            let mut features = features.clone();
            features.push(("date.back.since", 1.0));
            let first = row.when.first();
            out.push(Dating { when: When::days(first, anchor), basis: DateBasis::Assumed, features });
        }
        out.push(Dating { when: row.when, basis: DateBasis::Assumed, features });
    }
    more::echoes(view, of, bare, anchor, &mut out);
    if let Some(o) = opening.as_ref() {
        use rank::Place as P;
        let there = [(o.lead, P::Lead), (o.dateline, P::Dateline), (o.later, P::Later)];
        for (when, place) in there {
            let other = place == P::Later || o.sentence != sentence;
            let Some(when) = when.filter(|_| other) else { continue };
            let features = rank::opened(view, of, place, o.word, bare, when, anchor);
            out.push(Dating { when, basis: DateBasis::Assumed, features });
        }
    }
    if !planned {
        let features = rank::anchor(view, of, sentence.index(), bare);
        out.push(Dating { when: When::day(anchor), basis: DateBasis::Assumed, features });
    }
    around::others(view, of, sentence, bare, anchor, &mut out);
    if let Some(row) = counted::aged(view, of, anchor) {
        out.push(row);
    }
    agree(view, opening.and_then(|o| o.lead.or(o.later)), &mut out);
    // "Three days after he was driven from office": the sentence's own date is not that of what it counts from.
    let counts = cover.map_or_else(Vec::new, |c| lengths::offsets(view, c));
    let counted = counts.iter().any(|(word, _)| counts_from(view, *word, of.word));
    let bases: Vec<When> = here
        .iter()
        .filter(|r| counts.iter().any(|(word, _)| counts_from(view, *word, r.first)))
        .map(|r| r.when)
        .collect();
    let clock = more::begins_with_a_clock(view, of.word);
    let outside = !bare && !here.iter().any(|r| of.evidence.contains(r.range));
    for d in &mut out {
        if outside && d.basis == DateBasis::Assumed {
            d.features.push(("date.outside", 1.0));
        }
        let offset = d.features.iter().any(|(n, _)| *n == "date.offset");
        let anchors = d.features.iter().any(|(n, _)| *n == "date.anchor");
        if counted && !offset {
            d.features.push(("date.counted", 1.0));
        }
        // "Eight days after the decision of Dec. 18 they struck back".
        if !counted && d.basis == DateBasis::Stated && bases.contains(&d.when) {
            d.features.push(("date.base", 1.0));
        }
        if clock && anchors {
            d.features.push(("date.anchor.clock", 1.0));
        }
    }
    out
}

/// The dates of the trigger's own sentence.
fn own(view: &View<'_>, of: Trigger, here: &[Telling], anchor: dateline_types::Date, out: &mut Vec<Dating>) {
    for row in here.iter().filter(|row| of.stays() || !row.stretched) {
        let features = rank::own(view, of, row, here, anchor);
        if let Some(when) = more::cut(of, row, anchor) {
            let mut features = features.clone();
            features.push(("date.cut", 1.0));
            if of.lasting() {
                features.push(("date.cut.lasting", 1.0));
            }
            if of.status == Status::Planned {
                features.push(("date.cut.planned", 1.0));
            }
            out.push(Dating { when, basis: DateBasis::Stated, features });
        }
        if let Some((when, told)) = more::span(view, of, row, anchor)
            && !here.iter().any(|r| r.when == when)
        {
            let features = features.iter().cloned().chain(told).collect();
            out.push(Dating { when, basis: DateBasis::Stated, features });
        }
        out.push(Dating { when: row.when, basis: DateBasis::Stated, features });
    }
}

/// The main dates of the sentences before: how many sentences back, the date, and what speaks for it.
fn earlier(
    view: &View<'_>,
    of: Trigger,
    sentence: SentId,
    bare: bool,
    anchor: dateline_types::Date,
) -> Vec<(usize, Telling, Features)> {
    let tokens = &view.doc.tokens;
    let mut out = Vec::new();
    for back in 1..=BACK.min(sentence.index()) {
        let Some(words) = tokens.sentences.get(SentId::new(sentence.index() - back)) else { continue };
        let Some(range) = tokens.cover(words).filter(|r| r.start() >= view.doc.body.start()) else {
            continue;
        };
        let rows = tellings(view, range, Reading { planned: None, lasting: of.lasting() });
        if let Some(row) = main(view, words, &rows) {
            out.push((back, row, rank::earlier(view, of, &row, back, bare, anchor)));
        }
    }
    out
}

/// Whether a trigger is what is counted from: it stands behind "three days after", no comma between.
fn counts_from(view: &View<'_>, word: TokenId, trigger: TokenId) -> bool {
    let mut between = (word.index()..trigger.index()).map(TokenId::new);
    word < trigger && between.len() <= COUNTED && !between.any(|t| view.word(t) == ",")
}

/// What several tellings agree on, and how often the article names a date.
fn agree(view: &View<'_>, lead: Option<When>, out: &mut [Dating]) {
    let whens: Vec<When> = out.iter().map(|d| d.when).collect();
    for row in out.iter_mut() {
        let same = whens.iter().filter(|w| **w == row.when).count();
        if same > 1 {
            row.features.push(("date.agreed", (same as f32).ln()));
        }
        if lead == Some(row.when) {
            row.features.push(("date.as.lead", 1.0));
        }
        let days = (row.when.first(), row.when.last());
        let named = view.doc.timexes.iter().take(NAMED).filter(|t| t.days == Some(days)).count();
        row.features.push(("date.named", (named as f32 + 1.0).ln()));
    }
}

/// "A day after the city fell": the city's fall is a day before the date of the clause, or of the article; what is told before may
/// give the day of what is counted from.
fn offset(
    view: &View<'_>,
    of: Trigger,
    cover: TextRange,
    (here, before, lead): (&[Telling], &[(usize, When)], Option<When>),
    anchor: dateline_types::Date,
    out: &mut Vec<Dating>,
) {
    let day = |w: When| (w.first() == w.last()).then_some(w.first());
    for (word, span) in lengths::offsets(view, cover) {
        let inside = counts_from(view, word, of.word);
        // The date on the other side of the word is counted from.
        let other = here.iter().filter_map(|r| {
            let side = if (r.first > word) == inside { rank::From::Side } else { rank::From::Here };
            Some((day(r.when)?, side))
        });
        let lead = lead.and_then(day).map(|day| (day, rank::From::Lead));
        let back = before.iter().filter_map(|(n, w)| Some((day(*w)?, rank::From::Back(*n))));
        for (base, from) in other.chain([(anchor, rank::From::Anchor)]).chain(lead).chain(back) {
            let Ok(day) = base.checked_add(if inside { -span } else { span }) else { continue };
            let features = rank::offset(inside, from, of, word);
            out.push(Dating { when: When::day(day), basis: DateBasis::Stated, features });
        }
    }
}

/// Without an anchor only what the words say in full has a date.
fn stated_only(view: &View<'_>, of: Trigger) -> Vec<Dating> {
    let Some((_, words)) = view.sentence(of.word) else { return Vec::new() };
    let rows = view.doc.tokens.cover(&words).map_or_else(Vec::new, |c| {
        tellings(view, c, Reading { planned: Some(of.status == Status::Planned), lasting: false })
    });
    let near = rows.iter().min_by_key(|r| r.first.index().abs_diff(of.word.index()));
    near.map(|r| Dating { when: r.when, basis: DateBasis::Stated, features: Vec::new() })
        .into_iter()
        .collect()
}

/// The date of a sentence's main clause; its first one where the main clause has none.
fn main(view: &View<'_>, words: &std::ops::Range<TokenId>, rows: &[Telling]) -> Option<Telling> {
    let root = (words.start.index()..words.end.index()).map(TokenId::new).find(|t| view.rel(*t) == "root");
    let told = || rows.iter().filter(|r| !rank::owned(view, r));
    let of_root = root.and_then(|root| told().find(|r| crate::clause::clause_head(view, r.first) == root));
    of_root.or_else(|| told().next()).or_else(|| rows.first()).copied()
}

/// The dates that an event may have whose words are given: its own trigger is looked for in them. For evaluation and fitting; the
/// first row is the coder's choice.
pub fn dates_given(
    coder: &Coder,
    doc: &Document,
    evidence: TextRange,
    kind: EventType,
    status: Status,
) -> Vec<Dating> {
    let lexicon = coder.lexicon();
    let view = View::new(doc, lexicon);
    let hints = doc.syntax.as_ref().map_or(&[][..], |s| &s.events);
    let spots = spot::spots(&view);
    let found = candidates(&view, lexicon, &spots, hints);
    let words = doc.tokens.touched_by(evidence);
    let best = found.iter().filter(|c| words.contains(&c.trigger)).max_by(|a, b| {
        let key = |c: &crate::decide::Candidate<'_>| {
            f32::from(u8::from(c.kind == kind)) * 2.0 + c.hint.map_or(0.0, |h| h.score)
        };
        key(a).total_cmp(&key(b)).then(b.trigger.cmp(&a.trigger))
    });
    let pointed = best.and_then(|c| c.hint).and_then(|h| {
        let args = h.args.iter().filter(|a| a.role == dateline_types::ArgRole::Time && a.score >= 0.3);
        args.max_by(|a, b| a.score.total_cmp(&b.score)).map(|a| a.head)
    });
    let inside = || (words.start.index()..words.end.index()).map(TokenId::new);
    let root =
        || inside().find(|t| view.head(*t).is_none_or(|h| !words.contains(&h))).or_else(|| inside().next());
    let Some(word) = best.map(|c| c.trigger).or_else(root) else { return Vec::new() };
    let of = Trigger { word, status, pointed, kind, evidence };
    let chosen = when(&view, of);
    let mut rows = datings(&view, of);
    if let Some(at) = rows.iter().position(|d| Some((d.when, d.basis)) == chosen) {
        rows.swap(0, at);
    }
    rows
}
