//! Time expressions (TimeML TIMEX3) and their values.
//!
//! The decision: rules are data (`data/time`), each with what it finds and what it must leave alone beside it; a small engine finds
//! them in time linear in the text; what they mean is resolved in the order of the text against the anchor, the tense of the
//! clause and the times told before. The options rejected: regular expressions, whose cost and precedence are hard to see, and a
//! statistical tagger, whose values cannot be explained or corrected by a line.
//!
//! ```
//! use dateline_nlp::{actor::Table, time};
//! use dateline_types::{Anchor, Date, Tokens};
//! let anchor = Anchor::Published(Date::new(2025, 10, 16)?);
//! let tagger = time::Tagger::default();
//! let found = time::tag(&tagger, &Table::default(), "They met last week.", &Tokens::default(), None, anchor);
//! assert_eq!(found[0].value, "2025-W41");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod atoms;
mod calendar;
mod chart;
mod class;
mod context;
mod grammar;
mod lexemes;
mod op;
mod resolve;
mod select;
mod sem;
mod value;
mod words;

#[cfg(test)]
mod tests;

use dateline_types::{Anchor, Syntax, Timex, Tokens};

use crate::actor::Table;
use calendar::{Anniversaries, Calendar};
use class::Class;
use grammar::{Grammar, GrammarError};
pub use value::is_timex3;

macro_rules! data {
    ($name:literal) => {
        ($name, include_str!(concat!("../../data/time/", $name)))
    };
}

/// In the order of precedence: of two rules that find the same words, the earlier one's meaning holds.
fn rule_files() -> [(&'static str, &'static str); 6] {
    [
        data!("none.rules"),
        data!("dates.rules"),
        data!("relative.rules"),
        data!("lengths.rules"),
        data!("clock.rules"),
        data!("known.rules"),
    ]
}

/// The compiled rules, immutable and shared.
pub struct Tagger {
    grammar: Grammar,
    calendar: Calendar,
    anniversaries: Anniversaries,
    /// Days that are names of events where one of the words follows: month, day, words.
    names: Vec<select::EventDay>,
}

impl Default for Tagger {
    fn default() -> Self {
        // The files are part of the crate and a test reads them; a damaged one finds nothing rather than to panic.
        Self::read().unwrap_or_else(|_| Self {
            grammar: Grammar::default(),
            calendar: Calendar::default(),
            anniversaries: Anniversaries::default(),
            names: Vec::new(),
        })
    }
}

impl Tagger {
    fn read() -> Result<Self, GrammarError> {
        let mut grammar = Grammar::default();
        let (file, text) = data!("words.txt");
        grammar.classes(file, text)?;
        let mut calendar = Calendar::default();
        for (name, row) in calendar.read(data!("holidays.txt").1, data!("moon.txt").1)? {
            grammar.entry(name, Class::Holiday, row, true);
        }
        for (file, text) in rule_files() {
            grammar.rules(file, text)?;
        }
        grammar.finish();
        let names = select::names(data!("names.txt").1)?;
        Ok(Self {
            grammar,
            calendar,
            anniversaries: Anniversaries::read(data!("anniversaries.txt").1)?,
            names,
        })
    }
}

/// Every time expression of the text with its value, in text order. Days of birth and names of states are asked of the table.
pub fn tag(
    tagger: &Tagger,
    table: &Table,
    text: &str,
    tokens: &Tokens,
    syntax: Option<&Syntax>,
    anchor: Anchor,
) -> Vec<Timex> {
    select::select(tagger, table, &context::Context { text, tokens, syntax }, anchor)
}
