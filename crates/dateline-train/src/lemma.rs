//! The lexicon of lemmas out of treebanks.

use std::collections::BTreeMap;

use dateline_nlp::encoder::lexicon;

/// Share of a form's occurrences with a tag that must agree on the lemma.
const AGREED: f64 = 0.75;

/// The script that makes the lemma of the form (see `encoder::lemma`).
fn script(form: &str, lemma: &str) -> String {
    let lower = form.to_lowercase();
    let base = if lemma.to_lowercase() == lemma && lower != form { &lower } else { form };
    let flag = if base == form { 'k' } else { 'l' };
    let common = base.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
    let length = base.chars().count();
    if common * 2 >= length && common > 0 {
        let suffix: String = lemma.chars().skip(common).collect();
        format!("{flag};{};{suffix}", length - common)
    } else {
        format!("={lemma}")
    }
}

/// The bytes of a lexicon made of CoNLL-U texts.
pub fn train(banks: &[String]) -> Vec<u8> {
    let mut forms: BTreeMap<(String, String), BTreeMap<String, u32>> = BTreeMap::new();
    let mut lemmas: BTreeMap<(String, String), u32> = BTreeMap::new();
    for line in banks.iter().flat_map(|bank| bank.lines()) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, xpos, ..] = columns[..] else { continue };
        if line.starts_with('#') || id.contains(['-', '.']) || lemma == "_" {
            continue;
        }
        *forms.entry((form.to_owned(), xpos.to_owned())).or_default().entry(lemma.to_owned()).or_default() +=
            1;
        *lemmas.entry((lemma.to_owned(), upos.to_owned())).or_default() += 1;
    }
    let mut rows = Vec::new();
    for ((form, xpos), found) in forms {
        let total: u32 = found.values().sum();
        let best = found.into_iter().max_by_key(|(_, count)| *count);
        if let Some((lemma, count)) = best.filter(|(_, count)| f64::from(*count) >= AGREED * f64::from(total))
        {
            let _ = count;
            let script = script(&form, &lemma);
            rows.push((form, xpos, script));
        }
    }
    lexicon::write(&rows, &lemmas.into_keys().collect::<Vec<_>>())
}
