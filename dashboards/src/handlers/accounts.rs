//! The accounts: listed, made, changed, shut and opened, by administrators.

use super::answered;
use super::login::is_own_form;
use crate::accounts::{self, Deed, Link, Refusal, Wanted};
use crate::answer::{Frame, Problem, listed, shown};
use crate::app::App;
use crate::links::{Place, segment};
use crate::pages::accounts::{self as pages, AccountView, Accounts};
use crate::pages::message::Missing;
use crate::pages::paging::PageAsked;
use crate::session::Visitor;
use crate::words::accounts as said;
use axum::Json;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Response};
use ingest::store::StoreError;
use ingest::store::sqlite::{Account, KeptSession, Records, Role};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::Store(error) => error.into(),
            Refusal::NoSuch => Problem::Missing(Missing::Account, String::new()),
            Refusal::Because(_) | Refusal::Password(_) | Refusal::NoLink => Problem::Refused(refusal.told()),
        }
    }
}

/// The fields of a form, some of them several times.
pub type Fields = Vec<(String, String)>;

fn field<'f>(fields: &'f Fields, name: &str) -> &'f str {
    let found = fields.iter().find(|(field, _)| field == name);
    found.map_or("", |(_, value)| value.trim())
}

/// What a form wants an account to be. What is chosen for another role than the one that is named is left out.
fn wanted(fields: &Fields) -> Result<Wanted, Refusal> {
    let role = Role::of_word(field(fields, "role")).ok_or(Refusal::Because(said::ROLE_WRONG))?;
    let kind = match role {
        Role::DepartmentHead => "department:",
        Role::WindowLead => "window:",
        Role::Operator => "site:",
        Role::Administrator | Role::Analyst | Role::Inspector | Role::CountyLeader | Role::Auditor => "-",
    };
    let scope = fields.iter().filter(|(name, value)| name == "scope" && value.starts_with(kind));
    let mut scope: Vec<String> = scope.map(|(_, value)| value.clone()).collect();
    scope.sort_unstable();
    scope.dedup();
    Ok(Wanted { person: field(fields, "person").to_owned(), role, scope })
}

fn deed(app: &App, visitor: &Visitor) -> Deed {
    Deed { by: visitor.name.clone(), at: (app.clock)() }
}

/// Does something with the records that may be refused.
async fn act<T: Send + 'static>(
    app: &Arc<App>,
    act: impl FnOnce(&Records) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Problem> {
    Ok(app.records(move |records| Ok::<_, StoreError>(act(records))).await??)
}

/// The accounts.
pub async fn list(visitor: Visitor, State(app): State<Arc<App>>) -> Response {
    let made = load_list(&visitor, &app).await;
    answered(
        &visitor,
        made.map(|(frame, view)| listed(&visitor, &frame, Place::Accounts, &view, pages::html)),
    )
}

async fn load_list(visitor: &Visitor, app: &Arc<App>) -> Result<(Frame, Accounts), Problem> {
    let reader = visitor.reader.clone();
    let page = PageAsked::of(&reader, pages::ROWS_OF_A_PAGE);
    let accounts = app.records(Records::accounts).await?;
    let made = app.live.ask(move |moment| {
        let view = pages::view(moment.context.registry(), &accounts, page, reader.lang);
        (Frame::of(moment, None, &reader), view)
    });
    Ok(made.await?)
}

/// Whether an account was saved just now.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = AccountsSaved)]
#[serde(default)]
pub struct Saved {
    saved: Option<String>,
}

/// An account.
pub async fn one(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    Query(saved): Query<Saved>,
) -> Response {
    let here = Place::Account(name.clone());
    let made = load_one(&visitor, &app, name, saved.saved.is_some()).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, pages::one_html)))
}

async fn load_one(
    visitor: &Visitor,
    app: &Arc<App>,
    name: String,
    is_saved: bool,
) -> Result<(Frame, AccountView), Problem> {
    let (account, sessions) = account_of(app, &name).await?;
    let issuer = app.sign_on.as_ref().map(|sign_on| sign_on.settings.issuer.clone());
    let reader = visitor.reader.clone();
    let made = app.live.ask(move |moment| {
        let registry = moment.context.registry();
        let view = AccountView { issuer, ..pages::one(registry, &account, &sessions, is_saved, reader.lang) };
        (Frame::of(moment, None, &reader), view)
    });
    Ok(made.await?)
}

/// An account with its sessions.
pub(super) async fn account_of(app: &Arc<App>, name: &str) -> Result<(Account, Vec<KeptSession>), Problem> {
    let (asked, now) = (name.to_owned(), (app.clock)());
    let found = app.records(move |records| {
        let sessions = records.sessions_of(&asked, now)?;
        Ok(records.account(&asked)?.map(|account| (account, sessions)))
    });
    found.await?.ok_or_else(|| Problem::Missing(Missing::Account, name.to_owned()))
}

async fn checked(app: &Arc<App>, wanted: Wanted) -> Result<Wanted, Problem> {
    let checked = app.live.ask(move |moment| wanted.check(moment.context.registry()).map(|()| wanted));
    Ok(checked.await??)
}

/// Makes an account, and the link by which its owner sets the password.
pub async fn make(visitor: Visitor, State(app): State<Arc<App>>, Form(fields): Form<Fields>) -> Response {
    answered(&visitor, do_make(&visitor, &app, fields).await)
}

async fn do_make(visitor: &Visitor, app: &Arc<App>, fields: Fields) -> Result<Response, Problem> {
    is_own_form(visitor, field(&fields, "csrf"))?;
    let (name, wanted) = (field(&fields, "name").to_owned(), checked(app, wanted(&fields)?).await?);
    let (deed, account) = (deed(app, visitor), name.clone());
    let link = act(app, move |records| {
        accounts::make(records, &account, &wanted, &deed)?;
        accounts::invite(records, Some(&account), &deed)
    });
    let link = link.await?;
    invited(visitor, app, &name, link).await
}

/// Shows a link, once.
async fn invited(visitor: &Visitor, app: &Arc<App>, name: &str, link: Link) -> Result<Response, Problem> {
    let reader = visitor.reader.clone();
    let made = app
        .live
        .ask(move |moment| (Frame::of(moment, None, &reader), moment.context.registry().zone.clone()));
    let (frame, zone) = made.await?;
    let address = format!("{}{}", app.public_address.as_deref().unwrap_or_default(), app.base);
    let view = pages::invited(name, &address, &link, &zone, visitor.reader.lang);
    let here = Place::Account(name.to_owned());
    Ok(shown(visitor, &frame, here, &view, pages::invited_html))
}

/// Gives an account another role, scope or person's name.
pub async fn change(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    Form(fields): Form<Fields>,
) -> Response {
    answered(&visitor, do_change(&visitor, &app, name, fields).await)
}

async fn do_change(
    visitor: &Visitor,
    app: &Arc<App>,
    name: String,
    fields: Fields,
) -> Result<Response, Problem> {
    is_own_form(visitor, field(&fields, "csrf"))?;
    account_of(app, &name).await?;
    let wanted = checked(app, wanted(&fields)?).await?;
    let (deed, account) = (deed(app, visitor), name.clone());
    act(app, move |records| accounts::change(records, &account, &wanted, &deed)).await?;
    Ok(saved(visitor, &name))
}

fn saved(visitor: &Visitor, name: &str) -> Response {
    if visitor.reader.is_api() {
        return Json(crate::api::replies::AccountReply { account: name.to_owned() }).into_response();
    }
    visitor.reader.to(&format!("/accounts/{}?saved=1", segment(name))).into_response()
}

/// Shuts an account, opens it again, ends its sessions, binds it to a person from outside or to nobody, or makes a link to set its password.
pub async fn act_on(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path((name, what)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Response {
    answered(&visitor, do_act(&visitor, &app, name, &what, fields).await)
}

async fn do_act(
    visitor: &Visitor,
    app: &Arc<App>,
    name: String,
    what: &str,
    fields: Fields,
) -> Result<Response, Problem> {
    is_own_form(visitor, field(&fields, "csrf"))?;
    account_of(app, &name).await?;
    let (deed, account) = (deed(app, visitor), name.clone());
    match what {
        "shut" => act(app, move |records| accounts::shut(records, &account, &deed)).await?,
        "open" => act(app, move |records| accounts::open(records, &account, &deed)).await?,
        "end-sessions" => {
            act(app, move |records| accounts::end_sessions(records, &account, None, &deed)).await?;
        }
        "bind" => {
            let [issuer, subject] = ["issuer", "subject"].map(|name| field(&fields, name).to_owned());
            act(app, move |records| accounts::bind(records, &account, &issuer, &subject, &deed)).await?;
        }
        "unbind" => act(app, move |records| accounts::unbind(records, &account, &deed)).await?,
        "invite" => {
            let link = act(app, move |records| accounts::invite(records, Some(&account), &deed)).await?;
            return invited(visitor, app, &name, link).await;
        }
        _ => return Err(Problem::NoPage),
    }
    Ok(saved(visitor, &name))
}
