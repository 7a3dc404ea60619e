//! `dateline generate`: what packagers install beside the program.

use anyhow::{Result, bail};
use clap::CommandFactory;

use crate::Found;
use crate::args::{Arguments, Generate, Generated};
use crate::output::Out;

pub(crate) fn run(options: &Generate) -> Result<Found> {
    let mut command = Arguments::command();
    let mut bytes = Vec::new();
    match &options.what {
        Generated::Man { command: None } => clap_mangen::Man::new(command).render(&mut bytes)?,
        Generated::Man { command: Some(name) } => {
            // Gives each command the options that all have, and the name that the program's own page refers to.
            command.build();
            let Some(one) = command.find_subcommand(name) else { bail!("{name}: no command of dateline") };
            clap_mangen::Man::new(one.clone()).render(&mut bytes)?;
        }
        Generated::Completions { shell } => {
            clap_complete::generate(*shell, &mut command, "dateline", &mut bytes)
        }
    }
    let mut out = Out::new();
    out.text(&String::from_utf8_lossy(&bytes))?;
    out.end()?;
    Ok(Found::Something)
}
