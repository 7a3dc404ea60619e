use dateline_types::{Article, Document, TextRange};

use crate::{actor, coref, encoder, time, token};

/// Models and tables, immutable and shared between threads.
pub struct Analyser {
    pub model: Option<encoder::Model>,
    pub time: time::Tagger,
    pub actors: actor::Table,
}

/// Memory of one thread, reused from document to document; holds nothing that changes a result.
#[derive(Default)]
pub struct Scratch {
    pub encoder: encoder::Scratch,
}

impl Analyser {
    /// All layers of one article.
    pub fn analyse(&self, scratch: &mut Scratch, article: &Article) -> Document {
        let text = format!("{}\n{}", article.title, article.text);
        let title = TextRange::at(0, u32::try_from(article.title.len()).unwrap_or(u32::MAX));
        let body = TextRange::from_usize(article.title.len() + 1, text.len()).unwrap_or(title);
        let anchor = article.anchor();
        let tokens = token::tokenize(&text, title);
        let syntax = self.model.as_ref().map(|m| encoder::parse(m, &mut scratch.encoder, &text, &tokens));
        let timexes = time::tag(&self.time, &text, &tokens, syntax.as_ref(), anchor);
        let mentions = actor::mentions(&self.actors, &text, &tokens, syntax.as_ref(), anchor);
        let chains = coref::resolve(&self.actors, &text, &tokens, syntax.as_ref(), &mentions, anchor);
        Document {
            id: article.id.clone(),
            text,
            title,
            body,
            anchor,
            tokens,
            syntax,
            timexes,
            mentions,
            chains,
        }
    }
}
