//! Documents for tests, tokenised by the simplest rules, with mentions wherever brackets or capitals say so.

use dateline_types::{
    Anchor, Chains, Country, Date, Document, Idx, IndexVec, Mention, MentionKind, Mentions, Referent,
    TextRange, TokenId, Tokens,
};

/// A sentence with `[actors]` and `{recipients}` taken out of their brackets.
pub(crate) struct Marked {
    pub(crate) text: String,
    pub(crate) actors: Vec<TextRange>,
    pub(crate) recipients: Vec<TextRange>,
}

pub(crate) fn marked(line: &str) -> Marked {
    let mut out = Marked { text: String::new(), actors: Vec::new(), recipients: Vec::new() };
    let mut open = 0;
    for c in line.chars() {
        match c {
            '[' | '{' => open = out.text.len(),
            ']' => out.actors.extend(TextRange::from_usize(open, out.text.len())),
            '}' => out.recipients.extend(TextRange::from_usize(open, out.text.len())),
            c => out.text.push(c),
        }
    }
    out
}

/// Words, numbers and single punctuation marks; a sentence ends at a full stop before a space or at a line's end.
pub(crate) fn tokens(text: &str) -> Tokens {
    let mut ranges: IndexVec<TokenId, TextRange> = IndexVec::new();
    let mut sentences = IndexVec::new();
    let mut first = 0;
    let mut at = 0;
    let word = |c: char| c.is_alphanumeric() || c == '-';
    while let Some(c) = text[at..].chars().next() {
        let len =
            if word(c) { text[at..].find(|c| !word(c)).unwrap_or(text.len() - at) } else { c.len_utf8() };
        if c == '\'' && text[at + 1..].starts_with("s ") {
            ranges.push(TextRange::at(at as u32, 2));
            at += 2;
            continue;
        }
        if !c.is_whitespace() {
            ranges.push(TextRange::at(at as u32, len as u32));
        }
        let ends = c == '\n' || (c == '.' && text[at + 1..].chars().next().is_none_or(char::is_whitespace));
        at += len;
        if (ends || at == text.len()) && ranges.len() > first {
            sentences.push(TokenId::new(first)..TokenId::new(ranges.len()));
            first = ranges.len();
        }
    }
    Tokens { ranges, sentences, multiword: Vec::new() }
}

/// A document without a tree. Runs of capitalised words and the given ranges are mentions, each a state of its own.
pub(crate) fn document(text: &str, given: &[TextRange]) -> Document {
    let tokens = tokens(text);
    let mut spans: Vec<std::ops::Range<TokenId>> = given.iter().map(|r| tokens.touched_by(*r)).collect();
    let capital =
        |t: TokenId| tokens.text(text, t).starts_with(char::is_uppercase) && tokens.text(text, t).len() > 2;
    let starts: Vec<TokenId> = tokens.sentences.iter().map(|s| s.start).collect();
    let mut at = 0;
    while at < tokens.ranges.len() {
        let from = at;
        while at < tokens.ranges.len()
            && capital(TokenId::new(at))
            && !(at > from && starts.contains(&TokenId::new(at)))
        {
            at += 1;
        }
        let range = TokenId::new(from)..TokenId::new(at);
        // The first word of a sentence has a capital whatever it means.
        let common = at == from + 1 && starts.contains(&TokenId::new(from));
        if at > from && !common && !spans.iter().any(|s| s.start < range.end && range.start < s.end) {
            spans.push(range);
        }
        at = at.max(from + 1);
    }
    spans.sort_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
    let rows: IndexVec<_, Mention> = spans
        .into_iter()
        .enumerate()
        .map(|(i, words)| {
            let head = TokenId::new(words.end.index() - 1);
            let letter = char::from(b'A' + u8::try_from(i % 26).unwrap_or(0));
            let country = Country::new(&format!("{letter}{letter}{letter}"));
            let referent = Referent { country, how: "test", ..Referent::default() };
            Mention { tokens: words, head, kind: MentionKind::Name, referents: vec![referent] }
        })
        .collect();
    let of = rows.iter().map(|_| None).collect();
    Document {
        tokens,
        mentions: Mentions { rows },
        chains: Chains { of, ..Chains::default() },
        ..empty(text)
    }
}

/// A document of no words.
pub(crate) fn empty(text: &str) -> Document {
    Document {
        id: "test".to_owned(),
        text: text.to_owned(),
        title: TextRange::at(0, 0),
        body: TextRange::from_usize(0, text.len()).unwrap_or(TextRange::at(0, 0)),
        anchor: Anchor::Published(Date::constant(2025, 3, 14)),
        tokens: Tokens::default(),
        syntax: None,
        timexes: Vec::new(),
        mentions: Mentions::default(),
        chains: Chains::default(),
    }
}
