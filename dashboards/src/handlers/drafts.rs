//! Documents that the schedule made: the very files that it keeps, and what the check of a code says of them.

use super::answered;
use super::closing::month_of;
use crate::answer::Problem;
use crate::app::App;
use crate::decide::refused;
use crate::links::segment;
use crate::pages::documents::{CodeCheck, Verdict};
use crate::pages::drafts::DraftAsked;
use crate::papers::drafts::{identity, of_month, parts, said};
use crate::papers::may_have;
use crate::session::Visitor;
use crate::words::documents as words;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ingest::store::outbox::DraftFile;
use ingest::store::sqlite::{AuditEntry, KeptDraft};
use reports::papers::Kind;
use reports::render::file::Format;
use scoring::time::{Month, Zone};
use std::sync::Arc;

/// The documents that are kept for a month.
///
/// # Errors
///
/// The store cannot be read.
pub async fn kept(app: &Arc<App>, month: Month) -> Result<Vec<KeptDraft>, Problem> {
    let read = app.records(move |records| {
        let each = of_month(month).into_iter().filter_map(|draft| records.draft(&draft).transpose());
        each.collect::<Result<Vec<_>, _>>()
    });
    Ok(read.await?)
}

/// A file of a document that is kept. Who took which is in the audit log.
pub async fn file(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path((month, kind, period)): Path<(String, String, String)>,
    Query(asked): Query<DraftAsked>,
) -> Response {
    answered(&visitor, taken(&visitor, &app, (&month, &kind, &period), asked).await)
}

async fn taken(
    visitor: &Visitor,
    app: &Arc<App>,
    (month, kind, period): (&str, &str, &str),
    asked: DraftAsked,
) -> Result<Response, Problem> {
    let kind = Kind::of_word(kind).ok_or(Problem::NoPage)?;
    let format = match asked.format.as_deref() {
        None | Some("") => Format::Pdf,
        Some(word) => Format::of_word(word).ok_or_else(|| refused(words::NO_SUCH_FORMAT))?,
    };
    let wanted = identity(kind, period);
    let kept = kept(app, month_of(month)?).await?;
    let kept = kept.into_iter().find(|kept| kept.draft.draft == wanted).ok_or(Problem::NoPage)?;
    if !may_have(visitor.role, kind, kept.draft.version.is_none()) {
        return Err(Problem::Forbidden);
    }
    let read = app.records(move |records| records.file_of_draft(&wanted, format.word())).await?;
    let why = if kept.erased.is_some() { words::DRAFT_ERASED } else { words::NO_SUCH_FORMAT };
    let file = read.ok_or_else(|| refused(why))?;
    let entry = AuditEntry {
        at: (app.clock)(),
        who: visitor.name.clone(),
        what: "report.taken".to_owned(),
        subject: kept.draft.code,
        detail: format!("{} · {}", file.name, kept.draft.draft),
    };
    app.records(move |records| records.note(&entry)).await?;
    Ok(given(file))
}

fn given(DraftFile { format, name, media_type, bytes }: DraftFile) -> Response {
    let name = segment(&name);
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"report.{format}\"; filename*=UTF-8''{name}"),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// Says of a code that it is that of a kept document, and of which day, to who may have it.
///
/// # Errors
///
/// The store cannot be read.
pub async fn check(
    visitor: &Visitor,
    app: &Arc<App>,
    zone: &Zone,
    view: &mut CodeCheck,
) -> Result<(), Problem> {
    let code = view.code.clone();
    let Some(kept) = app.records(move |records| records.draft_of_code(&code)).await? else { return Ok(()) };
    let (draft, lang) = (&kept.draft, visitor.reader.lang);
    let Some((kind, period)) = parts(&draft.draft) else { return Ok(()) };
    if may_have(visitor.role, kind, draft.version.is_none()) {
        view.verdict = Verdict::Scheduled;
        view.title = Some(said(lang, kind, period, draft.version));
        view.own_code = Some(draft.code.clone());
        view.issued = Some(lang.moment(zone, draft.made, 0));
        view.figures.clear();
    }
    Ok(())
}
