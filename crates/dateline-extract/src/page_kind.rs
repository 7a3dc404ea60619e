//! What kind of page it is, where it is no article: error, consent wall, paywall stub, live blog, video page, listing, not news.
//!
//! A wrongly dropped article costs more than a stub kept, so a page with much running text is dropped only where its structured data
//! or its status say plainly what it is.

use dateline_types::{DropReason, Page};

use crate::blocks::{Block, Tag};
use crate::dates;
use crate::meta::Types;
use crate::residue::{self, Residue};

/// Words of the shortest body that is an article.
pub(crate) const LEAST: usize = 40;
/// Words up to which a body may be the stub of a paywall, or the legend of a video.
const STUB: usize = 110;
/// Words up to which what stands on an error page is no article: lists of other stories with their summaries.
const ERROR: usize = 200;
/// Words that the summary of another story seldom has; an article has a paragraph of as many.
const SUMMARY: usize = 25;
/// Words of a paragraph that tells something.
const PARAGRAPH: usize = 40;
/// Times of day in lines of their own that make a page a live blog.
const ENTRIES: usize = 6;

/// What the page and the judgement on its blocks show.
pub(crate) struct Facts<'a> {
    pub(crate) page: &'a Page,
    pub(crate) types: Types,
    pub(crate) title: &'a str,
    pub(crate) blocks: &'a [Block],
    /// Whether each block is kept.
    pub(crate) kept: &'a [bool],
}

/// Why the page is no article, if it is none, and what shows it.
pub(crate) fn no_article(facts: &Facts<'_>) -> Option<(DropReason, &'static str)> {
    let Facts { page, types, title, blocks, kept } = facts;
    let told = || blocks.iter().zip(*kept).filter(|(_, kept)| **kept).map(|(block, _)| block);
    let words: usize = told().map(|block| block.words).sum();
    let longest = told().map(|block| block.words).max().unwrap_or(0);
    let has = |wanted| blocks.iter().any(|block| block.residue == Some(wanted));
    let linked = || blocks.iter().filter(|block| block.links > 0.6);

    if blocks.is_empty() {
        return Some((DropReason::Empty, "no text"));
    }
    let failed = page.http_status.is_some_and(|status| status >= 400);
    if failed && (words < ERROR || longest < PARAGRAPH) {
        return Some((DropReason::ErrorPage, "its status, and no article below"));
    }
    let headed = |wanted| {
        let kind = |text: &str| residue::kind(text, text.split_whitespace().count());
        kind(title) == Some(wanted)
            || blocks.iter().any(|b| matches!(b.tag, Tag::Heading(1)) && b.residue == Some(wanted))
    };
    if headed(Residue::Error) && (words < ERROR || longest < PARAGRAPH) {
        return Some((DropReason::ErrorPage, "its heading, and no article below"));
    }
    if types.live || (names_live(facts) && times(blocks) >= ENTRIES) {
        return Some((
            DropReason::LiveBlog,
            if types.live { "its structured data" } else { "entries with times of day" },
        ));
    }
    if types.video && !types.article && words < STUB {
        return Some((DropReason::VideoPage, "its structured data, and little text"));
    }
    if words < LEAST {
        let links = linked().count();
        return Some(if has(Residue::Error) {
            (DropReason::ErrorPage, "an error block, and no article")
        } else if has(Residue::Consent) {
            (DropReason::ConsentWall, "a consent notice, and no article")
        } else if has(Residue::Paywall) || types.locked {
            (DropReason::Paywall, "a paywall notice, and no article")
        } else if types.video {
            (DropReason::VideoPage, "a video, and no article")
        } else if links * 2 > blocks.len() && links > 8 {
            (DropReason::Listing, "links, and no article")
        } else {
            (DropReason::TooShort, "fewer words than an article has")
        });
    }
    if words < STUB && stub(blocks, kept) {
        return Some((DropReason::Paywall, "a paywall notice behind the first lines"));
    }
    if types.other && !types.article {
        return Some((DropReason::NotNews, "its structured data"));
    }
    let in_links: usize = linked().map(|block| block.words).sum();
    let front = page.url.as_deref().or(types.address.as_deref()).is_some_and(is_front);
    if (in_links > words * 6 && longest < SUMMARY)
        || ((front || types.listing)
            && !types.article
            && longest < PARAGRAPH
            && (in_links > words || longest < SUMMARY))
    {
        return Some((
            DropReason::Listing,
            if front { "a front page of links" } else { "links, and no paragraph" },
        ));
    }
    None
}

/// A paywall's notice after the last line kept and before anything else that runs.
fn stub(blocks: &[Block], kept: &[bool]) -> bool {
    let Some(last) = kept.iter().rposition(|kept| *kept) else { return false };
    let behind = blocks.iter().skip(last + 1).take(6);
    behind.into_iter().any(|block| block.residue == Some(Residue::Paywall))
}

fn names_live(facts: &Facts<'_>) -> bool {
    let title = facts.title.to_lowercase();
    let url = facts.page.url.as_deref().or(facts.types.address.as_deref()).unwrap_or_default().to_lowercase();
    title.starts_with("live:")
        || title.contains("live updates")
        || title.contains("live blog")
        || ["/live/", "/live-", "liveblog", "live-blog", "live-updates"].iter().any(|part| url.contains(part))
}

/// Short lines that are a time of day: the entries of a live blog.
fn times(blocks: &[Block]) -> usize {
    blocks.iter().filter(|block| block.words <= 6 && dates::has_time_of_day(&block.text)).count()
}

/// The address of a site's front page.
fn is_front(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    path.is_empty() || path.starts_with(['?', '#'])
}

#[cfg(test)]
mod tests {
    use super::is_front;

    #[test]
    fn front_pages_by_their_address() {
        for url in ["https://a.example", "https://a.example/", "https://a.example/?utm=1"] {
            assert!(is_front(url), "{url}");
        }
        assert!(!is_front("https://a.example/2024/talks"));
    }
}
