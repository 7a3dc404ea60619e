//! Any bytes as a page and as crawl text: no panic, and ranges that hold together.
//!
//!     cd crates/dateline-extract && cargo +nightly fuzz run extract -- -max_total_time=1200 -dict=fuzz/html.dict
#![no_main]

use dateline_types::{Body, Extraction, Origin, Page, SourceKind};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    for body in [Body::Html(text.clone()), Body::CrawlText(text)] {
        let origin = Origin { source: String::new(), offset: 0, kind: SourceKind::Html };
        let url = Some("https://post.example/2024/05/03/talks".to_owned());
        let page = Page { id: "p".into(), url, fetched: None, http_status: Some(200), body, origin };
        let explained = dateline_extract::explain(&page);
        let _ = explained.to_string();
        if let Extraction::Kept(article) = explained.extraction {
            for paragraph in &article.paragraphs {
                assert!(paragraph.range.slice(&article.text).is_some());
            }
        }
    }
});
