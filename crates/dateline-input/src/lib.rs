//! WARC, HTML, crawl text and JSONL bytes to pages.
