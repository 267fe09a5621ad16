//! A site's day of attendance within the standing: doubted when a swipe or leave of it arrives, judged when somebody asks.

use super::{AttendanceDay, Kept, Standing};
use crate::attendance;
use crate::context::Context;
use crate::effects::Effects;
use crate::event::{Fact, Subject};
use crate::log::{EventIdx, SubjectIdx};
use crate::registry::{SiteIdx, StaffIdx};
use crate::tallies::Sign;
use crate::time::Date;

impl Standing<'_> {
    pub(super) fn is_attendance(&self, subject: SubjectIdx) -> bool {
        matches!(self.log.subject_texts(subject), Subject::StaffDay(..) | Subject::StaffLeaves(_))
    }

    /// Marks the days that a swipe, make-up or leave may change.
    pub(super) fn doubt_days_of(&mut self, subject: SubjectIdx, changed: Option<EventIdx>) {
        match (self.log.subject_texts(subject), changed.map(|event| self.log.record(event).fact)) {
            (Subject::StaffDay(staff, date), _) => self.doubt_day(staff, date),
            (Subject::StaffLeaves(staff), Some(Fact::Leave { from, to, .. })) => {
                let days: Vec<Date> = self.days_of_months(from.date, to.date).collect();
                for date in days {
                    self.doubt_day(staff, date);
                }
            }
            _ => {}
        }
    }

    fn doubt_day(&mut self, staff: StaffIdx, date: Date) {
        self.doubt_month_ends_for(date);
        let registry = self.county.registry;
        if date < self.today()
            && self.tallies.iter().any(|month| month.has(date))
            && let Some(assignment) = registry.assignment(staff, date)
        {
            self.stale_days.insert((date, registry.windows[usize::from(assignment.window)].site));
        }
    }

    /// The days of the months, within two dates, both included.
    fn days_of_months(&self, from: Date, to: Date) -> impl Iterator<Item = Date> + use<'_> {
        self.months.iter().flat_map(move |month| {
            let (first, last) = (month.first_day().max(from), month.last_day().min(to));
            (first.0..=last.0).map(Date)
        })
    }

    /// Days that are over by now have attendance to be judged, even if nobody swiped.
    pub(super) fn expect_days(&mut self, from: Date, today: Date) {
        let days: Vec<Date> = self.days_of_months(from, Date(today.0 - 1)).collect();
        for date in days {
            for site in 0..self.county.registry.sites.len() as SiteIdx {
                self.stale_days.insert((date, site));
            }
        }
    }

    /// Brings the attendance of doubtful days up to date.
    pub(super) fn judge_days(&mut self) {
        let context = Context { county: self.county, log: &self.log, as_of: self.as_of };
        let mut effects = Effects::new(context.today());
        for (date, site) in std::mem::take(&mut self.stale_days) {
            if let Some(day) = self.days.remove(&(date, site)) {
                for tally in &day.tallies {
                    self.tallies.iter_mut().for_each(|month| month.count(tally, Sign::Minus));
                }
            }
            effects.clear();
            attendance::judge_site_day(&context, site, date, &mut effects);
            for tally in &effects.tallies {
                self.tallies.iter_mut().for_each(|month| month.count(tally, Sign::Plus));
            }
            let tallies = std::mem::take(&mut effects.tallies);
            if let Some(kept) = Kept::of(&mut effects) {
                self.days.insert((date, site), AttendanceDay { kept, tallies });
            } else if !tallies.is_empty() {
                self.days.insert((date, site), AttendanceDay { kept: Kept::default(), tallies });
            }
        }
    }
}
