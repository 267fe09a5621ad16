//! The monthly bulletin (通报): what a county government makes known of a month, part by part, with every line of the books annexed.
//!
//! | part | where |
//! | --- | --- |
//! | the month's situation | `situation` |
//! | ranking, flags and consequences | `ranking`, `flags` |
//! | staff list, the one place where staff are named | `staff` |
//! | departments against targets, sub-centers | `places` |
//! | bad ratings, complaints, overdue cases | `feedback`, `overdue` |
//! | comparison with last month and last year | `comparison` |
//! | every line of the books | `annex` |
//!
//! Applicants are never named: the books hold the ids of cases, ratings and complaints alone.

mod annex;
mod comparison;
mod feedback;
mod flags;
mod overdue;
mod places;
mod ranking;
mod situation;
mod staff;

use super::frame::Frame;
use super::reading::{Reading, told};
use super::tally::Tally;
use super::texts::Said;
use super::{NotMade, Source, Wanted};
use crate::changes::published::Level;
use crate::document::{Block, Document};
use crate::words::{Lang, bulletin as words};
use scoring::ranking::Flag;
use scoring::rates::Rate;

/// What the parts are made of.
struct Bulletin<'a> {
    source: &'a Source<'a>,
    reading: Reading<'a>,
    tally: Tally,
    targets: Vec<(&'static str, Rate)>,
    missed: Vec<Missed<'a>>,
}

/// A department with the targets that it missed.
struct Missed<'a> {
    department: &'a str,
    rates: Vec<&'static str>,
}

/// Makes the bulletin of a month.
///
/// # Errors
///
/// None: every month has one.
pub fn make(wanted: &Wanted, source: &Source<'_>) -> Result<Document, NotMade> {
    let lang = wanted.lang;
    let reading = Reading::of(source, source.month, lang);
    let month = reading.published().month;
    let frame = Frame {
        wording: &source.texts.bulletin,
        period: month.to_string(),
        written: lang.month(month),
        year: month.year(),
        number: i64::from(month.number()),
        called: words::CALLED,
        is_draft: source.month.version.is_none(),
    };
    let mut said = frame.said(source, &reading);
    let targets = targets(&reading);
    let missed = missed(&reading, &targets);
    let bulletin = Bulletin { source, tally: Tally::of(&reading), targets, missed, reading };
    bulletin.say(&mut said);
    let mut document = frame.document(wanted, source, &bulletin.reading, &said);
    let parts = [
        ("situation", situation::blocks(&bulletin)),
        ("ranking", ranking::blocks(&bulletin)),
        ("flags", flags::blocks(&bulletin)),
        ("staff", staff::blocks(&bulletin)),
        ("departments", places::departments(&bulletin)),
        ("sites", places::sites(&bulletin)),
        ("feedback", feedback::blocks(&bulletin)),
        ("overdue", overdue::blocks(&bulletin)),
        ("comparison", comparison::blocks(&bulletin)),
        ("requirements", frame.requirements(&said, lang)),
    ];
    for ((part, blocks), number) in parts.into_iter().zip(1..) {
        let heading = said.write(frame.wording.heading(part, lang));
        document.blocks.push(Block::heading(1, lang.part_heading(number, &heading)));
        document.blocks.extend(blocks);
    }
    document.blocks.extend(frame.closing(&said, lang));
    document.annexes = annex::annexes(&bulletin.reading);
    Ok(document.sealed())
}

impl Bulletin<'_> {
    fn lang(&self) -> Lang {
        self.reading.lang
    }

    /// Says the month's figures for the bureau's words.
    fn say(&self, said: &mut Said) {
        let (reading, tally, lang) = (&self.reading, &self.tally, self.lang());
        let published = reading.published();
        tally.say(said);
        say_windows(said, "red", "red_windows", reading, reading.flagged(Flag::Red));
        say_windows(said, "yellow", "yellow_windows", reading, reading.flagged(Flag::Yellow));
        say_windows(said, "dissatisfied", "dissatisfied_windows", reading, reading.all_dissatisfied());
        for rate in ["accepted", "completed", "ratings", "complaints", "complaints_upheld"] {
            said.count(rate, reading.of_region(rate).unwrap_or_default());
        }
        for rate in ["on_site_rate", "on_time_rate", "satisfaction_rate"] {
            let figure = reading.share_of_region(rate);
            said.text(rate, figure.map_or(String::new(), |share| lang.percent(share)));
        }
        said.count("months", 1);
        said.count("windows", published.windows.iter().filter(|of| of.rank.is_some()).count() as i64);
        said.count("staff", published.staff.iter().filter(|of| of.rank.is_some()).count() as i64);
        said.count("departments_missed", self.missed.len() as i64);
        let names: Vec<String> =
            self.missed.iter().map(|of| reading.department_name(of.department).to_owned()).collect();
        said.text("departments_missed_names", lang.names(&names));
    }
}

fn say_windows(
    said: &mut Said,
    count: &'static str,
    names: &'static str,
    reading: &Reading<'_>,
    windows: Vec<(&crate::changes::published::Standing, bool)>,
) {
    said.count(count, windows.len() as i64);
    let told: Vec<String> = windows.iter().map(|(of, _)| told(&of.id, reading.window_name(&of.id))).collect();
    said.text(names, reading.lang.names(&told));
}

/// The targets of the rulebook, by the rates that are held against them.
fn targets(reading: &Reading<'_>) -> Vec<(&'static str, Rate)> {
    let targets = &reading.rulebook.targets;
    let all = [
        ("on_site_rate", targets.on_site_rate),
        ("on_time_rate", targets.on_time_rate),
        ("early_rate", targets.early_rate),
        ("instant_share", targets.instant_share),
        ("satisfaction_rate", targets.satisfaction_rate),
        ("promised_reduction", targets.reduction),
    ];
    all.into_iter().filter_map(|(rate, target)| Some((rate, Rate(i64::from(target?))))).collect()
}

/// Departments with the targets that they missed; where nothing could be counted, nothing is missed.
fn missed<'a>(reading: &Reading<'a>, targets: &[(&'static str, Rate)]) -> Vec<Missed<'a>> {
    let of_department = |department: &'a str| {
        let is_missed = |&(rate, target): &(&'static str, Rate)| {
            let share = reading.share(Level::Department, department, rate)?;
            (share < target).then_some(rate)
        };
        Missed { department, rates: targets.iter().filter_map(is_missed).collect() }
    };
    let all = reading.ids(Level::Department).into_iter().map(of_department);
    all.filter(|of| !of.rates.is_empty()).collect()
}
