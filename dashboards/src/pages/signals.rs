//! Signals of integrity: patterns in a month's data that somebody should look at. They take no points.

use super::Named;
use super::paging::{PageAsked, Paging};
use crate::taken::{self, Tabled, named_if_any};
use crate::ui::Ui;
use crate::words;
use askama::Template;
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word, labels};
use scoring::context::Context;
use scoring::signals::{Family, Signal};
use scoring::time::Month;
use serde::Serialize;
use utoipa::ToSchema;

/// So many events of a signal are linked; the rest are counted.
const EVENTS_SHOWN: usize = 6;
/// So many signals make a page of the list.
pub const ROWS_OF_A_PAGE: usize = 200;

/// A month's signals as of a moment.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Signals {
    /// The month, `2026-09`.
    pub month: String,
    /// The month as it is spoken of.
    pub month_name: String,
    /// The time of the data, written.
    pub as_of: String,
    /// How many there are of each family.
    pub families: Vec<FamilyCount>,
    /// Those that were found, kind by kind.
    pub kinds: Vec<Kind>,
    /// Which page this is.
    pub paging: Paging,
}

/// How many signals of a family there are.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FamilyCount {
    /// What it is called.
    pub title: String,
    /// How many.
    pub count: usize,
}

/// The signals of one kind.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SignalsKind)]
pub struct Kind {
    /// Its word.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// Why it is suspicious.
    pub why: String,
    /// What else may be behind it.
    pub or_else: String,
    /// How many there are of it, on all pages.
    pub count: usize,
    /// Those of this page, by date and subject.
    pub rows: Vec<SignalRow>,
}

/// One signal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SignalRow {
    /// The date, `2026-09-08`.
    pub date: String,
    /// The date, written.
    pub day: String,
    /// What stands out, with its figures.
    pub told: String,
    /// The window concerned.
    pub window: Option<Named>,
    /// The staff concerned.
    pub staff: Vec<Named>,
    /// The first events behind it: source and id.
    pub events: Vec<(String, String)>,
    /// How many more there are.
    pub more: usize,
}

/// A month's signals, which are in the order of [`scoring::signals::find`].
pub fn view(context: &Context<'_>, month: Month, found: &[Signal], page: PageAsked, lang: Lang) -> Signals {
    let of_family = |family: Family| FamilyCount {
        title: lang.signal_family(family).to_owned(),
        count: found.iter().filter(|signal| signal.kind().family() == family).count(),
    };
    let (shown, paging) = page.cut(found.iter().collect());
    let kinds = shown.chunk_by(|a, b| a.kind() == b.kind()).filter_map(|of_kind| {
        let kind = of_kind.first()?.kind();
        Some(Kind {
            kind: kind.word().to_owned(),
            title: lang.signal_title(kind).to_owned(),
            why: lang.signal_reason(kind).to_owned(),
            or_else: lang.signal_innocent(kind).to_owned(),
            count: found.iter().filter(|signal| signal.kind() == kind).count(),
            rows: of_kind.iter().map(|signal| row(context, signal, lang)).collect(),
        })
    });
    Signals {
        month: month.to_string(),
        month_name: lang.month(month),
        as_of: lang.as_of(&super::as_of(context, lang)),
        families: Family::ALL.map(of_family).into(),
        kinds: kinds.collect(),
        paging,
    }
}

impl Tabled for Signals {
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        let rows: Vec<(&Kind, &SignalRow)> =
            self.kinds.iter().flat_map(|kind| kind.rows.iter().map(move |row| (kind, row))).collect();
        let staff =
            |row: &SignalRow| row.staff.iter().map(|of| format!("{} {}", of.id, of.name)).collect::<Vec<_>>();
        let events = |row: &SignalRow| {
            let mut told: Vec<String> =
                row.events.iter().map(|(source, id)| format!("{source}/{id}")).collect();
            told.extend((row.more > 0).then(|| lang.and_more(row.more)));
            told
        };
        taken::table(
            (say(words::SIGNALS_TITLE), lang),
            &[],
            &rows,
            &[
                (say(words::KIND), 22, &|(kind, _): &(&Kind, &SignalRow)| Cell::text(&kind.title)),
                (say(labels::DATE), 12, &|(_, row)| Cell::text(&row.date)),
                (say(words::SIGNAL), 50, &|(_, row)| Cell::text(&row.told)),
                (say(labels::WINDOW), 20, &|(_, row)| named_if_any(&row.window)),
                (say(words::STAFF_MEMBER), 20, &|(_, row)| {
                    Cell::text(staff(row).join(say(words::SEMICOLON)))
                }),
                (say(words::EVENTS), 30, &|(_, row)| Cell::text(events(row).join(say(words::SEMICOLON)))),
            ],
        )
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
    }
}

fn row(context: &Context<'_>, signal: &Signal, lang: Lang) -> SignalRow {
    let registry = context.registry();
    let name = |&event: &_| {
        let record = context.log.record(event);
        let source = registry.sites[usize::from(record.source)].id.clone();
        (source, context.log.text(record.id).to_owned())
    };
    SignalRow {
        date: signal.date.to_string(),
        day: lang.day(signal.date, signal.date.year()),
        told: words::capital(&lang.signal(signal)),
        window: signal.window.map(|window| Named::window(registry, window)),
        staff: signal.staff.iter().map(|&staff| Named::staff(registry, staff)).collect(),
        events: signal.evidence.iter().take(EVENTS_SHOWN).map(name).collect(),
        more: signal.evidence.len().saturating_sub(EVENTS_SHOWN),
    }
}

#[derive(Template)]
#[template(path = "signals.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Signals,
}

impl Page<'_> {
    fn count(&self, kind: &Kind) -> String {
        self.ui.lang.signals(kind.count)
    }

    fn more(&self, more: &usize) -> String {
        self.ui.lang.and_more(*more)
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Signals) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
