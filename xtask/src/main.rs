//! Tasks of the workspace: `cargo xtask eval` measures and gates, `cargo xtask arrows` checks who depends on whom,
//! `cargo xtask licences` checks what may be linked in.
//!
//! Measuring goes through the `dateline` binary, as a user would run it, and through the scorers that lie beside the gold, so that a
//! figure is never about something that nobody runs. The option rejected: scorers in Rust inside the test suite, which
//! would grow apart from the ones that others use.

mod arrows;
mod coref;
mod eval;
mod floors;
mod licences;
mod names;
mod suites;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", about = "Tasks of the dateline workspace")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run every scorer over the dev sets, print one table, compare with the pinned floors.
    Eval(eval::Options),
    /// Check that the crates depend on each other only as ARCHITECTURE.md says.
    Arrows,
    /// Check the licences of all crates that are linked in against deny.toml.
    Licences,
}

fn main() -> Result<()> {
    match Arguments::parse().task {
        Task::Eval(options) => eval::run(&options),
        Task::Arrows => arrows::check(),
        Task::Licences => licences::check(),
    }
}
