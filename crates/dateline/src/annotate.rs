//! `dateline annotate`: one layer of analysis for other tools.

use std::ops::ControlFlow;

use anyhow::{Result, bail};
use dateline_export::Characters;
use dateline_nlp::{Analyser, Scratch, conllu};
use dateline_pipeline::{bytes, each_or_quiet, guard, literal};
use dateline_types::{Anchor, Article, Body, Document, Extraction, Page, TextRange};
use serde_json::{Value, json};

use crate::Found;
use crate::args::{Annotate, Common, Format, Layer};
use crate::code::{analyser, cell, found, jobs};
use crate::extract::csv_row;
use crate::inputs::{Tally, pages};
use crate::output::Out;
use crate::table::{clip, pad};

pub(crate) fn run(common: &Common, options: &Annotate) -> Result<Found> {
    let analyser = analyser(common)?;
    let tally = Tally::default();
    let mut out = Out::new();
    // Also on a terminal: the layers are for other tools.
    let format = common.format.unwrap_or(Format::Jsonl);
    let columns: &[&str] = match options.layer {
        Layer::Timex => &["doc_id", "start", "end", "value", "type", "rule"],
        Layer::Names => &["doc_id", "start", "end", "text", "type"],
        Layer::Conllu if common.format.is_some() => {
            bail!("--layer conllu is a format of its own: --format has no meaning for it")
        }
        Layer::Conllu => &[],
    };
    let (mut documents, mut first) = (0, true);
    let put = |out: &mut Out, told: &Told, first: bool| -> Result<()> {
        match (told, format) {
            (Told::Text(text), _) => out.text(text),
            (Told::Rows(..), Format::Jsonl) => out.line(&told.json(options.layer).to_string()),
            (Told::Rows(..), Format::Json) => {
                out.text(if first { "[\n" } else { ",\n" })?;
                out.text(&told.json(options.layer).to_string())
            }
            (Told::Rows(id, rows), Format::Csv) => rows.iter().try_for_each(|row| {
                let cells: Vec<String> = columns
                    .iter()
                    .map(|c| if *c == "doc_id" { id.clone() } else { cell(&row[*c]) })
                    .collect();
                out.text(&csv_row(&cells.iter().map(String::as_str).collect::<Vec<_>>())?)
            }),
            (Told::Rows(id, rows), Format::Table) => {
                out.line(&clip(id, usize::MAX))?;
                rows.iter().try_for_each(|row| {
                    let cells = columns.iter().filter(|c| **c != "doc_id");
                    let cells: Vec<String> = cells.map(|c| pad(&cell(&row[*c]), 12)).collect();
                    out.line(format!("  {}", cells.join(" ")).trim_end())
                })
            }
        }
    };
    if format == Format::Csv {
        out.text(&csv_row(columns)?)?;
    }
    let failure = each_or_quiet(
        pages(&options.inputs, &tally),
        jobs(common),
        bytes,
        Scratch::default,
        |scratch, page| {
            let told = guard(scratch, |scratch| layer(&analyser, scratch, options.layer, &page));
            told.map_err(|why| {
                format!("{} at byte {}: failed: {why}", page.origin.source, page.origin.offset)
            })
        },
        |told| {
            let Some(told) = told else {
                return out.flush().map_or_else(ControlFlow::Break, ControlFlow::Continue);
            };
            documents += 1;
            let written = match told {
                Ok(told) => put(&mut out, &told, std::mem::take(&mut first)),
                Err(why) => {
                    tally.error(&why);
                    Ok(())
                }
            };
            match written {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => ControlFlow::Break(error),
            }
        },
    );
    if let Some(error) = failure {
        return Err(error);
    }
    if format == Format::Json {
        out.line(if first { "[]" } else { "\n]" })?;
    }
    out.end()?;
    Ok(found(&tally, documents))
}

/// A layer of one document.
enum Told {
    /// In a format of the layer's own.
    Text(String),
    /// The document's id, and what was found in it.
    Rows(String, Vec<Value>),
}

impl Told {
    fn json(&self, layer: Layer) -> Value {
        match (self, layer) {
            (Self::Rows(id, rows), Layer::Timex) => json!({"doc_id": id, "timexes": rows}),
            (Self::Rows(id, rows), _) => json!({"doc_id": id, "names": rows}),
            (Self::Text(text), _) => Value::from(text.as_str()),
        }
    }
}

fn layer(analyser: &Analyser, scratch: &mut Scratch, layer: Layer, page: &Page) -> Told {
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
            Told::Rows(page.id.clone(), rows)
        }
        Layer::Names => {
            let rows: Vec<_> = conllu::names(&doc)
                .into_iter()
                .filter_map(|name| {
                    let (start, end) = offsets(name.range)?;
                    Some(json!({"start": start, "end": end, "text": name.text, "type": name.kind}))
                })
                .collect();
            Told::Rows(page.id.clone(), rows)
        }
        Layer::Conllu => {
            let mut text = String::new();
            // Writing to a string does not fail.
            let _ = conllu::write(&doc, &mut text);
            Told::Text(text)
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
