//! Matrix products in whole numbers: weights 8 bit with a scale per row, activations 8 bit with a scale per row made on the fly,
//! sums in 32 bit. Whole-number sums are the same in any order, so every instruction set gives the same digits.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;

use super::file::Matrix;

/// What the processor offers; found at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isa {
    /// Plain Rust, any processor.
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// AVX-512 with VNNI.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Isa {
    /// All that this processor can run, best last.
    pub fn available() -> Vec<Self> {
        #[cfg(target_arch = "x86_64")]
        {
            let mut all = vec![Self::Portable];
            if is_x86_feature_detected!("avx2") {
                all.push(Self::Avx2);
            }
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vnni")
            {
                all.push(Self::Avx512);
            }
            all
        }
        #[cfg(not(target_arch = "x86_64"))]
        vec![Self::Portable]
    }

    pub fn best() -> Self {
        Self::available().pop().unwrap_or(Self::Portable)
    }
}

/// Compiles a function's body once per instruction set. Bodies use no fused multiply-add and sum in fixed lanes, so that the
/// compiler's vectors change nothing but the time.
macro_rules! versions {
    ($(#[$meta:meta])* pub(crate) fn $name:ident($($arg:ident : $ty:ty),* $(,)?) $body:block) => {
        $(#[$meta])*
        pub(crate) fn $name(isa: $crate::encoder::kernel::Isa, $($arg: $ty),*) {
            #[inline(always)]
            fn body($($arg: $ty),*) $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq")]
                fn avx512($($arg: $ty),*) { body($($arg),*) }
                #[target_feature(enable = "avx2")]
                fn avx2($($arg: $ty),*) { body($($arg),*) }
                match isa {
                    // SAFETY: an `Isa` is only made where the processor was seen to have its features.
                    $crate::encoder::kernel::Isa::Avx512 => return unsafe { avx512($($arg),*) },
                    // SAFETY: as above.
                    $crate::encoder::kernel::Isa::Avx2 => return unsafe { avx2($($arg),*) },
                    $crate::encoder::kernel::Isa::Portable => {}
                }
            }
            let _ = isa;
            body($($arg),*)
        }
    };
}
pub(crate) use versions;

/// Columns of a block of packed weights.
pub(crate) const BLOCK: usize = 16;

/// Sixteen columns by four rows of weights, one cache line: `[column][row]` for the vector kernels, `[row][column]` for the
/// portable one.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(crate) struct Line(pub(crate) [i8; 64]);

/// A linear layer, packed: `[columns / 16][inputs / 4]` lines.
pub(crate) struct Linear {
    pub(crate) inputs: usize,
    /// Outputs rounded up to whole blocks.
    pub(crate) outputs: usize,
    quads: usize,
    lines: Vec<Line>,
    scale: Vec<f32>,
    /// 128 times the sum of an output's weights: activations are stored with 128 added.
    correction: Vec<i32>,
    bias: Vec<f32>,
    isa: Isa,
}

impl Linear {
    /// Packs matrices of the same number of inputs side by side, each from a whole block on; returns where each begins.
    pub(crate) fn pack(isa: Isa, parts: &[(&Matrix, Option<&[f32]>)]) -> (Self, Vec<usize>) {
        let inputs = parts.iter().map(|(m, _)| m.columns).max().unwrap_or(0);
        let quads = inputs.div_ceil(4);
        let outputs: usize = parts.iter().map(|(m, _)| m.rows.next_multiple_of(BLOCK)).sum();
        let mut packed = Self {
            inputs,
            outputs,
            quads,
            lines: vec![Line([0; 64]); outputs / BLOCK * quads],
            scale: vec![0.0; outputs],
            correction: vec![0; outputs],
            bias: vec![0.0; outputs],
            isa,
        };
        let mut starts = Vec::new();
        let mut base = 0;
        for (matrix, bias) in parts {
            starts.push(base);
            for (row, values) in matrix.values.chunks_exact(matrix.columns.max(1)).enumerate() {
                let output = base + row;
                let (block, column) = (output / BLOCK, output % BLOCK);
                let lines = &mut packed.lines[block * quads..(block + 1) * quads];
                for (line, four) in lines.iter_mut().zip(values.chunks(4)) {
                    if isa == Isa::Portable {
                        for (j, value) in four.iter().enumerate() {
                            line.0[j * BLOCK + column] = *value;
                        }
                    } else {
                        line.0[column * 4..column * 4 + four.len()].copy_from_slice(four);
                    }
                }
                packed.scale[output] = matrix.scales[row];
                packed.correction[output] = 128 * values.iter().map(|v| i32::from(*v)).sum::<i32>();
                packed.bias[output] = bias.map_or(0.0, |b| b[row]);
            }
            base += matrix.rows.next_multiple_of(BLOCK);
        }
        (packed, starts)
    }

    /// `out[row] = weights * row + bias` for all rows; `out` gets `outputs` numbers a row.
    pub(crate) fn apply(&self, rows: &Quantised, out: &mut Vec<f32>) {
        debug_assert_eq!(rows.quads, self.quads);
        out.resize(rows.count * self.outputs, 0.0);
        if rows.quads != self.quads {
            return;
        }
        match self.isa {
            Isa::Portable => portable::apply(self, rows, out),
            // SAFETY: an `Isa` is only made where the processor was seen to have its features.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => unsafe { avx2::apply(self, rows, out) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => unsafe { avx512::apply(self, rows, out) },
        }
    }
}

/// Rows of activations in 8 bit: the value plus 128, and a scale per row.
#[derive(Default)]
pub(crate) struct Quantised {
    pub(crate) count: usize,
    quads: usize,
    bytes: Vec<u8>,
    scale: Vec<f32>,
}

/// Adding this to a small number leaves its nearest whole number in the low bits (ties to even).
const ROUND: f32 = 12_582_912.0;

impl Quantised {
    /// Takes `count` rows of `width` numbers that lie `stride` apart in `x`.
    pub(crate) fn fill(&mut self, isa: Isa, x: &[f32], stride: usize, width: usize, count: usize) {
        self.count = count;
        self.quads = width.div_ceil(4);
        self.bytes.resize(count * self.quads * 4, 128);
        self.scale.resize(count, 0.0);
        quantise(isa, x, stride, width, &mut self.bytes[..count * self.quads * 4], &mut self.scale[..count]);
    }
}

versions! {
    #[allow(clippy::needless_range_loop)]
    pub(crate) fn quantise(x: &[f32], stride: usize, width: usize, bytes: &mut [u8], scales: &mut [f32]) {
        let padded = width.div_ceil(4) * 4;
        for i in 0..scales.len() {
            let row = &x[i * stride..i * stride + width];
            let out = &mut bytes[i * padded..(i + 1) * padded];
            let mut lanes = [0f32; 16];
            let (chunks, rest) = row.as_chunks::<16>();
            for chunk in chunks {
                for lane in 0..16 {
                    // `f32::max` would guard against NaN, which weights checked to be finite do not give.
                    let v = chunk[lane].abs();
                    lanes[lane] = if v > lanes[lane] { v } else { lanes[lane] };
                }
            }
            let mut top = 1e-12f32;
            for lane in 0..16 {
                top = if lanes[lane] > top { lanes[lane] } else { top };
            }
            for k in 0..rest.len() {
                let v = rest[k].abs();
                top = if v > top { v } else { top };
            }
            scales[i] = top / 127.0;
            let inverse = 127.0 / top;
            for k in 0..width {
                out[k] = ((row[k] * inverse + ROUND).to_bits() as u8).wrapping_add(128);
            }
            for k in width..padded {
                out[k] = 128;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Isa, Linear, Matrix, Quantised};

    fn matrix(rows: usize, columns: usize) -> Matrix {
        let values = (0..rows * columns).map(|i| ((i * 37 + i / 7) % 255) as i32 as i8).map(|v| v.max(-127));
        Matrix {
            rows,
            columns,
            values: values.collect(),
            scales: (0..rows).map(|r| 0.01 + r as f32 * 1e-3).collect(),
        }
    }

    #[test]
    fn all_instruction_sets_give_the_same_digits() {
        for (rows, inputs, count) in [(17, 33, 1), (64, 64, 5), (100, 97, 13), (384, 384, 7), (5, 3, 2)] {
            let weights = matrix(rows, inputs);
            let bias: Vec<f32> = (0..rows).map(|r| r as f32 * 0.1).collect();
            let x: Vec<f32> = (0..count * inputs).map(|i| ((i * 31 % 101) as f32 - 50.0) * 0.07).collect();
            let mut results = Vec::new();
            for isa in Isa::available() {
                let (linear, _) = Linear::pack(isa, &[(&weights, Some(&bias))]);
                let (mut q, mut out) = (Quantised::default(), Vec::new());
                q.fill(isa, &x, inputs, inputs, count);
                linear.apply(&q, &mut out);
                results.push(out);
            }
            assert!(results.windows(2).all(|w| w[0] == w[1]));
            for (r, row) in results[0].chunks(rows.next_multiple_of(super::BLOCK)).enumerate() {
                for o in 0..rows {
                    let exact: f64 = (0..inputs)
                        .map(|k| {
                            f64::from(x[r * inputs + k])
                                * f64::from(weights.values[o * inputs + k])
                                * f64::from(weights.scales[o])
                        })
                        .sum::<f64>()
                        + f64::from(bias[o]);
                    let size: f64 = (0..inputs).map(|_| 3.5 * 127.0 * f64::from(weights.scales[o])).sum();
                    assert!((f64::from(row[o]) - exact).abs() < 0.01 * size, "{} {exact}", row[o]);
                }
            }
        }
    }
}
