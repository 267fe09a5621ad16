//! The complaints, one of them, and what is done with it.

use super::answered;
use super::entered::{Done, nonces, sent};
use super::login::may_act;
use super::open::add_closed_months;
use super::versions::all_newest;
use crate::answer::{Frame, Problem, listed, shown};
use crate::app::App;
use crate::decide::complaints::{self as decide, Registration, Resolution, Telling};
use crate::enter::{ToEnter, enter_decided};
use crate::links::{Place, segment};
use crate::pages::complaint::{self, ANSWER, ComplaintView};
use crate::pages::complaints::{self, Complaints, ComplaintsFilter};
use crate::pages::message::Missing;
use crate::pages::paging::PageAsked;
use crate::pages::sorting::SortAsked;
use crate::rights::Hands;
use crate::seen;
use crate::session::Visitor;
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use ingest::live::Moment;
use ingest::store::sqlite::Role;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa::ToSchema;

/// So many characters of a nonce make the id of a complaint that is registered here.
const NONCE_IN_ID: usize = 8;

/// The complaints.
pub async fn list(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(filter): Query<ComplaintsFilter>,
    Query(wanted): Query<SortAsked>,
) -> Response {
    let made = load_list(&visitor, &app, filter, wanted).await;
    answered(
        &visitor,
        made.map(|(frame, view)| listed(&visitor, &frame, Place::Complaints, &view, complaints::html)),
    )
}

async fn load_list(
    visitor: &Visitor,
    app: &Arc<App>,
    filter: ComplaintsFilter,
    wanted: SortAsked,
) -> Result<(Frame, Complaints), Problem> {
    let page = PageAsked::of(&visitor.reader, complaints::ROWS_OF_A_PAGE);
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let register = nonces(app, 1)?.pop().filter(|_| visitor.may_act());
    let told = app.records(|records| records.acknowledged(ANSWER)).await?;
    let told: BTreeSet<String> =
        told.iter().filter_map(|notice| notice.strip_prefix(ANSWER)).map(str::to_owned).collect();
    let made = app.live.ask(move |moment| {
        let all = scoring::complaints::all(&moment.context);
        let (within, asked) = ((&scope, &filter), (page, wanted.sort.as_deref()));
        let view = complaints::view(moment, &all, &told, within, asked, register, reader.lang)?;
        Ok((Frame::of(moment, None, &reader), view))
    });
    made.await?
}

/// A complaint.
pub async fn one(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    let here = Place::Complaint(id.clone());
    let made = load_one(&visitor, &app, id, done).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, complaint::html)))
}

async fn load_one(
    visitor: &Visitor,
    app: &Arc<App>,
    id: String,
    done: Done,
) -> Result<(Frame, ComplaintView), Problem> {
    // Who leads the window may be the one complained about.
    let may_read = visitor.may_act() || visitor.role == Role::DepartmentHead;
    let hands = Hands { reads_words: may_read, ..visitor.hands() };
    let reader = visitor.reader.clone();
    let nonces = nonces(app, complaint::FORMS)?;
    let closed = all_newest(app).await?;
    let made = app.live.ask(move |moment| {
        let view = complaint::view(moment, &id, hands, &nonces, done.done(), reader.lang)?;
        let mut view = view.ok_or_else(|| Problem::Missing(Missing::Complaint, id.clone()))?;
        add_closed_months(&mut view.course, &moment.context, &closed, reader.lang);
        Ok::<_, Problem>((Frame::of(moment, None, &reader), view))
    });
    let (frame, view): (Frame, ComplaintView) = made.await??;
    if view.statement.is_some() {
        seen::note(app, visitor, "statement.seen", &view.id);
    }
    Ok((frame, view))
}

/// What the form that registers a complaint brings.
#[derive(Deserialize, ToSchema)]
pub struct RegisterForm {
    csrf: String,
    nonce: String,
    window: String,
    #[serde(default)]
    staff: String,
    topic: String,
    text: String,
}

/// Registers a complaint that somebody made to the bureau.
pub async fn register(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Form(form): Form<RegisterForm>,
) -> Response {
    answered(&visitor, do_register(&visitor, &app, form).await)
}

async fn do_register(visitor: &Visitor, app: &Arc<App>, form: RegisterForm) -> Result<Response, Problem> {
    may_act(visitor, &form.csrf)?;
    let RegisterForm { csrf: _, nonce, window, staff, topic, text } = form;
    // The end of a nonce is chance; its beginning the time, which the day tells better.
    let tail = nonce.get(nonce.len().saturating_sub(NONCE_IN_ID)..).unwrap_or_default().to_owned();
    let day = app.live.ask(|moment| moment.context.today().to_string().replace('-', "")).await?;
    let id = format!("TS-{day}-{tail}");
    let path = format!("/complaints/{}", segment(&id));
    let said = Registration { window, staff, topic, statement: text };
    let done = enter_decided(app, &visitor.name, &nonce, move |moment| decide::register(moment, &id, &said));
    Ok(sent(&visitor.reader, &done.await?, &path))
}

/// What the forms of a complaint bring; each fills in its part.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct StepForm {
    csrf: String,
    nonce: String,
    text: String,
    ground: String,
    approved_by: String,
    outcome: String,
    points: String,
    told_by: String,
    told_on: String,
    note: String,
}

/// Does a step of a complaint. The bureau's alone.
pub async fn do_it(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path((id, what)): Path<(String, String)>,
    Form(form): Form<StepForm>,
) -> Response {
    answered(&visitor, do_step(&visitor, &app, id, what, form).await)
}

async fn do_step(
    visitor: &Visitor,
    app: &Arc<App>,
    id: String,
    what: String,
    form: StepForm,
) -> Result<Response, Problem> {
    may_act(visitor, &form.csrf)?;
    let path = format!("/complaints/{}", segment(&id));
    let (by, nonce) = (visitor.name.clone(), form.nonce.clone());
    let done =
        enter_decided(app, &visitor.name, &nonce, move |moment| decided(moment, &id, &what, form, &by));
    Ok(sent(&visitor.reader, &done.await?, &path))
}

fn decided(
    moment: &Moment<'_>,
    id: &str,
    what: &str,
    form: StepForm,
    by: &str,
) -> Result<Vec<ToEnter>, Problem> {
    let StepForm { text, ground, approved_by, outcome, points, told_by, told_on, note, .. } = form;
    let telling = Telling { by: told_by, on: told_on, note };
    match what {
        "accept" => decide::accept(moment, id),
        "reject" => decide::reject(moment, id, (&ground, &text), &telling, by),
        "extend" => decide::extend(moment, id, &text, &approved_by),
        "resolve" => {
            decide::resolve(moment, id, &Resolution { outcome, points, measures: text }, &telling, by)
        }
        "tell" => decide::tell(moment, id, &telling, by),
        _ => Err(Problem::NoPage),
    }
}
