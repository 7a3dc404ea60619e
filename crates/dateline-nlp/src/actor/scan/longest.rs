//! The longest name of the table that begins at a place of a text, and the likeliest of its meanings.

use dateline_types::TextRange;

use super::super::compile::{self, case, kind, sense};
use super::super::table::{Sense, Table};
use super::{Hit, is_apostrophe};

/// Longest name that the scan follows, in bytes of text.
const LONGEST: usize = 90;

/// The longest name that begins here; "the people" gives way to "People's Republic of China", which begins inside and ends later.
pub(super) fn longest_here(table: &Table, text: &str, at: usize, end: usize) -> Option<Hit> {
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
    // Most words begin no name.
    let first = first_word(&text.as_bytes()[at..end]);
    let small = text.as_bytes()[at].is_ascii_lowercase();
    for (l, layer) in table.layers().iter().enumerate() {
        if first.is_some_and(|word| !layer.may_begin(word, small)) {
            continue;
        }
        let fst = layer.fst();
        let mut node = fst.root();
        let mut value = fst::raw::Output::zero();
        let (mut space, mut letter) = (false, false);
        let mut pos = at;
        let mut dead = false;
        let mut chars = text[at..end].chars();
        loop {
            let c = chars.next();
            let alnum = c.is_some_and(char::is_alphanumeric);
            // Right behind a letter: the point that ends a sentence is no part of the name.
            if !alnum && letter && node.is_final() {
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
            letter = alnum;
            pos += c.len_utf8();
        }
    }
    let (stop, _, _, sense) = best?;
    Some(Hit {
        range: TextRange::from_usize(at, stop)?,
        sense,
        kind: table.kind(sense.entity),
        settled: false,
    })
}

/// The hash of the first word as the keys have it; none where it is not of plain letters and digits alone, or more may belong to it.
fn first_word(text: &[u8]) -> Option<u32> {
    let mut hash = 0;
    for (i, b) in text.iter().enumerate() {
        match b {
            b'a'..=b'z' | b'0'..=b'9' => hash = compile::hash_on(hash, *b),
            b'A'..=b'Z' => hash = compile::hash_on(hash, b.to_ascii_lowercase()),
            // Keys leave these out.
            b'.' | b'\'' | b'`' => {
                let ends = text.get(i + 1).is_none_or(|n| matches!(n, b' ' | b'\n' | b',' | b'"'));
                return ends.then_some(hash);
            }
            b'&' | 0x80.. => return None,
            _ => return Some(hash),
        }
    }
    Some(hash)
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
