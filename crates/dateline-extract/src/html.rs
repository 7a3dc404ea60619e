//! HTML pages: the tree to blocks, blocks to the article.

use dateline_types::{Article, DropReason, Extraction, Page};

use crate::blocks::{Block, Tag, blocks};
use crate::dom::Dom;
use crate::features::{self, Evidence};
use crate::forest::{FastModel, MODEL};
use crate::meta::Types;
use crate::page_kind::{self, Facts, LEAST};
use crate::repeat::Seen;
use crate::residue::Residue;
use crate::shown::Line;
use crate::title::is_title;
use crate::{Explained, Judged, assemble, author, language, meta, shown};

/// The group of hint words that names comments.
const COMMENTS: usize = 2;
/// Captions told at most: galleries have hundreds.
const MOST_CAPTIONS: usize = 60;
/// Words of a body below which blocks are judged once more, more leniently.
const LENIENT: usize = 120;
/// Probability above which a block is kept, as a share of the F1 that the page's article is expected to have; see [`least`].
const KEEP: f32 = 0.42;
/// The same at least, and on a page with little text.
const KEEP_DOUBTFUL: f32 = 0.1;
const KEEP_LENIENT: f32 = 0.15;
/// Words of a page that has little but its article.
const PLAIN: usize = 400;
/// Words of the longest line that is a byline and nothing else.
const LONGEST_BYLINE: usize = 12;
/// What the first pass gives to menus and footers; the second one hardly ever lifts it to what is kept.
const SURELY_NOT: f32 = 0.004;
/// Blocks from the title on, and above it, among which date and byline are looked for.
const NEAR_TITLE: usize = 14;
const ABOVE_TITLE: usize = 6;
/// Blocks behind the article among which a byline is looked for.
const BEHIND: usize = 12;
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
    types: Types,
    pictures: Vec<String>,
    /// Whether a meta element tells the day of publication.
    told: bool,
}

impl Parsed {
    pub(crate) fn of(page: &Page, html: &str) -> Self {
        let dom = Dom::parse(html);
        let mut meta = meta::gather(&dom);
        let mut article = Article { id: page.id.clone(), ..Article::default() };
        let house = meta.describe(page, &mut article);
        let types = meta.types();
        Self {
            house,
            told: meta.tells_publication(),
            pictures: std::mem::take(&mut meta.pictures),
            types,
            blocks: blocks(&dom),
            article,
            description: meta.description(),
            body: meta.body(),
        }
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

/// Probability of each block to be the article's. The second pass does not look again at what the first is sure of.
fn probabilities(parsed: &Parsed, model: &FastModel) -> Vec<f32> {
    let rows = parsed.rows();
    let mut scores = model.first.probabilities(&rows);
    let doubtful = doubtful(&scores);
    let second = features::second(&parsed.blocks, &rows, &scores, &doubtful);
    for (at, score) in doubtful.into_iter().zip(model.second.probabilities(&second)) {
        scores[at] = score;
    }
    scores
}

/// The blocks that the second pass looks at again.
pub(crate) fn doubtful(first: &[f32]) -> Vec<usize> {
    (0..first.len()).filter(|at| first[*at] > SURELY_NOT).collect()
}

pub(crate) fn extract(page: &Page, html: &str) -> Explained {
    extract_with(page, html, &MODEL)
}

pub(crate) fn extract_with(page: &Page, html: &str, model: &FastModel) -> Explained {
    if html.len() > LARGEST {
        return Explained::dropped(DropReason::TooLarge, "beyond 32 MiB", Vec::new());
    }
    let parsed = Parsed::of(page, html);
    let scores = probabilities(&parsed, model);
    let Parsed { blocks, mut article, house, types, pictures, told, .. } = parsed;
    let mut verdicts = judge(&blocks, &scores, &article, least(&blocks, &scores));
    let total = |verdicts: &[Verdict]| -> usize {
        blocks.iter().zip(verdicts).filter(|(_, (kept, _))| *kept).map(|(b, _)| b.words).sum()
    };
    // A page with little text is read more leniently before it is given up: a wrongly dropped article costs more than an odd line.
    if total(&verdicts) < LENIENT {
        let lenient = judge(&blocks, &scores, &article, KEEP_LENIENT);
        if total(&lenient) >= LEAST {
            verdicts = lenient;
        }
    }
    let kept: Vec<bool> = verdicts.iter().map(|(kept, _)| *kept).collect();
    let facts = Facts { page, types, title: &article.title, blocks: &blocks, kept: &kept };
    let mut reason = page_kind::no_article(&facts);
    if reason.is_none() {
        let text: String = texts(&blocks, &kept).take(80).collect::<Vec<_>>().join(" ");
        if language::is_english(&text, article.language.as_deref() == Some("en")) == Some(false) {
            reason = Some((DropReason::NotEnglish, "its commonest words"));
        }
    }
    if let Some((reason, why)) = reason {
        return Explained::dropped(reason, why, judged(blocks, &scores, &verdicts));
    }

    sign(&mut article, &blocks, &kept, &pictures, house);
    let from = title_place(&blocks, &article.title);
    let lines = blocks.iter().enumerate().filter(|(_, block)| block.words <= 40).map(|(at, block)| Line {
        text: &block.text,
        words: block.words,
        near: block.words <= 25
            && at + ABOVE_TITLE >= from
            && at < from + NEAR_TITLE
            && block.marks.hints[COMMENTS] == 0,
        below: at >= from,
        aside: is_aside(block),
        cell: matches!(block.tag, Tag::Cell),
    });
    shown::settle(&mut article, lines, told);
    article.language.get_or_insert_with(|| "en".to_owned());
    article.captions = captions(&blocks, &kept);
    let paragraphs = blocks.iter().zip(&kept).filter(|(_, kept)| **kept);
    assemble::body(&mut article, paragraphs.map(|(b, _)| (b.text.as_str(), b.kind)));
    assemble::dateline(&mut article);
    let blocks = judged(blocks, &scores, &verdicts);
    Explained { extraction: Extraction::Kept(Box::new(article)), blocks, why: "an article" }
}

fn texts<'b>(blocks: &'b [Block], kept: &'b [bool]) -> impl Iterator<Item = &'b str> {
    blocks.iter().zip(kept).filter(|(_, kept)| **kept).map(|(block, _)| block.text.as_str())
}

/// Who wrote it, where the page's head names nobody: lines beside the title or behind the article, else the house that signs.
fn sign(article: &mut Article, blocks: &[Block], kept: &[bool], pictures: &[String], house: Option<String>) {
    if article.byline.is_empty() {
        let near = || near_title(blocks, &article.title).map(|block| block.text.as_str());
        let last = kept.iter().rposition(|kept| *kept).map_or(blocks.len(), |last| last + 1);
        let behind = || {
            blocks
                .iter()
                .skip(last)
                .take(BEHIND)
                .filter(|b| b.words <= 25 && !is_aside(b))
                .map(|b| b.text.as_str())
        };
        let byline = author::among(near())
            .or_else(|| author::portrayed(near(), pictures))
            .or_else(|| author::among(behind()))
            .or_else(|| author::portrayed(behind(), pictures));
        if let Some(byline) = byline {
            article.byline = byline.people;
            article.agency = article.agency.take().or(byline.agency);
        }
    }
    if article.byline.is_empty() && article.agency.is_none() {
        article.byline.extend(house);
    }
}

/// Captions between the title or the first paragraph and the last paragraph.
fn captions(blocks: &[Block], kept: &[bool]) -> Vec<String> {
    let (Some(first), Some(last)) = (kept.iter().position(|kept| *kept), kept.iter().rposition(|kept| *kept))
    else {
        return Vec::new();
    };
    let from = first.saturating_sub(ABOVE_TITLE);
    let own = (from..=last).filter(|at| !kept[*at]).map(|at| &blocks[at]);
    let mut out: Vec<String> = Vec::new();
    for block in own.filter(|block| block.caption && (2..=80).contains(&block.words) && block.links < 0.6) {
        if !out.contains(&block.text) && out.len() < MOST_CAPTIONS {
            out.push(block.text.clone());
        }
    }
    out
}

fn judged(blocks: Vec<Block>, scores: &[f32], verdicts: &[Verdict]) -> Vec<Judged> {
    let rows = blocks.into_iter().zip(scores).zip(verdicts);
    rows.map(|((block, score), (kept, why))| Judged { text: block.text, score: *score, kept: *kept, why })
        .collect()
}

/// Where the title stands among the blocks.
fn title_place(blocks: &[Block], title: &str) -> usize {
    let heading = |block: &Block| matches!(block.tag, Tag::Heading(1));
    let from = blocks.iter().position(|block| heading(block) && is_title(&block.text, title));
    let from = from.or_else(|| blocks.iter().position(|block| is_title(&block.text, title)));
    from.or_else(|| blocks.iter().position(heading)).unwrap_or(0)
}

/// The short lines around the title.
fn near_title<'b>(blocks: &'b [Block], title: &str) -> impl Iterator<Item = &'b Block> + Clone + use<'b> {
    let from = title_place(blocks, title);
    let near = blocks.iter().skip(from.saturating_sub(ABOVE_TITLE)).take(NEAR_TITLE + ABOVE_TITLE);
    near.filter(|block| block.words <= 25)
}

/// Comments, and boxes and cards of other stories: their dates are not the page's.
fn is_aside(block: &Block) -> bool {
    const OTHERS: [usize; 2] = [3, 14];
    block.marks.hints[COMMENTS] > 0
        || OTHERS.iter().any(|group| block.marks.near[*group] <= 4)
        || block.links > 0.9
}

/// Probability from which blocks are kept on this page. A block adds to the expected F1 of what is kept if its probability is more than
/// half of that F1: where the page is plain, blocks in doubt are left out; where all is in doubt, more of it is told.
fn least(blocks: &[Block], scores: &[f32]) -> f32 {
    let mut rows: Vec<(f32, f32)> =
        blocks.iter().zip(scores).map(|(block, score)| (*score, block.words as f32)).collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all: f32 = rows.iter().map(|(score, words)| score * words).sum();
    let (mut right, mut told, mut best) = (0.0, 0.0, 0.0f32);
    for (score, words) in rows {
        right += score * words;
        told += words;
        best = best.max(2.0 * right / (told + all).max(1.0));
    }
    (best * KEEP).max(KEEP_DOUBTFUL)
}

/// What became of each block: its score, whether it is kept, and why.
type Verdict = (bool, &'static str);

fn judge(blocks: &[Block], scores: &[f32], article: &Article, least: f32) -> Vec<Verdict> {
    let mut seen = Seen::default();
    // On pages with little text and few names of elements the judge is unsure of everything, and lines that say what they are decide.
    let plain = blocks.iter().map(|block| block.words).sum::<usize>() < PLAIN;
    let one = |(block, score): (&Block, &f32)| {
        if is_title(&block.text, &article.title) {
            (false, "title")
        } else if is_byline(block, &article.byline) {
            (false, "byline")
        } else if block.caption {
            (false, "caption")
        } else if *score <= least {
            (false, block.residue.map_or("beside the article", Residue::name))
        } else if let Some(kind @ (Residue::Error | Residue::Consent | Residue::Paywall | Residue::Share)) =
            block.residue
        {
            (false, kind.name())
        } else if let Some(kind) = block.residue.filter(|_| plain) {
            (false, kind.name())
        } else if plain && block.links > 0.9 {
            (false, "links")
        } else if seen.before(&block.text) {
            (false, "told before")
        } else {
            (true, "running text")
        }
    };
    blocks.iter().zip(scores).map(one).collect()
}

/// "By Jane Roe, Staff Writer", where the page's head names the same people.
fn is_byline(block: &Block, people: &[String]) -> bool {
    !people.is_empty()
        && block.words <= LONGEST_BYLINE
        && block.text.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "))
        && people.iter().all(|name| block.text.contains(name.as_str()))
}
