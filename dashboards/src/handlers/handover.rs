//! A case's hand-over file, for those who may act. Each download is in the audit log.

use super::answered;
use super::versions::all_newest;
use crate::answer::Problem;
use crate::app::App;
use crate::handover;
use crate::pages::message::Missing;
use crate::session::Visitor;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ingest::store::sqlite::AuditEntry;
use reports::handover::{file_name, pack};
use std::sync::Arc;

/// The ZIP.
pub async fn download(visitor: Visitor, State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    answered(&visitor, make(&visitor, &app, id).await)
}

async fn make(visitor: &Visitor, app: &Arc<App>, id: String) -> Result<Response, Problem> {
    let closed = all_newest(app).await?;
    let case = id.clone();
    let gathered = app.live.ask(move |moment| handover::gathered(moment, &closed, &case)).await??;
    let gathered = gathered.ok_or_else(|| Problem::Missing(Missing::Case, id.clone()))?;
    let broken = |error: String| Problem::Broken(error);
    let packing = tokio::task::spawn_blocking(move || {
        let files = gathered.files().map_err(|error| error.to_string())?;
        pack(&files).map_err(|error| error.to_string())
    });
    let zip = packing.await.map_err(|error| broken(error.to_string()))?.map_err(broken)?;
    let entry = AuditEntry {
        at: (app.clock)(),
        who: visitor.name.clone(),
        what: "case.handed_over".to_owned(),
        subject: id.clone(),
        detail: file_name(&id),
    };
    app.records(move |records| records.note(&entry)).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file_name(&id))),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, zip).into_response())
}
