//! Rectification orders: listed, shown, issued, reported as done, checked.

use super::answered;
use super::appeals::{led, nonce_of, windows};
use super::login::is_own_form;
use super::versions::closed;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::links::{Place, segment};
use crate::orders::{Check, Issue, check_order, issue_order, report_order_done};
use crate::pages::orders::{self, IssueForm, Offered, OrderFilter, OrderView};
use crate::rights::Right;
use crate::session::Visitor;
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

/// The orders.
pub async fn list(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(filter): Query<OrderFilter>,
) -> Response {
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let made = app.live.ask(move |moment| {
        let view = orders::view(moment, &scope, &filter, reader.lang)?;
        Ok::<_, Problem>((Frame::of(moment, None, &reader), view))
    });
    let made = made.await.unwrap_or_else(|stopped| Err(stopped.into()));
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, Place::Orders, &view, orders::html)))
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
#[derive(Debug, Deserialize)]
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
    Ok(led(visitor, &format!("/orders/{}", segment(&id)), "order", &id))
}

/// What the form of a report brings.
#[derive(Debug, Deserialize)]
pub struct Reported {
    csrf: String,
    nonce: String,
    evidence: String,
}

/// Reports an order as done.
pub async fn complete(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Form(reported): Form<Reported>,
) -> Response {
    answered(&visitor, do_complete(&visitor, &app, id, reported).await)
}

async fn do_complete(
    visitor: &Visitor,
    app: &Arc<App>,
    id: String,
    reported: Reported,
) -> Result<Response, Problem> {
    is_own_form(visitor, &reported.csrf)?;
    let within = windows(app, visitor).await?;
    report_order_done(app, &visitor.name, &reported.nonce, &id, &reported.evidence, within).await?;
    Ok(led(visitor, &format!("/orders/{}", segment(&id)), "order", &id))
}

/// What the form of a check brings.
#[derive(Debug, Deserialize)]
pub struct Checked {
    csrf: String,
    nonce: String,
    passed: bool,
    #[serde(default)]
    remark: String,
    by: String,
}

/// Notes what a check found.
pub async fn check(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Form(checked): Form<Checked>,
) -> Response {
    answered(&visitor, do_check(&visitor, &app, id, checked).await)
}

async fn do_check(
    visitor: &Visitor,
    app: &Arc<App>,
    id: String,
    checked: Checked,
) -> Result<Response, Problem> {
    is_own_form(visitor, &checked.csrf)?;
    let Checked { nonce, passed, remark, by, .. } = checked;
    let check = Check { order: id.clone(), passed, remark, by };
    check_order(app, &visitor.name, &nonce, check).await?;
    Ok(led(visitor, &format!("/orders/{}", segment(&id)), "order", &id))
}
