//! Every format, whole and damaged. All fixtures are built here.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::io::Write;

use dateline_input::{Limits, Pages, ReadErrorKind, read};
use dateline_types::Body;
use proptest::prelude::*;

fn record(kind: &str, uri: &str, block: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{uri}>\r\nWARC-Target-URI: http://example.org/{uri}\r\n\
         WARC-Date: 2025-03-04T05:06:07Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    out.extend_from_slice(block);
    out.extend_from_slice(b"\r\n\r\n");
    out
}

fn response(uri: &str) -> Vec<u8> {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>Page {uri}</p></html>");
    record("response", uri, block.as_bytes())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn run(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    collect(&mut read("in/a.html.gz", bytes, &Limits { record: 1 << 16 }))
}

fn collect<R: std::io::Read>(pages: &mut Pages<R>) -> (Vec<String>, Vec<String>) {
    let (mut ids, mut errors) = (Vec::new(), Vec::new());
    for page in pages {
        match page {
            Ok(page) => ids.push(page.id),
            Err(error) => errors.push(error.to_string()),
        }
    }
    (ids, errors)
}

#[test]
fn warc_in_every_compression_gives_the_same_pages() {
    let records =
        [record("warcinfo", "info", b"x"), response("a"), record("request", "q", b"GET /"), response("b")];
    let plain = records.concat();
    let members: Vec<u8> = records.iter().flat_map(|r| gzip(r)).collect();
    let zst = zstd::stream::encode_all(&plain[..], 1).unwrap();
    for bytes in [&plain, &members, &gzip(&plain), &zst] {
        assert_eq!(run(bytes), (vec!["urn:uuid:a".to_owned(), "urn:uuid:b".to_owned()], vec![]));
    }
    let mut pages = read("x", &plain[..], &Limits::default());
    assert_eq!(pages.by_ref().filter(Result::is_ok).count(), 2);
    assert_eq!(
        pages.skipped().iter().map(|(k, n)| (*k, *n)).collect::<Vec<_>>(),
        [("metadata", 1), ("request", 1)]
    );
}

#[test]
fn damage_is_reported_with_its_offset_and_the_next_record_is_read() {
    let (a, b, c) = (gzip(&response("a")), gzip(&response("b")), gzip(&response("c")));
    let mut broken = b.clone();
    let middle = broken.len() / 2;
    broken[middle..].fill(0xff);
    let (ids, errors) = run(&[&a[..], &broken, &c].concat());
    assert_eq!(ids, ["urn:uuid:a", "urn:uuid:c"]);
    assert_eq!(errors.len(), 1);
    assert!(errors[0].contains(&format!("at byte {}", a.len())), "{errors:?}");

    let plain = [&response("a")[..], b"garbage\r\nmore garbage\r\n", &response("b")].concat();
    let (ids, errors) = run(&plain);
    assert_eq!(ids, ["urn:uuid:a", "urn:uuid:b"]);
    assert_eq!(errors.len(), 1, "{errors:?}");
}

#[test]
fn a_file_cut_anywhere_gives_the_whole_records_before_the_cut() {
    let first = response("a");
    let plain = [first.clone(), response("b")].concat();
    for cut in 16..plain.len() - 4 {
        let (ids, errors) = run(&plain[..cut]);
        let whole = usize::from(cut >= first.len() - 4);
        assert_eq!(ids.len(), whole, "cut at {cut}: {ids:?} {errors:?}");
    }
    let compressed = [gzip(&first), gzip(&response("b"))].concat();
    let (ids, errors) = run(&compressed[..compressed.len() - 60]);
    assert_eq!((ids.len(), errors.len()), (1, 1), "{errors:?}");
}

#[test]
fn crawl_text_html_and_json_are_told_by_content() {
    let crawl = run(b" date 2025-12-28 403\nSorry\nText\n date 2025-12-29\nMore\n");
    assert_eq!(crawl, (vec!["a".to_owned(), "a-2".to_owned()], vec![]));
    assert_eq!(run(b"<!DOCTYPE html><p>x").0, ["a"]);
    assert_eq!(run(&gzip(b"<html><p>x</p></html>")).0, ["a"]);
    let lines = b"{\"id\": 7, \"text\": \"x\"}\n{\"broken\n\n{\"doc_id\": \"d\", \"text\": \"y\"}\n{\"url\": \"no text\"}\n";
    let (ids, errors) = run(lines);
    assert_eq!(ids, ["7", "d"]);
    assert_eq!(errors.len(), 2);
    assert!(errors[0].contains("at byte 23") && errors[0].contains("line 2"), "{errors:?}");
    assert_eq!(run(b"{\n \"doc_id\": \"p\",\n \"text\": \"y\"\n}\n").0, ["p"]);
    assert_eq!(run(b"[{\"id\": \"1\", \"text\": \"x\"}, {\"id\": \"2\", \"text\": \"y\"}]").0, ["1", "2"]);
}

#[test]
fn documents_of_databases_keep_their_numbers_and_nulls() {
    let lines = br#"{"id": 2.5, "title": "a headline alone", "text": null, "date": 1746612000}
{"doc_id": null, "id": "ms", "text": "x", "published": null, "date": 1746612000000}
{"id": "year", "text": "x", "date": 2025}
"#;
    let pages: Vec<_> = read("a", &lines[..], &Limits::default()).map(Result::unwrap).collect();
    let found: Vec<_> = pages
        .iter()
        .map(|page| match &page.body {
            Body::Article(article) => (page.id.as_str(), article.text.as_str(), article.published.as_deref()),
            other => panic!("{other:?}"),
        })
        .collect();
    let day = Some("2025-05-07T10:00:00Z");
    assert_eq!(found, [("2.5", "", day), ("ms", "x", day), ("year", "x", None)]);
}

#[test]
fn a_line_of_a_stream_is_read_before_the_next_one_comes() {
    /// Gives one line, and fails the test when it is asked for more than that.
    struct Pausing(bool);
    impl std::io::Read for Pausing {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            assert!(!std::mem::replace(&mut self.0, true), "asked for more before the line was handed on");
            let line = b"{\"id\": \"first\", \"text\": \"x\"}\n";
            into[..line.len()].copy_from_slice(line);
            Ok(line.len())
        }
    }
    let mut pages = read("-", Pausing(false), &Limits::default());
    assert_eq!(pages.next().unwrap().unwrap().id, "first");
}

#[test]
fn what_is_no_page_is_said_to_be_none() {
    for (bytes, part) in [
        (&b""[..], "empty"),
        (b"  \n ", "empty"),
        (b"%PDF-1.4 x", "PDF"),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07", "binary"),
        (b"\x04\x22\x4d\x18 x", "LZ4"),
    ] {
        let (ids, errors) = run(bytes);
        assert!(ids.is_empty() && errors.len() == 1 && errors[0].contains(part), "{bytes:?}: {errors:?}");
    }
}

#[test]
fn a_bomb_is_cut_at_the_cap() {
    let zeros = vec![b'a'; 1 << 20];
    let page = [b"<html><p>".to_vec(), zeros].concat();
    let bomb = gzip(&page);
    let mut pages = read("bomb.gz", &bomb[..], &Limits { record: 1 << 16 });
    let Some(Err(error)) = pages.next() else { panic!("a page of a megabyte passed a cap of 64 KiB") };
    assert!(matches!(error.kind, ReadErrorKind::TooLarge { .. }));
    assert!(pages.next().is_none());
}

#[test]
fn a_chunked_body_is_joined_and_decoded() {
    // "café" in Latin-1, declared by the server.
    let block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=ISO-8859-1\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n<p>caf\xe9\xe9\r\n0\r\n\r\n";
    let warc = record("response", "c", block);
    let page = read("x", &warc[..], &Limits::default()).next().unwrap().unwrap();
    assert_eq!(page.body, Body::Html("<p>caféé".to_owned()));
    assert_eq!(page.fetched.map(|t| t.to_string()).as_deref(), Some("2025-03-04T05:06:07Z"));
}

proptest! {
    #[test]
    fn any_bytes_are_read_to_an_end(bytes in proptest::collection::vec(any::<u8>(), 0..600), head in 0usize..6) {
        let heads: [&[u8]; 6] = [b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08\x00", b"{\"text\": \"", b" date 2025-01-01\n", b"filedesc://x 0.0.0.0 2 text/plain 3\n"];
        let all = [heads[head], &bytes[..]].concat();
        let (ids, errors) = run(&all);
        prop_assert!(!ids.is_empty() || !errors.is_empty() || all.len() > 1);
    }
}
