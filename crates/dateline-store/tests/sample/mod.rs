//! A small store written by us: what the stored fixtures of all versions hold.

use dateline_store::{Outcome, Store, StoredPage, page_key};
use dateline_types::{
    Article, Body, Country, Date, DateBasis, DateSource, DropReason, EventRecord, EventType, Mode, Origin,
    Page, Participant, Placed, Published, Sector, SourceKind, Status, SuppliedArticle, TextRange, When,
};

pub(crate) const TEXT: &str = "The ministers met in Portmere on Monday. A second meeting is planned.";

pub(crate) fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

pub(crate) fn page(id: &str) -> Page {
    Page {
        id: id.to_owned(),
        url: Some(format!("https://harbourpost.example/{id}")),
        fetched: None,
        http_status: Some(200),
        body: Body::Article(SuppliedArticle { text: TEXT.to_owned(), ..SuppliedArticle::default() }),
        origin: Origin { source: "sample.jsonl".to_owned(), offset: 0, kind: SourceKind::Jsonl },
    }
}

pub(crate) fn article(id: &str) -> Article {
    Article {
        id: id.to_owned(),
        url: Some(format!("https://harbourpost.example/{id}")),
        title: format!("Ministers meet ({id})"),
        text: TEXT.to_owned(),
        byline: vec!["Ada Quill".to_owned(), "Ben Locke".to_owned()],
        published: Some(Published { date: day("2024-05-07"), time: None, source: DateSource::Supplied }),
        outlet: Some("The Harbour Post".to_owned()),
        language: Some("en".to_owned()),
        ..Article::default()
    }
}

fn minister(country: &str, name: &str, text: &str) -> Participant {
    Participant {
        text: Some(text.to_owned()),
        country: Country::new(country),
        sector: Some(Sector::Gov),
        name: Some(name.to_owned()),
        office: Some("foreign minister".to_owned()),
        how: "table",
        ..Participant::default()
    }
}

/// The meeting. `text` is how the article words a minister and `place` where it puts it: reports of one event may differ in these.
pub(crate) fn meeting(text: &str, place: Option<&str>) -> EventRecord {
    EventRecord {
        kind: EventType::Consult,
        mode: Some(Mode::Visit),
        actors: vec![
            minister("FRA", "Example Minister One", text),
            minister("DEU", "Example Minister Two", "the other"),
        ],
        recipients: Vec::new(),
        when: Some(When::day(day("2024-05-06"))),
        date_basis: Some(DateBasis::Stated),
        status: Status::Happened,
        attribution: None,
        place: place.map(|text| Placed { text: text.to_owned(), range: TextRange::at(0, 0) }),
        evidence: TextRange::at(22, 40),
        more_evidence: vec![TextRange::at(0, 9)],
        trigger: TextRange::at(36, 3),
        rule: "meet".to_owned(),
        confidence: 0.75,
        cameo: Some("040".to_owned()),
        contexts: Vec::new(),
        counts: Default::default(),
    }
}

/// Adds an article with one record.
pub(crate) fn add(store: &mut Store, id: &str, record: &EventRecord) {
    let (page, article) = (page(id), article(id));
    let records = [(record.clone(), format!("{{\"id\": \"{id}\"}}"))];
    let outcome = Outcome::Article { article: &article, signature: &[1, 2, 3, 4], records: &records };
    let batch = store.batch().expect("a batch");
    batch.add(&StoredPage { key: page_key(&page), page: &page, outcome }).expect("added");
    batch.commit().expect("committed");
}

pub(crate) fn fill(store: &mut Store) {
    add(store, "one", &meeting("the minister", Some("Portmere")));
    add(store, "two", &meeting("Minister One", None));
    let dropped = Page { id: "three".to_owned(), ..page("three") };
    let batch = store.batch().expect("a batch");
    let outcome = Outcome::Dropped(DropReason::ErrorPage);
    batch.add(&StoredPage { key: page_key(&dropped), page: &dropped, outcome }).expect("added");
    batch.commit().expect("committed");
    let keys = store.signatures().expect("signatures").into_iter().map(|(key, _)| key).collect();
    store.set_stories(&[keys]).expect("stories");
}
