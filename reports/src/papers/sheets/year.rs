//! The year so far of a window or staff member, month by month.

use super::{SheetReading, flag_of, is_dissatisfied, means, table, words};
use crate::changes::published::{Book, Standing};
use crate::document::Sheet;
use crate::papers::Edition;
use crate::render::table::Cell;
use crate::words::{labels, sheets as said};
use scoring::ranking::Flag;

/// How often a window flew the flags and was a dissatisfied one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flown {
    pub red: usize,
    pub yellow: usize,
    pub dissatisfied: usize,
}

impl<'a> SheetReading<'a> {
    /// The months of the year that are known, up to this one, in order.
    pub fn year_so_far(&self) -> Vec<&'a Edition<'a>> {
        let month = self.published.month;
        let earlier =
            self.source.others.iter().filter(|other| {
                other.published.month < month && other.published.month.year() == month.year()
            });
        earlier.chain([&self.source.month]).collect()
    }

    /// How often a window flew the flags in the months of the year that are known.
    pub fn flown(&self, window: &str) -> Flown {
        let mut flown = Flown::default();
        for edition in self.year_so_far() {
            let Some(standing) = edition.published.standing(Book::Window, window) else { continue };
            let flag = flag_of(edition, standing);
            flown.red += usize::from(flag == Some(Flag::Red));
            flown.yellow += usize::from(flag == Some(Flag::Yellow));
            flown.dissatisfied += usize::from(is_dissatisfied(edition, standing));
        }
        flown
    }

    /// The months with total and rank; of windows the flags, of staff the window and the grade.
    pub fn year(&self, of: Book, id: &str) -> Sheet {
        let own = match of {
            Book::Window => [(labels::FLAG, 10), (labels::DISSATISFIED, 14)],
            Book::Staff => [(labels::WINDOW, 16), (labels::GRADE, 12)],
        };
        let mut columns = vec![(said::MONTH, 12), (said::VERSION, 12), (labels::TOTAL, 9), (labels::RANK, 7)];
        columns.extend(own);
        let mut table = table(self.lang, said::YEAR_SO_FAR, &columns);
        for edition in self.year_so_far() {
            let standing = edition.published.standing(of, id);
            let mut row = vec![
                words(self.lang.month(edition.published.month)),
                words(said::edition(self.lang, edition.version)),
                Cell::points(standing.map(|standing| standing.total)),
                Cell::count(standing.and_then(|standing| standing.rank).map(i64::from)),
            ];
            row.extend(match standing {
                Some(standing) => self.of_month(edition, standing),
                None => [Cell::Nothing, Cell::Nothing],
            });
            table.rows.push(row);
        }
        Sheet { table, sums: Vec::new(), foot: Some(means(self.lang, columns.len(), &[2])) }
    }

    fn of_month(&self, edition: &Edition<'_>, standing: &Standing) -> [Cell; 2] {
        match standing.book {
            Book::Window => {
                let flag = flag_of(edition, standing).map(|flag| self.flag(flag));
                let dissatisfied = is_dissatisfied(edition, standing).then(|| self.say(labels::YES));
                [words(flag.unwrap_or_default()), words(dissatisfied.unwrap_or_default())]
            }
            Book::Staff => {
                let window = standing.home.first().map(|window| self.names.subject(Book::Window, window));
                let grade = standing.evaluation.as_deref().map(|grade| self.names.grade(grade, self.lang));
                [words(window.unwrap_or_default()), words(grade.unwrap_or_default())]
            }
        }
    }
}
