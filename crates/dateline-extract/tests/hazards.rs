//! Pages that break readers: deep nesting, cuts, odd bytes, size. None may panic; the article or a reason comes back. That the deep
//! page takes under a second is shown by the benchmark.

use dateline_types::{Article, Body, DropReason, Extraction, Origin, Page, SourceKind};

fn extract(html: String) -> Extraction {
    let origin = Origin { source: "page.html".into(), offset: 0, kind: SourceKind::Html };
    let page =
        Page { id: "p".into(), url: None, fetched: None, http_status: None, body: Body::Html(html), origin };
    dateline_extract::extract(&page)
}

#[track_caller]
fn article(html: String) -> Article {
    match extract(html) {
        Extraction::Kept(article) => *article,
        Extraction::Dropped(reason) => panic!("dropped: {}", reason.name()),
    }
}

const STORY: [&str; 4] = [
    "The foreign ministers of both countries met in the port city on Monday and agreed to resume the talks that had been broken off in March.",
    "A spokesman for the host told reporters that the delegations would meet again before the end of the month to settle the question of fishing rights.",
    "The coast guard of the northern neighbour had seized four trawlers in the strait, which its government says lies within its waters.",
    "Fishermen in the harbour said that they had heard such promises before and would wait for the boats to come home.",
];

fn story() -> String {
    format!("<h1>Ministers agree to resume talks</h1>{}", STORY.map(|line| format!("<p>{line}</p>")).concat())
}

#[track_caller]
fn tells_the_story(article: &Article) {
    for line in STORY {
        assert!(article.text.contains(line), "{}", article.text);
    }
}

#[test]
fn a_hundred_thousand_nested_divs_around_an_article() {
    let open: String = (0..100_000)
        .map(|n| {
            format!("<div class=\"wrapper level-{n} and some more names to fill the page up with{:20}\">", "")
        })
        .collect();
    let html = format!("<html><body>{open}{}{}</body></html>", story(), "</div>".repeat(100_000));
    assert!(html.len() > 9_000_000);
    tells_the_story(&article(html));
}

#[test]
fn nested_tables_lists_and_formatting() {
    for (open, close) in [
        ("<table><tr><td>", "</td></tr></table>"),
        ("<ul><li>", "</li></ul>"),
        ("<b><i><a href=x>", ""),
        ("<span>", ""),
        ("<svg>", "</svg>"),
        ("<template>", ""),
    ] {
        let html = format!("<body>{}x{}{}", open.repeat(20_000), close.repeat(20_000), story());
        // What is kept of it is the reader's to decide; that it ends is what counts.
        let _ = extract(html);
    }
}

#[test]
fn nothing_to_read() {
    for html in [
        "",
        " \n\t ",
        "<html></html>",
        "<!doctype html><title>x</title>",
        "<script>var a = 1;</script>",
        "<!--",
    ] {
        assert_eq!(extract(html.into()), Extraction::Dropped(DropReason::Empty), "{html:?}");
    }
}

#[test]
fn cut_anywhere() {
    let html = format!(
        "<html><head><title>Ministers agree to resume talks | The Courier</title><script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"author\":[{{\"name\":\"Jane Roe\"}}]}}</script></head><body class=\"a b\">{}<!-- end --></body></html>",
        story()
    );
    for at in (0..html.len()).filter(|at| html.is_char_boundary(*at)).step_by(7) {
        let _ = extract(html[..at].to_owned());
    }
    tells_the_story(&article(format!("{html}<div class=\"rel")));
}

#[test]
fn nul_and_other_control_characters() {
    let html = story().replace("ministers", "minis\0ters").replace(" met ", " met\u{1}\u{7f}\u{85} ");
    let text = article(html).text;
    assert!(text.contains("A spokesman for the host") && !text.contains('\0'), "{text}");
}

#[test]
fn too_large_is_a_reason() {
    let html = format!("{}{}", story(), "<p>filler words and nothing else</p>".repeat(1_500_000));
    assert!(html.len() > 50_000_000);
    assert_eq!(extract(html), Extraction::Dropped(DropReason::TooLarge));
}

#[test]
fn many_small_elements_and_attributes() {
    let html = format!("{}<div>{}</div>", story(), "<i a=1 b=2 c=3>x</i><br>".repeat(200_000));
    tells_the_story(&article(html));
    let html =
        format!("<div {}>{}</div>", (0..50_000).map(|n| format!("a{n}=1 ")).collect::<String>(), story());
    tells_the_story(&article(html));
}
