//! The making of one record: who takes part, when, where, in which way, and who says so.

use std::cell::RefCell;
use std::collections::HashMap;

use dateline_types::{
    ArgRole, Attribution, Date, EventRecord, EventType, Idx, Mode, Participant, Status, TokenId, When,
};

use crate::afar::{self, Meant, Side};
use crate::cast::{self, Said};
use crate::coder::Coder;
use crate::credit::{self, Credited};
use crate::decide::Candidate;
use crate::knowledge::Knowledge;
use crate::merge::Draft;
use crate::roles::{Roles, by_frame, by_hint};
use crate::slots::Slots;
use crate::unlisted::{generic, usual_cameo};
use crate::view::View;
use crate::{clause, dates, flat, mode, people, slots, source, status, whole};

/// Governors within which two triggers of one type are one phrase ("arrived on a visit", "met to discuss").
const LINK: usize = 2;

/// What the making of one record reads.
pub(crate) struct Building<'b, 'd> {
    pub(crate) view: &'b View<'d>,
    pub(crate) know: &'b dyn Knowledge,
    pub(crate) coder: &'b Coder,
    pub(crate) candidate: &'b Candidate<'b>,
    pub(crate) memo: &'b Memo,
}

/// Whom words mean on days, asked once for a document.
pub(crate) type Memo = RefCell<HashMap<(TokenId, Option<Date>), Vec<Participant>>>;

impl Building<'_, '_> {
    pub(crate) fn draft(&self) -> Draft {
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
            if let Some(chosen) = cast::choose(&mut parts, &self.coder.lexicon().cast, mutual(c.kind)) {
                roles = chosen;
            }
            // "They also spoke", "a call between the two leaders": the two talk with each other, whoever else is named.
            if let Some(pair) = parts.iter().find(|p| c.kind == EventType::Consult && self.talks(p)) {
                roles = Roles { actors: vec![pair.head], recipients: Vec::new() };
            }
        }
        for side in [&mut roles.actors, &mut roles.recipients] {
            side.iter_mut().for_each(|t| *t = whole::whole(view, *t));
            side.dedup();
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
        let fitted = || self.coder.lexicon().modes.choose(c.kind, &mode_features).filter(|_| view.has_tree());
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
            contexts: clause::contexts(view, c.trigger, self.coder.contexts()),
            counts: clause::counts(view, c.trigger, c.kind),
        };
        let sentence = view.sentence(c.trigger).map_or(0, |(id, _)| id.index());
        let above = std::iter::successors(view.head(c.trigger), |t| view.head(*t)).take(LINK).collect();
        Draft {
            record,
            lemma: view.lemma(c.trigger).to_owned(),
            title,
            sentence,
            back: c.class == crate::lexicon::Class::Noun && clause::points_back(view, c.trigger),
            object_of: view.head(c.trigger).filter(|_| view.rel(c.trigger) == "obj"),
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
        self.coder.lexicon().weights.get(name).copied().unwrap_or(default)
    }

    /// A side of the record without anybody of a known state gets whom the passage means.
    pub(crate) fn fill(&self, draft: &mut Draft) -> Vec<Meant> {
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
            if let Some(chosen) = afar::likeliest(&mut rows, self.coder.lexicon()) {
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
            if credit::improbable(credits, &found, self.coder.lexicon()) {
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

/// Whether several do it with each other, so that a side says little.
pub(crate) fn mutual(kind: EventType) -> bool {
    matches!(kind, EventType::Consult | EventType::Agree | EventType::Cooperate)
}

/// Whether what a predicate governs is its content.
pub(crate) fn absorbs(c: &Candidate<'_>) -> bool {
    use EventType as T;
    let speaks = matches!(c.kind, T::Agree | T::Request | T::Reject | T::Threaten | T::Accuse);
    c.entry.map_or(speaks, |entry| entry.absorbs)
}
