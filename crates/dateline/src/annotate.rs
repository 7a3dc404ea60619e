//! `dateline annotate`: one layer of analysis for other tools.

use std::ops::ControlFlow;

use anyhow::Result;
use dateline_export::Characters;
use dateline_nlp::{Analyser, Scratch, conllu};
use dateline_pipeline::{bytes, each, guard, literal};
use dateline_types::{Anchor, Article, Body, Document, Extraction, Page, TextRange};
use serde_json::json;

use crate::Found;
use crate::args::{Annotate, Common, Layer};
use crate::code::{analyser, found, jobs};
use crate::inputs::{Tally, pages};
use crate::output::Out;

pub(crate) fn run(common: &Common, options: &Annotate) -> Result<Found> {
    let analyser = analyser(common)?;
    let tally = Tally::default();
    let mut out = Out::new();
    let mut documents = 0;
    let failure = each(
        pages(&options.inputs, &tally),
        jobs(common),
        bytes,
        Scratch::default,
        |scratch, page| {
            let text = guard(scratch, |scratch| layer(&analyser, scratch, options.layer, &page));
            text.map_err(|why| {
                format!("{} at byte {}: failed: {why}", page.origin.source, page.origin.offset)
            })
        },
        |text| {
            documents += 1;
            let text = text.unwrap_or_else(|why| {
                tally.error(&why);
                String::new()
            });
            match out.text(&text) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => ControlFlow::Break(error),
            }
        },
    );
    if let Some(error) = failure {
        return Err(error);
    }
    out.end()?;
    Ok(found(&tally, documents))
}

fn layer(analyser: &Analyser, scratch: &mut Scratch, layer: Layer, page: &Page) -> String {
    let doc = document(analyser, scratch, page);
    let characters = Characters::of(&doc.text);
    let body = characters.before(doc.body.start());
    // Offsets count from the body's start: other tools have the body alone. What lies in the title has none.
    let offsets = |range: TextRange| {
        let (start, end) = characters.range(range);
        doc.body.contains(range).then(|| (start - body, end - body))
    };
    match layer {
        Layer::Timex => {
            let rows: Vec<_> = doc
                .timexes
                .iter()
                .filter_map(|timex| {
                    let (start, end) = offsets(timex.range)?;
                    Some(json!({"start": start, "end": end, "value": timex.value, "type": timex.kind.name(), "basis": timex.basis.name(), "rule": timex.rule}))
                })
                .collect();
            format!("{}\n", json!({"doc_id": page.id, "timexes": rows}))
        }
        Layer::Names => {
            let rows: Vec<_> = conllu::names(&doc)
                .into_iter()
                .filter_map(|name| {
                    let (start, end) = offsets(name.range)?;
                    Some(json!({"start": start, "end": end, "text": name.text, "type": name.kind}))
                })
                .collect();
            format!("{}\n", json!({"doc_id": page.id, "names": rows}))
        }
        Layer::Conllu => {
            let mut text = String::new();
            // Writing to a string does not fail.
            let _ = conllu::write(&doc, &mut text);
            text
        }
    }
}

/// Articles are annotated as they are extracted; plain text and supplied articles to the letter.
fn document(analyser: &Analyser, scratch: &mut Scratch, page: &Page) -> Document {
    let plain = |scratch: &mut Scratch, text: &str| {
        analyser.analyse_text(scratch, &page.id, text.to_owned(), Anchor::Unknown)
    };
    if let Some(text) = literal(page) {
        return plain(scratch, text);
    }
    match &page.body {
        Body::Article(supplied) => {
            let article = match dateline_extract::extract(page) {
                Extraction::Kept(article) => *article,
                Extraction::Dropped(_) => Article {
                    id: page.id.clone(),
                    title: supplied.title.clone().unwrap_or_default(),
                    text: supplied.text.clone(),
                    ..Article::default()
                },
            };
            analyser.analyse(scratch, &article)
        }
        Body::Html(_) | Body::CrawlText(_) => match dateline_extract::extract(page) {
            Extraction::Kept(article) => analyser.analyse(scratch, &article),
            Extraction::Dropped(_) => plain(scratch, ""),
        },
    }
}
