//! Photos, for those who work on what they show.

use super::answered;
use crate::answer::Problem;
use crate::app::App;
use crate::pages::message::Missing;
use crate::rights::Right;
use crate::session::Visitor;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ingest::live::Moment;
use ingest::store::sqlite::{Photo, PhotoUse};
use scoring::event::{Fact, Subject};
use scoring::log::EventIdx;
use scoring::orders;
use scoring::registry::WindowIdx;
use std::sync::Arc;

/// A photo.
pub async fn one(visitor: Visitor, State(app): State<Arc<App>>, Path(photo): Path<String>) -> Response {
    answered(&visitor, load(&visitor, &app, photo).await)
}

async fn load(visitor: &Visitor, app: &Arc<App>, id: String) -> Result<Response, Problem> {
    let of = id.clone();
    let found = app.records(move |records| Ok((records.photo(&of)?, records.photo_uses(&of)?))).await?;
    let missing = || Problem::Missing(Missing::Photo, id.clone());
    let (Some(photo), uses) = found else { return Err(missing()) };
    let is_own = photo.added_by == visitor.name;
    let (scope, has_voices) = (visitor.scope(), visitor.may(Right::Voices));
    let may = app.live.ask(move |moment| {
        let registry = moment.context.registry();
        has_voices && windows(moment, &uses).any(|window| scope.has_window(registry, window))
    });
    // Whoever may not see it is not told that it is there.
    if photo.erased.is_some() || !(is_own || may.await?) {
        return Err(missing());
    }
    crate::seen::note(app, visitor, "photo.seen", &id);
    Ok(picture(photo))
}

/// A photo as a browser shows it, and keeps it nowhere.
pub(crate) fn picture(photo: Photo) -> Response {
    let name = format!("inline; filename=\"{}.jpg\"", photo.photo.get(..12).unwrap_or_default());
    let headers = [
        (header::CONTENT_TYPE, photo.media_type),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, photo.bytes).into_response()
}

/// The windows that the events are about which name a photo.
fn windows<'u>(moment: &'u Moment<'_>, uses: &'u [PhotoUse]) -> impl Iterator<Item = WindowIdx> + 'u {
    let context = &moment.context;
    uses.iter().filter_map(move |of| {
        let site = *context.registry().index.sites.get(&of.source)?;
        window_of(moment, context.log.find(site, &of.event)?)
    })
}

// Photos belong to findings, merits and orders; no other type names one, whatever types will be there.
#[allow(clippy::wildcard_enum_match_arm)]
fn window_of(moment: &Moment<'_>, event: EventIdx) -> Option<WindowIdx> {
    let context = &moment.context;
    match context.log.record(event).fact {
        Fact::FindingRecorded { window, .. } | Fact::MeritRecorded { window, .. } => Some(window),
        Fact::OrderCompleted | Fact::OrderChecked { .. } => {
            match context.log.subject(context.log.subject_of(event)?) {
                Subject::Order(id) => orders::find(context, id).map(|order| order.window),
                _ => None,
            }
        }
        _ => None,
    }
}
