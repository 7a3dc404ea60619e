//! Time expressions (TimeML TIMEX3) and their values.

use dateline_types::{Anchor, Syntax, Timex, Tokens};

/// The compiled rules, immutable and shared.
#[derive(Default)]
pub struct Tagger {}

/// Every time expression of the text with its value, in text order.
pub fn tag(_: &Tagger, _text: &str, _: &Tokens, _: Option<&Syntax>, _: Anchor) -> Vec<Timex> {
    Vec::new()
}
