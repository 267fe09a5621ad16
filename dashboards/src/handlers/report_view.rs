//! A document on the screen, to look at before it is taken.

use super::answered;
use super::closing::month_of;
use super::reports::{Asked, busy, make, note};
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::links::Place;
use crate::pages::document::{self, DocumentView};
use crate::papers;
use crate::session::Visitor;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use reports::papers::Kind;
use reports::render::html;
use std::sync::Arc;

/// A document within the frame of the pages. It bears its code, so that who looked at it is noted as who took one.
pub async fn show(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path((month, kind)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let Some(_turn) = app.making.turn(&visitor.name).await else { return busy(&visitor) };
    let made = load(&visitor, &app, &month, &kind, asked).await;
    answered(
        &visitor,
        made.map(|(frame, view)| {
            let here = Place::Report(view.kind.clone());
            shown(&visitor, &frame, here, &view, document::html)
        }),
    )
}

async fn load(
    visitor: &Visitor,
    app: &Arc<App>,
    month: &str,
    kind: &str,
    asked: Asked,
) -> Result<(Frame, DocumentView), Problem> {
    let kind = Kind::of_word(kind).ok_or(Problem::NoPage)?;
    let order = papers::Asked {
        kind,
        month: month_of(month)?,
        subject: asked.subject.filter(|subject| !subject.is_empty()),
        version: asked.version,
        lang: visitor.reader.lang,
    };
    let (month, subject, version) = (order.month, order.subject.clone(), order.version);
    let document = make(visitor, app, order).await?;
    note(visitor, app, &document).await?;
    let setting = tokio::task::spawn_blocking(move || (html::body(&document), document));
    let (body, document) = setting.await.map_err(|error| Problem::Broken(error.to_string()))?;
    let reader = visitor.reader.clone();
    let frame = app.live.ask(move |moment| Frame::of(moment, Some(month), &reader)).await?;
    let view = DocumentView {
        kind: kind.word().to_owned(),
        kind_name: kind.name(visitor.reader.lang).to_owned(),
        title: document.title.replace('\n', ""),
        month: month.to_string(),
        subject,
        asked_version: version,
        version: document.trace.version,
        code: document.trace.code,
        html: body,
    };
    Ok((frame, view))
}
