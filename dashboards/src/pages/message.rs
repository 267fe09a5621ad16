//! Pages that say why there is nothing else to show: what is missing, since when, and what to do.

use crate::ui::Ui;
use crate::words;
use askama::Template;
use reports::words::Lang;
use serde::Serialize;

/// Why there is nothing else to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason<'a> {
    /// 404: there is no such page.
    NoPage,
    /// 404: no window, staff member, case or event has this id; what it was taken for.
    NoSuch(Missing, &'a str),
    /// 403: the user may not see or do this.
    Forbidden,
    /// 500: something broke; what the log names it by.
    Broken(&'a str),
    /// 503: events are still being read; how many so far.
    Loading(u64),
    /// 200: nothing was ever received.
    NoData,
    /// 200: the month has no events; its name, and the newest month that has some.
    EmptyMonth(&'a str, Option<&'a str>),
}

/// What was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A window.
    Window,
    /// A staff member.
    Staff,
    /// A department.
    Department,
    /// A site.
    Site,
    /// A case.
    Case,
    /// A rating.
    Rating,
    /// A complaint.
    Complaint,
    /// An event.
    Event,
    /// A month.
    Month,
    /// A version of a closed month.
    Version,
    /// An appeal.
    Appeal,
    /// A rectification order.
    Order,
    /// The link of a wall display.
    Display,
    /// A recorded finding or merit.
    Finding,
    /// A photo.
    Photo,
    /// An account.
    Account,
}

/// A message as people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Message {
    /// The status of the answer.
    pub status: u16,
    /// What is the matter.
    pub title: String,
    /// What is missing and since when, where that is known.
    pub what: String,
    /// What to do.
    pub mend: String,
}

/// What to say for a reason.
pub fn view(reason: &Reason<'_>, lang: Lang) -> Message {
    let (status, [title, what, mend]) = match reason {
        Reason::NoPage => (404, words::no_page(lang)),
        Reason::NoSuch(missing, id) => {
            let missing = lang.say(match missing {
                Missing::Window => words::MISSING_WINDOW,
                Missing::Staff => words::MISSING_STAFF,
                Missing::Department => words::subjects::MISSING_DEPARTMENT,
                Missing::Site => words::subjects::MISSING_SITE,
                Missing::Case => words::MISSING_CASE,
                Missing::Rating => words::RATING_IN_SENTENCE,
                Missing::Complaint => words::COMPLAINT_IN_SENTENCE,
                Missing::Event => words::MISSING_EVENT,
                Missing::Month => words::MISSING_MONTH,
                Missing::Version => words::MISSING_VERSION,
                Missing::Appeal => words::SUBJECT_APPEAL,
                Missing::Order => words::SUBJECT_ORDER,
                Missing::Display => words::today::DISPLAY_LINK,
                Missing::Finding => words::entering::ONE_IN_SENTENCE,
                Missing::Photo => words::entering::PHOTO_IN_SENTENCE,
                Missing::Account => words::accounts::ONE,
            });
            (404, words::no_such(lang, missing, id))
        }
        Reason::Forbidden => (403, words::forbidden(lang)),
        Reason::Broken(name) => (500, words::broken(lang, name)),
        Reason::Loading(events) => (503, words::loading(lang, &crate::figures::grouped(events))),
        Reason::NoData => (200, words::no_data(lang)),
        Reason::EmptyMonth(month, newest) => (200, words::empty_month(lang, month, *newest)),
    };
    Message { status, title, what, mend }
}

#[derive(Template)]
#[template(path = "message.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Message,
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Message) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
