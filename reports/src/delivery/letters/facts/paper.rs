//! What is said of a document that the schedule made: what it is, of what, its code, its files, where it is.

use super::body::Body;
use super::{Facts, Said};

/// Says it, and attaches the files.
pub(super) fn tell(facts: &mut Facts, body: &Body) {
    facts.say("subject", body.story().unwrap_or_default());
    let version = body.text("version").and_then(|version| version.parse().ok());
    let as_of = body.text("as_of").unwrap_or_default();
    facts.say("state", Said::by(|lang| lang.scheduled_state(version, &lang.written_moment(&as_of))));
    facts.say("code", Said::alike(body.text("code").unwrap_or_default()));
    facts.attached = body.files();
    let names: Vec<String> = facts.attached.iter().map(|file| file.name.clone()).collect();
    facts.say("files", Said::by(|lang| lang.list(&names)));
    if let Some(month) = body.month {
        facts.path = format!("/months/{month}/reports");
    }
}
