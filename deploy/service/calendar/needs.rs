//! Which open cases rest on a year whose calendar is missing: their due dates are provisional.

use ingest::live::Desk;
use scoring::due::{self, Open};
use serde::{Deserialize, Serialize};

/// So many are named; the rest is counted.
const NAMED_MAX: usize = 10;

/// What a desk's open cases need of the calendar.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs {
    /// The years that the desk knows.
    pub years: Vec<i32>,
    /// How many cases, shares, complaints and ratings are open.
    pub open: usize,
    /// How many of them have a due date that rests on a missing year.
    pub provisional: usize,
    /// The first of these, by due date.
    pub first: Vec<Provisional>,
}

/// Something open whose due date may move when the year comes.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provisional {
    /// The id of the case, complaint or rating.
    pub subject: String,
    /// When it began, `YYYY-MM-DD`.
    pub opened: String,
    /// By when it is due as of now.
    pub due: String,
}

/// What the open cases need.
pub fn needs(desk: &mut Desk<'_>, (): ()) -> anyhow::Result<Needs> {
    let context = desk.context();
    let calendar = context.calendar();
    let open = due::open(&context);
    let rests_on_missing =
        |open: &&Open| open.due.is_some_and(|due| !calendar.knows_between(open.opened.min(due), due));
    let provisional = open.iter().filter(rests_on_missing);
    let named = provisional.clone().take(NAMED_MAX).map(|open| Provisional {
        subject: context.log.text(open.subject.id()).to_owned(),
        opened: open.opened.to_string(),
        due: open.due.map(|due| due.to_string()).unwrap_or_default(),
    });
    Ok(Needs {
        years: calendar.years().to_vec(),
        open: open.len(),
        provisional: provisional.clone().count(),
        first: named.collect(),
    })
}
