//! The steps from a document to its records.

use std::cell::RefCell;
use std::collections::HashMap;

use dateline_types::{
    ArgRole, Attribution, Date, DateBasis, Document, EventHint, EventRecord, EventType, Idx, Mode,
    Participant, Status, TextRange, TokenId, When,
};

use crate::afar::{self, Meant, Side};
use crate::cast::{self, Part, Said};
use crate::credit::{self, Credited};
use crate::decide::{Candidate, Features, Findings, candidates, features, linked};
use crate::knowledge::Knowledge;
use crate::lexicon::{Entry, Lexicon, LexiconError, Slot};
use crate::merge::{Draft, Points, merge};
use crate::roles::{Roles, by_frame, by_hint};
use crate::slots::Slots;
use crate::view::View;
use crate::{clause, dates, flat, mode, people, settle, slots, source, spot, status};

const CONTEXTS: &str = include_str!("../data/contexts.txt");
/// Records of one document at most; a text beyond that is no article.
const MOST: usize = 2_000;
/// Governors that are climbed to find the predicate whose content a word is.
const CLIMB: usize = 4;
/// Governors within which two triggers of one type are one phrase ("arrived on a visit", "met to discuss").
const LINK: usize = 2;

/// Lexicon and decisions, immutable and shared.
#[derive(Debug)]
pub struct Coder {
    lexicon: Lexicon,
    contexts: Vec<(&'static str, Vec<&'static str>)>,
    /// Records below this probability are dropped; those that do not happen need somewhat more.
    pub min_confidence: f32,
}

impl Coder {
    /// The coder with the lexicon in the program; an error names the broken line of the data.
    pub fn new() -> Result<Self, LexiconError> {
        let lexicon = Lexicon::load()?;
        let contexts = CONTEXTS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once(':'))
            .map(|(name, words)| (name, words.split_whitespace().collect()))
            .collect();
        let min_confidence = lexicon.weights.get("last.threshold").copied().unwrap_or(0.4);
        Ok(Self { lexicon, contexts, min_confidence })
    }

    /// With weights over those of the program: `name value` lines, as in `data/weights.txt`.
    pub fn with_weights(text: &str) -> Result<Self, LexiconError> {
        let mut coder = Self::new()?;
        coder.lexicon.weigh(text)?;
        coder.min_confidence =
            coder.lexicon.weights.get("last.threshold").copied().unwrap_or(coder.min_confidence);
        Ok(coder)
    }

    pub(crate) fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }
}

impl Default for Coder {
    /// The data in the program are checked by the tests; were they broken all the same, nothing would be coded.
    fn default() -> Self {
        Self::new().unwrap_or_else(|_| Self {
            lexicon: Lexicon::empty(),
            contexts: Vec::new(),
            min_confidence: 0.5,
        })
    }
}

/// A trigger that was seen and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    pub trigger: TokenId,
    pub range: TextRange,
    /// Name of the lexicon entry, "model" or both.
    pub rule: String,
    pub kind: EventType,
    pub mode: Option<Mode>,
    /// What its mode was chosen by.
    pub mode_features: Vec<String>,
    pub status: Status,
    pub probability: f32,
    pub features: Features,
    pub actors: Vec<Participant>,
    pub recipients: Vec<Participant>,
    pub attribution: Option<Attribution>,
    pub evidence: TextRange,
    /// Who was thought of for a side that its clause leaves empty.
    pub meant: Vec<Meant>,
    /// Who was thought of for a side.
    pub parts: Vec<Part>,
    /// Who was thought of as the source.
    pub credits: Vec<Credited>,
    pub outcome: Outcome,
}

/// What became of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is told in the record of this number.
    Record(usize),
    /// It is content, topic or threat of the word given, not an event of its own.
    Content(TokenId),
    /// Too improbable.
    Improbable,
    /// No participant that could act.
    Nobody,
    /// Told by another record, or a detail of it, rather than an event of its own.
    Retold,
}

/// The records of a document with all that was seen on the way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explained {
    pub records: Vec<EventRecord>,
    /// In text order.
    pub seen: Vec<Seen>,
    /// What the last decision weighed, for each record that it saw.
    pub last: Vec<Features>,
}

/// Codes a document and tells of each trigger what became of it.
pub fn explain(coder: &Coder, know: &dyn Knowledge, doc: &Document) -> Explained {
    let lexicon = &coder.lexicon;
    let view = View::new(doc, lexicon);
    let hints: &[EventHint] = doc.syntax.as_ref().map_or(&[], |s| &s.events);
    let spots = spot::spots(&view);
    let mut found = candidates(&view, lexicon, &spots, hints);
    found.truncate(MOST);
    let outer: Vec<Option<TokenId>> = found.iter().map(|c| governor(&view, c, &found)).collect();
    harden(&mut found, &outer);
    for c in &mut found {
        threaten(&view, c);
    }
    let mut seen = Vec::new();
    let mut drafts = Vec::new();
    let memo = Memo::default();
    let first = lexicon.weights.get("threshold").copied().unwrap_or(0.3);
    for (at, candidate) in found.iter().enumerate() {
        let mut draft = Building { view: &view, know, coder, candidate, memo: &memo }.draft();
        let content = outer[at];
        let findings = Findings {
            flat: !view.has_tree(),
            content: content.is_some(),
            sure: content.is_some_and(|t| {
                found.iter().any(|o| o.trigger == t && o.hint.is_some_and(|h| h.score >= 0.5))
            }),
            rival: rivalled(&view, candidate, &found),
            unnamed: draft.record.actors.iter().all(|p| p.text.is_none()) && !draft.record.actors.is_empty(),
            pair: draft.record.actors.iter().any(|p| p.how == "pair"),
            press: clause::to_press(&view, candidate.trigger),
            ended: clause::ended(&view, candidate.trigger),
            accident: clause::accident(&view, candidate.trigger),
            nature: clause::nature(&view, candidate.trigger),
            sport: clause::sport(&view, candidate.trigger),
            title: draft.title,
            actors: draft.record.actors.iter().filter(|p| p.text.is_some()).count(),
            recipients: draft.record.recipients.len(),
            countries: countries(&draft.record),
            status: draft.record.status,
            dated: draft.record.date_basis == Some(DateBasis::Stated),
        };
        let weighed = features(candidate, findings);
        let probability = weighed.probability(lexicon);
        draft.record.confidence = probability;
        let nobody = draft.record.actors.iter().chain(&draft.record.recipients).all(|p| p.text.is_none());
        let hollow =
            draft.record.status == Status::Negated && clause::without_outcome(&view, candidate.trigger);
        let outcome = match content {
            _ if hollow => Outcome::Improbable,
            _ if probability >= first && !nobody => Outcome::Record(usize::MAX),
            Some(word) => Outcome::Content(word),
            None if nobody => Outcome::Nobody,
            None => Outcome::Improbable,
        };
        seen.push(Seen {
            trigger: candidate.trigger,
            range: view.range(candidate.trigger),
            rule: draft.record.rule.clone(),
            kind: candidate.kind,
            mode: draft.record.mode,
            status: draft.record.status,
            probability,
            features: weighed,
            actors: draft.record.actors.clone(),
            recipients: draft.record.recipients.clone(),
            attribution: draft.record.attribution.clone(),
            evidence: draft.record.evidence,
            meant: Vec::new(),
            parts: std::mem::take(&mut draft.parts),
            mode_features: std::mem::take(&mut draft.mode),
            credits: std::mem::take(&mut draft.credits),
            outcome,
        });
        if matches!(outcome, Outcome::Record(_)) {
            draft.seen.push(at);
            drafts.push(draft);
        }
    }
    let mut merged = merge(drafts, Points::of(lexicon));
    merged.sort_by_key(|d| (d.record.evidence.start(), d.record.trigger.start()));
    for draft in &mut merged {
        let told = draft.seen.iter().copied().find(|at| found[*at].trigger == draft.word);
        if let Some(at) = told {
            seen[at].meant =
                Building { view: &view, know, coder, candidate: &found[at], memo: &memo }.fill(draft);
        }
    }
    let last = settle::weighed(&view, &merged);
    // What is not weighed beside the others has its first probability, which errs to the high side.
    let more = lexicon.weights.get("last.unweighed").copied().unwrap_or(0.1);
    let mut stands: Vec<bool> = Vec::with_capacity(merged.len());
    for (draft, features) in merged.iter_mut().zip(&last) {
        let weighed = !features.0.is_empty() && lexicon.weights.contains_key("last.bias");
        if weighed {
            draft.record.confidence = features.probability(lexicon);
        }
        let floor = coder.min_confidence + if weighed { 0.0 } else { more };
        stands.push(draft.record.confidence >= floor);
    }
    if let Some(at) = passage(&view, coder, &merged, &stands) {
        stands[at] = true;
    }
    for (draft, _) in merged.iter().zip(&stands).filter(|(_, stands)| !**stands) {
        for at in &draft.seen {
            seen[*at].outcome = Outcome::Retold;
        }
    }
    let mut kept = stands.iter();
    merged.retain(|_| kept.next().copied().unwrap_or(true));
    for (number, draft) in merged.iter().enumerate() {
        for at in &draft.seen {
            seen[*at].outcome = Outcome::Record(number);
        }
    }
    Explained { records: merged.into_iter().map(|d| d.record).collect(), seen, last }
}

/// A text without a headline is a passage, chosen for what its first sentence tells: the likeliest record there stands even where
/// it would be too improbable in an article, unless the caller asks for more certainty than is usual.
fn passage(view: &View<'_>, coder: &Coder, merged: &[Draft], stands: &[bool]) -> Option<usize> {
    let weight = |name: &str| coder.lexicon.weights.get(name).copied();
    let (least, usual) = (weight("last.passage.least")?, weight("last.threshold")?);
    if !view.doc.title.is_empty() || !view.has_tree() || coder.min_confidence > usual {
        return None;
    }
    let first = || merged.iter().enumerate().filter(|(_, d)| d.sentence == 0);
    if first().any(|(at, _)| stands[at]) {
        return None;
    }
    first()
        .filter(|(_, d)| d.record.status == Status::Happened && d.record.confidence >= least)
        .max_by(|(_, a), (_, b)| {
            a.record.confidence.total_cmp(&b.record.confidence).then(b.word.cmp(&a.word))
        })
        .map(|(at, _)| at)
}

fn countries(record: &EventRecord) -> usize {
    let mut codes: Vec<_> =
        record.actors.iter().chain(&record.recipients).filter_map(|p| p.country).collect();
    codes.sort();
    codes.dedup();
    codes.len()
}

/// Whether a word of the same phrase tells another type, and the model is surer of it.
fn rivalled(view: &View<'_>, c: &Candidate<'_>, all: &[Candidate<'_>]) -> bool {
    let own = c.hint.map_or(0.0, |h| h.score);
    all.iter().any(|o| {
        o.trigger != c.trigger
            && o.kind != c.kind
            && o.hint.is_some_and(|h| h.score > own + 0.1)
            && linked(view, o.trigger, c.trigger)
    })
}

/// Whether several do it with each other, so that a side says little.
fn mutual(kind: EventType) -> bool {
    matches!(kind, EventType::Consult | EventType::Agree | EventType::Cooperate)
}

/// Whether what a predicate governs is its content.
fn absorbs(c: &Candidate<'_>) -> bool {
    use EventType as T;
    let speaks = matches!(c.kind, T::Agree | T::Request | T::Reject | T::Threaten | T::Accuse);
    c.entry.map_or(speaks, |entry| entry.absorbs)
}

/// The predicate whose content the candidate is.
fn governor(view: &View<'_>, c: &Candidate<'_>, all: &[Candidate<'_>]) -> Option<TokenId> {
    let takes = |t: TokenId| all.iter().any(|o| o.trigger == t && o.trigger != c.trigger && absorbs(o));
    if !view.has_tree() {
        let clause =
            |w: &str| matches!(w, "," | ";" | ":" | "\"" | "after" | "who" | "which" | "while" | "when");
        return (1..=10)
            .map_while(|i| view.step(c.trigger, -i))
            .take_while(|w| !clause(view.word(*w)))
            .find(|w| takes(*w));
    }
    let mut at = c.trigger;
    for _ in 0..CLIMB {
        let governed = matches!(
            view.relation(at),
            "xcomp" | "ccomp" | "obj" | "obl" | "nmod" | "acl" | "advcl" | "conj" | "nsubj:pass" | "compound"
        );
        let h = view.head(at).filter(|_| governed)?;
        if matches!(view.relation(at), "obl" | "nmod" | "advcl")
            && !view.case(at).or_else(|| view.child(at, "mark").map(|m| view.word(m))).is_some_and(|p| {
                matches!(
                    p,
                    "for" | "of" | "to" | "with" | "from" | "that" | "against" | "on" | "over" | "about"
                )
            })
        {
            return None;
        }
        if takes(h) {
            return Some(h);
        }
        at = h;
    }
    None
}

/// "Vowed to attack" is a threat, "vowed to help" a promise: the content decides where the entry says so.
fn harden(found: &mut [Candidate<'_>], outer: &[Option<TokenId>]) {
    use EventType as T;
    let hostile: Vec<TokenId> = found
        .iter()
        .zip(outer)
        .filter(|(c, _)| matches!(c.kind, T::Assault | T::Coerce | T::Sanction | T::Mobilize))
        .filter_map(|(_, outer)| *outer)
        .collect();
    for c in found.iter_mut().filter(|c| hostile.contains(&c.trigger)) {
        let unsettled = c.hint.is_none_or(|h| h.score < 0.5);
        if let Some((kind, mode)) = c.entry.and_then(|entry| entry.hostile).filter(|_| unsettled) {
            c.kind = kind;
            c.mode = mode;
        }
    }
}

/// What somebody will do unless he gets his way is a threat in words, whatever the deed.
fn threaten(view: &View<'_>, c: &mut Candidate<'_>) {
    use EventType as T;
    let deed = matches!(
        c.kind,
        T::Assault | T::Coerce | T::Sanction | T::Mobilize | T::Protest | T::Reject | T::Retreat | T::Concede
    );
    if deed && view.has_tree() && clause::ultimatum(view, c.trigger) {
        c.mode = Some(Mode::Violence).filter(|_| c.kind == T::Assault);
        c.kind = T::Threaten;
    }
}

/// What the making of one record reads.
struct Building<'b, 'd> {
    view: &'b View<'d>,
    know: &'b dyn Knowledge,
    coder: &'b Coder,
    candidate: &'b Candidate<'b>,
    memo: &'b Memo,
}

/// Whom words mean on days, asked once for a document.
type Memo = RefCell<HashMap<(TokenId, Option<Date>), Vec<Participant>>>;

impl Building<'_, '_> {
    fn draft(&self) -> Draft {
        let (view, c) = (self.view, self.candidate);
        let doc = view.doc;
        let status = self.status();
        let evidence = clause::evidence(view, c.trigger);
        let pointed = self.arg(ArgRole::Time, self.weight("time.floor", 0.3));
        let of = dates::Trigger { word: c.trigger, status, pointed, kind: c.kind, evidence };
        let (when, date_basis) = dates::when(view, of).unzip();
        let at = when.map(When::first).or(doc.anchor.date());
        let drop_things = self.weight("things.dropped", 1.0) > 0.5;
        let bare = doc.mentions.rows.is_empty();
        let who = |t: TokenId| {
            let mut rows = self.people(t, at);
            // What only the document's setting places somewhere is a thing ("the sailing"), unless it bears a name.
            if drop_things && matches!(view.upos(t), "NOUN" | "ADJ" | "VERB") {
                rows.retain(|p| p.how != "context" && (p.how != "words" || p.country.is_some() || bare));
            }
            if people::unknown_attacker(view, t) {
                // Their state would be that of the place alone.
                for p in rows.iter_mut().filter(|p| p.how == "role") {
                    p.country = None;
                }
            }
            rows
        };
        let (found, frame, now) = self.roles();
        let mut parts = Vec::new();
        let mut roles = now;
        // Where nobody is known there is nothing to weigh.
        if view.has_tree() && !bare {
            let said = Said { slots: &found, frame: &frame, now: &roles };
            parts = cast::parts(view, c, said, &mut |t| who(t));
            if let Some(chosen) = cast::choose(&mut parts, &self.coder.lexicon.cast, mutual(c.kind)) {
                roles = chosen;
            }
            // "They also spoke", "a call between the two leaders": the two talk with each other, whoever else is named.
            if let Some(pair) = parts.iter().find(|p| c.kind == EventType::Consult && self.talks(p)) {
                roles = Roles { actors: vec![pair.head], recipients: Vec::new() };
            }
        }
        let people_of = |heads: &[TokenId]| people::distinct(heads.iter().flat_map(|t| who(*t)).collect());
        let mut actors = people_of(&roles.actors);
        let mut recipients = people_of(&roles.recipients);
        recipients.retain(|r| !actors.iter().any(|a| people::one(a, r)));
        let place = self.place();
        if actors.is_empty() && !recipients.is_empty() {
            let country = place
                .as_ref()
                .and_then(|p| self.know.country_of_place(doc, p.range))
                .or_else(|| recipients.iter().find_map(|p| p.country));
            actors.push(people::unnamed(c.kind, c.mode, country));
        }
        let mut credits = Vec::new();
        let attribution = self.attribution(&actors, &mut credits);
        let title = view.range(c.trigger).end() <= doc.title.end();
        let mode_features = mode::features(view, c, evidence);
        // A telephone is a telephone, whatever stands around it.
        let phone = c.entry.filter(|e| e.kind == c.kind && e.mode == Some(Mode::Phone)).map(|e| e.mode);
        let fitted = || self.coder.lexicon.modes.choose(c.kind, &mode_features).filter(|_| view.has_tree());
        let record = EventRecord {
            kind: c.kind,
            mode: phone.or_else(fitted).unwrap_or(c.mode),
            actors,
            recipients,
            when,
            date_basis,
            status,
            attribution,
            place,
            evidence,
            more_evidence: Vec::new(),
            trigger: view.range(c.trigger),
            rule: rule(c),
            confidence: 0.0,
            cameo: c
                .entry
                .filter(|e| e.kind == c.kind)
                .and_then(|e| e.cameo)
                .or_else(|| usual_cameo(c.kind))
                .map(str::to_owned),
            contexts: clause::contexts(view, c.trigger, &self.coder.contexts),
            counts: clause::counts(view, c.trigger, c.kind),
        };
        let sentence = view.sentence(c.trigger).map_or(0, |(id, _)| id.index());
        let above = std::iter::successors(view.head(c.trigger), |t| view.head(*t)).take(LINK).collect();
        Draft {
            record,
            lemma: view.lemma(c.trigger).to_owned(),
            title,
            sentence,
            word: c.trigger,
            above,
            parts,
            mode: mode_features,
            credits,
            taken: roles.actors.into_iter().chain(roles.recipients).collect(),
            seen: Vec::new(),
        }
    }

    fn weight(&self, name: &str, default: f32) -> f32 {
        self.coder.lexicon.weights.get(name).copied().unwrap_or(default)
    }

    /// A side of the record without anybody of a known state gets whom the passage means.
    fn fill(&self, draft: &mut Draft) -> Vec<Meant> {
        if !self.view.has_tree() {
            return Vec::new();
        }
        let at = draft.record.when.map(When::first).or(self.view.doc.anchor.date());
        let who = |t: TokenId| self.people(t, at);
        let known = |rows: &[Participant]| {
            rows.iter().filter(|p| p.text.is_some()).filter_map(|p| p.country).collect::<Vec<_>>()
        };
        let mut out = Vec::new();
        for side in [Side::Actors, Side::Recipients] {
            let (own, other) = match side {
                Side::Actors => (known(&draft.record.actors), known(&draft.record.recipients)),
                Side::Recipients => (known(&draft.record.recipients), known(&draft.record.actors)),
            };
            if !own.is_empty() {
                continue;
            }
            let clause = afar::Clause { heads: &draft.taken, other: &other, both_empty: other.is_empty() };
            let mut rows = afar::meant(self.view, self.candidate, side, clause, &who);
            if let Some(chosen) = afar::likeliest(&mut rows, &self.coder.lexicon) {
                let mut people = chosen.people.clone();
                let beside =
                    if side == Side::Actors { &draft.record.recipients } else { &draft.record.actors };
                people.retain(|p| !beside.iter().any(|o| people::one(p, o)));
                match side {
                    Side::Actors => draft.record.actors = people,
                    Side::Recipients => draft.record.recipients = people,
                }
            }
            out.extend(rows);
        }
        out
    }

    /// Whom a word means on a day, asked once.
    fn people(&self, t: TokenId, at: Option<Date>) -> Vec<Participant> {
        if let Some(known) = self.memo.borrow().get(&(t, at)) {
            return known.clone();
        }
        let rows = people::participants(self.view, self.know, t, at);
        self.memo.borrow_mut().insert((t, at), rows.clone());
        rows
    }

    /// What stands where, what the frame makes of it, and the model's pointers where it is sure of somebody with the frame for
    /// the rest.
    fn roles(&self) -> (Slots, Roles, Roles) {
        let (view, c) = (self.view, self.candidate);
        let found = if view.has_tree() {
            slots::slots(view, c.trigger, c.class)
        } else {
            flat::slots(view, c.trigger, c.class)
        };
        let frame = match c.entry {
            Some(entry) => by_frame(view, entry, c.class, &found),
            None => by_frame(view, &generic(c.kind), c.class, &found),
        };
        let now = self.joined(frame.clone());
        (found, frame, now)
    }

    fn joined(&self, frame: Roles) -> Roles {
        let (view, c) = (self.view, self.candidate);
        let Some(hint) = c.hint else { return frame };
        let mut pointed = by_hint(view, hint, self.weight("arg.floor", 0.4));
        if c.entry.is_some_and(|e| e.mutual)
            && !frame.actors.is_empty()
            && view.has_tree()
            && self.weight("frame.clause", 1.0) > 0.5
        {
            // Where a clause names who meets, nobody of another clause meets in it.
            let home = clause::clause_head(view, c.trigger);
            pointed.actors.retain(|t| frame.actors.contains(t) || clause::clause_head(view, *t) == home);
        }
        if c.entry.is_some_and(|e| !e.mutual)
            && !frame.actors.is_empty()
            && self.weight("frame.moves", 1.0) > 0.5
        {
            // Whom the frame knows as the addressee does not act beside the actor.
            let addressed = |t: &TokenId| frame.recipients.contains(t) && !frame.actors.contains(t);
            if pointed.actors.iter().any(|t| !addressed(t)) {
                let moved: Vec<TokenId> = pointed.actors.iter().copied().filter(addressed).collect();
                pointed.actors.retain(|t| !addressed(t));
                pointed.recipients.extend(moved);
                pointed.recipients.sort();
                pointed.recipients.dedup();
            }
        }
        let mutual = c.entry.is_some_and(|e| e.mutual) && self.weight("mutual.joins", 1.0) > 0.5;
        let clear = c.entry.is_some() && c.class == crate::lexicon::Class::Verb;
        if mutual && c.kind == c.entry.map_or(c.kind, |e| e.kind) {
            // Whoever the frame names besides takes part too.
            let mut roles = pointed;
            let known = |r: &Roles, t: &TokenId| r.actors.contains(t) || r.recipients.contains(t);
            let more: Vec<TokenId> = frame.actors.into_iter().filter(|t| !known(&roles, t)).collect();
            roles.actors.extend(more);
            return roles;
        }
        // A subject that both see is the actor, with those joined to it and nobody else.
        let trims = clear && self.weight("frame.trims", 1.0) > 0.5;
        let settle = |pointed: &[TokenId], frame: &[TokenId], taken: &[TokenId]| -> Vec<TokenId> {
            let agreed = pointed.iter().any(|t| frame.contains(t));
            if (trims && agreed) || pointed.is_empty() {
                frame.iter().copied().filter(|t| !taken.contains(t)).collect()
            } else {
                pointed.to_vec()
            }
        };
        let actors = settle(&pointed.actors, &frame.actors, if trims { &[] } else { &pointed.recipients });
        let mut recipients = settle(&pointed.recipients, &frame.recipients, &actors);
        recipients.retain(|t| !actors.contains(t));
        Roles { actors, recipients }
    }

    /// Whether a plural word that means two is who the trigger says talks.
    fn talks(&self, part: &cast::Part) -> bool {
        let (view, trigger) = (self.view, self.candidate.trigger);
        let between = || view.rel(part.head) == "nmod" && view.case(part.head) == Some("between");
        part.people.len() == 2
            && part.people.iter().all(|p| p.how == "pair")
            && view.head(part.head) == Some(trigger)
            && (view.rel(part.head) == "nsubj" || between())
    }

    fn arg(&self, role: ArgRole, floor: f32) -> Option<TokenId> {
        let args = &self.candidate.hint?.args;
        let best = args.iter().filter(|a| a.role == role && a.score >= floor);
        best.max_by(|a, b| a.score.total_cmp(&b.score).then(b.head.cmp(&a.head))).map(|a| a.head)
    }

    fn place(&self) -> Option<dateline_types::Placed> {
        match self.arg(ArgRole::Place, self.weight("place.floor", 0.4)) {
            Some(head) => clause::placed(self.view, head),
            None => clause::place(self.view, self.candidate.trigger),
        }
    }

    fn status(&self) -> Status {
        let rules = status::status(self.view, self.candidate.trigger);
        // The threat was uttered, whatever becomes of the deed.
        if self.candidate.kind == EventType::Threaten && clause::ultimatum(self.view, self.candidate.trigger)
        {
            return Status::Happened;
        }
        let Some(hint) = self.candidate.hint.filter(|h| h.status != rules) else { return rules };
        // Where they disagree, each of the rules' findings has its own floor that the model must reach to overrule it.
        let floor = match rules {
            Status::Happened => self.weight("status.over.happened", 0.6),
            Status::Planned => self.weight("status.over.planned", 0.6),
            Status::Negated => self.weight("status.over.negated", 0.6),
            Status::Hypothetical => self.weight("status.over.hypothetical", 0.6),
        };
        if hint.status_score >= floor { hint.status } else { rules }
    }

    fn attribution(&self, actors: &[Participant], credits: &mut Vec<Credited>) -> Option<Attribution> {
        let pointed = self.arg(ArgRole::Source, self.weight("source.floor", 0.4));
        let found = match pointed {
            Some(head) => source::written(self.view, head),
            None => source::source(self.view, self.candidate.trigger),
        }?;
        // Who accuses or promises in words of his own is the actor, not somebody's source.
        let own =
            absorbs(self.candidate) && actors.iter().any(|a| a.text.as_deref() == Some(found.text.as_str()));
        let found = Some(found).filter(|_| !own || pointed.is_some())?;
        if self.view.has_tree() {
            *credits = credit::credited(self.view, self.candidate, actors, absorbs(self.candidate));
            if credit::improbable(credits, &found, &self.coder.lexicon) {
                return None;
            }
        }
        Some(found)
    }
}

fn rule(c: &Candidate<'_>) -> String {
    match (c.entry, c.hint) {
        (Some(entry), Some(_)) => format!("{}+model", entry.name),
        (Some(entry), None) => entry.name.to_owned(),
        (None, _) => "model".to_owned(),
    }
}

/// The frame of a predicate that only the model knows.
fn generic(kind: EventType) -> Entry {
    let prep = |words: &[&str]| words.iter().filter_map(|w| Slot::prep(w)).collect::<Vec<_>>();
    let mutual = matches!(kind, EventType::Consult | EventType::Cooperate);
    let mut recipient = vec![Slot::Iobj, Slot::Obj];
    recipient.extend(prep(&["against", "on", "to", "with", "of", "from", "for"]));
    let mut actor = vec![Slot::Subj];
    if mutual {
        actor.push(Slot::Obj);
        actor.extend(prep(&["with", "between"]));
    }
    actor.extend(prep(&["by"]));
    Entry {
        name: "model",
        kind,
        mode: None,
        cameo: None,
        actor,
        recipient: if mutual { Vec::new() } else { recipient },
        mutual,
        absorbs: false,
        hostile: None,
        examples: Vec::new(),
    }
}

/// The code of a type where no entry knows a finer one.
fn usual_cameo(kind: EventType) -> Option<&'static str> {
    use EventType as T;
    Some(match kind {
        T::Agree => "030",
        T::Consult => "040",
        T::Support => "050",
        T::Concede => "080",
        T::Cooperate => "060",
        T::Aid => "070",
        T::Retreat => "080",
        T::Request => "100",
        T::Accuse => "110",
        T::Reject => "120",
        T::Threaten => "130",
        T::Protest => "140",
        T::Sanction => "160",
        T::Mobilize => "150",
        T::Coerce => "170",
        T::Assault => "190",
    })
}
