//! Rectification orders: listed, shown, issued, reported as done, checked.

use super::answered;
use super::appeals::{led, nonce_of, windows};
use super::login::is_own_form;
use super::versions::closed;
use crate::answer::{Frame, Problem, listed, shown};
use crate::app::App;
use crate::appeals::refused;
use crate::entering::photos;
use crate::entering::upload::{self, Upload};
use crate::links::{Place, segment};
use crate::orders::{Check, Issue, Report, check_order, issue_order, report_order};
use crate::pages::orders::{self, IssueForm, Offered, OrderFilter, OrderView};
use crate::pages::paging::PageAsked;
use crate::pages::sorting::SortAsked;
use crate::rights::Right;
use crate::session::Visitor;
use crate::words::orders as said;
use axum::extract::{Form, Path, Query, Request, State};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The orders.
pub async fn list(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(filter): Query<OrderFilter>,
    Query(wanted): Query<SortAsked>,
) -> Response {
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let page = PageAsked::of(&reader, orders::ROWS_OF_A_PAGE);
    let made = app.live.ask(move |moment| {
        let view = orders::view(moment, (&scope, &filter), (page, wanted.sort.as_deref()), reader.lang)?;
        Ok::<_, Problem>((Frame::of(moment, None, &reader), view))
    });
    let made = made.await.unwrap_or_else(|stopped| Err(stopped.into()));
    answered(&visitor, made.map(|(frame, view)| listed(&visitor, &frame, Place::Orders, &view, orders::html)))
}

/// An order.
pub async fn one(visitor: Visitor, State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    let here = Place::Order(id.clone());
    let made = load(&visitor, &app, id).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, orders::one_html)))
}

async fn load(visitor: &Visitor, app: &Arc<App>, id: String) -> Result<(Frame, OrderView), Problem> {
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let nonce = visitor.may(Right::Answer).then(|| nonce_of(app)).transpose()?;
    let made = app.live.ask(move |moment| {
        let view = orders::one(moment, &id, &scope, nonce, reader.lang)?;
        Ok((Frame::of(moment, None, &reader), view))
    });
    made.await?
}

/// The form that issues an order.
pub async fn form(visitor: Visitor, State(app): State<Arc<App>>, Query(offered): Query<Offered>) -> Response {
    let made = load_form(&visitor, &app, offered).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Orders, &view, orders::issue_html)),
    )
}

async fn load_form(
    visitor: &Visitor,
    app: &Arc<App>,
    offered: Offered,
) -> Result<(Frame, IssueForm), Problem> {
    let (reader, nonce) = (visitor.reader.clone(), nonce_of(app)?);
    let published = closed(app, offered.month.as_deref(), None).await?.shown;
    let made = app.live.ask(move |moment| {
        let view = orders::issue_form(moment, published.as_ref(), &offered, nonce, reader.lang);
        (Frame::of(moment, None, &reader), view)
    });
    Ok(made.await?)
}

/// What the form of an order brings.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Issued {
    csrf: String,
    nonce: String,
    window: String,
    reason: String,
    #[serde(default)]
    due: String,
}

/// Issues an order.
pub async fn issue(visitor: Visitor, State(app): State<Arc<App>>, Form(issued): Form<Issued>) -> Response {
    answered(&visitor, do_issue(&visitor, &app, issued).await)
}

async fn do_issue(visitor: &Visitor, app: &Arc<App>, issued: Issued) -> Result<Response, Problem> {
    is_own_form(visitor, &issued.csrf)?;
    let Issued { window, reason, due, .. } = issued;
    let id = issue_order(app, &visitor.name, &issued.nonce, Issue { window, reason, due }).await?;
    Ok(led(visitor, &format!("/orders/{}", segment(&id)), crate::api::replies::OrderReply { order: id }))
}

/// Reports an order as done.
pub async fn complete(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    answered(&visitor, do_complete(&visitor, &app, id, request).await)
}

async fn do_complete(
    visitor: &Visitor,
    app: &Arc<App>,
    id: String,
    request: Request,
) -> Result<Response, Problem> {
    let (upload, photos) = with_photos(visitor, app, request).await?;
    let within = windows(app, visitor).await?;
    let report = Report { evidence: upload.one("evidence").to_owned(), photos: photos.clone() };
    report_order(app, &visitor.name, upload.one("nonce"), &id, report, within).await?;
    photos::entered(app, &photos).await?;
    Ok(led(visitor, &format!("/orders/{}", segment(&id)), crate::api::replies::OrderReply { order: id }))
}

/// Reads a form about an order; its pictures are kept, and it is noted which event will name them.
async fn with_photos(
    visitor: &Visitor,
    app: &Arc<App>,
    request: Request,
) -> Result<(Upload, Vec<String>), Problem> {
    let mut upload = upload::read(request).await?;
    is_own_form(visitor, upload.one("csrf"))?;
    let photos = photos::keep(app, &visitor.name, std::mem::take(&mut upload.pictures)).await?;
    photos::announce(app, upload.one("nonce"), &photos, 1).await?;
    Ok((upload, photos))
}

/// Notes what a check found.
pub async fn check(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    answered(&visitor, do_check(&visitor, &app, id, request).await)
}

async fn do_check(
    visitor: &Visitor,
    app: &Arc<App>,
    id: String,
    request: Request,
) -> Result<Response, Problem> {
    let (upload, photos) = with_photos(visitor, app, request).await?;
    let passed = match upload.one("passed") {
        "true" => true,
        "false" => false,
        _ => return Err(refused(said::RESULT_MISSING)),
    };
    let [remark, by] = ["remark", "by"].map(|name| upload.one(name).to_owned());
    let check = Check { order: id.clone(), passed, remark, by, photos: photos.clone() };
    check_order(app, &visitor.name, upload.one("nonce"), check).await?;
    photos::entered(app, &photos).await?;
    Ok(led(visitor, &format!("/orders/{}", segment(&id)), crate::api::replies::OrderReply { order: id }))
}
