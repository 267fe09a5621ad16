//! A case's hand-over file put together: what the core says of it, what the store keeps of its events and notices.
//!
//! Pages and the command line call the same [`gathered`], at the desk: everything is as of one moment. Its files are made beside it.

mod history;
mod warnings;

use crate::months::newest;
use crate::pages::case::{self, CaseState};
use crate::pages::published::Version;
use history::{Both, entries};
use ingest::live::Moment;
use ingest::plain_identity::hidden_in;
use ingest::store::StoreError;
use ingest::store::sqlite::Records;
use reports::delivery::letters::Said;
use reports::handover::{About, Arrived, Cover, HandOver, Notified};
use reports::words::Lang;
use scoring::case_clock::{self, Look};
use scoring::context::Context;
use scoring::event::Subject;
use scoring::log::EventIdx;
use scoring::time::{Instant, Month};
use warnings::{notified, warning};

/// A case's hand-over; `None` where no acceptance of it counts. `closed` are the newest versions of the closed
/// months, whose ledgers may name the case.
///
/// # Errors
///
/// The store cannot be read.
pub fn gathered(moment: &Moment<'_>, closed: &[Version], id: &str) -> Result<Option<HandOver>, StoreError> {
    let context = &moment.context;
    let views = [Lang::Zh, Lang::En].map(|lang| case::view(context, moment.results, id, lang));
    let [Some(zh), Some(en)] = views else { return Ok(None) };
    let both = Both { zh: &zh, en: &en };
    let zone = &context.registry().zone;
    let events = arrived(moment, id)?;
    let rows = notified(moment, id, &both)?;
    let month = month(context, id);
    let rulebook = context.county.rulebooks.of_month(month);
    let about = About {
        region: context.registry().code.clone(),
        case: id.to_owned(),
        month: month.to_string(),
        as_of: zone.format(context.as_of),
        rulebook: rulebook.id.clone(),
        rulebook_version: rulebook.version.clone(),
    };
    let cover = Cover {
        county: context.registry().name.clone(),
        title: format!("{id} {}", zh.item.name),
        case_on_paper: id
            .chars()
            .filter(|letter| letter.is_alphanumeric() || "-_.".contains(*letter))
            .collect(),
        subtitle: Said {
            zh: format!("{} · 规则 {} 第 {} 版", zh.as_of, rulebook.id, rulebook.version),
            en: format!("{} · rulebook {} version {}", en.as_of, rulebook.id, rulebook.version),
        },
        state: both.said(|view| &view.state_text),
        is_late: matches!(zh.state, CaseState::Overdue | CaseState::EndedLate),
        facts: both.facts(context, id),
        weeks: both.weeks(),
        legend: both.legend(),
        warnings: rows.iter().map(|row| warning(row, moment)).collect(),
        events: both.events(context, &events),
        shares: both.shares(),
        entries: entries(moment, closed, id, &both),
        oddities: paired(&zh.anomalies, &en.anomalies, |zh, en| Said { zh: zh.clone(), en: en.clone() }),
        files: Vec::new(),
    };
    let notices: Vec<Notified> = rows.into_iter().map(|row| row.notice).collect();
    Ok(Some(HandOver { about, cover, events, notices }))
}

/// The newest versions of all closed months, read anew: for commands, which keep none at hand.
///
/// # Errors
///
/// The store cannot be read.
pub fn closed(records: &Records) -> Result<Vec<Version>, StoreError> {
    let versions = records.closed_months()?;
    let newest = newest(&versions);
    let of_newest = versions.iter().filter(|closed| newest.get(&closed.month) == Some(&closed.version));
    of_newest.map(|closed| Version::of(records, closed, closed.version)).collect()
}

/// The month of the due date, or of the acceptance where there is none.
fn month(context: &Context<'_>, id: &str) -> Month {
    let of_due = look(context, id).map(|look| {
        let accepted = context.date(look.acceptance);
        look.clock.due.unwrap_or(accepted).month()
    });
    of_due.unwrap_or(context.today().month())
}

fn look(context: &Context<'_>, id: &str) -> Option<Look> {
    let place = context.log.find_subject(&Subject::Case(id))?;
    let Subject::Case(text) = context.log.subject_texts(place) else { return None };
    case_clock::look(context, text)
}

fn at(context: &Context<'_>, event: EventIdx) -> Instant {
    context.log.record(event).time
}

/// The case's events as they arrived, retracted ones too, in the order of arrival.
fn arrived(moment: &Moment<'_>, id: &str) -> Result<Vec<Arrived>, StoreError> {
    let context = &moment.context;
    let zone = &context.registry().zone;
    let Some(place) = context.log.find_subject(&Subject::Case(id)) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for event in context.log.events_ever_of(place, context.as_of) {
        // What took it back belongs to the history too.
        found.push(event);
        found.extend(context.log.retractors_of(event));
    }
    let mut numbers: Vec<_> = found.into_iter().map(|event| (moment.number(event), event)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut arrived = Vec::with_capacity(numbers.len());
    for (number, event) in numbers {
        let Some(kept) = moment.records.event(number)? else { continue };
        let record = context.log.record(event);
        arrived.push(Arrived {
            number,
            source: context.registry().sites[usize::from(record.source)].id.clone(),
            id: context.log.text(record.id).to_owned(),
            received: zone.format(kept.received),
            road: kept.road,
            place: kept.place,
            item: kept.item,
            raw: hidden_in(&kept.raw).unwrap_or(kept.raw),
        });
    }
    Ok(arrived)
}

/// `2026-09-09T08:30:00+08:00` as `2026-09-09 08:30`.
fn written(at: &str) -> String {
    at.get(..16).map_or_else(|| at.to_owned(), |at| at.replace('T', " "))
}

fn paired<T, U>(zh: &[T], en: &[T], of: impl Fn(&T, &T) -> U) -> Vec<U> {
    zh.iter().zip(en).map(|(zh, en)| of(zh, en)).collect()
}
