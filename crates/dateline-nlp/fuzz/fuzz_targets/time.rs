//! Any text gives time expressions in order, inside the text, with ordered intervals; an anchor may be missing.
#![no_main]

use std::sync::OnceLock;

use dateline_nlp::actor::Table;
use dateline_nlp::time::{Tagger, tag};
use dateline_types::{Anchor, Date, Tokens};

libfuzzer_sys::fuzz_target!(|input: (i16, u16, &str)| {
    static TAGGER: OnceLock<(Tagger, Table)> = OnceLock::new();
    let (tagger, table) = TAGGER.get_or_init(|| (Tagger::default(), Table::default()));
    let (year, day, text) = input;
    let date = Date::new(year.clamp(1, 9999), 1 + (day % 12) as i8, 1 + (day % 28) as i8);
    let anchor = date.map_or(Anchor::Unknown, Anchor::Published);
    for anchor in [anchor, Anchor::Unknown] {
        let mut last = 0;
        for timex in tag(tagger, table, text, &Tokens::default(), None, anchor) {
            assert!(timex.range.start() >= last && timex.range.slice(text).is_some_and(|s| !s.is_empty()));
            assert!(timex.days.is_none_or(|(a, b)| a <= b) && !timex.value.is_empty());
            last = timex.range.end();
        }
    }
});
