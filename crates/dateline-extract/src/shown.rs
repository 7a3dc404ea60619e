//! The dates that readers are shown, weighed against what the page's head declares.

use dateline_types::{Article, Date, DateSource, Published};

use crate::dates;

/// Longer lines tell of other days than the article's.
const LABEL: usize = 12;
/// First words of a line beside the title that may hold its date, if the line is longer.
const FRONT: usize = 8;
/// Words of a line that is a date and nothing else.
const PURE: usize = 5;
/// Words of the line that may hold the only date of a page.
const LONE: usize = 16;
/// Days after which a page that shows nothing but the day of its last change is another edition.
const EDITION: i32 = 60;

/// A line of the page.
#[derive(Clone, Copy)]
pub(crate) struct Line<'b> {
    pub(crate) text: &'b str,
    pub(crate) words: usize,
    /// Beside the title.
    pub(crate) near: bool,
    /// From the title on.
    pub(crate) below: bool,
    /// Among comments, links or other stories.
    pub(crate) aside: bool,
    /// A table's cell.
    pub(crate) cell: bool,
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
    below: bool,
    pure: bool,
    /// In a line that may be that of the page's only date.
    short: bool,
}

impl Shown {
    fn is(&self, date: Date) -> bool {
        self.seen.date == date || self.seen.other == Some(date)
    }
}

/// Settles the publication date: declared, or shown where nothing is declared or where the declared one is another zone's day,
/// never shown, or the day of a change while another is called that of publication.
///
/// `told` says that a meta element tells the day of publication. Where structured data alone do, and readers are shown nothing but the
/// day of a change long after, the page is taken for a later edition: what it tells, it tells as of that day.
pub(crate) fn settle<'b>(article: &mut Article, lines: impl Iterator<Item = Line<'b>>, told: bool) {
    let shown = read(lines);
    let found = |date| Published { date, time: None, source: DateSource::VisibleText };
    let Some(declared) = article.published.clone() else {
        // Of two readings of a numeric date the one that is also the day of a change, or written out elsewhere, is meant.
        let modified = article.modified.as_ref().map(|m| m.date);
        let written = |date: Date| shown.iter().any(|s| s.seen.other.is_none() && s.seen.date == date);
        article.published = best(&shown, true).or_else(|| lone(&shown)).map(|best| {
            let meant =
                |other: &Date| Some(*other) == modified || (written(*other) && !written(best.seen.date));
            found(best.seen.other.filter(meant).unwrap_or(best.seen.date))
        });
        return;
    };
    let Some(best) = best(&shown, false) else { return };
    if best.is(declared.date) {
        return;
    }
    let later = (best.seen.date - declared.date).get_days();
    let hidden = !shown.iter().any(|s| s.is(declared.date));
    if !told && declared.source == DateSource::JsonLd && best.near && hidden && later >= EDITION {
        article.published = Some(found(best.seen.date));
        return;
    }
    // A day apart is the same moment in another zone: the moment declared says more.
    if later.abs() == 1 && declared.time.is_some() {
        return;
    }
    let changed = article.modified.as_ref().is_some_and(|m| m.date == declared.date);
    // Elements for times and addresses are declared by accident: any story's of a list, or an archive's.
    let weak = matches!(declared.source, DateSource::TimeElement);
    let agrees = shown.iter().any(|s| s.is(declared.date) && (s.near || !weak));
    let beside = shown.iter().any(|s| s.is(declared.date) && s.near);
    let modified = article.modified.as_ref().is_some_and(|m| best.is(m.date));
    let take = if agrees {
        // What is declared is shown, but a line says of another day that it was published then.
        best.named && ((changed && !beside) || best.near) && best.seen.date < declared.date
    } else {
        // A day apart is the same moment in another zone; the day of a later change is none of publication.
        let apart = (best.seen.date - declared.date).get_days().abs() == 1;
        best.named || (best.near && (apart || (!best.updated && !modified)))
    };
    if take {
        article.published = Some(found(best.seen.date));
    }
}

/// What a line says of its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    None,
    Published,
    Updated,
}

const LABELS: [(&str, Label); 11] = [
    ("publish", Label::Published),
    ("posted", Label::Published),
    ("post time", Label::Published),
    ("written on", Label::Published),
    ("release date", Label::Published),
    ("immediate release", Label::Published),
    ("update", Label::Updated),
    ("modified", Label::Updated),
    ("reviewed", Label::Updated),
    ("edited", Label::Updated),
    ("revised", Label::Updated),
];

/// The dates of a line, each with the last label before it; `before` is what the line above says.
fn labelled(text: &str, before: Label) -> (Vec<(dates::Seen, Label)>, Label) {
    let lower = text.to_lowercase();
    // Lower case of another length has other places; such a line is taken as one piece.
    let find = |(word, label): &(&str, Label)| {
        lower.match_indices(word).map(|(at, _)| (at, *label)).collect::<Vec<_>>()
    };
    let mut marks: Vec<(usize, Label)> = vec![(0, before)];
    if lower.len() == text.len() {
        marks.extend(LABELS.iter().flat_map(find).filter(|(at, _)| text.is_char_boundary(*at)));
        marks.sort_by_key(|(at, _)| *at);
    }
    let mut out = Vec::new();
    for (place, (from, label)) in marks.iter().enumerate() {
        let end = marks.get(place + 1).map_or(text.len(), |(end, _)| *end);
        out.extend(dates::shown(&text[*from..end]).into_iter().map(|seen| (seen, *label)));
    }
    (out, marks.last().map_or(Label::None, |(_, label)| *label))
}

fn read<'b>(lines: impl Iterator<Item = Line<'b>>) -> Vec<Shown> {
    let mut out: Vec<Shown> = Vec::new();
    let mut before = Label::None;
    for line in lines {
        let digits = line.text.bytes().any(|b| b.is_ascii_digit());
        if !digits && line.words > 3 {
            before = Label::None;
            continue;
        }
        let (dates, last) = labelled(line.text, before);
        let several =
            if dates.iter().any(|(_, label)| *label == Label::Updated) { dates.len().min(2) } else { 1 };
        for (seen, label) in dates {
            let named = label == Label::Published;
            // "Jane Roe · May 3, 2024 at 3 pm · View all 3 comments" begins with its date, more or less.
            let begins = || {
                let front: Vec<&str> = line.text.split_whitespace().take(FRONT).collect();
                line.near && dates::shown(&front.join(" ")).iter().any(|front| front.date == seen.date)
            };
            // A column of numbers tells of days, and not of the page's.
            let column = line.cell && line.words <= 1;
            let wanted = (line.near || !line.aside) && !column && (line.words <= LABEL || named || begins());
            if line.near && !wanted && !column
                || out.iter().any(|s| s.seen.date == seen.date && s.near >= line.near)
            {
                continue;
            }
            out.push(Shown {
                seen,
                named: wanted && named,
                updated: label == Label::Updated,
                near: line.near && wanted,
                below: line.below,
                // "May 3, 2024. Updated: May 7, 2024" is two dates and nothing else.
                pure: wanted && line.words <= PURE * several,
                short: line.words <= LONE && !column,
            });
        }
        // A label may stand in a line of its own.
        before = if line.words <= 3 && !digits { last } else { Label::None };
    }
    out
}

/// The likeliest day of publication; `any` where there is nothing else to go by.
fn best(shown: &[Shown], any: bool) -> Option<Shown> {
    let find = |wanted: &dyn Fn(&Shown) -> bool| shown.iter().find(|s| wanted(s)).copied();
    find(&|s| s.near && s.named)
        .or_else(|| find(&|s| s.named))
        .or_else(|| find(&|s| s.near && s.below && !s.updated))
        .or_else(|| find(&|s| s.near && !s.updated))
        .or_else(|| if any { find(&|s| s.pure && !s.updated) } else { None })
        .or_else(|| find(&|s| s.near))
        .or_else(|| if any { find(&|s| s.pure) } else { None })
}

/// The only date on the page, wherever it stands.
fn lone(shown: &[Shown]) -> Option<Shown> {
    let first = shown.first()?;
    shown.iter().all(|s| s.seen == first.seen && s.short).then_some(*first)
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
        let title = lines.iter().position(|line| *line == "Talks").unwrap_or(0);
        let lines = lines.iter().enumerate().map(|(at, text)| Line {
            text,
            words: text.split_whitespace().count(),
            near: at < far,
            below: at >= title,
            aside: text.starts_with("Read:"),
            cell: false,
        });
        settle(&mut article, lines, source == DateSource::Meta);
        article.published.map(|p| p.date.to_string()).unwrap_or_default()
    }

    #[test]
    fn shown_dates_against_declared_ones() {
        assert_eq!(settled("", "", &["Talks", "3 May 2024"]), "2024-05-03");
        assert_eq!(settled("2024-05-04", "", &["Published on May 3, 2024"]), "2024-05-03");
        assert_eq!(settled("2024-05-03", "2024-05-06", &["Updated May 6, 2024"]), "2024-05-03");
        assert_eq!(settled("2024-04-03", "2024-05-06", &["Updated May 6, 2024"]), "2024-04-03");
        assert_eq!(settled("2024-05-03", "2024-05-06", &["May 6, 2024"]), "2024-05-03");
        assert_eq!(settled("2024-05-07", "", &["May 3, 2024"]), "2024-05-03");
        assert_eq!(settled("2024-05-07", "", &["May 3, 2024", "Printed May 7, 2024"]), "2024-05-07");
        assert_eq!(settled("2024-05-03", "", &["May 3, 2024", "Updated: 6 May 2024"]), "2024-05-03");
        assert_eq!(settled("2024-05-03", "", &["No date at all"]), "2024-05-03");
        assert_eq!(settled("", "", &["Published May 3, 2024. Updated: May 7, 2024"]), "2024-05-03");
        assert_eq!(settled("", "", &["Updated: May 7, 2024 | Posted: May 3, 2024"]), "2024-05-03");
        assert_eq!(
            settled("", "", &["9 May 2024", "Talks", "May 3, 2024. Updated: May 7, 2024"]),
            "2024-05-03"
        );
        let long = "Jane Roe · May 3, 2024 at 3 pm · and all that she wrote before this day of May 9, 2023";
        assert_eq!(settled("", "", &["Talks", long]), "2024-05-03");
        assert_eq!(
            settled("2024-05-09", "2024-05-08", &["Published May 3, 2024", "May 9, 2024"]),
            "2024-05-03"
        );
    }

    #[test]
    fn later_editions_and_moments_in_another_zone() {
        let from = |source, declared, lines: &[&str]| settled_from(source, declared, "2025-05-06", lines);
        let lines = ["Talks", "Updated May 6, 2025"];
        assert_eq!(from(DateSource::JsonLd, "2024-05-03", &lines), "2025-05-06");
        assert_eq!(from(DateSource::Meta, "2024-05-03", &lines), "2024-05-03");
        assert_eq!(from(DateSource::JsonLd, "2025-05-03", &lines), "2025-05-03");
        let both = ["Talks", "Published May 3, 2024. Updated May 6, 2025"];
        assert_eq!(from(DateSource::JsonLd, "2024-05-03", &both), "2024-05-03");
    }

    #[test]
    fn the_only_date_of_a_page_may_stand_anywhere() {
        assert_eq!(settled("", "", &["Talks", "...", "Read: notes of 3 May 2024"]), "2024-05-03");
        assert_eq!(settled("", "", &["Talks", "...", "Read: notes of 3 May 2024", "Read: 4 May 2024"]), "");
        let two = "December 3, 2025. Updated: December 7, 2025";
        assert_eq!(settled("", "", &["Talks", "...", two]), "2025-12-03");
        let declared = ["Talks", "20 Dec 2025", "...", "Published: 2 May 2024 in another book"];
        assert_eq!(settled("2025-12-20", "2025-12-20", &declared), "2025-12-20");
        assert_eq!(settled("", "", &["Talks", "03/10/2023", "...", "Read: 3 October 2023"]), "2023-10-03");
    }

    #[test]
    fn dates_far_from_the_title_where_nothing_else_tells() {
        assert_eq!(settled("", "", &["Talks", "...", "Published", "3 May 2024", "9 May 2024"]), "2024-05-03");
        assert_eq!(settled("", "", &["Talks", "...", "3 May 2024"]), "2024-05-03");
        assert_eq!(
            settled("2024-05-07", "2024-05-07", &["Talks", "...", "7 May 2024", "Published 3 May 2024"]),
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
