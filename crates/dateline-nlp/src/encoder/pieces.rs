//! Word pieces as BERT's uncased tokeniser cuts them: normalised (canonical decomposition, lower case, marks and control
//! characters left out), punctuation apart, then the longest piece of the vocabulary first. The vocabulary is pruned, so a piece
//! that is gone falls back to shorter ones.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::file::{ModelError, bad};

pub(crate) const UNKNOWN: u32 = 1;
pub(crate) const FIRST: u32 = 2;
pub(crate) const LAST: u32 = 3;
/// Pieces of one word.
const MOST: usize = 12;
/// Bytes of the longest piece looked for.
const LONGEST: usize = 24;

/// The vocabulary: two hash tables over one text, for pieces that begin a part and for those that go on ("##").
pub(crate) struct Pieces {
    text: String,
    places: Vec<Range<u32>>,
    begin: Vec<u32>,
    inner: Vec<u32>,
}

const EMPTY: u32 = u32::MAX;

fn hash(bytes: &[u8]) -> usize {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for b in bytes {
        h = (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3);
    }
    (h ^ (h >> 29)) as usize
}

impl Pieces {
    pub(crate) fn new(vocabulary: &str, count: usize) -> Result<Self, ModelError> {
        let mut places = Vec::with_capacity(count);
        let mut at = 0;
        let size = (count * 3).next_power_of_two();
        let (mut begin, mut inner) = (vec![EMPTY; size], vec![EMPTY; size]);
        for (id, piece) in vocabulary.split('\n').enumerate() {
            let (table, start) = match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => (&mut inner, at + 2),
                _ => (&mut begin, at),
            };
            let end = at + piece.len();
            places.push(start as u32..end as u32);
            if id > LAST as usize && places.len() <= count {
                let mut slot = hash(&vocabulary.as_bytes()[start..end]) & (size - 1);
                while table[slot] != EMPTY {
                    slot = (slot + 1) & (size - 1);
                }
                table[slot] = id as u32;
            }
            at = end + 1;
        }
        if places.len() != count || count <= LAST as usize {
            return bad(
                24,
                format!("the vocabulary has {} pieces, the configuration says {count}", places.len()),
            );
        }
        Ok(Self { text: vocabulary.to_owned(), places, begin, inner })
    }

    /// A piece as the vocabulary writes it.
    pub(crate) fn text(&self, id: u32) -> &str {
        let Some(place) = self.places.get(id as usize) else { return "" };
        let (start, end) = (place.start as usize, place.end as usize);
        let before = &self.text.as_bytes()[..start];
        let inner = before.ends_with(b"\n##") || before == b"##";
        &self.text[if inner { start - 2 } else { start }..end]
    }

    fn find(&self, table: &[u32], piece: &str) -> Option<u32> {
        let mask = table.len() - 1;
        let mut slot = hash(piece.as_bytes()) & mask;
        loop {
            let id = table[slot];
            if id == EMPTY {
                return None;
            }
            let place = &self.places[id as usize];
            if self.text.as_bytes()[place.start as usize..place.end as usize] == *piece.as_bytes() {
                return Some(id);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Appends the pieces of a word, at least one and at most twelve.
    pub(crate) fn encode(&self, word: &str, buffer: &mut String, out: &mut Vec<u32>) {
        let start = out.len();
        buffer.clear();
        if word.is_ascii() {
            buffer.extend(word.chars().filter(|c| !c.is_ascii_control()).map(|c| c.to_ascii_lowercase()));
        } else {
            let keep =
                |c: &char| !is_combining_mark(*c) && !c.is_control() && !is_format(*c) && *c != '\u{fffd}';
            // A word of a million characters needs no more than the first few for its twelve pieces.
            buffer.extend(word.chars().take(2_000).flat_map(char::to_lowercase).nfd().filter(keep));
        }
        let mut part = 0;
        for (at, c) in buffer.char_indices() {
            if out.len() - start > MOST {
                break;
            }
            let alone = is_punctuation(c) || ('\u{4e00}'..='\u{9fff}').contains(&c);
            if alone || c.is_whitespace() {
                self.part(&buffer[part..at], out);
                part = at + c.len_utf8();
                if alone {
                    self.part(&buffer[at..part], out);
                }
            }
        }
        if out.len() - start <= MOST {
            self.part(&buffer[part..], out);
        }
        out.truncate(start + MOST);
        if out.len() == start {
            out.push(UNKNOWN);
        }
    }

    fn part(&self, part: &str, out: &mut Vec<u32>) {
        if part.is_empty() {
            return;
        }
        if part.len() > 100 && part.chars().count() > 100 {
            out.push(UNKNOWN);
            return;
        }
        let start = out.len();
        let mut at = 0;
        while at < part.len() {
            let table = if at == 0 { &self.begin } else { &self.inner };
            let mut end = part.len().min(at + LONGEST);
            let found = loop {
                if end <= at {
                    break None;
                }
                if part.is_char_boundary(end)
                    && let Some(id) = self.find(table, &part[at..end])
                {
                    break Some(id);
                }
                end -= 1;
            };
            let Some(id) = found else {
                out.truncate(start);
                out.push(UNKNOWN);
                return;
            };
            out.push(id);
            at = end;
        }
    }
}

/// General category Cf, as far as text holds it.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}')
}

/// What the tokeniser takes for punctuation: all ASCII symbols, and general category P.
fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    matches!(c,
        '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}' | '\u{37e}' | '\u{387}'
        | '\u{55a}'..='\u{55f}' | '\u{589}' | '\u{58a}' | '\u{5be}' | '\u{5f3}' | '\u{5f4}'
        | '\u{60c}' | '\u{60d}' | '\u{61b}' | '\u{61f}' | '\u{66a}'..='\u{66d}' | '\u{6d4}' | '\u{964}' | '\u{965}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}'
        | '\u{207d}' | '\u{207e}' | '\u{208d}' | '\u{208e}' | '\u{2308}'..='\u{230b}' | '\u{2329}' | '\u{232a}'
        | '\u{2768}'..='\u{2775}' | '\u{27e6}'..='\u{27ef}' | '\u{2e00}'..='\u{2e4f}'
        | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{3030}' | '\u{303d}'
        | '\u{30a0}' | '\u{30fb}' | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe52}' | '\u{fe54}'..='\u{fe61}'
        | '\u{ff01}'..='\u{ff03}' | '\u{ff05}'..='\u{ff0a}' | '\u{ff0c}'..='\u{ff0f}' | '\u{ff1a}' | '\u{ff1b}'
        | '\u{ff1f}' | '\u{ff20}' | '\u{ff3b}'..='\u{ff3d}' | '\u{ff3f}' | '\u{ff5b}' | '\u{ff5d}' | '\u{ff5f}'..='\u{ff65}')
}

/// How a word is written, which the pieces do not tell: 0 lower, 1 Title, 2 UPPER, 3 mixed, 4 with a digit, 5 neither letter nor
/// digit.
pub(crate) fn case_of(word: &str) -> usize {
    if word.chars().any(char::is_numeric) {
        return 4;
    }
    if !word.chars().any(char::is_alphanumeric) {
        return 5;
    }
    let upper = word.chars().any(char::is_uppercase);
    let lower = word.chars().any(char::is_lowercase);
    match (upper, lower) {
        (false, _) => 0,
        (true, false) if word.chars().nth(1).is_none() => 1,
        (true, false) => 2,
        (true, true) => {
            let mut rest = word.chars();
            let title = rest.next().is_some_and(char::is_uppercase);
            if title && !rest.any(char::is_uppercase) { 1 } else { 3 }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Pieces, case_of};

    #[test]
    fn longest_piece_first_with_fall_back() {
        let vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\npolice\npol\n##ice\n##s\n-\nco\n##op\ne";
        let pieces = Pieces::new(vocabulary, 12).unwrap();
        let encode = |word| {
            let mut out = Vec::new();
            pieces.encode(word, &mut String::new(), &mut out);
            out
        };
        assert_eq!(encode("Police"), [4]);
        assert_eq!(encode("polices"), [4, 7]);
        assert_eq!(encode("co-op"), [9, 8, 1]);
        assert_eq!(encode("É"), [11]);
        assert_eq!(encode("xyz"), [1]);
        assert_eq!(encode("\u{200b}"), [1]);
        assert_eq!(encode(&"-".repeat(1000)).len(), 12);
        assert!(Pieces::new(vocabulary, 13).is_err());
    }

    #[test]
    fn case_is_told_apart() {
        let all = [
            ("the", 0),
            ("Kyiv", 1),
            ("I", 1),
            ("UN", 2),
            ("McCain", 3),
            ("iPhone", 3),
            ("G7", 4),
            ("--", 5),
            ("中", 0),
        ];
        for (word, case) in all {
            assert_eq!(case_of(word), case, "{word}");
        }
    }
}
