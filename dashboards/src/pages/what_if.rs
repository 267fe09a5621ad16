//! What another rulebook would change: its numbers in a form, and who would move by which clause.

use super::filter::Choice;
use crate::figures::{Figures, Score};
use crate::trial::{Trial, TrialState};
use crate::ui::Ui;
use crate::words::{self, monthly as said};
use askama::Template;
use reports::changes::published::{Book, Entry, Standing};
use reports::changes::{Change, Changes, Names, json};
use reports::words::{Lang, labels};
use scoring::points::Points;
use scoring::ranking::Flag;
use scoring::rulebook::Rulebooks;
use scoring::rulebook::adjust::{self, Setting};
use scoring::time::Month;
use serde::Serialize;
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// So many causes of a movement are named: the largest.
const CAUSES_MAX: usize = 3;

/// The page.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct WhatIfView {
    /// The time of the data, written.
    pub as_of: String,
    /// The rulebook in force, with its version.
    pub rulebook: String,
    /// The months to choose from.
    pub months: Vec<Choice>,
    /// The numbers, by what they belong to.
    pub groups: Vec<Group>,
    /// How many of them are changed.
    pub changed: usize,
    /// Whether a trial of the account runs.
    pub is_running: bool,
    /// What is wrong with the changed rulebook.
    pub mistakes: Vec<String>,
    /// What the last trial came to, month by month.
    pub results: Vec<MonthTold>,
    /// Whether there is one that can be downloaded.
    pub has_text: bool,
    /// Events that only the rulebook in force, or only the other one, would not take.
    pub rejected: (usize, usize),
}

/// Numbers that belong together.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Group {
    /// What they are about.
    pub title: String,
    /// Whether one of them is changed.
    pub is_changed: bool,
    /// The numbers.
    pub fields: Vec<Field>,
}

/// A number.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Field {
    /// Its path in the file.
    pub path: String,
    /// What it is.
    pub label: String,
    /// The clause of its rule; may be empty.
    pub clause: String,
    /// The number in force.
    pub in_force: String,
    /// The number in the form.
    pub value: String,
    /// Whether it is another than the one in force.
    pub is_changed: bool,
}

/// What would be different in a month.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MonthTold {
    /// The month, `2026-09`.
    pub month: String,
    /// The month as it is spoken of.
    pub name: String,
    /// Windows that would move, those of the largest change first.
    pub windows: Vec<Moved>,
    /// Staff likewise.
    pub staff: Vec<Moved>,
    /// Every change, as `flagpost simulate --json` writes it.
    pub changes: Value,
}

/// Who would move.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = WhatIfMoved)]
pub struct Moved {
    /// The id.
    pub id: String,
    /// Id and name.
    pub who: String,
    /// How it stands.
    pub before: Stood,
    /// How it would.
    pub after: Stood,
    /// By which entries, the largest first.
    pub causes: Vec<String>,
}

/// A standing on one side.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Stood {
    /// The rank.
    pub rank: Option<u32>,
    /// The total.
    pub total: Option<Score>,
    /// `red` or `yellow`.
    pub flag: Option<&'static str>,
    /// Whether it is a dissatisfied window.
    pub dissatisfied: bool,
}

/// The numbers of a rulebook's text by what they belong to, with what a trial changed.
pub fn groups(
    text: &str,
    rulebooks: &Rulebooks,
    month: Month,
    changes: &BTreeMap<String, String>,
    lang: Lang,
) -> Vec<Group> {
    let rulebook = rulebooks.of_month(month);
    let mut groups: Vec<Group> = Vec::new();
    for setting in adjust::settings(text) {
        let title = group_of(&setting, rulebook, lang);
        let value = changes.get(&setting.path).unwrap_or(&setting.value).clone();
        let is_changed = value != setting.value;
        let field = Field {
            label: label(&setting, lang),
            clause: setting.clause.as_ref().map_or_else(String::new, |clause| lang.title(clause).to_owned()),
            path: setting.path,
            in_force: setting.value,
            value,
            is_changed,
        };
        match groups.iter_mut().find(|group| group.title == title) {
            Some(group) => {
                group.is_changed |= is_changed;
                group.fields.push(field);
            }
            None => groups.push(Group { title, is_changed, fields: vec![field] }),
        }
    }
    groups.sort_by_key(|group| place(group, lang));
    groups
}

/// Where a group stands: windows' categories, staff's, the sections as the file has them, and the rest.
fn place(group: &Group, lang: Lang) -> (u8, String) {
    let begins = |name| group.title.starts_with(&format!("{} · ", lang.say(name)));
    if begins(labels::WINDOW) {
        (0, group.title.clone())
    } else if begins(words::STAFF_MEMBER) {
        (1, group.title.clone())
    } else if group.title == lang.say(said::section("")) {
        (3, String::new())
    } else {
        (2, String::new())
    }
}

/// A book's category, or a section of the file.
fn group_of(setting: &Setting, rulebook: &scoring::rulebook::Rulebook, lang: Lang) -> String {
    let (book, name) = match setting.section.as_str() {
        "window" => (&rulebook.window_book, labels::WINDOW),
        "staff" => (&rulebook.staff_book, words::STAFF_MEMBER),
        section => return lang.say(said::section(section)).to_owned(),
    };
    let rule = book.rules.iter().find(|rule| rule.id == setting.owner);
    let of_rule = rule.and_then(|rule| rule.category).map(|place| &book.categories[place]);
    let category = of_rule
        .or_else(|| book.categories.iter().find(|category| category.id == setting.owner))
        .unwrap_or(&book.bonus);
    format!("{} · {} {}", lang.say(name), category.id, lang.title(&category.title))
}

fn label(setting: &Setting, lang: Lang) -> String {
    let key = said::key(lang, &setting.key);
    match &setting.title {
        Some(title) if !setting.owner.is_empty() => {
            format!("{} {} · {key}", setting.owner, lang.title(title))
        }
        Some(_) | None => key,
    }
}

/// What a trial came to.
pub fn told(changes: &[Changes], names: &Names<'_>, lang: Lang) -> Vec<MonthTold> {
    let month = |changes: &Changes| MonthTold {
        month: changes.month.to_string(),
        name: lang.month(changes.month),
        windows: moved(&changes.windows, &changes.entries, names, lang),
        staff: moved(&changes.staff, &changes.entries, names, lang),
        changes: serde_json::from_str(&json::line(changes)).unwrap_or_default(),
    };
    changes.iter().map(month).collect()
}

fn moved(
    standings: &[Change<Standing>],
    entries: &[Change<Entry>],
    names: &Names<'_>,
    lang: Lang,
) -> Vec<Moved> {
    let mut found: Vec<(i32, Moved)> = Vec::new();
    for Change { turn, .. } in standings {
        let latest = turn.latest();
        let total = |of: Option<&Standing>| of.map_or(0, |of| of.total.0);
        let by = (total(turn.after()) - total(turn.before())).abs();
        found.push((
            by,
            Moved {
                id: latest.id.clone(),
                who: names.subject(latest.book, &latest.id),
                before: stood(turn.before()),
                after: stood(turn.after()),
                causes: causes(latest, entries, names, lang),
            },
        ));
    }
    // The sort is stable: of equal movements those of the better rank come first.
    found.sort_by_key(|(by, _)| Reverse(*by));
    found.into_iter().map(|(_, moved)| moved).collect()
}

fn stood(of: Option<&Standing>) -> Stood {
    of.map_or_else(Stood::default, |of| Stood {
        rank: of.rank,
        total: Some(Score(of.total)),
        flag: of.flag.map(|flag| match flag {
            Flag::Red => "red",
            Flag::Yellow => "yellow",
        }),
        dissatisfied: of.dissatisfied,
    })
}

/// The entries by which somebody moves, by rule, the largest first.
fn causes(of: &Standing, entries: &[Change<Entry>], names: &Names<'_>, lang: Lang) -> Vec<String> {
    let mut by_rule: BTreeMap<(&str, &str), (i32, usize)> = BTreeMap::new();
    for Change { turn, .. } in entries {
        let latest = turn.latest();
        if latest.book != of.book || latest.subject != of.id {
            continue;
        }
        let applied = |entry: Option<&Entry>| entry.map_or(0, |entry| entry.applied.0);
        let sum = by_rule.entry((&latest.rule, &latest.kind)).or_default();
        sum.0 += applied(turn.after()) - applied(turn.before());
        sum.1 += 1;
    }
    let mut sums: Vec<_> = by_rule.into_iter().filter(|(_, (by, _))| *by != 0).collect();
    sums.sort_by_key(|(_, (by, _))| Reverse(by.abs()));
    let told = |((rule, kind), (by, times)): ((&str, &str), (i32, usize))| {
        let sign = if by > 0 { "+" } else { "" };
        let by = format!("{sign}{}", Figures::of_points([Points(by)].into_iter()).plain(&Score(Points(by))));
        let times = if times > 1 { format!(" ×{times}") } else { String::new() };
        format!("{rule} {}{times} {by}", names.kind(kind, lang))
    };
    sums.into_iter().take(CAUSES_MAX).map(told).collect()
}

/// What the account's last trial adds to a page.
pub fn with_trial(view: &mut WhatIfView, trial: &Trial, names: &Names<'_>, lang: Lang) {
    view.has_text = true;
    match &trial.state {
        TrialState::Running => view.is_running = true,
        TrialState::Failed(mistakes) => view.mistakes.clone_from(mistakes),
        TrialState::Done(changes, rejected) => {
            view.results = told(changes, names, lang);
            view.rejected = *rejected;
        }
    }
}

#[derive(Template)]
#[template(path = "what_if.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a WhatIfView,
}

impl Page<'_> {
    fn rank(&self, of: &Stood) -> String {
        of.rank.map_or_else(|| "—".to_owned(), |rank| rank.to_string())
    }

    fn total(&self, of: &Stood) -> String {
        of.total.map_or_else(|| "—".to_owned(), |total| total.0.to_string())
    }

    fn flags(&self, of: &Stood) -> String {
        let flag = of.flag.map(|flag| match flag {
            "red" => words::RED_FLAG,
            _ => words::YELLOW_FLAG,
        });
        let dissatisfied = of.dissatisfied.then_some(labels::DISSATISFIED);
        let named: Vec<String> =
            flag.into_iter().chain(dissatisfied).map(|word| self.ui.say(word).to_owned()).collect();
        if named.is_empty() { "—".to_owned() } else { self.ui.lang.list(&named) }
    }

    fn changed(&self) -> String {
        said::numbers_changed(self.ui.lang, self.view.changed)
    }

    fn rejected(&self) -> Option<String> {
        let (before, after) = self.view.rejected;
        (before + after > 0).then(|| self.ui.lang.rejected_by_one(before, after))
    }

    fn to(&self, book: Book, month: &MonthTold, of: &Moved) -> String {
        let part = match book {
            Book::Window => "windows",
            Book::Staff => "staff",
        };
        self.ui.at(&format!("/months/{}/{part}/{}", month.month, crate::links::segment(&of.id)))
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &WhatIfView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
