//! Gradient-boosted trees on histograms: small, deterministic, for tables of a few hundred thousand rows.
//!
//! The decision: our own 200 lines, leaf by leaf growth on features cut into at most 255 bins. The option rejected: a binding to a
//! big library, a foreign build for a trainer that is run once.

use dateline_extract::training::{Forest, LEAF, Node};

/// A table: rows one after the other, a target between 0 and 1 and a weight for each.
#[derive(Default)]
pub struct Table {
    pub width: usize,
    pub values: Vec<f32>,
    pub targets: Vec<f32>,
    pub weights: Vec<f32>,
}

impl Table {
    pub fn push(&mut self, row: &[f32], target: f32, weight: f32) {
        self.width = row.len();
        self.values.extend(row);
        self.targets.push(target);
        self.weights.push(weight);
    }
}

#[derive(Clone, Debug)]
pub struct Settings {
    pub trees: usize,
    pub leaves: usize,
    pub rate: f32,
    pub l2: f32,
    /// Weight of the rows of the smallest leaf.
    pub least: f32,
    /// Share of the features and of the rows that a tree sees.
    pub features: f32,
    pub rows: f32,
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { trees: 220, leaves: 24, rate: 0.07, l2: 5.0, least: 12.0, features: 0.35, rows: 0.7, seed: 7 }
    }
}

const BINS: usize = 64;

struct Leaf {
    rows: Vec<u32>,
    sums: (f64, f64),
    histogram: Vec<(f32, f32)>,
    best: Option<Split>,
    /// Where its node lies in the tree.
    node: usize,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    feature: usize,
    bin: u8,
}

/// Trains a forest on log loss.
pub fn train(table: &Table, settings: &Settings) -> Forest {
    let (n, width) = (table.targets.len(), table.width);
    let cuts: Vec<Vec<f32>> = (0..width).map(|f| cuts(table, f)).collect();
    let mut bins = vec![0u8; n * width];
    for (at, value) in table.values.iter().enumerate() {
        let cuts = &cuts[at % width];
        bins[at] = u8::try_from(cuts.partition_point(|cut| cut < value)).unwrap_or(u8::MAX);
    }
    let mean = table.targets.iter().zip(&table.weights).map(|(t, w)| f64::from(t * w)).sum::<f64>()
        / table.weights.iter().map(|w| f64::from(*w)).sum::<f64>().max(1e-9);
    let mean = mean.clamp(0.001, 0.999);
    let mut forest = Forest { bias: (mean / (1.0 - mean)).ln() as f32, ..Forest::default() };
    let mut scores = vec![forest.bias; n];
    let mut random = Random(settings.seed | 1);
    let mut gradients = vec![(0f32, 0f32); n];
    for _ in 0..settings.trees {
        for (at, gradient) in gradients.iter_mut().enumerate() {
            let p = 1.0 / (1.0 + (-scores[at]).exp());
            *gradient =
                (table.weights[at] * (p - table.targets[at]), table.weights[at] * (p * (1.0 - p)).max(1e-4));
        }
        let rows: Vec<u32> = (0..n as u32).filter(|_| random.share() < settings.rows).collect();
        let chosen: Vec<usize> = (0..width).filter(|_| random.share() < settings.features).collect();
        if chosen.is_empty() {
            continue;
        }
        let nodes = tree(&bins, width, &cuts, &gradients, rows, &chosen, settings);
        let root = forest.nodes.len();
        forest.roots.push(root as u32);
        for node in nodes {
            let left = if node.feature == LEAF { 0 } else { node.left + root as u32 };
            forest.nodes.push(Node { left, ..node });
        }
        for (at, score) in scores.iter_mut().enumerate() {
            *score += leaf_value(&forest, root, &table.values[at * width..(at + 1) * width]);
        }
    }
    forest
}

fn leaf_value(forest: &Forest, root: usize, row: &[f32]) -> f32 {
    let mut at = root;
    loop {
        let node = &forest.nodes[at];
        if node.feature == LEAF {
            return node.threshold;
        }
        at = node.left as usize + usize::from(row[usize::from(node.feature)] > node.threshold);
    }
}

/// Values between which bins lie: quantiles of a sample.
fn cuts(table: &Table, feature: usize) -> Vec<f32> {
    let n = table.targets.len();
    let step = (n / 20_000).max(1);
    let mut values: Vec<f32> =
        (0..n).step_by(step).map(|row| table.values[row * table.width + feature]).collect();
    values.sort_by(f32::total_cmp);
    let mut distinct = values.clone();
    distinct.dedup();
    let mut out: Vec<f32> = if distinct.len() <= BINS {
        distinct.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0).collect()
    } else {
        (1..BINS).map(|i| values[i * values.len() / BINS]).collect()
    };
    out.dedup();
    out
}

fn tree(
    bins: &[u8],
    width: usize,
    cuts: &[Vec<f32>],
    gradients: &[(f32, f32)],
    rows: Vec<u32>,
    chosen: &[usize],
    settings: &Settings,
) -> Vec<Node> {
    let fill = |rows: &[u32]| {
        let mut histogram = vec![(0f32, 0f32); chosen.len() * BINS];
        let mut sums = (0f64, 0f64);
        for row in rows {
            let gradient = gradients[*row as usize];
            sums.0 += f64::from(gradient.0);
            sums.1 += f64::from(gradient.1);
            let line = &bins[*row as usize * width..(*row as usize + 1) * width];
            for (slot, feature) in chosen.iter().enumerate() {
                let cell = &mut histogram[slot * BINS + usize::from(line[*feature])];
                cell.0 += gradient.0;
                cell.1 += gradient.1;
            }
        }
        (histogram, sums)
    };
    let (histogram, sums) = fill(&rows);
    let mut nodes = vec![Node { feature: LEAF, threshold: 0.0, left: 0 }];
    let best = best(&histogram, sums, chosen, settings);
    let mut leaves = vec![Leaf { rows, sums, histogram, best, node: 0 }];
    while leaves.len() < settings.leaves {
        let gain = |leaf: &Leaf| leaf.best.map_or(0.0, |split| split.gain);
        let Some(at) =
            (0..leaves.len()).max_by(|a, b| gain(&leaves[*a]).total_cmp(&gain(&leaves[*b])).then(b.cmp(a)))
        else {
            break;
        };
        let Some(split) = leaves[at].best else { break };
        let leaf = leaves.swap_remove(at);
        let (low, high): (Vec<u32>, Vec<u32>) =
            leaf.rows.iter().partition(|row| bins[**row as usize * width + split.feature] <= split.bin);
        let left = nodes.len();
        nodes[leaf.node] = Node {
            feature: u16::try_from(split.feature).unwrap_or(LEAF),
            threshold: cuts[split.feature][usize::from(split.bin)],
            left: left as u32,
        };
        nodes.extend([Node { feature: LEAF, threshold: 0.0, left: 0 }; 2]);
        // The smaller side is counted, the larger one is what remains.
        let small_is_low = low.len() <= high.len();
        let (small, large) = if small_is_low { (low, high) } else { (high, low) };
        let (histogram, sums) = fill(&small);
        let mut rest = leaf.histogram;
        for (cell, minus) in rest.iter_mut().zip(&histogram) {
            cell.0 -= minus.0;
            cell.1 -= minus.1;
        }
        let rest_sums = (leaf.sums.0 - sums.0, leaf.sums.1 - sums.1);
        for (rows, histogram, sums, is_low) in
            [(small, histogram, sums, small_is_low), (large, rest, rest_sums, !small_is_low)]
        {
            let best = self::best(&histogram, sums, chosen, settings);
            leaves.push(Leaf { rows, sums, histogram, best, node: left + usize::from(!is_low) });
        }
    }
    for leaf in &leaves {
        nodes[leaf.node].threshold =
            (-leaf.sums.0 / (leaf.sums.1 + f64::from(settings.l2))) as f32 * settings.rate;
    }
    nodes
}

fn best(histogram: &[(f32, f32)], sums: (f64, f64), chosen: &[usize], settings: &Settings) -> Option<Split> {
    let l2 = f64::from(settings.l2);
    let value = |g: f64, h: f64| g * g / (h + l2);
    let whole = value(sums.0, sums.1);
    let least = f64::from(settings.least) * 0.1;
    let mut best: Option<Split> = None;
    for (slot, feature) in chosen.iter().enumerate() {
        let (mut g, mut h) = (0f64, 0f64);
        for bin in 0..BINS - 1 {
            let cell = histogram[slot * BINS + bin];
            g += f64::from(cell.0);
            h += f64::from(cell.1);
            if cell == (0.0, 0.0) || h < least {
                continue;
            }
            if sums.1 - h < least {
                break;
            }
            let gain = value(g, h) + value(sums.0 - g, sums.1 - h) - whole;
            if gain > 1e-3 && best.is_none_or(|best| gain > best.gain) {
                best = Some(Split { gain, feature: *feature, bin: bin as u8 });
            }
        }
    }
    best
}

/// xorshift: the same trees on every machine.
struct Random(u64);

impl Random {
    fn share(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1u64 << 24) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::{Settings, Table, train};

    #[test]
    fn an_exclusive_or_is_learnt_and_training_repeats() {
        let mut table = Table::default();
        for i in 0..2000u32 {
            let (a, b) = (i % 2, (i / 2) % 2);
            table.push(&[a as f32, b as f32, (i % 17) as f32], (a ^ b) as f32, 1.0);
        }
        let settings = Settings { trees: 60, features: 1.1, ..Settings::default() };
        let forest = train(&table, &settings);
        assert!(forest.probability(&[1.0, 0.0, 3.0]) > 0.9);
        assert!(forest.probability(&[1.0, 1.0, 3.0]) < 0.1);
        assert_eq!(train(&table, &settings), forest);
    }
}
