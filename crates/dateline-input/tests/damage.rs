//! What is whole is read, and the rest is told with its place: every format, compression and kind of damage. Fixtures are
//! built here.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::{Record, chunked, deflate, gzip, http, response, zlib, zstd};
use dateline_input::{Limits, read};
use dateline_types::{Body, Page};
use proptest::prelude::*;

fn limits() -> Limits {
    Limits { record: 1 << 16 }
}

fn run(bytes: &[u8]) -> (Vec<Page>, Vec<(u64, String)>) {
    let (mut pages, mut errors) = (Vec::new(), Vec::new());
    for item in read("in", bytes, &limits()) {
        match item {
            Ok(page) => pages.push(page),
            Err(error) => errors.push((error.offset, error.to_string())),
        }
    }
    (pages, errors)
}

fn ids(bytes: &[u8]) -> Vec<String> {
    run(bytes).0.into_iter().map(|page| page.id).collect()
}

fn html(page: &Page) -> &str {
    match &page.body {
        Body::Html(html) => html,
        other => panic!("not HTML: {other:?}"),
    }
}

fn three() -> [Vec<u8>; 3] {
    ["a", "b", "c"].map(|id| response(id, "http://example.com/", format!("<p>Page {id}, é</p>").as_bytes()))
}

/// The records as one input, with the offset of each.
fn join(parts: &[Vec<u8>]) -> (Vec<u8>, Vec<u64>) {
    let (mut all, mut starts) = (Vec::new(), Vec::new());
    for part in parts {
        starts.push(all.len() as u64);
        all.extend_from_slice(part);
    }
    (all, starts)
}

#[test]
fn offsets_are_those_of_records_and_members() {
    for (name, pack) in [
        ("plain", (|b: &[u8]| b.to_vec()) as fn(&[u8]) -> Vec<u8>),
        ("gzip", gzip as fn(&[u8]) -> Vec<u8>),
        ("zstd", zstd as fn(&[u8]) -> Vec<u8>),
    ] {
        let (all, starts) = join(&three().map(|r| pack(&r)));
        let (pages, errors) = run(&all);
        assert!(errors.is_empty(), "{name}: {errors:?}");
        let offsets: Vec<u64> = pages.iter().map(|page| page.origin.offset).collect();
        assert_eq!(offsets, starts, "{name}");
    }
}

#[test]
fn a_damaged_member_costs_no_other() {
    for (name, pack) in [("gzip", gzip as fn(&[u8]) -> Vec<u8>), ("zstd", zstd)] {
        let mut parts = three().map(|r| pack(&r));
        let middle = parts[1].len() / 2;
        parts[1][middle..].fill(0xfe);
        let (all, starts) = join(&parts);
        let (pages, errors) = run(&all);
        let got: Vec<&str> = pages.iter().map(|page| page.id.as_str()).collect();
        assert_eq!(got, ["a", "c"], "{name}: {errors:?}");
        assert_eq!(errors.len(), 1, "{name}: {errors:?}");
        assert_eq!(errors[0].0, starts[1], "{name}");
    }
}

#[test]
fn rubbish_between_members_is_told_once() {
    let [a, b, _] = three();
    let all = [gzip(&a), b"<html>proxy error</html>".to_vec(), gzip(&b)].concat();
    let (pages, errors) = run(&all);
    assert_eq!((pages.len(), errors.len()), (2, 1), "{errors:?}");
    assert_eq!(errors[0].0, gzip(&a).len() as u64);
    // Noughts behind the last member are what tapes and some writers leave, and no damage.
    let padded = [gzip(&a), vec![0; 5000]].concat();
    assert_eq!(run(&padded).1, []);
}

#[test]
fn a_zstd_warc_with_its_dictionary_in_front_is_read() {
    let samples: Vec<Vec<u8>> = (0..200)
        .map(|n| {
            response(
                &format!("urn:uuid:{n}"),
                "http://example.com/a/b",
                format!("<html><p>Page {n}").as_bytes(),
            )
        })
        .collect();
    // Any bytes may serve as a dictionary; what the pages share is a good one.
    let dictionary = samples[199].clone();
    for stored in [dictionary.clone(), zstd(&dictionary)] {
        let mut all = vec![0x5d, 0x2a, 0x4d, 0x18];
        all.extend_from_slice(&u32::try_from(stored.len()).unwrap().to_le_bytes());
        all.extend_from_slice(&stored);
        let mut packer = zstd::bulk::Compressor::with_dictionary(3, &dictionary).unwrap();
        for sample in &samples[..5] {
            all.extend_from_slice(&packer.compress(sample).unwrap());
        }
        let (pages, errors) = run(&all);
        assert_eq!((pages.len(), errors.len()), (5, 0), "{errors:?}");
    }
}

#[test]
fn a_length_that_is_too_large_does_not_swallow_the_next_records() {
    let [a, b, c] = three();
    let text = String::from_utf8(b).unwrap();
    let at = text.rfind("Content-Length: ").unwrap();
    let wrong =
        format!("{}Content-Length: 400{}", &text[..at], &text[at + text[at..].find("\r\n").unwrap()..]);
    let (all, starts) = join(&[a, wrong.into_bytes(), c]);
    let (pages, errors) = run(&all);
    assert_eq!(pages.iter().map(|page| page.id.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!((errors.len(), errors[0].0), (1, starts[1]), "{errors:?}");
    assert_eq!(pages[2].origin.offset, starts[2]);
}

#[test]
fn every_content_encoding_and_its_wrong_declaration() {
    let page = "<!DOCTYPE html><html><body><p>Les députés ont voté.</p></body></html>".as_bytes();
    // Brotli of the page, by the reference encoder's stored form: one uncompressed metablock and an empty last one.
    let header: u32 = ((page.len() as u32 - 1) << 4) | (1 << 20);
    let mut brotli = Vec::new();
    brotli.extend_from_slice(&header.to_le_bytes()[..3]);
    brotli.extend_from_slice(page);
    brotli.push(0b11);
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("", page.to_vec()),
        ("Content-Encoding: gzip", gzip(page)),
        ("Content-Encoding: x-gzip", gzip(page)),
        ("Content-Encoding: deflate", zlib(page)),
        ("Content-Encoding: deflate", deflate(page)),
        ("Content-Encoding: zstd", zstd(page)),
        ("Content-Encoding: br", brotli),
        ("Transfer-Encoding: chunked", chunked(page, 7)),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", chunked(&gzip(page), 9)),
        // Declared, but stored as the browser saw it.
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", page.to_vec()),
        ("Content-Encoding: br", page.to_vec()),
        ("Content-Encoding: deflate", page.to_vec()),
        ("Content-Encoding: identity", page.to_vec()),
    ];
    for (header, body) in cases {
        let block = http(
            "200 OK",
            &["Content-Type: text/html; charset=utf-8", header][..2 - usize::from(header.is_empty())],
            &body,
        );
        let warc = Record { block, ..Record::default() }.bytes();
        let (pages, errors) = run(&warc);
        assert!(errors.is_empty() && pages.len() == 1, "{header}: {errors:?}");
        assert_eq!(html(&pages[0]).as_bytes(), page, "{header}");
    }
}

#[test]
fn kinds_of_records() {
    let page = b"<html><p>x</p></html>".to_vec();
    let record = |kind, uri, content_type, block: &[u8]| {
        Record {
            version: "WARC/1.1",
            kind,
            uri,
            content_type,
            block: block.to_vec(),
            id: kind,
            ..Record::default()
        }
        .bytes()
    };
    let all = [
        record("warcinfo", None, "application/warc-fields", b"a: b"),
        record("conversion", Some("http://example.com/ a%20b"), "text/plain", "Talks began.".as_bytes()),
        record("resource", Some("file:///x.html"), "text/html", &page),
        record("resource", Some("metadata://wget/wget.log"), "text/plain", b"GET /"),
        // Stored without the server's answer.
        record("response", Some("<http://example.com/>"), "application/http", &page),
        record("response", Some("dns:example.com"), "text/dns", b"20250101 example.com"),
        record(
            "response",
            Some("http://example.com/a.png"),
            "application/http",
            &http("200 OK", &["Content-Type: image/png"], b"x"),
        ),
        record(
            "response",
            Some("http://example.com/"),
            "application/http",
            &http("302 Found", &["Location: /x"], b""),
        ),
        record(
            "response",
            Some("http://example.com/e"),
            "application/http",
            &http("404 Not Found", &["Content-Type: text/html"], &page),
        ),
    ]
    .concat();
    let mut pages = read("x", &all[..], &limits());
    let got: Vec<Page> = pages.by_ref().map(|page| page.unwrap()).collect();
    let told: Vec<_> =
        got.iter().map(|p| (p.id.as_str(), p.url.as_deref().unwrap(), p.http_status)).collect();
    assert_eq!(
        told,
        [
            ("conversion", "http://example.com/ a%20b", None),
            ("resource", "file:///x.html", None),
            ("response", "http://example.com/", None),
            ("response", "http://example.com/e", Some(404)),
        ]
    );
    assert_eq!(got[0].body, Body::CrawlText("Talks began.".to_owned()));
    let skipped: Vec<_> = pages.skipped().iter().map(|(k, n)| (*k, *n)).collect();
    assert_eq!(skipped, [("metadata", 2), ("not HTML", 1), ("not HTTP", 1), ("redirect", 1)]);
}

#[test]
fn a_large_film_is_skipped_and_a_large_page_is_told() {
    let big = vec![b'x'; 1 << 17];
    let film =
        Record { block: http("200 OK", &["Content-Type: video/mp4"], &big), ..Record::default() }.bytes();
    let page =
        Record { block: http("200 OK", &["Content-Type: text/html"], &big), ..Record::default() }.bytes();
    let all = [film, page, three()[0].clone()].concat();
    let mut pages = read("x", &all[..], &limits());
    let items: Vec<_> = pages.by_ref().collect();
    assert_eq!((items.len(), items.iter().filter(|i| i.is_ok()).count()), (2, 1));
    assert_eq!(pages.skipped().get("not HTML"), Some(&1));
}

#[test]
fn json_over_several_lines_loses_only_the_broken_document() {
    let text = "[\n  {\"id\": \"1\", \"text\": \"a \\\"{\\\" b\"},\n  {\"id\": \"2\", \"text\": oops},\n  {\"id\": \"3\", \"text\": \"c\"}\n]\n";
    let (pages, errors) = run(text.as_bytes());
    assert_eq!(pages.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["1", "3"]);
    assert_eq!((errors.len(), errors[0].0), (1, text.find("{\"id\": \"2\"").unwrap() as u64), "{errors:?}");
    assert_eq!(pages[1].origin.offset, text.find("{\"id\": \"3\"").unwrap() as u64);
    let (pages, errors) = run(&text.as_bytes()[..text.len() - 12]);
    assert_eq!((pages.len(), errors.len()), (1, 2), "{errors:?}");
    assert!(errors[1].1.contains("ends inside"), "{errors:?}");
}

#[test]
fn a_line_beyond_the_cap_costs_no_other() {
    let long = format!("{{\"text\": \"{}\"}}", "x".repeat(1 << 17));
    let text = format!("{{\"id\": \"1\", \"text\": \"a\"}}\n{long}\n{{\"id\": \"2\", \"text\": \"b\"}}\n");
    let (pages, errors) = run(text.as_bytes());
    assert_eq!((pages.len(), errors.len()), (2, 1));
    assert!(errors[0].1.contains("at byte 25: larger than the cap"), "{errors:?}");
}

#[test]
fn deep_json_is_an_error_and_not_a_full_stack() {
    let deep = format!(
        "{{\"text\": {}1{}}}\n{{\"id\": \"2\", \"text\": \"b\"}}\n",
        "[".repeat(20_000),
        "]".repeat(20_000)
    );
    let (pages, errors) = run(deep.as_bytes());
    assert_eq!((pages.len(), errors.len()), (1, 1), "{errors:?}");
}

#[test]
fn documentation_beside_the_data_is_no_page() {
    let mut pages = read("README.md", &b"# Samples\n\nPages | what they are\n"[..], &limits());
    assert!(pages.next().is_none());
    assert_eq!(pages.skipped().get("Markdown file"), Some(&1));
}

#[test]
fn a_reader_that_fails_is_told_and_ends_the_input() {
    struct Failing(usize);
    impl std::io::Read for Failing {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            if self.0 == 0 {
                return Err(std::io::Error::other("the disk is gone"));
            }
            self.0 -= 1;
            let text = b"{\"id\": \"1\", \"text\": \"a\"}\n";
            into[..text.len()].copy_from_slice(text);
            Ok(text.len())
        }
    }
    let items: Vec<_> = read("disk", Failing(200), &limits()).collect();
    let (last, before) = items.split_last().unwrap();
    assert!(before.len() >= 190 && before.iter().all(Result::is_ok));
    assert!(last.as_ref().unwrap_err().to_string().contains("the disk is gone"));
}

/// Gives the bytes in pieces of a few bytes, as a pipe may.
struct Pieces<'a>(&'a [u8], usize);

impl std::io::Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.1.min(self.0.len()).min(into.len());
        into[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Cut anywhere, in any compression: every record that is whole before the cut is there, and a loss is told.
    #[test]
    fn chopped_bytes_give_the_whole_records_before(cut in 1usize..1000, pack in 0usize..3) {
        let parts = three().map(|r| match pack { 0 => r, 1 => gzip(&r), _ => zstd(&r) });
        let (all, starts) = join(&parts);
        let cut = cut.min(all.len());
        let ends: Vec<usize> = starts.iter().zip(&parts).map(|(s, p)| *s as usize + p.len()).collect();
        // The blank lines that end a plain record are no part of what must be there.
        let slack = if pack == 0 { 4 } else { 0 };
        let whole = ends.iter().filter(|end| **end - slack <= cut).count();
        let (pages, errors) = run(&all[..cut]);
        prop_assert!(pages.len() >= whole, "{} of {whole}: {errors:?}", pages.len());
        let clean = starts.iter().any(|s| *s as usize == cut) || ends.iter().any(|e| (*e - slack..=*e).contains(&cut));
        prop_assert!(clean || pages.len() == whole + 1 || !errors.is_empty(), "cut at {cut} was not told");
    }

    /// One record's bytes overwritten: the others are there.
    #[test]
    fn a_broken_member_costs_no_other(at in 12usize..120, bytes in proptest::collection::vec(any::<u8>(), 1..40), pack in 0usize..2) {
        let mut parts = three().map(|r| if pack == 0 { gzip(&r) } else { zstd(&r) });
        for (n, byte) in bytes.iter().enumerate() {
            if let Some(place) = parts[1].get_mut(at + n) {
                *place = *byte;
            }
        }
        let got = ids(&join(&parts).0);
        prop_assert!(got.contains(&"a".to_owned()) && got.contains(&"c".to_owned()), "{got:?}");
    }

    /// The size of the pieces that a reader gives changes nothing.
    #[test]
    fn pieces_do_not_matter(size in 1usize..50, pack in 0usize..3, cut in 0usize..300) {
        let parts = three().map(|r| match pack { 0 => r, 1 => gzip(&r), _ => zstd(&r) });
        let all = join(&parts).0;
        let all = &all[..all.len() - cut];
        let told = |item: Result<Page, dateline_input::ReadError>| item.map_err(|e| e.to_string());
        let whole: Vec<_> = read("x", all, &limits()).map(told).collect();
        let pieces: Vec<_> = read("x", Pieces(all, size), &limits()).map(told).collect();
        prop_assert_eq!(whole, pieces);
    }

    /// Real structure with random damage: no panic, no endless loop.
    #[test]
    fn damaged_structure_is_read_to_an_end(
        pack in 0usize..3,
        damage in proptest::collection::vec((0usize..1200, any::<u8>()), 0..12),
    ) {
        let parts = three().map(|r| match pack { 0 => r, 1 => gzip(&r), _ => zstd(&r) });
        let mut all = join(&parts).0;
        for (at, byte) in damage {
            let len = all.len();
            all[at % len] = byte;
        }
        let (pages, errors) = run(&all);
        prop_assert!(pages.len() + errors.len() <= 2 * all.len());
    }
}

/// Without a checksum a damaged zstd frame may give bytes that make no sense; its record then reaches into the first bytes of the next.
#[test]
fn a_block_may_end_within_the_next_records_first_bytes() {
    for over in 1..=12 {
        let declared = 9 + 4 + over;
        let broken =
            format!("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {declared}\r\n\r\nHTTP/1.1 \r\n\r\n");
        let [a, _, c] = three();
        assert_eq!(ids(&[a, broken.into_bytes(), c].concat()), ["a", "c"], "{over} bytes of the next record");
    }
}
