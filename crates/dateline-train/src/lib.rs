//! Trainers and table compilers, never in the runtime graph.

pub mod token;
