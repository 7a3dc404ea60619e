//! Paragraphs to the article's one text.

use dateline_types::{Article, Paragraph, ParagraphKind, TextRange};

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
