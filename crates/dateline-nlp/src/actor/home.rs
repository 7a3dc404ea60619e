//! The state that an article is about, and the one where it happens, for descriptions that name none.

use dateline_types::{Country, Mentions, Referent, TextRange, Tokens};

/// Counts of the states of a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Home {
    /// Country, weight as an actor, weight as a place.
    counts: Vec<(Country, u32, u32)>,
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
            row.1 += weight + u32::from(dateline) * 2;
            row.2 += place;
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

    /// Where it happens: places count more than actors.
    pub(crate) fn place(&self) -> Option<Country> {
        self.counts
            .iter()
            .enumerate()
            .max_by_key(|(i, c)| (c.1 + c.2 * 2, std::cmp::Reverse(*i)))
            .map(|(_, c)| c.0)
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
