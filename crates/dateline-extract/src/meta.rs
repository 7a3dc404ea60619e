//! What a page says of itself: JSON-LD, meta elements, time elements, address, visible lines.

use dateline_types::{Article, DateSource, Page, Published};
use serde_json::Value;

use crate::byline::{byline_strength, unescape};
use crate::dates;
use crate::dom::{Data, Dom, NodeId, ROOT, push_words};

/// Structured data deeper than this is no article's.
const DEEPEST: usize = 12;

/// Evidence gathered in one pass over the tree.
#[derive(Default)]
pub(crate) struct Meta {
    pub(crate) metas: Vec<(String, String)>,
    pub(crate) ld: Vec<Value>,
    pub(crate) title_element: String,
    pub(crate) canonical: Option<String>,
    pub(crate) language: Option<String>,
    times: Vec<(String, bool)>,
    /// What elements show as the author, with how surely they do.
    pub(crate) bylines: Vec<(u8, String)>,
    pub(crate) headings: Vec<String>,
    /// `"datePublished":"..."` in a script that is no valid JSON-LD.
    scripted: Option<String>,
}

pub(crate) fn gather(dom: &Dom) -> Meta {
    let mut meta = Meta::default();
    dom.walk(ROOT, |id| {
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
                if dom.attribute(id, "type").is_some_and(|t| t.contains("ld+json")) {
                    meta.ld.extend(json_ld(&raw_text(dom, id)));
                }
                if meta.scripted.is_none() {
                    meta.scripted = scripted(&raw_text(dom, id));
                }
                return false;
            }
            "h1" if meta.headings.len() < 8 => meta.headings.push(dom.text(id)),
            "time" => {
                let shown = dom.text(id);
                let value =
                    dom.attribute(id, "datetime").filter(|v| !v.is_empty()).unwrap_or(&shown).to_owned();
                let class = hints(dom, id);
                meta.times.push((
                    value,
                    class.contains("publish") || class.contains("date") || class.contains("entry"),
                ));
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

/// The value of a publication date in a script's data.
fn scripted(script: &str) -> Option<String> {
    ["datePublished", "publishedAt", "publishDate", "publishedDate", "published_at", "published_on"]
        .iter()
        .find_map(|key| {
            let at = script.find(key)? + key.len();
            let rest = script.get(at..)?.trim_start_matches(['"', '\\', ' ', ':']);
            let value: String =
                rest.chars().take_while(|c| !matches!(c, '"' | '\\' | ',' | '}')).take(40).collect();
            dates::parse(&value).map(|_| value)
        })
}

fn raw_text(dom: &Dom, id: NodeId) -> String {
    dom.node(id)
        .children
        .iter()
        .filter_map(|c| if let Data::Text(t) = &dom.node(*c).data { Some(&**t) } else { None })
        .collect()
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

impl Meta {
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

    fn ld_text(&self, key: &str) -> Option<String> {
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

    fn title(&self, outlet: Option<&str>) -> String {
        let candidates = [
            self.meta(&["og:title", "twitter:title"]),
            self.ld_text("headline").map(|t| unescape(&t)),
            Some(self.title_element.clone()),
        ];
        let told: Vec<String> = candidates
            .into_iter()
            .flatten()
            .map(|t| without_site(&clean(&t), outlet))
            .filter(|t| !t.is_empty() && outlet.is_none_or(|o| !o.eq_ignore_ascii_case(t)))
            .collect();
        // The visible heading is what readers were given, where it agrees with what the page's head says.
        let own = || {
            let fits = |h: &&String| {
                h.len() > 8 && h.len() < 300 && outlet.is_none_or(|o| !o.eq_ignore_ascii_case(h))
            };
            self.headings.iter().filter(fits)
        };
        let near = |heading: &str| told.iter().map(|told| closeness(heading, told)).max().unwrap_or(60);
        let agreeing = own().find(|h| near(h) >= 60);
        let best = agreeing.or_else(|| own().max_by_key(|h| near(h)).filter(|h| near(h) >= 15));
        best.cloned().or_else(|| told.first().cloned()).unwrap_or_default()
    }

    fn published(&self, url: Option<&str>) -> Option<Published> {
        let from = |text: Option<String>, source| {
            text.and_then(|t| dates::parse(&t)).map(|p| Published { source, ..p })
        };
        const NAMES: &[&str] = &[
            "article:published_time",
            "og:published_time",
            "datepublished",
            "date",
            "pubdate",
            "publishdate",
            "publish-date",
            "publish_date",
            "parsely-pub-date",
            "sailthru.date",
            "dc.date",
            "dc.date.issued",
            "dcterms.created",
            "dcterms.date",
            "article.published",
            "cxenseparse:recs:publishtime",
            "og:article:published_time",
            "article_date_original",
            "originalpublicationdate",
            "published_at",
            "rnews:datepublished",
        ];
        from(self.ld_text("datePublished"), DateSource::JsonLd)
            .or_else(|| from(self.meta(NAMES), DateSource::Meta))
            .or_else(|| {
                // Sites name their own: "cludo:date", "article-publish-date", ...
                let own = self.metas.iter().filter(|(name, _)| {
                    (name.contains("date") || name.contains("publish"))
                        && !["modif", "update", "expir", "valid"].iter().any(|no| name.contains(no))
                });
                own.into_iter().find_map(|(_, value)| from(Some(value.clone()), DateSource::Meta))
            })
            .or_else(|| from(self.ld_text("dateCreated"), DateSource::JsonLd))
            .or_else(|| from(self.scripted.clone(), DateSource::JsonLd))
            .or_else(|| {
                url.and_then(dates::in_url).map(|date| Published {
                    date,
                    time: None,
                    source: DateSource::Url,
                })
            })
            .or_else(|| {
                let mut times: Vec<_> = self.times.iter().collect();
                times.sort_by_key(|(_, hinted)| !hinted);
                times.into_iter().find_map(|(value, _)| from(Some(value.clone()), DateSource::TimeElement))
            })
    }
}

pub(crate) fn clean(text: &str) -> String {
    let mut out = String::new();
    push_words(&mut out, text);
    out.trim().to_owned()
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// Words that both have, in a hundred of the mean length.
fn closeness(a: &str, b: &str) -> usize {
    let (a, b) = (words(a), words(b));
    let common = a.iter().filter(|w| b.contains(w)).count();
    200 * common / (a.len() + b.len()).max(1)
}

fn similar(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let common = a.iter().filter(|w| b.contains(w)).count();
    !a.is_empty() && common * 10 >= a.len() * 8 && common * 10 >= b.len() * 5
}

/// "Talks stall | The Courier" -> "Talks stall".
fn without_site(title: &str, outlet: Option<&str>) -> String {
    for separator in [" | ", " - ", " – ", " — ", " :: ", " » ", " · "] {
        if let Some((front, back)) = title.rsplit_once(separator) {
            let named = outlet.is_some_and(|outlet| similar(back, outlet) || similar(outlet, back));
            if named || (back.split_whitespace().count() <= 4 && front.split_whitespace().count() >= 4) {
                return without_site(front.trim(), outlet);
            }
        }
    }
    title.to_owned()
}
