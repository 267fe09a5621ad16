//! The tables of a department's or site's sheet: its windows, its rates beside targets, last month and others.

use super::place::Place;
use super::rates::{self, Rated, cell};
use super::{SheetReading, counted, flag_of, is_dissatisfied, sums, table, words};
use crate::changes::published::{Book, Standing};
use crate::document::{Block, Sheet, Total};
use crate::render::table::Cell;
use crate::words::{labels, sheets as said};
use scoring::points::Points;

/// The kinds of lines that say that something fell overdue.
const OVERDUE: [&str; 2] = ["overdue", "joint_delay"];

impl SheetReading<'_> {
    /// The windows of a place with total, rank, last month's rank, flag and what fell overdue; none where it has none.
    pub fn windows(&self, place: &Place<'_>) -> Option<Sheet> {
        let columns = [
            (labels::WINDOW, 24),
            (labels::TOTAL, 8),
            (labels::RANK, 6),
            (said::RANK_BEFORE, 8),
            (labels::TAKEN, 8),
            (labels::BONUS, 8),
            (said::OVERDUE_LINES, 8),
            (labels::FLAG, 18),
        ];
        let mut table = table(self.lang, said::WINDOWS_OF_IT, &columns);
        let before = self.source.of(self.published.month.previous());
        for standing in &place.windows {
            let earlier = before.and_then(|edition| edition.published.standing(Book::Window, &standing.id));
            let left: Points = standing.total - standing.bonus;
            let full: Points = self.rulebook.window_book.categories.iter().map(|of| of.full).sum();
            table.rows.push(vec![
                words(self.names.subject(Book::Window, &standing.id)),
                Cell::Points(standing.total),
                Cell::count(standing.rank.map(i64::from)),
                Cell::count(earlier.and_then(|earlier| earlier.rank).map(i64::from)),
                Cell::Points(left - full),
                Cell::Points(standing.bonus),
                counted(self.overdue(standing)),
                words(self.flag_told(standing)),
            ]);
        }
        let mut foot = sums(self.lang, columns.len(), &[4, 5, 6]);
        if let Some(total) = foot.totals.get_mut(1) {
            *total = Total::Mean;
        }
        foot.label = self.say(said::MEAN_AND_SUM);
        (!table.rows.is_empty()).then_some(Sheet { table, sums: Vec::new(), foot: Some(foot) })
    }

    fn overdue(&self, standing: &Standing) -> usize {
        let own = self.published.entries.iter().filter(|entry| {
            entry.book == Book::Window
                && entry.subject == standing.id
                && OVERDUE.contains(&entry.kind.as_str())
        });
        own.count()
    }

    fn flag_told(&self, standing: &Standing) -> String {
        let edition = &self.source.month;
        let flag = flag_of(edition, standing).map(|flag| self.flag(flag));
        let dissatisfied = is_dissatisfied(edition, standing).then(|| self.say(labels::DISSATISFIED_SHORT));
        let told: Vec<String> = flag.into_iter().chain(dissatisfied).collect();
        self.lang.list(&told)
    }

    /// The rates of a place beside target, last month and the mean of others of its kind.
    pub fn compared(&self, place: &Place<'_>) -> Sheet {
        let targets = &self.rulebook.targets;
        let of = |id: &str| rates::of(self.published, place.kind.level(), id, targets);
        let others: Vec<Vec<Rated<'_>>> = place.others(self.published).into_iter().map(&of).collect();
        let before = self.source.of(self.published.month.previous());
        let before = before
            .map(|edition| rates::of(edition.published, place.kind.level(), place.id, targets))
            .unwrap_or_default();
        let columns = [
            (labels::RATE, 16),
            (said::THIS_MONTH, 12),
            (said::PART, 7),
            (said::WHOLE, 7),
            (labels::TARGET, 9),
            (said::MET, 7),
            (said::LAST_MONTH, 12),
            (said::OTHERS_MEAN, 12),
        ];
        let mut table = table(self.lang, said::RATES_AGAINST_TARGETS, &columns);
        for rated in of(place.id) {
            let earlier = before.iter().find(|earlier| earlier.rate == rated.rate);
            let of_others = others.iter().flatten().filter(|other| other.rate == rated.rate);
            let figures: Vec<&str> = of_others.filter_map(|other| other.figure).collect();
            let mean = rates::mean(rated.rate, &figures);
            table.rows.push(vec![
                words(self.lang.rate(rated.rate)),
                cell(self.lang, rated.rate, rated.figure),
                Cell::count(rated.parts.map(|parts| parts.0)),
                Cell::count(rated.parts.map(|parts| parts.1)),
                Cell::share(rated.target),
                self.met(&rated),
                cell(self.lang, rated.rate, earlier.and_then(|earlier| earlier.figure)),
                cell(self.lang, rated.rate, mean.as_deref()),
            ]);
        }
        Sheet::plain(table)
    }

    /// The targets that a place missed, as a sentence.
    pub fn missed(&self, place: &Place<'_>) -> String {
        let own = rates::of(self.published, place.kind.level(), place.id, &self.rulebook.targets);
        let missed = own.iter().filter(|rated| rated.is_met() == Some(false));
        let told: Vec<String> = missed.map(|rated| self.lang.rate(rated.rate).to_owned()).collect();
        if told.is_empty() { self.say(labels::NONE) } else { self.lang.list(&told) }
    }

    /// What is common to the facts of departments and sites: windows, mean against others and last month, flags, targets missed.
    pub fn place_facts(&self, place: &Place<'_>) -> Vec<super::standing::Told> {
        use super::standing::difference;
        let edition = &self.source.month;
        let own = place.mean();
        let others = place.mean_of_others(self.published);
        let before = self.source.of(self.published.month.previous());
        let before = before.and_then(|other| Place::in_month(other.published, place.kind, place.id).mean());
        let told = |mean: Option<Points>| mean.map_or_else(|| "—".to_owned(), |mean| self.lang.points(mean));
        let against = |mean: Option<Points>| {
            said::in_brackets(self.lang, &told(mean), &difference(self.lang, own, mean))
        };
        let [red, yellow, dissatisfied] = place.flags(edition);
        let ranked = place.ranked().count();
        vec![
            self.fact(said::WINDOWS_OF_IT, said::windows_ranked(self.lang, place.windows.len(), ranked)),
            self.fact(said::MEAN_TOTAL, told(own)),
            self.fact(said::OTHERS_MEAN_TOTAL, against(others)),
            self.fact(said::MEAN_BEFORE, against(before)),
            self.fact(labels::FLAG, said::flags_counted(self.lang, red, yellow)),
            self.fact(labels::DISSATISFIED, said::windows(self.lang, dissatisfied)),
            self.fact(labels::TARGETS_CHANGED, self.missed(place)),
        ]
    }

    /// That nothing is settled yet, where the month is open.
    pub fn draft_note(&self) -> Option<Block> {
        self.is_draft().then(|| Block::note(self.lang.say(said::DRAFT_NOTE)))
    }
}
