//! Documents to event records: who did what to whom, when, with what status, who says so, and the words it rests on.

use dateline_types::{Document, EventRecord};

/// Lexicon and decisions, immutable and shared.
#[derive(Default)]
pub struct Coder {}

/// The records of one document, in text order, each event once.
pub fn code(_: &Coder, _: &Document) -> Vec<EventRecord> {
    Vec::new()
}
