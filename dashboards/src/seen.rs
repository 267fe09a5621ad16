//! Who saw what of people: noted in the audit log beside the answer, once for each account, thing and hour.

use crate::app::App;
use crate::session::Visitor;
use ingest::store::sqlite::AuditEntry;
use std::collections::HashSet;
use std::sync::{Arc, PoisonError};

const HOUR_NANOS: i64 = 3600 * 1_000_000_000;

/// Notes that somebody saw something of people: `what` is a word of the audit log (`comment.seen`), `subject` the thing. The
/// answer does not wait. What was noted is remembered until the hour is over or the service starts again.
pub fn note(app: &Arc<App>, visitor: &Visitor, what: &'static str, subject: &str) {
    note_of(app, &visitor.name, what, subject);
}

/// As [`note`], of whoever it was: an account, or the recipient whose personal link was followed.
pub fn note_of(app: &Arc<App>, who: &str, what: &'static str, subject: &str) {
    let at = (app.clock)();
    let hour = at.0.div_euclid(HOUR_NANOS);
    let thing = (who.to_owned(), format!("{what} {subject}"));
    {
        let mut seen = app.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.0 != hour {
            *seen = (hour, HashSet::new());
        }
        if !seen.1.insert(thing) {
            return;
        }
    }
    let entry = AuditEntry {
        at,
        who: who.to_owned(),
        what: what.to_owned(),
        subject: subject.to_owned(),
        detail: String::new(),
    };
    app.beside(move |records| records.note(&entry));
}
