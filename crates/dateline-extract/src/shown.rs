//! The date that readers are shown beside the title, weighed against what the page's head declares.

use dateline_types::{Article, Date, DateSource, Published};

use crate::dates;

/// Longer lines tell of other days than the article's.
const LABEL: usize = 12;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shown {
    date: Date,
    /// "Published ..."
    named: bool,
    /// "Updated ..."
    updated: bool,
}

/// Settles the publication date: declared, or shown where nothing is declared or where the declared one is another zone's day
/// or never shown. What is shown as the day of a change is none of publication.
pub(crate) fn settle<'b>(
    article: &mut Article,
    near: impl Iterator<Item = (&'b str, usize)>,
    mut lines: impl Iterator<Item = &'b str>,
) {
    let mut seen: Vec<Shown> = Vec::new();
    let mut label = String::new();
    for (text, words) in near {
        let lower = text.to_lowercase();
        for (at, date) in dates::shown(text).into_iter().enumerate() {
            let said = |words: &[&str]| words.iter().any(|w| lower.contains(w) || label.contains(w));
            let named = said(&["publish", "posted", "written on"]);
            let updated = said(&["update", "modified", "reviewed", "edited"]);
            if (words <= LABEL || named) && !seen.iter().any(|s| s.date == date) {
                // Of two dates in a line the one behind "published" is not told apart here: the first is taken.
                seen.push(Shown { date, named: named && !(updated && at > 0), updated: updated && !named });
            }
        }
        // A label may stand in a line of its own.
        label = if words <= 3 { lower } else { String::new() };
    }
    let best =
        seen.iter().find(|s| s.named).or_else(|| seen.iter().find(|s| !s.updated)).or(seen.first()).copied();
    let Some(best) = best else { return };
    let shown = Published { date: best.date, time: None, source: DateSource::VisibleText };
    let Some(declared) = &article.published else {
        article.published = Some(shown);
        return;
    };
    if seen.iter().any(|s| s.date == declared.date)
        || lines.any(|line| dates::shown(line).contains(&declared.date))
    {
        return;
    }
    let modified = article.modified.as_ref().is_some_and(|m| m.date == best.date);
    // A day apart is the same moment in another zone; the day of a later change is none of publication.
    let apart = (best.date - declared.date).get_days().abs() == 1;
    if best.named || apart || (!best.updated && !modified) {
        article.published = Some(shown);
    }
}

#[cfg(test)]
mod tests {
    use dateline_types::{Article, DateSource, Published};

    use super::settle;

    fn settled(declared: &str, modified: &str, lines: &[&str]) -> String {
        let day = |text: &str| {
            text.parse().ok().map(|date| Published { date, time: None, source: DateSource::JsonLd })
        };
        let mut article = Article { published: day(declared), modified: day(modified), ..Article::default() };
        settle(
            &mut article,
            lines.iter().map(|line| (*line, line.split_whitespace().count())),
            lines.iter().copied(),
        );
        article.published.map(|p| p.date.to_string()).unwrap_or_default()
    }

    #[test]
    fn shown_dates_against_declared_ones() {
        assert_eq!(settled("", "", &["Talks", "3 May 2024"]), "2024-05-03");
        assert_eq!(settled("2024-05-04", "", &["Published on May 3, 2024"]), "2024-05-03");
        assert_eq!(settled("2024-05-03", "2024-05-06", &["Updated May 6, 2024"]), "2024-05-03");
        assert_eq!(settled("2019-05-03", "2024-05-06", &["Updated May 6, 2024"]), "2019-05-03");
        assert_eq!(settled("2024-05-03", "2024-05-06", &["May 6, 2024"]), "2024-05-03");
        assert_eq!(settled("2024-05-07", "", &["May 3, 2024"]), "2024-05-03");
        assert_eq!(settled("2024-05-07", "", &["May 3, 2024", "Printed May 7, 2024"]), "2024-05-07");
        assert_eq!(settled("2024-05-03", "", &["May 3, 2024", "Updated: 6 May 2024"]), "2024-05-03");
        assert_eq!(settled("2024-05-03", "", &["No date at all"]), "2024-05-03");
    }
}
