//! AVX-512 with VNNI: four byte products and their sum in one instruction, tiles of six rows by 64 columns.

use std::arch::x86_64::*;

use super::{BLOCK, Linear, Quantised};

#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
pub(super) fn apply(linear: &Linear, rows: &Quantised, out: &mut [f32]) {
    let blocks = linear.outputs / BLOCK;
    let mut block = 0;
    while block + 4 <= blocks {
        columns::<4>(linear, rows, block, out);
        block += 4;
    }
    match blocks - block {
        1 => columns::<1>(linear, rows, block, out),
        2 => columns::<2>(linear, rows, block, out),
        3 => columns::<3>(linear, rows, block, out),
        _ => {}
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
fn columns<const B: usize>(linear: &Linear, rows: &Quantised, block: usize, out: &mut [f32]) {
    let mut row = 0;
    while row + 6 <= rows.count {
        tile::<6, B>(linear, rows, row, block, out);
        row += 6;
    }
    match rows.count - row {
        1 => tile::<1, B>(linear, rows, row, block, out),
        2 => tile::<2, B>(linear, rows, row, block, out),
        3 => tile::<3, B>(linear, rows, row, block, out),
        4 => tile::<4, B>(linear, rows, row, block, out),
        5 => tile::<5, B>(linear, rows, row, block, out),
        _ => {}
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
fn tile<const R: usize, const B: usize>(
    linear: &Linear,
    rows: &Quantised,
    row: usize,
    block: usize,
    out: &mut [f32],
) {
    let quads = linear.quads;
    assert!((row + R) * rows.quads * 4 <= rows.bytes.len() && (block + B) * quads <= linear.lines.len());
    assert!((row + R) * linear.outputs <= out.len() && (block + B) * BLOCK <= linear.outputs);
    assert!(rows.quads == quads && row + R <= rows.scale.len());
    let mut sums = [[_mm512_setzero_si512(); B]; R];
    // SAFETY: the lengths are checked above; lines are aligned to 64 bytes.
    unsafe {
        let weights = linear.lines.as_ptr().add(block * quads);
        let bytes = rows.bytes.as_ptr().cast::<i32>().add(row * quads);
        // Plain loops over constants: iterator adapters are not always inlined into functions with target features.
        for k in 0..quads {
            let mut w = [_mm512_setzero_si512(); B];
            let mut b = 0;
            while b < B {
                w[b] = _mm512_load_si512(weights.add(b * quads + k).cast());
                b += 1;
            }
            let mut r = 0;
            while r < R {
                let a = _mm512_set1_epi32(bytes.add(r * quads + k).read_unaligned());
                let mut b = 0;
                while b < B {
                    sums[r][b] = _mm512_dpbusd_epi32(sums[r][b], a, w[b]);
                    b += 1;
                }
                r += 1;
            }
        }
        for (r, sums) in sums.iter().enumerate() {
            let a = _mm512_set1_ps(rows.scale[row + r]);
            for (b, sum) in sums.iter().enumerate() {
                let at = (block + b) * BLOCK;
                let correction = _mm512_loadu_si512(linear.correction.as_ptr().add(at).cast());
                let scale = _mm512_mul_ps(a, _mm512_loadu_ps(linear.scale.as_ptr().add(at)));
                let value = _mm512_cvtepi32_ps(_mm512_sub_epi32(*sum, correction));
                let bias = _mm512_loadu_ps(linear.bias.as_ptr().add(at));
                let value = _mm512_add_ps(_mm512_mul_ps(value, scale), bias);
                _mm512_storeu_ps(out.as_mut_ptr().add((row + r) * linear.outputs + at), value);
            }
        }
    }
}
