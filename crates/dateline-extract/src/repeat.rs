//! The same paragraph told twice, to the letter or nearly so.

use std::collections::HashSet;

/// Paragraphs seen so far.
#[derive(Default)]
pub(crate) struct Seen {
    whole: HashSet<u64>,
    shingles: HashSet<u64>,
}

/// Words of a shingle.
const WORDS: usize = 4;
/// Share of a paragraph's shingles that stood before, from which it is a near copy.
const COPY: f64 = 0.8;
/// Shorter paragraphs repeat by chance ("he said").
const LEAST: usize = 8;

impl Seen {
    /// Whether the paragraph stood before; it is remembered either way.
    pub(crate) fn before(&mut self, text: &str) -> bool {
        let words: Vec<u64> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| word.chars().flat_map(char::to_lowercase).fold(0xcbf2_9ce4_8422_2325, step))
            .collect();
        if words.is_empty() {
            return false;
        }
        let join = |words: &[u64]| {
            words.iter().fold(7u64, |h, word| (h ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23))
        };
        let new = self.whole.insert(join(&words));
        let shingles: Vec<u64> = words.windows(WORDS).map(join).collect();
        let old = shingles.iter().filter(|shingle| self.shingles.contains(shingle)).count();
        self.shingles.extend(&shingles);
        let near = words.len() >= LEAST && !shingles.is_empty() && old as f64 >= COPY * shingles.len() as f64;
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
    }
}
