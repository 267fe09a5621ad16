//! Links of wall displays: where each hangs, when it was last used, and the form that makes one.

use super::as_of;
use crate::ui::Ui;
use crate::words;
use crate::words::today as said;
use askama::Template;
use ingest::store::sqlite::Display;
use reports::words::Lang;
use scoring::context::Context;
use serde::Serialize;
use utoipa::ToSchema;

/// The links as people see them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Displays {
    /// The time of the data.
    pub as_of: String,
    /// The link that was just made; it is shown this once.
    pub made: Option<String>,
    /// The links, the newest first.
    pub rows: Vec<DisplayRow>,
}

/// A link of the list; its secret is kept nowhere.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DisplayRow {
    /// Its number.
    pub number: i64,
    /// Where the display hangs.
    pub name: String,
    /// When it was made, written.
    pub made: String,
    /// Who made it.
    pub made_by: String,
    /// When it was last used, written.
    pub seen: Option<String>,
    /// When it was taken back, written.
    pub revoked: Option<String>,
}

/// The links.
pub fn view(context: &Context<'_>, kept: &[Display], made: Option<String>, lang: Lang) -> Displays {
    let written = |at| lang.moment(&context.registry().zone, at, context.today().year());
    let row = |display: &Display| DisplayRow {
        number: display.number,
        name: display.name.clone(),
        made: written(display.made),
        made_by: display.made_by.clone(),
        seen: display.seen.map(written),
        revoked: display.revoked.map(written),
    };
    Displays { as_of: lang.as_of(&as_of(context, lang)), made, rows: kept.iter().map(row).collect() }
}

#[derive(Template)]
#[template(path = "displays.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Displays,
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Displays) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
