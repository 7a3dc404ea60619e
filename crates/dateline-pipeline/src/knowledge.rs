//! The coder's questions answered by the stages beside it.

use dateline_events::{Knowledge, Layers};
use dateline_nlp::Analyser;
use dateline_types::{Date, DateBasis, Document, Referent, TextRange, TokenId, When};

/// The analyser's tables, as far as the coder may see them.
#[derive(Clone, Copy)]
pub struct Knowing<'a> {
    analyser: &'a Analyser,
}

impl<'a> Knowing<'a> {
    pub fn new(analyser: &'a Analyser) -> Self {
        Self { analyser }
    }
}

impl Knowledge for Knowing<'_> {
    fn who(&self, doc: &Document, span: TextRange, at: Option<Date>) -> Vec<Referent> {
        dateline_nlp::actor::resolve_span(&self.analyser.actors, doc, span, at)
    }

    fn when(&self, doc: &Document, trigger: TokenId) -> Option<(When, DateBasis)> {
        Layers.when(doc, trigger)
    }
}
