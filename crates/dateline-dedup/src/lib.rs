//! Articles to stories: near-duplicate articles (an agency text and its reprints) are found by their wording.
//!
//! Each article gets a [`Signature`], the smallest hash of its word shingles under each of many hash functions (MinHash). Articles
//! that share a band of the signature are compared, and joined when most of the shorter one is in the longer one; a story is what
//! hangs together. The decision: signatures are kept with the article, so that adding pages never reads old texts again, and
//! the result is a function of the set of signatures, whatever their order. The option rejected: SimHash, which is smaller but
//! blind to shortened reprints, the commonest case in news.
//!
//! ```
//! use dateline_dedup::{signature, stories};
//! let long = "Envoys of the two states met in Geneva on Monday and agreed to open three border crossings for relief \
//!             convoys from the first of the month, both foreign ministries said in a joint statement.";
//! let short = "Envoys of the two states met in Geneva on Monday and agreed to open three border crossings for relief \
//!              convoys from the first of the month.";
//! let other = "The central bank left its rate where it was, for the fourth time in a row, and told of weaker trade.";
//! let rows = [("a", signature(long)), ("b", signature(short)), ("c", signature(other))];
//! assert_eq!(stories(&rows), [vec!["a", "b"]]);
//! ```

use std::collections::BTreeMap;

/// Bands that two articles may share, and hash functions in each.
const BANDS: usize = 40;
const ROWS: usize = 3;
const SIZE: usize = BANDS * ROWS;
/// Words of a shingle.
const SHINGLE: usize = 4;
/// Share of the shorter article's shingles that must be in the longer one.
const CONTAINED: f64 = 0.6;
/// The articles must not be alike by a stock sentence alone.
const ALIKE: f64 = 0.2;
/// Of more distinct articles in one band, each is compared with this many neighbours.
const NEIGHBOURS: usize = 64;

/// What the wording of an article comes to: the smallest hashes, and how many distinct shingles there are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Signature {
    shingles: u32,
    smallest: Vec<u32>,
}

impl Signature {
    /// For storing; [`Signature::from_bytes`] reads it back.
    pub fn to_bytes(&self) -> Vec<u8> {
        let numbers = std::iter::once(&self.shingles).chain(&self.smallest);
        numbers.flat_map(|n| n.to_le_bytes()).collect()
    }

    /// `None` for bytes that no signature of this version gives.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut numbers = bytes.as_chunks::<4>().0.iter().map(|b| u32::from_le_bytes(*b));
        let shingles = numbers.next()?;
        let smallest: Vec<u32> = numbers.collect();
        (bytes.len() == 4 * (SIZE + 1)).then_some(Self { shingles, smallest })
    }

    /// Estimated share of shingles in common (Jaccard), and share of the shorter one's that are in the longer one.
    fn likeness(&self, other: &Self) -> (f64, f64) {
        let equal = self.smallest.iter().zip(&other.smallest).filter(|(a, b)| a == b).count();
        let jaccard = equal as f64 / SIZE as f64;
        let (a, b) = (f64::from(self.shingles), f64::from(other.shingles));
        let common = jaccard / (1.0 + jaccard) * (a + b);
        (jaccard, if a.min(b) > 0.0 { (common / a.min(b)).min(1.0) } else { 0.0 })
    }

    fn same_story(&self, other: &Self) -> bool {
        let (jaccard, contained) = self.likeness(other);
        jaccard >= ALIKE && contained >= CONTAINED
    }
}

/// The signature of an article's text: letters and digits only, without case.
pub fn signature(text: &str) -> Signature {
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().flat_map(char::to_lowercase).fold(SEED, |hash, c| mix(hash ^ u64::from(c))))
        .collect();
    let mut shingles: Vec<u64> = words
        .windows(SHINGLE.min(words.len()).max(1))
        .map(|window| window.iter().fold(SEED, |hash, word| mix(hash.rotate_left(7) ^ word)))
        .collect();
    shingles.sort_unstable();
    shingles.dedup();
    let mut smallest = vec![u32::MAX; SIZE];
    for shingle in &shingles {
        // One strong hash, then cheap different functions of it.
        let (low, high) = (*shingle, mix(*shingle) | 1);
        for (row, least) in smallest.iter_mut().enumerate() {
            let hash = (mix_light(low.wrapping_add(high.wrapping_mul(row as u64))) >> 32) as u32;
            *least = (*least).min(hash);
        }
    }
    Signature { shingles: u32::try_from(shingles.len()).unwrap_or(u32::MAX), smallest }
}

/// Groups of two and more articles that belong together, in the order of their keys. The outcome depends on the set of articles
/// alone, not on their order.
pub fn stories<K: Ord + Clone>(articles: &[(K, Signature)]) -> Vec<Vec<K>> {
    let signatures: Vec<&Signature> = articles.iter().map(|(_, signature)| signature).collect();
    let mut groups: BTreeMap<usize, Vec<K>> = BTreeMap::new();
    for ((key, _), root) in articles.iter().zip(roots(&signatures)) {
        groups.entry(root).or_default().push(key.clone());
    }
    let mut groups: Vec<Vec<K>> = groups.into_values().filter(|group| group.len() > 1).collect();
    groups.iter_mut().for_each(|group| group.sort());
    groups.sort();
    groups
}

/// For each article, the number of the first one of its story.
fn roots(articles: &[&Signature]) -> Vec<usize> {
    let mut up: Vec<usize> = (0..articles.len()).collect();
    // Reprints to the letter are one before anything is compared.
    let mut distinct: BTreeMap<&Signature, usize> = BTreeMap::new();
    for (number, row) in articles.iter().enumerate() {
        if row.shingles == 0 {
            continue;
        }
        match distinct.get(row) {
            Some(first) => join(&mut up, *first, number),
            None => drop(distinct.insert(row, number)),
        }
    }
    let rows: Vec<(&Signature, usize)> = distinct.into_iter().collect();
    let mut band: Vec<(&[u32], usize)> = Vec::with_capacity(rows.len());
    for number in 0..BANDS {
        band.clear();
        let at = number * ROWS..(number + 1) * ROWS;
        band.extend(rows.iter().enumerate().map(|(row, (s, _))| (&s.smallest[at.clone()], row)));
        // Rows are in the order of their signatures, so neighbours are the same whatever the order of the input.
        band.sort_unstable();
        for (place, (hashes, row)) in band.iter().enumerate() {
            let alike = band[place + 1..].iter().take_while(|(other, _)| other == hashes);
            for (_, other) in alike.take(NEIGHBOURS) {
                let ((a, first), (b, second)) = (rows[*row], rows[*other]);
                if root(&mut up, first) != root(&mut up, second) && a.same_story(b) {
                    join(&mut up, first, second);
                }
            }
        }
    }
    (0..articles.len()).map(|number| root(&mut up, number)).collect()
}

const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

/// The finaliser of SplitMix64.
const fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(SEED);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

const fn mix_light(x: u64) -> u64 {
    let x = (x ^ (x >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    x ^ (x >> 32)
}

fn root(up: &mut [usize], mut at: usize) -> usize {
    while up[at] != at {
        up[at] = up[up[at]];
        at = up[at];
    }
    at
}

/// The smaller number stays the root, so that a story is named by its first article.
fn join(up: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(up, a), root(up, b));
    up[a.max(b)] = a.min(b);
}

#[cfg(test)]
mod tests {
    use super::{Signature, signature, stories};

    /// A made-up article of `len` words; different `seed`s share no shingles to speak of.
    fn article(seed: u64, len: usize) -> String {
        let mut state = seed;
        let word = |state: &mut u64| {
            *state = super::mix(*state);
            format!("w{}", *state % 5000)
        };
        (0..len).map(|_| word(&mut state)).collect::<Vec<_>>().join(" ")
    }

    fn numbered(texts: &[String]) -> Vec<(usize, Signature)> {
        texts.iter().map(|t| signature(t)).enumerate().collect()
    }

    #[test]
    fn reprints_are_one_story_whatever_the_order() {
        let full = article(1, 300);
        let cut = full.split(' ').take(170).collect::<Vec<_>>().join(" ");
        let framed = format!("{} {full} {}", article(8, 20), article(9, 40));
        let texts = [full.clone(), article(2, 300), cut, framed, article(3, 50), full.to_uppercase()];
        let mut rows = numbered(&texts);
        let found = stories(&rows);
        assert_eq!(found, [vec![0, 2, 3, 5]]);
        rows.reverse();
        assert_eq!(stories(&rows), found);
        rows.swap(1, 4);
        assert_eq!(stories(&rows), found);
    }

    #[test]
    fn a_shared_stock_sentence_joins_nothing() {
        let stock = article(7, 25);
        let texts: Vec<_> = (10..30).map(|n| format!("{} {stock}", article(n, 200))).collect();
        assert!(stories(&numbered(&texts)).is_empty());
    }

    #[test]
    fn empty_texts_are_no_story_and_bytes_read_back() {
        let rows = numbered(&[String::new(), " \u{2014} ".to_owned(), String::new(), "One word".to_owned()]);
        assert!(stories(&rows).is_empty());
        assert!(rows.iter().all(|(_, s)| Signature::from_bytes(&s.to_bytes()).as_ref() == Some(s)));
        assert_eq!(Signature::from_bytes(&[1, 2, 3]), None);
        assert!(stories::<u8>(&[]).is_empty());
    }

    #[test]
    fn many_alike_articles_are_one_story() {
        let base = article(4, 120);
        let texts: Vec<_> = (0..500).map(|n| format!("{base} {}", article(1000 + n, 12))).collect();
        assert_eq!(stories(&numbered(&texts)), [(0..500).collect::<Vec<_>>()]);
    }
}
