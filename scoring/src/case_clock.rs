//! One case: accepted, supplemented, suspended, extended, completed, overdue; and its joint shares (`clock.md`).

// The log hands each subject the events of its own types; naming the others in every match would say nothing. A new type
// is pointed out by the compiler where types are named: `event.rs`, `gather.rs` and the wire.
#![allow(clippy::wildcard_enum_match_arm)]

mod days;
mod look;
mod took;

pub use days::{DayOfCase, DayState, days};
pub(crate) use look::look_if_open;
pub use look::{Look, ShareLook, look};
pub(crate) use took::took;

use crate::calendar::Calendar;
use crate::clock::{Change, Clock, FirstWarning};
use crate::context::Context;
use crate::effects::{Anomaly, Effects, ProvisionalClock, Reduction, Returned, Tally};
use crate::event::Fact;
use crate::finding::{About, Evidence, Finding};
use crate::log::{EventIdx, Text};
use crate::notices::{Notice, NoticeKind, NoticeSubject};
use crate::registry::{DepartmentIdx, ItemKind, WindowIdx};
use crate::rulebook::Deadlines;
use crate::subject::{Judged, Role, Standing, note};
use crate::time::Date;

/// A case as its events tell it, before any clock is read.
pub(crate) struct Case {
    id: Text,
    /// The acceptance that counts.
    pub acceptance: EventIdx,
    /// Its date.
    pub accepted: Date,
    /// The limit at acceptance, in working days: as promised, or half of it on the green channel.
    limit_workdays: u32,
    /// What may have moved the due date, in the order of events.
    pub changes: Vec<(Date, Change)>,
    /// The event of each change.
    pub change_events: Vec<EventIdx>,
    last_supplement: Option<Date>,
    /// Completion or withdrawal.
    pub end: Option<(Date, EventIdx)>,
    shares: Vec<Share>,
}

/// A department's share of a joint case.
struct Share {
    department: DepartmentIdx,
    assignment: EventIdx,
    assigned: Date,
    workdays: u32,
    /// How many changes of the case came before the assignment.
    changes_before: usize,
    completed: Option<Date>,
}

impl Case {
    /// The clock after all changes, and the first warnings on the way.
    pub fn clock(&self, context: &Context<'_>) -> (Clock, Vec<FirstWarning>) {
        self.follow(context, &self.changes, self.end.map(|(date, _)| date))
    }

    /// The clock at 00:00 of a date: what the days before left.
    pub fn clock_before(&self, context: &Context<'_>, date: Date) -> Clock {
        let before = self.changes.partition_point(|&(on, _)| on < date);
        self.follow(context, &self.changes[..before], Some(date)).0
    }

    /// The clock as it would be if these had been the changes and the end.
    pub fn follow(
        &self,
        context: &Context<'_>,
        changes: &[(Date, Change)],
        end: Option<Date>,
    ) -> (Clock, Vec<FirstWarning>) {
        let deadlines = context.county.rulebooks.on(self.accepted).deadlines;
        let mut clock = Clock::new(self.accepted, self.limit_workdays);
        let warnings = clock.follow(context.calendar(), changes, end, deadlines.case_warning_workdays);
        (clock, warnings)
    }

    /// The completion, where the case has ended so.
    fn completion(&self, context: &Context<'_>) -> Option<(Date, EventIdx)> {
        self.end.filter(|&(_, event)| matches!(context.log.record(event).fact, Fact::CaseCompleted { .. }))
    }

    /// The suspending events, in the order of the suspensions.
    fn suspending(&self) -> impl Iterator<Item = EventIdx> {
        let changes = self.changes.iter().zip(&self.change_events);
        changes.filter(|((_, change), _)| matches!(change, Change::Suspended { .. })).map(|(_, &event)| event)
    }
}

/// The working days that a case used until its completion; waiting for a supplement is not using.
fn used_workdays(calendar: &Calendar, clock: &Clock, completed: Date) -> u32 {
    let not_used_after = clock.awaiting_since.filter(|_| !clock.overdue);
    let used_until = not_used_after.map_or(completed, |asked| asked.min(completed));
    clock.counted_workdays(calendar, used_until)
}

impl Share {
    /// The window that answers for it, where its department has one.
    fn window(&self, context: &Context<'_>, accepting: WindowIdx) -> Option<WindowIdx> {
        let site = context.registry().windows[usize::from(accepting)].site;
        context.registry().joint_window(self.department, site)
    }

    /// Its own completion, or the end of the case.
    fn end(&self, case: &Case) -> Option<Date> {
        self.completed.or(case.end.map(|(date, _)| date))
    }

    /// The clock after all that touches it, and the first warnings on the way.
    fn clock(&self, context: &Context<'_>, case: &Case) -> (Clock, Vec<FirstWarning>) {
        let deadlines = context.county.rulebooks.on(case.accepted).deadlines;
        let end = self.end(case);
        let mut clock = Clock::new(self.assigned, self.workdays);
        // Supplements and extensions do not touch a share; suspensions do, also those that ran before it.
        let touches =
            |&&(_, change): &&(Date, Change)| matches!(change, Change::Suspended { .. } | Change::Resumed);
        let (before, after) = case.changes.split_at(self.changes_before);
        for &(date, change) in before.iter().filter(touches) {
            clock.apply(date, change);
        }
        let after: Vec<(Date, Change)> = after
            .iter()
            .filter(touches)
            .filter(|(date, _)| end.is_none_or(|end| *date <= end))
            .copied()
            .collect();
        let warnings = clock.follow(context.calendar(), &after, end, deadlines.case_warning_workdays);
        (clock, warnings)
    }
}

/// Judges one case with its joint shares.
pub fn judge(context: &Context<'_>, subject: Text, events: &[EventIdx], effects: &mut Effects) {
    let Some(case) = read(context, subject, events, effects) else { return };
    let Fact::CaseAccepted { item, window, staff, applicant, .. } = context.log.record(case.acceptance).fact
    else {
        return;
    };
    let calendar = context.calendar();
    let item_place = item;
    let item = &context.registry().items[usize::from(item)];
    effects.tally(
        case.accepted,
        Tally::Accepted { date: case.accepted, window, instant: item.kind == ItemKind::Instant },
    );
    let deadlines = context.county.rulebooks.on(case.accepted).deadlines;
    let end = case.end.map(|(date, _)| date);
    let department = context.registry().windows[usize::from(window)].department;
    let (clock, warnings) = case.clock(context);
    let ladder = Ladder {
        subject: NoticeSubject::Text(subject),
        kinds: (NoticeKind::CaseDue, NoticeKind::CaseOverdue),
        window: Some(window),
        department,
        end,
    };
    for warning in warnings {
        ladder.first(warning.date, warning.due, effects);
    }
    if let (true, Some(due)) = (clock.overdue, clock.due) {
        ladder.overdue(calendar, &deadlines, due, effects);
        effects.finding(due.next_day(), || Finding {
            kind: context.county.rulebooks.derived.overdue,
            date: due,
            session: None,
            window: Some(window),
            staff: Some(staff),
            count: 1,
            points: None,
            about: About::Case(subject),
            evidence: Evidence::One(case.acceptance),
        });
    }
    for (place, date) in clock.overruns(calendar, end) {
        effects.anomaly(date.next_day(), || Anomaly {
            kind: "suspension_overrun",
            subject: context.log.text(subject).to_owned(),
            date,
            detail: case.suspending().nth(place).map_or_else(String::new, |event| context.event_name(event)),
        });
    }
    let completion = case.completion(context);
    if let (true, Some(due)) = (clock.overdue, clock.due)
        && completion.is_none_or(|(date, _)| date.month() != due.month())
    {
        effects.tally(due.next_day(), Tally::FellOverdue { date: due, window });
    }
    if let Some((date, event)) = completion {
        effects.tally(
            date,
            Tally::Completed {
                date,
                window,
                on_site: date == case.last_supplement.unwrap_or(case.accepted),
                on_time: clock.due.is_none_or(|due| date <= due),
                early: (clock.limit_workdays > 0).then(|| clock.due.is_none_or(|due| date < due)),
                reduction: (item.statutory_workdays > 0).then(|| Reduction {
                    used_workdays: used_workdays(calendar, &clock, date),
                    statutory_workdays: item.statutory_workdays,
                }),
            },
        );
        if let (Some(applicant), Fact::CaseCompleted { returned: true }) =
            (applicant, context.log.record(event).fact)
        {
            // Whoever was returned before is told of on the day after.
            effects.holds(calendar.next(date));
            effects.returned.push(Returned {
                applicant,
                item: item_place,
                event,
                date,
                case: subject,
                window,
            });
        }
    }
    note_provisional(calendar, case.accepted, end, &clock, effects);
    for share in &case.shares {
        judge_share(context, &case, share, window, effects);
    }
}

/// Reads a case's events in order; what is odd is noted and left out. `None` without an acceptance.
pub(crate) fn read(
    context: &Context<'_>,
    subject: Text,
    events: &[EventIdx],
    effects: &mut Effects,
) -> Option<Case> {
    let mut judged = Judged::new(context, context.log.text(subject));
    let mut case: Option<Case> = None;
    // What runs and what is awaited, for telling steps out of sequence.
    let (mut suspended, mut awaiting) = (false, false);
    for &event in events {
        let fact = context.log.record(event).fact;
        let date = context.date(event);
        match fact {
            Fact::CaseAccepted { item, green_channel, .. } => {
                if judged.admit(event, Role::Opening, effects) == Standing::Counts {
                    let promised = context.registry().items[usize::from(item)].promised_workdays;
                    case = Some(Case {
                        id: subject,
                        acceptance: event,
                        accepted: date,
                        limit_workdays: if green_channel { promised.div_ceil(2) } else { promised },
                        changes: Vec::new(),
                        change_events: Vec::new(),
                        last_supplement: None,
                        end: None,
                        shares: Vec::new(),
                    });
                }
                continue;
            }
            Fact::JointAssigned { department, days } => {
                assign(context, &judged, case.as_mut(), subject, event, (department, days), effects);
                continue;
            }
            Fact::JointCompleted { department } => {
                complete_share(context, &judged, case.as_mut(), subject, event, department, effects);
                continue;
            }
            _ => {}
        }
        if judged.admit(event, Role::FollowUp, effects) == Standing::Odd {
            continue;
        }
        let Some(case) = case.as_mut() else { continue };
        let change = match fact {
            Fact::SupplementRequested => {
                awaiting = true;
                Change::Requested
            }
            Fact::SupplementReceived => {
                if !awaiting {
                    judged.odd(event, "out_of_sequence", effects);
                }
                awaiting = false;
                case.last_supplement = Some(date);
                Change::Restarted
            }
            Fact::CaseSuspended { days, .. } => {
                suspended = true;
                Change::Suspended { approved_workdays: days.map(u32::from) }
            }
            Fact::CaseResumed => {
                if !suspended {
                    judged.odd(event, "out_of_sequence", effects);
                    continue;
                }
                suspended = false;
                Change::Resumed
            }
            Fact::CaseExtended { days } => Change::Extended { workdays: u32::from(days) },
            Fact::CaseCompleted { .. } | Fact::CaseWithdrawn => {
                judged.end();
                case.end = Some((date, event));
                continue;
            }
            _ => continue,
        };
        case.changes.push((date, change));
        case.change_events.push(event);
    }
    case
}

/// Opens a share, unless that is odd.
fn assign(
    context: &Context<'_>,
    judged: &Judged<'_, '_>,
    case: Option<&mut Case>,
    subject: Text,
    event: EventIdx,
    (department, days): (DepartmentIdx, u16),
    effects: &mut Effects,
) {
    let source = context.log.record(event).source;
    let mut odd = |kind| note(context, event, kind, &share_name(context, subject, department), effects);
    let Some(case) = case else { return odd("unmatched") };
    if case.shares.iter().any(|share| share.department == department) {
        return odd("repeated");
    }
    if !judged.is_own_source(source) {
        return odd("foreign_source");
    }
    if judged.has_ended() {
        return odd("after_end");
    }
    case.shares.push(Share {
        department,
        assignment: event,
        assigned: context.date(event),
        workdays: u32::from(days),
        changes_before: case.changes.len(),
        completed: None,
    });
}

/// Completes a share, unless that is odd.
fn complete_share(
    context: &Context<'_>,
    judged: &Judged<'_, '_>,
    case: Option<&mut Case>,
    subject: Text,
    event: EventIdx,
    department: DepartmentIdx,
    effects: &mut Effects,
) {
    let source = context.log.record(event).source;
    let mut odd = |kind| note(context, event, kind, &share_name(context, subject, department), effects);
    let Some(case) = case else { return odd("unmatched") };
    let Some(share) = case.shares.iter_mut().find(|share| share.department == department) else {
        return odd("unmatched");
    };
    if !judged.may_complete_share(source, department) {
        return odd("foreign_source");
    }
    if judged.has_ended() || share.completed.is_some() {
        return odd("after_end");
    }
    share.completed = Some(context.date(event));
}

/// `CASE/DEPARTMENT`.
fn share_name(context: &Context<'_>, case: Text, department: DepartmentIdx) -> String {
    format!("{}/{}", context.log.text(case), context.registry().departments[usize::from(department)].id)
}

fn judge_share(
    context: &Context<'_>,
    case: &Case,
    share: &Share,
    accepting: WindowIdx,
    effects: &mut Effects,
) {
    let calendar = context.calendar();
    let window = share.window(context, accepting);
    let deadlines = context.county.rulebooks.on(case.accepted).deadlines;
    let end = share.end(case);
    let (clock, warnings) = share.clock(context, case);
    let ladder = Ladder {
        subject: NoticeSubject::Share(case.id, share.department),
        kinds: (NoticeKind::JointDue, NoticeKind::JointOverdue),
        window,
        department: share.department,
        end,
    };
    for warning in warnings {
        ladder.first(warning.date, warning.due, effects);
    }
    if let (true, Some(due)) = (clock.overdue, clock.due) {
        ladder.overdue(calendar, &deadlines, due, effects);
        match window.and_then(|window| context.registry().lead(window, due)) {
            Some(lead) => effects.finding(due.next_day(), || Finding {
                kind: context.county.rulebooks.derived.joint_delay,
                date: due,
                session: None,
                window,
                staff: Some(lead),
                count: 1,
                points: None,
                about: About::Case(case.id),
                evidence: Evidence::One(share.assignment),
            }),
            None => effects.anomaly(due.next_day(), || Anomaly {
                kind: "no_lead",
                subject: context.log.text(case.id).to_owned(),
                date: due,
                detail: context.registry().departments[usize::from(share.department)].id.clone(),
            }),
        }
    }
    note_provisional(calendar, share.assigned, end, &clock, effects);
}

/// The ladder of notices for one clock.
struct Ladder {
    subject: NoticeSubject,
    kinds: (NoticeKind, NoticeKind),
    window: Option<WindowIdx>,
    department: DepartmentIdx,
    /// What ended before a level's date skips it.
    end: Option<Date>,
}

impl Ladder {
    fn first(&self, date: Date, due: Date, effects: &mut Effects) {
        self.send(self.kinds.0, 1, date, due, effects);
    }

    fn overdue(&self, calendar: &Calendar, deadlines: &Deadlines, due: Date, effects: &mut Effects) {
        let second = calendar.next(due);
        let third = calendar.next(calendar.plus(second, deadlines.case_level_3_workdays));
        let fourth = calendar.next(calendar.plus(third, deadlines.case_level_4_workdays));
        for (level, date) in [(2, second), (3, third), (4, fourth)] {
            self.send(self.kinds.1, level, date, due, effects);
        }
    }

    fn send(&self, kind: NoticeKind, level: u8, date: Date, due: Date, effects: &mut Effects) {
        if self.end.is_none_or(|end| end >= date) {
            let (subject, window, department) = (self.subject, self.window, Some(self.department));
            effects.notice(Notice { kind, level, subject, date, due: Some(due), window, department });
        }
    }
}

/// Notes a clock that rests on a year without a calendar.
fn note_provisional(
    calendar: &Calendar,
    opened: Date,
    ended: Option<Date>,
    clock: &Clock,
    effects: &mut Effects,
) {
    let Some(due) = clock.due else { return };
    if !calendar.knows_between(clock.start, due) {
        let (first_year, last_year) = (clock.start.year(), due.year());
        effects.provisional.push(ProvisionalClock { opened, ended, first_year, last_year });
    }
}
