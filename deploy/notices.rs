//! Which notices are to be kept and which withdrawn: what open months derive, against what is kept; or what changed about
//! it since one was last told.

use ingest::live::Moment;
use ingest::store::{KeptNotice, NoticeState};
use reports::render::contract;
use scoring::context::Context;
use scoring::notices::{Notice, NoticeKind};
use scoring::standing::NoticeChanges;
use scoring::time::{Date, Month};
use std::collections::{HashMap, HashSet};

/// What the open months say.
pub struct Derived {
    /// The open months, in order.
    pub months: Vec<Month>,
    /// Their notices.
    pub notices: Vec<KeptNotice>,
}

impl Derived {
    /// The dates that the months' notices lie within, both included; `None` where no month is open.
    pub fn dates(&self) -> Option<(String, String)> {
        let (first, last) = (self.months.first()?, self.months.last()?);
        Some((first.first_day().to_string(), last.last_day().to_string()))
    }
}

/// What the open months derive now.
pub fn derive<Kept>(moment: &Moment<'_, Kept>) -> Derived {
    let notices = moment.results.iter().flat_map(|result| &result.notices);
    Derived {
        months: moment.results.iter().map(|result| result.month).collect(),
        notices: notices.map(|notice| to_keep(&moment.context, notice)).collect(),
    }
}

/// What changed, for the store.
pub struct Changed {
    /// New ones and such with something else in them, in the order of the store: by identity.
    pub keep: Vec<KeptNotice>,
    /// The identities of those that are derived no more.
    pub withdraw: Vec<String>,
}

/// What changed, for the store; strings are made of nothing else.
pub fn changed(context: &Context<'_>, changes: &NoticeChanges) -> Changed {
    let mut keep = all_to_keep(context, &changes.came);
    // Neighbours go into the same pages.
    keep.sort_unstable_by(|a, b| a.identity.cmp(&b.identity));
    let gone = changes.gone.iter().map(|notice| notice.identity(context.log, context.registry()));
    Changed { keep, withdraw: gone.collect() }
}

/// Notices as they are kept.
pub fn all_to_keep(context: &Context<'_>, notices: &[Notice]) -> Vec<KeptNotice> {
    notices.iter().map(|notice| to_keep(context, notice)).collect()
}

/// A notice as it is kept; its body is the line of `notices.ndjson`.
pub fn to_keep(context: &Context<'_>, notice: &Notice) -> KeptNotice {
    let registry = context.registry();
    let recipients = notice.recipients().into_iter();
    KeptNotice {
        identity: notice.identity(context.log, registry),
        kind: notice.kind.word().to_owned(),
        level: notice.level,
        subject: scoring::month::notice_subject(context.log, registry, &notice.subject).into_owned(),
        date: notice.date.to_string(),
        recipients: recipients.map(|recipient| contract::recipient_name(registry, recipient)).collect(),
        body: contract::notice(context, notice),
        derived: context.as_of,
        state: NoticeState::Pending,
        sent: None,
    }
}

/// What is not kept yet, withdrawn, or kept with something else in it and not sent yet.
pub fn new_or_changed(kept: &[KeptNotice], derived: Vec<KeptNotice>) -> Vec<KeptNotice> {
    let kept: HashMap<&str, &KeptNotice> =
        kept.iter().map(|notice| (notice.identity.as_str(), notice)).collect();
    let is_wanted = |notice: &KeptNotice| match kept.get(notice.identity.as_str()) {
        None => true,
        Some(known) => match known.state {
            NoticeState::Withdrawn => true,
            NoticeState::Pending => !says_the_same(known, notice),
            NoticeState::Sent | NoticeState::Failed | NoticeState::Muted => false,
        },
    };
    derived.into_iter().filter(is_wanted).collect()
}

/// Whether two notices are the same with the same in them, whatever has become of them.
pub fn says_the_same(one: &KeptNotice, other: &KeptNotice) -> bool {
    (&one.identity, &one.date, &one.recipients, &one.body)
        == (&other.identity, &other.date, &other.recipients, &other.body)
}

/// The pending ones that the open months would derive if their cause still were.
pub fn gone(kept: &[KeptNotice], derived: &Derived) -> Vec<String> {
    let there: HashSet<&str> = derived.notices.iter().map(|notice| notice.identity.as_str()).collect();
    let gone = kept.iter().filter(|notice| {
        notice.state == NoticeState::Pending
            && is_of(&notice.kind, &notice.date, &derived.months)
            && !there.contains(notice.identity.as_str())
    });
    gone.map(|notice| notice.identity.clone()).collect()
}

/// Whether a notice of a kind and date comes from these months: those of the service itself come from none, those of a
/// month's end from the month before.
pub fn is_of(kind: &str, date: &str, months: &[Month]) -> bool {
    let (Some(kind), Some(date)) = (NoticeKind::of_word(kind), Date::parse(date)) else {
        return false;
    };
    let month = date.month();
    months.contains(&month) && (!kind.is_of_month_end() || months.contains(&month.previous()))
}
