//! Kinds of pages told apart, twins of one article, and what is kept apart from its text.

use dateline_types::{Article, Body, DropReason, Extraction, Origin, Page, ParagraphKind, SourceKind};

const STORY: [&str; 5] = [
    "KYIV, Oct 3 (AFP) - The foreign ministers of both countries met in the port city on Monday and agreed to resume the talks that had been broken off in March.",
    "A spokesman for the host told reporters that the delegations would meet again before the end of the month to settle the question of fishing rights.",
    "The coast guard of the northern neighbour had seized four trawlers in the strait, which its government says lies within its waters.",
    "Fishermen in the harbour said that they had heard such promises before and would wait for the boats to come home.",
    "The talks are to be resumed at the end of October, according to the statement that both sides signed late in the evening.",
];

fn extract(html: &str, url: &str, status: u16) -> Extraction {
    let origin = Origin { source: "page.html".into(), offset: 0, kind: SourceKind::Html };
    let page = Page {
        id: "p".into(),
        url: (!url.is_empty()).then(|| url.to_owned()),
        fetched: None,
        http_status: Some(status),
        body: Body::Html(html.to_owned()),
        origin,
    };
    dateline_extract::extract(&page)
}

fn paragraphs(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("<p>{line}</p>")).collect()
}

fn ld(kind: &str) -> String {
    format!(
        "<script type=\"application/ld+json\">{{\"@type\":\"{kind}\",\"datePublished\":\"2025-10-03T10:00:00+02:00\"}}</script>"
    )
}

#[track_caller]
fn dropped(html: &str, url: &str, status: u16, reason: DropReason) {
    match extract(html, url, status) {
        Extraction::Dropped(found) => assert_eq!(found, reason),
        Extraction::Kept(article) => panic!("kept: {}", article.text),
    }
}

#[track_caller]
fn article(html: &str) -> Article {
    match extract(html, "https://post.example/2025/10/03/talks", 200) {
        Extraction::Kept(article) => *article,
        Extraction::Dropped(reason) => panic!("dropped: {}", reason.name()),
    }
}

fn story() -> String {
    format!(
        "<article><h1>Ministers agree to resume talks</h1><p class=byline>By Jane Roe</p>{}</article>",
        paragraphs(&STORY)
    )
}

#[test]
fn pages_that_are_no_articles() {
    let missing = "<title>Page not found | Post</title><h1>Page not found</h1><p>We are sorry, but the page that you asked for is not here any more.</p>";
    dropped(missing, "https://post.example/x", 200, DropReason::ErrorPage);
    dropped(
        "<h1>Forbidden</h1><p>You have no right to see this.</p>",
        "https://post.example/x",
        403,
        DropReason::ErrorPage,
    );
    let live = format!("{}{}", ld("LiveBlogPosting"), story());
    dropped(&live, "https://post.example/live/talks", 200, DropReason::LiveBlog);
    let video = format!(
        "{}<h1>Watch: ministers meet</h1><video src=x></video><p>The ministers met in the port city on Monday, where they agreed to resume the talks on fishing rights that had been broken off in March by the northern neighbour.</p>",
        ld("VideoObject")
    );
    dropped(&video, "https://post.example/video/1", 200, DropReason::VideoPage);
    let consent = "<h1>Before you go on</h1><p>We use cookies to improve your experience.</p><button>Accept all cookies</button>";
    dropped(consent, "https://post.example/x", 200, DropReason::ConsentWall);
    let stub = format!(
        "<article><h1>Ministers agree to resume talks</h1>{}<p>Subscribe to continue reading</p></article>",
        paragraphs(&STORY[..2])
    );
    dropped(&stub, "https://post.example/x", 200, DropReason::Paywall);
    let product = format!("{}<h1>A fishing rod</h1>{}", ld("Product"), paragraphs(&STORY));
    dropped(&product, "https://post.example/shop/rod", 200, DropReason::NotNews);
    let cards: String = (0..60)
        .map(|n| format!("<li><a href=/s/{n}>Ministers of state number {n} meet in the port city</a></li>"))
        .collect();
    dropped(
        &format!("<title>Post</title><ul>{cards}</ul>"),
        "https://post.example/",
        200,
        DropReason::Listing,
    );
}

#[test]
fn an_article_below_an_error_block_is_an_article() {
    let html = format!(
        "<div>Sorry!!</div><div>Error! We're sorry, but the page you were looking for doesn't exist.</div>{}",
        story()
    );
    let article = article(&html);
    assert!(article.text.contains("coast guard") && !article.text.contains("Sorry"), "{}", article.text);
}

#[test]
fn amp_and_print_twins_give_the_same_article() {
    let head = "<title>Ministers agree to resume talks | Post</title><link rel=canonical href=https://post.example/talks>";
    let plain =
        format!("<html lang=en><head>{head}{}</head><body>{}</body></html>", ld("NewsArticle"), story());
    let amp = format!(
        "<html amp lang=en><head>{head}{}</head><body><amp-sidebar><a href=/>Menu</a></amp-sidebar>{}<amp-ad>x</amp-ad></body></html>",
        ld("NewsArticle"),
        story()
    );
    let print = format!(
        "<html lang=en><head>{head}</head><body><p>Print</p>{}<p>Printed from post.example</p></body></html>",
        story()
    );
    let (plain, amp, print) = (article(&plain), article(&amp), article(&print));
    assert_eq!(plain.text, amp.text);
    assert!(print.text.starts_with(&plain.text), "{}", print.text);
    for twin in [&plain, &amp, &print] {
        assert_eq!(twin.canonical_url.as_deref(), Some("https://post.example/talks"));
        assert_eq!(
            (twin.title.as_str(), twin.byline.join(";").as_str()),
            ("Ministers agree to resume talks", "Jane Roe")
        );
        assert_eq!((twin.dateline_place.as_deref(), twin.agency.as_deref()), (Some("KYIV"), Some("AFP")));
    }
}

#[test]
fn a_doubled_body_stands_once_and_captions_apart() {
    let figure = "<figure><img src=x><figcaption>Trawlers in the harbour on Monday. Photo: Jane Roe</figcaption></figure>";
    let doubled = format!(
        "<article><h1>Ministers agree to resume talks</h1>{figure}{0}{0}</article>",
        paragraphs(&STORY)
    );
    let article = article(&doubled);
    assert_eq!(article.text.matches("coast guard").count(), 1);
    assert_eq!(article.captions, ["Trawlers in the harbour on Monday. Photo: Jane Roe"]);
    assert!(article.paragraphs.iter().all(|p| p.kind == ParagraphKind::Body));
}

#[test]
fn a_plain_page_is_told_without_its_byline_links_and_notices() {
    let html = format!(
        "<head><title>Talks stall in the north</title><script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\
         \"author\":[{{\"name\":\"Jane Roe\"}}]}}</script></head><body><nav><a href=/>Home</a><a href=/w>World</a></nav>\
         <h1>Talks stall in the north</h1><p>By Jane Roe, Staff Writer</p>{}<p>Read more: Four trawlers seized</p>\
         <p>© 2024 The Courier. All rights reserved.</p></body>",
        story()
    );
    let article = article(&html);
    assert_eq!(article.byline, ["Jane Roe"]);
    for residue in ["Home", "Staff Writer", "Read more", "rights reserved"] {
        assert!(!article.text.contains(residue), "{residue} in {}", article.text);
    }
    assert!(article.text.ends_with(article.paragraphs.last().unwrap().range.slice(&article.text).unwrap()));
}
