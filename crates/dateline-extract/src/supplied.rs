//! Articles that the input gives as such: the text is kept to the letter.

use dateline_types::{
    Article, DateSource, DropReason, Extraction, Page, Paragraph, ParagraphKind, Published, SuppliedArticle,
};

use crate::{author, dates, language};

pub(crate) fn extract(page: &Page, supplied: &SuppliedArticle) -> Extraction {
    if supplied.text.trim().is_empty()
        && supplied.title.as_deref().is_none_or(|title| title.trim().is_empty())
    {
        return Extraction::Dropped(DropReason::Empty);
    }
    // The language that the input declares is believed, and the text where it declares none.
    let declared = supplied.language.as_deref().and_then(|tag| tag.split(['-', '_']).next());
    let english = declared.map_or_else(
        || language::is_english(&supplied.text, false) != Some(false),
        |tag| tag.eq_ignore_ascii_case("en") || tag.eq_ignore_ascii_case("english"),
    );
    if !english {
        return Extraction::Dropped(DropReason::NotEnglish);
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

#[cfg(test)]
mod tests {
    use dateline_types::{Body, DropReason, Extraction, Origin, Page, SourceKind, SuppliedArticle};

    use super::extract;

    fn reason(title: &str, text: &str, language: Option<&str>) -> Option<DropReason> {
        let supplied = SuppliedArticle {
            title: Some(title.to_owned()),
            text: text.to_owned(),
            language: language.map(str::to_owned),
            ..SuppliedArticle::default()
        };
        let origin = Origin { source: String::new(), offset: 0, kind: SourceKind::Jsonl };
        let body = Body::CrawlText(String::new());
        let page = Page { id: "a".into(), url: None, fetched: None, http_status: None, body, origin };
        match extract(&page, &supplied) {
            Extraction::Dropped(reason) => Some(reason),
            Extraction::Kept(_) => None,
        }
    }

    #[test]
    fn a_headline_or_a_sentence_is_an_article_and_another_language_is_not() {
        assert_eq!(reason("France expels three diplomats", "", None), None);
        assert_eq!(reason("", "France expelled three diplomats on Monday.", Some("en-GB")), None);
        assert_eq!(reason("", " ", None), Some(DropReason::Empty));
        let french = "Le ministre a rencontré les envoyés du nord lundi pour discuter de la crise.";
        assert_eq!(reason("", french, None), Some(DropReason::NotEnglish));
        assert_eq!(reason("", french, Some("fr")), Some(DropReason::NotEnglish));
    }
}
