//! The steps from a document to its records.

use dateline_types::{
    Attribution, DateBasis, Document, EventHint, EventRecord, EventType, Mode, Participant, Status,
    TextRange, TokenId,
};

use crate::afar::Meant;
use crate::building::{Building, Memo, absorbs};
use crate::cast::Part;
use crate::credit::Credited;
use crate::decide::{Candidate, Features, Findings, candidates, features, linked};
use crate::knowledge::Knowledge;
use crate::lexicon::{Lexicon, LexiconError};
use crate::merge::{Draft, Points, merge};
use crate::view::View;
use crate::{clause, settle, spot};

const CONTEXTS: &str = include_str!("../data/contexts.txt");
/// Records of one document at most; a text beyond that is no article.
const MOST: usize = 2_000;
/// Governors that are climbed to find the predicate whose content a word is.
const CLIMB: usize = 4;

/// Lexicon and decisions, immutable and shared.
#[derive(Debug)]
pub struct Coder {
    lexicon: Lexicon,
    contexts: Vec<(&'static str, Vec<&'static str>)>,
    /// Records below this probability are dropped; those that do not happen need somewhat more.
    pub min_confidence: f32,
    /// What `min_confidence` is unless the caller asks for something else.
    usual: f32,
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
        Ok(Self { lexicon, contexts, min_confidence, usual: min_confidence })
    }

    /// The coder with the weights fitted to a size of the encoder: "fast" has some of its own, since its certainty is worth something else.
    pub fn for_size(name: &str) -> Result<Self, LexiconError> {
        let coder = Self::new()?;
        if name == "fast" { coder.weighed(crate::lexicon::FAST) } else { Ok(coder) }
    }

    /// With weights over those it has: `name value` lines, as in `data/weights.txt`.
    pub fn weighed(mut self, text: &str) -> Result<Self, LexiconError> {
        self.lexicon.weigh(text)?;
        self.usual = self.lexicon.weights.get("last.threshold").copied().unwrap_or(self.usual);
        self.min_confidence = self.usual;
        Ok(self)
    }

    pub(crate) fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The lemmas that speak of each PLOVER context.
    pub(crate) fn contexts(&self) -> &[(&'static str, Vec<&'static str>)] {
        &self.contexts
    }
}

impl Default for Coder {
    /// The data in the program are checked by the tests; were they broken all the same, nothing would be coded.
    fn default() -> Self {
        Self::new().unwrap_or_else(|_| Self {
            lexicon: Lexicon::empty(),
            contexts: Vec::new(),
            min_confidence: 0.5,
            usual: 0.5,
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
    let headline = lexicon.weights.get("threshold.headline").copied().filter(|_| headline_alone(&view));
    let first = headline.unwrap_or(first);
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
            engaged: clause::engaged(&view, candidate.trigger),
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
    let least = coder.lexicon.weights.get("last.passage.least").copied()?;
    if !view.doc.title.is_empty() || !view.has_tree() || coder.min_confidence > coder.usual {
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

/// A headline without a text, as feeds have them: nothing retells what it tells.
pub(crate) fn headline_alone(view: &View<'_>) -> bool {
    let doc = view.doc;
    !doc.title.is_empty() && doc.body.slice(&doc.text).is_none_or(|body| body.trim().is_empty())
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
