//! The certificate of a model window (红旗窗口证书): month, window, rank, who grants it, room for the seal.

use super::sheets::{SheetReading, flag_of};
use super::{NotMade, Source, Wanted};
use crate::changes::published::Book;
use crate::document::{Block, Document, Layout, Signed, Tone};
use crate::words::sheets as said;
use scoring::ranking::Flag;

/// Makes it.
///
/// # Errors
///
/// [`NotMade::NoSubject`], [`NotMade::Unknown`]; [`NotMade::NoCause`]: the window has no red flag, or the bureau dropped it.
pub fn make(wanted: &Wanted, source: &Source<'_>) -> Result<Document, NotMade> {
    let reading = SheetReading::of(wanted, source);
    let id = reading.subject()?;
    let standing = reading.standing(Book::Window, id)?;
    if flag_of(&source.month, standing) != Some(Flag::Red) {
        return Err(NotMade::NoCause);
    }
    let lang = reading.lang;
    let mut document = reading.document(Layout::Certificate, id);
    document.title = reading.say(said::CERTIFICATE);
    document.addressees = Some(reading.window_name(id));
    let (_, rank) = reading.rank(standing);
    let granted = said::granted(lang, &reading.month(), standing.total, &rank);
    document.blocks = vec![
        Block::paragraph(granted),
        Block::Banner { text: reading.say(said::MODEL_WINDOW), tone: Tone::Red },
        Block::paragraph(lang.say(said::CERTIFIED)),
    ];
    document.blocks.extend(reading.draft_note());
    document.signed =
        Some(Signed { body: reading.issuer(), date: reading.date(reading.dated()), by_hand: Vec::new() });
    Ok(document.sealed())
}
