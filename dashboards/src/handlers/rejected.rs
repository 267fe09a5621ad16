//! Rejected events by source and code.

use super::answered;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::links::{Place, segment};
use crate::pages::filter::Choice;
use crate::pages::rejected::{self, RejectedList, RejectedRow};
use crate::session::Visitor;
use crate::words;
use axum::extract::{Query, State};
use axum::response::Response;
use ingest::store::sqlite::{KeptRejection, RejectionFilter, RejectionState};
use reports::words::Lang;
use scoring::time::Zone;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rows of a page.
const ROWS_OF_A_PAGE: u64 = 100;

/// What the address narrows the list to; empty means all.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Narrowed {
    source: Option<String>,
    code: Option<String>,
    state: Option<String>,
    before: Option<u64>,
}

impl Narrowed {
    fn state(&self) -> Option<RejectionState> {
        match self.state.as_deref() {
            // What waits to be mended is what people come for.
            None => Some(RejectionState::Open),
            Some(word) => RejectionState::of_word(word),
        }
    }

    fn filter(&self) -> RejectionFilter {
        let chosen = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
        RejectionFilter {
            state: self.state(),
            source: chosen(&self.source),
            code: chosen(&self.code),
            before: self.before,
            ..RejectionFilter::default()
        }
    }
}

/// The list.
pub async fn list(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(narrowed): Query<Narrowed>,
) -> Response {
    let made = load(&visitor, &app, narrowed).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Rejected, &view, rejected::html)),
    )
}

async fn load(
    visitor: &Visitor,
    app: &Arc<App>,
    narrowed: Narrowed,
) -> Result<(Frame, RejectedList), Problem> {
    let reader = visitor.reader.clone();
    let lang = reader.lang;
    let (frame, zone) = app
        .live
        .ask(move |moment| (Frame::of(moment, None, &reader), moment.context.registry().zone.clone()))
        .await?;
    let (filter, state) = (narrowed.filter(), narrowed.state());
    let (rows, all, open) = app
        .records(move |records| {
            let rows = records.rejections_newest_first(&filter, ROWS_OF_A_PAGE + 1)?;
            Ok((
                rows,
                records.rejection_counts(state)?,
                records.rejection_counts(Some(RejectionState::Open))?,
            ))
        })
        .await?;
    let sum = |counts: &[(String, String, u64)]| {
        let wanted = |wish: &Option<String>, value: &str| {
            wish.as_deref().is_none_or(|wish| wish.is_empty() || wish == value)
        };
        counts
            .iter()
            .filter(|(source, code, _)| wanted(&narrowed.source, source) && wanted(&narrowed.code, code))
            .map(|(_, _, count)| count)
            .sum()
    };
    let is_more = rows.len() as u64 > ROWS_OF_A_PAGE;
    let rows: Vec<&KeptRejection> = rows.iter().take(ROWS_OF_A_PAGE as usize).collect();
    let view = RejectedList {
        as_of: frame.as_of.clone(),
        total: sum(&all),
        open: sum(&open),
        sources: choices(
            all.iter().map(|(source, _, count)| (source, *count)),
            narrowed.source.as_deref(),
            lang,
        ),
        codes: choices(all.iter().map(|(_, code, count)| (code, *count)), narrowed.code.as_deref(), lang),
        states: states(state, lang),
        older: rows.last().filter(|_| is_more).map(|last| older(&narrowed, last.number)),
        rows: rows.into_iter().map(|kept| row(kept, &zone, lang)).collect(),
    };
    Ok((frame, view))
}

/// What occurs, with how often, to choose from.
fn choices<'c>(
    counts: impl Iterator<Item = (&'c String, u64)>,
    chosen: Option<&str>,
    lang: Lang,
) -> Vec<Choice> {
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    for (value, count) in counts {
        *sums.entry(value).or_default() += count;
    }
    let everything = Choice {
        value: String::new(),
        title: lang.say(words::ALL).to_owned(),
        is_chosen: chosen.is_none_or(str::is_empty),
    };
    let each = sums.into_iter().map(|(value, count)| Choice {
        value: value.to_owned(),
        title: format!("{value} ({count})"),
        is_chosen: chosen == Some(value),
    });
    std::iter::once(everything).chain(each).collect()
}

fn states(chosen: Option<RejectionState>, lang: Lang) -> Vec<Choice> {
    let named = [
        (Some(RejectionState::Open), words::REJECTED_OPEN),
        (Some(RejectionState::Accepted), words::REJECTED_ACCEPTED),
        (Some(RejectionState::Duplicate), words::REJECTED_DUPLICATE),
        (Some(RejectionState::Dismissed), words::REJECTED_DISMISSED),
        (None, words::ALL),
    ];
    named
        .into_iter()
        .map(|(state, word)| Choice {
            value: state.map_or("all", RejectionState::word).to_owned(),
            title: lang.say(word).to_owned(),
            is_chosen: state == chosen,
        })
        .collect()
}

fn older(narrowed: &Narrowed, last: u64) -> String {
    let mut query = format!("?before={last}");
    for (name, value) in [("source", &narrowed.source), ("code", &narrowed.code), ("state", &narrowed.state)]
    {
        if let Some(value) = value {
            query += &format!("&{name}={}", segment(value));
        }
    }
    query
}

fn row(kept: &KeptRejection, zone: &Zone, lang: Lang) -> RejectedRow {
    let written = |at| lang.moment(zone, at, 0);
    RejectedRow {
        key: kept.number.to_string(),
        source: kept.source.clone().unwrap_or_default(),
        code: kept.code.clone(),
        message: kept.message.clone(),
        raw: String::from_utf8_lossy(&kept.raw).into_owned(),
        place: format!("{} {} · {}", kept.road, kept.place, kept.item),
        first: written(kept.received),
        last: written(kept.last_received),
        times: kept.times,
        replayed: kept.settled.filter(|_| kept.state != RejectionState::Open).map(written),
    }
}
