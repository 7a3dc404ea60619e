//! Element-wise functions and short sums in 32-bit floats, in one fixed order of operations.

// Loops over places rather than iterator adapters, which are not always inlined into functions with target features.
#![allow(clippy::needless_range_loop)]

use super::kernel::versions;

const LANES: usize = 16;

/// Sum of sixteen lanes as a tree.
#[inline(always)]
fn tree(mut lanes: [f32; LANES]) -> f32 {
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            lanes[i] += lanes[i + width];
        }
        width /= 2;
    }
    lanes[0]
}

/// Sum in sixteen lanes; a tail shorter than that goes to the first lanes.
#[inline(always)]
fn sum(x: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0f32; LANES];
    let (chunks, rest) = x.as_chunks::<LANES>();
    for chunk in chunks {
        for i in 0..LANES {
            lanes[i] += f(chunk[i]);
        }
    }
    for i in 0..rest.len() {
        lanes[i] += f(rest[i]);
    }
    tree(lanes)
}

/// e^x for x <= 0, to about 2 units in the last place.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    const ROUND: f32 = 12_582_912.0;
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if x > 88.0 { 88.0 } else { x };
    let n = (x * std::f32::consts::LOG2_E + ROUND) - ROUND;
    let r = x - n * 0.693_359_4;
    let r = r - n * -2.121_944_4e-4;
    let mut p = 1.987_569_1e-4f32;
    p = p * r + 1.398_2e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 1.666_666_5e-1;
    p = p * r + 0.5;
    let e = p * (r * r) + r + 1.0;
    e * f32::from_bits((((n as i32) + 127) as u32) << 23)
}

/// The error function as a quotient of polynomials, to about 3e-7.
#[inline(always)]
fn erf(x: f32) -> f32 {
    let x = if x < -4.0 { -4.0 } else { x };
    let x = if x > 4.0 { 4.0 } else { x };
    let s = x * x;
    let mut p = -2.726_142_3e-10f32;
    p = p * s + 2.770_681_4e-8;
    p = p * s + -2.101_024e-6;
    p = p * s + -5.692_506_4e-5;
    p = p * s + -7.349_906e-4;
    p = p * s + -2.954_6e-3;
    p = p * s + -1.609_603_3e-2;
    let mut q = -1.456_607_2e-5f32;
    q = q * s + -2.133_740_6e-4;
    q = q * s + -1.682_827e-3;
    q = q * s + -7.373_329e-3;
    q = q * s + -1.426_474e-2;
    x * p / q
}

versions! {
    /// GELU with the exact error function, in place.
    pub(crate) fn gelu(x: &mut [f32]) {
        for v in x {
            let h = 0.5 * *v;
            *v = h + h * erf(*v * std::f32::consts::FRAC_1_SQRT_2);
        }
    }
}

versions! {
    /// Leaky rectifier of slope 0.1, in place.
    pub(crate) fn leaky(x: &mut [f32]) {
        for v in x {
            *v = if *v < 0.0 { *v * 0.1 } else { *v };
        }
    }
}

versions! {
    /// `x = norm(x + y)` row by row; `y` may be empty.
    pub(crate) fn add_norm(x: &mut [f32], y: &[f32], weight: &[f32], bias: &[f32]) {
        let width = weight.len();
        let bias = &bias[..width];
        for (i, row) in x.chunks_exact_mut(width).enumerate() {
            if !y.is_empty() {
                let y = &y[i * width..(i + 1) * width];
                for k in 0..width {
                    row[k] += y[k];
                }
            }
            let n = width as f32;
            let mean = sum(row, |v| v) / n;
            let variance = sum(row, |v| (v - mean) * (v - mean)) / n;
            let inverse = 1.0 / (variance + 1e-12).sqrt();
            for k in 0..width {
                row[k] = (row[k] - mean) * inverse * weight[k] + bias[k];
            }
        }
    }
}

/// Memory of [`attend`].
#[derive(Default)]
pub(crate) struct Attention {
    keys: Vec<f32>,
    scores: Vec<f32>,
}

versions! {
    /// Scaled dot-product attention of one head over one sequence. `x` has query, key and value of the sequence's rows at
    /// three places, and the rows' distance; the result goes to `out`, which has a distance and a column.
    pub(crate) fn attend(
        memory: &mut Attention,
        x: (&[f32], usize),
        places: [usize; 3],
        size: usize,
        out: (&mut [f32], usize, usize),
    ) {
        let ((x, stride), (out, out_stride, column)) = (x, out);
        let [q, k, v] = places;
        let length = x.len() / stride;
        let padded = length.next_multiple_of(LANES);
        let scale = 1.0 / (size as f32).sqrt();
        memory.keys.clear();
        memory.keys.resize(size * padded, 0.0);
        memory.scores.resize(padded, 0.0);
        for (j, row) in x.chunks_exact(stride).enumerate() {
            for (d, value) in row[k..k + size].iter().enumerate() {
                memory.keys[d * padded + j] = *value;
            }
        }
        let scores = &mut memory.scores[..padded];
        for i in 0..length {
            let query = &x[i * stride + q..i * stride + q + size];
            for (block, scores) in scores.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
                let mut sums = [0f32; LANES];
                for d in 0..size {
                    let at = d * padded + block * LANES;
                    let keys = &memory.keys[at..at + LANES];
                    for lane in 0..LANES {
                        sums[lane] += query[d] * keys[lane];
                    }
                }
                for lane in 0..LANES {
                    scores[lane] = sums[lane] * scale;
                }
            }
            scores[length..].fill(f32::MIN);
            let mut lanes = [f32::MIN; LANES];
            for chunk in scores.as_chunks::<LANES>().0 {
                for i in 0..LANES {
                    lanes[i] = if chunk[i] > lanes[i] { chunk[i] } else { lanes[i] };
                }
            }
            let top = lanes.iter().copied().fold(f32::MIN, |a, b| if b > a { b } else { a });
            for s in scores.iter_mut() {
                *s = exp(*s - top);
            }
            scores[length..].fill(0.0);
            let inverse = 1.0 / sum(scores, |s| s);
            let target = &mut out[i * out_stride + column..i * out_stride + column + size];
            for (part, target) in target.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
                let mut sums = [0f32; LANES];
                for j in 0..length {
                    let at = j * stride + v + part * LANES;
                    let values = &x[at..at + LANES];
                    for lane in 0..LANES {
                        sums[lane] += scores[j] * values[lane];
                    }
                }
                for lane in 0..LANES {
                    target[lane] = sums[lane] * inverse;
                }
            }
        }
    }
}

versions! {
    /// `out[i][j] = a[i] . b[j]` for rows of `width` numbers; `b` is turned into columns first.
    pub(crate) fn products(
        memory: &mut Vec<f32>,
        a: (&[f32], usize),
        b: (&[f32], usize),
        width: usize,
        counts: (usize, usize),
        out: &mut [f32],
    ) {
        let padded = counts.1.next_multiple_of(LANES);
        memory.clear();
        memory.resize(width * padded, 0.0);
        for j in 0..counts.1 {
            for (d, value) in b.0[j * b.1..j * b.1 + width].iter().enumerate() {
                memory[d * padded + j] = *value;
            }
        }
        for i in 0..counts.0 {
            let row = &a.0[i * a.1..i * a.1 + width];
            for block in 0..padded / LANES {
                let mut sums = [0f32; LANES];
                for d in 0..width {
                    let at = d * padded + block * LANES;
                    let columns = &memory[at..at + LANES];
                    for lane in 0..LANES {
                        sums[lane] += row[d] * columns[lane];
                    }
                }
                let at = block * LANES;
                let end = counts.1.min(at + LANES);
                out[i * counts.1 + at..i * counts.1 + end].copy_from_slice(&sums[..end - at]);
            }
        }
    }
}

/// Sum of products in sixteen lanes.
#[inline(always)]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0f32; LANES];
    let b = &b[..a.len()];
    let whole = a.len() / LANES * LANES;
    let mut at = 0;
    while at < whole {
        let (a, b) = (&a[at..at + LANES], &b[at..at + LANES]);
        for i in 0..LANES {
            lanes[i] += a[i] * b[i];
        }
        at += LANES;
    }
    for i in whole..a.len() {
        lanes[i - whole] += a[i] * b[i];
    }
    tree(lanes)
}

/// Place of the largest number, the first of equals.
pub(crate) fn argmax(x: &[f32]) -> usize {
    let mut lanes = [f32::NEG_INFINITY; LANES];
    let (chunks, rest) = x.as_chunks::<LANES>();
    for chunk in chunks {
        for i in 0..LANES {
            lanes[i] = if chunk[i] > lanes[i] { chunk[i] } else { lanes[i] };
        }
    }
    let top = lanes.iter().chain(rest).fold(f32::NEG_INFINITY, |a, b| if *b > a { *b } else { a });
    x.iter().position(|v| *v == top).unwrap_or(0)
}

/// Probabilities of scores, in place.
pub(crate) fn softmax(x: &mut [f32]) {
    let top = x.iter().copied().fold(f32::MIN, f32::max);
    x.iter_mut().for_each(|v| *v = exp(*v - top));
    let total: f32 = x.iter().sum();
    x.iter_mut().for_each(|v| *v /= total);
}

pub(crate) fn sigmoid(x: f32) -> f32 {
    if x >= 0.0 { 1.0 / (1.0 + exp(-x)) } else { 1.0 - 1.0 / (1.0 + exp(x)) }
}

#[cfg(test)]
mod tests {
    use super::{Attention, add_norm, attend, erf, exp, gelu, sigmoid};
    use crate::encoder::kernel::Isa;

    #[test]
    fn exp_and_erf_are_close() {
        for i in 0..2000 {
            let x = -80.0 + i as f32 * 0.04;
            let exact = f64::from(x).exp();
            assert!((f64::from(exp(x)) - exact).abs() <= 4e-7 * exact, "{x}");
        }
        for (x, e) in [
            (0.0, 0.0),
            (0.5, 0.520_499_9),
            (1.0, 0.842_700_8),
            (2.0, 0.995_322_3),
            (-1.5, -0.966_105_1),
            (9.0, 1.0),
        ] {
            assert!((erf(x) - e).abs() < 1e-6, "{x} {}", erf(x));
        }
        assert!((sigmoid(2.0) - 0.880_797).abs() < 1e-6 && (sigmoid(-2.0) - 0.119_203).abs() < 1e-6);
    }

    #[test]
    fn all_instruction_sets_give_the_same_digits() {
        let start: Vec<f32> = (0..7 * 96).map(|i| ((i * 37 % 113) as f32 - 56.0) * 0.05).collect();
        let run = |isa| {
            let mut x = start.clone();
            gelu(isa, &mut x);
            add_norm(isa, &mut x, &start, &vec![0.7; 96], &vec![0.1; 96]);
            let mut out = vec![0.0; 7 * 32];
            attend(isa, &mut Attention::default(), (&x, 96), [0, 32, 64], 32, (&mut out, 32, 0));
            (x, out)
        };
        let all: Vec<_> = Isa::available().into_iter().map(run).collect();
        assert!(all.windows(2).all(|w| w[0] == w[1]));
    }
}
