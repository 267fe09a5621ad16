//! What is said of complaints and ratings: since when, by when, how bad, and never by whom or in whose words.

// Of the events of a subject only a few types are asked for; naming the others would say nothing.
#![allow(clippy::wildcard_enum_match_arm)]

use super::body::Body;
use super::teller::{Teller, segment};
use super::{Facts, Said};
use crate::words::Word;
use scoring::event::{Fact, Subject};
use scoring::notices::NoticeKind;
use scoring::time::Date;

const REJECTED: Word = Word::new("决定不予受理", "rejected");
const RESOLVED: Word = Word::new("办结", "resolved");
const EXTENDED: Word = Word::new("批准延期", "extended");
const VERIFIED: Word = Word::new("核实", "verified");
const RECTIFIED: Word = Word::new("整改", "rectified");
const REPLIED: Word = Word::new("回复", "answered");

/// Says of a complaint when it came and when an answer is due.
pub(super) fn tell_complaint(teller: &Teller<'_>, facts: &mut Facts, kind: NoticeKind, body: &Body) {
    let id = body.subject.as_str();
    facts.path = format!("/complaints/{}", segment(id));
    facts.say("number", Said::alike(id));
    facts.say("subject", Said::alike(id));
    if let (Some(due), NoticeKind::ComplaintDue) = (body.due, kind) {
        teller.day(facts, "done_by", due);
        teller.next_step(facts, teller.context.calendar().next(due));
    }
    let Some((_, events)) = teller.events(&Subject::Complaint(id)) else { return };
    for event in events {
        let date = teller.context.date(event);
        match teller.context.log.record(event).fact {
            Fact::ComplaintReceived { window, .. } => {
                teller.day(facts, "since", date);
                teller.window(facts, window);
                teller.at_window(facts, id);
            }
            Fact::ComplaintExtended => {
                facts.say("state", Said::by(|lang| lang.done_on(EXTENDED, date, teller.year)));
            }
            Fact::ComplaintRejected => teller.ended(facts, REJECTED, date),
            Fact::ComplaintResolved { .. } => teller.ended(facts, RESOLVED, date),
            _ => {}
        }
    }
}

/// Says of a rating how bad it is, when it was given or verified, and what it waits for.
pub(super) fn tell_rating(teller: &Teller<'_>, facts: &mut Facts, kind: NoticeKind, body: &Body) {
    let id = body.subject.as_str();
    facts.path = format!("/ratings/{}", segment(id));
    facts.say("number", Said::alike(id));
    facts.say("subject", Said::alike(id));
    let Some((_, events)) = teller.events(&Subject::Rating(id)) else { return };
    let mut verified: Option<Date> = None;
    for event in events {
        let date = teller.context.date(event);
        match (teller.context.log.record(event).fact, kind) {
            (Fact::RatingSubmitted { window, level, .. }, _) => {
                teller.day(facts, "since", date);
                facts.say("rating_level", Said::by(|lang| lang.rating_level(level).to_owned()));
                teller.window(facts, window);
                teller.at_window(facts, id);
            }
            (Fact::RatingVerified { .. }, NoticeKind::RatingUnverified) => {
                teller.ended(facts, VERIFIED, date)
            }
            (Fact::RatingVerified { .. }, _) => verified = Some(date),
            (Fact::RatingRectified, NoticeKind::RatingUnrectified) => teller.ended(facts, RECTIFIED, date),
            (Fact::RatingReplied, NoticeKind::RatingUnreplied) => teller.ended(facts, REPLIED, date),
            _ => {}
        }
    }
    if let Some(verified) = verified {
        teller.day(facts, "since", verified);
    }
}
