use jiff::civil::Date;

use crate::TextRange;

/// What became of a page. A drop is data, not an error: it is counted and stored.
#[derive(Clone, Debug, PartialEq)]
pub enum Extraction {
    Kept(Box<Article>),
    Dropped(DropReason),
}

/// Why a page gave no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DropReason {
    /// A real error page (404, 403, soft 404), not an article below an error block.
    ErrorPage,
    ConsentWall,
    Paywall,
    Listing,
    LiveBlog,
    VideoPage,
    NotEnglish,
    TooShort,
    /// Nothing to read: empty or without text.
    Empty,
    /// A page, but no news article (product, forum, profile, ...).
    NotNews,
    /// Beyond the size cap.
    TooLarge,
}

impl DropReason {
    pub const ALL: [Self; 11] = [
        Self::ErrorPage,
        Self::ConsentWall,
        Self::Paywall,
        Self::Listing,
        Self::LiveBlog,
        Self::VideoPage,
        Self::NotEnglish,
        Self::TooShort,
        Self::Empty,
        Self::NotNews,
        Self::TooLarge,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::ErrorPage => "error page",
            Self::ConsentWall => "consent wall",
            Self::Paywall => "paywall",
            Self::Listing => "listing",
            Self::LiveBlog => "live blog",
            Self::VideoPage => "video page",
            Self::NotEnglish => "not English",
            Self::TooShort => "too short",
            Self::Empty => "empty",
            Self::NotNews => "not news",
            Self::TooLarge => "too large",
        }
    }
}

/// A clean article: each paragraph once, in the order of the page.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Article {
    pub id: String,
    /// Where the page was taken from.
    pub url: Option<String>,
    /// What the page says its address is.
    pub canonical_url: Option<String>,
    /// Without the site's name; empty if the page has none.
    pub title: String,
    /// The body; supplied articles keep theirs to the letter.
    pub text: String,
    /// Captions and credits of the article's pictures and tables, in the order of the page; they are no part of `text`.
    pub captions: Vec<String>,
    /// Ranges into `text`, in order, not overlapping.
    pub paragraphs: Vec<Paragraph>,
    /// People, without "By", roles or handles.
    pub byline: Vec<String>,
    /// News agency credited ("Reuters", "AFP"), kept apart from people.
    pub agency: Option<String>,
    pub published: Option<Published>,
    pub modified: Option<Published>,
    /// The day of the crawl (UTC). Kept apart, and never passed off as the publication date.
    pub crawled: Option<Date>,
    pub outlet: Option<String>,
    /// BCP 47 primary tag ("en").
    pub language: Option<String>,
    /// Place of the dateline ("KYIV, Oct 3 (AFP) -").
    pub dateline_place: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    pub range: TextRange,
    pub kind: ParagraphKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParagraphKind {
    Body,
    Heading,
    ListItem,
    Quote,
    /// A cell of a table, its captions left out.
    Table,
}

/// A date that the page gives for itself, and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// In the zone that the page writes, so that it is the day that the reader saw.
    pub date: Date,
    /// RFC 3339 with its zone, where the page gives a time of day.
    pub time: Option<String>,
    pub source: DateSource,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DateSource {
    JsonLd,
    Meta,
    TimeElement,
    Url,
    Dateline,
    VisibleText,
    /// The input gave it (article JSONL, a feed).
    Supplied,
}

impl DateSource {
    pub const fn name(self) -> &'static str {
        match self {
            Self::JsonLd => "json-ld",
            Self::Meta => "meta",
            Self::TimeElement => "time-element",
            Self::Url => "url",
            Self::Dateline => "dateline",
            Self::VisibleText => "visible-text",
            Self::Supplied => "supplied",
        }
    }
}

/// The day that relative dates are resolved against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Published(Date),
    /// The page gives no date of publication; the crawl's is used, and marked as such.
    Crawled(Date),
    Unknown,
}

impl Anchor {
    pub const fn date(self) -> Option<Date> {
        match self {
            Self::Published(date) | Self::Crawled(date) => Some(date),
            Self::Unknown => None,
        }
    }
}

impl Article {
    pub fn anchor(&self) -> Anchor {
        match (&self.published, self.crawled) {
            (Some(published), _) => Anchor::Published(published.date),
            (None, Some(crawled)) => Anchor::Crawled(crawled),
            (None, None) => Anchor::Unknown,
        }
    }
}
