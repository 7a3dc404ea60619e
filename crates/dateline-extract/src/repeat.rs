//! The same paragraph told twice, to the letter or nearly so.

use std::collections::{HashMap, HashSet};

/// Paragraphs seen so far.
#[derive(Default)]
pub(crate) struct Seen {
    whole: HashSet<u64>,
    /// The paragraph that each shingle stood in first.
    shingles: HashMap<u64, u32>,
    /// Names and numbers of each paragraph.
    particulars: Vec<HashSet<u64>>,
}

/// Words of a shingle.
const WORDS: usize = 4;
/// Share of a paragraph's shingles that stood in an earlier one, from which it is a near copy.
const COPY: f64 = 0.8;
/// Shorter paragraphs repeat by chance ("he said").
const LEAST: usize = 8;

impl Seen {
    /// Whether the paragraph stood before; it is remembered either way. What tells of other names or numbers in the same words (the
    /// entries of a list) is no copy.
    pub(crate) fn before(&mut self, text: &str) -> bool {
        let told: Vec<&str> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        if told.is_empty() {
            return false;
        }
        let hash = |word: &&str| word.chars().flat_map(char::to_lowercase).fold(0xcbf2_9ce4_8422_2325, step);
        let words: Vec<u64> = told.iter().map(hash).collect();
        let join = |words: &[u64]| {
            words.iter().fold(7u64, |h, word| (h ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23))
        };
        let new = self.whole.insert(join(&words));
        let particular = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        let mine: HashSet<u64> =
            told.iter().zip(&words).filter(|(word, _)| particular(word)).map(|(_, hash)| *hash).collect();
        let shingles: Vec<u64> = words.windows(WORDS).map(join).collect();
        let mut common: HashMap<u32, usize> = HashMap::new();
        for paragraph in shingles.iter().filter_map(|shingle| self.shingles.get(shingle)) {
            *common.entry(*paragraph).or_default() += 1;
        }
        let near = words.len() >= LEAST
            && common.into_iter().any(|(paragraph, count)| {
                count as f64 >= COPY * shingles.len() as f64
                    && self.particulars.get(paragraph as usize).is_some_and(|theirs| mine.is_subset(theirs))
            });
        let own = u32::try_from(self.particulars.len()).unwrap_or(u32::MAX);
        for shingle in shingles {
            self.shingles.entry(shingle).or_insert(own);
        }
        self.particulars.push(mine);
        (!new && words.len() >= 4) || near
    }
}

fn step(h: u64, c: char) -> u64 {
    (h ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn copies_and_near_copies_are_seen_and_other_text_is_not() {
        let mut seen = Seen::default();
        let first =
            "The ministers of both countries met in the port city on Monday and agreed to talk again.";
        assert!(!seen.before(first));
        assert!(seen.before(first));
        assert!(seen.before(
            "The ministers of both countries met in the port city on Monday, and agreed to talk again"
        ));
        assert!(!seen.before(
            "The ministers of both countries will not meet, a spokesman for the other side told reporters."
        ));
        assert!(!seen.before("He said."));
        assert!(!seen.before("He said."));
        assert!(!seen.before("The harbour fair opens on 7 April in the old hall of the town by the river."));
        assert!(!seen.before("The harbour fair opens on 9 April in the old hall of the town by the river."));
    }
}
