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

/// A list of words, each packed into a number, in order.
pub(crate) struct Words {
    keys: &'static [u128],
    /// A bit for each pair of length and first letter that the list has, folded to 64.
    filter: u64,
    #[cfg(test)]
    words: &'static [&'static str],
}

/// Bytes of a word of a list at most, which fit into a number.
const LONGEST: usize = 16;

/// The bit of [`Words::filter`] for a length and a first letter.
const fn bit(len: usize, first: u8) -> u64 {
    1 << (((len * 11) ^ (first as usize)) % 64)
}

/// Whether the word, whatever its case, is one of a longer list. Most words are told by their length and first letter.
pub(crate) fn listed(word: &str, list: &Words) -> bool {
    let Some(first) = word.bytes().next() else { return false };
    if list.filter & bit(word.len(), first.to_ascii_lowercase()) == 0 || word.len() > LONGEST {
        return false;
    }
    let key = word.bytes().fold(0, |key, b| key << 8 | u128::from(b.to_ascii_lowercase()));
    list.keys.binary_search(&key).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{ALL, CUTS, FEMALE_NAMES, MALE_NAMES, listed};

    #[test]
    fn every_word_is_found_in_its_list_alone() {
        for list in ALL {
            assert!(list.keys.windows(2).all(|w| w[0] < w[1]));
            assert!(list.words.iter().all(|w| listed(w, list) && listed(&w.to_ascii_uppercase(), list)));
        }
        assert!(!listed("kampala", CUTS) && !listed("", CUTS) && !listed("a word of many letters", CUTS));
        let both: Vec<_> = FEMALE_NAMES.words.iter().filter(|n| listed(n, MALE_NAMES)).collect();
        assert!(both.is_empty(), "names of women and of men: {both:?}");
    }
}
