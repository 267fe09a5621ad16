//! The bad ratings, one of them, and what is done with it.

use super::entered::{nonces, sent};
use super::login::is_own_form;
use super::open::add_closed_months;
use super::versions::all_newest;
use super::{answered, entered::Done};
use crate::answer::{Frame, Problem, listed, shown};
use crate::app::App;
use crate::decide::ratings::{Deed, Verification, deed, verify};
use crate::enter::enter_decided;
use crate::links::{Place, segment};
use crate::pages::message::Missing;
use crate::pages::paging::PageAsked;
use crate::pages::rating::{self, RatingView};
use crate::pages::ratings::{self, Ratings, RatingsFilter};
use crate::pages::sorting::SortAsked;
use crate::seen;
use crate::session::Visitor;
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The bad ratings.
pub async fn list(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(filter): Query<RatingsFilter>,
    Query(wanted): Query<SortAsked>,
) -> Response {
    let made = load_list(&visitor, &app, filter, wanted).await;
    answered(
        &visitor,
        made.map(|(frame, view)| listed(&visitor, &frame, Place::Ratings, &view, ratings::html)),
    )
}

async fn load_list(
    visitor: &Visitor,
    app: &Arc<App>,
    filter: RatingsFilter,
    wanted: SortAsked,
) -> Result<(Frame, Ratings), Problem> {
    let page = PageAsked::of(&visitor.reader, ratings::ROWS_OF_A_PAGE);
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let made = app.live.ask(move |moment| {
        let all = scoring::ratings::bad_ones(&moment.context);
        let view = ratings::view(
            &moment.context,
            &all,
            (&scope, &filter),
            (page, wanted.sort.as_deref()),
            reader.lang,
        );
        (Frame::of(moment, None, &reader), view)
    });
    Ok(made.await?)
}

/// A rating.
pub async fn one(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    let here = Place::Rating(id.clone());
    let made = load_one(&visitor, &app, id, done).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, rating::html)))
}

async fn load_one(
    visitor: &Visitor,
    app: &Arc<App>,
    id: String,
    done: Done,
) -> Result<(Frame, RatingView), Problem> {
    let (reader, hands) = (visitor.reader.clone(), visitor.hands());
    let nonces = nonces(app, rating::FORMS)?;
    let closed = all_newest(app).await?;
    let made = app.live.ask(move |moment| {
        let view = rating::view(moment, &id, hands, &nonces, done.done(), reader.lang)?;
        let mut view = view.ok_or_else(|| Problem::Missing(Missing::Rating, id.clone()))?;
        add_closed_months(&mut view.course, &moment.context, &closed, reader.lang);
        Ok::<_, Problem>((Frame::of(moment, None, &reader), view))
    });
    let (frame, view): (Frame, RatingView) = made.await??;
    if view.comment.is_some() {
        seen::note(app, visitor, "comment.seen", &view.id);
    }
    Ok((frame, view))
}

/// What the form of a verification brings.
#[derive(Deserialize, ToSchema)]
pub struct VerifyForm {
    csrf: String,
    nonce: String,
    outcome: String,
    #[serde(default)]
    points: String,
    #[serde(default)]
    note: String,
}

/// Verifies a rating. The bureau's alone.
pub async fn verify_it(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Form(form): Form<VerifyForm>,
) -> Response {
    answered(&visitor, do_verify(&visitor, &app, id, form).await)
}

async fn do_verify(
    visitor: &Visitor,
    app: &Arc<App>,
    id: String,
    form: VerifyForm,
) -> Result<Response, Problem> {
    is_own_form(visitor, &form.csrf)?;
    let path = format!("/ratings/{}", segment(&id));
    let said = Verification { outcome: form.outcome, points: form.points, note: form.note };
    let done = enter_decided(app, &visitor.name, &form.nonce, move |moment| verify(moment, &id, &said));
    Ok(sent(&visitor.reader, &done.await?, &path))
}

/// What a form with one text brings.
#[derive(Deserialize, ToSchema)]
pub struct TextForm {
    csrf: String,
    nonce: String,
    text: String,
}

/// Rectifies, answers or appeals against a rating, for its window.
pub async fn do_it(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path((id, what)): Path<(String, String)>,
    Form(form): Form<TextForm>,
) -> Response {
    answered(&visitor, do_deed(&visitor, &app, id, &what, form).await)
}

async fn do_deed(
    visitor: &Visitor,
    app: &Arc<App>,
    id: String,
    what: &str,
    form: TextForm,
) -> Result<Response, Problem> {
    is_own_form(visitor, &form.csrf)?;
    let what = Deed::of_word(what).ok_or(Problem::NoPage)?;
    let path = format!("/ratings/{}", segment(&id));
    let (text, scope) = (form.text, visitor.scope());
    let done = enter_decided(app, &visitor.name, &form.nonce, move |moment| {
        let registry = moment.context.registry();
        let look = scoring::ratings::look(&moment.context, &id);
        if look.is_none_or(|look| !scope.has_window(registry, look.window)) {
            return Err(Problem::Missing(Missing::Rating, id));
        }
        deed(moment, &id, what, &text)
    });
    Ok(sent(&visitor.reader, &done.await?, &path))
}
