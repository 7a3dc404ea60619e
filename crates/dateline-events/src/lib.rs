//! Documents to event records: who did what to whom, when, with what status, who says so, and the words it rests on.
//!
//! Two witnesses tell where an event is: a lexicon of predicates with frames (`data/lexicon-*.txt`, each entry with
//! sentences that must and must not match) and the event heads of the encoder ([`dateline_types::EventHint`]). They are
//! weighed against each other by a logistic decision whose weights were fitted on folds (`data/weights.txt`); around them
//! stand rules over the tree for roles, status and sources, and one merge that leaves each event of an article once.
//!
//! The decision taken: the model points, the lexicon checks, and both stay visible in every record (`rule`,
//! `confidence`, [`explain`]). The option rejected: the model alone, which is blind to what it was not trained on and
//! cannot say why; and rules alone, which is what the field has had for thirty years.
//!
//! The coder knows no sibling stage. Who is meant at a date, and when an event was, it asks through [`Knowledge`].

mod afar;
mod building;
mod cast;
mod clause;
mod coder;
mod credit;
mod dates;
mod decide;
mod flat;
mod forms;
mod knowledge;
mod lexicon;
mod merge;
mod mode;
mod people;
mod roles;
mod settle;
mod slots;
mod source;
mod spot;
mod status;
mod unlisted;
mod view;
mod whole;

#[cfg(test)]
mod tests;

use dateline_types::{Document, EventRecord};

pub use afar::{Meant, Side};
pub use cast::Part;
pub use coder::{Coder, Explained, Outcome, Seen, explain};
pub use credit::Credited;
pub use dates::{Dating, dates_given};
pub use decide::Features;
pub use knowledge::{Knowledge, Layers};
pub use lexicon::LexiconError;

/// The records of one document, in text order, each event once, with what the document's own layers know.
pub fn code(coder: &Coder, doc: &Document) -> Vec<EventRecord> {
    code_with(coder, &Layers, doc)
}

/// The records of one document, in text order, each event once.
pub fn code_with(coder: &Coder, know: &dyn Knowledge, doc: &Document) -> Vec<EventRecord> {
    explain(coder, know, doc).records
}
