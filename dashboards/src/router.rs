//! Every route. Pages and the API show the same views; `/api/v1` gives them as JSON.

use crate::answer::{Problem, told};
use crate::app::App;
use crate::assets;
use crate::handlers::regions::Served;
use crate::handlers::{
    appeals, audit, closing, complaints, feeds, handover, letters, login, messages, monthly, months, notices,
    open, orders, preview, proposals, public, ratings, regions, rejected, signals, what_if,
};
use crate::personal::handlers as personal;
use crate::rights::{Reach, Right, reach};
use crate::session::{Reader, Visitor};
use axum::Router;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::handler::Handler;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;
use tower_http::set_header::SetResponseHeaderLayer;

/// Scripts, styles and pictures come from here alone, and no other site may show a page in a frame.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The pages and the API.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(months::home))
        .route("/login", get(login::form).post(login::log_in))
        .route("/logout", post(login::log_out))
        .route("/to/{token}", get(personal::show))
        .route("/to/{token}/acknowledge", post(personal::acknowledge_them))
        .route("/to/{token}/ratings/{id}/{what}", post(personal::do_rating))
        .route("/to/{token}/appeals", post(personal::appeal))
        .route("/to/{token}/orders/{id}", post(personal::report_order))
        .route("/public", get(public::show))
        .route("/public/month.json", get(public::json))
        .route("/public/windows.csv", get(public::csv))
        .merge(views(&app))
        .nest("/api/v1", views(&app).fallback(no_page))
        .route("/assets/{name}", get(asset))
        .fallback(no_page)
        .layer(fixed_header(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .layer(fixed_header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed_header(header::REFERRER_POLICY, "same-origin"))
        .with_state(app)
}

/// Where a service with several regions leads from its first address; each region's own pages are below `/CODE`.
pub fn regions(served: Vec<Served>) -> Router {
    Router::new()
        .route("/", get(regions::list))
        .route("/api/v1/regions", get(regions::list))
        .route("/assets/{name}", get(asset))
        .fallback(regions::instead)
        .layer(fixed_header(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .layer(fixed_header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed_header(header::REFERRER_POLICY, "same-origin"))
        .with_state(Arc::new(served))
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
        seen("/windows", Standings, months::windows),
        seen("/windows/{id}", Standings, months::of_newest),
        seen("/staff", Standings, months::staff),
        seen("/staff/{id}", Standings, months::of_newest),
        seen("/months/{month}/windows", Standings, months::windows),
        seen("/months/{month}/windows/{id}", Standings, months::window),
        seen("/months/{month}/staff", Standings, months::staff),
        seen("/months/{month}/staff/{id}", Standings, months::staff_member),
        seen("/due", Work, open::due),
        seen("/cases/{id}", Work, open::case),
        seen("/cases/{id}/handover", Work, handover::download),
        seen("/events/{source}/{id}", Events, open::event),
        seen("/notices", Work, notices::list),
        seen("/months/{month}/notices", Work, notices::list),
        seen("/ratings", Voices, ratings::list),
        seen("/ratings/{id}", Voices, ratings::one),
        done("/ratings/{id}/verify", Judge, ratings::verify_it),
        done("/ratings/{id}/{what}", Judge, ratings::do_it),
        seen("/complaints", Voices, complaints::list),
        done("/complaints", Judge, complaints::register),
        seen("/complaints/{id}", Voices, complaints::one),
        done("/complaints/{id}/{what}", Judge, complaints::do_it),
        done("/notices/acknowledge", Answer, notices::acknowledge_for),
        seen("/signals", Signals, signals::list),
        seen("/months/{month}/signals", Signals, signals::list),
        seen("/feeds", Feeds, feeds::list),
        seen("/messages", Correspondence, messages::list),
        seen("/messages/{key}", Correspondence, messages::one),
        done("/messages/{key}", Correspond, messages::try_again),
        seen("/recipients", Correspondence, messages::recipients),
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
        seen("/months/{month}/changes", Months, closing::changed),
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
        seen("/letters", Correspondence, letters::list),
        seen("/letters/{name}", Correspondence, letters::one),
        done("/letters/{name}", Correspond, letters::act),
        seen("/audit", Audit, audit::list),
    ]
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
    parts.extensions.insert(visitor);
    next.run(Request::from_parts(parts, body)).await
}

fn fixed_header(name: header::HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Style and script; their addresses bear the version, so a browser may keep them.
async fn asset(Path(name): Path<String>) -> Response {
    match assets::asset(&name) {
        Some((media_type, content)) => {
            let headers =
                [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "public, max-age=86400")];
            (headers, content).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn no_page(reader: Reader, visitor: Result<Visitor, Response>) -> Response {
    told(&reader, visitor.as_ref().ok(), &Problem::NoPage)
}
