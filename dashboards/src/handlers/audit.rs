//! Who did and saw what: the audit log by who, what and when; as a file.

use super::answered;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::csv::{self, Table};
use crate::links::Place;
use crate::pages::audit::{self, Audit, AuditAsked, Found, HEADS};
use crate::session::Visitor;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ingest::store::sqlite::AuditEntry;
use scoring::time::Zone;
use std::sync::Arc;

/// So many entries make a page.
const ROWS_OF_A_PAGE: usize = 200;

/// So many entries are exported at once at most; the command line exports all.
const EXPORTED_MAX: u64 = 200_000;

/// The latest entries that are asked for.
pub async fn list(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(asked): Query<AuditAsked>,
) -> Response {
    let made = load(&visitor, &app, asked).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, Place::Audit, &view, audit::html)))
}

async fn framed(visitor: &Visitor, app: &Arc<App>) -> Result<(Frame, Zone), Problem> {
    let reader = visitor.reader.clone();
    let made = app
        .live
        .ask(move |moment| (Frame::of(moment, None, &reader), moment.context.registry().zone.clone()));
    Ok(made.await?)
}

async fn load(visitor: &Visitor, app: &Arc<App>, asked: AuditAsked) -> Result<(Frame, Audit), Problem> {
    let (frame, zone) = framed(visitor, app).await?;
    let filter = asked.filter(&zone);
    let found = app.records(move |records| {
        Ok(Found {
            entries: records.audit_of(&filter, ROWS_OF_A_PAGE as u64 + 1)?,
            names: records.audit_names()?,
            broken: records.broken_audit_entry()?,
        })
    });
    let view = audit::view(found.await?, asked, ROWS_OF_A_PAGE, &frame.as_of, &zone, visitor.reader.lang);
    Ok((frame, view))
}

/// What is asked for as a file: CSV, or lines of JSON with the chain.
pub async fn export(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(asked): Query<AuditAsked>,
) -> Response {
    answered(&visitor, do_export(&visitor, &app, asked).await)
}

async fn do_export(visitor: &Visitor, app: &Arc<App>, asked: AuditAsked) -> Result<Response, Problem> {
    let (_, zone) = framed(visitor, app).await?;
    let is_lines = asked.format.as_deref() == Some("ndjson");
    let entry = AuditEntry {
        at: (app.clock)(),
        who: visitor.name.clone(),
        what: "audit.exported".to_owned(),
        subject: if is_lines { "ndjson" } else { "csv" }.to_owned(),
        detail: String::new(),
    };
    let filter = asked.filter(&zone);
    let found = app.records(move |records| {
        records.note(&entry)?;
        records.audit_of(&filter, EXPORTED_MAX)
    });
    // A log is read from its beginning.
    let mut entries = found.await?;
    entries.reverse();
    let lang = visitor.reader.lang;
    if !is_lines {
        return Ok(csv::answer(&Table {
            name: lang.say(crate::words::AUDIT_TITLE).to_owned(),
            head: HEADS.map(|head| lang.say(head).to_owned()).into(),
            rows: entries.iter().map(|kept| audit::cells(kept, &zone)).collect(),
        }));
    }
    let lines: String = entries.iter().map(|kept| audit::line(kept, &zone) + "\n").collect();
    let headers = [
        (header::CONTENT_TYPE, "application/x-ndjson; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.ndjson\""),
    ];
    Ok((headers, lines).into_response())
}
