//! Which of the dates around a trigger dates it: a choice between candidates with fitted weights (`data/weights-dates.txt`).

mod beside;
mod elsewhere;

use dateline_types::{CalendarPoint, Date, EventType, Idx, Status, TextRange, TokenId, When};

use super::inside;
use super::telling::{Telling, opener};
use crate::clause::clause_head;
use crate::view::View;
pub(crate) use beside::{around, shared};
pub(crate) use elsewhere::{Echo, From, Place, anchor, earlier, echo, offset, opened, stay};

/// Clauses that are climbed from a trigger.
const CLIMB: usize = 3;
/// Heads that are climbed from a date.
const STEPS: usize = 12;

/// What is weighed of a candidate.
pub(crate) type Features = Vec<(&'static str, f32)>;

/// What a trigger's choice of a date reads.
#[derive(Clone, Copy)]
pub(crate) struct Trigger {
    pub(crate) word: TokenId,
    pub(crate) status: Status,
    /// The word that the model gives as its time.
    pub(crate) pointed: Option<TokenId>,
    pub(crate) kind: EventType,
    /// The words that tell the event.
    pub(crate) evidence: TextRange,
}

impl Trigger {
    /// What is told may go on for days.
    pub(crate) fn lasting(self) -> bool {
        matches!(self.kind, EventType::Assault | EventType::Protest)
    }

    /// It may last for the days that its sentence tells ("a four-day visit"); a word is given in a moment.
    pub(crate) fn stays(self) -> bool {
        use EventType as T;
        matches!(self.kind, T::Consult | T::Cooperate | T::Mobilize | T::Protest)
    }

    /// It is done in words, as the story's own day mostly is.
    fn speech(self) -> bool {
        use EventType as T;
        matches!(self.kind, T::Agree | T::Request | T::Reject | T::Threaten | T::Accuse)
    }
}

fn on(out: &mut Features, name: &'static str, holds: bool) {
    if holds {
        out.push((name, 1.0));
    }
}

fn grain(out: &mut Features, when: When) {
    match when {
        When::Point(CalendarPoint::Day(_)) => out.push(("date.day", 1.0)),
        When::Point(CalendarPoint::Month { .. }) => out.push(("date.month", 1.0)),
        When::Point(CalendarPoint::Year(_)) => out.push(("date.year", 1.0)),
        When::Interval(..) => out.push(("date.interval", 1.0)),
    }
}

fn tense(out: &mut Features, when: When, of: Trigger, anchor: Date) {
    let planned = of.status == Status::Planned;
    on(out, "date.planned.past", planned && when.last() < anchor);
    on(out, "date.planned.ahead", planned && when.first() > anchor);
    on(out, "date.happened.ahead", !planned && when.first() > anchor);
}

/// What is weighed of a date of the trigger's own sentence.
pub(crate) fn own(view: &View<'_>, of: Trigger, row: &Telling, all: &[Telling], anchor: Date) -> Features {
    let t = of.word;
    let mut out: Features = vec![("date.own", 1.0)];
    let distance = if row.first > t {
        row.first.index() - t.index()
    } else {
        t.index().saturating_sub(row.end.index().saturating_sub(1))
    };
    out.push(("date.distance", (distance as f32 + 1.0).ln()));
    on(&mut out, "date.only", all.len() == 1);
    on(&mut out, "date.before", row.first < t);
    let nearest = all.iter().map(|r| gap(r, t)).min().unwrap_or(0);
    on(&mut out, "date.nearest", gap(row, t) == nearest);
    on(&mut out, "date.pointed", of.pointed.is_some_and(|p| row.covers(p)));
    let sentence = view.sentence(t).map_or(t, |(_, words)| words.start);
    on(&mut out, "date.front", row.first.index() <= sentence.index() + 1 && row.first < t);
    grain(&mut out, row.when);
    tense(&mut out, row.when, of, anchor);
    let lead = opener(view, row);
    on(&mut out, "date.after", matches!(lead, "after" | "following"));
    on(&mut out, "date.until", matches!(lead, "before" | "until" | "by" | "till"));
    on(&mut out, "date.stretched", row.stretched);
    on(&mut out, "date.moved", row.moved != 0);
    on(&mut out, "date.moved.year", row.moved.abs() > 7);
    on(&mut out, "date.moved.back", row.moved < 0);
    on(&mut out, "date.since", lead == "since");
    on(&mut out, "date.since.interval", lead == "since" && row.interval);
    let since = if row.interval { "date.since.perfect.interval" } else { "date.since.perfect" };
    on(&mut out, since, lead == "since" && perfect(view, t));
    on(&mut out, "date.of", matches!(lead, "of" | "to" | "for" | "with"));
    let told = of.evidence.contains(row.range);
    let others = all.iter().filter(|r| r.first != row.first && of.evidence.contains(r.range)).count();
    on(&mut out, "date.evidence", told);
    on(&mut out, "date.evidence.only", told && others == 0);
    on(&mut out, "date.evidence.elsewhere", !told && others > 0);
    let age = (anchor - row.when.first()).get_days();
    on(&mut out, "date.own.fresh", (0..=10).contains(&age));
    on(&mut out, "date.own.old", age > 300);
    on(&mut out, "date.own.speech", of.speech());
    on(&mut out, "date.own.noun", matches!(view.upos(t), "NOUN" | "PROPN"));
    on(&mut out, "date.own.long", row.interval && of.lasting());
    // Not weighed but read by the choice itself.
    let clause = clause_head(view, row.first);
    let beside = || all.iter().filter(|r| r.first != row.first && clause_head(view, r.first) == clause);
    on(&mut out, "date.holds", beside().any(|r| inside(r.when, row.when)));
    on(&mut out, "date.within", beside().any(|r| inside(row.when, r.when)));
    on(&mut out, "date.quoted", quoted(view, sentence, row.first) != quoted(view, sentence, t));
    if !view.has_tree() {
        return out;
    }
    tree(view, of, row, &mut out);
    beside::governed(view, of, row, &mut out);
    out
}

fn tree(view: &View<'_>, of: Trigger, row: &Telling, out: &mut Features) {
    let t = of.word;
    let (head, governor) = hangs(view, row);
    on(out, "date.prenominal", owned(view, row) && governor != Some(t));
    on(out, "date.governed", governor == Some(t));
    on(out, "date.shared", governor.is_some() && governor == view.head(t) && view.rel(t) != "root");
    // "To Thursday's strike": whose day it is told of, not when it is told.
    let owner = governor.filter(|_| matches!(view.rel(head), "nmod" | "compound" | "nummod" | "amod"));
    on(
        out,
        "date.owned",
        owner.is_some_and(|n| {
            n != t && view.head(t) != Some(n) && !(view.head(n) == Some(t) && view.rel(n) == "nsubj")
        }),
    );
    let mut at = head;
    let mut under = false;
    for _ in 0..STEPS {
        match view.head(at) {
            Some(h) if h == t => {
                under = true;
                break;
            }
            Some(h) => at = h,
            None => break,
        }
    }
    on(out, "date.under", under && governor != Some(t));
    let there = clause_head(view, head);
    let mut clause = clause_head(view, t);
    on(out, "date.clause", there == clause);
    if there == clause {
        return;
    }
    for step in 1..=CLIMB {
        let relation = view.rel(clause);
        let Some(h) = view.head(clause).map(|h| clause_head(view, h)) else { break };
        if there == h {
            // "Met on Monday and signed", "attacked on Friday, killing two", "said on Friday that".
            let name = match relation {
                "conj" => "date.climb.conj",
                "advcl" if view.child(clause, "mark").is_none() => "date.climb.free",
                "advcl" => "date.climb.advcl",
                "acl" => "date.climb.acl",
                "ccomp" => "date.climb.ccomp",
                "parataxis" => "date.climb.said",
                _ => "date.climb.other",
            };
            out.push((name, 1.0));
            on(out, "date.climb.far", step > 1);
            return;
        }
        clause = h;
    }
    // The date's clause is below the trigger's, or beside it.
    let mut at = there;
    for _ in 0..CLIMB {
        let relation = view.rel(at);
        let Some(h) = view.head(at).map(|h| clause_head(view, h)) else { break };
        if h == clause_head(view, t) {
            let name = match relation {
                "conj" => "date.below.conj",
                "advcl" => "date.below.advcl",
                "acl" => "date.below.acl",
                "ccomp" => "date.below.ccomp",
                _ => "date.below.other",
            };
            out.push((name, 1.0));
            on(out, "date.below.verb", view.upos(t) == "VERB" && relation != "conj");
            on(out, "date.below.speech", of.speech());
            return;
        }
        at = h;
    }
    out.push(("date.apart", 1.0));
}

/// The word of an expression that hangs on a word outside of it, and that word.
fn hangs(view: &View<'_>, row: &Telling) -> (TokenId, Option<TokenId>) {
    let head = (row.first.index()..row.end.index())
        .map(TokenId::new)
        .find(|w| view.head(*w).is_none_or(|h| !row.covers(h)))
        .unwrap_or(row.first);
    (head, view.head(head))
}

/// "Sunday's election", "the Jan. 25 vote": a date before the noun that it belongs to.
pub(crate) fn owned(view: &View<'_>, row: &Telling) -> bool {
    let (head, governor) = hangs(view, row);
    governor.is_some_and(|n| {
        n >= row.end
            && matches!(view.upos(n), "NOUN" | "PROPN")
            && matches!(view.rel(head), "nmod" | "compound" | "nummod" | "amod" | "det")
    })
}

/// "Has accused" is of the story's time.
pub(crate) fn perfect(view: &View<'_>, t: TokenId) -> bool {
    view.children(t)
        .iter()
        .any(|c| view.rel(*c) == "aux" && matches!(view.word(*c), "has" | "have" | "'ve" | "’ve"))
}

fn gap(row: &Telling, t: TokenId) -> usize {
    if row.first > t {
        row.first.index() - t.index()
    } else {
        t.index().saturating_sub(row.end.index().saturating_sub(1))
    }
}

/// "Had accused" is of a time before the story's.
pub(crate) fn had(view: &View<'_>, t: TokenId) -> bool {
    view.children(t).iter().any(|c| view.rel(*c) == "aux" && view.word(*c) == "had")
}

/// Whether the sentence begins as one that goes on with the one before.
fn continues(view: &View<'_>, t: TokenId) -> bool {
    let Some((_, words)) = view.sentence(t) else { return false };
    (words.start.index()..words.end.index().min(words.start.index() + 3)).map(TokenId::new).any(|w| {
        matches!(
            view.word(w),
            "he" | "she"
                | "they"
                | "it"
                | "also"
                | "then"
                | "both"
                | "the"
                | "his"
                | "their"
                | "this"
                | "these"
        )
    })
}

fn quoted(view: &View<'_>, from: TokenId, to: TokenId) -> bool {
    let mut open = false;
    for t in (from.index()..to.index()).map(TokenId::new) {
        match view.word(t) {
            "\u{201c}" | "``" => open = true,
            "\u{201d}" | "''" => open = false,
            "\"" => open = !open,
            _ => {}
        }
    }
    open
}
