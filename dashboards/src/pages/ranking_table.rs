//! A ranking as a table to be taken away: exactly the rows and figures of the page, in its order, after filter and sort.

use super::ranking::{FlagShown, Mark, Movement, Ranking, Row, Shape, Subjects};
use crate::figures::{Score, full_marks};
use crate::taken::Tabled;
use crate::words::{self, subjects};
use reports::render::table::{Cell, Column, Table};
use reports::words::{Lang, labels};

impl Tabled for Ranking {
    fn table(&self, lang: Lang) -> Table {
        table(self, lang)
    }

    fn version(&self) -> Option<u32> {
        self.edition.as_ref().map(|edition| edition.version)
    }
}

/// The table of a ranking.
fn table(view: &Ranking, lang: Lang) -> Table {
    let columns = columns(view, lang);
    let by_group: Vec<&Row> = match view.shape {
        Shape::Official => view.ranked.iter().collect(),
        Shape::Peers => (0..view.peers.len()).flat_map(|group| view.rows_of(group)).collect(),
    };
    let ranked = by_group.into_iter().map(|row| cells(view, row, "", lang));
    let unranked = view
        .unranked
        .iter()
        .flat_map(|group| group.rows.iter().map(|row| cells(view, row, &group.because, lang)));
    Table {
        title: lang
            .say(match view.subjects {
                Subjects::Windows => words::RANKING_OF_WINDOWS,
                Subjects::Staff => words::RANKING_OF_STAFF,
            })
            .to_owned(),
        about: about(view, &columns, lang),
        rows: ranked.chain(unranked).collect(),
        columns: columns.into_iter().map(|(_, column)| column).collect(),
    }
}

fn about(view: &Ranking, columns: &[(String, Column)], lang: Lang) -> Vec<(String, String)> {
    let chosen = |choices: &[super::filter::Choice]| {
        choices.iter().find(|choice| choice.is_chosen).map(|choice| choice.title.clone())
    };
    let places = [chosen(&view.choices.sites), chosen(&view.choices.departments)];
    let by = columns.iter().find(|(by, _)| *by == view.sort.by);
    let sorted = by.map_or_else(
        || lang.say(labels::RANK).to_owned(),
        |(_, column)| subjects::sorted(lang, &column.title, view.sort.is_descending),
    );
    let told = [
        (subjects::MONTH, view.month_name.clone()),
        (subjects::STATE, view.state.clone()),
        (subjects::AS_OF, view.as_of.clone()),
        (subjects::RULEBOOK, view.rulebook.clone()),
        (subjects::NARROWED, places.into_iter().flatten().collect::<Vec<_>>().join(" · ")),
        (subjects::SORTED, sorted),
    ];
    told.into_iter().map(|(label, text)| (lang.say(label).to_owned(), text)).collect()
}

/// The columns, each with the word that the address sorts by.
fn columns(view: &Ranking, lang: Lang) -> Vec<(String, Column)> {
    let column =
        |by: &str, title: &str, width: u16| (by.to_owned(), Column { title: title.to_owned(), width });
    let is_windows = view.subjects == Subjects::Windows;
    let say = |word| lang.say(word);
    let mut columns = vec![column("rank", say(labels::RANK), 6), column("move", say(words::MOVEMENT), 6)];
    if is_windows {
        columns.push(column("", say(labels::FLAG), 12));
    }
    columns.extend([column("who", say(subjects::NUMBER), 9), column("", say(subjects::NAME), 18)]);
    if !is_windows {
        columns.push(column("window", say(labels::WINDOW), 20));
    }
    columns.extend([column("department", say(labels::DEPARTMENT), 18), column("site", say(words::SITE), 20)]);
    if view.shape == Shape::Peers {
        columns.extend([
            column("completed", say(labels::COMPLETED), 8),
            column("", say(subjects::GROUP), 14),
            column("", say(subjects::PLACE_IN_GROUP), 8),
        ]);
    }
    for of in &view.columns {
        columns.push(column(&of.id, &format!("{} {} {}", of.id, of.title, full_marks(&of.full)), 9));
    }
    let bonus = format!("{} {} ≤{}", view.bonus.id, view.bonus.title, full_marks(&view.bonus.full));
    columns.push(column(&view.bonus.id, &bonus, 9));
    if !is_windows {
        columns.push(column("grade", say(words::GRADE), 8));
    }
    columns.push(column("total", say(labels::TOTAL), 8));
    columns.push(column("next", say(words::BEHIND_NEXT), 9));
    if is_windows {
        columns.push(column("red", say(words::BEHIND_RED), 9));
        columns.push(column("yellow", say(words::ABOVE_YELLOW), 9));
    }
    columns.push(column("", say(subjects::REMARK), 30));
    columns
}

fn cells(view: &Ranking, row: &Row, because: &str, lang: Lang) -> Vec<Cell> {
    let text = |text: &str| if text.is_empty() { Cell::Nothing } else { Cell::Text(text.to_owned()) };
    let score = |score: &Option<Score>| Cell::points(score.map(|score| score.0));
    let marks = |mark: &Mark| Cell::Points(mark.points.0);
    let is_windows = view.subjects == Subjects::Windows;
    let movement = match row.movement {
        Movement::New => lang.say(words::MOVEMENT_NEW).to_owned(),
        Movement::Up(_) | Movement::Down(_) | Movement::Same | Movement::Unknown => row.movement.text(),
    };
    let mut cells = vec![Cell::count(row.rank.map(i64::from)), text(&movement)];
    if is_windows {
        cells.push(text(&signs(row, lang)));
    }
    cells.extend([text(&row.id), text(&row.name)]);
    if let Some(window) = &row.window {
        cells.push(text(&format!("{} {}", window.id, window.name)));
    }
    cells.extend([text(&row.department.name), text(&row.site.name)]);
    if view.shape == Shape::Peers {
        let group = row.peer.and_then(|peer| view.peers.get(peer.group));
        cells.extend([
            Cell::count(row.completed),
            text(group.map_or("", |group| &group.name)),
            Cell::count(row.peer.map(|peer| i64::from(peer.place))),
        ]);
    }
    cells.extend(row.categories.iter().map(marks));
    cells.push(marks(&row.bonus));
    if !is_windows {
        cells.push(text(row.grade.as_deref().unwrap_or_default()));
    }
    cells.extend([Cell::Points(row.total.0), score(&row.behind_next)]);
    if is_windows {
        cells.extend([score(&row.behind_red), score(&row.above_yellow)]);
    }
    cells.push(text(because));
    cells
}

/// The flag of a window and whether it is a dissatisfied one.
fn signs(row: &Row, lang: Lang) -> String {
    let flag = row.flag.map(|flag| match flag {
        FlagShown::Red => words::RED_SHORT,
        FlagShown::Yellow => words::YELLOW_SHORT,
    });
    let dissatisfied = row.dissatisfied.then_some(labels::DISSATISFIED);
    let signs: Vec<&str> = flag.into_iter().chain(dissatisfied).map(|word| lang.say(word)).collect();
    signs.join(" ")
}
