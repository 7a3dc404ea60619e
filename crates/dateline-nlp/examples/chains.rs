//! usage: cargo run -p dateline-nlp --profile eval --example chains -- [--model accurate|fast|none] [--asked] FILE...
//!
//! Prints the mentions of each document (one file of plain text each) as JSONL: start, end (bytes), chain, kind, country, how. For measuring coreference. `--asked`
//! prints the candidates of each pronoun instead, for `training/actors/fit_pronouns.py`.

#![allow(clippy::print_stdout)]

use dateline_nlp::{Analyser, ModelSize, Scratch, coref};
use dateline_types::{Article, Idx, TextRange};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let asking = arguments.iter().any(|a| a == "--asked");
    arguments.retain(|a| a != "--asked");
    let size = match arguments.iter().position(|a| a == "--model") {
        Some(at) if at + 1 < arguments.len() => arguments.drain(at..at + 2).nth(1).unwrap_or_default(),
        _ => "none".to_owned(),
    };
    let analyser = match size.as_str() {
        "accurate" => Analyser::load(ModelSize::Accurate)?,
        "fast" => Analyser::load(ModelSize::Fast)?,
        _ => Analyser::with(None),
    };
    for path in arguments {
        let article =
            Article { id: path.clone(), text: std::fs::read_to_string(&path)?, ..Article::default() };
        let doc = analyser.analyse(&mut Scratch::default(), &article);
        if asking {
            let mut asked = Vec::new();
            let syntax = doc.syntax.as_ref();
            coref::annotate_asking(&analyser.actors, &doc.text, &doc.tokens, syntax, doc.anchor, &mut asked);
            for q in asked {
                let at = |r: TextRange| {
                    [r.start().saturating_sub(doc.body.start()), r.end().saturating_sub(doc.body.start())]
                };
                let rows: Vec<_> =
                    q.rows.iter().map(|(r, _, f)| serde_json::json!([at(*r), &f[..]])).collect();
                println!(
                    "{}",
                    serde_json::json!({"id": path, "at": at(q.range), "group": q.group, "rows": rows, "none": q.none})
                );
            }
            continue;
        }
        let base = doc.body.start();
        let rows: Vec<_> = doc
            .mentions
            .rows
            .iter_enumerated()
            .filter_map(|(id, m)| {
                let range = doc.tokens.cover(&m.tokens)?;
                let chain = doc.chains.of.get(id).copied().flatten().map(|c| c.index());
                Some(serde_json::json!([
                    range.start() - base,
                    range.end() - base,
                    chain,
                    format!("{:?}", m.kind),
                    m.referents.first().and_then(|r| r.country).map(|c| c.to_string()),
                    m.referents.first().map(|r| r.how)
                ]))
            })
            .collect();
        println!("{}", serde_json::json!({ "id": path, "mentions": rows }));
    }
    Ok(())
}
