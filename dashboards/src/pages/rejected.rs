//! Rejected events: what came, from where, why it was not taken; buttons to try them again once the cause is mended, and to
//! put one aside.

use super::filter::Choice;
use super::paging::Paging;
use crate::figures::grouped;
use crate::links::segment;
use crate::taken::{self, Tabled};
use crate::ui::Ui;
use crate::words;
use askama::Template;
use ingest::replay::Replayed;
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Rejected events, as the filter asks for them.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct RejectedList {
    /// The time of the data, written.
    pub as_of: String,
    /// How many there are of what the list is narrowed to.
    pub total: u64,
    /// How many of them are still open.
    pub open: u64,
    /// Sources to choose from; the query's `source`.
    pub sources: Vec<Choice>,
    /// Codes to choose from; the query's `code`.
    pub codes: Vec<Choice>,
    /// States to choose from (`open`, `accepted` and so on, `all`); the query's `state`.
    pub states: Vec<Choice>,
    /// What the list is narrowed to, as the query says it.
    pub narrowed: Narrowed,
    /// What the last replay came to, right after it.
    #[schema(value_type = Option<crate::api::borrowed::ReplayedShape>)]
    pub replayed: Option<Replayed>,
    /// The rows, newest first.
    pub rows: Vec<RejectedRow>,
    /// Which page this is.
    pub paging: Paging,
}

/// One rejected event.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RejectedRow {
    /// By what the form names it.
    pub key: String,
    /// The site's id as far as it could be read; empty where it could not.
    pub source: String,
    /// The code.
    pub code: String,
    /// What is wrong and how to mend it: Chinese, ` / `, English, as a rejection carries it.
    pub message: String,
    /// The text as it came; none for whom it is not to read.
    pub raw: Option<String>,
    /// Where it came from: a file with its line, a connection.
    pub place: String,
    /// When it came first, written.
    pub first: String,
    /// When it came last, written.
    pub last: String,
    /// How often.
    pub times: u64,
    /// What has become of it: `open`, `accepted`, `duplicate`, `dismissed`.
    pub state: String,
    /// The same as it is spoken of.
    pub state_name: String,
    /// When it left the state open, written.
    pub settled: Option<String>,
    /// Why it was put aside.
    pub reason: Option<String>,
}

/// What the address narrows the list to; empty means all.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Narrowed {
    /// The site that they say they are from; `-` where it cannot be read.
    pub source: Option<String>,
    /// The contract's code.
    pub code: Option<String>,
    /// Only those that happened in this month, `2026-09`; those whose time cannot be read count by their arrival.
    pub month: Option<String>,
    /// What has become of them; what waits to be mended, where nothing is said.
    pub state: Option<String>,
}

impl Narrowed {
    /// Whether no month is asked for: all that are open are tried again together, whenever they happened.
    pub fn of_all_months(&self) -> bool {
        self.month.as_deref().is_none_or(str::is_empty)
    }

    /// The query that narrows a list so, after others; each part begins with `&`.
    pub fn query(&self) -> String {
        let parts =
            [("source", &self.source), ("code", &self.code), ("month", &self.month), ("state", &self.state)];
        let parts = parts.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        parts.map(|(name, value)| format!("&{name}={}", segment(value))).collect()
    }
}

impl RejectedRow {
    /// The message in one language. Rejections carry both, Chinese first; what has but one is told whole.
    pub fn message_in(&self, lang: Lang) -> &str {
        message_in(&self.message, lang)
    }
}

/// The half of a bilingual message. A value that it names may hold ` / ` too, so the break is taken after which there is the
/// least Chinese, and of several such the first.
pub fn message_in(message: &str, lang: Lang) -> &str {
    let is_chinese = |letter: char| matches!(letter, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    let breaks = message.match_indices(" / ").map(|(place, _)| place);
    let halves = breaks.map(|place| (&message[..place], &message[place + 3..]));
    let told = halves.min_by_key(|(zh, en)| {
        let foreign = en.chars().filter(|letter| is_chinese(*letter)).count();
        (foreign, zh.len())
    });
    match (told, lang) {
        (Some((zh, _)), Lang::Zh) => zh,
        (Some((_, en)), Lang::En) => en,
        (None, _) => message,
    }
}

impl Tabled for RejectedList {
    /// Without the texts as they came: one may be longer than a cell of a workbook holds, and each has a page of its own.
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        taken::table(
            (say(words::REJECTED_TITLE), lang),
            &[&self.sources, &self.codes, &self.states],
            &self.rows,
            &[
                (say(words::NUMBER), 10, &|row: &RejectedRow| Cell::text(&row.key)),
                (say(words::LAST_SEEN), 18, &|row| Cell::text(&row.last)),
                (say(words::SOURCE), 14, &|row| Cell::text(&row.source)),
                (say(words::CAME_BY), 30, &|row| Cell::text(&row.place)),
                (say(words::CODE), 18, &|row| Cell::text(&row.code)),
                (say(words::WHY_AND_MEND), 50, &|row| Cell::text(row.message_in(lang))),
                (say(words::TIMES), 6, &|row| Cell::Count(row.times as i64)),
                (say(words::STATE), 10, &|row| Cell::text(&row.state_name)),
                (say(words::SETTLED_AT), 18, &|row| Cell::text_if_any(row.settled.as_deref())),
                (say(words::WHY), 30, &|row| Cell::text_if_any(row.reason.as_deref())),
            ],
        )
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
    }
}

#[derive(Template)]
#[template(path = "rejected.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a RejectedList,
}

impl Page<'_> {
    fn counted(&self) -> String {
        words::rejected_count(self.ui.lang, &grouped(&self.view.total), &grouped(&self.view.open))
    }

    /// What the last replay came to.
    fn replayed(&self, replayed: &Replayed) -> String {
        words::replayed(self.ui.lang, replayed)
    }

    fn replay_all(&self) -> String {
        words::replay_all(self.ui.lang, &grouped(&self.view.open))
    }

    fn hides_texts(&self) -> bool {
        self.view.rows.iter().any(|row| row.raw.is_none())
    }

    fn message<'r>(&self, row: &'r RejectedRow) -> &'r str {
        row.message_in(self.ui.lang)
    }
}

/// The page. Its forms post to `/rejected/replay` and `/rejected/dismiss`.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &RejectedList) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

#[cfg(test)]
mod tests {
    use super::message_in;
    use reports::words::Lang;

    #[test]
    fn a_message_is_told_in_the_readers_language() {
        let message = "缺少字段 window：请补上 / the field window is missing: add it";
        assert_eq!(message_in(message, Lang::Zh), "缺少字段 window：请补上");
        assert_eq!(message_in(message, Lang::En), "the field window is missing: add it");
        assert_eq!(message_in("only one", Lang::Zh), "only one");
    }
}
