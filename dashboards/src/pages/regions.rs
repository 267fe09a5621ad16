//! The regions of a service that has several: where it leads from its first address.

use crate::ui::Ui;
use crate::words;
use askama::Template;
use serde::Serialize;
use utoipa::ToSchema;

/// The regions, by code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Regions {
    /// Each region.
    pub regions: Vec<Region>,
    /// Whether something else was asked for, which is not there.
    #[serde(skip)]
    pub is_instead: bool,
}

/// A region of the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Region {
    /// Its GB/T 2260 code; its pages and its API are below it.
    pub code: String,
    /// Its name.
    pub name: String,
}

#[derive(Template)]
#[template(path = "regions.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Regions,
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Regions) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
