//! `dateline run`: the whole path into a store.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use dateline_export::Characters;
use dateline_nlp::Scratch;
use dateline_pipeline::{Outcome, Signature, bytes, each_or_quiet};
use dateline_store::{Key, Store, StoredPage, page_key};
use dateline_types::{EventRecord, Page};

use crate::Found;
use crate::args::{Common, Format, Run, Selection};
use crate::inputs::{Tally, files, pages_of, total};
use crate::output::message;
use crate::progress::{Counts, Progress};

/// Pages written in one transaction. A kill loses at most these, and they are read again.
const BATCH: usize = 200;
/// Slow pages are written before there are so many.
const OFTEN: Duration = Duration::from_secs(1);

/// How long after Ctrl-C the pages in hand may take to be finished.
const PATIENCE: Duration = Duration::from_secs(5);

const STOPPED: &str = "stopped; the store is whole, and the same command goes on with the rest";

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
    ctrlc::set_handler(move || {
        // A second Ctrl-C ends at once; so does time, where the reader waits for input that does not come. What is committed is
        // whole either way.
        if handler.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
        std::thread::spawn(|| {
            std::thread::sleep(PATIENCE);
            message(STOPPED);
            std::process::exit(130);
        });
    })?;

    let tally = Tally::default();
    let files = files(&options.inputs, &tally);
    let progress = Progress::new(common, options.summary, total(&files));
    let mut counts = Counts::default();
    let known = known_keys(&store)?;
    let mut written: HashSet<Key> = HashSet::new();
    let mut batch: Vec<(Key, Box<Page>, Outcome)> = Vec::new();
    let mut committed = Instant::now();
    let failure = each_or_quiet(
        pages_of(files, &tally),
        crate::code::jobs(common),
        bytes,
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
            counts.pages += u64::from(work.is_some());
            let quiet = work.is_none();
            match work {
                None => {}
                Some(Work::Known) => counts.known += 1,
                // The same page twice in one run.
                Some(Work::Done { key, .. }) if !written.insert(key.clone()) => counts.known += 1,
                Some(Work::Done { key, page, outcome }) => {
                    match &outcome {
                        Outcome::Coded { article, text, records, .. } => {
                            crate::code::tell_if_cut(common, article, text);
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
            progress.tick(&counts, &tally);
            // A stream that pauses must not hold back what is done.
            let due = batch.len() >= BATCH || committed.elapsed() >= OFTEN || quiet;
            if due && !batch.is_empty() {
                if let Err(error) = write(&mut store, &mut batch) {
                    return ControlFlow::Break(Some(error));
                }
                committed = Instant::now();
            }
            if stop.load(Ordering::SeqCst) { ControlFlow::Break(None) } else { ControlFlow::Continue(()) }
        },
    );
    if let Some(Some(error)) = failure {
        return Err(error);
    }
    write(&mut store, &mut batch)?;
    form_stories(&mut store)?;
    progress.end(&counts, &tally);
    if stop.load(Ordering::SeqCst) {
        message(STOPPED);
        return Ok(Found::Interrupted);
    }
    if options.timeline {
        // For people, also into a file or a pager.
        let format = common.format.unwrap_or(Format::Table);
        crate::timeline::print(&store, common, &Selection::default(), format)?;
    }
    let errors = tally.errors.load(Ordering::Relaxed) > 0 || counts.failed > 0;
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
        let wording: Vec<u8>;
        let stored = match &outcome {
            Outcome::Coded { article, signature, text, records } => {
                let characters = Characters::of(text);
                coded = records
                    .iter()
                    .enumerate()
                    .map(|(number, record)| {
                        let id = format!("{}-{number}", &key.as_str()[..12]);
                        (record.clone(), dateline_export::record(&id, &characters, record).to_string())
                    })
                    .collect();
                wording = signature.to_bytes();
                dateline_store::Outcome::Article { article, signature: &wording, records: &coded }
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
    let rows = store.signatures()?.into_iter();
    let rows: Vec<(String, Signature)> =
        rows.filter_map(|(key, bytes)| Some((key, Signature::from_bytes(&bytes)?))).collect();
    Ok(store.set_stories(&dateline_dedup::stories(&rows))?)
}
