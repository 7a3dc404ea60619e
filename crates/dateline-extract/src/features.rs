//! What the classifier is told of a block: itself, what stands above it, its neighbours, its like on the page.

use std::collections::HashMap;

use foldhash::HashSet;

use crate::blocks::{Block, Tag};
#[cfg(test)]
use crate::blocks::{GROUPS, PLACES};
use crate::dom::NodeId;

/// What the page says of itself, as evidence.
pub(crate) struct Evidence<'a> {
    pub(crate) title: &'a str,
    pub(crate) description: Option<&'a str>,
    /// JSON-LD `articleBody`.
    pub(crate) body: Option<&'a str>,
}

/// Features of a block that its neighbours are told as well.
const SHARED: usize = 9;
/// Neighbours on each side whose shared features are told.
const BESIDE: usize = 3;
/// Words that English sentences are made of and labels are not.
pub(crate) fn is_stop(word: &str) -> bool {
    let mut lower = [0u8; 5];
    let Some(lower) = lower.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    #[rustfmt::skip]
    let stop = matches!(
        &*lower,
        b"the" | b"a" | b"an" | b"of" | b"to" | b"in" | b"and" | b"for" | b"on" | b"that" | b"is" | b"was" | b"with" | b"as"
            | b"by" | b"it" | b"at" | b"from" | b"be" | b"are" | b"has" | b"have" | b"had" | b"but" | b"not" | b"he" | b"she"
            | b"his" | b"her" | b"they" | b"their" | b"this" | b"which" | b"who" | b"will" | b"its" | b"been" | b"were" | b"i"
            | b"you"
    );
    stop
}

/// The words of all blocks, hashed, one block after the other.
struct Words {
    hashes: Vec<u64>,
    ends: Vec<usize>,
}

impl Words {
    fn of(blocks: &[Block]) -> Self {
        let mut out = Self { hashes: Vec::new(), ends: Vec::with_capacity(blocks.len()) };
        for block in blocks {
            out.hashes.extend(words(&block.text));
            out.ends.push(out.hashes.len());
        }
        out
    }

    fn block(&self, at: usize) -> &[u64] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.hashes[start..self.ends[at]]
    }
}

#[derive(Default, Clone, Copy)]
struct Sum {
    words: f32,
    linked: f32,
    blocks: f32,
    running: f32,
}

impl Sum {
    fn add(&mut self, block: &Block, own: &[f32]) {
        self.words += block.words as f32;
        self.linked += block.words as f32 * block.links;
        self.blocks += 1.0;
        self.running += if own[3] > 0.0 && block.links < 0.4 { block.words as f32 } else { 0.0 };
    }

    fn push(self, out: &mut Vec<f32>) {
        out.extend([ln(self.words), self.linked / self.words.max(1.0), ln(self.blocks), ln(self.running)]);
    }
}

fn ln(x: f32) -> f32 {
    (1.0 + x).ln()
}

/// The first pass' features of every block.
pub(crate) fn first(blocks: &[Block], evidence: &Evidence<'_>) -> Vec<Vec<f32>> {
    let own: Vec<[f32; SHARED]> = blocks.iter().map(shared).collect();
    let told_words = Words::of(blocks);
    let title: Vec<u64> = words(evidence.title).collect();
    let told = |text: &str| -> HashSet<u64> { shingles(&words(text).collect::<Vec<_>>()).collect() };
    let (body, description) = (evidence.body.map(told), evidence.description.map(told));
    let last = blocks.iter().flat_map(|block| block.holders).map(NodeId::index).max();
    let mut holders = vec![Sum::default(); last.map_or(0, |last| last + 1)];
    let mut alike: HashMap<u64, Sum> = HashMap::new();
    let mut copies: HashMap<u64, (usize, usize)> = HashMap::new();
    let mut all = Sum::default();
    let whole: Vec<u64> = (0..blocks.len()).map(|at| told_words.block(at).iter().fold(7, join)).collect();
    for ((block, own), whole) in blocks.iter().zip(&own).zip(&whole) {
        all.add(block, own);
        alike.entry(block.signature).or_default().add(block, own);
        let mut last = None;
        for holder in block.holders {
            if last != Some(holder) {
                holders[holder.index()].add(block, own);
            }
            last = Some(holder);
        }
        copies.entry(*whole).or_default().1 += 1;
    }
    let title_at = title_place(blocks, &told_words, &title);
    let mut before = Sum::default();
    let mut since_heading = Sum::default();
    // What the heading above calls this part of the page, its level, and how far above it stands.
    let mut heading: Option<(usize, f32, f32)> = None;
    let mut out = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.iter().enumerate() {
        let mut row: Vec<f32> = Vec::with_capacity(190);
        row.extend(own[at]);
        for step in 1..=BESIDE {
            for neighbour in [at.checked_sub(step), Some(at + step)] {
                match neighbour.and_then(|n| own.get(n)) {
                    Some(own) => row.extend(own),
                    None => row.extend([-1.0; SHARED]),
                }
            }
        }
        row.extend(block.marks.hints.map(f32::from));
        row.extend(block.marks.near.map(f32::from));
        row.extend(block.marks.places.map(f32::from));
        row.push(f32::from(block.marks.depth));
        // Places on the page.
        let from_title = title_at.map_or(-999.0, |title| at as f32 - title as f32);
        row.extend([at as f32, (blocks.len() - at) as f32, at as f32 / blocks.len() as f32, from_title]);
        row.extend([
            before.running / all.running.max(1.0),
            ln(before.running),
            ln(all.running - before.running),
        ]);
        since_heading.push(&mut row);
        row.extend(heading.map_or([-1.0, -1.0, 99.0], |(from, residue, level)| {
            [residue, level, ((at - from) as f32).min(99.0)]
        }));
        // Its like.
        all.push(&mut row);
        alike.get(&block.signature).copied().unwrap_or_default().push(&mut row);
        for holder in block.holders {
            holders[holder.index()].push(&mut row);
        }
        let (seen, copies) = copies.get_mut(&whole[at]).map_or((0, 0), |c| {
            c.0 += 1;
            *c
        });
        row.extend([seen as f32, copies as f32]);
        for (width, step) in [(6usize, 1usize), (15, 1)] {
            let near = |range: std::ops::Range<usize>| -> f32 {
                range
                    .step_by(step)
                    .map(|i| if own[i][3] > 0.0 && own[i][1] < 0.4 { blocks[i].words as f32 } else { 0.0 })
                    .sum()
            };
            row.push(ln(near(at.saturating_sub(width)..at)));
            row.push(ln(near((at + 1).min(blocks.len())..(at + width + 1).min(blocks.len()))));
        }
        // What the page says of itself.
        let mine = told_words.block(at);
        row.push(overlap(mine, &title));
        for told in [&body, &description] {
            row.push(told.as_ref().map_or(-1.0, |told| {
                let own = mine.len().saturating_sub(2).max(1);
                shingles(mine).filter(|s| told.contains(s)).count() as f32 / own as f32
            }));
        }
        out.push(row);
        before.add(block, &own[at]);
        if let Tag::Heading(level) = block.tag {
            since_heading = Sum::default();
            heading = Some((at, own[at][8], f32::from(level)));
        }
        since_heading.add(block, &own[at]);
    }
    out
}

/// Length of a row of the first pass; a test compares.
#[cfg(test)]
pub(crate) const FIRST: usize =
    SHARED * (1 + 2 * BESIDE) + 2 * GROUPS + PLACES.len() + 1 + 7 + 4 + 3 + 8 + 12 + 2 + 4 + 3;

fn shared(block: &Block) -> [f32; SHARED] {
    let text = block.text.as_str();
    let ends = text.trim_end_matches(['"', '\'', '”', '’', ')', ']']);
    let sentence = if ends.ends_with(['.', '!', '?', '…']) {
        1.0
    } else if ends.ends_with(':') {
        0.5
    } else {
        0.0
    };
    let (mut capital, mut digits, mut stop, mut marks) = (0usize, 0usize, 0usize, 0usize);
    for word in text.split_whitespace() {
        let trimmed = word.trim_matches(|c: char| !c.is_alphanumeric());
        capital += usize::from(trimmed.starts_with(char::is_uppercase));
        digits += usize::from(trimmed.starts_with(|c: char| c.is_ascii_digit()));
        marks += usize::from(word.ends_with([',', '.', ';']));
        stop += usize::from(is_stop(trimmed));
    }
    let n = block.words.max(1) as f32;
    let kind = match block.tag {
        Tag::Other => 0.0,
        Tag::Div => 1.0,
        Tag::Cell => 2.0,
        Tag::Item => 3.0,
        Tag::Heading(level) => 4.0 + f32::from(level) / 10.0,
        Tag::Quote => 5.0,
        Tag::Paragraph => 6.0,
    };
    let residue = block.residue.map_or(0.0, |kind| 1.0 + f32::from(kind as u8));
    [
        ln(block.words as f32),
        block.links,
        kind,
        sentence,
        capital as f32 / n,
        digits as f32 / n,
        stop as f32 / n,
        marks as f32 / n,
        residue,
    ]
}

fn title_place(blocks: &[Block], words: &Words, title: &[u64]) -> Option<usize> {
    let best = blocks.iter().enumerate().map(|(at, block)| {
        let heading = matches!(block.tag, Tag::Heading(1));
        let near = if block.words > 40 { 0.0 } else { overlap(words.block(at), title) };
        (near + if heading { 0.3 } else { 0.0 }, at)
    });
    best.filter(|(near, _)| *near > 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .map(|(_, at)| at)
}

/// What the first pass thought of a block's surroundings, for the blocks wanted.
pub(crate) fn second(blocks: &[Block], first: &[Vec<f32>], p: &[f32], wanted: &[usize]) -> Vec<Vec<f32>> {
    let weight: Vec<f32> = blocks.iter().map(|block| block.words as f32).collect();
    let mut groups: HashMap<(u8, u64), (f32, f32)> = HashMap::new();
    let keys = |block: &Block| {
        [
            (0u8, block.signature),
            (1, block.holders[0].index() as u64),
            (2, block.holders[1].index() as u64),
            (3, block.holders[2].index() as u64),
        ]
    };
    for (at, block) in blocks.iter().enumerate() {
        for key in keys(block) {
            let sum = groups.entry(key).or_default();
            sum.0 += p[at] * weight[at];
            sum.1 += weight[at];
        }
    }
    let total: f32 = p.iter().zip(&weight).map(|(p, w)| p * w).sum();
    // Weight told before each block.
    let mut before = Vec::with_capacity(blocks.len());
    let mut sum = 0.0;
    for (p, weight) in p.iter().zip(&weight) {
        before.push(sum);
        sum += p * weight;
    }
    let sure: Vec<usize> = (0..blocks.len()).filter(|at| p[*at] > 0.5 && weight[*at] >= 12.0).collect();
    // The heading above each block, and the one below.
    let is_heading = |at: &usize| matches!(blocks[*at].tag, Tag::Heading(_));
    let headings: Vec<usize> = (0..blocks.len()).filter(is_heading).collect();
    let mut out = Vec::with_capacity(wanted.len());
    for &at in wanted {
        let block = &blocks[at];
        let mut row = Vec::with_capacity(first[at].len() + 44);
        row.extend_from_slice(&first[at]);
        row.push(p[at]);
        for step in 1..=4 {
            for neighbour in [at.checked_sub(step), Some(at + step)] {
                row.push(neighbour.and_then(|n| p.get(n)).copied().unwrap_or(-1.0));
            }
        }
        for width in [5usize, 12, 30] {
            for range in
                [at.saturating_sub(width)..at, (at + 1).min(blocks.len())..(at + width + 1).min(blocks.len())]
            {
                let (sum, all) = range.fold((0.0, 0.0), |(s, a), i| (s + p[i] * weight[i], a + weight[i]));
                row.push(sum / (all + 1.0));
                row.push(ln(sum));
            }
        }
        for key in keys(block) {
            let (sum, all) = groups.get(&key).copied().unwrap_or_default();
            let (sum, all) = (sum - p[at] * weight[at], all - weight[at]);
            row.push(if all > 0.0 { sum / all } else { -1.0 });
            row.push(ln(sum.max(0.0)));
        }
        row.push(before[at] / total.max(1.0));
        row.push(ln(total));
        // How far the nearest blocks are that are surely of the article.
        let next = sure.partition_point(|i| *i < at);
        row.push(next.checked_sub(1).map_or(99.0, |i| (at - sure[i]) as f32));
        let after = sure[next..].iter().find(|i| **i != at);
        row.push(after.map_or(99.0, |i| (*i - at) as f32));
        let below = headings.partition_point(|i| *i <= at);
        let above = headings[..below].iter().rev().find(|i| **i != at);
        for heading in [above, headings.get(below)] {
            row.push(heading.map_or(-1.0, |i| p[*i]));
            row.push(heading.map_or(99.0, |i| (i.abs_diff(at) as f32).min(99.0)));
        }
        out.push(row);
    }
    out
}

/// Words in lower case, hashed.
fn words(text: &str) -> impl Iterator<Item = u64> {
    let step = |h: u64, c: u32| (h ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3);
    let mut chars = text.chars();
    std::iter::from_fn(move || {
        let mut h = 0xcbf2_9ce4_8422_2325;
        let mut begun = false;
        for c in chars.by_ref() {
            if c.is_ascii_alphanumeric() {
                h = step(h, u32::from(c.to_ascii_lowercase()));
            } else if !c.is_ascii() && c.is_alphanumeric() {
                h = c.to_lowercase().fold(h, |h, c| step(h, u32::from(c)));
            } else if begun {
                return Some(h);
            } else {
                continue;
            }
            begun = true;
        }
        begun.then_some(h)
    })
}

fn join(h: u64, word: &u64) -> u64 {
    (h ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
}

/// Three words each, or what there is of fewer.
fn shingles(words: &[u64]) -> impl Iterator<Item = u64> {
    words.windows(words.len().clamp(1, 3)).map(|w| w.iter().fold(7, join))
}

/// Share of the words that both have.
fn overlap(a: &[u64], b: &[u64]) -> f32 {
    let common = a.iter().filter(|word| b.contains(word)).count();
    2.0 * common as f32 / (a.len() + b.len()).max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::{Evidence, FIRST, first, second};
    use crate::blocks::blocks;
    use crate::dom::Dom;

    #[test]
    fn rows_have_one_length_and_hold_finite_numbers() {
        let dom = Dom::parse(
            "<h1>Talks</h1><p>One two three.</p><ul><li>Four</ul><div class=related><a href=x>Five</a></div>",
        );
        let blocks = blocks(&dom);
        let rows = first(&blocks, &Evidence { title: "Talks", description: None, body: None });
        assert_eq!(rows.len(), 4);
        assert!(rows.iter().all(|row| row.len() == FIRST && row.iter().all(|x| x.is_finite())));
        let more = second(&blocks, &rows, &[0.1, 0.9, 0.5, 0.0], &[0, 1, 3]);
        assert!(more.iter().all(|row| row.len() == more[0].len() && row.len() > FIRST));
    }
}
