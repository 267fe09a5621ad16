//! Every route. Pages and the API show the same views; `/api/v1` gives them as JSON.

use crate::answer::{Problem, told};
use crate::app::App;
use crate::handlers::regions::Served;
use crate::handlers::*;
use crate::personal::handlers as personal;
use crate::rights::{Reach, Right, reach};
use crate::session::{Reader, Visitor};
use crate::{api, assets, freshness, limits};
use axum::Router;
use axum::extract::{FromRequestParts, Path, Query, Request, State};
use axum::handler::Handler;
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, Version, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use serde::Deserialize;
use std::sync::Arc;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;

/// Scripts, styles and pictures come from here alone, and no other site may show a page in a frame.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What is packed beside pages, JSON and tables.
const PACKED_TOO: [&str; 3] = ["text/css", "text/javascript", "image/svg+xml"];

/// What is shorter fits one packet anyway.
const PACKED_FROM_BYTES: u64 = 1024;

/// The pages and the API.
pub fn router(app: Arc<App>) -> Router {
    let router = Router::new()
        .route("/", get(today::home))
        .route("/login", get(login::form).post(login::log_in))
        .route("/logout", post(login::log_out))
        .route("/set-up/{secret}", get(account::set_up).post(account::accept))
        .route("/sign-on", get(sign_on::begin))
        .route("/sign-on/done", get(sign_on::end))
        .route("/to/{token}", get(personal::show))
        .route("/to/{token}/photos/{photo}", get(personal::photo))
        .route("/to/{token}/acknowledge", post(personal::acknowledge_them))
        .route("/to/{token}/ratings/{id}/{what}", post(personal::do_rating))
        .route("/to/{token}/appeals", post(personal::appeal))
        .route("/to/{token}/orders/{id}", post(personal::report_order))
        .route("/public", get(public::show))
        .route("/public/month.json", get(public::json))
        .route("/public/windows.csv", get(public::csv))
        .route("/v1/feed", get(contract::own_feed))
        .route("/wall/{token}", get(today::wall_by_link))
        .route("/wall/{token}/live", get(today::wall_live))
        .merge(views(&app))
        .nest(api::BELOW, own_of_api().merge(views(&app)).fallback(no_page))
        .route("/assets/{name}", get(asset))
        .fallback(no_page)
        .layer(middleware::from_fn_with_state(app.clone(), limits::hold))
        .layer(middleware::from_fn_with_state(app.clone(), api::spoken));
    fresh_and_strict(router).with_state(app)
}

/// Where a service with several regions leads from its first address; each region's own pages are below `/CODE`.
pub fn regions(served: Vec<Served>) -> Router {
    let router = Router::new()
        .route("/", get(regions::list))
        .route("/api/v1/regions", get(regions::list))
        .route("/assets/{name}", get(asset))
        .fallback(regions::instead);
    fresh_and_strict(router).with_state(Arc::new(served))
}

/// What every answer to a browser bears: what it may load, how long it is kept, packed where that is worth it.
fn fresh_and_strict<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router
        .layer(fixed_header(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .layer(fixed_header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed_header(header::REFERRER_POLICY, "same-origin"))
        .layer(middleware::from_fn(freshness::tagged))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(is_worth_packing))
        .layer(middleware::from_fn(freshness::weakened))
}

/// Texts that are known as a whole: archives and pictures are packed already, a stream must go on at once.
fn is_worth_packing(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let text =
        |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let media_type = text(header::CONTENT_TYPE).split(';').next().unwrap_or_default().trim();
    let is_long =
        text(header::CONTENT_LENGTH).parse::<u64>().map_or(true, |length| length >= PACKED_FROM_BYTES);
    is_long && (freshness::TAGGED.contains(&media_type) || PACKED_TOO.contains(&media_type))
}

/// A route: how and where it is asked for, what it is about, what answers.
pub struct Route {
    /// GET for what is seen, POST for what is done.
    pub method: Method,
    /// The address, as the router writes it.
    pub path: &'static str,
    /// What it is about.
    pub right: Right,
    on: MethodRouter<Arc<App>>,
}

fn seen<T: 'static>(path: &'static str, right: Right, handler: impl Handler<T, Arc<App>>) -> Route {
    Route { method: Method::GET, path, right, on: get(handler) }
}

fn done<T: 'static>(path: &'static str, right: Right, handler: impl Handler<T, Arc<App>>) -> Route {
    Route { method: Method::POST, path, right, on: post(handler) }
}

/// What is shown as pages and given as JSON alike, and what people do: each with the right that it asks for.
pub fn routes() -> Vec<Route> {
    use Right::*;
    vec![
        seen("/today", Standings, today::today),
        seen("/today/{list}", Work, today::list),
        seen("/wall", Standings, today::wall),
        seen("/live", OwnAccount, live::listen),
        seen("/displays", People, displays::list),
        done("/displays", Appoint, displays::make),
        done("/displays/{number}/revoke", Appoint, displays::revoke),
        seen("/windows", Standings, months::windows),
        seen("/windows/{id}", Standings, months::of_newest),
        seen("/staff", Standings, months::staff),
        seen("/staff/{id}", Standings, months::of_newest),
        seen("/months/{month}/windows", Standings, months::windows),
        seen("/months/{month}/windows/{id}", Standings, months::window),
        seen("/months/{month}/staff", Standings, months::staff),
        seen("/months/{month}/staff/{id}", Standings, months::staff_member),
        seen("/departments", Standings, places::departments),
        seen("/departments/{id}", Standings, months::of_newest),
        seen("/sites", Standings, places::sites),
        seen("/sites/{id}", Standings, months::of_newest),
        seen("/months/{month}/departments", Standings, places::departments),
        seen("/months/{month}/departments/{id}", Standings, places::department),
        seen("/months/{month}/sites", Standings, places::sites),
        seen("/months/{month}/sites/{id}", Standings, places::site),
        seen("/due", Work, open::due),
        seen("/cases/{id}", Work, open::case),
        seen("/cases/{id}/handover", Judge, handover::download),
        seen("/events/{source}/{id}", Events, open::event),
        seen("/notices", Work, notices::list),
        seen("/months/{month}/notices", Work, notices::list),
        seen("/ratings", Voices, ratings::list),
        seen("/ratings/{id}", Voices, ratings::one),
        done("/ratings/{id}/verify", Judge, ratings::verify_it),
        done("/ratings/{id}/{what}", Answer, ratings::do_it),
        seen("/complaints", Voices, complaints::list),
        done("/complaints", Judge, complaints::register),
        seen("/complaints/{id}", Voices, complaints::one),
        done("/complaints/{id}/{what}", Judge, complaints::do_it),
        done("/notices/acknowledge", Answer, notices::acknowledge_for),
        seen("/charts", Standings, months::of_newest),
        seen("/months/{month}/charts", Standings, charts::list),
        seen("/months/{month}/charts/{file}", Standings, charts::picture),
        seen("/reports", Standings, months::of_newest),
        seen("/reports/check", Standings, report_check::check),
        seen("/reports/texts", Correspondence, texts::show),
        done("/reports/texts", Correspond, texts::act),
        done("/reports/texts/file", Correspond, texts::file),
        seen("/months/{month}/reports", Standings, reports::list),
        seen("/months/{month}/reports/{kind}", Standings, reports::document),
        seen("/months/{month}/reports/drafts/{kind}/{period}", Standings, drafts::file),
        seen("/months/{month}/reports/{kind}/view", Standings, report_view::show),
        seen("/signals", Signals, signals::list),
        seen("/months/{month}/signals", Signals, signals::list),
        seen("/feeds", Feeds, feeds::list),
        seen("/messages", Correspondence, messages::list),
        seen("/messages/{key}", Correspondence, messages::one),
        done("/messages/{key}", Correspond, messages::try_again),
        seen("/recipients", Correspond, messages::recipients),
        done("/recipients/{recipient}", Correspond, messages::set),
        seen("/rejected", Feeds, rejected::list),
        done("/rejected/replay", Mend, rejected::replay),
        done("/rejected/dismiss", Mend, rejected::dismiss),
        seen("/months", Months, closing::list),
        seen("/months/{month}", Standings, monthly::steps),
        seen("/checklist", Standings, monthly::check_list),
        seen("/months/{month}/checklist", Standings, monthly::check_list),
        done("/months/{month}/checklist", Judge, monthly::mark),
        seen("/proposals", Standings, proposals::list),
        seen("/months/{month}/proposals", Standings, proposals::list),
        done("/months/{month}/proposals", Judge, proposals::rule),
        seen("/months/{month}/preview", Judge, preview::show),
        done("/months/{month}/preview", Judge, preview::keep),
        done("/months/{month}/publish", Close, monthly::publish),
        seen("/months/{month}/close", Close, closing::confirm),
        done("/months/{month}/close", Close, closing::close),
        done("/months/{month}/public-notice", Close, closing::put_up),
        seen("/months/{month}/changes", Standings, closing::changed),
        done("/months/{month}/reissue", Close, closing::reissue),
        seen("/settings/public-page", Configure, public::setting),
        done("/settings/public-page", Configure, public::set),
        seen("/what-if", Judge, what_if::form),
        done("/what-if", Judge, what_if::begin),
        seen("/what-if/rulebook.toml", Judge, what_if::download),
        seen("/appeals", Work, appeals::list),
        done("/appeals", Answer, appeals::file),
        seen("/appeals/new", Answer, appeals::form),
        seen("/appeals/{id}", Work, appeals::one),
        done("/appeals/{id}/decide", Judge, appeals::decide),
        seen("/orders", Work, orders::list),
        done("/orders", Judge, orders::issue),
        seen("/orders/new", Judge, orders::form),
        seen("/orders/{id}", Work, orders::one),
        done("/orders/{id}/complete", Answer, orders::complete),
        done("/orders/{id}/check", Judge, orders::check),
        seen("/findings", Work, findings::list),
        done("/findings", Inspect, findings::save),
        seen("/findings/new", Inspect, findings::form),
        done("/findings/preview", Inspect, findings::preview),
        seen("/findings/{id}", Work, findings::finding),
        done("/findings/{id}/void", Judge, findings::void_finding),
        seen("/merits/{id}", Work, findings::merit),
        done("/merits/{id}/void", Judge, findings::void_merit),
        seen("/months/{month}/findings", Work, findings::list),
        seen("/round", Inspect, round::form),
        done("/round", Inspect, round::save),
        seen("/photos/{photo}", Work, photos::one),
        seen("/evaluations", Work, evaluations::list),
        seen("/months/{month}/evaluations", Work, evaluations::list),
        done("/months/{month}/evaluations", Judge, evaluations::save),
        seen("/week", Inspect, week::sheet),
        done("/week", Inspect, week::remark),
        seen("/letters", Correspondence, letters::list),
        seen("/letters/{name}", Correspondence, letters::one),
        done("/letters/{name}", Correspond, letters::act),
        seen("/audit", Audit, audit::list),
        seen("/rejected/{number}", Feeds, mending::one),
        done("/rejected/{number}/mend", Mend, mending::act),
        seen("/rejected/replace", Mend, mending::ask_many),
        done("/rejected/replace", Mend, mending::replace),
        seen("/sources", Sources, sources::list),
        done("/sources/tokens", Admit, sources::make),
        done("/sources/tokens/{name}/revoke", Admit, sources::revoke),
        seen("/privacy", Erase, privacy::overview),
        done("/privacy/retention", Erase, privacy::set),
        done("/privacy/carry-out", Erase, privacy::carry_out),
        done("/privacy/audit/cut", Erase, privacy::cut_audit),
        seen("/privacy/staff/{id}", Erase, privacy::person),
        seen("/privacy/staff/{id}/export", Erase, privacy::export),
        done("/privacy/staff/{id}/erase", Erase, privacy::erase),
        seen("/audit/export", Audit, audit::export),
        seen("/accounts", People, accounts::list),
        done("/accounts", Appoint, accounts::make),
        seen("/accounts/{name}", People, accounts::one),
        done("/accounts/{name}", Appoint, accounts::change),
        done("/accounts/{name}/{what}", Appoint, accounts::act_on),
        seen("/account", OwnAccount, account::own),
        done("/account/password", OwnAccount, account::change_password),
        done("/account/sessions", OwnAccount, account::end_sessions),
        seen("/registry", Rules, givens::registry),
        seen("/registry/edit", Configure, given_changes::edit_registry),
        done("/registry/check", Configure, given_changes::check_registry),
        done("/registry/apply", Configure, given_changes::apply_registry),
        seen("/rulebook", Rules, givens::rulebook),
        seen("/rulebook/edit", Configure, given_changes::edit_rulebook),
        done("/rulebook/check", Configure, given_changes::check_rulebook),
        done("/rulebook/apply", Configure, given_changes::apply_rulebook),
        seen("/calendar", Rules, givens::calendar),
        seen("/calendar/edit", Configure, given_changes::edit_calendar),
        done("/calendar/check", Configure, given_changes::check_calendar),
        done("/calendar/apply", Configure, given_changes::apply_calendar),
        seen("/contract", Rules, contract::kit),
        seen("/contract/api", Rules, contract::interface),
        seen("/contract/kit.zip", Rules, contract::zip),
        seen("/contract/types/{type}", Rules, contract::of_type),
        seen("/contract/schemas/{type}", Rules, contract::schema),
        done("/contract/check", Rules, contract::check),
        seen("/contract/feeds/{site}", Feeds, contract::feed),
    ]
}

/// What the API has beside the pages: the session.
fn own_of_api() -> Router<Arc<App>> {
    Router::new()
        .route("/session", get(session::show).post(session::log_in).delete(session::log_out))
        .route("/openapi.json", get(api::openapi::document))
}

/// The routes behind their guard.
fn views(app: &Arc<App>) -> Router<Arc<App>> {
    routes().into_iter().fold(Router::new(), |router, route| {
        let guard = middleware::from_fn_with_state((app.clone(), route.right), guard);
        router.route(route.path, route.on.route_layer(guard))
    })
}

/// Lets through who is logged in and has the right; how far it goes travels along.
async fn guard(State((app, right)): State<(Arc<App>, Right)>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let mut visitor = match Visitor::from_request_parts(&mut parts, &app).await {
        Ok(visitor) => visitor,
        Err(outside) => return outside,
    };
    visitor.reach = reach(visitor.role, right);
    if visitor.reach == Reach::None {
        return told(&visitor.reader, Some(&visitor), &Problem::Forbidden);
    }
    if visitor.must_change && right != Right::OwnAccount {
        return login::must_change(&visitor);
    }
    parts.extensions.insert(visitor);
    next.run(Request::from_parts(parts, body)).await
}

fn fixed_header(name: header::HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Style and script; their addresses bear the tag of their bytes, so a browser may keep them.
async fn asset(Path(name): Path<String>, Query(asked): Query<AskedVersion>, headers: HeaderMap) -> Response {
    let Some((media_type, content)) = assets::asset(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // Only the address that is made of these bytes will always mean them.
    let kept =
        if asked.v == assets::version(&name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let kept = [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, kept)];
    let takes_gzip = headers
        .get(header::ACCEPT_ENCODING)
        .is_some_and(|value| value.to_str().is_ok_and(|value| value.contains("gzip")));
    if name == "echarts.js" && takes_gzip && !assets::ECHARTS_GZIP.is_empty() {
        let packed = [(header::CONTENT_ENCODING, "gzip"), (header::VARY, "accept-encoding")];
        return (kept, packed, assets::ECHARTS_GZIP.as_slice()).into_response();
    }
    (kept, content).into_response()
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct AskedVersion {
    v: String,
}

async fn no_page(reader: Reader, visitor: Result<Visitor, Response>) -> Response {
    told(&reader, visitor.as_ref().ok(), &Problem::NoPage)
}
