//! What commands do with months at the desk: close, reissue, compare, list, and say what is shown.

use crate::language::LangArg;
use anyhow::Context as _;
use dashboards::months::{self, Difference, Later, Made};
use ingest::live::Desk;
use ingest::store::EventNumber;
use ingest::store::Frozen;
use reports::changes::{Names, json, text};
use scoring::time::{Instant, Month};
use serde::{Deserialize, Serialize};

/// Who closes which month.
#[derive(Serialize, Deserialize)]
pub struct Close {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// Who.
    pub by: String,
}

/// Who reissues which month, and why.
#[derive(Serialize, Deserialize)]
pub struct Reissue {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: String,
}

/// Which month is put up for objections, by whom.
#[derive(Serialize, Deserialize)]
pub struct PutUp {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// Who.
    pub by: String,
}

/// Puts a month's results up for objections; the last day for an appeal.
pub fn put_up(desk: &mut Desk<'_>, asked: PutUp) -> anyhow::Result<String> {
    let notice = months::put_up(desk, month(&asked.month)?, &asked.by)?;
    Ok(notice.until.to_string())
}

/// A version that was made.
#[derive(Serialize, Deserialize)]
pub struct Told {
    /// The version.
    pub version: u32,
    /// The instant of its results, in the region's offset.
    pub as_of: String,
    /// It saw all events up to this number.
    pub events: EventNumber,
    /// The digest of that set.
    pub digest: String,
    /// Whether the log says so.
    pub is_in_log: bool,
}

/// Closes a month.
pub fn close(desk: &mut Desk<'_>, asked: Close) -> anyhow::Result<Told> {
    let made = months::close(desk, month(&asked.month)?, &asked.by)?;
    Ok(told(desk, made))
}

/// Reissues a month.
pub fn reissue(desk: &mut Desk<'_>, asked: Reissue) -> anyhow::Result<Told> {
    let made = months::reissue(desk, month(&asked.month)?, &asked.reason, &asked.by)?;
    Ok(told(desk, made))
}

fn told(desk: &Desk<'_>, Made { version: made, is_in_log }: Made) -> Told {
    Told {
        version: made.version,
        as_of: desk.county().registry.zone.format(made.as_of),
        events: made.events,
        digest: made.digest,
        is_in_log,
    }
}

/// How a text is to be told.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Telling {
    /// The language.
    pub lang: LangArg,
    /// Whether heads are underlined, for a terminal.
    pub ruled: bool,
}

/// What to compare.
#[derive(Serialize, Deserialize)]
pub struct Diff {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// The earlier version; by default the newest, or the one before the later one.
    pub from: Option<u32>,
    /// The later version; otherwise the month as it is now.
    pub to: Option<u32>,
    /// How to tell it; as JSON where nothing is said.
    pub telling: Option<Telling>,
}

/// Tells what changed in a closed month.
pub fn diff(desk: &mut Desk<'_>, asked: Diff) -> anyhow::Result<String> {
    let later = asked.to.map_or(Later::Now, Later::Version);
    let Difference { changes, .. } = months::difference(desk, month(&asked.month)?, asked.from, later)?;
    let Some(Telling { lang, ruled }) = asked.telling else { return Ok(json::line(&changes)) };
    let county = desk.county();
    let names = Names::new(Some(county.registry), vec![county.rulebooks]);
    Ok(text::text(&changes, &names, lang.into(), ruled))
}

/// Lists the months.
pub fn list(desk: &mut Desk<'_>, Telling { lang, ruled }: Telling) -> anyhow::Result<String> {
    let listed = months::list(desk)?;
    let (zone, lang) = (&desk.county().registry.zone, lang.into());
    let mut text = months::text(&listed, zone, lang, ruled);
    for notice in desk.moment().records.public_notices()? {
        let (published, until) = (zone.date(notice.published).to_string(), notice.until.to_string());
        let told = dashboards::words::public_notice(lang, &published, &until);
        text.push_str(&format!("{}  {told}\n", notice.month));
    }
    Ok(text)
}

/// What the service shows at one moment.
#[derive(Serialize, Deserialize)]
pub struct Shown {
    as_of: i64,
    /// It knows all events up to this number.
    pub events: EventNumber,
    /// The digest of the registry, rulebook and calendar that it has.
    pub givens: [u8; 32],
    /// The newest versions of the closed months.
    pub versions: Vec<(String, u32)>,
    /// The open months.
    pub months: Vec<ShownMonth>,
}

/// An open month as it is shown.
#[derive(Serialize, Deserialize)]
pub struct ShownMonth {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// Its files.
    pub files: Frozen,
}

impl Shown {
    /// The instant of the results.
    pub fn as_of(&self) -> Instant {
        Instant(self.as_of)
    }
}

/// Says what is shown now.
pub fn shown(desk: &mut Desk<'_>, (): ()) -> anyhow::Result<Shown> {
    let givens = desk.given_files().digest();
    let moment = desk.moment();
    let versions = moment.records.closed_months().context("cannot list the closed months")?;
    let counts = months::counts_of(moment.context.log);
    let months = moment.results.iter().map(|result| ShownMonth {
        month: result.month.to_string(),
        files: months::files(&moment.context, result, counts),
    });
    Ok(Shown {
        // Results that nothing has changed since they were made are shown as they are, as of then.
        as_of: moment.results.first().map_or(moment.context.as_of, |result| result.as_of).0,
        events: moment.records.event_count().context("cannot count the events")?,
        givens,
        versions: months::newest(&versions)
            .iter()
            .map(|(month, version)| (month.to_string(), *version))
            .collect(),
        months: months.collect(),
    })
}

/// Reads a month as requests name it.
pub fn month(text: &str) -> anyhow::Result<Month> {
    Month::parse(text).with_context(|| format!("`{text}` is no month; write it as 2026-09"))
}
