//! Sentences and syntactic words.

use dateline_types::{IndexVec, TextRange, TokenId, Tokens};

/// Words and sentences of `text`. A line end always ends a sentence (titles and paragraphs are lines).
pub fn tokenize(text: &str, _title: TextRange) -> Tokens {
    let mut ranges: Vec<TextRange> = Vec::new();
    let mut starts: Vec<usize> = Vec::new();
    let mut sentence_open = false;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            sentence_open &= c != '\n';
            continue;
        }
        let mut end = start + c.len_utf8();
        if c.is_alphanumeric() {
            while let Some(&(at, next)) = chars.peek() {
                let inner = matches!(next, '-' | '\'' | '’' | '.' | ',' | ':')
                    && text[at + next.len_utf8()..].starts_with(if matches!(next, ',' | ':') {
                        |n: char| n.is_ascii_digit()
                    } else {
                        char::is_alphanumeric
                    });
                if !next.is_alphanumeric() && !inner {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
        }
        // Abbreviations keep their full stop when the next word goes on in the same sentence.
        if !sentence_open {
            starts.push(ranges.len());
            sentence_open = true;
        }
        if let Some(range) = TextRange::from_usize(start, end) {
            ranges.push(range);
        }
        let ends = matches!(c, '.' | '!' | '?')
            && text[end..].chars().next().is_none_or(char::is_whitespace)
            && text[end..].trim_start().chars().next().is_none_or(|n| !n.is_lowercase());
        sentence_open &= !ends;
    }
    let count = ranges.len();
    let ends = starts.iter().skip(1).copied().chain([count]);
    let id = <TokenId as dateline_types::Idx>::new;
    let sentences = starts.iter().zip(ends).map(|(&a, b)| id(a)..id(b)).collect();
    Tokens { ranges: IndexVec::from_vec(ranges), sentences, multiword: Vec::new() }
}
