//! The session as the API sees it: who is there, logging in and out.

use super::login::{self, Credentials, as_form};
use crate::answer::{Problem, told, told_so};
use crate::api::bodies::{CSRF_HEADER, WasJson};
use crate::app::App;
use crate::pages::message::Message;
use crate::rights::{Reach, Right, reach};
use crate::session::{Reader, Visitor};
use crate::throttle::Peer;
use crate::words::doors;
use axum::Json;
use axum::extract::{Extension, Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Who is logged in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// The account's name.
    pub name: String,
    /// What it is for: `administrator`, `analyst` …
    pub role: String,
    /// What it answers for: `department:D-05` …; empty where a role goes for the whole county or for nothing.
    pub scope: Vec<String>,
    /// Its rights with how far they go: `all` or `own`.
    pub rights: Vec<Granted>,
    /// Whether the password must be changed before anything else.
    pub must_change: bool,
    /// What requests that do something bring in the header `X-Csrf`, or as the field `csrf`.
    pub csrf: String,
}

/// A right of an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct Granted {
    /// Which.
    #[schema(value_type = String)]
    pub right: Right,
    /// How far: `all` or `own`.
    pub reach: &'static str,
}

/// What logs in.
#[derive(Debug, Deserialize, ToSchema)]
pub struct LogIn {
    /// The account's name.
    name: String,
    /// Its password.
    password: String,
}

/// Who is there.
pub async fn show(visitor: Visitor) -> Response {
    Json(view(&visitor)).into_response()
}

fn view(visitor: &Visitor) -> SessionView {
    let granted = |right: &Right| match reach(visitor.role, *right) {
        Reach::None => None,
        Reach::Own => Some(Granted { right: *right, reach: "own" }),
        Reach::All => Some(Granted { right: *right, reach: "all" }),
    };
    SessionView {
        name: visitor.name.clone(),
        role: visitor.role.word().to_owned(),
        scope: visitor.holdings.clone(),
        rights: Right::ALL.iter().filter_map(granted).collect(),
        must_change: visitor.must_change,
        csrf: visitor.form_secret.clone(),
    }
}

/// Logs in, as the login's page does. Only with a JSON body, which no page of another site can send.
pub async fn log_in(
    reader: Reader,
    State(app): State<Arc<App>>,
    json: Option<Extension<WasJson>>,
    peer: Peer,
    headers: HeaderMap,
    Form(given): Form<LogIn>,
) -> Response {
    let lang = reader.lang;
    let message = |status: StatusCode, [title, what, mend]: [String; 3]| {
        told_so(&reader, None, &Message { status: status.as_u16(), title, what, mend })
    };
    if json.is_none() {
        return message(StatusCode::UNSUPPORTED_MEDIA_TYPE, doors::login_as_json(lang));
    }
    let (headers, given) = as_form(headers, Credentials::new(given.name, given.password));
    let answer = login::log_in(reader.clone(), State(app), peer, headers, Form(given)).await;
    match answer.status() {
        status if status.is_redirection() => {
            let mut done = Json(crate::api::answers::Done {
                done: true,
                see: format!("{}/api/v1/session", reader.base),
                page: format!("{}/", reader.base),
            })
            .into_response();
            for cookie in answer.headers().get_all(header::SET_COOKIE) {
                done.headers_mut().append(header::SET_COOKIE, cookie.clone());
            }
            done
        }
        status @ StatusCode::TOO_MANY_REQUESTS => message(status, doors::login_too_often(lang)),
        status @ (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => {
            message(status, doors::login_failed(lang))
        }
        // What went wrong within was told as JSON already.
        _ => answer,
    }
}

/// Logs out.
pub async fn log_out(visitor: Visitor, State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let shown = headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok());
    if shown != Some(visitor.form_secret.as_str()) {
        return told(&visitor.reader, Some(&visitor), &Problem::Forbidden);
    }
    login::end(&visitor, &app, StatusCode::NO_CONTENT.into_response()).await
}
