//! `dateline code`: records of documents as JSON lines, in input order.

use std::ops::ControlFlow;

use anyhow::{Context, Result};
use dateline_events::Coder;
use dateline_export::Characters;
use dateline_nlp::encoder::ModelSize;
use dateline_nlp::{Analyser, Scratch};
use dateline_pipeline::{Engine, Outcome, bytes, each};
use serde_json::json;

use crate::Found;
use crate::args::{Code, Common, Model};
use crate::inputs::{Tally, pages};
use crate::output::{Out, message};

pub(crate) fn run(common: &Common, options: &Code) -> Result<Found> {
    let engine = engine(common)?;
    let tally = Tally::default();
    let mut out = Out::new();
    let mut events = 0;
    let failure = each(
        pages(&options.inputs, &tally),
        jobs(common),
        bytes,
        Scratch::default,
        |scratch, page| {
            let outcome = engine.process_literally(scratch, &page);
            (page, outcome)
        },
        |(page, outcome)| {
            let records = match &outcome {
                Outcome::Coded { text, records, .. } => {
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
            match out.line(&json!({"doc_id": page.id, "events": records}).to_string()) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => ControlFlow::Break(error),
            }
        },
    );
    if let Some(error) = failure {
        return Err(error);
    }
    out.end()?;
    Ok(found(&tally, events))
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
    let mut coder = Coder::new().context("the lexicon in the program")?;
    if let Some(least) = common.min_confidence {
        coder.min_confidence = least;
    }
    Ok(Engine { analyser: analyser(common)?, coder })
}

pub(crate) fn analyser(common: &Common) -> Result<Analyser> {
    let size = match common.model {
        Model::Accurate => ModelSize::Accurate,
        Model::Fast => ModelSize::Fast,
    };
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
