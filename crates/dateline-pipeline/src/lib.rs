//! Order of the stages, threads, isolation of a bad page, counters.

mod knowledge;

pub use knowledge::Knowing;
