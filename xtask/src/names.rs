//! Names from raw text against IOB2 gold: a name counts when both its ends and its class are right.
//!
//! UNER annotates the sentences of UD treebanks but leaves out where their paragraphs begin. The raw text is the treebank's, as `score_ud.py --raw`
//! writes it, so that a heading or a signature does not run into the line after it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::suites::{Aim, Bench, Figure};

/// Start, end (characters of the text) and class.
type Name = (usize, usize, String);

/// Runs the binary over the text of an IOB2 file and scores PER, ORG and LOC, which are UNER's classes.
pub(crate) fn measure(cx: &Bench, gold: &Path, suite: &str) -> Result<Vec<Figure>> {
    let treebank = fs::read_to_string(treebank_of(gold)).context("the treebank whose sentences these are")?;
    let (text, expected) = read(&fs::read_to_string(gold)?, &paragraphs(&treebank));
    let raw = cx.out.join(format!("{suite}.jsonl"));
    fs::write(&raw, serde_json::json!({"doc_id": suite, "text": text}).to_string() + "\n")?;
    let predicted = cx.out.join(format!("{suite}.names.jsonl"));
    let arguments = ["annotate", "--layer", "names", "--model", &cx.model];
    let raw = raw.to_string_lossy().into_owned();
    cx.dateline(&[&arguments[..], &[&raw]].concat(), &predicted)?;
    let answer: Value = serde_json::from_str(fs::read_to_string(&predicted)?.trim()).context("no JSON")?;
    let found: BTreeSet<Name> = answer["names"].as_array().into_iter().flatten().filter_map(name).collect();
    let right = found.intersection(&expected).count() as f64;
    let value = 2.0 * right / ((found.len() + expected.len()).max(1) as f64);
    Ok(vec![Figure { name: format!("{suite}.f1"), value, aim: Aim::Rise }])
}

fn name(row: &Value) -> Option<Name> {
    let class = row["type"].as_str().filter(|class| matches!(*class, "PER" | "ORG" | "LOC"))?;
    let at = |key: &str| row[key].as_u64().and_then(|n| usize::try_from(n).ok());
    Some((at("start")?, at("end")?, class.to_owned()))
}

/// `data/ner/uner-ewt/dev.iob2` annotates the sentences of `data/ud/EWT/dev.conllu`.
fn treebank_of(gold: &Path) -> PathBuf {
    let part = |path: Option<&Path>| {
        path.and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned()
    };
    let treebank = part(gold.parent()).trim_start_matches("uner-").to_uppercase();
    let data = gold.ancestors().nth(3).unwrap_or(gold);
    data.join("ud").join(treebank).join(part(Some(gold))).with_extension("conllu")
}

/// The identifiers of the sentences that begin a paragraph.
fn paragraphs(treebank: &str) -> BTreeSet<&str> {
    let mut begins = false;
    let mut out = BTreeSet::new();
    for line in treebank.lines() {
        if line.starts_with("# newpar") || line.starts_with("# newdoc") {
            begins = true;
        } else if let Some(id) = line.strip_prefix("# sent_id = ")
            && std::mem::take(&mut begins)
        {
            out.insert(id);
        }
    }
    out
}

/// The text, sentences parted by blanks, paragraphs and documents by empty lines, and the names in it. Lines are `n`, word, tag, parted by tabs.
fn read(iob: &str, paragraphs: &BTreeSet<&str>) -> (String, BTreeSet<Name>) {
    let mut text = String::new();
    let mut names = BTreeSet::new();
    // Characters before the sentence, those of the sentence, where to look for the next word in it.
    let (mut base, mut sentence, mut at) = (0, Vec::new(), 0);
    let mut open: Option<Name> = None;
    for line in iob.lines().chain([""]) {
        let begins = line.strip_prefix("# sent_id = ").is_some_and(|id| paragraphs.contains(id));
        if (begins || line.starts_with("# newdoc")) && text.ends_with(|c: char| !c.is_whitespace()) {
            text.push_str("\n\n");
        } else if let Some(words) = line.strip_prefix("# text = ") {
            if text.ends_with(|c: char| !c.is_whitespace()) {
                text.push(' ');
            }
            base = text.chars().count();
            text.push_str(words);
            (sentence, at) = (words.chars().collect(), 0);
        } else if line.is_empty() {
            names.extend(open.take());
        } else if let [_, word, tag, ..] = line.split('\t').collect::<Vec<_>>()[..] {
            let word: Vec<char> = word.chars().collect();
            let begin = (at..sentence.len()).find(|i| sentence[*i..].starts_with(&word)).unwrap_or(at);
            at = begin + word.len();
            match tag.split_once('-') {
                Some(("I", class)) if open.as_ref().is_some_and(|name| name.2 == class) => {
                    if let Some(name) = &mut open {
                        name.1 = base + at;
                    }
                }
                Some((_, class)) => {
                    names.extend(open.replace((base + begin, base + at, class.to_owned())));
                }
                None => names.extend(open.take()),
            }
        }
    }
    (text, names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_the_text_by_their_words() {
        let iob = "# newdoc id = a\n# text = Ada Quill can't.\n1\tAda\tB-PER\n2\tQuill\tI-PER\n3\tca\tO\n4\tn't\tO\n5\t.\tO\n\n\
                   # text = Oslo NATO\n1\tOslo\tB-LOC\n2\tNATO\tB-ORG\n\n";
        let (text, names) = read(iob, &BTreeSet::new());
        assert_eq!(text, "Ada Quill can't. Oslo NATO");
        let told: Vec<(&str, &str)> = names.iter().map(|n| (&text[n.0..n.1], n.2.as_str())).collect();
        assert_eq!(told, [("Ada Quill", "PER"), ("Oslo", "LOC"), ("NATO", "ORG")]);
    }

    #[test]
    fn paragraphs_are_the_treebanks() {
        let treebank = "# newdoc id = a\n# sent_id = a-1\n1\tHi\n\n# newpar id = a-p2\n# sent_id = a-2\n1\tBo\n\n# sent_id = a-3\n1\tOh\n";
        let iob = "# newdoc id = a\n# sent_id = a-1\n# text = Hi\n1\tHi\tO\n\n# sent_id = a-2\n# text = Bo\n1\tBo\tB-PER\n\n# sent_id = a-3\n# text = Oh\n1\tOh\tO\n";
        let (text, names) = read(iob, &paragraphs(treebank));
        assert_eq!(text, "Hi\n\nBo Oh");
        assert_eq!(names, [(4, 6, "PER".to_owned())].into());
        let gold = Path::new("s/data/ner/uner-pud/test.iob2");
        assert_eq!(treebank_of(gold), Path::new("s/data/ud/PUD/test.conllu"));
    }
}
