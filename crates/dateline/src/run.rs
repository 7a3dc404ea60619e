//! `dateline run`: the whole path into a store.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail};
use dateline_export::Characters;
use dateline_nlp::Scratch;
use dateline_pipeline::{Outcome, each};
use dateline_store::{Key, Store, StoredPage, page_key};
use dateline_types::{EventRecord, Page};

use crate::Found;
use crate::args::{Common, Run, Selection};
use crate::inputs::{Tally, pages};
use crate::output::message;
use crate::progress::{Counts, Progress};

/// Pages written in one transaction. A kill loses at most these, and they are read again.
const BATCH: usize = 200;

/// A page on its way to the store: known already, or worked on.
enum Work {
    Known,
    Done { key: Key, page: Box<Page>, outcome: Outcome },
}

pub(crate) fn run(common: &Common, options: &Run) -> Result<Found> {
    let mut store = Store::open_or_create(&options.store)
        .with_context(|| format!("opening {}", options.store.display()))?;
    let engine = crate::code::engine(common)?;
    let stop = Arc::new(AtomicBool::new(false));
    let handler = Arc::clone(&stop);
    // A second Ctrl-C ends at once; the store stays whole either way.
    ctrlc::set_handler(move || {
        if handler.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    })?;

    let tally = Tally::default();
    let progress = Progress::new(common);
    let mut counts = Counts::default();
    let known = known_keys(&store)?;
    let mut written: HashSet<Key> = HashSet::new();
    let mut batch: Vec<(Key, Box<Page>, Outcome)> = Vec::new();
    let failure = each(
        pages(&options.inputs, &tally),
        crate::code::jobs(common),
        Scratch::default,
        |scratch, page| {
            let key = page_key(&page);
            if known.contains(&key) {
                return Work::Known;
            }
            let outcome = engine.process(scratch, &page);
            Work::Done { key, page: Box::new(page), outcome }
        },
        |work| {
            counts.pages += 1;
            match work {
                Work::Known => counts.known += 1,
                // The same page twice in one run.
                Work::Done { key, .. } if !written.insert(key.clone()) => counts.known += 1,
                Work::Done { key, page, outcome } => {
                    match &outcome {
                        Outcome::Coded { records, .. } => {
                            counts.articles += 1;
                            counts.events += records.len() as u64;
                        }
                        Outcome::Dropped(reason) => *counts.dropped.entry(reason.name()).or_default() += 1,
                        Outcome::Failed(why) => {
                            counts.failed += 1;
                            message(&format!(
                                "{} at byte {}: failed: {why}",
                                page.origin.source, page.origin.offset
                            ));
                        }
                    }
                    batch.push((key, page, outcome));
                }
            }
            progress.tick(&counts);
            if batch.len() >= BATCH
                && let Err(error) = write(&mut store, &mut batch)
            {
                return ControlFlow::Break(Some(error));
            }
            if stop.load(Ordering::SeqCst) { ControlFlow::Break(None) } else { ControlFlow::Continue(()) }
        },
    );
    if let Some(Some(error)) = failure {
        return Err(error);
    }
    write(&mut store, &mut batch)?;
    if stop.load(Ordering::SeqCst) {
        progress.end(&counts, &tally);
        bail!("stopped by the user; the store is whole, and the same command goes on with the rest");
    }
    form_stories(&mut store)?;
    progress.end(&counts, &tally);
    if options.timeline {
        crate::timeline::print(common, &store, &Selection::default())?;
    }
    let errors = tally.errors.load(Ordering::Relaxed) > 0;
    Ok(match (errors, store.counts()?.articles) {
        (true, _) => Found::WithErrors,
        (false, 0) => Found::Nothing,
        (false, _) => Found::Something,
    })
}

fn known_keys(store: &Store) -> Result<HashSet<Key>> {
    Ok(store.keys()?.into_iter().collect())
}

fn write(store: &mut Store, batch: &mut Vec<(Key, Box<Page>, Outcome)>) -> Result<()> {
    let transaction = store.batch()?;
    for (key, page, outcome) in batch.drain(..) {
        let coded: Vec<(EventRecord, String)>;
        let stored = match &outcome {
            Outcome::Coded { article, text, records } => {
                let characters = Characters::of(text);
                coded = records
                    .iter()
                    .enumerate()
                    .map(|(number, record)| {
                        let id = format!("{}-{number}", &key.as_str()[..12]);
                        (record.clone(), dateline_export::record(&id, &characters, record).to_string())
                    })
                    .collect();
                dateline_store::Outcome::Article { article, records: &coded }
            }
            Outcome::Dropped(reason) => dateline_store::Outcome::Dropped(*reason),
            Outcome::Failed(why) => dateline_store::Outcome::Failed(why),
        };
        transaction.add(&StoredPage { key, page: &page, outcome: stored })?;
    }
    Ok(transaction.commit()?)
}

/// Near copies among all articles of the store, those of earlier runs included.
fn form_stories(store: &mut Store) -> Result<()> {
    let mut articles: Vec<(String, String)> = Vec::new();
    store.each_text(|key, title, text| articles.push((key, format!("{title}\n{text}"))))?;
    let rows: Vec<(&str, &str)> = articles.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
    let groups: Vec<Vec<String>> = dateline_dedup::stories(&rows)
        .into_iter()
        .map(|group| group.into_iter().map(str::to_owned).collect())
        .collect();
    Ok(store.set_stories(&groups)?)
}
