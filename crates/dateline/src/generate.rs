//! `dateline generate`: what packagers install beside the program.

use anyhow::Result;
use clap::CommandFactory;

use crate::Found;
use crate::args::{Arguments, Generate, Generated};
use crate::output::Out;

pub(crate) fn run(options: &Generate) -> Result<Found> {
    let mut command = Arguments::command();
    let mut bytes = Vec::new();
    match &options.what {
        Generated::Man => clap_mangen::Man::new(command).render(&mut bytes)?,
        Generated::Completions { shell } => {
            clap_complete::generate(*shell, &mut command, "dateline", &mut bytes)
        }
    }
    let mut out = Out::new();
    out.text(&String::from_utf8_lossy(&bytes))?;
    out.end()?;
    Ok(Found::Something)
}
