//! The letters that notices are told in: which there are, and one of them with its text, an example of it as it is sent, and
//! the names that it may use.

use crate::ui::Ui;
use crate::words;
use askama::Template;
use serde::Serialize;
use utoipa::ToSchema;

/// All letters.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct LetterList {
    /// The letters.
    pub rows: Vec<LetterRow>,
}

/// A letter of the list.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct LetterRow {
    /// Its name, which is part of its page's address.
    pub name: String,
    /// What its notices are called.
    pub title: String,
    /// By whom and when the Chinese text was changed; none: it is the built-in one.
    pub zh: Option<String>,
    /// The same of the English text.
    pub en: Option<String>,
}

/// A letter.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct LetterView {
    /// Its name.
    pub name: String,
    /// What its notices are called.
    pub title: String,
    /// The language of the text, `zh` or `en`.
    pub of: String,
    /// The text: the one in force, or the one that was sent with the form.
    pub text: String,
    /// By whom and when the text in force was changed; none: it is the built-in one.
    pub changed: Option<String>,
    /// What is wrong with a text that was sent: line and what.
    pub faults: Vec<(usize, String)>,
    /// What was done: `kept`, `reset`.
    pub done: Option<String>,
    /// An example of it, as it is sent; none where something is wrong with the text.
    pub example: Option<Example>,
    /// The names that the letter may use.
    pub names: Vec<NameRow>,
}

/// An example of a letter.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Example {
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The text message.
    pub brief: String,
}

/// A name that a letter may use.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct NameRow {
    /// How it is written.
    pub name: String,
    /// What stands in its place.
    pub what: String,
    /// An example.
    pub example: String,
}

#[derive(Template)]
#[template(path = "letters.html")]
struct List<'a> {
    ui: &'a Ui<'a>,
    view: &'a LetterList,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a LetterView,
}

impl Page<'_> {
    fn done(&self) -> Option<&'static str> {
        match self.view.done.as_deref()? {
            "kept" => Some(self.ui.say(words::LETTER_KEPT)),
            "reset" => Some(self.ui.say(words::LETTER_RESET)),
            _ => None,
        }
    }

    /// So many rows that the whole text is seen, and room for a few more.
    fn rows(&self) -> usize {
        self.view.text.lines().count().clamp(8, 40) + 3
    }
}

/// The page of all letters.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn list_html(ui: &Ui<'_>, view: &LetterList) -> Result<String, askama::Error> {
    List { ui, view }.render()
}

/// The page of a letter. Its form posts to `/letters/NAME`.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &LetterView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
