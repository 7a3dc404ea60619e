//! `dateline timeline`: the events of a store by date.

use anyhow::{Context, Result, bail};
use dateline_store::{EventRow, Filter, ParticipantRow, Store};
use dateline_types::{CalendarPoint, EventType, Status};
use serde_json::{Value, json};

use crate::Found;
use crate::args::{Common, Format, Selection, Timeline};
use crate::extract::csv_row;
use crate::output::{self, Out};
use crate::table::{Style, clip, pad, shown_width};

pub(crate) fn run(common: &Common, options: &Timeline) -> Result<Found> {
    let store = Store::open(&options.store)?;
    print(common, &store, &options.selection)
}

/// Prints the events selected; how many there are is told by the exit status.
pub(crate) fn print(common: &Common, store: &Store, selection: &Selection) -> Result<Found> {
    let events = store.events(&filter(common, selection)?).context("reading the store")?;
    let mut out = Out::new();
    // `run --timeline` prints for people, also into a file: the README shows it.
    match common.format.unwrap_or_else(|| output::format(common)) {
        Format::Table => table(&mut out, &events)?,
        Format::Jsonl => events.iter().try_for_each(|event| out.line(&event_json(event).to_string()))?,
        Format::Json => {
            out.line(&serde_json::to_string_pretty(&events.iter().map(event_json).collect::<Vec<_>>())?)?
        }
        Format::Csv => csv(&mut out, &events)?,
    }
    out.end()?;
    Ok(if events.is_empty() { Found::Nothing } else { Found::Something })
}

fn filter(common: &Common, selection: &Selection) -> Result<Filter> {
    let types = selection.kind.iter().map(|kind| kind.to_ascii_uppercase());
    let types: Vec<String> = types.collect();
    for kind in &types {
        if kind.parse::<EventType>().is_err() {
            let known: Vec<&str> = EventType::ALL.iter().map(|t| t.name()).collect();
            bail!("--type {kind}: no PLOVER type; there are {}", known.join(", "));
        }
    }
    for status in &selection.status {
        if status.parse::<Status>().is_err() {
            bail!("--status {status}: there are happened, planned, negated, hypothetical");
        }
    }
    let day = |name: &str, text: &Option<String>| -> Result<Option<CalendarPoint>> {
        text.as_ref()
            .map(|text| text.parse::<CalendarPoint>().with_context(|| format!("{name} {text}")))
            .transpose()
    };
    Ok(Filter {
        actors: selection.actor.clone(),
        types,
        statuses: selection.status.clone(),
        from: day("--from", &selection.from)?.map(|point| point.first().to_string()),
        to: day("--to", &selection.to)?.map(|point| point.last().to_string()),
        place: selection.place.clone(),
        text: selection.text.clone(),
        min_confidence: f64::from(common.min_confidence.unwrap_or(0.0)),
        ..Filter::default()
    })
}

/// Two lines an event: what happened, and the words that say so. Events of one date stand under it.
fn table(out: &mut Out, events: &[EventRow]) -> Result<()> {
    let style = Style::new(output::colours());
    let width = output::width();
    let mut last: Option<&str> = None;
    for event in events {
        let date = event.date.as_deref().unwrap_or("undated");
        if last != Some(date) {
            if last.is_some() {
                out.line("")?;
            }
            out.line(&style.bold(date))?;
        }
        last = Some(date);
        let what =
            event.mode.as_ref().map_or_else(|| event.kind.clone(), |mode| format!("{} {mode}", event.kind));
        let assumed = if event.date_basis.as_deref() == Some("assumed") { " (date assumed)" } else { "" };
        let status = match event.status.as_str() {
            "happened" => String::new(),
            other => format!(" [{other}]"),
        };
        let mut line = format!("  {}  {}", pad(&what, 24), parties(&event.actors));
        if !event.recipients.is_empty() {
            line.push_str(&format!(" → {}", parties(&event.recipients)));
        }
        if let Some(place) = &event.place {
            line.push_str(&format!(", {place}"));
        }
        let mark = format!("{status}{assumed}");
        let room = width.saturating_sub(shown_width(&mark));
        out.line(&format!("{}{}", clip(&line, room), style.status(&event.status, &mark)))?;
        if let Some(report) = event.reports.first() {
            let by = report.attribution.as_ref().map(|source| format!(" ({source})")).unwrap_or_default();
            let more = if event.reports.len() > 1 {
                format!("  +{} reports", event.reports.len() - 1)
            } else {
                String::new()
            };
            let outlet = report.outlet.as_deref().unwrap_or(&report.article_id);
            let tail = format!("{by}  {outlet}{more}  {}", &event.key[..8.min(event.key.len())]);
            let room = width.saturating_sub(32 + shown_width(&tail)).max(24);
            out.line(
                &style.dim(&clip(
                    &format!("  {}  “{}”{tail}", pad("", 24), clip(&report.evidence, room)),
                    width,
                )),
            )?;
        }
    }
    if events.is_empty() {
        out.line("no events")?;
    }
    Ok(())
}

fn parties(people: &[ParticipantRow]) -> String {
    if people.is_empty() {
        return "?".to_owned();
    }
    let one = |person: &ParticipantRow| {
        let name = person.name.as_deref().or(person.text.as_deref()).unwrap_or("unnamed");
        match (&person.country, &person.sector) {
            (Some(country), Some(sector)) => format!("{name} ({country} {sector})"),
            (Some(code), None) | (None, Some(code)) => format!("{name} ({code})"),
            (None, None) => name.to_owned(),
        }
    };
    people.iter().map(one).collect::<Vec<_>>().join(", ")
}

pub(crate) fn event_json(event: &EventRow) -> Value {
    let people = |rows: &[ParticipantRow]| -> Vec<Value> {
        rows.iter()
            .map(|p| {
                json!({"text": p.text, "name": p.name, "country": p.country, "sector": p.sector, "office": p.office, "id": p.identifier})
            })
            .collect()
    };
    let reports: Vec<Value> = event
        .reports
        .iter()
        .map(|r| {
            json!({
                "article": r.article, "article_id": r.article_id, "title": r.title, "url": r.url, "outlet": r.outlet,
                "published": r.published, "story": r.story, "attribution": r.attribution, "evidence": r.evidence,
                "rule": r.rule, "confidence": (r.confidence * 1000.0).round() / 1000.0,
            })
        })
        .collect();
    let first = event.reports.first();
    json!({
        "id": event.key,
        "type": event.kind,
        "mode": event.mode,
        "status": event.status,
        "date": event.date,
        "date_basis": event.date_basis,
        "actors": people(&event.actors),
        "recipients": people(&event.recipients),
        "place": event.place,
        "cameo": event.cameo,
        "attribution": first.and_then(|r| r.attribution.as_deref()),
        "evidence": first.map(|r| r.evidence.as_str()),
        "reports": reports,
    })
}

fn csv(out: &mut Out, events: &[EventRow]) -> Result<()> {
    let head = [
        "id",
        "date",
        "date_basis",
        "type",
        "mode",
        "status",
        "actors",
        "recipients",
        "place",
        "attribution",
        "evidence",
        "reports",
        "confidence",
    ];
    out.text(&csv_row(&head)?)?;
    for event in events {
        let first = event.reports.first();
        out.text(&csv_row(&[
            &event.key,
            event.date.as_deref().unwrap_or_default(),
            event.date_basis.as_deref().unwrap_or_default(),
            &event.kind,
            event.mode.as_deref().unwrap_or_default(),
            &event.status,
            &parties(&event.actors),
            &(if event.recipients.is_empty() { String::new() } else { parties(&event.recipients) }),
            event.place.as_deref().unwrap_or_default(),
            first.and_then(|r| r.attribution.as_deref()).unwrap_or_default(),
            first.map_or("", |r| &r.evidence),
            &event.reports.len().to_string(),
            &first.map(|r| format!("{:.3}", r.confidence)).unwrap_or_default(),
        ])?)?;
    }
    Ok(())
}
