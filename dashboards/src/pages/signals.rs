//! Signals of integrity: patterns in a month's data that somebody should look at. They take no points.

use super::Named;
use crate::ui::Ui;
use crate::words;
use askama::Template;
use reports::words::{Lang, labels};
use scoring::context::Context;
use scoring::signals::{Family, Signal};
use scoring::time::Month;
use serde::Serialize;

/// So many events of a signal are linked; the rest are counted.
const EVENTS_SHOWN: usize = 6;

/// A month's signals as of a moment.
#[derive(Clone, Debug, Default, Serialize)]
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
}

/// How many signals of a family there are.
#[derive(Clone, Debug, Serialize)]
pub struct FamilyCount {
    /// What it is called.
    pub title: String,
    /// How many.
    pub count: usize,
}

/// The signals of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct Kind {
    /// Its word.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// Why it is suspicious.
    pub why: String,
    /// What else may be behind it.
    pub or_else: String,
    /// The signals, by date and subject.
    pub rows: Vec<SignalRow>,
}

/// One signal.
#[derive(Clone, Debug, Serialize)]
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
pub fn view(context: &Context<'_>, month: Month, found: &[Signal], lang: Lang) -> Signals {
    let of_family = |family: Family| FamilyCount {
        title: lang.signal_family(family).to_owned(),
        count: found.iter().filter(|signal| signal.kind().family() == family).count(),
    };
    let kinds = found.chunk_by(|a, b| a.kind() == b.kind()).filter_map(|of_kind| {
        let kind = of_kind.first()?.kind();
        Some(Kind {
            kind: kind.word().to_owned(),
            title: lang.signal_title(kind).to_owned(),
            why: lang.signal_reason(kind).to_owned(),
            or_else: lang.signal_innocent(kind).to_owned(),
            rows: of_kind.iter().map(|signal| row(context, signal, lang)).collect(),
        })
    });
    Signals {
        month: month.to_string(),
        month_name: lang.month(month),
        as_of: lang.as_of(&super::as_of(context, lang)),
        families: Family::ALL.map(of_family).into(),
        kinds: kinds.collect(),
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
        self.ui.lang.signals(kind.rows.len())
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
