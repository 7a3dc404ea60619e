//! Codes documents and prints one line of records for each, for the scorers and for fitting the coder's weights.
//!
//! `cargo run --profile eval -p dateline-pipeline --example code -- [--seen] [--weights FILE]... [--model accurate|fast|none|FILE] PATH...`
//! A path is JSONL of `{doc_id, dct, title, text}`, one such JSON file, or a folder of them; `--gsr` reads `{id, date, text}` and
//! codes sentences without titles. Several weight files are tried on one analysis, each line naming its `coder`. `--seen` prints every trigger with its features instead of the records.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example is a program")]

use std::path::{Path, PathBuf};

use dateline_events::{Coder, Explained, explain};
use dateline_nlp::encoder::{Model, ModelSize};
use dateline_nlp::{Analyser, Scratch};
use dateline_pipeline::Knowing;
use dateline_types::{Article, DateSource, Document, EventRecord, Idx, Participant, Published, TextRange};
use serde_json::{Value, json};

fn main() {
    let mut paths = Vec::new();
    let (mut seen, mut floor) = (false, None);
    let mut weights: Vec<String> = Vec::new();
    let mut model = "accurate".to_owned();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--seen" => seen = true,
            "--weights" => weights.extend(args.next()),
            "--model" => model = args.next().unwrap_or_default(),
            "--min-confidence" => floor = args.next().and_then(|a| a.parse::<f32>().ok()),
            _ => paths.push(PathBuf::from(arg)),
        }
    }
    let analyser = analyser(&model);
    let mut scratch = Scratch::default();
    let sized = || Coder::for_size(&model).unwrap_or_else(|e| panic!("{e}"));
    let mut coders: Vec<Coder> = weights
        .iter()
        .map(|f| std::fs::read_to_string(f).unwrap_or_else(|e| panic!("{f}: {e}")))
        .map(|text| sized().weighed(&text).unwrap_or_else(|e| panic!("{e}")))
        .collect();
    if coders.is_empty() {
        coders.push(sized());
    }
    for coder in &mut coders {
        coder.min_confidence = floor.unwrap_or(coder.min_confidence);
    }
    for input in paths.iter().flat_map(|p| files(p)).flat_map(|f| rows(&f)) {
        let doc = analyser.analyse(&mut scratch, &article(&input));
        let know = Knowing::new(&analyser);
        let id = input.get("doc_id").or(input.get("id")).cloned().unwrap_or_default();
        for (number, coder) in coders.iter().enumerate() {
            let out = explain(coder, &know, &doc);
            let line = if seen {
                json!({ "doc_id": id, "id": id, "coder": number, "seen": seen_rows(&doc, &out), "last": out.last.iter().map(|f| &f.0).collect::<Vec<_>>(),
                        "events": out.records.iter().enumerate().map(|(i, r)| record(&doc, i, r)).collect::<Vec<_>>() })
            } else {
                let events: Vec<Value> =
                    out.records.iter().enumerate().map(|(i, r)| record(&doc, i, r)).collect();
                json!({ "doc_id": id, "id": id, "coder": number, "events": events })
            };
            println!("{line}");
        }
    }
}

/// A size by name, `none`, or a weight file.
fn analyser(model: &str) -> Analyser {
    let loaded = match model {
        "none" => return Analyser::with(None),
        "accurate" => Model::load(ModelSize::Accurate),
        "fast" => Model::load(ModelSize::Fast),
        path => Model::from_bytes(std::fs::read(path).unwrap_or_else(|e| panic!("{path}: {e}")).into()),
    };
    Analyser::with(Some(loaded.unwrap_or_else(|e| panic!("{e}"))))
}

fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(dir) = std::fs::read_dir(path) else { return vec![path.to_owned()] };
    let mut out: Vec<PathBuf> = dir.flatten().map(|e| e.path()).collect();
    out.sort();
    out
}

fn rows(file: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    match serde_json::from_str::<Value>(&text) {
        Ok(Value::Array(rows)) => rows,
        Ok(one) => vec![one],
        Err(_) => text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect(),
    }
}

fn article(input: &Value) -> Article {
    let field = |name: &str| input.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let date =
        [field("dct"), field("date")].into_iter().find_map(|d| d.get(..10).and_then(|d| d.parse().ok()));
    Article {
        id: field("doc_id"),
        title: field("title"),
        text: field("text"),
        published: date.map(|date| Published { date, time: None, source: DateSource::Supplied }),
        ..Article::default()
    }
}

fn chars(text: &str, byte: u32) -> usize {
    text.get(..byte as usize).map_or(0, |front| front.chars().count())
}

fn quote(doc: &Document, range: TextRange) -> &str {
    range.slice(&doc.text).unwrap_or_default()
}

fn people(rows: &[Participant]) -> Vec<Value> {
    rows.iter()
        .map(|p| {
            json!({ "text": p.text, "country": p.country.map(|c| c.to_string()), "sector": p.sector.map(|s| s.name()),
                    "name": p.name, "how": p.how })
        })
        .collect()
}

fn record(doc: &Document, number: usize, r: &EventRecord) -> Value {
    json!({
        "id": number, "link": null, "type": r.kind.name(), "mode": r.mode.map(|m| m.name()),
        "actors": people(&r.actors), "recipients": people(&r.recipients),
        "date": r.when.map(|w| w.to_string()), "date_basis": r.date_basis.map(|b| b.name()), "status": r.status.name(),
        "attribution": r.attribution.as_ref().map(|a| &a.text), "place": r.place.as_ref().map(|p| &p.text),
        "evidence": quote(doc, r.evidence), "start": chars(&doc.text, r.evidence.start()), "end": chars(&doc.text, r.evidence.end()),
        "trigger": quote(doc, r.trigger), "more": r.more_evidence.iter().map(|e| quote(doc, *e)).collect::<Vec<_>>(),
        "rule": r.rule, "confidence": r.confidence, "cameo": r.cameo, "contexts": r.contexts,
        "dead": r.counts.dead, "injured": r.counts.injured, "arrested": r.counts.arrested,
    })
}

fn seen_rows(doc: &Document, out: &Explained) -> Vec<Value> {
    out.seen
        .iter()
        .map(|s| {
            json!({
                "trigger": quote(doc, s.range), "at": chars(&doc.text, s.range.start()), "rule": s.rule, "type": s.kind.name(),
                "status": s.status.name(), "p": s.probability, "features": s.features.0, "actors": people(&s.actors),
                "recipients": people(&s.recipients), "evidence": quote(doc, s.evidence),
                "start": chars(&doc.text, s.evidence.start()), "end": chars(&doc.text, s.evidence.end()),
                "meant": s.meant.iter().map(|row| json!({ "text": quote(doc, doc.tokens.ranges[row.head]), "people": people(&row.people),
                    "side": format!("{:?}", row.side), "features": row.features.0, "p": row.probability })).collect::<Vec<_>>(),
                "parts": s.parts.iter().map(|row| json!({ "text": quote(doc, doc.tokens.ranges[row.head]), "at": chars(&doc.text, doc.tokens.ranges[row.head].start()),
                    "people": people(&row.people), "here": row.here, "head": row.head.index(), "joined": row.joined.map(|t| t.index()),
                    "features": row.features, "p": row.probability, "chosen": row.chosen })).collect::<Vec<_>>(),
                "attribution": s.attribution.as_ref().map(|a| &a.text),
                "credits": s.credits.iter().map(|row| json!({ "text": row.source.text, "features": row.features.0, "p": row.probability })).collect::<Vec<_>>(),
                "mode": s.mode.map(|m| m.name()), "mode_features": s.mode_features, "outcome": format!("{:?}", s.outcome),
            })
        })
        .collect()
}
