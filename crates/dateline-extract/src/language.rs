//! Whether a text is English, by its commonest words.

/// Function words of English that no other language in Latin script shares in number.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "in", "is", "was", "for", "on", "that", "with", "as", "by", "it", "at", "from",
    "has", "have", "be", "are", "were", "his", "their", "this", "which", "said", "after", "not", "had",
    "will", "an", "but",
];

/// Function words of other languages in Latin script that are no English words, as they stand within a sentence.
const OTHERS: &[&str] = &[
    "le", "la", "les", "des", "du", "une", "est", "pour", "dans", "avec", "qui", "que", "aux", "ses", "sont",
    "el", "los", "las", "del", "una", "por", "su", "fue", "il", "gli", "della", "nel", "che", "di", "der",
    "das", "und", "ist", "von", "mit", "dem", "ein", "eine", "os", "uma", "não", "da", "het", "een", "voor",
    "och", "det", "att", "på", "og", "ikke", "dla", "nie", "się",
];
/// So many different ones of them are no names and no quotation.
const SURE: usize = 3;

/// Texts with fewer words say too little of how common English words are in them.
const LEAST: usize = 40;

/// `Some(false)` only where there is enough text to be sure. A page that says it is English is believed more readily.
pub(crate) fn is_english(text: &str, said: bool) -> Option<bool> {
    let (mut words, mut hits, mut latin) = (0usize, 0usize, 0usize);
    let mut others: Vec<&str> = Vec::new();
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(600) {
        words += 1;
        latin += usize::from(word.chars().all(|c| c.is_ascii() || ('\u{c0}'..'\u{250}').contains(&c)));
        let lower = word.to_lowercase();
        hits += usize::from(ENGLISH.contains(&lower.as_str()));
        // Names have capitals: "Los Angeles", "La Paz".
        if let Some(other) = OTHERS.iter().find(|other| **other == word)
            && !others.contains(other)
        {
            others.push(other);
        }
    }
    if words < LEAST {
        // Too few words, unless they are of another script altogether, or plainly of another language.
        let foreign = others.len() >= SURE && others.len() > 2 * hits;
        return ((words > 5 && latin * 3 < words) || foreign).then_some(false);
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
        for foreign in [
            "Le ministre des affaires étrangères a rencontré son homologue lundi pour discuter de la crise.",
            "Der Minister traf am Montag seinen Kollegen und sprach mit ihm über das Abkommen.",
            "El ministro se reunió el lunes con los enviados del norte por la crisis.",
        ] {
            assert_eq!(is_english(foreign, false), Some(false), "{foreign}");
        }
        for short in [
            "Talks stall",
            "Police arrest three men near Paris station",
            "Mayor of Los Angeles meets La Paz councillors over Rio de la Plata fishing.",
            "Von der Leyen and Le Pen trade blows in the Parliament of Das Kapital's heirs.",
        ] {
            assert_eq!(is_english(short, false), None, "{short}");
        }
    }
}
