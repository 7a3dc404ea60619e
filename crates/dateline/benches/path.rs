//! Read, extract, code and the whole path over generated pages, each on one core: `cargo bench -p dateline`.
//!
//! Divan's items are pages (documents), its bytes those of the input.

use std::fmt::Write as _;
use std::hint::black_box;

use dateline_events::Coder;
use dateline_nlp::encoder::ModelSize;
use dateline_nlp::{Analyser, Scratch};
use dateline_pipeline::Engine;
use dateline_types::{Article, Extraction, Page};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};

const PAGES: usize = 40;

fn main() {
    divan::main();
}

/// Sentences of our own in the manner of news; the number makes pages differ.
fn sentences(page: usize) -> impl Iterator<Item = String> {
    const STATES: [&str; 6] = ["France", "Japan", "Kenya", "Poland", "Brazil", "Canada"];
    const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
    (0..18).map(move |n| {
        let (a, b) = (STATES[(page + n) % 6], STATES[(page + n + 1 + page % 4) % 6]);
        let day = DAYS[(page + n) % 5];
        match n % 6 {
            0 => format!("The foreign ministers of {a} and {b} met on {day} to discuss fishing rights in region {page}."),
            1 => format!("{a} accused {b} of holding back {n} containers at the port, a charge that officials there denied."),
            2 => format!("Police arrested {n} people at a rally in the capital on {day}, the interior ministry said."),
            3 => format!("\u{201c}We will not sign before the review ends,\u{201d} a spokesman for the government of {a} told reporters."),
            4 => format!("Parliament is expected to vote on the {page}th amendment next week, two years after the first draft."),
            _ => format!("Relations between the neighbours had been quiet since the agreement of June {}.", 1990 + page % 30),
        }
    })
}

fn html(page: usize) -> String {
    let mut out = format!(
        "<!doctype html><html lang=en><head><title>Ministers meet over case {page} | The Harbour Post</title>\
         <meta property=\"article:published_time\" content=\"2025-03-{:02}T08:00:00Z\"></head><body><nav>",
        1 + page % 28
    );
    for n in 0..60 {
        let _ = write!(out, "<a href=/section/{n}>Section {n}</a> ");
    }
    let _ = write!(
        out,
        "</nav><main><article><h1>Ministers meet over case {page}</h1><p class=byline>By Ada Quill</p>"
    );
    for sentence in sentences(page) {
        let _ = write!(out, "<p>{sentence}</p>");
    }
    out.push_str("</article><aside><h2>Most read</h2><ul>");
    for n in 0..30 {
        let _ = write!(out, "<li><a href=/story/{n}>Another story of the day, number {n}</a></li>");
    }
    out.push_str(
        "</ul></aside></main><footer>Copyright The Harbour Post. All rights reserved.</footer></body></html>",
    );
    out
}

fn warc() -> Vec<u8> {
    let mut out = Vec::new();
    for page in 0..PAGES {
        let body = html(page);
        let http = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{page:08}-0000-0000-0000-000000000000>\r\n\
             WARC-Date: 2025-04-01T00:00:00Z\r\nWARC-Target-URI: https://harbourpost.example/{page}\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            http.len()
        );
        out.extend([head.as_bytes(), http.as_bytes(), b"\r\n\r\n"].concat());
    }
    out
}

fn pages(warc: &[u8]) -> Vec<Page> {
    dateline_input::read("bench.warc", warc, &Default::default()).filter_map(Result::ok).collect()
}

fn articles(pages: &[Page]) -> Vec<Article> {
    let kept = pages.iter().filter_map(|page| match dateline_extract::extract(page) {
        Extraction::Kept(article) => Some(*article),
        Extraction::Dropped(_) => None,
    });
    kept.collect()
}

const SIZES: [ModelSize; 2] = [ModelSize::Accurate, ModelSize::Fast];

fn engine(size: ModelSize) -> Engine {
    let analyser = match size.built_in() {
        Some(_) => Analyser::load(size).expect("the model of the program"),
        None => Analyser::with(None),
    };
    Engine { analyser, coder: Coder::default() }
}

#[divan::bench]
fn read(bencher: Bencher<'_, '_>) {
    let warc = warc();
    bencher
        .counter(BytesCount::new(warc.len()))
        .counter(ItemsCount::new(PAGES))
        .bench_local(|| black_box(pages(&warc)).len());
}

#[divan::bench]
fn extract(bencher: Bencher<'_, '_>) {
    let warc = warc();
    let pages = pages(&warc);
    bencher
        .counter(BytesCount::new(warc.len()))
        .counter(ItemsCount::new(PAGES))
        .bench_local(|| black_box(articles(&pages)).len());
}

#[divan::bench(sample_count = 5, sample_size = 1, args = SIZES)]
fn code(bencher: Bencher<'_, '_>, size: ModelSize) {
    let articles = articles(&pages(&warc()));
    let (engine, mut scratch) = (engine(size), Scratch::default());
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .counter(ItemsCount::new(articles.len()))
        .bench_local(|| articles.iter().map(|a| engine.code(&mut scratch, a).1.records.len()).sum::<usize>());
}

#[divan::bench(sample_count = 5, sample_size = 1, args = SIZES)]
fn whole_path(bencher: Bencher<'_, '_>, size: ModelSize) {
    let warc = warc();
    let (engine, mut scratch) = (engine(size), Scratch::default());
    bencher.counter(BytesCount::new(warc.len())).counter(ItemsCount::new(PAGES)).bench_local(|| {
        pages(&warc).iter().map(|page| black_box(engine.process(&mut scratch, page))).count()
    });
}
