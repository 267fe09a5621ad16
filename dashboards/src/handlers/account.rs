//! One's own account: its password, its sessions; and the link by which somebody sets the first password.

use super::accounts::account_of;
use super::answered;
use super::login::{begin_at, is_own_form};
use crate::accounts::{self, Chosen, Deed};
use crate::answer::{Frame, Problem, page, shown, told};
use crate::app::App;
use crate::links::{Links, Place};
use crate::pages::accounts::{self as pages, OwnAccount, SetUp};
use crate::pages::rejected::message_in;
use crate::session::{self, LOGIN_COOKIE, Reader, Visitor, key_of};
use crate::throttle::{Peer, place_of};
use crate::ui::Ui;
use crate::words::accounts as said;
use axum::Json;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ingest::store::StoreError;
use ingest::store::digest::hex;
use ingest::store::sqlite::Invitation;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Whether the password was changed just now.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Changed {
    changed: Option<String>,
}

/// One's own account.
pub async fn own(visitor: Visitor, State(app): State<Arc<App>>, Query(changed): Query<Changed>) -> Response {
    let made = load(&visitor, &app, changed.changed.is_some()).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::OwnAccount, &view, pages::own_html)),
    )
}

async fn load(visitor: &Visitor, app: &Arc<App>, is_changed: bool) -> Result<(Frame, OwnAccount), Problem> {
    let (account, sessions) = account_of(app, &visitor.name).await?;
    let (reader, key) = (visitor.reader.clone(), visitor.key);
    let made = app.live.ask(move |moment| {
        let registry = moment.context.registry();
        let view = pages::own(registry, &account, (&sessions, &key), is_changed, reader.lang);
        (Frame::of(moment, None, &reader), view)
    });
    Ok(made.await?)
}

/// What the form of a new password brings.
#[derive(Deserialize, ToSchema)]
pub struct NewPassword {
    csrf: String,
    old: String,
    new: String,
    again: String,
}

/// Changes the own password.
pub async fn change_password(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Form(given): Form<NewPassword>,
) -> Response {
    answered(&visitor, do_change_password(&visitor, &app, given).await)
}

async fn do_change_password(
    visitor: &Visitor,
    app: &Arc<App>,
    given: NewPassword,
) -> Result<Response, Problem> {
    is_own_form(visitor, &given.csrf)?;
    if given.new != given.again {
        return Err(crate::appeals::refused(said::NOT_SAME));
    }
    // Who found a session open is not to find out the password.
    if !app.logins.lets(&visitor.name, "own account") {
        return Err(crate::appeals::refused(said::OLD_TOO_OFTEN));
    }
    let county = county(app).await?;
    let (name, key, now) = (visitor.name.clone(), visitor.key, (app.clock)());
    let done = app.records(move |records| {
        let words = (given.old.as_str(), given.new.as_str());
        Ok::<_, StoreError>(accounts::change_password(records, (&name, &key), words, &county, now))
    });
    done.await??;
    if visitor.reader.is_api() {
        return Ok(Json(crate::api::replies::PasswordReply { changed: true }).into_response());
    }
    Ok(visitor.reader.to("/account?changed=1").into_response())
}

async fn county(app: &Arc<App>) -> Result<String, Problem> {
    Ok(app.live.ask(|moment| moment.context.registry().name.clone()).await?)
}

/// Which session is to end; all others than the one that asks, where none is named.
#[derive(Deserialize, ToSchema)]
pub struct Ended {
    csrf: String,
    #[serde(default)]
    session: String,
}

/// Ends own sessions.
pub async fn end_sessions(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Form(given): Form<Ended>,
) -> Response {
    answered(&visitor, do_end(&visitor, &app, given).await)
}

async fn do_end(visitor: &Visitor, app: &Arc<App>, given: Ended) -> Result<Response, Problem> {
    is_own_form(visitor, &given.csrf)?;
    let (name, key) = (visitor.name.clone(), visitor.key);
    let deed = Deed { by: name.clone(), at: (app.clock)() };
    let done = app.records(move |records| {
        if given.session.is_empty() {
            return Ok(accounts::end_sessions(records, &name, Some(&key), &deed));
        }
        // Only one's own: others are not looked for.
        let own = records.sessions_of(&name, deed.at)?;
        if let Some(named) = own.iter().find(|kept| hex(&kept.key) == given.session) {
            records.end_session(&named.key)?;
        }
        Ok(Ok(()))
    });
    done.await??;
    if visitor.reader.is_api() {
        return Ok(Json(crate::api::replies::SessionsReply { ended: true }).into_response());
    }
    Ok(visitor.reader.to("/account").into_response())
}

/// The page of a link that sets a password.
pub async fn set_up(reader: Reader, State(app): State<Arc<App>>, Path(secret): Path<String>) -> Response {
    match invitation(&app, &secret).await {
        Ok(Some(invitation)) => {
            let view =
                SetUp { path: format!("/set-up/{secret}"), account: invitation.account, ..SetUp::default() };
            asked(&app, &reader, view, StatusCode::OK).await
        }
        Ok(None) => told(&reader, None, &Problem::Refused(accounts::Refusal::NoLink.told())),
        Err(problem) => told(&reader, None, &problem),
    }
}

async fn invitation(app: &Arc<App>, secret: &str) -> Result<Option<Invitation>, Problem> {
    let (key, now) = (key_of(secret), (app.clock)());
    Ok(app.records(move |records| records.invitation(&key, now)).await?)
}

/// The link's page with a fresh secret in form and cookie, as the login has it.
async fn asked(app: &Arc<App>, reader: &Reader, view: SetUp, status: StatusCode) -> Response {
    let (Ok(county), Ok(secret)) = (county(app).await, session::secret()) else {
        return told(reader, None, &Problem::Broken("no form can be shown".to_owned()));
    };
    let ui = Ui {
        lang: reader.lang,
        county: &county,
        links: Links::Served(&reader.base),
        here: Place::SetUp(view.path.trim_start_matches("/set-up/").to_owned()),
        query: &reader.query,
        month: None,
        months: &[],
        as_of: "",
        user: None,
        csrf: &secret,
        role: None,
        version: None,
    };
    match pages::set_up_html(&ui, &view) {
        Ok(text) => {
            let mut response = page(reader, status, text);
            let cookie = session::cookie(LOGIN_COOKIE, secret.clone(), &app.base, app.is_behind_tls);
            if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
                response.headers_mut().append(header::SET_COOKIE, value);
            }
            response
        }
        Err(error) => told(reader, None, &error.into()),
    }
}

/// What the form of a link brings.
#[derive(Deserialize, ToSchema)]
pub struct Accepted {
    csrf: String,
    #[serde(default)]
    name: String,
    new: String,
    again: String,
}

/// Sets the password of a link's account and logs in.
pub async fn accept(
    reader: Reader,
    State(app): State<Arc<App>>,
    Path(secret): Path<String>,
    peer: Peer,
    headers: HeaderMap,
    Form(given): Form<Accepted>,
) -> Response {
    let found = match invitation(&app, &secret).await {
        Ok(Some(found)) => found,
        Ok(None) => return told(&reader, None, &Problem::Refused(accounts::Refusal::NoLink.told())),
        Err(problem) => return told(&reader, None, &problem),
    };
    let again = |failure: &str| SetUp {
        path: format!("/set-up/{secret}"),
        account: found.account.clone(),
        name: given.name.clone(),
        failure: Some(message_in(failure, reader.lang).to_owned()),
    };
    if session::cookie_value(&headers, LOGIN_COOKIE).is_none_or(|kept| kept != given.csrf) {
        let over = reader.lang.say(crate::words::LOGIN_EXPIRED);
        return asked(&app, &reader, again(over), StatusCode::FORBIDDEN).await;
    }
    if given.new != given.again {
        let other = format!("{} / {}", said::NOT_SAME.zh, said::NOT_SAME.en);
        return asked(&app, &reader, again(&other), StatusCode::CONFLICT).await;
    }
    let county = match county(&app).await {
        Ok(county) => county,
        Err(problem) => return told(&reader, None, &problem),
    };
    let chosen = Chosen { name: given.name.trim().to_owned(), password: given.new.clone(), county };
    let (key, now) = (secret.clone(), (app.clock)());
    let done = app.records(move |records| Ok::<_, StoreError>(accounts::accept(records, &key, &chosen, now)));
    match done.await {
        Ok(Ok(name)) => begin_at(&app, &reader, &name, place_of(&peer, &headers), "/").await,
        Ok(Err(refusal)) => asked(&app, &reader, again(&refusal.told()), StatusCode::CONFLICT).await,
        Err(error) => told(&reader, None, &error.into()),
    }
}
