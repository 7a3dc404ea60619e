//! Finds the table's names in a text: longest match from each word start, through the name map letter by letter, so that the tokeniser's
//! choices (hyphens, possessives, "U.S.") do not matter.

mod longest;

use dateline_types::{Country, TextRange};

use super::compile::{kind, role, sense};
use super::table::{Sense, Table};
use super::who;
use super::words::{AFTER_HYPHEN, PARTICLES, listed};

/// A name of the table in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub(crate) range: TextRange,
    /// The likeliest meaning by the name alone.
    pub(crate) sense: Sense,
    pub(crate) kind: u8,
    /// Whether the document has told which of the bodies of this name is meant.
    pub(crate) settled: bool,
}

impl Hit {
    /// The state; none for a body of whose name several states have one, of which the document has told none.
    pub(crate) fn country(&self, table: &Table, text: &str) -> Option<Country> {
        let own = table.country(self.sense.entity)?;
        let surface = || self.range.slice(text).unwrap_or_default();
        let shared = self.kind == kind::BODY
            && !self.settled
            && who::namesakes(table, surface(), self.sense.entity).len() > 1;
        (!shared).then_some(own)
    }

    pub(crate) fn is_role(&self) -> bool {
        self.kind == kind::ROLE
    }

    pub(crate) fn is_person(&self) -> bool {
        self.kind == kind::PERSON
    }

    pub(crate) fn is_short(&self) -> bool {
        self.kind == kind::PERSON && self.sense.how == sense::SHORT
    }

    pub(crate) fn is_state(&self) -> bool {
        self.kind == kind::STATE
    }

    /// "Russian" and not "Russia".
    pub(crate) fn is_adjective(&self) -> bool {
        self.kind == kind::STATE && matches!(self.sense.how, sense::ADJECTIVE | sense::PEOPLE)
    }
}

/// A word, a mark or a name, in text order.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Item {
    Hit(Hit),
    /// A word that the table does not know, and whether it begins with a capital.
    Word {
        range: TextRange,
        capital: bool,
    },
    Mark {
        range: TextRange,
        mark: char,
    },
}

impl Item {
    pub(crate) fn range(&self) -> TextRange {
        match self {
            Self::Hit(hit) => hit.range,
            Self::Word { range, .. } | Self::Mark { range, .. } => *range,
        }
    }

    pub(crate) fn hit(&self) -> Option<&Hit> {
        match self {
            Self::Hit(hit) => Some(hit),
            _ => None,
        }
    }

    pub(crate) fn is_mark(&self, wanted: char) -> bool {
        matches!(self, Self::Mark { mark, .. } if *mark == wanted)
    }

    pub(crate) fn is_capital(&self) -> bool {
        matches!(self, Self::Word { capital: true, .. })
    }

    /// The text of a plain word, as written.
    pub(crate) fn word<'t>(&self, text: &'t str) -> Option<&'t str> {
        match self {
            Self::Word { range, .. } => range.slice(text),
            _ => None,
        }
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | 'ʻ')
}

/// All items of a stretch of text.
pub(crate) fn scan(table: &Table, text: &str, range: TextRange, out: &mut Vec<Item>) {
    let (mut at, mut end) = (range.start() as usize, (range.end() as usize).min(text.len()));
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    while at < end && !text.is_char_boundary(at) {
        at += 1;
    }
    let mut before = ' ';
    while at < end {
        let Some(c) = text.get(at..end).and_then(|rest| rest.chars().next()) else { return };
        let width = c.len_utf8();
        if c.is_whitespace() {
            if c == '\n' {
                push_mark(out, at, width, c);
            }
            at += width;
        } else if c.is_alphanumeric() {
            // The "s" of a possessive is a mark of its own.
            if is_apostrophe(before) && (c == 's' || c == 'S') && ends_word(text, at + 1) {
                at += 1;
                before = c;
                continue;
            }
            let hit = longest::longest_here(table, text, at, end).filter(|hit| {
                if hit.kind == kind::BODY && table.extra(hit.sense.entity) & role::NEEDS != 0 {
                    // "the North" but not "the North Sea".
                    let rest = text.get(hit.range.end() as usize..).unwrap_or_default();
                    return !rest.trim_start_matches(' ').starts_with(char::is_uppercase);
                }
                let small = hit.kind == kind::CITY && table.extra(hit.sense.entity) < DOUBLED;
                let stop = hit.range.end() as usize;
                let part = joined_name(text, before, out)
                    || goes_on(text, stop)
                    || small && (doubled(text, stop) || the_of(text, hit, out));
                hit.kind != kind::CITY && !hit.is_short() || !part
            });
            let len = match hit {
                Some(hit) => {
                    out.push(Item::Hit(hit));
                    hit.range.len() as usize
                }
                None => {
                    let mut len = word_len(text, at, end);
                    let mut capital = c.is_uppercase();
                    if !capital && len <= 5 && listed(&text[at..at + len], PARTICLES) {
                        // "Khaled el-Hishri" is one name, "Hugo de Zela" another.
                        let rest = text.get(at + len..end).unwrap_or_default();
                        if rest.starts_with('-') && rest[1..].starts_with(char::is_uppercase) {
                            len += 1 + word_len(text, at + len + 1, end);
                            capital = true;
                        } else if rest.starts_with(' ') && rest[1..].starts_with(char::is_uppercase) {
                            let english = matches!(
                                &text[at..at + len],
                                "an" | "as" | "ad" | "at" | "ash" | "do" | "e" | "y"
                            );
                            capital = !english && before != '-' && after_name(text, at, out);
                        }
                    }
                    if c.is_uppercase() && at + len < end && goes_on(text, at + len) {
                        len += 1 + word_len(text, at + len + 1, end);
                    }
                    if let Some(range) = TextRange::from_usize(at, at + len) {
                        out.push(Item::Word { range, capital });
                    }
                    len
                }
            };
            before = text[..at + len].chars().next_back().unwrap_or(' ');
            at += len;
            continue;
        } else {
            let possessive = is_apostrophe(c)
                && (text[at + width..].starts_with(['s', 'S']) && ends_word(text, at + width + 1)
                    || matches!(before, 's' | 'x' | 'z') && ends_word(text, at + width));
            push_mark(
                out,
                at,
                width,
                if possessive {
                    '\''
                } else if is_apostrophe(c) {
                    '"'
                } else {
                    c
                },
            );
            at += width;
        }
        before = c;
    }
}

fn push_mark(out: &mut Vec<Item>, at: usize, width: usize, mark: char) {
    if let Some(range) = TextRange::from_usize(at, at + width) {
        out.push(Item::Mark { range, mark });
    }
}

fn ends_word(text: &str, at: usize) -> bool {
    text.get(at..).is_none_or(|rest| !rest.chars().next().is_some_and(char::is_alphanumeric))
}

/// Letters, with apostrophes and points inside; a hyphen parts words, for the table knows what is on its sides.
fn word_len(text: &str, at: usize, end: usize) -> usize {
    let mut len = 0;
    let mut chars = text[at..end].chars().peekable();
    while let Some(c) = chars.next() {
        let inner = (is_apostrophe(c) || c == '.' || c == ',')
            && chars.peek().is_some_and(|n| if c == ',' { n.is_ascii_digit() } else { n.is_alphanumeric() })
            && !(is_apostrophe(c)
                && chars.peek().is_some_and(|n| matches!(n, 's' | 'S'))
                && ends_word(text, at + len + c.len_utf8() + 1));
        if !c.is_alphanumeric() && !inner {
            break;
        }
        len += c.len_utf8();
    }
    len.max(1)
}

/// Whether a capitalised word stands right before, so that a particle here is inside a name.
fn after_name(text: &str, at: usize, out: &[Item]) -> bool {
    match out.last() {
        Some(Item::Word { capital: true, range }) => {
            text.get(range.end() as usize..at) == Some(" ")
                && range
                    .slice(text)
                    .is_some_and(|w| w.contains(char::is_lowercase) && !w.eq_ignore_ascii_case("the"))
        }
        Some(Item::Hit(h)) => h.is_short() && text.get(h.range.end() as usize..at) == Some(" "),
        _ => false,
    }
}

/// A capital and a small word behind a hyphen are one name ("Sang-mok").
fn goes_on(text: &str, at: usize) -> bool {
    let Some(rest) = text.get(at..).and_then(|r| r.strip_prefix('-')) else { return false };
    let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    word.starts_with(char::is_lowercase)
        && (2..9).contains(&word.len())
        && !rest[word.len()..].starts_with('-')
        && !listed(word, AFTER_HYPHEN)
}

/// "The Swords of Righteousness": small places have no article and nothing behind "of".
fn the_of(text: &str, hit: &Hit, out: &[Item]) -> bool {
    text.get(hit.range.end() as usize..).is_some_and(|t| t.starts_with(" of "))
        && out.last().and_then(|i| i.word(text)).is_some_and(|w| w.eq_ignore_ascii_case("the"))
}

/// Smaller places are no first half of a doubled name ("Murray-Bruce"), larger ones may be ("Paris-Dakar").
const DOUBLED: u32 = 200_000;

/// A hyphen and a capital follow.
fn doubled(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|r| r.strip_prefix('-')).is_some_and(|r| r.starts_with(char::is_uppercase))
}

/// Whether a hyphen joins what begins here to a capital that the table does not know ("Al-Mamun").
fn joined_name(text: &str, before: char, out: &[Item]) -> bool {
    before == '-'
        && match out {
            [.., Item::Word { capital: true, range }, Item::Mark { range: mark, .. }] => {
                range.end() == mark.start() && range.slice(text).is_some()
            }
            _ => false,
        }
}

pub(crate) fn role_flag(table: &Table, hit: &Hit, flag: u32) -> bool {
    hit.is_role() && table.extra(hit.sense.entity) & flag != 0
}

pub(crate) fn is_plural(table: &Table, hit: &Hit, text: &str) -> bool {
    hit.is_role()
        && (hit.sense.how == sense::PLURAL
            || role_flag(table, hit, role::GROUP)
                && hit.range.slice(text).is_some_and(|t| t.ends_with('s') || t.ends_with("men")))
}
