//! The word lists of actors and coreference (`data/actors/words.tsv`), which the build script sorts, and the look-ups in them.

// Static slices in order of length and letters, one for each list.
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

/// The same for lists in order of length and letters, by halves.
pub(crate) fn listed(word: &str, list: &[&str]) -> bool {
    list.binary_search_by(|l| {
        l.len().cmp(&word.len()).then_with(|| l.bytes().cmp(word.bytes().map(|b| b.to_ascii_lowercase())))
    })
    .is_ok()
}

#[cfg(test)]
mod tests {
    use super::{ALL, CUTS, FEMALE_NAMES, MALE_NAMES, listed};

    #[test]
    fn lists_are_in_the_order_that_halving_needs() {
        for list in ALL {
            assert!(list.windows(2).all(|w| (w[0].len(), w[0]) < (w[1].len(), w[1])), "{list:?}");
            assert!(list.iter().all(|w| listed(w, list) && listed(&w.to_ascii_uppercase(), list)));
        }
        assert!(!listed("kampala", CUTS) && !listed("", CUTS));
        let both: Vec<_> = FEMALE_NAMES.iter().filter(|n| listed(n, MALE_NAMES)).collect();
        assert!(both.is_empty(), "names of women and of men: {both:?}");
    }
}
