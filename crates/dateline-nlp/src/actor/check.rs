//! Finds what is wrong in the table's files: holders of one office at the same time, offices without a holder, names of two people.

use std::collections::BTreeMap;

use super::compile::{Builder, Entity, kind};

const FILES: [(&str, &str); 5] = [
    ("people.tsv", include_str!("../../data/actors/people.tsv")),
    ("chiefs.tsv", include_str!("../../data/actors/chiefs.tsv")),
    ("ministers.tsv", include_str!("../../data/actors/ministers.tsv")),
    ("leaders.tsv", include_str!("../../data/actors/leaders.tsv")),
    ("bodies.tsv", include_str!("../../data/actors/bodies.tsv")),
];
/// States whose chief offices are checked from 1990 on.
const NEWSWORTHY: [&str; 40] = [
    "USA", "RUS", "CHN", "GBR", "FRA", "DEU", "ISR", "PSE", "IRN", "IRQ", "SYR", "UKR", "TUR", "IND", "PAK",
    "JPN", "KOR", "PRK", "SAU", "EGY", "ITA", "ESP", "POL", "AFG", "LBN", "VEN", "COL", "MEX", "BRA", "ARG",
    "CUB", "ZAF", "NGA", "KEN", "ETH", "SDN", "IDN", "PHL", "AUS", "CAN",
];
const OFFICES: [&str; 4] = ["president", "prime minister", "foreign minister", "defence minister"];

fn builder() -> Builder {
    let mut b = Builder::default();
    b.roles(include_str!("../../data/actors/roles.tsv")).unwrap();
    for (file, text) in FILES {
        b.actors(text).unwrap_or_else(|e| panic!("{file}:{}: {}", e.line, e.what));
    }
    b
}

/// Start, end and holder.
type Held = (i32, i32, String);

/// Terms of an office of a state, in order.
fn terms(entities: &[Entity]) -> BTreeMap<(String, String), Vec<Held>> {
    let mut out: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for e in entities.iter().filter(|e| e.kind == kind::PERSON) {
        for t in e.terms.iter().filter(|t| OFFICES.contains(&t.class.as_str()) && t.end >= 19_900_101) {
            let state = String::from_utf8_lossy(&t.country).into_owned();
            if NEWSWORTHY.contains(&state.as_str()) {
                out.entry((state, t.class.clone())).or_default().push((t.start, t.end, e.name.clone()));
            }
        }
    }
    out.values_mut().for_each(|v| v.sort());
    out
}

/// Rough days between two numbers `YYYYMMDD`.
fn days(a: i32, b: i32) -> i32 {
    let flat = |n: i32| n / 10_000 * 365 + n / 100 % 100 * 30 + n % 100;
    flat(b) - flat(a)
}

#[test]
fn no_office_has_two_holders_at_once() {
    let b = builder();
    let mut found = Vec::new();
    for ((state, office), rows) in terms(&b.entities) {
        for pair in rows.windows(2) {
            // Handing over takes days; acting holders and twin offices of a few states are known.
            if pair[0].2 != pair[1].2 && days(pair[1].0, pair[0].1.min(21_000_101)) > 45 {
                found.push(format!(
                    "{state} {office}: {} until {} and {} from {}",
                    pair[0].2, pair[0].1, pair[1].2, pair[1].0
                ));
            }
        }
    }
    let known = include_str!("../../data/actors/known_overlaps.txt");
    let new: Vec<&String> = found.iter().filter(|f| !known.lines().any(|k| k == f.as_str())).collect();
    assert!(
        new.is_empty(),
        "{} overlaps that are not known:\n{}",
        new.len(),
        new.iter().map(|s| s.as_str()).collect::<Vec<_>>().join("\n")
    );
}

/// A floor that may only rise: how many of the days from 1990 to 2025 the four offices of the 40 states have a holder.
#[test]
fn few_terms_are_missing() {
    let all = terms(&builder().entities);
    let mut shares = Vec::new();
    for office in OFFICES {
        let mut held = 0;
        let mut asked = 0;
        for state in NEWSWORTHY {
            let Some(rows) = all.get(&(state.to_owned(), office.to_owned())) else { continue };
            for year in 1990..2026 {
                for month in 1..=12 {
                    asked += 1;
                    let day = year * 10_000 + month * 100 + 15;
                    held += usize::from(rows.iter().any(|r| r.0 <= day && day <= r.1));
                }
            }
        }
        shares.push((office, held * 100 / asked.max(1)));
    }
    let floors =
        [("president", 60), ("prime minister", 60), ("foreign minister", 35), ("defence minister", 25)];
    for ((office, share), (_, floor)) in shares.iter().zip(floors) {
        assert!(
            share >= &floor,
            "{office}: {share} % of the months have a holder, {floor} wanted; all: {shares:?}"
        );
    }
}

#[test]
fn no_full_name_means_two_people_of_one_state() {
    let mut seen: BTreeMap<(String, [u8; 3]), u32> = BTreeMap::new();
    for e in builder().entities.iter().filter(|e| e.kind == kind::PERSON && e.name.contains(' ')) {
        *seen.entry((super::compile::key(&e.name), e.country)).or_default() += 1;
    }
    let twice: Vec<_> = seen.iter().filter(|(_, n)| **n > 1).map(|((name, _), _)| name.as_str()).collect();
    assert!(twice.is_empty(), "{twice:?}");
}
