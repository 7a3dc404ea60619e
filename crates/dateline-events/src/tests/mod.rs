//! The lexicon's examples, and records of small documents written for the tests.

pub(crate) mod build;
mod examples;
mod properties;
pub(crate) mod trees;
