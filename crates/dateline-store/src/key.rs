//! Keys: the first 128 bits of SHA-256 over length-prefixed fields.

use std::fmt;

use dateline_types::{Body, Page};
use sha2::{Digest, Sha256};

/// A content hash, written as 32 hexadecimal digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key(String);

impl Key {
    /// Of fields in order; an absent field differs from an empty one.
    pub fn of<'a>(fields: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let mut hash = Sha256::new();
        for field in fields {
            match field {
                Some(text) => {
                    hash.update((text.len() as u64 + 1).to_le_bytes());
                    hash.update(text.as_bytes());
                }
                None => hash.update(0u64.to_le_bytes()),
            }
        }
        Self(hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect())
    }

    /// As it was read from a store.
    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What makes two pages the same page: id, address, day of the crawl and content. Where it was read from does not.
pub fn page_key(page: &Page) -> Key {
    let fetched = page.fetched.map(|time| time.to_string());
    let (kind, title, text, published) = match &page.body {
        Body::Html(html) => ("html", None, html.as_str(), None),
        Body::CrawlText(text) => ("text", None, text.as_str(), None),
        Body::Article(article) => {
            ("article", article.title.as_deref(), article.text.as_str(), article.published.as_deref())
        }
    };
    // The id counts, too: which of two pages is stored must not depend on which one is read first.
    Key::of([
        Some(kind),
        page.url.as_deref(),
        Some(page.id.as_str()),
        fetched.as_deref(),
        title,
        published,
        Some(text),
    ])
}
