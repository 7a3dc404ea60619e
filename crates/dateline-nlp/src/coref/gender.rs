//! Whether a mention means a woman or a man, by its titles, role nouns and given names.

use std::borrow::Cow;

use crate::actor::compile;
use crate::actor::words::{
    FEMALE_NAMES, FEMALE_ROLES, FEMALE_TITLES, MALE_NAMES, MALE_ROLES, MALE_TITLES, listed, lower_is,
};

/// b'f', b'm' or 0.
pub(super) fn of_pronoun(word: &str) -> u8 {
    if lower_is(word, &["he", "him", "his", "himself"]) {
        b'm'
    } else if lower_is(word, &["she", "her", "hers", "herself"]) {
        b'f'
    } else {
        0
    }
}

/// b'f', b'm' or 0.
pub(super) fn of_words(words: &str) -> u8 {
    for written in words.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        // "José" as "jose".
        let folded =
            if written.is_ascii() { Cow::Borrowed(written) } else { Cow::Owned(compile::key(written)) };
        let w = folded.as_ref();
        let capital = written.starts_with(char::is_uppercase);
        if listed(w, FEMALE_TITLES)
            || listed(w, FEMALE_ROLES)
            || w.ends_with("woman")
            || capital && listed(w, FEMALE_NAMES)
        {
            return b'f';
        }
        if listed(w, MALE_TITLES)
            || listed(w, MALE_ROLES)
            || (w.ends_with("man") && w.len() > 5 && !capital)
            || capital && listed(w, MALE_NAMES)
        {
            return b'm';
        }
    }
    0
}
