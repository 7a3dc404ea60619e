//! The file format: every version's fixture reads, and what is not ours is left alone.

mod sample;

use std::path::{Path, PathBuf};

use dateline_store::{Filter, Store, StoreError, VERSION};
use dateline_types::EventRecord;
use sample::{add, fill, meeting};

/// A copy, for opening a store may change it; of its own for each use, since tests run side by side in one process.
fn copy(name: &str, usage: &str) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    let to = std::env::temp_dir().join(format!("dateline-store-{}-{usage}-{name}", std::process::id()));
    std::fs::copy(&from, &to).unwrap_or_else(|e| panic!("{}: {e}", from.display()));
    to
}

#[test]
fn the_fixture_of_every_version_reads_as_if_written_today() {
    let mut fresh = Store::in_memory().expect("a store");
    fill(&mut fresh);
    for version in 1..=VERSION {
        let path = copy(&format!("v{version}.db"), "fixture");
        let store = Store::open(&path).expect("readable");
        assert_eq!(store.dump().expect("a dump"), fresh.dump().expect("a dump"), "version {version}");
        drop(store);
        std::fs::remove_file(path).expect("removed");
    }
}

#[test]
fn two_reports_of_one_event_are_one_row_with_two_sources() {
    let mut store = Store::in_memory().expect("a store");
    fill(&mut store);
    let counts = store.counts().expect("counts");
    assert_eq!((counts.pages, counts.articles, counts.dropped, counts.stories), (3, 2, 1, 1));
    assert_eq!((counts.events, counts.reports), (1, 2));
    let events = store.events(&Filter::default()).expect("events");
    assert_eq!((events[0].actors.len(), events[0].reports.len()), (2, 2));
    assert_eq!(events[0].place.as_deref(), Some("Portmere"));
    let by = |text: &str| {
        store.events(&Filter { text: Some(text.to_owned()), ..Filter::default() }).expect("events").len()
    };
    assert_eq!((by("ministers meeting"), by("minister"), by("trawlers"), by("\"(*")), (1, 1, 0, 0));
}

#[test]
fn actors_are_asked_for_by_code_and_by_the_beginning_of_words() {
    let mut store = Store::in_memory().expect("a store");
    fill(&mut store);
    let by = |actors: &[&str]| {
        let actors = actors.iter().map(|a| (*a).to_owned()).collect();
        store.events(&Filter { actors, ..Filter::default() }).expect("events").len()
    };
    for found in
        [&["FRA"][..], &["fra"], &["FRA", "DEU"], &["minister"], &["Minister Two"], &["the oth"], &["One"]]
    {
        assert_eq!(by(found), 1, "{found:?}");
    }
    // A code in the middle or at the beginning of a word is another's name: RUS is not Belarus.
    for other in [&["ITA"][..], &["FRA", "ITA"], &["inister"], &["EXA"], &["MIN"]] {
        assert_eq!(by(other), 0, "{other:?}");
    }
}

#[test]
fn vague_dates_stand_where_they_begin_and_intervals_where_they_touch() {
    let mut store = Store::in_memory().expect("a store");
    for date in ["2024", "2024-05", "2024-05-06", "2024-04-30/2024-05-20"] {
        let when = date.parse().ok();
        add(&mut store, date, &EventRecord { when, ..meeting("her", None) });
    }
    let dates = |from: Option<&str>, to: Option<&str>| -> Vec<String> {
        let (from, to) = (from.map(str::to_owned), to.map(str::to_owned));
        let events = store.events(&Filter { from, to, ..Filter::default() }).expect("events");
        events.into_iter().filter_map(|e| e.date).collect()
    };
    assert_eq!(dates(Some("2024-05-06"), Some("2024-05-07")), ["2024-04-30/2024-05-20", "2024-05-06"]);
    assert_eq!(dates(Some("2024-05-01"), None), ["2024-04-30/2024-05-20", "2024-05", "2024-05-06"]);
    assert_eq!(dates(None, Some("2024-04-30")), ["2024", "2024-04-30/2024-05-20"]);
    assert_eq!(dates(None, None).len(), 4);
}

#[test]
fn the_order_of_reports_plays_no_part() {
    let records = [
        ("a", meeting("the minister", Some("Portmere"))),
        ("b", meeting("Minister One", None)),
        ("c", meeting("her", Some("Aarhus"))),
    ];
    let dumps: Vec<String> = [[0, 1, 2], [2, 1, 0], [1, 2, 0]]
        .iter()
        .map(|order| {
            let mut store = Store::in_memory().expect("a store");
            order.iter().for_each(|n| add(&mut store, records[*n].0, &records[*n].1));
            store.dump().expect("a dump")
        })
        .collect();
    assert!(dumps.iter().all(|dump| *dump == dumps[0]), "{dumps:#?}");
    assert!(dumps[0].contains("Aarhus"));
}

#[test]
fn many_may_make_one_store_at_the_same_time() {
    let path = std::env::temp_dir().join(format!("dateline-store-{}-many.db", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let runs: Vec<_> = (0..8)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || Store::open_or_create(&path).map(|s| s.counts().map(|c| c.pages)))
        })
        .collect();
    for run in runs {
        let counted = run.join().expect("no panic").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(counted.expect("counts"), 0);
    }
    std::fs::remove_file(path).expect("removed");
}

#[test]
fn an_empty_file_becomes_a_store_only_where_one_is_made() {
    let path = std::env::temp_dir().join(format!("dateline-store-{}-empty.db", std::process::id()));
    std::fs::write(&path, "").expect("written");
    assert!(matches!(Store::open(&path), Err(StoreError::NotAStore(_))));
    assert_eq!(std::fs::metadata(&path).expect("there").len(), 0);
    assert!(Store::open_or_create(&path).is_ok() && Store::open(&path).is_ok());
    std::fs::remove_file(path).expect("removed");
}

#[test]
fn other_files_and_later_versions_are_refused_and_left_alone() {
    let folder = std::env::temp_dir();
    let name = |what: &str| folder.join(format!("dateline-store-{}-{what}", std::process::id()));
    // What a killed test of the same number left behind.
    let _ = std::fs::remove_file(name("other.db"));
    let notes = name("notes");
    std::fs::write(
        &notes,
        "somebody's notes, longer than a header of SQLite would be, so that it is looked at",
    )
    .expect("written");
    assert!(matches!(Store::open_or_create(&notes), Err(StoreError::NotAStore(_))));
    assert!(std::fs::read_to_string(&notes).expect("there").starts_with("somebody's notes"));
    let other = name("other.db");
    rusqlite::Connection::open(&other)
        .and_then(|db| db.execute_batch("CREATE TABLE t (x)"))
        .expect("another's database");
    assert!(matches!(Store::open_or_create(&other), Err(StoreError::NotAStore(_))));
    let later = copy("v1.db", "later");
    rusqlite::Connection::open(&later)
        .and_then(|db| db.execute_batch("PRAGMA user_version = 99"))
        .expect("changed");
    assert!(matches!(Store::open(&later), Err(StoreError::TooNew { found: 99, .. })));
    assert!(matches!(Store::open(&name("nothing")), Err(StoreError::Missing(_))));
    for path in [notes, other, later] {
        std::fs::remove_file(path).expect("removed");
    }
}
