//! `GET /healthz`, `/readyz`, `/metrics`: whether the process lives, whether it can do its work, and its figures.
//!
//! Readiness rests on questions that the service asks itself all the time: whether the desk answers, whether the last events
//! could be made durable, whether the store writes. So a probe costs nothing, and a desk that hangs is asked once and not by
//! every probe.

#[cfg(test)]
mod tests;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use ingest::feeds::Limits;
use ingest::live::{Clock, Live, Stopped};
use ingest::metrics::Metrics;
use ingest::store::StoreError;
use ingest::store::sqlite::Records;
use serde::Serialize;
use std::fmt::Display;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant as Stopwatch};

/// Who has not answered for so long does not answer.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(2);

/// Prometheus' text format.
const METRICS_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// A part of the service that is asked all the time whether it works.
#[derive(Default)]
pub struct Part {
    state: Mutex<PartState>,
}

#[derive(Default)]
struct PartState {
    /// Since when a question waits for its answer.
    asked: Option<Stopwatch>,
    /// What the last answer was; none yet: the service has just begun.
    answered: Option<Result<(), String>>,
}

impl Part {
    /// Asks, and remembers the answer.
    pub fn ask<E: Display>(&self, question: impl FnOnce() -> Result<(), E>) {
        self.state().asked = Some(Stopwatch::now());
        let answer = question().map_err(|error| error.to_string());
        let mut state = self.state();
        if let Err(error) = &answer
            && !matches!(state.answered, Some(Err(_)))
        {
            tracing::error!(error, "the service is not ready");
        }
        *state = PartState { asked: None, answered: Some(answer) };
    }

    fn state(&self) -> MutexGuard<'_, PartState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn trouble(&self) -> Option<Trouble> {
        let state = self.state();
        match &state.answered {
            None => Some(Trouble::Starting),
            Some(Err(what)) => Some(Trouble::Failed(what.clone())),
            Some(Ok(())) => state
                .asked
                .map(|since| since.elapsed())
                .filter(|waited| *waited > ANSWER_TIME_MAX)
                .map(|waited| Trouble::Silent { seconds: waited.as_secs() }),
        }
    }
}

enum Trouble {
    Starting,
    Silent { seconds: u64 },
    Failed(String),
}

/// What the routes show.
pub struct Health {
    /// Whether the desk answers.
    pub desk: Part,
    /// Whether the last events could be made durable.
    pub intake: Part,
    /// Whether the store can write something small.
    pub store: Part,
    /// The region's code, where the service has several.
    region: Option<String>,
    live: Live,
    metrics: Metrics,
}

#[derive(Serialize)]
struct Readiness {
    ready: bool,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct Problem {
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    part: &'static str,
    zh: String,
    en: String,
}

impl Health {
    /// Nothing has answered yet. `region` is the region's code, where the service has several.
    pub fn new(region: Option<String>, live: Live, metrics: Metrics) -> Health {
        let (desk, intake, store) = Default::default();
        Health { desk, intake, store, region, live, metrics }
    }

    /// Asks the desk whether it answers, and what became of the last events.
    pub fn beat(&self) {
        let mut failure = None;
        self.desk.ask(|| {
            failure = self.live.act_and_wait(|desk| desk.store_failure())?;
            Ok::<(), Stopped>(())
        });
        self.intake.ask(|| failure.map_or(Ok(()), Err));
    }

    fn problems(&self) -> Vec<Problem> {
        let parts = [
            ("desk", "业务处理", &self.desk),
            ("intake", "数据接收", &self.intake),
            ("store", "数据库写入", &self.store),
        ];
        let mut problems = Vec::new();
        for (part, name, asked) in parts {
            let trouble = asked.trouble();
            self.metrics.ready.with_label_values(&[part]).set(i64::from(trouble.is_none()));
            problems.extend(trouble.map(|trouble| self.problem(part, name, &trouble)));
        }
        problems
    }

    fn problem(&self, part: &'static str, name: &str, trouble: &Trouble) -> Problem {
        let (zh, en) = match trouble {
            Trouble::Starting => (format!("{name}：正在启动"), format!("the {part} is starting")),
            Trouble::Silent { seconds } => (
                format!("{name}：已 {seconds} 秒没有回应"),
                format!("the {part} has not answered for {seconds} s"),
            ),
            Trouble::Failed(what) => (format!("{name}失败：{what}"), format!("the {part} failed: {what}")),
        };
        Problem { region: self.region.clone(), part, zh, en }
    }
}

/// The routes, of a process with so many regions.
pub fn router(regions: Vec<Arc<Health>>) -> Router {
    Router::new()
        .route("/healthz", get(alive))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(Arc::new(regions))
}

async fn alive() -> Json<serde_json::Value> {
    Json(serde_json::json!({ "alive": true }))
}

async fn ready(State(regions): State<Arc<Vec<Arc<Health>>>>) -> Response {
    let problems: Vec<Problem> = regions.iter().flat_map(|health| health.problems()).collect();
    let ready = problems.is_empty();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Readiness { ready, problems })).into_response()
}

async fn metrics(State(regions): State<Arc<Vec<Arc<Health>>>>) -> Response {
    for health in regions.iter() {
        health.problems();
        health.metrics.queue_deliveries.set(health.live.waiting() as i64);
    }
    let text = Metrics::text_of(regions.iter().map(|health| &health.metrics));
    ([(header::CONTENT_TYPE, METRICS_TYPE)], text).into_response()
}

/// Makes the store write again and again: that the service is there, which feed health wants to know.
pub struct Pulse {
    records: Records,
    limits: Limits,
    clock: Clock,
    has_begun: bool,
}

impl Pulse {
    /// A pulse that has not begun.
    pub fn new(records: Records, limits: Limits, clock: Clock) -> Pulse {
        Pulse { records, limits, clock, has_begun: false }
    }

    /// Writes once. After a failure the service has not been there, and begins anew.
    pub fn beat(&mut self) -> Result<(), StoreError> {
        let now = (self.clock)();
        let written = if self.has_begun {
            self.records.go_on_listening(now)
        } else {
            self.records.begin_listening(now, &self.limits)
        };
        self.has_begun = written.is_ok();
        written
    }
}
