//! The months kept up to date event by event; at every moment equal to what the batch gives for the same events.
//!
//! An event changes what follows from its own subject and nothing else, so applying one costs the judging of one subject,
//! whatever the size of the month: what the subject said before is taken back and what it says now is counted in. Both are
//! judged by the functions of the batch ([`crate::gather::judge`]). What was said before is not remembered but judged
//! again from the events of before; only what is rare (findings, notices, anomalies) is kept, by subject.
//!
//! A site's day of attendance is judged as a whole, since a silent device shows only there; such days are judged when
//! somebody asks, so that a morning's swipes cost one judging.
//!
//! Whoever keeps notices follows them ([`Standing::follow_notices`]) and is told what came and went.

mod days;
mod follow;
mod journal;
mod returns;

pub use journal::NoticeChanges;

use crate::context::{Context, County};
use crate::effects::{Anomaly, Effects, ProvisionalClock, Returned, Tally};
use crate::event::Subject;
use crate::finding::Finding;
use crate::gather::{self, Gathered};
use crate::log::{Appended, EventIdx, Keyed, Log, SubjectIdx};
use crate::month::{MonthResult, PastMonth};
use crate::notices::Notice;
use crate::registry::SiteIdx;
use crate::score;
use crate::tallies::{MonthTallies, Sign};
use crate::time::{Date, Instant, Month};
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use journal::Journal;
use std::collections::{BTreeMap, BTreeSet};

/// How many events are looked up together.
const BLOCK_EVENTS: usize = 32;

/// What one subject or one site's day says, besides what is counted.
#[derive(Debug, Default)]
struct Kept {
    findings: Vec<Finding>,
    notices: Vec<Notice>,
    anomalies: Vec<Anomaly>,
    returned: Vec<Returned>,
    provisional: Vec<ProvisionalClock>,
}

impl Kept {
    /// Takes over what is to be kept; `None` where there is nothing.
    fn of(effects: &mut Effects) -> Option<Kept> {
        let nothing = effects.findings.is_empty()
            && effects.notices.is_empty()
            && effects.anomalies.is_empty()
            && effects.returned.is_empty()
            && effects.provisional.is_empty();
        (!nothing).then(|| Kept {
            findings: std::mem::take(&mut effects.findings),
            notices: std::mem::take(&mut effects.notices),
            anomalies: std::mem::take(&mut effects.anomalies),
            returned: std::mem::take(&mut effects.returned),
            provisional: std::mem::take(&mut effects.provisional),
        })
    }

    /// Hands a copy to what is gathered for the months.
    fn copy_to(&self, effects: &mut Effects) {
        effects.findings.extend(self.findings.iter().cloned());
        effects.notices.extend(self.notices.iter().cloned());
        effects.anomalies.extend(self.anomalies.iter().cloned());
        effects.returned.extend(self.returned.iter().copied());
        effects.provisional.extend(self.provisional.iter().copied());
    }
}

/// One site's day of attendance as it was last judged.
#[derive(Debug, Default)]
struct AttendanceDay {
    kept: Kept,
    tallies: Vec<Tally>,
}

/// The months of a county, kept up to date.
#[derive(Debug)]
pub struct Standing<'c> {
    county: County<'c>,
    log: Log,
    as_of: Instant,
    months: Vec<Month>,
    tallies: Vec<MonthTallies>,
    kept: HashMap<SubjectIdx, Kept, FixedState>,
    /// Subjects to be judged anew on a day even if nothing happens.
    wakes: BTreeMap<Date, Vec<SubjectIdx>>,
    /// Events that do not exist yet.
    future: BTreeMap<Instant, Vec<(EventIdx, Option<SubjectIdx>)>>,
    days: BTreeMap<(Date, SiteIdx), AttendanceDay>,
    stale_days: BTreeSet<(Date, SiteIdx)>,
    /// What the one who follows the notices was told, if somebody does.
    journal: Option<Journal>,
    /// Reused from event to event.
    events: Vec<EventIdx>,
    before: Vec<EventIdx>,
    flips: Vec<EventIdx>,
    effects: Effects,
}

impl<'c> Standing<'c> {
    /// Nothing seen yet, as of an instant, with room for so many events.
    pub fn new(county: County<'c>, months: &[Month], as_of: Instant, events: usize) -> Standing<'c> {
        let mut standing = Standing {
            county,
            log: Log::with_capacity(events),
            as_of,
            months: months.to_vec(),
            tallies: months.iter().map(|&month| MonthTallies::new(county.registry, month)).collect(),
            kept: HashMap::default(),
            wakes: BTreeMap::new(),
            future: BTreeMap::new(),
            days: BTreeMap::new(),
            stale_days: BTreeSet::new(),
            journal: None,
            events: Vec::new(),
            before: Vec::new(),
            flips: Vec::new(),
            effects: Effects::new(county.registry.zone.date(as_of)),
        };
        standing.expect_days(Date::MIN, standing.today());
        standing
    }

    /// The months of a log that is there already: each subject is judged once, which costs less than taking the events in
    /// one by one and ends in the same.
    pub fn of_log(county: County<'c>, months: &[Month], as_of: Instant, log: Log) -> Standing<'c> {
        let mut standing = Standing { log, ..Standing::new(county, months, as_of, 0) };
        for event in 0..standing.log.len() as EventIdx {
            let time = standing.log.record(event).time;
            let is_future = time > as_of;
            standing.log.hide(event, is_future);
            if is_future {
                let subject = standing.log.subject_of(event);
                standing.future.entry(time).or_default().push((event, subject));
            }
        }
        standing.log.settle_all(as_of);
        let mut effects = Effects::new(standing.today());
        for subject in 0..standing.log.subject_count() as SubjectIdx {
            let context = Context { county, log: &standing.log, as_of };
            effects.restart(context.today());
            gather::judge(&context, subject, &mut standing.events, &mut effects);
            standing.settle_subject(subject, &mut effects);
        }
        standing
    }

    /// Gives the log back, to judge it for other months or under other givens.
    pub fn into_log(self) -> Log {
        self.log
    }

    /// The months that are kept up to date.
    pub fn months(&self) -> &[Month] {
        &self.months
    }

    /// Keeps the months up to a later one as well, before any of them has begun: nothing belongs to them yet, so nothing is
    /// judged anew.
    pub fn open_until(&mut self, last: Month) {
        while let Some(&open) = self.months.last()
            && open < last
            && open >= self.today().month()
        {
            self.months.push(open.next());
            self.tallies.push(MonthTallies::new(self.county.registry, open.next()));
        }
    }

    /// The instant that the results are taken as of.
    pub fn as_of(&self) -> Instant {
        self.as_of
    }

    /// All accepted events.
    pub fn log(&self) -> &Log {
        &self.log
    }

    fn today(&self) -> Date {
        self.county.registry.zone.date(self.as_of)
    }

    /// Takes in an event: what follows from its subject is true at once.
    pub fn apply(&mut self, keyed: &Keyed<'_>) -> Appended {
        let appended = self.log.append(keyed);
        if let Appended::New(event, subject) = appended {
            if keyed.event.time > self.as_of {
                self.log.hide(event, true);
                self.future.entry(keyed.event.time).or_default().push((event, subject));
            } else {
                self.take_in(event, subject);
            }
        }
        appended
    }

    /// Takes in events in their order, as [`Standing::apply`] does one by one, and tells what became of each. What a few of
    /// them will need is looked up together before, so that they wait for memory together.
    pub fn apply_all(&mut self, events: &[Keyed<'_>], mut each: impl FnMut(Appended)) {
        for block in events.chunks(BLOCK_EVENTS) {
            self.log.approach_subjects_of(block);
            for keyed in block {
                each(self.apply(keyed));
            }
        }
    }

    /// Lets an event that exists by now have its effect.
    fn take_in(&mut self, event: EventIdx, subject: Option<SubjectIdx>) {
        let mut flips = std::mem::take(&mut self.flips);
        flips.clear();
        self.log.settle(event, self.as_of, &mut flips);
        // An event that is taken back already never was.
        let is_there = !self.log.is_retracted(event);
        if let Some(subject) = subject
            && is_there
        {
            self.rejudge(subject, Some(event));
        }
        for &flipped in flips.iter().filter(|&&flipped| flipped != event) {
            if !self.log.is_hidden(flipped)
                && let Some(subject) = self.log.subject_of(flipped)
            {
                self.rejudge(subject, Some(flipped));
            }
        }
        self.flips = flips;
    }

    /// Judges a subject anew after one event of it came or went.
    fn rejudge(&mut self, subject: SubjectIdx, changed: Option<EventIdx>) {
        if self.is_attendance(subject) {
            return self.doubt_days_of(subject, changed);
        }
        if let Subject::WindowEvaluation(_, month) | Subject::StaffEvaluation(_, month) =
            self.log.subject_texts(subject)
        {
            return self.doubt_month_ends_for(month.first_day());
        }
        let mut effects = std::mem::replace(&mut self.effects, Effects::new(Date::MIN));
        let context = Context { county: self.county, log: &self.log, as_of: self.as_of };
        effects.restart(context.today());
        self.log.events_of(subject, self.as_of, &mut self.events);
        self.before.clear();
        self.before.extend_from_slice(&self.events);
        if let Some(changed) = changed {
            match self.before.iter().position(|&event| event == changed) {
                Some(place) => {
                    self.before.remove(place);
                }
                None => {
                    let place = self.before.partition_point(|&event| self.log.order(event, changed).is_lt());
                    self.before.insert(place, changed);
                }
            }
        }
        let mut counted_in_ended = Vec::new();
        if !self.before.is_empty() {
            gather::judge_events(&context, subject, &self.before, &mut effects);
            counted_in_ended = self.counted_in_ended(&effects);
            count(&mut self.tallies, &mut effects, Sign::Minus);
            effects.clear();
        }
        let context = Context { county: self.county, log: &self.log, as_of: self.as_of };
        gather::judge_events(&context, subject, &self.events, &mut effects);
        if self.journal.is_some() && self.counted_in_ended(&effects) != counted_in_ended {
            self.doubt_month_ends();
        }
        self.settle_subject(subject, &mut effects);
        self.effects = effects;
    }

    /// Counts in what a subject says, keeps what is rare, and remembers when to wake it.
    fn settle_subject(&mut self, subject: SubjectIdx, effects: &mut Effects) {
        count(&mut self.tallies, effects, Sign::Plus);
        if let Some(date) = effects.wake {
            self.wakes.entry(date).or_default().push(subject);
        }
        let before = match Kept::of(effects) {
            Some(kept) => self.kept.insert(subject, kept),
            None => self.kept.remove(&subject),
        };
        if self.journal.is_some() {
            self.note_change(subject, before);
        }
    }

    /// Moves on to a later instant: events that exist by then have their effect, and days that are over theirs.
    ///
    /// An instant that is not later changes nothing: a clock set back must not undo what was shown. The answer is whether
    /// results may be others now: a day began, or an event's time came.
    pub fn advance(&mut self, as_of: Instant) -> bool {
        if as_of <= self.as_of {
            return false;
        }
        let (yesterday, today) = (self.today(), self.county.registry.zone.date(as_of));
        // Day by day, since what is known on a day may move what wakes on the next.
        for date in (yesterday.0 + 1..=today.0).map(Date) {
            let midnight = self.county.registry.zone.midnight(date).min(as_of);
            self.arrive_until(Instant(midnight.0 - 1));
            self.wake(date, midnight);
        }
        let has_arrived = self.arrive_until(as_of);
        self.as_of = as_of;
        if today > yesterday {
            self.doubt_month_ends_for(Date::MIN);
        }
        has_arrived || today > yesterday
    }

    /// Lets all events up to an instant have their effect, one after the other; whether there were any.
    fn arrive_until(&mut self, until: Instant) -> bool {
        let mut has_arrived = false;
        while let Some(entry) = self.future.first_entry()
            && *entry.key() <= until
        {
            let (time, events) = entry.remove_entry();
            // Those of one instant come one after the other, so that each changes one thing.
            self.as_of = self.as_of.max(time);
            has_arrived = true;
            for (event, subject) in events {
                self.log.hide(event, false);
                self.take_in(event, subject);
            }
        }
        self.as_of = self.as_of.max(until);
        has_arrived
    }

    /// Judges anew, on a day that begins, the subjects of which something more holds by then.
    fn wake(&mut self, date: Date, midnight: Instant) {
        let mut subjects: Vec<SubjectIdx> = Vec::new();
        while let Some(entry) = self.wakes.first_entry()
            && *entry.key() <= date
        {
            subjects.append(&mut entry.remove());
        }
        subjects.sort_unstable();
        subjects.dedup();
        let before = Context { county: self.county, log: &self.log, as_of: self.as_of };
        let mut effects = Effects::new(before.today());
        for &subject in &subjects {
            self.log.events_of(subject, self.as_of, &mut self.events);
            gather::judge_events(&before, subject, &self.events, &mut effects);
            count(&mut self.tallies, &mut effects, Sign::Minus);
            effects.clear();
        }
        let yesterday = self.today();
        self.as_of = self.as_of.max(midnight);
        self.expect_days(yesterday, date);
        for subject in subjects {
            let after = Context { county: self.county, log: &self.log, as_of: self.as_of };
            effects.restart(after.today());
            self.log.events_of(subject, self.as_of, &mut self.events);
            gather::judge_events(&after, subject, &self.events, &mut effects);
            self.settle_subject(subject, &mut effects);
        }
    }

    /// The months' results as of now: the same as the batch gives for the same events.
    pub fn results(&mut self, history: &[PastMonth]) -> Vec<MonthResult> {
        self.judge_days();
        let context = Context { county: self.county, log: &self.log, as_of: self.as_of };
        let mut gathered = Gathered::new(self.county, &self.months);
        gathered.tallies.clone_from(&self.tallies);
        let mut effects = Effects::new(context.today());
        for kept in self.kept.values().chain(self.days.values().map(|day| &day.kept)) {
            kept.copy_to(&mut effects);
            gathered.take(&mut effects);
        }
        score::results(&context, &gathered, history)
    }

    /// The context of the results, for writing them.
    pub fn context(&self) -> Context<'_> {
        Context { county: self.county, log: &self.log, as_of: self.as_of }
    }
}

fn count(months: &mut [MonthTallies], effects: &mut Effects, sign: Sign) {
    for tally in effects.tallies.drain(..) {
        for month in months.iter_mut() {
            month.count(&tally, sign);
        }
    }
}
