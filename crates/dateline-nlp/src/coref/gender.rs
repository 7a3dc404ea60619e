//! Whether a mention means a woman or a man, by its titles, role nouns and given names.

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
    for w in words.split(|c: char| !c.is_alphabetic()) {
        if listed(w, FEMALE_TITLES)
            || listed(w, FEMALE_ROLES)
            || w.ends_with("woman")
            || w.starts_with(char::is_uppercase) && listed(w, FEMALE_NAMES)
        {
            return b'f';
        }
        if listed(w, MALE_TITLES)
            || listed(w, MALE_ROLES)
            || (w.ends_with("man") && w.len() > 5 && w.starts_with(char::is_lowercase))
            || w.starts_with(char::is_uppercase) && listed(w, MALE_NAMES)
        {
            return b'm';
        }
    }
    0
}
