//! The rectification order (整改通知书): what was found, by which clauses, what is to be done by when, and the lines of receipt.
//!
//! Orders are in the service's log; [`OrderTold`] is one as its events tell it, gathered where the log is at hand.

use super::sheets::lines::Side;
use super::sheets::{Body, SheetReading, flag_of, is_dissatisfied, table, words};
use super::{NotMade, Source, Told, Wanted};
use crate::changes::published::{Book, Entry, Standing};
use crate::document::{Annex, Block, Document, Sheet, Signed};
use crate::explain::published::book;
use crate::words::{labels, sheets as said};
use scoring::points::Points;
use scoring::time::Date;

/// So many rules are named with what they cost; the annex has every line.
const RULES_NAMED_MAX: usize = 5;

/// A rectification order as its events tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderTold {
    /// Its id, which is its number.
    pub id: String,
    /// The window that is to rectify, by id.
    pub window: String,
    /// What is to be rectified, as it was written.
    pub reason: String,
    /// The day on which it was issued.
    pub issued: Date,
    /// By when it was to be done when it was issued.
    pub due_at_first: Date,
    /// By when, as things stand.
    pub due: Date,
    /// What followed, in order.
    pub steps: Vec<StepTold>,
}

/// What followed an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepTold {
    /// The day.
    pub date: Date,
    /// What.
    pub step: Step,
    /// What shows it, or what was seen; a line each.
    pub lines: Vec<String>,
}

/// A step of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Reported as done.
    Reported,
    /// Checked, and passed.
    Passed,
    /// Checked, and failed; to be done again by a day.
    Failed(Date),
}

/// Makes it. The month is the one whose results it follows from: its standing and deductions are the facts.
///
/// # Errors
///
/// [`NotMade::NoSubject`]; [`NotMade::NotInFiles`]: the source tells of no order; [`NotMade::Unknown`]: of another one.
pub fn make(wanted: &Wanted, source: &Source<'_>) -> Result<Document, NotMade> {
    let reading = SheetReading::of(wanted, source);
    let id = reading.subject()?;
    let Told::Order(order) = source.told else { return Err(NotMade::NotInFiles) };
    if order.id != id {
        return Err(NotMade::Unknown(id.to_owned()));
    }
    let lang = reading.lang;
    let standing = reading.published.standing(Book::Window, &order.window);
    let lines =
        reading.entries(Side::Taken, |entry| entry.book == Book::Window && entry.subject == order.window);
    let rules = dearest(&reading, &lines);
    let mut document = reading.official(id, Some(id.to_owned()), order.issued);
    document.addressees = Some(addressee(&reading, &order.window, standing));
    let mut body = Body::new(lang);
    body.push(Block::paragraph(said::order_opening(lang, lang.title(&reading.rulebook.title))));
    body.heading(lang.say(said::ORDER_FACTS));
    body.push(Block::paragraph(order.reason.as_str()));
    if let Some(standing) = standing {
        body.push(Block::paragraph(stood(&reading, standing)));
    }
    for (place, Dear { rule, points, count, .. }) in rules.iter().enumerate() {
        body.push(Block::paragraph(said::rule_cost(lang, place + 1, rule, *points, *count)));
    }
    body.heading(lang.say(said::ORDER_BASIS));
    body.push(Block::paragraph(said::order_basis(
        lang,
        &lang.rulebook(
            lang.title(&reading.rulebook.title),
            &reading.published.rulebook,
            &reading.published.rulebook_version,
        ),
        &clauses(&rules),
    )));
    body.heading(lang.say(said::ORDER_DEMANDS));
    let due = reading.date(order.due_at_first);
    let days = reading.rulebook.deadlines.order_workdays;
    for demand in said::order_demands(lang, &due, days) {
        body.push(Block::paragraph(demand));
    }
    if !order.steps.is_empty() {
        body.heading(lang.say(said::ORDER_HISTORY));
        body.push(Block::table(history(&reading, order)));
        if order.due != order.due_at_first {
            body.push(Block::paragraph(said::order_due_now(lang, &reading.date(order.due))));
        }
    }
    document.blocks = body.blocks;
    document.signed = Some(Signed {
        body: reading.issuer(),
        date: reading.date(order.issued),
        by_hand: [said::DELIVERED_BY, said::RECEIVED_BY, said::RECEIVED_ON]
            .map(|line| reading.say(line))
            .into(),
    });
    if let Some(sheet) = reading.ledger(Book::Window, &order.window, Side::Taken) {
        let title = said::deductions_of(lang, &reading.month());
        document.annexes.push(Annex { title, blocks: vec![Block::table(sheet)] });
    }
    Ok(document.sealed())
}

/// The window with its department.
pub(super) fn addressee(reading: &SheetReading<'_>, window: &str, standing: Option<&Standing>) -> String {
    let named = reading.window_name(window);
    let department = standing.and_then(|standing| standing.home.get(1));
    match department.map(|id| reading.department_name(id)) {
        Some(department) => said::in_brackets(reading.lang, &named, &department),
        None => named,
    }
}

/// Where the window stood in the month that the order follows from.
fn stood(reading: &SheetReading<'_>, standing: &Standing) -> String {
    let edition = &reading.source.month;
    let (_, rank) = reading.rank(standing);
    let flag = flag_of(edition, standing).map(|flag| reading.flag(flag));
    let dissatisfied = is_dissatisfied(edition, standing).then(|| reading.say(labels::DISSATISFIED));
    let found: Vec<String> = flag.into_iter().chain(dissatisfied).collect();
    said::stood(reading.lang, &reading.month(), standing.total, &rank, &reading.lang.list(&found))
}

/// A rule with what it cost.
pub(super) struct Dear {
    /// What it is called, with clause and id.
    pub rule: String,
    /// The clause alone.
    pub clause: String,
    /// What it cost; less than nothing.
    pub points: Points,
    /// How many lines.
    pub count: usize,
}

/// The rules that cost most.
pub(super) fn dearest(reading: &SheetReading<'_>, lines: &[&Entry]) -> Vec<Dear> {
    let mut rules: Vec<(&str, Dear)> = Vec::new();
    for entry in lines {
        match rules.iter_mut().find(|(id, _)| *id == entry.rule) {
            Some((_, dear)) => {
                dear.points += entry.applied;
                dear.count += 1;
            }
            None => {
                let (rule, clause) = named(reading, entry);
                rules.push((&entry.rule, Dear { rule, clause, points: entry.applied, count: 1 }));
            }
        }
    }
    let mut dearest: Vec<Dear> = rules.into_iter().map(|(_, dear)| dear).collect();
    dearest.retain(|dear| dear.points < Points::ZERO);
    dearest.sort_by_key(|dear| dear.points);
    dearest.truncate(RULES_NAMED_MAX);
    dearest
}

/// A rule as an official text names it, and its clause; the id alone where the rulebook no longer has it.
fn named(reading: &SheetReading<'_>, entry: &Entry) -> (String, String) {
    let rules = &book(reading.rulebook, entry.book).rules;
    match rules.iter().find(|rule| rule.id == entry.rule) {
        Some(rule) => {
            let (title, clause) = (reading.lang.title(&rule.title), reading.lang.title(&rule.clause));
            (said::rule_named(reading.lang, title, clause, &rule.id), clause.to_owned())
        }
        None => (entry.rule.clone(), entry.rule.clone()),
    }
}

/// The clauses of some rules, each once.
fn clauses(rules: &[Dear]) -> Vec<String> {
    let mut clauses: Vec<String> = Vec::new();
    for dear in rules {
        if !clauses.contains(&dear.clause) {
            clauses.push(dear.clause.clone());
        }
    }
    clauses
}

fn history(reading: &SheetReading<'_>, order: &OrderTold) -> Sheet {
    let lang = reading.lang;
    let columns = [(labels::DATE, 14), (said::STEP, 18), (said::SEEN, 40)];
    let mut table = table(lang, said::ORDER_HISTORY, &columns);
    for step in &order.steps {
        let what = match step.step {
            Step::Reported => reading.say(said::STEP_REPORTED),
            Step::Passed => reading.say(said::STEP_PASSED),
            Step::Failed(again) => said::step_failed(lang, &reading.date(again)),
        };
        let seen = step.lines.join(lang.say(said::SEMICOLON));
        table.rows.push(vec![words(reading.date(step.date)), words(what), words(seen)]);
    }
    Sheet::plain(table)
}
