//! The dateline that opens a report: "KYIV, Oct 3 (AFP) - ", "GENEVA, Switzerland (AP) — ", "PARIS: ".

use dateline_types::Date;

use crate::{author, dates};

/// What a dateline says.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Dateline {
    pub(crate) place: Option<String>,
    pub(crate) agency: Option<String>,
    /// Month and day, and the year where it is written.
    pub(crate) day: Option<(i8, i8, Option<i16>)>,
}

/// Characters among which a dateline ends.
const REACH: usize = 90;

/// The dateline of a paragraph, if it opens with one. A place alone must stand in capitals.
pub(crate) fn read(paragraph: &str) -> Option<Dateline> {
    let (head, dash) = head(paragraph)?;
    let (before, bracketed) = match (head.find('('), head.rfind(')')) {
        (Some(open), Some(close)) if open < close && head[close + 1..].trim().is_empty() => {
            (&head[..open], Some(&head[open + 1..close]))
        }
        (None, None) => (head, None),
        _ => return None,
    };
    let mut out = Dateline::default();
    if let Some(inside) = bracketed {
        let byline = author::people(inside);
        out.agency = byline.agency;
        // "(Jane Roe)" or "(the new one)" is no dateline.
        out.agency.as_ref()?;
    }
    let mut places: Vec<&str> = Vec::new();
    for part in before.split([',', '/']).map(str::trim).filter(|part| !part.is_empty()) {
        match day(part) {
            Some((month, day, year)) => {
                out.day = Some((month, day, year.or(out.day.and_then(|d| d.2))));
            }
            None => match part.parse::<i16>() {
                Ok(year) if (1900..=2100).contains(&year) => {
                    let (month, day, _) = out.day?;
                    out.day = Some((month, day, Some(year)));
                }
                _ => places.push(part),
            },
        }
    }
    let capitals = |place: &str| {
        let letters = place.chars().filter(|c| c.is_alphabetic()).count();
        letters >= 3 && !place.chars().any(char::is_lowercase)
    };
    let first = places.first().copied().unwrap_or_default();
    let sure = out.agency.is_some() || out.day.is_some();
    if !places.iter().all(|place| is_place(place)) || places.len() > 3 {
        return None;
    }
    if first.is_empty() {
        // "(Reuters) - " gives the agency only.
        return (out.agency.is_some() && dash).then_some(out);
    }
    if !(capitals(first) || sure) {
        return None;
    }
    out.place = Some(places.join(", "));
    Some(out)
}

/// What stands before the dash or the colon that ends a dateline, and whether it is a dash.
fn head(paragraph: &str) -> Option<(&str, bool)> {
    let reach = paragraph.char_indices().nth(REACH).map_or(paragraph.len(), |(at, _)| at);
    let start = &paragraph[..reach];
    let dashes = [" - ", " – ", " — ", " -- ", "— ", "– ", "—", ") -", " ― "];
    let dash = dashes
        .iter()
        .filter_map(|dash| start.find(dash).map(|at| at + dash.find(')').map_or(0, |_| 1)))
        .min();
    let colon = start.find(": ").or_else(|| start.find("):").map(|at| at + 1));
    match (dash, colon) {
        (Some(dash), Some(colon)) if colon < dash => Some((&start[..colon], false)),
        (Some(dash), _) => Some((&start[..dash], true)),
        (None, Some(colon)) => Some((&start[..colon], false)),
        (None, None) => None,
    }
}

/// "Oct 3", "3 October 2024", "Dec. 25".
fn day(part: &str) -> Option<(i8, i8, Option<i16>)> {
    let words: Vec<&str> =
        part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let at = words.iter().position(|word| dates::month(word).is_some())?;
    let month = dates::month(words[at])?;
    let beside = [at.checked_sub(1), Some(at + 1)];
    let day =
        beside.into_iter().flatten().filter_map(|i| words.get(i)).find_map(|word| dates::day_number(word))?;
    let year =
        words.last().and_then(|word| word.parse::<i16>().ok()).filter(|year| (1900..=2100).contains(year));
    (words.len() <= 3 + usize::from(year.is_some())).then_some((month, day, year))
}

/// A few capitalised words.
fn is_place(place: &str) -> bool {
    let words: Vec<&str> = place.split_whitespace().collect();
    (1..=4).contains(&words.len())
        && place.chars().count() <= 32
        && !place.contains(['"', '“', '?', '!', ';', '@'])
        && !place.chars().any(|c| c.is_ascii_digit())
        && words.iter().all(|word| {
            let first = word.trim_start_matches(['[', '\'', '’']).chars().next();
            first.is_some_and(char::is_uppercase)
                || ["of", "de", "la", "al", "el", "the", "del", "and"].contains(word)
        })
}

impl Dateline {
    /// The day meant: with the year written, else the latest such day up to `until`.
    pub(crate) fn date(&self, until: Option<Date>) -> Option<Date> {
        let (month, day, year) = self.day?;
        if let Some(year) = year {
            return Date::new(year, month, day).ok();
        }
        let until = until?;
        let this = Date::new(until.year(), month, day).ok().filter(|date| *date <= until);
        this.or_else(|| Date::new(until.year().checked_sub(1)?, month, day).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn told(paragraph: &str) -> Option<String> {
        let found = read(paragraph)?;
        let until = "2025-02-01".parse().ok();
        let date = found.date(until).map(|d| d.to_string()).unwrap_or_default();
        Some(format!("{}|{}|{date}", found.place.unwrap_or_default(), found.agency.unwrap_or_default()))
    }

    #[test]
    fn datelines_as_agencies_write_them() {
        for (paragraph, want) in [
            ("KYIV, Oct 3 (AFP) - Envoys met on Friday.", "KYIV|AFP|2024-10-03"),
            ("GENEVA, Switzerland (AP) — Envoys met.", "GENEVA, Switzerland|AP|"),
            ("BEIJING, Jan. 25 (Xinhua) -- Envoys met.", "BEIJING|Xinhua|2025-01-25"),
            ("New Delhi [India], December 5 (ANI): Envoys met.", "New Delhi [India]|ANI|2024-12-05"),
            ("LONDON, May 3, 2023 - Envoys met.", "LONDON||2023-05-03"),
            ("(Reuters) - Envoys met.", "|Reuters|"),
            ("WASHINGTON — Envoys met.", "WASHINGTON||"),
            ("PARIS: Envoys met.", "PARIS||"),
        ] {
            assert_eq!(told(paragraph).as_deref(), Some(want), "{paragraph}");
        }
        for paragraph in [
            "The envoys met on Friday - the third time this year.",
            "One thing is clear: nobody left.",
            "He (the minister) - who left - said so.",
            "Ruth Pemberley - our reporter - was there.",
            "“No,” she said — and left.",
            "Envoys met.",
            "",
        ] {
            assert_eq!(told(paragraph), None, "{paragraph}");
        }
    }
}
