//! Tables of the user: our own format, and the dictionaries of TABARI and PETRARCH.

use std::borrow::Cow;
use std::fmt;

use super::compile::{Builder, LineError};
use super::table::{Layer, Table};

/// What is wrong with a user's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableError {
    /// A line (from 1) and what is wrong with it.
    Line(usize, String),
    /// The table cannot be built (too large).
    Build(String),
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line, what) => write!(f, "line {line}: {what}"),
            Self::Build(what) => write!(f, "cannot build the table: {what}"),
        }
    }
}

impl std::error::Error for TableError {}

impl From<LineError> for TableError {
    fn from(e: LineError) -> Self {
        Self::Line(e.line, e.what)
    }
}

/// Largest user table, in bytes of text.
const LARGEST: usize = 64 << 20;

impl Table {
    pub(super) fn lay(&mut self, builder: Builder) -> Result<(), TableError> {
        let bytes = builder.finish().map_err(TableError::Build)?;
        if let Some(layer) = Layer::open(Cow::Owned(bytes)) {
            self.push(layer);
        }
        Ok(())
    }

    /// Lays a table in our format over this one (`kind, country, sectors, name, other names, facts`, tab-separated).
    pub fn with_user(mut self, text: &str) -> Result<Self, TableError> {
        if text.len() > LARGEST {
            return Err(TableError::Build(format!("more than {LARGEST} bytes")));
        }
        let mut builder = Builder::default();
        // Editors of other systems begin files with a mark.
        builder.actors(text.trim_start_matches('\u{feff}'))?;
        self.lay(builder)?;
        Ok(self)
    }
}
