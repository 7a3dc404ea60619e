//! The text as runs of letters, runs of digits, and single other characters.

use dateline_types::TextRange;

#[derive(Clone, Debug)]
pub(super) struct Lexeme<'t> {
    pub(super) text: &'t str,
    pub(super) lower: String,
    pub(super) range: TextRange,
    /// White space before it, or the text's beginning.
    pub(super) spaced: bool,
}

impl Lexeme<'_> {
    pub(super) fn number(&self) -> Option<i64> {
        if self.text.len() <= 4 { self.text.parse().ok() } else { None }
    }
}

pub(super) fn lexemes(text: &str) -> Vec<Lexeme<'_>> {
    let mut out: Vec<Lexeme<'_>> = Vec::new();
    let mut spaced = true;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        let mut end = start + c.len_utf8();
        let digits = c.is_ascii_digit();
        if digits || c.is_alphabetic() {
            while let Some(&(at, next)) = chars.peek() {
                if !(if digits { next.is_ascii_digit() } else { next.is_alphabetic() }) {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
        }
        if let Some(range) = TextRange::from_usize(start, end) {
            let text = &text[start..end];
            out.push(Lexeme { text, lower: text.to_lowercase(), range, spaced });
        }
        spaced = false;
    }
    out
}
