//! The contract kit: pages, schemas, the ZIP; a file or a live feed checked.

use super::answered;
use super::upload::{Upload, refused};
use crate::answer::{Frame, Problem, shown};
use crate::api::openapi::described_below;
use crate::app::App;
use crate::givens;
use crate::kit::feed_check::{self, Counted, FeedReport, HOURS_MAX, HOURS_USUAL};
use crate::kit::{file_check, pack, samples, schema};
use crate::links::Place;
use crate::pages::contract as page;
use crate::pages::filter::Choice;
use crate::pages::interface;
use crate::rights::Right;
use crate::session::{Reader, Visitor};
use crate::words::data as said;
use axum::Json;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ingest::store::StoreError;
use reports::handover::pack as packed;
use scoring::context::Givens;
use scoring::time::Instant;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A file to be checked has at most so many bytes.
const FILE_BYTES_MAX: usize = 16 << 20;

/// The county's givens of this moment, read beside the desk; and what time it is.
async fn givens_now(app: &Arc<App>) -> Result<(Givens, Instant), Problem> {
    let (files, now) = app.live.act(|desk| (desk.given_files().clone(), desk.now())).await?;
    let read = tokio::task::spawn_blocking(move || givens::parse(&files)).await;
    let broken =
        |what: String| Problem::Broken(format!("the county's files in force cannot be read: {what}"));
    let read = read.map_err(|error| broken(error.to_string()))?;
    read.map(|givens| (givens, now)).map_err(|mistakes| broken(format!("{mistakes:?}")))
}

/// The kit.
pub async fn kit(visitor: Visitor, State(app): State<Arc<App>>) -> Response {
    let reader = visitor.reader.clone();
    // Feeds are a right of their own: an operator looks at the own site's alone.
    let scope =
        Visitor { reach: crate::rights::reach(visitor.role, Right::Feeds), ..visitor.clone() }.scope();
    let made = app.live.ask(move |moment| {
        let registry = moment.context.registry();
        let choice = |value: &str, title: String| Choice { value: value.to_owned(), title, is_chosen: false };
        let named = |site: &scoring::registry::Site| choice(&site.id, format!("{} {}", site.id, site.name));
        let any = choice("", reader.lang.say(said::ANY_SITE).to_owned());
        let sites = std::iter::once(any).chain(registry.sites.iter().map(named)).collect();
        let own = registry.sites.iter().filter(|site| scope.has_site_id(&site.id));
        let feeds = own.map(named).collect();
        let frame = Frame::of(moment, None, &reader);
        (page::kit(frame.as_of.clone(), &reader.base, sites, feeds, reader.lang), frame)
    });
    let made = made.await.map_err(Problem::from);
    answered(
        &visitor,
        made.map(|(view, frame)| shown(&visitor, &frame, Place::Contract, &view, page::kit_html)),
    )
}

/// The API for people to read.
pub async fn interface(visitor: Visitor, State(app): State<Arc<App>>) -> Response {
    answered(&visitor, load_interface(&visitor, &app).await)
}

async fn load_interface(visitor: &Visitor, app: &Arc<App>) -> Result<Response, Problem> {
    let reader = visitor.reader.clone();
    let document = serde_json::to_value(described_below(&app.base));
    let document = document.map_err(|error| Problem::Broken(error.to_string()))?;
    let address = app.public_address.as_deref().unwrap_or_default();
    let view = interface::view(&document, address, reader.lang);
    let frame = app.live.ask(move |moment| Frame::of(moment, None, &reader)).await?;
    Ok(shown(visitor, &frame, Place::Contract, &view, interface::html))
}

/// The kit as a ZIP.
pub async fn zip(visitor: Visitor, State(app): State<Arc<App>>) -> Response {
    answered(&visitor, load_zip(&app).await)
}

async fn load_zip(app: &Arc<App>) -> Result<Response, Problem> {
    let (Givens { registry, rulebooks, .. }, now) = givens_now(app).await?;
    let files = pack::files(&registry, &rulebooks, now);
    let bytes = packed(&files).map_err(|error| Problem::Broken(error.to_string()))?;
    let name = format!("attachment; filename=\"{}\"", pack::ZIP_NAME);
    Ok(([(header::CONTENT_TYPE, "application/zip".to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}

/// An event type.
pub async fn of_type(visitor: Visitor, State(app): State<Arc<App>>, Path(name): Path<String>) -> Response {
    let made = load_type(&visitor, &app, &name).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Contract, &view, page::type_html)),
    )
}

async fn load_type(
    visitor: &Visitor,
    app: &Arc<App>,
    name: &str,
) -> Result<(Frame, page::TypeView), Problem> {
    let (reader, name) = (visitor.reader.clone(), name.to_owned());
    let made = app.live.ask(move |moment| {
        let (registry, rulebooks) = (moment.context.registry(), moment.context.county.rulebooks);
        let schema = schema::of_type(&name, Some(rulebooks)).ok_or(Problem::NoPage)?;
        let samples = samples::samples(registry, rulebooks, moment.context.as_of);
        let view = page::of_type(&name, schema, &samples, reader.lang).ok_or(Problem::NoPage)?;
        Ok((Frame::of(moment, None, &reader), view))
    });
    made.await?
}

/// The schema of a type, or of `event`: all of them.
pub async fn schema(visitor: Visitor, State(app): State<Arc<App>>, Path(name): Path<String>) -> Response {
    let made = app.live.ask(move |moment| {
        let rulebooks = Some(moment.context.county.rulebooks);
        match name.as_str() {
            "event" => Some(schema::of_all(rulebooks)),
            name => schema::of_type(name, rulebooks),
        }
    });
    let made = made.await.map_err(Problem::from).and_then(|schema| schema.ok_or(Problem::NoPage));
    answered(
        &visitor,
        made.map(|schema| {
            ([(header::CONTENT_TYPE, "application/schema+json")], schema.to_string()).into_response()
        }),
    )
}

/// Checks a file. Nothing of it is kept.
pub async fn check(visitor: Visitor, State(app): State<Arc<App>>, form: Multipart) -> Response {
    answered(&visitor, check_file(&visitor, &app, form).await)
}

async fn check_file(visitor: &Visitor, app: &Arc<App>, form: Multipart) -> Result<Response, Problem> {
    let upload = Upload::read(form).await?;
    upload.is_own(visitor)?;
    let site = Some(upload.field("site").to_owned()).filter(|site| !site.is_empty());
    let (name, bytes) = upload.file.ok_or_else(|| refused(said::NO_FILE))?;
    if bytes.len() > FILE_BYTES_MAX {
        return Err(refused(said::UPLOAD_TOO_LARGE));
    }
    let (givens, _) = givens_now(app).await?;
    if site.as_ref().is_some_and(|site| !givens.registry.index.sites.contains_key(site.as_str())) {
        return Err(Problem::NoPage);
    }
    let work = move || file_check::check(&name, &bytes, &givens.registry, &givens.rulebooks, site.as_deref());
    let report =
        tokio::task::spawn_blocking(work).await.map_err(|error| Problem::Broken(error.to_string()))?;
    let reader = visitor.reader.clone();
    let frame = app.live.ask(move |moment| Frame::of(moment, None, &reader)).await?;
    Ok(shown(visitor, &frame, Place::Contract, &report, page::file_html))
}

/// How many hours are looked at.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[schema(as = ContractAsked)]
#[serde(default)]
pub struct Asked {
    hours: Option<u32>,
}

impl Asked {
    fn hours(self) -> u32 {
        self.hours.unwrap_or(HOURS_USUAL).clamp(1, HOURS_MAX)
    }
}

/// What a site sent in the last hours.
pub async fn feed(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(site): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    answered(&visitor, load_feed(&visitor, &app, site, asked).await)
}

async fn load_feed(
    visitor: &Visitor,
    app: &Arc<App>,
    site: String,
    asked: Asked,
) -> Result<Response, Problem> {
    if !visitor.scope().has_site_id(&site) {
        return Err(Problem::NoPage);
    }
    let report = looked(app, &visitor.reader, site, asked.hours()).await?;
    let reader = visitor.reader.clone();
    let frame = app.live.ask(move |moment| Frame::of(moment, None, &reader)).await?;
    Ok(shown(visitor, &frame, Place::Contract, &report, page::feed_html))
}

async fn looked(app: &Arc<App>, reader: &Reader, site: String, hours: u32) -> Result<FeedReport, Problem> {
    let (now, lang, of) = (app.live.act(|desk| desk.now()).await?, reader.lang, site.clone());
    let counted = app.records(move |records| {
        let first = feed_check::first_hour(now, hours);
        let codes = records.rejected_since(&of, Instant(first * 3600 * 1_000_000_000))?;
        Ok::<_, StoreError>(Counted { hours: records.feed_hours(first)?, codes })
    });
    let counted = counted.await?;
    let made = app.live.ask(move |moment| {
        let place = moment.context.registry().index.sites.get(site.as_str()).copied();
        place.map(|place| feed_check::look(moment, place, hours, &counted, lang)).ok_or(Problem::NoPage)
    });
    made.await?
}

/// What the site of a token sent in the last hours, for its own system: JSON.
pub async fn own_feed(
    reader: Reader,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    let text = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let text = text.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default().trim().to_owned();
    let problem =
        |status: StatusCode, what: &str| (status, Json(serde_json::json!({ "error": what }))).into_response();
    let token = match app.records(move |records| records.token_of(&text)).await {
        Ok(Some(token)) => token,
        Ok(None) => return problem(StatusCode::UNAUTHORIZED, "缺少有效的令牌 / no token that holds"),
        Err(error) => return problem(StatusCode::SERVICE_UNAVAILABLE, &error.to_string()),
    };
    if app.link_requests.check_key(&format!("token {}", token.name)).is_err() {
        return problem(
            StatusCode::TOO_MANY_REQUESTS,
            "请求过多，请稍后再试 / too many requests: try again later",
        );
    }
    match looked(&app, &reader, token.site, asked.hours()).await {
        Ok(report) => Json(report).into_response(),
        Err(problem) => crate::answer::told(&reader, None, &problem),
    }
}
