//! What is done with a complaint: registered, taken up or not, extended once, resolved, the complainant told.

use super::{points, refused, wanted};
use crate::answer::Problem;
use crate::enter::ToEnter;
use crate::pages::complaint::{ANSWER, points_range};
use crate::pages::message::Missing;
use crate::words;
use ingest::live::Moment;
use reports::words::Lang;
use scoring::complaints::{self, ComplaintStep, Look};
use scoring::time::Date;
use serde_json::json;

/// What a complaint is about when it is registered.
#[derive(Clone, Debug, Default)]
pub struct Registration {
    /// The window's id.
    pub window: String,
    /// The staff member's id; may be empty.
    pub staff: String,
    /// The contract's word.
    pub topic: String,
    /// What is complained of.
    pub statement: String,
}

/// How and when the complainant was told; nothing where that is still to be done.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    /// `phone`, `visit`, `letter`, `sms`, `online`; empty: not told yet.
    pub by: String,
    /// `2026-09-08`.
    pub on: String,
    /// What else is worth knowing; may be empty.
    pub note: String,
}

fn look_for(moment: &Moment<'_>, id: &str, step: ComplaintStep) -> Result<Look, Problem> {
    let look = complaints::look(&moment.context, id);
    let look = look.ok_or_else(|| Problem::Missing(Missing::Complaint, id.to_owned()))?;
    if look.may(step) {
        return Ok(look);
    }
    let is_second = step == ComplaintStep::Extend && look.extended.is_some();
    Err(refused(if is_second { words::EXTENDED_ALREADY } else { words::SUBMIT_NOT_POSSIBLE }))
}

/// A new complaint, by the id that it is to have.
///
/// # Errors
///
/// The registry has no such window or staff member, or something is missing.
pub fn register(moment: &Moment<'_>, id: &str, form: &Registration) -> Result<Vec<ToEnter>, Problem> {
    let index = &moment.context.registry().index;
    let (window, staff) = (form.window.trim(), form.staff.trim());
    if !index.windows.contains_key(window) || !(staff.is_empty() || index.staff.contains_key(staff)) {
        return Err(refused(words::WINDOW_UNKNOWN));
    }
    if !words::TOPICS.iter().any(|(word, _)| *word == form.topic) {
        return Err(refused(words::WORD_WANTED));
    }
    let mut data = json!({
        "complaint": id, "window": window, "topic": form.topic, "statement": wanted(&form.statement)?,
    });
    if !staff.is_empty() {
        data["staff"] = json!(staff);
    }
    Ok(vec![("complaint.received", data)])
}

/// A complaint is taken up.
///
/// # Errors
///
/// There is no such complaint, or it was taken up or ended already.
pub fn accept(moment: &Moment<'_>, id: &str) -> Result<Vec<ToEnter>, Problem> {
    look_for(moment, id, ComplaintStep::Accept)?;
    Ok(vec![("complaint.accepted", json!({ "complaint": id }))])
}

/// A complaint is not taken up, for a reason that the rulebook in force allows, and in words.
///
/// # Errors
///
/// There is no such complaint, it was taken up or ended already, the reason is none of the rulebook's, the words are missing.
pub fn reject(
    moment: &Moment<'_>,
    id: &str,
    (ground, detail): (&str, &str),
    telling: &Telling,
    by: &str,
) -> Result<Vec<ToEnter>, Problem> {
    let look = look_for(moment, id, ComplaintStep::Reject)?;
    let context = &moment.context;
    let grounds = &context.county.rulebooks.on(context.today()).complaint_rejections;
    let detail = wanted(detail)?;
    let data = match grounds.iter().find(|reason| reason.id == ground) {
        Some(reason) => {
            let clause = &reason.clause.zh;
            let told = format!("{}（{clause}）：{detail}", reason.title.zh);
            json!({ "complaint": id, "reason": told, "ground": ground })
        }
        None if grounds.is_empty() => json!({ "complaint": id, "reason": detail }),
        None => return Err(refused(words::GROUND_WANTED)),
    };
    let mut events = vec![("complaint.rejected", data)];
    events.extend(told(moment, &look, id, telling, by)?);
    Ok(events)
}

/// A complaint's time is extended.
///
/// # Errors
///
/// There is no such complaint, it was extended or ended already, something is missing.
pub fn extend(
    moment: &Moment<'_>,
    id: &str,
    reason: &str,
    approved_by: &str,
) -> Result<Vec<ToEnter>, Problem> {
    look_for(moment, id, ComplaintStep::Extend)?;
    let data = json!({ "complaint": id, "reason": wanted(reason)?, "approved_by": wanted(approved_by)? });
    Ok(vec![("complaint.extended", data)])
}

/// What came out when a complaint was looked into.
#[derive(Clone, Debug, Default)]
pub struct Resolution {
    /// `upheld` or `not_upheld`.
    pub outcome: String,
    /// The points, if other than the rule's own; empty: none are named.
    pub points: String,
    /// What was done about it.
    pub measures: String,
}

/// A complaint is resolved.
///
/// # Errors
///
/// There is no such complaint, it was not taken up or has ended already, something is missing or wrong.
pub fn resolve(
    moment: &Moment<'_>,
    id: &str,
    form: &Resolution,
    telling: &Telling,
    by: &str,
) -> Result<Vec<ToEnter>, Problem> {
    let look = look_for(moment, id, ComplaintStep::Resolve)?;
    let substantiated = match form.outcome.as_str() {
        "upheld" => true,
        "not_upheld" => false,
        _ => return Err(refused(words::WORD_WANTED)),
    };
    let measures = wanted(&form.measures)?;
    let mut data = json!({ "complaint": id, "substantiated": substantiated, "measures": measures });
    if substantiated && let Some(named) = points(&form.points, points_range())? {
        data["points"] = named;
    }
    let mut events = vec![("complaint.resolved", data)];
    events.extend(told(moment, &look, id, telling, by)?);
    Ok(events)
}

/// The complainant is told of a complaint that has ended.
///
/// # Errors
///
/// There is no such complaint, it has not ended, the complainant was told already, how or when is missing or wrong.
pub fn tell(moment: &Moment<'_>, id: &str, telling: &Telling, by: &str) -> Result<Vec<ToEnter>, Problem> {
    let look = look_for(moment, id, ComplaintStep::Tell)?;
    if !moment.records.acknowledgements_of([format!("{ANSWER}{id}").as_str()])?.is_empty() {
        return Err(refused(words::SUBMIT_NOT_POSSIBLE));
    }
    let told = told(moment, &look, id, telling, by)?;
    told.map(|told| vec![told]).ok_or_else(|| refused(words::WORD_WANTED))
}

/// That the complainant was told: an acknowledgement of the answer, which changes no result (`scoring/contract/steps.md`).
fn told(
    moment: &Moment<'_>,
    look: &Look,
    id: &str,
    telling: &Telling,
    by: &str,
) -> Result<Option<ToEnter>, Problem> {
    if telling.by.is_empty() {
        return Ok(None);
    }
    let context = &moment.context;
    let way = words::WAYS_TO_TELL.iter().find(|(word, _)| *word == telling.by);
    let (_, way) = way.ok_or_else(|| refused(words::WORD_WANTED))?;
    let day =
        Date::parse(&telling.on).filter(|day| (context.date(look.received)..=context.today()).contains(day));
    let day = day.ok_or_else(|| refused(words::DATE_WRONG))?;
    let mut reason = format!("{} · {day}", Lang::Zh.say(*way));
    if let Some(note) = super::if_any(&telling.note)? {
        reason = format!("{reason} · {note}");
    }
    let data = json!({
        "notice": format!("{ANSWER}{id}"), "by": by, "reason": reason,
        "told": { "by": telling.by, "on": telling.on },
    });
    Ok(Some(("notice.acknowledged", data)))
}
