//! `dateline code`: records of documents, in input order; JSON lines unless another format is asked for.

use std::ops::ControlFlow;

use anyhow::{Context, Result};
use dateline_events::Coder;
use dateline_export::Characters;
use dateline_nlp::encoder::ModelSize;
use dateline_nlp::{Analyser, Scratch};
use dateline_pipeline::{Engine, Outcome, bytes, each_or_quiet};
use dateline_types::Article;
use serde_json::{Value, json};

use crate::Found;
use crate::args::{Code, Common, Format, Model};
use crate::extract::csv_row;
use crate::inputs::{Tally, pages};
use crate::output::{self, Out, message};
use crate::table::{clip, pad};

pub(crate) fn run(common: &Common, options: &Code) -> Result<Found> {
    let engine = engine(common)?;
    let tally = Tally::default();
    // Also on a terminal: one line per document is what the command is for.
    let format = common.format.unwrap_or(Format::Jsonl);
    let mut out = Out::new();
    let (mut events, mut first) = (0, true);
    if format == Format::Csv {
        out.text(&csv_row(&COLUMNS)?)?;
    }
    let failure = each_or_quiet(
        pages(&options.inputs, &tally),
        jobs(common),
        bytes,
        Scratch::default,
        |scratch, page| {
            let outcome = engine.process_literally(scratch, &page);
            (page, outcome)
        },
        |result| {
            let Some((page, outcome)) = result else {
                return out.flush().map_or_else(ControlFlow::Break, ControlFlow::Continue);
            };
            let records: Vec<Value> = match &outcome {
                Outcome::Coded { article, text, records, .. } => {
                    tell_if_cut(common, article, text);
                    let characters = Characters::of(text);
                    let numbered = records.iter().enumerate();
                    numbered
                        .map(|(n, record)| {
                            dateline_export::record(&format!("{}#{n}", page.id), &characters, record)
                        })
                        .collect()
                }
                Outcome::Dropped(reason) => {
                    if !common.quiet {
                        message(&format!("{}: dropped: {}", page.id, reason.name()));
                    }
                    Vec::new()
                }
                Outcome::Failed(why) => {
                    tally.error(&format!(
                        "{} at byte {}: failed: {why}",
                        page.origin.source, page.origin.offset
                    ));
                    Vec::new()
                }
            };
            events += records.len();
            match write(&mut out, format, &page.id, &records, std::mem::take(&mut first)) {
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
    Ok(found(&tally, events))
}

/// Columns of `--format csv`: one line per record.
const COLUMNS: [&str; 17] = [
    "doc_id",
    "id",
    "type",
    "mode",
    "status",
    "date",
    "date_basis",
    "actors",
    "recipients",
    "attribution",
    "place",
    "evidence",
    "start",
    "end",
    "rule",
    "confidence",
    "link",
];

fn write(out: &mut Out, format: Format, id: &str, records: &[Value], first: bool) -> Result<()> {
    match format {
        Format::Jsonl => out.line(&json!({"doc_id": id, "events": records}).to_string()),
        Format::Json => {
            out.text(if first { "[\n" } else { ",\n" })?;
            out.text(&json!({"doc_id": id, "events": records}).to_string())
        }
        Format::Csv => records.iter().try_for_each(|record| {
            let cells = COLUMNS.map(|column| match column {
                "doc_id" => id.to_owned(),
                "actors" | "recipients" => parties(&record[column]),
                _ => cell(&record[column]),
            });
            out.text(&csv_row(&cells.each_ref().map(String::as_str))?)
        }),
        Format::Table => {
            out.line(&clip(id, usize::MAX))?;
            for record in records {
                let field = |name: &str| cell(&record[name]);
                let what = format!("{} {}", field("type"), field("mode"));
                let date = if record["date"].is_null() { "undated".to_owned() } else { field("date") };
                let to = parties(&record["recipients"]);
                let to = if to.is_empty() { to } else { format!(" → {to}") };
                let line = format!(
                    "{} {date}  {}{to}  [{}]",
                    pad(&what, 22),
                    parties(&record["actors"]),
                    field("status")
                );
                out.line(&format!("  {}", clip(&line, output::width().saturating_sub(2))))?;
                let source = field("attribution");
                let source = if source.is_empty() { source } else { format!(" ({source})") };
                let words = format!("“{}”{source}", field("evidence"));
                out.line(&format!("    {}", clip(&words, output::width().saturating_sub(4))))?;
            }
            out.line("")
        }
    }
}

/// A value as a table's cell has it: nothing for null, and no quotes.
pub(crate) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// `Vladimir Putin (RUS GOV); Donald Trump (USA GOV)`
fn parties(people: &Value) -> String {
    let one = |person: &Value| {
        let name = [&person["name"], &person["text"]].map(cell).into_iter().find(|n| !n.is_empty());
        let codes = [&person["country"], &person["sector"]].map(cell);
        let codes = codes.join(" ");
        let name = name.unwrap_or_else(|| "unnamed".to_owned());
        if codes.trim().is_empty() { name } else { format!("{name} ({})", codes.trim()) }
    };
    people.as_array().map(|rows| rows.iter().map(one).collect::<Vec<_>>().join("; ")).unwrap_or_default()
}

/// A text that is too long for an article is coded in part, and that is said.
pub(crate) fn tell_if_cut(common: &Common, article: &Article, coded: &str) {
    let whole = article.title.len() + article.text.len();
    if coded.len() < whole && !common.quiet {
        message(&format!("{}: only the first {} of {whole} bytes are coded", article.id, coded.len()));
    }
}

pub(crate) fn found(tally: &Tally, records: usize) -> Found {
    if tally.errors.load(std::sync::atomic::Ordering::Relaxed) > 0 {
        Found::WithErrors
    } else if records == 0 {
        Found::Nothing
    } else {
        Found::Something
    }
}

pub(crate) fn jobs(common: &Common) -> usize {
    common.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, std::num::NonZeroUsize::get)
}

/// Models, tables and rules, with the user's own actors.
pub(crate) fn engine(common: &Common) -> Result<Engine> {
    let mut coder = Coder::for_size(size(common).name()).context("the lexicon in the program")?;
    if let Some(least) = common.min_confidence {
        coder.min_confidence = least;
    }
    Ok(Engine { analyser: analyser(common)?, coder })
}

fn size(common: &Common) -> ModelSize {
    match common.model {
        Model::Accurate => ModelSize::Accurate,
        Model::Fast => ModelSize::Fast,
    }
}

pub(crate) fn analyser(common: &Common) -> Result<Analyser> {
    let size = size(common);
    let mut analyser = if size.built_in().is_some() {
        Analyser::load(size).context("loading the language model")?
    } else {
        message(&format!("built without the model {:?}: records rest on the lexicon alone", size.name()));
        Analyser::with(None)
    };
    for path in &common.actors {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let table = std::mem::take(&mut analyser.actors);
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        // Dictionaries of TABARI and PETRARCH are known by their names: `Phoenix.International.actors.txt`, `CAMEO.agents`.
        let laid = match name.trim_end_matches(".txt") {
            name if name.ends_with(".actors") => table.with_petrarch_actors(&text),
            name if name.ends_with(".agents") => table.with_petrarch_agents(&text),
            _ => table.with_user(&text),
        };
        analyser.actors = laid.with_context(|| path.display().to_string())?;
    }
    Ok(analyser)
}
