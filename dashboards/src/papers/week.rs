//! A week as the duty supervisor's brief tells it, gathered from the same sheet that the page shows.

use crate::pages::published::Version;
use crate::pages::recorded::Recorded;
use crate::pages::week::{self, DayRow, Week};
use ingest::live::Moment;
use ingest::store::StoreError;
use ingest::store::sqlite::WeekRemark;
use reports::papers::week::{DayTold, FoundTold, WeekTold};
use reports::words::Lang;

/// A week, as far as it has come. `closed` are the versions of those of its months that are closed.
///
/// # Errors
///
/// The store cannot be read.
pub fn told(
    moment: &Moment<'_>,
    closed: &[Version],
    week: Week,
    remark: Option<WeekRemark>,
    lang: Lang,
) -> Result<WeekTold, StoreError> {
    let sheet = week::view(moment, closed, week, remark, lang)?;
    let (year, number) = week.number();
    let [from, .., to] = week.days();
    let context = &moment.context;
    let remark = sheet.remark.trim();
    Ok(WeekTold {
        week: sheet.week,
        year,
        number,
        from,
        to,
        as_of: context.registry().zone.format(context.as_of),
        is_over: context.today() > to,
        days: sheet.days.into_iter().map(day).collect(),
        found: sheet.found.iter().map(found).collect(),
        remark: (!remark.is_empty()).then(|| remark.to_owned()),
    })
}

fn day(row: DayRow) -> DayTold {
    DayTold {
        day: row.day,
        is_working: row.is_working,
        duty: row.duty,
        findings: row.findings,
        deducted: -row.deducted.0,
        merits: row.merits,
        late: row.late,
        early: row.early,
        absent: row.absent,
        leave: row.leave,
        taken: row.taken,
        served: row.served,
        abandoned: row.abandoned,
        ratings: row.ratings,
        bad: row.bad,
        complaints: row.complaints,
        accepted: row.accepted,
        completed: row.completed,
    }
}

/// Staff by id alone: the brief goes from hand to hand.
fn found(row: &Recorded) -> FoundTold {
    let window = match row.window.name.as_str() {
        "" => row.window.id.clone(),
        name if name == row.window.id => row.window.id.clone(),
        name => format!("{} {name}", row.window.id),
    };
    FoundTold {
        day: row.day.clone(),
        window,
        staff: row.staff.as_ref().map(|staff| staff.id.clone()),
        title: row.title.clone(),
        note: row.note.clone().filter(|note| !note.is_empty()),
        effect: row.effect(),
        state: row.state_name.to_owned(),
    }
}
