//! The actor table and the mentions that it resolves.

use dateline_types::{Anchor, Mentions, Syntax, Tokens};

/// Names, offices with terms, roles; immutable and shared.
#[derive(Default)]
pub struct Table {}

/// Every mention of a possible participant, resolved as far as it goes by itself.
pub fn mentions(_: &Table, _text: &str, _: &Tokens, _: Option<&Syntax>, _: Anchor) -> Mentions {
    Mentions::default()
}
