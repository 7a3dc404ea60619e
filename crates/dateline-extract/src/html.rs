//! HTML pages: the tree to blocks, blocks to the article.

use std::collections::HashMap;

use dateline_types::{Article, DateSource, DropReason, Extraction, Page, ParagraphKind, Published};

use crate::dom::{Data, Dom, NodeId, ROOT, is_block, push_words};
use crate::repeat::Seen;
use crate::residue::{Residue, kind};
use crate::score::{BAD, Features, GOOD, score};
use crate::{Explained, Judged, assemble, dates, language, meta};

/// Words of the shortest body that is an article.
const LEAST: usize = 40;
/// Words of a body below which blocks are judged once more, more leniently.
const LENIENT: usize = 120;
/// Blocks from the title on, and in all, among which a visible date is looked for.
const NEAR_TITLE: usize = 25;
/// Largest page that is parsed, in bytes.
const LARGEST: usize = 32 << 20;

struct Block {
    text: String,
    features: Features,
    kind: ParagraphKind,
    parent: NodeId,
    ended: bool,
}

pub(crate) fn extract(page: &Page, html: &str) -> Explained {
    if html.len() > LARGEST {
        return Explained::dropped(DropReason::TooLarge, Vec::new());
    }
    let dom = Dom::parse(html);
    let meta = meta::gather(&dom);
    let mut article = Article { id: page.id.clone(), ..Article::default() };
    meta.describe(page, &mut article);
    let mut blocks = blocks(&dom);
    count_siblings(&mut blocks);
    let mut judged = judge(&blocks, &article.title, 0.0);
    let total = |judged: &[Judged]| -> usize {
        blocks.iter().zip(judged).filter(|(_, j)| j.kept).map(|(b, _)| b.features.words).sum()
    };
    // A page with little text is read more leniently before it is given up: a wrongly dropped article costs more than an odd line.
    if total(&judged) < LENIENT {
        let lenient = judge(&blocks, &article.title, -1.5);
        if total(&lenient) >= LEAST {
            judged = lenient;
        }
    }
    if article.published.is_none() {
        article.published = visible_date(&blocks, &article.title);
    }

    let kept = || blocks.iter().zip(&judged).filter(|(_, j)| j.kept);
    let words = total(&judged);
    if words < LEAST {
        let has = |wanted| blocks.iter().any(|b| kind(&b.text) == Some(wanted));
        let failed = page.http_status.is_some_and(|status| status >= 400);
        let linked: usize = blocks.iter().filter(|b| b.features.links > 0.6).count();
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
    if language::is_english(&told) == Some(false) {
        return Explained::dropped(DropReason::NotEnglish, judged);
    }
    let linked = blocks.iter().filter(|b| b.features.links > 0.6).map(|b| b.features.words).sum::<usize>();
    let longest = kept().map(|(b, _)| b.features.words).max().unwrap_or(0);
    if linked > words * 6 && longest < 25 {
        return Explained::dropped(DropReason::Listing, judged);
    }
    article.language.get_or_insert_with(|| "en".to_owned());
    assemble::body(&mut article, kept().map(|(b, _)| (b.text.as_str(), b.kind)));
    Explained { extraction: Extraction::Kept(Box::new(article)), blocks: judged }
}

/// Text between block tags, in document order.
fn blocks(dom: &Dom) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut linked = 0usize;
    // Marks of the elements above, computed once for each element.
    let mut above: HashMap<NodeId, (i32, i32, bool)> = HashMap::new();
    dom.walk(ROOT, |id| {
        match &dom.node(id).data {
            Data::Text(text) => {
                let Some(parent) = dom.node(id).parent else { return true };
                let (holder, in_link) = holder(dom, parent);
                if out.last().is_none_or(|block| block.ended || block.parent != holder) {
                    close(&mut out, &mut linked);
                    let (good, bad, caption) = above.get(&holder).copied().unwrap_or_default();
                    let tag = dom.tag(holder);
                    let features = Features {
                        good,
                        bad,
                        caption,
                        paragraph_tag: tag == "p",
                        heading: matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6"),
                        list_item: tag == "li",
                        ..Features::default()
                    };
                    let kind = match tag {
                        "li" => ParagraphKind::ListItem,
                        "blockquote" => ParagraphKind::Quote,
                        _ if features.heading => ParagraphKind::Heading,
                        _ => ParagraphKind::Body,
                    };
                    out.push(Block { text: String::new(), features, kind, parent: holder, ended: false });
                }
                if let Some(block) = out.last_mut() {
                    let before = block.text.len();
                    push_words(&mut block.text, text);
                    if in_link {
                        linked += block.text.len() - before;
                    }
                }
            }
            Data::Element { .. } => {
                let tag = dom.tag(id);
                if matches!(
                    tag,
                    "script"
                        | "style"
                        | "noscript"
                        | "template"
                        | "svg"
                        | "head"
                        | "select"
                        | "button"
                        | "textarea"
                        | "iframe"
                        | "object"
                ) || is_hidden(dom, id)
                {
                    return false;
                }
                let inherited = dom.node(id).parent.and_then(|p| above.get(&p)).copied().unwrap_or_default();
                above.insert(id, marks(dom, id, inherited));
                if is_block(tag)
                    && let Some(block) = out.last_mut()
                {
                    block.ended = true;
                }
            }
            _ => {}
        }
        true
    });
    close(&mut out, &mut linked);
    out.retain(|block| !block.text.is_empty());
    out
}

/// The element that a text belongs to as a block, and whether a link lies between.
fn holder(dom: &Dom, from: NodeId) -> (NodeId, bool) {
    let (mut at, mut link) = (from, false);
    for _ in 0..64 {
        let tag = dom.tag(at);
        link |= tag == "a";
        if is_block(tag) {
            break;
        }
        match dom.node(at).parent {
            Some(parent) => at = parent,
            None => break,
        }
    }
    (at, link)
}

fn close(out: &mut [Block], linked: &mut usize) {
    if let Some(block) = out.last_mut() {
        block.text.truncate(block.text.trim_end().len());
        let f = &mut block.features;
        f.words = block.text.split_whitespace().count();
        f.links = *linked as f32 / block.text.len().max(1) as f32;
        f.commas = block.text.matches(", ").count();
        f.ends_sentence =
            block.text.trim_end_matches(['"', '\'', '”', '’', ')', ']']).ends_with(['.', '!', '?', '…', ':']);
    }
    *linked = 0;
}

fn is_hidden(dom: &Dom, id: NodeId) -> bool {
    dom.attribute(id, "hidden").is_some()
        || dom.attribute(id, "aria-hidden") == Some("true")
        || dom
            .attribute(id, "style")
            .is_some_and(|style| style.replace(' ', "").to_ascii_lowercase().contains("display:none"))
}

fn marks(dom: &Dom, id: NodeId, above: (i32, i32, bool)) -> (i32, i32, bool) {
    let (mut good, mut bad, mut caption) = above;
    match dom.tag(id) {
        "article" | "main" => good += 1,
        "nav" | "aside" | "footer" | "form" => bad += 1,
        "figcaption" | "figure" | "table" => caption = true,
        "html" | "body" => return above,
        _ => {}
    }
    let hints = meta::hints(dom, id);
    let mut names = hints.split(|c: char| !c.is_ascii_alphanumeric());
    if hints.len() < 200 {
        good += i32::from(names.clone().any(|name| GOOD.contains(&name)));
        bad += i32::from(names.any(|name| BAD.contains(&name)));
    }
    (good, bad, caption)
}

/// Running text that stands together under one parent's parent is a body.
fn count_siblings(blocks: &mut [Block]) {
    let mut under: HashMap<NodeId, usize> = HashMap::new();
    let running =
        |b: &Block| if b.features.ends_sentence && b.features.links < 0.4 { b.features.words } else { 0 };
    // Blocks next to each other are siblings in what readers see, whatever the tree.
    let window = 6;
    let near: Vec<usize> = (0..blocks.len())
        .map(|at| {
            let range = at.saturating_sub(window)..(at + window + 1).min(blocks.len());
            blocks[range].iter().map(running).sum::<usize>() - running(&blocks[at])
        })
        .collect();
    for block in blocks.iter() {
        *under.entry(block.parent).or_default() += running(block);
    }
    for (block, near) in blocks.iter_mut().zip(near) {
        block.features.siblings = near;
    }
}

/// A date that readers see near the title, in a line of its own or behind "published".
fn visible_date(blocks: &[Block], title: &str) -> Option<Published> {
    let from = blocks.iter().position(|block| block.text == title).unwrap_or(0);
    let near = blocks.iter().skip(from.saturating_sub(6)).take(NEAR_TITLE + 6);
    let mut best: Option<(bool, Published)> = None;
    for block in near.filter(|block| block.features.words <= 25) {
        let Some(date) = dates::written(&block.text).or_else(|| dates::parse(&block.text).map(|p| p.date))
        else {
            continue;
        };
        let lower = block.text.to_lowercase();
        let named = ["publish", "posted", "written on", "date"].iter().any(|word| lower.contains(word))
            && !lower.starts_with("updated");
        if best.as_ref().is_none_or(|(had, _)| named && !had) {
            best = Some((named, Published { date, time: None, source: DateSource::VisibleText }));
        }
    }
    best.map(|(_, published)| published)
}

fn judge(blocks: &[Block], title: &str, least: f32) -> Vec<Judged> {
    let mut seen = Seen::default();
    let mut out: Vec<Judged> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let value = score(&block.features);
        let (kept, score, why) = if block.text == title {
            (false, value, "title")
        } else if let Some(kind) = kind(&block.text) {
            (false, value - 3.0, kind.name())
        } else if value <= least {
            (false, value, "score")
        } else if seen.before(&block.text) {
            (false, value - 3.0, "told before")
        } else {
            (true, value, "score")
        };
        out.push(Judged { text: block.text.clone(), score, kept, why });
    }
    // Headings and list items between kept paragraphs are of the article.
    for at in 1..out.len().saturating_sub(1) {
        let inner = out[at - 1].kept && out[at + 1].kept && out[at].score > -1.5 && out[at].why == "score";
        if inner && !out[at].kept {
            (out[at].kept, out[at].why) = (true, "between paragraphs");
        }
    }
    out
}
