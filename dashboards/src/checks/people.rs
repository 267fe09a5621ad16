//! Lines of the check list that wait for somebody's word: evaluations, ratings, complaints, appeals, findings, orders, flags.

use super::{Found, Look, Named};
use crate::answer::Problem;
use crate::decide::proposals::standing;
use crate::links::Place;
use crate::months::proposals::ProposalState;
use crate::pages::{decided, proposals as shown};
use crate::words::COLON;
use crate::words::{appeals as appealed, monthly as said};
use ingest::live::Moment;
use scoring::appeals;
use scoring::complaints;
use scoring::event::Subject;
use scoring::finding::About;
use scoring::ledger::EntryKind;
use scoring::log::EventIdx;
use scoring::orders;
use scoring::ratings::{self, RatingStep};
use scoring::registry::WindowIdx;
use scoring::time::Date;

fn found(named: Vec<Named>) -> Found {
    (named.len(), named)
}

impl Look<'_> {
    fn sees(&self, moment: &Moment<'_>, window: WindowIdx) -> bool {
        self.scope.has_window(moment.context.registry(), window)
    }

    fn window_named(&self, moment: &Moment<'_>, window: WindowIdx) -> String {
        let of = &moment.context.registry().windows[usize::from(window)];
        format!("{} {}", of.id, of.name)
    }

    fn is_in_month(&self, moment: &Moment<'_>, event: EventIdx) -> bool {
        moment.context.date(event).month() == self.month
    }

    fn by(&self, date: Date) -> String {
        said::by_day(self.lang, &self.lang.day(date, self.month.year()))
    }
}

/// Windows and staff of the month that nobody has evaluated; they count with full marks.
pub(super) fn evaluations(moment: &Moment<'_>, look: &Look<'_>) -> Found {
    let context = &moment.context;
    let registry = context.registry();
    let has = |subject: Subject<&str>| {
        let mut events = Vec::new();
        if let Some(place) = context.log.find_subject(&subject) {
            context.log.events_of(place, context.as_of, &mut events);
        }
        !events.is_empty()
    };
    let windows =
        look.result.windows.iter().map(|standing| standing.window).filter(|&window| {
            look.sees(moment, window) && !has(Subject::WindowEvaluation(window, look.month))
        });
    let windows = windows.map(|window| Named {
        text: look.window_named(moment, window),
        more: String::new(),
        place: Place::Window(registry.windows[usize::from(window)].id.clone()),
    });
    let staff = look.result.staff.iter().filter(|standing| {
        look.sees(moment, standing.window) && !has(Subject::StaffEvaluation(standing.staff, look.month))
    });
    let staff = staff.map(|standing| {
        let of = &registry.staff[usize::from(standing.staff)];
        Named {
            text: format!("{} {}", of.id, of.name),
            more: look.window_named(moment, standing.window),
            place: Place::StaffMember(of.id.clone()),
        }
    });
    found(windows.chain(staff).collect())
}

/// Recorded findings that cost a window points and name no person, so that the staff book misses them.
pub(super) fn findings_without_staff(moment: &Moment<'_>, look: &Look<'_>) -> Found {
    let context = &moment.context;
    let rulebook = context.county.rulebooks.of_month(look.month);
    let mut named = Vec::new();
    for standing in look.result.windows.iter().filter(|standing| look.sees(moment, standing.window)) {
        for entry in &standing.account.entries {
            let (About::Finding(id), None, EntryKind::Kind(kind)) = (entry.about, entry.staff, entry.kind)
            else {
                continue;
            };
            // What no rule of the staff book takes up would count nowhere with a name either.
            if rulebook.staff_book.rule(kind).is_none() {
                continue;
            }
            let title = look.lang.title(&context.county.rulebooks.kinds()[usize::from(kind)].title);
            let place = entry.evidence.first().map_or(Place::Findings, |event| place_of(moment, event));
            named.push(Named {
                text: format!("{} {title}", context.log.text(id)),
                more: format!(
                    "{} · {}",
                    look.window_named(moment, standing.window),
                    look.lang.date(entry.date, look.month.year())
                ),
                place,
            });
        }
    }
    found(named)
}

fn place_of(moment: &Moment<'_>, event: EventIdx) -> Place {
    let record = moment.context.log.record(event);
    let source = moment.context.registry().sites[usize::from(record.source)].id.clone();
    Place::Event(source, moment.context.log.text(record.id).to_owned())
}

/// Bad ratings of the month that nobody has verified: valid ones will cost points, others leave the satisfaction rate.
pub(super) fn ratings(moment: &Moment<'_>, look: &Look<'_>) -> Found {
    let context = &moment.context;
    let waiting = ratings::bad_ones(context).into_iter().filter_map(|rating| {
        let (_, due) = *rating.waits_for.iter().find(|(step, _)| *step == RatingStep::Verify)?;
        (look.is_in_month(moment, rating.submitted) && look.sees(moment, rating.window))
            .then_some((rating, due))
    });
    let named = waiting.map(|(rating, due)| {
        let id = context.log.text(rating.id).to_owned();
        let level = look.lang.rating_level(rating.level);
        Named {
            text: format!("{id} {level}"),
            more: format!("{} · {}", look.window_named(moment, rating.window), look.by(due)),
            place: Place::Rating(id),
        }
    });
    found(named.collect())
}

/// Complaints received up to the month's end that nobody has answered.
pub(super) fn complaints(moment: &Moment<'_>, look: &Look<'_>) -> Found {
    let context = &moment.context;
    let open = complaints::all(context).into_iter().filter(|complaint| {
        complaint.is_open()
            && context.date(complaint.received) <= look.month.last_day()
            && look.sees(moment, complaint.window)
    });
    let named = open.map(|complaint| {
        let id = context.log.text(complaint.id).to_owned();
        let day = look.by(complaint.due);
        let more = format!("{} · {day}", look.window_named(moment, complaint.window));
        Named { text: id.clone(), more, place: Place::Complaint(id) }
    });
    found(named.collect())
}

/// Appeals against entries of the month that wait for a decision or for data to be mended.
pub(super) fn appeals(moment: &Moment<'_>, look: &Look<'_>) -> Found {
    let context = &moment.context;
    let open = appeals::list(context).into_iter().filter(|appeal| {
        appeal.state(context).is_open()
            && appeal.entry(context).is_none_or(|entry| entry.month == look.month)
            && look.sees(moment, appeal.window)
    });
    let named = open.map(|appeal| {
        let id = context.log.text(appeal.id).to_owned();
        let state = look.lang.say(appealed::state(appeal.state(context)));
        Named {
            text: id.clone(),
            more: format!(
                "{} · {state} · {}",
                look.window_named(moment, appeal.window),
                look.by(appeal.decide_by(context))
            ),
            place: Place::Appeal(id),
        }
    });
    found(named.collect())
}

/// Rectification orders whose day is over and that nobody reported as done.
pub(super) fn orders(moment: &Moment<'_>, look: &Look<'_>) -> Found {
    let context = &moment.context;
    let late = orders::list(context)
        .into_iter()
        .filter(|order| order.is_overdue(context.today()) && look.sees(moment, order.window));
    let named = late.map(|order| {
        let id = context.log.text(order.id).to_owned();
        let more = format!("{} · {}", look.window_named(moment, order.window), look.by(order.due));
        Named { text: id.clone(), more, place: Place::Order(id) }
    });
    found(named.collect())
}

/// Flags and consequences that nobody has decided, once the month is over.
pub(super) fn proposals(moment: &Moment<'_>, look: &Look<'_>) -> Result<Found, Problem> {
    let context = &moment.context;
    if context.today() <= look.month.last_day() {
        return Ok((0, Vec::new()));
    }
    let open = standing(moment, None, look.month)?.into_iter().filter(|of| {
        of.state == ProposalState::Undecided
            && decided::is_in_scope(context, look.scope, look.month, &of.kind, &of.subject)
    });
    let named = open.map(|of| {
        let title = shown::title(&of.kind, look.lang);
        let colon = look.lang.say(COLON);
        Named { text: format!("{title}{colon}{}", of.subject), more: String::new(), place: Place::Proposals }
    });
    Ok(found(named.collect()))
}
