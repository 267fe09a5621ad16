//! Which notices came and went since their follower was last told, so that whoever keeps them need not compare all.
//!
//! A follower begins with nothing. It is told first, part by part, of every notice that is derived; from then on of what
//! changes, subject by subject. A change that was undone before it was told is not told at all.
//!
//! Notices of months' ends follow from everything in a month. They are few, and made anew where something of a month that
//! is over has changed ([`NoticeChanges::may_month_ends_differ`]).

use super::Kept;
use super::returns::Returns;
use crate::context::Context;
use crate::log::SubjectIdx;
use crate::notices::Notice;
use crate::time::Month;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// So many subjects are looked through for one part at most, while a follower is told of all.
const SUBJECTS_OF_A_PART: SubjectIdx = 1 << 16;

/// What changed about the notices of open months.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct NoticeChanges {
    /// Derived now, and were not or with something else in them.
    pub came: Vec<Notice>,
    /// Derived no more. None of them has the identity of one that came.
    pub gone: Vec<Notice>,
    /// Whether there is more to be told now.
    pub has_more: bool,
    /// Whether notices of months' ends may be others than when this was last so; told with the last part.
    pub may_month_ends_differ: bool,
}

/// What a follower of the notices was told.
#[derive(Debug)]
pub(super) struct Journal {
    pub(super) follower: u64,
    /// The follower was told of no subject from this one on.
    untold: SubjectIdx,
    /// What subjects that have changed since said when the follower was told of them.
    told: BTreeMap<SubjectIdx, Vec<Notice>>,
    returns: Returns,
    pub(super) may_month_ends_differ: bool,
}

impl Journal {
    /// For a follower that was told of nothing yet.
    pub(super) fn new(
        follower: u64,
        context: &Context<'_>,
        kept: &HashMap<SubjectIdx, Kept, FixedState>,
    ) -> Journal {
        let mut returns = Returns::default();
        for kept in kept.values().filter(|kept| !kept.returned.is_empty()) {
            returns.change(context, &[], &kept.returned);
        }
        Journal { follower, untold: 0, told: BTreeMap::new(), returns, may_month_ends_differ: true }
    }

    /// Takes note of what a subject says now and said before.
    pub(super) fn note(
        &mut self,
        context: &Context<'_>,
        subject: SubjectIdx,
        before: Option<Kept>,
        now: Option<&Kept>,
    ) {
        let before = before.unwrap_or_default();
        let (notices, returned) =
            now.map_or((&[][..], &[][..]), |now| (now.notices.as_slice(), now.returned.as_slice()));
        if !before.returned.is_empty() || !returned.is_empty() {
            self.returns.change(context, &before.returned, returned);
        }
        if subject < self.untold && before.notices != notices {
            // What was said in between was never told.
            self.told.entry(subject).or_insert(before.notices);
        }
    }

    /// The next part of what is to be told, of about so many notices at most.
    pub(super) fn take(
        &mut self,
        context: &Context<'_>,
        months: &[Month],
        kept: &HashMap<SubjectIdx, Kept, FixedState>,
        at_most: usize,
    ) -> NoticeChanges {
        let mut changes = NoticeChanges::default();
        let says = |subject: SubjectIdx| kept.get(&subject).map_or(&[][..], |kept| kept.notices.as_slice());
        let mut tell = |before: &[Notice], now: &[Notice]| {
            let asked = |notice: &&Notice| months.contains(&notice.date.month());
            let came = now.iter().filter(asked).filter(|notice| !before.contains(notice));
            changes.came.extend(came.cloned());
            let is_there = |gone: &Notice| now.iter().filter(asked).any(|notice| gone.is_same(notice));
            changes.gone.extend(before.iter().filter(asked).filter(|gone| !is_there(gone)).cloned());
            changes.came.len() + changes.gone.len() >= at_most
        };
        let mut is_full = false;
        let all = context.log.subject_count() as SubjectIdx;
        let until = all.min(self.untold.saturating_add(SUBJECTS_OF_A_PART));
        while self.untold < until && !is_full {
            is_full = tell(&[], says(self.untold));
            self.untold += 1;
        }
        let has_untold = self.untold < all;
        if !has_untold {
            // Subjects that are new from now on have been told of: they said nothing.
            self.untold = SubjectIdx::MAX;
        }
        while !is_full && let Some((subject, before)) = self.told.pop_first() {
            is_full = tell(&before, says(subject));
        }
        while !is_full && let Some((before, now)) = self.returns.next_doubtful(context) {
            is_full = tell(&before, &now);
        }
        changes.has_more = has_untold || !self.told.is_empty() || self.returns.has_doubtful();
        if !changes.has_more {
            changes.may_month_ends_differ = std::mem::take(&mut self.may_month_ends_differ);
        }
        changes
    }
}
