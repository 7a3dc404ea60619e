//! The encoder and its heads: tags, trees, names and event hints in one pass.
//!
//! A small BERT with 8-bit weights and 8-bit activations, both sizes by one code path. Sentences lie one after the other in one
//! matrix without padding, so that neither their order nor their company changes a result; sums over bytes are whole numbers and
//! all else runs in one fixed order, so that neither the processor nor the number of threads does. Kernels of our own beat the
//! libraries measured (docs/adr), which multiply floats.

mod events;
mod file;
mod forward;
mod heads;
pub mod kernel;
mod lemma;
pub mod lexicon;
mod math;
mod names;
mod pieces;
mod tree;

use std::borrow::Cow;
use std::ops::Range;

use dateline_types::{Idx, IndexVec, Syntax, Tags, TokenId, Tokens, Tree};

pub use file::{Config, File, ModelError};
pub use kernel::Isa;

use forward::{Layer, Norm};
use heads::Heads;
use lexicon::Lexicon;
use pieces::{FIRST, LAST, Pieces};

/// Words of one window; longer sentences are cut.
const WINDOW: usize = 120;
/// Pieces of one batch, as many as keep the activations in the second-level cache.
const BATCH: usize = 160;

/// The two sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum ModelSize {
    #[default]
    Accurate,
    Fast,
}

impl ModelSize {
    pub const ALL: [Self; 2] = [Self::Accurate, Self::Fast];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Accurate => "accurate",
            Self::Fast => "fast",
        }
    }

    /// The weights that come with the crate; `None` where it was built without them.
    pub fn built_in(self) -> Option<&'static [u8]> {
        match self {
            #[cfg(has_accurate)]
            Self::Accurate => Some(include_bytes!("../../models/accurate.dlm")),
            #[cfg(has_fast)]
            Self::Fast => Some(include_bytes!("../../models/fast.dlm")),
            #[allow(unreachable_patterns)]
            _ => None,
        }
    }
}

/// Weights of one size, immutable and shared.
pub struct Model {
    file: File,
    pieces: Pieces,
    words: Range<usize>,
    word_scales: Vec<f32>,
    positions: Vec<f32>,
    cases: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    heads: Heads,
    lexicon: Option<Lexicon>,
    isa: Isa,
}

impl Model {
    /// The model of a size that comes with the crate.
    pub fn load(size: ModelSize) -> Result<Self, ModelError> {
        match size.built_in() {
            Some(bytes) => Self::from_bytes(Cow::Borrowed(bytes)),
            None => file::bad(0, format!("this build holds no model {}", size.name())),
        }
    }

    /// A model out of a weight file's bytes.
    pub fn from_bytes(bytes: Cow<'static, [u8]>) -> Result<Self, ModelError> {
        Self::for_isa(bytes, Isa::best())
    }

    /// As [`Model::from_bytes`], for a given instruction set out of [`Isa::available`]; for tests and measurements.
    pub fn for_isa(bytes: Cow<'static, [u8]>, isa: Isa) -> Result<Self, ModelError> {
        let isa = if Isa::available().contains(&isa) { isa } else { Isa::Portable };
        let file = File::read(bytes, isa)?;
        let c = file.config().clone();
        let pieces = Pieces::new(file.vocabulary()?, c.vocab)?;
        let (words, word_scales) = file.table("embeddings.word_embeddings.weight", &[c.vocab, c.hidden])?;
        let layers = (0..c.layers).map(|i| Layer::read(&file, &c, i)).collect::<Result<_, _>>()?;
        Ok(Self {
            pieces,
            words,
            word_scales,
            positions: file.vector("embeddings.position_embeddings.weight", &[c.positions, c.hidden])?,
            cases: file.vector("embeddings.case_embeddings.weight", &[8, c.hidden])?,
            norm: Norm::read(&file, "embeddings.LayerNorm", c.hidden)?,
            layers,
            heads: Heads::read(&file, &c)?,
            lexicon: Some(Lexicon::read(lexicon::BUILT_IN)?),
            isa,
            file,
        })
    }

    /// The model's own lemmas, without the lexicon; for comparison with the trainer.
    pub fn without_lexicon(mut self) -> Self {
        self.lexicon = None;
        self
    }

    /// The name in the weight file.
    pub fn name(&self) -> &str {
        self.file.name()
    }

    pub fn config(&self) -> &Config {
        self.file.config()
    }

    /// The pieces of a word as the vocabulary writes them, for inspection.
    pub fn pieces_of(&self, word: &str) -> Vec<&str> {
        let mut out = Vec::new();
        self.pieces.encode(word, &mut String::new(), &mut out);
        out.into_iter().map(|id| self.pieces.text(id)).collect()
    }
}

/// A run of words that goes through the encoder together: a sentence, or a window of a long one.
pub(crate) struct Sequence {
    pub(crate) tokens: Range<usize>,
    /// Rows of the batch's pieces, the first and the last for the sequence's ends.
    pub(crate) rows: Range<usize>,
    /// Rows of the batch's words; the first is the root.
    pub(crate) words: Range<usize>,
}

/// Activations of one thread.
#[derive(Default)]
pub struct Scratch {
    pub(crate) sequences: Vec<Sequence>,
    pub(crate) ids: Vec<u32>,
    pub(crate) cases: Vec<u8>,
    /// First row of each word of the batch, the roots included, and the row after the last.
    pub(crate) firsts: Vec<usize>,
    buffer: String,
    word: String,
    pub(crate) forward: forward::Scratch,
    pub(crate) heads: heads::Scratch,
}

/// Tags, tree, names and event hints of all words.
pub fn parse(model: &Model, scratch: &mut Scratch, text: &str, tokens: &Tokens) -> Syntax {
    let mut out = Output::with_capacity(tokens.ranges.len());
    for words in tokens.sentences.iter() {
        let sentence = words.start.index()..words.end.index().min(tokens.ranges.len());
        let mut from = sentence.start;
        while from < sentence.end {
            from = push_window(model, scratch, text, tokens, from..sentence.end, &mut out);
            if from < sentence.end && out.cut.last() != Some(&sentence) {
                out.cut.push(sentence.clone());
            }
        }
    }
    run_batch(model, scratch, text, tokens, &mut out);
    join_windows(&mut out, model);
    names::agree(&mut out.names, &out.leanings, text, tokens);
    Syntax {
        tags: Tags {
            upos: IndexVec::from_vec(out.upos),
            xpos: IndexVec::from_vec(out.xpos),
            feats: IndexVec::from_vec(out.feats),
            lemma: IndexVec::from_vec(out.lemma),
        },
        tree: Tree { head: IndexVec::from_vec(out.head), rel: IndexVec::from_vec(out.rel) },
        names: out.names,
        events: out.events,
    }
}

/// Columns as they grow.
pub(crate) struct Output {
    pub(crate) upos: Vec<dateline_types::Label>,
    pub(crate) xpos: Vec<dateline_types::Label>,
    pub(crate) feats: Vec<dateline_types::Label>,
    pub(crate) lemma: Vec<dateline_types::Label>,
    pub(crate) head: Vec<Option<TokenId>>,
    pub(crate) rel: Vec<dateline_types::Label>,
    pub(crate) names: Vec<dateline_types::Name>,
    pub(crate) leanings: Vec<names::Leaning>,
    pub(crate) events: Vec<dateline_types::EventHint>,
    /// Sentences that did not fit into one window.
    cut: Vec<Range<usize>>,
}

impl Output {
    fn with_capacity(n: usize) -> Self {
        Self {
            upos: Vec::with_capacity(n),
            xpos: Vec::with_capacity(n),
            feats: Vec::with_capacity(n),
            lemma: Vec::with_capacity(n),
            head: Vec::with_capacity(n),
            rel: Vec::with_capacity(n),
            names: Vec::new(),
            leanings: Vec::new(),
            events: Vec::new(),
            cut: Vec::new(),
        }
    }
}

/// Puts as many words of the range as one window holds into the batch; returns where the next window begins.
fn push_window(
    model: &Model,
    scratch: &mut Scratch,
    text: &str,
    tokens: &Tokens,
    range: Range<usize>,
    out: &mut Output,
) -> usize {
    let most = model.config().positions - 1;
    let (row, first) = (scratch.ids.len(), scratch.firsts.len());
    scratch.firsts.push(row);
    scratch.ids.push(FIRST);
    scratch.cases.push(0);
    let mut end = range.start;
    // The last place where a window may end well: after a mark between clauses.
    let mut good = None;
    while end < range.end {
        let word = tokens.text(text, TokenId::new(end));
        let before = scratch.ids.len();
        plain(word, &mut scratch.word);
        model.pieces.encode(&scratch.word, &mut scratch.buffer, &mut scratch.ids);
        if end - range.start >= WINDOW || scratch.ids.len() - row > most {
            scratch.ids.truncate(before);
            let cut = good.filter(|cut| (cut - range.start) * 2 > end - range.start).unwrap_or(end);
            let keep = scratch.firsts.get(first + 1 + cut - range.start).copied().unwrap_or(before);
            scratch.ids.truncate(keep);
            scratch.cases.truncate(keep);
            scratch.firsts.truncate(first + 1 + cut - range.start);
            end = cut;
            break;
        }
        scratch.firsts.push(before);
        scratch.cases.resize(scratch.ids.len(), pieces::case_of(word) as u8);
        end += 1;
        if matches!(word, "," | ";" | ":" | "-" | "--" | "—" | "–" | ")" | "." | "!" | "?") {
            good = Some(end);
        }
    }
    scratch.ids.push(LAST);
    scratch.cases.push(0);
    scratch.sequences.push(Sequence {
        tokens: range.start..end,
        rows: row..scratch.ids.len(),
        words: first..scratch.firsts.len(),
    });
    if scratch.ids.len() >= BATCH {
        run_batch(model, scratch, text, tokens, out);
    }
    end
}

/// Typographic apostrophes and quotes as the treebanks write them.
fn plain(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(word);
    } else {
        out.extend(word.chars().map(plain_char));
    }
}

pub(crate) fn plain_char(c: char) -> char {
    match c {
        '’' | '‘' | '´' => '\'',
        '“' | '”' | '„' => '"',
        c => c,
    }
}

fn run_batch(model: &Model, scratch: &mut Scratch, text: &str, tokens: &Tokens, out: &mut Output) {
    if !scratch.sequences.is_empty() {
        forward::run(model, scratch);
        heads::run(model, scratch, text, tokens, out);
    }
    scratch.sequences.clear();
    scratch.ids.clear();
    scratch.cases.clear();
    scratch.firsts.clear();
}

/// Sentences that were cut into windows have a root in each; the later ones are hung on the first.
fn join_windows(out: &mut Output, model: &Model) {
    for words in std::mem::take(&mut out.cut) {
        let mut root = None;
        for at in words {
            match (out.head[at], root) {
                (None, None) => root = Some(TokenId::new(at)),
                (None, Some(_)) => {
                    out.head[at] = root;
                    out.rel[at] = model.heads.parataxis();
                }
                _ => {}
            }
        }
    }
}
