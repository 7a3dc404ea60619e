//! `dateline explain`: how each event of a text came about.

use std::io::Read;

use anyhow::{Context, Result, bail};
use dateline_events::{Explained, Outcome};
use dateline_export::Characters;
use dateline_nlp::{Scratch, conllu};
use dateline_types::{Article, Date, DateSource, Document, Participant, Published, TextRange};
use serde_json::{Value, json};

use crate::Found;
use crate::args::{Common, Explain, Format};
use crate::output::{self, Out};
use crate::table::Style;

/// Longest text that is explained; beyond that nobody reads the answer.
const LONGEST: u64 = 1 << 20;

pub(crate) fn run(common: &Common, options: &Explain) -> Result<Found> {
    let text = if options.text == "-" {
        let mut text = String::new();
        std::io::stdin().take(LONGEST).read_to_string(&mut text).context("standard input")?;
        text
    } else {
        options.text.clone()
    };
    if text.trim().is_empty() {
        bail!("there is no text to explain");
    }
    let date: Option<Date> = options
        .date
        .as_ref()
        .map(|date| date.parse().with_context(|| format!("--date {date}: expected YYYY-MM-DD")))
        .transpose()?;
    let engine = crate::code::engine(common)?;
    let article = Article {
        id: "text".to_owned(),
        text,
        published: date.map(|date| Published { date, time: None, source: DateSource::Supplied }),
        ..Article::default()
    };
    let (doc, explained) = engine.code(&mut Scratch::default(), &article);
    let found = if explained.records.is_empty() { Found::Nothing } else { Found::Something };
    // For people, unless a program asks.
    match common.format.unwrap_or(Format::Table) {
        Format::Table => print(&doc, &explained)?,
        format @ (Format::Json | Format::Jsonl) => {
            let mut out = Out::new();
            let value = as_json(&doc, &explained);
            let text = if format == Format::Json {
                serde_json::to_string_pretty(&value)?
            } else {
                value.to_string()
            };
            out.line(&text)?;
            out.end()?;
        }
        Format::Csv => bail!("an explanation has no columns: --format is table, json or jsonl here"),
    }
    Ok(found)
}

/// The same for programs: each sentence with what was seen in it, then the records as `dateline code` prints them.
fn as_json(doc: &Document, explained: &Explained) -> Value {
    let characters = Characters::of(&doc.text);
    let slice = |range: TextRange| {
        let (start, end) = characters.range(range);
        (range.slice(&doc.text).unwrap_or_default(), start, end)
    };
    let sentences = doc.tokens.sentences.iter().filter_map(|words| {
        let range = doc.tokens.cover(words)?;
        let times = doc.timexes.iter().filter(|timex| range.contains(timex.range)).map(|timex| {
            let (text, start, end) = slice(timex.range);
            json!({"text": text, "start": start, "end": end, "type": timex.kind.name(), "value": timex.value, "rule": timex.rule})
        });
        let people = doc.mentions.rows.iter().filter(|m| words.contains(&m.head)).filter_map(|mention| {
            let (text, start, end) = slice(doc.tokens.cover(&mention.tokens)?);
            let who = mention.referents.iter().map(|r| {
                let sectors: Vec<&str> = r.sectors.iter().map(|s| s.name()).collect();
                json!({"name": r.name, "country": r.country.map(|c| c.to_string()), "sectors": sectors, "office": r.office, "how": r.how})
            });
            Some(json!({"text": text, "start": start, "end": end, "who": who.collect::<Vec<_>>()}))
        });
        let triggers = explained.seen.iter().filter(|seen| words.contains(&seen.trigger)).map(|seen| {
            let (text, start, end) = slice(seen.range);
            json!({
                "text": text, "start": start, "end": end, "type": seen.kind.name(), "status": seen.status.name(),
                "probability": f64::from((seen.probability * 1000.0).round()) / 1000.0, "rule": seen.rule,
                "became": became(doc, seen.outcome),
            })
        });
        let (text, start, end) = slice(range);
        Some(json!({
            "text": text, "start": start, "end": end, "times": times.collect::<Vec<_>>(),
            "mentions": people.collect::<Vec<_>>(), "triggers": triggers.collect::<Vec<_>>(),
        }))
    });
    let records = explained.records.iter().enumerate();
    let records =
        records.map(|(n, record)| dateline_export::record(&format!("{}#{n}", doc.id), &characters, record));
    json!({"sentences": sentences.collect::<Vec<_>>(), "events": records.collect::<Vec<_>>()})
}

fn became(doc: &Document, outcome: Outcome) -> String {
    match outcome {
        Outcome::Record(number) => format!("record {number}"),
        Outcome::Content(of) => format!("dropped: content of “{}”", doc.tokens.text(&doc.text, of)),
        Outcome::Improbable => "dropped: too improbable".to_owned(),
        Outcome::Nobody => "dropped: no participant that could act".to_owned(),
        Outcome::Retold => "dropped: told by another record, or a detail of it".to_owned(),
    }
}

fn print(doc: &Document, explained: &Explained) -> Result<()> {
    let style = Style::new(output::colours());
    let mut out = Out::new();
    for (number, words) in doc.tokens.sentences.iter().enumerate() {
        let Some(range) = doc.tokens.cover(words) else { continue };
        out.line(&style.bold(range.slice(&doc.text).unwrap_or_default()))?;
        let mut tree = String::new();
        let _ = conllu::draw(doc, number, &mut tree);
        for line in tree.lines() {
            out.line(&format!("    {line}"))?;
        }
        for timex in doc.timexes.iter().filter(|timex| range.contains(timex.range)) {
            let words = timex.range.slice(&doc.text).unwrap_or_default();
            out.line(&format!(
                "  time     {words} = {} {} ({})",
                timex.kind.name(),
                timex.value,
                timex.rule
            ))?;
        }
        for mention in doc.mentions.rows.iter().filter(|m| words.contains(&m.head)) {
            let words =
                doc.tokens.cover(&mention.tokens).and_then(|r| r.slice(&doc.text)).unwrap_or_default();
            let who: Vec<String> = mention
                .referents
                .iter()
                .map(|r| {
                    let country = r.country.map(|c| c.to_string()).unwrap_or_default();
                    let sectors: Vec<&str> = r.sectors.iter().map(|s| s.name()).collect();
                    let facts = [r.name.as_deref().unwrap_or(""), &country, &sectors.join("/")];
                    format!("{} ({})", spaced(&facts), r.how)
                })
                .collect();
            out.line(&format!(
                "  who      {words} = {}",
                if who.is_empty() { "?".to_owned() } else { who.join("; ") }
            ))?;
        }
        for seen in explained.seen.iter().filter(|seen| words.contains(&seen.trigger)) {
            out.line(&format!(
                "  trigger  {} = {} {} p {:.2} ({}): {}",
                seen.range.slice(&doc.text).unwrap_or_default(),
                seen.kind,
                seen.status,
                seen.probability,
                seen.rule,
                became(doc, seen.outcome)
            ))?;
        }
        out.line("")?;
    }
    for (number, record) in explained.records.iter().enumerate() {
        out.line(&style.bold(&format!(
            "record {number}: {} {} {} {}",
            record.kind,
            record.mode.map_or("", |mode| mode.name()),
            record.status,
            record.when.map_or_else(|| "undated".to_owned(), |when| when.to_string())
        )))?;
        for (role, people) in [("actor", &record.actors), ("recipient", &record.recipients)] {
            for person in people {
                out.line(&format!("  {role:<10} {}", told(person)))?;
            }
        }
        if let Some(source) = &record.attribution {
            out.line(&format!("  source     {}", source.text))?;
        }
        out.line(&format!("  evidence   “{}”", evidence(doc, record.evidence)))?;
        out.line(&format!("  rests on   {} (confidence {:.2})", record.rule, record.confidence))?;
    }
    out.end()
}

fn told(person: &Participant) -> String {
    let country = person.country.map(|c| c.to_string()).unwrap_or_default();
    let sector = person.sector.map_or("", |s| s.name());
    let name = person.name.as_ref().filter(|name| person.text.as_ref() != Some(name));
    let name = name.map(|name| format!(" = {name}")).unwrap_or_default();
    let facts = spaced(&[&country, sector]);
    format!("{}{name}  {facts}  ({})", person.text.as_deref().unwrap_or("unnamed"), person.how)
}

/// What there is of them, with spaces between.
fn spaced(facts: &[&str]) -> String {
    let there: Vec<&str> = facts.iter().copied().filter(|fact| !fact.is_empty()).collect();
    there.join(" ")
}

fn evidence(doc: &Document, range: dateline_types::TextRange) -> &str {
    range.slice(&doc.text).unwrap_or_default()
}
