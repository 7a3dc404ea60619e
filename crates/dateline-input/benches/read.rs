//! How fast pages are read: bytes per second of HTML, whatever the compression. `cargo bench -p dateline-input`.
#![allow(clippy::unwrap_used, reason = "a benchmark may stop")]

#[path = "../tests/common/mod.rs"]
mod common;

use common::{chunked, gzip, http, response, zstd};
use dateline_input::{Limits, read};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// Pages of about 40 KB, as news pages are: much markup that repeats, and text that does not.
fn page(seed: u32) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761).max(1);
    let mut html =
        String::from("<!DOCTYPE html><html><head><meta charset=utf-8><title>Page</title></head><body>");
    while html.len() < 40_000 {
        html.push_str("<div class=\"teaser teaser--small\"><p class=\"text\">");
        for _ in 0..60 {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            for shift in [0, 5, 10, 15, 20].iter().take(2 + (state % 4) as usize) {
                html.push(char::from(b'a' + ((state >> shift) % 26) as u8));
            }
            html.push(' ');
        }
        html.push_str("Zürich</p></div>\n");
    }
    html.into_bytes()
}

fn run(bencher: Bencher<'_, '_>, build: impl Fn(&[u8]) -> Vec<u8>) {
    let pages: Vec<Vec<u8>> = (1..200).map(page).collect();
    let plain: usize = pages.iter().map(Vec::len).sum();
    let input: Vec<u8> = pages.iter().flat_map(|page| build(page)).collect();
    bencher.counter(BytesCount::new(plain)).bench(|| {
        let pages = read("bench", divan::black_box(&input[..]), &Limits::default());
        assert_eq!(pages.filter(Result::is_ok).count(), 199);
    });
}

#[divan::bench]
fn warc_plain(bencher: Bencher<'_, '_>) {
    run(bencher, |page| response("urn:x", "http://example.com/", page));
}

#[divan::bench]
fn warc_gzip_members(bencher: Bencher<'_, '_>) {
    run(bencher, |page| gzip(&response("urn:x", "http://example.com/", page)));
}

#[divan::bench]
fn warc_zstd_frames(bencher: Bencher<'_, '_>) {
    run(bencher, |page| zstd(&response("urn:x", "http://example.com/", page)));
}

#[divan::bench]
fn warc_gzip_of_chunked_gzip(bencher: Bencher<'_, '_>) {
    run(bencher, |page| {
        let headers = ["Content-Type: text/html", "Content-Encoding: gzip", "Transfer-Encoding: chunked"];
        let block = http("200 OK", &headers, &chunked(&gzip(page), 4096));
        gzip(&common::Record { block, ..common::Record::default() }.bytes())
    });
}

#[divan::bench]
fn jsonl(bencher: Bencher<'_, '_>) {
    run(bencher, |page| {
        let mut line = serde_json::json!({"id": "x", "text": String::from_utf8_lossy(page)}).to_string();
        line.push('\n');
        line.into_bytes()
    });
}
