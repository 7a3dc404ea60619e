//! The samples of this repository are what their README says.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::{Path, PathBuf};

use dateline_input::{Limits, read};
use dateline_types::{Body, Page};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn pages(path: &Path) -> Vec<Page> {
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    read(&name, &bytes[..], &Limits::default()).map(|page| page.unwrap()).collect()
}

#[test]
fn the_sample_warc_holds_the_pages_that_lie_in_its_sources() {
    let got = pages(&root().join("samples/news.warc.gz"));
    assert_eq!(got.len(), 7);
    let sources = root().join("crates/dateline-input/examples/warc-pages");
    let mut expected: Vec<String> = std::fs::read_dir(sources)
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    let mut bodies: Vec<String> = got
        .iter()
        .map(|page| match &page.body {
            Body::Html(html) => html.clone(),
            other => panic!("not HTML: {other:?}"),
        })
        .collect();
    expected.sort();
    bodies.sort();
    assert_eq!(bodies, expected, "rebuild it: see samples/README.md");
    assert_eq!(got.iter().filter(|page| page.http_status == Some(404)).count(), 1);
    assert!(got.iter().all(|page| page.url.is_some() && page.fetched.is_some()));
}

#[test]
fn the_windows_1252_sample_is_decoded_by_its_own_declaration() {
    let page = pages(&root().join("samples/html/argentina-strike.html")).remove(0);
    let Body::Html(html) = page.body else { panic!("not HTML") };
    assert!(html.contains("Río de la Plata Monitor") && html.contains("“The government must listen,”"));
    assert_eq!(page.id, "argentina-strike");
}

#[test]
fn crawl_texts_give_the_crawl_date_and_the_status() {
    let page = pages(&root().join("samples/crawl-text/putin-trump-call.txt")).remove(0);
    assert_eq!((page.http_status, page.id.as_str()), (Some(403), "putin-trump-call"));
    assert_eq!(page.fetched.unwrap().to_string(), "2025-03-20T00:00:00Z");
}

#[test]
fn supplied_articles_keep_every_spelling_of_their_fields() {
    let got = pages(&root().join("samples/articles.jsonl"));
    assert_eq!(
        got.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(),
        ["lebanon-ceasefire", "prisoner-swap-2024", "yoon-removed"]
    );
    for page in got {
        let Body::Article(article) = page.body else { panic!("not an article") };
        assert!(article.published.is_some() && article.outlet.is_some() && article.byline.len() == 1);
    }
}
