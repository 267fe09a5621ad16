//! The staff sheet (工作人员考核表): where somebody stands and why, line by line, for the person and for signature.

use super::sheets::lines::Side;
use super::sheets::{Body, SheetReading};
use super::{NotMade, Source, Wanted};
use crate::changes::published::{Book, Level, Standing};
use crate::document::{Block, Document};
use crate::words::{labels, sheets as said};
use std::collections::BTreeSet;

/// Makes it.
///
/// # Errors
///
/// [`NotMade::NoSubject`]; [`NotMade::Unknown`], also of somebody who worked at no window in the month.
pub fn make(wanted: &Wanted, source: &Source<'_>) -> Result<Document, NotMade> {
    let reading = SheetReading::of(wanted, source);
    let id = reading.subject()?;
    let standing = reading.standing(Book::Staff, id)?;
    let whose = reading.names.subject(Book::Staff, id);
    let by_hand = [said::PERSON_SIGNS, said::LEAD_SIGNS, said::SUPERVISOR_SIGNS];
    let mut document = reading.sheet(&whose, id, &by_hand);
    let mut body = Body::new(reading.lang);
    body.push(facts(&reading, standing));
    body.section(labels::MAKEUP, Some(reading.makeup(standing)), labels::NONE);
    body.section(said::TAKEN_LINES, reading.ledger(Book::Staff, id, Side::Taken), said::NOTHING_TAKEN);
    body.section(said::GIVEN_LINES, reading.ledger(Book::Staff, id, Side::Given), said::NOTHING_GIVEN);
    body.section(said::CONSEQUENCES, reading.consequences(&BTreeSet::from([id])), said::NO_CONSEQUENCES);
    body.section(said::YEAR_SO_FAR, Some(reading.year(Book::Staff, id)), labels::NONE);
    body.heading(reading.lang.say(said::APPEAL));
    body.push(Block::paragraph(reading.appeal()));
    body.blocks.extend(reading.draft_note());
    document.blocks = body.blocks;
    Ok(document.sealed())
}

/// Who, where, which rank. The window is the last one of the month; what it belongs to is told as far as results and registry know.
fn facts(reading: &SheetReading<'_>, standing: &Standing) -> Block {
    let lang = reading.lang;
    let window = standing.home.first();
    let at = window.and_then(|id| reading.published.standing(Book::Window, id));
    let place = |place: usize, level| {
        let id = at.and_then(|window| window.home.get(place));
        id.map_or_else(|| "—".to_owned(), |id| reading.names.level(level, id, lang))
    };
    let window = window.map(|id| reading.names.subject(Book::Window, id));
    let grade = standing.evaluation.as_deref().map(|grade| reading.names.grade(grade, lang));
    let mut facts = vec![
        reading.fact(said::PERSON, reading.names.subject(Book::Staff, &standing.id)),
        reading.fact(labels::WINDOW, window.unwrap_or_else(|| reading.say(said::NO_WINDOW))),
        reading.fact(labels::DEPARTMENT, place(1, Level::Department)),
        reading.fact(said::SITE, place(0, Level::Site)),
        reading.total(standing),
        reading.rank(standing),
        reading.fact(labels::GRADE, grade.unwrap_or(lang.say(labels::EVALUATION_MISSING))),
    ];
    facts.extend(reading.margins(standing));
    Block::facts(facts)
}
