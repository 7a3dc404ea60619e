//! Features of the two decisions of the tokeniser: where a chunk of text without white space is cut into words, and after which
//! word a sentence ends. They live here once; the trainer (`dateline-train`) calls the same functions.

use std::ops::Range;

/// What follows a position inside a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Cut {
    /// The word goes on.
    No = 0,
    /// A new surface token begins.
    Token = 1,
    /// A new syntactic word of the same surface token begins ("do|n't").
    Word = 2,
}

/// Coarse class of a character, the alphabet of shapes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Class {
    #[default]
    None = 0,
    Lower,
    Upper,
    Digit,
    Stop,
    Quote,
    Apostrophe,
    Dash,
    Open,
    Close,
    Comma,
    Symbol,
    Emoji,
}

/// A character as the features see it: typographic variants are one.
#[derive(Clone, Copy, Debug)]
pub struct Glyph {
    /// Byte offset in the text.
    pub at: u32,
    /// Lower-cased and normalised.
    pub plain: u32,
    pub class: Class,
}

const ASCII: [(u8, Class); 128] = {
    let mut table = [(0u8, Class::Symbol); 128];
    let mut i = 0;
    while i < 128 {
        let b = i as u8;
        let class = match b {
            b'a'..=b'z' => Class::Lower,
            b'A'..=b'Z' => Class::Upper,
            b'0'..=b'9' => Class::Digit,
            b'.' | b'!' | b'?' => Class::Stop,
            b'"' => Class::Quote,
            b'\'' | b'`' => Class::Apostrophe,
            b'-' => Class::Dash,
            b'(' | b'[' | b'{' => Class::Open,
            b')' | b']' | b'}' => Class::Close,
            b',' | b';' | b':' => Class::Comma,
            _ => Class::Symbol,
        };
        let plain = match b {
            b'A'..=b'Z' => b + 32,
            b'`' => b'\'',
            _ => b,
        };
        table[i] = (plain, class);
        i += 1;
    }
    table
};

/// The class of a character and its normal form.
pub fn glyph(c: char, at: u32) -> Glyph {
    if c.is_ascii() {
        let (plain, class) = ASCII[c as usize & 127];
        return Glyph { at, plain: u32::from(plain), class };
    }
    let (plain, class) = match c {
        '’' | '‘' | '´' | '‛' | '′' => ('\'', Class::Apostrophe),
        '“' | '”' | '„' | '«' | '»' | '″' | '‟' => ('"', Class::Quote),
        '‐' | '‑' => ('-', Class::Dash),
        '–' | '—' | '―' | '−' => ('—', Class::Dash),
        '…' => ('…', Class::Stop),
        c if c.is_lowercase() => (c, Class::Lower),
        c if c.is_uppercase() => (c.to_lowercase().next().unwrap_or(c), Class::Upper),
        c if c.is_alphabetic() => (c, Class::Lower),
        c if c.is_numeric() => (c, Class::Digit),
        // Combining marks and joiners stay with the letter before.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{ad}' | '\u{fe00}'..='\u{fe0f}' => {
            (c, Class::Lower)
        }
        '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' => (c, Class::Emoji),
        c => (c, Class::Symbol),
    };
    Glyph { at, plain: plain as u32, class }
}

impl Class {
    pub const fn is_word(self) -> bool {
        matches!(self, Self::Lower | Self::Upper | Self::Digit)
    }

    const fn is_letter(self) -> bool {
        matches!(self, Self::Lower | Self::Upper)
    }
}

#[inline]
pub(crate) const fn mix(hash: u32, value: u32) -> u32 {
    (hash.rotate_left(7) ^ value).wrapping_mul(0x9E37_79B1)
}

#[inline]
fn fin(hash: u32) -> u32 {
    let h = (hash ^ (hash >> 15)).wrapping_mul(0x85EB_CA6B);
    h ^ (h >> 13)
}

/// Hash of a word's normalised characters, as the split lexicon stores it.
pub fn word_hash(glyphs: &[Glyph]) -> u32 {
    glyphs.iter().fold(17, |h, g| mix(h, g.plain))
}

/// Shape: classes with runs longer than two cut to two.
fn shape(glyphs: &[Glyph]) -> u32 {
    let (mut hash, mut last, mut run) = (31, Class::None, 0);
    for g in glyphs.iter().take(24) {
        run = if g.class == last { run + 1 } else { 0 };
        last = g.class;
        if run < 2 {
            hash = mix(hash, last as u32);
        }
    }
    hash
}

/// Longest word written together that the lexicon holds.
const LONGEST_SPLIT: usize = 12;

/// The places of a chunk where a cut is worth asking for: every change of class, and inside words where a contraction may lie.
/// `known_split` tells where a word written together ("cannot") is cut. Addresses are cut at their ends only.
pub fn candidates(glyphs: &[Glyph], known_split: impl Fn(u32) -> Option<u32>, out: &mut Vec<usize>) {
    out.clear();
    let inner = address(glyphs);
    let mut run = 0;
    for i in 0..glyphs.len() {
        let b = glyphs[i];
        if i > 0 && !(inner.start < i && i < inner.end) {
            let a = glyphs[i - 1];
            let letters = a.class.is_letter() && b.class.is_letter();
            let same = letters
                || a.class == Class::Digit && b.class == Class::Digit
                || a.plain == b.plain && matches!(a.class, Class::Dash | Class::Stop | Class::Apostrophe);
            let negation = letters
                && b.plain == u32::from('n')
                && glyphs.get(i + 1).is_some_and(|g| g.class == Class::Apostrophe)
                && glyphs.get(i + 2).is_some_and(|g| g.plain == u32::from('t'))
                && !glyphs.get(i + 3).is_some_and(|g| g.class.is_letter());
            if !same || negation {
                out.push(i);
            }
        }
        if !b.class.is_letter() {
            run = i + 1;
        } else if !glyphs.get(i + 1).is_some_and(|g| g.class.is_letter()) && inner.is_empty() {
            let word = &glyphs[run..=i];
            if (2..=LONGEST_SPLIT).contains(&word.len()) {
                let place = known_split(word_hash(word)).map(|place| run + place as usize);
                if let Some(place) = place.filter(|p| *p > run && *p <= i && out.last() != Some(p)) {
                    out.push(place);
                }
            }
        }
    }
}

/// The part of a chunk that is a web or mail address; empty if there is none.
fn address(glyphs: &[Glyph]) -> Range<usize> {
    let is = |g: &Glyph, c: char| g.plain == u32::from(c);
    let starts = |at: usize, text: &str| {
        text.chars().enumerate().all(|(k, c)| glyphs.get(at + k).is_some_and(|g| is(g, c)))
    };
    if glyphs.len() < 6 {
        return 0..0;
    }
    let word = |g: &Glyph| g.class.is_word();
    let start = glyphs.iter().position(word).unwrap_or(0);
    let web = starts(start, "www.")
        || starts(start, "http://")
        || starts(start, "https://")
        || starts(start, "ftp://");
    let mail = || {
        let at = glyphs.iter().position(|g| is(g, '@'));
        at.is_some_and(|at| {
            at > start
                && glyphs.get(at + 1).is_some_and(word)
                && glyphs[at..].windows(2).any(|w| is(&w[0], '.') && word(&w[1]))
        })
    };
    if !web && !mail() {
        return 0..0;
    }
    let end = glyphs.iter().rposition(|g| word(g) || is(g, '/')).map_or(start, |p| p + 1);
    start..end.max(start)
}

/// What surrounds a chunk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around {
    /// Shape and hash of the neighbours; 0 at a line's ends.
    pub before: u32,
    pub after: u32,
    pub after_shape: u32,
    /// A double quote or an apostrophe as quotation mark is open.
    pub quote_open: bool,
    pub apostrophe_open: bool,
}

impl Around {
    pub fn of(glyphs: &[Glyph]) -> (u32, u32) {
        (word_hash(&glyphs[..glyphs.len().min(16)]), shape(&glyphs[..glyphs.len().min(4)]))
    }
}

/// Features of a cut before `glyphs[i]`, `word_start` being where the current word begins.
pub fn cut(glyphs: &[Glyph], i: usize, word_start: usize, around: Around, out: &mut Vec<u32>) {
    out.clear();
    let at = |k: isize| -> (u32, u32) {
        let p = i as isize + k;
        if p < 0 || p as usize >= glyphs.len() {
            (0, 0)
        } else {
            let g = glyphs[p as usize];
            (g.plain, g.class as u32)
        }
    };
    let (l3, l2, l1, r1, r2, r3) = (at(-3), at(-2), at(-1), at(0), at(1), at(2));
    // Runs are looked at over 24 characters at most, so that a chunk without end costs no more than linear time.
    let back = |e: usize, word: bool| {
        let s = e.saturating_sub(24);
        &glyphs[glyphs[s..e].iter().rposition(|g| g.class.is_word() != word).map_or(s, |p| s + p + 1)..e]
    };
    let forth = |s: usize, word: bool| {
        let e = glyphs.len().min(s + 24);
        &glyphs[s..glyphs[s..e].iter().position(|g| g.class.is_word() != word).map_or(e, |p| s + p)]
    };
    let left = back(i, glyphs[i - 1].class.is_word());
    let right = forth(i, glyphs[i].class.is_word());
    let (lw, rw) = (word_hash(left), word_hash(right));
    // The word run beyond a single separator: "well" in "well-|known".
    let beyond = if glyphs[i - 1].class.is_word() { 1 } else { word_hash(back(i - left.len(), true)) };
    let after = if glyphs[i].class.is_word() { 1 } else { word_hash(forth(i + right.len(), true)) };
    let word = word_hash(&glyphs[word_start.max(i.saturating_sub(24))..i]);
    let rest = (glyphs.len() - i).min(4) as u32;
    let done = i.min(4) as u32;
    let sh = shape(&glyphs[..glyphs.len().min(24)]);
    let whole = word_hash(&glyphs[..glyphs.len().min(32)]);
    let lsh = shape(&glyphs[word_start..i]);
    let rsh = shape(&glyphs[i..]);
    let place = i.min(31) as u32;
    let quotes = u32::from(around.quote_open) | u32::from(around.apostrophe_open) << 1;
    let mut n = 0;
    let mut push = |parts: &[u32]| {
        n += 1;
        out.push(fin(parts.iter().fold(n * 7919, |h, p| mix(h, *p))));
    };
    push(&[]);
    push(&[l1.0, r1.0]);
    push(&[l1.1, r1.1]);
    push(&[l2.0, l1.0, r1.0, r2.0]);
    push(&[l2.1, l1.1, r1.1, r2.1]);
    push(&[l3.1, l2.1, l1.0, r1.0, r2.1, r3.1]);
    push(&[l2.0, l1.0, r1.0]);
    push(&[l1.0, r1.0, r2.0]);
    push(&[l3.0, l2.0, l1.0, r1.1]);
    push(&[l1.1, r1.0, r2.0, r3.0]);
    push(&[lw, r1.0]);
    push(&[rw, l1.0]);
    push(&[lw, rw]);
    push(&[word, r1.0, rest]);
    push(&[word, r1.0, around.after_shape]);
    push(&[beyond, lw, rw]);
    push(&[beyond, l1.0, r1.1]);
    push(&[after, l1.1, r1.0]);
    push(&[lw, r1.0, after]);
    push(&[sh, place]);
    push(&[whole, place]);
    push(&[lsh, rsh]);
    push(&[l1.0, r1.0, rest, done]);
    push(&[l1.0, r1.0, rest, around.after_shape]);
    push(&[l1.1, r1.0, quotes, rest]);
    push(&[l1.0, r1.0, quotes, around.after]);
    push(&[around.before, r1.0, l1.1]);
    push(&[around.after, r1.0, lw]);
    push(&[around.after, r1.0, rest]);
}

/// A surface token as the sentence splitter sees it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surface {
    pub start: u32,
    pub end: u32,
    pub word: u32,
    pub shape: u32,
    pub suffix: u32,
    pub first: u8,
    pub last: Class,
    /// 0 no, 1 opens or closes, see [`State`].
    pub quote: bool,
    pub paren: i8,
    /// No white space before it.
    pub glued: bool,
}

impl Surface {
    pub fn new(glyphs: &[Glyph], end: u32, glued: bool) -> Self {
        let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else { return Self::default() };
        Self {
            start: first.at,
            end,
            word: word_hash(&glyphs[..glyphs.len().min(24)]),
            shape: shape(glyphs),
            suffix: word_hash(&glyphs[glyphs.len().saturating_sub(3)..]),
            first: first.class as u8,
            last: last.class,
            quote: glyphs.len() == 1 && first.class == Class::Quote,
            paren: match first.class {
                Class::Open if glyphs.len() == 1 => 1,
                Class::Close if glyphs.len() == 1 => -1,
                _ => 0,
            },
            glued,
        }
    }
}

/// What the splitter remembers of the sentence so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct State {
    /// First token of the open sentence.
    pub start: usize,
    pub quote_open: bool,
    pub parens: i8,
    /// Words that begin with a capital.
    pub capitals: u32,
}

impl State {
    pub fn begin(start: usize, quote_open: bool) -> Self {
        Self { start, quote_open, parens: 0, capitals: 0 }
    }

    pub fn step(&mut self, token: &Surface) {
        self.quote_open ^= token.quote;
        self.parens = (self.parens + token.paren).clamp(0, 3);
        self.capitals += u32::from(token.first == Class::Upper as u8);
    }
}

/// Tokens of a line end such as ". ! ?", which most sentences end with.
fn bucket(n: usize) -> u32 {
    match n {
        0..=5 => n as u32,
        6..=7 => 6,
        8..=11 => 7,
        12..=19 => 8,
        20..=39 => 9,
        _ => 10,
    }
}

/// Features of a sentence end after `line[i]`; `state` has seen `line[..=i]`.
pub fn sentence_end(line: &[Surface], i: usize, state: &State, out: &mut Vec<u32>) {
    out.clear();
    let none = Surface::default();
    let get = |k: isize| {
        let p = i as isize + k;
        if p < 0 { &none } else { line.get(p as usize).unwrap_or(&none) }
    };
    let (a3, a2, a1, b1, b2, b3) = (get(-2), get(-1), get(0), get(1), get(2), get(3));
    let glued = u32::from(b1.glued);
    let length = bucket(i + 1 - state.start);
    let left = bucket(line.len() - 1 - i);
    let capitals = (state.capitals * 4 / (i + 1 - state.start) as u32).min(4);
    let quotes = u32::from(state.quote_open) | (state.parens.clamp(0, 1) as u32) << 1;
    let (f1, l1) = (u32::from(b1.first), a1.last as u32);
    let ends = line.last().map_or(Class::None, |t| t.last) as u32;
    let starter = line.get(state.start).unwrap_or(&none);
    let mut n = 100;
    let mut push = |parts: &[u32]| {
        n += 1;
        out.push(fin(parts.iter().fold(n * 7919, |h, p| mix(h, *p))));
    };
    push(&[l1, f1, glued]);
    push(&[a1.word, f1, glued]);
    push(&[b1.word, l1]);
    push(&[a1.word, b1.word]);
    push(&[a1.shape, b1.shape, glued]);
    push(&[a1.word, b1.shape, b2.shape]);
    push(&[a2.word, a1.word, f1]);
    push(&[a2.word, a1.shape, f1]);
    push(&[b1.word, b2.word, l1]);
    push(&[b1.word, b1.shape, b2.shape, a1.shape]);
    push(&[a2.shape, a1.shape, b1.shape, b2.shape]);
    push(&[a3.shape, a2.shape, a1.shape, b1.shape]);
    push(&[a1.shape, b1.shape, b2.shape, b3.shape]);
    push(&[length, a1.word, f1]);
    push(&[length, l1, b1.word]);
    push(&[length, l1, f1, capitals]);
    push(&[left, l1, f1, length]);
    push(&[left, a1.word, f1]);
    push(&[quotes, a1.word, f1, glued]);
    push(&[quotes, l1, b1.word, glued]);
    push(&[quotes, l1, a2.last as u32, f1, glued]);
    push(&[a1.suffix, l1, f1]);
    push(&[a2.suffix, l1, f1, b1.suffix]);
    push(&[a2.word, l1, b1.word]);
    push(&[b2.word, l1, f1]);
    push(&[a3.word, a2.word, l1, f1]);
    push(&[capitals, l1, f1, u32::from(b2.first), u32::from(b3.first)]);
    push(&[ends, l1, f1, left]);
    push(&[starter.word, l1, f1]);
    push(&[starter.shape, a1.shape, b1.shape, length]);
}
