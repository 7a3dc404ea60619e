//! The date attached to gold events whose words are given: `[--rows] PATH...`, a path being a JSON document with events, JSONL of such, or
//! a folder. Prints `{"right", "covered", "n"}`; with `--rows` every candidate with its features, for `training/events/fit_dates.py`.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "an example is a program")]

use std::path::PathBuf;

use dateline_events::{Coder, dates_given};
use dateline_nlp::encoder::ModelSize;
use dateline_nlp::{Analyser, Scratch};
use dateline_types::{Article, DateSource, Published, Status, TextRange};
use serde_json::{Value, json};

fn main() {
    let (flags, paths): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let size = if flags.iter().any(|f| f == "--fast") { ModelSize::Fast } else { ModelSize::Accurate };
    let analyser = Analyser::load(size).unwrap();
    let (coder, mut scratch) = (Coder::default(), Scratch::default());
    let (mut right, mut covered, mut n) = (0, 0, 0);
    for input in paths.iter().flat_map(|p| documents(p)) {
        let text = |key: &str| input.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let date = text("dct").get(..10).and_then(|d| d.parse().ok());
        let published = date.map(|date| Published { date, time: None, source: DateSource::Supplied });
        let article = Article {
            id: text("doc_id"),
            title: text("title"),
            text: text("text"),
            published,
            ..Article::default()
        };
        let doc = analyser.analyse(&mut scratch, &article);
        for event in input.get("events").and_then(Value::as_array).into_iter().flatten() {
            let field = |key: &str| event.get(key).and_then(Value::as_str);
            let status: Status = field("status").unwrap_or("happened").parse().unwrap();
            let (Some(want), Status::Happened | Status::Planned) = (field("date"), status) else { continue };
            n += 1;
            let evidence = field("evidence").unwrap_or_default();
            let Some(at) = doc.text.find(evidence).filter(|_| !evidence.is_empty()) else { continue };
            let range = TextRange::from_usize(at, at + evidence.len()).unwrap();
            let rows = dates_given(&coder, &doc, range, field("type").unwrap().parse().unwrap(), status);
            right += usize::from(rows.first().is_some_and(|d| d.when.to_string() == want));
            covered += usize::from(rows.iter().any(|d| d.when.to_string() == want));
            if flags.iter().any(|f| f == "--rows") {
                let rows: Vec<Value> = rows
                    .iter()
                    .map(|d| {
                        let features: serde_json::Map<String, Value> =
                            d.features.iter().map(|(k, v)| ((*k).to_owned(), json!(v))).collect();
                        json!({"w": d.when.to_string(), "f": features})
                    })
                    .collect();
                println!("{}", json!({"id": doc.id, "want": want, "rows": rows}));
            }
        }
    }
    if !flags.iter().any(|f| f == "--rows") {
        let share = |k: usize| k as f64 / n.max(1) as f64;
        println!("{}", json!({"right": share(right), "covered": share(covered), "n": n}));
    }
}

fn documents(path: &str) -> Vec<Value> {
    let path = PathBuf::from(path);
    let mut files = vec![path.clone()];
    if path.is_dir() {
        files = std::fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort();
    }
    let mut out = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        if file.extension().is_some_and(|e| e == "jsonl") {
            out.extend(text.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()));
        } else {
            out.push(serde_json::from_str(&text).unwrap());
        }
    }
    out
}
