//! Schema versions and the steps between them.

use rusqlite::{Connection, TransactionBehavior};

use crate::StoreError;

/// "dtln": tells a store of dateline from any other SQLite file.
const APPLICATION_ID: i64 = 0x6474_6c6e;

/// Step `n` brings version `n` to `n + 1`.
const STEPS: &[&str] = &[include_str!("../migrations/001.sql")];

/// The schema version that this crate writes.
pub const VERSION: i64 = STEPS.len() as i64;

/// Brings a file to the present version; an empty one becomes a store only where `create` says so. Runs may do this side by side: what
/// is found is looked at again under the lock of whoever changes it.
pub(crate) fn migrate(db: &mut Connection, create: bool) -> Result<(), StoreError> {
    // Another run may hold the file for a moment.
    db.busy_timeout(std::time::Duration::from_secs(10))?;
    let found = version(db)?;
    if found == 0 && !create {
        return Err(StoreError::NotAStore(Default::default()));
    }
    // Not before it is known to be ours: this is written into the file. With the log written ahead a killed process loses nothing that
    // was committed; only a crash of the machine may, and the next run reads those pages again.
    let mode: String = db.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    if create && mode != "wal" {
        db.pragma_update(None, "journal_mode", "wal")?;
    }
    db.pragma_update(None, "synchronous", "normal")?;
    if found == VERSION {
        return Ok(());
    }
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&transaction)?;
    for (step, sql) in STEPS.iter().enumerate().skip(usize::try_from(found).unwrap_or(0)) {
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", step as i64 + 1)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    transaction.commit()?;
    Ok(())
}

/// The version of a store, 0 for an empty file; an error for what is no store, or of a later version.
fn version(db: &Connection) -> Result<i64, StoreError> {
    // One statement, so that all three are of one moment.
    let (found, application, tables): (i64, i64, i64) = db.query_row(
        "SELECT v.user_version, a.application_id, (SELECT count(*) FROM sqlite_schema)
         FROM pragma_user_version v, pragma_application_id a",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    if application != APPLICATION_ID && tables > 0 {
        return Err(StoreError::NotAStore(Default::default()));
    }
    if found > VERSION {
        return Err(StoreError::TooNew { found, known: VERSION });
    }
    Ok(found)
}
