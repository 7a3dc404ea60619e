use jiff::Timestamp;

/// One page as read, before anything is judged: decoded, but not extracted.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The file's stem for single files (`0004.html.gz` -> `0004`), the record id for WARC, `doc_id` for JSONL.
    pub id: String,
    pub url: Option<String>,
    /// When the crawler took it. Never a publication date. A source that gives a day only is set to midnight UTC.
    pub fetched: Option<Timestamp>,
    /// As the server answered, or as a crawl text's header line tells.
    pub http_status: Option<u16>,
    pub body: Body,
    pub origin: Origin,
}

/// What a page holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// HTML, decoded to UTF-8.
    Html(String),
    /// Text of a page without tags, one block a line, residue and all.
    CrawlText(String),
    /// An article that somebody extracted already; its text is kept to the letter.
    Article(SuppliedArticle),
}

/// An article as JSONL input gives it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SuppliedArticle {
    pub title: Option<String>,
    pub text: String,
    /// As written (`published`, `date` or `dct`); the extractor parses it.
    pub published: Option<String>,
    pub byline: Vec<String>,
    pub outlet: Option<String>,
    pub language: Option<String>,
}

/// Where a page was read, for messages and for `show`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The input's name as the user gave it or as it was found in a folder; `-` for standard input.
    pub source: String,
    /// Byte offset of the record in the input, in the compressed file where a member starts there.
    pub offset: u64,
    pub kind: SourceKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SourceKind {
    Warc,
    Html,
    CrawlText,
    Jsonl,
}

impl SourceKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Warc => "warc",
            Self::Html => "html",
            Self::CrawlText => "crawl-text",
            Self::Jsonl => "jsonl",
        }
    }
}
