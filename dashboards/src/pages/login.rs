//! The login.

use crate::ui::Ui;
use crate::words;
use askama::Template;
use serde::Serialize;
use utoipa::ToSchema;

/// What the login shows.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Login {
    /// The name that was given, after a failure.
    pub name: String,
    /// Where to go afterwards: a path of this service that begins with one `/`. The caller checks it again.
    pub then: String,
    /// Why the last attempt failed.
    pub failure: Option<LoginFailure>,
    /// What signs people on from outside, if anything does.
    pub sign_on: Option<String>,
    /// Whether nobody logs in with a password.
    pub is_without_password: bool,
}

/// Why a login failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LoginFailure {
    /// Name or password are wrong; which of them is not told.
    Wrong,
    /// Too many attempts; the minutes to wait.
    TooOften(u32),
    /// The session is over, or was opened from elsewhere.
    Expired,
}

#[derive(Template)]
#[template(path = "login.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Login,
}

impl Page<'_> {
    /// Where people sign on from outside.
    fn to_sign_on(&self) -> String {
        self.ui.at(&format!("/sign-on?then={}", crate::links::segment(&self.view.then)))
    }

    fn sign_on_by(&self, name: &str) -> String {
        words::doors::sign_on_by(self.ui.lang, name)
    }

    fn failure(&self) -> Option<String> {
        let lang = self.ui.lang;
        self.view.failure.map(|failure| match failure {
            LoginFailure::Wrong => lang.say(words::LOGIN_WRONG).to_owned(),
            LoginFailure::TooOften(minutes) => words::login_too_often(lang, minutes),
            LoginFailure::Expired => lang.say(words::LOGIN_EXPIRED).to_owned(),
        })
    }
}

/// The page. Its form posts to `/login` with the fields `csrf`, `then`, `name` and `password`.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Login) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
