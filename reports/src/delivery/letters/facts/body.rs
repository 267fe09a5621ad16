//! A notice's body as JSON, read with leniency: what is absent is taken from the identity, or is not there.

use super::Said;
use crate::delivery::Attached;
use scoring::time::{Date, Month};
use serde_json::{Map, Value};

/// So many characters of a text that somebody wrote are told at most.
const TEXT_CHARACTERS_MAX: usize = 300;

/// What a body says.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    /// The case, share, complaint, rating, window, target, feed, order or appeal.
    pub subject: String,
    /// The working day from which it is sent.
    pub date: Option<Date>,
    /// The deadline behind it.
    pub due: Option<Date>,
    /// The month that it is about.
    pub month: Option<Month>,
    members: Map<String, Value>,
}

impl Body {
    /// Reads a body; the identity (`KIND/SUBJECT/LEVEL/DUE`) says what the body does not.
    pub fn read(identity: &str, body: &str) -> Body {
        let members = match serde_json::from_str(body) {
            Ok(Value::Object(members)) => members,
            Ok(_) | Err(_) => Map::new(),
        };
        let named = named(identity);
        let mut body = Body { members, ..Body::default() };
        body.subject = body.text("subject").unwrap_or(named.subject);
        body.date = body.date("date");
        body.due = body.date("due").or(named.last.and_then(|last| Date::parse(&last)));
        let month = |text: String| Month::parse(&text);
        body.month = body.text("month").and_then(month).or(named.last_month);
        body
    }

    /// A member that is a text or a number; cut where it is long, and without line ends.
    pub fn text(&self, name: &str) -> Option<String> {
        let text = match self.members.get(name)? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Array(list) => {
                let texts: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
                texts.join("; ")
            }
            Value::Null | Value::Bool(_) | Value::Object(_) => return None,
        };
        let text = plain(&text);
        (!text.is_empty()).then_some(text)
    }

    /// A member that is a date.
    pub fn date(&self, name: &str) -> Option<Date> {
        self.members.get(name)?.as_str().and_then(|text| Date::parse(text.get(..10)?))
    }

    /// The body of the notice that this one is about.
    pub fn original(&self) -> Option<String> {
        self.members.get("original").filter(|original| original.is_object()).map(Value::to_string)
    }

    /// The files of a document that the schedule made; what is none of them is left out.
    pub fn files(&self) -> Vec<Attached> {
        let files = self.members.get("files").cloned().unwrap_or_default();
        serde_json::from_value(files).unwrap_or_default()
    }

    /// The story that was told already, in both languages.
    pub fn story(&self) -> Option<Said> {
        let text = self.members.get("text")?;
        let of = |lang: &str| text.get(lang).and_then(Value::as_str).map(plain);
        Some(Said { zh: of("zh")?, en: of("en")? })
    }
}

/// A text on one line, without marks that letters use themselves.
pub(super) fn plain(text: &str) -> String {
    let text =
        text.replace(|letter: char| letter.is_control() || letter == super::super::template::BOLD, " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= TEXT_CHARACTERS_MAX {
        return text;
    }
    let kept: String = text.chars().take(TEXT_CHARACTERS_MAX - 1).collect();
    kept + "…"
}

/// What an identity names.
#[derive(Default)]
pub(super) struct Named {
    pub kind: String,
    pub level: u8,
    pub subject: String,
    pub last: Option<String>,
    pub last_month: Option<Month>,
}

/// Takes an identity apart: `case_overdue/C-1001/2/2026-09-08`. A subject may hold `/` itself.
pub(super) fn named(identity: &str) -> Named {
    let mut parts: Vec<&str> = identity.split('/').collect();
    if parts.len() < 3 {
        return Named { subject: identity.to_owned(), ..Named::default() };
    }
    let kind = parts.remove(0).to_owned();
    let is_level = |part: &str| matches!(part, "1" | "2" | "3" | "4");
    // The level is the last part, or the one before the date.
    let last = if parts.last().is_some_and(|part| is_level(part)) { None } else { parts.pop() };
    let level = parts.pop().and_then(|part| part.parse().ok()).unwrap_or_default();
    Named {
        kind,
        level,
        subject: parts.join("/"),
        last: last.map(str::to_owned),
        last_month: last.and_then(Month::parse),
    }
}

#[cfg(test)]
mod tests {
    use super::{Body, named, plain};

    #[test]
    fn an_identity_says_what_the_body_does_not() {
        let body = Body::read("joint_overdue/C-1/D-3/2/2026-09-08", "{}");
        assert_eq!(
            (body.subject.as_str(), body.due.map(|due| due.to_string()).as_deref()),
            ("C-1/D-3", Some("2026-09-08"))
        );
        let body = Body::read("yellow_flag/W-09/2/2026-08", "no JSON at all");
        assert_eq!(
            (body.subject.as_str(), body.month.map(|month| month.to_string()).as_deref()),
            ("W-09", Some("2026-08"))
        );
        let returned = named("repeat_return/C-7/2");
        assert_eq!((returned.subject.as_str(), returned.level, returned.last), ("C-7", 2, None));
    }

    #[test]
    fn what_people_wrote_is_one_line_of_bounded_length() {
        assert_eq!(plain("材料\n补充中\t\u{e000}**"), "材料 补充中 **");
        assert_eq!(plain(&"长".repeat(400)).chars().count(), 300);
    }
}
