//! The coder's questions answered by the stages beside it.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use dateline_events::Knowledge;
use dateline_nlp::Analyser;
use dateline_nlp::actor::{Resolver, resolve_span};
use dateline_types::{Date, Document, Referent, TextRange};

/// Whom words mean on a day.
type Answers = HashMap<(TextRange, Option<Date>), Vec<Referent>>;

/// The analyser's tables, as far as the coder may see them.
///
/// The coder asks of the same words again and again (for each trigger of a sentence, and once more where a side is empty), and an
/// answer weighs the whole document. So the answers about one document are kept, which halves the time for a long one.
pub struct Knowing<'a> {
    analyser: &'a Analyser,
    doc: Option<&'a Document>,
    resolver: OnceCell<Resolver<'a>>,
    answers: RefCell<Answers>,
}

impl<'a> Knowing<'a> {
    /// For any document; nothing is kept.
    pub fn new(analyser: &'a Analyser) -> Self {
        Self { analyser, doc: None, resolver: OnceCell::new(), answers: RefCell::default() }
    }

    /// For this document above all, whose answers are kept.
    pub fn of(analyser: &'a Analyser, doc: &'a Document) -> Self {
        Self { doc: Some(doc), ..Self::new(analyser) }
    }
}

impl Knowledge for Knowing<'_> {
    fn who(&self, doc: &Document, span: TextRange, at: Option<Date>) -> Vec<Referent> {
        let table = &self.analyser.actors;
        // Ranges of another text are other words.
        let Some(own) = self.doc.filter(|own| std::ptr::eq(*own, doc)) else {
            return resolve_span(table, doc, span, at);
        };
        if let Some(known) = self.answers.borrow().get(&(span, at)) {
            return known.clone();
        }
        let answer = self.resolver.get_or_init(|| Resolver::new(table, own)).resolve(span, at);
        self.answers.borrow_mut().insert((span, at), answer.clone());
        answer
    }
}
