//! Annotated pages for the block classifier: which blocks of a page its annotators kept.

use std::collections::{HashMap, HashSet};

use dateline_extract::training::Samples;

/// A page with what its blocks should become.
pub struct Annotated {
    pub samples: Samples,
    /// Share of each block that is of the article.
    pub targets: Vec<f32>,
    pub weights: Vec<f32>,
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Aligns a page's blocks with the article's text.
pub fn annotate(samples: Samples, article: &str) -> Annotated {
    const WIDTH: usize = 3;
    let gold = words(article);
    let shingles: HashSet<&[String]> = gold.windows(WIDTH).collect();
    let lines: HashSet<Vec<String>> = article.lines().map(words).filter(|line| !line.is_empty()).collect();
    let pairs: HashSet<&[String]> = gold.windows(2).collect();
    let blocks: Vec<Vec<String>> = samples.texts().map(words).collect();
    let mut targets: Vec<f32> = blocks
        .iter()
        .map(|block| {
            if block.is_empty() {
                0.0
            } else if lines.contains(block) {
                1.0
            } else if block.len() < WIDTH {
                // Within a longer line of a text without line ends, short blocks stand by their pairs only.
                f32::from(u8::from(lines.len() < 4 && block.len() == 2 && pairs.contains(&block[..])))
            } else {
                let found = block.windows(WIDTH).filter(|w| shingles.contains(w)).count();
                let share = found as f32 / (block.len() - WIDTH + 1) as f32;
                if share < 0.35 { 0.0 } else { share }
            }
        })
        .collect();
    // A table's cells and other pieces of a line are told by the words that stand around them.
    let flat: Vec<(usize, &String)> =
        blocks.iter().enumerate().flat_map(|(at, block)| block.iter().map(move |word| (at, word))).collect();
    let mut around = vec![0u8; blocks.len()];
    for window in flat.windows(WIDTH) {
        let told: Vec<String> = window.iter().map(|(_, word)| (*word).clone()).collect();
        if window[0].0 != window[WIDTH - 1].0 && shingles.contains(&told[..]) {
            let mut last = None;
            for (at, _) in window {
                if last != Some(at) {
                    around[*at] = around[*at].saturating_add(1);
                }
                last = Some(at);
            }
        }
    }
    for (at, target) in targets.iter_mut().enumerate() {
        if *target == 0.0 && (1..WIDTH).contains(&blocks[at].len()) && around[at] >= 2 {
            *target = 1.0;
        }
    }
    // Of copies the one among the article's other blocks is meant.
    let mut copies: HashMap<&[String], Vec<usize>> = HashMap::new();
    for (at, block) in blocks.iter().enumerate().filter(|(at, _)| targets[*at] > 0.0) {
        copies.entry(block).or_default().push(at);
    }
    let mut unwanted = Vec::new();
    for places in copies.values().filter(|places| places.len() > 1) {
        let company = |at: usize| -> usize {
            let range = at.saturating_sub(2)..(at + 3).min(blocks.len());
            range
                .filter(|i| targets[*i] > 0.5 && blocks[*i] != blocks[at])
                .map(|i| blocks[i].len().min(60))
                .sum()
        };
        let best = places.iter().copied().max_by_key(|at| (company(*at), std::cmp::Reverse(*at)));
        unwanted.extend(places.iter().copied().filter(|at| Some(*at) != best));
    }
    for at in unwanted {
        targets[at] = 0.0;
    }
    // A page counts as much as another, a block by its words.
    let scale = 600.0 / (gold.len() as f32 + 150.0);
    let weights = blocks.iter().map(|block| (block.len() as f32 + 3.0).min(80.0) / 20.0 * scale).collect();
    Annotated { samples, targets, weights }
}

/// F1 of two texts as bags of words.
pub fn f1(told: &str, gold: &str) -> f64 {
    let (told, gold) = (words(told), words(gold));
    if told.is_empty() || gold.is_empty() {
        return if told.len() == gold.len() { 1.0 } else { 0.0 };
    }
    let mut counts: HashMap<&str, i64> = HashMap::new();
    for word in &gold {
        *counts.entry(word).or_default() += 1;
    }
    let mut common = 0usize;
    for word in &told {
        if let Some(count) = counts.get_mut(word.as_str())
            && *count > 0
        {
            *count -= 1;
            common += 1;
        }
    }
    2.0 * common as f64 / (told.len() + gold.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::{annotate, f1};
    use dateline_extract::training::Samples;
    use dateline_types::{Body, Origin, Page, SourceKind};

    #[test]
    fn blocks_of_the_article_are_found_and_of_copies_the_one_in_company() {
        let html = "<li>Ports open again</li><div>Subscribe to our letter now</div><p>The ports of both countries opened on Monday.</p>\
            <p>Ports open again</p><p>Ships left at noon, officials said.</p>";
        let origin = Origin { source: String::new(), offset: 0, kind: SourceKind::Html };
        let page = Page {
            id: String::new(),
            url: None,
            fetched: None,
            http_status: None,
            body: Body::Html(html.into()),
            origin,
        };
        let samples = Samples::of(&page).expect("HTML");
        let gold = "The ports of both countries opened on Monday.\n\nPorts open again\n\nShips left at noon, officials said.";
        assert_eq!(annotate(samples, gold).targets, [0.0, 0.0, 1.0, 1.0, 1.0]);
        assert!((f1("a b c d", "a b x") - 4.0 / 7.0).abs() < 1e-9);
    }
}
