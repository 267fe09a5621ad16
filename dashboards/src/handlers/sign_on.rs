//! Signing on from outside: led to the issuer, and back with its answer.

use super::login::{add_cookie, own_path};
use crate::answer::told_so;
use crate::app::App;
use crate::pages::message::Message;
use crate::session::{self, Reader, SESSION_COOKIE};
use crate::sign_on::issuer::{self, Begun};
use crate::sign_on::{Attempt, Failure, SignOn, account};
use crate::words::doors;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use ingest::store::sqlite::Session;
use serde::Deserialize;
use std::sync::Arc;

/// The cookie of an attempt: the browser that began it ends it.
const SIGN_ON_COOKIE: &str = "flagpost_sign_on";

/// Where to go afterwards.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    then: String,
}

/// What the issuer sends back.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Answered {
    code: String,
    state: String,
    error: String,
}

/// Leads to the issuer.
pub async fn begin(reader: Reader, State(app): State<Arc<App>>, Query(wanted): Query<Wanted>) -> Response {
    let Some(sign_on) = app.sign_on.clone() else { return reader.to("/login").into_response() };
    match led(&app, &sign_on, own_path(&wanted.then)).await {
        Ok(response) => response,
        Err(failure) => failed(&reader, &failure),
    }
}

async fn led(app: &Arc<App>, sign_on: &Arc<SignOn>, then: &str) -> Result<Response, Failure> {
    if !sign_on.may_begin() {
        return Err(Failure::TooMany);
    }
    let asked = sign_on.clone();
    let begun: Begun = waited_for(move || issuer::begun(&asked)).await?;
    let secret = session::secret().map_err(|error| Failure::Broken(error.to_string()))?;
    sign_on.begin(session::key_of(&secret), &begun, then.to_owned(), (app.clock)());
    let mut response = Redirect::to(&begun.to).into_response();
    let cookie = session::cookie(SIGN_ON_COOKIE, secret, &app.base, app.is_behind_tls);
    add_cookie(&mut response, &cookie.to_string());
    Ok(never_kept(response))
}

/// Ends it: whoever is known is logged in.
pub async fn end(
    reader: Reader,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(answered): Query<Answered>,
) -> Response {
    let Some(sign_on) = app.sign_on.clone() else { return reader.to("/login").into_response() };
    let mut response = match let_in(&app, &sign_on, &headers, answered).await {
        Ok((then, secret)) => {
            let mut response = reader.to(&then).into_response();
            let cookie = session::cookie(SESSION_COOKIE, secret, &app.base, app.is_behind_tls);
            add_cookie(&mut response, &cookie.to_string());
            response
        }
        Err(failure) => failed(&reader, &failure),
    };
    let mut gone = session::cookie(SIGN_ON_COOKIE, String::new(), &app.base, app.is_behind_tls);
    gone.make_removal();
    add_cookie(&mut response, &gone.to_string());
    never_kept(response)
}

/// Where to go, and the secret of the session.
async fn let_in(
    app: &Arc<App>,
    sign_on: &Arc<SignOn>,
    headers: &HeaderMap,
    answered: Answered,
) -> Result<(String, String), Failure> {
    let secret = session::cookie_value(headers, SIGN_ON_COOKIE).ok_or(Failure::Lost)?;
    let Attempt { nonce, verifier, then, .. } =
        sign_on.taken(&session::key_of(&secret), &answered.state, (app.clock)())?;
    if !answered.error.is_empty() || answered.code.is_empty() {
        return Err(Failure::Declined(answered.error));
    }
    let asked = sign_on.clone();
    let person = waited_for(move || issuer::proved(&asked, answered.code, &nonce, &verifier)).await?;
    let (binding, now) = (sign_on.settings.binding, (app.clock)());
    let begun = app.records(move |records| {
        let account = match account::of(records, &person, binding, now)? {
            Ok(account) => account,
            Err(failure) => return Ok(Err(failure)),
        };
        let (Ok(secret), Ok(begun)) = (session::secret(), session::begin(&account.name, now)) else {
            return Ok(Err(Failure::Broken("the system gives no chance".to_owned())));
        };
        let begun = Session { is_signed_on: true, ..begun };
        records.begin_session(&session::key_of(&secret), &begun, now)?;
        Ok(Ok(secret))
    });
    let secret = begun.await.map_err(|error| Failure::Broken(error.to_string()))??;
    Ok((then, secret))
}

/// On a thread that may wait for the network.
async fn waited_for<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let work = tokio::task::spawn_blocking(work).await;
    work.unwrap_or_else(|error| Err(Failure::Broken(error.to_string())))
}

/// Told to people in words, to the administrator in the log, under one name.
fn failed(reader: &Reader, failure: &Failure) -> Response {
    let name = session::secret().unwrap_or_default().get(..8).unwrap_or("-").to_owned();
    tracing::warn!(?failure, name, "somebody could not sign on");
    let (status, [title, what, mend]) = doors::sign_on_failed(reader.lang, failure, &name);
    told_so(reader, None, &Message { status, title, what, mend })
}

fn never_kept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
