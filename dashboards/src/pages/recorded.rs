//! A recorded finding or merit in a list: what was seen, by whom, what counts of it.

use super::Named;
use super::course::{data_of, text_of};
use super::ledger::{self, LedgerLine};
use super::published::{self, Version};
use crate::figures::Score;
use crate::words::entering as said;
use ingest::live::Moment;
use ingest::store::StoreError;
use reports::words::{Lang, signed};
use scoring::finding::{About, Look};
use scoring::time::Month;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A recorded finding or merit.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Recorded {
    /// Its id.
    pub id: String,
    /// Whether it is a merit.
    pub is_merit: bool,
    /// The kind, by the contract's word.
    pub kind: String,
    /// What the kind is called.
    pub title: String,
    /// The date, `2026-09-08`.
    pub date: String,
    /// The date as it is spoken of.
    pub day: String,
    /// When it was seen, to the minute.
    pub at: String,
    /// The window.
    pub window: Named,
    /// Its department.
    pub department: Named,
    /// Its site.
    pub site: Named,
    /// The staff member.
    pub staff: Option<Named>,
    /// How often.
    pub count: u8,
    /// The points that it names.
    pub points: Option<Score>,
    /// What was seen, in words.
    pub note: Option<String>,
    /// Who saw it.
    pub inspector: Option<String>,
    /// The account that entered it at a page.
    pub entered_by: Option<String>,
    /// The digests of its photos.
    pub photos: Vec<String>,
    /// `counting`, `voided`, `retracted`.
    pub state: &'static str,
    /// The state in words.
    pub state_name: &'static str,
    /// The source of the event that recorded it.
    pub source: String,
    /// The id of that event.
    pub event: String,
    /// The lines of the ledgers that rest on it.
    pub lines: Vec<LedgerLine>,
}

impl Recorded {
    /// `−2.0`, `W-1 −2.0 · S-1 −2.0`: what counted in each book.
    pub fn effect(&self) -> String {
        let told = |line: &LedgerLine| format!("{} {}", line.subject.id, signed(line.applied.0));
        self.lines.iter().map(told).collect::<Vec<_>>().join(" · ")
    }

    /// Below which path its page is.
    pub fn path(&self) -> String {
        let of = if self.is_merit { "merits" } else { "findings" };
        format!("/{of}/{}", crate::links::segment(&self.id))
    }
}

/// The lines of a month that rest on recorded findings and merits, by `SOURCE/ID` of the recording.
pub fn lines(
    moment: &Moment<'_>,
    closed: Option<&Version>,
    month: Month,
    lang: Lang,
) -> BTreeMap<String, Vec<LedgerLine>> {
    let context = &moment.context;
    let lines = match (closed, moment.result(month)) {
        (Some(version), _) => {
            let is_recorded =
                |entry: &reports::changes::published::Entry| entry.finding.is_some() || entry.merit.is_some();
            published::lines(context, &version.published, is_recorded, lang)
        }
        (None, Some(result)) => ledger::lines(
            context,
            result,
            |_, entry| matches!(entry.about, About::Finding(_) | About::Merit(_)),
            lang,
        ),
        (None, None) => Vec::new(),
    };
    let mut by_event: BTreeMap<String, Vec<LedgerLine>> = BTreeMap::new();
    for line in lines {
        for event in line.events.clone() {
            by_event.entry(event).or_default().push(line.clone());
        }
    }
    by_event
}

/// One of them. `lines` are those of its month.
///
/// # Errors
///
/// [`StoreError`]
pub fn row(
    moment: &Moment<'_>,
    look: &Look,
    lines: &BTreeMap<String, Vec<LedgerLine>>,
    lang: Lang,
) -> Result<Recorded, StoreError> {
    let context = &moment.context;
    let (registry, record) = (context.registry(), context.log.record(look.recorded));
    let of = &registry.windows[usize::from(look.window)];
    let kind = &context.county.rulebooks.kinds()[usize::from(look.kind)];
    let year = context.today().year();
    let data = data_of(moment, look.recorded)?;
    let kept = moment.records.event(moment.number(look.recorded))?;
    let source = registry.sites[usize::from(record.source)].id.clone();
    let event = context.log.text(record.id).to_owned();
    let (state, state_name) = match (look.voided, look.is_retracted) {
        (Some(_), _) => ("voided", said::VOIDED),
        (None, true) => ("retracted", said::RETRACTED),
        (None, false) => ("counting", said::COUNTING),
    };
    Ok(Recorded {
        id: context.log.text(look.id).to_owned(),
        is_merit: look.is_merit,
        kind: kind.name.clone(),
        title: lang.title(&kind.title).to_owned(),
        date: look.date.to_string(),
        day: lang.day(look.date, year),
        at: lang.moment(&registry.zone, record.time, year),
        window: Named::window(registry, look.window),
        department: Named::department(registry, of.department),
        site: Named::site(registry, of.site),
        staff: look.staff.map(|staff| Named::staff(registry, staff)),
        count: look.count,
        points: look.points.map(Score),
        note: text_of(&data, "evidence").or_else(|| text_of(&data, "note")),
        inspector: text_of(&data, "inspector").or_else(|| text_of(&data, "recorded_by")),
        entered_by: kept.filter(|kept| kept.road == "page").map(|kept| kept.place),
        photos: photos_of(&data),
        state,
        state_name: lang.say(state_name),
        lines: lines.get(&format!("{source}/{event}")).cloned().unwrap_or_default(),
        source,
        event,
    })
}

/// The digests of the photos that an event's data names; what is none is left out.
pub fn photos_of(data: &Value) -> Vec<String> {
    let named = data["photos"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let is_digest = |text: &&str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    named.filter(is_digest).map(str::to_owned).collect()
}
