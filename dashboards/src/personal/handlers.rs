//! The page of a recipient's own desk, and what is done at it.

use super::evidence;
use super::scope::Scope;
use super::token::{self, Secret};
use super::view;
use crate::answer::{Problem, page};
use crate::app::App;
use crate::appeals::{Filing, Scope as Windows, file_appeal};
use crate::decide::notices::{Said, acknowledge};
use crate::decide::ratings::{Deed, deed};
use crate::decide::refused;
use crate::enter::{Entered, enter, enter_decided};
use crate::handlers::entered::Done;
use crate::handlers::photos::picture;
use crate::handlers::versions::all_newest;
use crate::links::{Links, Place};
use crate::orders::report_order_done;
use crate::pages::message::{self, Message, Missing};
use crate::session::Reader;
use crate::ui::Ui;
use crate::words;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::sync::Arc;

/// Whose link it is.
struct Holder {
    secret: Secret,
    token: String,
    recipient: String,
    scope: Scope,
}

/// Why a link is not followed.
enum Shut {
    /// It holds no more, or never did.
    Expired,
    /// Too many ask.
    TooOften,
    /// Something else is the matter.
    Problem(Problem),
}

impl<E: Into<Problem>> From<E> for Shut {
    fn from(problem: E) -> Shut {
        Shut::Problem(problem.into())
    }
}

async fn holder(app: &Arc<App>, token: &str) -> Result<Holder, Shut> {
    let secret = app.records(token::secret).await?;
    let found = token::read(&secret, token, (app.clock)());
    // Those that hold are counted each by itself, all others together: who guesses does not shut anybody out.
    let counted = found.clone().unwrap_or_default();
    if app.link_requests.check_key(&counted).is_err() {
        return Err(Shut::TooOften);
    }
    let recipient = found.ok_or(Shut::Expired)?;
    let asked = recipient.clone();
    let scope = app.live.ask(move |moment| Scope::of(moment.context.registry(), &asked)).await?;
    let scope = scope.ok_or(Shut::Expired)?;
    Ok(Holder { secret, token: token.to_owned(), recipient, scope })
}

/// What waits for the recipient of a link.
pub async fn show(
    reader: Reader,
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    let shown = load(&reader, &app, &token, &done).await;
    sealed(shown.unwrap_or_else(|shut| told(&reader, shut)))
}

async fn load(reader: &Reader, app: &Arc<App>, token: &str, done: &Done) -> Result<Response, Shut> {
    let Holder { secret, token, recipient, scope } = holder(app, token).await?;
    let (zone, now) =
        app.live.ask(|moment| (moment.context.registry().zone.clone(), moment.context.as_of)).await?;
    let asked = recipient.clone();
    let kept = app.records(move |records| view::read(records, &asked, now, &zone)).await?;
    let closed = match scope {
        Scope::Window(_) | Scope::Department(_) => all_newest(app).await?,
        Scope::Notices => Vec::new(),
    };
    // A form for each notice, one for all, and up to three for each rating; made here, since only this side may.
    let maker = app.clone();
    let lang = reader.lang;
    let made = app.live.ask(move |moment| {
        let nonce = || maker.nonce().unwrap_or_default();
        let view = view::view(moment, (&recipient, scope), (&kept, &closed), nonce, lang)?;
        Ok::<_, Problem>((moment.context.registry().name.clone(), view))
    });
    let (county, mut view) = made.await??;
    view.form_secret = token::form_secret(&secret, &token);
    view.done = crate::pages::rating::done_text(done.done(), lang);
    let here = Place::Personal(token);
    let links = Links::Served(&reader.base);
    let address = links.to(&here, &here, None, lang);
    let as_of = view.as_of.clone();
    let ui = ui(reader, here, &county, &as_of);
    let text = view::html(&ui, &view, &address).map_err(Problem::from)?;
    Ok(page(reader, StatusCode::OK, text))
}

/// A photo that is evidence of what the recipient works on.
pub async fn photo(
    reader: Reader,
    State(app): State<Arc<App>>,
    Path((token, id)): Path<(String, String)>,
) -> Response {
    let shown = load_photo(&app, &token, id).await;
    sealed(shown.unwrap_or_else(|shut| told(&reader, shut)))
}

async fn load_photo(app: &Arc<App>, token: &str, id: String) -> Result<Response, Shut> {
    let Holder { recipient, scope, .. } = holder(app, token).await?;
    let of = id.clone();
    let (photo, uses) =
        app.records(move |records| Ok((records.photo(&of)?, records.photo_uses(&of)?))).await?;
    // What is another's is not there, as far as this link goes.
    let missing = || Problem::Missing(Missing::Photo, id.clone());
    let photo = photo.filter(|photo| photo.erased.is_none()).ok_or_else(missing)?;
    if !app.live.ask(move |moment| evidence::may_see(moment, scope, &uses)).await?? {
        return Err(missing().into());
    }
    crate::seen::note_of(app, &recipient, "photo.seen", &id);
    Ok(picture(photo))
}

/// What a form that acknowledges notices brings.
#[derive(Deserialize)]
pub struct AcknowledgeForm {
    secret: String,
    nonce: String,
    /// The identities, as a JSON list.
    notices: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    asks_help: String,
}

/// Acknowledges notices to the recipient.
pub async fn acknowledge_them(
    reader: Reader,
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Form(form): Form<AcknowledgeForm>,
) -> Response {
    let done = do_acknowledge(&app, &token, form).await;
    sealed(done.map_or_else(|shut| told(&reader, shut), |done| back(&reader, &token, &done)))
}

async fn do_acknowledge(app: &Arc<App>, token: &str, form: AcknowledgeForm) -> Result<Entered, Shut> {
    let holder = acting(app, token, &form.secret).await?;
    let identities: Vec<String> =
        serde_json::from_str(&form.notices).map_err(|_| refused(words::FORM_EXPIRED))?;
    let by = holder.recipient;
    let said =
        Said { by: by.clone(), reason: form.reason, asks_help: !form.asks_help.is_empty(), entered_by: None };
    let events = app.records(move |records| Ok(acknowledge(records, &identities, &said))).await??;
    Ok(enter(app, &by, &form.nonce, events).await?)
}

/// What a form about a rating brings.
#[derive(Deserialize)]
pub struct DeedForm {
    secret: String,
    nonce: String,
    text: String,
}

/// Rectifies, answers or appeals against a rating of the recipient's windows.
pub async fn do_rating(
    reader: Reader,
    State(app): State<Arc<App>>,
    Path((token, id, what)): Path<(String, String, String)>,
    Form(form): Form<DeedForm>,
) -> Response {
    let done = do_deed(&app, &token, id, &what, form).await;
    sealed(done.map_or_else(|shut| told(&reader, shut), |done| back(&reader, &token, &done)))
}

async fn do_deed(
    app: &Arc<App>,
    token: &str,
    id: String,
    what: &str,
    form: DeedForm,
) -> Result<Entered, Shut> {
    let Holder { recipient, scope, .. } = acting(app, token, &form.secret).await?;
    let what = Deed::of_word(what).ok_or(Problem::NoPage)?;
    let text = form.text;
    let done = enter_decided(app, &recipient, &form.nonce, move |moment| {
        let look = scoring::ratings::look(&moment.context, &id);
        // What is another's is not there, as far as this link goes.
        let own = look.filter(|look| scope.has(moment.context.registry(), look.window));
        own.ok_or_else(|| Problem::Missing(Missing::Rating, id.clone()))?;
        deed(moment, &id, what, &text)
    });
    Ok(done.await?)
}

/// What a form of an appeal brings.
#[derive(Deserialize)]
pub struct AppealForm {
    secret: String,
    nonce: String,
    about: String,
    reason: String,
}

/// Appeals against a deduction of the recipient's windows.
pub async fn appeal(
    reader: Reader,
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Form(form): Form<AppealForm>,
) -> Response {
    let done = do_appeal(&app, &token, form).await;
    sealed(done.map_or_else(|shut| told(&reader, shut), |()| onward(&reader, &token, "new")))
}

async fn do_appeal(app: &Arc<App>, token: &str, form: AppealForm) -> Result<(), Shut> {
    let holder = acting(app, token, &form.secret).await?;
    let windows = windows(app, holder.scope).await?;
    let filing = Filing { about: form.about, reason: form.reason };
    file_appeal(app, &holder.recipient, &form.nonce, filing, windows).await?;
    Ok(())
}

/// What a form of a report brings.
#[derive(Deserialize)]
pub struct ReportForm {
    secret: String,
    nonce: String,
    evidence: String,
}

/// Reports an order to one of the recipient's windows as done.
pub async fn report_order(
    reader: Reader,
    State(app): State<Arc<App>>,
    Path((token, id)): Path<(String, String)>,
    Form(form): Form<ReportForm>,
) -> Response {
    let done = do_report(&app, &token, &id, form).await;
    sealed(done.map_or_else(|shut| told(&reader, shut), |()| onward(&reader, &token, "new")))
}

async fn do_report(app: &Arc<App>, token: &str, id: &str, form: ReportForm) -> Result<(), Shut> {
    let holder = acting(app, token, &form.secret).await?;
    let windows = windows(app, holder.scope).await?;
    report_order_done(app, &holder.recipient, &form.nonce, id, &form.evidence, windows).await?;
    Ok(())
}

async fn windows(app: &Arc<App>, scope: Scope) -> Result<Windows, Shut> {
    Ok(app.live.ask(move |moment| scope.windows(&moment.context)).await?)
}

/// Whose link it is, where the form is one of its page.
async fn acting(app: &Arc<App>, token: &str, brought: &str) -> Result<Holder, Shut> {
    let holder = holder(app, token).await?;
    if !token::is_form_secret(&holder.secret, &holder.token, brought) {
        return Err(Shut::Problem(refused(words::FORM_EXPIRED)));
    }
    Ok(holder)
}

fn back(reader: &Reader, token: &str, entered: &Entered) -> Response {
    onward(reader, token, if entered.is_new { "new" } else { "before" })
}

fn onward(reader: &Reader, token: &str, done: &str) -> Response {
    reader.to(&format!("/to/{}?done={done}", crate::links::segment(token))).into_response()
}

/// Why a link is not followed, as a page.
fn told(reader: &Reader, shut: Shut) -> Response {
    let lang = reader.lang;
    let message = match shut {
        Shut::Expired => Message {
            status: 403,
            title: lang.say(words::LINK_TITLE).to_owned(),
            what: lang.say(words::LINK_EXPIRED).to_owned(),
            mend: String::new(),
        },
        Shut::TooOften => Message {
            status: 429,
            title: lang.say(words::TOO_OFTEN).to_owned(),
            what: String::new(),
            mend: String::new(),
        },
        Shut::Problem(problem) => {
            // The address holds the token, which is nobody's to read in a log.
            let outside = Reader { path: "/to".to_owned(), ..reader.clone() };
            return crate::answer::told(&outside, None, &problem);
        }
    };
    let ui = ui(reader, Place::Login, "", "");
    let status = StatusCode::from_u16(message.status).unwrap_or(StatusCode::FORBIDDEN);
    match message::html(&ui, &message) {
        Ok(text) => page(reader, status, text),
        Err(_) => status.into_response(),
    }
}

fn ui<'a>(reader: &'a Reader, here: Place, county: &'a str, as_of: &'a str) -> Ui<'a> {
    Ui {
        lang: reader.lang,
        county,
        links: Links::Served(&reader.base),
        here,
        query: "",
        month: None,
        months: &[],
        as_of,
        user: None,
        csrf: "",
        role: None,
        version: None,
    }
}

/// Keeps the address of the page to who has it: no search engine lists it, no link hands it on, nothing keeps it.
fn sealed(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL.as_str(), "no-store"),
        (header::REFERRER_POLICY.as_str(), "no-referrer"),
        ("x-robots-tag", "noindex, nofollow"),
    ] {
        if let Ok(name) = header::HeaderName::from_bytes(name.as_bytes()) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    response
}
