//! Dates as pages write them, to a calendar day in the zone that the page writes.

use dateline_types::{Date, DateSource, Published, Timestamp};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day of a crawl, in UTC.
pub(crate) fn day_of(time: Timestamp) -> Date {
    time.to_string().get(..10).and_then(|day| day.parse().ok()).unwrap_or(Date::ZERO)
}

/// ISO 8601 in its many spellings, `YYYYMMDD`, "3 May 2024", "May 3, 2024", RFC 2822. The source is for the caller to set.
pub(crate) fn parse(text: &str) -> Option<Published> {
    let text = text.trim();
    if text.len() > 200 {
        return None;
    }
    let (date, time) = iso(text).or_else(|| Some((written(text)?, None)))?;
    sensible(date).then_some(Published { date, time, source: DateSource::Supplied })
}

/// News of the printing press' age and of the near future only.
pub(crate) fn sensible(date: Date) -> bool {
    (1900..=2100).contains(&date.year())
}

fn iso(text: &str) -> Option<(Date, Option<String>)> {
    let bytes = text.as_bytes();
    let digits = |from: usize, len: usize| -> Option<i16> {
        let part = text.get(from..from + len)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let year = digits(0, 4)?;
    let separated = matches!(bytes.get(4), Some(b'-' | b'/' | b'.'));
    let (month, day, rest) = if separated {
        // One digit occurs for month and day.
        let mut parts = text[5..].splitn(2, [text.as_bytes()[4] as char]);
        let month: i16 = parts.next()?.parse().ok()?;
        let tail = parts.next()?;
        let len = tail.bytes().take_while(u8::is_ascii_digit).count();
        if len == 0 || len > 2 {
            return None;
        }
        (month, tail[..len].parse().ok()?, &tail[len..])
    } else {
        let rest = text.get(8..)?;
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        (digits(4, 2)?, digits(6, 2)?, rest)
    };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let clock = rest.trim_start_matches(['T', 't', ' ']);
    let has_time = clock.len() >= 5 && clock.as_bytes()[2] == b':' && clock.as_bytes()[0].is_ascii_digit();
    let time = has_time.then(|| {
        let clock = clock.trim().replace("Z", "+00:00");
        format!("{date}T{}", clock.split_whitespace().collect::<String>())
    });
    Some((date, time))
}

/// A date as readers are shown it, and the other way to read it where both numbers may be the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) date: Date,
    pub(crate) other: Option<Date>,
}

/// All dates as readers are shown them: in words, ISO, or `3.5.2024`, `03/05/2024`.
pub(crate) fn shown(text: &str) -> Vec<Seen> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let one = |date| Seen { date, other: None };
    let mut out: Vec<Seen> = all_written(text).into_iter().map(one).collect();
    let numbers = text
        .split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '/' | '-')))
        .map(|part| part.trim_matches(['.', '-', '/']))
        .filter(|part| (8..=10).contains(&part.len()))
        .filter_map(|part| iso(part).map(|(date, _)| one(date)).or_else(|| numeric(part)));
    out.extend(numbers.filter(|seen| sensible(seen.date)));
    out
}

/// Dots put the day first; slashes and hyphens put it second unless the first number is no month.
fn numeric(part: &str) -> Option<Seen> {
    let separator = part.chars().find(|c| !c.is_ascii_digit())?;
    let mut numbers = part.split(separator);
    let (a, b, year) = (numbers.next()?, numbers.next()?, numbers.next()?);
    if numbers.next().is_some() || year.len() != 4 {
        return None;
    }
    let (a, b): (i8, i8) = (a.parse().ok()?, b.parse().ok()?);
    let year: i16 = year.parse().ok()?;
    let (day_first, month_first) = (Date::new(year, b, a).ok(), Date::new(year, a, b).ok());
    let (first, second) = if separator == '.' { (day_first, month_first) } else { (month_first, day_first) };
    let date = first.or(second)?;
    Some(Seen { date, other: second.filter(|other| *other != date) })
}

/// A date in words anywhere in the text: the first month's name with a day and a year beside it.
pub(crate) fn written(text: &str) -> Option<Date> {
    all_written(text).into_iter().next()
}

fn all_written(text: &str) -> Vec<Date> {
    let mut out = Vec::new();
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return out;
    }
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    for (at, word) in words.iter().enumerate() {
        let Some(month) = month(word) else { continue };
        let number = |i: Option<usize>| i.and_then(|i| words.get(i)).and_then(|w| day_number(w));
        let year =
            // Elements beside each other run into one word: "Dec 17, 2025Jane Roe".
            |i: usize| words.get(i).and_then(|w| year_of(w)).filter(|y| (1900..=2100).contains(y));
        let candidates = [
            (number(at.checked_sub(1)), year(at + 1)),
            (number(Some(at + 1)), year(at + 2)),
            (number(at.checked_sub(1)), year(at + 2)),
            // "2024 May 3", as journals write it.
            (number(Some(at + 1)), at.checked_sub(1).and_then(year)),
        ];
        for (day, year) in candidates {
            if let (Some(day), Some(year)) = (day, year)
                && let Ok(date) = Date::new(year, month, day)
            {
                out.push(date);
                break;
            }
        }
    }
    out
}

/// "10:32", "10.32 pm", "7 a.m.": a clock's time anywhere in a short line.
pub(crate) fn has_time_of_day(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.split_whitespace().any(|word| {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &word[digits..];
        let minutes = rest.strip_prefix([':', '.']).is_some_and(|rest| {
            let two = rest.bytes().take_while(u8::is_ascii_digit).count() == 2;
            two && (rest.len() == 2 || rest[2..].chars().all(|c| matches!(c, 'a' | 'p' | 'm' | '.')))
        });
        (1..=2).contains(&digits) && (minutes || matches!(rest, "am" | "pm" | "a.m" | "p.m"))
    })
}

fn year_of(word: &str) -> Option<i16> {
    let (year, rest) = word.split_at_checked(4)?;
    let year = year.bytes().all(|b| b.is_ascii_digit()).then(|| year.parse().ok())?;
    year.filter(|_| rest.is_empty() || rest.starts_with(char::is_uppercase))
}

pub(crate) fn day_number(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

pub(crate) fn month(word: &str) -> Option<i8> {
    const FULL: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = word.to_ascii_lowercase();
    let at = FULL
        .iter()
        .position(|name| *name == lower)
        .or_else(|| MONTHS.iter().position(|name| lower == *name).or((lower == "sept").then_some(8)))?;
    i8::try_from(at + 1).ok()
}

/// `/2024/05/03/`, `/2024-05-03-`, `/20240503/` in an address.
pub(crate) fn in_url(url: &str) -> Option<Date> {
    let bytes = url.as_bytes();
    for at in 0..url.len().saturating_sub(7) {
        if at > 0 && bytes[at - 1].is_ascii_digit() || !matches!(bytes.get(at..at + 2), Some(b"19" | b"20")) {
            continue;
        }
        let number = |from: usize, len: usize| -> Option<i16> {
            let part = url.get(from..from + len)?;
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
        };
        let Some(year) = number(at, 4) else { continue };
        let found = match bytes.get(at + 4) {
            Some(sep @ (b'/' | b'-' | b'_')) => {
                let month_len = if bytes.get(at + 6) == Some(sep) { 1 } else { 2 };
                let after = at + 5 + month_len;
                let named = url.get(at + 5..at + 8).and_then(month);
                let (month, after) = match (number(at + 5, month_len), named) {
                    (Some(month), _) => (month, after),
                    (None, Some(month)) => (i16::from(month), at + 8),
                    (None, None) => continue,
                };
                if bytes.get(after) != Some(sep) {
                    continue;
                }
                let day_len =
                    (after + 1..url.len().min(after + 3)).take_while(|i| bytes[*i].is_ascii_digit()).count();
                (month, number(after + 1, day_len))
            }
            Some(digit) if digit.is_ascii_digit() && !bytes.get(at + 8).is_some_and(u8::is_ascii_digit) => {
                match number(at + 4, 2) {
                    Some(month) => (month, number(at + 6, 2)),
                    None => continue,
                }
            }
            _ => continue,
        };
        if let (month, Some(day)) = found
            && let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day))
            && let Ok(date) = Date::new(year, month, day)
            && date.year() >= 1990
        {
            return Some(date);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{has_time_of_day, in_url, parse, shown};

    #[test]
    fn dates_as_pages_write_them() {
        for (text, want) in [
            ("2024-05-03", "2024-05-03"),
            ("2024-05-03T23:30:00+02:00", "2024-05-03"),
            ("2024/5/3", "2024-05-03"),
            ("20240503", "2024-05-03"),
            ("Fri, 03 May 2024 10:00:00 GMT", "2024-05-03"),
            ("Published: May 3rd, 2024 at 5 pm", "2024-05-03"),
            ("3 Sept. 2024", "2024-09-03"),
            ("2024 May 3", "2024-05-03"),
        ] {
            assert_eq!(parse(text).map(|p| p.date.to_string()).as_deref(), Some(want), "{text}");
        }
        for text in ["", "May", "2024", "2024-13-01", "yesterday", "2024050312"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_as_readers_see_them() {
        for (text, want) in [
            ("Posted 03.05.2024, 10:00", Some("2024-05-03")),
            ("05/03/2024", Some("2024-05-03")),
            ("23/05/2024", Some("2024-05-23")),
            ("2024-05-03", Some("2024-05-03")),
            ("Dec 17, 2025Jane Roe", Some("2025-12-17")),
            ("call 555-010-2024", None),
            ("13/13/2024", None),
        ] {
            assert_eq!(shown(text).first().map(|d| d.date.to_string()).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn times_of_day() {
        for text in ["10:32", "Updated 10.32pm", "7 am, 7am", "10:32 GMT"] {
            assert!(has_time_of_day(text), "{text}");
        }
        for text in ["10", "chapter 7", "1.5 million", "10:3", "12345"] {
            assert!(!has_time_of_day(text), "{text}");
        }
    }

    #[test]
    fn dates_in_addresses() {
        for (url, want) in [
            ("https://a.example/2024/05/03/talks", Some("2024-05-03")),
            ("https://a.example/news/2024-05-03-talks", Some("2024-05-03")),
            ("https://a.example/20240503/talks", Some("2024-05-03")),
            ("https://a.example/2024/may/03/talks", Some("2024-05-03")),
            ("https://a.example/id/1202405031", None),
            ("https://a.example/2024/05/talks", None),
        ] {
            assert_eq!(in_url(url).map(|d| d.to_string()).as_deref(), want, "{url}");
        }
    }
}
