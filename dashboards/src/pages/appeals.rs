//! The appeals: whose, against what, where each stands, by when it is to be decided.

use super::filter::Choice;
use super::paging::{PageAsked, Paging};
use super::{Named, as_of};
use crate::months::appeal_time;
use crate::rights::Scope;
use crate::taken::{self, Tabled, named, named_if_any};
use crate::ui::Ui;
use crate::words::{self, appeals as said};
use askama::Template;
use ingest::live::Moment;
use ingest::store::StoreError;
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word};
use scoring::appeals::{self, Appeal};
use scoring::context::Context;
use scoring::entry_name::EntryName;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// So many rows make a page of the list.
pub const ROWS_OF_A_PAGE: usize = 200;

/// What a list of appeals is narrowed to; absent and empty mean those that wait for somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct AppealFilter {
    /// `open`, or `all`.
    pub state: Option<String>,
}

/// The appeals as people see them.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Appeals {
    /// The time of the data.
    pub as_of: String,
    /// How many wait for somebody.
    pub open: usize,
    /// How many there are.
    pub total: usize,
    /// Which ones to choose from; the query's `state`.
    pub states: Vec<Choice>,
    /// The appeals, the newest first; of those that wait, the one that is to be decided soonest.
    pub rows: Vec<AppealRow>,
    /// Which page this is.
    pub paging: Paging,
}

/// An appeal of the list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AppealRow {
    /// Its id.
    pub id: String,
    /// The day on which it was filed, `2026-10-12`.
    pub filed: String,
    /// The same, written.
    pub filed_day: String,
    /// Whether it was filed after the last day for it.
    pub is_late: bool,
    /// The window that appeals.
    pub window: Named,
    /// The staff member whose entry it is.
    pub staff: Option<Named>,
    /// What it is about, in words.
    pub about: String,
    /// The month of the entry, `2026-09`.
    pub month: Option<String>,
    /// The state's word.
    pub state: String,
    /// What the state is called.
    pub state_name: String,
    /// The last day to decide it, written; none once it is decided.
    pub decide_by: Option<String>,
    /// Whether that day is over.
    pub is_overdue: bool,
}

/// The list, of what is in scope.
///
/// # Errors
///
/// The store cannot be read.
pub fn view(
    moment: &Moment<'_>,
    scope: &Scope,
    filter: &AppealFilter,
    page: PageAsked,
    lang: Lang,
) -> Result<Appeals, StoreError> {
    let context = &moment.context;
    let mut all = appeals::list(context);
    all.retain(|appeal| scope.has_window(context.registry(), appeal.window));
    let open = all.iter().filter(|appeal| is_open(context, appeal)).count();
    let wants_all = filter.state.as_deref() == Some("all");
    let mut listed: Vec<&Appeal> =
        all.iter().filter(|appeal| wants_all || is_open(context, appeal)).collect();
    if wants_all {
        listed.reverse();
    }
    let (listed, paging) = page.cut(listed);
    let rows = listed.into_iter().map(|appeal| row(moment, appeal, lang)).collect::<Result<_, _>>()?;
    let choice = |value: &str, word, is_chosen| Choice {
        value: value.to_owned(),
        title: lang.say(word).to_owned(),
        is_chosen,
    };
    let states =
        vec![choice("open", said::OPEN_ONES, !wants_all), choice("all", said::ALL_STATES, wants_all)];
    Ok(Appeals { as_of: as_of(context, lang), open, total: all.len(), states, rows, paging })
}

impl Tabled for Appeals {
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        let mark = |is: bool| Cell::text(if is { "✓" } else { "" });
        taken::table(
            (say(said::TITLE), lang),
            &[&self.states],
            &self.rows,
            &[
                (say(words::NUMBER), 14, &|row: &AppealRow| Cell::text(&row.id)),
                (say(said::FILED), 12, &|row| Cell::text(&row.filed)),
                (say(said::FILED_LATE), 10, &|row| mark(row.is_late)),
                (say(said::WHOSE), 20, &|row| named(&row.window)),
                (say(words::STAFF_MEMBER), 16, &|row| named_if_any(&row.staff)),
                (say(said::ABOUT), 36, &|row| Cell::text(&row.about)),
                (say(words::STATE), 12, &|row| Cell::text(&row.state_name)),
                (say(said::DECIDE_BY), 14, &|row| Cell::text_if_any(row.decide_by.as_deref())),
                (say(words::OVERDUE_COUNT), 8, &|row| mark(row.is_overdue)),
            ],
        )
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
    }
}

/// Whether somebody still has to do something: the bureau decides or concludes, or data are mended.
fn is_open(context: &Context<'_>, appeal: &Appeal) -> bool {
    !matches!(appeal.state(context), appeals::AppealState::Upheld | appeals::AppealState::Dismissed)
}

/// An appeal of the list.
///
/// # Errors
///
/// The store cannot be read.
pub fn row(moment: &Moment<'_>, appeal: &Appeal, lang: Lang) -> Result<AppealRow, StoreError> {
    let context = &moment.context;
    let registry = context.registry();
    let (state, filed, entry) = (appeal.state(context), appeal.filed_on(context), appeal.entry(context));
    let last_day = match &entry {
        Some(entry) => appeal_time(moment, entry.month)?.map(|time| time.until),
        None => None,
    };
    let year = context.today().year();
    Ok(AppealRow {
        id: context.log.text(appeal.id).to_owned(),
        filed: filed.to_string(),
        filed_day: lang.day(filed, year),
        is_late: appeal.is_late(context, last_day),
        window: Named::window(registry, appeal.window),
        staff: appeal.staff.map(|staff| Named::staff(registry, staff)),
        about: match &entry {
            Some(entry) => entry_told(context, entry, lang),
            None => context.log.text(appeal.about).to_owned(),
        },
        month: entry.map(|entry| entry.month.to_string()),
        state: state.word().to_owned(),
        state_name: lang.say(said::state(state)).to_owned(),
        decide_by: appeal.decisions.is_empty().then(|| lang.day(appeal.decide_by(context), year)),
        is_overdue: appeal.is_overdue(context),
    })
}

/// An entry in words, without its points: the rule with its title, the day.
pub fn entry_told(context: &Context<'_>, entry: &EntryName, lang: Lang) -> String {
    let rulebook = context.county.rulebooks.of_month(entry.month);
    let rule = entry.book(rulebook).rules.iter().find(|rule| rule.id == entry.rule);
    let title = rule.map_or("", |rule| lang.title(&rule.title));
    let day = lang.day(entry.date, context.today().year());
    format!("{} {title} · {day}", entry.rule)
}

#[derive(Template)]
#[template(path = "appeals.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Appeals,
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Appeals) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
