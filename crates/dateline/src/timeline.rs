//! `dateline timeline`: the events of a store by date.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use dateline_store::{EventRow, Filter, ParticipantRow, ReportRow, Store};
use dateline_types::{CalendarPoint, EventType, Status, When};
use serde_json::{Value, json};

use crate::Found;
use crate::args::{Common, Format, Selection, Timeline};
use crate::extract::csv_row;
use crate::output::{self, Out};
use crate::table::{Style, clip, pad, shown_width};

pub(crate) fn run(common: &Common, options: &Timeline) -> Result<Found> {
    let store = Store::open(&options.store)?;
    print(&store, common, &options.selection, output::format(common))
}

/// Prints the events selected; how many there are is told by the exit status.
pub(crate) fn print(store: &Store, common: &Common, selection: &Selection, format: Format) -> Result<Found> {
    let events = store.events(&filter(common, selection)?).context("reading the store")?;
    let mut out = Out::new();
    match format {
        Format::Table => table(&mut out, &events)?,
        Format::Jsonl | Format::Json => {
            output::json(&mut out, format, &events.iter().map(event_json).collect::<Vec<_>>())?;
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
    let statuses: Vec<String> = selection.status.iter().map(|status| status.to_ascii_lowercase()).collect();
    for status in &statuses {
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
        statuses,
        from: day("--from", &selection.from)?.map(|point| point.first().to_string()),
        to: day("--to", &selection.to)?.map(|point| point.last().to_string()),
        place: selection.place.clone(),
        text: selection.text.clone(),
        min_confidence: f64::from(common.min_confidence.unwrap_or(0.0)),
        ..Filter::default()
    })
}

/// Columns of the type and the mode.
const WHAT: usize = 22;
/// Columns before the words.
const INDENT: usize = 4;
/// Columns that the words need to say something.
const LEAST: usize = 60;

/// Two or three lines an event: what happened, the words that say so, and who says it. Events of one date stand under it.
fn table(out: &mut Out, events: &[EventRow]) -> Result<()> {
    let style = Style::new(output::colours());
    let width = output::width();
    let mut last: Option<Option<&str>> = None;
    for event in events {
        let date = event.date.as_deref();
        if last != Some(date) {
            if last.is_some() {
                out.line("")?;
            }
            out.line(&style.bold(&heading(date)))?;
        }
        last = Some(date);
        let what =
            event.mode.as_ref().map_or_else(|| event.kind.clone(), |mode| format!("{} {mode}", event.kind));
        let mut marks = match event.status.as_str() {
            "happened" => String::new(),
            "negated" => "  [did not happen]".to_owned(),
            other => format!("  [{other}]"),
        };
        if event.date_basis.as_deref() == Some("assumed") {
            let told_then = event.reports.iter().any(|report| report.published == event.date);
            marks.push_str(if told_then { "  [day of the report]" } else { "  [date assumed]" });
        }
        let mut line = parties(&event.actors);
        if !event.recipients.is_empty() {
            line.push_str(&format!(" → {}", parties(&event.recipients)));
        }
        if let Some(place) = &event.place {
            line.push_str(&format!(", {place}"));
        }
        let front = format!("  {} {} ", mark(&event.status), pad(&what, WHAT));
        let room = width.saturating_sub(shown_width(&front) + shown_width(&marks)).max(24);
        out.line(&format!(
            "{}{}{}",
            style.status(&event.status, &front),
            clip(&line, room),
            style.status(&event.status, &marks)
        ))?;
        if let Some(report) = event.reports.first() {
            let tail = tail(event, report, width);
            let room = width.saturating_sub(INDENT + 2 + shown_width(&tail));
            // Where both do not fit beside each other, the words that it rests on have a line of their own.
            let fits = room >= LEAST.min(shown_width(&report.evidence));
            let indent = " ".repeat(INDENT);
            if fits {
                out.line(&style.dim(&format!("{indent}“{}”{tail}", clip(&report.evidence, room))))?;
            } else {
                let words = clip(&report.evidence, width.saturating_sub(INDENT + 2));
                out.line(&style.dim(&format!("{indent}“{words}”")))?;
                out.line(&style.dim(&format!("{indent}{}", tail.trim_start())))?;
            }
        }
    }
    if events.is_empty() {
        out.line("no events")?;
    }
    Ok(())
}

/// Who says so: the source that the article credits, the outlet, how many more, and the key for `dateline show`.
fn tail(event: &EventRow, report: &ReportRow, width: usize) -> String {
    // The key stands last and is never cut.
    let name = (width.saturating_sub(38) / 2).clamp(12, 32);
    let by =
        report.attribution.as_ref().map(|source| format!(" ({})", clip(source, name))).unwrap_or_default();
    let outlet = clip(report.outlet.as_deref().unwrap_or(&report.article_id), name);
    let told = match (&event.date, &report.published) {
        (None, Some(published)) => format!(" {published}"),
        _ => String::new(),
    };
    let articles: BTreeSet<&str> = event.reports.iter().map(|report| report.article.as_str()).collect();
    let more = if articles.len() > 1 { format!("  {} sources", articles.len()) } else { String::new() };
    format!("{by}  {outlet}{told}{more}  {}", &event.key[..8.min(event.key.len())])
}

/// A sign for the eye; the words stand at the line's end.
fn mark(status: &str) -> char {
    match status {
        "planned" => '○',
        "negated" => '✗',
        "hypothetical" => '?',
        _ => '●',
    }
}

/// The date as people write it, at its own precision.
fn heading(date: Option<&str>) -> String {
    let Some(date) = date else { return "Undated (the text gives no time)".to_owned() };
    let point = |point: CalendarPoint| match point {
        CalendarPoint::Day(day) => day.strftime("%A %-d %B %Y").to_string(),
        CalendarPoint::Month { .. } => point.first().strftime("%B %Y").to_string(),
        CalendarPoint::Year(year) => year.to_string(),
    };
    match date.parse() {
        Ok(When::Point(day)) => point(day),
        Ok(When::Interval(start, end)) => format!("{} – {}", point(start), point(end)),
        Err(_) => date.to_owned(),
    }
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

pub(crate) fn csv(out: &mut Out, events: &[EventRow]) -> Result<()> {
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

#[cfg(test)]
mod tests {
    use super::heading;

    #[test]
    fn headings_keep_the_precision_of_the_date() {
        assert_eq!(heading(Some("2025-12-25")), "Thursday 25 December 2025");
        assert_eq!(heading(Some("2025-06")), "June 2025");
        assert_eq!(heading(Some("1999")), "1999");
        assert_eq!(
            heading(Some("2025-12-20/2025-12-21")),
            "Saturday 20 December 2025 – Sunday 21 December 2025"
        );
    }
}
