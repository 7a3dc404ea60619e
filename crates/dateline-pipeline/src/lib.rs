//! Order of the stages, threads, isolation of a bad page, counters.
//!
//! [`each`] takes pages from an iterator, works on them on any number of threads, and hands the results to the caller in the order of the
//! pages. It yields results; the caller writes them. The decision: one queue of whole pages and one reordering buffer, both bounded, so
//! that a page is the unit of work, of failure and of memory. The option rejected: a thread per stage, which is only as fast as
//! the slowest stage and spreads one page's failure over many places.

mod knowledge;
mod order;

use std::panic::{AssertUnwindSafe, catch_unwind};

use dateline_events::{Coder, Explained};
use dateline_nlp::{Analyser, Scratch};
use dateline_types::{Article, Document, DropReason, EventRecord, Extraction, Page};

pub use knowledge::Knowing;
pub use order::each;

/// All models, tables and rules; immutable, shared between threads.
pub struct Engine {
    pub analyser: Analyser,
    pub coder: Coder,
}

/// What became of a page.
#[derive(Debug)]
pub enum Outcome {
    Coded {
        article: Box<Article>,
        text: String,
        records: Vec<EventRecord>,
    },
    Dropped(DropReason),
    /// A stage panicked on it; the message is the panic's.
    Failed(String),
}

impl Engine {
    /// Page to records. A panic in a stage is this page's failure and nobody else's.
    pub fn process(&self, scratch: &mut Scratch, page: &Page) -> Outcome {
        guarded(|| match dateline_extract::extract(page) {
            Extraction::Dropped(reason) => Outcome::Dropped(reason),
            Extraction::Kept(article) => {
                let (doc, explained) = self.code(scratch, &article);
                Outcome::Coded { article, text: doc.text, records: explained.records }
            }
        })
    }

    /// Analysis and records of an article, and how each record came about.
    pub fn code(&self, scratch: &mut Scratch, article: &Article) -> (Document, Explained) {
        let doc = self.analyser.analyse(scratch, article);
        let explained = dateline_events::explain(&self.coder, &Knowing::new(&self.analyser), &doc);
        (doc, explained)
    }
}

/// Page to article alone.
pub fn extract(page: &Page) -> Result<Extraction, String> {
    catch_unwind(AssertUnwindSafe(|| dateline_extract::extract(page))).map_err(|panic| message(&*panic))
}

fn guarded(work: impl FnOnce() -> Outcome) -> Outcome {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Outcome::Failed(message(&*panic)))
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "a stage failed without a message".to_owned())
}
