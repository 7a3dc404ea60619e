//! What a page says of itself: JSON-LD, meta elements, time elements, address, visible lines.

use std::borrow::Cow;
use std::sync::LazyLock;

use dateline_types::{Article, DateSource, Page, Published};
use memchr::memmem::Finder;
use serde_json::Value;

use crate::byline::byline_strength;
use crate::dates;
use crate::dom::{Data, Dom, NodeId, ROOT, push_words};

/// Structured data deeper than this is no article's.
const DEEPEST: usize = 12;

/// Pictures' names looked at.
const PICTURES: usize = 200;

/// Bytes of an attribute's value from which it may hold a page's data.
const DATA: usize = 40;

/// Second headings looked at.
const SUBHEADINGS: usize = 6;

/// Evidence gathered in one pass over the tree.
#[derive(Default)]
pub(crate) struct Meta {
    pub(crate) metas: Vec<(String, String)>,
    pub(crate) ld: Vec<Value>,
    pub(crate) title_element: String,
    pub(crate) canonical: Option<String>,
    pub(crate) language: Option<String>,
    /// Time elements, with how surely their names say publication: 0 says so, 3 says a change.
    times: Vec<(String, u8)>,
    /// What elements show as the author, with how surely they do.
    pub(crate) bylines: Vec<(u8, String)>,
    pub(crate) headings: Vec<String>,
    /// The first of the second headings.
    pub(crate) subheadings: Vec<String>,
    /// What pictures are called, where that is short enough for a name.
    pub(crate) pictures: Vec<String>,
    /// `"datePublished":"..."` in a script that is no valid JSON-LD, or in an attribute that holds data.
    scripted: Option<String>,
}

/// Meta elements that tell the day of publication.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "article.published",
    "cxenseparse:recs:publishtime",
    "og:article:published_time",
    "article_date_original",
    "originalpublicationdate",
    "published_at",
    "rnews:datepublished",
];

pub(crate) fn gather(dom: &Dom) -> Meta {
    let mut meta = Meta::default();
    dom.walk(ROOT, |id| {
        if meta.scripted.is_none() {
            let held = dom.values(id).find(|value| value.len() >= DATA && value.starts_with(['{', '[']));
            meta.scripted = held.and_then(scripted);
        }
        match dom.tag(id) {
            "html" => meta.language = dom.attribute(id, "lang").map(str::to_owned),
            "meta" => {
                let name = ["property", "name", "itemprop"].iter().find_map(|key| dom.attribute(id, key));
                if let (Some(name), Some(content)) = (name, dom.attribute(id, "content")) {
                    meta.metas.push((name.to_ascii_lowercase(), content.trim().to_owned()));
                }
            }
            "link" if dom.attribute(id, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                meta.canonical = dom.attribute(id, "href").map(str::to_owned);
            }
            "title" if meta.title_element.is_empty() => meta.title_element = dom.text(id),
            "script" => {
                let script = raw_text(dom, id);
                if dom.attribute(id, "type").is_some_and(|t| t.contains("ld+json")) {
                    meta.ld.extend(json_ld(&script));
                }
                if meta.scripted.is_none() {
                    meta.scripted = scripted(&script);
                }
                return false;
            }
            "img" if meta.pictures.len() < PICTURES => {
                let called = dom.attribute(id, "alt").map(str::trim).unwrap_or_default();
                if (5..=60).contains(&called.len()) && called.contains(' ') {
                    meta.pictures.push(called.to_owned());
                }
            }
            "h1" if meta.headings.len() < 8 => meta.headings.push(dom.text(id)),
            "h2" if meta.subheadings.len() < SUBHEADINGS => meta.subheadings.push(dom.text(id)),
            "time" => {
                let shown = dom.text(id);
                let value =
                    dom.attribute(id, "datetime").filter(|v| !v.is_empty()).unwrap_or(&shown).to_owned();
                let class = hints(dom, id);
                meta.times.push((
                    value,
                    if class.contains("datepublished") || dom.attribute(id, "pubdate").is_some() {
                        0
                    } else if class.contains("updat") || class.contains("modif") {
                        3
                    } else if ["publish", "date", "entry"].iter().any(|word| class.contains(word)) {
                        1
                    } else {
                        2
                    },
                ));
            }
            _ if dom
                .attribute(id, "itemprop")
                .is_some_and(|prop| prop.eq_ignore_ascii_case("datePublished")) =>
            {
                // Lists mark up the dates of their stories too, so that this is worth no more than a time element.
                let shown = dom.text(id);
                let value = ["content", "datetime"].iter().find_map(|key| dom.attribute(id, key));
                meta.times.push((value.unwrap_or(&shown).trim().to_owned(), 1));
            }
            _ if meta.bylines.len() < 24 => {
                if let Some(strength) = byline_strength(dom, id) {
                    let text = dom.text(id);
                    if text.len() < 200 {
                        meta.bylines.push((strength, text));
                    }
                }
            }
            _ => {}
        }
        true
    });
    meta
}

/// What scripts call the publication date, the surest first, and where "ublish" stands in each.
const SCRIPTED: [(&str, usize); 6] = [
    ("datePublished", 5),
    ("publishedAt", 1),
    ("publishDate", 1),
    ("publishedDate", 1),
    ("published_at", 1),
    ("published_on", 1),
];
static PUBLISH: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("ublish"));

/// The value of a publication date in a script's data.
fn scripted(script: &str) -> Option<String> {
    let mut best: Option<(usize, String)> = None;
    // Scripts are most of a page, so they are searched once for what all the names share.
    for at in PUBLISH.find_iter(script.as_bytes()) {
        let found = SCRIPTED.iter().enumerate().find_map(|(rank, (key, before))| {
            let rest = script.get(at.checked_sub(*before)?..)?.strip_prefix(key)?;
            let rest = rest.trim_start_matches(['"', '\\', ' ', ':']);
            let value: String =
                rest.chars().take_while(|c| !matches!(c, '"' | '\\' | ',' | '}')).take(40).collect();
            dates::parse(&value).map(|_| (rank, value))
        });
        if let Some(found) = found
            && best.as_ref().is_none_or(|best| found.0 < best.0)
        {
            best = Some(found);
        }
        if best.as_ref().is_some_and(|best| best.0 == 0) {
            break;
        }
    }
    best.map(|(_, value)| value)
}

/// A script's text is one node, unless a page is odd.
fn raw_text(dom: &Dom, id: NodeId) -> Cow<'_, str> {
    let mut texts = dom
        .node(id)
        .children
        .iter()
        .filter_map(|c| if let Data::Text(t) = &dom.node(*c).data { Some(&**t) } else { None });
    match (texts.next(), texts.next()) {
        (None, _) => Cow::Borrowed(""),
        (Some(one), None) => Cow::Borrowed(one),
        (Some(one), Some(two)) => Cow::Owned([one, two].into_iter().chain(texts).collect()),
    }
}

/// Class, id, itemprop and rel of an element, in lower case.
pub(crate) fn hints(dom: &Dom, id: NodeId) -> String {
    let mut out = String::new();
    for key in ["class", "id", "itemprop", "rel", "role", "data-testid"] {
        if let Some(value) = dom.attribute(id, key) {
            push_words(&mut out, value);
            out.push(' ');
        }
    }
    out.to_ascii_lowercase()
}

fn json_ld(text: &str) -> Vec<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let parsed = serde_json::from_str::<Value>(text).or_else(|_| {
        // Line ends inside strings are the commonest fault.
        serde_json::from_str::<Value>(&text.replace(['\n', '\r', '\t'], " "))
    });
    let mut out = Vec::new();
    let mut stack: Vec<(Value, usize)> = parsed.into_iter().map(|value| (value, 0)).collect();
    while let Some((value, depth)) = stack.pop() {
        match value {
            Value::Array(rows) if depth < DEEPEST => {
                stack.extend(rows.into_iter().rev().map(|row| (row, depth + 1)))
            }
            Value::Object(mut fields) => {
                if let Some(graph) = fields.remove("@graph") {
                    stack.push((graph, depth + 1));
                }
                out.push(Value::Object(fields));
            }
            _ => {}
        }
    }
    out
}

/// What structured data and OpenGraph say the page is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Types {
    pub(crate) article: bool,
    pub(crate) live: bool,
    pub(crate) video: bool,
    pub(crate) listing: bool,
    /// A product, a profile, a forum's thread, ...
    pub(crate) other: bool,
    /// Only for those who pay.
    pub(crate) locked: bool,
    /// The page's own address, as it says.
    pub(crate) address: Option<String>,
}

impl Meta {
    pub(crate) fn types(&self) -> Types {
        let mut out =
            Types { address: self.canonical.clone().or_else(|| self.meta(&["og:url"])), ..Types::default() };
        for value in &self.ld {
            let kinds: Vec<&str> = match &value["@type"] {
                Value::String(kind) => vec![kind],
                Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
                _ => continue,
            };
            for kind in kinds {
                match kind {
                    "LiveBlogPosting" => out.live = true,
                    "VideoObject" => out.video = true,
                    "CollectionPage" | "SearchResultsPage" => out.listing = true,
                    "Product" | "ProfilePage" | "QAPage" | "DiscussionForumPosting" | "JobPosting" => {
                        out.other = true
                    }
                    "Report" => out.article = true,
                    _ => out.article |= kind.ends_with("Article") || kind.ends_with("BlogPosting"),
                }
            }
            out.locked |= match &value["isAccessibleForFree"] {
                Value::Bool(free) => !free,
                Value::String(free) => free.eq_ignore_ascii_case("false"),
                _ => false,
            };
        }
        match self.meta(&["og:type"]).unwrap_or_default().to_ascii_lowercase().as_str() {
            "article" => out.article = true,
            "product" | "product.item" | "product.group" | "profile" => out.other = true,
            kind => out.video |= kind.starts_with("video"),
        }
        out
    }

    /// Fills in what the page says of itself, and tells the house or team that signs where no person does.
    pub(crate) fn describe(&self, page: &Page, article: &mut Article) -> Option<String> {
        article.url = page.url.clone();
        article.canonical_url = self.canonical.clone().or_else(|| self.meta(&["og:url"]));
        article.crawled = page.fetched.map(dates::day_of);
        article.outlet = self.outlet();
        article.title = self.title(article.outlet.as_deref());
        let (byline, house) = self.byline(article.outlet.as_deref());
        article.byline = byline.people;
        article.agency = byline.agency;
        let address = article.canonical_url.clone().or_else(|| page.url.clone());
        article.published = self.published(address.as_deref());
        article.modified = self
            .ld_text("dateModified")
            .or_else(|| {
                self.meta(&["article:modified_time", "og:updated_time", "last-modified", "dcterms.modified"])
            })
            .and_then(|text| dates::parse(&text))
            .map(|p| Published { source: DateSource::Meta, ..p });
        article.language = self
            .language
            .as_deref()
            .and_then(|tag| tag.split(['-', '_']).next())
            .map(str::to_ascii_lowercase);
        house
    }

    /// Whether a meta element tells the day of publication, whatever else does.
    pub(crate) fn tells_publication(&self) -> bool {
        let named = |name: &str| PUBLISHED.contains(&name) || name.contains("publi");
        self.metas.iter().any(|(name, value)| named(name) && dates::parse(value).is_some())
    }

    pub(crate) fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            self.metas
                .iter()
                .find(|(key, value)| key == name && !value.is_empty())
                .map(|(_, value)| value.clone())
        })
    }

    pub(crate) fn articles(&self) -> impl Iterator<Item = &Value> {
        self.ld.iter().filter(|value| {
            let is = |kind: &str| {
                kind.ends_with("Article")
                    || kind.ends_with("BlogPosting")
                    || kind == "Report"
                    || kind == "WebPage"
            };
            match &value["@type"] {
                Value::String(kind) => is(kind),
                Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).any(is),
                _ => false,
            }
        })
    }

    pub(crate) fn ld_text(&self, key: &str) -> Option<String> {
        // An article's own statement comes before its page's.
        let rank = |value: &&Value| value["@type"].as_str() == Some("WebPage");
        let mut rows: Vec<&Value> = self.articles().collect();
        rows.sort_by_key(rank);
        rows.iter().find_map(|value| {
            value[key].as_str().filter(|s| !s.trim().is_empty()).map(|s| s.trim().to_owned())
        })
    }

    /// How the page's head sums it up.
    pub(crate) fn description(&self) -> Option<String> {
        self.meta(&["og:description", "description", "twitter:description"])
    }

    /// The body as structured data tell it.
    pub(crate) fn body(&self) -> Option<String> {
        self.ld_text("articleBody").filter(|body| body.len() > 200)
    }

    fn outlet(&self) -> Option<String> {
        let publisher = self.articles().find_map(|value| value["publisher"]["name"].as_str());
        self.meta(&["og:site_name", "application-name"]).or_else(|| publisher.map(str::to_owned))
    }

    fn published(&self, url: Option<&str>) -> Option<Published> {
        let from = |text: Option<String>, source| {
            text.and_then(|t| dates::parse(&t)).map(|p| Published { source, ..p })
        };
        let told = from(self.ld_text("datePublished"), DateSource::JsonLd)
            .or_else(|| from(self.meta(PUBLISHED), DateSource::Meta))
            .or_else(|| {
                // Sites name their own: "cludo:date", "article-publish-date", ...
                ["publish", "date"].iter().find_map(|part| {
                    let own = self.metas.iter().filter(|(name, _)| {
                        name.contains(part)
                            && !["modif", "update", "expir", "valid"].iter().any(|no| name.contains(no))
                    });
                    let mut dates = own.filter_map(|(_, value)| from(Some(value.clone()), DateSource::Meta));
                    // The day of publication is the first that is called so: sites count publishing anew as well.
                    if *part == "publish" { dates.min_by_key(|p| p.date) } else { dates.next() }
                })
            })
            .or_else(|| from(self.ld_text("dateCreated"), DateSource::JsonLd))
            .or_else(|| from(self.scripted.clone(), DateSource::JsonLd));
        // A moment told in UTC is a day off for many readers; the address has their day.
        let addressed = url.and_then(dates::in_url);
        let universal = |time: &String| time.ends_with("+00:00");
        if let (Some(told), Some(date)) = (&told, addressed)
            && told.time.as_ref().is_some_and(universal)
            && (date - told.date).get_days().abs() == 1
        {
            return Some(Published { date, time: told.time.clone(), source: DateSource::Url });
        }
        told.or_else(|| addressed.map(|date| Published { date, time: None, source: DateSource::Url }))
            .or_else(|| {
                let mut times: Vec<_> = self.times.iter().collect();
                times.sort_by_key(|(_, rank)| *rank);
                times.into_iter().find_map(|(value, _)| from(Some(value.clone()), DateSource::TimeElement))
            })
    }
}

pub(crate) fn clean(text: &str) -> String {
    let mut out = String::new();
    push_words(&mut out, text);
    out.trim().to_owned()
}
