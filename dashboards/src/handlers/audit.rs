//! Who did and saw what: the audit log by who, what and when; as a file.

use super::answered;
use crate::answer::{Frame, Problem, listed};
use crate::app::App;
use crate::chain;
use crate::links::Place;
use crate::pages::audit::{self, Audit, AuditAsked, Found};
use crate::pages::paging::PageAsked;
use crate::session::Visitor;
use crate::taken::{File, fits, rows_read, taken};
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ingest::store::StoreError;
use ingest::store::sqlite::{AuditEntry, AuditMark, KeptAuditEntry, Records};
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
    answered(&visitor, made.map(|(frame, view)| listed(&visitor, &frame, Place::Audit, &view, audit::html)))
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
    let (lang, page) = (visitor.reader.lang, PageAsked::of(&visitor.reader, ROWS_OF_A_PAGE));
    let exported = visitor.reader.file().map(|file| exported(visitor, app, file.ending()));
    let found = app.records(move |records| {
        if let Some(entry) = &exported {
            records.note(entry)?;
        }
        let paging = page.paging(records.audit_count(&filter)? as usize);
        Ok(Found {
            entries: records.audit_page(&filter, paging.skipped() as u64, rows_read(paging) as u64)?,
            paging,
            names: records.audit_names()?,
            cut: records.audit_cuts()?.into_iter().next(),
            ..Found::default()
        })
    });
    let found = Found { checked: chain::look(app).await?, ..found.await? };
    fits(found.paging, lang)?;
    let view = audit::view(found, asked, &frame.as_of, &zone, lang);
    Ok((frame, view))
}

/// What the log says of its being taken away.
fn exported(visitor: &Visitor, app: &App, format: &str) -> AuditEntry {
    AuditEntry {
        at: (app.clock)(),
        who: visitor.name.clone(),
        what: "audit.exported".to_owned(),
        subject: format.to_owned(),
        detail: String::new(),
    }
}

/// What is asked for as a file: CSV, or lines of JSON with the chain.
pub async fn export(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(asked): Query<AuditAsked>,
) -> Response {
    answered(&visitor, do_export(&visitor, &app, asked).await)
}

/// Keeps that the log was handed out from its first entry on, with its chain: such entries may be removed once they are past
/// their period.
///
/// # Errors
///
/// [`StoreError`]
pub fn keep_export(
    records: &Records,
    entries: &[KeptAuditEntry],
    exported: &AuditEntry,
) -> Result<(), StoreError> {
    let first = records.audit_cuts()?.first().map_or(1, |cut| cut.last.entry + 1);
    match (entries.first(), entries.last()) {
        (Some(oldest), Some(newest)) if oldest.number == first => {
            let until = AuditMark { entry: newest.number, chain: newest.chain.clone() };
            records.keep_audit_export(&until, exported.at, &exported.who)
        }
        (Some(_), Some(_)) | (None, _) | (_, None) => Ok(()),
    }
}

async fn do_export(visitor: &Visitor, app: &Arc<App>, asked: AuditAsked) -> Result<Response, Problem> {
    let (_, zone) = framed(visitor, app).await?;
    let is_lines = asked.format.as_deref() == Some("ndjson");
    let entry = exported(visitor, app, if is_lines { "ndjson" } else { "csv" });
    let (filter, is_all) = (asked.filter(&zone), is_lines && asked.is_all());
    let found = app.records(move |records| {
        records.note(&entry)?;
        let mut entries = records.audit_of(&filter, EXPORTED_MAX)?;
        // A log is read from its beginning.
        entries.reverse();
        if is_all {
            keep_export(records, &entries, &entry)?;
        }
        Ok(entries)
    });
    let entries = found.await?;
    let lang = visitor.reader.lang;
    if !is_lines {
        let table = audit::export(&entries, &zone, lang);
        return taken(File::Csv, &table.title, &table);
    }
    let lines: String = entries.iter().map(|kept| audit::line(kept, &zone) + "\n").collect();
    let headers = [
        (header::CONTENT_TYPE, "application/x-ndjson; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.ndjson\""),
    ];
    Ok((headers, lines).into_response())
}
