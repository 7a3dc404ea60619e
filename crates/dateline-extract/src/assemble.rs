//! Paragraphs to the article's one text.

use dateline_types::{Article, DateSource, Paragraph, ParagraphKind, Published, TextRange};

use crate::dateline;

/// Sets text and paragraphs: one line for each paragraph.
pub(crate) fn body<'p>(article: &mut Article, paragraphs: impl Iterator<Item = (&'p str, ParagraphKind)>) {
    for (paragraph, kind) in paragraphs {
        if !article.text.is_empty() {
            article.text.push('\n');
        }
        let start = article.text.len();
        for word in paragraph.split_whitespace() {
            if article.text.len() > start {
                article.text.push(' ');
            }
            article.text.push_str(word);
        }
        if let Some(range) = TextRange::from_usize(start, article.text.len()) {
            article.paragraphs.push(Paragraph { range, kind });
        }
    }
}

/// Paragraphs at the top among which a dateline is looked for: summaries may come before the report.
const TOP: usize = 3;

/// Sets what the report's dateline tells: place, agency, and the day where nothing else gives one.
pub(crate) fn dateline(article: &mut Article) {
    let top = article.paragraphs.iter().filter(|p| p.kind == ParagraphKind::Body).take(TOP);
    let Some(found) = top.filter_map(|p| p.range.slice(&article.text)).find_map(dateline::read) else {
        return;
    };
    if article.published.is_none() {
        let until = article.modified.as_ref().map(|m| m.date).or(article.crawled);
        article.published =
            found.date(until).map(|date| Published { date, time: None, source: DateSource::Dateline });
    }
    article.agency = article.agency.take().or(found.agency);
    article.dateline_place = found.place;
}
