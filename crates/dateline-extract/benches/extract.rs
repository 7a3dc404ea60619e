//! What extraction costs beside the page's tree alone, on one core, and beside trafilatura where that is installed:
//!
//!     DATELINE_PAGES=DIR [DATELINE_PYTHON=VENV/bin/python] cargo bench -p dateline-extract
//!
//! `DIR` holds `*.html` or `*.html.gz`; without it pages of our own making are measured. `DATELINE_PYTHON` is an interpreter with
//! trafilatura: `benches/peer.py` then extracts the same pages, text and metadata, in a process of its own. Seconds are CPU
//! seconds of the one thread that works, and of several passes the fastest counts, so that a busy machine changes little.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

use dateline_types::{Body, Origin, Page, SourceKind};

const PASSES: usize = 3;

fn main() {
    let dir = std::env::var_os("DATELINE_PAGES");
    let pages = match &dir {
        Some(dir) => read(Path::new(dir)),
        None => (0..200).map(|n| page(n.to_string(), made(n))).collect(),
    };
    let bytes: usize = pages.iter().map(|page| html(page).len()).sum();
    let mb = bytes as f64 / 1e6;
    println!("{} pages, {mb:.1} MB, one core, CPU time, best of {PASSES} passes", pages.len());
    let (mut tree, mut whole) = (f64::MAX, f64::MAX);
    for _ in 0..PASSES {
        // In turns, so that a slow minute of the machine slows both.
        tree = tree.min(seconds(|| pages.iter().map(|page| dateline_extract::parse(html(page))).sum()));
        whole = whole.min(seconds(|| {
            pages.iter().map(|page| dateline_extract::explain(black_box(page)).blocks.len()).sum()
        }));
    }
    let told = |name: &str, seconds: f64| {
        let pace = pages.len() as f64 / seconds;
        println!("{name:<28}{seconds:>9.3} s {pace:>9.1} pages/s {:>9.1} MB/s", mb / seconds);
    };
    told("tree alone", tree);
    told("extract, all metadata", whole);
    println!("extract costs {:.2} times the tree alone", whole / tree);
    let (Some(dir), Some(python)) = (dir, std::env::var_os("DATELINE_PYTHON")) else {
        println!("trafilatura: not measured (set DATELINE_PAGES and DATELINE_PYTHON)");
        return;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peer.py");
    let output = Command::new(python).arg(script).arg(dir).output().unwrap();
    let line = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    match line.split_once(' ').and_then(|(seconds, version)| Some((seconds.parse::<f64>().ok()?, version))) {
        Some((seconds, version)) => {
            told(version, seconds);
            println!("extract is {:.1} times as fast as trafilatura with metadata", seconds / whole);
        }
        None => println!("trafilatura failed: {}", String::from_utf8_lossy(&output.stderr)),
    }
}

/// CPU seconds of this thread; wall-clock seconds where the system does not tell them.
fn seconds(work: impl FnOnce() -> usize) -> f64 {
    let cpu = || {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    };
    let (wall, before) = (std::time::Instant::now(), cpu());
    black_box(work());
    match (before, cpu()) {
        (Some(before), Some(after)) if after > before => (after - before) as f64 / 1e9,
        _ => wall.elapsed().as_secs_f64(),
    }
}

fn html(page: &Page) -> &str {
    if let Body::Html(html) = &page.body { html } else { "" }
}

fn page(id: String, html: String) -> Page {
    let origin = Origin { source: id.clone(), offset: 0, kind: SourceKind::Html };
    Page { id, url: None, fetched: None, http_status: None, body: Body::Html(html), origin }
}

fn read(dir: &Path) -> Vec<Page> {
    let mut paths: Vec<_> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let pages = paths.into_iter().filter_map(|path| {
        let name = path.file_name()?.to_string_lossy().into_owned();
        let file = std::fs::File::open(&path).ok()?;
        let mut bytes = Vec::new();
        if name.ends_with(".gz") {
            flate2::read::MultiGzDecoder::new(file).take(64 << 20).read_to_end(&mut bytes).ok()?;
        } else if name.ends_with(".html") {
            file.take(64 << 20).read_to_end(&mut bytes).ok()?;
        } else {
            return None;
        }
        Some(page(name, String::from_utf8_lossy(&bytes).into_owned()))
    });
    pages.collect()
}

/// A page in the manner of a newspaper's: much chrome, one story, lists of others.
fn made(n: usize) -> String {
    const STATES: [&str; 6] = ["France", "Japan", "Kenya", "Poland", "Brazil", "Canada"];
    let mut out = format!(
        "<!doctype html><html lang=en><head><title>Ministers meet over case {n} | The Harbour Post</title>\
         <meta property=\"article:published_time\" content=\"2025-03-{:02}T08:00:00Z\"></head><body><nav class=menu><ul>",
        1 + n % 28
    );
    for link in 0..120 {
        let _ = write!(
            out,
            "<li class=\"menu-item item-{link}\"><a href=\"/section/{link}\"><span>Section {link}</span></a></li>"
        );
    }
    let _ = write!(
        out,
        "</ul></nav><main><article><h1>Ministers meet over case {n}</h1><p class=byline>By Ada Quill</p>"
    );
    for line in 0..20 {
        let (a, b) = (STATES[(n + line) % 6], STATES[(n + line + 1) % 6]);
        let _ = write!(
            out,
            "<p>The foreign ministers of {a} and {b} met for the {line}th time to discuss fishing rights in region {n}, \
             and officials who asked not to be named said that <a href=/topic/{line}>talks</a> would go on next week.</p>"
        );
    }
    out.push_str("</article><aside class=related><h2>Most read</h2><ul>");
    for link in 0..60 {
        let _ = write!(
            out,
            "<li class=teaser><a href=/story/{link}><img src=/i/{link}.jpg alt=''><h3>Another story, number {link}</h3></a></li>"
        );
    }
    out.push_str(
        "</ul></aside></main><footer>Copyright The Harbour Post. All rights reserved.</footer></body></html>",
    );
    out
}
