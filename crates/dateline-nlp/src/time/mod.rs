//! Time expressions (TimeML TIMEX3) and their values: the first, thin version of the layer.
//!
//! Covered: calendar dates in words and figures, months, years, decades, weekdays, deictic days, "last/this/next" units, counted units
//! before and after now, durations in figures and words, present reference. A bare weekday is the nearest such day on or before the anchor
//! unless the verb before it looks ahead; a month and day without a year is the nearest one. Not covered yet: holidays, seasons, sets,
//! clock times, anaphoric expressions ("the following day"), ranges. Each rule is a function with its examples in [`tests`].
//!
//! The decision: one scan over lexemes of the text itself, so that the layer does not depend on how words are tokenised. The option rejected:
//! regular expressions over the text, whose cost and precedence are hard to see.

mod lexemes;
mod rules;

#[cfg(test)]
mod tests;

use dateline_types::{Anchor, Syntax, TextRange, Timex, TimexBasis, Tokens};

use lexemes::{Lexeme, lexemes};
use rules::Found;

/// The compiled rules, immutable and shared.
#[derive(Default)]
pub struct Tagger {}

/// Every time expression of the text with its value, in text order.
pub fn tag(_: &Tagger, text: &str, _: &Tokens, _: Option<&Syntax>, anchor: Anchor) -> Vec<Timex> {
    let words = lexemes(text);
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match rules::first(&words, at, anchor.date()) {
            Some(found) => {
                at = found.end.max(at + 1);
                out.push(timex(&words, found));
            }
            None => at += 1,
        }
    }
    out
}

fn timex(words: &[Lexeme<'_>], found: Found) -> Timex {
    let range = words[found.start].range.cover(words[found.end - 1].range);
    Timex {
        range: TextRange::new(range.start(), range.end()).unwrap_or(range),
        kind: found.kind,
        value: found.value,
        days: found.days,
        basis: if found.relative { TimexBasis::RelativeToAnchor } else { found.basis },
        rule: found.rule,
    }
}
