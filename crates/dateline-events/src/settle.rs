//! The last decision: whether a record stands beside the others of its article.
//!
//! The first decision weighs a trigger alone; what tells the same event a second time, or is a detail of what another record
//! tells, shows only beside the others. A second logistic decision over finished records, fitted on documents that the model
//! never saw, gives the confidence that is told.

use dateline_types::{DateBasis, EventRecord, EventType, Participant, Status, TokenId};

use crate::decide::Features;
use crate::merge::Draft;
use crate::people::same;
use crate::view::View;

/// What speaks for each record beside the others; empty where nothing is weighed (no tree, or told as not happening).
pub(crate) fn weighed(view: &View<'_>, drafts: &[Draft]) -> Vec<Features> {
    drafts
        .iter()
        .enumerate()
        .map(|(at, draft)| {
            let mut out = Features::default();
            if view.has_tree() && live(&draft.record) {
                own(view, draft, &mut out);
                beside(view, at, drafts, &mut out);
            }
            out
        })
        .collect()
}

fn live(record: &EventRecord) -> bool {
    matches!(record.status, Status::Happened | Status::Planned)
}

fn one(b: bool) -> f32 {
    f32::from(u8::from(b))
}

fn logit(p: f32) -> f32 {
    let p = p.clamp(0.01, 0.99);
    (p / (1.0 - p)).ln()
}

fn own(view: &View<'_>, draft: &Draft, out: &mut Features) {
    let record = &draft.record;
    out.add("last.bias", 1.0);
    out.add("last.first", logit(record.confidence));
    out.add("last.title", one(draft.title));
    out.add("last.headline", one(crate::coder::headline_alone(view)));
    out.add("last.tellings", (draft.seen.len().min(4) as f32 - 1.0) / 3.0);
    out.add("last.noun", one(matches!(view.upos(draft.word), "NOUN" | "PROPN")));
    out.add("last.model", one(record.rule == "model"));
    out.add("last.lexicon", one(!record.rule.contains("model")));
    out.add("last.planned", one(record.status == Status::Planned));
    out.add("last.stated", one(record.date_basis == Some(DateBasis::Stated)));
    out.add("last.undated", one(record.when.is_none()));
    out.add("last.attributed", one(record.attribution.is_some()));
    let known = |rows: &[Participant]| rows.iter().filter(|p| p.country.is_some()).count();
    let (actors, recipients) = (known(&record.actors), known(&record.recipients));
    out.add("last.actors.none", one(actors == 0));
    out.add("last.recipients.none", one(recipients == 0));
    out.add("last.countries.none", one(actors + recipients == 0));
    out.add("last.unnamed", one(record.actors.iter().all(|p| p.text.is_none())));
    out.add("last.how.context", one(record.actors.iter().any(|p| p.how == "context")));
    // "They also spoke": the two whom the passage is about.
    let pair = record.kind == EventType::Consult && record.actors.iter().any(|p| p.how == "pair");
    out.add("last.pair", one(pair));
    out.add("last.depth", (draft.sentence.min(40) as f32) / 20.0);
    out.add("last.lead", one(draft.sentence <= 2));
    out.add(format!("last.kind.{}", record.kind), 1.0);
    let clause = view.rel(draft.word).to_owned();
    out.add(format!("last.rel.{clause}"), 1.0);
}

fn beside(view: &View<'_>, at: usize, drafts: &[Draft], out: &mut Features) {
    let draft = &drafts[at];
    let record = &draft.record;
    let sure = logit(record.confidence);
    let (mut twins, mut surer, mut earlier) = (0, 0, 0);
    let (mut dated, mut both, mut words, mut rivals, mut inside) = (false, false, false, 0, false);
    for (_, other) in drafts.iter().enumerate().filter(|(n, o)| *n != at && live(&o.record)) {
        let o = &other.record;
        let here = other.sentence == draft.sentence && other.title == draft.title;
        if here {
            rivals += usize::from(logit(o.confidence) > sure);
            inside |= governs(view, other.word, draft.word);
        }
        if o.kind != record.kind || !meets(record, o) {
            continue;
        }
        twins += 1;
        let ahead = logit(o.confidence) > sure;
        surer += usize::from(ahead);
        earlier += usize::from(other.sentence < draft.sentence);
        words |= other.lemma == draft.lemma;
        dated |= o.when == record.when;
        both |= shared(&record.actors, &o.actors) && shared(&record.recipients, &o.recipients);
    }
    out.add("last.twins", (twins.min(4) as f32) / 2.0);
    out.add("last.twins.surer", one(surer > 0));
    out.add("last.twins.surer.two", one(surer > 1));
    out.add("last.twins.earlier", one(earlier > 0));
    out.add("last.twins.dated", one(dated));
    out.add("last.twins.both", one(both));
    out.add("last.twins.words", one(words));
    out.add("last.twins.noun", one(twins > 0 && matches!(view.upos(draft.word), "NOUN" | "PROPN")));
    out.add("last.twins.kind", one(twins > 0 && record.date_basis == Some(DateBasis::Stated) && !dated));
    out.add("last.rivals", (rivals.min(3) as f32) / 2.0);
    out.add("last.inside", one(inside));
    // A text without a headline is a passage, and its first sentence seldom tells two things. (Not "a text of one sentence": a
    // paragraph behind it must change nothing.)
    let passage = view.doc.title.is_empty() && draft.sentence == 0;
    out.add("last.passage.rivals", one(passage && rivals > 0));
}

/// Whether one word stands above the other within a few steps of the tree.
fn governs(view: &View<'_>, above: TokenId, below: TokenId) -> bool {
    above != below && std::iter::successors(view.head(below), |t| view.head(*t)).take(4).any(|t| t == above)
}

fn people(record: &EventRecord) -> impl Iterator<Item = &Participant> {
    record.actors.iter().chain(&record.recipients)
}

fn meets(a: &EventRecord, b: &EventRecord) -> bool {
    people(a).any(|p| p.country.is_some() && people(b).any(|q| q.country == p.country))
}

fn shared(a: &[Participant], b: &[Participant]) -> bool {
    (a.is_empty() && b.is_empty()) || a.iter().any(|p| b.iter().any(|q| same(p, q)))
}
