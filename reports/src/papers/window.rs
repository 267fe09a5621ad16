//! The window sheet (窗口考核表): where the window stands and why, line by line, for the window and for signature.

use super::sheets::lines::Side;
use super::sheets::{Body, SheetReading, happened};
use super::{NotMade, Source, Wanted};
use crate::changes::published::{Book, Level, Standing};
use crate::document::{Block, Document};
use crate::words::{labels, sheets as said};
use std::collections::BTreeSet;

/// Makes it.
///
/// # Errors
///
/// [`NotMade::NoSubject`], [`NotMade::Unknown`]
pub fn make(wanted: &Wanted, source: &Source<'_>) -> Result<Document, NotMade> {
    let reading = SheetReading::of(wanted, source);
    let id = reading.subject()?;
    let standing = reading.standing(Book::Window, id)?;
    let whose = reading.names.subject(Book::Window, id);
    let mut document = reading.sheet(&whose, id, &[said::LEAD_SIGNS, said::SUPERVISOR_SIGNS]);
    let mut body = Body::new(reading.lang);
    body.push(facts(&reading, standing));
    body.section(labels::MAKEUP, Some(reading.makeup(standing)), labels::NONE);
    body.section(said::TAKEN_LINES, reading.ledger(Book::Window, id, Side::Taken), said::NOTHING_TAKEN);
    body.section(said::GIVEN_LINES, reading.ledger(Book::Window, id, Side::Given), said::NOTHING_GIVEN);
    body.section(labels::RATES, reading.rates(Level::Window, id), said::NO_RATES);
    let notices = reading.work_notices(|notice| notice.window.as_deref() == Some(id));
    let overdue = happened::overdue(&notices);
    body.section(said::NOTICES_BY_KIND, reading.notices_by_kind(&notices), said::NO_NOTICES);
    body.section(said::OVERDUE_NOTICES, reading.notices(&overdue), said::NO_OVERDUE_NOTICES);
    body.section(said::CONSEQUENCES, reading.consequences(&BTreeSet::from([id])), said::NO_CONSEQUENCES);
    body.section(said::YEAR_SO_FAR, Some(reading.year(Book::Window, id)), labels::NONE);
    body.push(Block::note(said::flown(reading.lang, reading.flown(id))));
    body.heading(reading.lang.say(said::APPEAL));
    body.push(Block::paragraph(reading.appeal()));
    body.blocks.extend(reading.draft_note());
    document.blocks = body.blocks;
    Ok(document.sealed())
}

fn facts(reading: &SheetReading<'_>, standing: &Standing) -> Block {
    let registry = reading.source.county.registry;
    let lang = reading.lang;
    let window = registry.index.windows.get(standing.id.as_str()).copied();
    let people = window.and_then(|of| registry.windows.get(usize::from(of)));
    let people = people.map(|window| reading.people(&window.assignments)).unwrap_or_default();
    let lead = window.and_then(|window| registry.lead(window, reading.published.month.last_day()));
    let lead = lead.and_then(|staff| registry.staff.get(usize::from(staff)));
    let lead = lead.map(|staff| reading.names.subject(Book::Staff, &staff.id));
    let place = |at: usize, level| standing.home.get(at).map(|id| reading.names.level(level, id, lang));
    let known = |text: Option<String>| text.unwrap_or_else(|| "—".to_owned());
    let mut facts = vec![
        reading.fact(labels::WINDOW, reading.names.subject(Book::Window, &standing.id)),
        reading.fact(labels::DEPARTMENT, known(place(1, Level::Department))),
        reading.fact(said::SITE, known(place(0, Level::Site))),
        reading.fact(said::LEAD, known(lead)),
        reading.fact(labels::PEOPLE, if people.is_empty() { "—".to_owned() } else { lang.list(&people) }),
        reading.total(standing),
        reading.rank(standing),
    ];
    facts.extend(reading.flags(standing));
    facts.extend(reading.margins(standing));
    Block::facts(facts)
}
