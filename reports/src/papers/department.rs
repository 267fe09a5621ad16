//! The department sheet (部门考核表): a department's windows, rates against targets, deductions by rule, notices, against others
//! and last month.

use super::sheets::place::{Place, PlaceKind};
use super::sheets::{Body, SheetReading, happened};
use super::{NotMade, Source, Wanted};
use crate::document::{Annex, Block, Document};
use crate::words::{labels, sheets as said};

/// Makes it.
///
/// # Errors
///
/// [`NotMade::NoSubject`], [`NotMade::Unknown`]
pub fn make(wanted: &Wanted, source: &Source<'_>) -> Result<Document, NotMade> {
    let reading = SheetReading::of(wanted, source);
    let id = reading.subject()?;
    let place = Place::of(&reading, PlaceKind::Department, id)?;
    let lang = reading.lang;
    let mut document =
        reading.sheet(&reading.names.department(id), id, &[said::HEAD_SIGNS, said::SUPERVISOR_SIGNS]);
    let notices = reading.work_notices(|notice| place.is_told(notice));
    let overdue = happened::overdue(&notices);
    let mut body = Body::new(lang);
    let mut facts = vec![
        reading.fact(labels::DEPARTMENT, reading.names.department(id)),
        reading.fact(labels::HEAD, head(&reading, id)),
    ];
    facts.extend(reading.place_facts(&place));
    facts.push(
        reading.fact(said::NOTICES_RECEIVED, said::notices_counted(lang, notices.len(), overdue.len())),
    );
    body.push(Block::facts(facts));
    body.section(said::WINDOWS_OF_IT, reading.windows(&place), said::NO_WINDOWS);
    body.section(said::RATES_AGAINST_TARGETS, Some(reading.compared(&place)), said::NO_RATES);
    body.push(Block::note(lang.say(said::OTHERS_MEAN_TOLD)));
    body.section(said::BY_RULE, reading.by_rule(&place.ids), said::NOTHING_TAKEN);
    body.section(said::NOTICES_BY_KIND, reading.notices_by_kind(&notices), said::NO_NOTICES);
    body.section(said::OVERDUE_NOTICES, reading.notices(&overdue), said::NO_OVERDUE_NOTICES);
    body.section(said::CONSEQUENCES, reading.consequences(&place.ids), said::NO_CONSEQUENCES);
    body.heading(lang.say(said::APPEAL));
    body.push(Block::paragraph(reading.appeal()));
    body.blocks.extend(reading.draft_note());
    document.blocks = body.blocks;
    document.annexes.extend(annex(&reading, &place));
    Ok(document.sealed())
}

/// The head by name; a dash where the registry names nobody.
fn head(reading: &SheetReading<'_>, id: &str) -> String {
    let registry = reading.source.county.registry;
    let department =
        registry.index.departments.get(id).and_then(|&of| registry.departments.get(usize::from(of)));
    let head = department.and_then(|department| department.head.as_ref());
    head.filter(|head| !head.name.is_empty()).map_or_else(|| "—".to_owned(), |head| head.name.clone())
}

/// Every deduction of its windows.
pub(super) fn annex(reading: &SheetReading<'_>, place: &Place<'_>) -> Option<Annex> {
    let sheet = reading.ledger_of(&place.ids)?;
    Some(Annex { title: reading.say(said::TAKEN_LINES), blocks: vec![Block::table(sheet)] })
}
