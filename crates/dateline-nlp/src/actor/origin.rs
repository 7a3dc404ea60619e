//! What a name that the table does not know says of where its bearer is from.
//!
//! Letters in threes of the names of the table's people, counted by kinds of names (`data/actors/origins.tsv`); the build script makes
//! the counts into a table of log-probabilities that is read in place. It never decides alone: it is one of the features by which
//! [`super::home`] chooses among the states of the document. The option rejected: lists of given names, which know a tenth of the names.

use dateline_types::Country;

use super::origin_table::{KINDS, threes};

static BUILT_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/origins.bin"));

/// How well the name fits the names of each state, from 0 for the best of them down to -1; all 0 where nothing is known.
pub(crate) fn fits(name: &str, states: &[Country]) -> Vec<f32> {
    let mut out = vec![0.0; states.len()];
    let Some((kinds, rows, threes_at, values_at)) = layout(BUILT_IN) else { return out };
    let kind_of = |c: &Country| {
        BUILT_IN
            .get(5..threes_at)?
            .chunks_exact(4)
            .find(|r| &r[..3] == c.as_str().as_bytes())
            .map(|r| usize::from(r[3]))
    };
    let mut sums = [0u32; KINDS];
    threes(&super::compile::key(name), |three| {
        let at = |i: usize| BUILT_IN.get(threes_at + i * 3..threes_at + i * 3 + 3).unwrap_or_default();
        let (mut low, mut high) = (0, rows);
        while low < high {
            let mid = (low + high) / 2;
            if at(mid) < &three[..] { low = mid + 1 } else { high = mid }
        }
        let row = if low < rows && at(low) == &three[..] { low } else { rows };
        let values = BUILT_IN.get(values_at + row * kinds..values_at + (row + 1) * kinds).unwrap_or_default();
        sums.iter_mut().zip(values).for_each(|(sum, v)| *sum += u32::from(*v));
    });
    let kinds_of: Vec<Option<usize>> = states.iter().map(kind_of).collect();
    let Some(best) = kinds_of.iter().flatten().map(|k| sums[*k]).min() else { return out };
    for (slot, kind) in out.iter_mut().zip(kinds_of) {
        // A state without names of its own is as an ill-fitting one.
        let gap = kind.map_or(100, |k| sums[k] - best);
        *slot = -(gap.min(200) as f32) / 200.0;
    }
    out
}

/// Number of kinds and rows, where the threes and the values begin.
fn layout(bytes: &[u8]) -> Option<(usize, usize, usize, usize)> {
    let two = |at: usize| Some(usize::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    let kinds = usize::from(*bytes.first()?);
    let (states, rows) = (two(1)?, two(3)?);
    let threes_at = 5 + states * 4;
    let values_at = threes_at + rows * 3;
    (kinds <= KINDS && bytes.len() == values_at + (rows + 1) * kinds)
        .then_some((kinds, rows, threes_at, values_at))
}

#[cfg(test)]
mod tests {
    use super::fits;
    use dateline_types::Country;

    #[test]
    fn unknown_names_lean_to_where_such_names_are_borne() {
        let best = |name: &str, states: &[&str]| {
            let list: Vec<Country> = states.iter().filter_map(|s| Country::new(s)).collect();
            let values = fits(name, &list);
            let at = values.iter().position(|v| *v == 0.0);
            at.map(|i| states[i].to_owned())
        };
        for (name, states, want) in [
            ("Kenji Yamashita", ["CHN", "JPN", "USA"], "JPN"),
            ("Wojciech Kowalczyk", ["DEU", "POL", "GBR"], "POL"),
            ("Armando Villanueva", ["USA", "COL", "CHN"], "COL"),
            ("Stéphane Morellet", ["DZA", "FRA", "RUS"], "FRA"),
            ("Oleksandr Petrenko", ["USA", "UKR", "TUR"], "UKR"),
        ] {
            assert_eq!(best(name, &states).as_deref(), Some(want), "{name}");
        }
        assert_eq!(fits("x", &[]), Vec::<f32>::new());
    }
}
