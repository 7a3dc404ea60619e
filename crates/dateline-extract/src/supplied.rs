//! Articles that the input gives as such: the text is kept to the letter.

use dateline_types::{
    Article, DateSource, DropReason, Extraction, Page, Paragraph, ParagraphKind, Published, SuppliedArticle,
};

use crate::{author, dates};

pub(crate) fn extract(page: &Page, supplied: &SuppliedArticle) -> Extraction {
    if supplied.text.trim().is_empty()
        && supplied.title.as_deref().is_none_or(|title| title.trim().is_empty())
    {
        return Extraction::Dropped(DropReason::Empty);
    }
    let published = supplied.published.as_deref().and_then(dates::parse);
    Extraction::Kept(Box::new(Article {
        id: page.id.clone(),
        url: page.url.clone(),
        title: supplied.title.clone().unwrap_or_default(),
        paragraphs: lines(&supplied.text),
        text: supplied.text.clone(),
        byline: supplied.byline.iter().flat_map(|line| author::people(line).people).collect(),
        published: published.map(|found| Published { source: DateSource::Supplied, ..found }),
        crawled: page.fetched.map(dates::day_of),
        outlet: supplied.outlet.clone(),
        language: supplied.language.clone(),
        ..Article::default()
    }))
}

/// Every line with text is a paragraph.
pub(crate) fn lines(text: &str) -> Vec<Paragraph> {
    let mut at = 0;
    let mut out = Vec::new();
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        if !trimmed.is_empty()
            && let Some(range) = dateline_types::TextRange::from_usize(start, start + trimmed.len())
        {
            out.push(Paragraph { range, kind: ParagraphKind::Body });
        }
        at += line.len();
    }
    out
}
