//! Finds the table's names in a text: longest match from each word start, through the name map letter by letter, so that the tokeniser's
//! choices (hyphens, possessives, "U.S.") do not matter.

use dateline_types::TextRange;

use super::compile::{self, case, kind, role, sense};
use super::table::{Sense, Table};

/// A name of the table in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub(crate) range: TextRange,
    /// The likeliest meaning by the name alone.
    pub(crate) sense: Sense,
    pub(crate) kind: u8,
}

impl Hit {
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

/// Longest name that the scan follows, in bytes of text.
const LONGEST: usize = 90;

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
            let hit = longest_here(table, text, at, end).filter(|hit| {
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
                    if !capital && len <= 5 && PARTICLES.contains(&&text[at..at + len]) {
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

/// What follows a hyphen without being part of a name ("Paris-based").
const AFTER_HYPHEN: &[&str] = &[
    "based",
    "led",
    "backed",
    "born",
    "run",
    "controlled",
    "held",
    "area",
    "bound",
    "trained",
    "funded",
    "style",
    "wide",
    "registered",
    "flagged",
    "owned",
    "educated",
    "era",
    "made",
    "built",
    "sponsored",
    "supported",
    "allied",
    "linked",
    "aligned",
    "friendly",
    "brokered",
    "mediated",
    "armed",
    "supplied",
    "occupied",
    "appointed",
    "elected",
    "majority",
    "dominated",
    "speaking",
    "inspired",
    "dependent",
    "free",
    "related",
    "ruled",
    "administered",
    "imposed",
    "drafted",
    "proposed",
    "organised",
    "organized",
    "hosted",
    "going",
    "like",
    "type",
    "class",
    "level",
    "turned",
    "designed",
    "to",
    "and",
    "on",
    "in",
    "at",
    "the",
    "of",
    "leaning",
    "listed",
    "approved",
    "initiated",
    "centric",
    "wing",
    "minded",
    "loyal",
    "crossing",
    "day",
    "month",
    "year",
    "old",
    "member",
    "nation",
    "strong",
    "man",
    "men",
    "side",
    "line",
    "term",
    "time",
    "range",
];

/// Small words inside names.
const PARTICLES: &[&str] = &[
    "al", "el", "an", "as", "ad", "ar", "ash", "at", "bin", "ibn", "ben", "abu", "ould", "bint", "de", "da",
    "di", "do", "dos", "das", "del", "della", "dela", "la", "le", "du", "van", "von", "der", "den", "ter",
    "zu", "y", "e", "ul", "ur", "uz",
];

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
        && !AFTER_HYPHEN.contains(&word)
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

/// The longest name that begins here; "the people" gives way to "People's Republic of China", which begins inside and ends later.
fn longest_here(table: &Table, text: &str, at: usize, end: usize) -> Option<Hit> {
    let hit = longest(table, text, at, end)?;
    let the = text.get(at..at + 4).is_some_and(|w| w.eq_ignore_ascii_case("the ")) && hit.range.len() > 4;
    if the
        && let Some(inner) = longest(table, text, at + 4, end)
        && inner.range.end() > hit.range.end()
    {
        return None;
    }
    Some(hit)
}

/// The longest name that begins here and is written as the table wants it; a user's table wins over the built-in one.
fn longest(table: &Table, text: &str, at: usize, end: usize) -> Option<Hit> {
    let mut best: Option<(usize, usize, u64, Sense)> = None;
    for (l, layer) in table.layers().iter().enumerate() {
        let fst = layer.fst();
        let mut node = fst.root();
        let mut value = fst::raw::Output::zero();
        let mut space = false;
        let mut pos = at;
        let mut dead = false;
        let mut chars = text[at..end].chars();
        loop {
            let c = chars.next();
            let alnum = c.is_some_and(char::is_alphanumeric);
            if !alnum && !space && pos > at && node.is_final() {
                let v = value.cat(node.final_output()).value();
                let stop = dotted_end(text, at, pos, end);
                if best.is_none_or(|b| stop >= b.0)
                    && let Some(s) = acceptable(table, l, v, &text[at..pos])
                {
                    best = Some((stop, l, v, s));
                }
            }
            let Some(c) = c else { break };
            if pos - at > LONGEST {
                break;
            }
            let mut step = |b: u8| {
                if !dead {
                    match node.find_input(b) {
                        Some(i) => {
                            let t = node.transition(i);
                            value = value.cat(t.out);
                            node = fst.node(t.addr);
                        }
                        None => dead = true,
                    }
                }
            };
            if alnum {
                compile::fold(c, &mut step);
                space = false;
            } else if is_apostrophe(c) || c == '.' {
                // Left out of keys.
            } else if c == '&' {
                b"and".iter().for_each(|&b| step(b));
                space = false;
            } else if (c == ' ' || c == '-' || c == '\u{a0}' || c == '‑' || c == '–') && !space {
                step(b' ');
                space = true;
            } else if !(c == ' ' && space) {
                break;
            }
            if dead {
                break;
            }
            pos += c.len_utf8();
        }
    }
    let (stop, _, _, sense) = best?;
    Some(Hit { range: TextRange::from_usize(at, stop)?, sense, kind: table.kind(sense.entity) })
}

/// "U.S." keeps its last point.
fn dotted_end(text: &str, at: usize, pos: usize, end: usize) -> usize {
    let dotted = text[at..pos].contains('.') && !text[at..pos].contains(' ');
    if dotted && pos < end && text[pos..].starts_with('.') { pos + 1 } else { pos }
}

/// The likeliest meaning that the way of writing allows.
fn acceptable(table: &Table, layer: usize, value: u64, surface: &str) -> Option<Sense> {
    let capital = surface.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    let upper = !surface.chars().any(char::is_lowercase);
    table
        .senses(layer, value)
        .filter(|s| match s.case {
            case::ANY => true,
            case::CAPITAL => capital,
            _ => upper,
        })
        .min_by_key(|s| rank(table, s, surface, capital))
}

/// Smaller is likelier.
fn rank(table: &Table, s: &Sense, surface: &str, capital: bool) -> u32 {
    match (table.kind(s.entity), s.how) {
        (kind::STATE, sense::NAME) => 0,
        (kind::BODY, sense::NAME) => 1,
        (kind::STATE, sense::PEOPLE) => 3,
        (kind::STATE, sense::ADJECTIVE) => 2,
        (kind::STATE, _) => 4,
        (kind::PERSON, sense::NAME) => 5,
        (kind::ROLE, _) if !capital || surface.contains(' ') => 6,
        (kind::ROLE, _) => 7,
        (kind::PERSON, _) => 8,
        // A city that may stand for a body is the city first.
        (kind::BODY, sense::SEAT) => u32::MAX,
        (kind::BODY, _) => 8,
        // The largest of the cities of a name.
        _ => u32::MAX - table.extra(s.entity).min(100_000_000),
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
