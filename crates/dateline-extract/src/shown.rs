//! The dates that readers are shown, weighed against what the page's head declares.

use dateline_types::{Article, Date, DateSource, Published};

use crate::dates;

/// Longer lines tell of other days than the article's.
const LABEL: usize = 12;
/// Words of a line that is a date and nothing else.
const PURE: usize = 5;

/// A line of the page.
#[derive(Clone, Copy)]
pub(crate) struct Line<'b> {
    pub(crate) text: &'b str,
    pub(crate) words: usize,
    /// Beside the title.
    pub(crate) near: bool,
    /// Among comments, links or other stories.
    pub(crate) aside: bool,
}

/// A date in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shown {
    seen: dates::Seen,
    /// "Published ..."
    named: bool,
    /// "Updated ..."
    updated: bool,
    near: bool,
    pure: bool,
}

impl Shown {
    fn is(&self, date: Date) -> bool {
        self.seen.date == date || self.seen.other == Some(date)
    }
}

/// Settles the publication date: declared, or shown where nothing is declared or where the declared one is another zone's day,
/// never shown, or the day of a change while another is called that of publication.
pub(crate) fn settle<'b>(article: &mut Article, lines: impl Iterator<Item = Line<'b>>) {
    let shown = read(lines);
    let found = |date| Published { date, time: None, source: DateSource::VisibleText };
    let Some(declared) = article.published.clone() else {
        // Of two readings of a numeric date the one that is also the day of a change is meant.
        let modified = article.modified.as_ref().map(|m| m.date);
        article.published = best(&shown, true).map(|best| {
            found(best.seen.other.filter(|other| Some(*other) == modified).unwrap_or(best.seen.date))
        });
        return;
    };
    let Some(best) = best(&shown, false) else { return };
    if best.is(declared.date) {
        return;
    }
    let changed = article.modified.as_ref().is_some_and(|m| m.date == declared.date);
    // Elements for times and addresses are declared by accident: any story's of a list, or an archive's.
    let weak = matches!(declared.source, DateSource::TimeElement);
    let agrees = shown.iter().any(|s| s.is(declared.date) && (s.near || !weak));
    let modified = article.modified.as_ref().is_some_and(|m| best.is(m.date));
    let take = if agrees {
        // What is declared is shown, but a line says of another day that it was published then.
        best.named && changed && best.seen.date < declared.date
    } else {
        // A day apart is the same moment in another zone; the day of a later change is none of publication.
        let apart = (best.seen.date - declared.date).get_days().abs() == 1;
        best.named || (best.near && (apart || (!best.updated && !modified)))
    };
    if take {
        article.published = Some(found(best.seen.date));
    }
}

fn read<'b>(lines: impl Iterator<Item = Line<'b>>) -> Vec<Shown> {
    let mut out: Vec<Shown> = Vec::new();
    let mut label = String::new();
    for line in lines {
        let dates = dates::shown(line.text);
        if dates.is_empty() && line.words > 3 {
            label.clear();
            continue;
        }
        let lower = line.text.to_lowercase();
        for (at, seen) in dates.into_iter().enumerate() {
            let said = |words: &[&str]| words.iter().any(|w| lower.contains(w) || label.contains(w));
            let named = said(&["publish", "posted", "post time", "written on", "release"]);
            let updated = said(&["update", "modified", "reviewed", "edited", "revised"]);
            let wanted = (line.near || !line.aside) && (line.words <= LABEL || named);
            if line.near && !wanted || out.iter().any(|s| s.seen.date == seen.date && s.near >= line.near) {
                continue;
            }
            out.push(Shown {
                seen,
                // Of two dates in a line the one behind "published" is not told apart here: the first is taken.
                named: wanted && named && !(updated && at > 0),
                updated: updated && !named,
                near: line.near && wanted,
                pure: wanted && line.words <= PURE,
            });
        }
        // A label may stand in a line of its own.
        label = if line.words <= 3 { lower } else { String::new() };
    }
    out
}

/// The likeliest day of publication; `any` where there is nothing else to go by.
fn best(shown: &[Shown], any: bool) -> Option<Shown> {
    let find = |wanted: &dyn Fn(&Shown) -> bool| shown.iter().find(|s| wanted(s)).copied();
    find(&|s| s.near && s.named)
        .or_else(|| find(&|s| s.named))
        .or_else(|| find(&|s| s.near && !s.updated))
        .or_else(|| if any { find(&|s| s.pure && !s.updated) } else { None })
        .or_else(|| find(&|s| s.near))
        .or_else(|| if any { find(&|s| s.pure) } else { None })
}

#[cfg(test)]
mod tests {
    use dateline_types::{Article, DateSource, Published};

    use super::{Line, settle};

    fn settled(declared: &str, modified: &str, lines: &[&str]) -> String {
        settled_from(DateSource::JsonLd, declared, modified, lines)
    }

    /// Lines behind "..." are far from the title.
    fn settled_from(source: DateSource, declared: &str, modified: &str, lines: &[&str]) -> String {
        let day = |text: &str| text.parse().ok().map(|date| Published { date, time: None, source });
        let mut article = Article { published: day(declared), modified: day(modified), ..Article::default() };
        let far = lines.iter().position(|line| *line == "...").unwrap_or(lines.len());
        let lines = lines.iter().enumerate().map(|(at, text)| Line {
            text,
            words: text.split_whitespace().count(),
            near: at < far,
            aside: false,
        });
        settle(&mut article, lines);
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

    #[test]
    fn dates_far_from_the_title_where_nothing_else_tells() {
        assert_eq!(settled("", "", &["Talks", "...", "Published", "3 May 2024", "9 May 2024"]), "2024-05-03");
        assert_eq!(settled("", "", &["Talks", "...", "3 May 2024"]), "2024-05-03");
        assert_eq!(
            settled("2024-05-07", "2024-05-07", &["7 May 2024", "...", "Published 3 May 2024"]),
            "2024-05-03"
        );
        assert_eq!(settled("2024-05-07", "", &["Talks", "...", "3 May 2024"]), "2024-05-07");
    }

    #[test]
    fn numbers_are_read_as_the_head_reads_them_and_stray_time_elements_are_not_believed() {
        assert_eq!(settled("2024-09-10", "", &["09.10.2024"]), "2024-09-10");
        assert_eq!(settled("", "2024-09-10", &["09.10.2024"]), "2024-09-10");
        assert_eq!(settled("", "", &["09.10.2024"]), "2024-10-09");
        let lines = ["Talks", "03/01/2017", "...", "31 January 2025"];
        assert_eq!(settled_from(DateSource::TimeElement, "2025-01-31", "", &lines), "2017-03-01");
        assert_eq!(settled_from(DateSource::Meta, "2025-01-31", "", &lines), "2025-01-31");
    }
}
