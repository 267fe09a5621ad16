//! Every route. Pages and the API show the same views; `/api/v1` gives them as JSON.

use crate::answer::{Problem, told};
use crate::app::App;
use crate::assets;
use crate::handlers::regions::Served;
use crate::handlers::{
    appeals, audit, closing, complaints, feeds, handover, letters, login, messages, months, notices, open,
    orders, ratings, regions, rejected, signals,
};
use crate::personal::handlers as personal;
use crate::session::{Reader, Visitor};
use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
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
        .merge(views())
        .nest("/api/v1", views().fallback(no_page))
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

/// What is shown as pages and given as JSON alike, and what people may do.
fn views() -> Router<Arc<App>> {
    Router::new()
        .route("/windows", get(months::windows))
        .route("/windows/{id}", get(months::of_newest))
        .route("/staff", get(months::staff))
        .route("/staff/{id}", get(months::of_newest))
        .route("/months/{month}/windows", get(months::windows))
        .route("/months/{month}/windows/{id}", get(months::window))
        .route("/months/{month}/staff", get(months::staff))
        .route("/months/{month}/staff/{id}", get(months::staff_member))
        .route("/due", get(open::due))
        .route("/cases/{id}", get(open::case))
        .route("/cases/{id}/handover", get(handover::download))
        .route("/events/{source}/{id}", get(open::event))
        .route("/notices", get(notices::list))
        .route("/months/{month}/notices", get(notices::list))
        .route("/ratings", get(ratings::list))
        .route("/ratings/{id}", get(ratings::one))
        .route("/ratings/{id}/verify", post(ratings::verify_it))
        .route("/ratings/{id}/{what}", post(ratings::do_it))
        .route("/complaints", get(complaints::list).post(complaints::register))
        .route("/complaints/{id}", get(complaints::one))
        .route("/complaints/{id}/{what}", post(complaints::do_it))
        .route("/notices/acknowledge", post(notices::acknowledge_for))
        .route("/signals", get(signals::list))
        .route("/months/{month}/signals", get(signals::list))
        .route("/feeds", get(feeds::list))
        .route("/messages", get(messages::list))
        .route("/messages/{key}", get(messages::one).post(messages::try_again))
        .route("/recipients", get(messages::recipients))
        .route("/recipients/{recipient}", post(messages::set))
        .route("/rejected", get(rejected::list))
        .route("/rejected/replay", post(rejected::replay))
        .route("/rejected/dismiss", post(rejected::dismiss))
        .route("/months", get(closing::list))
        .route("/months/{month}/close", get(closing::confirm).post(closing::close))
        .route("/months/{month}/public-notice", post(closing::put_up))
        .route("/months/{month}/changes", get(closing::changed))
        .route("/months/{month}/reissue", post(closing::reissue))
        .route("/appeals", get(appeals::list).post(appeals::file))
        .route("/appeals/new", get(appeals::form))
        .route("/appeals/{id}", get(appeals::one))
        .route("/appeals/{id}/decide", post(appeals::decide))
        .route("/orders", get(orders::list).post(orders::issue))
        .route("/orders/new", get(orders::form))
        .route("/orders/{id}", get(orders::one))
        .route("/orders/{id}/complete", post(orders::complete))
        .route("/orders/{id}/check", post(orders::check))
        .route("/letters", get(letters::list))
        .route("/letters/{name}", get(letters::one).post(letters::act))
        .route("/audit", get(audit::list))
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
