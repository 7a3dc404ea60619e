//! Whatever the page: the article's text is made of the page's words in the page's order, and its ranges hold together.

use dateline_types::{Body, Extraction, Origin, Page, SourceKind};

/// Numbers that look random and are the same in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const WORDS: [&str; 24] = [
    "the",
    "minister",
    "of",
    "state",
    "said",
    "on",
    "Monday",
    "that",
    "talks",
    "and",
    "with",
    "envoys",
    "were",
    "over",
    "in",
    "KYIV",
    "“we",
    "will”",
    "not",
    "sign.",
    "it.",
    "é\u{301}tude",
    "—",
    "2024-05-03",
];
const TAGS: [&str; 20] = [
    "p",
    "p",
    "p",
    "div",
    "div class=story",
    "li",
    "ul",
    "h2",
    "blockquote",
    "td",
    "tr",
    "table",
    "figure",
    "figcaption",
    "span",
    "a href=/x",
    "b",
    "section",
    "aside class=related",
    "br",
];

/// A page of nested, unclosed and wrongly closed elements, with its words numbered so that each occurs once.
fn page(numbers: &mut Numbers) -> String {
    let mut html = String::from("<title>Talks stall | Post</title><h1>Talks stall</h1>");
    let mut word = 0;
    for _ in 0..10 + numbers.below(60) {
        let tag = numbers.pick(&TAGS);
        html.push_str(&format!("<{tag}>"));
        for _ in 0..numbers.below(40) {
            html.push_str(&format!("{}{word} ", numbers.pick(&WORDS)));
            word += 1;
        }
        match numbers.below(4) {
            0 => html.push_str(&format!("</{}>", numbers.pick(&TAGS).split(' ').next().unwrap_or_default())),
            1 => {}
            _ => html.push_str(&format!("</{}>", tag.split(' ').next().unwrap_or_default())),
        }
        if numbers.below(12) == 0 {
            html.push_str(numbers.pick(&[
                "<!-- x -->",
                "&nbsp;&amp;",
                "<",
                "</",
                "<script>x</script>",
                "&#x110000;",
                "\u{feff}",
                "<svg><p>",
            ]));
        }
    }
    html
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

fn check(seed: u64, html: &str, body: Body) {
    let origin = Origin { source: String::new(), offset: 0, kind: SourceKind::Html };
    let page = Page { id: "p".into(), url: None, fetched: None, http_status: None, body, origin };
    let explained = dateline_extract::explain(&page);
    let Extraction::Kept(article) = explained.extraction else { return };
    // Blocks are the page's text in its order; kept ones, in that order, are the article.
    let all = explained.blocks.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join(" ");
    let mut source = words(&all);
    for word in words(&article.text) {
        assert!(source.any(|w| w == word), "seed {seed}: {word} is out of order in {html}");
    }
    // Inline tags join what they part, so that only the numbered cores of words are looked for.
    for core in article.text.split(|c: char| !c.is_alphanumeric()).filter(|core| core.len() > 2) {
        assert!(html.contains(core), "seed {seed}: {core} is not of the page");
    }
    let mut end = 0;
    for paragraph in &article.paragraphs {
        assert!(paragraph.range.start() as usize >= end, "seed {seed}: paragraphs overlap");
        assert!(
            paragraph.range.slice(&article.text).is_some_and(|p| !p.trim().is_empty() && !p.contains('\n'))
        );
        end = paragraph.range.end() as usize;
    }
    assert_eq!(end, article.text.len(), "seed {seed}");
}

#[test]
fn the_article_is_a_subsequence_of_the_page() {
    let mut kept = 0;
    for seed in 1..400u64 {
        let html = page(&mut Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        check(seed, &html, Body::Html(html.clone()));
        let lines = html.replace('<', "\n").replace('>', " ");
        check(seed, &lines, Body::CrawlText(lines.clone()));
        kept += 1;
    }
    assert!(kept > 100);
}

#[test]
fn the_same_page_gives_the_same_article_whatever_the_thread() {
    let html = page(&mut Numbers(7));
    let one = || {
        let origin = Origin { source: String::new(), offset: 0, kind: SourceKind::Html };
        let page = Page {
            id: "p".into(),
            url: None,
            fetched: None,
            http_status: None,
            body: Body::Html(html.clone()),
            origin,
        };
        dateline_extract::explain(&page).to_string()
    };
    let first = one();
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..4).map(|_| scope.spawn(one)).collect();
        for other in others {
            assert_eq!(other.join().ok().as_ref(), Some(&first));
        }
    });
}
