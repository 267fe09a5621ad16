//! What the quarter's and the year's summaries share: which months count, means, flags by month, awards.
//!
//! A month counts once its last day is over. One that is not closed counts too, and makes the summary a draft, as does a period
//! that goes on. Shares are not averaged: what they are parts of is not published, so they are shown month by month and only
//! counts are added up.

mod awards;
mod means;
mod months;

use super::frame::Frame;
use super::reading::Reading;
use super::tally::Tally;
use super::texts::{Said, Wording};
use super::{Edition, NotMade, Source, Wanted};
use crate::changes::published::{Book, Standing};
use crate::document::{Block, Document};
use crate::words::{Lang, Word};
use scoring::ranking::Flag;
use scoring::time::Month;

/// A quarter or a year.
pub(super) struct Period<'p> {
    pub wording: &'p Wording,
    pub months: Vec<Month>,
    pub trace: String,
    pub written: String,
    pub number: i64,
    pub called: Word,
}

/// The months of a period as they are known.
struct Summary<'a> {
    source: &'a Source<'a>,
    lang: Lang,
    /// Every month of the period, with what is known of it.
    months: Vec<(Month, Option<Reading<'a>>)>,
}

/// Windows of a month, each with whether the bureau confirmed what it was found to be.
type Windows<'a> = fn(&Reading<'a>) -> Vec<(&'a Standing, bool)>;

/// Makes a summary.
///
/// # Errors
///
/// None of its months is over.
pub(super) fn make(wanted: &Wanted, source: &Source<'_>, period: &Period<'_>) -> Result<Document, NotMade> {
    let lang = wanted.lang;
    let edition = |month: Month| -> Option<Edition<'_>> {
        let own = (source.month.published.month == month).then_some(source.month);
        own.or_else(|| source.of(month).copied())
    };
    let of = |&month: &Month| (month, edition(month).map(|edition| Reading::of(source, edition, lang)));
    let summary = Summary { source, lang, months: period.months.iter().map(of).collect() };
    let Some(last) = summary.counting().last() else {
        return Err(NotMade::Unknown(period.written.clone()));
    };
    let frame = Frame {
        wording: period.wording,
        period: period.trace.clone(),
        written: period.written.clone(),
        year: last.published().month.year(),
        number: period.number,
        called: period.called,
        is_draft: summary.open() > 0 || period.months.iter().any(|month| month.last_day() >= source.today),
    };
    let awards = awards::excluded(&summary);
    let mut said = frame.said(source, last);
    summary.say(&mut said);
    let (windows, staff) = awards.counts();
    said.count("excluded_windows", windows);
    said.count("excluded_staff", staff);
    let mut document = frame.document(wanted, source, last, &said);
    // The trace names one version, set and instant, which several months do not have.
    document.trace.version = None;
    document.trace.events = None;
    document.trace.digest = None;
    let parts = [
        ("months", months::blocks(&summary)),
        ("ranking", means::windows(&summary)),
        ("flags", months::flags(&summary)),
        ("staff", means::staff(&summary)),
        ("awards", awards::blocks(&summary, &awards)),
        ("requirements", frame.requirements(&said, lang)),
    ];
    for ((part, blocks), number) in parts.into_iter().zip(1..) {
        let heading = said.write(frame.wording.heading(part, lang));
        document.blocks.push(Block::heading(1, lang.part_heading(number, &heading)));
        document.blocks.extend(blocks);
    }
    document.blocks.extend(frame.closing(&said, lang));
    document.annexes = means::annexes(&summary);
    Ok(document.sealed())
}

impl<'a> Summary<'a> {
    /// The months that count: known, and over.
    fn counting(&self) -> impl Iterator<Item = &Reading<'a>> {
        self.months.iter().filter_map(|(_, reading)| reading.as_ref()).filter(|reading| reading.is_over())
    }

    /// How many of those that count are not closed.
    fn open(&self) -> i64 {
        self.counting().filter(|reading| reading.edition.version.is_none()).count() as i64
    }

    fn tally(&self) -> Tally {
        self.counting().map(Tally::of).fold(Tally::default(), Tally::and)
    }

    /// A count of the region over the months that count; none where one of them does not say.
    fn sum(&self, rate: &str) -> Option<i64> {
        self.counting().map(|reading| reading.of_region(rate)).sum()
    }

    /// The latest that is known of a window's or staff member's name.
    fn latest(&self) -> Option<&Reading<'a>> {
        self.counting().last()
    }

    fn say(&self, said: &mut Said) {
        self.tally().say(said);
        for rate in ["accepted", "completed", "ratings", "complaints", "complaints_upheld"] {
            said.count(rate, self.sum(rate).unwrap_or_default());
        }
        said.count("months", self.counting().count() as i64);
        said.count("months_open", self.open());
        let flags: [(&'static str, &'static str, Windows<'a>); 3] = [
            ("red", "red_windows", |reading| reading.flagged(Flag::Red)),
            ("yellow", "yellow_windows", |reading| reading.flagged(Flag::Yellow)),
            ("dissatisfied", "dissatisfied_windows", Reading::all_dissatisfied),
        ];
        for (count, names, of) in flags {
            let mut windows: Vec<&str> = Vec::new();
            let mut flown = 0;
            for (standing, _) in self.counting().flat_map(of) {
                flown += 1;
                if !windows.contains(&&*standing.id) {
                    windows.push(&standing.id);
                }
            }
            windows.sort_unstable();
            let told = windows.iter().filter_map(|id| Some(self.latest()?.window_told(id)));
            said.count(count, flown);
            said.text(names, self.lang.names(&told.collect::<Vec<_>>()));
        }
    }

    /// Everybody of a book in the months that count, by id.
    fn subjects(&self, book: Book) -> Vec<&'a str> {
        let of = |reading: &Reading<'a>| -> &'a [Standing] {
            match book {
                Book::Window => &reading.published().windows,
                Book::Staff => &reading.published().staff,
            }
        };
        let mut ids: Vec<&str> = self.counting().flat_map(of).map(|standing| &*standing.id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}
