//! Wire forms: records and articles as the JSON that other tools rely on.
//!
//! Field names and order are the contract of `dateline code` and `dateline extract`. Offsets leave here as characters (Unicode code
//! points), which is what readers in other languages count; inside dateline they are bytes. The option rejected: deriving
//! serialisers on the core types, which would make every rename a change of format.

use dateline_types::{Article, EventRecord, Participant, TextRange};
use serde_json::{Map, Value, json};

/// Bytes to characters of one text, each range in logarithmic time.
pub struct Characters<'t> {
    text: &'t str,
    /// Characters before every 256th byte (rounded down to a character's start).
    marks: Vec<(u32, u32)>,
}

const STEP: usize = 256;

impl<'t> Characters<'t> {
    pub fn of(text: &'t str) -> Self {
        let mut marks = vec![(0, 0)];
        let mut next = STEP;
        for (count, (at, _)) in text.char_indices().enumerate() {
            if at >= next {
                marks.push((at as u32, count as u32));
                next = at + STEP;
            }
        }
        Self { text, marks }
    }

    /// Characters before a byte offset.
    pub fn before(&self, byte: u32) -> u32 {
        let after = self.marks.partition_point(|(at, _)| *at <= byte);
        let (at, count) = self.marks[after.saturating_sub(1)];
        let rest =
            self.text.as_bytes().get(at as usize..(byte as usize).min(self.text.len())).unwrap_or_default();
        // Every byte that does not continue a character begins one.
        count + rest.iter().filter(|b| **b & 0xc0 != 0x80).count() as u32
    }

    pub fn range(&self, range: TextRange) -> (u32, u32) {
        (self.before(range.start()), self.before(range.end()))
    }
}

/// A record as `dateline code` prints it. `text` is title + newline + body.
pub fn record(id: &str, characters: &Characters<'_>, record: &EventRecord) -> Value {
    let text = characters.text;
    let (start, end) = characters.range(record.evidence);
    let more: Vec<Value> = record
        .more_evidence
        .iter()
        .map(|range| {
            let (start, end) = characters.range(*range);
            json!({"start": start, "end": end, "text": range.slice(text)})
        })
        .collect();
    let counts = [
        ("dead", record.counts.dead),
        ("injured", record.counts.injured),
        ("arrested", record.counts.arrested),
        ("minutes", record.counts.minutes),
    ];
    let counts: Map<String, Value> =
        counts.into_iter().filter_map(|(name, n)| Some((name.to_owned(), Value::from(n?)))).collect();
    json!({
        "id": id,
        "link": null,
        "type": record.kind.name(),
        "mode": record.mode.map(|mode| mode.name()),
        "status": record.status.name(),
        "date": record.when.map(|when| when.to_string()),
        "date_basis": record.date_basis.map(|basis| basis.name()),
        "actors": record.actors.iter().map(participant).collect::<Vec<_>>(),
        "recipients": record.recipients.iter().map(participant).collect::<Vec<_>>(),
        "attribution": record.attribution.as_ref().map(|source| source.text.as_str()),
        "place": record.place.as_ref().map(|place| place.text.as_str()),
        "evidence": record.evidence.slice(text),
        "start": start,
        "end": end,
        "trigger": record.trigger.slice(text),
        "more_evidence": more,
        "rule": record.rule,
        "confidence": rounded(record.confidence),
        "cameo": record.cameo,
        "contexts": record.contexts,
        "counts": counts,
    })
}

fn participant(person: &Participant) -> Value {
    json!({
        "text": person.text,
        "country": person.country.map(|country| country.to_string()),
        "sector": person.sector.map(|sector| sector.name()),
        "name": person.name,
        "office": person.office,
        "id": person.id,
        "how": person.how,
    })
}

/// Three decimals: what calibration can tell apart, and the same digits on every machine.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1000.0).round() / 1000.0
}

/// An article as `dateline extract` prints it.
pub fn article(article: &Article) -> Value {
    let published = article.published.as_ref();
    json!({
        "id": article.id,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "title": article.title,
        "byline": article.byline,
        "agency": article.agency,
        "published": published.map(|p| p.date.to_string()),
        "published_time": published.and_then(|p| p.time.as_deref()),
        "published_source": published.map(|p| p.source.name()),
        "modified": article.modified.as_ref().map(|p| p.date.to_string()),
        "crawled": article.crawled.map(|date| date.to_string()),
        "outlet": article.outlet,
        "language": article.language,
        "dateline_place": article.dateline_place,
        "captions": article.captions,
        "text": article.text,
    })
}

#[cfg(test)]
mod tests {
    use super::Characters;

    #[test]
    fn characters_are_code_points_at_every_offset() {
        let text = "“Kyiv” – née 𝒳 ".repeat(60);
        let characters = Characters::of(&text);
        for (count, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(characters.before(at as u32), count as u32);
        }
        assert_eq!(characters.before(text.len() as u32), text.chars().count() as u32);
    }
}
