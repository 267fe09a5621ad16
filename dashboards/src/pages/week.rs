//! The duty supervisor's weekly sheet: each day of a week with what was found, attendance, queue, ratings and complaints, on one
//! page that is signed by hand.

use super::as_of;
use super::document_links::DocumentLink;
use super::published::Version;
use super::recorded::{self, Recorded};

use crate::figures::Score;
use crate::links::Place;
use crate::rights::Right;
use crate::ui::Ui;
use crate::words;
use crate::words::entering as said;
use askama::Template;
use ingest::live::Moment;
use ingest::store::StoreError;
use ingest::store::sqlite::WeekRemark;
use reports::papers::Kind;
use reports::words::{Lang, labels, signed};
use scoring::context::Context;
use scoring::event::Fact;
use scoring::finding;
use scoring::ledger::EntryKind;
use scoring::log::EventIdx;
use scoring::points::Points;
use scoring::time::{Date, Month};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A week of the ISO calendar, by its Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Week(Date);

impl Week {
    /// The week of a date.
    pub fn of(date: Date) -> Week {
        // Day 0 was a Thursday.
        Week(Date(date.0 - (date.0 + 3).rem_euclid(7)))
    }

    /// Reads `2026-W38`.
    pub fn parse(text: &str) -> Option<Week> {
        let (year, week) = text.split_once("-W")?;
        let is_number =
            |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(year, 4) || !is_number(week, 2) {
            return None;
        }
        // The fourth of January is always in the first week.
        let first = Week::of(Date::from_ymd(year.parse().ok()?, 1, 4)?);
        let found = Week(Date(first.0.0 + 7 * (week.parse::<i32>().ok()? - 1)));
        (found.to_string() == text).then_some(found)
    }

    /// Monday to Sunday.
    pub fn days(self) -> [Date; 7] {
        [0, 1, 2, 3, 4, 5, 6].map(|day| Date(self.0.0 + day))
    }

    /// The year that it is counted in, and its number there.
    pub fn number(self) -> (i32, u32) {
        let thursday = Date(self.0.0 + 3);
        let year = thursday.year();
        let first = Date::from_ymd(year, 1, 1).unwrap_or(thursday);
        (year, ((thursday.0 - first.0) / 7 + 1) as u32)
    }

    /// The months that it lies in.
    pub fn months(self) -> Vec<Month> {
        let [first, .., last] = self.days();
        let mut months = vec![first.month(), last.month()];
        months.dedup();
        months
    }

    fn moved(self, weeks: i32) -> Week {
        Week(Date(self.0.0 + 7 * weeks))
    }
}

impl std::fmt::Display for Week {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, week) = self.number();
        write!(out, "{year:04}-W{week:02}")
    }
}

/// A week's sheet.
#[derive(Debug, Serialize, ToSchema)]
pub struct WeekSheet {
    /// The week, `2026-W38`.
    pub week: String,
    /// What it is called.
    pub name: String,
    /// Its first day.
    pub from: String,
    /// Its last day.
    pub to: String,
    /// The time of the data.
    pub as_of: String,
    /// The week before.
    pub before: String,
    /// The week after, where it has begun.
    pub after: Option<String>,
    /// The days that have begun.
    pub days: Vec<DayRow>,
    /// All of them together.
    pub sum: DayRow,
    /// What was recorded, by day, site and window.
    pub found: Vec<Recorded>,
    /// What the duty supervisor remarks.
    pub remark: String,
    /// Who wrote that and when.
    pub remark_by: Option<String>,
}

/// One day of the sheet.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct DayRow {
    /// The date, `2026-09-08`.
    pub date: String,
    /// The date as it is spoken of.
    pub day: String,
    /// Whether it is a working day.
    pub is_working: bool,
    /// The accounts that entered findings and merits of the day.
    pub duty: Vec<String>,
    /// Findings that count.
    pub findings: u32,
    /// What they took from windows.
    pub deducted: Score,
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

impl DayRow {
    /// `−4.0`, or nothing.
    pub fn deducted_text(&self) -> String {
        if self.findings == 0 { String::new() } else { signed(self.deducted.0) }
    }

    fn add(&mut self, other: &DayRow) {
        self.findings += other.findings;
        self.deducted.0 += other.deducted.0;
        self.merits += other.merits;
        self.late += other.late;
        self.early += other.early;
        self.absent += other.absent;
        self.leave += other.leave;
        self.taken += other.taken;
        self.served += other.served;
        self.abandoned += other.abandoned;
        self.ratings += other.ratings;
        self.bad += other.bad;
        self.complaints += other.complaints;
        self.accepted += other.accepted;
        self.completed += other.completed;
    }
}

/// The sheet of a week. `closed` are the versions of those of its months that are closed.
///
/// # Errors
///
/// The store cannot be read.
pub fn view(
    moment: &Moment<'_>,
    closed: &[Version],
    week: Week,
    remark: Option<WeekRemark>,
    lang: Lang,
) -> Result<WeekSheet, StoreError> {
    let context = &moment.context;
    let today = context.today();
    let days: Vec<Date> = week.days().into_iter().filter(|&date| date <= today).collect();
    let mut rows: Vec<DayRow> = days
        .iter()
        .map(|&date| DayRow {
            date: date.to_string(),
            day: lang.day(date, today.year()),
            is_working: context.calendar().is_working(date),
            ..DayRow::default()
        })
        .collect();
    count_events(context, &days, &mut rows);
    let mut found = Vec::new();
    for month in week.months() {
        let version = closed.iter().find(|version| version.closed.month == month);
        count_attendance(moment, version, month, &days, &mut rows);
        let lines = recorded::lines(moment, version, month, lang);
        for look in finding::recorded(context, |date| date.month() == month && days.contains(&date)) {
            let row = recorded::row(moment, &look, &lines, lang)?;
            let place = days.iter().position(|&date| date == look.date);
            if let Some(day) = place.and_then(|place| rows.get_mut(place)) {
                count_recorded(day, &row);
            }
            found.push(row);
        }
    }
    found.sort_by(|a, b| {
        (&a.date, &a.site.id, &a.window.id, &a.id).cmp(&(&b.date, &b.site.id, &b.window.id, &b.id))
    });
    let mut sum = DayRow { day: lang.say(said::SUM).to_owned(), is_working: true, ..DayRow::default() };
    rows.iter().for_each(|row| sum.add(row));
    let (year, number) = week.number();
    let [first, .., last] = week.days();
    let zone = &context.registry().zone;
    Ok(WeekSheet {
        week: week.to_string(),
        name: said::week_name(lang, year, number),
        from: lang.day(first, 0),
        to: lang.day(last, first.year()),
        as_of: lang.as_of(&as_of(context, lang)),
        before: week.moved(-1).to_string(),
        after: (week.moved(1).0 <= today).then(|| week.moved(1).to_string()),
        days: rows,
        sum,
        found,
        remark_by: remark
            .as_ref()
            .map(|of| said::written_by(lang, &of.changed_by, &lang.moment(zone, of.changed, today.year()))),
        remark: remark.map(|of| of.remark).unwrap_or_default(),
    })
}

fn count_recorded(day: &mut DayRow, row: &Recorded) {
    if let Some(by) = row.entered_by.as_ref().filter(|by| !day.duty.contains(by)) {
        day.duty.push(by.clone());
    }
    if row.state != "counting" {
        return;
    }
    if row.is_merit {
        day.merits += 1;
    } else {
        day.findings += 1;
        let of_window = row.lines.iter().filter(|line| line.is_window);
        day.deducted.0 += of_window.map(|line| line.applied.0).sum::<Points>();
    }
}

/// Counts what happened on some days, in one pass over the log.
fn count_events(context: &Context<'_>, days: &[Date], rows: &mut [DayRow]) {
    let Some((&first, &last)) = days.first().zip(days.last()) else { return };
    let zone = &context.registry().zone;
    let (from, until) = (zone.midnight(first), zone.midnight(last.next_day()));
    for event in 0..context.log.len() as EventIdx {
        let record = context.log.record(event);
        if record.time < from || record.time >= until || !context.log.exists(event, context.as_of) {
            continue;
        }
        let place = zone.date(record.time).0 - first.0;
        if let Some(day) = usize::try_from(place).ok().and_then(|place| rows.get_mut(place)) {
            count(day, &record.fact);
        }
    }
}

// What a sheet counts are some types of many; the others change nothing on it, whatever they will be.
#[allow(clippy::wildcard_enum_match_arm)]
fn count<T, D>(day: &mut DayRow, fact: &Fact<T, D>) {
    match fact {
        Fact::TicketTaken => day.taken += 1,
        Fact::TicketServed => day.served += 1,
        Fact::TicketAbandoned => day.abandoned += 1,
        Fact::RatingSubmitted { level, auto: false, .. } => {
            day.ratings += 1;
            day.bad += u32::from(*level <= 2);
        }
        Fact::ComplaintReceived { .. } => day.complaints += 1,
        Fact::CaseAccepted { .. } => day.accepted += 1,
        Fact::CaseCompleted { .. } => day.completed += 1,
        _ => {}
    }
}

/// Counts attendance by what the ledgers say of it, once for each person, session and kind, in whichever book it stands.
fn count_attendance(
    moment: &Moment<'_>,
    closed: Option<&Version>,
    month: Month,
    days: &[Date],
    rows: &mut [DayRow],
) {
    let context = &moment.context;
    let rulebooks = context.county.rulebooks;
    let kinds = &rulebooks.derived;
    let mut seen: BTreeSet<(Date, u16, String, String)> = BTreeSet::new();
    match (closed, moment.result(month)) {
        (Some(version), _) => {
            for entry in version.published.entries.iter().filter(|entry| days.contains(&entry.date)) {
                let Some(kind) = rulebooks.kind(&entry.kind) else { continue };
                let session = entry.session.clone().unwrap_or_default();
                seen.insert((entry.date, kind, entry.staff.clone().unwrap_or_default(), session));
            }
        }
        (None, Some(result)) => {
            for (_, entry) in result.ledger().filter(|(_, entry)| days.contains(&entry.date)) {
                let EntryKind::Kind(kind) = entry.kind else { continue };
                let staff = entry.staff.map(|of| context.registry().staff[usize::from(of)].id.clone());
                let session = entry.session.map_or("", |session| session.word()).to_owned();
                seen.insert((entry.date, kind, staff.unwrap_or_default(), session));
            }
        }
        (None, None) => {}
    }
    for (date, kind, ..) in seen {
        let place = days.iter().position(|&day| day == date);
        let Some(day) = place.and_then(|place| rows.get_mut(place)) else { continue };
        day.late += u32::from(kind == kinds.late);
        day.early += u32::from(kind == kinds.early_leave);
        day.absent += u32::from(kind == kinds.absent);
        day.leave += u32::from(kind == kinds.leave_taken);
    }
}

#[derive(Template)]
#[template(path = "week.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a WeekSheet,
}

impl Page<'_> {
    fn to_week(&self, week: &str) -> String {
        format!("?week={week}")
    }

    /// The week as a brief, of the month in which it ends as far as it has come.
    fn brief(&self) -> Option<DocumentLink> {
        let month = self.view.days.last()?.date.get(..7)?;
        self.ui.document(month, Kind::WeeklyBrief, Some(&self.view.week))
    }

    /// The findings of a day of the sheet.
    fn to_day(&self, date: &str) -> String {
        let month = date.get(..7).unwrap_or_default();
        self.ui.at(&format!("/months/{month}/findings?date={date}"))
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &WeekSheet) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

#[cfg(test)]
mod tests {
    use super::Week;
    use scoring::time::Date;

    #[test]
    fn weeks_are_those_of_the_iso_calendar() {
        let week = |date: &str| Week::of(Date::parse(date).expect("a date")).to_string();
        assert_eq!(week("2026-09-14"), "2026-W38");
        assert_eq!(week("2026-09-20"), "2026-W38");
        assert_eq!(week("2026-09-21"), "2026-W39");
        // The first of January 2027 is a Friday, and of the year before.
        assert_eq!(week("2027-01-01"), "2026-W53");
        assert_eq!(week("2025-12-29"), "2026-W01");
        let parsed = Week::parse("2026-W38").expect("a week");
        assert_eq!(parsed.days()[0].to_string(), "2026-09-14");
        for wrong in ["2026-W54", "2026-W00", "2026-38", "W38", "2026-W3", "26-W38", "2026-W+3"] {
            assert_eq!(Week::parse(wrong), None, "{wrong}");
        }
    }
}
