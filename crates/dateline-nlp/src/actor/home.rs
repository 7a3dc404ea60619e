//! The states that a document speaks of, and which one is meant by words that name none.
//!
//! Every state of the document is a candidate, "none" is another; each is scored by what is told of it around the words (features
//! below, weights fitted on the training articles by `training/actors/fit_home.py`), and the best one is taken. The option rejected:
//! the rules that stood here before (the nearest place for the police, the state most spoken of for a ministry), each of which was
//! right where another was wrong; they live on as features.

use dateline_types::{Country, Document, MentionKind, Sector, TextRange};

use super::origin;
use super::phrase::{Head, Reading, modifiers};
use super::table::Table;
use super::weights::{GROUPS, NONE_ROLES, NONE_WEIGHTS, WEIGHTS};
use super::words::{LOCATING, listed};

/// How much more a mention right beside the words counts, in what distance (bytes) that falls by half, and what mentions after
/// the words count against those before.
const CLOSE: f32 = 4.0;
const REACH: f32 = 140.0;
const AFTER: f32 = 0.5;
/// Candidates that are weighed, those most spoken of first.
const MOST: usize = 16;

/// What is told of a state, by candidate.
pub(crate) const FEATURES: usize = 31;
/// What speaks for no state.
pub(crate) const NONE_FEATURES: usize = 11;

/// One mention of a state or of somebody who belongs to one.
#[derive(Clone, Debug)]
struct Told {
    range: TextRange,
    country: Country,
    actor: u32,
    place: u32,
    sentence: usize,
    /// By its own name, adjective or place, and not through a person or body.
    plain: bool,
    /// "in X".
    located: bool,
    role: Option<String>,
    sector: Option<Sector>,
    name: bool,
    title: bool,
    dateline: bool,
}

/// Counts of the states of a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Home {
    /// Country, weight as an actor, weight as a place.
    counts: Vec<(Country, u32, u32)>,
    told: Vec<Told>,
}

/// What the words say of the state that they do not name, for [`Home::question`].
pub(crate) struct Asked<'r> {
    pub(crate) reading: &'r Reading<'r>,
    pub(crate) span: TextRange,
    /// A person's name that the table does not know.
    pub(crate) name: Option<&'r str>,
    pub(crate) sentence: usize,
    /// The state of whoever "his" is.
    pub(crate) owner: Option<Country>,
    /// The body that a court or bloc of the article would be.
    pub(crate) body: Option<Country>,
    /// The words begin with a number.
    pub(crate) counted: bool,
    /// "foreign", "African": many states at once.
    pub(crate) vague: bool,
}

/// The candidates of one choice with what is known of each.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub group: usize,
    pub rows: Vec<(Country, [f32; FEATURES])>,
    pub none: [f32; NONE_FEATURES],
    /// The role noun, of which some are nobody's ("bystanders", "donors").
    pub role: String,
}

impl Question {
    /// The best candidate, the earlier one of equals.
    pub(crate) fn answer(&self) -> Option<Country> {
        let dot = |row: &[f32], a: &[f32], b: &[f32]| -> f32 {
            row.iter().zip(a.iter().zip(b)).map(|(x, (a, b))| x * (a + b)).sum()
        };
        let role =
            NONE_ROLES.binary_search_by_key(&self.role.as_str(), |r| r.0).map_or(0.0, |i| NONE_ROLES[i].1);
        let none = role + dot(&self.none, &NONE_WEIGHTS[GROUPS], &NONE_WEIGHTS[self.group]);
        let mut best: Option<(f32, Country)> = None;
        for (country, row) in &self.rows {
            let score = dot(row, &WEIGHTS[GROUPS], &WEIGHTS[self.group]);
            if best.is_none_or(|b| score > b.0) {
                best = Some((score, *country));
            }
        }
        best.filter(|b| b.0 > none).map(|b| b.1)
    }
}

fn one(is: bool) -> f32 {
    f32::from(u8::from(is))
}

impl Home {
    pub(crate) fn of(doc: &Document) -> Self {
        let mut out = Self::default();
        let (text, title) = (&doc.text, doc.title);
        let lead = title.end() + 400;
        for m in doc.mentions.rows.iter() {
            let Some(range) = doc.tokens.cover(&m.tokens) else { continue };
            let Some(referent) = m.referents.first() else { continue };
            let Some(country) = referent.country else { continue };
            // An "anti-Syrian" journalist speaks of Syria, but is no sign that somebody is a Syrian.
            if modifiers::stands_aside(text, range) {
                continue;
            }
            let weight = if range.end() <= title.end() {
                3
            } else if range.start() < lead {
                2
            } else {
                1
            };
            let before = text.get(..range.start() as usize).unwrap_or_default().trim_end();
            let last = before.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
            let located = listed(last, LOCATING) && last.starts_with(char::is_lowercase);
            // The dateline: a place at the very start of the body.
            let dateline = range.start() >= title.end() && range.start() <= title.end() + 3;
            let place = u32::from(located) * 2 * weight
                + u32::from(dateline) * 4
                + u32::from(referent.how == "place") * weight;
            let actor = weight + u32::from(dateline) * 2;
            out.told.push(Told {
                range,
                country,
                actor,
                place,
                sentence: doc.tokens.sentence_of(m.tokens.start).map_or(0, dateline_types::Idx::index),
                plain: matches!(referent.how, "state" | "seat" | "adjective" | "people" | "place"),
                located: located && matches!(referent.how, "place" | "state" | "seat"),
                role: referent.office.clone().filter(|_| referent.how == "role"),
                sector: referent.sectors.first().copied(),
                name: m.kind == MentionKind::Name,
                title: range.end() <= title.end(),
                dateline,
            });
            match out.counts.iter_mut().find(|c| c.0 == country) {
                Some(row) => {
                    row.1 += actor;
                    row.2 += place;
                }
                None => out.counts.push((country, actor, place)),
            }
        }
        out
    }

    /// The state that most of it is about.
    pub(crate) fn state(&self) -> Option<Country> {
        self.counts
            .iter()
            .enumerate()
            .filter(|(_, c)| !c.0.is_body())
            .max_by_key(|(i, c)| (c.1 * 2 + c.2, std::cmp::Reverse(*i)))
            .map(|(_, c)| c.0)
    }

    /// How much is spoken of each candidate around these words: what the whole article is about counts, what was just said counts
    /// more. Shares of one.
    fn near(&self, at: u32, actor: f32, place: f32) -> Vec<f32> {
        let mut scores = vec![0.0; self.counts.len()];
        for told in &self.told {
            let gap = told.range.start().abs_diff(at) as f32 / REACH;
            let side = if told.range.start() <= at { 1.0 } else { AFTER };
            let weight = (actor * told.actor as f32 + place * told.place as f32)
                * (1.0 + CLOSE * side / (1.0 + gap * gap));
            if let Some(i) = self.counts.iter().position(|c| c.0 == told.country) {
                scores[i] += weight;
            }
        }
        let sum: f32 = scores.iter().sum();
        scores.iter_mut().for_each(|s| *s /= sum.max(1.0));
        scores
    }

    /// What is known of every candidate for these words.
    pub(crate) fn question(&self, table: &Table, asked: &Asked<'_>) -> Question {
        let r = asked.reading;
        let at = asked.span.start();
        let (actor, place) = (self.near(at, 2.0, 1.0), self.near(at, 1.0, 2.0));
        let actors: u32 = self.counts.iter().map(|c| c.1).sum();
        let places: u32 = self.counts.iter().map(|c| c.2).sum();
        let top = self.state();
        let before = |t: &&Told| t.range.end() <= at;
        let nearest = self.told.iter().filter(before).max_by_key(|t| t.range.end()).map(|t| t.country);
        let nearest_plain = self
            .told
            .iter()
            .filter(before)
            .filter(|t| t.plain)
            .max_by_key(|t| t.range.end())
            .map(|t| t.country);
        let first_of = |sentence: usize| {
            self.told
                .iter()
                .filter(|t| t.sentence == sentence)
                .min_by_key(|t| t.range.start())
                .map(|t| t.country)
        };
        let here = first_of(asked.sentence);
        let back = asked.sentence.checked_sub(1).and_then(first_of);
        let same_sector: u32 =
            self.told.iter().filter(|t| t.sector.is_some() && t.sector == r.sector).map(|t| t.actor).sum();
        let sector = r.sector;
        let has = |c: Country| sector.is_some_and(|s| table.has_sector(c, s));
        let organ = matches!(
            sector,
            Some(Sector::Gov | Sector::Leg | Sector::Jud | Sector::Mil | Sector::Cop | Sector::Spy)
        );
        let fights =
            matches!(sector, Some(Sector::Reb | Sector::Prm | Sector::Opp | Sector::Pty | Sector::Crm));
        let countries: Vec<Country> = self.counts.iter().map(|c| c.0).collect();
        let fits = asked.name.map_or_else(|| vec![0.0; countries.len()], |n| origin::fits(n, &countries));
        let beside = |t: &&Told| !t.range.overlaps(asked.span);
        let mut order: Vec<usize> = (0..self.counts.len()).collect();
        order.sort_by_key(|&i| (std::cmp::Reverse(self.counts[i].1 + self.counts[i].2), i));
        order.truncate(MOST);
        let rows = order
            .into_iter()
            .map(|i| {
                let (country, a, p) = self.counts[i];
                let own = || self.told.iter().filter(|t| t.country == country);
                let inside = || own().filter(|t| t.sentence == asked.sentence).filter(beside);
                let close = |gap: u32| 1.0 / (1.0 + gap as f32 / 60.0);
                let left = own().filter(before).map(|t| at - t.range.end()).min();
                let right = own()
                    .filter(|t| t.range.start() >= asked.span.end())
                    .map(|t| t.range.start() - asked.span.end())
                    .min();
                let same: u32 =
                    own().filter(|t| t.sector.is_some() && t.sector == r.sector).map(|t| t.actor).sum();
                let row = [
                    1.0,
                    a as f32 / actors.max(1) as f32,
                    p as f32 / places.max(1) as f32,
                    one(top == Some(country)),
                    one(own().any(|t| t.title)),
                    one(own().any(|t| t.dateline)),
                    left.map_or(0.0, close),
                    right.map_or(0.0, close),
                    one(inside().any(|t| t.plain && t.range.end() <= at)),
                    one(inside().any(|t| !t.plain && t.range.end() <= at)),
                    one(inside().any(|t| t.located)),
                    one(inside().any(|t| t.range.start() >= asked.span.end())),
                    one(inside().any(|t| t.range.start() >= asked.span.end() && t.name && !t.plain)),
                    one(here == Some(country)),
                    one(back == Some(country)),
                    one(asked.sentence > 0 && own().any(|t| t.sentence + 1 == asked.sentence)),
                    one(nearest == Some(country)),
                    one(nearest_plain == Some(country)),
                    actor[i],
                    place[i],
                    one(country.is_body()),
                    one(own().any(|t| t.role.is_some() && t.role.as_deref() == Some(r.office))),
                    same as f32 / same_sector.max(1) as f32,
                    one(asked.owner == Some(country)),
                    one(asked.body == Some(country)),
                    one(own().any(|t| asked.span.contains(t.range))),
                    one(self.counts.len() == 1),
                    fits[i],
                    one(organ && has(country)),
                    one(fights && has(country)),
                    one(sector == Some(Sector::Mil) && !has(country)),
                ];
                (country, row)
            })
            .collect();
        let none = [
            1.0,
            one(r.nowhere),
            one(r.plural || r.group),
            one(r.definite),
            one(asked.counted),
            one(asked.vague),
            one(r.owned),
            one(matches!(sector, Some(Sector::Crm | Sector::Uaf | Sector::Unk))),
            one(matches!(sector, Some(Sector::Reb))),
            one(matches!(sector, Some(Sector::Cvl | Sector::Ref))),
            one(r.titled),
        ];
        let group = match (&r.head, sector) {
            (Head::Name(_), _) => 3,
            (Head::Entity(_), _) if r.short => 3,
            (_, Some(Sector::Gov | Sector::Leg | Sector::Jud | Sector::Mil | Sector::Cop | Sector::Spy)) => {
                if r.local {
                    4
                } else {
                    0
                }
            }
            (_, Some(Sector::Pty | Sector::Opp | Sector::Reb | Sector::Prm | Sector::Uaf | Sector::Crm)) => 2,
            _ => 1,
        };
        Question { group, rows, none, role: r.office.to_owned() }
    }

    /// How often somebody of the state is named.
    pub(crate) fn times(&self, country: Country) -> usize {
        self.told.iter().filter(|t| t.country == country).count()
    }

    /// Whether the state itself is named: by its name, adjective or a place of it.
    pub(crate) fn names(&self, country: Country) -> bool {
        self.told.iter().any(|t| t.plain && t.country == country)
    }

    /// Which of several states of one name's bearers ("the Conservatives") is meant.
    pub(crate) fn among(&self, options: &[Country], at: u32) -> Option<Country> {
        let scores = self.near(at, 2.0, 1.0);
        let mut best: Option<(f32, Country)> = None;
        for option in options.iter().filter(|o| self.names(**o)) {
            let score = self.counts.iter().position(|c| c.0 == *option).map_or(0.0, |i| scores[i]);
            if score > best.map_or(0.0, |b| b.0) {
                best = Some((score, *option));
            }
        }
        best.map(|b| b.1)
    }

    /// The state besides the given ones that the article speaks of most.
    pub(crate) fn other_than(&self, known: &[Country]) -> Option<Country> {
        self.counts
            .iter()
            .enumerate()
            .filter(|(_, c)| !known.contains(&c.0) && !c.0.is_body())
            .max_by_key(|(i, c)| (c.1, std::cmp::Reverse(*i)))
            .map(|(_, c)| c.0)
    }

    /// The two states that it speaks of most.
    pub(crate) fn two(&self) -> Vec<Country> {
        let Some(first) = self.state() else { return Vec::new() };
        std::iter::once(first).chain(self.other_than(&[first])).collect()
    }
}
