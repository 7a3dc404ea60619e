//! Trainers and table compilers, never in the runtime graph.

pub mod boost;
pub mod lemma;
pub mod pages;
pub mod token;
