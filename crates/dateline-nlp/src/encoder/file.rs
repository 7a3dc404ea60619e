//! The weight file `.dlm`: magic, version, JSON header, 64-byte aligned tensors, xxh3-64 of the tensors' area.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;

use super::kernel::Isa;

pub(crate) const MAGIC: &[u8; 8] = b"DLNLPM01";
pub(crate) const VERSION: u32 = 1;
const FIXED: usize = 24;

/// Why bytes are no model, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelError {
    /// Byte offset in the file.
    pub offset: usize,
    pub what: String,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bad model file at offset {}: {}", self.offset, self.what)
    }
}

impl std::error::Error for ModelError {}

pub(crate) fn bad<T>(offset: usize, what: impl Into<String>) -> Result<T, ModelError> {
    Err(ModelError { offset, what: what.into() })
}

/// Sizes of the network; one code path runs them all.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Config {
    pub vocab: usize,
    pub hidden: usize,
    pub layers: usize,
    pub heads: usize,
    pub ffn: usize,
    pub positions: usize,
    pub arc: usize,
    pub rel: usize,
    pub ev: usize,
    pub arg: usize,
}

#[derive(Deserialize)]
struct Place {
    offset: usize,
    length: usize,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Kind {
    F32,
    F16,
    I8,
}

#[derive(Deserialize)]
struct TensorRow {
    name: String,
    shape: Vec<usize>,
    dtype: Kind,
    offset: usize,
    length: usize,
    scale_offset: Option<usize>,
}

#[derive(Deserialize)]
struct Header {
    name: String,
    config: Config,
    labels: HashMap<String, Vec<String>>,
    vocab: Place,
    tensors: Vec<TensorRow>,
}

/// A weight file, checked: every tensor that it names lies inside it.
pub struct File {
    bytes: Cow<'static, [u8]>,
    blob: usize,
    header: Header,
    by_name: HashMap<String, usize>,
    isa: Isa,
}

/// A matrix in 8 bit with a scale per row.
pub(crate) struct Matrix {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) values: Vec<i8>,
    pub(crate) scales: Vec<f32>,
}

impl File {
    /// Checks magic, version, header, bounds and hash.
    pub fn read(bytes: Cow<'static, [u8]>, isa: Isa) -> Result<Self, ModelError> {
        if bytes.len() < FIXED {
            return bad(bytes.len(), "shorter than a header");
        }
        if bytes[..8] != MAGIC[..] {
            return bad(0, "wrong magic, expected DLNLPM01");
        }
        let word = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        if word(8) != VERSION {
            return bad(8, format!("format version {}, this program reads {VERSION}", word(8)));
        }
        let end = FIXED.saturating_add(word(12) as usize);
        let Some(json) = bytes.get(FIXED..end) else { return bad(12, "header longer than the file") };
        let header: Header = match serde_json::from_slice(json) {
            Ok(header) => header,
            Err(error) => return bad(FIXED + error.column(), format!("header: {error}")),
        };
        let blob = end.next_multiple_of(64).min(bytes.len());
        let hash = xxhash_rust::xxh3::xxh3_64(&bytes[blob..]).to_le_bytes();
        if bytes[16..24] != hash {
            return bad(16, "hash differs: the file is damaged");
        }
        let c = &header.config;
        let sizes = [c.vocab, c.hidden, c.layers, c.heads, c.ffn, c.positions, c.arc, c.rel, c.ev, c.arg];
        if sizes.iter().any(|s| *s == 0 || *s > 1 << 20) || c.hidden > 1 << 14 || c.layers > 256 {
            return bad(FIXED, "a size of the configuration is zero or out of bounds");
        }
        if !c.hidden.is_multiple_of(c.heads) || !(c.hidden / c.heads).is_multiple_of(16) {
            return bad(FIXED, "the dimensions of an attention head must be a multiple of 16");
        }
        // A window holds at least one word of twelve pieces and its two ends.
        if c.positions < 16 {
            return bad(FIXED, "too few positions");
        }
        let area = bytes.len() - blob;
        let inside = |offset: usize, length: usize| offset.checked_add(length).is_some_and(|end| end <= area);
        if !inside(header.vocab.offset, header.vocab.length) {
            return bad(FIXED, "the vocabulary lies outside the file");
        }
        for t in &header.tensors {
            let count = t.shape.iter().try_fold(1usize, |n, s| n.checked_mul(*s));
            let width = match t.dtype {
                Kind::F32 => 4,
                Kind::F16 => 2,
                Kind::I8 => 1,
            };
            let fits =
                count.and_then(|n| n.checked_mul(width)) == Some(t.length) && inside(t.offset, t.length);
            let rows = t.shape.split_last().map_or(0, |(_, rows)| rows.iter().product::<usize>());
            let scaled = match (t.dtype, t.scale_offset) {
                (Kind::I8, Some(at)) => inside(at, rows.saturating_mul(4)),
                (Kind::I8, None) => false,
                _ => true,
            };
            if !fits || !scaled {
                return bad(
                    FIXED,
                    format!("tensor {} lies outside the file or has the wrong length", t.name),
                );
            }
        }
        let by_name = header.tensors.iter().enumerate().map(|(i, t)| (t.name.clone(), i)).collect();
        Ok(Self { bytes, blob, header, by_name, isa })
    }

    pub fn name(&self) -> &str {
        &self.header.name
    }

    pub fn config(&self) -> &Config {
        &self.header.config
    }

    /// The labels of a head; empty if the file has no such head.
    pub fn labels(&self, head: &str) -> &[String] {
        self.header.labels.get(head).map_or(&[], Vec::as_slice)
    }

    /// The word pieces in order of their ids.
    pub(crate) fn vocabulary(&self) -> Result<&str, ModelError> {
        let at = self.blob + self.header.vocab.offset;
        let bytes = &self.bytes[at..at + self.header.vocab.length];
        std::str::from_utf8(bytes).or_else(|_| bad(at, "the vocabulary is not UTF-8"))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    fn tensor(&self, name: &str, shape: &[usize]) -> Result<&TensorRow, ModelError> {
        let Some(row) = self.by_name.get(name).map(|i| &self.header.tensors[*i]) else {
            return bad(FIXED, format!("tensor {name} is missing"));
        };
        if row.shape != shape {
            return bad(FIXED, format!("tensor {name} has shape {:?}, expected {shape:?}", row.shape));
        }
        Ok(row)
    }

    fn floats(&self, at: usize, count: usize) -> Vec<f32> {
        let bytes = &self.bytes[self.blob + at..self.blob + at + count * 4];
        bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
    }

    /// A tensor as 32-bit floats.
    pub(crate) fn vector(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let row = self.tensor(name, shape)?;
        let count: usize = shape.iter().product();
        let bytes = &self.bytes[self.blob + row.offset..self.blob + row.offset + row.length];
        let values = match row.dtype {
            Kind::F32 => self.floats(row.offset, count),
            Kind::F16 => bytes.chunks_exact(2).map(|b| half(u16::from_le_bytes([b[0], b[1]]))).collect(),
            Kind::I8 => {
                let columns = shape.last().copied().unwrap_or(1).max(1);
                let scales = self.floats(row.scale_offset.unwrap_or(0), count / columns);
                bytes.iter().enumerate().map(|(i, b)| f32::from(*b as i8) * scales[i / columns]).collect()
            }
        };
        if values.iter().any(|v: &f32| !v.is_finite()) {
            return bad(self.blob + row.offset, format!("tensor {name} holds a number that is not finite"));
        }
        Ok(values)
    }

    /// A tensor as 8-bit rows; floats are rounded to the same form.
    pub(crate) fn matrix(&self, name: &str, shape: &[usize]) -> Result<Matrix, ModelError> {
        let row = self.tensor(name, shape)?;
        let columns = shape.last().copied().unwrap_or(1).max(1);
        let rows = shape.iter().product::<usize>() / columns;
        if row.dtype == Kind::I8 {
            let bytes = &self.bytes[self.blob + row.offset..self.blob + row.offset + row.length];
            let values = bytes.iter().map(|b| *b as i8).collect();
            let scales = self.floats(row.scale_offset.unwrap_or(0), rows);
            if scales.iter().any(|s| !s.is_finite()) {
                return bad(self.blob + row.offset, format!("tensor {name} has a scale that is not finite"));
            }
            return Ok(Matrix { rows, columns, values, scales });
        }
        let floats = self.vector(name, shape)?;
        let mut matrix =
            Matrix { rows, columns, values: Vec::with_capacity(floats.len()), scales: Vec::new() };
        for row in floats.chunks_exact(columns) {
            let scale = row.iter().fold(1e-12f32, |m, v| m.max(v.abs())) / 127.0;
            matrix.scales.push(scale);
            matrix.values.extend(row.iter().map(|v| (v / scale).round_ties_even() as i8));
        }
        Ok(matrix)
    }

    /// Where an 8-bit tensor's values lie in the file, and its scales; for tables too large to copy.
    pub(crate) fn table(
        &self,
        name: &str,
        shape: &[usize],
    ) -> Result<(std::ops::Range<usize>, Vec<f32>), ModelError> {
        let row = self.tensor(name, shape)?;
        let (Kind::I8, Some(scales)) = (row.dtype, row.scale_offset) else {
            return bad(FIXED, format!("tensor {name} must be 8 bit"));
        };
        let at = self.blob + row.offset;
        Ok((at..at + row.length, self.floats(scales, shape[0])))
    }

    /// What the weights are packed for.
    pub(crate) fn isa(&self) -> Isa {
        self.isa
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// IEEE half precision to single.
fn half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f32::from(bits & 1023));
    match exponent {
        0 => sign * fraction * 2f32.powi(-24),
        31 => f32::NAN,
        _ => sign * (1.0 + fraction / 1024.0) * 2f32.powi(exponent - 15),
    }
}

#[cfg(test)]
mod tests {
    use super::half;

    #[test]
    fn halves_are_read() {
        for (bits, value) in
            [(0x3c00, 1.0), (0xc000, -2.0), (0x3555, 0.333_251_95), (1, 5.960_464_5e-8), (0, 0.0)]
        {
            assert_eq!(half(bits), value);
        }
    }
}
