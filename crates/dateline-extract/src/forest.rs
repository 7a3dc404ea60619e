//! Boosted trees: the weights of the block classifier, read from a table compiled into the program.

use std::sync::LazyLock;

/// Trees of yes-or-no questions whose answers add up to the log of the odds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    pub bias: f32,
    /// All trees one after the other; a leaf has `feature == LEAF` and its value in `threshold`.
    pub nodes: Vec<Node>,
    pub roots: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    pub feature: u16,
    pub threshold: f32,
    /// Where it goes if the feature is at most the threshold; the other child follows.
    pub left: u32,
}

pub const LEAF: u16 = u16::MAX;

/// Trees after which rows that are surely not of the article are given up, and the log of the odds below which they are.
const FIRST_TREES: usize = 100;
const GIVEN_UP: f32 = -5.5;

impl Forest {
    /// Probability that the block is the article's.
    pub fn probability(&self, features: &[f32]) -> f32 {
        let mut sum = self.bias;
        for (number, root) in self.roots.iter().enumerate() {
            if number == FIRST_TREES && sum < GIVEN_UP {
                break;
            }
            let mut at = *root as usize;
            // Children always follow their parents (checked when read), so this ends.
            while let Some(node) = self.nodes.get(at) {
                if node.feature == LEAF {
                    sum += node.threshold;
                    break;
                }
                let value = features.get(usize::from(node.feature)).copied().unwrap_or(0.0);
                at = node.left as usize + usize::from(value > node.threshold);
            }
        }
        1.0 / (1.0 + (-sum).exp())
    }
}

/// Rows that are walked through a tree side by side: their steps do not wait for each other.
const LANES: usize = 8;

/// A forest laid out for many rows: leaves point to themselves, so that all rows take as many steps as the tree is deep.
#[derive(Debug, Default)]
pub(crate) struct Fast {
    bias: f32,
    /// Features that the trees ask for; rows that are shorter count as nought there.
    width: usize,
    /// First node and depth of each tree.
    trees: Vec<(u32, u32)>,
    nodes: Vec<Step>,
    values: Vec<f32>,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    threshold: f32,
    left: u32,
    feature: u32,
}

impl Fast {
    fn of(forest: &Forest) -> Self {
        let leaf = |node: &Node| node.feature == LEAF;
        let step = |(at, node): (usize, &Node)| {
            let own = u32::try_from(at).unwrap_or(0);
            if leaf(node) {
                Step { threshold: f32::INFINITY, left: own, feature: 0 }
            } else {
                Step { threshold: node.threshold, left: node.left, feature: u32::from(node.feature) }
            }
        };
        let depth = |root: u32| {
            let mut deepest = 0;
            let mut stack = vec![(root, 0u32)];
            while let Some((at, depth)) = stack.pop() {
                deepest = deepest.max(depth);
                if let Some(node) = forest.nodes.get(at as usize)
                    && !leaf(node)
                {
                    stack.extend([(node.left, depth + 1), (node.left + 1, depth + 1)]);
                }
            }
            deepest
        };
        Self {
            bias: forest.bias,
            width: forest
                .nodes
                .iter()
                .filter(|n| !leaf(n))
                .map(|n| usize::from(n.feature) + 1)
                .max()
                .unwrap_or(0),
            trees: forest.roots.iter().map(|root| (*root, depth(*root))).collect(),
            nodes: forest.nodes.iter().enumerate().map(step).collect(),
            values: forest.nodes.iter().map(|node| if leaf(node) { node.threshold } else { 0.0 }).collect(),
        }
    }

    /// Probability of each row, the same to the bit as [`Forest::probability`]. Rows are of one length.
    pub(crate) fn probabilities(&self, rows: &[Vec<f32>]) -> Vec<f32> {
        let mut out = Vec::with_capacity(rows.len());
        let width = rows.first().map_or(0, Vec::len).max(self.width);
        // Features by the row, so that one question's values for all lanes lie together.
        let mut columns = vec![[0.0f32; LANES]; width];
        for chunk in rows.chunks(LANES) {
            for (lane, row) in chunk.iter().enumerate() {
                for (column, value) in columns.iter_mut().zip(row) {
                    column[lane] = *value;
                }
            }
            let mut sums = [self.bias; LANES];
            // What the rows given up had when they were.
            let mut given_up = [None; LANES];
            for (number, (root, depth)) in self.trees.iter().enumerate() {
                if number == FIRST_TREES {
                    given_up = sums.map(|sum| (sum < GIVEN_UP).then_some(sum));
                    if given_up.iter().take(chunk.len()).all(Option::is_some) {
                        break;
                    }
                }
                let mut at = [*root; LANES];
                for _ in 0..*depth {
                    let mut moved = 0;
                    for lane in 0..LANES {
                        let step = self.nodes[at[lane] as usize];
                        let next =
                            step.left + u32::from(columns[step.feature as usize][lane] > step.threshold);
                        moved |= next ^ at[lane];
                        at[lane] = next;
                    }
                    // Most trees are as deep as that for few rows.
                    if moved == 0 {
                        break;
                    }
                }
                for lane in 0..LANES {
                    sums[lane] += self.values[at[lane] as usize];
                }
            }
            let sums = given_up.into_iter().zip(sums).map(|(given_up, sum)| given_up.unwrap_or(sum));
            out.extend(sums.take(chunk.len()).map(|sum| 1.0 / (1.0 + (-sum).exp())));
        }
        out
    }
}

/// Both passes laid out for many rows.
#[derive(Debug, Default)]
pub(crate) struct FastModel {
    pub(crate) first: Fast,
    pub(crate) second: Fast,
}

impl FastModel {
    pub(crate) fn of(model: &Model) -> Self {
        Self { first: Fast::of(&model.first), second: Fast::of(&model.second) }
    }
}

/// Two passes: blocks by themselves and their surroundings, then once more with what the first pass says of the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    pub first: Forest,
    pub second: Forest,
}

const MAGIC: &[u8; 8] = b"DLBLOCK1";

impl Model {
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for forest in [&self.first, &self.second] {
            out.extend(forest.bias.to_le_bytes());
            for len in [forest.roots.len(), forest.nodes.len()] {
                out.extend(u32::try_from(len).unwrap_or(0).to_le_bytes());
            }
            out.extend(forest.roots.iter().flat_map(|root| root.to_le_bytes()));
            for node in &forest.nodes {
                out.extend(node.feature.to_le_bytes());
                out.extend(node.threshold.to_le_bytes());
                out.extend(node.left.to_le_bytes());
            }
        }
        out
    }

    /// `None` if the bytes are no model, or one with a tree that would not end.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let (first, second) = (forest(&mut rest)?, forest(&mut rest)?);
        rest.is_empty().then_some(Self { first, second })
    }
}

fn forest(rest: &mut &[u8]) -> Option<Forest> {
    let bias = f32::from_le_bytes(take(rest)?);
    let roots = u32::from_le_bytes(take(rest)?) as usize;
    let nodes = u32::from_le_bytes(take(rest)?) as usize;
    if rest.len() < roots.checked_mul(4)?.checked_add(nodes.checked_mul(10)?)? {
        return None;
    }
    let mut forest = Forest { bias, nodes: Vec::with_capacity(nodes), roots: Vec::with_capacity(roots) };
    for _ in 0..roots {
        forest.roots.push(u32::from_le_bytes(take(rest)?));
    }
    for at in 0..nodes {
        let feature = u16::from_le_bytes(take(rest)?);
        let threshold = f32::from_le_bytes(take(rest)?);
        let left = u32::from_le_bytes(take(rest)?);
        if feature != LEAF && (left as usize <= at || left as usize + 1 >= nodes) {
            return None;
        }
        forest.nodes.push(Node { feature, threshold, left });
    }
    Some(forest)
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*head)
}

/// The model compiled in. A test reads it, so that a damaged file cannot be built into a release unseen.
pub(crate) static MODEL: LazyLock<FastModel> = LazyLock::new(|| FastModel::of(&built_in()));

fn built_in() -> Model {
    Model::from_bytes(include_bytes!("../models/blocks.bin")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Fast, Forest, LEAF, Model, Node, built_in};

    #[test]
    fn a_model_reads_back_and_a_damaged_one_does_not() {
        let leaf = |value| Node { feature: LEAF, threshold: value, left: 0 };
        let forest = Forest {
            bias: 0.0,
            nodes: vec![Node { feature: 1, threshold: 0.5, left: 1 }, leaf(-3.0), leaf(3.0)],
            roots: vec![0],
        };
        assert!(forest.probability(&[0.0, 1.0]) > 0.9 && forest.probability(&[0.0, 0.0]) < 0.1);
        let model = Model { first: forest.clone(), second: forest };
        let bytes = model.to_bytes();
        assert_eq!(Model::from_bytes(&bytes), Some(model.clone()));
        assert_eq!(Model::from_bytes(&bytes[..bytes.len() - 1]), None);
        let mut looping = model;
        looping.first.nodes[0].left = 0;
        assert_eq!(Model::from_bytes(&looping.to_bytes()), None);
    }

    #[test]
    fn the_model_compiled_in_is_whole() {
        let model = built_in();
        assert!(model.first.roots.len() > 10 && model.second.roots.len() > 10);
    }

    #[test]
    fn rows_side_by_side_get_what_each_gets_alone() {
        let forest = built_in().second;
        let rows: Vec<Vec<f32>> = (0..21u32)
            .map(|row| (0..240u32).map(|at| ((row * 7919 + at * 104_729) % 97) as f32 / 8.0 - 2.0).collect())
            .collect();
        let alone: Vec<f32> = rows.iter().map(|row| forest.probability(row)).collect();
        assert_eq!(Fast::of(&forest).probabilities(&rows), alone);
    }
}
