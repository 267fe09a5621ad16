//! Logging in and out.

use crate::answer::{Problem, page, told};
use crate::app::App;
use crate::links::{Links, Place};
use crate::pages::login::{self, Login, LoginFailure};
use crate::password;
use crate::session::{self, LOGIN_COOKIE, Reader, SESSION_COOKIE, Visitor};
use crate::throttle::{Peer, place_of};
use crate::ui::Ui;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ingest::store::sqlite::{AuditEntry, Session};
use serde::Deserialize;
use std::sync::Arc;

/// Where to go after the login.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    then: String,
}

/// What the login's form brings.
#[derive(Deserialize)]
pub struct Credentials {
    csrf: String,
    then: String,
    name: String,
    password: String,
}

impl Credentials {
    /// What logs in without a form, to the first page.
    pub fn new(name: String, password: String) -> Credentials {
        Credentials { csrf: String::new(), then: String::new(), name, password }
    }
}

/// Credentials that came with no form, as if they had: what the form's cookie and field hold alike is made here. Only for
/// requests that no page of another site can send.
pub fn as_form(mut headers: HeaderMap, credentials: Credentials) -> (HeaderMap, Credentials) {
    let secret = session::secret().unwrap_or_default();
    if let Ok(cookie) = HeaderValue::from_str(&format!("{LOGIN_COOKIE}={secret}")) {
        headers.insert(header::COOKIE, cookie);
    }
    (headers, Credentials { csrf: secret, ..credentials })
}

/// What a form without fields of its own brings.
#[derive(Deserialize)]
pub struct Confirmed {
    csrf: String,
}

impl Confirmed {
    /// The session's form secret, as the form brings it back.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }
}

/// The login's page.
pub async fn form(reader: Reader, State(app): State<Arc<App>>, Query(wanted): Query<Wanted>) -> Response {
    let view = Login { then: own_path(&wanted.then).to_owned(), ..Login::default() };
    asked_again(&app, &reader, view, StatusCode::OK).await
}

/// The login's page with a fresh secret in form and cookie: no other site knows it, so none can send the form.
async fn asked_again(app: &Arc<App>, reader: &Reader, view: Login, status: StatusCode) -> Response {
    let county = app.live.ask(|moment| moment.context.registry().name.clone()).await;
    let (Ok(county), Ok(secret)) = (county, session::secret()) else {
        return told(reader, None, &Problem::Broken("no login can be shown".to_owned()));
    };
    let view = match &app.sign_on {
        None => view,
        Some(sign_on) => Login {
            sign_on: Some(sign_on.settings.name.clone()),
            is_without_password: !sign_on.settings.has_passwords,
            ..view
        },
    };
    let ui = Ui {
        lang: reader.lang,
        county: &county,
        links: Links::Served(&reader.base),
        here: Place::Login,
        query: &reader.query,
        month: None,
        months: &[],
        as_of: "",
        user: None,
        csrf: &secret,
        role: None,
        version: None,
    };
    match login::html(&ui, &view) {
        Ok(text) => {
            let mut response = page(reader, status, text);
            add_cookie(
                &mut response,
                &session::cookie(LOGIN_COOKIE, secret.clone(), &app.base, app.is_behind_tls).to_string(),
            );
            response
        }
        Err(error) => told(reader, None, &error.into()),
    }
}

pub(super) fn add_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// A path below this service's own, or its first page.
pub(super) fn own_path(path: &str) -> &str {
    let is_own = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if is_own { path } else { "/" }
}

/// Logs in.
pub async fn log_in(
    reader: Reader,
    State(app): State<Arc<App>>,
    peer: Peer,
    headers: HeaderMap,
    Form(given): Form<Credentials>,
) -> Response {
    let again = |failure| Login {
        name: given.name.clone(),
        then: own_path(&given.then).to_owned(),
        failure: Some(failure),
        ..Login::default()
    };
    if app.sign_on.as_ref().is_some_and(|sign_on| !sign_on.settings.has_passwords) {
        return asked_again(&app, &reader, again(LoginFailure::Wrong), StatusCode::FORBIDDEN).await;
    }
    if session::cookie_value(&headers, LOGIN_COOKIE).is_none_or(|secret| secret != given.csrf) {
        return asked_again(&app, &reader, again(LoginFailure::Expired), StatusCode::FORBIDDEN).await;
    }
    let place = place_of(&peer, &headers);
    if !app.logins.lets(&given.name, &place) {
        return asked_again(&app, &reader, again(LoginFailure::TooOften(1)), StatusCode::TOO_MANY_REQUESTS)
            .await;
    }
    let (name, password, now) = (given.name.clone(), given.password.clone(), (app.clock)());
    let entered = app.records(move |records| {
        let account = records.account(&name)?.filter(|account| account.disabled.is_none());
        let is_right =
            password::is_right(&password, account.as_ref().map(|account| account.password.as_str()));
        let what = if is_right { "login" } else { "login.failed" };
        let who = if is_right { name.clone() } else { "service".to_owned() };
        records.note(&AuditEntry {
            at: now,
            who,
            what: what.to_owned(),
            subject: name.clone(),
            detail: place.clone(),
        })?;
        Ok(is_right.then_some((name, place)))
    });
    match entered.await {
        Ok(Some((name, place))) => begin_at(&app, &reader, &name, place, own_path(&given.then)).await,
        Ok(None) => asked_again(&app, &reader, again(LoginFailure::Wrong), StatusCode::UNAUTHORIZED).await,
        Err(error) => told(&reader, None, &error.into()),
    }
}

/// Begins a session of an account and leads to a path below this service's own.
pub(super) async fn begin_at(
    app: &Arc<App>,
    reader: &Reader,
    name: &str,
    place: String,
    then: &str,
) -> Response {
    let now = (app.clock)();
    let (Ok(secret), Ok(begun)) = (session::secret(), session::begin(name, now)) else {
        return told(reader, None, &Problem::Broken("no session can begin".to_owned()));
    };
    let (key, begun) = (session::key_of(&secret), Session { place, ..begun });
    if let Err(error) = app.records(move |records| records.begin_session(&key, &begun, now)).await {
        return told(reader, None, &error.into());
    }
    let mut response = reader.to(then).into_response();
    let cookie = session::cookie(SESSION_COOKIE, secret, &app.base, app.is_behind_tls);
    add_cookie(&mut response, &cookie.to_string());
    response
}

/// Leads to the own account, where a password is to be changed before anything else.
pub fn must_change(visitor: &Visitor) -> Response {
    if visitor.reader.is_api() {
        let word = crate::words::accounts::MUST_CHANGE;
        return told(&visitor.reader, Some(visitor), &crate::appeals::refused(word));
    }
    visitor.reader.to("/account").into_response()
}

/// Logs out.
pub async fn log_out(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Form(given): Form<Confirmed>,
) -> Response {
    if given.csrf != visitor.form_secret {
        return told(&visitor.reader, Some(&visitor), &Problem::Forbidden);
    }
    let to_login = visitor.reader.to("/login").into_response();
    end(&visitor, &app, to_login).await
}

/// Ends the session; `done` is answered then, and the browser forgets the cookie and what it kept of the pages.
pub async fn end(visitor: &Visitor, app: &Arc<App>, done: Response) -> Response {
    let key = visitor.key;
    if let Err(error) = app.records(move |records| records.end_session(&key)).await {
        return told(&visitor.reader, Some(visitor), &error.into());
    }
    let mut response = done;
    let mut gone = session::cookie(SESSION_COOKIE, String::new(), &app.base, app.is_behind_tls);
    gone.make_removal();
    add_cookie(&mut response, &gone.to_string());
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    response
}

/// Whether a form may be acted on: it is this session's own, and the account may act.
///
/// # Errors
///
/// It may not.
pub fn may_act(visitor: &Visitor, csrf: &str) -> Result<(), Problem> {
    if visitor.may_act() && csrf == visitor.form_secret { Ok(()) } else { Err(Problem::Forbidden) }
}

/// Whether a form is this session's own, so that no other site has sent it; what the account may do is the route's matter.
///
/// # Errors
///
/// It is not.
pub fn is_own_form(visitor: &Visitor, csrf: &str) -> Result<(), Problem> {
    if csrf == visitor.form_secret { Ok(()) } else { Err(Problem::Forbidden) }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn after_the_login_nobody_is_led_elsewhere() {
        assert_eq!(own_path("/months/2026-09/windows?site=hall"), "/months/2026-09/windows?site=hall");
        for elsewhere in ["", "https://example.org", "//example.org", "/\\example.org", "/a\r\nb"] {
            assert_eq!(own_path(elsewhere), "/", "{elsewhere}");
        }
    }
}
