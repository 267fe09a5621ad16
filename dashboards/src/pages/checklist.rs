//! The check list before a month is closed, as people see it: each line counts, says why it matters, and leads to its list.

use crate::checks::{Item, Line, Named};
use crate::links::{Place, segment};
use crate::rights::Right;
use crate::ui::Ui;
use crate::words::{self, monthly as said};
use askama::Template;
use ingest::store::sqlite::CheckMark;
use reports::words::Lang;
use scoring::registry::Registry;
use scoring::time::Month;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// So many of a line are named among the others; the line by itself names all.
const NAMED_MAX: usize = 40;

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// A line by its word, to be shown by itself with all that it counts.
    pub line: Option<String>,
}

/// The check list of a month.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct CheckList {
    /// The month, `2026-09`.
    pub month: String,
    /// The month as it is spoken of.
    pub name: String,
    /// The time of the data, written.
    pub as_of: String,
    /// Whether the month is closed; then the lines are those that were open at the close.
    pub is_closed: bool,
    /// How many lines stop a close.
    pub blocking: usize,
    /// How many warnings are open.
    pub warning: usize,
    /// The lines.
    pub lines: Vec<CheckLine>,
    /// Whether one line is shown, with all that it counts.
    pub is_one_line: bool,
    /// What was still open when it was closed.
    pub at_close: Vec<AtClose>,
    /// Why it was closed all the same.
    pub reason: Option<String>,
}

/// A line.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CheckLine {
    /// Which.
    pub item: Item,
    /// What it counts.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// How many there are.
    pub count: usize,
    /// Whether a month cannot be closed while it is open.
    pub blocks: bool,
    /// Whether it needs nobody.
    pub is_settled: bool,
    /// The first of what it counts.
    pub named: Vec<Named>,
    /// How many are not named.
    pub more: usize,
    /// Who looked at it.
    pub mark: Option<MarkShown>,
}

/// That somebody looked at a line.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MarkShown {
    /// Who.
    pub by: String,
    /// When, written.
    pub at: String,
    /// What was said.
    pub remark: String,
    /// Whether there are more now than there were then.
    pub is_outgrown: bool,
}

/// A line that was open when the month was closed, as the version keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenLine {
    /// The line's word.
    pub item: String,
    /// How many there were.
    pub count: usize,
}

/// The same as it is spoken of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AtClose {
    /// What it counts.
    pub title: String,
    /// How many there were.
    pub count: usize,
}

/// Who may see a line: what it leads to asks for the same right.
fn right_of(item: Item) -> Right {
    match item {
        Item::Feeds | Item::Rejected => Right::Feeds,
        Item::Signals => Right::Signals,
        Item::Ratings | Item::Complaints => Right::Voices,
        Item::Appeals | Item::Orders | Item::FindingsWithoutStaff => Right::Work,
        Item::NotOver
        | Item::EarlierOpen
        | Item::Evaluations
        | Item::Anomalies
        | Item::Proposals
        | Item::PublicNotice => Right::Standings,
    }
}

impl CheckList {
    /// With the first of what each line counts.
    #[must_use]
    pub fn shortened(mut self) -> CheckList {
        for line in &mut self.lines {
            line.named.truncate(NAMED_MAX);
            // Rejected events are named by cause, which says how many.
            line.more = if line.item == Item::Rejected { 0 } else { line.count - line.named.len() };
        }
        self
    }

    /// One line of it with all that it counts.
    #[must_use]
    pub fn of_line(mut self, item: Item) -> CheckList {
        self.lines.retain(|line| line.item == item);
        self.is_one_line = true;
        self
    }
}

/// The list of an open month, each line with all that it counts. `may` says which rights the reader has.
pub fn view(
    registry: &Registry,
    month: Month,
    lines: &[Line],
    as_of: &str,
    may: impl Fn(Right) -> bool,
    lang: Lang,
) -> CheckList {
    let shown: Vec<CheckLine> = lines
        .iter()
        .filter(|line| may(right_of(line.item)))
        .map(|line| {
            let (title, why) = said::check_item(line.item);
            CheckLine {
                item: line.item,
                title: lang.say(title).to_owned(),
                why: lang.say(why).to_owned(),
                count: line.count,
                blocks: line.item.blocks(),
                is_settled: line.is_settled(),
                named: line.named.clone(),
                more: 0,
                mark: line.mark.as_ref().map(|mark| mark_shown(registry, mark, line, lang)),
            }
        })
        .collect();
    let open = |blocks: bool| shown.iter().filter(|line| line.blocks == blocks && !line.is_settled).count();
    CheckList {
        month: month.to_string(),
        name: lang.month(month),
        as_of: as_of.to_owned(),
        blocking: open(true),
        warning: open(false),
        lines: shown,
        ..CheckList::default()
    }
}

fn mark_shown(registry: &Registry, mark: &CheckMark, line: &Line, lang: Lang) -> MarkShown {
    MarkShown {
        by: mark.checked_by.clone(),
        at: lang.moment(&registry.zone, mark.at, 0),
        remark: mark.remark.clone(),
        is_outgrown: !line.is_marked(),
    }
}

/// The lines that are open, as a version keeps them.
pub fn open_lines(lines: &[Line]) -> Vec<OpenLine> {
    let open = lines.iter().filter(|line| !line.is_settled() && !line.item.blocks());
    open.map(|line| OpenLine { item: line.item.word().to_owned(), count: line.count }).collect()
}

/// What a version kept of them, as it is spoken of.
pub fn at_close(kept: &str, lang: Lang) -> Vec<AtClose> {
    let kept: Vec<OpenLine> = serde_json::from_str(kept).unwrap_or_default();
    let title = |line: &OpenLine| match Item::of_word(&line.item) {
        Some(item) => lang.say(said::check_item(item).0).to_owned(),
        None => line.item.clone(),
    };
    kept.iter().map(|line| AtClose { title: title(line), count: line.count }).collect()
}

#[derive(Template)]
#[template(path = "checklist.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a CheckList,
}

impl Page<'_> {
    fn open(&self) -> String {
        said::lines_open(self.ui.lang, self.view.blocking, self.view.warning)
    }

    fn more(&self, line: &CheckLine) -> String {
        said::and_more(self.ui.lang, line.more)
    }

    fn action(&self) -> String {
        self.ui.at(&format!("/months/{}/checklist", self.view.month))
    }

    /// The list of exactly what a line counts: a page that can be narrowed so far, or the line by itself.
    fn list(&self, line: &CheckLine) -> String {
        let month = &self.view.month;
        let path = match line.item {
            Item::Evaluations => format!("/months/{month}/evaluations?only=missing"),
            Item::Rejected => format!("/rejected?state=open&month={month}"),
            Item::Signals => format!("/months/{month}/signals"),
            Item::Ratings => format!("/ratings?step=verify&month={month}"),
            Item::Proposals => format!("/months/{month}/proposals"),
            Item::NotOver
            | Item::EarlierOpen
            | Item::Feeds
            | Item::Anomalies
            | Item::FindingsWithoutStaff
            | Item::Complaints
            | Item::Appeals
            | Item::Orders
            | Item::PublicNotice => format!("/months/{month}/checklist?line={}", line.item.word()),
        };
        self.ui.at(&path)
    }

    /// What leads on from one of a line.
    fn one(&self, line: &CheckLine, named: &Named) -> String {
        match (line.item, named.text.split_once(" · ")) {
            // By cause: those of the month with that source and code.
            (Item::Rejected, Some((source, code))) => {
                format!("{}&source={}&code={}", self.list(line), segment(source), segment(code))
            }
            (_, _) => self.ui.to(&named.place),
        }
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &CheckList) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
