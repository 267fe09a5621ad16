//! The page for everybody with its open data, and the setting that switches it on.

use super::answered;
use super::versions::closed;
use crate::answer::{Frame, Problem, shown, told};
use crate::app::App;
use crate::decide::refused;
use crate::links::{Links, Place};
use crate::pages::filter::Choice;
use crate::pages::public::{self as page, PublicView, SettingView};
use crate::public::{self, PublicMonth, PublicSetting};
use crate::session::{Reader, Visitor};
use crate::ui::Ui;
use crate::words::{monthly, public as said};
use axum::extract::{ConnectInfo, Form, Query, State};
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use ingest::store::digest::hex;
use ingest::store::sqlite::KeptSheet;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::net::SocketAddr;
use std::sync::Arc;
use utoipa::ToSchema;

/// How long a browser or a proxy may keep an answer.
const CACHE: &str = "public, max-age=300";

/// Which month is asked for.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = PublicAsked)]
#[serde(default)]
pub struct Asked {
    month: Option<String>,
}

/// What is shown, if anything is.
struct Loaded {
    setting: PublicSetting,
    sheets: Vec<KeptSheet>,
    shown: Option<PublicMonth>,
}

async fn load(app: &Arc<App>, asked: Option<&str>) -> Result<Loaded, Problem> {
    let (setting, sheets) = app
        .records(|records| {
            let setting = PublicSetting::read(records)?;
            let sheets = if setting.is_on { public::shown(records, &setting)? } else { Vec::new() };
            Ok((setting, sheets))
        })
        .await?;
    if !setting.is_on {
        return Err(Problem::NoPage);
    }
    let Some(sheet) = public::chosen(&sheets, asked).cloned() else {
        // A month that was asked for and is not there is no page; nothing published yet is a page that says so.
        return if asked.is_some() {
            Err(Problem::NoPage)
        } else {
            Ok(Loaded { setting, sheets, shown: None })
        };
    };
    let version = closed(app, Some(&sheet.month.to_string()), Some(sheet.version)).await?.shown;
    let version = version.ok_or(Problem::NoPage)?;
    let month =
        app.live.ask(move |moment| public::month(&moment.context, &version, &sheet, &setting)).await?;
    Ok(Loaded { setting, sheets, shown: Some(month) })
}

/// Whether a reader asks too often; who it is, is told by the connection alone.
fn is_too_often(app: &App, extensions: &Extensions) -> bool {
    let address = extensions.get::<ConnectInfo<SocketAddr>>();
    let name = address.map_or_else(String::new, |ConnectInfo(address)| address.ip().to_string());
    app.public_requests.check_key(&name).is_err()
}

fn too_often(reader: &Reader) -> Response {
    (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "60")], reader.lang.say(said::TOO_OFTEN))
        .into_response()
}

/// An answer that may be kept for a while; nothing but its tag where the reader has it.
fn cached(headers: &HeaderMap, body: String, answer: impl FnOnce(String) -> Response) -> Response {
    let tag = format!("\"{}\"", &hex(&Sha256::digest(&body))[..32]);
    let has_it = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_same = has_it.is_some_and(|tags| tags.split(',').any(|other| other.trim() == tag));
    let mut response = if is_same { StatusCode::NOT_MODIFIED.into_response() } else { answer(body) };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE));
    headers.insert(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// The page for everybody.
pub async fn show(
    reader: Reader,
    State(app): State<Arc<App>>,
    Query(asked): Query<Asked>,
    extensions: Extensions,
    headers: HeaderMap,
) -> Response {
    if is_too_often(&app, &extensions) {
        return too_often(&reader);
    }
    let loaded = match load(&app, asked.month.as_deref()).await {
        Ok(loaded) => loaded,
        Err(problem) => return told(&reader, None, &problem),
    };
    let lang = reader.lang;
    let shown_month = loaded.shown.as_ref().map(|month| month.month.clone());
    let months = loaded.sheets.iter().map(|sheet| Choice {
        value: sheet.month.to_string(),
        title: lang.month(sheet.month),
        is_chosen: shown_month.as_deref() == Some(sheet.month.to_string().as_str()),
    });
    let county = loaded.shown.as_ref().map_or_else(String::new, |month| month.county.clone());
    let view = PublicView { months: months.collect(), shown: loaded.shown, setting: loaded.setting };
    let ui = Ui {
        lang,
        county: &county,
        links: Links::Served(&reader.base),
        here: Place::Public,
        query: &reader.query,
        month: None,
        months: &[],
        as_of: "",
        user: None,
        csrf: "",
        role: None,
        version: None,
    };
    match page::html(&ui, &view) {
        Ok(text) => cached(&headers, text, |text| Html(text).into_response()),
        Err(error) => told(&reader, None, &error.into()),
    }
}

/// The month as JSON.
pub async fn json(
    reader: Reader,
    State(app): State<Arc<App>>,
    Query(asked): Query<Asked>,
    extensions: Extensions,
    headers: HeaderMap,
) -> Response {
    let media = "application/json; charset=utf-8";
    let write = |month: &PublicMonth| serde_json::to_string(month).unwrap_or_default();
    file(&reader, &app, &asked, (&extensions, &headers), media, write).await
}

/// The month's windows as CSV.
pub async fn csv(
    reader: Reader,
    State(app): State<Arc<App>>,
    Query(asked): Query<Asked>,
    extensions: Extensions,
    headers: HeaderMap,
) -> Response {
    file(&reader, &app, &asked, (&extensions, &headers), "text/csv; charset=utf-8", public::csv).await
}

async fn file(
    reader: &Reader,
    app: &Arc<App>,
    asked: &Asked,
    (extensions, headers): (&Extensions, &HeaderMap),
    media: &'static str,
    write: impl FnOnce(&PublicMonth) -> String,
) -> Response {
    if is_too_often(app, extensions) {
        return too_often(reader);
    }
    let loaded = load(app, asked.month.as_deref()).await;
    match loaded.and_then(|loaded| loaded.shown.ok_or(Problem::NoPage)) {
        Ok(month) => {
            cached(headers, write(&month), |text| ([(header::CONTENT_TYPE, media)], text).into_response())
        }
        Err(problem) => told(reader, None, &problem),
    }
}

/// The form of the setting.
pub async fn setting(visitor: Visitor, State(app): State<Arc<App>>) -> Response {
    let made = load_setting(&visitor, &app).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::PublicSetting, &view, page::setting_html)),
    )
}

async fn load_setting(visitor: &Visitor, app: &Arc<App>) -> Result<(Frame, SettingView), Problem> {
    let reader = visitor.reader.clone();
    let made = app.live.ask(move |moment| {
        let (records, lang) = (moment.records, reader.lang);
        let setting = PublicSetting::read(records)?;
        let zone = &moment.context.registry().zone;
        let changed =
            records.public_page()?.map(|(_, at, by)| monthly::done_by(lang, &by, &lang.moment(zone, at, 0)));
        let months = page::months(&public::shown(records, &setting)?, lang);
        Ok::<_, Problem>((Frame::of(moment, None, &reader), SettingView { setting, changed, months }))
    });
    made.await?
}

/// What the form brings: boxes that are not ticked are not sent.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Given {
    csrf: String,
    is_on: bool,
    totals: bool,
    rates: bool,
    yellow: bool,
    months: String,
}

/// Sets what everybody may see.
pub async fn set(visitor: Visitor, State(app): State<Arc<App>>, Form(given): Form<Given>) -> Response {
    answered(&visitor, do_set(&visitor, &app, given).await)
}

async fn do_set(visitor: &Visitor, app: &Arc<App>, given: Given) -> Result<Response, Problem> {
    if given.csrf != visitor.form_secret {
        return Err(Problem::Forbidden);
    }
    let months = given.months.trim().parse().ok().filter(|of| (1..=PublicSetting::MONTHS_MAX).contains(of));
    let months = months.ok_or_else(|| refused(said::MONTHS_WRONG))?;
    let Given { is_on, totals, rates, yellow, .. } = given;
    let setting = PublicSetting { is_on, totals, rates, yellow, months };
    let value = serde_json::to_string(&setting).unwrap_or_default();
    let (at, by) = ((app.clock)(), visitor.name.clone());
    app.records(move |records| records.set_public_page(&value, at, &by)).await?;
    if visitor.reader.is_api() {
        return Ok(axum::Json(setting).into_response());
    }
    Ok(visitor.reader.to("/settings/public-page").into_response())
}
