//! The dates of triggers whose times are given.

use dateline_types::{
    Date, DateBasis, Document, EventType, Idx, Status, TextRange, Timex, TimexBasis, TimexKind, TokenId,
};

use super::{Trigger, datings, when};
use crate::Coder;
use crate::tests::build::document;
use crate::view::View;

/// The anchor of the test documents is Friday, 14 March 2025. `[words|rule|value|first|last]` are times.
fn told(line: &str) -> Document {
    let mut text = String::new();
    let mut timexes = Vec::new();
    for (i, part) in line.split(['[', ']']).enumerate() {
        if i % 2 == 0 {
            text.push_str(part);
            continue;
        }
        let cols: Vec<&str> = part.split('|').collect();
        let start = text.len();
        text.push_str(cols[0]);
        let day = |s: &str| s.parse::<Date>().unwrap();
        timexes.push(Timex {
            range: TextRange::from_usize(start, text.len()).unwrap(),
            kind: if cols[2].starts_with('P') { TimexKind::Duration } else { TimexKind::Date },
            value: cols[2].to_owned(),
            days: (cols.len() > 3).then(|| (day(cols[3]), day(cols.get(4).unwrap_or(&cols[3])))),
            basis: match cols[1] {
                "earlier" => TimexBasis::RelativeToText,
                _ => TimexBasis::RelativeToAnchor,
            },
            rule: ["weekday", "ago"].into_iter().find(|r| *r == cols[1]).unwrap_or("other"),
        });
    }
    let mut doc = document(&text, &[]);
    doc.timexes = timexes;
    doc
}

fn trigger(doc: &Document, word: usize, status: Status) -> Trigger {
    let word = TokenId::new(word);
    Trigger { word, status, pointed: None, kind: EventType::Protest, evidence: doc.body }
}

/// What the second word is dated.
fn check(line: &str, status: Status, want: &str, basis: DateBasis) {
    let coder = Coder::new().unwrap();
    let doc = told(line);
    let view = View::new(&doc, coder.lexicon());
    let got = when(&view, trigger(&doc, 1, status)).map(|(w, b)| (w.to_string(), b));
    assert_eq!(got, Some((want.to_owned(), basis)), "{line}");
}

#[test]
fn dates_of_the_sentence_are_stated() {
    use DateBasis::Stated;
    use Status::{Happened, Planned};
    check("They met on [Thursday|weekday|2025-03-13|2025-03-13].", Happened, "2025-03-13", Stated);
    check("They meet on [Monday|weekday|2025-03-10|2025-03-10].", Planned, "2025-03-17", Stated);
    check(
        "They met [last week|w|2025-W10|2025-03-03|2025-03-09].",
        Happened,
        "2025-03-03/2025-03-09",
        Stated,
    );
    check("They met in [June|m|2024-06|2024-06-01|2024-06-30].", Happened, "2024-06", Stated);
    check(
        "They fought from [March 3|d|2025-03-03|2025-03-03] to [6|d|2025-03-06|2025-03-06].",
        Happened,
        "2025-03-03/2025-03-06",
        Stated,
    );
    check(
        "They fought since [Monday|weekday|2025-03-10|2025-03-10].",
        Happened,
        "2025-03-10/2025-03-14",
        Stated,
    );
    check(
        "They fought in [the past three days|l|P3D|2025-03-11|2025-03-14].",
        Happened,
        "2025-03-11/2025-03-14",
        Stated,
    );
}

#[test]
fn without_a_date_the_articles_day_is_assumed() {
    check("They met twice.", Status::Happened, "2025-03-14", DateBasis::Assumed);
}

/// The place of the last word before the full stop, however the words before are cut.
fn last(line: &str) -> usize {
    told(line).tokens.ranges.len() - 2
}

/// Which dates are weighed for a word.
fn weighed(line: &str, word: usize, status: Status) -> Vec<String> {
    let coder = Coder::new().unwrap();
    let doc = told(line);
    let view = View::new(&doc, coder.lexicon());
    datings(&view, trigger(&doc, word, status)).iter().map(|d| d.when.to_string()).collect()
}

#[test]
fn dates_that_no_word_tells_alone_are_weighed() {
    use Status::{Happened, Planned};
    for (line, word, status, want) in [
        ("They held a [two-day|l|P2D] sit-in.", 1, Happened, "2025-03-14/2025-03-15"),
        ("They marched for [three days|l|P3D].", 1, Happened, "2025-03-12/2025-03-14"),
        ("They marched [this year|y|2025|2025-01-01|2025-12-31].", 1, Happened, "2025-01-01/2025-03-14"),
        ("They march [this year|y|2025|2025-01-01|2025-12-31].", 1, Planned, "2025-03-14/2025-12-31"),
        ("They marched since [Monday|weekday|2025-03-10|2025-03-10].", 1, Happened, "2025-03-10"),
        ("They fought for [20 years|l|P20Y].", 1, Happened, "2005/2025"),
        ("They met [two weeks ago|ago|2025-W09|2025-02-24|2025-03-02].", 1, Happened, "2025-02-28"),
        ("[Two days|l|P2D] after they fled it burned.", 4, Happened, "2025-03-12"),
        ("[Two months|l|P2M] after they fled it burned.", 4, Happened, "2025-01-14"),
        ("They marched. It rained on [Thursday|weekday|2025-03-13|2025-03-13].", 1, Happened, "2025-03-13"),
        (
            "It rained in [2021|y|2021|2021-01-01|2021-12-31] and [2022|y|2022|2022-01-01|2022-12-31].",
            1,
            Happened,
            "2021/2022",
        ),
        ("It snowed in [the winter|s|2024-WI|2024-12-01|2025-02-28].", 1, Happened, "2024-12/2025-02"),
        ("It snowed in [the 1990s|d|199|1990-01-01|1999-12-31].", 1, Happened, "1990/1999"),
        ("They fought for [18 months|l|P18M].", 1, Happened, "2023-09/2025-03"),
        (
            "They fought in [the past five months|l|P5M|2024-10-14|2025-03-14].",
            1,
            Happened,
            "2024-10/2025-03",
        ),
        ("They marched for a third day.", 1, Happened, "2025-03-12/2025-03-14"),
        (
            "They marched for a second straight night on [Thursday|weekday|2025-03-13|2025-03-13].",
            1,
            Happened,
            "2025-03-12/2025-03-13",
        ),
        ("They marched on the eve of the vote.", 1, Happened, "2025-03-13"),
        ("They marched on the eve of the vote.", 7, Planned, "2025-03-15"),
        ("[Three days earlier|earlier|2025-03-01|2025-03-01] they marched.", 4, Happened, "2025-03-11"),
        ("They marched. It rained. It was [2021|y|2021|2021-01-01|2021-12-31].", 1, Happened, "2021"),
        (
            "They broke the three-month-old truce.",
            last("They broke the three-month-old truce."),
            Happened,
            "2024-12",
        ),
    ] {
        let rows = weighed(line, word, status);
        assert!(rows.iter().any(|w| w == want), "{line}: {rows:?}");
    }
}

#[test]
fn what_stands_behind_a_comma_is_not_counted_from() {
    let line = "[Two days|l|P2D] after a storm, they fled.";
    assert!(!weighed(line, 6, Status::Happened).contains(&"2025-03-12".to_owned()));
    let line = "It ended on [Monday|weekday|2025-03-10|2025-03-10], when they fled, since [Sunday|weekday|2025-03-09|2025-03-09].";
    assert!(weighed(line, 1, Status::Happened).contains(&"2025-03-10".to_owned()));
}
