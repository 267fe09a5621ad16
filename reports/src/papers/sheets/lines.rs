//! Lines of the ledger as a table, each with its rule, clause and what it rests on; and what each rule cost.

use super::{SheetReading, counted, sums, table, words};
use crate::changes::published::{Book, Entry};
use crate::document::Sheet;
use crate::explain::published::{book, rule_told};
use crate::render::table::Cell;
use crate::words::{Word, labels, sheets as said};
use scoring::points::Points;
use std::collections::{BTreeMap, BTreeSet};

/// So many events behind a line are named; the rest are counted.
const EVENTS_NAMED_MAX: usize = 4;

/// Whether points were taken or given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Taken,
    Given,
}

/// A column of its own after the date: its head, and its cell of an entry.
type Second<'a> = (Word, fn(&SheetReading<'a>, &Entry) -> Cell);

impl<'a> SheetReading<'a> {
    fn side(&self, entry: &Entry) -> Side {
        if entry.category == book(self.rulebook, entry.book).bonus.id { Side::Given } else { Side::Taken }
    }

    /// The lines of one side that are wanted, in the order of the ledger.
    pub fn entries(&self, side: Side, is_wanted: impl Fn(&Entry) -> bool) -> Vec<&Entry> {
        let all = self.published.entries.iter();
        all.filter(|entry| self.side(entry) == side && is_wanted(entry)).collect()
    }

    /// The lines of one subject's book; none where there are none.
    pub fn ledger(&self, of: Book, id: &str, side: Side) -> Option<Sheet> {
        let own = self.entries(side, |entry| entry.book == of && entry.subject == id);
        let second = match of {
            Book::Window => Some((said::PERSON, SheetReading::person as fn(&Self, &Entry) -> Cell)),
            Book::Staff => None,
        };
        self.lines(&own, side, second)
    }

    /// The deductions of several windows, each with its window.
    pub fn ledger_of(&self, windows: &BTreeSet<&str>) -> Option<Sheet> {
        let own = self.entries(Side::Taken, |entry| {
            entry.book == Book::Window && windows.contains(entry.subject.as_str())
        });
        self.lines(&own, Side::Taken, Some((labels::WINDOW, SheetReading::whose)))
    }

    fn lines(&self, entries: &[&Entry], side: Side, second: Option<Second<'a>>) -> Option<Sheet> {
        if entries.is_empty() {
            return None;
        }
        let (title, points) = match side {
            Side::Taken => (said::TAKEN_LINES, [labels::ASKED_TO_TAKE, labels::TAKEN_INDEED]),
            Side::Given => (said::GIVEN_LINES, [labels::ASKED_TO_GIVE, labels::GIVEN_INDEED]),
        };
        let mut columns = vec![(labels::DATE, 9)];
        columns.extend(second.map(|(head, _)| (head, 12)));
        columns.extend([(labels::WHAT, 16), (said::BY_CLAUSE, 34)]);
        columns.extend([(points[0], 7), (points[1], 7), (said::RESTS_ON, 28)]);
        let mut table = table(self.lang, title, &columns);
        for entry in entries {
            let mut row = vec![words(self.lang.date(entry.date, self.published.month.year()))];
            row.extend(second.map(|(_, cell)| cell(self, entry)));
            row.extend([words(self.what(entry)), words(self.clause(entry))]);
            row.extend([Cell::Points(entry.requested), Cell::Points(entry.applied)]);
            row.push(words(self.rests_on(entry)));
            table.rows.push(row);
        }
        let last = columns.len();
        Some(Sheet { table, sums: Vec::new(), foot: Some(sums(self.lang, last, &[last - 3, last - 2])) })
    }

    fn person(&self, entry: &Entry) -> Cell {
        entry.staff.as_ref().map_or(Cell::Nothing, |staff| words(self.names.subject(Book::Staff, staff)))
    }

    fn whose(&self, entry: &Entry) -> Cell {
        words(self.names.subject(entry.book, &entry.subject))
    }

    /// What happened, with the half day where it belongs to one.
    fn what(&self, entry: &Entry) -> String {
        let kind = self.names.kind(&entry.kind, self.lang);
        match &entry.session {
            Some(session) => said::of_session(self.lang, kind, self.lang.session_word(session)),
            None => kind.to_owned(),
        }
    }

    /// The rule with its clause; the rule's id where the rulebook no longer has it.
    pub fn clause(&self, entry: &Entry) -> String {
        let rules = &book(self.rulebook, entry.book).rules;
        let rule = rules.iter().find(|rule| rule.id == entry.rule);
        rule.map_or_else(|| entry.rule.clone(), |rule| rule_told(rule, self.lang))
    }

    /// The case, rating, complaint or record that a line is about, and the events behind it. Nobody who came to a window is named.
    pub fn rests_on(&self, entry: &Entry) -> String {
        let about = [
            (labels::CASE, &entry.case),
            (labels::RATING, &entry.rating),
            (labels::COMPLAINT, &entry.complaint),
            (labels::FINDING, &entry.finding),
            (labels::MERIT, &entry.merit),
        ];
        let named = about.into_iter().filter_map(|(label, id)| Some((label, id.as_ref()?)));
        let mut told: Vec<String> =
            named.map(|(label, id)| format!("{} {id}", self.lang.say(label))).collect();
        let event = |event: &crate::changes::published::EventId| format!("{}/{}", event.source, event.id);
        let mut events: Vec<String> = entry.evidence.iter().take(EVENTS_NAMED_MAX).map(event).collect();
        if entry.evidence.len() > EVENTS_NAMED_MAX {
            events.push(self.lang.and_more(entry.evidence.len() - EVENTS_NAMED_MAX));
        }
        if events.is_empty() && told.is_empty() {
            return self.say(said::DERIVED);
        }
        if !events.is_empty() {
            told.push(format!("{} {}", self.lang.say(labels::EVENTS), self.lang.list(&events)));
        }
        told.join(self.lang.say(said::SEMICOLON))
    }

    /// What each rule cost several windows together, the dearest first; none where nothing was deducted.
    pub fn by_rule(&self, windows: &BTreeSet<&str>) -> Option<Sheet> {
        let own = self.entries(Side::Taken, |entry| {
            entry.book == Book::Window && windows.contains(entry.subject.as_str())
        });
        let mut rules: BTreeMap<&str, Cost<'_>> = BTreeMap::new();
        for entry in own {
            let cost = rules.entry(&entry.rule).or_insert_with(|| Cost {
                clause: self.clause(entry),
                lines: 0,
                points: Points::ZERO,
                windows: BTreeSet::new(),
            });
            cost.lines += 1;
            cost.points += entry.applied;
            cost.windows.insert(&entry.subject);
        }
        let mut costs: Vec<Cost<'_>> = rules.into_values().collect();
        costs.sort_by_key(|cost| cost.points);
        let columns = [
            (said::BY_CLAUSE, 52),
            (said::LINES, 7),
            (said::WINDOWS_CONCERNED, 9),
            (labels::TAKEN_INDEED, 9),
        ];
        let mut table = table(self.lang, said::BY_RULE, &columns);
        table.rows.extend(costs.into_iter().map(|cost| {
            let Cost { clause, lines, points, windows } = cost;
            vec![words(clause), counted(lines), counted(windows.len()), Cell::Points(points)]
        }));
        let foot = Some(sums(self.lang, columns.len(), &[1, 3]));
        (!table.rows.is_empty()).then_some(Sheet { table, sums: Vec::new(), foot })
    }
}

/// What a rule cost.
struct Cost<'e> {
    clause: String,
    lines: usize,
    points: Points,
    windows: BTreeSet<&'e str>,
}
