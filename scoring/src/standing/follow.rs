//! The notices for whoever keeps them: what came and went, and those of months' ends.

use super::journal::{Journal, NoticeChanges};
use super::{Kept, Standing};
use crate::context::Context;
use crate::effects::{Effects, Tally};
use crate::gather::Gathered;
use crate::log::SubjectIdx;
use crate::month::PastMonth;
use crate::notices::Notice;
use crate::score;
use crate::time::{Date, Month};

impl Standing<'_> {
    /// Lets a follower be told of the notices, by a number that nobody else uses: of all of them first. There is one
    /// follower; whoever followed before is told so.
    pub fn follow_notices(&mut self, follower: u64) {
        let context = Context { county: self.county, log: &self.log, as_of: self.as_of };
        self.journal = Some(Journal::new(follower, &context, &self.kept));
    }

    /// Tells the follower what changed since it was last told, in parts of about so many notices. `None` where it is not
    /// followed any more: another one is, or the months were begun anew.
    pub fn take_notice_changes(&mut self, follower: u64, at_most: usize) -> Option<NoticeChanges> {
        let journal = self.journal.as_mut().filter(|journal| journal.follower == follower)?;
        let context = Context { county: self.county, log: &self.log, as_of: self.as_of };
        Some(journal.take(&context, &self.months, &self.kept, at_most))
    }

    /// The notices of months' ends as of now: those among the results' notices, for less than the results.
    pub fn month_end_notices(&mut self, history: &[PastMonth]) -> Vec<Notice> {
        self.judge_days();
        let context = Context { county: self.county, log: &self.log, as_of: self.as_of };
        let this_month = context.today().month();
        let ended: Vec<Month> = self.months.iter().copied().filter(|&month| month < this_month).collect();
        let mut gathered = Gathered::new(self.county, &ended);
        gathered.tallies.clone_from_slice(&self.tallies[..ended.len()]);
        let mut effects = Effects::new(context.today());
        for kept in self.kept.values().chain(self.days.values().map(|day| &day.kept)) {
            if !kept.findings.is_empty() {
                effects.findings.extend(kept.findings.iter().cloned());
                gathered.take(&mut effects);
            }
        }
        let (_, mut notices) = score::assembled(&context, &gathered, history);
        notices.retain(|notice| self.months.contains(&notice.date.month()));
        notices
    }

    /// Takes note that notices of months' ends may be others, whatever has changed.
    pub fn doubt_month_ends(&mut self) {
        if let Some(journal) = &mut self.journal {
            journal.may_month_ends_differ = true;
        }
    }

    /// The same where something of a date changed that lies in an open month that is over.
    pub(super) fn doubt_month_ends_for(&mut self, date: Date) {
        if self.ended_before().is_some_and(|ended| date < ended) {
            self.doubt_month_ends();
        }
    }

    /// The first day of this month, where somebody follows and an earlier month is open.
    fn ended_before(&self) -> Option<Date> {
        let this_month = self.today().month();
        let is_any_over =
            self.journal.is_some() && self.months.first().is_some_and(|&month| month < this_month);
        is_any_over.then(|| this_month.first_day())
    }

    /// What a subject adds to rates of months that are over.
    pub(super) fn counted_in_ended(&self, effects: &Effects) -> Vec<Tally> {
        let Some(ended) = self.ended_before() else { return Vec::new() };
        effects.tallies.iter().filter(|tally| tally.date() < ended).copied().collect()
    }

    /// Takes note of what a subject says now and said before.
    pub(super) fn note_change(&mut self, subject: SubjectIdx, before: Option<Kept>) {
        let now = self.kept.get(&subject);
        let findings = |kept: Option<&Kept>, ended: Date| -> Vec<_> {
            let findings = kept.map_or(&[][..], |kept| kept.findings.as_slice());
            findings.iter().filter(|finding| finding.date < ended).cloned().collect()
        };
        let is_doubtful =
            self.ended_before().is_some_and(|ended| findings(before.as_ref(), ended) != findings(now, ended));
        let context = Context { county: self.county, log: &self.log, as_of: self.as_of };
        if let Some(journal) = &mut self.journal {
            journal.note(&context, subject, before, now);
        }
        if is_doubtful {
            self.doubt_month_ends();
        }
    }
}
