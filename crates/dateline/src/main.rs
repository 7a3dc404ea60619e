//! The `dateline` command: crawled news pages in, a dated, sourced record of who did what to whom out.
//!
//! The binary owns paths, standard streams, colours, signals and time; the stages own none of them. Arguments are parsed literally
//! ([`args`]), then each command resolves its own once. Records go to standard output, progress and messages to standard error.

mod annotate;
mod args;
mod code;
mod explain;
mod extract;
mod generate;
mod inputs;
mod output;
mod progress;
mod run;
mod show;
mod table;
mod timeline;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};

/// How a command ended when nothing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Something,
    Nothing,
    /// Some inputs were bad; the others were processed and every bad one was reported.
    WithErrors,
    /// Ctrl-C; the store holds what was done.
    Interrupted,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let usual = std::panic::take_hook();
    // A panic on a page is caught and told with the page's place; the usual report of a crash would only frighten.
    std::panic::set_hook(Box::new(move |panic| {
        if !std::thread::current().name().is_some_and(|name| name.starts_with(dateline_pipeline::WORKER)) {
            usual(panic);
        }
    }));
    let ended = match &arguments.command {
        Command::Run(options) => run::run(&arguments.common, options),
        Command::Extract(options) => extract::run(&arguments.common, options),
        Command::Code(options) => code::run(&arguments.common, options),
        Command::Annotate(options) => annotate::run(&arguments.common, options),
        Command::Timeline(options) => timeline::run(&arguments.common, options),
        Command::Show(options) => show::run(&arguments.common, options),
        Command::Explain(options) => explain::run(&arguments.common, options),
        Command::Generate(options) => generate::run(options),
    };
    match ended {
        Ok(Found::Something) => ExitCode::SUCCESS,
        Ok(Found::Nothing) => ExitCode::from(1),
        Ok(Found::WithErrors) => ExitCode::from(2),
        // As shells tell of a program that SIGINT ended.
        Ok(Found::Interrupted) => ExitCode::from(130),
        // Whoever read our output has enough of it: that is no error.
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::message(&format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}
