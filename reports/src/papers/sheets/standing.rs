//! Where a window or staff member stands: total, rank, margins, what the total is made of.

use super::{SheetReading, flag_of, is_dissatisfied, sums, table, words};
use crate::changes::published::{Book, Standing};
use crate::document::{RowSum, Sheet};
use crate::explain::published::{book, categories};
use crate::render::table::Cell;
use crate::words::{Lang, Word, labels, sheets as said};
use scoring::points::Points;
use scoring::ranking::{self, Flag};
use scoring::registry::Assignment;

/// A fact: label and text.
pub type Told = (String, String);

impl SheetReading<'_> {
    pub fn fact(&self, label: Word, text: impl Into<String>) -> Told {
        (self.say(label), text.into())
    }

    /// Total, and what it is made of.
    pub fn total(&self, standing: &Standing) -> Told {
        let told = self.lang.total(standing.total, standing.total - standing.bonus, standing.bonus);
        self.fact(labels::TOTAL, told)
    }

    /// Those that are ranked, in the order of the ranking.
    pub fn field(&self, book: Book) -> Vec<(u32, &Standing)> {
        let all = match book {
            Book::Window => &self.published.windows,
            Book::Staff => &self.published.staff,
        };
        let mut field: Vec<_> = all.iter().filter_map(|other| Some((other.rank?, other))).collect();
        field.sort_by_key(|(rank, _)| *rank);
        field
    }

    /// The rank among how many; others that share it are counted, not named.
    pub fn rank(&self, standing: &Standing) -> Told {
        let field = self.field(standing.book);
        let among = match standing.book {
            Book::Window => labels::WINDOWS,
            Book::Staff => labels::STAFF_RANKED,
        };
        let told = match standing.rank {
            Some(rank) => {
                let sharing = field.iter().filter(|(other, _)| *other == rank).count().saturating_sub(1);
                let ranked = self.lang.ranked(rank, field.len(), among, &[]);
                format!("{ranked}{}", said::shared(self.lang, sharing))
            }
            None => self.say(said::UNRANKED),
        };
        self.fact(labels::RANK, told)
    }

    /// The flag of a window, and whether it is a dissatisfied one.
    pub fn flags(&self, standing: &Standing) -> Vec<Told> {
        let edition = &self.source.month;
        let proposed = |text: String| if self.is_draft() { said::proposed(self.lang, &text) } else { text };
        let flag = flag_of(edition, standing).map(|flag| proposed(self.flag(flag)));
        let dissatisfied = if is_dissatisfied(edition, standing) {
            proposed(self.say(labels::YES))
        } else {
            self.say(labels::NO)
        };
        vec![
            self.fact(labels::FLAG, flag.unwrap_or_else(|| self.say(labels::NONE))),
            self.fact(labels::DISSATISFIED, dissatisfied),
        ]
    }

    /// A flag in words: no face has a glyph for it.
    pub fn flag(&self, flag: Flag) -> String {
        self.say(match flag {
            Flag::Red => labels::RED_FLAG,
            Flag::Yellow => labels::YELLOW_FLAG,
        })
    }

    /// How far it is to the neighbours in the ranking, and of windows to the flags and to the dissatisfied line. Whom it is measured
    /// against is not named: sheets are handed to those they are about.
    pub fn margins(&self, standing: &Standing) -> Vec<Told> {
        let mut margins = Vec::new();
        if let Some(rank) = standing.rank {
            let field = self.field(standing.book);
            let ranks: Vec<u32> = field.iter().map(|(rank, _)| *rank).collect();
            let measured = ranking::measured(&self.rulebook.ranking, &ranks, rank);
            let mut lines =
                vec![(labels::TO_RANK_ABOVE, measured.above), (labels::TO_RANK_BELOW, measured.below)];
            if standing.book == Book::Window {
                lines.extend([(labels::TO_RED, measured.red), (labels::TO_YELLOW, measured.yellow)]);
            }
            for (label, other) in lines {
                let Some((_, other)) = other.and_then(|place| field.get(place)) else { continue };
                margins.push(self.fact(label, said::margin(self.lang, standing.total - other.total)));
            }
        }
        if standing.book == Book::Window {
            let line = self.rulebook.dissatisfied.total_max;
            let margin = said::margin(self.lang, standing.total - line);
            let told = said::in_brackets(self.lang, &margin, &self.lang.line(line));
            margins.push(self.fact(labels::TO_DISSATISFIED, told));
        }
        margins
    }

    /// Full marks, what was taken and what is left of each category, with the bonus and the total.
    pub fn makeup(&self, standing: &Standing) -> Sheet {
        let book = book(self.rulebook, standing.book);
        let columns = [(labels::CATEGORY, 20), (labels::FULL, 9), (labels::TAKEN, 9), (said::SCORED, 9)];
        let mut table = table(self.lang, labels::MAKEUP, &columns);
        for (category, left) in book.categories.iter().zip(categories(book, standing)) {
            table.rows.push(vec![
                words(format!("{} {}", category.id, self.lang.title(&category.title))),
                Cell::Points(category.full),
                Cell::Points(left - category.full),
                Cell::Points(left),
            ]);
        }
        let most = format!("{} {}", self.lang.say(labels::BONUS_MOST), book.bonus.full);
        let title = format!("{} {}", book.bonus.id, self.lang.title(&book.bonus.title));
        let named = said::in_brackets(self.lang, &title, &most);
        table.rows.push(vec![words(named), Cell::Nothing, Cell::Nothing, Cell::Points(standing.bonus)]);
        Sheet {
            table,
            sums: vec![RowSum { column: 3, of: vec![1, 2] }],
            foot: Some(sums(self.lang, columns.len(), &[1, 2, 3])),
        }
    }

    /// Who worked somewhere in the month by these assignments, the lead first.
    pub fn people(&self, assignments: &[Assignment]) -> Vec<String> {
        let month = self.published.month;
        let (first, last) = (month.first_day(), month.last_day());
        let registry = self.source.county.registry;
        let mut here: Vec<&Assignment> =
            assignments.iter().filter(|held| held.from <= last && held.to >= first).collect();
        here.sort_by_key(|held| (!held.lead, held.staff));
        let mut people: Vec<String> = Vec::new();
        for held in here {
            let Some(staff) = registry.staff.get(usize::from(held.staff)) else { continue };
            let named = self.names.subject(Book::Staff, &staff.id);
            if !people.contains(&named) {
                people.push(named);
            }
        }
        people
    }

    /// Until when and how one may appeal.
    pub fn appeal(&self) -> String {
        match self.source.appeal_until {
            Some(until) => said::appeal_until(self.lang, &self.date(until)),
            None => said::appeal_within(self.lang, self.rulebook.deadlines.appeal_workdays),
        }
    }
}

/// The mean of some totals to the hundredth, half up; none where there are none.
pub fn mean(totals: impl Iterator<Item = Points>) -> Option<Points> {
    let (sum, count) = totals.fold((0_i64, 0_i64), |(sum, count), of| (sum + i64::from(of.0), count + 1));
    if count == 0 {
        return None;
    }
    i32::try_from((2 * sum + count).div_euclid(2 * count)).ok().map(Points)
}

/// The difference of two means, told with its sign; nothing where one is not there.
pub fn difference(lang: Lang, own: Option<Points>, other: Option<Points>) -> String {
    match (own, other) {
        (Some(own), Some(other)) => said::margin(lang, own - other),
        (_, _) => "—".to_owned(),
    }
}
