//! Is a block the article's? Features to a score; above 0 it is.

/// What is known of a block of an HTML page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Features {
    pub(crate) words: usize,
    /// Share of the characters inside links.
    pub(crate) links: f32,
    pub(crate) ends_sentence: bool,
    pub(crate) commas: usize,
    pub(crate) paragraph_tag: bool,
    pub(crate) heading: bool,
    pub(crate) list_item: bool,
    pub(crate) caption: bool,
    /// Elements above it whose names say article or body, less those that say box, menu, footer...
    pub(crate) good: i32,
    pub(crate) bad: i32,
    /// Words of running text that stand under the same parent.
    pub(crate) siblings: usize,
}

pub(crate) fn score(f: &Features) -> f32 {
    let words = f.words as f32;
    let mut score = -1.2 + (words / 14.0).min(2.2) - 4.0 * f.links;
    score += if f.ends_sentence { 1.0 } else { -0.6 };
    score += (f.commas as f32 * 0.15).min(0.6);
    score += if f.paragraph_tag { 0.8 } else { -0.2 };
    score += (f.siblings as f32 / 120.0).min(1.6);
    score += 0.7 * f.good.min(2) as f32 - 2.2 * f.bad.min(3) as f32;
    if f.heading {
        score -= 0.6;
    }
    if f.list_item {
        score -= 0.5;
    }
    if f.caption {
        score -= 4.0;
    }
    score
}

/// Names of elements that hold articles.
pub(crate) const GOOD: &[&str] = &["article", "story", "content", "body", "post", "entry", "text", "main"];
/// Names of elements that hold what is not the article.
pub(crate) const BAD: &[&str] = &[
    "comment",
    "comments",
    "sidebar",
    "related",
    "recommend",
    "recommended",
    "share",
    "sharing",
    "social",
    "footer",
    "nav",
    "navbar",
    "menu",
    "promo",
    "newsletter",
    "subscribe",
    "subscription",
    "cookie",
    "consent",
    "advert",
    "ad",
    "ads",
    "banner",
    "widget",
    "breadcrumb",
    "breadcrumbs",
    "tags",
    "trending",
    "popular",
    "outbrain",
    "taboola",
    "paywall",
    "modal",
    "popup",
    "disclaimer",
    "copyright",
    "bio",
    "signup",
    "sponsored",
    "meta",
    "caption",
    "credit",
    "toolbar",
    "hidden",
    "teaser",
    "more",
    "read",
];
