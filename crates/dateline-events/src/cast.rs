//! Who takes part in an event, and on which side: a fitted choice over everybody that the sentence and the one before name.
//!
//! Frame and pointers each have their say, and so do the path from the trigger through the tree, what is known of somebody, and
//! what else the word is in its sentence (the place, the source, a part of another's name). Rules that weighed these by hand were
//! wrong on a side in three of ten records.

use std::collections::HashMap;

use dateline_types::{ArgRole, Idx, MentionKind, Participant, SentId, TokenId};

use crate::decide::Candidate;
use crate::lexicon::Class;
use crate::roles::{Roles, person_like};
use crate::slots::Slots;
use crate::view::View;

/// Words of the trigger's sentence that are thought of at most, and of the one before.
const MOST: [usize; 2] = [24, 5];
/// Steps through the tree that a path tells.
const STEPS: usize = 4;

/// A feature's weight for the actors and for the recipients.
pub(crate) type Weights = HashMap<String, [f32; 2]>;

/// A word that may take part.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub head: TokenId,
    /// Whether it stands in the trigger's sentence rather than in the one before.
    pub here: bool,
    /// The word that "and" joins it to.
    pub joined: Option<TokenId>,
    pub features: Vec<(String, f32)>,
    pub people: Vec<Participant>,
    /// How probable it is that the word acts, and that it is acted upon.
    pub probability: [f32; 2],
    pub chosen: [bool; 2],
}

/// What frame and pointers say.
#[derive(Clone, Copy)]
pub(crate) struct Said<'s> {
    pub(crate) slots: &'s Slots,
    pub(crate) frame: &'s Roles,
    pub(crate) now: &'s Roles,
}

/// Everybody who may take part, with what speaks for it; in text order.
pub(crate) fn parts(
    view: &View<'_>,
    c: &Candidate<'_>,
    said: Said<'_>,
    who: &mut dyn FnMut(TokenId) -> Vec<Participant>,
) -> Vec<Part> {
    let words = around(view, c, said);
    let people: Vec<Vec<Participant>> = words.iter().map(|(t, _)| who(*t)).collect();
    let top = |role| {
        c.hint
            .and_then(|h| {
                let own = h.args.iter().filter(|a| a.role == role && a.score >= 0.05);
                own.max_by(|a, b| a.score.total_cmp(&b.score).then(b.head.cmp(&a.head)))
            })
            .map(|a| a.head)
    };
    let tops = [top(ArgRole::Actor), top(ArgRole::Recipient)];
    let mut out = Vec::with_capacity(words.len());
    for (at, (head, same)) in words.iter().enumerate() {
        let mut row = Row { view, c, said, head: *head, out: Vec::new() };
        row.model(tops);
        row.place(*same);
        row.person(&people[at]);
        row.others(&words, &people, at);
        out.push(Part {
            head: *head,
            here: *same,
            joined: view.head(*head).filter(|_| view.rel(*head) == "conj"),
            features: row.out,
            people: people[at].clone(),
            probability: [0.0; 2],
            chosen: [false; 2],
        });
    }
    out
}

/// Words that mean somebody: of the sentence (`true`) and of the one before.
fn around(view: &View<'_>, c: &Candidate<'_>, said: Said<'_>) -> Vec<(TokenId, bool)> {
    let Some((sentence, words)) = view.sentence(c.trigger) else { return Vec::new() };
    let earlier = sentence
        .index()
        .checked_sub(1)
        .and_then(|at| view.doc.tokens.sentences.get(SentId::new(at)))
        .cloned();
    // "(Xinhua)", "the Front (MNLF)": an agency or a shorter name, never somebody on its own.
    let bracketed = |t: TokenId| {
        view.step(t, -1).is_some_and(|w| view.word(w) == "(")
            && view.step(t, 1).is_some_and(|w| view.word(w) == ")")
    };
    let named = |t: TokenId| {
        !bracketed(t)
            && view.mention(t).is_some()
            && matches!(view.upos(t), "PROPN" | "NOUN" | "PRON" | "ADJ")
            && person_like(view, t)
    };
    let told =
        |t: &TokenId| [said.frame, said.now].iter().any(|r| r.actors.contains(t) || r.recipients.contains(t));
    let mut own: Vec<TokenId> = (words.start.index()..words.end.index())
        .map(TokenId::new)
        .filter(|t| *t != c.trigger && (told(t) || named(*t)) && !aside(view, *t))
        .collect();
    if own.len() > MOST[0] {
        own.sort_by_key(|t| (!told(t), t.index().abs_diff(c.trigger.index())));
        own.truncate(MOST[0]);
        own.sort();
    }
    let mut out: Vec<(TokenId, bool)> = Vec::new();
    if let Some(range) = earlier {
        let before = (range.start.index()..range.end.index())
            .map(TokenId::new)
            .filter(|t| named(*t) && view.upos(*t) != "PRON");
        out.extend(before.take(MOST[1]).map(|t| (t, false)));
    }
    out.extend(own.into_iter().map(|t| (t, true)));
    out
}

/// "Anti-Syrian", "US-backed": a state that is told only of whom somebody is for, against or helped by.
fn aside(view: &View<'_>, t: TokenId) -> bool {
    let at = |steps: isize| view.step(t, steps).map(|w| view.word(w));
    let hyphen = |word: Option<&str>| word == Some("-");
    hyphen(at(-1)) && matches!(at(-2), Some("anti" | "pro"))
        || hyphen(at(1))
            && matches!(
                at(2),
                Some(
                    "backed"
                        | "supported"
                        | "sponsored"
                        | "trained"
                        | "allied"
                        | "funded"
                        | "brokered"
                        | "aligned"
                        | "linked"
                        | "occupied"
                )
            )
}

fn logit(p: f32) -> f32 {
    let p = p.clamp(0.02, 0.98);
    (p / (1.0 - p)).ln() / 2.0
}

/// The way through the tree from the trigger to a word: relations up, then relations down.
fn path(view: &View<'_>, from: TokenId, to: TokenId) -> String {
    let chain = |t: TokenId| -> Vec<TokenId> {
        std::iter::successors(Some(t), |t| view.head(*t)).take(STEPS + 1).collect()
    };
    let (up, down) = (chain(from), chain(to));
    let Some((i, j)) = up.iter().enumerate().find_map(|(i, a)| Some((i, down.iter().position(|b| a == b)?)))
    else {
        return "far".to_owned();
    };
    if i + j > STEPS {
        return "far".to_owned();
    }
    let mut out = String::new();
    for t in &up[..i] {
        out.push('^');
        out.push_str(view.rel(*t));
    }
    for t in down[..j].iter().rev() {
        out.push('_');
        out.push_str(view.relation(*t));
    }
    if j > 0
        && matches!(view.rel(to), "obl" | "nmod")
        && let Some(case) = view.case(to)
    {
        out.push('.');
        out.push_str(case);
    }
    out
}

struct Row<'r, 'd> {
    view: &'r View<'d>,
    c: &'r Candidate<'r>,
    said: Said<'r>,
    head: TokenId,
    out: Vec<(String, f32)>,
}

impl Row<'_, '_> {
    fn add(&mut self, name: impl Into<String>, value: f32) {
        if value != 0.0 {
            self.out.push((name.into(), value));
        }
    }

    fn flag(&mut self, name: &str, on: bool) {
        if on {
            self.out.push((name.to_owned(), 1.0));
        }
    }

    fn score(&self, role: ArgRole) -> f32 {
        let args = self.c.hint.map_or(&[][..], |h| &h.args);
        args.iter().filter(|a| a.role == role && a.head == self.head).map(|a| a.score).fold(0.0, f32::max)
    }

    /// What the model points at, and what came of frame and pointers.
    fn model(&mut self, tops: [Option<TokenId>; 2]) {
        let (head, kind, said) = (self.head, self.c.kind, self.said);
        self.add("bias", 1.0);
        self.add(format!("k:{kind}"), 1.0);
        if self.c.hint.is_some() {
            for (name, role) in [
                ("pa", ArgRole::Actor),
                ("pr", ArgRole::Recipient),
                ("ps", ArgRole::Source),
                ("pl", ArgRole::Place),
            ] {
                let value = logit(self.score(role));
                self.add(name, value);
            }
            self.flag("pa.top", tops[0] == Some(head));
            self.flag("pr.top", tops[1] == Some(head));
        } else {
            self.add("silent", 1.0);
        }
        for (name, rows) in [("fr", said.frame), ("now", said.now)] {
            for (side, list) in [("a", &rows.actors), ("r", &rows.recipients)] {
                if list.contains(&head) {
                    self.add(format!("{name}.{side}"), 1.0);
                    self.add(format!("{name}.{side}:{kind}"), 1.0);
                    self.flag(&format!("{name}.{side}.alone"), list.len() == 1);
                    self.flag(&format!("{name}.{side}.silent"), self.c.hint.is_none());
                }
            }
        }
        self.flag("no.a", said.now.actors.is_empty());
        self.flag("no.r", said.now.recipients.is_empty());
    }

    /// Where it stands.
    fn place(&mut self, same: bool) {
        let (view, head, t, kind) = (self.view, self.head, self.c.trigger, self.c.kind);
        let none = [self.said.now.actors.is_empty(), self.said.now.recipients.is_empty()];
        if !same {
            let subject = view.rel(head) == "nsubj";
            self.add("earlier", 1.0);
            self.add(format!("earlier:{kind}"), 1.0);
            self.flag("earlier.subject", subject);
            for (name, on) in [("earlier.no.a", none[0]), ("earlier.no.r", none[1])] {
                self.flag(name, on);
                self.flag(&format!("{name}.subject"), on && subject);
                if on {
                    self.add(format!("{name}:{kind}"), 1.0);
                }
            }
            return;
        }
        let class = match self.c.class {
            Class::Verb => "v",
            Class::Noun => "n",
            Class::Adj => "a",
        };
        let path = path(view, t, head);
        self.add(format!("p:{path}"), 1.0);
        self.add(format!("p:{path}:{class}"), 1.0);
        self.add(format!("p:{path}:{kind}"), 1.0);
        let slots: Vec<String> =
            self.said.slots.iter().filter(|(_, w)| *w == head).map(|(slot, _)| format!("{slot:?}")).collect();
        for slot in slots {
            self.add(format!("s:{slot}:{class}"), 1.0);
            self.add(format!("s:{slot}:{kind}"), 1.0);
            if let Some(entry) = self.c.entry {
                self.add(format!("s:{slot}:{}", entry.name), 1.0);
            }
        }
        let far = head.index().abs_diff(t.index());
        let bin = match far {
            0..=2 => "2",
            3..=5 => "5",
            6..=10 => "10",
            11..=20 => "20",
            _ => "more",
        };
        let side = if head < t { "before" } else { "behind" };
        self.add(format!("d:{side}.{bin}"), 1.0);
        self.add(format!("d:{side}:{kind}"), 1.0);
        self.flag("clause", crate::clause::clause_head(view, t) == crate::clause::clause_head(view, head));
        let above = view.head(head);
        self.flag(
            "speaker",
            view.rel(head) == "nsubj"
                && above.is_some_and(|v| v != t && view.lexicon.is_speech(view.lemma(v))),
        );
        self.add(format!("rel:{}", view.relation(head)), 1.0);
        self.flag("passive", view.relation(head) == "nsubj:pass");
        if let Some(case) = view.case(head) {
            self.add(format!("case:{case}"), 1.0);
            self.add(format!("case:{case}:{kind}"), 1.0);
        }
    }

    /// Who it is.
    fn person(&mut self, people: &[Participant]) {
        let (view, head, kind) = (self.view, self.head, self.c.kind);
        self.add(format!("upos:{}", view.upos(head)), 1.0);
        let mention = view.mention(head).map(|id| &view.doc.mentions.rows[id]);
        let word = match mention.map(|m| m.kind) {
            Some(MentionKind::Name) => "name",
            Some(MentionKind::Pronoun) => "pronoun",
            Some(MentionKind::Modifier) => "modifier",
            Some(_) => "description",
            None => "none",
        };
        self.add(format!("mention:{word}"), 1.0);
        let how = people.first().map_or("none", |p| p.how);
        self.add(format!("how:{how}"), 1.0);
        self.flag("unknown", people.iter().all(|p| p.country.is_none()));
        self.flag("several", people.len() > 1);
        self.flag("thing", view.lexicon.is_thing(view.lemma(head)));
        self.flag("site", view.is_place(head));
        if let Some(sector) = people.iter().find_map(|p| p.sector) {
            self.add(format!("sector:{sector}"), 1.0);
            self.add(format!("sector:{sector}:{kind}"), 1.0);
        }
    }

    /// The others beside it.
    fn others(&mut self, words: &[(TokenId, bool)], people: &[Vec<Participant>], at: usize) {
        let (view, head, said) = (self.view, self.head, self.said);
        let state = |rows: &[Participant]| rows.iter().find_map(|p| p.country);
        let own = state(&people[at]);
        let mut same = [false; 2];
        for (i, (other, _)) in words.iter().enumerate().filter(|(i, _)| *i != at) {
            if own.is_some() && state(&people[i]) == own {
                same[0] |= said.now.actors.contains(other);
                same[1] |= said.now.recipients.contains(other);
            }
        }
        self.flag("same.a", same[0]);
        self.flag("same.r", same[1]);
        let joined = |list: &[TokenId]| {
            list.iter().any(|o| *o != head && (view.head(head) == Some(*o) || view.head(*o) == Some(head)))
        };
        let rel = if view.rel(head) == "conj" { "conj" } else { "joined" };
        self.flag(&format!("{rel}.a"), joined(&said.now.actors));
        self.flag(&format!("{rel}.r"), joined(&said.now.recipients));
        // "Russian" in "Russian troops".
        let inner = matches!(view.rel(head), "amod" | "compound" | "nmod" | "appos" | "flat");
        let within = inner
            && view.head(head).is_some_and(|h| words.iter().any(|(o, _)| *o == h) && h != self.c.trigger);
        if within {
            self.add(format!("inner:{}", view.relation(head)), 1.0);
        }
    }
}

/// Share of the threshold that is enough for whom "and" joins to somebody taken.
const COMPANY: f32 = 0.5;

/// Whether "and" joins the two, both names of different states or of people of them.
fn company(one: &Part, other: &Part) -> bool {
    let joined = one.joined == Some(other.head)
        || other.joined == Some(one.head)
        || one.joined.is_some() && one.joined == other.joined;
    let alike = match (one.people.as_slice(), other.people.as_slice()) {
        ([a], [b]) => {
            let named = |p: &Participant| p.name.is_some() || p.office.is_some();
            named(a) && named(b) && a.country.is_some() && b.country.is_some() && a.country != b.country
        }
        _ => false,
    };
    one.here && other.here && joined && alike
}

/// Gives each part its probabilities and chooses; nothing where no weights are known.
pub(crate) fn choose(parts: &mut [Part], weights: &Weights) -> Option<Roles> {
    let floors = weights.get("threshold").copied()?;
    for part in parts.iter_mut() {
        let mut sum = [0.0_f32; 2];
        for (name, value) in &part.features {
            if let Some(w) = weights.get(name) {
                sum[0] += w[0] * value;
                sum[1] += w[1] * value;
            }
        }
        part.probability = sum.map(|s| 1.0 / (1.0 + (-s).exp()));
    }
    let more = weights.get("more").copied().unwrap_or(floors);
    let side_of = |p: &Part| usize::from(p.probability[1] > p.probability[0]);
    // Two words for one person ("his counterpart, NAME"): the surer one says on which side he stands.
    let told_surer = |one: &Part, side: usize| {
        let [person] = one.people.as_slice() else { return false };
        parts.iter().any(|o| {
            matches!(o.people.as_slice(), [p] if p.id.is_some() && p.id == person.id)
                && side_of(o) != side
                && o.probability[1 - side] > one.probability[side]
        })
    };
    let apart: Vec<[bool; 2]> = parts.iter().map(|p| [told_surer(p, 0), told_surer(p, 1)]).collect();
    for side in 0..2 {
        let mut order: Vec<usize> = (0..parts.len())
            .filter(|at| side_of(&parts[*at]) == side && parts[*at].probability[side] >= floors[side])
            .filter(|at| !apart[*at][side])
            .collect();
        // The sentence itself before the one before it.
        if order.iter().any(|at| parts[*at].here) {
            order.retain(|at| parts[*at].here);
        }
        order.sort_by(|a, b| {
            parts[*b].probability[side].total_cmp(&parts[*a].probability[side]).then(a.cmp(b))
        });
        let mut taken: Vec<usize> = Vec::new();
        for at in order {
            let one = &parts[at];
            let beside = taken.iter().any(|t| {
                let other = &parts[*t];
                one.joined == Some(other.head)
                    || other.joined == Some(one.head)
                    || one.joined.is_some() && one.joined == other.joined
            });
            let state = one.people.iter().find_map(|p| p.country);
            let told = taken.iter().any(|t| parts[*t].people.iter().any(|p| p.country == state));
            // The likeliest is believed sooner than anybody beside it, and a second word of a state only where "and" joins it.
            if taken.is_empty() || one.probability[side] >= more[side] && (beside || !told) {
                taken.push(at);
            }
        }
        // "Visited Mauritania and Senegal": a name that "and" joins to a taken name comes along.
        let mut at = 0;
        while let Some(first) = taken.get(at).copied() {
            at += 1;
            let likely = |i: &usize| {
                side_of(&parts[*i]) == side && parts[*i].probability[side] >= floors[side] * COMPANY
            };
            let more: Vec<usize> = (0..parts.len())
                .filter(|i| !taken.contains(i) && likely(i) && company(&parts[first], &parts[*i]))
                .collect();
            taken.extend(more);
        }
        for at in taken {
            parts[at].chosen[side] = true;
        }
    }
    let chosen = |side: usize| parts.iter().filter(|p| p.chosen[side]).map(|p| p.head).collect();
    Some(Roles { actors: chosen(0), recipients: chosen(1) })
}
