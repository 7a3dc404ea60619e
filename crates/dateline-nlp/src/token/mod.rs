//! Sentences and syntactic words of news and web text, as the UD English treebanks EWT and GUM cut them.
//!
//! Text is cut at white space into chunks, every place of a chunk that might be a word boundary is decided by a linear model over
//! hashed features ([`features::cut`]), and so is every sentence end ([`features::sentence_end`]); both read the words around. A
//! line end always ends a sentence: titles, paragraphs and list items are lines. The decision: a statistical model of under 1.5 MB
//! trained on the treebanks, with rules only for addresses and for bounds. The option rejected: rules alone, which do not reach
//! text without final punctuation, and a character network, which costs more time than the small encoder.

pub mod features;
pub mod model;

use std::ops::Range;

use dateline_types::{Idx, IndexVec, TextRange, TokenId, Tokens};

use features::{Around, Class, Cut, Glyph, State, Surface};
use model::Model;

/// Longer sentences are cut at the last place that looks like a boundary, or here: no text makes a sentence without end.
const MAX_SENTENCE: usize = 400;

/// The file of the built-in model.
pub static BYTES: &[u8] = include_bytes!("../../models/token.bin");

/// The model that comes with the crate.
pub fn built_in() -> Model<'static> {
    // Checked when the crate is compiled, so that it cannot fail at run time.
    const MODEL: Model<'static> = match Model::from_bytes(include_bytes!("../../models/token.bin")) {
        Ok(model) => model,
        Err(_) => panic!("models/token.bin is no tokeniser model"),
    };
    MODEL
}

/// Words and sentences of `text`. In the lines of `title` only a full stop or the like ends a sentence: a headline has colons and
/// no verb where running text would begin anew.
pub fn tokenize(text: &str, title: TextRange) -> Tokens {
    tokenize_with(&built_in(), text, title)
}

/// As [`tokenize`], with a model of the caller's.
pub fn tokenize_with(model: &Model<'_>, text: &str, title: TextRange) -> Tokens {
    // Offsets are 32 bit; the pipeline caps documents far below, and what lies beyond is left out here.
    let mut limit = text.len().min(u32::MAX as usize - 1);
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let text = &text[..limit];
    let mut out = Output::default();
    let mut line = Line::default();
    let mut features = Vec::with_capacity(40);
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        line.read(text, start..end);
        line.cut(model, &mut features);
        line.split(model, start < title.end() as usize, &mut features, &mut out);
        start = end + 1;
    }
    Tokens {
        ranges: IndexVec::from_vec(out.ranges),
        sentences: IndexVec::from_vec(out.sentences),
        multiword: out.multiword,
    }
}

#[derive(Default)]
struct Output {
    ranges: Vec<TextRange>,
    sentences: Vec<Range<TokenId>>,
    multiword: Vec<Range<TokenId>>,
}

/// A line of text on its way through the tokeniser. The trainer drives it with the treebank's cuts instead of the model's.
#[derive(Default)]
pub struct Line {
    /// All characters but white space.
    pub glyphs: Vec<Glyph>,
    /// Offset of the end of the text that the glyphs stand for, one more entry than glyphs.
    ends: Vec<u32>,
    /// Chunks between white space, in glyphs.
    pub chunks: Vec<Range<usize>>,
    /// Hash and shape of each chunk.
    neighbours: Vec<(u32, u32)>,
    pub surface: Vec<Surface>,
    /// For each surface token its glyphs and where it is cut into words.
    words: Vec<(Range<usize>, Vec<usize>)>,
    candidates: Vec<usize>,
}

impl Line {
    /// Takes in one line.
    pub fn read(&mut self, text: &str, range: Range<usize>) {
        self.glyphs.clear();
        self.ends.clear();
        self.chunks.clear();
        self.neighbours.clear();
        let mut open = 0;
        for (at, c) in text[range.clone()].char_indices() {
            if c.is_whitespace() || is_blank(c) {
                if open < self.glyphs.len() {
                    self.chunks.push(open..self.glyphs.len());
                    open = self.glyphs.len();
                }
                continue;
            }
            let at = range.start + at;
            self.glyphs.push(features::glyph(c, at as u32));
            self.ends.push((at + c.len_utf8()) as u32);
        }
        if open < self.glyphs.len() {
            self.chunks.push(open..self.glyphs.len());
        }
        self.neighbours.extend(self.chunks.iter().map(|chunk| Around::of(&self.glyphs[chunk.clone()])));
    }

    /// Cuts the chunks by the model's decisions.
    pub fn cut(&mut self, model: &Model<'_>, features: &mut Vec<u32>) {
        self.cut_by(
            |hash| model.split(hash),
            |glyphs, i, word_start, around, _| {
                features::cut(glyphs, i, word_start, around, features);
                model.cut(features)
            },
        );
    }

    /// Cuts the chunks by the decisions of `decide`, which gets the chunk, the place, where the open word begins, what is around
    /// and the place's offset in the text.
    pub fn cut_by(
        &mut self,
        known_split: impl Fn(u32) -> Option<u32>,
        mut decide: impl FnMut(&[Glyph], usize, usize, Around, u32) -> Cut,
    ) {
        self.surface.clear();
        self.words.clear();
        let mut around = Around::default();
        let mut candidates = std::mem::take(&mut self.candidates);
        for (n, chunk) in self.chunks.iter().enumerate() {
            let glyphs = &self.glyphs[chunk.clone()];
            around.before = if n == 0 { 0 } else { self.neighbours[n - 1].0 };
            (around.after, around.after_shape) = self.neighbours.get(n + 1).copied().unwrap_or((0, 0));
            features::candidates(glyphs, &known_split, &mut candidates);
            let (mut token_start, mut word_start) = (0, 0);
            let mut cuts: Vec<usize> = Vec::new();
            let mut flush = |range: Range<usize>, cuts: &mut Vec<usize>, around: &mut Around| {
                let token = &glyphs[range.clone()];
                if let [only] = token {
                    around.quote_open ^= only.class == Class::Quote;
                    around.apostrophe_open ^= only.class == Class::Apostrophe;
                }
                self.surface.push(Surface::new(
                    token,
                    self.ends[chunk.start + range.end - 1],
                    range.start > 0,
                ));
                self.words.push((chunk.start + range.start..chunk.start + range.end, std::mem::take(cuts)));
            };
            for &i in &candidates {
                match decide(glyphs, i, word_start, around, glyphs[i].at) {
                    Cut::No => {}
                    Cut::Token => {
                        flush(token_start..i, &mut cuts, &mut around);
                        (token_start, word_start) = (i, i);
                    }
                    Cut::Word => {
                        cuts.push(chunk.start + i);
                        word_start = i;
                    }
                }
            }
            flush(token_start..glyphs.len(), &mut cuts, &mut around);
        }
        self.candidates = candidates;
    }

    /// Splits the surface tokens into sentences and hands them over.
    fn split(&self, model: &Model<'_>, title: bool, features: &mut Vec<u32>, out: &mut Output) {
        let mut state = State::begin(0, false);
        let id = <TokenId as Idx>::new;
        let mut first = out.ranges.len();
        for (i, (token, (glyphs, cuts))) in self.surface.iter().zip(&self.words).enumerate() {
            let from = out.ranges.len();
            let mut start = token.start;
            for cut in cuts {
                out.ranges.extend(TextRange::new(start, self.ends[cut - 1]));
                start = self.glyphs[*cut].at;
            }
            out.ranges.extend(TextRange::new(start, self.ends[glyphs.end - 1]));
            if !cuts.is_empty() {
                out.multiword.push(id(from)..id(out.ranges.len()));
            }
            state.step(token);
            let last = i + 1 == self.surface.len();
            let may = !title || matches!(token.last, Class::Stop | Class::Quote | Class::Close);
            let end = last
                || i + 1 - state.start >= MAX_SENTENCE
                || may && {
                    features::sentence_end(&self.surface, i, &state, features);
                    model.sentence_end(features)
                };
            if end {
                out.sentences.push(id(first)..id(out.ranges.len()));
                first = out.ranges.len();
                state = State::begin(i + 1, state.quote_open);
            }
        }
    }
}

/// Characters that print nothing and belong to no word.
fn is_blank(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2060}' | '\u{feff}')
}
