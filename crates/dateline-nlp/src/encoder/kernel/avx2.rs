//! AVX2: bytes widened to 16 bit and multiplied in pairs, exact where the byte product of the same set would saturate.

use std::arch::x86_64::*;

use super::{BLOCK, Linear, Quantised, portable::finish};

#[target_feature(enable = "avx2")]
pub(super) fn apply(linear: &Linear, rows: &Quantised, out: &mut [f32]) {
    for block in 0..linear.outputs / BLOCK {
        let mut row = 0;
        while row + 3 <= rows.count {
            tile::<3>(linear, rows, row, block, out);
            row += 3;
        }
        while row < rows.count {
            tile::<1>(linear, rows, row, block, out);
            row += 1;
        }
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn tile<const R: usize>(linear: &Linear, rows: &Quantised, row: usize, block: usize, out: &mut [f32]) {
    let lines = &linear.lines[block * linear.quads..(block + 1) * linear.quads];
    let stride = rows.quads * 4;
    let bytes: [&[[u8; 4]]; R] = std::array::from_fn(|r| {
        &rows.bytes[(row + r) * stride..(row + r + 1) * stride].as_chunks::<4>().0[..lines.len()]
    });
    let mut sums = [[_mm256_setzero_si256(); 4]; R];
    // Plain loops over constants: iterator adapters are not always inlined into functions with target features.
    let mut k = 0;
    while k < lines.len() {
        let mut a = [_mm256_setzero_si256(); R];
        let mut r = 0;
        while r < R {
            a[r] = _mm256_cvtepu8_epi16(_mm_set1_epi32(i32::from_le_bytes(bytes[r][k])));
            r += 1;
        }
        let mut g = 0;
        while g < 4 {
            // SAFETY: a line holds 64 bytes, g < 4.
            let w = unsafe { _mm_load_si128(lines[k].0.as_ptr().add(g * 16).cast()) };
            let w = _mm256_cvtepi8_epi16(w);
            let mut r = 0;
            while r < R {
                sums[r][g] = _mm256_add_epi32(sums[r][g], _mm256_madd_epi16(a[r], w));
                r += 1;
            }
            g += 1;
        }
        k += 1;
    }
    for (r, row_sums) in sums.iter().enumerate() {
        let mut total = [0i32; BLOCK];
        for (g, sum) in row_sums.iter().enumerate() {
            let mut pairs = [0i32; 8];
            // SAFETY: the array holds 32 bytes.
            unsafe { _mm256_storeu_si256(pairs.as_mut_ptr().cast(), *sum) };
            for c in 0..4 {
                total[g * 4 + c] = pairs[c * 2] + pairs[c * 2 + 1];
            }
        }
        finish(linear, rows, row + r, block, &total, out);
    }
}
