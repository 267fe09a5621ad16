//! Who did what.

use super::answered;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::links::Place;
use crate::pages::audit::{self, Audit};
use crate::session::Visitor;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;

/// So many entries are listed.
const ENTRIES_MAX: u64 = 300;

/// The latest entries. The bureau's alone.
pub async fn list(visitor: Visitor, State(app): State<Arc<App>>) -> Response {
    let made = load(&visitor, &app).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, Place::Audit, &view, audit::html)))
}

async fn load(visitor: &Visitor, app: &Arc<App>) -> Result<(Frame, Audit), Problem> {
    let reader = visitor.reader.clone();
    let lang = reader.lang;
    let framed = app
        .live
        .ask(move |moment| (Frame::of(moment, None, &reader), moment.context.registry().zone.clone()));
    let (frame, zone) = framed.await?;
    let read = app.records(|records| Ok((records.audit(ENTRIES_MAX)?, records.broken_audit_entry()?)));
    let (entries, broken) = read.await?;
    let view = audit::view(&entries, broken, &frame.as_of, &zone, lang);
    Ok((frame, view))
}
