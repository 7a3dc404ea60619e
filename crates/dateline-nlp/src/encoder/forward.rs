//! The encoder's layers over a batch of sequences without padding.

use super::file::{Config, File, ModelError};
use super::kernel::{Linear, Quantised};
use super::math::{self, Attention};
use super::{Model, Scratch as All};

pub(crate) struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    pub(crate) fn read(file: &File, name: &str, width: usize) -> Result<Self, ModelError> {
        Ok(Self {
            weight: file.vector(&format!("{name}.weight"), &[width])?,
            bias: file.vector(&format!("{name}.bias"), &[width])?,
        })
    }
}

pub(crate) struct Layer {
    query_key_value: Linear,
    output: Linear,
    norm: Norm,
    up: Linear,
    down: Linear,
    last_norm: Norm,
}

/// A linear layer's matrix and bias.
pub(crate) fn linear(
    file: &File,
    names: &[&str],
    outputs: &[usize],
    inputs: usize,
) -> Result<(Linear, Vec<usize>), ModelError> {
    let mut parts = Vec::new();
    for (name, outputs) in names.iter().zip(outputs) {
        let matrix = file.matrix(&format!("{name}.weight"), &[*outputs, inputs])?;
        parts.push((matrix, file.vector(&format!("{name}.bias"), &[*outputs])?));
    }
    let parts: Vec<_> = parts.iter().map(|(m, b)| (m, Some(b.as_slice()))).collect();
    Ok(Linear::pack(file.isa(), &parts))
}

impl Layer {
    pub(crate) fn read(file: &File, c: &Config, number: usize) -> Result<Self, ModelError> {
        let name = |part: &str| format!("encoder.layer.{number}.{part}");
        let one = |part: &str, outputs: usize, inputs: usize| {
            linear(file, &[&name(part)], &[outputs], inputs).map(|(linear, _)| linear)
        };
        let d = c.hidden;
        let (q, k, v) =
            (name("attention.self.query"), name("attention.self.key"), name("attention.self.value"));
        Ok(Self {
            query_key_value: linear(file, &[&q, &k, &v], &[d, d, d], d)?.0,
            output: one("attention.output.dense", d, d)?,
            norm: Norm::read(file, &name("attention.output.LayerNorm"), d)?,
            up: one("intermediate.dense", c.ffn, d)?,
            down: one("output.dense", d, c.ffn)?,
            last_norm: Norm::read(file, &name("output.LayerNorm"), d)?,
        })
    }
}

/// Activations.
#[derive(Default)]
pub(crate) struct Scratch {
    /// The encoder's result: a row per piece.
    x: Vec<f32>,
    wide: Vec<f32>,
    narrow: Vec<f32>,
    quantised: Quantised,
    attention: Attention,
    /// A row per word, the roots included: the mean of its pieces.
    pub(crate) words: Vec<f32>,
}

pub(crate) fn run(model: &Model, scratch: &mut All) {
    let d = model.config().hidden;
    let heads = model.config().heads;
    let isa = model.isa;
    let s = &mut scratch.forward;
    let rows = scratch.ids.len();
    s.x.resize(rows * d, 0.0);
    for sequence in &scratch.sequences {
        for (position, row) in sequence.rows.clone().enumerate() {
            let id = scratch.ids[row] as usize;
            let bytes = &model.file.bytes()[model.words.start + id * d..][..d];
            let scale = model.word_scales[id];
            let places = &model.positions[position * d..][..d];
            let case = &model.cases[usize::from(scratch.cases[row]) * d..][..d];
            for (((x, b), p), c) in s.x[row * d..][..d].iter_mut().zip(bytes).zip(places).zip(case) {
                *x = (f32::from(*b as i8) * scale + p) + c;
            }
        }
    }
    math::add_norm(isa, &mut s.x, &[], &model.norm.weight, &model.norm.bias);
    for layer in &model.layers {
        s.quantised.fill(isa, &s.x, d, d, rows);
        layer.query_key_value.apply(&s.quantised, &mut s.wide);
        s.narrow.resize(rows * d, 0.0);
        for sequence in &scratch.sequences {
            let r = sequence.rows.clone();
            let (x, out) = (&s.wide[r.start * 3 * d..r.end * 3 * d], &mut s.narrow[r.start * d..r.end * d]);
            for head in 0..heads {
                let at = head * (d / heads);
                math::attend(
                    isa,
                    &mut s.attention,
                    (x, 3 * d),
                    [at, d + at, 2 * d + at],
                    d / heads,
                    (out, d, at),
                );
            }
        }
        s.quantised.fill(isa, &s.narrow, d, d, rows);
        layer.output.apply(&s.quantised, &mut s.narrow);
        math::add_norm(isa, &mut s.x, &s.narrow, &layer.norm.weight, &layer.norm.bias);
        s.quantised.fill(isa, &s.x, d, d, rows);
        layer.up.apply(&s.quantised, &mut s.wide);
        math::gelu(isa, &mut s.wide);
        s.quantised.fill(isa, &s.wide, layer.up.outputs, layer.down.inputs, rows);
        layer.down.apply(&s.quantised, &mut s.narrow);
        math::add_norm(isa, &mut s.x, &s.narrow, &layer.last_norm.weight, &layer.last_norm.bias);
    }
    s.words.resize(scratch.firsts.len() * d, 0.0);
    for sequence in &scratch.sequences {
        for word in sequence.words.clone() {
            let from = scratch.firsts[word];
            let to =
                if word + 1 < sequence.words.end { scratch.firsts[word + 1] } else { sequence.rows.end - 1 };
            let out = &mut s.words[word * d..][..d];
            out.copy_from_slice(&s.x[from * d..][..d]);
            for row in from + 1..to {
                for (o, x) in out.iter_mut().zip(&s.x[row * d..][..d]) {
                    *o += x;
                }
            }
            if to > from + 1 {
                let share = 1.0 / (to - from) as f32;
                out.iter_mut().for_each(|o| *o *= share);
            }
        }
    }
}
