//! Who is out of the year's awards and why, and what else the bureau has to weigh.
//!
//! | out | by |
//! | --- | --- |
//! | a dissatisfied window, its lead, and staff whose finding made it one | `dissatisfied_window`: no award this year |
//! | staff who are to leave the hall | `dismissal_recommended`, `transfer_recommended`, `return_to_unit` |
//!
//! The regulations do not exclude anybody for a yellow flag or one upheld complaint: these are listed for the bureau to weigh.
//! All months of the year that are known count, also for a quarter: the award is the year's.

use super::Summary;
use crate::changes::published::{Book, Standing};
use crate::document::{Block, Sheet};
use crate::papers::frame::column;
use crate::papers::reading::{DISSATISFIED, Reading};
use crate::render::table::{Cell, Table};
use crate::words::{papers as labels, summary_papers as words};
use scoring::notices::NoticeKind;
use scoring::proposals::YELLOW_FLAG;
use scoring::ranking::Flag;
use scoring::time::Month;

/// Who is out.
#[derive(Default)]
pub(super) struct Excluded {
    pub windows: Vec<Reason>,
    pub staff: Vec<Reason>,
    weighed: Vec<Reason>,
}

/// Somebody with a reason, by month.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reason {
    who: String,
    month: Month,
    why: String,
    basis: Option<String>,
    is_confirmed: bool,
}

/// Staff who are to leave the hall.
const LEAVING: [NoticeKind; 3] =
    [NoticeKind::DismissalRecommended, NoticeKind::TransferRecommended, NoticeKind::ReturnToUnit];

/// Everybody who is out by the months of the year that are known, up to the last of the period.
pub(super) fn excluded(summary: &Summary<'_>) -> Excluded {
    let mut found = Excluded::default();
    let Some(last) = summary.latest().map(|reading| reading.published().month) else { return found };
    let source = summary.source;
    let mut editions: Vec<_> = source.others.iter().copied().chain([source.month]).collect();
    editions.sort_by_key(|edition| edition.published.month);
    editions.dedup_by_key(|edition| edition.published.month);
    let in_year = |month: Month| month.year() == last.year() && month <= last;
    for edition in editions.into_iter().filter(|edition| in_year(edition.published.month)) {
        let reading = Reading::of(source, edition, summary.lang);
        if reading.is_over() {
            take(summary, &reading, &mut found);
        }
    }
    for reasons in [&mut found.windows, &mut found.staff, &mut found.weighed] {
        reasons.sort();
        reasons.dedup();
    }
    found
}

fn take(summary: &Summary<'_>, reading: &Reading<'_>, found: &mut Excluded) {
    let lang = summary.lang;
    let month = reading.published().month;
    let reason = |who: String, why: String, word: &str, is_confirmed: bool| Reason {
        who,
        month,
        why,
        basis: summary.source.texts.basis(word, &reading.rulebook.id, lang).map(str::to_owned),
        is_confirmed,
    };
    for (window, is_confirmed) in reading.all_dissatisfied() {
        let told = reading.window_told(&window.id);
        let why = lang.say(labels::DISSATISFIED).to_owned();
        found.windows.push(reason(told.clone(), why, DISSATISFIED, is_confirmed));
        if let Some(lead) = lead(reading, window) {
            found.staff.push(reason(lead, lang.leads_dissatisfied(&told), DISSATISFIED, is_confirmed));
        }
        for staff in answering(reading, window) {
            found.staff.push(reason(staff, lang.made_dissatisfied(&told), DISSATISFIED, is_confirmed));
        }
    }
    for action in &reading.published().actions {
        let Some(proposed) = reading.proposed(&action.kind, &action.subject, ()) else { continue };
        let Some(kind) = NoticeKind::of_word(&action.kind) else { continue };
        let why = lang.with_reason(lang.notice(kind, 2), lang.consequence(kind));
        let reason = reason(action.subject.clone(), why, &action.kind, proposed.is_confirmed);
        if LEAVING.contains(&kind) {
            found.staff.push(reason);
        } else if kind == NoticeKind::NotifyDepartment {
            found.weighed.push(reason);
        }
    }
    for (window, is_confirmed) in reading.flagged(Flag::Yellow) {
        let why = lang.say(labels::YELLOW).to_owned();
        found.weighed.push(reason(reading.window_told(&window.id), why, YELLOW_FLAG, is_confirmed));
    }
}

/// The window's lead on the month's last day, by id.
fn lead(reading: &Reading<'_>, window: &Standing) -> Option<String> {
    let place = *reading.registry.index.windows.get(&window.id)?;
    let lead = reading.registry.lead(place, reading.published().month.last_day())?;
    Some(reading.registry.staff.get(usize::from(lead))?.id.clone())
}

/// Staff named by what by itself made the window a dissatisfied one, or by its upheld complaints where these are so many.
fn answering(reading: &Reading<'_>, window: &Standing) -> Vec<String> {
    let rules = &reading.rulebook.dissatisfied;
    let kinds = &reading.rulebook.kinds;
    let own = || reading.entries(Book::Window).filter(|entry| entry.subject == window.id);
    let upheld = own().filter(|entry| entry.kind == "complaint_upheld").count();
    let is_grave = |kind: &str| {
        reading.is_ban(kind)
            || rules.kinds.iter().any(|&of| kinds[usize::from(of)].name == kind)
            || (kind == "complaint_upheld" && upheld >= rules.complaints_upheld_min as usize)
    };
    let mut staff: Vec<String> =
        own().filter(|entry| is_grave(&entry.kind)).filter_map(|entry| entry.staff.clone()).collect();
    staff.sort();
    staff.dedup();
    staff
}

pub(super) fn blocks(summary: &Summary<'_>, found: &Excluded) -> Vec<Block> {
    let lang = summary.lang;
    let (windows, staff) = found.counts();
    let said = lang.excluded_are(windows, staff);
    let mut blocks = vec![Block::paragraph(lang.sentence(&[said]))];
    let out: Vec<&Reason> = found.windows.iter().chain(&found.staff).collect();
    blocks.extend(table(summary, words::EXCLUDED, &out));
    if !found.weighed.is_empty() {
        blocks.push(Block::paragraph(lang.sentence(&[lang.to_be_weighed().to_owned()])));
        blocks.extend(table(summary, words::WEIGHED, &found.weighed.iter().collect::<Vec<_>>()));
    }
    blocks
}

/// How many are named, however often.
fn count(reasons: &[Reason]) -> i64 {
    let mut names: Vec<&str> = reasons.iter().map(|reason| &*reason.who).collect();
    names.dedup();
    names.len() as i64
}

fn table(summary: &Summary<'_>, title: crate::words::Word, reasons: &[&Reason]) -> Option<Block> {
    let lang = summary.lang;
    let row = |of: &&Reason| {
        vec![
            Cell::Text(of.who.clone()),
            Cell::Text(lang.month(of.month)),
            Cell::Text(of.why.clone()),
            of.basis.clone().map_or(Cell::Nothing, Cell::Text),
            Cell::Text(lang.state(of.is_confirmed).to_owned()),
        ]
    };
    let table = Table {
        title: lang.say(title).to_owned(),
        about: Vec::new(),
        columns: vec![
            column(lang.say(labels::SUBJECT), 20),
            column(lang.say(words::MONTH), 10),
            column(lang.say(words::WHY), 28),
            column(lang.say(labels::CLAUSE), 26),
            column(lang.say(labels::STATE), 9),
        ],
        rows: reasons.iter().map(row).collect(),
    };
    (!table.rows.is_empty()).then(|| Block::table(Sheet::plain(table)))
}

impl Excluded {
    /// How many windows and how many staff.
    pub fn counts(&self) -> (i64, i64) {
        (count(&self.windows), count(&self.staff))
    }
}
