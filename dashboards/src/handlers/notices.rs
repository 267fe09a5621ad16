//! The notices of a month as they are kept.

use super::answered;
use super::entered::{nonces, sent};
use super::login::is_own_form;
use super::months::month_asked;
use crate::answer::{Frame, Problem, listed};
use crate::app::App;
use crate::appeals::refused;
use crate::decide::notices::{Said, acknowledge};
use crate::enter::enter;
use crate::links::Place;
use crate::pages::notices::{self, NoticeFilter, Notices};
use crate::pages::paging::PageAsked;
use crate::rights::Right;
use crate::session::Visitor;
use crate::words;
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use scoring::time::{Date, Month};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The notices of a month; of the newest, where none is named.
pub async fn list(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    month: Option<Path<String>>,
    Query(filter): Query<NoticeFilter>,
) -> Response {
    let made = load(&visitor, &app, month.map(|Path(month)| month), filter).await;
    answered(
        &visitor,
        made.map(|(frame, view)| listed(&visitor, &frame, Place::Notices, &view, notices::html)),
    )
}

async fn load(
    visitor: &Visitor,
    app: &Arc<App>,
    month: Option<String>,
    filter: NoticeFilter,
) -> Result<(Frame, Notices), Problem> {
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let month = app.live.ask(move |moment| month_asked(moment, month.as_deref())).await??;
    let read = app.records(move |records| {
        let (from, to) = (month.first_day().to_string(), month.last_day().to_string());
        Ok((records.notices(&from, &to)?, records.acknowledgements(&from, &to)?))
    });
    let (mut kept, answers) = read.await?;
    let page = PageAsked::of(&visitor.reader, notices::ROWS_OF_A_PAGE);
    let forms = page.rows_max().filter(|_| visitor.may(Right::Answer));
    let nonces = forms.map_or(Ok(Vec::new()), |forms| nonces(app, forms))?;
    let lang = reader.lang;
    let sees_messages = scope.is_all();
    let made = app.live.ask(move |moment| {
        let registry = moment.context.registry();
        kept.retain(|notice| notices::is_in(registry, notice, &scope));
        let mut view = notices::view(&moment.context, month, &kept, &answers, (&filter, page), lang);
        view.offer_forms(nonces, registry, &scope);
        (Frame::of(moment, Some(month), &reader), view, moment.context.registry().zone.clone())
    });
    let (frame, mut view, zone) = made.await?;
    if !sees_messages {
        return Ok((frame, view));
    }
    let shown: Vec<String> = view.rows.iter().map(|row| row.identity.clone()).collect();
    let messages = app.records(move |records| {
        shown.into_iter().map(|notice| Ok((notice.clone(), records.messages_of(&notice)?))).collect()
    });
    view.tell_messages(messages.await?, &zone, lang);
    Ok((frame, view))
}

/// What the form brings that acknowledges a notice for somebody.
#[derive(Deserialize, ToSchema)]
#[schema(as = NoticesAcknowledgeForm)]
pub struct AcknowledgeForm {
    csrf: String,
    nonce: String,
    notice: String,
    /// The recipient who says so, for example on the telephone.
    by: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    asks_help: String,
}

/// Acknowledges a notice for one of its recipients, who told the bureau so.
pub async fn acknowledge_for(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Form(form): Form<AcknowledgeForm>,
) -> Response {
    answered(&visitor, do_acknowledge(&visitor, &app, form).await)
}

async fn do_acknowledge(
    visitor: &Visitor,
    app: &Arc<App>,
    form: AcknowledgeForm,
) -> Result<Response, Problem> {
    is_own_form(visitor, &form.csrf)?;
    let (scope, by) = (visitor.scope(), form.by.clone());
    let is_theirs = app.live.ask(move |moment| scope.has_recipient(moment.context.registry(), &by)).await?;
    if !is_theirs {
        return Err(refused(words::NOT_THEIRS));
    }
    let said = Said {
        by: form.by,
        reason: form.reason,
        asks_help: !form.asks_help.is_empty(),
        entered_by: Some(visitor.name.clone()),
    };
    let identity = form.notice.clone();
    let read = app.records(move |records| {
        let date = records.notice(&identity)?.and_then(|notice| Date::parse(&notice.date));
        Ok((acknowledge(records, &[identity], &said), date.map(Date::month)))
    });
    let (events, month): (_, Option<Month>) = read.await?;
    let done = enter(app, &visitor.name, &form.nonce, events?).await?;
    let path = month.map_or("/notices".to_owned(), |month| format!("/months/{month}/notices"));
    Ok(sent(&visitor.reader, &done, &path))
}
