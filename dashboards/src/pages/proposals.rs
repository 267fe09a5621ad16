//! A month's flags and consequences, each to be confirmed or dropped with a reason.

use super::decided::{self, DecisionMark};
use super::{Named, as_of};
use crate::answer::Problem;
use crate::decide::proposals::standing;
use crate::figures::Score;
use crate::links::Place;
use crate::months::proposals::{self, Decided, ProposalState};
use crate::pages::published::Version;
use crate::rights::Scope;
use crate::ui::Ui;
use crate::words::{self, monthly as said};
use askama::Template;
use ingest::live::Moment;
use reports::changes::published::Book;
use reports::words::{Lang, labels};
use scoring::notices::NoticeKind;
use scoring::points::Points;
use scoring::proposals::{RED_FLAG, YELLOW_FLAG};
use scoring::time::{Date, Month};
use serde::Serialize;
use utoipa::ToSchema;

/// A month's proposals as people see them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Proposals {
    /// The month, `2026-09`.
    pub month: String,
    /// The month as it is spoken of.
    pub name: String,
    /// The time of the data, written.
    pub as_of: String,
    /// Whether the month is over, so that something can be decided.
    pub is_over: bool,
    /// The newest version; none while the month is open.
    pub version: Option<u32>,
    /// How many nobody has decided.
    pub undecided: usize,
    /// How many stand.
    pub confirmed: usize,
    /// How many were dropped.
    pub dropped: usize,
    /// The proposals.
    pub rows: Vec<ProposalRow>,
    /// What was decided about what is proposed no more.
    pub no_longer: Vec<ProposalRow>,
    /// What makes the forms the same forms; none for those who may not decide.
    pub nonce: Option<String>,
}

/// A proposal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProposalRow {
    /// What was decided.
    #[serde(flatten)]
    pub mark: DecisionMark,
    /// What is proposed, as it is spoken of.
    pub title: String,
    /// Who.
    pub who: Named,
    /// Whether it is a person.
    pub is_staff: bool,
    /// The department of the window that it goes by.
    pub department: String,
    /// What it follows from, in words.
    pub because: Vec<String>,
    /// The total of the month.
    pub total: Option<Score>,
    /// The rank of the month.
    pub rank: Option<u32>,
    /// The event of the decision, as source and id.
    pub event: Option<(String, String)>,
}

/// The proposals of a month, of which only those of a scope are shown.
///
/// # Errors
///
/// The month is not shown; the store cannot be read.
pub fn view(
    moment: &Moment<'_>,
    published: Option<&Version>,
    month: Month,
    scope: &Scope,
    nonce: Option<String>,
    lang: Lang,
) -> Result<Proposals, Problem> {
    let context = &moment.context;
    let all = standing(moment, published, month)?;
    let stale = proposals::no_longer_proposed(moment, month, &all)?;
    let row_of = |of: &Decided| row(moment, published, month, of, lang);
    let is_shown = |of: &&Decided| decided::is_in_scope(context, scope, month, &of.kind, &of.subject);
    let rows: Vec<ProposalRow> = all.iter().filter(is_shown).map(row_of).collect();
    let count = |state: ProposalState| rows.iter().filter(|row| row.mark.state == state).count();
    let is_over = context.today() > month.last_day();
    Ok(Proposals {
        month: month.to_string(),
        name: lang.month(month),
        as_of: as_of(context, lang),
        is_over,
        version: published.map(|version| version.newest),
        undecided: count(ProposalState::Undecided),
        confirmed: count(ProposalState::Confirmed),
        dropped: count(ProposalState::Dropped),
        rows,
        no_longer: stale.iter().filter(is_shown).map(row_of).collect(),
        nonce: nonce.filter(|_| is_over),
    })
}

fn row(
    moment: &Moment<'_>,
    published: Option<&Version>,
    month: Month,
    of: &Decided,
    lang: Lang,
) -> ProposalRow {
    let context = &moment.context;
    let registry = context.registry();
    let is_staff = decided::is_of_staff(&of.kind);
    let index = &registry.index;
    let who = match is_staff {
        true => index.staff.get(&of.subject).map(|&staff| Named::staff(registry, staff)),
        false => index.windows.get(&of.subject).map(|&window| Named::window(registry, window)),
    };
    let window = decided::window_of(context, month, is_staff, &of.subject);
    let department = window.map(|window| registry.windows[usize::from(window)].department);
    let (total, rank) = stands(moment, published, month, is_staff, &of.subject);
    ProposalRow {
        mark: decided::mark(context, of, lang),
        title: title(&of.kind, lang),
        who: who.unwrap_or_else(|| Named { id: of.subject.clone(), name: String::new() }),
        is_staff,
        department: department.map_or_else(String::new, |of| Named::department(registry, of).name),
        because: because(of, month, lang),
        total: total.map(Score),
        rank,
        event: of.event.clone(),
    }
}

/// What is proposed, as it is spoken of.
pub fn title(kind: &str, lang: Lang) -> String {
    match (kind, NoticeKind::of_word(kind)) {
        (RED_FLAG, _) => lang.say(words::RED_FLAG).to_owned(),
        (YELLOW_FLAG, _) => lang.say(words::YELLOW_FLAG).to_owned(),
        (_, Some(kind)) => lang.notice(kind, 2).to_owned(),
        (_, None) => kind.to_owned(),
    }
}

fn because(of: &Decided, month: Month, lang: Lang) -> Vec<String> {
    let kind = NoticeKind::of_word(&of.kind).filter(|_| of.kind != YELLOW_FLAG);
    let consequence = kind.map(|kind| lang.consequence(kind).to_owned()).filter(|told| !told.is_empty());
    let days: Vec<String> = of
        .dates
        .iter()
        .filter_map(|date| Date::parse(date))
        // The last day of the month is every month's end, and says nothing.
        .filter(|date| *date != month.last_day())
        .map(|date| lang.date(date, month.year()))
        .collect();
    let days = (!days.is_empty()).then(|| lang.list(&days));
    consequence.into_iter().chain(days).collect()
}

fn stands(
    moment: &Moment<'_>,
    published: Option<&Version>,
    month: Month,
    is_staff: bool,
    id: &str,
) -> (Option<Points>, Option<u32>) {
    if let Some(version) = published {
        let book = if is_staff { Book::Staff } else { Book::Window };
        let standing = version.published.standing(book, id);
        return (standing.map(|of| of.total), standing.and_then(|of| of.rank));
    }
    let index = &moment.context.registry().index;
    let Some(result) = moment.result(month) else { return (None, None) };
    if is_staff {
        let standing = index.staff.get(id).and_then(|&staff| result.staff_member(staff));
        (standing.map(|of| of.total()), standing.and_then(|of| of.rank))
    } else {
        let standing = index.windows.get(id).and_then(|&window| result.window(window));
        (standing.map(|of| of.total()), standing.and_then(|of| of.rank))
    }
}

#[derive(Template)]
#[template(path = "proposals.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Proposals,
}

impl Page<'_> {
    fn to(&self, row: &ProposalRow) -> String {
        if row.is_staff { self.ui.staff(&row.who.id) } else { self.ui.window(&row.who.id) }
    }

    fn total(&self, row: &ProposalRow) -> String {
        row.total.as_ref().map_or_else(|| "—".to_owned(), |total| total.0.to_string())
    }

    fn rank(&self, row: &ProposalRow) -> String {
        row.rank.map_or_else(|| "—".to_owned(), |rank| rank.to_string())
    }

    fn action(&self) -> String {
        self.ui.at(&format!("/months/{}/proposals", self.view.month))
    }

    fn confirm_all(&self) -> String {
        said::confirm_all(self.ui.lang, self.view.undecided)
    }

    fn version(&self, version: &u32) -> String {
        words::version(self.ui.lang, *version)
    }

    fn flag_class(&self, row: &ProposalRow) -> &'static str {
        match row.mark.kind.as_str() {
            RED_FLAG => "red",
            YELLOW_FLAG => "yellow",
            _ => "",
        }
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Proposals) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
