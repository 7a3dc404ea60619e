//! Weights of the tokeniser: hashed features, 8 bit, whole-number sums, so that the result is the same on every machine.
//!
//! Layout (little endian): `DLTOKM01`, format version u32, bits of the cut table u32, bits of the sentence table u32, number of
//! words in the split lexicon u32, xxh3-64 of all that follows; then the lexicon (hash u32, place u32 each, sorted), the cut
//! table (three i8 a row) and the sentence table (one i8 a row).

use std::fmt;

use super::features::Cut;

pub const MAGIC: &[u8; 8] = b"DLTOKM01";
pub const VERSION: u32 = 1;
const HEADER: usize = 32;

/// Weights of the tokeniser, borrowed from the file's bytes.
#[derive(Clone, Copy)]
pub struct Model<'m> {
    cut: &'m [u8],
    cut_mask: usize,
    sentence: &'m [u8],
    sentence_mask: usize,
    lexicon: &'m [u8],
}

/// Why bytes are no tokeniser model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadModel {
    pub offset: usize,
    pub what: &'static str,
}

impl fmt::Display for BadModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bad tokeniser model at offset {}: {}", self.offset, self.what)
    }
}

impl std::error::Error for BadModel {}

impl<'m> Model<'m> {
    /// Checks the magic, the version and the sizes. The hash is checked by [`Model::verify`].
    pub const fn from_bytes(bytes: &'m [u8]) -> Result<Self, BadModel> {
        const fn word(bytes: &[u8], at: usize) -> u32 {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        }
        if bytes.len() < HEADER {
            return Err(BadModel { offset: bytes.len(), what: "too short" });
        }
        let mut i = 0;
        while i < MAGIC.len() {
            if bytes[i] != MAGIC[i] {
                return Err(BadModel { offset: i, what: "wrong magic" });
            }
            i += 1;
        }
        if word(bytes, 8) != VERSION {
            return Err(BadModel { offset: 8, what: "unknown format version" });
        }
        let (cut_bits, sentence_bits, words) = (word(bytes, 12), word(bytes, 16), word(bytes, 20));
        if cut_bits > 24 || sentence_bits > 24 || words > 1 << 20 {
            return Err(BadModel { offset: 12, what: "table too large" });
        }
        let (_, rest) = bytes.split_at(HEADER);
        let (lexicon_len, cut_len, sentence_len) =
            (words as usize * 8, 3usize << cut_bits, 1usize << sentence_bits);
        if rest.len() != lexicon_len + cut_len + sentence_len {
            return Err(BadModel { offset: bytes.len(), what: "length differs from the header's" });
        }
        let (lexicon, rest) = rest.split_at(lexicon_len);
        let (cut, sentence) = rest.split_at(cut_len);
        Ok(Self {
            cut,
            cut_mask: (1 << cut_bits) - 1,
            sentence,
            sentence_mask: (1 << sentence_bits) - 1,
            lexicon,
        })
    }

    /// Whether the bytes are those that the trainer wrote.
    pub fn verify(bytes: &[u8]) -> bool {
        bytes.len() >= HEADER && bytes[24..32] == xxhash_rust::xxh3::xxh3_64(&bytes[HEADER..]).to_le_bytes()
    }

    pub fn cut(&self, features: &[u32]) -> Cut {
        let mut sums = [0i32; 3];
        for f in features {
            let row = (*f as usize & self.cut_mask) * 3;
            for (sum, weight) in sums.iter_mut().zip(&self.cut[row..row + 3]) {
                *sum += i32::from(*weight as i8);
            }
        }
        let [no, token, word] = sums;
        if no >= token && no >= word {
            Cut::No
        } else if token >= word {
            Cut::Token
        } else {
            Cut::Word
        }
    }

    pub fn sentence_end(&self, features: &[u32]) -> bool {
        features.iter().map(|f| i32::from(self.sentence[*f as usize & self.sentence_mask] as i8)).sum::<i32>()
            > 0
    }

    /// Where a word written together is cut ("can|not"), by the hash of its characters.
    pub fn split(&self, key: u32) -> Option<u32> {
        let row = |k: usize| {
            let b = &self.lexicon[k * 8..k * 8 + 8];
            (u32::from_le_bytes([b[0], b[1], b[2], b[3]]), u32::from_le_bytes([b[4], b[5], b[6], b[7]]))
        };
        let (mut low, mut high) = (0, self.lexicon.len() / 8);
        while low < high {
            let mid = (low + high) / 2;
            let (hash, place) = row(mid);
            match hash.cmp(&key) {
                std::cmp::Ordering::Less => low = mid + 1,
                std::cmp::Ordering::Equal => return Some(place),
                std::cmp::Ordering::Greater => high = mid,
            }
        }
        None
    }
}

/// Writes a model file.
pub fn write(lexicon: &[(u32, u32)], cut: &[[i8; 3]], sentence: &[i8]) -> Vec<u8> {
    let mut blob = Vec::new();
    for (hash, place) in lexicon {
        blob.extend(hash.to_le_bytes());
        blob.extend(place.to_le_bytes());
    }
    blob.extend(cut.iter().flatten().map(|w| *w as u8));
    blob.extend(sentence.iter().map(|w| *w as u8));
    let mut out = MAGIC.to_vec();
    for n in [VERSION, cut.len().trailing_zeros(), sentence.len().trailing_zeros(), lexicon.len() as u32] {
        out.extend(n.to_le_bytes());
    }
    out.extend(xxhash_rust::xxh3::xxh3_64(&blob).to_le_bytes());
    out.extend(blob);
    out
}
