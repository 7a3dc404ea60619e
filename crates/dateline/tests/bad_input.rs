//! Bad inputs: a clear message, the right exit status, and the other inputs processed.

mod common;

use std::io::Write;
use std::path::Path;

use common::{Folder, document, documents, run, text};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Runs the bad input between two good ones; the good ones' three pages must all be there.
fn among_good_ones(folder: &Folder, bad: &Path) -> common::Ran {
    let (a, b) = (folder.write("a.jsonl", documents(0..2)), folder.write("b.jsonl", documents(2..3)));
    let store = folder.path("t.db");
    let ran = run(&["run", text(&a), text(bad), text(&b), "--store", text(&store)]);
    let articles = run(&["timeline", "--store", text(&store), "--format", "jsonl"]);
    assert_eq!(articles.lines().len(), 3, "{}{}", articles.out, ran.err);
    ran
}

#[test]
fn empty_and_binary_files_are_told_by_name() {
    let folder = Folder::new();
    let noise: Vec<u8> = (0..100_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for (name, bytes) in [
        ("empty.html", &b""[..]),
        ("noise.bin", &noise[..]),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    ] {
        let bad = folder.write(name, bytes);
        let ran = among_good_ones(&folder, &bad);
        assert_eq!(ran.status, 2, "{name}: {}", ran.err);
        assert!(ran.err.contains(name) && ran.err.contains("byte 0"), "{name}: {}", ran.err);
    }
}

#[test]
fn a_flood_of_zeros_is_cut_short() {
    let folder = Folder::new();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    let zeros = vec![0; 1 << 20];
    (0..100).for_each(|_| gzip.write_all(&zeros).expect("compressed"));
    let bad = folder.write("zeros.gz", gzip.finish().expect("compressed"));
    let ran = among_good_ones(&folder, &bad);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("zeros.gz"), "{}", ran.err);
}

#[test]
fn html_nested_a_hundred_thousand_deep_is_a_page_like_others() {
    let folder = Folder::new();
    let bad = folder.write(
        "deep.html",
        format!("<html><body>{}deep{}", "<div>".repeat(100_000), "</div>".repeat(100_000)),
    );
    let ran = among_good_ones(&folder, &bad);
    // It is read and holds no article; nothing was wrong with the input.
    assert_eq!(ran.status, 0, "{}", ran.err);
}

#[test]
fn a_broken_line_costs_that_line_alone() {
    let folder = Folder::new();
    let lines = format!("{}\n{{\"doc_id\": \"broken\", \"text\": \n{}\n", document(0), document(1));
    let bad = folder.write("lines.jsonl", lines);
    let ran = run(&["code", text(&bad)]);
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(ran.err.contains("lines.jsonl at byte") && ran.err.contains("JSON"), "{}", ran.err);
    let ids: Vec<String> =
        ran.lines().iter().map(|l| l["doc_id"].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!(ids, ["doc-0000", "doc-0001"]);
}
