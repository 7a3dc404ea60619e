//! What speaks for and against somebody's part in an event.

use std::collections::HashMap;

use dateline_types::{ArgRole, Country, Idx, MentionKind, Participant, TokenId};

use crate::cast::Said;
use crate::decide::Candidate;
use crate::lexicon::{Class, Slot};
use crate::slots;
use crate::view::View;

/// Steps through the tree that a path tells.
const STEPS: usize = 4;

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

/// What holds of the trigger, whoever is weighed.
pub(super) struct Scene {
    /// A passive that names nobody who did it.
    agentless: bool,
    /// A thing is the subject: "explosions killed", "the ruling banned".
    thing: bool,
    /// The frame finds nobody for the side.
    none: [bool; 2],
    /// How many mentions up to the sentence's end are of each state.
    states: HashMap<Country, u32>,
}

impl Scene {
    /// How much of the article so far is about the state, 0 to 1.
    fn share(&self, country: Country) -> f32 {
        let all: u32 = self.states.values().sum();
        self.states.get(&country).map_or(0.0, |own| *own as f32 / all.max(1) as f32)
    }

    pub(super) fn of(view: &View<'_>, c: &Candidate<'_>, said: Said<'_>) -> Self {
        let acts = said.slots.iter().any(|(slot, _)| *slot == Slot::Subj);
        let subject = view.child_exact(c.trigger, "nsubj");
        Self {
            agentless: c.class == Class::Verb && slots::passive(view, c.trigger) && !acts,
            thing: subject.is_some_and(|s| view.mention(s).is_none() && view.lexicon.is_thing(view.lemma(s))),
            none: [said.frame.actors.is_empty(), said.frame.recipients.is_empty()],
            states: view
                .sentence(c.trigger)
                .map(|(_, words)| view.states_before(words.end))
                .unwrap_or_default(),
        }
    }
}

pub(super) struct Row<'r, 'd> {
    pub(super) view: &'r View<'d>,
    pub(super) c: &'r Candidate<'r>,
    pub(super) said: Said<'r>,
    pub(super) scene: &'r Scene,
    pub(super) head: TokenId,
    pub(super) out: Vec<(String, f32)>,
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
    pub(super) fn model(&mut self, tops: [Option<TokenId>; 2]) {
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
    }

    /// What holds of the trigger, and how much of the article is about the state.
    pub(super) fn scene(&mut self) {
        let (kind, head, said, scene) = (self.c.kind, self.head, self.said, self.scene);
        for (name, on) in [
            ("x.agentless", scene.agentless),
            ("x.thing", scene.thing),
            ("x.none.a", scene.none[0]),
            ("x.none.r", scene.none[1]),
            ("no.a", said.now.actors.is_empty()),
            ("no.r", said.now.recipients.is_empty()),
        ] {
            if on {
                self.add(name, 1.0);
                self.add(format!("{name}:{kind}"), 1.0);
            }
        }
        for (name, list) in [("else.a", &said.frame.actors), ("else.r", &said.frame.recipients)] {
            if !list.is_empty() && !list.contains(&head) {
                self.add(name, 1.0);
                self.add(format!("{name}:{kind}"), 1.0);
            }
        }
    }

    /// Where it stands.
    pub(super) fn place(&mut self, same: bool) {
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
    pub(super) fn person(&mut self, people: &[Participant]) {
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
            if let Some(case) = view.case(head) {
                self.add(format!("case:{case}:{sector}"), 1.0);
            }
        }
    }

    /// The others beside it.
    pub(super) fn others(&mut self, words: &[(TokenId, bool)], people: &[Vec<Participant>], at: usize) {
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
        if let Some(own) = own {
            self.flag("title", view.titled(own));
            self.add("share", self.scene.share(own));
        }
        let within = inner
            && view.head(head).is_some_and(|h| words.iter().any(|(o, _)| *o == h) && h != self.c.trigger);
        if within {
            self.add(format!("inner:{}", view.relation(head)), 1.0);
        }
    }
}
