//! `GET /healthz`, `/readyz`, `/metrics` of a worker, on a thread of its own.

use anyhow::Context as _;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::routing::get;
use ingest::worker::WorkerMetrics;
use std::fmt::Display;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};

/// Prometheus' text format.
const METRICS_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Whether the worker can do its work.
pub struct Health {
    /// Whether Kafka answers.
    pub kafka: Part,
    /// Whether the store takes events in.
    pub store: Part,
    metrics: WorkerMetrics,
}

/// Something that the worker needs.
pub struct Part {
    name: &'static str,
    trouble: Mutex<Option<String>>,
}

impl Part {
    fn new(name: &'static str) -> Part {
        Part { name, trouble: Mutex::default() }
    }

    /// It works. Told once after it did not.
    pub fn works(&self) {
        if self.trouble.lock().unwrap_or_else(PoisonError::into_inner).take().is_some() {
            tracing::info!(part = self.name, "it works again");
        }
    }

    /// It does not; told once for each reason.
    pub fn fails(&self, why: &impl Display) {
        let why = why.to_string();
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        if trouble.as_ref() != Some(&why) {
            tracing::error!(part = self.name, "{why}");
            *trouble = Some(why);
        }
    }

    fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Health {
    /// All is well so far.
    pub fn new(metrics: WorkerMetrics) -> Health {
        Health { kafka: Part::new("kafka"), store: Part::new("store"), metrics }
    }

    fn parts(&self) -> [&Part; 2] {
        [&self.kafka, &self.store]
    }
}

/// Where health is served; it ends with the process.
pub struct Served {
    /// The address.
    pub address: SocketAddr,
}

/// Serves on a thread of its own.
pub fn serve(listen: SocketAddr, health: Arc<Health>) -> anyhow::Result<Served> {
    let listener = TcpListener::bind(listen)
        .with_context(|| format!("cannot listen on {listen}: is another program there?"))?;
    let address = listener.local_addr().context("cannot tell the address")?;
    listener.set_nonblocking(true).context("cannot listen")?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the thread that serves health")?;
    let router = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(health);
    let serve = move || {
        runtime.block_on(async {
            let served = async { axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await };
            if let Err(error) = served.await {
                tracing::error!(%error, "health and metrics are served no more");
            }
        });
    };
    std::thread::Builder::new()
        .name("health".to_owned())
        .spawn(serve)
        .context("cannot start the thread that serves health")?;
    Ok(Served { address })
}

async fn ready(State(health): State<Arc<Health>>) -> (StatusCode, String) {
    let troubles = health.parts().map(|part| part.trouble().map(|why| format!("{}: {why}\n", part.name)));
    let told: String = troubles.into_iter().flatten().collect();
    if told.is_empty() {
        return (StatusCode::OK, "ready\n".to_owned());
    }
    (StatusCode::SERVICE_UNAVAILABLE, told)
}

async fn metrics(State(health): State<Arc<Health>>) -> ([(header::HeaderName, &'static str); 1], String) {
    for part in health.parts() {
        let works = part.trouble().is_none();
        health.metrics.ready.with_label_values(&[part.name]).set(i64::from(works));
    }
    ([(header::CONTENT_TYPE, METRICS_TYPE)], health.metrics.text())
}
