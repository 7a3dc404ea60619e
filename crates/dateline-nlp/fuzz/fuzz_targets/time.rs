//! Any text, and any row of the words that times are made of, gives time expressions in order, inside the text, with valid values and
//! ordered intervals; an anchor may be missing.
#![no_main]

use std::sync::OnceLock;

use dateline_nlp::actor::Table;
use dateline_nlp::time::{Tagger, is_timex3, tag};
use dateline_types::{Anchor, Date, Tokens};

/// Bytes of the input below their number stand for these, so that the fuzzer need not find them letter by letter.
const WORDS: [&str; 128] = [
    "the", "a", "an", "one", "last", "next", "this", "that", "past", "coming", "previous", "following", "same", "every", "each",
    "first", "second", "third", "fourth", "20th", "2", "3", "31", "29", "30", "12", "24", "1998", "2024", "2100", "9999", "0",
    "99999999", "'98", "1990s", "2014-16", "12/31/99", "2025-02-30", "10:30", "1400", "17.30", "a.m.", "pm", "GMT", "Moscow", "time",
    "noon", "midnight", "January", "February", "March", "May", "June", "Oct.", "Sept", "December", "Monday", "Tuesday", "Friday",
    "Sun.", "Fridays", "day", "days", "week", "weeks", "month", "months", "quarter", "quarters", "year", "years", "decade",
    "decades", "century", "centuries", "hour", "hours", "minutes", "weekend", "morning", "night", "evening", "spring", "winter",
    "fall", "early", "late", "mid", "end", "beginning", "half", "of", "in", "on", "at", "by", "since", "until", "from", "to",
    "between", "and", "or", "before", "after", "ago", "later", "earlier", "from now", "-", ",", ".", "(", ")", "'s", "fiscal",
    "birthday", "anniversary", "Christmas", "Easter", "Ramadan", "Nowruz", "several", "few", "about", "more than", "today",
    "yesterday",
];

libfuzzer_sys::fuzz_target!(|input: (i16, u16, &[u8])| {
    static TAGGER: OnceLock<(Tagger, Table)> = OnceLock::new();
    let (tagger, table) = TAGGER.get_or_init(|| (Tagger::default(), Table::default()));
    let (year, day, bytes) = input;
    let date = Date::new(year.clamp(1, 9999), 1 + (day % 12) as i8, 1 + (day % 28) as i8);
    let anchor = date.map_or(Anchor::Unknown, Anchor::Published);
    let rows: Vec<&str> = bytes.iter().filter_map(|b| WORDS.get(usize::from(*b)).copied()).collect();
    check(tagger, table, &rows.join(" "), anchor);
    if let Ok(text) = std::str::from_utf8(bytes) {
        check(tagger, table, text, anchor);
    }
});

fn check(tagger: &Tagger, table: &Table, text: &str, anchor: Anchor) {
    for anchor in [anchor, Anchor::Unknown] {
        let mut last = 0;
        for timex in tag(tagger, table, text, &Tokens::default(), None, anchor) {
            assert!(timex.range.start() >= last && timex.range.slice(text).is_some_and(|s| !s.is_empty()));
            assert!(timex.days.is_none_or(|(a, b)| a <= b), "ordered: {} in {text:?}", timex.value);
            assert!(is_timex3(&timex.value), "valid: {} in {text:?}", timex.value);
            last = timex.range.end();
        }
    }
}
