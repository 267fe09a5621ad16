//! What is asked before a month is closed: what will stand then, and that it is meant.

use super::checklist::{CheckLine, CheckList};
use crate::figures::grouped;
use crate::links::Place;
use crate::months::closes_from;
use crate::ui::Ui;
use crate::words::{self, monthly as said};
use askama::Template;
use ingest::store::sqlite::PublicNotice;
use reports::words::Lang;
use scoring::context::Context;
use scoring::month::MonthResult;
use scoring::ranking::Flag;
use serde::Serialize;
use utoipa::ToSchema;

/// A month before it is closed.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Closing {
    /// The month, `2026-08`.
    pub month: String,
    /// The month as it is spoken of.
    pub name: String,
    /// The time of the data, written.
    pub as_of: String,
    /// Whether its results were not put up for objections yet, and can be.
    pub may_put_up: bool,
    /// What will be frozen, as label and text.
    pub facts: Vec<(String, String)>,
    /// What is to be looked at before.
    pub check_list: CheckList,
}

/// What will be frozen of a month. `events` is how many the store has.
/// `notice` is its public notice, if there is one.
pub fn view(
    context: &Context<'_>,
    result: &MonthResult,
    events: u64,
    notice: Option<&PublicNotice>,
    lang: Lang,
) -> Closing {
    let registry = context.registry();
    let flagged = |flag: Flag| -> String {
        let windows = result.windows.iter().filter(|standing| standing.flag == Some(flag));
        let named: Vec<String> = windows
            .map(|standing| {
                let window = &registry.windows[usize::from(standing.window)];
                format!("{} {}", window.id, window.name)
            })
            .collect();
        if named.is_empty() { "—".to_owned() } else { lang.list(&named) }
    };
    let ranked = |count: usize| grouped(&(count as u64));
    let windows = result.windows.iter().filter(|standing| standing.rank.is_some()).count();
    let staff = result.staff.iter().filter(|standing| standing.rank.is_some()).count();
    let put_up = notice.map(|notice| {
        let date = |date| lang.date(date, result.month.year());
        words::public_notice(lang, &date(registry.zone.date(notice.published)), &date(notice.until))
    });
    let facts = [
        (words::WINDOWS_RANKED, ranked(windows)),
        (words::STAFF_RANKED, ranked(staff)),
        (words::RED_FLAG, flagged(Flag::Red)),
        (words::YELLOW_FLAG, flagged(Flag::Yellow)),
        (words::EVENTS_SEEN, grouped(&events)),
        (words::PUT_UP, put_up.unwrap_or_else(|| "—".to_owned())),
    ];
    Closing {
        month: result.month.to_string(),
        name: lang.month(result.month),
        may_put_up: notice.is_none() && context.today() >= closes_from(context, result.month),
        as_of: lang.as_of(&super::as_of(context, lang)),
        facts: facts.map(|(label, text)| (lang.say(label).to_owned(), text)).into(),
        check_list: CheckList::default(),
    }
}

#[derive(Template)]
#[template(path = "closing.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Closing,
}

impl Page<'_> {
    fn open(&self) -> impl Iterator<Item = &CheckLine> {
        self.view.check_list.lines.iter().filter(|line| !line.is_settled)
    }

    fn is_blocked(&self) -> bool {
        self.view.check_list.blocking > 0
    }

    fn button(&self) -> String {
        words::close_this(self.ui.lang, &self.view.name)
    }
}

/// The page. Its form posts to `/months/MONTH/close`.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Closing) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
