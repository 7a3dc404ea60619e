//! Reading: what `timeline` and `show` ask.

use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};

use crate::{Key, Store, StoreError};

/// What a timeline is narrowed to; empty lists and `None` narrow nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Country code, or the beginning of words in a participant's name or in what the text calls it.
    pub actors: Vec<String>,
    pub types: Vec<String>,
    pub statuses: Vec<String>,
    /// First and last day, `YYYY-MM-DD`, both included. An interval counts if it touches them, a month or year if it begins on or after
    /// `from`. Events without a date are left out when either is given.
    pub from: Option<String>,
    pub to: Option<String>,
    pub place: Option<String>,
    /// Words that an article reporting the event must hold, all of them, in any of their forms.
    pub text: Option<String>,
    /// Only events of this key (or its beginning).
    pub key: Option<String>,
    /// Only events that this article reports.
    pub article: Option<String>,
    pub min_confidence: f64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub pages: u64,
    pub articles: u64,
    pub dropped: u64,
    pub failed: u64,
    pub stories: u64,
    pub events: u64,
    pub reports: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct EventRow {
    pub key: String,
    pub kind: String,
    pub mode: Option<String>,
    pub status: String,
    pub date: Option<String>,
    pub date_basis: Option<String>,
    pub place: Option<String>,
    pub cameo: Option<String>,
    pub actors: Vec<ParticipantRow>,
    pub recipients: Vec<ParticipantRow>,
    /// Surest first.
    pub reports: Vec<ReportRow>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ParticipantRow {
    pub text: Option<String>,
    pub name: Option<String>,
    pub country: Option<String>,
    pub sector: Option<String>,
    pub office: Option<String>,
    pub identifier: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ReportRow {
    pub article: String,
    pub article_id: String,
    pub title: String,
    pub url: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<String>,
    pub story: Option<String>,
    pub evidence: String,
    pub evidence_start: u32,
    pub evidence_end: u32,
    pub attribution: Option<String>,
    pub rule: String,
    pub confidence: f64,
    pub record: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ArticleRow {
    pub key: String,
    pub id: String,
    pub url: Option<String>,
    pub canonical_url: Option<String>,
    pub title: String,
    pub text: String,
    pub byline: Vec<String>,
    pub agency: Option<String>,
    pub outlet: Option<String>,
    pub language: Option<String>,
    pub published: Option<String>,
    pub published_source: Option<String>,
    pub crawled: Option<String>,
    pub story: Option<String>,
}

impl Store {
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let count = |sql: &str| -> Result<u64, StoreError> {
            let n: i64 = self.db.query_row(sql, [], |row| row.get(0))?;
            Ok(u64::try_from(n).unwrap_or(0))
        };
        Ok(Counts {
            pages: count("SELECT count(*) FROM pages")?,
            articles: count("SELECT count(*) FROM articles")?,
            dropped: count("SELECT count(*) FROM pages WHERE outcome = 'dropped'")?,
            failed: count("SELECT count(*) FROM pages WHERE outcome = 'failed'")?,
            stories: count("SELECT count(*) FROM stories")?,
            events: count("SELECT count(*) FROM events")?,
            reports: count("SELECT count(*) FROM reports")?,
        })
    }

    /// Keys of all pages that need not be read again; failed ones may do better next time.
    pub fn keys(&self) -> Result<Vec<Key>, StoreError> {
        let mut ask = self.db.prepare("SELECT key FROM pages WHERE outcome <> 'failed'")?;
        let rows = ask.query_map([], |row| row.get(0).map(Key::stored))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Events by first day (those without a date last), then by key, so that the order is that of the content.
    pub fn events(&self, filter: &Filter) -> Result<Vec<EventRow>, StoreError> {
        let (sql, values) = select(filter);
        let mut ask = self.db.prepare(&sql)?;
        let rows = ask.query_map(params_from_iter(values), event)?;
        let mut events = rows.collect::<Result<Vec<_>, _>>()?;
        for event in &mut events {
            event.actors = self.participants(&event.key, "actor")?;
            event.recipients = self.participants(&event.key, "recipient")?;
            event.reports = self.reports(&event.key)?;
        }
        Ok(events)
    }

    /// Articles whose key or id begins so.
    pub fn articles(&self, key: &str) -> Result<Vec<ArticleRow>, StoreError> {
        let mut ask = self.db.prepare(&format!(
            "SELECT {ARTICLE} FROM articles WHERE substr(key, 1, length(?1)) = ?1 OR id = ?1 ORDER BY key LIMIT 20"
        ))?;
        let rows = ask.query_map([key], article)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The other articles of the same story, by key: near copies and reprints.
    pub fn same_story(&self, article: &ArticleRow) -> Result<Vec<ArticleRow>, StoreError> {
        let mut ask = self.db.prepare(&format!(
            "SELECT {ARTICLE} FROM articles WHERE story = ?1 AND key <> ?2 ORDER BY key LIMIT 100"
        ))?;
        let rows = ask.query_map(params![article.story, article.key], self::article)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Key and signature of every article, by key: what stories are formed from.
    pub fn signatures(&self) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let mut ask = self.db.prepare("SELECT key, signature FROM articles ORDER BY key")?;
        let rows = ask.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// All content as text in a fixed order, leaving out what no content decides (row numbers, the input's name): two stores
    /// of the same content give the same text.
    pub fn dump(&self) -> Result<String, StoreError> {
        let mut out = String::new();
        for (table, columns) in [
            ("pages", "key, id, url, kind, fetched, http_status, outcome, reason"),
            (
                "articles",
                "key, id, url, canonical_url, title, text, byline, agency, outlet, language, published,
                 published_time, published_source, crawled, dateline_place, signature, story",
            ),
            ("stories", "*"),
            ("actors", "*"),
            ("events", "*"),
            ("participants", "*"),
            ("reports", "*"),
        ] {
            let mut ask = self.db.prepare(&format!("SELECT {columns} FROM {table}"))?;
            let width = ask.column_count();
            let mut lines = Vec::new();
            let mut rows = ask.query([])?;
            while let Some(row) = rows.next()? {
                let values: Vec<String> = (0..width)
                    .map(|i| row.get::<_, Value>(i).map(|v| format!("{v:?}")))
                    .collect::<Result<_, _>>()?;
                lines.push(values.join("|"));
            }
            lines.sort_unstable();
            out.push_str(&format!("{table}\n{}\n", lines.join("\n")));
        }
        Ok(out)
    }

    fn participants(&self, event: &str, role: &str) -> Result<Vec<ParticipantRow>, StoreError> {
        let mut ask = self.db.prepare_cached(
            "SELECT p.text, a.name, a.country, a.sector, a.office, a.identifier
             FROM participants p JOIN actors a ON a.key = p.actor WHERE p.event = ?1 AND p.role = ?2 ORDER BY p.position",
        )?;
        let rows = ask.query_map(params![event, role], |row| {
            Ok(ParticipantRow {
                text: row.get(0)?,
                name: row.get(1)?,
                country: row.get(2)?,
                sector: row.get(3)?,
                office: row.get(4)?,
                identifier: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn reports(&self, event: &str) -> Result<Vec<ReportRow>, StoreError> {
        let mut ask = self.db.prepare_cached(
            "SELECT r.article, a.id, a.title, a.url, a.outlet, a.published, a.story, r.evidence, r.evidence_start,
                    r.evidence_end, r.attribution, r.rule, r.confidence, r.record
             FROM reports r JOIN articles a ON a.key = r.article WHERE r.event = ?1
             ORDER BY r.confidence DESC, r.article, r.evidence_start",
        )?;
        let rows = ask.query_map([event], |row| {
            Ok(ReportRow {
                article: row.get(0)?,
                article_id: row.get(1)?,
                title: row.get(2)?,
                url: row.get(3)?,
                outlet: row.get(4)?,
                published: row.get(5)?,
                story: row.get(6)?,
                evidence: row.get(7)?,
                evidence_start: row.get(8)?,
                evidence_end: row.get(9)?,
                attribution: row.get(10)?,
                rule: row.get(11)?,
                confidence: row.get(12)?,
                record: row.get(13)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn select(filter: &Filter) -> (String, Vec<Value>) {
    let mut wheres: Vec<String> = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    let one_of = |column: &str, options: &[String], wheres: &mut Vec<String>, values: &mut Vec<Value>| {
        if !options.is_empty() {
            let marks = vec!["?"; options.len()].join(", ");
            wheres.push(format!("{column} IN ({marks})"));
            values.extend(options.iter().map(|option| Value::Text(option.clone())));
        }
    };
    one_of("e.type", &filter.types, &mut wheres, &mut values);
    one_of("e.status", &filter.statuses, &mut wheres, &mut values);
    // Every actor named takes part: "RUS" and "USA" asks for what is between the two. A code is a code or a whole word, so that RUS is
    // not Belarus; other words begin a word of the name.
    for actor in &filter.actors {
        let code = actor.len() == 3 && actor.bytes().all(|b| b.is_ascii_uppercase());
        let words = |column: &str| {
            let end = if code { " || ' '" } else { "" };
            format!(
                "instr(' ' || lower(replace(coalesce({column}, ''), '-', ' ')){end}, ' ' || lower(replace(?, '-', ' ')){end}) > 0"
            )
        };
        wheres.push(format!(
            "EXISTS (SELECT 1 FROM participants p JOIN actors a ON a.key = p.actor WHERE p.event = e.key
              AND (a.country = upper(?) OR a.identifier = ? OR {} OR {}))",
            words("a.name"),
            words("p.text")
        ));
        values.extend((0..4).map(|_| Value::Text(actor.trim().to_owned())));
    }
    let mut one = |sql: &str, value: &Option<String>| {
        if let Some(value) = value {
            wheres.push(sql.to_owned());
            values.push(Value::Text(value.clone()));
        }
    };
    one("e.last_day >= ?", &filter.from);
    // "2025" would stand in every week of the year: a month or a year counts where it begins.
    one("(length(e.date) > 7 OR e.first_day >= ?)", &filter.from);
    one("e.first_day <= ?", &filter.to);
    one("instr(lower(coalesce(e.place, '')), lower(?)) > 0", &filter.place);
    one("EXISTS (SELECT 1 FROM reports r WHERE r.event = e.key AND r.article = ?)", &filter.article);
    one(
        "EXISTS (SELECT 1 FROM reports r JOIN articles a ON a.key = r.article WHERE r.event = e.key
          AND a.row IN (SELECT rowid FROM articles_text WHERE articles_text MATCH ?))",
        &filter.text.as_deref().map(words),
    );
    if let Some(key) = &filter.key {
        wheres.push("substr(e.key, 1, length(?)) = ?".to_owned());
        values.extend([Value::Text(key.clone()), Value::Text(key.clone())]);
    }
    if filter.min_confidence > 0.0 {
        wheres
            .push("EXISTS (SELECT 1 FROM reports r WHERE r.event = e.key AND r.confidence >= ?)".to_owned());
        values.push(Value::Real(filter.min_confidence));
    }
    let wheres = if wheres.is_empty() { String::new() } else { format!("WHERE {}", wheres.join(" AND ")) };
    let sql = format!(
        "SELECT e.key, e.type, e.mode, e.status, e.date, e.date_basis, e.place, e.cameo FROM events e {wheres}
         ORDER BY e.first_day IS NULL, e.first_day, e.last_day, e.type, e.key"
    );
    (sql, values)
}

/// As the full-text index wants words: all must be there, and none is an operator, whatever characters it holds.
fn words(text: &str) -> String {
    let quoted = text.split_whitespace().map(|word| format!("\"{}\"", word.replace('"', "\"\"")));
    let quoted: Vec<String> = quoted.collect();
    if quoted.is_empty() { "\"\"".to_owned() } else { quoted.join(" ") }
}

fn event(row: &Row<'_>) -> rusqlite::Result<EventRow> {
    Ok(EventRow {
        key: row.get(0)?,
        kind: row.get(1)?,
        mode: row.get(2)?,
        status: row.get(3)?,
        date: row.get(4)?,
        date_basis: row.get(5)?,
        place: row.get(6)?,
        cameo: row.get(7)?,
        actors: Vec::new(),
        recipients: Vec::new(),
        reports: Vec::new(),
    })
}

/// The columns that [`article`] reads.
const ARTICLE: &str = "key, id, url, canonical_url, title, text, byline, agency, outlet, language, published, published_source, crawled, story";

fn article(row: &Row<'_>) -> rusqlite::Result<ArticleRow> {
    let byline: String = row.get(6)?;
    Ok(ArticleRow {
        key: row.get(0)?,
        id: row.get(1)?,
        url: row.get(2)?,
        canonical_url: row.get(3)?,
        title: row.get(4)?,
        text: row.get(5)?,
        byline: byline.lines().map(str::to_owned).collect(),
        agency: row.get(7)?,
        outlet: row.get(8)?,
        language: row.get(9)?,
        published: row.get(10)?,
        published_source: row.get(11)?,
        crawled: row.get(12)?,
        story: row.get(13)?,
    })
}
