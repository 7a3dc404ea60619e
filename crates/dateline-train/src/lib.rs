//! Trainers and table compilers, never in the runtime graph.

pub mod lemma;
pub mod token;
