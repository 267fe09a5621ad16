//! Attendance from swipes: one site's day becomes lateness, early leaving, absence and leave (`clock.md`, Attendance).

// The log hands each subject the events of its own types; naming the others in every match would say nothing. A new type
// is pointed out by the compiler where types are named: `event.rs`, `gather.rs` and the wire.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::context::Context;
use crate::effects::{Anomaly, Effects, Tally};
use crate::event::{Direction, Fact, HalfDay, LeaveKind, Subject};
use crate::finding::{About, Evidence, Finding};
use crate::log::EventIdx;
use crate::registry::{SiteIdx, StaffIdx, WindowIdx};
use crate::rulebook::KindIdx;
use crate::time::{Date, Session, TimeOfDay};

/// A site with fewer people expected cannot be told from a lost device.
const EXPECTED_FOR_SILENCE: usize = 2;

/// One staff member's day: leaves, swipes and make-ups.
#[derive(Debug)]
pub struct StaffDay {
    /// Who.
    pub staff: StaffIdx,
    /// The window of that day.
    pub window: WindowIdx,
    /// The leave of each session, of several the last by order.
    pub leaves: [Option<(EventIdx, LeaveKind)>; 2],
    /// Swipes in order.
    pub swipes: Vec<(Direction, TimeOfDay, EventIdx)>,
    makeups: Vec<(Session, Direction)>,
}

impl StaffDay {
    /// Reads what is known of a staff member's day.
    pub fn read(context: &Context<'_>, staff: StaffIdx, window: WindowIdx, date: Date) -> StaffDay {
        let mut day =
            StaffDay { staff, window, leaves: [None, None], swipes: Vec::new(), makeups: Vec::new() };
        let mut events = Vec::new();
        if let Some(subject) = context.log.find_subject(&Subject::StaffLeaves(staff)) {
            context.log.events_of(subject, context.as_of, &mut events);
            for &event in &events {
                if let Fact::Leave { kind, from, to } = context.log.record(event).fact {
                    for session in Session::BOTH {
                        let half_day = HalfDay { date, session };
                        if from <= half_day && half_day <= to {
                            day.leaves[session as usize] = Some((event, kind));
                        }
                    }
                }
            }
        }
        if let Some(subject) = context.log.find_subject(&Subject::StaffDay(staff, date)) {
            context.log.events_of(subject, context.as_of, &mut events);
            for &event in &events {
                let record = context.log.record(event);
                match record.fact {
                    Fact::Swipe { direction, .. } => {
                        let (_, time) = context.registry().zone.local(record.time);
                        day.swipes.push((direction, time, event));
                    }
                    Fact::Makeup { session, direction } => day.makeups.push((session, direction)),
                    _ => {}
                }
            }
        }
        day
    }

    /// Whether the person was to be there for at least one session.
    pub fn is_expected(&self) -> bool {
        self.leaves.iter().any(Option::is_none)
    }
}

/// Judges one day of a site: of everybody assigned to one of its windows. Nothing where the site has no attendance
/// device or the day is not worked.
pub fn judge_site_day(context: &Context<'_>, site: SiteIdx, date: Date, effects: &mut Effects) {
    if !context.registry().sites[usize::from(site)].attendance || !context.calendar().is_working(date) {
        return;
    }
    let days: Vec<StaffDay> = assigned(context, site, date)
        .map(|(staff, window)| StaffDay::read(context, staff, window, date))
        .collect();
    let mut expected = days.iter().filter(|day| day.is_expected());
    let silent =
        expected.clone().count() >= EXPECTED_FOR_SILENCE && expected.all(|day| day.swipes.is_empty());
    if silent {
        effects.anomaly(date.next_day(), || Anomaly {
            kind: "attendance_silent",
            subject: context.registry().sites[usize::from(site)].id.clone(),
            date,
            detail: String::new(),
        });
    }
    for day in &days {
        judge_staff_day(context, site, date, day, silent, effects);
    }
}

/// Who is assigned to a site's windows on a date, and where.
fn assigned<'c>(
    context: &'c Context<'_>,
    site: SiteIdx,
    date: Date,
) -> impl Iterator<Item = (StaffIdx, WindowIdx)> + 'c {
    let registry = context.registry();
    (0..registry.staff.len() as StaffIdx).filter_map(move |staff| {
        let assignment = registry.assignment(staff, date)?;
        (registry.windows[usize::from(assignment.window)].site == site).then_some((staff, assignment.window))
    })
}

fn judge_staff_day(
    context: &Context<'_>,
    site: SiteIdx,
    date: Date,
    day: &StaffDay,
    silent: bool,
    effects: &mut Effects,
) {
    let registry = context.registry();
    let schedule = &registry.schedules[registry.sites[usize::from(site)].schedule];
    let derived = &context.county.rulebooks.derived;
    let over = date.next_day();
    let blemish = Tally::AttendanceBlemish { date, staff: day.staff };
    let finding = |kind: KindIdx, session: Session, evidence: Evidence| Finding {
        kind,
        date,
        session: Some(session),
        window: Some(day.window),
        staff: Some(day.staff),
        count: 1,
        points: None,
        about: About::Nothing,
        evidence,
    };
    for session in Session::BOTH {
        if let Some((event, kind)) = day.leaves[session as usize] {
            match kind {
                LeaveKind::Official => {}
                LeaveKind::Entitled => effects.tally(over, blemish),
                LeaveKind::Sick | LeaveKind::Personal => {
                    effects.tally(over, blemish);
                    effects.finding(over, || finding(derived.leave_taken, session, Evidence::One(event)));
                }
            }
            continue;
        }
        if silent {
            continue;
        }
        let (start, end) = schedule.hours(session);
        let belongs = |direction: Direction, time: TimeOfDay| match direction {
            // An arrival before the morning's end is the morning's; a departure before the afternoon's start is too.
            Direction::In => (time < schedule.am.1) == (session == Session::Am),
            Direction::Out => (time < schedule.pm.0) == (session == Session::Am),
        };
        let made_up = |direction: Direction| day.makeups.contains(&(session, direction));
        let mut swipes = day.swipes.iter().filter(|&&(direction, time, _)| belongs(direction, time));
        let arrival =
            swipes.clone().find(|swipe| swipe.0 == Direction::In).map(|&(_, time, event)| (time, event));
        let departure =
            swipes.rfind(|swipe| swipe.0 == Direction::Out).map(|&(_, time, event)| (time, event));
        let (arrived, left) =
            (arrival.is_some() || made_up(Direction::In), departure.is_some() || made_up(Direction::Out));
        if !arrived && !left {
            effects.tally(over, blemish);
            effects.finding(over, || finding(derived.absent, session, Evidence::None));
            continue;
        }
        if let Some((time, event)) = arrival
            && time > start
            && !made_up(Direction::In)
        {
            effects.tally(over, blemish);
            effects.finding(over, || finding(derived.late, session, Evidence::One(event)));
        }
        if let Some((time, event)) = departure
            && time < end
            && !made_up(Direction::Out)
        {
            effects.tally(over, blemish);
            effects.finding(over, || finding(derived.early_leave, session, Evidence::One(event)));
        }
        for (there, direction) in [(arrived, Direction::In), (left, Direction::Out)] {
            if !there {
                effects.tally(over, blemish);
                effects.anomaly(over, || Anomaly {
                    kind: "missed_swipe",
                    subject: registry.staff[usize::from(day.staff)].id.clone(),
                    date,
                    detail: format!("{} {}", session.word(), direction.word()),
                });
            }
        }
    }
}
