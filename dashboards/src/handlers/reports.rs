//! Documents: which there are of a month, each as a file, for those who may have it.

use super::answered;
use super::closing::month_of;
use super::drafts;
use super::versions::{closed, version_of};
use crate::answer::{Frame, Problem, shown, told_so};
use crate::app::App;
use crate::decide::refused;
use crate::links::Place;
use crate::pages::documents::{self, Reports};
use crate::pages::drafts::shown as shown_drafts;
use crate::pages::message::{Message, Missing};
use crate::papers::making::RETRY_AFTER_SECONDS;
use crate::papers::{self, Gathered, NotGathered, Versions};
use crate::session::Visitor;
use crate::words::documents as said;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use ingest::live::Moment;
use ingest::store::ClosedMonth;
use ingest::store::sqlite::AuditEntry;
use reports::changes::published::Book;
use reports::document::Document;
use reports::papers::texts::Texts;
use reports::papers::{Kind, NotMade, Subject};
use reports::render::file::{self as render, File, Format};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Which document, and as what.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = ReportAsked)]
#[serde(default)]
pub struct Asked {
    /// Whose: a window's, staff member's, department's, site's or order's id; of the weekly brief the week, `2026-W38`.
    pub subject: Option<String>,
    /// `pdf`, `xlsx`, `html`, `csv` or `json`; `pdf`, where none is named.
    pub format: Option<String>,
    /// The version of a closed month, from 1; the newest where none is named.
    pub version: Option<u32>,
}

/// Which documents there are of a month.
pub async fn list(visitor: Visitor, State(app): State<Arc<App>>, Path(month): Path<String>) -> Response {
    let made = load(&visitor, &app, &month).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Reports, &view, documents::html)),
    )
}

async fn load(visitor: &Visitor, app: &Arc<App>, month: &str) -> Result<(Frame, Reports), Problem> {
    let month = month_of(month)?;
    let version = closed(app, Some(&month.to_string()), None).await?.shown;
    let (visitor, kept) = (visitor.clone(), drafts::kept(app, month).await?);
    let made = app.live.ask(move |moment| {
        let frame = Frame::of(moment, Some(month), &visitor.reader);
        let mut view = documents::view(moment, month, version.as_ref(), &visitor)?;
        view.drafts = shown_drafts(&visitor, &moment.context.registry().zone, month, &kept);
        Ok((frame, view))
    });
    made.await?
}

/// A document as a file. Who took which is in the audit log, with its code and what it was made of.
pub async fn document(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path((month, kind)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let Some(_turn) = app.making.turn(&visitor.name).await else { return busy(&visitor) };
    answered(&visitor, file(&visitor, &app, &month, &kind, asked).await)
}

pub(super) fn busy(visitor: &Visitor) -> Response {
    let lang = visitor.reader.lang;
    let message = Message {
        status: 503,
        title: lang.say(said::BUSY).to_owned(),
        what: lang.say(said::BUSY_WHAT).to_owned(),
        mend: lang.say(said::BUSY_MEND).to_owned(),
    };
    let mut response = told_so(&visitor.reader, Some(visitor), &message);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_SECONDS));
    response
}

async fn file(
    visitor: &Visitor,
    app: &Arc<App>,
    month: &str,
    kind: &str,
    asked: Asked,
) -> Result<Response, Problem> {
    let kind = Kind::of_word(kind).ok_or(Problem::NoPage)?;
    let format = match asked.format.as_deref() {
        None | Some("") => Format::Pdf,
        Some(word) => Format::of_word(word).ok_or_else(|| refused(said::NO_SUCH_FORMAT))?,
    };
    let order = papers::Asked {
        kind,
        month: month_of(month)?,
        subject: asked.subject.filter(|subject| !subject.is_empty()),
        version: asked.version,
        lang: visitor.reader.lang,
    };
    let document = make(visitor, app, order).await?;
    note(visitor, app, &document).await?;
    let name = document.name.clone();
    let setting = tokio::task::spawn_blocking(move || render::file(&document, format));
    let set = setting.await.map_err(|error| Problem::Broken(error.to_string()))?;
    let File { bytes, ending, media_type } = set.map_err(|error| Problem::Broken(error.to_string()))?;
    let name = crate::links::segment(&format!("{name}.{ending}"));
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"report.{ending}\"; filename*=UTF-8''{name}"),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

pub(super) async fn note(visitor: &Visitor, app: &Arc<App>, document: &Document) -> Result<(), Problem> {
    let trace = &document.trace;
    let events = trace.events.map_or(String::new(), |events| format!(" · {events}"));
    let entry = AuditEntry {
        at: (app.clock)(),
        who: visitor.name.clone(),
        what: "report.taken".to_owned(),
        subject: trace.code.clone().unwrap_or_default(),
        detail: format!("{} · {}{events}", document.name, trace.as_of),
    };
    Ok(app.records(move |records| records.note(&entry)).await?)
}

/// A document, and what it was made of.
pub(super) struct Made {
    /// The document.
    pub document: Document,
    /// What it is made of.
    pub gathered: Gathered,
    /// What was asked for; of a rectification order with its month.
    pub order: papers::Asked,
}

/// Makes a document for somebody who may have it.
pub(super) async fn make(
    visitor: &Visitor,
    app: &Arc<App>,
    order: papers::Asked,
) -> Result<Document, Problem> {
    Ok(make_saying(visitor, app, order, None).await?.document)
}

/// The same, in other words of the bureau than those in force.
pub(super) async fn make_saying(
    visitor: &Visitor,
    app: &Arc<App>,
    mut order: papers::Asked,
    texts: Option<Texts>,
) -> Result<Made, Problem> {
    if order.kind == Kind::Order {
        let id = order.subject.clone().ok_or_else(|| refused(said::NO_SUBJECT))?;
        let found = app.live.ask(move |moment| papers::month_of_order(moment, &id).ok_or(id));
        order.month = found.await?.map_err(|id| Problem::Missing(Missing::Order, id))?;
    }
    let (kept, of) = (app.clone(), (order.month, order.version));
    let read = app.records(move |records| {
        let read = |closed: &ClosedMonth, newest| version_of(&kept, records, closed, newest);
        Ok(Versions::of(records, of, &read))
    });
    let versions = read.await?.map_err(|why| not_gathered(&order, why))?;
    let (visitor, kept) = (visitor.clone(), app.clone());
    let made = app.live.ask(move |moment| {
        may_have(&visitor, &order, versions.shown.is_none())?;
        let gathered = papers::gather(moment, &order, &versions, (&kept.counted, &kept.limits));
        let gathered = gathered.map_err(|why| not_gathered(&order, why))?;
        in_scope(moment, &visitor, &order, &gathered)?;
        let gathered = match texts {
            Some(texts) => gathered.saying(texts),
            None => gathered,
        };
        let document = gathered.make(moment.context.county, &order.wanted());
        let document = document.map_err(|why| not_made(&order, why))?;
        Ok(Made { document, gathered, order })
    });
    made.await?
}

fn not_gathered(order: &papers::Asked, why: NotGathered) -> Problem {
    match why {
        NotGathered::NoMonth(month) => Problem::Missing(Missing::Month, month.to_string()),
        NotGathered::NoVersion(version) => Problem::Missing(Missing::Version, version.to_string()),
        NotGathered::NoWeek => refused(crate::words::entering::WEEK_UNREADABLE),
        NotGathered::NotMade(why) => not_made(order, why),
        NotGathered::Store(error) => error.into(),
    }
}

/// Whether somebody may have documents of a kind.
fn may_have(visitor: &Visitor, order: &papers::Asked, is_draft: bool) -> Result<(), Problem> {
    if papers::may_have(visitor.role, order.kind, is_draft) { Ok(()) } else { Err(Problem::Forbidden) }
}

/// Whether a document's subject is in the visitor's scope; what is another's is not there.
fn in_scope(
    moment: &Moment<'_>,
    visitor: &Visitor,
    order: &papers::Asked,
    gathered: &Gathered,
) -> Result<(), Problem> {
    let scope = visitor.scope();
    if scope.is_all() {
        return Ok(());
    }
    let registry = moment.context.registry();
    let id = order.subject.as_deref().unwrap_or_default();
    let is_own = match order.kind.subject() {
        Subject::Region => true,
        Subject::Window => scope.has_window_id(registry, id),
        Subject::Staff => {
            let standing = gathered.published().standing(Book::Staff, id);
            let home = standing.and_then(|standing| standing.home.first());
            home.is_some_and(|window| scope.has_window_id(registry, window))
        }
        Subject::Department => {
            let place = registry.index.departments.get(id).copied();
            place.is_some_and(|department| scope.has_department(registry, department))
        }
        Subject::Site => scope.has_site_id(id),
        Subject::Case => false,
        Subject::Order => gathered.order().is_some_and(|told| scope.has_window_id(registry, &told.window)),
    };
    if is_own { Ok(()) } else { Err(missing(order.kind, id.to_owned())) }
}

fn missing(kind: Kind, id: String) -> Problem {
    match kind.subject() {
        Subject::Region => Problem::NoPage,
        Subject::Window => Problem::Missing(Missing::Window, id),
        Subject::Staff => Problem::Missing(Missing::Staff, id),
        Subject::Department => Problem::Missing(Missing::Department, id),
        Subject::Site => Problem::Missing(Missing::Site, id),
        Subject::Order => Problem::Missing(Missing::Order, id),
        Subject::Case => Problem::Missing(Missing::Case, id),
    }
}

fn not_made(order: &papers::Asked, why: NotMade) -> Problem {
    match why {
        NotMade::NoSubject => refused(said::NO_SUBJECT),
        NotMade::Unknown(id) => missing(order.kind, id),
        NotMade::NoCause => refused(said::NO_CAUSE),
        NotMade::NotInFiles => refused(said::NOT_KNOWN),
    }
}
