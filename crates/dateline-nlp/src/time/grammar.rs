//! The grammar's files, read into one trie of patterns.
//!
//! A rule is `rule NAME LEVEL [-> CLASS...] [hidden]`, its patterns one a line, `= OPERATION ARGUMENTS`, and its examples: `+ text with
//! [the expression] | value` and `- text where it finds nothing`. A pattern is a row of elements: `word`, `a|b`, `<class>`, `?` behind what
//! may be left out, `~` before what must follow without a space. `[...]` in front looks at the word before, `[...]` behind at
//! those after, `[!...]` is "none of". A rule of a level sees what those of lower levels have found.

use super::class::Class;
use super::op::{Op, parse_op};
use super::words::{FnvMap, Words, pieces};

/// Ways to write one pattern, optional and alternative parts written out.
const VARIANTS: usize = 4096;
pub(super) const LEVELS: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Test {
    Word(u32),
    Class(Class),
    Capital,
    Lower,
    Digits,
    /// Nothing more on the line, or a stop.
    End,
    /// Begins without a space before it.
    Joined,
}

/// A look at the words beside an expression.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Look {
    pub(super) tests: Vec<Test>,
    pub(super) none_of: bool,
    pub(super) optional: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    test: Test,
    joined: bool,
}

#[derive(Debug)]
pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) makes: Vec<Class>,
    pub(super) hidden: bool,
    pub(super) op: Op,
}

#[derive(Debug)]
pub(super) struct Accept {
    pub(super) rule: u16,
    pub(super) before: Vec<Look>,
    pub(super) after: Vec<Look>,
}

#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) classes: Vec<(Class, bool, u32)>,
    pub(super) accepts: Vec<Accept>,
}

/// The patterns of one level.
#[derive(Default)]
pub(super) struct Trie {
    pub(super) nodes: Vec<Node>,
    /// Node, word, and whether it must follow without a space.
    pub(super) words: FnvMap<(u32, u32, bool), u32>,
    /// Whether a pattern begins with the word.
    pub(super) begins: Vec<bool>,
}

/// `word(s) -> class, value`, found by the first word.
pub(super) struct Entry {
    pub(super) rest: Vec<(u32, bool)>,
    pub(super) class: Class,
    pub(super) value: i32,
    pub(super) capital: bool,
}

#[cfg_attr(not(test), allow(dead_code))]
#[derive(Debug)]
pub(super) struct Example {
    pub(super) rule: &'static str,
    pub(super) line: String,
    pub(super) positive: bool,
}

#[derive(Default)]
pub(super) struct Grammar {
    pub(super) words: Words,
    pub(super) entries: Vec<Vec<Entry>>,
    pub(super) rules: Vec<Rule>,
    pub(super) levels: Vec<Trie>,
    #[cfg(test)]
    pub(super) examples: Vec<Example>,
}

/// A line of a file that is none of the grammar's.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct GrammarError {
    pub(super) file: &'static str,
    pub(super) line: usize,
    pub(super) what: String,
}

type Result<T> = std::result::Result<T, String>;

impl Grammar {
    pub(super) fn classes(
        &mut self,
        file: &'static str,
        text: &'static str,
    ) -> std::result::Result<(), GrammarError> {
        let mut current: Option<(Class, bool)> = None;
        for (n, line) in lines(text) {
            let fail = |what: &str| GrammarError { file, line: n, what: what.to_owned() };
            if let Some(head) = line.strip_prefix("class ") {
                let mut parts = head.split_whitespace();
                let class = parts.next().and_then(Class::parse).ok_or_else(|| fail("no such class"))?;
                current = Some((class, parts.next() == Some("cap")));
                continue;
            }
            let (class, capital) = current.ok_or_else(|| fail("no class before it"))?;
            let (forms, value) = line.rsplit_once('=').ok_or_else(|| fail("no value"))?;
            let value = value.trim().parse().map_err(|_| fail("the value is no number"))?;
            for form in forms.split('|').map(str::trim).filter(|f| !f.is_empty()) {
                self.entry(form, class, value, capital);
            }
        }
        Ok(())
    }

    pub(super) fn entry(&mut self, form: &str, class: Class, value: i32, capital: bool) {
        let mut words = pieces(form).into_iter().map(|(w, joined)| (self.words.intern(&w), joined));
        let Some((first, _)) = words.next() else { return };
        let rest = words.collect();
        let row = first as usize;
        if self.entries.len() <= row {
            self.entries.resize_with(row + 1, Vec::new);
        }
        self.entries[row].push(Entry { rest, class, value, capital });
    }

    pub(super) fn rules(
        &mut self,
        file: &'static str,
        text: &'static str,
    ) -> std::result::Result<(), GrammarError> {
        self.levels.resize_with(LEVELS, Trie::default);
        for trie in &mut self.levels {
            if trie.nodes.is_empty() {
                trie.nodes.push(Node::default());
            }
        }
        let mut head: Option<(&'static str, usize, Vec<Class>, bool)> = None;
        let mut patterns: Vec<&'static str> = Vec::new();
        for (n, line) in lines(text) {
            let fail = |what: String| GrammarError { file, line: n, what };
            if let Some(rest) = line.strip_prefix("rule ") {
                head = Some(rule_head(rest).map_err(fail)?);
                patterns.clear();
            } else if let Some(op) = line.strip_prefix("= ") {
                let (name, level, makes, hidden) =
                    head.clone().ok_or_else(|| fail("no rule before it".to_owned()))?;
                let op = parse_op(op).map_err(fail)?;
                let rule = u16::try_from(self.rules.len()).map_err(|_| fail("too many rules".to_owned()))?;
                self.rules.push(Rule { name, makes, hidden, op });
                for pattern in patterns.drain(..) {
                    self.pattern(pattern, level, rule).map_err(|what| GrammarError {
                        file,
                        line: n,
                        what,
                    })?;
                }
            } else if let Some(_example) = line.strip_prefix("+ ").or_else(|| line.strip_prefix("- ")) {
                #[cfg(test)]
                self.examples.push(Example {
                    rule: head.as_ref().map_or("", |h| h.0),
                    line: _example.to_owned(),
                    positive: line.starts_with('+'),
                });
            } else {
                patterns.push(line);
            }
        }
        Ok(())
    }

    /// To be called once all files are read.
    pub(super) fn finish(&mut self) {
        let count = self.words.len();
        self.entries.resize_with(count, Vec::new);
        for trie in &mut self.levels {
            trie.begins = vec![false; count];
            for (_, word, _) in trie.words.keys().filter(|(node, ..)| *node == 0) {
                trie.begins[*word as usize] = true;
            }
        }
    }

    fn pattern(&mut self, line: &str, level: usize, rule: u16) -> Result<()> {
        let mut before = Vec::new();
        let mut after = Vec::new();
        let mut variants: Vec<Vec<Piece>> = vec![Vec::new()];
        let mut begun = false;
        for element in line.split_whitespace() {
            if let Some(inner) = element.strip_prefix('[') {
                let optional = inner.ends_with("?]");
                let inner = inner.trim_end_matches(']').trim_end_matches('?');
                let look = Look { optional, ..self.look(inner)? };
                if begun { &mut after } else { &mut before }.push(look);
                continue;
            }
            if !after.is_empty() {
                return Err(format!("an element behind a look at what follows: {element}"));
            }
            begun = true;
            let (element, optional) = element.strip_suffix('?').map_or((element, false), |e| (e, true));
            let (element, joined) = element.strip_prefix('~').map_or((element, false), |e| (e, true));
            let mut next: Vec<Vec<Piece>> = if optional { variants.clone() } else { Vec::new() };
            for choice in element.split('|') {
                let row = self.choice(choice, joined)?;
                next.extend(variants.iter().map(|v| v.iter().copied().chain(row.iter().copied()).collect()));
            }
            variants = next;
            if variants.len() > VARIANTS {
                return Err(format!("more than {VARIANTS} ways to write {line:?}"));
            }
        }
        for variant in variants {
            if variant.is_empty() {
                return Err(format!("a pattern of nothing: {line:?}"));
            }
            self.insert(level, &variant, Accept { rule, before: before.clone(), after: after.clone() });
        }
        Ok(())
    }

    fn choice(&mut self, choice: &str, joined: bool) -> Result<Vec<Piece>> {
        if let Some(name) = choice.strip_prefix('<').and_then(|c| c.strip_suffix('>')) {
            let class = Class::parse(name).ok_or_else(|| format!("no class {name:?}"))?;
            return Ok(vec![Piece { test: Test::Class(class), joined }]);
        }
        let row: Vec<Piece> = pieces(choice)
            .into_iter()
            .enumerate()
            .map(|(i, (w, glued))| Piece {
                test: Test::Word(self.words.intern(&w)),
                joined: if i == 0 { joined } else { glued },
            })
            .collect();
        if row.is_empty() { Err("an empty choice".to_owned()) } else { Ok(row) }
    }

    fn look(&mut self, inner: &str) -> Result<Look> {
        let (inner, none_of) = inner.strip_prefix('!').map_or((inner, false), |i| (i, true));
        let mut tests = Vec::new();
        for choice in inner.split('|') {
            tests.push(match choice {
                "CAP" => Test::Capital,
                "LOW" => Test::Lower,
                "NUM" => Test::Digits,
                "END" => Test::End,
                "JOINED" => Test::Joined,
                _ => match self.choice(choice, false)?.as_slice() {
                    [one] => one.test,
                    _ => return Err(format!("a look is at single words: {choice:?}")),
                },
            });
        }
        Ok(Look { tests, none_of, optional: false })
    }

    fn insert(&mut self, level: usize, pieces: &[Piece], accept: Accept) {
        let trie = &mut self.levels[level];
        let mut at = 0u32;
        for piece in pieces {
            let fresh = u32::try_from(trie.nodes.len()).unwrap_or(u32::MAX);
            let known = match piece.test {
                Test::Word(word) => *trie.words.entry((at, word, piece.joined)).or_insert(fresh),
                Test::Class(class) => {
                    let edges = &mut trie.nodes[at as usize].classes;
                    match edges.iter().find(|(c, j, _)| *c == class && *j == piece.joined) {
                        Some((.., to)) => *to,
                        None => {
                            edges.push((class, piece.joined, fresh));
                            fresh
                        }
                    }
                }
                _ => continue,
            };
            if known == fresh {
                trie.nodes.push(Node::default());
            }
            at = known;
        }
        let accepts = &mut trie.nodes[at as usize].accepts;
        // Ways to leave out the same part meet at one place.
        if !accepts
            .iter()
            .any(|a| a.rule == accept.rule && a.before == accept.before && a.after == accept.after)
        {
            accepts.push(accept);
        }
    }
}

fn rule_head(rest: &'static str) -> Result<(&'static str, usize, Vec<Class>, bool)> {
    let mut parts = rest.split_whitespace();
    let name = parts.next().ok_or("a rule without a name")?;
    let level: usize = parts.next().and_then(|l| l.parse().ok()).ok_or("a rule without a level")?;
    if !(1..=LEVELS).contains(&level) {
        return Err(format!("levels are 1 to {LEVELS}"));
    }
    let mut makes = Vec::new();
    let mut hidden = false;
    for part in parts {
        match part {
            "->" => {}
            "hidden" => hidden = true,
            class => makes.push(Class::parse(class).ok_or_else(|| format!("no class {class:?}"))?),
        }
    }
    Ok((name, level - 1, makes, hidden))
}

pub(super) fn lines(text: &'static str) -> impl Iterator<Item = (usize, &'static str)> {
    text.lines()
        .enumerate()
        .map(|(n, line)| (n + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}
