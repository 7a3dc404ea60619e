//! Crawl text: the lines of a page without its tags, residue and all.

use std::collections::HashSet;

use dateline_types::{Article, DateSource, DropReason, Extraction, Page, ParagraphKind, Published};

use crate::repeat::Seen;
use crate::residue::{Residue, kind};
use crate::{Explained, Judged, assemble, author, dates, language};

/// Words of the shortest body that is an article.
const LEAST: usize = 25;

pub(crate) fn extract(page: &Page, text: &str) -> Explained {
    let mut blocks: Vec<Judged> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| Judged { text: line.to_owned(), score: 0.0, kept: false, why: "" })
        .collect();
    if blocks.is_empty() {
        return Explained::dropped(DropReason::Empty, "no text", blocks);
    }
    let kinds: Vec<Option<Residue>> =
        blocks.iter().map(|block| kind(&block.text, block.text.split_whitespace().count())).collect();
    let title = title(&blocks, &kinds);
    judge(&mut blocks, &kinds, title);

    let body = |blocks: &[Judged]| -> String {
        blocks
            .iter()
            .enumerate()
            .filter(|(at, b)| b.kept && Some(*at) != title)
            .map(|(_, b)| b.text.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let told = body(&blocks);
    let words = told.split_whitespace().count();
    if words < LEAST {
        let has = |wanted: Residue| kinds.contains(&Some(wanted));
        let failed = page.http_status.is_some_and(|status| status >= 400);
        let reason = if has(Residue::Error) || failed {
            DropReason::ErrorPage
        } else if has(Residue::Consent) {
            DropReason::ConsentWall
        } else if has(Residue::Paywall) {
            DropReason::Paywall
        } else {
            DropReason::TooShort
        };
        return Explained::dropped(reason, "fewer words than an article has", blocks);
    }
    if language::is_english(&told, false) == Some(false) {
        return Explained::dropped(DropReason::NotEnglish, "its commonest words", blocks);
    }
    let kept = blocks.iter().enumerate().filter(|(at, b)| b.kept && Some(*at) != title);
    let sentences = kept.clone().filter(|(_, b)| ends_sentence(&b.text)).count();
    if sentences * 4 < kept.clone().count() {
        return Explained::dropped(DropReason::Listing, "lines, and few sentences", blocks);
    }

    let mut article = Article {
        id: page.id.clone(),
        url: page.url.clone(),
        title: title.map(|at| blocks[at].text.clone()).unwrap_or_default(),
        crawled: page.fetched.map(dates::day_of),
        language: Some("en".to_owned()),
        ..Article::default()
    };
    for block in blocks.iter().filter(|block| block.why == "byline") {
        let byline = author::people(&block.text);
        article.byline.extend(byline.people);
        article.agency = article.agency.or(byline.agency);
    }
    article.published = blocks
        .iter()
        .filter(|block| block.why == "date line")
        .find_map(|block| dates::parse(&block.text).or_else(|| dates::written(&block.text).map(bare)))
        .map(|found| Published { source: DateSource::VisibleText, ..found });
    assemble::body(&mut article, kept.map(|(_, b)| (b.text.as_str(), ParagraphKind::Body)));
    assemble::dateline(&mut article);
    Explained { extraction: Extraction::Kept(Box::new(article)), blocks, why: "an article" }
}

fn bare(date: dateline_types::Date) -> Published {
    Published { date, time: None, source: DateSource::VisibleText }
}

/// The line that heads the article: above the first real paragraph, no residue, byline or date, and best in what makes a headline.
/// Between a headline and its story there stand outlets, names of writers and standfirsts; what sets a headline apart is that its words
/// come again in the story.
fn title(blocks: &[Judged], kinds: &[Option<Residue>]) -> Option<usize> {
    let first =
        blocks.iter().zip(kinds).position(|(block, kind)| kind.is_none() && is_paragraph(&block.text))?;
    let told = blocks.iter().zip(kinds).skip(first).filter(|(_, kind)| kind.is_none()).take(4);
    let story: HashSet<String> = told.flat_map(|(block, _)| content_words(&block.text)).collect();
    let candidates = (first.saturating_sub(REACH)..first).filter(|at| {
        let text = &blocks[*at].text;
        kinds[*at].is_none()
            && !is_byline(text)
            && !is_date_line(text)
            && (2..=30).contains(&text.split_whitespace().count())
    });
    let scored =
        candidates.map(|at| (headline_score(&blocks[at].text, &story) - (first - at) as f32 * 0.1, at));
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, at)| at)
}

/// How many lines above the first paragraph a headline may stand: share bars and portraits come between.
const REACH: usize = 12;

fn headline_score(text: &str, story: &HashSet<String>) -> f32 {
    let own: HashSet<String> = content_words(text).collect();
    let shared = own.iter().filter(|word| story.contains(*word)).count();
    let words = text.split_whitespace().count();
    let length = match words {
        5..=20 => 1.0,
        4 | 21..=25 => 0.5,
        _ => 0.0,
    };
    // Names of people and papers are all capitals and no story: "The Visayan Post", "Ruth Pemberley, Brussels".
    let menu = if text.contains(" | ") || text.contains(" · ") { 1.5 } else { 0.0 };
    length + 2.0 * (shared.min(4) as f32) / (own.len().clamp(2, 4) as f32) - menu
}

/// Lower-cased words of four letters and more, without the endings that inflection adds.
fn content_words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= 4);
    words.map(|word| word.to_lowercase().trim_end_matches(['s', 'd', 'e']).to_owned())
}

fn judge(blocks: &mut [Judged], kinds: &[Option<Residue>], title: Option<usize>) {
    let first = title.unwrap_or(0);
    let mut seen = Seen::default();
    // From a notice on, all that follows is of it until a paragraph that tells something: notices have headings.
    let mut notice: Option<Residue> = None;
    for (at, block) in blocks.iter_mut().enumerate() {
        let words = block.text.split_whitespace().count();
        let (kept, score, why) = if Some(at) == title {
            seen.before(&block.text);
            (true, 2.0, "title")
        } else if let Some(kind) = kinds[at] {
            if matches!(kind, Residue::Legal | Residue::Comments | Residue::Author)
                && words <= 6
                && at > first
            {
                notice = Some(kind);
            }
            (false, -3.0, kind.name())
        } else if at < first {
            let why = if is_byline(&block.text) {
                "byline"
            } else if is_date_line(&block.text) {
                "date line"
            } else {
                "above the title"
            };
            (false, -1.0, why)
        } else if let Some(kind) = notice {
            (false, -2.0, kind.name())
        } else if is_byline(&block.text) {
            (false, -1.0, "byline")
        } else if is_date_line(&block.text) {
            (false, -1.0, "date line")
        } else if seen.before(&block.text) {
            (false, -2.0, "told before")
        } else if ends_sentence(&block.text) || words > 12 {
            (true, 1.0, "paragraph")
        } else {
            (false, -0.5, "no sentence")
        };
        (block.kept, block.score, block.why) = (kept, score, why);
    }
    // Short lines between paragraphs are headings or quotes of the article; at its end they are links.
    let last = blocks.iter().rposition(|block| block.why == "paragraph").unwrap_or(0);
    for at in first + 1..last {
        let neighbours = blocks[at - 1].kept && blocks[at + 1].kept;
        // Right under the headline stand the writer's name or the agency, unless it is long enough for a standfirst.
        let least = if blocks[at - 1].why == "title" { 6 } else { 3 };
        let block = &mut blocks[at];
        if block.why == "no sentence" && neighbours && block.text.split_whitespace().count() >= least {
            (block.kept, block.score, block.why) = (true, 0.5, "between paragraphs");
        }
    }
}

fn is_paragraph(text: &str) -> bool {
    text.split_whitespace().count() >= 12 && (ends_sentence(text) || text.len() > 160)
}

fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»']);
    end.ends_with(['.', '!', '?', '…', ':'])
}

fn is_byline(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.len() < 100
        && !ends_sentence(text)
        && ["by ", "by: ", "written by ", "reporting by "].iter().any(|front| lower.starts_with(front))
        && !author::people(text).people.is_empty()
}

fn is_date_line(text: &str) -> bool {
    text.split_whitespace().count() <= 12
        && !ends_sentence(text.trim_end_matches('.'))
        && (dates::written(text).is_some() || dates::parse(text).is_some())
}
