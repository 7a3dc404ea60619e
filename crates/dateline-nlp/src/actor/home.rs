//! The state that an article is about, and the one where it happens, for descriptions that name none.

use dateline_types::{Country, Mentions, Referent, TextRange, Tokens};

/// How much more a mention right beside the words counts, in what distance (bytes) that falls to a third, and what mentions after
/// the words count against those before. Tried on the participants of the training articles: 0, 2, 4, 8 by 200, 400, 800.
const CLOSE: f32 = 4.0;
const REACH: f32 = 200.0;
const AFTER: f32 = 0.5;

/// Counts of the states of a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Home {
    /// Country, weight as an actor, weight as a place.
    counts: Vec<(Country, u32, u32)>,
    /// The same by mention: where it begins, its country, both weights.
    told: Vec<(u32, Country, u32, u32)>,
}

impl Home {
    pub(crate) fn of(text: &str, title: TextRange, tokens: &Tokens, mentions: &Mentions) -> Self {
        let rows = mentions.rows.iter().filter_map(|m| {
            let range = tokens.cover(&m.tokens)?;
            let country = m.referents.first()?.country?;
            Some((range, country, m.referents.first()?))
        });
        Self::count(text, title, rows)
    }

    fn count<'r>(
        text: &str,
        title: TextRange,
        rows: impl Iterator<Item = (TextRange, Country, &'r Referent)>,
    ) -> Self {
        let mut out = Self::default();
        let lead = title.end() + 400;
        for (range, country, referent) in rows {
            if country.is_body() {
                continue;
            }
            let early = range.start() < lead;
            let weight = if range.end() <= title.end() {
                3
            } else if early {
                2
            } else {
                1
            };
            let before = text.get(..range.start() as usize).unwrap_or_default().trim_end();
            let located =
                ["in", "at", "near", "of", "from", "across", "outside", "throughout", "inside", "around"]
                    .iter()
                    .any(|w| {
                        before.len() > w.len()
                            && before.ends_with(w)
                            && before.as_bytes()[before.len() - w.len() - 1].is_ascii_whitespace()
                    });
            // The dateline: a place at the very start of the body.
            let dateline = range.start() >= title.end() && range.start() <= title.end() + 3;
            let place = u32::from(located) * 2 * weight
                + u32::from(dateline) * 4
                + u32::from(referent.how == "place") * weight;
            let row = match out.counts.iter().position(|c| c.0 == country) {
                Some(i) => &mut out.counts[i],
                None => {
                    out.counts.push((country, 0, 0));
                    let last = out.counts.len() - 1;
                    &mut out.counts[last]
                }
            };
            let actor = weight + u32::from(dateline) * 2;
            row.1 += actor;
            row.2 += place;
            out.told.push((range.start(), country, actor, place));
        }
        out
    }

    /// The state that most of it is about.
    pub(crate) fn state(&self) -> Option<Country> {
        self.counts
            .iter()
            .enumerate()
            .max_by_key(|(i, c)| (c.1 * 2 + c.2, std::cmp::Reverse(*i)))
            .map(|(_, c)| c.0)
    }

    /// The state that is spoken of around these words: what the whole article is about counts, what was just said counts more.
    pub(crate) fn state_near(&self, at: u32) -> Option<Country> {
        self.near(at, 2.0, 1.0)
    }

    /// Where the things around these words happen.
    pub(crate) fn place_near(&self, at: u32) -> Option<Country> {
        self.near(at, 1.0, 2.0)
    }

    fn near(&self, at: u32, actor: f32, place: f32) -> Option<Country> {
        let mut scores: Vec<(Country, f32)> = self.counts.iter().map(|c| (c.0, 0.0)).collect();
        for (start, country, a, p) in &self.told {
            let gap = start.abs_diff(at) as f32 / REACH;
            let side = if *start <= at { 1.0 } else { AFTER };
            let weight = (actor * *a as f32 + place * *p as f32) * (1.0 + CLOSE * side * (-gap).exp());
            if let Some(row) = scores.iter_mut().find(|row| row.0 == *country) {
                row.1 += weight;
            }
        }
        let best = scores.iter().enumerate().max_by(|x, y| x.1.1.total_cmp(&y.1.1).then(y.0.cmp(&x.0)));
        best.map(|(_, row)| row.0)
    }

    /// The state besides the given ones that the article speaks of most.
    pub(crate) fn other_than(&self, known: &[Country]) -> Option<Country> {
        self.counts
            .iter()
            .enumerate()
            .filter(|(_, c)| !known.contains(&c.0))
            .max_by_key(|(i, c)| (c.1, std::cmp::Reverse(*i)))
            .map(|(_, c)| c.0)
    }

    /// The two states that it speaks of most.
    pub(crate) fn two(&self) -> Vec<Country> {
        let Some(first) = self.state() else { return Vec::new() };
        std::iter::once(first).chain(self.other_than(&[first])).collect()
    }
}
