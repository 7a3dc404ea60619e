//! Schema versions and the steps between them.

use rusqlite::Connection;

use crate::StoreError;

/// "dtln": tells a store of dateline from any other SQLite file.
const APPLICATION_ID: i64 = 0x6474_6c6e;

/// Step `n` brings version `n` to `n + 1`.
const STEPS: &[&str] = &[include_str!("../migrations/001.sql")];

/// The schema version that this crate writes.
pub const VERSION: i64 = STEPS.len() as i64;

pub(crate) fn migrate(db: &mut Connection) -> Result<(), StoreError> {
    // Another run may hold the file for a moment.
    db.busy_timeout(std::time::Duration::from_secs(10))?;
    let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let application: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION_ID && tables > 0 {
        return Err(StoreError::NotAStore(Default::default()));
    }
    if found > VERSION {
        return Err(StoreError::TooNew { found, known: VERSION });
    }
    // Not before it is known to be ours: this is written into the file. With the log written ahead a killed process loses nothing that
    // was committed; only a crash of the machine may, and the next run reads those pages again.
    db.pragma_update(None, "journal_mode", "wal")?;
    db.pragma_update(None, "synchronous", "normal")?;
    for (step, sql) in STEPS.iter().enumerate().skip(usize::try_from(found).unwrap_or(0)) {
        let transaction = db.transaction()?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", step as i64 + 1)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.commit()?;
    }
    Ok(())
}
