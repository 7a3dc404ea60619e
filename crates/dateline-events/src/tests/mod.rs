//! The lexicon's examples, and records of small documents written for the tests.

mod build;
mod examples;
mod properties;
mod trees;
