//! Tells people of appeals and rectification orders: each notice kept once by its identity, and withdrawn where its cause was
//! taken back before it was sent.
//!
//! | identity | date | to |
//! | --- | --- | --- |
//! | `appeal_filed/ID` | the day of filing | the supervision bureau |
//! | `appeal_undecided/ID` | the first working day after the last one to decide it, undecided until then | the bureau, the county leader |
//! | `appeal_decided/ID`, a further one `appeal_decided/ID/2` | the day of the decision | the window, its department's head |
//! | `order_issued/ID` | the day of issue | the window, its department's head |
//! | `order_due/ID/DUE` | the working day before the due date, open until then | the window, its department's head |
//! | `order_overdue/ID/DUE` | the first working day after the due date, open until then | the department's head, the bureau |
//! | `order_failed/ID/N` | the day of the N-th failed check | the window, its department's head |
//!
//! A day that is no working day counts as the next one. What happens on a notice's date or later takes it back no more; an
//! event that was retracted has never been. Only dates of the last working days are looked at, so that a county that begins
//! with an old log is not told of what is long over.

mod derive;
#[cfg(test)]
mod tests;

use crate::notices::new_or_changed;
use ingest::live::Live;
use ingest::store::sqlite::Records;
use ingest::store::{KeptNotice, NoticeState, StoreError};
use scoring::time::Date;
use std::collections::HashSet;

/// So many working days back notices are derived, and withdrawn where they are derived no more.
const LOOK_BACK_WORKDAYS: u32 = 15;

/// What watches appeals and orders of one service.
pub struct Watcher {
    live: Live,
    records: Records,
    /// The state of the desk that was last looked at, and the day.
    seen: Option<(u64, Date)>,
}

/// What a look came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Notices that are pending and were not.
    pub pending: usize,
    /// Notices that were withdrawn.
    pub withdrawn: usize,
}

/// The notices of a stretch of dates, both included.
struct Derived {
    from: Date,
    to: Date,
    notices: Vec<KeptNotice>,
}

impl Watcher {
    /// A watcher that has looked at nothing yet.
    pub fn new(live: Live, records: Records) -> Watcher {
        Watcher { live, records, seen: None }
    }

    /// Looks at every appeal and order once, where something has changed or another day has begun.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn look(&mut self) -> Result<Looked, StoreError> {
        let seen = self.seen;
        let asked = self.live.act_and_wait(move |desk| {
            let now = (desk.changes(), desk.context().today());
            if seen == Some(now) {
                return Ok(None);
            }
            let to = now.1;
            let from = desk.context().calendar().minus(to, LOOK_BACK_WORKDAYS);
            let notices = match desk.context().log.appeals_and_orders() {
                [] => Vec::new(),
                [..] => derive::derive(&desk.moment(), from)?,
            };
            Ok::<_, StoreError>(Some((now, Derived { from, to, notices })))
        });
        let asked = asked.map_err(|stopped| StoreError::Failed {
            attempt: "ask for appeals and orders".to_owned(),
            cause: Box::new(stopped),
        })?;
        let Some((now, derived)) = asked? else { return Ok(Looked::default()) };
        let looked = self.keep(derived)?;
        self.seen = Some(now);
        Ok(looked)
    }

    fn keep(&self, Derived { from, to, notices }: Derived) -> Result<Looked, StoreError> {
        let mut kept = self.records.notices(&from.to_string(), &to.to_string())?;
        kept.retain(|notice| derive::KINDS.contains(&notice.kind.as_str()));
        let there: HashSet<&str> = notices.iter().map(|notice| notice.identity.as_str()).collect();
        let gone = kept.iter().filter(|notice| {
            notice.state == NoticeState::Pending && !there.contains(notice.identity.as_str())
        });
        let gone: Vec<String> = gone.map(|notice| notice.identity.clone()).collect();
        let mut looked = Looked::default();
        looked.pending += self.records.keep_notices(&new_or_changed(&kept, notices))?;
        looked.withdrawn += self.records.withdraw_notices(&gone)?;
        Ok(looked)
    }
}
