//! A month's flags and consequences: shown, and decided by the bureau.

use super::answered;
use super::appeals::{led, nonce_of};
use super::closing::month_of;
use super::login::may_act;
use super::versions::closed;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::decide::proposals::{Ruling, decide};
use crate::decide::refused;
use crate::enter::enter_decided;
use crate::links::Place;
use crate::pages::proposals::{self, Proposals};
use crate::session::Visitor;
use crate::words;
use axum::extract::{Form, Path, State};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The proposals of a month.
pub async fn list(visitor: Visitor, State(app): State<Arc<App>>, month: Option<Path<String>>) -> Response {
    let made = load(&visitor, &app, month.map(|Path(month)| month)).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Proposals, &view, proposals::html)),
    )
}

async fn load(
    visitor: &Visitor,
    app: &Arc<App>,
    month: Option<String>,
) -> Result<(Frame, Proposals), Problem> {
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let nonce = visitor.may_act().then(|| nonce_of(app)).transpose()?;
    let month = super::monthly::month_to_close(app, month).await?;
    let published = closed(app, Some(&month.to_string()), None).await?.shown;
    let made = app.live.ask(move |moment| {
        let view = proposals::view(moment, published.as_ref(), month, &scope, nonce, reader.lang)?;
        Ok((Frame::of(moment, Some(month), &reader), view))
    });
    made.await?
}

/// What the form brings: one proposal, or all that nobody has decided where none is named.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Decision {
    csrf: String,
    nonce: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    subject: String,
    choice: String,
    #[serde(default)]
    reason: String,
}

/// Confirms or drops.
pub async fn rule(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(month): Path<String>,
    Form(given): Form<Decision>,
) -> Response {
    answered(&visitor, do_rule(&visitor, &app, &month, given).await)
}

async fn do_rule(
    visitor: &Visitor,
    app: &Arc<App>,
    month: &str,
    given: Decision,
) -> Result<Response, Problem> {
    may_act(visitor, &given.csrf)?;
    let month = month_of(month)?;
    let confirmed = match given.choice.as_str() {
        "confirm" => true,
        "drop" if !given.kind.is_empty() => false,
        _ => return Err(refused(words::FORM_EXPIRED)),
    };
    let ruling = Ruling { kind: given.kind, subject: given.subject, confirmed, reason: given.reason };
    let published = closed(app, Some(&month.to_string()), None).await?.shown;
    let by = visitor.name.clone();
    let decide =
        move |moment: &ingest::live::Moment<'_>| decide(moment, published.as_ref(), month, &ruling, &by);
    enter_decided(app, &visitor.name, &given.nonce, decide).await?;
    Ok(led(
        visitor,
        &format!("/months/{month}/proposals"),
        crate::api::replies::MonthReply { month: month.to_string() },
    ))
}
