//! Language analysis: sentences and words, the encoder with its heads, time, mentions of actors, coreference. Inference only.
//!
//! Each layer is a function from the layers that it reads to a struct of columns ([`dateline_types`]); [`Analyser`] calls them in
//! order. The decision: one small encoder, run on the CPU, gives tags, trees, names and event hints in one pass; time and actors
//! are rules over data files, because their answers must be explained and their facts updated. The option rejected: a pipeline
//! of separate statistical tools, which costs a process or a service each.

pub mod actor;
mod analyse;
pub mod conllu;
pub mod coref;
pub mod encoder;
pub mod time;
pub mod token;

pub use analyse::{Analyser, Scratch};
pub use encoder::ModelSize;
