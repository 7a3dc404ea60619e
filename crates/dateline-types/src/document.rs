use crate::{Anchor, Chains, EventHint, Mentions, Name, Tags, TextRange, Timex, Tokens, Tree};

/// An article with all layers of analysis, what the event coder reads.
#[derive(Clone, Debug)]
pub struct Document {
    pub id: String,
    /// Title + "\n" + body. All ranges of all layers point into it.
    pub text: String,
    pub title: TextRange,
    pub body: TextRange,
    pub anchor: Anchor,
    pub tokens: Tokens,
    /// `None` only where no model is loaded.
    pub syntax: Option<Syntax>,
    pub timexes: Vec<Timex>,
    pub mentions: Mentions,
    pub chains: Chains,
}

/// What the encoder gives in one pass.
#[derive(Clone, Debug, Default)]
pub struct Syntax {
    pub tags: Tags,
    pub tree: Tree,
    pub names: Vec<Name>,
    pub events: Vec<EventHint>,
}
