//! What follows from a yellow flag and from a dissatisfied window: the notice (黄旗警示通知书), the sign 黄旗窗口, the sign 限期整改窗口
//! that stands at a dissatisfied window for a week (设立“群众不满意窗口”的规定 二).

use super::order::{Dear, addressee, dearest};
use super::sheets::lines::Side;
use super::sheets::{Body, SheetReading, flag_of, is_dissatisfied};
use super::{Kind, NotMade, Source, Wanted};
use crate::changes::published::{Book, Standing};
use crate::document::{Annex, Block, Document, Layout, Signed, Tone};
use crate::words::sheets as said;
use scoring::notices::NoticeKind;
use scoring::ranking::Flag;
use scoring::time::Date;

/// For so many days the sign 限期整改窗口 stands at a window.
const SIGN_DAYS: i32 = 7;

/// The action of a further yellow flag in the year.
const YELLOW_FLAG_WARNING: &str = "yellow_flag_warning";

/// Makes the notice or one of the signs, as the kind says.
///
/// # Errors
///
/// [`NotMade::NoSubject`], [`NotMade::Unknown`]; [`NotMade::NoCause`]: the window has no yellow flag or is no dissatisfied one, or the
/// bureau dropped it.
pub fn make(wanted: &Wanted, source: &Source<'_>) -> Result<Document, NotMade> {
    let reading = SheetReading::of(wanted, source);
    let id = reading.subject()?;
    let standing = reading.standing(Book::Window, id)?;
    let is_yellow = flag_of(&source.month, standing) == Some(Flag::Yellow);
    let document = match wanted.kind {
        Kind::YellowFlagNotice if is_yellow => notice(&reading, standing),
        Kind::YellowFlagSign if is_yellow => yellow_sign(&reading, standing),
        Kind::RectificationSign if is_dissatisfied(&source.month, standing) => {
            rectification_sign(&reading, standing)
        }
        Kind::YellowFlagNotice
        | Kind::YellowFlagSign
        | Kind::RectificationSign
        | Kind::Bulletin
        | Kind::WeeklyBrief
        | Kind::Quarter
        | Kind::Year
        | Kind::Window
        | Kind::Staff
        | Kind::Department
        | Kind::Site
        | Kind::Order
        | Kind::ModelWindow
        | Kind::FeedQuality
        | Kind::HandOver => return Err(NotMade::NoCause),
    };
    Ok(document.sealed())
}

fn notice(reading: &SheetReading<'_>, standing: &Standing) -> Document {
    let lang = reading.lang;
    let id = standing.id.as_str();
    let dated = reading.dated();
    let mut document = reading.official(id, None, dated);
    document.addressees = Some(addressee(reading, id, Some(standing)));
    let mut body = Body::new(lang);
    let (_, rank) = reading.rank(standing);
    let flown = reading.flown(id).yellow;
    let title = lang.title(&reading.rulebook.title);
    body.push(Block::paragraph(said::yellow_opening(lang, &reading.month(), standing.total, &rank, title)));
    body.push(Block::paragraph(said::yellow_of_year(lang, flown)));
    if is_dissatisfied(&reading.source.month, standing) {
        let means = lang.consequence(NoticeKind::DissatisfiedWindow);
        body.push(Block::paragraph(said::dissatisfied_too(lang, means)));
    }
    body.heading(lang.say(said::MAIN_DEDUCTIONS));
    let lines = reading.entries(Side::Taken, |entry| entry.book == Book::Window && entry.subject == id);
    let rules = dearest(reading, &lines);
    if rules.is_empty() {
        body.push(Block::paragraph(lang.say(said::NOTHING_TAKEN)));
    }
    for (place, Dear { rule, points, count, .. }) in rules.iter().enumerate() {
        body.push(Block::paragraph(said::rule_cost(lang, place + 1, rule, *points, *count)));
    }
    body.heading(lang.say(said::DEMANDS));
    let due =
        reading.date(reading.source.county.calendar.plus(dated, reading.rulebook.deadlines.order_workdays));
    for demand in said::yellow_demands(lang, &due, is_warned(reading, id)) {
        body.push(Block::paragraph(demand));
    }
    body.heading(lang.say(said::APPEAL));
    body.push(Block::paragraph(reading.appeal()));
    body.blocks.extend(reading.draft_note());
    document.blocks = body.blocks;
    document.signed = Some(Signed {
        body: reading.issuer(),
        date: reading.date(dated),
        by_hand: [said::DELIVERED_BY, said::RECEIVED_BY, said::RECEIVED_ON]
            .map(|line| reading.say(line))
            .into(),
    });
    if let Some(sheet) = reading.ledger(Book::Window, id, Side::Taken) {
        let title = said::deductions_of(lang, &reading.month());
        document.annexes.push(Annex { title, blocks: vec![Block::table(sheet)] });
    }
    document
}

/// Whether the rules propose a warning for a further yellow flag of the year, and the bureau did not drop it.
fn is_warned(reading: &SheetReading<'_>, window: &str) -> bool {
    let mut actions = reading.published.actions.iter();
    actions.any(|action| action.kind == YELLOW_FLAG_WARNING && action.subject == window)
        && !reading.source.month.is_dropped(YELLOW_FLAG_WARNING, window)
}

fn yellow_sign(reading: &SheetReading<'_>, standing: &Standing) -> Document {
    let text = said::yellow_sign_note(reading.lang, &reading.month());
    sign(reading, standing, (reading.say(said::YELLOW_SIGN), Tone::Yellow), text)
}

fn rectification_sign(reading: &SheetReading<'_>, standing: &Standing) -> Document {
    let from = reading.dated();
    let until = Date(from.0 + SIGN_DAYS - 1);
    let text = said::rectification_sign_note(reading.lang, &reading.date(from), &reading.date(until));
    // Yellow is the flag's; a dissatisfied window need not fly it.
    sign(reading, standing, (reading.say(said::RECTIFICATION_SIGN), Tone::Plain), text)
}

/// A sign: the window, what it is, until when. It names nobody, since everybody sees it.
fn sign(
    reading: &SheetReading<'_>,
    standing: &Standing,
    (banner, tone): (String, Tone),
    text: String,
) -> Document {
    let mut document = reading.document(Layout::Sign, &standing.id);
    document.title = reading.window_name(&standing.id);
    document.blocks = vec![Block::Banner { text: banner, tone }, Block::paragraph(text)];
    document.blocks.extend(reading.is_draft().then(|| Block::note(reading.lang.say(said::DRAFT_NOTE))));
    document.signed =
        Some(Signed { body: reading.issuer(), date: reading.date(reading.dated()), by_hand: Vec::new() });
    document.subtitle = standing.home.get(1).map(|id| reading.department_name(id));
    document
}
