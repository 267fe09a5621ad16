//! The notices of a month as they are kept.

use super::answered;
use super::months::month_asked;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::links::Place;
use crate::pages::notices::{self, NoticeFilter, Notices};
use crate::session::Visitor;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use std::sync::Arc;

/// The notices of a month; of the newest, where none is named.
pub async fn list(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    month: Option<Path<String>>,
    Query(filter): Query<NoticeFilter>,
) -> Response {
    let made = load(&visitor, &app, month.map(|Path(month)| month), filter).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Notices, &view, notices::html)),
    )
}

async fn load(
    visitor: &Visitor,
    app: &Arc<App>,
    month: Option<String>,
    filter: NoticeFilter,
) -> Result<(Frame, Notices), Problem> {
    let reader = visitor.reader.clone();
    let month = app.live.ask(move |moment| month_asked(moment, month.as_deref())).await??;
    let read = app.records(move |records| {
        let (from, to) = (month.first_day().to_string(), month.last_day().to_string());
        Ok((records.notices(&from, &to)?, records.acknowledgements(&from, &to)?))
    });
    let (kept, answers) = read.await?;
    let made = app.live.ask(move |moment| {
        let view = notices::view(&moment.context, month, &kept, &answers, &filter, reader.lang);
        (Frame::of(moment, Some(month), &reader), view)
    });
    Ok(made.await?)
}
