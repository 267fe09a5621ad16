//! Rectification orders: the list, one with what happened to it, and the form that issues one.

use super::appeal::{Happened, data_of, happened};
use super::document_links::DocumentLink;
use super::filter::Choice;
use super::ledger::{self, LedgerLine};
use super::message::Missing;
use super::paging::{PageAsked, Paging};
use super::published::{self, Version};
use super::recorded::photos_of;
use super::sorting::{Heads, Sort, Value};
use super::{Named, as_of};
use crate::answer::Problem;
use crate::rights::{Right, Scope};
use crate::taken::{self, Tabled, named};
use crate::ui::Ui;
use crate::words::{self, orders as said};
use askama::Template;
use ingest::live::Moment;
use reports::changes::published::{Book, Entry};
use reports::papers::Kind;
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word, labels};
use scoring::context::Context;
use scoring::month::ActionSubject;
use scoring::notices::NoticeKind;
use scoring::orders::{self, Order, OrderState, StepKind};
use scoring::points::Points;
use scoring::ranking::Flag;
use scoring::registry::WindowIdx;
use scoring::time::Month;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// So many rows make a page of the list.
pub const ROWS_OF_A_PAGE: usize = 200;
/// What the list can be sorted by.
const SORTED_BY: [&str; 4] = ["issued", "due", "window", "department"];

/// What a list of orders is narrowed to; absent and empty mean those that have not passed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct OrderFilter {
    /// `unsettled`, or `all`.
    pub state: Option<String>,
}

/// The orders as people see them.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Orders {
    /// The time of the data.
    pub as_of: String,
    /// How many have not passed.
    pub unsettled: usize,
    /// How many of those are overdue.
    pub overdue: usize,
    /// Which ones to choose from; the query's `state`.
    pub states: Vec<Choice>,
    /// The orders: those that are overdue, then the soonest due.
    pub rows: Vec<OrderRow>,
    /// What it is sorted by; by nothing: the list's own order.
    pub sort: Sort,
    /// Which page this is.
    pub paging: Paging,
}

/// An order of the list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrderRow {
    /// Its id.
    pub id: String,
    /// The window that is to rectify.
    pub window: Named,
    /// Its department.
    pub department: Named,
    /// What is to be rectified.
    pub reason: String,
    /// The day on which it was issued, written.
    pub issued_day: String,
    /// By when, `2026-10-20`.
    pub due: String,
    /// The same, written.
    pub due_day: String,
    /// The state's word.
    pub state: String,
    /// What the state is called.
    pub state_name: String,
    /// Whether it is open and its day is over.
    pub is_overdue: bool,
    /// How often it was checked and failed.
    pub failures: usize,
}

/// The list, of what is in scope.
///
/// # Errors
///
/// The store cannot be read.
pub fn view(
    moment: &Moment<'_>,
    (scope, filter): (&Scope, &OrderFilter),
    (page, sort): (PageAsked, Option<&str>),
    lang: Lang,
) -> Result<Orders, Problem> {
    let context = &moment.context;
    let wants_all = filter.state.as_deref() == Some("all");
    let mut all = orders::list(context);
    all.retain(|order| scope.has_window(context.registry(), order.window));
    let unsettled = all.iter().filter(|order| order.state != OrderState::Passed);
    let overdue = unsettled.clone().filter(|order| order.is_overdue(context.today())).count();
    let mut listed: Vec<&Order> =
        all.iter().filter(|order| wants_all || order.state != OrderState::Passed).collect();
    listed.sort_by_key(|order| (order.state, order.due));
    let sort = Sort::parse(sort, &SORTED_BY);
    if !sort.by.is_empty() {
        sort.rows(&mut listed, |order| value(context, order, &sort.by));
    }
    let (listed, paging) = page.cut(listed);
    let rows = listed.into_iter().map(|order| row(moment, order, lang)).collect::<Result<_, _>>()?;
    let choice = |value: &str, word, is_chosen| Choice {
        value: value.to_owned(),
        title: lang.say(word).to_owned(),
        is_chosen,
    };
    Ok(Orders {
        as_of: as_of(context, lang),
        unsettled: unsettled.count(),
        overdue,
        states: vec![
            choice("unsettled", said::STATE_UNSETTLED, !wants_all),
            choice("all", said::STATE_ALL, wants_all),
        ],
        rows,
        sort,
        paging,
    })
}

/// What a row has in a column, to be compared.
fn value(context: &Context<'_>, order: &Order, by: &str) -> Option<Value> {
    let registry = context.registry();
    let window = &registry.windows[usize::from(order.window)];
    Some(match by {
        "issued" => Value::Figure(i64::from(order.issued_on(context).0)),
        "due" => Value::Figure(i64::from(order.due.0)),
        "window" => Value::Text(window.id.clone()),
        _ => Value::Text(registry.departments[usize::from(window.department)].id.clone()),
    })
}

impl Tabled for Orders {
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        taken::table(
            (say(said::TITLE), lang),
            &[&self.states],
            &self.rows,
            &[
                (say(words::NUMBER), 14, &|row: &OrderRow| Cell::text(&row.id)),
                (say(labels::WINDOW), 20, &|row| named(&row.window)),
                (say(labels::DEPARTMENT), 18, &|row| Cell::text(&row.department.name)),
                (say(said::REASON), 36, &|row| Cell::text(&row.reason)),
                (say(said::ISSUED), 14, &|row| Cell::text(&row.issued_day)),
                (say(said::DUE), 12, &|row| Cell::text(&row.due)),
                (say(words::STATE), 12, &|row| Cell::text(&row.state_name)),
                (say(said::WHO_FAILED), 10, &|row| Cell::Count(row.failures as i64)),
            ],
        )
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
    }
}

/// An order of the list.
///
/// # Errors
///
/// The store cannot be read.
pub fn row(moment: &Moment<'_>, order: &Order, lang: Lang) -> Result<OrderRow, Problem> {
    let context = &moment.context;
    let (registry, today) = (context.registry(), context.today());
    let department = registry.windows[usize::from(order.window)].department;
    let is_overdue = order.is_overdue(today);
    let state = if is_overdue { said::OVERDUE } else { said::state(order.state) };
    Ok(OrderRow {
        id: context.log.text(order.id).to_owned(),
        window: Named::window(registry, order.window),
        department: Named::department(registry, department),
        reason: data_of(moment, order.issued)?["reason"].as_str().unwrap_or_default().to_owned(),
        issued_day: lang.day(order.issued_on(context), today.year()),
        due: order.due.to_string(),
        due_day: lang.day(order.due, today.year()),
        state: order.state.word().to_owned(),
        state_name: lang.say(state).to_owned(),
        is_overdue,
        failures: order.failures(),
    })
}

#[derive(Template)]
#[template(path = "orders.html")]
struct ListPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a Orders,
    heads: Heads<'a>,
}

/// The page of the list.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Orders) -> Result<String, askama::Error> {
    let heads = Heads { sort: &view.sort, query: ui.query, is_served: ui.links.is_served() };
    ListPage { ui, view, heads }.render()
}

/// An order as people see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrderView {
    /// What the list says of it.
    #[serde(flatten)]
    pub row: OrderRow,
    /// The time of the data.
    pub as_of: String,
    /// What happened, in order.
    pub history: Vec<Happened>,
    /// What makes the forms the same forms; none for those who may not act.
    pub nonce: Option<String>,
}

/// An order. `nonce` is for those who may act.
///
/// # Errors
///
/// There is no such order in scope; the store cannot be read.
pub fn one(
    moment: &Moment<'_>,
    id: &str,
    scope: &Scope,
    nonce: Option<String>,
    lang: Lang,
) -> Result<OrderView, Problem> {
    let context = &moment.context;
    let found = orders::find(context, id);
    let found = found.filter(|order| scope.has_window(context.registry(), order.window));
    let order = found.ok_or_else(|| Problem::Missing(Missing::Order, id.to_owned()))?;
    let issued = data_of(moment, order.issued)?;
    let text = |name: &str| issued[name].as_str().map(str::to_owned);
    let mut first = happened(moment, order.issued, lang.say(said::ISSUED), text("issued_by"), lang);
    first.text.extend(text("reason"));
    let mut history = vec![first];
    for step in &order.steps {
        let data = data_of(moment, step.event)?;
        let text = |name: &str| data[name].as_str().map(str::to_owned);
        let (what, by) = match step.kind {
            StepKind::Completed => (lang.say(said::REPORT).to_owned(), text("reported_by")),
            StepKind::Passed => (checked(lang, said::PASSED), text("by")),
            StepKind::Failed(again) => {
                let due = lang.day(again, context.today().year());
                (format!("{} · {} {due}", checked(lang, said::FAILED), lang.say(said::DUE)), text("by"))
            }
        };
        let mut happened = happened(moment, step.event, &what, by, lang);
        let lines = data["evidence"].as_array().into_iter().flatten();
        happened.text.extend(lines.filter_map(|line| line.as_str().map(str::to_owned)));
        happened.text.extend(text("remark"));
        happened.photos = photos_of(&data);
        history.push(happened);
    }
    Ok(OrderView { row: row(moment, &order, lang)?, as_of: as_of(context, lang), history, nonce })
}

fn checked(lang: Lang, result: Word) -> String {
    let colon = lang.say(words::COLON);
    format!("{}{colon}{}", lang.say(said::CHECK), lang.say(result))
}

#[derive(Template)]
#[template(path = "order.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a OrderView,
}

impl Page<'_> {
    /// The order as a document. It is found by its id; the month is that of its cause, whichever is named.
    fn document(&self) -> Option<DocumentLink> {
        self.ui.document(&self.ui.month?.to_string(), Kind::Order, Some(&self.view.row.id))
    }

    fn photo(&self, photo: &str) -> String {
        self.ui.at(&format!("/photos/{photo}"))
    }

    fn is_open(&self) -> bool {
        self.view.row.state == OrderState::Open.word()
    }

    fn is_unsettled(&self) -> bool {
        self.view.row.state != OrderState::Passed.word()
    }
}

/// The page of one.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn one_html(ui: &Ui<'_>, view: &OrderView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

/// The form that issues an order.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IssueForm {
    /// The time of the data.
    pub as_of: String,
    /// The windows to choose from.
    pub windows: Vec<Choice>,
    /// The reason that is offered.
    pub reason: String,
    /// The date that is offered.
    pub due: String,
    /// What makes the form the same form.
    pub nonce: String,
}

/// What a form is to be filled with.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = OrdersOffered)]
#[serde(default)]
pub struct Offered {
    /// The window's id.
    pub window: Option<String>,
    /// The month whose flag or dissatisfied window it follows from, `2026-09`.
    pub month: Option<String>,
}

/// The form. Where a window and a month are named, its reason is what the rules propose for that month, with rule and clause.
pub fn issue_form(
    moment: &Moment<'_>,
    published: Option<&Version>,
    offered: &Offered,
    nonce: String,
    lang: Lang,
) -> IssueForm {
    let context = &moment.context;
    let registry = context.registry();
    let chosen = offered.window.as_deref().and_then(|id| registry.index.windows.get(id).copied());
    let month = offered.month.as_deref().and_then(Month::parse);
    let reason = match (chosen, month) {
        (Some(window), Some(month)) => cause(moment, published, month, window, lang),
        (Some(_) | None, Some(_) | None) => None,
    };
    let windows = registry.windows.iter().enumerate().map(|(place, window)| Choice {
        value: window.id.clone(),
        title: format!("{} {}", window.id, window.name),
        is_chosen: chosen == Some(place as WindowIdx),
    });
    IssueForm {
        as_of: as_of(context, lang),
        windows: windows.collect(),
        reason: reason.unwrap_or_default(),
        due: orders::usual_due(context, context.today()).to_string(),
        nonce,
    }
}

/// Why a window may be ordered to rectify, by an open month or a published one: its yellow flag, its second one, that it is a
/// dissatisfied window, with the rules that cost it most. None where the rules propose nothing.
pub fn cause(
    moment: &Moment<'_>,
    published: Option<&Version>,
    month: Month,
    window: WindowIdx,
    lang: Lang,
) -> Option<String> {
    let context = &moment.context;
    let id = context.registry().windows[usize::from(window)].id.as_str();
    let (flag, dissatisfied, kinds, lines) = match (published, moment.result(month)) {
        (Some(version), _) => {
            let published = &version.published;
            let standing = published.standing(Book::Window, id)?;
            let actions = published.actions.iter().filter(|action| action.subject == id);
            let kinds: Vec<NoticeKind> =
                actions.filter_map(|action| NoticeKind::of_word(&action.kind)).collect();
            let own = |entry: &Entry| entry.book == Book::Window && entry.subject == id;
            let lines = published::lines(context, published, own, lang);
            (standing.flag, standing.dissatisfied, kinds, lines)
        }
        (None, Some(result)) => {
            let standing = result.window(window)?;
            let subject = ActionSubject::Window(window);
            let actions = result.actions.iter().filter(|action| action.subject == subject);
            let kinds: Vec<NoticeKind> = actions.map(|action| action.kind).collect();
            let lines = ledger::lines(context, result, |whose, _| whose == subject, lang);
            (standing.flag, standing.dissatisfied, kinds, lines)
        }
        (None, None) => return None,
    };
    let mut found = Vec::new();
    if flag == Some(Flag::Yellow) {
        found.push(lang.say(words::YELLOW_FLAG).to_owned());
    }
    for kind in [NoticeKind::YellowFlagWarning, NoticeKind::DissatisfiedWindow] {
        if kinds.contains(&kind) {
            found.push(lang.notice(kind, 2).to_owned());
        }
    }
    if dissatisfied && !kinds.contains(&NoticeKind::DissatisfiedWindow) {
        found.push(lang.say(labels::DISSATISFIED).to_owned());
    }
    if found.is_empty() {
        return None;
    }
    let mut lines: Vec<LedgerLine> = lines.into_iter().filter(|line| line.applied.0 < Points::ZERO).collect();
    lines.sort_by_key(|line| line.applied);
    let mut rules: Vec<String> = Vec::new();
    for line in lines {
        if rules.len() < RULES_NAMED_MAX && !rules.contains(&line.clause) {
            rules.push(line.clause);
        }
    }
    let rules = if rules.is_empty() { "—".to_owned() } else { rules.join(lang.say(words::SEMICOLON)) };
    Some(said::because_of(lang, &lang.month(month), &lang.list(&found), &rules))
}

/// So many rules are named in the reason that is offered: those that cost most.
const RULES_NAMED_MAX: usize = 3;

#[derive(Template)]
#[template(path = "order_form.html")]
struct FormPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a IssueForm,
}

/// The page of the form. It posts to `/orders`.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn issue_html(ui: &Ui<'_>, view: &IssueForm) -> Result<String, askama::Error> {
    FormPage { ui, view }.render()
}
