//! English inflection, both ways as far as the lexicon needs it: the forms of a lemma, for text that carries no lemmas.

/// Which form of its lemma a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    Base,
    /// "visits": third person, or a plural noun.
    S,
    /// "visited": past tense or participle.
    Past,
    /// "visiting".
    Ing,
}

/// `lemma past participle`; a form equal to the lemma may be left out of the reading by rule.
const IRREGULAR: &str = "meet met met|hold held held|say said said|tell told told|take took taken|give gave given|shoot shot shot|\
fight fought fought|strike struck struck|send sent sent|withdraw withdrew withdrawn|go went gone|come came come|\
break broke broken|seek sought sought|lead led led|leave left left|blow blew blown|throw threw thrown|hit hit hit|\
begin began begun|make made made|pay paid paid|speak spoke spoken|swear swore sworn|win won won|flee fled fled|\
slay slew slain|beat beat beaten|draw drew drawn|cut cut cut|keep kept kept|put put put|set set set|bring brought brought|\
overthrow overthrew overthrown|buy bought bought|sell sold sold|feed fed fed|sink sank sunk|sit sat sat|stand stood stood|\
let let let|lay laid laid|fly flew flown|write wrote written|find found found|quit quit quit|overrun overran overrun|\
shut shut shut|rebut rebutted rebutted|tear tore torn|forbid forbade forbidden|become became become|see saw seen|\
think thought thought|hear heard heard|read read read|run ran run|fall fell fallen|lose lost lost|get got gotten|\
hang hanged hanged|bid bid bid|burn burnt burnt|catch caught caught|drive drove driven|eat ate eaten|show showed shown";

/// Lemmas of two or more syllables that still double their last letter, or end in c.
const DOUBLING: &[&str] = &[
    "commit", "admit", "permit", "rebut", "expel", "rebel", "defer", "refer", "prefer", "transfer", "occur",
    "abet", "regret", "patrol", "compel",
];

/// Forms of a verb, the lemma included.
pub(crate) fn verb_forms(lemma: &str) -> Vec<(String, Form)> {
    let mut out =
        vec![(lemma.to_owned(), Form::Base), (third_person(lemma), Form::S), (ing(lemma), Form::Ing)];
    let irregular = IRREGULAR.split('|').map(|row| row.split_whitespace().collect::<Vec<_>>());
    match irregular.into_iter().find(|row| row.first() == Some(&lemma)) {
        Some(row) => {
            for form in row.iter().skip(1) {
                if !out.iter().any(|(text, kind)| text == form && *kind == Form::Past) {
                    out.push(((*form).to_owned(), Form::Past));
                }
            }
        }
        None => out.push((past(lemma), Form::Past)),
    }
    // "cancelled" and "canceled", "kidnapped" and "kidnaped": longer stems are spelled both ways.
    if let Some(last) = lemma.chars().next_back().filter(|_| closed(lemma) && !doubles(lemma)) {
        out.push((format!("{lemma}{last}ed"), Form::Past));
        out.push((format!("{lemma}{last}ing"), Form::Ing));
    }
    out
}

/// Singular and plural of a noun.
pub(crate) fn noun_forms(lemma: &str) -> Vec<(String, Form)> {
    vec![(lemma.to_owned(), Form::Base), (third_person(lemma), Form::S)]
}

fn vowel(c: Option<char>) -> bool {
    c.is_some_and(|c| "aeiou".contains(c))
}

fn third_person(lemma: &str) -> String {
    let mut back = lemma.chars().rev();
    let (last, before) = (back.next(), back.next());
    if last == Some('y') && !vowel(before) {
        format!("{}ies", &lemma[..lemma.len() - 1])
    } else if ["s", "sh", "ch", "x", "z", "o"].iter().any(|end| lemma.ends_with(end)) {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    }
}

/// A single vowel before a single consonant at the end; "qu" counts as a consonant.
fn closed(lemma: &str) -> bool {
    let chars: Vec<char> = lemma.chars().collect();
    let [.., a, b, c] = chars.as_slice() else { return false };
    let front = !vowel(Some(*a)) || lemma.contains("qui");
    front && vowel(Some(*b)) && !vowel(Some(*c)) && !"wxy".contains(*c)
}

/// Whether the last consonant doubles: in short stems, and in those that are stressed on the end.
fn doubles(lemma: &str) -> bool {
    let chars: Vec<char> = lemma.chars().collect();
    let shape = closed(lemma);
    let vowels = chars.iter().filter(|c| vowel(Some(**c))).count();
    shape && (vowels == 1 || DOUBLING.contains(&lemma))
}

fn stem(lemma: &str) -> String {
    match lemma.chars().next_back() {
        Some(last) if doubles(lemma) => format!("{lemma}{last}"),
        _ => lemma.to_owned(),
    }
}

fn past(lemma: &str) -> String {
    if lemma.ends_with('e') {
        return format!("{lemma}d");
    }
    if let Some(front) = lemma.strip_suffix('y')
        && !vowel(front.chars().next_back())
    {
        return format!("{front}ied");
    }
    format!("{}ed", stem(lemma))
}

fn ing(lemma: &str) -> String {
    match lemma.strip_suffix('e') {
        Some(front) if !front.ends_with(['e', 'o', 'y']) => format!("{front}ing"),
        _ => format!("{}ing", stem(lemma)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, verb_forms};

    fn past_of(lemma: &str) -> Vec<String> {
        verb_forms(lemma).into_iter().filter(|(_, form)| *form == Form::Past).map(|(text, _)| text).collect()
    }

    #[test]
    fn regular_and_irregular_pasts() {
        for (lemma, past) in [
            ("visit", "visited"),
            ("ban", "banned"),
            ("deny", "denied"),
            ("expel", "expelled"),
            ("seize", "seized"),
            ("veto", "vetoed"),
            ("meet", "met"),
            ("deploy", "deployed"),
        ] {
            assert_eq!(past_of(lemma).first().map(String::as_str), Some(past), "{lemma}");
        }
        assert_eq!(past_of("shoot"), ["shot"]);
        assert_eq!(past_of("withdraw"), ["withdrew", "withdrawn"]);
    }

    #[test]
    fn the_ing_form_drops_a_silent_e_only() {
        let ing = |lemma: &str| verb_forms(lemma).into_iter().find(|(_, f)| *f == Form::Ing).map(|(t, _)| t);
        assert_eq!(ing("seize").as_deref(), Some("seizing"));
        assert_eq!(ing("flee").as_deref(), Some("fleeing"));
        assert_eq!(ing("bar").as_deref(), Some("barring"));
    }
}
