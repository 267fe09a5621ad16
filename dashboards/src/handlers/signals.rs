//! What looks like gaming, for the bureau to look into.

use super::answered;
use super::months::month_asked;
use crate::answer::{Frame, Problem, listed};
use crate::app::App;
use crate::links::Place;
use crate::pages::paging::PageAsked;
use crate::pages::signals::{self, Signals};
use crate::session::Visitor;
use axum::extract::{Path, State};
use axum::response::Response;
use ingest::live::Moment;
use ingest::store::StoreError;
use ingest::store::sqlite::{Records, RejectionFilter, RejectionState};
use scoring::log::EventIdx;
use scoring::signals::{Thresholds, find};
use scoring::time::Instant;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// What a source sends within so much time of its first event is its history, brought in when it was connected.
const HISTORY_NANOS: i64 = 24 * 3600 * 1_000_000_000;

/// A month's signals; of the newest, where none is named. The bureau's alone.
pub async fn list(visitor: Visitor, State(app): State<Arc<App>>, month: Option<Path<String>>) -> Response {
    let made = load(&visitor, &app, month.map(|Path(month)| month)).await;
    answered(
        &visitor,
        made.map(|(frame, view)| listed(&visitor, &frame, Place::Signals, &view, signals::html)),
    )
}

async fn load(visitor: &Visitor, app: &Arc<App>, month: Option<String>) -> Result<(Frame, Signals), Problem> {
    let reader = visitor.reader.clone();
    let page = PageAsked::of(&reader, signals::ROWS_OF_A_PAGE);
    let first_arrivals = app.records(first_arrivals).await?;
    let made = app.live.ask(move |moment| {
        let month = month_asked(moment, month.as_deref())?;
        let arrivals = Arrivals::new(moment, &first_arrivals);
        let arrived = |event| arrivals.of(moment, event);
        let found = find(&moment.context, month, &Thresholds::default(), &arrived);
        let view = signals::view(&moment.context, month, &found, page, reader.lang);
        Ok((Frame::of(moment, Some(month), &reader), view))
    });
    made.await?
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Identity {
    source: String,
    id: String,
}

/// When an event that was let in by a replay came first.
pub(crate) type FirstArrival = (Identity, Instant);

/// When events that were let in by a replay came first, by source and id.
pub(crate) fn first_arrivals(records: &Records) -> Result<Vec<FirstArrival>, StoreError> {
    let filter = RejectionFilter { state: Some(RejectionState::Accepted), ..RejectionFilter::default() };
    let kept = records.rejections(&filter, i64::MAX as u64)?;
    Ok(kept
        .into_iter()
        .filter_map(|kept| Some((serde_json::from_slice(&kept.raw).ok()?, kept.received)))
        .collect())
}

/// When events arrived, as far as that says something about who sent them.
pub(crate) struct Arrivals {
    /// By site: until when what arrives is history.
    history_until: Vec<Option<Instant>>,
    /// What was rejected first came when it was first sent, not when somebody had mended the registry.
    replayed: HashMap<EventIdx, Instant>,
}

impl Arrivals {
    pub(crate) fn new(moment: &Moment<'_>, first_arrivals: &[FirstArrival]) -> Arrivals {
        let (log, index) = (moment.context.log, &moment.context.registry().index);
        let mut first: Vec<Option<Instant>> = vec![None; moment.context.registry().sites.len()];
        for event in 0..log.len() as EventIdx {
            let first = &mut first[usize::from(log.record(event).source)];
            let arrived = moment.arrived(event);
            *first = Some(first.map_or(arrived, |first| first.min(arrived)));
        }
        let until = |first: Instant| Instant(first.0.saturating_add(HISTORY_NANOS));
        let replayed = first_arrivals.iter().filter_map(|(name, received)| {
            let site = index.sites.get(name.source.as_str()).copied()?;
            Some((log.find(site, &name.id)?, *received))
        });
        Arrivals {
            history_until: first.into_iter().map(|first| first.map(until)).collect(),
            replayed: replayed.collect(),
        }
    }

    /// Nothing for what is history: it was told elsewhere before, and nobody knows when.
    pub(crate) fn of(&self, moment: &Moment<'_>, event: EventIdx) -> Option<Instant> {
        let arrived = self.replayed.get(&event).copied().unwrap_or_else(|| moment.arrived(event));
        let source = usize::from(moment.context.log.record(event).source);
        self.history_until[source].is_none_or(|until| arrived >= until).then_some(arrived)
    }
}
