//! What is said of a case or a joint share: item, window, limit, how it stands, and the ladder's next step.

use super::body::Body;
use super::teller::{Teller, segment};
use super::{Facts, Said};
use crate::words::Word;
use scoring::case_clock::{self, Look, ShareLook};
use scoring::clock::Clock;
use scoring::due::{Stands, stands_today};
use scoring::event::{Fact, Subject};
use scoring::log::EventIdx;
use scoring::time::Date;

const COMPLETED: Word = Word::new("办结", "completed");
const WITHDRAWN: Word = Word::new("撤回", "withdrawn");
const SHARE_COMPLETED: Word = Word::new("完成联办", "share completed");
const AWAITING: Word = Word::new("等待补正材料", "awaiting a supplement");
const SUSPENDED: Word = Word::new("特别程序进行中", "a special procedure is under way");

/// Says everything of a case, or of the share that the subject names as `CASE/DEPARTMENT`.
pub(super) fn tell(teller: &Teller<'_>, facts: &mut Facts, level: u8, body: &Body) {
    ladder(teller, facts, level, body);
    let Some((case, look)) = found(teller, facts, &body.subject) else { return };
    match share(teller, &look, body.subject.strip_prefix(case).and_then(|rest| rest.strip_prefix('/'))) {
        Some(share) => tell_share(teller, facts, &look, share, body),
        None => tell_case(teller, facts, &look, body),
    }
}

/// Says of a case that was returned again which one it is and when.
pub(super) fn tell_returned(teller: &Teller<'_>, facts: &mut Facts, body: &Body) {
    let Some((_, look)) = found(teller, facts, &body.subject) else { return };
    teller.day(facts, "since", teller.context.date(look.acceptance));
    if let Some(end) = look.end {
        teller.ended(facts, Word::new("退件", "returned"), teller.context.date(end));
    }
}

/// The case that a subject names, and what is said of any case. A case's own id may hold `/`, so the whole is tried first.
fn found<'s>(teller: &Teller<'_>, facts: &mut Facts, subject: &'s str) -> Option<(&'s str, Look)> {
    let ids = [Some(subject), subject.rsplit_once('/').map(|(case, _)| case)];
    let (case, look) = ids.into_iter().flatten().find_map(|id| Some((id, look(teller, id)?)))?;
    let Fact::CaseAccepted { item, window, .. } = teller.context.log.record(look.acceptance).fact else {
        return None;
    };
    let item = &teller.registry().items[usize::from(item)];
    facts.path = format!("/cases/{}", segment(case));
    facts.say("number", Said::alike(case));
    facts.say("item", Said::alike(&item.name));
    facts.say("item_code", Said::alike(&item.code));
    facts.say("subject", Said::alike(format!("{case} {}", item.name)));
    teller.window(facts, window);
    Some((case, look))
}

fn look(teller: &Teller<'_>, id: &str) -> Option<Look> {
    let place = teller.context.log.find_subject(&Subject::Case(id))?;
    let Subject::Case(text) = teller.context.log.subject_texts(place) else { return None };
    case_clock::look(teller.context, text)
}

fn share<'l>(teller: &Teller<'_>, look: &'l Look, department: Option<&str>) -> Option<&'l ShareLook> {
    let department = teller.registry().index.departments.get(department?)?;
    look.shares.iter().find(|share| share.department == *department)
}

fn tell_case(teller: &Teller<'_>, facts: &mut Facts, look: &Look, body: &Body) {
    teller.day(facts, "since", teller.context.date(look.acceptance));
    facts.say("limit", Said::by(|lang| lang.workdays(look.clock.limit_workdays)));
    match look.end {
        Some(end) => ended(teller, facts, end),
        None => stands(teller, facts, &look.clock, body),
    }
}

fn tell_share(teller: &Teller<'_>, facts: &mut Facts, look: &Look, share: &ShareLook, body: &Body) {
    if let Some(accepting) = facts.said.get("department").cloned() {
        facts.say("lead_department", accepting);
    }
    if let Some(window) = share.window {
        teller.window(facts, window);
    } else {
        facts.said.remove("window");
    }
    teller.department(facts, share.department);
    teller.day(facts, "since", teller.context.date(share.assignment));
    facts.say("limit", Said::by(|lang| lang.workdays(share.clock.limit_workdays)));
    match (share.completed, look.end) {
        (Some(date), _) => teller.ended(facts, SHARE_COMPLETED, date),
        (None, Some(end)) => ended(teller, facts, end),
        (None, None) => stands(teller, facts, &share.clock, body),
    }
}

fn ended(teller: &Teller<'_>, facts: &mut Facts, end: EventIdx) {
    let is_withdrawn = matches!(teller.context.log.record(end).fact, Fact::CaseWithdrawn);
    let what = if is_withdrawn { WITHDRAWN } else { COMPLETED };
    teller.ended(facts, what, teller.context.date(end));
}

/// How an open clock stands: another due date than the notice's, or why it does not run.
fn stands(teller: &Teller<'_>, facts: &mut Facts, clock: &Clock, body: &Body) {
    let has_moved = body.due.is_some() && clock.due != body.due;
    if has_moved {
        facts.said.remove("countdown");
    }
    if let Some(stands) = stands_today(teller.context, clock) {
        let (what, since) = match stands {
            Stands::Awaiting(since) => (AWAITING, since),
            Stands::Suspended(since) => (SUSPENDED, since),
        };
        facts.say("state", Said::by(|lang| lang.lasting(what, since, teller.year)));
    } else if has_moved {
        facts.say("state", Said::by(|lang| lang.due_moved(clock.due)));
    }
}

/// By when it is to be done, and when the ladder's next step follows (`clock.md`, Notices).
fn ladder(teller: &Teller<'_>, facts: &mut Facts, level: u8, body: &Body) {
    let Some(due) = body.due else { return };
    let calendar = teller.context.calendar();
    let (second, third) = rungs(teller, body, due);
    let done_by = match level {
        1 => due,
        2 => calendar.plus(second, deadlines(teller, body).case_level_3_workdays),
        3 => calendar.plus(third, deadlines(teller, body).case_level_4_workdays),
        _ => return,
    };
    teller.day(facts, "done_by", done_by);
    teller.next_step(facts, calendar.next(done_by));
}

/// The dates of levels 2 and 3.
fn rungs(teller: &Teller<'_>, body: &Body, due: Date) -> (Date, Date) {
    let calendar = teller.context.calendar();
    let second = calendar.next(due);
    (second, calendar.next(calendar.plus(second, deadlines(teller, body).case_level_3_workdays)))
}

/// The deadlines that hold for the case: those of the day of its acceptance.
fn deadlines(teller: &Teller<'_>, body: &Body) -> scoring::rulebook::Deadlines {
    let ids = [Some(body.subject.as_str()), body.subject.rsplit_once('/').map(|(case, _)| case)];
    let accepted = ids.into_iter().flatten().find_map(|id| look(teller, id));
    let date = accepted.map_or(teller.context.today(), |look| teller.context.date(look.acceptance));
    teller.deadlines(date)
}
