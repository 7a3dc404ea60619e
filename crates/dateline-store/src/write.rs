//! Writing: whole pages in transactions of many.

use std::collections::BTreeMap;

use dateline_types::{Article, DropReason, EventRecord, Page, Participant};
use rusqlite::{Transaction, params};

use crate::{Key, Store, StoreError};

/// A page and what became of it, ready to be written.
pub struct StoredPage<'a> {
    pub key: Key,
    pub page: &'a Page,
    pub outcome: Outcome<'a>,
}

pub enum Outcome<'a> {
    Article {
        article: &'a Article,
        /// Of its wording; handed back by [`Store::signatures`].
        signature: &'a [u8],
        /// Each record and its JSON as `dateline code` prints it.
        records: &'a [(EventRecord, String)],
    },
    Dropped(DropReason),
    Failed(&'a str),
}

/// A transaction of many pages; nothing of it is seen before [`Batch::commit`].
pub struct Batch<'s> {
    transaction: Transaction<'s>,
}

impl Store {
    pub fn batch(&mut self) -> Result<Batch<'_>, StoreError> {
        Ok(Batch { transaction: self.db.transaction()? })
    }

    /// Whether the page is in the store, whatever became of it.
    pub fn holds(&self, key: &Key) -> Result<bool, StoreError> {
        let mut ask = self.db.prepare_cached("SELECT 1 FROM pages WHERE key = ?1")?;
        Ok(ask.exists([key.as_str()])?)
    }

    /// Groups articles into stories: `groups` holds the keys of the articles of each, in any order.
    pub fn set_stories(&mut self, groups: &[Vec<String>]) -> Result<(), StoreError> {
        let transaction = self.db.transaction()?;
        transaction.execute("DELETE FROM stories", [])?;
        transaction.execute("UPDATE articles SET story = NULL", [])?;
        for group in groups {
            let Some(story) = group.iter().min() else { continue };
            for article in group {
                transaction
                    .prepare_cached("UPDATE articles SET story = ?1 WHERE key = ?2")?
                    .execute([story, article])?;
            }
            transaction
                .prepare_cached(
                    "INSERT INTO stories SELECT ?1, count(*), (SELECT title FROM articles WHERE key = ?1)
                     FROM articles WHERE story = ?1",
                )?
                .execute([story])?;
        }
        transaction.commit()?;
        Ok(())
    }
}

impl Batch<'_> {
    /// Adds a page with all that came of it. A page that is there already adds nothing; the answer tells.
    pub fn add(&self, stored: &StoredPage<'_>) -> Result<bool, StoreError> {
        let page = stored.page;
        let (outcome, reason) = match &stored.outcome {
            Outcome::Article { .. } => ("article", None),
            Outcome::Dropped(reason) => ("dropped", Some(reason.name())),
            Outcome::Failed(message) => ("failed", Some(*message)),
        };
        // A page that failed may do better in a later version.
        self.transaction
            .prepare_cached("DELETE FROM pages WHERE key = ?1 AND outcome = 'failed'")?
            .execute([stored.key.as_str()])?;
        let added = self
            .transaction
            .prepare_cached("INSERT OR IGNORE INTO pages VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
            .execute(params![
                stored.key.as_str(),
                page.id,
                page.url,
                page.origin.source,
                page.origin.kind.name(),
                page.fetched.map(|time| time.to_string()),
                page.http_status,
                outcome,
                reason,
            ])?;
        if added == 0 {
            return Ok(false);
        }
        if let Outcome::Article { article, signature, records } = &stored.outcome {
            self.article(&stored.key, article, signature)?;
            for (record, json) in *records {
                self.record(&stored.key, article, record, json)?;
            }
        }
        Ok(true)
    }

    pub fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit()?)
    }

    fn article(&self, key: &Key, article: &Article, signature: &[u8]) -> Result<(), StoreError> {
        let published = article.published.as_ref();
        self.transaction
            .prepare_cached(
                "INSERT INTO articles (key, id, url, canonical_url, title, text, byline, agency, outlet, language,
                     published, published_time, published_source, crawled, dateline_place, signature)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            )?
            .execute(params![
                key.as_str(),
                article.id,
                article.url,
                article.canonical_url,
                article.title,
                article.text,
                article.byline.join("\n"),
                article.agency,
                article.outlet,
                article.language,
                published.map(|p| p.date.to_string()),
                published.and_then(|p| p.time.as_deref()),
                published.map(|p| p.source.name()),
                article.crawled.map(|date| date.to_string()),
                article.dateline_place,
                signature,
            ])?;
        Ok(())
    }

    fn record(
        &self,
        article: &Key,
        source: &Article,
        record: &EventRecord,
        json: &str,
    ) -> Result<(), StoreError> {
        let actors: Vec<Key> = record.actors.iter().map(actor_key).collect();
        let recipients: Vec<Key> = record.recipients.iter().map(actor_key).collect();
        let event = event_key(article, record, &actors, &recipients);
        let text = format!("{}\n{}", source.title, source.text);
        let when = record.when.map(|when| when.to_string());
        let new = self
            .transaction
            .prepare_cached("INSERT OR IGNORE INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?
            .execute(params![
                event.as_str(),
                record.kind.name(),
                record.mode.map(|mode| mode.name()),
                record.status.name(),
                when,
                record.when.map(|when| when.first().to_string()),
                record.when.map(|when| when.last().to_string()),
                record.date_basis.map(|basis| basis.name()),
                record.place.as_ref().map(|place| place.text.as_str()),
                record.cameo,
            ])?;
        if new == 0 {
            // What may differ between reports has the smallest wording of all, so that order plays no part.
            self.transaction
                .prepare_cached(
                    "UPDATE events SET place = coalesce(min(place, ?2), place, ?2), cameo = coalesce(min(cameo, ?3), cameo, ?3)
                     WHERE key = ?1",
                )?
                .execute(params![
                    event.as_str(),
                    record.place.as_ref().map(|place| place.text.as_str()),
                    record.cameo
                ])?;
        }
        for (role, people, keys) in
            [("actor", &record.actors, &actors), ("recipient", &record.recipients, &recipients)]
        {
            // Parties are stored in the order of their keys, which is the same in every report.
            let sorted: BTreeMap<&Key, &Participant> = keys.iter().zip(people).collect();
            for (position, (key, person)) in sorted.into_iter().enumerate() {
                self.participant(&event, role, position, key, person)?;
            }
        }
        let more: Vec<String> =
            record.more_evidence.iter().map(|range| format!("{}-{}", range.start(), range.end())).collect();
        self.transaction
            .prepare_cached("INSERT OR IGNORE INTO reports VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?
            .execute(params![
                event.as_str(),
                article.as_str(),
                record.evidence.start(),
                record.evidence.end(),
                record.evidence.slice(&text).unwrap_or_default(),
                more.join(" "),
                record.attribution.as_ref().map(|source| source.text.as_str()),
                record.rule,
                f64::from(record.confidence),
                json,
            ])?;
        Ok(())
    }

    fn participant(
        &self,
        event: &Key,
        role: &str,
        position: usize,
        key: &Key,
        person: &Participant,
    ) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("INSERT OR IGNORE INTO actors VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![
                key.as_str(),
                person.name.as_deref().or(person.text.as_deref()),
                person.country.map(|country| country.to_string()),
                person.sector.map(|sector| sector.name()),
                person.office,
                person.id,
            ])?;
        self.transaction
            .prepare_cached(
                "INSERT INTO participants VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET text = coalesce(min(text, excluded.text), text, excluded.text)",
            )?
            .execute(params![event.as_str(), role, position as i64, key.as_str(), person.text])?;
        Ok(())
    }
}

/// An actor is its name (canonical where known), country, sector and office: Lavrov the minister is not Lavrov the former one.
fn actor_key(person: &Participant) -> Key {
    let country = person.country.map(|country| country.to_string());
    Key::of([
        person.name.as_deref().or(person.text.as_deref()),
        country.as_deref(),
        person.sector.map(|sector| sector.name()),
        person.office.as_deref(),
        person.id.as_deref(),
    ])
}

/// Reports of different articles are one event when type, mode, status, a dated day and all parties agree, and every party is known
/// by name; in any other case an event is the article's own. Joining more than that is linking, a stage of its own.
fn event_key(article: &Key, record: &EventRecord, actors: &[Key], recipients: &[Key]) -> Key {
    let named = |people: &[Participant]| people.iter().all(|person| person.name.is_some());
    let shared = record.when.is_some()
        && record.date_basis == Some(dateline_types::DateBasis::Stated)
        && !record.actors.is_empty()
        && named(&record.actors)
        && named(&record.recipients);
    let own = (!shared).then(|| format!("{article} {} {}", record.evidence.start(), record.trigger.start()));
    let joined = |keys: &[Key]| {
        let mut keys: Vec<&str> = keys.iter().map(Key::as_str).collect();
        keys.sort_unstable();
        keys.join(" ")
    };
    let (actors, recipients) = (joined(actors), joined(recipients));
    let when = record.when.map(|when| when.to_string());
    Key::of([
        own.as_deref(),
        Some(record.kind.name()),
        record.mode.map(|mode| mode.name()),
        Some(record.status.name()),
        when.as_deref(),
        Some(&actors),
        Some(&recipients),
    ])
}
