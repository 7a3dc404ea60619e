//! Articles to stories: clusters of near-duplicates (the same agency copy in many outlets).
//!
//! MinHash over shingles of five words (Broder 1997), banded so that only likely pairs are compared, then joined where the estimated
//! Jaccard similarity reaches [`SAME`]. The outcome depends on the set of articles alone, not on their order. The option rejected: SimHash,
//! which joins long texts that share much vocabulary.
//!
//! ```
//! let a = "The two ministers met in Vienna on Monday and agreed to reopen the border crossing next week.";
//! let stories = dateline_dedup::stories(&[("x", a), ("y", a), ("z", "Something else entirely happened in the north today, they said.")]);
//! assert_eq!(stories, [vec!["x", "y"]]);
//! ```

use std::collections::BTreeMap;

/// Share of common shingles from which two articles tell the same story in the same words.
pub const SAME: f64 = 0.5;

const WORDS: usize = 5;
const BANDS: usize = 32;
const ROWS: usize = 3;
const HASHES: usize = BANDS * ROWS;

/// Signature of a text; `None` if it is too short to tell.
pub fn signature(text: &str) -> Option<[u32; HASHES]> {
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| hash(word.chars().flat_map(char::to_lowercase)))
        .collect();
    let mut least = [u32::MAX; HASHES];
    let mut any = false;
    for shingle in words.windows(WORDS) {
        any = true;
        let base = shingle.iter().fold(0xcbf2_9ce4_8422_2325, |h, word| mix(h ^ word));
        for (slot, least) in least.iter_mut().enumerate() {
            *least = (*least).min((mix(base ^ mix(slot as u64 + 1)) >> 32) as u32);
        }
    }
    any.then_some(least)
}

/// Groups of two and more keys whose texts are near copies; groups and their keys in the order of the keys.
pub fn stories<'k>(articles: &[(&'k str, &str)]) -> Vec<Vec<&'k str>> {
    let mut rows: Vec<(&str, [u32; HASHES])> =
        articles.iter().filter_map(|(key, text)| Some((*key, signature(text)?))).collect();
    rows.sort_unstable();
    let mut parent: Vec<usize> = (0..rows.len()).collect();
    for band in 0..BANDS {
        let mut buckets: BTreeMap<&[u32], Vec<usize>> = BTreeMap::new();
        for (row, (_, signature)) in rows.iter().enumerate() {
            buckets.entry(&signature[band * ROWS..][..ROWS]).or_default().push(row);
        }
        for bucket in buckets.values() {
            // Compared with the first few of the bucket: near copies agree with each other, so a chain is enough.
            for (at, row) in bucket.iter().enumerate().skip(1) {
                for other in &bucket[at.saturating_sub(8)..at] {
                    let (a, b) = (find(&mut parent, *row), find(&mut parent, *other));
                    if a != b && similarity(&rows[*row].1, &rows[*other].1) >= SAME {
                        parent[a.max(b)] = a.min(b);
                    }
                }
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (row, (key, _)) in rows.iter().enumerate() {
        groups.entry(find(&mut parent, row)).or_default().push(key);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

fn similarity(a: &[u32; HASHES], b: &[u32; HASHES]) -> f64 {
    a.iter().zip(b).filter(|(x, y)| x == y).count() as f64 / HASHES as f64
}

fn find(parent: &mut [usize], mut row: usize) -> usize {
    while parent[row] != row {
        parent[row] = parent[parent[row]];
        row = parent[row];
    }
    row
}

/// FNV-1a over characters; stable across versions and machines, unlike the standard library's hasher.
fn hash(chars: impl Iterator<Item = char>) -> u64 {
    chars.fold(0xcbf2_9ce4_8422_2325, |h, c| (h ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3))
}

/// The finaliser of SplitMix64.
fn mix(mut h: u64) -> u64 {
    h = h.wrapping_add(0x9e37_79b9_7f4a_7c15);
    h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}

#[cfg(test)]
mod tests {
    use super::stories;

    fn text(seed: usize, words: usize) -> String {
        (0..words).map(|i| format!("word{} ", (i * 31 + seed * 977) % 499)).collect()
    }

    #[test]
    fn copies_with_small_changes_are_one_story_whatever_the_order() {
        let base = text(1, 300);
        let changed = base.replacen("word31 ", "other ", 1) + "and a new last line";
        let far = text(2, 300);
        let articles = [("b", changed.as_str()), ("c", far.as_str()), ("a", base.as_str()), ("d", "short")];
        let mut reversed = articles;
        reversed.reverse();
        assert_eq!(stories(&articles), [vec!["a", "b"]]);
        assert_eq!(stories(&articles), stories(&reversed));
    }
}
