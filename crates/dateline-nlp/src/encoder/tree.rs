//! The best tree with exactly one root, by Chu and Liu and by Edmonds, without recursion.

use super::math;

/// A penalty for every arc from the root, so large that the best tree has one only; scores are far below it.
const ONE_ROOT: f64 = 1e7;

/// Heads of the words (1-based; 0 is the root) that maximise the sum of `score(word, head)`; exactly one word hangs on the root.
/// `scores` has a row per word and a column per head, the root first.
pub(crate) fn best_tree(scores: &[f32], words: usize) -> Vec<usize> {
    let width = words + 1;
    if words == 0 {
        return Vec::new();
    }
    let at = |d: usize, h: usize| {
        let s = f64::from(scores[(d - 1) * width + h]);
        if s.is_nan() { -1e6 } else { s.clamp(-1e6, 1e6) }
    };
    // The best head of every word by itself is a tree for most sentences.
    let best = |(word, row): (usize, &[f32])| {
        let (before, after) = (math::argmax(&row[..word + 1]), word + 2 + math::argmax(&row[word + 2..]));
        if row.get(after).is_some_and(|a| *a > row[before]) { after } else { before }
    };
    let greedy: Vec<usize> = scores.chunks_exact(width).take(words).enumerate().map(best).collect();
    if is_tree(&greedy) {
        return greedy;
    }
    edmonds(words, |d, h| if h == 0 { at(d, h) - ONE_ROOT } else { at(d, h) })
}

/// Whether heads form a tree with one root.
pub(crate) fn is_tree(heads: &[usize]) -> bool {
    if heads.iter().filter(|h| **h == 0).count() != 1 {
        return false;
    }
    // 0 not seen, else the walk that saw it; a word seen in the same walk closes a cycle.
    let mut seen = vec![0usize; heads.len() + 1];
    for start in 1..=heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at - 1];
        }
        if at != 0 && seen[at] == start {
            return false;
        }
    }
    true
}

/// An arc between nodes of the current graph, and the words that it joins.
#[derive(Clone, Copy)]
struct Arc {
    score: f64,
    head: usize,
    word: usize,
}

fn edmonds(words: usize, score: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    // Contracted nodes are numbered on from the words; there are fewer than words of them.
    let most = 2 * words + 1;
    let none = Arc { score: f64::NEG_INFINITY, head: 0, word: 0 };
    let mut arcs = vec![none; most * most];
    for d in 1..=words {
        for h in (0..=words).filter(|h| *h != d) {
            arcs[h * most + d] = Arc { score: score(d, h), head: h, word: d };
        }
    }
    let mut active: Vec<usize> = (0..=words).collect();
    let mut parent = vec![usize::MAX; most];
    let mut best = vec![none; most];
    let mut contracted: Vec<usize> = Vec::new();
    let mut members: Vec<Vec<usize>> = Vec::new();
    let mut count = words + 1;
    let top = |parent: &[usize], mut node: usize| {
        while parent[node] != usize::MAX {
            node = parent[node];
        }
        node
    };
    loop {
        for &d in active.iter().filter(|d| **d != 0) {
            let from = active.iter().filter(|h| **h != d).map(|h| arcs[h * most + d]);
            best[d] = from.fold(none, |b, a| if a.score > b.score { a } else { b });
        }
        let Some(cycle) = find_cycle(&active, |d| top(&parent, best[d].head)) else { break };
        let node = count;
        count += 1;
        for &v in active.iter().filter(|v| !cycle.contains(v)) {
            let (mut into, mut out) = (none, none);
            for &u in &cycle {
                let a = arcs[v * most + u];
                let gain = a.score - best[u].score;
                if v != 0 || a.score > f64::NEG_INFINITY {
                    into = if gain > into.score { Arc { score: gain, ..a } } else { into };
                }
                let a = arcs[u * most + v];
                out = if a.score > out.score { a } else { out };
            }
            arcs[v * most + node] = into;
            arcs[node * most + v] = out;
        }
        for &u in &cycle {
            parent[u] = node;
        }
        active.retain(|v| !cycle.contains(v));
        active.push(node);
        contracted.push(node);
        members.push(cycle);
    }
    // The arc into a contracted node takes the place of the arc into the member that holds its word.
    for (node, cycle) in contracted.iter().zip(&members).rev() {
        let arc = best[*node];
        let mut member = arc.word;
        while parent[member] != *node && parent[member] != usize::MAX {
            member = parent[member];
        }
        debug_assert!(cycle.contains(&member));
        best[member] = arc;
    }
    (1..=words).map(|d| best[d].head).collect()
}

/// A cycle among the best arcs of the active nodes.
fn find_cycle(active: &[usize], head: impl Fn(usize) -> usize) -> Option<Vec<usize>> {
    let size = active.iter().max().map_or(0, |m| m + 1);
    let mut seen = vec![usize::MAX; size];
    for &start in active.iter().filter(|v| **v != 0) {
        let mut at = start;
        while at != 0 && seen[at] == usize::MAX {
            seen[at] = start;
            at = head(at);
        }
        if at != 0 && seen[at] == start {
            let mut cycle = vec![at];
            let mut next = head(at);
            while next != at {
                cycle.push(next);
                next = head(next);
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{best_tree, is_tree};

    /// All trees of a few words, by brute force.
    fn brute(scores: &[f32], words: usize) -> f64 {
        let mut best = f64::MIN;
        let mut heads = vec![0; words];
        loop {
            if heads.iter().enumerate().all(|(d, h)| d + 1 != *h) && is_tree(&heads) {
                let sum = heads.iter().enumerate().map(|(d, h)| f64::from(scores[d * (words + 1) + h])).sum();
                best = f64::max(best, sum);
            }
            let Some(d) = (0..words).find(|d| heads[*d] < words) else { return best };
            heads[d] += 1;
            heads[..d].fill(0);
        }
    }

    #[test]
    fn the_tree_is_the_best_of_all() {
        let mut seed = 12345u64;
        for round in 0..400 {
            let words = 1 + round % 5;
            let scores: Vec<f32> = (0..words * (words + 1))
                .map(|_| {
                    seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                    ((seed >> 40) as f32) / 1e6
                })
                .collect();
            let heads = best_tree(&scores, words);
            assert!(is_tree(&heads), "{heads:?}");
            let sum: f64 =
                heads.iter().enumerate().map(|(d, h)| f64::from(scores[d * (words + 1) + h])).sum();
            assert!((sum - brute(&scores, words)).abs() < 1e-3, "{sum} {}", brute(&scores, words));
        }
    }

    #[test]
    fn any_scores_give_a_tree() {
        for words in [1, 2, 3, 50, 128] {
            for fill in [0.0, f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30] {
                assert!(is_tree(&best_tree(&vec![fill; words * (words + 1)], words)), "{words} {fill}");
            }
        }
    }
}
