//! `flagpost ingest --to kafka` as a service: events over HTTP into the topics, health and metrics beside it.
//!
//! Files in drop folders go there too. It may start before Kafka does: until the topics are found as the configuration has them, and whenever no broker answers,
//! it is not ready and asks senders to come again.

use super::config::Config;
use crate::commands::Failure;
use crate::service::machine_clock;
use anyhow::Context as _;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::routing::get;
use ingest::sources::folder::Watch;
use ingest::sources::http::{self, Patience};
use ingest::sources::kafka::forward::{self, DropFolder, ForwardMetrics, Gate, Token};
use ingest::sources::kafka::lanes::Topics;
use ingest::sources::kafka::produce::Producer;
use ingest::sources::kafka::topics;
use scoring::time::Zone;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// How often Kafka is asked whether it is there.
const ASK_EVERY: Duration = Duration::from_secs(2);

/// Prometheus' text format.
const METRICS_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What the routes show.
struct Shown {
    gate: Arc<Gate>,
    metrics: ForwardMetrics,
    producer: Arc<Producer>,
}

/// Serves until told to stop. `stop` begins to listen for that, before `ready` hears the address.
pub fn serve<Stop: Future<Output = ()> + Send>(
    config: &Config,
    stop: impl FnOnce() -> Stop,
    ready: impl FnOnce(SocketAddr) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let door = crate::config::door(config.tls.as_ref())?;
    let expected = expected(config);
    let producer = Arc::new(Producer::new(&config.kafka, expected.clone()).map_err(anyhow::Error::new)?);
    let metrics = ForwardMetrics::new().context("cannot set up the metrics")?;
    let gate = Arc::new(Gate::new());
    let tokens = config.tokens.iter().map(|token| Token {
        region: token.region.clone(),
        site: token.site.clone(),
        sha256: token.sha256.clone(),
    });
    let shown = Shown { gate: gate.clone(), metrics: metrics.clone(), producer: producer.clone() };
    let router = forward::router(producer.clone(), gate.clone(), tokens.collect(), config.limits, &metrics)
        .merge(health(Arc::new(shown)));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the service's threads")?;
    runtime.block_on(async {
        let stop = stop();
        let listener = tokio::net::TcpListener::bind(config.listen)
            .await
            .with_context(|| format!("cannot listen on {}: is another program there?", config.listen))?;
        let address = listener.local_addr().context("cannot tell the address")?;
        let _watches = watch_folders(config, &producer, &gate, &metrics)?;
        let asking = tokio::spawn(ask(config.kafka.clone(), expected, producer, gate));
        ready(address)?;
        http::serve(listener, door, router, Patience::default(), stop).await;
        asking.abort();
        Ok(())
    })
}

/// Watches the drop folders as long as what it gives is kept.
fn watch_folders(
    config: &Config,
    producer: &Arc<Producer>,
    gate: &Arc<Gate>,
    metrics: &ForwardMetrics,
) -> Result<Vec<Watch>, Failure> {
    // Folders have no registry that would say; counties' clocks are China's.
    let zone = Zone::named("Asia/Shanghai").context("no time zone")?;
    let watch = |folder: &DropFolder| {
        let (producer, gate) = (producer.clone(), gate.clone());
        forward::watch(folder.clone(), producer, gate, metrics.clone(), machine_clock(), zone.clone())
            .with_context(|| format!("cannot watch the drop folder {}", folder.path.display()))
    };
    Ok(config.folders.iter().map(watch).collect::<anyhow::Result<_>>()?)
}

/// The topics as the configuration has them.
fn expected(config: &Config) -> Topics {
    let topics = config.kafka.topics.iter();
    Topics::new(topics.map(|topic| (topic.as_str(), config.topics.partitions)))
}

/// Asks Kafka again and again, and opens and closes the gate.
async fn ask(
    settings: ingest::sources::kafka::settings::Settings,
    expected: Topics,
    producer: Arc<Producer>,
    gate: Arc<Gate>,
) {
    let mut is_checked = false;
    loop {
        let (settings, expected, asked) = (settings.clone(), expected.clone(), producer.clone());
        let question = move || {
            if is_checked {
                asked.check().map_err(|trouble| trouble.to_string())
            } else {
                look(&settings, &expected)
            }
        };
        // A question that breaks off is as good as one that fails.
        let told = tokio::task::spawn_blocking(question).await.unwrap_or_else(|error| Err(error.to_string()));
        is_checked |= told.is_ok();
        let closed = told.err();
        if gate.set(closed.clone()) {
            match closed {
                None => {
                    tracing::info!("Kafka answers, and its topics are as they should be: events are taken")
                }
                Some(why) => tracing::error!("events are refused for now: {why}"),
            }
        }
        tokio::time::sleep(ASK_EVERY).await;
    }
}

/// Whether the topics are there with their numbers of partitions. A producer that sends before that might make brokers
/// create a topic of their own making.
fn look(settings: &ingest::sources::kafka::settings::Settings, expected: &Topics) -> Result<(), String> {
    let found = topics::found(settings).map_err(|trouble| trouble.to_string())?;
    match topics::moved(expected, &found).first() {
        None => Ok(()),
        Some(difference) => Err(difference.to_string()),
    }
}

fn health(shown: Arc<Shown>) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(shown)
}

async fn ready(State(shown): State<Arc<Shown>>) -> (StatusCode, String) {
    match shown.gate.closed() {
        None => (StatusCode::OK, "ready\n".to_owned()),
        Some(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("kafka: {why}\n")),
    }
}

async fn metrics(State(shown): State<Arc<Shown>>) -> ([(header::HeaderName, &'static str); 1], String) {
    let ready = i64::from(shown.gate.closed().is_none());
    shown.metrics.ready.with_label_values(&["kafka"]).set(ready);
    shown.metrics.waiting.set(shown.producer.waiting() as i64);
    ([(header::CONTENT_TYPE, METRICS_TYPE)], shown.metrics.text())
}
