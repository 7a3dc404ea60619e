//! Whether a mention means a woman or a man, by its titles, role nouns and given names.

use std::borrow::Cow;

use crate::actor::compile;
use crate::actor::words::{
    FEMALE_NAMES, FEMALE_ROLES, FEMALE_TITLES, MALE_NAMES, MALE_ROLES, MALE_TITLES, lists_of, lower_is,
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
        let lists = lists_of(w);
        if FEMALE_TITLES.among(lists)
            || FEMALE_ROLES.among(lists)
            || w.ends_with("woman")
            || capital && FEMALE_NAMES.among(lists)
        {
            return b'f';
        }
        if MALE_TITLES.among(lists)
            || MALE_ROLES.among(lists)
            || (w.ends_with("man") && w.len() > 5 && !capital)
            || capital && MALE_NAMES.among(lists)
        {
            return b'm';
        }
    }
    0
}
