//! The text as runs of letters, runs of digits, and single other characters, each with the number of its word in the grammar.

use super::words::Words;

#[derive(Clone, Copy, Debug)]
pub(super) struct Lexeme<'t> {
    pub(super) text: &'t str,
    pub(super) start: u32,
    pub(super) end: u32,
    /// White space before it, or the text's beginning.
    pub(super) spaced: bool,
    /// A line or paragraph ends before it.
    pub(super) broken: bool,
    /// Begins with a capital.
    pub(super) capital: bool,
    /// Number of the lower-case form in the grammar's words; 0 where the grammar does not know it.
    pub(super) word: u32,
    /// Value where it is a run of at most eight digits.
    pub(super) digits: Option<i32>,
}

/// Dashes and apostrophes of all shapes are one.
pub(super) fn plain(c: char) -> Option<&'static str> {
    match c {
        '’' | '‘' | 'ʼ' | '`' => Some("'"),
        '–' | '—' | '‑' | '‐' | '−' => Some("-"),
        _ => None,
    }
}

pub(super) fn lexemes<'t>(words: &Words, text: &'t str, out: &mut Vec<Lexeme<'t>>) {
    out.clear();
    let mut lower = String::new();
    let (mut spaced, mut broken) = (true, true);
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            broken |= c == '\n';
            spaced = true;
            continue;
        }
        let mut end = start + c.len_utf8();
        let digit = c.is_ascii_digit();
        let letter = !digit && c.is_alphabetic();
        if digit || letter {
            while let Some(&(at, next)) = chars.peek() {
                if !(if digit { next.is_ascii_digit() } else { next.is_alphabetic() }) {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
        }
        let slice = &text[start..end];
        let (Ok(from), Ok(to)) = (u32::try_from(start), u32::try_from(end)) else { return };
        let word = if digit {
            0
        } else if letter {
            lower.clear();
            if slice.is_ascii() {
                lower.extend(slice.bytes().map(|b| char::from(b.to_ascii_lowercase())));
            } else {
                lower.push_str(&slice.to_lowercase());
            }
            words.number(&lower)
        } else {
            words.number(plain(c).unwrap_or(slice))
        };
        let digits = (digit && slice.len() <= 8).then(|| slice.parse().ok()).flatten();
        let capital = c.is_uppercase();
        out.push(Lexeme { text: slice, start: from, end: to, spaced, broken, capital, word, digits });
        (spaced, broken) = (false, false);
    }
}
