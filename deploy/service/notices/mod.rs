//! Notices kept: what the open months derive is kept once by its identity, what is derived no more is withdrawn.
//!
//! Nothing is sent here. A kept notice waits, pending, until it is sent or its cause is taken back; then it is withdrawn,
//! and pending again if it is derived again. The notices of a closed month are left as they are, and so is a closed month's
//! end: its results are not derived any more, which takes nothing back.

#[cfg(test)]
mod tests;

use crate::notices::{Derived, derive, gone, new_or_changed};
use ingest::live::Live;
use ingest::store::StoreError;
use ingest::store::sqlite::Records;

/// So many are kept in one transaction, so that events need not wait long for their turn.
const KEPT_TOGETHER: usize = 2000;

/// What keeps the notices of one service.
pub struct Keeper {
    live: Live,
    records: Records,
    /// The state of the desk that was last looked at.
    seen: Option<u64>,
}

/// What a look at the open months came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Notices that are pending and were not.
    pub pending: usize,
    /// Notices that were withdrawn.
    pub withdrawn: usize,
}

impl Keeper {
    /// A keeper that has seen nothing yet.
    pub fn new(live: Live, records: Records) -> Keeper {
        Keeper { live, records, seen: None }
    }

    /// Keeps what the open months derive now; where nothing has changed since it last looked, it does not ask them.
    pub fn look(&mut self) -> Result<Looked, StoreError> {
        let seen = self.seen;
        let asked = self.live.act_and_wait(move |desk| {
            (seen != Some(desk.changes())).then(|| {
                let derived = derive(&desk.moment());
                (desk.changes(), derived)
            })
        });
        let asked = asked.map_err(|stopped| StoreError::Failed {
            attempt: "ask for the notices".to_owned(),
            cause: Box::new(stopped),
        })?;
        let Some((changes, derived)) = asked else { return Ok(Looked::default()) };
        let looked = self.keep(derived)?;
        self.seen = Some(changes);
        Ok(looked)
    }

    fn keep(&self, derived: Derived) -> Result<Looked, StoreError> {
        let Some((from, to)) = derived.dates() else { return Ok(Looked::default()) };
        let kept = self.records.notices(&from, &to)?;
        let withdraw = gone(&kept, &derived);
        let keep = new_or_changed(&kept, derived.notices);
        let mut looked = Looked::default();
        for some in keep.chunks(KEPT_TOGETHER) {
            looked.pending += self.records.keep_notices(some)?;
        }
        for some in withdraw.chunks(KEPT_TOGETHER) {
            looked.withdrawn += self.records.withdraw_notices(some)?;
        }
        Ok(looked)
    }
}
