//! The accounts: the list with the form that makes one, one with what can be done with it, one's own, and the page of a link that
//! sets a password.

use super::Named;
use super::filter::Choice;
use super::paging::{PageAsked, Paging};
use crate::accounts::{Link, is_scoped};
use crate::rights::{Holding, Right};
use crate::taken::{self, Tabled};
use crate::ui::Ui;
use crate::words::{self, accounts as said};
use askama::Template;
use ingest::store::sqlite::{Account, KeptSession, Role};
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word};
use scoring::registry::Registry;
use scoring::time::{Instant, Zone};
use serde::Serialize;
use utoipa::ToSchema;

/// So many rows make a page of the list.
pub const ROWS_OF_A_PAGE: usize = 200;

/// The accounts.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Accounts {
    /// The accounts by name, those that are open first.
    pub rows: Vec<AccountRow>,
    /// How many are open.
    pub open: usize,
    /// Which page this is.
    pub paging: Paging,
    /// What a new one can be.
    pub choices: Choices,
}

/// An account of the list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccountRow {
    /// The name at the login.
    pub name: String,
    /// The person's own name.
    pub person: String,
    /// The role's word.
    pub role: String,
    /// What the role is called.
    pub role_name: String,
    /// What it answers for, by the registry's names.
    pub scope: Vec<Named>,
    /// Whether its role answers for something of its own.
    pub is_scoped: bool,
    /// When somebody last logged in, written.
    pub last_login: Option<String>,
    /// `open`, `invited` (nobody set a password yet) or `shut`.
    pub state: &'static str,
    /// The same as it is spoken of.
    pub state_name: String,
}

/// What an account can be.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = AccountsChoices)]
pub struct Choices {
    /// Roles.
    pub roles: Vec<Choice>,
    /// Departments.
    pub departments: Vec<Choice>,
    /// Windows.
    pub windows: Vec<Choice>,
    /// Sites.
    pub sites: Vec<Choice>,
}

/// An account with what can be done with it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccountView {
    /// What the list says of it.
    #[serde(flatten)]
    pub row: AccountRow,
    /// What it can become.
    pub choices: Choices,
    /// Its sessions.
    pub sessions: Vec<SessionRow>,
    /// Whether it was saved just now.
    pub is_saved: bool,
    /// The person from outside whom it is bound to; null where to none.
    pub outside: Option<Outside>,
    /// The issuer that people sign on by, where there is one.
    pub issuer: Option<String>,
}

/// A person whom an issuer vouches for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Outside {
    /// The issuer's address.
    pub issuer: String,
    /// What it calls the person.
    pub subject: String,
}

/// A session.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SessionRow {
    /// By what the form names it; nothing that anybody could log in with.
    pub key: String,
    /// When it began, written.
    pub begun: String,
    /// When it was last used, written.
    pub seen: String,
    /// The address that logged in; `—` where it is not known.
    pub place: String,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// One's own account.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwnAccount {
    /// What the list says of it.
    #[serde(flatten)]
    pub row: AccountRow,
    /// Whether the password must be changed before anything else.
    pub must_change: bool,
    /// Its sessions.
    pub sessions: Vec<SessionRow>,
    /// Whether the password was changed just now.
    pub is_changed: bool,
}

/// A link that was just made; it is shown once.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct InvitedView {
    /// The account.
    pub account: String,
    /// The whole address.
    pub link: String,
    /// Until when it holds, written.
    pub until: String,
}

/// The page of a link.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct SetUp {
    /// The link's path.
    pub path: String,
    /// The account; none: the first administrator chooses.
    pub account: Option<String>,
    /// The name that was chosen, after a failure.
    pub name: String,
    /// Why it did not work.
    pub failure: Option<String>,
}

/// The list. `registry` names what accounts answer for.
pub fn view(registry: &Registry, accounts: &[Account], page: PageAsked, lang: Lang) -> Accounts {
    let mut rows: Vec<AccountRow> = accounts.iter().map(|of| row(registry, of, lang)).collect();
    rows.sort_by(|a, b| (a.state == "shut", &a.name).cmp(&(b.state == "shut", &b.name)));
    let open = rows.iter().filter(|row| row.state != "shut").count();
    let (rows, paging) = page.cut(rows);
    Accounts { open, paging, rows, choices: choices(registry, None, lang) }
}

impl Tabled for Accounts {
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        let scope = |row: &AccountRow| match row.is_scoped {
            true => row
                .scope
                .iter()
                .map(|of| format!("{} {}", of.id, of.name))
                .collect::<Vec<_>>()
                .join(say(words::SEMICOLON)),
            false => say(said::WHOLE_COUNTY).to_owned(),
        };
        taken::table(
            (say(said::TITLE), lang),
            &[],
            &self.rows,
            &[
                (say(said::NAME), 16, &|row: &AccountRow| Cell::text(&row.name)),
                (say(said::PERSON), 14, &|row| Cell::text(&row.person)),
                (say(said::ROLE), 14, &|row| Cell::text(&row.role_name)),
                (say(said::SCOPE), 30, &|row| Cell::text(scope(row))),
                (say(said::LAST_LOGIN), 18, &|row| Cell::text_if_any(row.last_login.as_deref())),
                (say(said::STATE), 12, &|row| Cell::text(&row.state_name)),
            ],
        )
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
    }
}

fn row(registry: &Registry, account: &Account, lang: Lang) -> AccountRow {
    let (state, state_name) =
        match (account.disabled, account.password.is_empty() && account.outside.is_none()) {
            (Some(_), _) => ("shut", said::SHUT),
            (None, true) => ("invited", said::INVITED),
            (None, false) => ("open", said::OPEN),
        };
    AccountRow {
        name: account.name.clone(),
        person: account.person.clone(),
        role: account.role.word().to_owned(),
        role_name: lang.say(said::role(account.role)).to_owned(),
        scope: account.scope.iter().map(|word| held(registry, word)).collect(),
        is_scoped: is_scoped(account.role),
        last_login: account.last_login.map(|at| lang.moment(&registry.zone, at, 0)),
        state,
        state_name: lang.say(state_name).to_owned(),
    }
}

/// What a word of a scope stands for; without a name where the registry has no such thing any more.
fn held(registry: &Registry, word: &str) -> Named {
    let index = &registry.index;
    let known = match Holding::parse(word) {
        Some(Holding::Department(id)) => {
            index.departments.get(&id).map(|&of| Named::department(registry, of))
        }
        Some(Holding::Window(id)) => index.windows.get(&id).map(|&of| Named::window(registry, of)),
        Some(Holding::Site(id)) => index.sites.get(&id).map(|&of| Named::site(registry, of)),
        None => None,
    };
    known.unwrap_or_else(|| Named { id: word.to_owned(), name: String::new() })
}

fn choices(registry: &Registry, account: Option<&Account>, lang: Lang) -> Choices {
    let has = |word: &str| account.is_some_and(|account| account.scope.iter().any(|held| held == word));
    let of = |kind: &str, id: &str, name: &str| {
        let value = format!("{kind}:{id}");
        Choice { is_chosen: has(&value), title: format!("{id} {name}"), value }
    };
    let role = |role: Role| Choice {
        value: role.word().to_owned(),
        title: lang.say(said::role(role)).to_owned(),
        is_chosen: account.map_or(role == Role::DepartmentHead, |account| account.role == role),
    };
    Choices {
        roles: Role::ALL.map(role).into(),
        departments: registry.departments.iter().map(|it| of("department", &it.id, &it.name)).collect(),
        windows: registry.windows.iter().map(|it| of("window", &it.id, &it.name)).collect(),
        sites: registry.sites.iter().map(|it| of("site", &it.id, &it.name)).collect(),
    }
}

/// An account with its sessions.
pub fn one(
    registry: &Registry,
    account: &Account,
    sessions: &[KeptSession],
    is_saved: bool,
    lang: Lang,
) -> AccountView {
    AccountView {
        row: row(registry, account, lang),
        choices: choices(registry, Some(account), lang),
        sessions: session_rows(&registry.zone, sessions, None, lang),
        is_saved,
        outside: account.outside.clone().map(|(issuer, subject)| Outside { issuer, subject }),
        issuer: None,
    }
}

/// One's own account with its sessions; `key` names the one that asks.
pub fn own(
    registry: &Registry,
    account: &Account,
    (sessions, key): (&[KeptSession], &[u8; 32]),
    is_changed: bool,
    lang: Lang,
) -> OwnAccount {
    OwnAccount {
        row: row(registry, account, lang),
        must_change: account.must_change,
        sessions: session_rows(&registry.zone, sessions, Some(key), lang),
        is_changed,
    }
}

fn session_rows(zone: &Zone, kept: &[KeptSession], own: Option<&[u8; 32]>, lang: Lang) -> Vec<SessionRow> {
    let written = |at: Instant| lang.moment(zone, at, 0);
    let row = |kept: &KeptSession| SessionRow {
        key: ingest::store::digest::hex(&kept.key),
        begun: written(kept.begun),
        seen: written(kept.seen),
        place: if kept.place.is_empty() { "—".to_owned() } else { kept.place.clone() },
        is_this: own == Some(&kept.key),
    };
    kept.iter().map(row).collect()
}

/// A link as it is shown once. `address` is where people reach the service.
pub fn invited(account: &str, address: &str, link: &Link, zone: &Zone, lang: Lang) -> InvitedView {
    InvitedView {
        account: account.to_owned(),
        link: format!("{address}{}", link.path),
        until: lang.moment(zone, link.expires, 0),
    }
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct ListPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a Accounts,
}

impl ListPage<'_> {
    fn to(&self, row: &AccountRow) -> String {
        self.ui.to(&crate::links::Place::Account(row.name.clone()))
    }
}

/// The page of the list.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Accounts) -> Result<String, askama::Error> {
    ListPage { ui, view }.render()
}

#[derive(Template)]
#[template(path = "account.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a AccountView,
    here: String,
}

impl Page<'_> {
    fn audit(&self) -> String {
        self.ui.at(&format!("/audit?who={}", crate::links::segment(&self.view.row.name)))
    }
}

/// The page of one.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn one_html(ui: &Ui<'_>, view: &AccountView) -> Result<String, askama::Error> {
    let here = ui.to(&crate::links::Place::Account(view.row.name.clone()));
    Page { ui, view, here }.render()
}

#[derive(Template)]
#[template(path = "account_own.html")]
struct OwnPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a OwnAccount,
}

/// The page of one's own.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn own_html(ui: &Ui<'_>, view: &OwnAccount) -> Result<String, askama::Error> {
    OwnPage { ui, view }.render()
}

#[derive(Template)]
#[template(path = "account_invited.html")]
struct InvitedPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a InvitedView,
}

/// The page that shows a link once.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn invited_html(ui: &Ui<'_>, view: &InvitedView) -> Result<String, askama::Error> {
    InvitedPage { ui, view }.render()
}

#[derive(Template)]
#[template(path = "set_up.html")]
struct SetUpPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a SetUp,
}

/// The page of a link. Its form posts to the link itself.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn set_up_html(ui: &Ui<'_>, view: &SetUp) -> Result<String, askama::Error> {
    SetUpPage { ui, view }.render()
}
