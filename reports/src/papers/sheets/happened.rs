//! What else the month brought: consequences that the rules propose, notices that were sent.

use super::{SheetReading, counted, sums, table, words};
use crate::changes::published::Notice;
use crate::document::Sheet;
use crate::render::table::Cell;
use crate::words::{labels, sheets as said};
use scoring::notices::NoticeKind;
use std::collections::{BTreeMap, BTreeSet};

impl SheetReading<'_> {
    /// What the rules propose to do about some windows or staff and the bureau did not drop; none where there is nothing.
    pub fn consequences(&self, subjects: &BTreeSet<&str>) -> Option<Sheet> {
        let columns =
            [(labels::DATE, 9), (labels::WHOSE, 22), (said::CONSEQUENCE, 18), (said::CONSEQUENCE_MEANS, 40)];
        let mut table = table(self.lang, said::CONSEQUENCES, &columns);
        for action in &self.published.actions {
            let is_own = subjects.contains(action.subject.as_str());
            if !is_own || self.source.month.is_dropped(&action.kind, &action.subject) {
                continue;
            }
            let known = NoticeKind::of_word(&action.kind);
            table.rows.push(vec![
                words(self.lang.date(action.date, self.published.month.year())),
                words(self.names.anybody(&action.subject)),
                words(known.map_or(action.kind.as_str(), |kind| self.lang.notice(kind, 2))),
                words(known.map_or("", |kind| self.lang.consequence(kind))),
            ]);
        }
        (!table.rows.is_empty()).then(|| Sheet::plain(table))
    }

    /// The notices about some windows' work, as far as they are about cases, shares, complaints and ratings.
    pub fn work_notices(&self, is_own: impl Fn(&Notice) -> bool) -> Vec<&Notice> {
        let all = self.published.notices.iter();
        all.filter(|notice| of_work(notice).is_some() && is_own(notice)).collect()
    }

    /// Notices one by one; none where there are none.
    pub fn notices(&self, notices: &[&Notice]) -> Option<Sheet> {
        let columns = [
            (labels::DATE, 9),
            (said::NOTICE, 18),
            (said::LEVEL, 6),
            (said::CONCERNS, 22),
            (labels::WINDOW, 20),
            (labels::DUE, 10),
        ];
        let mut table = table(self.lang, said::OVERDUE_NOTICES, &columns);
        let year = self.published.month.year();
        for notice in notices {
            let kind = NoticeKind::of_word(&notice.kind);
            let window = notice.window.as_deref();
            let named = |id| self.names.subject(crate::changes::published::Book::Window, id);
            table.rows.push(vec![
                words(self.lang.date(notice.date, year)),
                words(kind.map_or(notice.kind.as_str(), |kind| self.lang.notice(kind, notice.level))),
                Cell::Count(i64::from(notice.level)),
                words(notice.subject.as_str()),
                words(window.map(named).unwrap_or_default()),
                words(notice.due.map(|due| self.lang.date(due, year)).unwrap_or_default()),
            ]);
        }
        (!table.rows.is_empty()).then(|| Sheet::plain(table))
    }

    /// How many notices of each kind and level; none where there are none.
    pub fn notices_by_kind(&self, notices: &[&Notice]) -> Option<Sheet> {
        let mut counts: BTreeMap<(&str, u8), (usize, BTreeSet<&str>)> = BTreeMap::new();
        for notice in notices {
            let (count, subjects) = counts.entry((&notice.kind, notice.level)).or_default();
            *count += 1;
            subjects.insert(&notice.subject);
        }
        let columns = [(said::NOTICE, 24), (said::LEVEL, 7), (said::SENT, 9), (said::THINGS_CONCERNED, 12)];
        let mut table = table(self.lang, said::NOTICES_BY_KIND, &columns);
        for ((word, level), (count, subjects)) in counts {
            let kind = NoticeKind::of_word(word);
            table.rows.push(vec![
                words(kind.map_or(word, |kind| self.lang.notice(kind, level))),
                Cell::Count(i64::from(level)),
                counted(count),
                counted(subjects.len()),
            ]);
        }
        let foot = Some(sums(self.lang, columns.len(), &[2]));
        (!table.rows.is_empty()).then_some(Sheet { table, sums: Vec::new(), foot })
    }
}

/// Those of some notices that say that a time is over.
pub fn overdue<'n>(notices: &[&'n Notice]) -> Vec<&'n Notice> {
    notices.iter().copied().filter(|notice| of_work(notice) == Some(true)).collect()
}

/// Whether a notice about work says that a time is over; none for what is about flags, targets and persons.
fn of_work(notice: &Notice) -> Option<bool> {
    match NoticeKind::of_word(&notice.kind)? {
        NoticeKind::CaseDue | NoticeKind::JointDue | NoticeKind::ComplaintDue => Some(false),
        NoticeKind::CaseOverdue
        | NoticeKind::JointOverdue
        | NoticeKind::ComplaintOverdue
        | NoticeKind::RatingUnverified
        | NoticeKind::RatingUnrectified
        | NoticeKind::RatingUnreplied => Some(true),
        NoticeKind::RepeatReturn => Some(false),
        NoticeKind::TargetMissed
        | NoticeKind::YellowFlag
        | NoticeKind::YellowFlagWarning
        | NoticeKind::DissatisfiedWindow
        | NoticeKind::DismissalRecommended
        | NoticeKind::NotifyDepartment
        | NoticeKind::TransferRecommended
        | NoticeKind::ReturnToUnit => None,
    }
}
