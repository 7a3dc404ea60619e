//! Standard output and standard error.

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use indicatif::ProgressBar;
use serde_json::Value;

use crate::args::{Common, Format};

/// Buffered standard output; what is written is flushed by [`Out::end`].
pub(crate) struct Out(io::BufWriter<io::StdoutLock<'static>>);

impl Out {
    pub(crate) fn new() -> Self {
        Self(io::BufWriter::new(io::stdout().lock()))
    }

    pub(crate) fn line(&mut self, line: &str) -> Result<()> {
        self.0.write_all(line.as_bytes())?;
        self.0.write_all(b"\n")?;
        Ok(())
    }

    pub(crate) fn text(&mut self, text: &str) -> Result<()> {
        Ok(self.0.write_all(text.as_bytes())?)
    }

    /// Hands over what is written so far: the input may be a stream that pauses.
    pub(crate) fn flush(&mut self) -> Result<()> {
        Ok(self.0.flush()?)
    }

    pub(crate) fn end(mut self) -> Result<()> {
        Ok(self.0.flush()?)
    }
}

/// Values as JSON lines, or as one list for people who read JSON.
pub(crate) fn json(out: &mut Out, format: Format, values: &[Value]) -> Result<()> {
    if format == Format::Json {
        return out.line(&serde_json::to_string_pretty(values)?);
    }
    values.iter().try_for_each(|value| out.line(&value.to_string()))
}

/// The bar that is on the terminal now; messages go above it.
static BAR: Mutex<Option<ProgressBar>> = Mutex::new(None);

pub(crate) fn set_bar(bar: Option<ProgressBar>) {
    *BAR.lock().unwrap_or_else(PoisonError::into_inner) = bar;
}

/// A line on standard error, whatever becomes of it. Control characters, which input may have brought, become spaces.
pub(crate) fn message(text: &str) {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let print = || drop(writeln!(io::stderr(), "dateline: {clean}"));
    match BAR.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
        Some(bar) => bar.suspend(print),
        None => print(),
    }
}

pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

/// The format asked for, else a table for people and JSON lines for programs.
pub(crate) fn format(common: &Common) -> Format {
    common.format.unwrap_or(if io::stdout().is_terminal() { Format::Table } else { Format::Jsonl })
}

/// Whether standard output may carry colours: a terminal, and no NO_COLOR (no-color.org).
pub(crate) fn colours() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    io::stdout().is_terminal() && !refused && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Columns of the terminal, else of a wide page.
pub(crate) fn width() -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let own = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    asked.or_else(own).unwrap_or(120).clamp(40, 240)
}
