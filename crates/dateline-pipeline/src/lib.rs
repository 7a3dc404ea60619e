//! Order of the stages, threads, isolation of a bad page, counters.
