//! The sources with their tokens: looked at, a token made, one revoked.

use super::answered;
use super::login::is_own_form;
use super::upload::refused;
use crate::answer::{Frame, Problem, listed, shown};
use crate::app::App;
use crate::links::Place;
use crate::pages::feeds;
use crate::pages::filter::Choice;
use crate::pages::paging::PageAsked;
use crate::pages::sources::{self, Made, Sources};
use crate::session::Visitor;
use crate::words::data as said;
use axum::Json;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use ingest::store::sqlite::AuditEntry;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The longest label, in characters.
const LABEL_CHARACTERS_MAX: usize = 100;

/// The sources.
pub async fn list(visitor: Visitor, State(app): State<Arc<App>>) -> Response {
    let made = load(&visitor, &app).await;
    answered(
        &visitor,
        made.map(|(frame, view)| listed(&visitor, &frame, Place::Sources, &view, sources::html)),
    )
}

async fn load(visitor: &Visitor, app: &Arc<App>) -> Result<(Frame, Sources), Problem> {
    let reader = visitor.reader.clone();
    let page = PageAsked::of(&reader, sources::ROWS_OF_A_PAGE);
    let (live, limits, lang, scope) = (app.live.clone(), app.limits.clone(), reader.lang, visitor.scope());
    let of_feeds = scope.clone();
    let found = app.records(move |records| {
        let feeds = live.look_at_feeds(records, &limits, move |now| feeds::view(now, &of_feeds, lang))?;
        Ok((feeds, records.tokens()?))
    });
    let (feeds, tokens) = found.await?;
    let asked = app.live.ask(move |moment| {
        let registry = moment.context.registry();
        let choice = |site: &scoring::registry::Site| Choice {
            value: site.id.clone(),
            title: format!("{} {}", site.id, site.name),
            is_chosen: false,
        };
        let sites = registry.sites.iter().map(choice).collect();
        let view = sources::view(feeds, tokens, &scope, &registry.zone, (sites, page), lang);
        (Frame::of(moment, None, &reader), view)
    });
    Ok(asked.await?)
}

/// What the form of a new token brings.
#[derive(Deserialize, ToSchema)]
#[schema(as = SourcesWanted)]
pub struct Wanted {
    csrf: String,
    site: String,
    #[serde(default)]
    label: String,
}

/// Makes a token and shows it, once.
pub async fn make(visitor: Visitor, State(app): State<Arc<App>>, Form(wanted): Form<Wanted>) -> Response {
    answered(&visitor, do_make(&visitor, &app, wanted).await)
}

async fn do_make(visitor: &Visitor, app: &Arc<App>, wanted: Wanted) -> Result<Response, Problem> {
    is_own_form(visitor, &wanted.csrf)?;
    let (site, label) = (wanted.site, wanted.label.trim().to_owned());
    if label.is_empty() || label.chars().count() > LABEL_CHARACTERS_MAX {
        return Err(refused(said::LABEL_WANTED));
    }
    let named = site.clone();
    let is_known = app.live.act(move |desk| desk.county().registry.index.sites.contains_key(named.as_str()));
    if !is_known.await? {
        return Err(refused(said::NO_SUCH_SITE));
    }
    let mut chance = [0; 40];
    getrandom::fill(&mut chance).map_err(|error| Problem::Broken(error.to_string()))?;
    let (by, at, of) = (visitor.name.clone(), (app.clock)(), site.clone());
    let issued = app.records(move |records| {
        records.at_once(|| {
            let issued = records.issue_token(&of, &label, &chance, at)?;
            records.note(&noted(&by, "token.created", &issued.token.name, &of, at))?;
            Ok(issued)
        })
    });
    let issued = issued.await?;
    if visitor.reader.is_api() {
        let made = crate::api::replies::TokenReply { name: issued.token.name, site, token: issued.text };
        return Ok(Json(made).into_response());
    }
    let (frame, view) = load(visitor, app).await?;
    let view = Sources { made: Some(Made { site, text: issued.text }), ..view };
    let mut response = shown(visitor, &frame, Place::Sources, &view, sources::html);
    // The secret is in it.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn noted(by: &str, what: &str, subject: &str, detail: &str, at: scoring::time::Instant) -> AuditEntry {
    AuditEntry {
        at,
        who: by.to_owned(),
        what: what.to_owned(),
        subject: subject.to_owned(),
        detail: detail.to_owned(),
    }
}

/// What the form of a revocation brings.
#[derive(Deserialize, ToSchema)]
pub struct Revoked {
    csrf: String,
}

/// Revokes a token at once.
pub async fn revoke(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    Form(revoked): Form<Revoked>,
) -> Response {
    answered(&visitor, do_revoke(&visitor, &app, name, &revoked).await)
}

async fn do_revoke(
    visitor: &Visitor,
    app: &Arc<App>,
    name: String,
    revoked: &Revoked,
) -> Result<Response, Problem> {
    is_own_form(visitor, &revoked.csrf)?;
    let (by, at, of) = (visitor.name.clone(), (app.clock)(), name.clone());
    let held = app.records(move |records| {
        records.at_once(|| {
            let held = records.revoke_token(&of, at)?;
            if held {
                records.note(&noted(&by, "token.revoked", &of, "", at))?;
            }
            Ok(held)
        })
    });
    if !held.await? {
        return Err(refused(said::NO_SUCH_TOKEN));
    }
    if visitor.reader.is_api() {
        return Ok(Json(crate::api::replies::TokenRevokedReply { revoked: name }).into_response());
    }
    Ok(visitor.reader.to("/sources").into_response())
}
