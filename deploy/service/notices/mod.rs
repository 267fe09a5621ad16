//! Notices kept: what the open months derive is kept once by its identity, what is derived no more is withdrawn.
//!
//! Nothing is sent here. A kept notice waits, pending, until it is sent or its cause is taken back; then it is withdrawn,
//! and pending again if it is derived again. The notices of a closed month are left as they are, and so is a closed month's
//! end: its results are not derived any more, which takes nothing back.

#[cfg(test)]
mod tests;

use ingest::live::{Live, Moment};
use ingest::store::StoreError;
use ingest::store::sqlite::Records;
use ingest::store::{KeptNotice, NoticeState};
use reports::render::contract;
use scoring::context::Context;
use scoring::notices::{Notice, NoticeKind};
use scoring::time::{Date, Month};
use std::collections::{HashMap, HashSet};

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

/// What the open months say.
struct Derived {
    months: Vec<Month>,
    notices: Vec<KeptNotice>,
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
        let (Some(first), Some(last)) = (derived.months.first(), derived.months.last()) else {
            return Ok(Looked::default());
        };
        let kept = self.records.notices(&first.first_day().to_string(), &last.last_day().to_string())?;
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

fn derive(moment: &Moment<'_>) -> Derived {
    let notices = moment.results.iter().flat_map(|result| &result.notices);
    Derived {
        months: moment.results.iter().map(|result| result.month).collect(),
        notices: notices.map(|notice| to_keep(&moment.context, notice)).collect(),
    }
}

/// A notice as it is kept; its body is the line of `notices.ndjson`.
fn to_keep(context: &Context<'_>, notice: &Notice) -> KeptNotice {
    let registry = context.registry();
    let recipients = notice.recipients().into_iter();
    KeptNotice {
        identity: notice.identity(context.log, registry),
        kind: notice.kind.word().to_owned(),
        level: notice.level,
        subject: scoring::month::notice_subject(context.log, registry, &notice.subject).into_owned(),
        date: notice.date.to_string(),
        recipients: recipients.map(|recipient| contract::recipient_name(registry, recipient)).collect(),
        body: contract::notices(context, std::slice::from_ref(notice)).trim_end().to_owned(),
        derived: context.as_of,
        state: NoticeState::Pending,
        sent: None,
    }
}

/// What is not kept yet, withdrawn, or kept with something else in it and not sent yet.
fn new_or_changed(kept: &[KeptNotice], derived: Vec<KeptNotice>) -> Vec<KeptNotice> {
    let kept: HashMap<&str, &KeptNotice> =
        kept.iter().map(|notice| (notice.identity.as_str(), notice)).collect();
    let is_wanted = |notice: &KeptNotice| match kept.get(notice.identity.as_str()) {
        None => true,
        Some(known) => match known.state {
            NoticeState::Withdrawn => true,
            NoticeState::Pending => {
                (&known.date, &known.recipients, &known.body)
                    != (&notice.date, &notice.recipients, &notice.body)
            }
            NoticeState::Sent | NoticeState::Failed => false,
        },
    };
    derived.into_iter().filter(is_wanted).collect()
}

/// The pending ones that the open months would derive if their cause still were.
fn gone(kept: &[KeptNotice], derived: &Derived) -> Vec<String> {
    let there: HashSet<&str> = derived.notices.iter().map(|notice| notice.identity.as_str()).collect();
    let gone = kept.iter().filter(|notice| {
        notice.state == NoticeState::Pending
            && is_of(notice, &derived.months)
            && !there.contains(notice.identity.as_str())
    });
    gone.map(|notice| notice.identity.clone()).collect()
}

/// Whether a notice comes from these months: those of the service itself come from none, those of a month's end from the
/// month before.
fn is_of(notice: &KeptNotice, months: &[Month]) -> bool {
    let (Some(kind), Some(date)) = (NoticeKind::of_word(&notice.kind), Date::parse(&notice.date)) else {
        return false;
    };
    let month = date.month();
    months.contains(&month) && (!kind.is_of_month_end() || months.contains(&month.previous()))
}
