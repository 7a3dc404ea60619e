//! Makes the table of [`super::origin`]. The build script includes this file too.

use std::collections::BTreeMap;

/// Most kinds of names.
pub(crate) const KINDS: usize = 64;
/// Steps of a table value for a natural logarithm of one.
const STEPS: f64 = 20.0;

/// Calls with every three letters of a folded name, its words bounded by blanks.
pub(crate) fn threes(key: &str, mut each: impl FnMut([u8; 3])) {
    for word in key.split(' ').filter(|w| w.len() > 1) {
        let at = |i: usize| if i == 0 { b' ' } else { word.as_bytes().get(i - 1).copied().unwrap_or(b' ') };
        for i in 0..word.len() {
            each([at(i), at(i + 1), at(i + 2)]);
        }
    }
}

/// The table: number of kinds, for each state its code and kind, the threes in order, a row of values for each of them and one for
/// those that are not there.
pub(crate) fn compile(kinds: &str, people: &[(String, [u8; 3])]) -> Result<Vec<u8>, String> {
    let mut states: BTreeMap<[u8; 3], u8> = BTreeMap::new();
    let mut count = 0usize;
    for line in kinds.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let list = line.split('\t').nth(1).ok_or("origins.tsv: no states")?;
        for state in list.split('|') {
            let code =
                <[u8; 3]>::try_from(state.as_bytes()).map_err(|_| format!("origins.tsv: {state:?}"))?;
            states.insert(code, count as u8);
        }
        count += 1;
    }
    if count == 0 || count > KINDS {
        return Err("origins.tsv: no kinds or too many".to_owned());
    }
    let mut seen: BTreeMap<[u8; 3], Vec<f64>> = BTreeMap::new();
    let mut sums = vec![0.0; count];
    for (name, country) in people {
        let Some(&kind) = states.get(country) else { continue };
        threes(name, |three| {
            seen.entry(three).or_insert_with(|| vec![0.0; count])[usize::from(kind)] += 1.0;
            sums[usize::from(kind)] += 1.0;
        });
    }
    let room = seen.len() as f64 * 0.1;
    let value = |n: f64, kind: usize| {
        let p: f64 = (n + 0.1) / (sums[kind] + room);
        (-p.ln() * STEPS).clamp(0.0, 255.0) as u8
    };
    let mut out = vec![count as u8];
    out.extend_from_slice(&(states.len() as u16).to_le_bytes());
    out.extend_from_slice(&(seen.len() as u16).to_le_bytes());
    for (code, kind) in &states {
        out.extend_from_slice(code);
        out.push(*kind);
    }
    seen.keys().for_each(|three| out.extend_from_slice(three));
    for row in seen.values() {
        out.extend(row.iter().enumerate().map(|(kind, n)| value(*n, kind)));
    }
    out.extend((0..count).map(|kind| value(0.0, kind)));
    Ok(out)
}
