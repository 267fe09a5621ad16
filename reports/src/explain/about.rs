//! What an entry is about: the case with its clock, the swipe against the schedule, the rating, complaint, charge.

use super::scribe::Scribe;
use crate::words::{CaseTold, EndTold, clock, labels};
use scoring::case_clock::ShareLook;
use scoring::event::{Fact, HalfDay};
use scoring::finding::About;
use scoring::ledger::{Entry, EntryKind};
use scoring::log::{EventIdx, Text};
use scoring::month::ActionSubject;
use scoring::points::Points;
use scoring::registry::DepartmentIdx;
use scoring::time::{Date, Session, TimeOfDay};

/// Says what an entry is about, where there is more to say than its kind; a line each.
pub(super) fn about(scribe: &Scribe<'_>, subject: ActionSubject, entry: &Entry) -> Vec<String> {
    // What the marks of the evaluation were, its section says.
    let EntryKind::Kind(kind) = entry.kind else { return Vec::new() };
    let derived = &scribe.context.county.rulebooks.derived;
    let first = entry.evidence.first();
    let told = match entry.about {
        About::Case(case) if kind == derived.overdue => return overdue(scribe, case).unwrap_or_default(),
        About::Case(case) if kind == derived.joint_delay => share(scribe, case, entry),
        About::Case(case) => return charge(scribe, first, Some(case)),
        About::Rating(rating, case) => return rating_lines(scribe, rating, case, entry),
        About::Complaint(complaint) => complaint_told(scribe, complaint, entry),
        About::Finding(finding) => {
            Some(scribe.lang.recorded(labels::FINDING, scribe.text(finding), count(scribe, first)))
        }
        About::Merit(merit) => {
            Some(scribe.lang.recorded(labels::MERIT, scribe.text(merit), count(scribe, first)))
        }
        About::Nothing if kind == derived.full_attendance => {
            let month = scribe.result.month;
            let before = Date(month.first_day().0 - 1);
            Some(
                scribe.lang.full_attendance(scribe.context.calendar().working_days(before, month.last_day())),
            )
        }
        About::Nothing if kind == derived.peer_top5 => Some(peers(scribe, entry)),
        About::Nothing if kind == derived.model_window => model_window(scribe, subject, entry.date),
        About::Nothing if entry.session.is_some() => attendance(scribe, entry),
        About::Nothing => return charge(scribe, first, None),
    };
    told.into_iter().collect()
}

/// How often a recorded finding or merit was seen.
fn count(scribe: &Scribe<'_>, event: Option<EventIdx>) -> u8 {
    let fact = event.map(|event| scribe.context.log.record(event).fact);
    if let Some(Fact::FindingRecorded { count, .. } | Fact::MeritRecorded { count, .. }) = fact {
        count
    } else {
        1
    }
}

fn overdue(scribe: &Scribe<'_>, case: Text) -> Option<Vec<String>> {
    let (look, item) = scribe.case(case)?;
    let accepted = scribe.context.date(look.acceptance);
    let Fact::CaseAccepted { green_channel, .. } = scribe.context.log.record(look.acceptance).fact else {
        return None;
    };
    let due = look.clock.due;
    let suspensions = look.clock.suspensions.iter().map(|suspension| {
        let to = suspension.to.map(|to| scribe.date(to));
        (scribe.date(suspension.from), to, suspension.approved_workdays)
    });
    let told = CaseTold {
        case: scribe.text(case),
        item,
        accepted: scribe.when(look.acceptance),
        green_channel,
        limit_workdays: look.clock.limit_workdays,
        extended_workdays: look.extended_workdays,
        restarted: (look.clock.start != accepted).then(|| scribe.date(look.clock.start)),
        suspensions: suspensions.collect(),
        due: due.map(|due| scribe.date(due)),
        end: match look.end {
            Some(event) => {
                let late = due.map_or(0, |due| late_workdays(scribe, due, scribe.context.date(event)));
                if matches!(scribe.context.log.record(event).fact, Fact::CaseWithdrawn) {
                    EndTold::Withdrawn(scribe.when(event), late)
                } else {
                    EndTold::Completed(scribe.when(event), late)
                }
            }
            None => open(scribe, due),
        },
    };
    Some(scribe.lang.case(&told).into())
}

fn share(scribe: &Scribe<'_>, case: Text, entry: &Entry) -> Option<String> {
    let assignment = entry.evidence.first()?;
    let Fact::JointAssigned { department, days } = scribe.context.log.record(assignment).fact else {
        return None;
    };
    let (look, item) = scribe.case(case)?;
    let case = format!("{} {item}", scribe.text(case));
    let end = share_end(scribe, &look.shares, department, entry.date);
    let (name, assigned) = (scribe.department(department), scribe.when(assignment));
    Some(scribe.lang.share(&case, name, &assigned, u32::from(days), &scribe.date(entry.date), &end))
}

fn share_end(scribe: &Scribe<'_>, shares: &[ShareLook], department: DepartmentIdx, due: Date) -> EndTold {
    match shares.iter().find(|share| share.department == department).and_then(|share| share.completed) {
        Some(date) => EndTold::Completed(scribe.date(date), late_workdays(scribe, due, date)),
        None => open(scribe, Some(due)),
    }
}

/// Still open: late by the working days that are over.
fn open(scribe: &Scribe<'_>, due: Option<Date>) -> EndTold {
    let yesterday = Date(scribe.context.today().0 - 1);
    EndTold::Open(due.map_or(0, |due| late_workdays(scribe, due, yesterday)))
}

fn late_workdays(scribe: &Scribe<'_>, due: Date, until: Date) -> u32 {
    scribe.context.calendar().working_days(due, until)
}

fn rating_lines(scribe: &Scribe<'_>, rating: Text, case: Option<Text>, entry: &Entry) -> Vec<String> {
    let mut events = entry.evidence.events();
    let (Some(submitted), Some(verified)) = (events.next(), events.next()) else { return Vec::new() };
    let log = scribe.context.log;
    let (Fact::RatingSubmitted { level, .. }, Fact::RatingVerified { responsible, .. }) =
        (log.record(submitted).fact, log.record(verified).fact)
    else {
        return Vec::new();
    };
    let (level, responsible) = (scribe.lang.rating_level(level), scribe.lang.responsible(responsible));
    let (submitted, verified) = (scribe.when(submitted), scribe.when(verified));
    let told = scribe.lang.rating(scribe.text(rating), level, &submitted, &verified, responsible);
    std::iter::once(told).chain(case.map(|case| case_named(scribe, case))).collect()
}

fn complaint_told(scribe: &Scribe<'_>, complaint: Text, entry: &Entry) -> Option<String> {
    let mut events = entry.evidence.events();
    let (received, resolved) = (events.next()?, events.next()?);
    Some(scribe.lang.complaint(scribe.text(complaint), &scribe.when(received), &scribe.when(resolved)))
}

fn charge(scribe: &Scribe<'_>, event: Option<EventIdx>, case: Option<Text>) -> Vec<String> {
    let fact = event.map(|event| scribe.context.log.record(event).fact);
    let Some(Fact::FeeCharged { item, amount_cents, elsewhere, .. }) = fact else {
        return case.map(|case| case_named(scribe, case)).into_iter().collect();
    };
    let item = &scribe.registry().items[usize::from(item)];
    let lawful = item.fee_cents.map(|cents| scribe.lang.yuan(cents));
    let told =
        scribe.lang.charge(&item.name, &scribe.lang.yuan(amount_cents.get()), lawful.as_deref(), elsewhere);
    std::iter::once(told).chain(case.map(|case| case_named(scribe, case))).collect()
}

fn case_named(scribe: &Scribe<'_>, case: Text) -> String {
    let item = scribe.case(case).map(|(_, item)| item);
    scribe.lang.case_named(scribe.text(case), item)
}

fn peers(scribe: &Scribe<'_>, entry: &Entry) -> String {
    let mark = |event| {
        let Fact::EvaluationRecorded { peers, .. } = scribe.context.log.record(event).fact else {
            return None;
        };
        Some(peers)
    };
    let marks = entry.evidence.events().filter_map(mark);
    let people = entry.evidence.events().count();
    scribe.lang.peer_marks(marks.sum::<Points>(), people, scribe.rulebook.peer_top_places)
}

fn model_window(scribe: &Scribe<'_>, subject: ActionSubject, date: Date) -> Option<String> {
    let ActionSubject::Staff(staff) = subject else { return None };
    let window = scribe.registry().assignment(staff, date)?.window;
    Some(scribe.lang.model_window(&scribe.window(window)))
}

/// Late, early, absent or on leave: what was swiped against the hours of the site of that day.
fn attendance(scribe: &Scribe<'_>, entry: &Entry) -> Option<String> {
    let (staff, session) = (entry.staff?, entry.session?);
    let registry = scribe.registry();
    let window = registry.assignment(staff, entry.date)?.window;
    let site = &registry.sites[usize::from(registry.windows[usize::from(window)].site)];
    let (start, end) = registry.schedules[site.schedule].hours(session);
    let word = scribe.lang.session(session);
    let Some(event) = entry.evidence.first() else {
        return Some(scribe.lang.absent(word, &clock(start), &clock(end)));
    };
    let record = scribe.context.log.record(event);
    let (_, time) = registry.zone.local(record.time);
    let derived = &scribe.context.county.rulebooks.derived;
    if let Fact::Leave { kind, from, to } = record.fact {
        let (from, to) = (half_day(scribe, from), half_day(scribe, to));
        return Some(scribe.lang.on_leave(word, scribe.lang.leave(kind), &from, &to));
    }
    Some(if entry.kind == EntryKind::Kind(derived.late) {
        let (swiped, by) = against(scribe, time, start);
        scribe.lang.late(word, &swiped, &clock(start), &by)
    } else {
        let (swiped, by) = against(scribe, time, end);
        scribe.lang.early_leave(word, &swiped, &clock(end), &by)
    })
}

fn half_day(scribe: &Scribe<'_>, at: HalfDay) -> String {
    let session: Session = at.session;
    format!("{} {}", scribe.date(at.date), scribe.lang.session(session))
}

/// A time of day against a line, and how far apart they are: to the second, unless less than a second decided.
fn against(scribe: &Scribe<'_>, time: TimeOfDay, line: TimeOfDay) -> (String, String) {
    const SECOND: i64 = 1_000_000_000;
    match (time.0 / SECOND - line.0 / SECOND).abs() {
        0 => (clock(time), scribe.lang.say(labels::UNDER_A_SECOND).to_owned()),
        _ => {
            let whole = TimeOfDay(time.0 - time.0 % SECOND);
            (clock(whole), scribe.lang.duration((whole.0 - line.0).abs() / SECOND))
        }
    }
}
