//! Names from raw text against IOB2 gold: a name counts when both its ends and its class are right.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::suites::{Aim, Bench, Figure};

/// Start, end (characters of the text) and class.
type Name = (usize, usize, String);

/// Runs the binary over the text of an IOB2 file and scores PER, ORG and LOC, which are UNER's classes.
pub(crate) fn measure(cx: &Bench, gold: &Path, suite: &str) -> Result<Vec<Figure>> {
    let (text, expected) = read(&fs::read_to_string(gold)?);
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

/// The text, sentences parted by blanks and documents by empty lines, and the names in it. Lines are `n`, word, tag, parted by tabs.
fn read(iob: &str) -> (String, BTreeSet<Name>) {
    let mut text = String::new();
    let mut names = BTreeSet::new();
    // Characters before the sentence, those of the sentence, where to look for the next word in it.
    let (mut base, mut sentence, mut at) = (0, Vec::new(), 0);
    let mut open: Option<Name> = None;
    for line in iob.lines().chain([""]) {
        if line.starts_with("# newdoc") && !text.is_empty() {
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
    use super::read;

    #[test]
    fn names_are_found_in_the_text_by_their_words() {
        let iob = "# newdoc id = a\n# text = Ada Quill can't.\n1\tAda\tB-PER\n2\tQuill\tI-PER\n3\tca\tO\n4\tn't\tO\n5\t.\tO\n\n\
                   # text = Oslo NATO\n1\tOslo\tB-LOC\n2\tNATO\tB-ORG\n\n";
        let (text, names) = read(iob);
        assert_eq!(text, "Ada Quill can't. Oslo NATO");
        let told: Vec<(&str, &str)> = names.iter().map(|n| (&text[n.0..n.1], n.2.as_str())).collect();
        assert_eq!(told, [("Ada Quill", "PER"), ("Oslo", "LOC"), ("NATO", "ORG")]);
    }
}
