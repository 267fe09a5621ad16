//! What the store knows of a case beyond its clock: which warnings were sent by which message and who answered what, and who
//! approved what stopped or extended the clock. What comes next is the core's, not guessed.

use super::case::{CaseView, Labelled, Rung};
use super::course::{data_of, text_of};
use super::notices;
use crate::words::{self, subjects};
use ingest::live::Moment;
use ingest::store::{KeptNotice, StoreError};
use reports::words::Lang;
use scoring::case_clock;
use scoring::event::{Fact, Subject};

/// The kinds of notices that are about a case, and about a joint share of one.
const OF_CASE: [&str; 3] = ["case_due", "case_overdue", "repeat_return"];
const OF_SHARE: [&str; 2] = ["joint_due", "joint_overdue"];

/// Tells a case what the store knows.
///
/// # Errors
///
/// [`StoreError`]
pub fn tell(moment: &Moment<'_>, view: &mut CaseView, lang: Lang) -> Result<(), StoreError> {
    view.has_records = true;
    tell_notices(moment, view, lang)?;
    tell_changes(moment, view, lang)?;
    let next = view.ladder.iter().find(|rung| !rung.is_sent);
    view.next = next.map(|next| words::next_warning(lang, &next.title, &next.day, &lang.list(&next.to)));
    Ok(())
}

/// The notices that are kept of a case and of its shares, and those that went one level up since nobody answered.
fn kept(moment: &Moment<'_>, id: &str) -> Result<Vec<KeptNotice>, StoreError> {
    let (context, records) = (&moment.context, moment.records);
    let mut kept = records.notices_about(&OF_CASE, id)?;
    let look = context.log.find_subject(&Subject::Case(id)).and_then(|place| {
        let Subject::Case(text) = context.log.subject_texts(place) else { return None };
        case_clock::look(context, text)
    });
    for share in look.iter().flat_map(|look| &look.shares) {
        let department = &context.registry().departments[usize::from(share.department)].id;
        kept.extend(records.notices_about(&OF_SHARE, &format!("{id}/{department}"))?);
    }
    let mut up = Vec::new();
    for notice in &kept {
        for recipient in &notice.recipients {
            up.extend(records.notice(&format!("unanswered/{recipient}/{}", notice.identity))?);
        }
    }
    kept.extend(up);
    Ok(kept)
}

fn tell_notices(moment: &Moment<'_>, view: &mut CaseView, lang: Lang) -> Result<(), StoreError> {
    let (context, records) = (&moment.context, moment.records);
    let (zone, year) = (&context.registry().zone, context.today().year());
    for notice in kept(moment, &view.id)? {
        let answers = records.acknowledgements_of([notice.identity.as_str()])?;
        let messages = records.messages_of(&notice.identity)?;
        let mut row = notices::row(context, year, &notice, &answers, lang);
        row.messages = messages.into_iter().map(|message| notices::told(message, zone, lang)).collect();
        match view.ladder.iter_mut().find(|rung| rung.identity == notice.identity) {
            Some(rung) => rung.kept = Some(row),
            // Its due date has moved since, or somebody did not answer: not among what the clock derives now.
            None => view.ladder.push(Rung {
                identity: row.identity.clone(),
                date: row.date.clone(),
                day: row.day.clone(),
                title: row.title.clone(),
                level: row.level,
                share: None,
                due: row.due.clone(),
                to: row.to.clone(),
                is_sent: true,
                kept: Some(row),
            }),
        }
    }
    view.ladder.sort_by(|a, b| (&a.date, a.level).cmp(&(&b.date, b.level)));
    Ok(())
}

/// What stopped or extended the clock, with who approved it, where the event says so.
fn tell_changes(moment: &Moment<'_>, view: &mut CaseView, lang: Lang) -> Result<(), StoreError> {
    let context = &moment.context;
    let Some(place) = context.log.find_subject(&Subject::Case(&view.id)) else { return Ok(()) };
    let mut events = Vec::new();
    context.log.events_of(place, context.as_of, &mut events);
    for event in events {
        let record = context.log.record(event);
        let label = if matches!(record.fact, Fact::CaseExtended { .. }) {
            subjects::EXTENDED
        } else if matches!(record.fact, Fact::CaseSuspended { .. }) {
            words::IN_PROCEDURE
        } else {
            continue;
        };
        let data = data_of(moment, event)?;
        let deed = words::deeds::deed(context, &record.fact, lang);
        let day = lang.date(context.date(event), context.today().year());
        let approved = text_of(&data, "approved_by").map(|by| subjects::approved_by(lang, &by));
        let text = [Some(day), Some(deed), approved].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        view.changes.push(Labelled { label: lang.say(label), text });
    }
    Ok(())
}
