//! The coder's questions answered by the stages beside it.

use std::cell::RefCell;
use std::collections::HashMap;

use dateline_events::Knowledge;
use dateline_nlp::Analyser;
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
    answers: RefCell<Answers>,
}

impl<'a> Knowing<'a> {
    /// For any document; nothing is kept.
    pub fn new(analyser: &'a Analyser) -> Self {
        Self { analyser, doc: None, answers: RefCell::default() }
    }

    /// For this document above all, whose answers are kept.
    pub fn of(analyser: &'a Analyser, doc: &'a Document) -> Self {
        Self { doc: Some(doc), ..Self::new(analyser) }
    }
}

impl Knowledge for Knowing<'_> {
    fn who(&self, doc: &Document, span: TextRange, at: Option<Date>) -> Vec<Referent> {
        let ask = || dateline_nlp::actor::resolve_span(&self.analyser.actors, doc, span, at);
        // Ranges of another text are other words.
        if !self.doc.is_some_and(|own| std::ptr::eq(own, doc)) {
            return ask();
        }
        if let Some(known) = self.answers.borrow().get(&(span, at)) {
            return known.clone();
        }
        let answer = ask();
        self.answers.borrow_mut().insert((span, at), answer.clone());
        answer
    }
}
