//! The product in plain Rust, for processors without the instructions of the other two.

// Loops over places, which the compiler turns into vectors most readily.
#![allow(clippy::needless_range_loop)]

use super::{BLOCK, Linear, Quantised};

pub(super) fn apply(linear: &Linear, rows: &Quantised, out: &mut [f32]) {
    for block in 0..linear.outputs / BLOCK {
        let lines = &linear.lines[block * linear.quads..(block + 1) * linear.quads];
        for row in 0..rows.count {
            let bytes = &rows.bytes[row * rows.quads * 4..(row + 1) * rows.quads * 4];
            let mut sums = [0i32; BLOCK];
            for k in 0..lines.len() {
                for j in 0..4 {
                    // 255 times 127 fits into 16 bits, which doubles the compiler's vectors.
                    let a = i16::from(bytes[k * 4 + j]);
                    let weights = &lines[k].0[j * BLOCK..(j + 1) * BLOCK];
                    for column in 0..BLOCK {
                        sums[column] += i32::from(a * i16::from(weights[column]));
                    }
                }
            }
            finish(linear, rows, row, block, &sums, out);
        }
    }
}

/// Sums to numbers; the one order of operations that all kernels follow.
#[inline(always)]
pub(super) fn finish(
    linear: &Linear,
    rows: &Quantised,
    row: usize,
    block: usize,
    sums: &[i32; BLOCK],
    out: &mut [f32],
) {
    let at = block * BLOCK;
    let out = &mut out[row * linear.outputs + at..][..BLOCK];
    let (scale, bias) = (&linear.scale[at..at + BLOCK], &linear.bias[at..at + BLOCK]);
    let correction = &linear.correction[at..at + BLOCK];
    let a = rows.scale[row];
    for i in 0..BLOCK {
        out[i] = (sums[i] - correction[i]) as f32 * (a * scale[i]) + bias[i];
    }
}
