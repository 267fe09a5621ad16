//! The weekly brief of the duty supervisor (值班督查周报): what was found each day, attendance, queue, ratings, complaints, remarks.

use super::frame::{Frame, column};
use super::reading::Reading;
use super::{NotMade, Source, Told, Wanted};
use crate::document::{Block, Document, Foot, Sheet, Total};
use crate::render::table::{Cell, Column, Table};
use crate::words::{Lang, Word, week as words};
use scoring::points::Points;
use scoring::time::Date;

/// A week, as far as it has come; texts are in the language of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekTold {
    /// The week of the ISO calendar, `2026-W38`.
    pub week: String,
    /// The year that it is counted in.
    pub year: i32,
    /// Its number in that year.
    pub number: u32,
    /// Its Monday.
    pub from: Date,
    /// Its Sunday.
    pub to: Date,
    /// The instant of the data, as written.
    pub as_of: String,
    /// Whether it is over.
    pub is_over: bool,
    /// Its days that have begun.
    pub days: Vec<DayTold>,
    /// What was recorded, by day, site and window.
    pub found: Vec<FoundTold>,
    /// What the duty supervisor remarks.
    pub remark: Option<String>,
}

/// A day of a week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayTold {
    /// The day as it is spoken of.
    pub day: String,
    /// Whether it is a working day.
    pub is_working: bool,
    /// Who was on duty, by the accounts that entered what was found.
    pub duty: Vec<String>,
    /// Findings that count.
    pub findings: u32,
    /// What they took from windows, without a sign.
    pub deducted: Points,
    /// Merits that count.
    pub merits: u32,
    /// Late arrivals.
    pub late: u32,
    /// Early departures.
    pub early: u32,
    /// Absences, half days.
    pub absent: u32,
    /// Sick and personal leave, half days.
    pub leave: u32,
    /// Tickets taken.
    pub taken: u32,
    /// Tickets served.
    pub served: u32,
    /// Tickets abandoned.
    pub abandoned: u32,
    /// Ratings by people.
    pub ratings: u32,
    /// Dissatisfied ones among them.
    pub bad: u32,
    /// Complaints received.
    pub complaints: u32,
    /// Cases accepted.
    pub accepted: u32,
    /// Cases completed.
    pub completed: u32,
}

/// Something that was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundTold {
    /// The day as it is spoken of.
    pub day: String,
    /// The window by id and name.
    pub window: String,
    /// The staff member's id, where one was named.
    pub staff: Option<String>,
    /// What it is called.
    pub title: String,
    /// What was seen, in words.
    pub note: Option<String>,
    /// What counted in the books: `W-1 −2.0`.
    pub effect: String,
    /// Whether it counts, was voided or taken back, in words.
    pub state: String,
}

/// Makes the brief of a week.
///
/// # Errors
///
/// Files of results hold no weeks.
pub fn make(wanted: &Wanted, source: &Source<'_>) -> Result<Document, NotMade> {
    let Told::Week(week) = source.told else { return Err(NotMade::NotInFiles) };
    let lang = wanted.lang;
    let reading = Reading::of(source, source.month, lang);
    let frame = Frame {
        wording: &source.texts.week,
        period: week.week.clone(),
        written: lang.week_written(week.year, week.number, week.from, week.to),
        year: week.year,
        number: i64::from(week.number),
        called: words::CALLED,
        is_draft: false,
    };
    let mut said = frame.said(source, &reading);
    said.text("as_of", lang.written_moment(&week.as_of));
    let sum = |of: fn(&DayTold) -> u32| week.days.iter().map(|day| i64::from(of(day))).sum::<i64>();
    let counts: [(&'static str, i64); 15] = [
        ("findings", sum(|day| day.findings)),
        ("merits", sum(|day| day.merits)),
        ("late", sum(|day| day.late)),
        ("early", sum(|day| day.early)),
        ("absent", sum(|day| day.absent)),
        ("leave", sum(|day| day.leave)),
        ("taken", sum(|day| day.taken)),
        ("served", sum(|day| day.served)),
        ("abandoned", sum(|day| day.abandoned)),
        ("bad_ratings", sum(|day| day.bad)),
        ("complaints", sum(|day| day.complaints)),
        ("accepted", sum(|day| day.accepted)),
        ("completed", sum(|day| day.completed)),
        ("working_days", week.days.iter().filter(|day| day.is_working).count() as i64),
        ("remarked", i64::from(week.remark.is_some())),
    ];
    for (name, count) in counts {
        said.count(name, count);
    }
    let mut document = frame.document(wanted, source, &reading, &said);
    document.addressees = None;
    document.copies = None;
    document.head = None;
    document.trace.as_of.clone_from(&week.as_of);
    document.trace.version = None;
    document.trace.digest = None;
    document.trace.events = None;
    if let Some(signed) = &mut document.signed {
        signed.by_hand = vec![lang.say(words::DUTY_SUPERVISOR).to_owned(), lang.say(words::HEAD).to_owned()];
    }
    if !week.is_over {
        document.blocks.insert(0, Block::note(lang.week_goes_on(&lang.written_moment(&week.as_of))));
    }
    let parts = [
        ("summary", vec![Block::paragraph(summary(week, lang, sum(|day| day.ratings)))]),
        ("checks", vec![Block::table(sheet(week, lang, words::CHECKS, &CHECKS, true))]),
        ("service", vec![Block::table(sheet(week, lang, words::SERVICE, &SERVICE, false))]),
        ("found", found(week, lang)),
        (
            "remark",
            vec![Block::paragraph(week.remark.clone().unwrap_or_else(|| lang.no_remark().to_owned()))],
        ),
    ];
    for ((part, blocks), number) in parts.into_iter().zip(1..) {
        let heading = said.write(frame.wording.heading(part, lang));
        document.blocks.push(Block::heading(1, lang.part_heading(number, &heading)));
        document.blocks.extend(blocks);
    }
    document.blocks.extend(frame.closing(&said, lang));
    Ok(document.sealed())
}

fn summary(week: &WeekTold, lang: Lang, ratings: i64) -> String {
    let sum = |of: fn(&DayTold) -> u32| week.days.iter().map(|day| i64::from(of(day))).sum::<i64>();
    let deducted: Points = week.days.iter().map(|day| day.deducted).sum();
    let mut duty: Vec<String> = Vec::new();
    for name in week.days.iter().flat_map(|day| &day.duty) {
        if !duty.contains(name) {
            duty.push(name.clone());
        }
    }
    let mut said = vec![
        lang.sentence(&[lang.week_found(sum(|day| day.findings), deducted, sum(|day| day.merits))]),
        lang.sentence(&[lang.week_attendance([
            sum(|day| day.late),
            sum(|day| day.early),
            sum(|day| day.absent),
            sum(|day| day.leave),
        ])]),
        lang.sentence(&[lang.week_queue(
            sum(|day| day.taken),
            sum(|day| day.served),
            sum(|day| day.abandoned),
        )]),
        lang.sentence(&[lang.week_ratings(ratings, sum(|day| day.bad), sum(|day| day.complaints))]),
        lang.sentence(&[lang.week_cases(sum(|day| day.accepted), sum(|day| day.completed))]),
    ];
    if !duty.is_empty() {
        said.push(lang.sentence(&[lang.week_duty(&duty)]));
    }
    lang.paragraph(&said)
}

/// A column of days: its title, and what it counts.
type Counted = (Word, fn(&DayTold) -> Cell);

fn many(count: u32) -> Cell {
    Cell::Count(i64::from(count))
}

const CHECKS: [Counted; 7] = [
    (words::FINDINGS, |day| many(day.findings)),
    (words::DEDUCTED, |day| Cell::Points(-day.deducted)),
    (words::MERITS, |day| many(day.merits)),
    (words::LATE, |day| many(day.late)),
    (words::EARLY, |day| many(day.early)),
    (words::ABSENT, |day| many(day.absent)),
    (words::LEAVE, |day| many(day.leave)),
];
const SERVICE: [Counted; 8] = [
    (words::TAKEN, |day| many(day.taken)),
    (words::SERVED, |day| many(day.served)),
    (words::ABANDONED, |day| many(day.abandoned)),
    (words::RATINGS, |day| many(day.ratings)),
    (words::BAD, |day| many(day.bad)),
    (words::COMPLAINTS, |day| many(day.complaints)),
    (words::ACCEPTED, |day| many(day.accepted)),
    (words::COMPLETED, |day| many(day.completed)),
];

fn sheet(week: &WeekTold, lang: Lang, title: Word, counted: &[Counted], with_duty: bool) -> Sheet {
    let mut columns: Vec<Column> = vec![column(lang.say(words::DAY), 12)];
    columns.extend(counted.iter().map(|(title, _)| column(lang.say(*title), 8)));
    columns.extend(with_duty.then(|| column(lang.say(words::DUTY), 12)));
    let row = |day: &DayTold| {
        let mut row = vec![Cell::Text(lang.day_off_marked(&day.day, day.is_working))];
        row.extend(counted.iter().map(|(_, count)| count(day)));
        if with_duty {
            row.push(if day.duty.is_empty() { Cell::Nothing } else { Cell::Text(lang.list(&day.duty)) });
        }
        row
    };
    let totals = (0..columns.len())
        .map(|at| if (1..=counted.len()).contains(&at) { Total::Sum } else { Total::Nothing });
    let foot = Foot { label: lang.say(crate::words::papers::SUM).to_owned(), totals: totals.collect() };
    let table = Table {
        title: lang.say(title).to_owned(),
        about: Vec::new(),
        rows: week.days.iter().map(row).collect(),
        columns,
    };
    Sheet { table, sums: Vec::new(), foot: Some(foot) }
}

fn found(week: &WeekTold, lang: Lang) -> Vec<Block> {
    if week.found.is_empty() {
        return vec![Block::paragraph(lang.nothing_found())];
    }
    let text = |text: &Option<String>| text.clone().map_or(Cell::Nothing, Cell::Text);
    let row = |of: &FoundTold| {
        vec![
            Cell::Text(of.day.clone()),
            Cell::Text(of.window.clone()),
            text(&of.staff),
            Cell::Text(of.title.clone()),
            text(&of.note),
            Cell::Text(of.effect.clone()),
            Cell::Text(of.state.clone()),
        ]
    };
    let table = Table {
        title: lang.say(words::FOUND).to_owned(),
        about: Vec::new(),
        columns: vec![
            column(lang.say(words::DAY), 10),
            column(lang.say(crate::words::papers::WINDOW), 16),
            column(lang.say(words::STAFF_ID), 8),
            column(lang.say(crate::words::papers::WHAT), 16),
            column(lang.say(words::NOTE), 24),
            column(lang.say(words::EFFECT), 14),
            column(lang.say(crate::words::papers::STATE), 9),
        ],
        rows: week.found.iter().map(row).collect(),
    };
    vec![Block::table(Sheet::plain(table))]
}
