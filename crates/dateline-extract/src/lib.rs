//! Pages to articles, or the reason why not.
//!
//! A page becomes a list of blocks with features; every block is judged by itself and by its neighbours, repeats are kept
//! once, and what is left is the article. The decision: judge blocks, so that a body in sibling containers or among boxes is found.
//! The option rejected: find the one best container, which loses bodies that lie in several and keeps what lies in it.
//!
//! The judge is two forests of boosted trees (`models/blocks.bin`, 200 KB): the first sees a block, what the elements above it are
//! called, its neighbours and its like; the second sees also what the first says of all these. The trainer is `train-blocks` of
//! dateline-train, and [`training`] is its door: features are computed here only. Structured data are evidence (a feature), not truth.
//! Rules stay for what annotated pages cannot teach: repeats, error, consent, paywall and share lines, pages with little text, crawl text.
//!
//! ```
//! use dateline_types::{Body, Extraction, Origin, Page, SourceKind};
//! let origin = Origin { source: "a.txt".into(), offset: 0, kind: SourceKind::CrawlText };
//! let page = Page { id: "a".into(), url: None, fetched: None, http_status: None, body: Body::CrawlText("404".into()), origin };
//! assert!(matches!(dateline_extract::extract(&page), Extraction::Dropped(_)));
//! ```

mod assemble;
mod author;
mod blocks;
mod byline;
mod crawl;
mod dateline;
mod dates;
mod dom;
mod features;
mod forest;
mod html;
mod language;
mod meta;
mod page_kind;
mod repeat;
mod residue;
mod shown;
mod supplied;
mod tame;
mod title;
pub mod training;

use std::fmt;

use dateline_types::{Body, DropReason, Extraction, Page, Published};

/// The article of a page, or why there is none.
pub fn extract(page: &Page) -> Extraction {
    explain(page).extraction
}

/// The same, with every block and what became of it.
pub fn explain(page: &Page) -> Explained {
    match &page.body {
        Body::Html(html) => html::extract(page, html),
        Body::CrawlText(text) => crawl::extract(page, text),
        Body::Article(article) => Explained {
            blocks: Vec::new(),
            extraction: supplied::extract(page, article),
            why: "supplied as such",
        },
    }
}

/// Builds the tree of a page and no more, and tells its nodes: what the benchmark compares extraction with.
pub fn parse(html: &str) -> usize {
    dom::Dom::parse(html).len()
}

/// A page's blocks and what became of each.
#[derive(Clone, Debug)]
pub struct Explained {
    pub blocks: Vec<Judged>,
    pub extraction: Extraction,
    /// What shows that the page is of its kind.
    pub why: &'static str,
}

/// A block of text and the judgement on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    pub text: String,
    /// Probability to be the article's.
    pub score: f32,
    pub kept: bool,
    pub why: &'static str,
}

impl Explained {
    pub(crate) fn dropped(reason: DropReason, why: &'static str, blocks: Vec<Judged>) -> Self {
        Self { blocks, extraction: Extraction::Dropped(reason), why }
    }
}

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  score  reason               block")?;
        for block in &self.blocks {
            let mark = if block.kept { '+' } else { '-' };
            let start: String = block.text.chars().take(90).collect();
            writeln!(f, "{mark} {:>5.2}  {:<20} {}", block.score, block.why, start.replace('\n', " "))?;
        }
        let article = match &self.extraction {
            Extraction::Kept(article) => article,
            Extraction::Dropped(reason) => return writeln!(f, "= dropped: {} ({})", reason.name(), self.why),
        };
        let kept = self.blocks.iter().filter(|block| block.kept).count();
        writeln!(f, "= article: {kept} of {} blocks kept", self.blocks.len())?;
        let date = |published: &Published| {
            let time = published.time.as_deref().unwrap_or_default();
            format!("{} {time} ({})", published.date, published.source.name())
        };
        let rows = [
            ("title", Some(article.title.clone())),
            ("published", article.published.as_ref().map(date)),
            ("modified", article.modified.as_ref().map(date)),
            ("crawled", article.crawled.map(|date| date.to_string())),
            ("byline", Some(article.byline.join("; "))),
            ("agency", article.agency.clone()),
            ("outlet", article.outlet.clone()),
            ("dateline", article.dateline_place.clone()),
            ("language", article.language.clone()),
            ("canonical", article.canonical_url.clone()),
        ];
        for (name, value) in rows.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            writeln!(f, "  {name:<10} {}", if value.is_empty() { "-" } else { &value })?;
        }
        article.captions.iter().try_for_each(|caption| writeln!(f, "  caption    {caption}"))
    }
}
