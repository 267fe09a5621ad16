//! The embedded store: one SQLite database in the data folder, write-ahead log, every commit on the disk before it counts.
//!
//! [`Sqlite`] is the one that appends and holds the folder's lock. [`Records`] is everything else that is kept (accounts,
//! tokens, closed months, notices, audit): several of them may be open beside it, in this process or another, since what
//! they write is small and SQLite orders it.

mod accounts;
mod addressees;
mod append;
mod audit;
mod audit_cuts;
mod backup;
mod displays;
mod drafts;
mod erasures;
mod feeds;
mod files;
mod given_changes;
mod invitations;
mod letters;
mod listening;
mod month_sheets;
mod months;
mod notices;
mod open;
mod outbox;
mod photos;
mod plain_applicants;
mod public_notices;
mod public_page;
mod read;
mod redactions;
mod rejections;
mod report_texts;
mod retention;
mod secrets;
mod tokens;
mod week_remarks;

pub use accounts::{Account, KeptSession, Role, SESSION_IDLE_NANOS, Session};
pub use addressees::KeptAddressee;
pub use audit::{AuditEntry, AuditFilter, AuditWalk, KeptAuditEntry};
pub use audit_cuts::{AuditCut, AuditDue, AuditMark, CutRefusal};
pub use backup::restore;
pub use displays::Display;
pub use drafts::{Draft, KeptDraft};
pub use erasures::{Erasure, Traces};
pub use files::{FileRecord, RejectedLine};
pub use given_changes::GivenChange;
pub use invitations::Invitation;
pub use letters::KeptLetter;
pub use listening::Listening;
pub use month_sheets::{CheckMark, KeptPreview, KeptSheet};
pub use notices::Acknowledgement;
pub use open::{FILE_NAME, Sqlite};
pub use photos::{Photo, PhotoUse};
pub use plain_applicants::PlainApplicants;
pub use public_notices::PublicNotice;
pub use redactions::Redaction;
pub use rejections::{KeptRejection, RejectionFilter, RejectionState};
pub use report_texts::KeptTexts;
pub use retention::{Kind, Overdue, Period, Retention};
pub use tokens::{IssuedToken, Token};
pub use week_remarks::WeekRemark;

use super::StoreError;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use std::path::PathBuf;

/// The records beside the events.
#[derive(Debug)]
pub struct Records {
    connection: Connection,
    file: PathBuf,
}

/// Turns what SQLite said into what a person can act on.
fn failed(file: &std::path::Path, attempt: &str) -> impl FnOnce(rusqlite::Error) -> StoreError + use<> {
    let (file, attempt) = (file.to_owned(), attempt.to_owned());
    move |error| {
        // The index of the write-ahead log is a file too, and grows.
        let extended = error.sqlite_error().map(|error| error.extended_code);
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::Full(file),
            Some(ErrorCode::SystemIoFailure) if extended == Some(SQLITE_IOERR_SHMSIZE) => {
                StoreError::Full(file)
            }
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                StoreError::ReadOnly(file)
            }
            Some(ErrorCode::NotADatabase) => StoreError::NoStore(file),
            _ => StoreError::Failed {
                attempt: format!("{attempt} in {}", file.display()),
                cause: Box::new(error),
            },
        }
    }
}

impl Records {
    fn failed(&self, attempt: &str) -> impl FnOnce(rusqlite::Error) -> StoreError + use<> {
        failed(&self.file, attempt)
    }

    /// Does several things to the records: all of them or, on an error, none.
    ///
    /// # Errors
    ///
    /// [`StoreError`], or what the work met.
    pub fn at_once<T>(&self, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        if !self.connection.is_autocommit() {
            // Part of something larger that is all or nothing.
            return work();
        }
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)
            .map_err(self.failed("begin to write"))?;
        let done = work()?;
        transaction.commit().map_err(self.failed("write"))?;
        Ok(done)
    }
}
