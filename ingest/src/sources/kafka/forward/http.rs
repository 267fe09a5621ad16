//! `POST /v1/events` into Kafka: the requests, limits and answers of the embedded service, with these differences.
//!
//! | request | answer |
//! | --- | --- |
//! | cut into events, durable in Kafka | 202 with an entry for each: `accepted` is to be judged by a worker |
//! | an event of more bytes than the contract allows | `rejected` in its entry; its beginning is sent, so that a worker keeps it |
//! | a batch that is no JSON array | 400; nothing of it is kept |
//! | while no broker takes it | 503 with `Retry-After`; some of it may be there, which does no harm when it is sent again |
//!
//! A token stands for a region and a site of it: the region is the message's key, the site goes along as its header.

use super::super::produce::{Outgoing, Producer};
use super::metrics::ForwardMetrics;
use crate::live::Outcome;
use crate::sources::http::{Cut, Destination, Limits, Problem, answer, id_of, router_to};
use crate::wire::too_large;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Who may send, and for what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// The region's code.
    pub region: String,
    /// The only site that it may speak for.
    pub site: String,
    /// SHA-256 of its text, in lower hexadecimal.
    pub sha256: String,
}

impl Token {
    /// Makes a token out of chance: what the sender's system bears, and what is kept of it.
    pub fn make(region: &str, site: &str, chance: &[u8; 32]) -> (String, Token) {
        let text = format!("fk_{}", crate::store::digest::hex(chance));
        let sha256 = sha256(&text);
        (text, Token { region: region.to_owned(), site: site.to_owned(), sha256 })
    }
}

fn sha256(text: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(text).into();
    crate::store::digest::hex(&digest)
}

/// Whether requests are taken: not before the topics are known to be right, nor while no broker answers. Then senders are
/// told at once, and none waits for the time that a delivery may take.
pub struct Gate {
    closed: Mutex<Option<String>>,
}

impl Gate {
    /// Closed, since nothing was asked yet.
    pub fn new() -> Gate {
        let why = "正在连接 Kafka，请稍后重发 / Kafka is being asked for its topics: send it again later";
        Gate { closed: Mutex::new(Some(why.to_owned())) }
    }

    /// Opens it, or closes it and says why. Whether that is news.
    pub fn set(&self, closed: Option<String>) -> bool {
        let mut current = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        let is_news = *current != closed;
        *current = closed;
        is_news
    }

    /// Why it is closed.
    pub fn closed(&self) -> Option<String> {
        self.closed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Default for Gate {
    fn default() -> Gate {
        Gate::new()
    }
}

struct ToKafka {
    producer: Arc<Producer>,
    gate: Arc<Gate>,
    /// By their digests.
    tokens: HashMap<String, Token>,
    metrics: ForwardMetrics,
}

/// The road in over HTTP to Kafka, for who bears one of the tokens.
pub fn router(
    producer: Arc<Producer>,
    gate: Arc<Gate>,
    tokens: Vec<Token>,
    limits: Limits,
    metrics: &ForwardMetrics,
) -> Router {
    let tokens = tokens.into_iter().map(|token| (token.sha256.clone(), token)).collect();
    let kafka = ToKafka { producer, gate, tokens, metrics: metrics.clone() };
    router_to(kafka, limits, metrics.requests.clone())
}

impl Destination for ToKafka {
    type Sender = Token;

    const TOKEN_COMMAND: &'static str = "flagpost ingest token";

    fn sender(&self, token: &str) -> Result<Option<Token>, Problem> {
        // A secret of 256 bits is looked up by its digest, so the time that this takes tells nothing.
        Ok(self.tokens.get(&sha256(token)).cloned())
    }

    fn name(sender: &Token) -> &str {
        &sender.sha256
    }

    async fn take(&self, token: Token, Cut { bytes, events }: Cut) -> Result<Response, Problem> {
        let Ok(events) = events else { return Ok(answer(&[], &[])) };
        if let Some(why) = self.gate.closed() {
            return Err(Problem::later(StatusCode::SERVICE_UNAVAILABLE, &why));
        }
        let raw = |range: &std::ops::Range<usize>| &bytes[range.clone()];
        let ids: Vec<Option<String>> = events.iter().map(|range| id_of(raw(range))).collect();
        let outcomes: Vec<Outcome> = events
            .iter()
            .map(|range| too_large(range.len()).map_or_else(Outcome::Rejected, |()| Outcome::Accepted))
            .collect();
        let begun = Instant::now();
        let outgoing: Vec<Outgoing<'_>> = events
            .iter()
            .map(|range| Outgoing { region: &token.region, site: Some(&token.site), raw: raw(range) })
            .collect();
        let told = self.producer.deliver(outgoing).await;
        self.metrics.delivery_seconds.observe(begun.elapsed().as_secs_f64());
        if let Err(trouble) = told {
            self.metrics.failures.inc();
            return Err(Problem::later(StatusCode::SERVICE_UNAVAILABLE, &trouble.to_string()));
        }
        self.metrics.events.with_label_values(&["http"]).inc_by(events.len() as u64);
        let mut response = answer(&ids, &outcomes);
        *response.status_mut() = StatusCode::ACCEPTED;
        Ok(response)
    }
}
