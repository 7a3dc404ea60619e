use dateline_types::{Anchor, Article, Document, TextRange};

use crate::encoder::{Model, ModelError, ModelSize};
use crate::{actor, coref, encoder, time, token};

/// Models and tables, immutable and shared between threads.
pub struct Analyser {
    pub model: Option<Model>,
    pub time: time::Tagger,
    pub actors: actor::Table,
}

/// Memory of one thread, reused from document to document; holds nothing that changes a result.
#[derive(Default)]
pub struct Scratch {
    pub encoder: encoder::Scratch,
}

impl Analyser {
    /// With the model of a size that comes with the crate. Callers never need to know which one runs.
    pub fn load(size: ModelSize) -> Result<Self, ModelError> {
        Ok(Self::with(Some(Model::load(size)?)))
    }

    /// With a model of the caller's, or with none: then there is no layer of syntax.
    pub fn with(model: Option<Model>) -> Self {
        Self { model, time: Default::default(), actors: Default::default() }
    }

    /// All layers of one article.
    pub fn analyse(&self, scratch: &mut Scratch, article: &Article) -> Document {
        let text = format!("{}\n{}", article.title, article.text);
        let title = TextRange::at(0, u32::try_from(article.title.len()).unwrap_or(u32::MAX));
        self.layers(scratch, article.id.clone(), text, title, article.anchor())
    }

    /// All layers of a text without a title.
    pub fn analyse_text(&self, scratch: &mut Scratch, id: &str, text: String, anchor: Anchor) -> Document {
        self.layers(scratch, id.to_owned(), text, TextRange::at(0, 0), anchor)
    }

    fn layers(
        &self,
        scratch: &mut Scratch,
        id: String,
        text: String,
        title: TextRange,
        anchor: Anchor,
    ) -> Document {
        // A title is followed by a line end, a text without one begins at once.
        let start = if title.is_empty() && !text.starts_with('\n') { 0 } else { title.end() as usize + 1 };
        let body = TextRange::from_usize(start.min(text.len()), text.len()).unwrap_or(title);
        let tokens = token::tokenize(&text, title);
        let syntax = self.model.as_ref().map(|m| encoder::parse(m, &mut scratch.encoder, &text, &tokens));
        let timexes = time::tag(&self.time, &self.actors, &text, &tokens, syntax.as_ref(), anchor);
        let (mentions, chains) = coref::annotate(&self.actors, &text, &tokens, syntax.as_ref(), anchor);
        Document { id, text, title, body, anchor, tokens, syntax, timexes, mentions, chains }
    }
}
