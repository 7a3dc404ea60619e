//! The word lists of actors and coreference (`data/actors/words.tsv`), which the build script sorts, and the look-ups in them.

mod hash;

// The table of all words, and a bit for each list.
include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// Whether the word, whatever its case, is one of a few. Length and first letter go first: this is a fifth of all the work else.
pub(crate) fn lower_is(word: &str, list: &[&str]) -> bool {
    let Some(first) = word.as_bytes().first().map(|b| b | 0x20) else { return false };
    list.iter().any(|l| {
        l.len() == word.len()
            && l.as_bytes().first().map(|b| b | 0x20) == Some(first)
            && word.eq_ignore_ascii_case(l)
    })
}

/// A list of words: its bit in the table of all words.
pub(crate) struct Words {
    bit: u64,
    #[cfg(test)]
    words: &'static [&'static str],
}

impl Words {
    /// Whether the list is one of those that [`lists_of`] gave.
    #[inline]
    pub(crate) fn among(&self, lists: u64) -> bool {
        lists & self.bit != 0
    }
}

/// The bits of all lists that have the word, whatever its case.
#[inline]
pub(crate) fn lists_of(word: &str) -> u64 {
    let Some(key) = hash::pack(word.as_bytes()) else { return 0 };
    let mut at = hash::place(key, SLOTS.len());
    // Most of the table is empty, so this ends.
    loop {
        match usize::from(SLOTS[at]) {
            0 => return 0,
            n if KEYS[n - 1] == key => return MASKS[n - 1],
            _ => at = (at + 1) % SLOTS.len(),
        }
    }
}

/// Whether the word, whatever its case, is one of a longer list.
#[inline]
pub(crate) fn listed(word: &str, list: &Words) -> bool {
    list.among(lists_of(word))
}

#[cfg(test)]
mod tests {
    use super::{ALL, CUTS, FEMALE_NAMES, MALE_NAMES, listed};

    #[test]
    fn every_word_is_found_in_its_list_alone() {
        for list in ALL {
            assert!(!list.words.is_empty());
            assert!(list.words.iter().all(|w| listed(w, list) && listed(&w.to_ascii_uppercase(), list)));
        }
        assert!(!listed("kampala", CUTS) && !listed("", CUTS) && !listed("a word of many letters", CUTS));
        let both: Vec<_> = FEMALE_NAMES.words.iter().filter(|n| listed(n, MALE_NAMES)).collect();
        assert!(both.is_empty(), "names of women and of men: {both:?}");
    }
}
