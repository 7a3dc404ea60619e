//! Coreference on OntoGUM's news: for each pronoun and description that has an antecedent, whether the chain that it was put in means
//! the same as the gold's.
//!
//! A chain means what its nearest earlier name or description means: a pronoun in a chain of pronouns alone is not resolved. Gold
//! mentions and ours are matched by their bytes (half of both together at least). Singletons and things that are no participants are
//! part of the gold, so that the shares of "it" stay low by design.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::suites::{Aim, Bench, Figure};

/// Start and end in bytes, and the cluster.
type Gold = (usize, usize, u32);
/// Start and end in bytes, the chain, whether it is a pronoun.
type Own = (usize, usize, Option<u64>, bool);

#[derive(Default)]
struct Count {
    asked: u32,
    answered: u32,
    right: u32,
}

/// Runs the example `chains` over the raw text of the documents.
pub(crate) fn measure(cx: &Bench, gold: &Path, suite: &str) -> Result<Vec<Figure>> {
    let texts = texts(&cx.shared.join("data/ud/GUM-open"))?;
    let folder = cx.out.join(suite);
    fs::create_dir_all(&folder)?;
    let mut documents = Vec::new();
    let mut files: Vec<_> = fs::read_dir(gold)?.map(|e| Ok(e?.path())).collect::<Result<_>>()?;
    files.sort();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let Some(text) = texts.get(&name).filter(|_| name.starts_with("GUM_news")) else { continue };
        let raw = folder.join(format!("{name}.txt"));
        fs::write(&raw, text)?;
        documents.push((raw, mentions(&fs::read_to_string(&file)?, text)));
    }
    let example = cx.binary.with_file_name("examples").join("chains");
    let out = Command::new(&example)
        .args(["--model", &cx.model])
        .args(documents.iter().map(|d| &d.0))
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("running {}: build it with the profile of the binary", example.display()))?;
    if !out.status.success() {
        bail!("{} ended with {}", example.display(), out.status);
    }
    let printed = String::from_utf8(out.stdout)?;
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut log = String::new();
    for ((raw, gold), line) in documents.iter().zip(printed.lines()) {
        let text = fs::read_to_string(raw)?;
        let row: Value = serde_json::from_str(line).context("the example printed no JSON")?;
        let own: Vec<Own> = row["mentions"].as_array().into_iter().flatten().filter_map(own).collect();
        score(&text, gold, &own, &mut counts, &mut log);
    }
    fs::write(folder.join("wrong.txt"), log)?;
    let mut figures = Vec::new();
    for (kind, c) in counts {
        let share = |a: u32, b: u32| f64::from(a) / f64::from(b.max(1));
        let row = |key: &str, value| Figure { name: format!("{suite}.{kind}_{key}"), value, aim: Aim::Rise };
        figures.push(row("right", share(c.right, c.asked)));
        figures.push(row("precision", share(c.right, c.answered)));
    }
    Ok(figures)
}

fn own(row: &Value) -> Option<Own> {
    let at = |i: usize| row[i].as_u64().and_then(|n| usize::try_from(n).ok());
    Some((at(0)?, at(1)?, row[2].as_u64(), row[3] == "Pronoun"))
}

/// The texts of the documents of a treebank, a line for each sentence.
fn texts(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    for part in ["train", "dev", "test"] {
        let mut name = String::new();
        let mut fresh = true;
        for line in fs::read_to_string(folder.join(format!("{part}.conllu")))?.lines() {
            if let Some(id) = line.strip_prefix("# newdoc id = ") {
                name = id.to_owned();
                fresh = true;
            } else if line.starts_with("# newpar") {
                fresh = true;
            } else if let Some(words) = line.strip_prefix("# text = ") {
                let text = out.entry(name.clone()).or_default();
                if !text.is_empty() {
                    text.push(if fresh { '\n' } else { ' ' });
                }
                text.push_str(words);
                fresh = false;
            }
        }
    }
    Ok(out)
}

/// Gold mentions by bytes, in order of their start; columns are number, word and brackets.
fn mentions(conll: &str, text: &str) -> Vec<Gold> {
    let mut out = Vec::new();
    let mut open: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut at = 0;
    for line in conll.lines().filter(|l| !l.starts_with('#')) {
        let [_, word, marks] = line.split('\t').collect::<Vec<_>>()[..] else { continue };
        let rest = text.get(at..).unwrap_or_default();
        let Some(start) = rest.find(word).filter(|gap| *gap < 40).map(|gap| at + gap) else { continue };
        at = start + word.len();
        for part in marks
            .split_inclusive([')'])
            .flat_map(|m| m.split('(').map(str::to_owned).enumerate().collect::<Vec<_>>())
        {
            let (nth, mark) = part;
            let Ok(id) = mark.trim_end_matches(')').parse::<u32>() else { continue };
            if nth > 0 {
                open.entry(id).or_default().push(start);
            }
            if mark.ends_with(')')
                && let Some(begin) = open.get_mut(&id).and_then(Vec::pop)
            {
                out.push((begin, at, id));
            }
        }
    }
    out.sort_unstable();
    out
}

const PERSONS: &[&str] = &["he", "him", "his", "himself", "she", "her", "hers", "herself"];
const PLURALS: &[&str] = &["they", "them", "their", "theirs", "themselves"];
const SPEAKERS: &[&str] = &["i", "me", "my", "we", "us", "our", "myself", "ourselves"];
const DEFINITE: &[&str] = &["the", "this", "that", "these", "those", "both"];

fn kind(words: &str) -> Option<&'static str> {
    let lower = words.to_lowercase();
    let first = lower.split(' ').next().unwrap_or_default();
    match () {
        () if PERSONS.contains(&lower.as_str()) => Some("he_she"),
        () if PLURALS.contains(&lower.as_str()) => Some("they"),
        () if SPEAKERS.contains(&lower.as_str()) => Some("speaker"),
        () if ["it", "its", "itself"].contains(&lower.as_str()) => Some("it"),
        () if DEFINITE.contains(&first)
            && words.split(' ').count() > 1
            && words.split(' ').skip(1).all(|w| w.starts_with(char::is_lowercase)) =>
        {
            Some("description")
        }
        () => None,
    }
}

/// Bytes shared, of those of both.
fn alike(a: (usize, usize), b: (usize, usize)) -> f64 {
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let all = a.1.max(b.1) - a.0.min(b.0);
    shared as f64 / all.max(1) as f64
}

/// Whether what begins at `at` may be the head of what begins at `from`: no preposition stands between.
fn heads(text: &str, from: usize, at: usize) -> bool {
    let between = text.get(from..at).unwrap_or_default();
    !between
        .split(' ')
        .any(|w| ["of", "from", "in", "by", "with", "for", "to", "at", "who", "which", "and"].contains(&w))
}

fn score(
    text: &str,
    gold: &[Gold],
    own: &[Own],
    counts: &mut BTreeMap<&'static str, Count>,
    log: &mut String,
) {
    let cluster = |m: &Own| {
        let near = gold.iter().map(|g| (alike((m.0, m.1), (g.0, g.1)), g.2));
        let best =
            near.filter(|(value, _)| *value >= 0.5).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, id)| id);
        // The gold's mentions have their appositions and clauses with them, ours are parts of them.
        let part = || {
            let holders = gold.iter().filter(|g| g.0 <= m.0 && m.1 <= g.1 && heads(text, g.0, m.0));
            holders.min_by_key(|g| g.1 - g.0).map(|g| g.2)
        };
        best.or_else(part)
    };
    for g in gold {
        let Some(words) = text.get(g.0..g.1) else { continue };
        let Some(kind) = kind(words) else { continue };
        if !gold.iter().any(|e| e.2 == g.2 && e.1 <= g.0) {
            continue;
        }
        let count = counts.entry(kind).or_default();
        count.asked += 1;
        let found = own
            .iter()
            .filter(|m| alike((m.0, m.1), (g.0, g.1)) >= 0.5)
            .max_by(|a, b| alike((a.0, a.1), (g.0, g.1)).total_cmp(&alike((b.0, b.1), (g.0, g.1))));
        let chain = found.and_then(|m| m.2);
        let before = chain.and_then(|c| own.iter().rev().find(|m| m.2 == Some(c) && !m.3 && m.1 <= g.0));
        let right = before.is_some_and(|m| cluster(m) == Some(g.2));
        count.answered += u32::from(before.is_some());
        count.right += u32::from(right);
        if !right {
            let told = before.and_then(|m| text.get(m.0..m.1)).unwrap_or("-");
            let wanted =
                gold.iter().rev().find(|e| e.2 == g.2 && e.1 <= g.0).and_then(|e| text.get(e.0..e.1));
            let about = text.get(g.0.saturating_sub(90)..g.1).unwrap_or(words).replace('\n', " / ");
            log.push_str(&format!("{kind}\t{told}\twanted {}\t{about}\n", wanted.unwrap_or_default()));
        }
    }
}
