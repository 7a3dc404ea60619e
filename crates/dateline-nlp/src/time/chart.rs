//! What stands at each place of the text: words' classes, numbers, and the expressions that rules find, level by level.
//!
//! A level's patterns are one trie, walked from each place with a set of states; nothing is tried twice and nothing
//! repeats without bound, so the time is linear in the text.

use super::atoms;
use super::class::Class;
use super::grammar::{Accept, Grammar, Look, Test};
use super::lexemes::Lexeme;
use super::op;
use super::sem::Sem;

const NONE: u32 = u32::MAX;
/// Longest row of lexemes that one expression may span.
const SPAN: usize = 24;
/// Captures of one match; a grammar whose rules need more does not load.
const CAPTURES: usize = 10;
/// States that are alive at one place; far more than any rule needs.
const STATES: usize = 256;

#[derive(Clone, Copy, Debug)]
pub(super) struct Atom {
    pub(super) class: Class,
    pub(super) end: u32,
    pub(super) value: i32,
    /// Meaning of an expression that a rule made; `NONE` for a word.
    pub(super) sem: u32,
    next: u32,
}

/// An expression that may be told at a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) rule: u16,
    pub(super) sem: u32,
}

#[derive(Default)]
pub(super) struct Chart {
    head: Vec<u32>,
    atoms: Vec<Atom>,
    pub(super) sems: Vec<Sem>,
    pub(super) found: Vec<Found>,
    states: Vec<State>,
    later: Vec<State>,
}

#[derive(Clone, Copy)]
struct State {
    node: u32,
    at: u32,
    captures: [u32; CAPTURES],
    count: u8,
}

/// What a match has captured, by class.
pub(super) struct Captures<'c> {
    rows: &'c [Atom],
    pub(super) sems: &'c [Sem],
}

impl Captures<'_> {
    pub(super) fn atom(&self, class: Class) -> Option<Atom> {
        self.rows.iter().copied().find(|a| a.class == class)
    }

    pub(super) fn value(&self, class: Class) -> Option<i32> {
        self.atom(class).map(|a| a.value)
    }

    /// The second one of a class.
    pub(super) fn second(&self, class: Class) -> Option<i32> {
        self.rows.iter().filter(|a| a.class == class).nth(1).map(|a| a.value)
    }

    pub(super) fn sem(&self, class: Class) -> Option<&Sem> {
        self.atom(class).and_then(|a| self.sems.get(a.sem as usize))
    }
}

impl Chart {
    fn atoms_at(&self, at: usize) -> impl Iterator<Item = (u32, &Atom)> {
        let mut next = self.head.get(at).copied().unwrap_or(NONE);
        std::iter::from_fn(move || {
            let id = next;
            let atom = self.atoms.get(id as usize)?;
            next = atom.next;
            Some((id, atom))
        })
    }

    pub(super) fn put(&mut self, class: Class, start: usize, end: usize, value: i32) {
        self.push(class, start, end, value, NONE);
    }

    fn push(&mut self, class: Class, start: usize, end: usize, value: i32, sem: u32) {
        let Some(slot) = self.head.get_mut(start) else { return };
        let id = u32::try_from(self.atoms.len()).unwrap_or(NONE);
        let to = u32::try_from(end).unwrap_or(0);
        self.atoms.push(Atom { class, end: to, value, sem, next: *slot });
        *slot = id;
    }

    /// Fills the chart with all that the grammar finds.
    pub(super) fn fill(&mut self, grammar: &Grammar, lex: &[Lexeme<'_>]) {
        self.head.clear();
        self.head.resize(lex.len(), NONE);
        self.atoms.clear();
        self.sems.clear();
        self.found.clear();
        for at in 0..lex.len() {
            self.words(grammar, lex, at);
            atoms::read(self, lex, at);
        }
        for level in 0..grammar.levels.len() {
            for at in (0..lex.len()).rev() {
                self.walk(grammar, level, lex, at);
            }
        }
        // By place, the longest first; of the same length the later level's, then the earlier rule's.
        self.found.sort_by_key(|f| (f.start, std::cmp::Reverse(f.end), f.rule));
    }

    fn words(&mut self, grammar: &Grammar, lex: &[Lexeme<'_>], at: usize) {
        let Some(entries) = grammar.entries.get(lex[at].word as usize) else { return };
        for entry in entries {
            if entry.capital && !lex[at].capital {
                continue;
            }
            let fits = entry.rest.iter().enumerate().all(|(i, (word, joined))| {
                lex.get(at + 1 + i).is_some_and(|l| l.word == *word && (!joined || !l.spaced))
            });
            if fits {
                self.put(entry.class, at, at + 1 + entry.rest.len(), entry.value);
            }
        }
    }

    fn walk(&mut self, grammar: &Grammar, level: usize, lex: &[Lexeme<'_>], start: usize) {
        let trie = &grammar.levels[level];
        let word = lex[start].word as usize;
        if !trie.begins.get(word).copied().unwrap_or(false) && self.head[start] == NONE {
            return;
        }
        let mut states = std::mem::take(&mut self.states);
        let mut later = std::mem::take(&mut self.later);
        states.clear();
        let first = u32::try_from(start).unwrap_or(0);
        states.push(State { node: 0, at: first, captures: [NONE; CAPTURES], count: 0 });
        while !states.is_empty() {
            later.clear();
            for state in &states {
                let at = state.at as usize;
                let Some(lexeme) = lex.get(at).filter(|_| at - start < SPAN) else { continue };
                let node = &trie.nodes[state.node as usize];
                if lexeme.word != 0 {
                    for joined in [false, true] {
                        if joined && lexeme.spaced {
                            continue;
                        }
                        if let Some(to) = trie.words.get(&(state.node, lexeme.word, joined)) {
                            later.push(State { node: *to, at: state.at + 1, ..*state });
                        }
                    }
                }
                if node.classes.is_empty() {
                    continue;
                }
                for (id, atom) in self.atoms_at(at) {
                    for (class, joined, to) in &node.classes {
                        if *class != atom.class || *joined && lexeme.spaced {
                            continue;
                        }
                        let mut next = State { node: *to, at: atom.end, ..*state };
                        if let Some(slot) = next.captures.get_mut(usize::from(next.count)) {
                            *slot = id;
                            next.count += 1;
                        }
                        later.push(next);
                    }
                }
            }
            later.truncate(STATES);
            for state in &later {
                for accept in &trie.nodes[state.node as usize].accepts {
                    self.accept(grammar, accept, lex, start, state);
                }
            }
            std::mem::swap(&mut states, &mut later);
        }
        self.states = states;
        self.later = later;
    }

    fn accept(
        &mut self,
        grammar: &Grammar,
        accept: &Accept,
        lex: &[Lexeme<'_>],
        start: usize,
        state: &State,
    ) {
        let end = state.at as usize;
        let count = accept.before.len();
        for (i, look) in accept.before.iter().enumerate() {
            let place = (start + i).checked_sub(count);
            if place.is_some_and(|p| self.test(look, lex, p).is_some()) == look.none_of {
                return;
            }
        }
        let mut rows = [Atom { class: Class::Num, end: 0, value: 0, sem: NONE, next: NONE }; CAPTURES];
        let mut filled = 0;
        for id in &state.captures[..usize::from(state.count)] {
            if let Some(atom) = self.atoms.get(*id as usize) {
                rows[filled] = *atom;
                filled += 1;
            }
        }
        let mut at = end;
        for look in &accept.after {
            match self.test(look, lex, at) {
                Some(_) if look.none_of => return,
                Some((to, atom)) => {
                    if let (Some(atom), Some(slot)) = (atom, rows.get_mut(filled)) {
                        *slot = atom;
                        filled += 1;
                    }
                    at = to;
                }
                None if look.none_of || look.optional => {}
                None => return,
            }
        }
        let rule = &grammar.rules[usize::from(accept.rule)];
        let captures = Captures { rows: &rows[..filled], sems: &self.sems };
        let Some(sem) = op::build(&rule.op, &captures) else { return };
        let id = u32::try_from(self.sems.len()).unwrap_or(NONE);
        self.sems.push(sem);
        for class in &rule.makes {
            self.push(*class, start, end, 0, id);
        }
        if !rule.hidden {
            let (start, end) = (u32::try_from(start).unwrap_or(0), state.at);
            self.found.push(Found { start, end, rule: accept.rule, sem: id });
        }
    }

    /// Whether one of a look's tests holds at a place; where it ends, and what class it found.
    fn test(&self, look: &Look, lex: &[Lexeme<'_>], at: usize) -> Option<(usize, Option<Atom>)> {
        let lexeme = lex.get(at);
        look.tests.iter().find_map(|test| {
            let plain = |holds: bool| holds.then_some((at + 1, None));
            match test {
                Test::End => {
                    plain(lexeme.is_none_or(|l| l.broken || matches!(l.text, "." | ";" | "!" | "?")))
                }
                Test::Word(word) => plain(lexeme?.word == *word),
                Test::Capital => plain(lexeme?.capital),
                Test::Lower => plain(lexeme?.text.starts_with(char::is_lowercase)),
                Test::Digits => plain(lexeme?.text.starts_with(|c: char| c.is_ascii_digit())),
                Test::Joined => plain(!lexeme?.spaced),
                Test::Class(class) => {
                    // "p.m." with its last stop rather than without.
                    let here = self.atoms_at(at).map(|(_, a)| *a).filter(|a| a.class == *class);
                    let atom = here.max_by_key(|a| a.end)?;
                    Some((atom.end as usize, Some(atom)))
                }
            }
        })
    }
}
