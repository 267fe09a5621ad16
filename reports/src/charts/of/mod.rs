//! Charts made from a month's results and from what was counted from its events.
//!
//! | chart | see |
//! | --- | --- |
//! | totals by category, the best first | [`ranking`] |
//! | the trend of a window's or person's total, of the region's mean and median | [`trend_of`], [`trend`] |
//! | shares of departments, sites or windows beside their target | [`against_target`] |
//! | waiting time by weekday and hour | [`waiting`] |
//! | how long cases took, beside their limits | [`case_times`] |
//! | what points were deducted for | [`deductions`] |
//! | a month's attendance | [`attendance`] |
//!
//! A flag that the bureau dropped is not shown.

mod attendance;
mod case_times;
mod deductions;
mod ranking;
mod shares;
mod trend;
mod waiting;

pub use attendance::attendance;
pub use case_times::case_times;
pub use deductions::deductions;
pub use ranking::{ranking, ranking_of};
pub use shares::{TARGETED, against_target};
pub use trend::{trend, trend_of};
pub use waiting::waiting;

use super::Waved;
use crate::changes::Published;
use crate::changes::published::{Book, Level, Standing};
use crate::papers::{Edition, Source};
use crate::words::Lang;
use scoring::context::County;
use scoring::points::Points;
use scoring::proposals::flag_word;
use scoring::ranking::Flag;
use scoring::rulebook::Rulebook;

/// A month that charts are made of.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// Names, titles of rules, working days.
    pub county: County<'a>,
    /// The month.
    pub month: &'a Edition<'a>,
    /// The language of all words.
    pub lang: Lang,
}

/// Whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'a> {
    /// All windows of the region.
    Region,
    /// The windows of a department, by its id.
    Department(&'a str),
    /// The windows of a site, by its id.
    Site(&'a str),
    /// A window, by its id.
    Window(&'a str),
    /// A staff member, by id.
    Staff(&'a str),
}

impl<'a> Ground<'a> {
    /// The month of a source.
    pub fn of(source: &'a Source<'a>, lang: Lang) -> Ground<'a> {
        Ground { county: source.county, month: &source.month, lang }
    }

    fn published(&self) -> &'a Published {
        self.month.published
    }

    fn rulebook(&self) -> &'a Rulebook {
        self.county.rulebooks.of_month(self.published().month)
    }

    fn month_name(&self) -> String {
        self.lang.month(self.published().month)
    }

    /// The flag that a window has, unless the bureau dropped it.
    fn flag(&self, standing: &Standing) -> Option<Waved> {
        flag_in(self.month, standing)
    }

    /// A window's or staff member's name; with the id where others bear the same, the id alone where none is known.
    fn name(&self, book: Book, id: &str) -> String {
        let registry = self.county.registry;
        match book {
            Book::Window => named(id, registry.windows.iter().map(|window| (&*window.id, &*window.name))),
            Book::Staff => named(id, registry.staff.iter().map(|staff| (&*staff.id, &*staff.name))),
        }
    }

    /// The name of what rates are of.
    fn level_name(&self, level: Level, id: &str) -> String {
        let registry = self.county.registry;
        match level {
            Level::Region => registry.name.clone(),
            Level::Department => {
                named(id, registry.departments.iter().map(|department| (&*department.id, &*department.name)))
            }
            Level::Site => named(id, registry.sites.iter().map(|site| (&*site.id, &*site.name))),
            Level::Window => self.name(Book::Window, id),
        }
    }

    /// Who is meant, as a caption names it; nothing for the region.
    pub fn named(&self, whose: Whose<'_>) -> Option<String> {
        match whose {
            Whose::Region => None,
            Whose::Department(id) => Some(self.level_name(Level::Department, id)),
            Whose::Site(id) => Some(self.level_name(Level::Site, id)),
            Whose::Window(id) => Some(self.name(Book::Window, id)),
            Whose::Staff(id) => Some(self.name(Book::Staff, id)),
        }
    }

    /// Whether a window belongs to whom is meant, by its standing of the month.
    fn is_of(&self, standing: &Standing, whose: Whose<'_>) -> bool {
        let [site, department] = standing.home.as_slice() else { return whose == Whose::Region };
        match whose {
            Whose::Region => true,
            Whose::Department(id) => department == id,
            Whose::Site(id) => site == id,
            Whose::Window(id) => standing.id == id,
            Whose::Staff(_) => false,
        }
    }
}

fn flag_in(edition: &Edition<'_>, standing: &Standing) -> Option<Waved> {
    let flag = standing.flag.filter(|flag| !edition.is_dropped(flag_word(*flag), &standing.id))?;
    Some(match flag {
        Flag::Red => Waved::Red,
        Flag::Yellow => Waved::Yellow,
    })
}

fn named<'n>(id: &str, all: impl Iterator<Item = (&'n str, &'n str)> + Clone) -> String {
    let Some((_, name)) = all.clone().find(|(known, _)| *known == id) else { return id.to_owned() };
    let is_alone = all.filter(|(_, other)| *other == name).count() == 1;
    if is_alone || name == id { name.to_owned() } else { format!("{id} {name}") }
}

/// Points as a figure to be drawn.
fn figure(points: Points) -> f64 {
    f64::from(points.0) / 100.0
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_name_that_others_bear_has_its_id() {
        let all = [("W-1", "综合窗口"), ("W-2", "综合窗口"), ("W-3", "公安窗口"), ("W-4", "W-4")];
        let names = ["W-1", "W-3", "W-4", "W-9"].map(|id| named(id, all.iter().copied()));
        assert_eq!(names, ["W-1 综合窗口", "公安窗口", "W-4", "W-9"]);
    }
}
