//! The desk of this process as where requests' events go.

use super::Limits;
use super::answer::{Problem, answer, id_of, refused};
use super::intake::{Cut, Destination, router_to};
use crate::live::{Delivery, Item, Live};
use crate::metrics::Metrics;
use crate::store::Road;
use crate::store::sqlite::{Records, Token};
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant as Stopwatch};

/// How often it is noted that a token is in use.
const USE_NOTED_EVERY: Duration = Duration::from_secs(3600);

struct ToDesk {
    live: Live,
    /// For looking up tokens.
    records: Mutex<Records>,
    /// Tells requests of one run of the service apart.
    next_request: AtomicU64,
    run: u64,
    /// When it was last noted that a token is in use, by name.
    noted: Mutex<HashMap<String, Stopwatch>>,
}

/// The road in over HTTP. `records` is for looking up tokens; `run` names this run of the service in requests' ids.
pub fn router(live: Live, records: Records, metrics: Metrics, limits: Limits, run: u64) -> Router {
    let (records, next_request) = (Mutex::new(records), AtomicU64::new(1));
    let desk = ToDesk { live, records, next_request, run, noted: Mutex::default() };
    router_to(desk, limits, metrics.requests)
}

impl ToDesk {
    /// Notes once an hour that a token is in use. Where that fails the events are there nevertheless.
    async fn note_use(&self, token: &str) {
        let is_new = {
            let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
            let is_new = noted.get(token).is_none_or(|at| at.elapsed() >= USE_NOTED_EVERY);
            if is_new {
                noted.insert(token.to_owned(), Stopwatch::now());
            }
            is_new
        };
        if !is_new {
            return;
        }
        let Ok(now) = self.live.act(|desk| desk.now()).await else { return };
        let records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = records.token_was_used(token, now) {
            tracing::warn!(%error, "it could not be noted that a token is in use");
        }
    }
}

impl Destination for ToDesk {
    type Sender = Token;

    const TOKEN_COMMAND: &'static str = "flagpost token";

    fn sender(&self, token: &str) -> Result<Option<Token>, Problem> {
        let records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        records
            .token_of(token)
            .map_err(|error| Problem::later(StatusCode::SERVICE_UNAVAILABLE, &error.to_string()))
    }

    fn name(sender: &Token) -> &str {
        &sender.name
    }

    async fn take(&self, sender: Token, Cut { bytes, events }: Cut) -> Result<Response, Problem> {
        let number = self.next_request.fetch_add(1, Ordering::Relaxed);
        let whole = 0..bytes.len();
        let (items, ids) = match events {
            Ok(events) => {
                // The ids in the answer are those of the request, so they are read before the bytes are handed over.
                let ids: Vec<Option<String>> =
                    events.iter().map(|range| id_of(&bytes[range.clone()])).collect();
                let item = |(place, bytes)| Item { bytes, number: place as u64 + 1, fault: None };
                (events.into_iter().enumerate().map(item).collect(), ids)
            }
            // Kept as it is among the rejected events.
            Err(fault) => (vec![Item { bytes: whole, number: 1, fault: Some(fault) }], vec![None]),
        };
        let place = format!("{:x}-{number}", self.run);
        let (name, site) = (sender.name, Some(sender.site));
        let delivery = Delivery { road: Road::Http, place, site, bytes, items, file: None };
        let outcomes = self.live.deliver(delivery).await.map_err(refused)?;
        // Afterwards: nobody's events wait for that.
        self.note_use(&name).await;
        Ok(answer(&ids, &outcomes))
    }
}
