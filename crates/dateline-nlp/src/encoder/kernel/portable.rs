//! The product in plain Rust, for processors without the instructions of the other two.

use super::{BLOCK, Linear, Quantised};

pub(super) fn apply(linear: &Linear, rows: &Quantised, out: &mut [f32]) {
    for block in 0..linear.outputs / BLOCK {
        let lines = &linear.lines[block * linear.quads..(block + 1) * linear.quads];
        for row in 0..rows.count {
            let bytes = &rows.bytes[row * rows.quads * 4..(row + 1) * rows.quads * 4];
            let mut sums = [0i32; BLOCK];
            for (line, a) in lines.iter().zip(bytes.as_chunks::<4>().0) {
                let a = a.map(i32::from);
                for (sum, w) in sums.iter_mut().zip(line.0.as_chunks::<4>().0) {
                    let w = w.map(i32::from);
                    *sum += (a[0] * w[0] + a[1] * w[1]) + (a[2] * w[2] + a[3] * w[3]);
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
