//! A month's evaluations of windows and staff: who has which grade, who has none, what follows, and the table to enter them.

use super::filter::Choice;
use super::paging::{PageAsked, Paging};
use super::{Named, as_of};
use crate::answer::Problem;
use crate::entering::evaluations::{evaluated, name, subject};
use crate::entering::record::closed_version;
use crate::figures::{Score, full_marks};
use crate::rights::Scope;
use crate::taken::{self, Tabled, named};
use crate::ui::Ui;
use crate::words;
use crate::words::entering as said;
use askama::Template;
use ingest::live::Moment;
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word, labels};
use scoring::context::Context;
use scoring::month::{ActionSubject, evaluation};
use scoring::points::Points;
use scoring::registry::{Registry, StaffIdx};
use scoring::time::Month;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// So many rows make a page of the list.
pub const ROWS_OF_A_PAGE: usize = 200;

/// What the list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct EvaluationsFilter {
    /// `missing`, `failed`, `windows`, `staff`.
    pub only: Option<String>,
    /// What a form came to that led here.
    pub done: Option<String>,
}

/// What the list can be narrowed to, in the order in which it is offered.
const ONLY: [&str; 4] = ["", "missing", "windows", "staff"];

/// The evaluations of a month as people see them.
#[derive(Debug, Serialize, ToSchema)]
pub struct Evaluations {
    /// The month, `2026-09`.
    pub month: String,
    /// Its name.
    pub month_name: String,
    /// The time of the data.
    pub as_of: String,
    /// The version in which the month is closed.
    pub closed_version: Option<u32>,
    /// The grades, the best first, with how many have each.
    pub grades: Vec<GradeShown>,
    /// How many windows and staff have none.
    pub missing: [usize; 2],
    /// What the list can be narrowed to, with how many that are.
    pub choices: Vec<OnlyChoice>,
    /// Windows and staff, by id.
    pub rows: Vec<EvaluationRow>,
    /// Which page this is.
    pub paging: Paging,
    /// What the list is narrowed to.
    pub filter: EvaluationsFilter,
    /// What a form came to that led here.
    pub done: Option<String>,
    /// The nonce of the table; none for whom there is none.
    pub nonce: Option<String>,
}

/// A grade.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GradeShown {
    /// The contract's word.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// From which mean on.
    pub mean_min: Score,
    /// The points that are kept.
    pub points: Score,
    /// So many windows have it.
    pub windows: usize,
    /// So many of the staff have it.
    pub staff: usize,
}

/// A choice of the list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OnlyChoice {
    /// Its word; empty: all.
    pub only: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// How many.
    pub count: usize,
    /// Whether the list shows these.
    pub is_chosen: bool,
}

/// The evaluation of a window or staff member.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EvaluationRow {
    /// What the form names it by: `window/W-1`.
    pub name: String,
    /// Whether it is a window.
    pub is_window: bool,
    /// Who.
    pub who: Named,
    /// The window of a staff member, the department of a window.
    pub place: String,
    /// The center's mark.
    pub center: Option<Score>,
    /// The other windows' mark.
    pub peers: Option<Score>,
    /// The mean, written.
    pub mean: Option<String>,
    /// The grade.
    pub grade: Option<String>,
    /// The points that are kept; full marks without an evaluation.
    pub points: Score,
    /// Whether the grade is the one that must not come twice.
    pub is_failed: bool,
    /// Whether it was that in the month before.
    pub failed_before: bool,
    /// What follows from it, in words.
    pub consequence: Option<&'static str>,
}

/// The evaluations of what lies in somebody's scope. `nonce` is for those who may enter them.
///
/// # Errors
///
/// The store cannot be read.
pub fn view(
    moment: &Moment<'_>,
    month: Month,
    scope: &Scope,
    (filter, page): (EvaluationsFilter, PageAsked),
    nonce: Option<String>,
    lang: Lang,
) -> Result<Evaluations, Problem> {
    let context = &moment.context;
    let registry = context.registry();
    let rulebook = context.county.rulebooks.of_month(month);
    let own: Vec<ActionSubject> =
        evaluated(context, month).into_iter().filter(|&of| is_in(registry, scope, of, month)).collect();
    let all: Vec<EvaluationRow> = own.iter().map(|&of| row(moment, of, month, lang)).collect();
    let with = |title: &str, is_window: bool| {
        all.iter().filter(|row| row.is_window == is_window && row.grade.as_deref() == Some(title)).count()
    };
    let grades = rulebook.evaluation.grades.iter().map(|grade| {
        let title = lang.title(&grade.title);
        GradeShown {
            id: grade.id.clone(),
            title: title.to_owned(),
            mean_min: Score(grade.mean_min),
            points: Score(grade.points),
            windows: with(title, true),
            staff: with(title, false),
        }
    });
    let missing = [true, false]
        .map(|is_window| all.iter().filter(|row| row.is_window == is_window && row.grade.is_none()).count());
    let only = filter.only.as_deref().unwrap_or_default();
    let is_wanted = |row: &&EvaluationRow, only: &str| match only {
        "missing" => row.grade.is_none(),
        "failed" => row.is_failed,
        "windows" => row.is_window,
        "staff" => !row.is_window,
        _ => true,
    };
    let choices = ONLY.map(|word| OnlyChoice {
        only: word,
        title: lang.say(match word {
            "missing" => said::MISSING,
            "windows" => said::WINDOWS,
            "staff" => said::STAFF,
            _ => said::ALL_STATES,
        }),
        count: all.iter().filter(|row| is_wanted(row, word)).count(),
        is_chosen: only == word,
    });
    let (rows, paging) = page.cut(all.iter().filter(|row| is_wanted(row, only)).collect());
    Ok(Evaluations {
        month: month.to_string(),
        month_name: lang.month(month),
        as_of: lang.as_of(&as_of(context, lang)),
        closed_version: closed_version(moment, month)?,
        grades: grades.collect(),
        missing,
        choices: choices.into(),
        rows: rows.into_iter().cloned().collect(),
        paging,
        done: super::rating::done_text(filter.done.as_deref(), lang),
        filter,
        nonce: nonce.filter(|_| month <= context.today().month()),
    })
}

impl Tabled for Evaluations {
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        let mark = |mark: &Option<Score>| Cell::points(mark.map(|mark| mark.0));
        let choice = self.choices.iter().map(|choice| Choice {
            title: choice.title.to_owned(),
            is_chosen: choice.is_chosen,
            ..Choice::default()
        });
        let choices: Vec<Choice> = choice.collect();
        taken::table(
            (say(said::EVALUATIONS), lang),
            &[&choices],
            &self.rows,
            &[
                (say(words::WHOSE_BOOK), 20, &|row: &EvaluationRow| named(&row.who)),
                (say(words::PLACE_OF), 22, &|row| Cell::text(&row.place)),
                (say(said::CENTER), 8, &|row| mark(&row.center)),
                (say(said::PEERS), 8, &|row| mark(&row.peers)),
                (say(said::MEAN), 8, &|row| Cell::text_if_any(row.mean.as_deref())),
                (say(said::GRADE), 10, &|row| Cell::text(row.grade.as_deref().unwrap_or(say(said::MISSING)))),
                (say(said::KEPT_POINTS), 8, &|row| Cell::Points(row.points.0)),
                (say(said::CONSEQUENCE), 30, &|row| Cell::text_if_any(row.consequence)),
            ],
        )
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
    }
}

/// Whether somebody is in a scope: a window, or a person who works at one of its windows in the month.
fn is_in(registry: &Registry, scope: &Scope, of: ActionSubject, month: Month) -> bool {
    let (first, last) = (month.first_day(), month.last_day());
    match of {
        ActionSubject::Window(window) => scope.has_window(registry, window),
        ActionSubject::Staff(staff) => {
            let held = &registry.staff[usize::from(staff)].assignments;
            let here = held.iter().filter(|held| held.from <= last && held.to >= first);
            scope.is_all() || here.into_iter().any(|held| scope.has_window(registry, held.window))
        }
    }
}

fn row(moment: &Moment<'_>, of: ActionSubject, month: Month, lang: Lang) -> EvaluationRow {
    let context = &moment.context;
    let registry = context.registry();
    let rulebook = context.county.rulebooks.of_month(month);
    let (who, place, book, staff) = match of {
        ActionSubject::Window(window) => {
            let department = registry.windows[usize::from(window)].department;
            let place = registry.departments[usize::from(department)].name.clone();
            (Named::window(registry, window), place, &rulebook.window_book, None)
        }
        ActionSubject::Staff(staff) => {
            let (first, last) = (month.first_day(), month.last_day());
            let held = registry.staff[usize::from(staff)].assignments.iter();
            let here = held.filter(|held| held.from <= last && held.to >= first).max_by_key(|held| held.from);
            let window = here.map(|held| Named::window(registry, held.window));
            let place = window.map_or(String::new(), |window| format!("{} {}", window.id, window.name));
            (Named::staff(registry, staff), place, &rulebook.staff_book, Some(staff))
        }
    };
    let found = evaluation(context, rulebook, &subject(of, month)).map(|(_, recorded)| recorded);
    let is_failed = found.is_some_and(|recorded| recorded.grade.id == rulebook.evaluation.failed);
    let failed_before = staff.is_some_and(|staff| failed_in(moment, staff, month.previous()));
    let consequence = match (is_failed, failed_before) {
        (true, true) => Some(lang.say(said::FAILED_TWICE)),
        (false, true) => Some(lang.say(said::FAILED_BEFORE)),
        (true | false, false) => None,
    };
    EvaluationRow {
        name: name(context, of),
        is_window: staff.is_none(),
        who,
        place,
        center: found.map(|recorded| Score(recorded.center)),
        peers: found.map(|recorded| Score(recorded.peers)),
        mean: found.map(|recorded| mean(recorded.center, recorded.peers)),
        grade: found.map(|recorded| lang.title(&recorded.grade.title).to_owned()),
        points: Score(found.map_or(book.evaluation().1.full, |recorded| recorded.grade.points)),
        is_failed,
        failed_before,
        consequence,
    }
}

/// Whether a staff member failed in a month: as it was published, or as it stands.
fn failed_in(moment: &Moment<'_>, staff: StaffIdx, month: Month) -> bool {
    if let Some(past) = moment.past_of(month.next()).iter().find(|past| past.month == month) {
        return past.failed.contains(&staff);
    }
    let context: &Context<'_> = &moment.context;
    let rulebook = context.county.rulebooks.of_month(month);
    let found = evaluation(context, rulebook, &subject(ActionSubject::Staff(staff), month));
    found.is_some_and(|(_, recorded)| recorded.grade.id == rulebook.evaluation.failed)
}

/// `92.5`: half of a sum of hundredths, in as many places as it needs.
fn mean(center: Points, peers: Points) -> String {
    let thousandths = (center + peers).0 * 5;
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    let short = text.trim_end_matches('0');
    if short.ends_with('.') { format!("{short}0") } else { short.to_owned() }
}

#[derive(Template)]
#[template(path = "evaluations.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Evaluations,
}

impl Page<'_> {
    /// A mark as an input holds it.
    fn mark(&self, mark: &Option<Score>) -> String {
        mark.as_ref().map_or(String::new(), full_marks)
    }

    fn or_dash(&self, mark: &Option<Score>) -> String {
        mark.as_ref().map_or("—".to_owned(), full_marks)
    }

    fn published(&self, version: &u32) -> String {
        said::published_in(self.ui.lang, *version)
    }

    fn to(&self, choice: &OnlyChoice) -> String {
        self.ui.narrowed("only", choice.only)
    }

    fn action(&self) -> String {
        self.ui.at(&format!("/months/{}/evaluations", self.view.month))
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Evaluations) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

#[cfg(test)]
mod tests {
    use super::mean;
    use scoring::points::Points;

    #[test]
    fn a_mean_has_the_places_it_needs() {
        assert_eq!(mean(Points(9000), Points(9500)), "92.5");
        assert_eq!(mean(Points(9001), Points(9000)), "90.005");
        assert_eq!(mean(Points(10_000), Points(10_000)), "100.0");
    }
}
