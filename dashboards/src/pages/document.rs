//! A document on the screen: the same that is taken as a file, within the frame of the pages, with its formats above.

use crate::links::{Place, segment};
use crate::ui::Ui;
use crate::words::{self, documents as said};
use askama::Template;
use reports::render::file::Format;
use serde::Serialize;
use utoipa::ToSchema;

/// A document.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct DocumentView {
    /// The word of its kind: `bulletin`.
    pub kind: String,
    /// What its kind is called.
    pub kind_name: String,
    /// Its title.
    pub title: String,
    /// The month that it was asked for of.
    pub month: String,
    /// Whose it is, by id; none: the region's.
    pub subject: Option<String>,
    /// The version that was asked for; none: the newest.
    #[serde(skip)]
    pub asked_version: Option<u32>,
    /// The version of the month that it is made of; none of a draft.
    pub version: Option<u32>,
    /// Its code.
    pub code: Option<String>,
    /// The document as HTML: an `article` without script and style.
    pub html: String,
}

#[derive(Template)]
#[template(path = "document.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a DocumentView,
}

impl Page<'_> {
    /// Where it is in each format, with the format's name.
    fn formats(&self) -> [(String, String); 5] {
        let DocumentView { kind, month, subject, asked_version, .. } = self.view;
        let subject = subject.as_ref().map_or(String::new(), |of| format!("&subject={}", segment(of)));
        let version = asked_version.map_or(String::new(), |version| format!("&version={version}"));
        Format::ALL.map(|format| {
            let word = format.word();
            let address = format!("/months/{month}/reports/{kind}?format={word}{subject}{version}");
            (self.ui.at(&address), word.to_uppercase())
        })
    }

    fn state(&self) -> String {
        match self.view.version {
            Some(version) => words::version(self.ui.lang, version),
            None => self.ui.say(said::IS_DRAFT).to_owned(),
        }
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &DocumentView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
