//! One record per event in an article: headline, lead and later mentions brought together.

use dateline_types::{DateBasis, EventRecord, EventType, Participant, TokenId, When};

use crate::lexicon::Lexicon;
use crate::people::same;

/// A record with what the merge needs to know of its origin.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) record: EventRecord,
    /// Lemma of the trigger.
    pub(crate) lemma: String,
    pub(crate) title: bool,
    pub(crate) sentence: usize,
    /// Its word only points back to something told.
    pub(crate) back: bool,
    /// The verb whose object its word is.
    pub(crate) object_of: Option<TokenId>,
    pub(crate) word: TokenId,
    /// Words that the trigger hangs on, nearest first.
    pub(crate) above: Vec<TokenId>,
    /// Who was thought of.
    pub(crate) parts: Vec<crate::cast::Part>,
    /// What its mode was chosen by.
    pub(crate) mode: Vec<String>,
    /// Who was thought of as the source.
    pub(crate) credits: Vec<crate::credit::Credited>,
    /// Words that its clause uses for its participants.
    pub(crate) taken: Vec<TokenId>,
    /// Candidates that became this record.
    pub(crate) seen: Vec<usize>,
}

/// How much each likeness counts; fitted on the training set (`merge.*` in `data/weights.txt`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Points {
    needed: f32,
    near: f32,
    linked: f32,
    lemma: f32,
    rule: f32,
    mode: f32,
    title: f32,
    date: f32,
    subset: f32,
    side: f32,
}

impl Points {
    pub(crate) fn of(lexicon: &Lexicon) -> Self {
        let get = |name: &str, usual: f32| lexicon.weights.get(name).copied().unwrap_or(usual);
        Self {
            needed: get("merge.needed", 4.0),
            near: get("merge.near", -2.0),
            linked: get("merge.linked", 4.0),
            lemma: get("merge.lemma", 2.0),
            rule: get("merge.rule", 1.0),
            mode: get("merge.mode", 1.0),
            title: get("merge.title", 2.0),
            date: get("merge.date", 1.0),
            subset: get("merge.subset", 1.0),
            side: get("merge.side", 2.0),
        }
    }
}

/// Joins drafts that tell the same event; the order of the text is kept.
pub(crate) fn merge(drafts: Vec<Draft>, points: Points) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    for mut draft in drafts {
        if let Some(old) = out.iter_mut().rev().find(|old| meant(old, &draft)) {
            draft.record.actors.clear();
            draft.record.recipients.clear();
            absorb(old, draft);
            continue;
        }
        let twin = out
            .iter_mut()
            .filter_map(|old| Some((likeness(old, &draft, points)?, old)))
            .max_by(|(a, _), (b, _)| a.total_cmp(b));
        match twin {
            Some((_, old)) => absorb(old, draft),
            None => out.push(draft),
        }
    }
    out
}

/// "They convened a summit, though the meeting ...": the object of a verb that tells the same, and a noun that stands for what the
/// sentence or the one before told, whoever else is named beside them.
fn meant(old: &Draft, new: &Draft) -> bool {
    let both = EventType::Consult;
    if old.record.kind != both || new.record.kind != both || !statuses_meet(&old.record, &new.record) {
        return false;
    }
    let back = new.back && !old.title && old.lemma != new.lemma;
    new.object_of == Some(old.word) || (back && new.sentence.saturating_sub(old.sentence) <= 1)
}

/// How alike two drafts are; `None` if they are different events.
fn likeness(a: &Draft, b: &Draft, points: Points) -> Option<f32> {
    let (x, y) = (&a.record, &b.record);
    if x.kind != y.kind || !statuses_meet(x, y) {
        return None;
    }
    let linked = a.above.contains(&b.word) || b.above.contains(&a.word);
    let dates = dates_meet(x, y)?;
    let parties = parties_meet(x, y, points)?;
    let when = |yes: bool, value: f32| if yes { value } else { 0.0 };
    let score = f32::from(dates) * points.date
        + parties
        + when(a.lemma == b.lemma, points.lemma)
        + when(x.rule == y.rule, points.rule)
        + when(x.mode.is_some() && x.mode == y.mode, points.mode)
        + when(a.title || b.title, points.title)
        // Two acts of one kind in a sentence are told apart by the writer, unless one word hangs on the other.
        + when(a.sentence == b.sentence, if linked { points.linked } else { points.near });
    (score >= points.needed).then_some(score)
}

/// A plan and its fulfilment are told in one article as one event only where the words differ in tense alone.
fn statuses_meet(a: &EventRecord, b: &EventRecord) -> bool {
    a.status == b.status
}

/// Points for dates: equal ones speak for, different ones against.
fn dates_meet(a: &EventRecord, b: &EventRecord) -> Option<u8> {
    let stated = |r: &EventRecord| r.when.filter(|_| r.date_basis == Some(DateBasis::Stated));
    match (stated(a), stated(b)) {
        (Some(x), Some(y)) if x == y => Some(2),
        (Some(x), Some(y)) => within(x, y).then_some(1),
        _ => Some(1),
    }
}

fn within(a: When, b: When) -> bool {
    (a.first() <= b.first() && b.last() <= a.last()) || (b.first() <= a.first() && a.last() <= b.last())
}

/// Points for participants: sides that share somebody speak for, sides that share nobody against.
fn parties_meet(a: &EventRecord, b: &EventRecord, points: Points) -> Option<f32> {
    if symmetric(a.kind) {
        let x: Vec<&Participant> =
            a.actors.iter().chain(&a.recipients).filter(|p| p.text.is_some()).collect();
        let y: Vec<&Participant> =
            b.actors.iter().chain(&b.recipients).filter(|p| p.text.is_some()).collect();
        let shared = x.iter().filter(|p| y.iter().any(|q| same(p, q))).count();
        let least = x.len().min(y.len());
        return match (shared, least) {
            (_, 0) => Some(0.0),
            (0, _) => None,
            (s, l) if s == l && l >= 2 => Some(points.side * 1.5),
            (s, l) if s == l => Some(points.subset),
            (s, _) if s >= 2 => Some(points.subset),
            _ => None,
        };
    }
    let actors = side(&a.actors, &b.actors)?;
    let recipients = side(&a.recipients, &b.recipients)?;
    Some((actors + recipients) * points.side)
}

/// 0 where one side is not told, 1 where they share somebody, `None` where they differ.
fn side(a: &[Participant], b: &[Participant]) -> Option<f32> {
    let told = |p: &&Participant| p.text.is_some();
    let (x, y): (Vec<_>, Vec<_>) = (a.iter().filter(told).collect(), b.iter().filter(told).collect());
    if x.is_empty() || y.is_empty() {
        return Some(0.0);
    }
    x.iter().any(|p| y.iter().any(|q| same(p, q))).then_some(1.0)
}

fn symmetric(kind: EventType) -> bool {
    matches!(kind, EventType::Consult | EventType::Agree | EventType::Cooperate | EventType::Support)
}

/// The better telling leads; the other one fills what it leaves open.
fn absorb(old: &mut Draft, new: Draft) {
    let richness = |d: &Draft| {
        let known = |rows: &[Participant]| rows.iter().filter(|p| p.country.is_some()).count().min(2);
        let parties = known(&d.record.actors) + known(&d.record.recipients);
        (d.record.confidence * 4.0) + parties as f32 * 0.5 - f32::from(u8::from(d.title)) * 0.4
    };
    let leads = richness(&new) > richness(old);
    let (mut main, other) = if leads { (new, old.clone()) } else { (old.clone(), new) };
    let lead = &mut main.record;
    let fill = other.record;
    lead.confidence = lead.confidence.max(fill.confidence);
    if lead.actors.iter().all(|p| p.text.is_none()) && fill.actors.iter().any(|p| p.text.is_some()) {
        lead.actors = fill.actors;
    }
    if lead.recipients.iter().all(|p| p.text.is_none())
        && !symmetric(lead.kind)
        && fill.recipients.iter().any(|p| p.text.is_some())
    {
        lead.recipients = fill.recipients;
    }
    let unstated = lead.date_basis != Some(DateBasis::Stated);
    let finer = |a: When, b: When| {
        within(a, b) && (b.last() - b.first()).get_days() < (a.last() - a.first()).get_days()
    };
    if fill.when.is_some()
        && (lead.when.is_none() || (unstated && fill.date_basis == Some(DateBasis::Stated)))
    {
        (lead.when, lead.date_basis) = (fill.when, fill.date_basis);
    } else if let (Some(a), Some(b)) = (lead.when, fill.when)
        && fill.date_basis == Some(DateBasis::Stated)
        && finer(a, b)
    {
        lead.when = Some(b);
    }
    lead.mode = lead.mode.or(fill.mode);
    lead.place = lead.place.take().or(fill.place);
    lead.attribution = lead.attribution.take().or(fill.attribution);
    lead.cameo = lead.cameo.take().or(fill.cameo);
    lead.counts.dead = lead.counts.dead.or(fill.counts.dead);
    lead.counts.injured = lead.counts.injured.or(fill.counts.injured);
    lead.counts.arrested = lead.counts.arrested.or(fill.counts.arrested);
    lead.counts.minutes = lead.counts.minutes.or(fill.counts.minutes);
    for context in fill.contexts {
        if !lead.contexts.contains(&context) {
            lead.contexts.push(context);
        }
    }
    for range in std::iter::once(fill.evidence).chain(fill.more_evidence) {
        if range != lead.evidence && !lead.more_evidence.contains(&range) {
            lead.more_evidence.push(range);
        }
    }
    lead.more_evidence.sort();
    main.seen.extend(other.seen);
    main.seen.sort_unstable();
    main.title &= other.title;
    *old = main;
}
