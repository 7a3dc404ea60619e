//! HTML pages: the tree to blocks, blocks to the article.

use dateline_types::{Article, DropReason, Extraction, Page};

use crate::blocks::{Block, Tag, blocks};
use crate::dom::Dom;
use crate::features::{self, Evidence};
use crate::forest::{MODEL, Model};
use crate::repeat::Seen;
use crate::residue::{Residue, kind};
use crate::{Explained, Judged, assemble, author, language, meta, shown};

/// Words of the shortest body that is an article.
const LEAST: usize = 40;
/// Words of a body below which blocks are judged once more, more leniently.
const LENIENT: usize = 120;
/// Probability above which a block is kept, and on a page with little text.
const KEEP: f32 = 0.42;
const KEEP_LENIENT: f32 = 0.15;
/// Blocks from the title on, and above it, among which date and byline are looked for.
const NEAR_TITLE: usize = 14;
const ABOVE_TITLE: usize = 6;
/// Largest page that is parsed, in bytes.
const LARGEST: usize = 32 << 20;

/// A page read, its blocks not yet judged.
pub(crate) struct Parsed {
    pub(crate) blocks: Vec<Block>,
    article: Article,
    description: Option<String>,
    body: Option<String>,
    /// Who signs where no person does.
    house: Option<String>,
}

impl Parsed {
    pub(crate) fn of(page: &Page, html: &str) -> Self {
        let dom = Dom::parse(html);
        let meta = meta::gather(&dom);
        let mut article = Article { id: page.id.clone(), ..Article::default() };
        let house = meta.describe(page, &mut article);
        Self { house, blocks: blocks(&dom), article, description: meta.description(), body: meta.body() }
    }

    pub(crate) fn rows(&self) -> Vec<Vec<f32>> {
        let evidence = Evidence {
            title: &self.article.title,
            description: self.description.as_deref(),
            body: self.body.as_deref(),
        };
        features::first(&self.blocks, &evidence)
    }
}

/// Probability of each block to be the article's.
fn probabilities(parsed: &Parsed, model: &Model) -> Vec<f32> {
    let rows = parsed.rows();
    let first: Vec<f32> = rows.iter().map(|row| model.first.probability(row)).collect();
    let rows = features::second(&parsed.blocks, &rows, &first);
    rows.iter().map(|row| model.second.probability(row)).collect()
}

pub(crate) fn extract(page: &Page, html: &str) -> Explained {
    extract_with(page, html, &MODEL)
}

pub(crate) fn extract_with(page: &Page, html: &str, model: &Model) -> Explained {
    if html.len() > LARGEST {
        return Explained::dropped(DropReason::TooLarge, Vec::new());
    }
    let parsed = Parsed::of(page, html);
    let scores = probabilities(&parsed, model);
    let Parsed { blocks, mut article, house, .. } = parsed;
    let mut judged = judge(&blocks, &scores, &article.title, KEEP);
    let total = |judged: &[Judged]| -> usize {
        blocks.iter().zip(judged).filter(|(_, j)| j.kept).map(|(b, _)| b.words).sum()
    };
    // A page with little text is read more leniently before it is given up: a wrongly dropped article costs more than an odd line.
    if total(&judged) < LENIENT {
        let lenient = judge(&blocks, &scores, &article.title, KEEP_LENIENT);
        if total(&lenient) >= LEAST {
            judged = lenient;
        }
    }

    let near = near_title(&blocks, &article.title);
    if article.byline.is_empty()
        && let Some(byline) = author::among(near.clone().map(|block| block.text.as_str()))
    {
        article.byline = byline.people;
        article.agency = article.agency.or(byline.agency);
    }
    if article.byline.is_empty() && article.agency.is_none() {
        article.byline.extend(house);
    }
    let lines = blocks.iter().filter(|block| block.words <= 40).map(|block| block.text.as_str());
    shown::settle(&mut article, near.map(|block| (block.text.as_str(), block.words)), lines);

    let kept = || blocks.iter().zip(&judged).filter(|(_, j)| j.kept);
    let words = total(&judged);
    if words < LEAST {
        let has = |wanted| blocks.iter().any(|b| kind(&b.text) == Some(wanted));
        let failed = page.http_status.is_some_and(|status| status >= 400);
        let linked: usize = blocks.iter().filter(|b| b.links > 0.6).count();
        let reason = if blocks.is_empty() {
            DropReason::Empty
        } else if has(Residue::Error) || failed {
            DropReason::ErrorPage
        } else if has(Residue::Consent) {
            DropReason::ConsentWall
        } else if has(Residue::Paywall) {
            DropReason::Paywall
        } else if linked * 2 > blocks.len() && linked > 8 {
            DropReason::Listing
        } else {
            DropReason::TooShort
        };
        return Explained::dropped(reason, judged);
    }
    let told: String = kept().map(|(b, _)| b.text.as_str()).collect::<Vec<_>>().join(" ");
    if language::is_english(&told, article.language.as_deref() == Some("en")) == Some(false) {
        return Explained::dropped(DropReason::NotEnglish, judged);
    }
    let linked = blocks.iter().filter(|b| b.links > 0.6).map(|b| b.words).sum::<usize>();
    let longest = kept().map(|(b, _)| b.words).max().unwrap_or(0);
    if linked > words * 6 && longest < 25 {
        return Explained::dropped(DropReason::Listing, judged);
    }
    article.language.get_or_insert_with(|| "en".to_owned());
    assemble::body(&mut article, kept().map(|(b, _)| (b.text.as_str(), b.kind)));
    Explained { extraction: Extraction::Kept(Box::new(article)), blocks: judged }
}

/// The short lines around the title.
fn near_title<'b>(blocks: &'b [Block], title: &str) -> impl Iterator<Item = &'b Block> + Clone + use<'b> {
    let heading = |block: &Block| matches!(block.tag, Tag::Heading(1));
    let from = blocks.iter().position(|block| block.text == title && heading(block));
    let from = from.or_else(|| blocks.iter().position(|block| block.text == title));
    let from = from.or_else(|| blocks.iter().position(heading)).unwrap_or(0);
    let near = blocks.iter().skip(from.saturating_sub(ABOVE_TITLE)).take(NEAR_TITLE + ABOVE_TITLE);
    near.filter(|block| block.words <= 25)
}

fn judge(blocks: &[Block], scores: &[f32], title: &str, least: f32) -> Vec<Judged> {
    let mut seen = Seen::default();
    let mut out: Vec<Judged> = Vec::with_capacity(blocks.len());
    for (block, score) in blocks.iter().zip(scores) {
        let residue = kind(&block.text);
        let (kept, why) = if block.text == title {
            (false, "title")
        } else if *score <= least {
            (false, residue.map_or("score", |kind| kind.name()))
        } else if let Some(kind @ (Residue::Error | Residue::Consent | Residue::Paywall | Residue::Share)) =
            residue
        {
            (false, kind.name())
        } else if seen.before(&block.text) {
            (false, "told before")
        } else {
            (true, "score")
        };
        out.push(Judged { text: block.text.clone(), score: *score, kept, why });
    }
    out
}
