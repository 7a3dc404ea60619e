//! `dateline show`: one article or event with its evidence.

use anyhow::Result;
use dateline_store::{ArticleRow, EventRow, Filter, Store};
use serde_json::{Value, json};

use crate::Found;
use crate::args::{Common, Format, Show};
use crate::output::{self, Out, message};
use crate::table::{Style, clip};
use crate::timeline::event_json;

pub(crate) fn run(common: &Common, options: &Show) -> Result<Found> {
    let store = Store::open(&options.store)?;
    let articles = store.articles(&options.key)?;
    // An id may look like a key; keys have hexadecimal digits only.
    let hexadecimal = options.key.len() >= 4 && options.key.bytes().all(|b| b.is_ascii_hexdigit());
    let events = if hexadecimal {
        store.events(&Filter { key: Some(options.key.clone()), ..Filter::default() })?
    } else {
        Vec::new()
    };
    if articles.is_empty() && events.is_empty() {
        message(&format!("{}: no article or event of this key or id", options.key));
        return Ok(Found::Nothing);
    }
    let mut out = Out::new();
    let style = Style::new(output::colours());
    let table = output::format(common) == Format::Table;
    for article in &articles {
        let told = store.events(&Filter { article: Some(article.key.clone()), ..Filter::default() })?;
        if table {
            show_article(&mut out, &style, article, &told)?;
        } else {
            out.line(&article_json(article, &told).to_string())?;
        }
    }
    for event in &events {
        if table {
            show_event(&mut out, &style, event)?;
        } else {
            out.line(&event_json(event).to_string())?;
        }
    }
    out.end()?;
    Ok(Found::Something)
}

fn show_article(out: &mut Out, style: &Style, article: &ArticleRow, told: &[EventRow]) -> Result<()> {
    out.line(&style.bold(&clip(&article.title, 400)))?;
    let dated = match (&article.published, &article.crawled) {
        (Some(date), _) => format!("{date} ({})", article.published_source.as_deref().unwrap_or("?")),
        (None, Some(date)) => format!("no date of publication; crawled {date}"),
        (None, None) => "undated".to_owned(),
    };
    let mut facts = vec![dated];
    facts.extend(article.outlet.clone());
    facts.extend((!article.byline.is_empty()).then(|| article.byline.join(", ")));
    facts.extend(article.agency.clone());
    facts.extend(article.url.clone());
    facts.push(format!("article {}", article.key));
    out.line(&style.dim(&facts.join("  ·  ")))?;
    out.line("")?;
    for paragraph in article.text.lines().filter(|line| !line.trim().is_empty()) {
        out.line(&clip(paragraph, usize::MAX))?;
        out.line("")?;
    }
    for event in told {
        show_event(out, style, event)?;
    }
    Ok(())
}

fn show_event(out: &mut Out, style: &Style, event: &EventRow) -> Result<()> {
    let json = event_json(event);
    let field = |name: &str| json[name].as_str().unwrap_or("-").to_owned();
    out.line(&style.bold(&format!(
        "{} {}  {}  {}",
        field("type"),
        event.mode.as_deref().unwrap_or(""),
        field("date"),
        field("status")
    )))?;
    for (role, people) in [("actor", &event.actors), ("recipient", &event.recipients)] {
        for person in people {
            let facts = [&person.country, &person.sector, &person.office, &person.identifier];
            let facts: Vec<&str> = facts.into_iter().flatten().map(String::as_str).collect();
            let name = person.name.as_deref().or(person.text.as_deref()).unwrap_or("unnamed");
            out.line(&format!("  {role:<10} {}  {}", clip(name, 200), style.dim(&facts.join(" "))))?;
        }
    }
    if let Some(place) = &event.place {
        out.line(&format!("  place      {}", clip(place, 200)))?;
    }
    for report in &event.reports {
        out.line(&format!("  “{}”", clip(&report.evidence, 2000)))?;
        let source = report.attribution.as_ref().map(|s| format!("says {s}; ")).unwrap_or_default();
        out.line(&style.dim(&format!(
            "    {source}{}, {}  (article {}, {}, confidence {:.2})",
            report.outlet.as_deref().unwrap_or(&report.article_id),
            report.published.as_deref().unwrap_or("undated"),
            &report.article[..8.min(report.article.len())],
            report.rule,
            report.confidence
        )))?;
    }
    out.line(&style.dim(&format!("  event {}", event.key)))?;
    out.line("")
}

fn article_json(article: &ArticleRow, told: &[EventRow]) -> Value {
    json!({
        "key": article.key, "id": article.id, "url": article.url, "canonical_url": article.canonical_url,
        "title": article.title, "byline": article.byline, "agency": article.agency, "outlet": article.outlet,
        "language": article.language, "published": article.published, "published_source": article.published_source,
        "crawled": article.crawled, "story": article.story, "text": article.text,
        "events": told.iter().map(event_json).collect::<Vec<_>>(),
    })
}
