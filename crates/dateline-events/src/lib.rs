//! Documents to event records: who did what to whom, when, with what status, who says so, and the words it rests on.

mod knowledge;

use dateline_types::{Document, EventRecord};

pub use knowledge::{Knowledge, Layers};

/// Lexicon and decisions, immutable and shared.
#[derive(Default)]
pub struct Coder {}

/// The records of one document, in text order, each event once, with what the document's own layers know.
pub fn code(coder: &Coder, doc: &Document) -> Vec<EventRecord> {
    code_with(coder, &Layers, doc)
}

/// The records of one document, in text order, each event once.
pub fn code_with(_: &Coder, _: &dyn Knowledge, _: &Document) -> Vec<EventRecord> {
    Vec::new()
}
