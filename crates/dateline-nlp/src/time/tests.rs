//! The examples beside the rules, and properties of whatever is found in whatever text. The anchor is Thursday, 16 October 2025.

use dateline_types::{Anchor, Date, Timex, Tokens};

use super::{Tagger, is_timex3, tag};
use crate::actor::Table;

fn found(text: &str) -> Vec<Timex> {
    let anchor = Anchor::Published(Date::new(2025, 10, 16).unwrap());
    tag(&Tagger::default(), &Table::default(), text, &Tokens::default(), None, anchor)
}

#[test]
fn the_grammar_reads() {
    if let Err(error) = Tagger::read() {
        panic!("{error:?}");
    }
}

/// `text with [the expression] | value`; a third field says how many other expressions stand in the text.
#[test]
fn every_rule_finds_its_examples_and_nothing_else() {
    let tagger = Tagger::read().unwrap();
    let mut wrong = Vec::new();
    for example in &tagger.grammar.examples {
        let hidden = "";
        if example.positive {
            let (text, value) = example.line.split_once(" | ").unwrap_or((&example.line, hidden));
            let (value, _) = value.split_once(" | ").unwrap_or((value, ""));
            let (start, end) = (text.find('[').unwrap_or(0), text.find(']').unwrap_or(0));
            let plain = text.replace(['[', ']'], "");
            let want = &text[start + usize::from(end > 0)..end.max(start)];
            let rows = found(&plain);
            let hit = rows.iter().any(|t| {
                t.rule == example.rule && t.value == value.trim() && t.range.slice(&plain) == Some(want)
            });
            if !hit {
                let got: Vec<_> = rows
                    .iter()
                    .map(|t| (t.range.slice(&plain).unwrap_or_default(), &t.value, t.rule))
                    .collect();
                wrong.push(format!("{}: + {}: {got:?}", example.rule, example.line));
            }
        } else if found(&example.line).iter().any(|t| t.rule == example.rule) {
            wrong.push(format!("{}: - {}", example.rule, example.line));
        }
    }
    assert!(wrong.is_empty(), "{} examples fail:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_rule_has_examples_of_both_kinds() {
    let tagger = Tagger::read().unwrap();
    for rule in tagger.grammar.rules.iter() {
        let of = |positive: bool| {
            tagger.grammar.examples.iter().any(|e| e.rule == rule.name && e.positive == positive)
        };
        let nothing = rule.op == super::op::Op::Nothing;
        assert!((nothing || of(true)) && of(false), "{} lacks an example", rule.name);
    }
}

#[test]
fn what_only_looks_like_time() {
    for text in [
        "Theresa May resigned",
        "they march on the capital",
        "a 79-year-old man",
        "a second round",
        "2000 people fled",
        "worth $2014",
        "Flight 1998 landed",
        "a score of 3-2",
        "nothing may happen",
        "since 9/11 they fought",
        "the October 7 attacks",
    ] {
        let rows = found(text);
        assert!(rows.is_empty(), "{text}: {:?}", rows.iter().map(|t| (&t.value, t.rule)).collect::<Vec<_>>());
    }
}

#[test]
fn each_value_says_how_it_came_about() {
    use dateline_types::TimexBasis as B;
    for (text, basis) in
        [("on 3 May 2014", B::Stated), ("last week", B::RelativeToAnchor), ("on October 16", B::Assumed)]
    {
        assert_eq!(found(text).first().map(|t| t.basis), Some(basis), "{text}");
    }
    let crawled = Anchor::Crawled(Date::new(2025, 10, 16).unwrap());
    let rows = tag(&Tagger::default(), &Table::default(), "last week", &Tokens::default(), None, crawled);
    assert_eq!(rows.first().map(|t| t.basis), Some(B::RelativeToCrawl));
    let rows =
        tag(&Tagger::default(), &Table::default(), "last week", &Tokens::default(), None, Anchor::Unknown);
    assert_eq!(rows.first().map(|t| (t.value.as_str(), t.days)), Some(("XXXX-WXX", None)));
}

#[test]
fn the_days_are_those_of_the_coding_guide() {
    let day = |m: i8, d: i8| Date::new(2025, m, d).unwrap();
    for (text, first, last) in [
        ("They met last week.", day(10, 6), day(10, 12)),
        ("They have met this week.", day(10, 13), day(10, 16)),
        ("They met over the weekend.", day(10, 11), day(10, 12)),
        ("They were shot in the past three days.", day(10, 13), day(10, 16)),
    ] {
        assert_eq!(found(text).first().and_then(|t| t.days), Some((first, last)), "{text}");
    }
}

fn whole(text: &str, anchor: Anchor) {
    let mut last = 0;
    for timex in tag(&shared().0, &shared().1, text, &Tokens::default(), None, anchor) {
        assert!(timex.range.start() >= last, "in order: {text:?}");
        assert!(timex.range.slice(text).is_some_and(|s| !s.is_empty()), "inside: {text:?}");
        assert!(timex.days.is_none_or(|(a, b)| a <= b), "ordered: {text:?} {}", timex.value);
        assert!(is_timex3(&timex.value), "valid: {text:?} {} {}", timex.value, timex.rule);
        last = timex.range.end();
    }
}

#[test]
fn a_year_before_nought_is_no_value() {
    for text in ["spring", "last winter", "in the spring of last year"] {
        whole(text, Anchor::Published(Date::new(0, 1, 1).unwrap()));
    }
}

fn shared() -> &'static (Tagger, Table) {
    static ONE: std::sync::OnceLock<(Tagger, Table)> = std::sync::OnceLock::new();
    ONE.get_or_init(Default::default)
}

/// Words that times are made of, in whatever order.
const PIECES: &[&str] = &[
    "the",
    "last",
    "next",
    "two",
    "a",
    "few",
    "3",
    "31",
    "1998",
    "May",
    "March",
    "Monday",
    "week",
    "weeks",
    "ago",
    "later",
    "of",
    "end",
    "early",
    "quarter",
    "third",
    "-",
    ",",
    ".",
    "10:30",
    "pm",
    "GMT",
    "noon",
    "Friday",
    "Christmas",
    "birthday",
    "his",
    "every",
    "year",
    "years",
    "earlier",
    "century",
    "1990s",
    "20th",
    "and",
    "half",
    "to",
    "from",
    "day",
    "before",
    "after",
    "winter",
    "fiscal",
    "2014-16",
    "Easter",
    "Ramadan",
    "anniversary",
    "weekend",
    "this",
    "morning",
    "night",
    "12/31/99",
    "9999",
    "0",
    "hours",
    "decade",
    "99999999",
    "on the 19th",
    "that",
    "evening",
    "hours",
    "(",
    ")",
    "0735",
    "June",
    "beginning",
    "'s",
    "through",
];

proptest::proptest! {
    #[test]
    fn rows_of_times_words_have_valid_values(
        words in proptest::collection::vec(0..PIECES.len(), 0..24), year in 1000i16..3000, month in 1i8..13, day in 1i8..29,
    ) {
        let text = words.iter().map(|w| PIECES[*w]).collect::<Vec<_>>().join(" ");
        whole(&text, Anchor::Published(Date::new(year, month, day).unwrap()));
        whole(&text, Anchor::Unknown);
    }

    #[test]
    fn any_text_has_valid_values(text in "\\PC{0,200}") {
        whole(&text, Anchor::Published(Date::new(2025, 10, 16).unwrap()));
    }
}
