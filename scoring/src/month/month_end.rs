//! What a month's end brings: evaluations, bonuses derived from the whole month, and its notices.

use super::assemble::{Roster, flies};
use super::{ActionSubject, MonthResult, WindowStanding};
use crate::context::Context;
use crate::effects::Anomaly;
use crate::event::{Fact, Subject};
use crate::finding::{About, Evidence, Finding};
use crate::ledger::Evaluated;
use crate::log::EventIdx;
use crate::notices::{Notice, NoticeKind, NoticeSubject};
use crate::points::Points;
use crate::ranking::Flag;
use crate::registry::{DepartmentIdx, StaffIdx, WindowIdx};
use crate::rulebook::{Grade, KindIdx, Rulebook};
use crate::tallies::MonthTallies;
use crate::time::Date;
use std::collections::HashSet;

/// One evaluation that counts.
#[derive(Clone, Copy)]
struct Marks<'r> {
    peers: Points,
    evaluated: Evaluated<'r>,
}

/// An evaluation's marks and the grade that they made.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'r> {
    /// The center's mark.
    pub center: Points,
    /// The mark of the other windows.
    pub peers: Points,
    /// The grade.
    pub grade: &'r Grade,
}

/// The evaluation of a subject and month that counts: of several the last by order.
pub fn evaluation<'r>(
    context: &Context<'_>,
    rulebook: &'r Rulebook,
    subject: &Subject<&str>,
) -> Option<(EventIdx, Recorded<'r>)> {
    let mut events = Vec::new();
    let place = context.log.find_subject(subject)?;
    context.log.events_of(place, context.as_of, &mut events);
    let event = *events.last()?;
    let Fact::EvaluationRecorded { center, peers } = context.log.record(event).fact else { return None };
    // The mean is at least a bound where the sum is at least twice the bound.
    let sum = center + peers;
    let reached = |minimum: Points| sum >= minimum + minimum;
    let grades = &rulebook.evaluation.grades;
    let grade = grades.iter().find(|grade| reached(grade.mean_min)).or(grades.last())?;
    Some((event, Recorded { center, peers, grade }))
}

/// The month's evaluations.
pub(super) struct Evaluations<'r> {
    windows: Vec<Option<Marks<'r>>>,
    staff: Vec<Option<Marks<'r>>>,
}

impl<'r> Evaluations<'r> {
    /// Reads the evaluations of everybody in the month.
    pub fn read(context: &Context<'_>, roster: &Roster, rulebook: &'r Rulebook) -> Evaluations<'r> {
        let marks = |subject: Subject<&str>, staff: Option<StaffIdx>| {
            let (event, Recorded { peers, grade, .. }) = evaluation(context, rulebook, &subject)?;
            Some(Marks { peers, evaluated: Evaluated { grade, event, staff } })
        };
        let registry = context.registry();
        let mut evaluations = Evaluations {
            windows: vec![None; registry.windows.len()],
            staff: vec![None; registry.staff.len()],
        };
        for &window in &roster.windows {
            evaluations.windows[usize::from(window)] =
                marks(Subject::WindowEvaluation(window, roster.month), None);
        }
        for &(staff, _) in &roster.staff {
            evaluations.staff[usize::from(staff)] =
                marks(Subject::StaffEvaluation(staff, roster.month), Some(staff));
        }
        evaluations
    }

    /// A window's evaluation.
    pub fn of_window(&self, window: WindowIdx) -> Option<Evaluated<'r>> {
        self.windows[usize::from(window)].map(|marks| marks.evaluated)
    }

    /// A staff member's evaluation.
    pub fn of_staff(&self, staff: StaffIdx) -> Option<Evaluated<'r>> {
        self.staff[usize::from(staff)].map(|marks| marks.evaluated)
    }

    /// Who has none.
    pub fn missing(&self, context: &Context<'_>, roster: &Roster) -> Vec<Anomaly> {
        let registry = context.registry();
        let anomaly = |subject: &str, detail: &str| Anomaly {
            kind: "evaluation_missing",
            subject: subject.to_owned(),
            date: roster.last_day,
            detail: detail.to_owned(),
        };
        let windows = roster.windows.iter().filter(|&&window| self.of_window(window).is_none());
        let staff = roster.staff.iter().filter(|&&(staff, _)| self.of_staff(staff).is_none());
        windows
            .map(|&window| anomaly(&registry.windows[usize::from(window)].id, "window"))
            .chain(staff.map(|&(staff, _)| anomaly(&registry.staff[usize::from(staff)].id, "staff")))
            .collect()
    }
}

/// Everybody who was there on every working day of the month, on time.
pub(super) fn full_attendance(
    context: &Context<'_>,
    roster: &Roster,
    tallies: &MonthTallies,
) -> Vec<Finding> {
    if !roster.is_over {
        return Vec::new();
    }
    let registry = context.registry();
    let days: Vec<Date> = (roster.month.first_day().0..=roster.last_day.0)
        .map(Date)
        .filter(|&date| context.calendar().is_working(date))
        .collect();
    let was_there = |staff: StaffIdx| {
        days.iter().all(|&date| {
            registry.assignment(staff, date).is_some_and(|assignment| {
                let site = registry.windows[usize::from(assignment.window)].site;
                registry.sites[usize::from(site)].attendance
            })
        })
    };
    let full = roster.staff.iter().filter(|&&(staff, _)| tallies.is_unblemished(staff) && was_there(staff));
    full.map(|&(staff, _)| Finding {
        window: registry.assignment(staff, roster.last_day).map(|assignment| assignment.window),
        staff: Some(staff),
        ..bonus(context.county.rulebooks.derived.full_attendance, roster.last_day, Evidence::None)
    })
    .collect()
}

/// The highest peer marks, for each book.
pub(super) struct PeerTop {
    pub windows: Vec<Finding>,
    pub staff: Vec<Finding>,
}

/// Who has the highest peer marks of the month, ties at the last place included.
pub(super) fn peer_top(
    context: &Context<'_>,
    roster: &Roster,
    evaluations: &Evaluations<'_>,
    rulebook: &Rulebook,
) -> PeerTop {
    if !roster.is_over {
        return PeerTop { windows: Vec::new(), staff: Vec::new() };
    }
    let kind = context.county.rulebooks.derived.peer_top5;
    let staff_marks: Vec<(StaffIdx, Points, EventIdx)> = roster
        .staff
        .iter()
        .filter_map(|&(staff, _)| {
            let marks = evaluations.staff[usize::from(staff)]?;
            Some((staff, marks.peers, marks.evaluated.event))
        })
        .collect();
    let window_marks: Vec<(WindowIdx, Points, Vec<EventIdx>)> = roster
        .windows
        .iter()
        .filter_map(|&window| {
            let here = |staff: StaffIdx| {
                let assignment = context.registry().assignment(staff, roster.last_day);
                assignment.is_some_and(|assignment| assignment.window == window)
            };
            let own: Vec<_> = staff_marks.iter().filter(|&&(staff, _, _)| here(staff)).collect();
            let mut events: Vec<EventIdx> = own.iter().map(|&&(_, _, event)| event).collect();
            events.sort_by(|&a, &b| context.log.order(a, b));
            (!own.is_empty()).then(|| (window, own.iter().map(|&&(_, peers, _)| peers).sum(), events))
        })
        .collect();
    let places = rulebook.peer_top_places;
    let staff_line = highest(staff_marks.iter().map(|&(_, peers, _)| peers), places);
    let window_line = highest(window_marks.iter().map(|&(_, peers, _)| peers), places);
    let windows = window_marks.into_iter().filter(|&(_, peers, _)| Some(peers) >= window_line);
    let staff = staff_marks.into_iter().filter(|&(_, peers, _)| Some(peers) >= staff_line);
    PeerTop {
        windows: windows
            .map(|(window, _, events)| Finding {
                window: Some(window),
                ..bonus(kind, roster.last_day, Evidence::Many(events.into()))
            })
            .collect(),
        staff: staff
            .map(|(staff, _, event)| Finding {
                staff: Some(staff),
                ..bonus(kind, roster.last_day, Evidence::One(event))
            })
            .collect(),
    }
}

/// The least of the so many highest marks.
fn highest(marks: impl Iterator<Item = Points>, places: usize) -> Option<Points> {
    let mut marks: Vec<Points> = marks.collect();
    marks.sort_unstable_by(|a, b| b.cmp(a));
    marks.truncate(places);
    marks.last().copied()
}

/// The staff of the model windows on the month's last day.
pub(super) fn model_window(
    context: &Context<'_>,
    roster: &Roster,
    windows: &[WindowStanding],
) -> Vec<Finding> {
    if !roster.is_over {
        return Vec::new();
    }
    let red: HashSet<WindowIdx> = windows
        .iter()
        .filter(|standing| flies(standing, Flag::Red))
        .map(|standing| standing.window)
        .collect();
    let there = roster.staff.iter().filter(|&&(staff, _)| {
        let assignment = context.registry().assignment(staff, roster.last_day);
        assignment.is_some_and(|assignment| red.contains(&assignment.window))
    });
    let kind = context.county.rulebooks.derived.model_window;
    there
        .map(|&(staff, _)| Finding { staff: Some(staff), ..bonus(kind, roster.last_day, Evidence::None) })
        .collect()
}

fn bonus(kind: KindIdx, date: Date, evidence: Evidence) -> Finding {
    Finding {
        kind,
        date,
        session: None,
        window: None,
        staff: None,
        count: 1,
        points: None,
        about: About::Nothing,
        evidence,
    }
}

/// The notices of a month's end, as far as their date has begun: once for each kind and subject.
pub(super) fn notices(
    context: &Context<'_>,
    rulebook: &Rulebook,
    roster: &Roster,
    result: &MonthResult,
) -> Vec<Notice> {
    let registry = context.registry();
    let date = context.calendar().next(roster.last_day);
    if date > context.today() {
        return Vec::new();
    }
    let department_of = |window: WindowIdx| registry.windows[usize::from(window)].department;
    let notice = |kind, subject, window: Option<WindowIdx>, department| Notice {
        kind,
        level: 2,
        subject,
        date,
        due: None,
        window,
        department,
    };
    let about_window =
        |kind, subject, window: Option<WindowIdx>| notice(kind, subject, window, window.map(department_of));
    let missed = |department: Option<DepartmentIdx>, names: Vec<&'static str>| {
        let target = move |name| {
            notice(NoticeKind::TargetMissed, NoticeSubject::Target(department, name), None, department)
        };
        names.into_iter().map(target)
    };
    let mut notices: Vec<Notice> = Vec::new();
    for (department, rates) in &result.departments {
        notices.extend(missed(Some(*department), rates.missed(&rulebook.targets)));
    }
    notices.extend(missed(None, result.region.missed(&rulebook.targets)));
    for standing in result.windows.iter().filter(|standing| flies(standing, Flag::Yellow)) {
        let window = standing.window;
        notices.push(about_window(NoticeKind::YellowFlag, NoticeSubject::Window(window), Some(window)));
    }
    let mut seen = HashSet::new();
    for action in &result.actions {
        if !seen.insert((action.kind, action.subject)) {
            continue;
        }
        let subject = match action.subject {
            ActionSubject::Window(window) => NoticeSubject::Window(window),
            ActionSubject::Staff(staff) => NoticeSubject::Staff(staff),
        };
        notices.push(about_window(action.kind, subject, action.window));
    }
    notices
}
