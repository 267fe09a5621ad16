//! The months: which go on, which are closed, in which version, by whom, and whether anything has come since.

use super::published::{Edition, edition};
use crate::figures::grouped;
use crate::links::Place;
use crate::months::{Listed, State};
use crate::ui::Ui;
use crate::words;
use askama::Template;
use ingest::store::sqlite::PublicNotice;
use reports::words::Lang;
use scoring::registry::Registry;
use scoring::time::Month;
use serde::Serialize;
use utoipa::ToSchema;

/// So much of a digest tells versions apart on a screen.
const DIGEST_SHOWN: usize = 16;

/// All months that are closed or open.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Months {
    /// The time of the data, written.
    pub as_of: String,
    /// The months, newest first.
    pub months: Vec<MonthRow>,
}

/// A month of the list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MonthRow {
    /// The month, `2026-09`.
    pub month: String,
    /// The month as it is spoken of.
    pub name: String,
    /// `open`, `over` or `closed`.
    pub state: String,
    /// The same as it is spoken of.
    pub state_name: String,
    /// Its versions, the newest first.
    pub versions: Vec<Edition>,
    /// When its results were put up for objections and until when one may appeal, written.
    pub public_notice: Option<String>,
    /// Whether they can be put up now: the month is over and was not, or was reissued since.
    pub may_put_up: bool,
    /// How many events have come since the newest version that bear on it.
    pub late: usize,
}

/// The list, newest first. `listed` is in the order of months.
/// `notices` are the public notices of months.
pub fn view(
    registry: &Registry,
    listed: &[Listed],
    notices: &[PublicNotice],
    as_of: &str,
    lang: Lang,
) -> Months {
    let row = |listed: &Listed| {
        let newest = listed.versions.last().map_or(0, |closed| closed.version);
        let (state, name) = match listed.state {
            State::Open => ("open", words::MONTH_OPEN),
            State::Over => ("over", words::MONTH_OVER),
            State::Closed => ("closed", words::MONTH_CLOSED),
        };
        let notice = notices.iter().find(|notice| notice.month == listed.month);
        let newest_closed = listed.versions.last().filter(|closed| closed.version > 1);
        let may_put_up = match notice {
            Some(notice) => newest_closed.is_some_and(|closed| closed.closed > notice.published),
            None => listed.state != State::Open,
        };
        let versions = listed.versions.iter().rev();
        MonthRow {
            month: listed.month.to_string(),
            name: lang.month(listed.month),
            state: state.to_owned(),
            state_name: lang.say(name).to_owned(),
            versions: versions.map(|closed| edition(registry, closed, newest, lang)).collect(),
            public_notice: notice.map(|notice| {
                let year = listed.month.year();
                let published = lang.date(registry.zone.date(notice.published), year);
                words::public_notice(lang, &published, &lang.date(notice.until, year))
            }),
            may_put_up,
            late: listed.late,
        }
    };
    Months { as_of: as_of.to_owned(), months: listed.iter().rev().map(row).collect() }
}

#[derive(Template)]
#[template(path = "months.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Months,
}

impl Page<'_> {
    fn of_month(&self, month: &str, place: &Place) -> String {
        self.ui.links.to(&self.ui.here, place, Month::parse(month), self.ui.lang)
    }

    fn steps(&self, month: &str) -> String {
        self.of_month(month, &Place::Month)
    }

    fn documents(&self, month: &str) -> String {
        self.of_month(month, &Place::Reports)
    }

    fn ranking(&self, month: &str) -> String {
        self.of_month(month, &Place::Windows)
    }

    fn changes(&self, month: &str) -> String {
        self.of_month(month, &Place::Changes)
    }

    fn version(&self, edition: &Edition) -> String {
        words::version(self.ui.lang, edition.version)
    }

    fn late(&self, late: &usize) -> String {
        words::late_events(self.ui.lang, *late)
    }

    fn events(&self, edition: &Edition) -> String {
        grouped(&edition.events)
    }

    fn digest<'e>(&self, edition: &'e Edition) -> &'e str {
        edition.digest.get(..DIGEST_SHOWN).unwrap_or(&edition.digest)
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Months) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
