//! What commands ask of the running service, over the same listener, with the secret of the data folder.
//!
//! A command that changes what the desk keeps must go through it; a command that only reads opens the store beside it.

use super::calendar;
use super::desk::Act;
use super::letters;
use super::months;
use super::pinned;
use super::places::Place;
use super::printing;
use super::privacy;
use super::running::{self, Running};
use crate::commands::Failure;
use crate::county;
use anyhow::Context as _;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, post};
use axum::{Json, Router};
use ingest::feeds::Limits;
use ingest::live::Live;
use ingest::replay::{self, Replayed, Which};
use ingest::sources::http::Door;
use ingest::sources::http::tls::Looked;
use ingest::store::sqlite::Records;
use reports::handover::File;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Who acts at the command line, for the audit log.
pub const OPERATOR: &str = "operator";

/// How long a command waits for the service, in seconds: a reissue of a large month takes a few.
const ANSWER_SECONDS_MAX: u64 = 300;

/// What the operator's requests act on.
pub struct Office {
    /// The way to the desk.
    pub live: Live,
    /// The region: its data folder, and where its files are, for reading them anew.
    pub place: Place,
    /// What commands must show.
    pub secret: String,
    /// When a feed is in trouble.
    pub limits: Limits,
    /// How clients are spoken with: a reload looks at the certificate too.
    pub door: Door,
}

/// Why a request failed, as a command prints it.
#[derive(Serialize, Deserialize)]
pub struct Declined {
    error: String,
}

/// The answer of every operator's request.
pub type Answer<T> = Result<Json<T>, (StatusCode, Json<Declined>)>;

/// Turns an error into an answer.
pub fn declined(error: impl std::fmt::Display) -> (StatusCode, Json<Declined>) {
    (StatusCode::CONFLICT, Json(Declined { error: error.to_string() }))
}

/// The operator's requests.
pub fn router(office: Arc<Office>) -> Router {
    Router::new()
        .route("/operator/reload", post(reload))
        .route("/operator/replay", post(replay))
        .route("/operator/report", post(report))
        .route("/operator/letters", at_desk(letters::told))
        .route("/operator/handover", post(handover))
        .route("/operator/calendar", at_desk(calendar::needs))
        .route("/operator/months", at_desk(months::list))
        .route("/operator/put-up", at_desk(months::put_up))
        .route("/operator/close", at_desk(months::close))
        .route("/operator/reissue", at_desk(months::reissue))
        .route("/operator/diff", at_desk(months::diff))
        .route("/operator/results", at_desk(months::shown))
        .route("/operator/privacy-person", at_desk(privacy::person))
        .route("/operator/privacy-plan", at_desk(privacy::plan))
        .route("/operator/privacy-erase", at_desk(privacy::erase))
        .layer(middleware::from_fn_with_state(office.clone(), with_secret))
        .with_state(office)
}

async fn with_secret(State(office): State<Arc<Office>>, request: Request, next: Next) -> Response {
    let shown = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if shown.and_then(|value| value.strip_prefix("Bearer ")) == Some(office.secret.as_str()) {
        return next.run(request).await;
    }
    StatusCode::UNAUTHORIZED.into_response()
}

/// A request that is answered at the desk.
fn at_desk<Q, A>(act: Act<Q, A>) -> MethodRouter<Arc<Office>>
where
    Q: DeserializeOwned + Send + 'static,
    A: Serialize + Send + 'static,
{
    post(move |State(office): State<Arc<Office>>, Json(with): Json<Q>| async move {
        let done = office.live.act(move |desk| act(desk, with)).await.map_err(declined)?;
        Ok::<_, (StatusCode, Json<Declined>)>(Json(done.map_err(|error| declined(format!("{error:#}")))?))
    })
}

/// Reads registry, rulebook, calendar and certificate anew.
async fn reload(State(office): State<Arc<Office>>) -> Answer<()> {
    read_anew(&office).await.map(Json)
}

/// As a reload does.
pub async fn read_anew(office: &Office) -> Result<(), (StatusCode, Json<Declined>)> {
    if let Door::Tls(tls) = &office.door
        && let Looked::Unusable(mistakes) = tls.look()
    {
        let mistakes: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        return Err(declined(mistakes.join("\n")));
    }
    let place = &office.place;
    let files = county::files(&place.county).map_err(|failure| declined(failure.text()))?;
    let givens = county::parse(&files).map_err(|mistakes| declined(Failure::Mistakes(mistakes).text()))?;
    if place.is_of_several && givens.registry.code != place.code {
        return Err(declined(format!(
            "登记册中的代码是 {found}，此服务下该县区的代码是 {known}；改变代码请重新启动服务 / the registry has the code {found}, the region is \
             served as {known}: start the service again for another code",
            found = givens.registry.code,
            known = place.code
        )));
    }
    office.live.act(|desk| desk.reload(givens, files)).await.map_err(declined)?.map_err(declined)?;
    // Answered only once the new givens are in force.
    office.live.act(|_| ()).await.map_err(declined)?;
    Ok(())
}

impl Declined {
    /// Why.
    pub fn why(&self) -> &str {
        &self.error
    }
}

/// Tries open rejections again.
async fn replay(State(office): State<Arc<Office>>, Json(which): Json<Which>) -> Answer<Replayed> {
    let replay = move || {
        let records = Records::open(&office.place.data).map_err(declined)?;
        replay::replay(&office.live, &records, &which, OPERATOR).map_err(declined)
    };
    tokio::task::spawn_blocking(replay).await.map_err(declined)?.map(Json)
}

/// Writes documents.
async fn report(
    State(office): State<Arc<Office>>,
    Json(asked): Json<printing::Asked>,
) -> Answer<Vec<printing::Written>> {
    let write = move || printing::written(&office.live, office.limits.clone(), &asked);
    let written = tokio::task::spawn_blocking(write).await.map_err(declined)?;
    written.map(Json).map_err(|error| declined(format!("{error:#}")))
}

/// Writes a case's hand-over file.
async fn handover(State(office): State<Arc<Office>>, Json(case): Json<String>) -> Answer<Vec<File>> {
    let write = move || printing::handover(&office.live, case);
    let written = tokio::task::spawn_blocking(write).await.map_err(declined)?;
    written.map(Json).map_err(|error| declined(format!("{error:#}")))
}

/// Asks the service that runs on a data folder; `None` where none does.
pub fn ask<T: DeserializeOwned>(
    data: &Path,
    what: &str,
    with: &impl Serialize,
) -> Result<Option<T>, Failure> {
    let Some(Running { address, secret, base, certificate }) = running::find(data) else { return Ok(None) };
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(ANSWER_SECONDS_MAX)))
        .build();
    let (scheme, agent) = match &certificate {
        Some(certificate) => ("https", pinned::agent(config, certificate)?),
        None => ("http", config.into()),
    };
    let asked = agent
        .post(format!("{scheme}://{address}{base}/operator/{what}"))
        .header("authorization", format!("Bearer {secret}"))
        .send_json(with);
    let mut response = match asked {
        Ok(response) => response,
        // What a killed service left behind: nobody is there.
        Err(ureq::Error::ConnectionFailed | ureq::Error::Io(_)) => return Ok(None),
        Err(error) => return Err(anyhow::anyhow!("cannot ask the service at {address}: {error}").into()),
    };
    if response.status().is_success() {
        return Ok(Some(
            response.body_mut().with_config().limit(1 << 32).read_json().context("the service's answer")?,
        ));
    }
    let text = response.body_mut().read_to_string().unwrap_or_default();
    let what = serde_json::from_str(&text).map_or(text, |declined: Declined| declined.error);
    Err(anyhow::anyhow!("{what}").into())
}
