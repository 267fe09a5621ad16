//! The duty supervisor's weekly sheet, and the remarks on it.

use super::answered;
use super::findings::may_enter;
use super::versions::closed;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::appeals::{REASON_CHARACTERS_MAX, refused};
use crate::links::Place;
use crate::pages::week::{self, Week, WeekSheet};
use crate::rights::Right;
use crate::session::Visitor;
use crate::words::entering as said;
use crate::words::refusals::too_long;
use axum::Json;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse, Response};
use ingest::store::sqlite::{AuditEntry, WeekRemark};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Which week is asked for; the present one, where none is named.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = WeekAsked)]
#[serde(default)]
pub struct Asked {
    week: Option<String>,
}

/// A week's sheet.
pub async fn sheet(visitor: Visitor, State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Response {
    let made = load(&visitor, &app, asked).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, Place::WeekSheet, &view, week::html)))
}

async fn load(visitor: &Visitor, app: &Arc<App>, asked: Asked) -> Result<(Frame, WeekSheet), Problem> {
    let today = app.live.ask(|moment| moment.context.today()).await?;
    let week = match asked.week.as_deref().filter(|week| !week.is_empty()) {
        Some(text) => Week::parse(text).ok_or_else(|| refused(said::WEEK_UNREADABLE))?,
        None => Week::of(today),
    };
    let name = week.to_string();
    let remark = app.records(move |records| records.week_remark(&name)).await?;
    let mut versions = Vec::new();
    for month in week.months() {
        versions.extend(closed(app, Some(&month.to_string()), None).await?.shown);
    }
    let reader = visitor.reader.clone();
    let made = app.live.ask(move |moment| {
        let view = week::view(moment, &versions, week, remark, reader.lang)?;
        Ok((Frame::of(moment, None, &reader), view))
    });
    made.await?
}

/// What the form of the remarks brings.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Remarked {
    csrf: String,
    week: String,
    remark: String,
}

/// Keeps the remarks on a week.
pub async fn remark(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Form(remarked): Form<Remarked>,
) -> Response {
    answered(&visitor, do_remark(&visitor, &app, remarked).await)
}

async fn do_remark(visitor: &Visitor, app: &Arc<App>, remarked: Remarked) -> Result<Response, Problem> {
    may_enter(visitor, Right::Inspect, &remarked.csrf)?;
    let week = Week::parse(&remarked.week).ok_or_else(|| refused(said::WEEK_UNREADABLE))?.to_string();
    let text = remarked.remark.trim().to_owned();
    if text.chars().count() > REASON_CHARACTERS_MAX {
        return Err(Problem::Refused(too_long(said::REMARKS, REASON_CHARACTERS_MAX)));
    }
    let (now, by) = ((app.clock)(), visitor.name.clone());
    let remark = WeekRemark { week: week.clone(), remark: text, changed: now, changed_by: by.clone() };
    let kept = app.records(move |records| {
        records.at_once(|| {
            records.keep_week_remark(&remark)?;
            records.note(&AuditEntry {
                at: now,
                who: by,
                what: "week.remarked".to_owned(),
                subject: remark.week.clone(),
                detail: remark.remark.clone(),
            })
        })
    });
    kept.await?;
    if visitor.reader.is_api() {
        return Ok(Json(crate::api::replies::WeekReply { week }).into_response());
    }
    Ok(visitor.reader.to(&format!("/week?week={week}")).into_response())
}
