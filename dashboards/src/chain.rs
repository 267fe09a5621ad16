//! The chain of the audit log as far as the service has checked it. What was checked once is remembered until the service
//! starts again, so that a look at the log checks what is new alone; a long stretch, as after a start, is checked beside the
//! pages. Whoever changes an entry that was checked is told by `flagpost audit verify` and by the next start.

use crate::app::App;
use ingest::store::StoreError;
use ingest::store::sqlite::{AuditMark, AuditWalk, Records};
use serde::Serialize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many entries at most are checked while somebody waits for the page.
const CHECKED_AT_ONCE: u64 = 5_000;

/// So many entries are checked in one step beside the pages.
const STEP: u64 = 20_000;

/// What the service remembers of the chain.
#[derive(Debug, Default)]
pub struct Chain(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    walk: AuditWalk,
    is_checking: bool,
}

/// What a page says of the chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// The last entry that follows from the one before it; none where none was checked.
    pub until: Option<u64>,
    /// The first one that does not.
    pub broken: Option<u64>,
    /// Whether later entries are being checked.
    pub is_checking: bool,
}

impl Chain {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn told(&self) -> Checked {
        let state = self.state();
        Checked {
            until: state.walk.until.as_ref().map(|mark| mark.entry),
            broken: state.walk.broken,
            is_checking: state.is_checking,
        }
    }

    /// Checks on from where it was, in steps, and tells each step.
    fn check_on(&self, records: &Records) -> Result<(), StoreError> {
        loop {
            let from = self.state().walk.until.clone();
            let walk = records.walk_audit(from.as_ref(), STEP)?;
            let is_done = walk.broken.is_some() || walk.until == from;
            self.state().walk = walk;
            if is_done {
                return Ok(());
            }
        }
    }
}

/// Checks what is new in the audit log, at once where it is little.
///
/// # Errors
///
/// [`StoreError`]
pub async fn look(app: &Arc<App>) -> Result<Checked, StoreError> {
    let from = {
        let state = app.chain.state();
        if state.is_checking {
            drop(state);
            return Ok(app.chain.told());
        }
        state.walk.until.clone()
    };
    match app.records(move |records| little(records, from.as_ref())).await? {
        Some(walk) => app.chain.state().walk = walk,
        None => begin(app),
    }
    Ok(app.chain.told())
}

/// Checks what is new, where it is little.
fn little(records: &Records, from: Option<&AuditMark>) -> Result<Option<AuditWalk>, StoreError> {
    let last = records.audit_head()?.map_or(0, |(number, _)| number);
    let cut = records.audit_cuts()?.first().map_or(0, |cut| cut.last.entry);
    let checked = from.map_or(0, |mark| mark.entry).max(cut);
    let is_little = last.saturating_sub(checked) <= CHECKED_AT_ONCE;
    is_little.then(|| records.walk_audit(from, u64::MAX)).transpose()
}

fn begin(app: &Arc<App>) {
    if std::mem::replace(&mut app.chain.state().is_checking, true) {
        return;
    }
    let of = app.clone();
    app.beside(move |records| {
        let checked = of.chain.check_on(records);
        of.chain.state().is_checking = false;
        checked
    });
}
