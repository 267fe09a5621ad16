//! The page for everybody, and the form by which an administrator switches it on.

use super::filter::Choice;
use crate::public::{PublicMonth, PublicSetting, PublicWindow, written};
use crate::ui::Ui;
use crate::words::{self, public as said};
use askama::Template;
use reports::words::{Lang, labels};
use serde::Serialize;
use utoipa::ToSchema;

/// A published month for everybody, with the others to choose from.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicView {
    /// The months.
    pub months: Vec<Choice>,
    /// The one that is shown; none while nothing is published.
    pub shown: Option<PublicMonth>,
    /// What is shown of it.
    pub setting: PublicSetting,
}

#[derive(Template)]
#[template(path = "public.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a PublicView,
}

impl Page<'_> {
    fn month_name(&self, month: &PublicMonth) -> String {
        scoring::time::Month::parse(&month.month).map_or_else(String::new, |of| self.ui.lang.month(of))
    }

    fn figure(&self, rate: &str, figure: &Option<String>) -> String {
        written(self.ui.lang, rate, figure.as_deref())
    }

    fn lang_rate<'r>(&self, rate: &'r str) -> &'r str {
        self.ui.lang.rate(rate)
    }

    fn total(&self, window: &PublicWindow) -> String {
        window.total.map_or_else(|| "—".to_owned(), |total| format!("{total:.1}"))
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &PublicView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

/// The form of the setting.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SettingView {
    /// The setting.
    pub setting: PublicSetting,
    /// When it was set last and by whom, written.
    pub changed: Option<String>,
    /// The months that would be shown, newest first.
    pub months: Vec<String>,
}

/// The months that would be shown, as they are spoken of.
pub fn months(sheets: &[ingest::store::sqlite::KeptSheet], lang: Lang) -> Vec<String> {
    sheets
        .iter()
        .map(|sheet| format!("{} {}", lang.month(sheet.month), words::version(lang, sheet.version)))
        .collect()
}

#[derive(Template)]
#[template(path = "public_setting.html")]
struct SettingPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a SettingView,
}

/// The page of the form. It posts to `/settings/public-page`.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn setting_html(ui: &Ui<'_>, view: &SettingView) -> Result<String, askama::Error> {
    SettingPage { ui, view }.render()
}
