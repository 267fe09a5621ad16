//! Notices kept: what the open months derive is kept once by its identity, what is derived no more is withdrawn.
//!
//! Nothing is sent here. A kept notice waits, pending, until it is sent or its cause is taken back; then it is withdrawn,
//! and pending again if it is derived again. The notices of a closed month are left as they are, and so is a closed month's
//! end: its results are not derived any more, which takes nothing back.
//!
//! The keeper follows the standing. After a start, and whenever other months are open, it is told of every notice and
//! compares each with what is kept; from then on of what came and went, so that an event costs what it changes.

#[cfg(test)]
mod random;
#[cfg(test)]
mod tests;

use crate::notices::{Changed, all_to_keep, changed, is_of, says_the_same};
use ingest::live::{Desk, Live};
use ingest::store::sqlite::Records;
use ingest::store::{KeptNotice, StoreError};
use scoring::time::Month;
use std::collections::HashSet;
use std::ops::AddAssign;
use std::sync::atomic::{AtomicU64, Ordering};

/// So many are asked for, and kept in one transaction, so that events need not wait long for their turn at the desk nor
/// for theirs at the store.
const KEPT_TOGETHER: usize = 2000;

/// Numbers of followers, each used once in this process.
static FOLLOWERS: AtomicU64 = AtomicU64::new(0);

/// What keeps the notices of one service.
pub struct Keeper {
    live: Live,
    records: Records,
    /// `None`: everything is to be compared.
    following: Option<Following>,
    /// How many notices are asked for, and kept in one transaction.
    part: usize,
}

/// How far the keeper has followed the standing.
struct Following {
    follower: u64,
    /// The identities that it was told, while it is told of all; those that are kept and not among them are gone.
    told: Option<HashSet<String>>,
    /// The notices of months' ends as they were when it last asked, by identity.
    month_ends: Vec<KeptNotice>,
}

/// What the desk tells at once.
struct Part {
    changed: Changed,
    /// Those of months' ends, where they may be others.
    month_ends: Option<Vec<KeptNotice>>,
    has_more: bool,
    /// The open months.
    months: Vec<Month>,
}

/// What a look at the open months came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Notices that are pending and were not.
    pub pending: usize,
    /// Notices that were withdrawn.
    pub withdrawn: usize,
}

impl AddAssign for Looked {
    fn add_assign(&mut self, other: Looked) {
        self.pending += other.pending;
        self.withdrawn += other.withdrawn;
    }
}

impl Keeper {
    /// A keeper that has seen nothing yet.
    pub fn new(live: Live, records: Records) -> Keeper {
        Keeper { live, records, following: None, part: KEPT_TOGETHER }
    }

    /// Keeps what the open months derive now.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the next look compares everything.
    pub fn look(&mut self) -> Result<Looked, StoreError> {
        let mut looked = Looked::default();
        if let Some(following) = self.following.take()
            && self.go_on(following, &mut looked)?
        {
            return Ok(looked);
        }
        let all = self.begin()?;
        // Where other months are open meanwhile, the next look compares everything again.
        self.go_on(all, &mut looked)?;
        Ok(looked)
    }

    /// Follows the standing anew.
    fn begin(&self) -> Result<Following, StoreError> {
        let follower = FOLLOWERS.fetch_add(1, Ordering::Relaxed);
        self.at_desk(move |desk| desk.follow_notices(follower))?;
        Ok(Following { follower, told: Some(HashSet::new()), month_ends: Vec::new() })
    }

    /// The next part; `None` where the standing is not followed any more.
    fn ask(&self, following: &Following) -> Result<Option<Part>, StoreError> {
        let (follower, at_most) = (following.follower, self.part);
        self.at_desk(move |desk| next_part(desk, follower, at_most))
    }

    /// Keeps part after part until there is no more to be told; false where the standing is not followed any more.
    fn go_on(&mut self, mut following: Following, looked: &mut Looked) -> Result<bool, StoreError> {
        loop {
            let Some(part) = self.ask(&following)? else { return Ok(false) };
            let Part { changed, month_ends, has_more, months } = part;
            *looked += self.keep(&mut following, changed, month_ends)?;
            if !has_more {
                *looked += self.withdraw_untold(&mut following, &months)?;
                self.following = Some(following);
                return Ok(true);
            }
        }
    }

    fn keep(
        &self,
        following: &mut Following,
        changed: Changed,
        month_ends: Option<Vec<KeptNotice>>,
    ) -> Result<Looked, StoreError> {
        let Changed { mut keep, mut withdraw } = changed;
        if let Some(now) = month_ends {
            let before = std::mem::replace(&mut following.month_ends, now.clone());
            let is_among = |notice: &KeptNotice, others: &[KeptNotice]| {
                others.iter().any(|other| other.identity == notice.identity)
            };
            withdraw
                .extend(before.iter().filter(|gone| !is_among(gone, &now)).map(|gone| gone.identity.clone()));
            keep.extend(
                now.into_iter().filter(|notice| !before.iter().any(|known| says_the_same(known, notice))),
            );
        }
        if let Some(told) = &mut following.told {
            told.extend(keep.iter().map(|notice| notice.identity.clone()));
            keep = self.records.not_kept_yet(keep)?;
        }
        let mut looked = Looked::default();
        if !keep.is_empty() {
            looked.pending = self.records.keep_notices(&keep)?;
        }
        if !withdraw.is_empty() {
            looked.withdrawn = self.records.withdraw_notices(&withdraw)?;
        }
        Ok(looked)
    }

    /// Withdraws what is kept of the open months and was not told, once all was told.
    fn withdraw_untold(&self, following: &mut Following, months: &[Month]) -> Result<Looked, StoreError> {
        let mut looked = Looked::default();
        let Some(told) = following.told.take() else { return Ok(looked) };
        let (Some(first), Some(last)) = (months.first(), months.last()) else { return Ok(looked) };
        let (from, to) = (first.first_day().to_string(), last.last_day().to_string());
        let untold = self.records.choose_pending(&from, &to, |identity, kind, date| {
            is_of(kind, date, months) && !told.contains(identity)
        })?;
        for some in untold.chunks(self.part) {
            looked.withdrawn += self.records.withdraw_notices(some)?;
        }
        Ok(looked)
    }

    fn at_desk<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Desk<'_>) -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        self.live.act_and_wait(act).map_err(|stopped| StoreError::Failed {
            attempt: "ask for the notices".to_owned(),
            cause: Box::new(stopped),
        })
    }
}

/// What the desk tells a follower next.
fn next_part(desk: &mut Desk<'_>, follower: u64, at_most: usize) -> Option<Part> {
    let changes = desk.take_notice_changes(follower, at_most)?;
    let month_ends = changes.may_month_ends_differ.then(|| desk.month_end_notices());
    let context = desk.context();
    Some(Part {
        changed: changed(&context, &changes),
        month_ends: month_ends.map(|notices| all_to_keep(&context, &notices)),
        has_more: changes.has_more,
        months: desk.months().to_vec(),
    })
}
