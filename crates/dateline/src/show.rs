//! `dateline show`: one article or event with its evidence.

use anyhow::Result;
use dateline_store::{ArticleRow, EventRow, Filter, Store};
use serde_json::{Value, json};

use crate::Found;
use crate::args::{Common, Format, Show};
use crate::output::{self, Out, message};
use crate::table::{Style, clip, wrap};
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
    let format = output::format(common);
    let told = |article: &ArticleRow| {
        store.events(&Filter { article: Some(article.key.clone()), ..Filter::default() })
    };
    match format {
        Format::Table => {
            let style = Style::new(output::colours());
            for article in &articles {
                show_article(&mut out, &style, article, &told(article)?, &store.same_story(article)?)?;
            }
            events.iter().try_for_each(|event| show_event(&mut out, &style, event))?;
        }
        // Events are what has the columns of the timeline; an article is shown by those that it tells.
        Format::Csv => {
            let mut rows = Vec::new();
            for article in &articles {
                rows.extend(told(article)?);
            }
            rows.extend(events);
            crate::timeline::csv(&mut out, &rows)?;
        }
        Format::Json | Format::Jsonl => {
            let mut rows = Vec::new();
            for article in &articles {
                rows.push(article_json(article, &told(article)?));
            }
            rows.extend(events.iter().map(event_json));
            output::json(&mut out, format, &rows)?;
        }
    }
    out.end()?;
    Ok(Found::Something)
}

fn show_article(
    out: &mut Out,
    style: &Style,
    article: &ArticleRow,
    told: &[EventRow],
    story: &[ArticleRow],
) -> Result<()> {
    let width = output::width();
    for line in wrap(&article.title, width) {
        out.line(&style.bold(&line))?;
    }
    let dated = match (&article.published, &article.crawled) {
        (Some(date), _) => format!("{date} ({})", article.published_source.as_deref().unwrap_or("?")),
        (None, Some(date)) => format!("no date of publication; crawled {date}"),
        (None, None) => "undated".to_owned(),
    };
    let mut facts = vec![dated];
    facts.extend(article.outlet.clone());
    facts.extend((!article.byline.is_empty()).then(|| article.byline.join(", ")));
    facts.extend(article.agency.clone());
    for line in wrap(&facts.join("  ·  "), width) {
        out.line(&style.dim(&line))?;
    }
    // Addresses and keys are copied: they are never broken.
    for fact in article.url.iter().cloned().chain([format!("article {}", article.key)]) {
        out.line(&style.dim(&clip(&fact, usize::MAX)))?;
    }
    for other in story {
        let outlet = other.outlet.as_deref().unwrap_or(&other.id);
        let row = format!("same story: {outlet}, {}", other.title);
        let room = width.saturating_sub(11).max(20);
        out.line(&style.dim(&format!("{}  {}", clip(&row, room), &other.key[..8.min(other.key.len())])))?;
    }
    out.line("")?;
    for paragraph in article.text.lines().filter(|line| !line.trim().is_empty()) {
        wrap(paragraph, width).iter().try_for_each(|line| out.line(line))?;
        out.line("")?;
    }
    told.iter().try_for_each(|event| show_event(out, style, event))
}

fn show_event(out: &mut Out, style: &Style, event: &EventRow) -> Result<()> {
    let width = output::width();
    let what: Vec<&str> = [Some(event.kind.as_str()), event.mode.as_deref()].into_iter().flatten().collect();
    let basis = match event.date_basis.as_deref() {
        Some("assumed") => " (assumed)",
        _ => "",
    };
    let date = event.date.as_deref().unwrap_or("undated");
    out.line(&style.bold(&format!("{}  {date}{basis}  {}", what.join(" "), event.status)))?;
    for (role, people) in [("actor", &event.actors), ("recipient", &event.recipients)] {
        for person in people {
            let name = person.name.as_deref().or(person.text.as_deref()).unwrap_or("unnamed");
            let known = person
                .identifier
                .as_ref()
                .filter(|id| id.as_str() != name && Some(*id) != person.country.as_ref());
            let facts = [&person.country, &person.sector, &person.office].map(Option::as_ref);
            let facts: Vec<&str> = facts.into_iter().chain([known]).flatten().map(String::as_str).collect();
            out.line(&format!("  {role:<10} {}  {}", clip(name, 200), style.dim(&facts.join(" "))))?;
        }
    }
    if let Some(place) = &event.place {
        out.line(&format!("  place      {}", clip(place, 200)))?;
    }
    for report in &event.reports {
        for line in wrap(&format!("“{}”", clip(&report.evidence, 2000)), width.saturating_sub(2)) {
            out.line(&format!("  {line}"))?;
        }
        let source = report.attribution.as_ref().map(|s| format!("says {s}; ")).unwrap_or_default();
        let told = format!(
            "{source}{}, {} (article {}, {}, confidence {:.2})",
            report.outlet.as_deref().unwrap_or(&report.article_id),
            report.published.as_deref().unwrap_or("undated"),
            &report.article[..8.min(report.article.len())],
            report.rule,
            report.confidence
        );
        for line in wrap(&told, width.saturating_sub(4)) {
            out.line(&style.dim(&format!("    {line}")))?;
        }
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
