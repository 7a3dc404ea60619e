//! The SQLite store: pages, articles, stories, events, reports, actors, and a full-text index over the articles.
//!
//! One file, written in transactions of many pages, so that a killed run leaves whole pages and the next run goes on with
//! the rest. Every key is a hash of content: the same input gives the same rows whatever the order, the number of threads or
//! the runs that it took. The option rejected: numbered rows, which make the order of insertion part of the result.
//!
//! ```
//! let store = dateline_store::Store::in_memory().unwrap();
//! assert_eq!(store.counts().unwrap().pages, 0);
//! ```

mod key;
mod read;
mod schema;
mod write;

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub use key::{Key, page_key};
pub use read::{ArticleRow, Counts, EventRow, Filter, ParticipantRow, ReportRow};
pub use schema::VERSION;
pub use write::{Batch, Outcome, StoredPage};

/// An open store.
pub struct Store {
    db: Connection,
}

/// Why a store could not be opened, read or written.
#[derive(Debug)]
pub enum StoreError {
    /// SQLite's own message.
    Sqlite(rusqlite::Error),
    /// The file exists and is no store of dateline.
    NotAStore(PathBuf),
    /// Made by a later version of dateline.
    TooNew { found: i64, known: i64 },
    /// There is no such file, and it was not to be made.
    Missing(PathBuf),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(error) => write!(f, "store: {error}"),
            Self::NotAStore(path) => write!(f, "{}: not a dateline store", path.display()),
            Self::TooNew { found, known } => {
                write!(f, "the store has schema version {found}; this dateline knows up to {known}")
            }
            Self::Missing(path) => write!(f, "{}: no such store", path.display()),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl Store {
    /// Opens the store, making the file and its schema if there is none, and migrating an older one.
    pub fn open_or_create(path: &Path) -> Result<Self, StoreError> {
        Self::prepare(Connection::open(path)?, path, true)
    }

    /// Opens a store for reading only.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        // Read-write at the file level, because a store that a killed run left needs its journal rolled in.
        Self::prepare(
            Connection::open_with_flags(
                path,
                rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX,
            )?,
            path,
            false,
        )
    }

    pub fn in_memory() -> Result<Self, StoreError> {
        Self::prepare(Connection::open_in_memory()?, Path::new(":memory:"), true)
    }

    fn prepare(mut db: Connection, path: &Path, create: bool) -> Result<Self, StoreError> {
        schema::migrate(&mut db, create).map_err(|error| match error {
            StoreError::Sqlite(rusqlite::Error::SqliteFailure(e, _))
                if e.code == rusqlite::ErrorCode::NotADatabase =>
            {
                StoreError::NotAStore(path.to_owned())
            }
            StoreError::NotAStore(_) => StoreError::NotAStore(path.to_owned()),
            other => other,
        })?;
        Ok(Self { db })
    }
}
