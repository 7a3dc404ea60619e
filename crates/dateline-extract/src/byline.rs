//! Who wrote it: what structured data, the head and the visible elements tell, the surest first.

use serde_json::Value;

use crate::author::{self, Byline};
use crate::dom::{Dom, NodeId};
use crate::meta::{Meta, clean};

/// Authors that a journal's page may name.
const MOST: usize = 40;

/// "Roe, Jane Q." -> "Jane Q. Roe".
fn in_order(name: &str) -> String {
    match name.split_once(", ") {
        Some((family, given)) if !given.contains(',') => format!("{given} {family}"),
        _ => name.to_owned(),
    }
}

impl Meta {
    /// Who wrote it, else the house or team that signs.
    pub(crate) fn byline(&self, outlet: Option<&str>) -> (Byline, Option<String>) {
        let mut agency = None;
        let mut last_resort: Option<String> = None;
        let (people, houses): (Vec<_>, Vec<_>) =
            self.ld_authors().into_iter().partition(|(person, _)| *person);
        let mut sources: Vec<(bool, String)> = people.into_iter().map(|(_, names)| (false, names)).collect();
        let labelled = [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")];
        for (label, data) in labelled {
            if self.meta(&[label]).is_some_and(|label| label.to_lowercase().contains("written by")) {
                sources.extend(self.meta(&[data]).map(|name| (false, name)));
            }
        }
        for name in [
            "author",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "dcterms.creator",
            "byl",
            "article:author",
            "cxenseparse:author",
        ] {
            sources.extend(self.meta(&[name]).map(|name| (false, name)));
        }
        // Journals name every author in an element of its own.
        let cited: Vec<String> = self
            .metas
            .iter()
            .filter(|(name, _)| name == "citation_author")
            .map(|(_, value)| in_order(value))
            .take(MOST)
            .collect();
        if !cited.is_empty() {
            sources.push((false, cited.join("; ")));
        }
        for strength in [3, 2, 1] {
            sources.extend(self.bylines.iter().filter(|b| b.0 == strength).map(|b| (true, b.1.clone())));
        }
        let named = self.bylines.iter().filter(|b| b.0 == 3).map(|b| b.1.clone());
        let houses: Vec<String> = houses.into_iter().map(|(_, names)| names).chain(named).collect();
        for (shown, source) in sources {
            let source = clean(&unescape(&source));
            let mut byline = if shown { author::shown(&source) } else { author::people(&source) };
            for name in &mut byline.people {
                if let Some(outlet) = outlet
                    && let Some(front) = name.strip_suffix(outlet)
                    && !front.trim().is_empty()
                {
                    *name = front.trim().to_owned();
                }
            }
            byline.people.retain(|name| outlet.is_none_or(|outlet| !outlet.eq_ignore_ascii_case(name)));
            agency = agency.or(byline.agency);
            if !byline.people.is_empty() {
                return (Byline { people: byline.people, agency }, None);
            }
            if !shown && last_resort.is_none() {
                last_resort = author::collective(&source);
            }
        }
        // Where a house signs for itself, its name is the byline.
        let mut houses = houses.iter().map(|house| clean(&unescape(house)));
        let last_resort = last_resort.or_else(|| houses.find_map(|house| author::collective(&house)));
        (Byline { people: Vec::new(), agency }, last_resort)
    }

    /// Authors as structured data name them, those of articles before those of other things, and whether they are people.
    fn ld_authors(&self) -> Vec<(bool, String)> {
        let named = |value: &Value| -> Option<String> {
            if let Some(name) = value.as_str() {
                return Some(name.to_owned());
            }
            if let Some(name) = value["name"].as_str() {
                return Some(name.to_owned());
            }
            // A graph's article points to its people.
            let id = value["@id"].as_str()?;
            let person = self.ld.iter().find(|row| row["@id"].as_str() == Some(id))?;
            person["name"].as_str().map(str::to_owned)
        };
        let mut out = Vec::new();
        let articles: Vec<&Value> = self.articles().collect();
        let others = self.ld.iter().filter(|value| !articles.iter().any(|a| std::ptr::eq(*a, *value)));
        for value in articles.iter().copied().chain(others) {
            let authors = match &value["author"] {
                Value::Array(rows) => rows.iter().collect(),
                Value::Null => Vec::new(),
                one => vec![one],
            };
            let person =
                !authors.iter().any(|a| a["@type"].as_str().is_some_and(|t| t.ends_with("Organization")));
            let names: Vec<String> = authors.into_iter().filter_map(named).collect();
            if !names.is_empty() {
                out.push((person, names.join("; ")));
            }
        }
        out
    }
}

/// How surely an element shows the author's name: 3 names it, 2 links to an author's page, 1 holds it among other things.
pub(crate) fn byline_strength(dom: &Dom, id: NodeId) -> Option<u8> {
    let tag = dom.tag(id);
    if !matches!(
        tag,
        "a" | "span"
            | "div"
            | "p"
            | "address"
            | "li"
            | "cite"
            | "strong"
            | "b"
            | "em"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
    ) {
        return None;
    }
    let page = tag == "a" && dom.attribute(id, "href").is_some_and(is_authors_page);
    const KEYS: [&str; 5] = ["class", "id", "itemprop", "rel", "data-testid"];
    // Most elements name nobody: a look at the letters saves cutting their names into words.
    if !page && !KEYS.iter().any(|key| dom.attribute(id, key).is_some_and(may_name_author)) {
        return None;
    }
    let mut words: Vec<String> = Vec::new();
    for key in KEYS {
        let Some(value) = dom.attribute(id, key) else { continue };
        let mut lower_before = true;
        let mut word = String::new();
        for c in value.chars().take(200).chain([' ']) {
            if (!c.is_ascii_alphabetic() || (c.is_ascii_uppercase() && lower_before)) && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if c.is_ascii_alphabetic() {
                word.push(c.to_ascii_lowercase());
            }
            lower_before = c.is_ascii_lowercase();
        }
    }
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    if has(&[
        "comment",
        "comments",
        "avatar",
        "bio",
        "social",
        "image",
        "photo",
        "date",
        "time",
        "related",
        "card",
        "description",
        "follow",
        "desc",
        "quote",
        "testimonial",
    ]) {
        return None;
    }
    if dom.attribute(id, "rel").is_some_and(|rel| rel.split(' ').any(|rel| rel == "author"))
        || dom.attribute(id, "itemprop").is_some_and(|prop| prop == "author")
        || (has(&["author", "authors", "byline", "writer", "contributor", "creator"])
            && has(&["name", "names", "link"]))
    {
        return Some(3);
    }
    if page {
        return Some(2);
    }
    has(&["author", "byline", "authors", "writer"]).then_some(1)
}

/// Whether a name holds one of the words that [`byline_strength`] looks for.
fn may_name_author(value: &str) -> bool {
    let bytes = value.as_bytes();
    (0..bytes.len()).any(|at| {
        let rest: &[u8] = match bytes[at] | 0x20 {
            b'a' => b"uthor",
            b'b' => b"yline",
            b'w' => b"riter",
            b'c' if bytes.get(at + 1).is_some_and(|b| b | 0x20 == b'r') => b"reator",
            b'c' => b"ontributor",
            _ => return false,
        };
        bytes.get(at + 1..at + 1 + rest.len()).is_some_and(|part| part.eq_ignore_ascii_case(rest))
    })
}

/// Addresses of pages about who writes.
fn is_authors_page(href: &str) -> bool {
    const PAGES: [&str; 10] = [
        "author/",
        "authors/",
        "writers/",
        "contributors/",
        "contributor/",
        "by/",
        "staff/",
        "reporters/",
        "journalist/",
        "profile/author",
    ];
    href.match_indices('/').any(|(at, _)| PAGES.iter().any(|page| href[at + 1..].starts_with(page)))
}

/// `&amp;` and the like, as structured data and meta elements hold them a second time.
pub(crate) fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(10).position(|b| b == b';');
        let decoded = end.and_then(|end| {
            let name = &rest[1..end];
            let code = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => n.parse().ok(),
            });
            let c = match name {
                "amp" => '&',
                "quot" => '"',
                "apos" => '\'',
                "lt" => '<',
                "gt" => '>',
                "nbsp" => ' ',
                "rsquo" => '’',
                "lsquo" => '‘',
                "ldquo" => '“',
                "rdquo" => '”',
                "ndash" => '–',
                "mdash" => '—',
                _ => char::from_u32(code?)?,
            };
            Some((c, end))
        });
        match decoded {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::unescape;
    use crate::dom::{Dom, ROOT};
    use crate::meta;

    fn byline(html: &str) -> Vec<String> {
        let dom = Dom::parse(html);
        let (byline, house) = meta::gather(&dom).byline(Some("The Courier"));
        assert!(!dom.text(ROOT).contains("never"));
        if byline.people.is_empty() { house.into_iter().collect() } else { byline.people }
    }

    #[test]
    fn the_surest_source_first_and_houses_last() {
        let graph = r##"<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","author":{"@id":"#p"}},
            {"@type":"Person","@id":"#p","name":"Jane Roe"}]}</script><span class=author-name>John Doe</span>"##;
        assert_eq!(byline(graph), ["Jane Roe"]);
        assert_eq!(byline("<div class=byline>By John Doe</div>"), ["John Doe"]);
        assert_eq!(
            byline("<div class=byline>By <a class=authorName href=/x>John Doe</a> more to read here</div>"),
            ["John Doe"]
        );
        assert_eq!(byline("<div class=comment-author-name>Mad Max</div>"), [""; 0]);
        let house = r#"<script type="application/ld+json">{"@type":"Article","author":{"@type":"Organization","name":"The Courier"}}</script>"#;
        assert_eq!(byline(house), ["The Courier"]);
        assert_eq!(byline(&format!("{house}<a rel=author>Jane Roe</a>")), ["Jane Roe"]);
    }

    #[test]
    fn entities_told_twice_are_read() {
        assert_eq!(unescape("A &amp; B&#039;s &unknown; &"), "A & B's &unknown; &");
    }
}
