//! Whether a text is English, by its commonest words.

/// Function words of English that no other language in Latin script shares in number.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "in", "is", "was", "for", "on", "that", "with", "as", "by", "it", "at", "from",
    "has", "have", "be", "are", "were", "his", "their", "this", "which", "said", "after", "not", "had",
    "will", "an", "but",
];

/// Texts with fewer words say too little.
const LEAST: usize = 40;

/// `Some(false)` only where there is enough text to be sure. A page that says it is English is believed more readily.
pub(crate) fn is_english(text: &str, said: bool) -> Option<bool> {
    let (mut words, mut hits, mut latin) = (0usize, 0usize, 0usize);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(600) {
        words += 1;
        latin += usize::from(word.chars().all(|c| c.is_ascii() || ('\u{c0}'..'\u{250}').contains(&c)));
        let lower = word.to_lowercase();
        hits += usize::from(ENGLISH.contains(&lower.as_str()));
    }
    if words < LEAST {
        // Too few words, unless they are of another script altogether.
        return (words > 5 && latin * 3 < words).then_some(false);
    }
    // Lists of products and steps hold few of them; other languages in Latin script hold fewer than five in a hundred.
    Some(hits * 100 >= words * if said { 4 } else { 8 } && latin * 10 >= words * 8)
}

#[cfg(test)]
mod tests {
    use super::is_english;

    #[test]
    fn languages_are_told_apart() {
        let english = "The president of the country said on Monday that the talks with the envoys from the north were not over and that it will take time for them to agree on the terms of the truce, which was signed in March by both sides after a week of fighting.";
        let french = "Le président de la République a déclaré lundi que les pourparlers avec les émissaires du nord ne sont pas terminés et que les deux parties devront encore se mettre d'accord sur les termes de la trêve signée en mars après une semaine de combats dans la région frontalière, selon un porte-parole.";
        assert_eq!(is_english(english, false), Some(true));
        assert_eq!(is_english(french, true), Some(false));
        assert_eq!(
            is_english("Встреча министров прошла в городе на границе в понедельник", true),
            Some(false)
        );
        assert_eq!(is_english("Talks stall", false), None);
    }
}
