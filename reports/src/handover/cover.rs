//! The cover of a hand-over file: one HTML page that prints on A4, Chinese with English beside it.

use crate::delivery::letters::Said;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, HtmlEscape, UndefinedBehavior, context};
use serde::Serialize;

/// What the cover says. Every text is written already, in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cover {
    /// The county's name.
    pub county: String,
    /// The case and its item.
    pub title: String,
    /// The case's id as the foot of each sheet has it: letters, figures, `-`, `_` and `.` alone.
    pub case_on_paper: String,
    /// As of when, by which rulebook.
    pub subtitle: Said,
    /// How it stands.
    pub state: Said,
    /// Whether it is late.
    pub is_late: bool,
    /// Facts.
    pub facts: Vec<Stated>,
    /// The days of its clock.
    pub weeks: Vec<Week>,
    /// What the marks of the days mean.
    pub legend: Vec<Stated>,
    /// The ladder of its notices.
    pub warnings: Vec<WarningShown>,
    /// Its events in order.
    pub events: Vec<Happened>,
    /// Its joint shares.
    pub shares: Vec<ShareShown>,
    /// Its lines in ledgers.
    pub entries: Vec<Entry>,
    /// What is odd about it.
    pub oddities: Vec<Said>,
    /// The other files with their SHA-256.
    pub files: Vec<(String, String)>,
}

/// A label and what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stated {
    /// The label.
    pub label: Said,
    /// What it says.
    pub said: Said,
}

/// A week from Monday.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Week {
    /// Its days; none before the acceptance and after the last.
    pub days: Vec<Option<DayShown>>,
}

/// A day of the clock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DayShown {
    /// `9-08`.
    pub label: String,
    /// The mark.
    pub mark: String,
    /// What is to be seen at once: due, completed.
    pub note: String,
    /// How it is shown.
    pub class: String,
}

/// A notice of the ladder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WarningShown {
    /// When.
    pub day: String,
    /// What it is called, and whose share it is about.
    pub title: Said,
    /// Who was to get it.
    pub to: Vec<Said>,
    /// What became of it.
    pub state: Said,
    /// How it was told: road and time.
    pub messages: Vec<Said>,
    /// What was said to it.
    pub answers: Vec<Said>,
}

/// An event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Happened {
    /// When it happened.
    pub at: String,
    /// When it arrived.
    pub received: String,
    /// What it is called.
    pub title: Said,
    /// What it did.
    pub deed: Said,
    /// Why it did nothing.
    pub void: Option<Said>,
    /// `SOURCE/ID`.
    pub name: String,
}

/// A joint share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ShareShown {
    /// Whose.
    pub department: String,
    /// The window that answers for it.
    pub window: String,
    /// When it was assigned.
    pub assigned: Said,
    /// By when.
    pub due: Said,
    /// What became of it.
    pub state: Said,
}

/// A line of a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The date.
    pub date: String,
    /// Whose book.
    pub whose: String,
    /// What for.
    pub title: Said,
    /// The rule with its clause.
    pub clause: Said,
    /// What the rule asks for, and what still counted.
    pub points: String,
    /// Whether it stands in a published month.
    pub standing: Said,
}

impl Cover {
    /// The page.
    ///
    /// # Errors
    ///
    /// What the template engine says; nothing of the data can make it fail.
    pub fn html(&self) -> Result<String, minijinja::Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.add_filter("both", both);
        environment.add_template("cover.html", include_str!("../../templates/handover/cover.html"))?;
        environment.get_template("cover.html")?.render(context! { cover => Value::from(Serde(self)) })
    }
}

/// The Chinese with the English beside it, where that says it otherwise.
fn both(said: Serde<Said>) -> Value {
    let Serde(Said { zh, en }) = said;
    let (zh_html, en_html) = (HtmlEscape(&zh), HtmlEscape(&en));
    let is_alike = en.is_empty() || en == zh;
    Value::from_safe_string(if is_alike {
        zh_html.to_string()
    } else {
        format!("{zh_html}<span lang=\"en\">{en_html}</span>")
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_events_say_is_escaped() {
        let cover = Cover { title: "C-1 <img src=x>&".to_owned(), ..Cover::default() };
        let html = cover.html().unwrap();
        assert!(html.contains("C-1 &lt;img src=x&gt;&amp;") && !html.contains("<img"), "{html}");
    }
}
