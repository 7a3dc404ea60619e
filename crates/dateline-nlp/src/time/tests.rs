//! Each rule with what it must and must not find. The anchor is Thursday, 16 October 2025.

use dateline_types::{Anchor, Date, Tokens};

use super::{Tagger, tag};

fn check(text: &str, want: &[(&str, &str)]) {
    let anchor = Anchor::Published(Date::new(2025, 10, 16).unwrap());
    let found = tag(&Tagger::default(), text, &Tokens::default(), None, anchor);
    let got: Vec<(&str, &str)> =
        found.iter().map(|t| (t.range.slice(text).unwrap(), t.value.as_str())).collect();
    assert_eq!(got, want, "{text}");
    for timex in &found {
        assert!(timex.days.is_none_or(|(a, b)| a <= b), "{text}");
    }
}

#[test]
fn calendar_dates() {
    check("signed on 3 May 2014 in Rome", &[("3 May 2014", "2014-05-03")]);
    check("signed on May 3rd, 2014.", &[("May 3rd, 2014", "2014-05-03")]);
    check("on 2025-12-25 it", &[("2025-12-25", "2025-12-25")]);
    check("They also spoke on October 16.", &[("October 16", "2025-10-16")]);
    check("on January 9 and Dec. 30", &[("January 9", "2026-01-09"), ("Dec. 30", "2025-12-30")]);
    check("in June 2024, and in August", &[("June 2024", "2024-06"), ("August", "2025-08")]);
    check("in December 2023 and in 1998", &[("December 2023", "2023-12"), ("1998", "1998")]);
    check("in the 1990s", &[("1990s", "199")]);
}

#[test]
fn relative_dates() {
    check("told reporters on Thursday", &[("Thursday", "2025-10-16")]);
    check("arrested on Tuesday morning", &[("Tuesday morning", "2025-10-14TMO")]);
    check("they will meet on Monday", &[("Monday", "2025-10-20")]);
    check("met last Friday", &[("last Friday", "2025-10-10")]);
    check("yesterday and tomorrow", &[("yesterday", "2025-10-15"), ("tomorrow", "2025-10-17")]);
    check(
        "last week, this month, next year",
        &[("last week", "2025-W41"), ("this month", "2025-10"), ("next year", "2026")],
    );
    check("two weeks ago and three years ago", &[("two weeks ago", "2025-W40"), ("three years ago", "2022")]);
    check("five days ago", &[("five days ago", "2025-10-11")]);
}

#[test]
fn durations() {
    check("a 50-minute exchange", &[("50-minute", "PT50M")]);
    check("for two days", &[("two days", "P2D")]);
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
    ] {
        check(text, &[]);
    }
}
